//! The cloud roles from outside: the real executable between simulators of the services that it
//! works with, which check what they are sent.
#![allow(clippy::unwrap_used)]

mod aws;
mod cargo_lambda;
mod check;
mod check_aws;
mod costs;
mod google;
mod history;
mod incidents;
mod job;
mod knowledge;
mod lambda;
mod lambda_events;
mod mailbox;
mod outages;
mod process;
mod prompts;
mod rotation;
mod runtime;
mod secrets;
mod serve;
mod slack_app;
mod socket;
mod stopping;
#[path = "../support/mod.rs"]
mod support;
mod telemetry;
mod token;

use support::llm;
