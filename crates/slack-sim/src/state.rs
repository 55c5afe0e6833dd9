//! What the workspace remembers: messages, open views, and the keys Slack has handed out.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

use super::inputs::{self, Values};
use super::mrkdwn::Ping;
use super::rates::Rates;
use super::{Call, Language, Refusal};

/// The team, app and bot of this workspace, as Slack would name them.
pub const TEAM_ID: &str = "T0000001";
pub const APP_ID: &str = "A0000001";
pub const BOT_ID: &str = "B0000001";
pub const BOT_USER_ID: &str = "U0000BOT";
pub const BOT_NAME: &str = "replybot";

/// Everything that changes.
#[derive(Default, Serialize, Deserialize)]
pub struct State {
    counters: BTreeMap<String, u64>,
    last_second: i64,
    pub messages: Vec<Message>,
    #[serde(serialize_with = "modals_alone")]
    pub views: BTreeMap<String, View>,
    /// For each person the views on their screen, the bottom one first.
    pub stacks: BTreeMap<String, Vec<String>>,
    /// For each person the view in their home tab of the app.
    #[serde(skip)]
    pub homes: BTreeMap<String, String>,
    /// Members of user groups, by the group's id.
    #[serde(default)]
    pub groups: BTreeMap<String, Vec<String>>,
    /// What the app was installed with, where a harness says so.
    #[serde(default)]
    pub scopes: Option<String>,
    /// Who is in the channel, where that is not everybody.
    #[serde(default)]
    pub members: Option<Vec<String>>,
    /// What `users.info` says of people beside the usual, where a harness says so.
    #[serde(default)]
    pub people: BTreeMap<String, serde_json::Map<String, Value>>,
    /// What `auth.test` says beside the usual, where a harness says so.
    #[serde(default)]
    pub identity: serde_json::Map<String, Value>,
    /// What `conversations.info` says of the channel beside the usual, where a harness says so.
    #[serde(default)]
    pub channel: serde_json::Map<String, Value>,
    /// Files, by their ids.
    #[serde(default)]
    pub files: BTreeMap<String, StoredFile>,
    pub triggers: BTreeMap<String, Trigger>,
    pub response_urls: BTreeMap<String, ResponseUrl>,
    pub pings: Vec<Ping>,
    /// What a person chose on the page.
    pub language: Option<Language>,
    #[serde(skip)]
    pub calls: Vec<Call>,
    #[serde(skip)]
    pub refusals: Vec<Refusal>,
    #[serde(skip)]
    pub rates: Rates,
}

/// A message in the channel, in a thread, or for one person's eyes.
#[derive(Clone, Serialize, Deserialize)]
pub struct Message {
    pub ts: String,
    pub thread_ts: Option<String>,
    /// An answer in a thread that the channel sees, too (`reply_broadcast`).
    #[serde(default)]
    pub broadcast: bool,
    /// The one who sees it, when it is ephemeral.
    pub only_for: Option<String>,
    pub text: String,
    pub blocks: Vec<Value>,
    pub metadata: Option<Value>,
    /// The `ts` of the last change.
    pub edited: Option<String>,
    /// The ids of the files that it shows.
    #[serde(default)]
    pub files: Vec<String>,
}

/// A file of the workspace.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredFile {
    pub name: String,
    pub mimetype: String,
    pub size: usize,
    /// Whose it is.
    pub user: String,
    pub is_shared: bool,
    /// Not kept over a restart.
    #[serde(skip)]
    pub content: Option<Vec<u8>>,
}

impl StoredFile {
    /// As `files.info` and a modal's state show it.
    pub fn json(&self, id: &str, base_url: &str) -> Value {
        let url = format!("{base_url}/workspace/files/{id}");
        json!({
            "id": id, "name": self.name, "title": self.name, "mimetype": self.mimetype, "size": self.size,
            "user": self.user, "mode": "hosted", "is_external": false, "url_private": url,
            "url_private_download": url,
        })
    }
}

