//! What several test programs share; each uses a part of it:
//! `#[path = "../support/mod.rs"] mod support;`.

#![allow(dead_code)]

pub mod aws_proxy;
pub mod browser;
pub mod dovecot;
pub mod dynamodb;
pub mod gmail;
pub mod graph;
pub mod imap;
pub mod llm;
pub mod moto;
pub mod ports;
pub mod proxy;
pub mod python;
pub mod ses;
pub mod skip;
pub mod slack_app;
pub mod slack_sdk;
pub mod smtp;
pub mod witness;
