//! What a model is told, in words: [`Prompt`] is the plain data of a question, made of masked text;
//! [`Prompts`] are the templates and the manner that put it into words; [`PromptSource`] is which set
//! of them drafts are asked with: one that was read at the start, or the one that is used in the
//! store ([`versions`]).

mod fence;
mod files;
mod kind;
mod prompt;
mod set;
mod tokens;
pub mod versions;

pub use files::{Files, Problem, is_template, read_bucket, read_folder, shipped_files};
pub use kind::Kind;
pub use prompt::{Passage, Prompt, Side, Turn, fenced, own_words};
pub use set::{PromptError, Prompts, Voice};
pub use tokens::{cut, estimate};

use std::sync::{Arc, Mutex, PoisonError};

use store::Store;
use versions::{NotRead, digest};

/// What drafts are asked with. Clones share it.
#[derive(Clone, Debug)]
pub enum PromptSource {
    /// A set that was read at the start.
    Fixed(Prompts),
    /// `PROMPTS=store`: the set that is used there, whenever a draft is asked for.
    Used(Arc<Used>),
}

/// The set that was used in the store when it was last looked at.
#[derive(Debug)]
pub struct Used {
    voice: Voice,
    last: Mutex<Last>,
}

#[derive(Debug)]
struct Last {
    prompts: Prompts,
    /// Of its files.
    digest: String,
    /// What was said in the log of a set that is not taken.
    said: Option<String>,
}

impl PromptSource {
    /// Follows the store from this set on.
    pub fn used(prompts: Prompts, voice: Voice) -> PromptSource {
        let digest = digest(prompts.files());
        PromptSource::Used(Arc::new(Used {
            voice,
            last: Mutex::new(Last {
                prompts,
                digest,
                said: None,
            }),
        }))
    }

    /// The set for the next draft. A set in the store that cannot be used, or a store that cannot
    /// be reached, leaves the one before in use and says so in the log.
    pub async fn current(&self, store: &Store) -> Prompts {
        let used = match self {
            PromptSource::Fixed(prompts) => return prompts.clone(),
            PromptSource::Used(used) => used,
        };
        match newer(store, &used.digest(), &used.voice).await {
            Ok(None) => used.last().said = None,
            Ok(Some((digest, prompts))) => {
                tracing::info!(
                    version = prompts.version(),
                    "other prompts are used from now on"
                );
                *used.last() = Last {
                    prompts,
                    digest,
                    said: None,
                };
            }
            Err(error) => {
                let (mut last, error) = (used.last(), error.to_string());
                if last.said.as_ref() != Some(&error) {
                    tracing::warn!(version = last.prompts.version(), %error, "the prompts of before are used");
                    last.said = Some(error);
                }
            }
        }
        self.last()
    }

    /// The set of the draft before, or of the start.
    pub fn last(&self) -> Prompts {
        match self {
            PromptSource::Fixed(prompts) => prompts.clone(),
            PromptSource::Used(used) => used.last().prompts.clone(),
        }
    }
}

impl Used {
    fn last(&self) -> std::sync::MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn digest(&self) -> String {
        self.last().digest.clone()
    }
}

/// The set that is used in the store, where it is another than the one of this digest.
async fn newer(
    store: &Store,
    known: &str,
    voice: &Voice,
) -> Result<Option<(String, Prompts)>, NotRead> {
    let versions = versions::all(store).await?;
    if versions.digest_in_use() == Some(known) {
        return Ok(None);
    }
    let files = versions.files(store, versions.used).await?;
    let digest = digest(&files);
    if digest == known {
        return Ok(None);
    }
    Ok(Some((digest, checked(files, versions.used, voice)?)))
}

/// The files of a version as a set, if they are in order.
fn checked(files: Files, number: u32, voice: &Voice) -> Result<Prompts, NotRead> {
    Prompts::new(files, voice).map_err(|problems| NotRead::Broken { number, problems })
}
