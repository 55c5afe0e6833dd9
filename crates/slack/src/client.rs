//! The Web API (docs.slack.dev/reference/methods).

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};
use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use tracing::Instrument;

use super::block_kit::{HomeView, ModalView};
use super::channel_audience::ChannelInfo;
use super::error::{SlackError, lost};
use super::message::{INQUIRY_EVENT, Message, NOTICE_EVENT, SUMMARY_EVENT};
use super::smaller::smaller;
use inquiry::{Card, ContextId};
use platform::metrics;
use platform::net;
use platform::secrets::Secret;

/// A trigger lives three seconds; a modal that takes longer does not open.
const OPEN_TIMEOUT: Duration = Duration::from_millis(2500);
/// Pages of a thousand members each: more do not come while a trigger lives.
const MEMBER_PAGES: usize = 20;
/// Enough for a name, and leaves a trigger's three seconds to what it is for.
const NAME_TIMEOUT: Duration = Duration::from_millis(800);
/// A message that Slack does not take is given up in time: the process that posts it has a lease of thirty
/// seconds, and the last attempt takes some of them. Afterwards a sweep may be at it.
const POST_WITHIN: Duration = Duration::from_secs(15);

/// What `auth.test` says about the token.
#[derive(Clone, Debug, Deserialize)]
pub struct Identity {
    /// The workspace's name.
    pub team: String,
    /// The bot's user name.
    pub user: String,
    /// The workspace's id, `T…`.
    #[serde(default)]
    pub team_id: Option<String>,
    /// The organization's id, `E…`, where the workspace belongs to one (Enterprise Grid).
    #[serde(default)]
    pub enterprise_id: Option<String>,
    /// The bot's id, `B…`.
    #[serde(default)]
    pub bot_id: Option<String>,
    /// The app's id, `A…`; `None` where neither `auth.test` nor `bots.info` tells.
    #[serde(default)]
    pub app_id: Option<String>,
    /// What it may do: the scopes that the app was installed with.
    #[serde(skip)]
    pub scopes: Vec<String>,
}

/// Which workspace or organization a person belongs to (docs.slack.dev/reference/objects/user-object).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Profile {
    #[serde(default)]
    team_id: Option<String>,
    #[serde(default)]
    enterprise_user: Option<EnterpriseUser>,
    #[serde(default)]
    is_stranger: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct EnterpriseUser {
    #[serde(default)]
    enterprise_id: Option<String>,
}

impl Profile {
    /// True for a person of this workspace, or of another one of its organization.
    pub fn is_of(&self, identity: &Identity) -> bool {
        let enterprise = self.enterprise_user.as_ref();
        let enterprise = enterprise.and_then(|it| it.enterprise_id.as_ref());
        let is_of_team = self.team_id.is_some() && self.team_id == identity.team_id;
        let is_of_organization =
            enterprise.is_some() && enterprise == identity.enterprise_id.as_ref();
        !self.is_stranger && (is_of_team || is_of_organization)
    }
}

/// A client for one workspace. Clones share connections.
#[derive(Clone, Debug)]
pub struct Slack {
    http: reqwest::Client,
    base_url: String,
    token: Secret,
    timeout: Duration,
    retry_after: Duration,
    retries: usize,
    /// What a view says that does not show everything.
    note: &'static str,
    /// Whose token it is does not change while the process runs.
    identity: Arc<OnceCell<Identity>>,
}

impl Slack {
    /// A client for the Web API at `base_url`, e.g. `https://slack.com/api`. `timeout` bounds one
    /// attempt, `retry_after` is the pause before the second.
    pub fn new(
        http: reqwest::Client,
        base_url: &str,
        token: Secret,
        timeout: Duration,
        retry_after: Duration,
    ) -> Slack {
        Slack {
            http,
            base_url: base_url.trim_end_matches('/').to_owned(),
            token,
            timeout,
            retry_after,
            retries: 4,
            note: "…",
            identity: Arc::default(),
        }
    }

