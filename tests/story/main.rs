//! The whole story from outside: mails and clicks go in over real HTTP, and what the simulated
//! Slack, model and mail service saw comes out.

#![allow(clippy::unwrap_used, missing_docs)]

mod bench;
mod llm;
mod logs;
mod proxy;
mod ses_simulator;
mod smtp;
#[path = "../support/mod.rs"]
mod support;

mod conversation;
mod draft;
mod dynamodb;
mod http;
mod open;
mod personal_data;
mod receive;
mod send;
mod ses;
mod sweep;
