//! Sets of prompts in the store: each that is put there is a version with a number, and one of
//! them is used.
//!
//! A set is kept under the digest of its files and never written over; the list of versions is
//! written last. So a set is there before it is used, and a run that is interrupted begins again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::checked;
use super::{Files, Problem, Prompts, Voice, is_template, shipped_files};
use store::{Store, StoreError, Written};

/// The helper item with the list.
const LIST: &str = "prompts#versions";

/// The number of the shipped prompts, which are used until a set is put into the store.
pub const SHIPPED: u32 = 0;

/// Bytes of a set: an item of DynamoDB has 400 kB.
const LARGEST: usize = 350_000;

/// Few people put sets at the same time; more conflicts than this mean a fault.
const ATTEMPTS: usize = 20;

/// The versions that there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// The number of the one that is used.
    pub used: u32,
    /// All that were ever put here, oldest first.
    pub sets: Vec<Version>,
}

/// A set that was put into the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// 1 is the first.
    pub number: u32,
    /// As it stood on drafts when it was put here: a short hash, the program's own rules included.
    pub version: String,
    /// When it was put here.
    pub at: Timestamp,
    /// What its author said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The digest of its files.
    digest: String,
}

/// Why a version cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// There is none of this number.
    #[error("there are no prompts {0} in the store: `replybot prompts versions` lists them")]
    NoSuchVersion(u32),
    /// Its files are not those that were put there.
    #[error("the prompts {0} in the store are damaged: put them there again")]
    Damaged(u32),
    /// This program cannot use it.
    #[error("the prompts {number} in the store cannot be used: {}", joined(.problems))]
    Broken {
        /// Its number.
        number: u32,
        /// Every problem.
        problems: Vec<Problem>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a set is not put into the store.
#[derive(Debug, thiserror::Error)]
pub enum NotPut {
    /// It would not fit into an item.
    #[error("the prompts have {0} bytes; the store takes {LARGEST}: shorten them")]
    TooLarge(usize),
    /// Others write all the time.
    #[error("others are changing the prompts; try again")]
    Busy,
    /// What is there cannot be read.
    #[error(transparent)]
    NotRead(#[from] NotRead),
}

impl From<StoreError> for NotPut {
    fn from(error: StoreError) -> NotPut {
        NotPut::NotRead(error.into())
    }
}

/// The versions in a store.
///
/// # Errors
/// [`StoreError`].
pub async fn all(store: &Store) -> Result<Versions, StoreError> {
    Ok(read(store).await?.1)
}

/// Puts a set into the store, which is used from then on. One that is there already keeps its number.
///
/// # Errors
/// [`NotPut`].
pub async fn put(
    store: &Store,
    prompts: &Prompts,
    note: Option<&str>,
    now: Timestamp,
) -> Result<Version, NotPut> {
    let files = templates(prompts.files());
    let digest = digest(&files);
    let text = serde_json::to_string(&files).unwrap_or_default();
    if text.len() > LARGEST {
        return Err(NotPut::TooLarge(text.len()));
    }
    let key = key(&digest);
    // Another run may have put it there: its name is its content.
    let kept = store.kv(&key).await?;
    if kept.as_ref() != Some(&text) {
        store.write_kv(&key, kept.as_deref(), &text, None).await?;
    }
    change(store, |versions| {
        let known = versions.sets.iter().find(|it| it.digest == digest);
        let version = known.cloned().unwrap_or_else(|| Version {
            number: versions.sets.last().map_or(SHIPPED, |it| it.number) + 1,
            version: prompts.version().to_owned(),
            at: now,
            note: note.map(str::to_owned),
            digest: digest.clone(),
        });
        if known.is_none() {
            versions.sets.push(version.clone());
        }
        versions.used = version.number;
        Ok(version)
    })
    .await
}

/// Uses a version from now on, if it can be used. Its set.
///
/// # Errors
/// [`NotPut`]; what was used before is used on.
pub async fn go_to(store: &Store, number: u32, voice: &Voice) -> Result<Prompts, NotPut> {
    let files = all(store).await?.files(store, number).await?;
    let prompts = checked(files, number, voice)?;
    change(store, |versions| {
        versions.used = number;
        Ok(())
    })
    .await?;
    Ok(prompts)
}

impl Versions {
    /// The files of a version.
    ///
    /// # Errors
    /// [`NotRead`].
    pub async fn files(&self, store: &Store, number: u32) -> Result<Files, NotRead> {
        if number == SHIPPED {
            return Ok(shipped_files());
        }
        let version = self.of(number).ok_or(NotRead::NoSuchVersion(number))?;
        let text = store.kv(&key(&version.digest)).await?.unwrap_or_default();
        let files = serde_json::from_str(&text).ok();
        files
            .filter(|files| digest(files) == version.digest)
            .ok_or(NotRead::Damaged(number))
    }

    /// The digest of the version that is used; `None` for the shipped one.
    pub(super) fn digest_in_use(&self) -> Option<&str> {
        Some(&self.of(self.used)?.digest)
    }

    fn of(&self, number: u32) -> Option<&Version> {
        self.sets.iter().find(|it| it.number == number)
    }
}

/// What tells one set of files from another.
pub(super) fn digest(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (name, text) in templates(files) {
        for part in [name, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hex::encode(hash.finalize())
}

/// Without what belongs to the program.
fn templates(files: &Files) -> Files {
    let templates = files.iter().filter(|(name, _)| is_template(name));
    templates
        .map(|(name, text)| (name.clone(), text.clone()))
        .collect()
}

fn key(digest: &str) -> String {
    format!("prompts#set#{digest}")
}

fn joined(problems: &[Problem]) -> String {
    let problems: Vec<String> = problems.iter().map(Problem::to_string).collect();
    problems.join("; ")
}

/// The list, and its text as it is in the store.
async fn read(store: &Store) -> Result<(Option<String>, Versions), StoreError> {
    let Some(text) = store.kv(LIST).await? else {
        return Ok((None, Versions::default()));
    };
    let versions = serde_json::from_str(&text).map_err(|_| {
        let what = format!("`{LIST}` is not as this version of replybot writes it");
        StoreError::Unreadable(what)
    })?;
    Ok((Some(text), versions))
}

/// Changes the list; again from the start when another run did so in between (optimistic locking).
async fn change<T>(
    store: &Store,
    mut change: impl FnMut(&mut Versions) -> Result<T, NotPut>,
) -> Result<T, NotPut> {
    for _ in 0..ATTEMPTS {
        let (before, mut versions) = read(store).await?;
        let changed = change(&mut versions)?;
        let text = serde_json::to_string(&versions).unwrap_or_default();
        if before.as_ref() == Some(&text)
            || store.write_kv(LIST, before.as_deref(), &text, None).await? == Written::Yes
        {
            return Ok(changed);
        }
    }
    Err(NotPut::Busy)
}
