//! Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode): Slack delivers over a
//! WebSocket that we open, so that no public address is needed.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

use platform::net;
use platform::secrets::Secret;

const TIMEOUT: Duration = Duration::from_secs(10);
/// Slack pings every few seconds; a connection that is silent for longer is dead.
const SILENCE: Duration = Duration::from_secs(90);
/// Between two attempts, doubled each time.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    /// Slack refused to open one.
    #[error(
        "Slack refused apps.connections.open: {0}: is SLACK_APP_TOKEN an app-level token (xapp-…) with connections:write, and is Socket Mode on?"
    )]
    Refused(String),
    /// Slack did not answer, or not as documented.
    #[error("Slack cannot be reached for Socket Mode: {0}")]
    Unreachable(&'static str),
}

impl SocketError {
    /// True when nothing but another configuration will help.
    pub fn is_final(&self) -> bool {
        const FINAL: [&str; 5] = [
            "invalid_auth",
            "not_authed",
            "not_allowed_token_type",
            "account_inactive",
            "missing_scope",
        ];
        matches!(self, SocketError::Refused(error) if FINAL.contains(&error.as_str()))
    }
}

/// What Slack delivers. It is acknowledged by its id.
#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    envelope_id: Option<String>,
    #[serde(default)]
    payload: Value,
}

/// Opens connections. One after the other: Slack says some seconds ahead when one ends.
pub struct Socket {
    http: reqwest::Client,
    api_url: String,
    app_token: Secret,
}

impl Socket {
    /// A socket for the app whose app-level token this is.
    pub fn new(http: reqwest::Client, api_url: &str, app_token: Secret) -> Socket {
        Socket {
            http,
            api_url: api_url.trim_end_matches('/').to_owned(),
            app_token,
        }
    }

    /// Hands each interaction's and event's payload to `handle` and answers with what comes of it, until
    /// `stop`. Connects again whenever the connection ends.
    ///
    /// # Errors
    /// [`SocketError`] when Slack refuses the token.
    pub async fn run<F>(
        &self,
        stop: &CancellationToken,
        handle: impl Fn(Value) -> F + Clone + Send + 'static,
    ) -> Result<(), SocketError>
    where
        F: Future<Output = Option<Value>> + Send + 'static,
    {
        let mut wait = FIRST_WAIT;
        while !stop.is_cancelled() {
            let began = Instant::now();
            match self.connect_and_serve(stop, &handle).await {
                // A connection that served for some time was a good one.
                Ok(()) if began.elapsed() > LONGEST_WAIT => {
                    wait = FIRST_WAIT;
                    continue;
                }
                Ok(()) => {}
                Err(error) if error.is_final() => return Err(error),
                Err(error) => tracing::warn!(%error, "trying again soon"),
            }
            let _ = tokio::time::timeout(wait, stop.cancelled()).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
        Ok(())
    }

    /// Serves one connection to its end.
    async fn connect_and_serve<F>(
        &self,
        stop: &CancellationToken,
        handle: &(impl Fn(Value) -> F + Clone + Send + 'static),
    ) -> Result<(), SocketError>
    where
        F: Future<Output = Option<Value>> + Send + 'static,
    {
        let url = self.open().await?;
        let connecting = tokio_tungstenite::connect_async(url);
        let (connection, _) = tokio::time::timeout(TIMEOUT, connecting)
            .await
            .map_err(|_| SocketError::Unreachable("the WebSocket was not opened in time"))?
            .map_err(|_| SocketError::Unreachable("the WebSocket was not opened"))?;
        let (mut to_slack, mut from_slack) = connection.split();
        let (answers, mut answered) = mpsc::unbounded_channel::<Message>();
        loop {
            let message = tokio::select! {
                () = stop.cancelled() => break,
                Some(answer) = answered.recv() => {
                    if to_slack.send(answer).await.is_err() {
                        break;
                    }
                    continue;
                }
                message = tokio::time::timeout(SILENCE, from_slack.next()) => message,
            };
            match message {
                Ok(Some(Ok(Message::Text(text)))) => {
                    let Ok(envelope) = serde_json::from_str::<Envelope>(&text) else {
                        tracing::warn!("Slack sent something that is no envelope");
                        continue;
                    };
                    match envelope.kind.as_str() {
                        "hello" => tracing::info!("connected to Slack by Socket Mode"),
                        "disconnect" => break,
                        _ => answer(envelope, handle, answers.clone()),
                    }
                }
                // Pings are answered by the library.
                Ok(Some(Ok(message))) if !message.is_close() => {}
                _ => break,
            }
        }
        // An answer that is under way still goes out, if the connection allows.
        drop(answers);
        let rest = async {
            while let Some(answer) = answered.recv().await {
                if to_slack.send(answer).await.is_err() {
                    return;
                }
            }
            let _ = to_slack.close().await;
        };
        let _ = tokio::time::timeout(Duration::from_secs(3), rest).await;
        Ok(())
    }

    /// Tries whether Slack would let us connect, and does not.
    ///
    /// # Errors
    /// [`SocketError`].
    pub async fn reach(&self) -> Result<(), SocketError> {
        self.open().await.map(drop)
    }

    async fn open(&self) -> Result<String, SocketError> {
        #[derive(Deserialize)]
        struct Opened {
            ok: bool,
            url: Option<String>,
            error: Option<String>,
        }
        let response = self
            .http
            .post(format!("{}/apps.connections.open", self.api_url))
            .bearer_auth(self.app_token.current().expose_secret())
            .timeout(TIMEOUT)
            .send()
            .await
            .map_err(|_| SocketError::Unreachable("no answer came"))?;
        if response.status() != StatusCode::OK {
            return Err(SocketError::Unreachable("it answers with an HTTP error"));
        }
        let opened: Opened = net::json(response)
            .await
            .map_err(|_| SocketError::Unreachable("the answer is not as documented"))?;
        match opened {
            Opened {
                ok: true,
                url: Some(url),
                ..
            } => Ok(url),
            Opened { error, .. } => Err(SocketError::Refused(
                error.unwrap_or_else(|| "no error code".to_owned()),
            )),
        }
    }
}

/// Answers an envelope when its interaction is done; others go on meanwhile.
fn answer<F>(
    envelope: Envelope,
    handle: &(impl Fn(Value) -> F + Clone + Send + 'static),
    answers: mpsc::UnboundedSender<Message>,
) where
    F: Future<Output = Option<Value>> + Send + 'static,
{
    let Some(id) = envelope.envelope_id else {
        return;
    };
    let is_for_us = matches!(envelope.kind.as_str(), "interactive" | "events_api");
    let handling = is_for_us.then(|| handle(envelope.payload));
    tokio::spawn(async move {
        let payload = match handling {
            Some(handling) => handling.await,
            None => None,
        };
        let answer = match payload {
            Some(payload) => json!({ "envelope_id": id, "payload": payload }),
            None => json!({ "envelope_id": id }),
        };
        // The connection may have ended; Slack shows its own error then.
        let _ = answers.send(Message::text(answer.to_string()));
    });
}