/// A modal that was opened and not closed.
#[derive(Clone, Serialize, Deserialize)]
pub struct View {
    pub id: String,
    pub user: String,
    pub root: String,
    pub previous: Option<String>,
    pub hash: String,
    /// The view as the app sent it, with the ids that Slack filled in.
    pub shown: Value,
    pub values: Values,
    /// What is under the inputs since the last submission, by `block_id`.
    pub errors: BTreeMap<String, String>,
    /// A person has entered something since it was opened.
    pub touched: bool,
}

/// What lies over a modal, and home tabs, are not kept over a restart: the app can bring up to date
/// what it knows by an `external_id`, and those would show for ever what was erased since.
fn modals_alone<S: Serializer>(
    views: &BTreeMap<String, View>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let is_modal = |view: &View| view.previous.is_none() && view.shown["type"] != "home";
    serializer.collect_map(views.iter().filter(|(_, view)| is_modal(view)))
}

/// A `trigger_id`: the right to open one modal within three seconds.
#[derive(Clone, Serialize, Deserialize)]
pub struct Trigger {
    pub user: String,
    /// The view that was clicked in; `views.push` needs one.
    pub view: Option<String>,
    pub until: Timestamp,
    pub used: bool,
}

/// A `response_url`: five answers within thirty minutes.
#[derive(Clone, Serialize, Deserialize)]
pub struct ResponseUrl {
    pub user: String,
    pub message: String,
    pub thread_ts: Option<String>,
    pub until: Timestamp,
    pub left: u8,
}

