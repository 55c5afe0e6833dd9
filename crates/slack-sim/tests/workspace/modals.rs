//! Modals: opening, streaming into them, what a person types, submitting, closing.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use slack_sim::{Delivery, Place, Workspace};

use crate::bot::{Reply, SATO, SUZUKI, bench, bench_with, modal};

const INPUT: &str = "editable_reply_input";

fn view_place(view_id: &str) -> Place {
    Place::View {
        view_id: view_id.to_owned(),
    }
}

fn entered(slack: &Workspace, view_id: &str, block_id: &str) -> Value {
    let view = slack.view(view_id).unwrap();
    view["state"]["values"][block_id][INPUT]["value"].clone()
}

#[tokio::test]
async fn a_trigger_opens_one_modal_within_three_seconds() {
    let b = bench().await;
    let open = async |trigger: &str| {
        let body = json!({ "trigger_id": trigger, "view": modal("reply", "") });
        b.api("views.open", body).await["error"].clone()
    };
    let trigger = b.trigger(SATO).await;
    assert_eq!(open(&trigger).await, Value::Null);
    assert_eq!(open(&trigger).await, "exchanged_trigger_id");
    assert_eq!(open("0.0.invented").await, "invalid_trigger_id");
    let trigger = b.trigger(SATO).await;
    b.pass(3);
    assert_eq!(open(&trigger).await, Value::Null);
    let trigger = b.trigger(SATO).await;
    b.pass(4);
    assert_eq!(open(&trigger).await, "expired_trigger_id");
}

#[tokio::test]
async fn an_external_id_is_unique_until_its_view_is_closed() {
    let b = bench().await;
    let mut view = modal("reply", "");
    view["external_id"] = "ai-reply-case-1".into();
    let first = b.open(view.clone()).await;
    let again = async |user: &str| {
        let trigger = b.trigger(user).await;
        let body = json!({ "trigger_id": trigger, "view": view });
        b.api("views.open", body).await["error"].clone()
    };
    assert_eq!(again(SUZUKI).await, "duplicate_external_id");
    b.slack.vanish(SATO);
    assert_eq!(again(SATO).await, "duplicate_external_id");
    let b = bench().await;
    let second = b.open(view.clone()).await;
    assert_eq!(first, second);
    b.slack.close(SATO, &second).await;
    b.open(view.clone()).await;
}

#[tokio::test]
async fn what_a_person_types_survives_an_update_and_a_new_block_shows_new_text() {
    let b = bench().await;
    let view_id = b.open(modal("reply", "first")).await;
    let update = async |view: Value| {
        let body = json!({ "view_id": view_id, "view": view });
        assert_eq!(b.api("views.update", body).await["ok"], true);
    };
    update(modal("reply", "second")).await;
    assert_eq!(entered(&b.slack, &view_id, "reply"), "first");
    b.slack.type_text(&view_id, "reply", INPUT, "mine");
    update(modal("reply", "third")).await;
    assert_eq!(entered(&b.slack, &view_id, "reply"), "mine");
    update(modal("reply-2", "fourth")).await;
    assert_eq!(entered(&b.slack, &view_id, "reply-2"), "fourth");
}

#[tokio::test]
async fn an_update_replaces_everything_it_does_not_send_again() {
    let b = bench().await;
    let mut view = modal("reply", "");
    view["external_id"] = "ai-reply-case-1".into();
    let view_id = b.open(view).await;
    let mut bare = modal("reply", "");
    bare.as_object_mut()
        .unwrap()
        .retain(|field, _| ["type", "title", "submit", "blocks"].contains(&field.as_str()));
    let body = json!({ "external_id": "ai-reply-case-1", "view": bare });
    assert_eq!(b.api("views.update", body.clone()).await["ok"], true);
    let view = b.slack.view(&view_id).unwrap();
    for field in ["external_id", "callback_id", "private_metadata"] {
        assert_eq!(view[field], "", "{field}");
    }
    assert_eq!(b.api("views.update", body).await["error"], "not_found");
}

