//! `replybot slack`: the manifest, and the switch of the request URL.

use serde_json::Value;

use crate::process::{SIGNING_SECRET, World};
use crate::serve::{Served, serve};
use crate::support::slack_app::{APP_ID, CONFIG_TOKEN, SlackApp};

const OLD: &str = "https://old.example.com/slack";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn manifest(world: &World, flags: &[&str]) -> Value {
    let output = world.run(&[&["slack", "manifest"], flags].concat()).await;
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn slack_takes_every_manifest() {
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.set("SENDERS_ALLOWED", "S0604QSJC");
    for flags in [
        &["--url", "https://replybot.example.com/"][..],
        &[
            "--url",
            "https://replybot.example.com",
            "--ui-language",
            "ja",
        ],
        &["--socket-mode"],
    ] {
        // The simulator refuses to start with a manifest that Slack would not take.
        let manifest = manifest(&world, flags).await;
        SlackApp::start(manifest.clone(), SIGNING_SECRET).await;
        let url = &manifest["settings"]["interactivity"]["request_url"];
        let by_request = flags[0] == "--url";
        let expected = "https://replybot.example.com/slack/events";
        assert_eq!(url.as_str(), by_request.then_some(expected), "{flags:?}");
    }
}

/// A deployment that runs, and a Slack app that delivers to another address.
async fn app() -> (Served, SlackApp) {
    let mut served = serve(&[], &["--behind-iam"]).await;
    let before = manifest(&served.world, &["--url", "https://old.example.com"]).await;
    let mut before = before;
    for place in ["event_subscriptions", "interactivity"] {
        before["settings"][place]["request_url"] = OLD.into();
    }
    let app = SlackApp::start(before, SIGNING_SECRET).await;
    let url = served.url.clone();
    for (name, value) in [
        ("SLACK_API_URL", app.url()),
        ("SLACK_APP_ID", APP_ID),
        ("SLACK_CONFIG_TOKEN", CONFIG_TOKEN),
        ("REPLYBOT_URL", &url),
    ] {
        served.world.set(name, value);
    }
    (served, app)
}

async fn switch(world: &World, flags: &[&str]) -> (Option<i32>, String) {
    let output = world
        .run(&[&["slack", "request-url"], flags].concat())
        .await;
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(!said.contains("canary"), "{said}");
    (output.status.code(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_request_url_is_switched_and_back_and_nothing_else_changes() {
    let (s, app) = app().await;
    let before = app.manifest();
    let new = format!("{}/slack/events", s.url);
    let (code, said) = switch(&s.world, &["--yes"]).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(OLD) && said.contains(&new), "{said}");
    let mut expected = before.clone();
    for place in ["event_subscriptions", "interactivity"] {
        expected["settings"][place]["request_url"] = new.as_str().into();
    }
    assert_eq!(app.manifest(), expected);

    let (code, said) = switch(&s.world, &["--yes"]).await;
    assert_eq!(code, Some(0), "done before: {said}");

    // Slack tries the old address, too; nobody is there to answer for it in a test.
    app.refuse("apps.manifest.update", "internal_error");
    let (code, said) = switch(&s.world, &["--rollback", "--yes"]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("new  {OLD}")), "{said}");
    assert_eq!(app.manifest(), expected, "a refused switch changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollback_finds_the_address_of_before_and_the_next_one_goes_forth_again() {
    let (s, app) = app().await;
    // Two addresses of the same deployment.
    let (first, second) = (
        format!("{}/slack/events", s.url),
        format!("{}/slack/events?again", s.url),
    );
    let url = || app.manifest()["settings"]["interactivity"]["request_url"].clone();
    for (flags, expected) in [
        (&["--url", &first][..], &first),
        (&["--url", &second], &second),
        (&["--rollback"], &first),
        (&["--rollback"], &second),
    ] {
        let (code, said) = switch(&s.world, &[flags, &["--yes"]].concat()).await;
        assert_eq!(code, Some(0), "{flags:?}: {said}");
        assert_eq!(url(), expected.as_str(), "{flags:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollback_puts_back_what_was_in_each_place_though_our_own_trial_would_refuse_it() {
    let (mut s, app) = app().await;
    // An older app: each place has its own address, and neither behaves as ours does.
    let mut before = app.manifest();
    for place in ["event_subscriptions", "interactivity"] {
        before["settings"][place]["request_url"] = format!("{}/{place}", OLD).into();
    }
    let older = SlackApp::start(before.clone(), SIGNING_SECRET).await;
    s.world.set("SLACK_API_URL", older.url());
    let (code, said) = switch(&s.world, &["--yes"]).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains(&format!("events {OLD}/event_subscriptions")),
        "{said}"
    );
    assert_ne!(older.manifest(), before);
    // Slack itself refuses an address that no server answers at; ours alone does not end it here.
    let (_, said) = switch(&s.world, &["--rollback", "--yes"]).await;
    assert!(said.contains("taken all the same"), "{said}");
    assert!(
        said.contains(&format!("clicks {OLD}/interactivity")),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollback_switches_off_the_events_that_an_older_app_never_had() {
    let (mut s, app) = app().await;
    // As docs/migration.md has it: the event is added once there is an address that takes it.
    let mut before = app.manifest();
    let settings = before["settings"].as_object_mut().unwrap();
    let events = settings.remove("event_subscriptions").unwrap();
    let older = SlackApp::start(before.clone(), SIGNING_SECRET).await;
    s.world.set("SLACK_API_URL", older.url());
    let (code, said) = switch(&s.world, &["--yes"]).await;
    assert_eq!(code, Some(0), "{said}");
    let mut since = older.manifest();
    assert_ne!(since, before);
    since["settings"]["event_subscriptions"] = events;
    since["settings"]["event_subscriptions"]["request_url"] =
        since["settings"]["interactivity"]["request_url"].clone();
    let since = SlackApp::start(since, SIGNING_SECRET).await;
    s.world.set("SLACK_API_URL", since.url());
    let (code, said) = switch(&s.world, &["--rollback", "--yes"]).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("off  app_home_opened"), "{said}");
    assert_eq!(since.manifest(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_terminal_nothing_is_switched_unless_told_so() {
    let (s, app) = app().await;
    let (code, said) = switch(&s.world, &[]).await;
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("--yes"), "{said}");
    assert!(app.calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_would_not_do_is_not_switched_to() {
    let (mut s, app) = app().await;
    let before = app.manifest();
    let nowhere = "http://127.0.0.1:1/slack/events";
    let (code, said) = switch(&s.world, &["--url", nowhere, "--yes"]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("cannot be reached"), "{said}");
    // Without our own trial it is Slack that refuses.
    s.world.unset("SLACK_SIGNING_SECRET");
    let (code, said) = switch(&s.world, &["--url", nowhere, "--yes"]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("challenge"), "{said}");
    assert_eq!(app.manifest(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_or_refused_is_named() {
    let (mut s, app) = app().await;
    let (code, said) = switch(&s.world, &["--rollback", "--yes"]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("no earlier request URL"), "{said}");
    s.world
        .set("SLACK_CONFIG_TOKEN", "xoxe.xoxp-1-not-this-one");
    let (code, said) = switch(&s.world, &["--yes"]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("SLACK_CONFIG_TOKEN"), "{said}");
    app.answer_with(500);
    assert_eq!(switch(&s.world, &["--yes"]).await.0, Some(75));
    for name in ["SLACK_CONFIG_TOKEN", "SLACK_APP_ID", "REPLYBOT_URL"] {
        s.world.unset(name);
    }
    let (code, said) = switch(&s.world, &["--yes"]).await;
    assert_eq!(code, Some(2));
    for name in ["SLACK_CONFIG_TOKEN", "SLACK_APP_ID", "REPLYBOT_URL"] {
        assert!(said.contains(&format!("{name} is missing")), "{said}");
    }
}
