//! The page with a little app behind it, to be looked at:
//! `cargo test -p slack-sim --test workspace -- --ignored --nocapture page_for_eyes`

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use serde_json::{Value, json};
use slack_sim::{Workspace, outbox};

use crate::bot::{CHANNEL, TOKEN, serve, settings};

const DRAFT: &str = "佐々木 様\n\nお問い合わせいただきありがとうございます。サポート担当の佐藤です。\n\nご注文番号 A-1024 の商品は、昨日（11月23日）に倉庫を出荷しております。\nお届けは 11月25日（水）午前中の予定です。\n\nご不明な点がございましたら、このメールにご返信ください。\nどうぞよろしくお願いいたします。";

#[tokio::test]
#[ignore = "serves a page until it is stopped"]
async fn page_for_eyes() {
    let folder = tempfile::tempdir().unwrap();
    let app = App {
        api: Arc::default(),
        outbox: folder.path().to_owned(),
        count: Arc::default(),
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
    };
    let events = Router::new()
        .route("/slack/events", post(events))
        .with_state(app.clone());
    let events_url = format!("{}/slack/events", serve(|_| events).await);
    let mails = Router::new()
        .route("/dev/mails", post(mail))
        .with_state(app.clone());
    let port = std::env::var("PORT").unwrap_or_else(|_| "0".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}"));
    let listener = listener.await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let settings = settings(events_url, base.clone(), Arc::new(jiff::Timestamp::now));
    let workspace = Workspace::open(settings).unwrap();
    let router = workspace.router();
    let router = router
        .merge(outbox::router(folder.path().to_owned()))
        .merge(mails);
    *app.api.lock().unwrap() = format!("{base}/api");
    println!("look at {base}/");
    axum::serve(listener, router).await.unwrap();
}

#[derive(Clone)]
struct App {
    api: Arc<std::sync::Mutex<String>>,
    outbox: PathBuf,
    count: Arc<AtomicU32>,
    http: reqwest::Client,
}

impl App {
    async fn call(&self, method: &str, body: Value) -> Value {
        let url = format!("{}/{method}", self.api.lock().unwrap());
        let request = self.http.post(url).bearer_auth(TOKEN).json(&body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        if answer["ok"] != true {
            println!("{method}: {answer}");
        }
        answer
    }

    fn next(&self) -> u32 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }
}

async fn mail(State(app): State<App>, bytes: Bytes) -> Response {
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\n\n").unwrap_or(("", &text));
    let subject = head.lines().find_map(|line| line.strip_prefix("Subject: "));
    if bytes.is_empty() {
        let problem = json!({ "title": "Bad Request", "detail": "the mail is empty" });
        return (StatusCode::BAD_REQUEST, Json(problem)).into_response();
    }
    app.call(
        "chat.postMessage",
        card(subject.unwrap_or("(no subject)"), body),
    )
    .await;
    Json(json!({ "context_id": "case-1", "outcome": "received" })).into_response()
}

fn card(subject: &str, body: &str) -> Value {
    let button = |action: &str, text: &str, style: Option<&str>| {
        let mut button = json!({
            "type": "button", "action_id": action, "value": "{\"context_id\":\"case-1\"}",
            "text": { "type": "plain_text", "text": text },
        });
        if let Some(style) = style {
            button["style"] = style.into();
        }
        button
    };
    let mut close = button("close", "返信不要", None);
    close["confirm"] = json!({
        "title": { "type": "plain_text", "text": "返信不要にしますか？" },
        "text": { "type": "mrkdwn", "text": "この問い合わせには *返信しない* ことになります。" },
        "confirm": { "type": "plain_text", "text": "返信不要にする" },
        "deny": { "type": "plain_text", "text": "やめる" },
    });
    let option = |text: &str, value: &str| {
        json!({
            "text": { "type": "plain_text", "text": text }, "value": value,
        })
    };
    json!({
        "channel": CHANNEL,
        "text": subject,
        "blocks": [
            { "type": "header", "text": { "type": "plain_text", "text": subject } },
            { "type": "section", "fields": [
                { "type": "mrkdwn", "text": "*差出人*\n[NAME_1]（[EMAIL_1]）" },
                { "type": "mrkdwn", "text": "*受信*\n<!date^1764000000^{date_short} {time}|today>" },
            ], "accessory": { "type": "overflow", "action_id": "more", "options": [
                option("担当になる", "assign"), option("迷惑メール", "spam"), option("あとで", "later"),
            ]}},
            { "type": "section", "text": { "type": "plain_text", "text": body } },
            { "type": "context", "elements": [
                { "type": "mrkdwn", "text": "添付：<https://example.com|見積書.pdf>（120 KB）" },
                { "type": "mrkdwn", "text": "&lt;!channel&gt; は *通知されません* `code` ~古い~ _斜体_ :warning:" },
            ]},
            { "type": "actions", "block_id": "card_actions", "elements": [
                button("generate_reply_action", "返信を作成", Some("primary")),
                close,
                button("forget", "削除", Some("danger")),
            ]},
        ],
    })
}

