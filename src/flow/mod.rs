//! The life of a mail, in its order. Each file reads from top to bottom as one story:
//!
//! ```text
//! mail ─► receive ─► [a person clicks] ─► open ─► draft ─► [a person approves] ─► send ─► customer
//!         inquiry,                        modal   modal's                         one reply,
//!         card                                    text                            at most
//! ```
//!
//! No flow calls another; they meet in the store. What they share is below them: [`crate::sync`]
//! brings Slack up to what is stored, [`crate::generation`] asks for what a model writes. [`sweep`]
//! alone calls other flows: it takes up what a crash or an outage left half-done.

mod answer;
mod authorization;
pub mod draft;
pub mod edit;
pub mod forget;
pub mod home;
pub mod interaction;
pub mod open;
pub mod receive;
mod reminder;
mod search;
pub mod send;
pub mod ses_event;
mod summary;
pub mod sweep;
pub mod translate;
pub mod triage;
pub mod unanswered;
