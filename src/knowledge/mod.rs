//! The team's knowledge: a folder of Markdown from which passages are found for a mail.
//!
//! `markdown` divides a page into passages, `terms` says what a text is found by, `index` finds
//! (BM25), `folder` notices what changed. Nothing is read before the first mail needs it.
//!
//! A query is made of masked text without its placeholders, so that nobody is looked for. What
//! comes out is what a model may read: see [`Source`].

mod folder;
mod index;
mod markdown;
mod terms;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::inquiry::Source;
use crate::pii::{
    CustomerText, MaskedText, Masker, Placeholders, PublicText, without_placeholders,
};
use folder::Shelf;
use index::Hit;

/// Passages that a draft is written with, at most.
pub const MOST: usize = 4;

/// A folder of knowledge. Clones share what was read.
#[derive(Clone, Debug)]
pub struct Knowledge {
    folder: PathBuf,
    shelf: Arc<Mutex<Arc<Shelf>>>,
}

/// A passage of a page, as it was written.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The file, relative to the folder.
    pub file: String,
    /// The page's title.
    pub title: String,
    /// Its headings, from the outermost.
    pub heading: String,
    /// Words that it is found by, beside its own.
    pub keywords: String,
    /// The text.
    pub text: PassageText,
}

/// Who may read a passage.
#[derive(Clone, Debug)]
pub enum PassageText {
    /// Everybody.
    Public(PublicText),
    /// The team alone; may hold staff's personal data.
    Internal(CustomerText),
}

/// Something in the folder that cannot be used as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// The file, relative to the folder; empty for the folder itself.
    pub file: String,
    /// What is wrong, and what becomes of it.
    pub what: String,
}

/// What was found, the best first.
#[derive(Clone, Debug)]
pub struct Found {
    /// Each with its score; see [`Source::score`].
    pub passages: Vec<(Arc<Passage>, u32)>,
    /// How many passages there are.
    pub of: usize,
    /// What is wrong with the folder.
    pub warnings: Vec<Warning>,
}

impl Knowledge {
    /// The knowledge in a folder. Reads nothing yet.
    pub fn at(folder: impl Into<PathBuf>) -> Knowledge {
        Knowledge {
            folder: folder.into(),
            shelf: Arc::default(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What a draft for these texts of a mail is written with, the best first: at most [`MOST`]
    /// passages, none when nothing fits.
    pub async fn look_up(
        &self,
        texts: &[&MaskedText],
        placeholders: &Placeholders,
        masker: &Masker,
    ) -> Vec<Source> {
        let texts: Vec<String> = texts
            .iter()
            .map(|text| without_placeholders(text, placeholders))
            .collect();
        let found = self.search(texts.join("\n"), MOST).await;
        found
            .passages
            .iter()
            .map(|(passage, score)| passage.source(*score, placeholders, masker))
            .collect()
    }

    /// The passages that fit a question best. Reads what changed in the folder first; warnings
    /// that are new are logged.
    pub async fn search(&self, question: String, most: usize) -> Found {
        let knowledge = self.clone();
        let searching = tokio::task::spawn_blocking(move || knowledge.search_now(&question, most));
        match searching.await {
            Ok(found) => found,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            // The process is ending, and this task with it.
            Err(_) => std::future::pending().await,
        }
    }

    /// As [`Knowledge::search`], on this thread.
    pub fn search_now(&self, question: &str, most: usize) -> Found {
        let shelf = self.shelf();
        let hits = shelf.index.find(question, most);
        let passage = |Hit { passage, score }| Some((shelf.passages.get(passage)?.clone(), score));
        Found {
            passages: hits.into_iter().filter_map(passage).collect(),
            of: shelf.passages.len(),
            warnings: shelf.warnings.clone(),
        }
    }

    /// The folder as it is now.
    fn shelf(&self) -> Arc<Shelf> {
        // One thread looks, the others wait for what it sees.
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(newer) = Shelf::newer(&self.folder, &shelf) {
            let known: BTreeSet<&Warning> = shelf.warnings.iter().collect();
            for Warning { file, what } in &newer.warnings {
                if !known.contains(&Warning {
                    file: file.clone(),
                    what: what.clone(),
                }) {
                    tracing::warn!(folder = %self.folder.display(), file, "knowledge: {what}");
                }
            }
            *shelf = Arc::new(newer);
        }
        shelf.clone()
    }
}

impl Passage {
    /// True when it is for the team alone.
    pub fn is_internal(&self) -> bool {
        matches!(self.text, PassageText::Internal(_))
    }

    /// The text as it was written: for whoever may read the folder.
    pub fn raw(&self) -> &str {
        match &self.text {
            PassageText::Public(text) => text.as_str(),
            PassageText::Internal(text) => text.expose(),
        }
    }

    /// The passage as a model may read it, beside a mail with these placeholders.
    pub fn source(&self, score: u32, placeholders: &Placeholders, masker: &Masker) -> Source {
        let internal = self.is_internal();
        let shown = |text: &str| match internal {
            true => masker.black_out(&CustomerText::new(text), placeholders),
            false => masker.beside(&PublicText::of_the_shop(text), placeholders),
        };
        Source {
            file: self.file.clone(),
            title: shown(&self.title),
            heading: shown(&self.heading),
            internal,
            score,
            text: match &self.text {
                PassageText::Public(text) => masker.beside(text, placeholders),
                PassageText::Internal(text) => masker.black_out(text, placeholders),
            },
        }
    }
}
