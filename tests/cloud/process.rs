//! The executable, with an environment of its own.

use std::collections::BTreeMap;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use slack_sim::{Channel, Place, Settings, Workspace};
use tokio::net::TcpListener;

use crate::llm::{self, Llm, axum_serve};

pub const CHANNEL: &str = "C0000001";
pub const SATO: &str = "U0000001";
pub const SIGNING_SECRET: &str = "0ca4a2950516516e675ec2e7ca4a2900";
pub const BOT_TOKEN: &str = "xoxb-canary-token";

/// A simulated Slack and model, and the environment that leads to them.
pub struct World {
    pub workspace: Workspace,
    /// Where it listens.
    pub slack_url: String,
    pub llm: Llm,
    pub data: tempfile::TempDir,
    pub environment: BTreeMap<String, String>,
}

impl World {
    /// The first card.
    pub fn card(&self) -> Place {
        let ts = self.workspace.messages()[0]["ts"]
            .as_str()
            .unwrap()
            .to_owned();
        let channel = CHANNEL.to_owned();
        Place::Message { channel, ts }
    }

    /// Slack's requests go to `events_url`.
    pub async fn start(events_url: &str) -> World {
        let llm = Llm::start().await;
        let data = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let workspace = Workspace::open(Settings {
            bot_token: BOT_TOKEN.to_owned(),
            signing_secret: SIGNING_SECRET.to_owned(),
            events_url: events_url.to_owned(),
            base_url: base_url.clone(),
            channel: Channel {
                id: CHANNEL.to_owned(),
                name: "support".to_owned(),
            },
            users: vec![slack_sim::User {
                id: SATO.to_owned(),
                name: "Yumi Sato".to_owned(),
            }],
            language: slack_sim::Language::En,
            state_file: None,
            now: Arc::new(jiff::Timestamp::now),
            rate_limits: false,
            // Not what is tested here: a busy computer is no fault of the app.
            acknowledge_within: Duration::from_secs(20),
        })
        .unwrap();
        tokio::spawn(axum_serve(listener, workspace.router()));
        let environment = [
            ("REPLYBOT_DATA", data.path().to_str().unwrap()),
            ("SLACK_API_URL", &format!("{base_url}/api")),
            ("SLACK_BOT_TOKEN", BOT_TOKEN),
            ("SLACK_SIGNING_SECRET", SIGNING_SECRET),
            ("SLACK_CHANNEL_ID", CHANNEL),
            ("OPENAI_BASE_URL", llm.url()),
            ("OPENAI_API_KEY", llm::KEY),
            ("OPENAI_MODEL", "test-model"),
            ("SENDER_EMAIL_ADDRESS", "support@shop.example"),
            ("MAIL_TRANSPORT", "outbox"),
            ("UI_LANGUAGE", "en"),
            ("LOG_FORMAT", "json"),
            // Many a test takes the same text in twice and wants a draft for each.
            ("DRAFT_CACHE_HOURS", "0"),
            // Whatever machine this is: nobody is asked for AWS credentials.
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_REGION", "ap-northeast-1"),
            ("AWS_ACCESS_KEY_ID", "AKIACANARY"),
            ("AWS_SECRET_ACCESS_KEY", "canary-aws-secret"),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        World {
            workspace,
            slack_url: base_url,
            llm,
            data,
            environment,
        }
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.insert(name.to_owned(), value.to_owned());
    }

    pub fn unset(&mut self, name: &str) {
        self.environment.remove(name);
    }

    fn command(&self, arguments: &[&str]) -> Command {
        // Another executable may be named: that of an image, for example.
        let built = env!("CARGO_BIN_EXE_replybot");
        let executable = std::env::var_os("REPLYBOT_BIN").unwrap_or_else(|| built.into());
        let mut command = Command::new(executable);
        command.args(arguments).env_clear().envs(&self.environment);
        command
    }

    /// Runs a command to its end, off this thread, which serves the simulators.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        tokio::task::spawn_blocking(move || command.output().unwrap())
            .await
            .unwrap()
    }

    /// Starts a command that goes on; it ends with the test.
    pub fn spawn(&self, arguments: &[&str]) -> Running {
        let mut command = self.command(arguments);
        let log = std::fs::File::create(self.data.path().join("log")).unwrap();
        let out = std::fs::File::create(self.data.path().join("out")).unwrap();
        command.stderr(Stdio::from(log)).stdout(Stdio::from(out));
        Running(command.spawn().unwrap())
    }

    /// What the command of [`World::spawn`] logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.data.path().join("log")).unwrap()
    }

    /// What it wrote to standard output.
    pub fn out(&self) -> String {
        std::fs::read_to_string(self.data.path().join("out")).unwrap()
    }

    /// A text in the one stored inquiry, such as `trace`.
    pub fn stored(&self, field: &str) -> String {
        let file = self.data.path().join("replybot.sqlite3");
        let stored = rusqlite::Connection::open(file).unwrap();
        let select = format!("SELECT item ->> '$.{field}' FROM inquiries");
        stored.query_row(&select, [], |row| row.get(0)).unwrap()
    }

    /// The same where it may be missing.
    pub fn stored_if(&self, field: &str) -> Option<String> {
        let file = self.data.path().join("replybot.sqlite3");
        let stored = rusqlite::Connection::open(file).unwrap();
        let select = format!("SELECT item ->> '$.{field}' FROM inquiries");
        stored.query_row(&select, [], |row| row.get(0)).unwrap()
    }

    /// Takes a mail in; returns the inquiry's id.
    pub async fn ingest(&self, message_id: &str) -> String {
        let file = self.data.path().join(format!("{message_id}.eml"));
        std::fs::write(&file, mail(message_id)).unwrap();
        let output = self
            .run(&["ingest", "--json", file.to_str().unwrap()])
            .await;
        let text = String::from_utf8(output.stdout).unwrap();
        let line: serde_json::Value = serde_json::from_str(&text)
            .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
        assert_eq!(line["outcome"], "received");
        line["context_id"].as_str().unwrap().to_owned()
    }

    /// The same for what comes without any change of the workspace.
    pub async fn polled(&self, what: &str, seen: impl Fn() -> bool) {
        for _ in 0..2000 {
            if seen() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never seen: {what}\n{}", self.log());
    }

    /// Waits until something can be seen in the workspace. Gives up after a time that is no measure of anything.
    pub async fn until(&self, what: &str, seen: impl Fn() -> bool) {
        let waited = self
            .workspace
            .until(Duration::from_secs(20), |_| seen().then_some(()))
            .await;
        assert!(waited.is_some() || seen(), "never seen: {what}");
    }
}

pub struct Running(Child);

impl Running {
    pub fn pid(&self) -> u32 {
        self.0.id()
    }

    pub async fn ended(mut self) -> Option<i32> {
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.code();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn mail(message_id: &str) -> String {
    format!(
        "Message-ID: <{message_id}@example.com>\r\nFrom: Taro <taro@example.com>\r\nTo: support@shop.example\r\n\
         Subject: Where is it?\r\nContent-Type: text/plain\r\n\r\nMy order has not arrived.\r\n"
    )
}