async fn events(State(app): State<App>, body: String) -> Response {
    let url = reqwest::Url::parse(&format!("http://form/?{body}")).unwrap();
    let payload: Value = serde_json::from_str(&url.query_pairs().next().unwrap().1).unwrap();
    match payload["type"].as_str() {
        Some("block_actions") => clicked(app, payload).await,
        Some("view_submission") => submitted(app, payload).await,
        _ => StatusCode::OK.into_response(),
    }
}

async fn clicked(app: App, payload: Value) -> Response {
    let action = payload["actions"][0]["action_id"]
        .as_str()
        .unwrap_or_default();
    let user = payload["user"]["id"].clone();
    match action {
        "generate_reply_action" => {
            tokio::spawn(open_and_stream(app, payload));
        }
        "again" => {
            let block_id = format!("editable_reply_block_{}", app.next());
            let view = modal(
                &payload["view"]["private_metadata"],
                filled(&block_id, DRAFT),
            );
            let body = json!({ "view_id": payload["view"]["id"], "view": view });
            tokio::spawn(async move { app.call("views.update", body).await });
        }
        "forget" => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        _ => {
            let text = format!(
                "<@{}> が *{action}* を押しました",
                user.as_str().unwrap_or_default()
            );
            let ephemeral = json!({ "channel": CHANNEL, "user": user, "text": text });
            app.call("chat.postEphemeral", ephemeral).await;
        }
    }
    StatusCode::OK.into_response()
}

async fn open_and_stream(app: App, payload: Value) {
    let number = app.next();
    let meta = json!(payload["message"]["ts"].as_str());
    let wait = json!([
        { "type": "alert", "level": "info", "text": { "type": "plain_text", "text": "下書きを書いています…" } },
        mail_block(),
    ]);
    let mut view = modal(&meta, wait);
    view.as_object_mut().unwrap().remove("submit");
    let opened = json!({ "trigger_id": payload["trigger_id"], "view": view });
    let opened = app.call("views.open", opened).await;
    let view_id = opened["view"]["id"].clone();
    let chars: Vec<char> = DRAFT.chars().collect();
    for end in (12..chars.len()).step_by(12) {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let text: String = chars[..end].iter().collect();
        view["blocks"] = json!([
            { "type": "alert", "level": "info", "text": { "type": "plain_text", "text": "下書きを書いています…" } },
            { "type": "section", "block_id": "stream", "text": { "type": "plain_text", "text": text } },
            { "type": "divider" },
            mail_block(),
        ]);
        let update = json!({ "view_id": view_id, "view": view });
        if app.call("views.update", update).await["ok"] != true {
            return;
        }
    }
    let view = modal(
        &meta,
        filled(&format!("editable_reply_block_{number}"), DRAFT),
    );
    app.call("views.update", json!({ "view_id": view_id, "view": view }))
        .await;
}

fn mail_block() -> Value {
    json!({ "type": "section", "block_id": "mail", "text": { "type": "mrkdwn",
        "text": "*お客様のメール*\n&gt; 先週注文した商品がまだ届きません。\n&gt; いつ頃届くか教えてください。" } })
}

