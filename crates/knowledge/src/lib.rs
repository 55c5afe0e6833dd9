//! The team's knowledge: Markdown in a folder or a bucket, from which passages are found for a mail.
//!
//! `markdown` divides a page into passages, `terms` says what a text is found by (`speech` and
//! `spelling` what a customer meant to write), `index` finds
//! (BM25), `contacts` says where the shop is reached, `folder` and `bucket` look for what changed,
//! `shelf` keeps what was read. Nothing is
//! read before the first mail needs it.
//!
//! A query is made of masked text without its placeholders, so that no person is looked for. What
//! comes out is what a model may read: see [`Source`].

mod bucket;
mod contacts;
mod files;
mod folder;
mod index;
mod markdown;
mod shelf;
mod speech;
mod spelling;
mod terms;
mod thesaurus;

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

pub use contacts::Contact;
pub use files::media_type;
use index::Hit;
use inquiry::Source;
use pii::{CustomerText, MaskedText, Masker, Placeholders, PublicText, without_placeholders};
use platform::bucket::Bucket;
use shelf::{Look, Shelf};

/// Passages that a draft is written with, at most.
pub const MOST: usize = 4;

/// A place with knowledge. Clones share what was read.
#[derive(Clone, Debug)]
pub struct Knowledge {
    place: Place,
    shelf: Arc<Mutex<Arc<Shelf>>>,
    /// Whether a model is given what is for the team alone.
    gives_internal: bool,
    /// When the last look at the place began. One looks, the others wait for what it sees.
    looked: Arc<tokio::sync::Mutex<Option<Instant>>>,
}

#[derive(Clone, Debug)]
enum Place {
    Folder(PathBuf),
    Bucket(Bucket),
}

/// A passage of a page, as it was written.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The file, relative to the place.
    pub file: String,
    /// The page's title.
    pub title: String,
    /// Its headings, from the outermost.
    pub heading: String,
    /// Words that all passages of the page are found by, beside their own.
    pub keywords: String,
    /// Words that this passage is found by: what else, and in other languages, it is called.
    pub aliases: String,
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

/// Something in the place that cannot be used as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// The file, relative to the place; empty for the place itself.
    pub file: String,
    /// What is wrong, and what becomes of it.
    pub what: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.file.is_empty() {
            true => f.write_str(&self.what),
            false => write!(f, "{} {}", self.file, self.what),
        }
    }
}

/// What was found, the best first.
#[derive(Clone, Debug)]
pub struct Found {
    /// Each with its score; see [`Source::score`].
    pub passages: Vec<(Arc<Passage>, u32)>,
    /// How many passages there are.
    pub of: usize,
    /// What is wrong with the place.
    pub warnings: Vec<Warning>,
    /// False when the place could not be read, and never was: what fits is not known.
    pub was_read: bool,
}

impl Knowledge {
    /// The knowledge in a folder. Reads nothing yet.
    pub fn at(folder: impl Into<PathBuf>) -> Knowledge {
        Knowledge::in_place(Place::Folder(folder.into()))
    }

    /// The knowledge in a bucket. Reads nothing yet.
    pub fn in_bucket(bucket: Bucket) -> Knowledge {
        Knowledge::in_place(Place::Bucket(bucket))
    }

    fn in_place(place: Place) -> Knowledge {
        Knowledge {
            place,
            gives_internal: false,
            shelf: Arc::default(),
            looked: Arc::default(),
        }
    }

    /// Whether a model is given passages that are for the team alone, too: a customer's mail can
    /// talk it into giving them away.
    #[must_use]
    pub fn with_internal(self, gives_internal: bool) -> Knowledge {
        Knowledge {
            gives_internal,
            ..self
        }
    }

