//! Where mails come from.

pub mod gmail;
pub mod s3;
