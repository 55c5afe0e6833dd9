//! Messages, reading them back, clicking in them.

use serde_json::{Value, json};
use slack_sim::{Delivery, PingKind, Place};

use crate::bot::{CHANNEL, Reply, SATO, SUZUKI, TOKEN, bench, bench_with, card};

#[tokio::test]
async fn a_click_reaches_the_app_signed_and_whole() {
    let b = bench().await;
    let ts = b.card().await;
    let clicked = b
        .slack
        .click(SATO, &b.at(&ts), "generate_reply_action")
        .await;
    assert_eq!(clicked, Delivery::Acknowledged);
    let payload = b.payload();
    assert_eq!(payload["type"], "block_actions");
    assert_eq!(payload["user"]["id"], SATO);
    assert_eq!(
        payload["channel"],
        json!({ "id": CHANNEL, "name": "support" })
    );
    assert_eq!(payload["container"]["message_ts"], ts);
    assert_eq!(payload["message"]["ts"], ts);
    assert_eq!(
        payload["message"]["metadata"]["event_payload"]["context_id"],
        "case-1"
    );
    assert_eq!(payload["message"]["blocks"][0]["block_id"], "b0001");
    assert_eq!(payload["actions"][0]["action_id"], "generate_reply_action");
    assert_eq!(payload["actions"][0]["block_id"], "card_actions");
    assert_eq!(
        payload["actions"][0]["value"],
        "{\"context_id\":\"case-1\"}"
    );
    assert_eq!(payload["state"], json!({ "values": {} }));
}

#[tokio::test]
async fn an_app_that_refuses_or_is_gone_is_trouble_for_the_person() {
    let b = bench().await;
    let ts = b.card().await;
    b.reply(Reply::Now(500, String::new()));
    let clicked = b
        .slack
        .click(SATO, &b.at(&ts), "generate_reply_action")
        .await;
    let Delivery::Trouble { toast, why } = clicked else {
        panic!("{clicked:?}");
    };
    assert_eq!(toast, "We had some trouble connecting. Try again?");
    assert_eq!(why, "the app answered 500 Internal Server Error");
    let gone = bench_with(|settings| settings.events_url = "http://127.0.0.1:9/".into()).await;
    let ts = gone.card().await;
    let clicked = gone
        .slack
        .click(SATO, &gone.at(&ts), "generate_reply_action")
        .await;
    assert!(matches!(clicked, Delivery::Trouble { .. }), "{clicked:?}");
    assert_eq!(gone.slack.refusals()[0].error, "no_acknowledgement");
}

#[tokio::test]
async fn a_payload_with_a_wrong_secret_is_told_apart() {
    let b = bench_with(|settings| settings.signing_secret = "another secret".into()).await;
    let ts = b.card().await;
    let clicked = b
        .slack
        .click(SATO, &b.at(&ts), "generate_reply_action")
        .await;
    assert!(matches!(clicked, Delivery::Trouble { .. }), "{clicked:?}");
    assert!(b.payloads().is_empty());
}

#[tokio::test]
async fn what_is_not_on_the_screen_cannot_be_clicked() {
    let b = bench().await;
    let ts = b.card().await;
    let nowhere = Place::Message {
        channel: CHANNEL.into(),
        ts: "1.000001".into(),
    };
    for (user, place, action) in [
        (SATO, b.at(&ts), "no_such_action"),
        (SATO, nowhere, "generate_reply_action"),
        ("U0000009", b.at(&ts), "generate_reply_action"),
    ] {
        let clicked = b.slack.click(user, &place, action).await;
        assert!(matches!(clicked, Delivery::NotThere { .. }), "{clicked:?}");
    }
    assert!(b.payloads().is_empty());
}

