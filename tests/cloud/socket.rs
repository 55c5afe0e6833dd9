//! Slack over a WebSocket that replybot opens.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::google::Service;
use crate::process::{CHANNEL, SATO, World};

type Connection = WebSocketStream<TcpStream>;

async fn accept(listener: &TcpListener) -> Connection {
    let accepted = tokio::time::timeout(std::time::Duration::from_secs(20), listener.accept());
    let (stream, _) = accepted.await.expect("it connects").unwrap();
    let mut connection = tokio_tungstenite::accept_async(stream).await.unwrap();
    send(
        &mut connection,
        json!({ "type": "hello", "num_connections": 1 }),
    )
    .await;
    connection
}

async fn send(connection: &mut Connection, envelope: Value) {
    connection
        .send(Message::text(envelope.to_string()))
        .await
        .unwrap();
}

async fn answer(connection: &mut Connection) -> Value {
    loop {
        match connection.next().await.unwrap().unwrap() {
            Message::Text(text) => return serde_json::from_str(&text).unwrap(),
            _ => continue,
        }
    }
}

fn interactive(id: &str, payload: Value) -> Value {
    json!({ "type": "interactive", "envelope_id": id, "accepts_response_payload": true, "payload": payload })
}

#[tokio::test(flavor = "multi_thread")]
async fn interactions_come_over_the_socket_and_are_answered_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/link", listener.local_addr().unwrap());
    let slack = Service::start().await;
    slack.route(
        "/api/apps.connections.open",
        200,
        json!({ "ok": true, "url": url }).to_string(),
    );
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    let id = world.ingest("1").await;
    let opened = json!({ "ok": true }).to_string();
    for method in [
        "views.open",
        "views.update",
        "chat.update",
        "chat.postEphemeral",
    ] {
        slack.route(&format!("/api/{method}"), 200, opened.clone());
    }
    let identity =
        json!({ "ok": true, "team": "shop", "team_id": "T1", "user": "replybot", "app_id": "A1" });
    slack.route("/api/auth.test", 200, identity.to_string());
    let members = json!({ "ok": true, "members": [SATO] });
    slack.route("/api/conversations.members", 200, members.to_string());
    world.set("SLACK_API_URL", &format!("{}/api", slack.url()));
    world.set("SLACK_APP_TOKEN", "xapp-canary");
    world.set("PORT", "0");
    let _running = world.spawn(&["serve", "--behind-iam", "--socket-mode"]);

    let mut connection = accept(&listener).await;
    let asked = slack.requests_of("/api/apps.connections.open");
    assert_eq!(asked[0].headers["authorization"], "Bearer xapp-canary");
    let user = json!({ "id": SATO, "name": "sato", "team_id": "T1" });
    let team = json!({ "id": "T1", "domain": "shop" });
    let click = json!({
        "type": "block_actions", "user": user, "team": team, "api_app_id": "A1", "trigger_id": "1.2.3", "channel": { "id": CHANNEL }, "message": { "ts": "1.1" },
        "actions": [{ "action_id": "generate_reply_action", "value": json!({ "context_id": id }).to_string() }],
    });
    send(&mut connection, interactive("e1", click)).await;
    assert_eq!(
        answer(&mut connection).await,
        json!({ "envelope_id": "e1" }),
        "{}",
        world.log()
    );
    let views = slack.requests_of("/api/views.open");
    assert_eq!(views[0].body["trigger_id"], "1.2.3");

    // A submission without a text is answered with the payload that HTTP would have had.
    let view = &views[0].body["view"];
    let submission = json!({
        "type": "view_submission", "user": user, "team": team, "api_app_id": "A1",
        "view": {
            "callback_id": "ai_reply_modal_submission", "external_id": view["external_id"], "private_metadata": view["private_metadata"],
            "state": { "values": { "editable_reply_block_1": { "editable_reply_input": { "type": "plain_text_input", "value": null } } } },
        },
    });
    send(&mut connection, json!("nonsense")).await;
    send(&mut connection, interactive("e2", submission)).await;
    let answered = answer(&mut connection).await;
    assert_eq!(answered["envelope_id"], "e2");
    assert_eq!(
        answered["payload"]["response_action"], "errors",
        "{answered}"
    );
    send(
        &mut connection,
        json!({ "type": "events_api", "envelope_id": "e3", "payload": {} }),
    )
    .await;
    assert_eq!(
        answer(&mut connection).await,
        json!({ "envelope_id": "e3" })
    );

    // Slack says that the connection ends: there is another one.
    send(
        &mut connection,
        json!({ "type": "disconnect", "reason": "refresh_requested" }),
    )
    .await;
    let second = accept(&listener).await;
    drop(second);
    let mut third = accept(&listener).await;
    send(
        &mut third,
        json!({ "type": "events_api", "envelope_id": "e4" }),
    )
    .await;
    assert_eq!(answer(&mut third).await, json!({ "envelope_id": "e4" }));
    assert!(!world.log().contains("canary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_app_token_ends_the_service_with_what_to_do() {
    let slack = Service::start().await;
    let refused = json!({ "ok": false, "error": "not_allowed_token_type" }).to_string();
    slack.route("/api/apps.connections.open", 200, refused);
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.set("SLACK_API_URL", &format!("{}/api", slack.url()));
    world.set("PORT", "0");
    let output = world.run(&["serve", "--behind-iam", "--socket-mode"]).await;
    assert_eq!(output.status.code(), Some(2), "the token is missing");
    world.set("SLACK_APP_TOKEN", "xoxb-canary");
    let output = world.run(&["serve", "--behind-iam", "--socket-mode"]).await;
    assert_eq!(output.status.code(), Some(2), "it is no app-level token");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("canary"));
    world.set("SLACK_APP_TOKEN", "xapp-1-A0123456789-1234-canary");
    let output = world.run(&["serve", "--behind-iam", "--socket-mode"]).await;
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.contains("SLACK_APP_TOKEN an app-level token"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn dev_works_in_a_real_workspace() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/link", listener.local_addr().unwrap());
    let slack = Service::start().await;
    slack.route(
        "/api/apps.connections.open",
        200,
        json!({ "ok": true, "url": url }).to_string(),
    );
    slack.route(
        "/api/auth.test",
        200,
        json!({ "ok": true, "team": "T", "user": "replybot" }).to_string(),
    );
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.set("SLACK_API_URL", &format!("{}/api", slack.url()));
    for name in [
        "SLACK_SIGNING_SECRET",
        "SENDER_EMAIL_ADDRESS",
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
    ] {
        world.unset(name);
    }
    let output = world.run(&["dev", "--slack"]).await;
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("SLACK_APP_TOKEN is missing"), "{text}");
    world.set("SLACK_APP_TOKEN", "xapp-canary");
    world.set("MAIL_TRANSPORT", "smtp");
    let running = world.spawn(&["dev", "--slack"]);
    let mut connection = accept(&listener).await;
    send(
        &mut connection,
        json!({ "type": "events_api", "envelope_id": "e1" }),
    )
    .await;
    assert_eq!(
        answer(&mut connection).await,
        json!({ "envelope_id": "e1" })
    );
    let pid = running.pid().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(running.ended().await, Some(0), "{}", world.log());
}