#[tokio::test]
async fn an_old_hash_is_a_conflict_and_a_closed_view_is_not_found() {
    let b = bench().await;
    let view_id = b.open(modal("reply", "")).await;
    let hash = b.slack.view(&view_id).unwrap()["hash"].clone();
    let body = json!({ "view_id": view_id, "hash": hash, "view": modal("reply", "") });
    assert_eq!(b.api("views.update", body.clone()).await["ok"], true);
    assert_eq!(b.api("views.update", body).await["error"], "hash_conflict");
    b.slack.close(SATO, &view_id).await;
    let body = json!({ "view_id": view_id, "view": modal("reply", "") });
    assert_eq!(b.api("views.update", body).await["error"], "not_found");
}

#[tokio::test]
async fn a_submission_carries_what_was_typed_and_an_empty_answer_closes() {
    let b = bench().await;
    let view_id = b.open(modal("reply", "draft")).await;
    b.slack.type_text(&view_id, "reply", INPUT, "edited");
    assert_eq!(b.slack.submit(SATO, &view_id).await, Delivery::Closed);
    let payload = b.payload();
    assert_eq!(payload["type"], "view_submission");
    assert_eq!(payload["view"]["id"], view_id);
    assert_eq!(payload["view"]["callback_id"], "ai_reply_modal_submission");
    assert_eq!(
        payload["view"]["private_metadata"],
        "{\"context_id\":\"case-1\"}"
    );
    let typed = json!({ "reply": { INPUT: { "type": "plain_text_input", "value": "edited" } } });
    assert_eq!(payload["view"]["state"]["values"], typed);
    assert!(b.slack.open_views(SATO).is_empty());
}

#[tokio::test]
async fn errors_stand_under_the_input_and_what_was_typed_stays() {
    let b = bench().await;
    let view_id = b.open(modal("reply", "draft")).await;
    b.slack.type_text(&view_id, "reply", INPUT, "edited");
    b.reply_json(json!({ "response_action": "errors", "errors": { "reply": "Too short" } }));
    let errors = BTreeMap::from([("reply".to_owned(), "Too short".to_owned())]);
    let submitted = b.slack.submit(SATO, &view_id).await;
    assert_eq!(
        submitted,
        Delivery::Errors {
            errors: errors.clone()
        }
    );
    assert_eq!(b.slack.errors(&view_id), errors);
    assert_eq!(entered(&b.slack, &view_id, "reply"), "edited");
    b.reply_json(json!({ "response_action": "errors", "errors": { "other": "?" } }));
    let submitted = b.slack.submit(SATO, &view_id).await;
    assert!(
        matches!(submitted, Delivery::Trouble { .. }),
        "{submitted:?}"
    );
}

#[tokio::test]
async fn an_answer_slack_does_not_understand_keeps_the_modal_and_says_so() {
    let b = bench().await;
    let view_id = b.open(modal("reply", "draft")).await;
    let broken = json!({ "response_action": "update", "view": { "type": "modal" } });
    for reply in [
        Reply::Now(200, "ok".into()),
        Reply::Now(200, json!({ "response_action": "dance" }).to_string()),
        Reply::Now(200, broken.to_string()),
        Reply::Now(503, String::new()),
    ] {
        b.reply(reply);
        let submitted = b.slack.submit(SATO, &view_id).await;
        let Delivery::Trouble { toast, .. } = submitted else {
            panic!("{submitted:?}");
        };
        assert_eq!(toast, "We had some trouble connecting. Try again?");
        assert_eq!(b.slack.open_views(SATO).last(), Some(&view_id));
    }
}

#[tokio::test]
async fn an_app_that_never_answers_is_given_up_after_three_seconds() {
    let b = bench().await;
    let view_id = b.open(modal("reply", "draft")).await;
    b.reply(Reply::Never);
    let Delivery::Trouble { why, .. } = b.slack.submit(SATO, &view_id).await else {
        panic!("it was acknowledged");
    };
    assert_eq!(why, "the app did not answer within 3 seconds");
}