    /// What a draft for these texts of a mail is written with, the best first: at most [`MOST`]
    /// passages, none when nothing fits, and none that is for the team alone unless
    /// [`Knowledge::with_internal`] says so. `None` when the place cannot be read, and never was.
    pub async fn look_up(
        &self,
        texts: &[&MaskedText],
        placeholders: &Placeholders,
        masker: &Masker,
    ) -> Option<Vec<Source>> {
        let texts: Vec<String> = texts
            .iter()
            .map(|text| without_placeholders(text, placeholders))
            .collect();
        // What is left out makes room for what is not.
        let found = self.search(texts.join("\n"), 4 * MOST).await;
        let is_given =
            |(passage, _): &&(Arc<Passage>, u32)| self.gives_internal || !passage.is_internal();
        let source =
            |(passage, score): &(Arc<Passage>, u32)| passage.source(*score, placeholders, masker);
        let given = found.passages.iter().filter(is_given).take(MOST);
        found.was_read.then(|| given.map(source).collect())
    }

    /// The passages that fit a question best. Reads what changed in the place first; warnings
    /// that are new are logged. In an outage, what was read before is searched.
    pub async fn search(&self, question: String, most: usize) -> Found {
        self.renew().await;
        let knowledge = self.clone();
        blocking(move || knowledge.find(&question, most)).await
    }

    /// Where the shop is reached, as its public pages said when they were read last.
    pub fn contacts(&self) -> Arc<[Contact]> {
        self.shelf().contacts()
    }

    /// Reads the place, unless it was read before.
    pub async fn read_once(&self) {
        if !self.shelf().was_read {
            self.renew().await;
        }
    }

    /// As [`Knowledge::search`] in a folder, on this thread.
    pub fn search_now(&self, question: &str, most: usize) -> Found {
        if let Place::Folder(folder) = &self.place {
            let known = self.shelf();
            self.put(&known, folder::look(folder, &known));
        }
        self.find(question, most)
    }

    fn find(&self, question: &str, most: usize) -> Found {
        let shelf = self.shelf();
        let hits = shelf.index.find(question, most);
        let passage = |Hit { passage, score }| Some((shelf.passages.get(passage)?.clone(), score));
        Found {
            passages: hits.into_iter().filter_map(passage).collect(),
            of: shelf.passages.len(),
            warnings: shelf.warnings.clone(),
            was_read: shelf.was_read,
        }
    }

    /// Reads what changed in the place. A look that began after this was called is as good as one
    /// of its own.
    async fn renew(&self) {
        let called = Instant::now();
        let mut looked = self.looked.lock().await;
        if looked.is_some_and(|begun| begun >= called) {
            return;
        }
        let begun = Instant::now();
        let (knowledge, known) = (self.clone(), self.shelf());
        match &self.place {
            Place::Folder(folder) => {
                let folder = folder.clone();
                blocking(move || knowledge.put(&known, folder::look(&folder, &known))).await;
            }
            Place::Bucket(bucket) => {
                let look = bucket::look(bucket, &known).await;
                blocking(move || knowledge.put(&known, look)).await;
            }
        }
        *looked = Some(begun);
    }

    fn shelf(&self) -> Arc<Shelf> {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.clone()
    }

    /// Puts what a look found in the place of what was known before it.
    fn put(&self, known: &Shelf, look: Result<Look, String>) {
        let newer = match look {
            Ok(look) => known.with(look),
            Err(why) if known.was_read => {
                known.in_an_outage(format!("{why}; what was read before is used"))
            }
            Err(why) => known.in_an_outage(why),
        };
        let Some(newer) = newer else { return };
        let said: BTreeSet<&Warning> = known.warnings.iter().collect();
        for warning in newer.warnings.iter().filter(|it| !said.contains(it)) {
            let Warning { file, what } = warning;
            tracing::warn!(place = %self, file, "knowledge: {what}");
        }
        *self.shelf.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(newer);
    }
}

/// The folder, or the address in a bucket.
impl fmt::Display for Knowledge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Folder(folder) => folder.display().fmt(f),
            Place::Bucket(bucket) => bucket.fmt(f),
        }
    }
}

/// Does on a thread of its own what takes long.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The process is ending, and this task with it.
        Err(_) => std::future::pending().await,
    }
}

impl Passage {
    /// True when it is for the team alone.
    pub fn is_internal(&self) -> bool {
        matches!(self.text, PassageText::Internal(_))
    }

    /// The text as it was written: for those who may read the folder.
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
