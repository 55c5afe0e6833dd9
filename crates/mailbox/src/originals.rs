//! Mails as they came, where they lie: what reads their files again. Those that came from no mailbox
//! (`ingest`, `dev`) are kept in the data folder, if there is one and they hold files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use super::gmail::Gmail;
use super::graph::{self, Graph};
use super::source::imap::{self, Imap};
use super::source::s3::S3;
use inquiry::Origin;
use platform::private;

/// What reads mails where they lie.
#[derive(Clone, Debug, Default)]
pub struct Originals {
    /// The folder `mails` in the data folder, where the embedded store is.
    pub folder: Option<PathBuf>,
    /// The Gmail mailboxes.
    pub gmail: Vec<Gmail>,
    /// The mailboxes that are read by IMAP.
    pub imap: Vec<Imap>,
    /// The Microsoft 365 mailboxes.
    pub graph: Vec<Graph>,
    /// S3, once it is asked.
    pub s3: Arc<OnceCell<S3>>,
}

impl Originals {
    /// With the mailboxes of others.
    #[must_use]
    pub fn and(mut self, others: Vec<Originals>) -> Originals {
        for other in others {
            self.gmail.extend(other.gmail);
            self.imap.extend(other.imap);
            self.graph.extend(other.graph);
        }
        self
    }

    /// A mail as it came, from the first of its places where it still is; `None` when it is in none.
    ///
    /// # Errors
    /// Why a place could not be asked, in words for the log.
    pub async fn read(&self, origins: &[Origin]) -> Result<Option<Vec<u8>>, String> {
        let mut why = None;
        for origin in origins {
            match self.read_at(origin).await {
                Ok(Some(bytes)) => return Ok(Some(bytes)),
                Ok(None) => {}
                Err(error) => why = Some(error),
            }
        }
        why.map_or(Ok(None), Err)
    }

    async fn read_at(&self, origin: &Origin) -> Result<Option<Vec<u8>>, String> {
        match origin {
            Origin::File { name } => match self.path(name) {
                Some(path) => match tokio::fs::read(path).await {
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    read => read.map(Some).map_err(|error| error.to_string()),
                },
                None => Ok(None),
            },
            Origin::S3 { bucket, key } => {
                let s3 = self.s3.get_or_init(|| async {
                    let sdk = platform::aws::sdk_config().await;
                    S3::new(aws_sdk_s3::Client::new(&sdk), None, "")
                });
                match s3.await.fetch(bucket, key).await {
                    Err(super::source::s3::S3Error::Gone { .. }) => Ok(None),
                    read => read.map(Some).map_err(|error| error.to_string()),
                }
            }
            Origin::Gmail { id } => {
                for gmail in &self.gmail {
                    let read = gmail.read(id).await.map_err(|error| error.to_string())?;
                    if read.is_some() {
                        return Ok(read);
                    }
                }
                Ok(None)
            }
            Origin::Imap {
                account,
                folder,
                validity,
                uid,
            } => match imap::of_account(&self.imap, account) {
                Some(imap) => {
                    let read = imap.read(folder, *validity, *uid).await;
                    read.map_err(|error| error.to_string())
                }
                None => Ok(None),
            },
            Origin::Graph { mailbox, id } => match graph::of_mailbox(&self.graph, mailbox) {
                Some(graph) => graph.fetch(id).await.map_err(|error| error.to_string()),
                None => Ok(None),
            },
        }
    }

    /// Keeps a mail that came from no mailbox. `None` where there is no folder for it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn keep(&self, bytes: &[u8]) -> std::io::Result<Option<Origin>> {
        let Some(folder) = self.folder.clone() else {
            return Ok(None);
        };
        let name = format!("{}.eml", hex::encode(Sha256::digest(bytes)));
        let (kept, bytes) = (name.clone(), bytes.to_vec());
        let written = tokio::task::spawn_blocking(move || {
            private::folder(&folder)?;
            let path = folder.join(&kept);
            // The same content has the same name.
            let unfinished = folder.join(format!(".{kept}.tmp"));
            private::write(&unfinished, bytes)?;
            std::fs::rename(unfinished, path)
        });
        written.await.map_err(std::io::Error::other)??;
        Ok(Some(Origin::File { name }))
    }

    /// Removes a mail that was kept. One that is not there any more is no error.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, name: &str) -> std::io::Result<bool> {
        match self.path(name).map(std::fs::remove_file) {
            None => Ok(false),
            Some(Err(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Some(removed) => removed.map(|()| true),
        }
    }

    /// Removes what was kept longer ago than inquiries are.
    pub fn purge(&self, retention: Duration) {
        let Some(Ok(files)) = self.folder.as_deref().map(Path::read_dir) else {
            return;
        };
        let now = SystemTime::now();
        for file in files.flatten() {
            let age = file.metadata().and_then(|it| it.modified());
            let age = age.ok().and_then(|at| now.duration_since(at).ok());
            if age.is_some_and(|age| age > retention)
                && let Err(error) = std::fs::remove_file(file.path())
            {
                tracing::warn!(%error, "a mail that was kept too long is still there");
            }
        }
    }

    /// A name of our own making: it leads nowhere else.
    fn path(&self, name: &str) -> Option<PathBuf> {
        let is_ours = name
            .strip_suffix(".eml")
            .is_some_and(|hash| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()));
        self.folder
            .as_ref()
            .filter(|_| is_ours)
            .map(|folder| folder.join(name))
    }
}