#[tokio::test]
async fn a_required_input_is_asked_for_before_the_app_hears_of_it() {
    let b = bench().await;
    let view_id = b.open(modal("reply", "")).await;
    let submitted = b.slack.submit(SATO, &view_id).await;
    let message = "Please complete this required field.".to_owned();
    let errors = BTreeMap::from([("reply".to_owned(), message)]);
    assert_eq!(submitted, Delivery::Incomplete { errors });
    assert!(b.payloads().is_empty());
}

#[tokio::test]
async fn views_lie_on_top_of_each_other_three_deep() {
    let b = bench().await;
    let root = b.open(modal("reply", "draft")).await;
    b.reply_json(json!({ "response_action": "push", "view": modal("sure", "yes") }));
    let Delivery::Pushed { view_id } = b.slack.submit(SATO, &root).await else {
        panic!("nothing was pushed");
    };
    let view = b.slack.view(&view_id).unwrap();
    assert_eq!(view["previous_view_id"], root);
    assert_eq!(view["root_view_id"], root);
    assert_eq!(b.slack.open_views(SATO), [root.clone(), view_id.clone()]);
    b.reply_json(json!({ "response_action": "clear" }));
    assert_eq!(b.slack.submit(SATO, &view_id).await, Delivery::Cleared);
    assert!(b.slack.open_views(SATO).is_empty());
}

#[tokio::test]
async fn a_view_is_pushed_only_from_a_click_in_a_modal() {
    let b = bench().await;
    let mut view = modal("reply", "draft");
    view["blocks"].as_array_mut().unwrap().push(json!({
        "type": "actions",
        "elements": [{
            "type": "button",
            "action_id": "more",
            "text": { "type": "plain_text", "text": "More" },
        }],
    }));
    let mut top = b.open(view.clone()).await;
    let push = async |trigger: &Value| {
        let body = json!({ "trigger_id": trigger, "view": view });
        b.api("views.push", body).await
    };
    for _ in 0..2 {
        b.slack.click(SATO, &view_place(&top), "more").await;
        let pushed = push(&b.payload()["trigger_id"]).await;
        top = pushed["view"]["id"].as_str().unwrap().to_owned();
    }
    b.slack.click(SATO, &view_place(&top), "more").await;
    assert_eq!(
        push(&b.payload()["trigger_id"]).await["error"],
        "push_limit_reached"
    );
    let outside = b.trigger(SATO).await;
    assert_eq!(push(&outside.into()).await["error"], "invalid_trigger_id");
}

#[tokio::test]
async fn closing_is_told_when_the_view_asked_for_it() {
    let b = bench().await;
    let view_id = b.open(modal("reply", "draft")).await;
    assert_eq!(b.slack.close(SATO, &view_id).await, Delivery::Closed);
    let payload = b.payload();
    assert_eq!(payload["type"], "view_closed");
    assert_eq!(payload["is_cleared"], false);
    assert_eq!(payload["view"]["id"], view_id);
    assert_eq!(payload["trigger_id"], Value::Null);
    let mut quiet = modal("reply", "draft");
    quiet["notify_on_close"] = false.into();
    let view_id = b.open(quiet).await;
    b.slack.close(SATO, &view_id).await;
    assert!(b.payloads().is_empty());
}

#[tokio::test]
async fn a_button_in_a_modal_sends_what_is_typed_beside_it() {
    let b = bench().await;
    let mut view = modal("reply", "draft");
    let option = |value: &str| {
        json!({
            "text": { "type": "plain_text", "text": value }, "value": value,
        })
    };
    view["blocks"].as_array_mut().unwrap().push(json!({
        "type": "actions",
        "block_id": "tools",
        "elements": [
            { "type": "button", "action_id": "again", "value": "7",
              "text": { "type": "plain_text", "text": "Again" } },
            { "type": "static_select", "action_id": "tone",
              "options": [option("short"), option("polite")] },
        ],
    }));
    let view_id = b.open(view).await;
    b.slack.type_text(&view_id, "reply", INPUT, "half a");
    b.slack.click(SATO, &view_place(&view_id), "again").await;
    let payload = b.payload();
    assert_eq!(
        payload["container"],
        json!({ "type": "view", "view_id": view_id })
    );
    assert_eq!(payload["actions"][0]["value"], "7");
    assert_eq!(
        payload["view"]["state"]["values"]["reply"][INPUT]["value"],
        "half a"
    );
    use slack_sim::Target;
    let tone = Target::from("tone").choosing("polite");
    b.slack.click(SATO, &view_place(&view_id), tone).await;
    let payload = b.payload();
    assert_eq!(payload["actions"][0]["selected_option"]["value"], "polite");
    let state = &payload["view"]["state"]["values"]["tools"]["tone"];
    assert_eq!(state["selected_option"]["value"], "polite");
}