#[tokio::test]
async fn history_pages_newest_first_and_gives_metadata_only_when_asked() {
    let b = bench().await;
    let stamps = [b.card().await, b.card().await, b.card().await];
    let page = b
        .read(
            "conversations.history",
            &[("channel", CHANNEL), ("limit", "2")],
        )
        .await;
    assert_eq!(page["messages"][0]["ts"], stamps[2]);
    assert_eq!(page["messages"][1]["ts"], stamps[1]);
    assert_eq!(page["messages"][0]["metadata"], Value::Null);
    assert_eq!(page["has_more"], true);
    b.card().await;
    let cursor = page["response_metadata"]["next_cursor"].as_str().unwrap();
    let form = [
        ("channel", CHANNEL),
        ("cursor", cursor),
        ("include_all_metadata", "true"),
    ];
    let rest = b.read("conversations.history", &form).await;
    assert_eq!(rest["messages"].as_array().unwrap().len(), 1);
    assert_eq!(rest["messages"][0]["ts"], stamps[0]);
    assert_eq!(rest["messages"][0]["metadata"]["event_type"], "inquiry");
    assert_eq!(rest["response_metadata"]["next_cursor"], "");
    let since = [("channel", CHANNEL), ("oldest", stamps[1].as_str())];
    let since = b.read("conversations.history", &since).await;
    assert_eq!(since["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn answers_in_a_thread_stay_out_of_the_history() {
    let b = bench().await;
    let ts = b.card().await;
    let answer = json!({ "channel": CHANNEL, "text": "Sent", "thread_ts": ts });
    let answer = b.api("chat.postMessage", answer).await;
    let history = b
        .read("conversations.history", &[("channel", CHANNEL)])
        .await;
    assert_eq!(history["messages"].as_array().unwrap().len(), 1);
    assert_eq!(history["messages"][0]["reply_count"], 1);
    let thread = b
        .read(
            "conversations.replies",
            &[("channel", CHANNEL), ("ts", &ts)],
        )
        .await;
    assert_eq!(thread["messages"][1]["ts"], answer["ts"]);
    assert_eq!(thread["messages"][1]["thread_ts"], ts);
}

#[tokio::test]
async fn an_update_keeps_what_it_does_not_mention() {
    let b = bench().await;
    let ts = b.card().await;
    let update = json!({ "channel": CHANNEL, "ts": ts, "text": "Answered by Sato" });
    assert_eq!(b.api("chat.update", update).await["ok"], true);
    let message = &b.slack.messages()[0];
    assert_eq!(message["text"], "Answered by Sato");
    assert_eq!(message["blocks"].as_array().unwrap().len(), 2);
    assert_eq!(message["metadata"]["event_type"], "inquiry");
    assert_eq!(message["edited"]["user"], "B0000001");
    let nothing = json!({ "channel": CHANNEL, "ts": ts });
    assert_eq!(b.api("chat.update", nothing).await["error"], "no_text");
    let gone = json!({ "channel": CHANNEL, "ts": "1.000001", "text": "?" });
    assert_eq!(
        b.api("chat.update", gone).await["error"],
        "message_not_found"
    );
}

#[tokio::test]
async fn an_ephemeral_message_is_for_one_pair_of_eyes() {
    let b = bench().await;
    let mut message = card("Ready");
    message["user"] = SATO.into();
    message.as_object_mut().unwrap().remove("metadata");
    let posted = b.api("chat.postEphemeral", message).await;
    let ts = posted["message_ts"].as_str().unwrap();
    assert_eq!(b.slack.ephemerals(SATO).len(), 1);
    assert_eq!(b.slack.ephemerals(SUZUKI).len(), 0);
    assert_eq!(b.slack.messages().len(), 0);
    let by_another = b
        .slack
        .click(SUZUKI, &b.at(ts), "generate_reply_action")
        .await;
    assert!(matches!(by_another, Delivery::NotThere { .. }));
    b.slack
        .click(SATO, &b.at(ts), "generate_reply_action")
        .await;
    let payload = b.payload();
    assert_eq!(payload["container"]["is_ephemeral"], true);
    assert_eq!(payload["message"], Value::Null);
}

#[tokio::test]
async fn a_response_url_answers_five_times_within_half_an_hour() {
    let b = bench().await;
    let ts = b.card().await;
    let mut addresses = Vec::new();
    for _ in 0..2 {
        b.slack
            .click(SATO, &b.at(&ts), "generate_reply_action")
            .await;
        addresses.push(b.payload()["response_url"].as_str().unwrap().to_owned());
    }
    let post = async |url: &str, body: Value| {
        let path = url.strip_prefix(&b.base).unwrap();
        let response = b.request(path).json(&body).send().await.unwrap();
        response.json::<Value>().await.unwrap()
    };
    for _ in 0..5 {
        assert_eq!(
            post(&addresses[0], json!({ "text": "Ready" })).await["ok"],
            true
        );
    }
    assert_eq!(
        post(&addresses[0], json!({ "text": "Ready" })).await["error"],
        "used_url"
    );
    assert_eq!(b.slack.ephemerals(SATO).len(), 5);
    let replace = json!({ "replace_original": true, "text": "Done", "blocks": [] });
    assert_eq!(post(&addresses[1], replace).await["ok"], true);
    assert_eq!(b.slack.messages()[0]["text"], "Done");
    b.pass(30 * 60 + 1);
    assert_eq!(
        post(&addresses[1], json!({ "text": "x" })).await["error"],
        "expired_url"
    );
}

#[tokio::test]
async fn escaped_and_plain_text_pings_nobody_and_raw_text_does() {
    let b = bench().await;
    b.api(
        "chat.postMessage",
        card("<!channel> <@U0000001> <https://evil.example|ok>"),
    )
    .await;
    // The fallback text is mrkdwn and was not escaped; the plain_text section is harmless.
    let pings = b.slack.pings();
    assert_eq!(pings.len(), 3, "{pings:?}");
    assert_eq!(pings[0].kind, PingKind::Everyone);
    let b = bench().await;
    let mut escaped = card("&lt;!channel&gt; &lt;@U0000001&gt;");
    escaped["blocks"][0]["text"]["text"] = "<!channel>".into();
    b.api("chat.postMessage", escaped).await;
    assert_eq!(b.slack.pings(), []);
}

#[tokio::test]
async fn a_call_without_a_valid_token_method_or_body_is_refused() {
    let b = bench().await;
    let error = async |request: reqwest::RequestBuilder| {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.json::<Value>().await.unwrap()["error"].clone()
    };
    let post = |path: &str| b.request(path);
    assert_eq!(error(post("/api/auth.test")).await, "not_authed");
    assert_eq!(
        error(post("/api/auth.test").bearer_auth("xoxb-wrong")).await,
        "invalid_auth"
    );
    assert_eq!(
        error(post("/api/chat.shout").bearer_auth(TOKEN)).await,
        "unknown_method"
    );
    let xml = post("/api/auth.test")
        .bearer_auth(TOKEN)
        .header("content-type", "text/xml");
    assert_eq!(error(xml.body("<a/>")).await, "invalid_post_type");
    let broken = post("/api/auth.test")
        .bearer_auth(TOKEN)
        .header("content-type", "application/json");
    assert_eq!(error(broken.body("{")).await, "invalid_json");
    let unknown = post("/api/auth.test")
        .bearer_auth(TOKEN)
        .json(&json!({ "colour": "red" }));
    assert_eq!(error(unknown).await, "invalid_arguments");
    let elsewhere = json!({ "channel": "C0000009", "text": "x" });
    let elsewhere = post("/api/chat.postMessage")
        .bearer_auth(TOKEN)
        .json(&elsewhere);
    assert_eq!(error(elsewhere).await, "channel_not_found");
    assert_eq!(b.slack.refusals().len(), 7);
}

#[tokio::test]
async fn a_form_carries_structures_as_json_texts() {
    let b = bench().await;
    let card = card("A question");
    let (blocks, metadata) = (card["blocks"].to_string(), card["metadata"].to_string());
    let form = [
        ("channel", CHANNEL),
        ("text", "Übergröße & 日本 + %20"),
        ("blocks", &blocks),
        ("metadata", &metadata),
    ];
    let posted = b.read("chat.postMessage", &form).await;
    assert_eq!(posted["ok"], true, "{posted}");
    let message = &b.slack.messages()[0];
    assert_eq!(message["text"], "Übergröße & 日本 + %20");
    assert_eq!(message["blocks"][1]["block_id"], "card_actions");
    assert_eq!(message["metadata"], card["metadata"]);
    let broken = [("channel", CHANNEL), ("blocks", "[{")];
    let broken = b.read("chat.postMessage", &broken).await;
    assert_eq!(broken["error"], "invalid_blocks_format");
}

#[tokio::test]
async fn what_slack_only_warns_of_is_warned_of() {
    let b = bench().await;
    let mut silent = card("x");
    silent.as_object_mut().unwrap().remove("text");
    let posted = b.api("chat.postMessage", silent).await;
    assert_eq!(posted["ok"], true);
    assert_eq!(posted["warning"], "missing_text_in_message");
    let no_charset = b.api("auth.test", json!({})).await;
    assert_eq!(no_charset["warning"], "missing_charset");
}

#[tokio::test]
async fn a_reading_method_takes_no_json() {
    let b = bench().await;
    let refused = b
        .api("conversations.history", json!({ "channel": CHANNEL }))
        .await;
    assert_eq!(refused["error"], "invalid_arguments");
    let address = format!("/api/conversations.history?channel={CHANNEL}");
    assert_eq!(
        b.get(&address).await.json::<Value>().await.unwrap()["error"],
        "not_authed"
    );
}

#[tokio::test]
async fn metadata_has_a_type_a_payload_and_nothing_else() {
    let b = bench().await;
    let error = async |metadata: Value| {
        let body = json!({ "channel": CHANNEL, "text": "x", "metadata": metadata });
        b.api("chat.postMessage", body).await["error"].clone()
    };
    let payload = json!({ "context_id": "case-1" });
    for metadata in [
        json!("inquiry"),
        json!({ "event_type": "inquiry" }),
        json!({ "event_type": "inquiry", "event_payload": "case-1" }),
        json!({ "event_type": "inquiry", "event_payload": payload, "more": 1 }),
    ] {
        assert_eq!(error(metadata).await, "invalid_metadata_format");
    }
    let heavy = json!({ "event_type": "inquiry", "event_payload": { "x": "x".repeat(8000) } });
    assert_eq!(error(heavy).await, "metadata_too_large");
    assert_eq!(
        error(json!({ "event_type": "inquiry", "event_payload": payload })).await,
        Value::Null
    );
}

#[tokio::test]
async fn blocks_that_slack_would_refuse_are_refused_with_the_place() {
    let b = bench().await;
    let mut message = card("x");
    message["blocks"][0]["text"]["text"] = "x".repeat(3001).into();
    let refused = b.api("chat.postMessage", message).await;
    assert_eq!(refused["error"], "invalid_blocks");
    assert_eq!(
        refused["response_metadata"]["messages"][0],
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    );
    assert_eq!(b.slack.messages().len(), 0);
    assert_eq!(b.slack.refusals()[0].method, "chat.postMessage");
}

#[tokio::test]
async fn calls_that_come_too_fast_are_told_when_to_come_again() {
    let b = bench_with(|settings| settings.rate_limits = true).await;
    for _ in 0..3 {
        b.card().await;
    }
    let request = b
        .request("/api/chat.postMessage")
        .bearer_auth(TOKEN)
        .json(&card("x"));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "1");
    assert_eq!(
        response.json::<Value>().await.unwrap()["error"],
        "ratelimited"
    );
    b.pass(1);
    b.card().await;
    assert_eq!(b.slack.messages().len(), 4);
}

#[tokio::test]
async fn people_and_the_channel_can_be_looked_up() {
    let b = bench().await;
    let user = b.read("users.info", &[("user", SATO)]).await;
    assert_eq!(user["user"]["real_name"], "佐藤 花子");
    assert_eq!(
        b.read("users.info", &[("user", "U9")]).await["error"],
        "user_not_found"
    );
    let channel = b.read("conversations.info", &[("channel", CHANNEL)]).await;
    assert_eq!(channel["channel"]["is_member"], true);
    let me = b.api("auth.test", json!({})).await;
    assert_eq!(me["bot_id"], "B0000001");
}
