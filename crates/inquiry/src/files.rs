//! Files: those of the customer's mail that people have been shown in Slack, and those that go out
//! with the next reply.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Event, Inquiry, Person, Says};
use crate::clock::since;
use mail::{Attachment, Doubt, Enclosed, is_dangerous};

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
    /// Since when its thread may have it, or not yet: it is being shared, or the process that was
    /// sharing it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharing_since: Option<Timestamp>,
}

/// The thread has the file, or another process shares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlreadyShown;

/// No file takes longer to be shared: what is not written down by then is asked of Slack.
const LONGEST_SHARING: Duration = Duration::from_secs(120);

/// The largest file that is shown without a click.
const LARGEST_BY_ITSELF: u64 = 10 * 1024 * 1024;

/// `SLACK_CARD_FILES`: which files of a mail its thread gets without a click, by the endings of their
/// names, in small letters; none is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardFiles(pub Vec<String>);

impl CardFiles {
    /// True for a file that is shown by itself, as far as its name tells. Its content has its say when
    /// it is read.
    pub fn take(&self, file: &Attachment) -> bool {
        let name = file.name.expose().trim().to_lowercase();
        let kind = file.content_type.rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').map_or(kind, |(_, ending)| ending);
        file.size <= LARGEST_BY_ITSELF && self.0.iter().any(|it| it == ending)
    }
}

impl Inquiry {
    /// True when the file is in Slack.
    pub fn is_shown(&self, digest: &str) -> bool {
        !digest.is_empty() && self.shown_files.iter().any(|it| it.digest == digest)
    }

    /// Writes down that the thread gets those files of a mail that are shown by themselves. Not those
    /// of a mail about which there is a doubt: these wait for a click, or are never shown.
    pub fn plan_files(&mut self, shown: &CardFiles, at: Timestamp) {
        let files = self.mail.attachments.iter();
        let any = files
            .filter(|it| !it.digest.is_empty() && !is_dangerous(it, None))
            .any(|it| shown.take(it));
        if any && self.mail.doubts.is_empty() {
            self.announce("files".to_owned(), Says::Files, at);
        }
    }

    /// Writes down that a file is about to be shared with the thread: before the channel sees it, so
    /// that `forget` finds it then.
    ///
    /// # Errors
    /// [`AlreadyShown`] when another process shares it, or has.
    pub fn begin_sharing(
        &mut self,
        digest: &str,
        file: &str,
        by: Option<&Person>,
        at: Timestamp,
    ) -> Result<(), AlreadyShown> {
        if self.is_shown(digest) {
            return Err(AlreadyShown);
        }
        let is_told = self.history.iter().any(|it| {
            it.event == Event::FilesShown && it.by.as_ref().map(|by| &by.id) == by.map(|by| &by.id)
        });
        if !is_told {
            self.write_history(Event::FilesShown, by, at, String::new());
        }
        self.shown_files.push(ShownFile {
            digest: digest.to_owned(),
            file: file.to_owned(),
            sharing_since: Some(at),
        });
        Ok(())
    }

    /// Writes down whether the thread has a file: one that it has not may be shared again.
    pub fn end_sharing(&mut self, file: &str, is_shared: bool) {
        match is_shared {
            true => {
                for it in self.shown_files.iter_mut().filter(|it| it.file == file) {
                    it.sharing_since = None;
                }
            }
            false => self.shown_files.retain(|it| it.file != file),
        }
    }

    /// Files of which only Slack knows whether the thread has them.
    pub fn half_shared(&self, now: Timestamp) -> Vec<ShownFile> {
        let is_over = |it: &&ShownFile| {
            it.sharing_since
                .is_some_and(|at| since(at, now) >= LONGEST_SHARING)
        };
        self.shown_files.iter().filter(is_over).cloned().collect()
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
