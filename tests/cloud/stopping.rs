//! A platform that ends a process says so by SIGTERM, and kills it some seconds later (Cloud Run and
//! `docker stop` after ten). What is under way by then is brought to its end or left to a sweep, and
//! the process ends by itself with 0.

use std::process::Command;

use serde_json::json;
use slack_sim::Delivery;

use crate::lambda::{function, function_of_its_own};
use crate::llm::{Script, USUAL};
use crate::process::{Running, SATO, World};
use crate::serve::serve;
use crate::support::smtp::{Mood, Smtp};

/// What Cloud Run and `docker stop` give a process.
const GRACE_SECONDS: u64 = 10;

fn tell_to_stop(running: &Running) {
    let kill = Command::new("kill")
        .args(["-TERM", &running.pid().to_string()])
        .status();
    assert!(kill.unwrap().success());
}

/// A click on the card of the one mail; the modal that it opens.
async fn click(world: &World) -> String {
    let card = world.card();
    let clicked = world
        .workspace
        .click(SATO, &card, "generate_reply_action")
        .await;
    assert_eq!(clicked, Delivery::Acknowledged, "{}", world.log());
    let views = world.workspace.open_views(SATO);
    views.last().cloned().expect("a modal opened")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_a_stopping_service_had_begun_is_written_by_the_next_one_at_once() {
    let s = serve(&[], &["--behind-iam"]).await;
    s.world.ingest("1").await;
    s.world.llm.script(Script::Silent);
    let view = click(&s.world).await;
    let asked = || s.world.llm.prompts().len() == 1;
    s.world.polled("a question to the model", asked).await;
    let world = s.world;
    tell_to_stop(&s.running);
    assert_eq!(s.running.ended().await, Some(0), "{}", world.log());
    // No worker has it: the dead one's lease does not have to end first.
    assert_eq!(world.stored("state"), "drafting");
    assert_eq!(world.stored_if("lease"), None);

    let _next = world.spawn(&["serve", "--behind-iam"]);
    let has_draft = || {
        let shown = world.workspace.view(&view);
        shown.is_some_and(|it| it.to_string().contains(USUAL))
    };
    world.polled("the draft in the modal", has_draft).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_being_handed_over_is_not_cut_by_a_stop() {
    let smtp = Smtp::start().await;
    let s = serve(
        &[("MAIL_TRANSPORT", "smtp"), ("SMTP_URL", smtp.url())],
        &["--behind-iam"],
    )
    .await;
    s.world.ingest("1").await;
    let view = click(&s.world).await;
    let can_be_sent = || {
        let shown = s.world.workspace.view(&view);
        shown.is_some_and(|it| it["submit"].is_object())
    };
    s.world.polled("the button that sends", can_be_sent).await;
    smtp.set_mood(Mood::Waits);
    let submitting = {
        let workspace = s.world.workspace.clone();
        let view = view.clone();
        tokio::spawn(async move { workspace.submit(SATO, &view).await })
    };
    s.world
        .polled("a mail at the server", || smtp.taken().len() == 1)
        .await;
    tell_to_stop(&s.running);
    s.world
        .polled("the word that it stops", || {
            s.world.log().contains("stopping: what has begun")
        })
        .await;
    smtp.go_on();
    let world = s.world;
    assert_eq!(s.running.ended().await, Some(0), "{}", world.log());
    let _ = submitting.await;
    assert_eq!(smtp.taken().len(), 1);
    assert_eq!(world.stored("state"), "sent", "its outcome is known");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_without_extensions_ends_at_once_between_invocations_and_after_the_one_under_way()
 {
    let idle = function(&[]).await;
    tell_to_stop(&idle.running);
    assert_eq!(idle.running.ended().await, Some(0), "{}", idle.world.log());

    let (f, aws) = function_of_its_own().await;
    f.click().await;
    f.world.llm.script(Script::Pauses(vec!["Thank you.", "|"]));
    let wish = aws.requests()[0].body.clone();
    let drafting = {
        let runtime = f.runtime.clone();
        tokio::spawn(async move { runtime.invoke(wish).await })
    };
    let asked = || f.world.llm.prompts().len() == 1;
    f.world.polled("a question to the model", asked).await;
    tell_to_stop(&f.running);
    f.world.llm.go_on();
    assert_eq!(drafting.await.unwrap(), Ok(json!(null)));
    let world = f.world;
    assert_eq!(f.running.ended().await, Some(0), "{}", world.log());
    assert_eq!(world.stored("state"), "drafted");
}

/// The waits of a stopping service, one after the other, end before it is killed.
#[test]
fn a_service_hands_its_drafts_back_before_the_platform_kills_it() {
    let limits = replybot::config::Limits::default();
    let requests = replybot::role::serve::REQUESTS_END_WITHIN;
    assert!((requests + limits.drain).as_secs() < GRACE_SECONDS);
}
