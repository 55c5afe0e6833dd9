//! The product from outside, in one program: the story of a mail, the stores, model servers, search,
//! the built program, and what the documents and the deployment say of it.

#![allow(clippy::unwrap_used, missing_docs)]
// Tests wait for flows within flows.
#![recursion_limit = "256"]

#[path = "../support/mod.rs"]
mod support;

mod cli;
mod deploy;
mod docs;
mod eval;
mod injections;
mod knowledge;
mod models;
mod store;
mod story;
mod structure;
