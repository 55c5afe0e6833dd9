//! replybot turns a customer's mail into a reply that a person has approved in Slack.
//!
//! Data flows one way: **a mail is received, a card is opened, a draft is written, a reply is
//! sent.** The modules follow that sentence; `ARCHITECTURE.md` is the map.

pub mod clock;
pub mod inquiry;
pub mod llm;
pub mod mail;
pub mod pii;
pub mod role;
pub mod slack;
pub mod store;
