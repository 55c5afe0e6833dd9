//! replybot turns a customer's mail into a reply that a person has approved in Slack.
//!
//! Data flows one way: **a mail is received, a card is opened, a draft is written, a reply is
//! sent.** The modules follow that sentence; `ARCHITECTURE.md` is the map.

/// The version of the package.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The commit that this was built from, twelve digits; `unknown` in a development build (`build.rs`).
pub const COMMIT: &str = env!("REPLYBOT_BUILT_FROM");

// The domain and the texts of mails: pure.
pub mod canned;
pub mod clock;
pub mod inquiry;
pub mod knowledge;
pub mod language;
pub use mail;
pub use pii;

// The outside world.
pub mod aws;
pub mod bucket;
pub mod dispatch;
pub mod file_reader;
pub mod identity;
pub mod llm;
pub mod mailbox;
pub mod net;
pub mod screens;
pub mod secrets;
pub mod slack;
pub mod store;

// The life of a mail.
pub mod app;
pub mod engine;
pub mod eval;
pub mod flow;
pub mod generation;
pub mod prompts;
pub mod proposal;
pub mod sync;

// How a mail, a person or a cloud starts it.
pub mod cli;
pub mod config;
pub mod http;
pub mod intake;
pub mod metrics;
mod private;
pub mod problem;
pub mod role;
pub mod telemetry;
