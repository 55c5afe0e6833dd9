//! `chat.*` and `response_url` (docs.slack.dev/reference/methods/chat.postMessage, …/chat.update,
//! …/chat.postEphemeral, docs.slack.dev/interactivity/handling-user-interaction).

use serde_json::{Value, json};

use super::super::blocks::{self, check_message};
use super::super::inputs::str_of;
use super::super::mrkdwn;
use super::super::state::{BOT_ID, Message};
use super::{Answer, Args, Desk, Method, Refused};

/// "The maximum length of text is 40,000 characters"; longer text is cut by Slack, refused here.
const TEXT_CHARS: usize = 40_000;

pub(super) const POST_MESSAGE: Method = Method {
    name: "chat.postMessage",
    required: &["channel"],
    optional: &[
        "text",
        "blocks",
        "thread_ts",
        "reply_broadcast",
        "metadata",
        "mrkdwn",
        "unfurl_links",
        "unfurl_media",
        "link_names",
        "parse",
    ],
    json: true,
    run: post_message,
};

pub(super) const UPDATE: Method = Method {
    name: "chat.update",
    required: &["channel", "ts"],
    optional: &["text", "blocks", "metadata", "link_names", "parse"],
    json: true,
    run: update,
};

pub(super) const POST_EPHEMERAL: Method = Method {
    name: "chat.postEphemeral",
    required: &["channel", "user"],
    optional: &["text", "blocks", "thread_ts", "link_names", "parse"],
    json: true,
    run: post_ephemeral,
};

fn post_message(desk: &mut Desk, args: &Args) -> Answer {
    desk.channel(args)?;
    let content = Content::read(args)?;
    if content.text.is_empty() && content.blocks.as_ref().is_none_or(Vec::is_empty) {
        return Err(Refused::new("no_text"));
    }
    let thread_ts = desk.thread(args)?;
    let ts = desk.post(thread_ts, None, content);
    if args.flag("reply_broadcast")
        && let Some(message) = desk.state.message_mut(&ts)
    {
        message.broadcast = message.thread_ts.is_some();
    }
    Ok(json!({
        "channel": desk.settings.channel.id,
        "ts": ts,
        "message": desk.message_json(&ts),
    }))
}

fn update(desk: &mut Desk, args: &Args) -> Answer {
    desk.channel(args)?;
    let ts = args.text("ts").unwrap_or_default();
    let content = Content::read(args)?;
    if content.text.is_empty() && content.blocks.is_none() {
        return Err(Refused::new("no_text"));
    }
    if desk
        .state
        .message(&ts)
        .is_none_or(|it| it.only_for.is_some())
    {
        return Err(Refused::new("message_not_found"));
    }
    desk.change_message(&ts, content);
    Ok(json!({
        "channel": desk.settings.channel.id,
        "ts": ts,
        "text": desk.state.message(&ts).map(|message| message.text.clone()),
        "message": desk.message_json(&ts),
    }))
}

fn post_ephemeral(desk: &mut Desk, args: &Args) -> Answer {
    desk.channel(args)?;
    let user = args.text("user").unwrap_or_default();
    if !desk.members().contains(&user) {
        return Err(Refused::new("user_not_in_channel"));
    }
    let content = Content::read(args)?;
    if content.text.is_empty() && content.blocks.as_ref().is_none_or(Vec::is_empty) {
        return Err(Refused::new("no_text"));
    }
    let thread_ts = desk.thread(args)?;
    let ts = desk.post(thread_ts, Some(user), content);
    Ok(json!({ "message_ts": ts }))
}

/// What a message says. `None` keeps what was there, as in `chat.update`.
struct Content {
    text: String,
    blocks: Option<Vec<Value>>,
    metadata: Option<Value>,
}

impl Content {
    fn read(args: &Args) -> Result<Content, Refused> {
        let text = args.text("text").unwrap_or_default();
        let blocks = args.json("blocks").transpose();
        let blocks = blocks.map_err(|()| Refused::new("invalid_blocks_format"))?;
        let metadata = args.json("metadata").transpose();
        let metadata = metadata.map_err(|()| Refused::new("invalid_metadata_format"))?;
        Content::check(text, blocks, metadata)
    }

    fn check(
        text: String,
        blocks: Option<Value>,
        metadata: Option<Value>,
    ) -> Result<Content, Refused> {
        if text.chars().count() > TEXT_CHARS {
            return Err(Refused::new("msg_too_long"));
        }
        let blocks = match blocks {
            Some(Value::Array(blocks)) => {
                let faults = check_message(&Value::Array(blocks.clone()));
                if !faults.is_empty() {
                    return Err(Refused::faults("invalid_blocks", &faults));
                }
                Some(blocks)
            }
            Some(_) => return Err(Refused::new("invalid_blocks_format")),
            None => None,
        };
        if let Some(metadata) = &metadata {
            check_metadata(metadata)?;
        }
        Ok(Content {
            text,
            blocks,
            metadata,
        })
    }
}