fn filled(block_id: &str, draft: &str) -> Value {
    let option = |text: &str, value: &str| {
        json!({
            "text": { "type": "plain_text", "text": text }, "value": value,
        })
    };
    json!([
        { "type": "alert", "level": "warning", "text": { "type": "mrkdwn", "text": "日付 *11月25日* はメールにも資料にもありません。確認してください。" } },
        mail_block(),
        { "type": "input", "block_id": block_id,
          "label": { "type": "plain_text", "text": "返信の本文" },
          "hint": { "type": "plain_text", "text": "このままお客様に送られます" },
          "element": { "type": "plain_text_input", "action_id": "editable_reply_input", "multiline": true,
            "initial_value": draft, "max_length": 3000 } },
        { "type": "input", "block_id": "cc", "optional": true,
          "label": { "type": "plain_text", "text": "Cc" },
          "element": { "type": "email_text_input", "action_id": "cc",
            "placeholder": { "type": "plain_text", "text": "name@example.com" } } },
        { "type": "input", "block_id": "tone",
          "label": { "type": "plain_text", "text": "文体" },
          "element": { "type": "radio_buttons", "action_id": "tone", "initial_option": option("丁寧", "polite"),
            "options": [option("丁寧", "polite"), option("簡潔", "short")] } },
        { "type": "actions", "block_id": "tools", "elements": [
            { "type": "button", "action_id": "again", "text": { "type": "plain_text", "text": "別の案を作る" } },
            { "type": "static_select", "action_id": "style", "placeholder": { "type": "plain_text", "text": "書き直す" },
              "options": [option("短く", "short"), option("もっと丁寧に", "polite")] },
        ]},
    ])
}

fn modal(meta: &Value, blocks: Value) -> Value {
    json!({
        "type": "modal", "callback_id": "ai_reply_modal_submission", "private_metadata": meta,
        "title": { "type": "plain_text", "text": "返信の確認" },
        "submit": { "type": "plain_text", "text": "送信する" },
        "close": { "type": "plain_text", "text": "キャンセル" },
        "notify_on_close": true,
        "blocks": blocks,
    })
}

async fn submitted(app: App, payload: Value) -> Response {
    let values = payload["view"]["state"]["values"].as_object().unwrap();
    let (block_id, text) = values
        .iter()
        .find_map(|(id, block)| Some((id, block["editable_reply_input"]["value"].as_str()?)))
        .unwrap();
    if text.contains("[NAME_1]") {
        let errors = json!({ block_id: "置き換えられていない [NAME_1] が残っています。" });
        return Json(json!({ "response_action": "errors", "errors": errors })).into_response();
    }
    if text.contains("timeout") {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(Duration::from_millis(400)).await;
    let number = app.next();
    let mail = format!(
        "Date: Tue, 24 Nov 2026 09:{:02}:00 +0900\nFrom: Support <support@example.co.jp>\nTo: Sasaki <sasaki@example.com>\n\
         Subject: Re: =?UTF-8?B?44GU5rOo5paH44Gr44Gk44GE44Gm?=\nMessage-ID: <{number}@replybot.example>\n\
         In-Reply-To: <abc123@example.com>\nReferences: <first@example.com> <abc123@example.com>\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}",
        number % 60,
    );
    std::fs::write(app.outbox.join(format!("{number:04}.eml")), mail).unwrap();
    let ts = payload["view"]["private_metadata"].clone();
    let name = payload["user"]["id"].as_str().unwrap_or_default();
    let done = json!({ "channel": CHANNEL, "ts": ts, "text": "返信しました", "blocks": [
        { "type": "header", "text": { "type": "plain_text", "text": "ご注文について" } },
        { "type": "context", "elements": [{ "type": "mrkdwn", "text": format!(":white_check_mark: <@{name}> が返信しました") }] },
    ]});
    app.call("chat.update", done).await;
    let answer = json!({ "channel": CHANNEL, "thread_ts": ts, "text": "メールを送信しました :outbox_tray:" });
    app.call("chat.postMessage", answer).await;
    StatusCode::OK.into_response()
}