impl State {
    /// What the last run left in `file`, or an empty workspace.
    pub fn load(file: &Path) -> anyhow::Result<State> {
        match std::fs::read(file) {
            Ok(bytes) => {
                let read = serde_json::from_slice(&bytes).map(State::without_lost_views);
                read.with_context(|| {
                    format!(
                        "{} does not hold a workspace; move it away to start with an empty one",
                        file.display()
                    )
                })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(State::default()),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
        }
    }

    /// What lay over a modal was not written.
    fn without_lost_views(mut self) -> State {
        for stack in self.stacks.values_mut() {
            stack.retain(|id| self.views.contains_key(id));
        }
        self.stacks.retain(|_, stack| !stack.is_empty());
        self
    }

    /// Writes a new file and puts it in place of the old one, so that a crash leaves one of them whole.
    pub fn save(&self, file: &Path) -> anyhow::Result<()> {
        let fresh = file.with_extension("new");
        let write = || -> anyhow::Result<()> {
            let mut options = OpenOptions::new();
            // It holds customers' mails: for this user alone.
            let options = options.write(true).create(true).truncate(true).mode(0o600);
            options
                .open(&fresh)?
                .write_all(&serde_json::to_vec(self)?)?;
            Ok(std::fs::rename(&fresh, file)?)
        };
        write().with_context(|| format!("cannot write {}", file.display()))
    }

    /// The next number of a kind of thing: 1, 2, 3 …
    pub fn next(&mut self, kind: &str) -> u64 {
        let count = self.counters.entry(kind.to_owned()).or_default();
        *count += 1;
        *count
    }

    /// A message's `ts`: unique, later than all before, seconds readable.
    pub fn next_ts(&mut self, now: Timestamp) -> String {
        self.last_second = self.last_second.max(now.as_second());
        let count = self.next("ts");
        format!("{}.{count:06}", self.last_second)
    }

    /// Gives every block a `block_id` and every element an `action_id`, as Slack does.
    pub fn fill_ids(&mut self, blocks: &mut [Value]) {
        for block in blocks {
            self.fill_id(block, "block_id", "b");
            let several = block.get_mut("elements").and_then(Value::as_array_mut);
            for element in several.into_iter().flatten() {
                if !is_text(element) {
                    self.fill_id(element, "action_id", "a");
                }
            }
            for field in ["element", "accessory"] {
                if let Some(element) = block.get_mut(field) {
                    self.fill_id(element, "action_id", "a");
                }
            }
        }
    }

    fn fill_id(&mut self, value: &mut Value, field: &str, prefix: &str) {
        if value.get(field).is_none() {
            value[field] = format!("{prefix}{:04}", self.next(prefix)).into();
        }
    }

    /// Keeps what was not noted before: a view is updated often and says the same each time.
    pub fn note_pings(&mut self, pings: Vec<Ping>) {
        for ping in pings {
            if !self.pings.contains(&ping) {
                self.pings.push(ping);
            }
        }
    }

    pub fn message(&self, ts: &str) -> Option<&Message> {
        self.messages.get(self.place(ts)?)
    }

    pub fn message_mut(&mut self, ts: &str) -> Option<&mut Message> {
        let place = self.place(ts)?;
        self.messages.get_mut(place)
    }

    /// Messages stand in the order of their `ts`, which are all of one length.
    fn place(&self, ts: &str) -> Option<usize> {
        let found = self.messages.binary_search_by(|it| it.ts.as_str().cmp(ts));
        found.ok()
    }

    /// The message's answers, oldest first.
    pub fn replies<'a>(&'a self, ts: &'a str) -> impl Iterator<Item = &'a Message> {
        self.messages
            .iter()
            .filter(move |it| it.only_for.is_none() && it.thread_ts.as_deref() == Some(ts))
    }

    /// The view in a person's home tab of the app.
    pub fn home(&self, user: &str) -> Option<&View> {
        self.views.get(self.homes.get(user)?)
    }

    /// The view on top of a person's screen.
    pub fn top(&self, user: &str) -> Option<&View> {
        self.views.get(self.stacks.get(user)?.last()?)
    }
}

fn is_text(element: &Value) -> bool {
    matches!(inputs::str_of(element, "type"), "plain_text" | "mrkdwn")
}

impl Message {
    /// The message as `conversations.history` shows it.
    pub fn json(&self, state: &State, with_metadata: bool) -> Value {
        let mut json = json!({
            "type": "message",
            "user": BOT_USER_ID,
            "bot_id": BOT_ID,
            "app_id": APP_ID,
            "team": TEAM_ID,
            "ts": self.ts,
            "text": self.text,
            "blocks": self.blocks,
        });
        let replies = state.replies(&self.ts).count();
        if replies > 0 {
            json["reply_count"] = replies.into();
            json["latest_reply"] = state
                .replies(&self.ts)
                .last()
                .map(|it| it.ts.clone())
                .into();
        }
        if let Some(thread) = self
            .thread_ts
            .as_ref()
            .or((replies > 0).then_some(&self.ts))
        {
            json["thread_ts"] = thread.clone().into();
        }
        if !self.files.is_empty() {
            let files = self
                .files
                .iter()
                .filter_map(|id| Some((id, state.files.get(id)?)));
            json["files"] = files
                .map(|(id, file)| json!({ "id": id, "name": file.name, "size": file.size }))
                .collect();
        }
        if let Some(ts) = &self.edited {
            json["edited"] = json!({ "user": BOT_ID, "ts": ts });
        }
        if let Some(metadata) = self.metadata.as_ref().filter(|_| with_metadata) {
            json["metadata"] = metadata.clone();
        }
        json
    }
}

impl View {
    pub fn blocks(&self) -> &[Value] {
        let blocks = self.shown.get("blocks").and_then(Value::as_array);
        blocks.map(Vec::as_slice).unwrap_or_default()
    }

    pub fn flag(&self, field: &str) -> bool {
        self.shown.get(field) == Some(&true.into())
    }

    /// The view object as Slack sends it; `values` as the app sees them at this moment.
    pub fn json(&self, values: &Values) -> Value {
        let text = |field: &str| inputs::str_of(&self.shown, field).to_owned();
        let maybe = |field: &str| self.shown.get(field).cloned().unwrap_or(Value::Null);
        json!({
            "id": self.id,
            "team_id": TEAM_ID,
            "type": inputs::str_of(&self.shown, "type"),
            "blocks": self.blocks(),
            "private_metadata": text("private_metadata"),
            "callback_id": text("callback_id"),
            "external_id": text("external_id"),
            "state": { "values": values },
            "hash": self.hash,
            "title": maybe("title"),
            "submit": maybe("submit"),
            "close": maybe("close"),
            "clear_on_close": self.flag("clear_on_close"),
            "notify_on_close": self.flag("notify_on_close"),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        })
    }
}
