//! The home tab: published by the app, opened by a person.

use serde_json::{Value, json};
use slack_sim::{Delivery, Place, check_home};

use crate::bot::{SATO, SUZUKI, bench};

fn view(text: &str) -> Value {
    json!({ "type": "home", "blocks": [
        { "type": "section", "text": { "type": "plain_text", "text": text } },
        { "type": "actions", "elements": [{ "type": "button", "action_id": "go", "text": { "type": "plain_text", "text": "Go" } }] },
    ] })
}

#[tokio::test]
async fn opening_the_tab_sends_a_signed_event_with_what_it_shows() {
    let b = bench().await;
    assert_eq!(b.slack.open_home(SATO).await, Delivery::Acknowledged);
    let event = b.payload();
    assert_eq!(event["type"], "event_callback");
    assert_eq!(event["event"]["type"], "app_home_opened");
    assert_eq!(event["event"]["user"], SATO);
    assert_eq!(event["event"]["tab"], "home");
    assert_eq!(event["event"]["view"], Value::Null);
    b.api(
        "views.publish",
        json!({ "user_id": SATO, "view": view("one") }),
    )
    .await;
    b.slack.open_home(SATO).await;
    let event = b.payload();
    assert_eq!(event["event"]["view"]["type"], "home");
}

#[tokio::test]
async fn each_person_has_one_home_view_and_publishing_again_replaces_it() {
    let b = bench().await;
    let publish = async |user: &str, text: &str| {
        b.api(
            "views.publish",
            json!({ "user_id": user, "view": view(text) }),
        )
        .await
    };
    let first = publish(SATO, "one").await;
    assert_eq!(first["view"]["type"], "home");
    let again = publish(SATO, "two").await;
    assert_eq!(first["view"]["id"], again["view"]["id"]);
    assert_ne!(first["view"]["hash"], again["view"]["hash"]);
    let other = publish(SUZUKI, "three").await;
    assert_ne!(other["view"]["id"], first["view"]["id"]);
    assert_eq!(publish("U404", "four").await["error"], "user_not_found");
    let stale = json!({ "user_id": SATO, "view": view("five"), "hash": first["view"]["hash"] });
    assert_eq!(
        b.api("views.publish", stale).await["error"],
        "hash_conflict"
    );
}

#[tokio::test]
async fn a_click_in_the_tab_comes_with_its_view_and_only_its_owner_can_click() {
    let b = bench().await;
    b.api(
        "views.publish",
        json!({ "user_id": SATO, "view": view("one") }),
    )
    .await;
    let view_id = b.slack.home(SATO).unwrap();
    let place = Place::View { view_id };
    assert_eq!(
        b.slack.click(SATO, &place, "go").await,
        Delivery::Acknowledged
    );
    let payload = b.payload();
    assert_eq!(payload["view"]["type"], "home");
    assert_eq!(payload["container"]["type"], "view");
    let other = b.slack.click(SUZUKI, &place, "go").await;
    assert!(matches!(other, Delivery::NotThere { .. }), "{other:?}");
}

#[test]
fn what_belongs_to_a_modal_is_refused_in_a_home_tab() {
    assert_eq!(check_home(&view("fine")), []);
    for field in ["title", "submit", "close"] {
        let mut wrong = view("x");
        wrong[field] = json!({ "type": "plain_text", "text": "x" });
        assert_ne!(check_home(&wrong), [], "{field}");
    }
    let mut modal = view("x");
    modal["type"] = "modal".into();
    assert_ne!(check_home(&modal), []);
    let mut long = view("x");
    long["blocks"] = vec![json!({ "type": "divider" }); 101].into();
    assert_ne!(check_home(&long), []);
}
