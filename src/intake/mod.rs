//! Taking mails out of mailboxes: each look fetches what waits, hands it to
//! [`receive`](crate::flow::receive), and only then marks it as taken. A role decides when to look.

pub mod gmail;
pub mod graph;
pub mod imap;
mod poll;
