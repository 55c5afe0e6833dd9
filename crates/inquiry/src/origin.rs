//! Where a mail lies that became an inquiry.

use serde::{Deserialize, Serialize};

use super::Inquiry;

/// A place of the whole mail as it came, outside of the store. A mail that was delivered twice has
/// several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "in", rename_all = "snake_case")]
pub enum Origin {
    /// An object in S3.
    S3 {
        /// The bucket.
        bucket: String,
        /// The object's key.
        key: String,
    },
    /// A mail in a folder of a mailbox that is read by IMAP.
    Imap {
        /// Whose: user, server and port.
        account: String,
        /// The folder.
        folder: String,
        /// Its UIDVALIDITY when the mail was taken.
        validity: u32,
        /// The mail's number in it.
        uid: u32,
    },
    /// A file in the folder `mails` of the data folder.
    File {
        /// Its name.
        name: String,
    },
    /// A message of a Microsoft 365 mailbox.
    Graph {
        /// Whose: `GRAPH_MAILBOX`.
        mailbox: String,
        /// Graph's immutable id.
        id: String,
    },
    /// A message of a Gmail mailbox.
    Gmail {
        /// Gmail's identifier.
        id: String,
    },
}

impl Inquiry {
    /// Remembers that the mail, or one about it, also lies there.
    pub fn lies_in(&mut self, origin: &Origin) {
        if !self.origins.contains(origin) {
            self.origins.push(origin.clone());
        }
    }
}
