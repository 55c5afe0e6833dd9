//! The life of a mail, in its order. Each file reads from top to bottom as one story:
//!
//! ```text
//! mail ─► receive ─► [a person clicks] ─► open ─► draft ─► [a person approves] ─► send ─► customer
//!         inquiry,                        modal   modal's                         one reply,
//!         card                                    text                            at most
//! ```
//!
//! No flow calls another; they meet in the store. [`show`] is what they share: it brings Slack up
//! to what is stored. [`sweep`] takes up what a crash or an outage left half-done.

mod announce;
mod ask;
mod conversation;
pub mod draft;
pub mod edit;
mod flood;
pub mod forget;
mod gate;
pub mod home;
pub mod interaction;
pub mod mail_event;
pub mod open;
pub mod person;
pub mod receive;
pub mod send;
mod show;
mod summary;
pub mod sweep;
pub mod translate;
pub mod triage;
pub mod waiting;
