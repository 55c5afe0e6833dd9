//! What several test binaries share: `#[path = "../support/mod.rs"] mod support;`.

#![allow(dead_code)]

pub mod aws_proxy;
pub mod dynamodb;
pub mod moto;
