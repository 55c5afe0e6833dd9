//! The cloud roles from outside: the real executable between simulators of the services that it
//! works with, which check what they are sent.
#![allow(clippy::unwrap_used)]

mod google;
mod job;
mod lambda;
mod lambda_events;
#[allow(dead_code)]
#[path = "../story/llm.rs"]
mod llm;
mod process;
mod runtime;
mod secrets;
mod serve;
mod socket;
mod token;
