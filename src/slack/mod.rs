//! Slack: what it sends us, what we show in it, and the Web API in between.

pub mod blocks;
pub mod card;
pub mod client;
pub mod modal;
pub mod payload;
pub mod signature;
pub mod socket;
pub mod texts;

pub use client::{Slack, SlackError};
