//! The whole story from outside: mails and clicks go in over real HTTP, and what the simulated
//! Slack, model and mail service saw comes out.

#![allow(clippy::unwrap_used, missing_docs)]

mod bench;
mod logs;
mod ses_simulator;
#[path = "../support/mod.rs"]
mod support;

use support::{llm, proxy, smtp};

mod conversation;
mod draft;
mod dynamodb;
mod gmail;
mod http;
mod open;
mod personal_data;
mod receive;
mod recipients;
mod send;
mod ses;
mod sweep;