    /// Says this in a view of which Slack refused a part.
    #[must_use]
    pub fn noting(self, note: &'static str) -> Slack {
        Slack { note, ..self }
    }

    /// Asks who the token belongs to.
    pub async fn auth_test(&self) -> Result<Identity, SlackError> {
        const METHOD: &str = "auth.test";
        let (headers, answer) = self
            .call_as_proven(METHOD, &json!({}), self.timeout)
            .await?;
        let identity: Identity =
            serde_json::from_value(answer).map_err(|_| lost(METHOD, "it was not as documented"))?;
        let scopes = headers
            .get("x-oauth-scopes")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let scopes = scopes.split(',').map(str::trim).filter(|it| !it.is_empty());
        Ok(Identity {
            scopes: scopes.map(str::to_owned).collect(),
            ..identity
        })
    }

    /// Whose token it is, with the app's id where Slack tells it; asked once.
    ///
    /// # Errors
    /// [`SlackError`]; the next call asks again.
    pub async fn identity(&self) -> Result<&Identity, SlackError> {
        self.identity.get_or_try_init(|| self.ask_identity()).await
    }

    async fn ask_identity(&self) -> Result<Identity, SlackError> {
        let mut identity = self.auth_test().await?;
        if identity.app_id.is_none()
            && let Some(bot) = &identity.bot_id
        {
            let arguments = json!({ "bot": bot });
            match self.call("bots.info", &arguments, self.timeout).await {
                Ok(answer) => {
                    let app = answer["bot"]["app_id"].as_str();
                    identity.app_id = app.map(str::to_owned);
                }
                // An installation without users:read. Slack's signature is by the app's own secret.
                Err(error) if error.code().is_some() => {
                    tracing::debug!(%error, "the app's own id is not known");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(identity)
    }

    /// The ids of a channel's members (scopes `channels:read`, `groups:read`). One attempt: a
    /// trigger waits for it.
    ///
    /// # Errors
    /// [`SlackError`], also when there are more than can be asked for in time.
    pub async fn channel_members(&self, channel: &str) -> Result<HashSet<String>, SlackError> {
        const METHOD: &str = "conversations.members";
        let timeout = self.timeout.min(OPEN_TIMEOUT);
        let (mut members, mut cursor) = (HashSet::new(), String::new());
        for _ in 0..MEMBER_PAGES {
            let arguments = json!({ "channel": channel, "limit": 1000, "cursor": cursor });
            let answer = self.call(METHOD, &arguments, timeout).await?;
            let page: Vec<String> = serde_json::from_value(answer["members"].clone())
                .map_err(|_| lost(METHOD, "it names no members"))?;
            members.extend(page);
            match answer["response_metadata"]["next_cursor"].as_str() {
                Some(next) if !next.is_empty() => cursor = next.to_owned(),
                _ => return Ok(members),
            }
        }
        Err(lost(METHOD, "the channel has too many members"))
    }

    /// Which workspace or organization a person belongs to (scope `users:read`).
    ///
    /// # Errors
    /// [`SlackError`].
    pub async fn profile(&self, user: &str) -> Result<Profile, SlackError> {
        const METHOD: &str = "users.info";
        let timeout = self.timeout.min(OPEN_TIMEOUT);
        let answer = self.call(METHOD, &json!({ "user": user }), timeout).await?;
        serde_json::from_value(answer["user"].clone())
            .map_err(|_| lost(METHOD, "it describes no user"))
    }

    /// What Slack knows of a channel, for one that the app may see.
    pub async fn channel(&self, id: &str) -> Result<Value, SlackError> {
        const METHOD: &str = "conversations.info";
        let mut answer = self
            .call(METHOD, &json!({ "channel": id }), self.timeout)
            .await?;
        Ok(answer["channel"].take())
    }

    /// Posts a message. Tried again only when it certainly was not posted.
    pub async fn post_message(
        &self,
        channel: &str,
        thread_ts: Option<&str>,
        message: &Message,
    ) -> Result<Card, SlackError> {
        // A customer who writes again must be seen in the channel, too.
        let thread = thread_ts.map(|thread_ts| (thread_ts, true));
        self.post(channel, thread, message).await
    }

    /// Posts a message in a thread; with `broadcast` the channel shows it, too. Tried again only
    /// when it certainly was not posted.
    pub async fn post_in_thread(
        &self,
        channel: &str,
        thread_ts: &str,
        broadcast: bool,
        message: &Message,
    ) -> Result<(), SlackError> {
        let thread = Some((thread_ts, broadcast));
        self.post(channel, thread, message).await.map(drop)
    }

    async fn post(
        &self,
        channel: &str,
        thread: Option<(&str, bool)>,
        message: &Message,
    ) -> Result<Card, SlackError> {
        const METHOD: &str = "chat.postMessage";
        let mut arguments = json!({
            "channel": channel, "text": message.text, "blocks": message.blocks, "metadata": message.metadata,
            "unfurl_links": false, "unfurl_media": false,
        });
        if let Some((thread_ts, broadcast)) = thread {
            arguments["thread_ts"] = thread_ts.into();
            arguments["reply_broadcast"] = broadcast.into();
        }
        let began = Instant::now();
        let in_time = |error: &SlackError, backoff| {
            let wait = wait_as_asked(error, backoff)?;
            (began.elapsed() + wait < POST_WITHIN).then_some(wait)
        };
        let answer = (|| self.call(METHOD, &arguments, self.timeout))
            .retry(self.backoff())
            .when(SlackError::is_temporary_and_certain)
            .adjust(in_time)
            .await?;
        let text = |field: &str| answer[field].as_str().map(str::to_owned);
        let (channel, ts) = text("channel")
            .zip(text("ts"))
            .ok_or_else(|| lost(METHOD, "it names no message"))?;
        Ok(Card { channel, ts })
    }

    /// Replaces a message.
    pub async fn update_message(&self, card: &Card, message: &Message) -> Result<(), SlackError> {
        let arguments = json!({
            "channel": card.channel, "ts": card.ts, "text": message.text, "blocks": message.blocks,
            "metadata": message.metadata,
        });
        self.call_until_done("chat.update", &arguments).await
    }

    /// Says something to one person in a channel.
    pub async fn post_ephemeral(
        &self,
        channel: &str,
        user: &str,
        text: &str,
    ) -> Result<(), SlackError> {
        let arguments = json!({ "channel": channel, "user": user, "text": text });
        self.call_until_done("chat.postEphemeral", &arguments).await
    }

    /// Finds the card of an inquiry that was posted after `oldest`, in a thread or in the channel:
    /// `chat.postMessage` has no idempotency key, so this is how an unclear outcome is settled.
    pub async fn find_card(
        &self,
        channel: &str,
        thread_ts: Option<&str>,
        id: &ContextId,
        oldest: Timestamp,
    ) -> Result<Option<Card>, SlackError> {
        let is_card = |message: &Value| {
            message["metadata"]["event_type"] == INQUIRY_EVENT
                && message["metadata"]["event_payload"]["context_id"] == id.as_str()
        };
        let ts = self.find(channel, thread_ts, oldest, is_card).await?;
        let channel = channel.to_owned();
        Ok(ts.map(|ts| Card { channel, ts }))
    }

    /// True when the thread has been told what the notice `key` of an inquiry says.
    pub async fn find_notice(
        &self,
        channel: &str,
        thread_ts: &str,
        id: &ContextId,
        key: &str,
        oldest: Timestamp,
    ) -> Result<bool, SlackError> {
        let is_notice = |message: &Value| {
            let payload = &message["metadata"]["event_payload"];
            message["metadata"]["event_type"] == NOTICE_EVENT
                && payload["about"] == id.as_str()
                && payload["notice"] == key
        };
        let found = self.find(channel, Some(thread_ts), oldest, is_notice);
        Ok(found.await?.is_some())
    }

    /// All notices about an inquiry in a thread.
    pub async fn notices(
        &self,
        channel: &str,
        thread_ts: &str,
        id: &ContextId,
        oldest: Timestamp,
    ) -> Result<Vec<Card>, SlackError> {
        let is_notice = |message: &Value| {
            message["metadata"]["event_type"] == NOTICE_EVENT
                && message["metadata"]["event_payload"]["about"] == id.as_str()
        };
        let mut found = Vec::new();
        let all = self.find(channel, Some(thread_ts), oldest, |message| {
            if is_notice(message)
                && let Some(ts) = message["ts"].as_str()
            {
                found.push(Card {
                    channel: channel.to_owned(),
                    ts: ts.to_owned(),
                });
            }
            false
        });
        all.await?;
        Ok(found)
    }

    /// The `ts` of a message that was posted after `oldest`, in a thread or in the channel.
    async fn find(
        &self,
        channel: &str,
        thread_ts: Option<&str>,
        oldest: Timestamp,
        mut is_it: impl FnMut(&Value) -> bool,
    ) -> Result<Option<String>, SlackError> {
        let method = if thread_ts.is_some() {
            "conversations.replies"
        } else {
            "conversations.history"
        };
        let mut cursor = String::new();
        loop {
            let arguments = json!({
                "channel": channel, "oldest": format!("{}.000000", oldest.as_second()), "limit": 200,
                "include_all_metadata": true, "cursor": cursor, "ts": thread_ts.unwrap_or_default(),
            });
            let answer = (|| self.call(method, &arguments, self.timeout))
                .retry(self.backoff())
                .when(SlackError::is_temporary)
                .adjust(wait_as_asked)
                .await?;
            let messages = answer["messages"]
                .as_array()
                .ok_or_else(|| lost(method, "it holds no messages"))?;
            let found = messages.iter().find(|message| is_it(message));
            if let Some(ts) = found.and_then(|message| message["ts"].as_str()) {
                return Ok(Some(ts.to_owned()));
            }
            match answer["response_metadata"]["next_cursor"].as_str() {
                Some(next) if !next.is_empty() => cursor = next.to_owned(),
                _ => return Ok(None),
            }
        }
    }

    /// The ids of a user group's members.
    pub async fn group_members(&self, group: &str) -> Result<Vec<String>, SlackError> {
        const METHOD: &str = "usergroups.users.list";
        let arguments = json!({ "usergroup": group });
        let answer = (|| self.call(METHOD, &arguments, self.timeout))
            .retry(self.backoff())
            .when(SlackError::is_temporary)
            .adjust(wait_as_asked)
            .await?;
        serde_json::from_value(answer["users"].clone())
            .map_err(|_| lost(METHOD, "it names no users"))
    }

    /// What a person is called (scope `users:read`). One attempt, and a short one: a trigger waits
    /// for it, and there is another name.
    pub async fn real_name(&self, user: &str) -> Result<Option<String>, SlackError> {
        let arguments = json!({ "user": user });
        let timeout = self.timeout.min(NAME_TIMEOUT);
        let answer = self.call("users.info", &arguments, timeout).await?;
        let profile = &answer["user"]["profile"];
        let names = [&profile["real_name"], &profile["display_name"]];
        let mut names = names.into_iter().filter_map(Value::as_str);
        let name = names.find(|name| !name.trim().is_empty());
        Ok(name.map(|name| name.trim().to_owned()))
    }

    /// Who can see a channel (scopes `channels:read`, `groups:read`).
    pub async fn channel_info(&self, id: &str) -> Result<ChannelInfo, SlackError> {
        serde_json::from_value(self.channel(id).await?)
            .map_err(|_| lost("conversations.info", "it describes no channel"))
    }

    /// True when the summary of this name was posted after `oldest`.
    pub async fn find_summary(
        &self,
        channel: &str,
        name: &str,
        oldest: Timestamp,
    ) -> Result<bool, SlackError> {
        let is_summary = |message: &Value| {
            message["metadata"]["event_type"] == SUMMARY_EVENT
                && message["metadata"]["event_payload"]["name"] == name
        };
        let found = self.find(channel, None, oldest, is_summary);
        Ok(found.await?.is_some())
    }

    /// Opens a modal. One attempt: a trigger works once and lives three seconds.
    pub async fn open_view(&self, trigger_id: &str, view: &ModalView) -> Result<(), SlackError> {
        let arguments = json!({ "trigger_id": trigger_id, "view": view });
        let timeout = self.timeout.min(OPEN_TIMEOUT);
        self.call("views.open", &arguments, timeout).await.map(drop)
    }

    /// Lays a modal over the one that is open. One attempt, as in [`Slack::open_view`].
    pub async fn push_view(&self, trigger_id: &str, view: &ModalView) -> Result<(), SlackError> {
        let arguments = json!({ "trigger_id": trigger_id, "view": view });
        let timeout = self.timeout.min(OPEN_TIMEOUT);
        self.call("views.push", &arguments, timeout).await.map(drop)
    }

    /// Shows a view in a person's home tab.
    pub async fn publish_view(&self, user: &str, view: &HomeView) -> Result<(), SlackError> {
        let arguments = json!({ "user_id": user, "view": view });
        self.call_until_done("views.publish", &arguments).await
    }

    /// Replaces a modal, once: for a streaming update that the next one makes up for. Returns
    /// Slack's name for what it shows now, the `hash`.
    pub async fn try_update_view(
        &self,
        external_id: &str,
        view: &ModalView,
    ) -> Result<Option<String>, SlackError> {
        let arguments = json!({ "external_id": external_id, "view": view });
        let call = self.call("views.update", &arguments, self.timeout);
        let answer = call.await?;
        Ok(answer["view"]["hash"].as_str().map(str::to_owned))
    }

    /// Replaces a view that has no `external_id`, and waits as long as Slack asks.
    pub async fn replace_view(&self, view_id: &str, view: &ModalView) -> Result<(), SlackError> {
        let arguments = json!({ "view_id": view_id, "view": view });
        self.call_until_done("views.update", &arguments).await
    }

    /// Replaces a modal, and waits as long as Slack asks.
    pub async fn update_view(&self, external_id: &str, view: &ModalView) -> Result<(), SlackError> {
        let arguments = json!({ "external_id": external_id, "view": view });
        self.call_until_done("views.update", &arguments).await
    }

    /// Replaces a modal that still shows what Slack calls `hash`. False when it shows something
    /// else by now.
    pub async fn update_view_of(
        &self,
        hash: &str,
        external_id: &str,
        view: &ModalView,
    ) -> Result<bool, SlackError> {
        let arguments = json!({ "external_id": external_id, "hash": hash, "view": view });
        match self.call_until_done("views.update", &arguments).await {
            Ok(()) => Ok(true),
            Err(error) if error.code() == Some("hash_conflict") => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// For calls that do the same when they are done twice.
    async fn call_until_done(
        &self,
        method: &'static str,
        arguments: &Value,
    ) -> Result<(), SlackError> {
        (|| self.call(method, arguments, self.timeout))
            .retry(self.backoff())
            .when(SlackError::is_temporary)
            .adjust(wait_as_asked)
            .await
            .map(drop)
    }

    fn backoff(&self) -> ExponentialBuilder {
        ExponentialBuilder::default()
            .with_min_delay(self.retry_after)
            .with_max_times(self.retries)
            .with_jitter()
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(super) fn base_url(&self) -> &str {
        &self.base_url
    }

    pub(super) fn token(&self) -> SecretString {
        self.token.current()
    }

    /// One call. A view that Slack refuses is an error of ours: the log says why, and the person gets
    /// as much of it as Slack takes.
    pub(super) async fn call(
        &self,
        method: &'static str,
        arguments: &Value,
        timeout: Duration,
    ) -> Result<Value, SlackError> {
        let answer = self.call_once(method, arguments, timeout).await;
        let refused = answer.as_ref().err();
        let Some((view, error)) = refused.and_then(|error| {
            let view = arguments.get("view")?;
            Some((smaller(view, error, self.note)?, error))
        }) else {
            return answer;
        };
        tracing::error!(method, %error, "Slack refused a view; a smaller one is shown");
        metrics::view_refused();
        let mut arguments = arguments.clone();
        arguments["view"] = view;
        self.call_once(method, &arguments, timeout).await
    }

    /// Once more when the token was refused and there is a newer one.
    async fn call_once(
        &self,
        method: &'static str,
        arguments: &Value,
        timeout: Duration,
    ) -> Result<Value, SlackError> {
        let span = tracing::info_span!("slack", otel.kind = "client", slack_method = method);
        let answer = self.call_as_proven(method, arguments, timeout);
        let answer = answer.instrument(span).await;
        metrics::slack_called(method, answer.as_ref().err().map_or("ok", SlackError::kind));
        answer.map(|(_, answer)| answer)
    }

    async fn call_as_proven(
        &self,
        method: &'static str,
        arguments: &Value,
        timeout: Duration,
    ) -> Result<(HeaderMap, Value), SlackError> {
        let token = self.token.current();
        let answer = self.call_with(&token, method, arguments, timeout).await;
        let is_refused = answer.as_ref().is_err_and(SlackError::is_of_the_token);
        if is_refused && self.token.refresh(&token).await {
            let token = self.token.current();
            return self.call_with(&token, method, arguments, timeout).await;
        }
        answer
    }

    async fn call_with(
        &self,
        token: &SecretString,
        method: &'static str,
        arguments: &Value,
        timeout: Duration,
    ) -> Result<(HeaderMap, Value), SlackError> {
        let request = self
            .http
            .post(format!("{}/{method}", self.base_url))
            .bearer_auth(token.expose_secret())
            .timeout(timeout);
        // Methods that only read take no JSON; the others take nested arguments best in JSON.
        let reads = [
            "bots.",
            "conversations.",
            "files.info",
            "usergroups.",
            "users.",
        ]
        .iter()
        .any(|family| method.starts_with(family));
        let request = if reads {
            request.form(&as_form(arguments))
        } else {
            request.json(arguments)
        };
        let response = request
            .send()
            .await
            .map_err(|error| match error.is_connect() {
                true => SlackError::Unreachable { method },
                false if error.is_timeout() => lost(method, "no answer in time"),
                false => lost(method, "the connection broke"),
            })?;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            let seconds = response
                .headers()
                .get(RETRY_AFTER)
                .and_then(|value| value.to_str().ok()?.parse().ok());
            return Err(SlackError::RateLimited {
                method,
                retry_after: Duration::from_secs(seconds.unwrap_or(1)),
            });
        }
        if !response.status().is_success() {
            return Err(lost(
                method,
                &format!("HTTP {}", response.status().as_u16()),
            ));
        }
        let headers = response.headers().clone();
        let answer: Value = net::json(response)
            .await
            .map_err(|error| lost(method, &error.to_string()))?;
        if answer["ok"] == true {
            return Ok((headers, answer));
        }
        let error = answer["error"]
            .as_str()
            .unwrap_or("no error code")
            .to_owned();
        let messages = answer["response_metadata"]["messages"].as_array();
        let messages = messages
            .into_iter()
            .flatten()
            .filter_map(|message| Some(message.as_str()?.to_owned()))
            .collect();
        Err(SlackError::Api {
            method,
            error,
            messages,
        })
    }
}

/// Waits as long as `Retry-After` says, else as long as the backoff says.
fn wait_as_asked(error: &SlackError, backoff: Option<Duration>) -> Option<Duration> {
    let backoff = backoff?;
    match error {
        SlackError::RateLimited { retry_after, .. } => Some((*retry_after).max(backoff)),
        _ => Some(backoff),
    }
}

fn as_form(arguments: &Value) -> Vec<(String, String)> {
    let fields = arguments.as_object().into_iter().flatten();
    fields
        .filter(|(_, value)| *value != "")
        .map(|(name, value)| {
            (
                name.clone(),
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            )
        })
        .collect()
}
