//! The wire to Slack: the Web API, its signature and Socket Mode, what Slack sends when a person
//! acts, and the blocks and identifiers that what is shown is made of.

pub mod block_kit;
pub mod blocks;
pub mod channel_audience;
pub mod client;
pub mod elements;
pub mod emoji;
mod error;
pub mod files;
pub mod manifest;
pub mod manifest_api;
mod members;
pub mod message;
pub mod payload;
pub mod senders;
pub mod signature;
mod smaller;
pub mod socket;

pub use client::{Identity, Profile, Slack};
pub use error::SlackError;
pub use files::FileInfo;
pub use members::Members;
