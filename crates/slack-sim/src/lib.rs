//! A simulated Slack workspace: speaks the Web API over HTTP, signs what it sends, keeps state as
//! Slack does and refuses what Slack refuses.
//!
//! One simulator serves `replybot dev` (a person in a browser), the black-box tests and the crash
//! simulation. The product reaches it by `SLACK_API_URL` and hears from it by signed requests, so
//! nothing in the product knows that it is not Slack.
//!
//! ```text
//! app  --Web API-->  web_api/  -> state.rs  <-  people.rs  --signed payload-->  deliver.rs -> app
//!                    (blocks/ checks)             ^ page.rs: the same acts from a browser
//! ```

mod blocks;
mod deliver;
mod form;
mod inputs;
mod mrkdwn;
pub mod outbox;
mod page;
mod people;
mod rates;
mod state;
#[cfg(feature = "testing")]
mod testing;
#[cfg(feature = "testing")]
mod visible;
mod web_api;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub use blocks::{Fault, check_home, check_message, check_view};
pub use deliver::ACKNOWLEDGE_WITHIN;
pub use mrkdwn::{Ping, PingKind};
pub use people::{Delivery, Place, Target};
use state::State;
use web_api::Desk;

/// The name of the workspace, as the sidebar shows it.
const TEAM_NAME: &str = "replybot";

/// What time it is.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How a workspace is set up.
#[derive(Clone)]
pub struct Settings {
    /// The bot token that the Web API accepts.
    pub bot_token: String,
    /// The secret that payloads are signed with.
    pub signing_secret: String,
    /// Where payloads go: the product's `/slack/events`.
    pub events_url: String,
    /// The workspace's own address, without a slash at the end; `response_url`s begin with it.
    pub base_url: String,
    /// The one channel, which the app was invited to.
    pub channel: Channel,
    /// The people, in the order of the sidebar.
    pub users: Vec<User>,
    /// What the page speaks before a person chooses.
    pub language: Language,
    /// Where the state is kept over restarts; in memory alone when unset.
    pub state_file: Option<PathBuf>,
    /// What time it is: for `ts`, signatures and the end of a `trigger_id`.
    pub now: Now,
    /// Whether calls are refused when they come too fast.
    pub rate_limits: bool,
    /// How long a payload waits for its acknowledgement: Slack's three seconds
    /// ([`ACKNOWLEDGE_WITHIN`]), or more where a busy computer must not decide.
    pub acknowledge_within: Duration,
}

impl Settings {
    fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }
}

/// The channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// E.g. `C0000001`.
    pub id: String,
    /// Without `#`.
    pub name: String,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// E.g. `U0000001`.
    pub id: String,
    /// The real name.
    pub name: String,
}

impl User {
    /// The user name in payloads.
    fn handle(&self) -> String {
        self.name.to_lowercase().replace(' ', ".")
    }
}

/// The language of the page and of what Slack itself says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

impl Language {
    fn locale(self) -> &'static str {
        match self {
            Language::Ja => "ja-JP",
            Language::En => "en-US",
        }
    }
}

/// A call of the Web API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// E.g. `views.open`.
    pub method: String,
    /// The arguments that say which thing was meant, e.g. `channel=C0000001 ts=…`.
    pub summary: String,
    /// Slack's error, when it was refused.
    pub error: Option<String>,
}

/// A call of the Web API that was refused, or an answer of the app that was no use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// E.g. `views.open`, or the type of the payload whose answer was wrong.
    pub method: String,
    /// E.g. `invalid_blocks`.
    pub error: String,
    /// Where and why.
    pub messages: Vec<String>,
}

/// A workspace. Clones are the same workspace.
#[derive(Clone)]
pub struct Workspace(Arc<Inner>);

struct Inner {
    settings: Settings,
    state: Mutex<State>,
    /// Counts changes; the page listens.
    changes: watch::Sender<u64>,
    /// Ends what the page listens to, which would otherwise keep a server from draining.
    closing: CancellationToken,
    http: reqwest::Client,
    /// What a harness changes in payloads.
    altering: Mutex<Option<Alter>>,
    keeping: Mutex<Keeping>,
}

/// With fewer messages, each change is on the disk at once.
const FEW: usize = 300;

/// When the state was written to its file. A channel of thousands of cards takes long to write: at most a
/// fifth of the time goes into it, and what is left then is written soon.
struct Keeping {
    /// Not before then.
    next: Instant,
    /// A thread waits for that.
    waits: bool,
}

impl Inner {
    /// Writes the state to its file, and notes how long that took.
    fn keep(&self, state: &State, keeping: &mut Keeping) {
        let Some(file) = &self.settings.state_file else {
            return;
        };
        let begun = Instant::now();
        if let Err(error) = state.save(file) {
            tracing::error!("the workspace is not kept: {error:#}");
        }
        let pause = match state.messages.len() < FEW {
            true => Duration::ZERO,
            false => begun.elapsed() * 4,
        };
        keeping.next = Instant::now() + pause;
    }

    fn lock(&self) -> (MutexGuard<'_, State>, MutexGuard<'_, Keeping>) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let keeping = self.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        (state, keeping)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let (state, mut keeping) = self.lock();
        if keeping.waits {
            self.keep(&state, &mut keeping);
        }
    }
}

type Alter = Box<dyn Fn(&mut Value) + Send + Sync>;

impl Workspace {
    /// A workspace with what the last one left in the state file.
    pub fn open(settings: Settings) -> anyhow::Result<Workspace> {
        let state = match &settings.state_file {
            Some(file) => State::load(file)?,
            None => State::default(),
        };
        Ok(Workspace(Arc::new(Inner {
            http: deliver::client()?,
            state: Mutex::new(state),
            changes: watch::Sender::new(0),
            closing: CancellationToken::new(),
            altering: Mutex::new(None),
            keeping: Mutex::new(Keeping {
                next: Instant::now(),
                waits: false,
            }),
            settings,
        })))
    }

    /// The Web API under `/api/`, the page at `/`, what both need under `/workspace/`.
    pub fn router(&self) -> Router {
        web_api::router(self.clone()).merge(page::router(self.clone()))
    }

    /// Ends the event streams of open pages, so that a server can drain. Pages connect again by
    /// themselves when there is a server again.
    pub fn end_streams(&self) {
        self.0.closing.cancel();
        let (state, mut keeping) = self.0.lock();
        self.0.keep(&state, &mut keeping);
    }

    /// Writes the state later; a workspace that is gone by then was written at its end.
    fn keep_at(&self, at: Instant) {
        let workspace = Arc::downgrade(&self.0);
        std::thread::spawn(move || {
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            if let Some(inner) = workspace.upgrade() {
                let (state, mut keeping) = inner.lock();
                keeping.waits = false;
                inner.keep(&state, &mut keeping);
            }
        });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to the state, keeps the result and tells the page.
    fn change<T>(&self, act: impl FnOnce(&mut Desk) -> T) -> T {
        let (mut state, mut keeping) = self.0.lock();
        let done = act(&mut Desk {
            settings: &self.0.settings,
            now: (self.0.settings.now)(),
            state: &mut state,
        });
        if Instant::now() >= keeping.next {
            self.0.keep(&state, &mut keeping);
        } else if !std::mem::replace(&mut keeping.waits, true) {
            self.keep_at(keeping.next);
        }
        drop((state, keeping));
        self.0.changes.send_modify(|count| *count += 1);
        done
    }
}