#[tokio::test]
async fn a_view_of_more_than_250_kilobytes_is_too_large() {
    let b = bench().await;
    let trigger = b.trigger(SATO).await;
    let mut view = modal("reply", "");
    let section = json!({
        "type": "section", "text": { "type": "plain_text", "text": "あ".repeat(3000) },
    });
    view["blocks"]
        .as_array_mut()
        .unwrap()
        .extend(vec![section; 30]);
    let body = json!({ "trigger_id": trigger, "view": view });
    assert_eq!(b.api("views.open", body).await["error"], "view_too_large");
}

#[tokio::test]
async fn two_people_look_at_two_modals() {
    let b = bench().await;
    let sato = b.open(modal("reply", "hers")).await;
    let trigger = b.trigger(SUZUKI).await;
    let body = json!({ "trigger_id": trigger, "view": modal("reply", "his") });
    let suzuki = b.api("views.open", body).await["view"]["id"].clone();
    let suzuki = suzuki.as_str().unwrap();
    b.slack.type_text(&sato, "reply", INPUT, "hers, edited");
    assert_eq!(entered(&b.slack, suzuki, "reply"), "his");
    let stranger = b.slack.submit(SATO, suzuki).await;
    assert!(
        matches!(stranger, Delivery::NotThere { .. }),
        "{stranger:?}"
    );
    let (one, other) = tokio::join!(b.slack.submit(SATO, &sato), b.slack.submit(SUZUKI, suzuki));
    assert_eq!((one, other), (Delivery::Closed, Delivery::Closed));
}

#[tokio::test]
async fn a_view_that_was_closed_while_the_app_thought_stays_closed() {
    let b = bench().await;
    let root = b.open(modal("reply", "draft")).await;
    b.reply(Reply::Never);
    let submit = b.slack.submit(SATO, &root);
    let close = b.slack.close(SATO, &root);
    let (submitted, closed) = tokio::join!(submit, close);
    assert_eq!(closed, Delivery::Closed);
    assert!(
        matches!(submitted, Delivery::Trouble { .. }),
        "{submitted:?}"
    );
    assert!(b.slack.open_views(SATO).is_empty());
}

#[tokio::test]
async fn everything_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("workspace.json");
    let keep = |settings: &mut slack_sim::Settings| {
        settings.state_file = Some(file.clone());
    };
    let before = bench_with(keep).await;
    let view_id = before.open(modal("reply", "draft")).await;
    before.slack.type_text(&view_id, "reply", INPUT, "half a");
    let after = bench_with(keep).await;
    assert_eq!(after.slack.messages(), before.slack.messages());
    assert_eq!(after.slack.open_views(SATO).last(), Some(&view_id));
    assert_eq!(entered(&after.slack, &view_id, "reply"), "half a");
    assert_ne!(after.card().await, before.slack.messages()[0]["ts"]);
    std::fs::write(&file, "{").unwrap();
    let settings = crate::bot::settings(
        String::new(),
        String::new(),
        std::sync::Arc::new(jiff::Timestamp::now),
    );
    let settings = slack_sim::Settings {
        state_file: Some(file),
        ..settings
    };
    let error = Workspace::open(settings).err().unwrap().to_string();
    assert!(
        error.contains("move it away to start with an empty one"),
        "{error}"
    );
}
