//! Files: those of the customer's mail that people have been shown in Slack, and those that go out
//! with the next reply.

use serde::{Deserialize, Serialize};

use super::Inquiry;
use crate::mail::{Attachment, Doubt, Enclosed, is_dangerous};

/// Files of one reply.
pub const MOST_FILES: usize = 10;
/// Bytes of them together: a third more in base64, and mail services refuse mails of 25 MB and more.
pub const MOST_BYTES: u64 = 17 * 1024 * 1024;

/// Before the name of a file, where it is one of the team's knowledge and not in Slack.
pub const KNOWLEDGE: &str = "knowledge:";

/// A file of the team's knowledge that can go out with a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgeFile {
    /// Its name, relative to the knowledge's place, with `/` between folders.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

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

    /// The mail's files that may be passed on to another person: none that does harm, nor any of a mail
    /// that may hold a virus.
    pub fn files_to_pass_on(&self) -> Vec<Attachment> {
        let is_infected = self.mail.doubts.contains(&Doubt::Virus);
        let files = self.mail.attachments.iter().filter(|it| {
            !is_infected && !it.digest.is_empty() && it.size > 0 && !is_dangerous(it, None)
        });
        files.take(MOST_FILES).cloned().collect()
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
