//! Payloads that Slack would never send: of wrong types, with parts missing or out of place,
//! deep and long. Each is read or refused, and none is repeated in the error.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Interaction, parse, parse_json};

/// One of each kind that is of use, with everything in it.
fn payloads() -> Vec<Value> {
    let user = json!({ "id": "U1", "name": "sato", "username": "sato", "team_id": "T1" });
    let option =
        |value: &str| json!({ "text": { "type": "plain_text", "text": "x" }, "value": value });
    let metadata =
        json!({ "context_id": "abc", "told": [{ "sent": 1 }, "closed"], "language": "en" });
    let view = json!({
        "id": "V1", "type": "modal", "callback_id": "ai_reply_modal_submission", "external_id": "ai-reply-abc-1",
        "hash": "1.2", "private_metadata": metadata.to_string(),
        "blocks": [{ "type": "input", "block_id": "editable_reply_block_1" }],
        "state": { "values": {
            "editable_reply_block_1": { "editable_reply_input": { "type": "plain_text_input", "value": "A" } },
            "reply_to_block": { "reply_to": { "type": "static_select", "selected_option": option("0") } },
            "reply_cc_block": { "copies_choice": { "type": "checkboxes", "selected_options": [option("1")] } },
        } },
    });
    let panel = |callback: &str| {
        let mut panel = view.clone();
        panel["callback_id"] = callback.into();
        panel["private_metadata"] =
            json!({ "context_id": "abc", "over": "ai-reply-abc-1", "draft": 1 })
                .to_string()
                .into();
        panel
    };
    let clicked = |action: Value, view: Option<Value>| {
        json!({ "type": "block_actions", "user": user, "trigger_id": "1.2.3", "channel": { "id": "C1" },
            "message": { "ts": "1.0" }, "view": view, "actions": [action] })
    };
    let value = json!({ "context_id": "abc" }).to_string();
    let mut home = view.clone();
    home["type"] = "home".into();
    let mut all = vec![
        clicked(
            json!({ "action_id": "generate_reply_action", "value": value }),
            None,
        ),
        clicked(
            json!({ "action_id": "more_acts", "block_id": "inquiry_acts_abc",
            "selected_option": option("snooze_hour") }),
            None,
        ),
        clicked(
            json!({ "action_id": "choose_language", "selected_option": option("ja") }),
            Some(home),
        ),
        json!({ "type": "event_callback", "event": { "type": "app_home_opened", "user": "U1", "tab": "home" } }),
    ];
    for button in [
        "mark_sent_action",
        "mark_unsent_action",
        "undo_send_action",
        "revise_draft_action",
    ] {
        all.push(clicked(
            json!({ "action_id": button, "value": "1" }),
            Some(view.clone()),
        ));
    }
    for callback in [
        "draft_wish",
        "reply_versions",
        "canned_reply",
        "draft_feedback",
        "whole_mail",
        "translation",
    ] {
        let choice = json!({ "action_id": "x", "selected_option": option("1"), "value": "1" });
        all.push(clicked(choice, Some(panel(callback))));
        all.push(json!({ "type": "view_submission", "user": user, "view": panel(callback) }));
    }
    for kind in ["view_submission", "view_closed"] {
        all.push(json!({ "type": kind, "user": user, "view": view }));
    }
    all
}

/// What takes the place of something.
fn hostile() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        Just(Value::from("{\"context_id\":7}")),
        Just(Value::from(
            "{\"context_id\":\"abc\",\"told\":[{\"warnings\":\"zz\"},{\"from_the_future\":1}]}"
        )),
        Just(Value::from("../../etc/passwd")),
        Just(Value::from("message#0")),
        (1..200_000usize).prop_map(|length| Value::from("あ".repeat(length / 3))),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,12}", inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Puts `by` at the place that `steps` lead to, or takes away what is there.
fn spoil(value: &mut Value, steps: &[usize], by: Option<&Value>) {
    let children = match value {
        Value::Object(map) => map.len(),
        Value::Array(list) => list.len(),
        _ => 0,
    };
    let Some((step, rest)) = steps.split_first().filter(|_| children > 0) else {
        *value = by.cloned().unwrap_or(Value::Null);
        return;
    };
    let index = step % children;
    match value {
        Value::Object(map) => {
            let key = map.keys().nth(index).cloned().unwrap_or_default();
            match (rest, by) {
                ([], None) => drop(map.remove(&key)),
                _ => spoil(&mut map[&key], rest, by),
            }
        }
        Value::Array(list) => match (rest, by) {
            ([], None) => drop(list.remove(index)),
            _ => spoil(&mut list[index], rest, by),
        },
        _ => {}
    }
}

/// Reads it as it comes over either connection.
fn read(payload: &Value) {
    let text = payload.to_string();
    let form = serde_urlencoded::to_string([("payload", &text)]).unwrap();
    let (form, socket) = (parse(form.as_bytes()), parse_json(&text));
    assert_eq!(form.is_ok(), socket.is_ok());
    if let Err(error) = socket {
        assert!(error.to_string().len() < 200, "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_payload_with_hostile_parts_is_read_or_refused(
        which in any::<prop::sample::Index>(),
        wounds in prop::collection::vec((prop::collection::vec(0..12usize, 1..7), prop::option::of(hostile())), 1..5),
    ) {
        let all = payloads();
        let mut payload = which.get(&all).clone();
        for (steps, by) in &wounds {
            spoil(&mut payload, steps, by.as_ref());
        }
        read(&payload);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes);
        let _ = parse_json(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn every_payload_that_is_spoiled_here_is_of_use_as_it_is() {
    for payload in payloads() {
        let read = parse_json(&payload.to_string()).unwrap().interaction;
        assert!(!matches!(read, Interaction::Other(_)), "{payload}");
    }
}

#[test]
fn what_is_too_deep_is_refused_and_what_is_wide_is_read() {
    let deep = "[".repeat(500_000);
    let object = "{\"view\":".repeat(200_000);
    let wide = json!({ "type": "view_submission", "user": { "id": "U1" }, "view": {
        "callback_id": "ai_reply_modal_submission", "private_metadata": "{\"context_id\":\"abc\"}",
        "state": { "values": (0..20_000).map(|n| (format!("editable_reply_block_{n}"),
            json!({ "editable_reply_input": { "value": "x" } }))).collect::<Map<_, _>>() } } });
    assert!(parse_json(&deep).is_err() && parse_json(&object).is_err());
    assert!(parse_json(&wide.to_string()).is_ok());
}
