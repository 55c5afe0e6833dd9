//! Files: those of the customer's mail that people have been shown in Slack, and those that go out
//! with the next reply.

use serde::{Deserialize, Serialize};

use super::Inquiry;
use crate::mail::Enclosed;

/// Files of one reply.
pub const MOST_FILES: usize = 10;
/// Bytes of them together: a third more in base64, and mail services refuse mails of 25 MB and more.
pub const MOST_BYTES: u64 = 17 * 1024 * 1024;

/// A file of the customer's mail that is in Slack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownFile {
    /// The file's digest in the mail.
    pub digest: String,
    /// Slack's id of it.
    pub file: String,
}

impl Inquiry {
    /// True when the file is in Slack.
    pub fn is_shown(&self, digest: &str) -> bool {
        !digest.is_empty() && self.shown_files.iter().any(|it| it.digest == digest)
    }

    /// Lets these files, and no others, go out with the next reply: false when they are too many, or
    /// too large together; nothing is changed then.
    pub fn enclose(&mut self, files: Vec<Enclosed>) -> bool {
        let bytes = files
            .iter()
            .map(|file| file.size)
            .fold(0u64, u64::saturating_add);
        if files.len() > MOST_FILES || bytes > MOST_BYTES {
            return false;
        }
        if self.enclosed != files {
            self.enclosed = files;
            self.touch();
        }
        true
    }
}
