//! Where mails come from.

pub mod gmail;
pub mod imap;
pub mod s3;
