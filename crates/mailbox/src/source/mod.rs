//! Where mails come from.

pub mod imap;
pub mod s3;
