//! The simulators around the product; each test program uses a part of what they can do.

#![allow(dead_code)]

pub mod llm;
pub mod proxy;
pub mod smtp;
pub mod witness;
