//! replybot turns a customer's mail into a reply that a person has approved in Slack.
//!
//! Data flows one way: **a mail is received, a card is opened, a draft is written, a reply is
//! sent.** The modules follow that sentence; what they are made of (the domain, the outside world,
//! what people see) are the crates beneath `crates/`. `ARCHITECTURE.md` is the map.

/// The version of the package.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The commit that this was built from, twelve digits; `unknown` in a development build (`build.rs`).
pub const COMMIT: &str = env!("REPLYBOT_BUILT_FROM");

/// Both, as the metrics show them.
pub const BUILD: platform::metrics::Build = platform::metrics::Build {
    version: VERSION,
    commit: COMMIT,
};

pub mod dispatch;
pub mod file_reader;

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
pub mod problem;
pub mod role;