/// docs.slack.dev/messaging/message-metadata: both fields, or an empty object to remove it.
fn check_metadata(metadata: &Value) -> Result<(), Refused> {
    let Some(fields) = metadata.as_object() else {
        return Err(Refused::new("invalid_metadata_format"));
    };
    if fields.is_empty() {
        return Ok(());
    }
    let named = fields.get("event_type").and_then(Value::as_str);
    let payload = fields.get("event_payload").is_some_and(Value::is_object);
    if named.is_none_or(|name| name.is_empty() || name.len() > 255) || !payload || fields.len() > 2
    {
        let message = "[ERROR] metadata needs event_type and an object event_payload, nothing else";
        return Err(Refused::because("invalid_metadata_format", message));
    }
    if metadata.to_string().len() > blocks::METADATA_BYTES {
        return Err(Refused::new("metadata_too_large"));
    }
    Ok(())
}

/// Shows files in a message of their own.
pub(super) fn share(desk: &mut Desk, args: &Args, ids: &[String]) -> Result<(), Refused> {
    let content = Content::check(args.text("initial_comment").unwrap_or_default(), None, None)?;
    let thread = desk.thread(args)?;
    let ts = desk.post(thread, None, content);
    if let Some(message) = desk.state.message_mut(&ts) {
        message.files = ids.to_vec();
    }
    Ok(())
}

impl Desk<'_> {
    /// The channel must be the one the app was invited to.
    pub(super) fn channel(&self, args: &Args) -> Result<(), Refused> {
        let channel = args.text("channel").unwrap_or_default();
        match channel == self.settings.channel.id {
            true => Ok(()),
            false => Err(Refused::new("channel_not_found")),
        }
    }

    fn thread(&self, args: &Args) -> Result<Option<String>, Refused> {
        let Some(ts) = args.given("thread_ts") else {
            return Ok(None);
        };
        match self.state.message(&ts) {
            // A reply to a reply goes to the thread that it is in.
            Some(parent) => Ok(Some(parent.thread_ts.clone().unwrap_or(ts))),
            None => Err(Refused::new("thread_not_found")),
        }
    }

    fn message_json(&self, ts: &str) -> Value {
        let message = self.state.message(ts);
        message
            .map(|message| message.json(self.state, true))
            .unwrap_or_default()
    }

    fn post(
        &mut self,
        thread_ts: Option<String>,
        only_for: Option<String>,
        content: Content,
    ) -> String {
        let ts = self.state.next_ts(self.now);
        self.state.messages.push(Message {
            ts: ts.clone(),
            thread_ts,
            broadcast: false,
            only_for,
            text: String::new(),
            blocks: Vec::new(),
            metadata: None,
            edited: None,
            files: Vec::new(),
        });
        self.write(&ts, content);
        ts
    }

    fn change_message(&mut self, ts: &str, content: Content) {
        let edited = self.state.next_ts(self.now);
        self.write(ts, content);
        if let Some(message) = self.state.message_mut(ts) {
            message.edited = Some(edited);
        }
    }

    fn write(&mut self, ts: &str, content: Content) {
        let blocks = content.blocks.map(|mut blocks| {
            self.state.fill_ids(&mut blocks);
            blocks
        });
        let mut pings = mrkdwn::pings(ts, &content.text);
        pings.extend(mrkdwn::pings_in(ts, blocks.as_deref().unwrap_or_default()));
        self.state.note_pings(pings);
        let Some(message) = self.state.message_mut(ts) else {
            return;
        };
        if !content.text.is_empty() {
            message.text = content.text;
        }
        if let Some(blocks) = blocks {
            message.blocks = blocks;
        }
        if let Some(metadata) = content.metadata {
            message.metadata = Some(metadata).filter(|it| it.get("event_type").is_some());
        }
    }
}

/// What an app posts to a `response_url`.
pub(in super::super) fn respond(desk: &mut Desk, key: &str, body: &Value) -> Answer {
    let now = desk.now;
    let Some(url) = desk.state.response_urls.get_mut(key) else {
        return Err(Refused::new("used_url"));
    };
    if url.left == 0 {
        return Err(Refused::new("used_url"));
    }
    if now > url.until {
        return Err(Refused::new("expired_url"));
    }
    let content = Content::check(
        str_of(body, "text").to_owned(),
        body.get("blocks").cloned(),
        body.get("metadata").cloned(),
    )?;
    url.left -= 1;
    let url = url.clone();
    let asked = |field: &str| body.get(field) == Some(&true.into());
    if asked("delete_original") {
        desk.state
            .messages
            .retain(|message| message.ts != url.message);
    } else if asked("replace_original") {
        desk.change_message(&url.message, content);
    } else {
        let public = str_of(body, "response_type") == "in_channel";
        let thread = Some(str_of(body, "thread_ts").to_owned()).filter(|ts| !ts.is_empty());
        desk.post(
            thread.or(url.thread_ts),
            (!public).then_some(url.user),
            content,
        );
    }
    Ok(json!({ "bot_id": BOT_ID }))
}
