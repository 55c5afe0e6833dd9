//! Where mails come from.

pub mod s3;
