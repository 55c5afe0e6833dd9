//! What was read of a place, and what has become of it since.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::index::Index;
use super::{Contact, Passage, Warning, contacts, markdown};

/// A page longer than that is no page.
pub(super) const LARGEST: u64 = 4 * 1024 * 1024;
/// More files than that are another place.
pub(super) const MOST_FILES: usize = 20_000;

/// What was read of a place.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// By name, relative to the place.
    files: BTreeMap<String, File>,
    /// All passages of all files.
    pub(super) passages: Vec<Arc<Passage>>,
    pub(super) index: Arc<Index>,
    pub(super) warnings: Vec<Warning>,
    /// True once a whole look at the place succeeded.
    pub(super) was_read: bool,
    /// Of the passages; read once they are needed.
    contacts: OnceLock<Arc<[Contact]>>,
}

#[derive(Clone, Debug)]
struct File {
    stamp: Option<Stamp>,
    hash: [u8; 32],
    passages: Vec<Arc<Passage>>,
    wrong: Vec<String>,
}

/// What a file has that changes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    /// Of a file in a folder.
    Time { modified: SystemTime, size: u64 },
    /// Of an object in a bucket.
    Tag(String),
}

/// A file as it was found, by name.
pub(super) enum Found {
    /// Its stamp is the one that is known.
    Same,
    /// It was read; the stamp is `None` when it cannot be relied upon.
    Read(Vec<u8>, Option<Stamp>),
    /// It could not be read just now: what is known of it is used, if anything is.
    Unread(String),
    /// It is left out.
    LeftOut(String),
}

/// Everything that a look at a place found.
#[derive(Default)]
pub(super) struct Look {
    pub(super) files: BTreeMap<String, Found>,
    pub(super) warnings: Vec<Warning>,
}

impl Look {
    pub(super) fn warn(&mut self, file: &str, what: String) {
        let file = file.to_owned();
        self.warnings.push(Warning { file, what });
    }
}

impl Shelf {
    /// Where the shop is reached.
    pub(super) fn contacts(&self) -> Arc<[Contact]> {
        let contacts = || contacts::of(&self.passages).into();
        self.contacts.get_or_init(contacts).clone()
    }

    /// True when a file of this name was read with this stamp.
    pub(super) fn knows(&self, name: &str, stamp: Option<&Stamp>) -> bool {
        let known = self.files.get(name).and_then(|file| file.stamp.as_ref());
        stamp.is_some() && known == stamp
    }

    /// What was read before, where the place cannot be read any more; `None` when that was said.
    pub(super) fn in_an_outage(&self, why: String) -> Option<Shelf> {
        let warning = Warning {
            file: String::new(),
            what: why,
        };
        let warnings = vec![warning];
        (self.warnings != warnings).then(|| Shelf {
            files: self.files.clone(),
            passages: self.passages.clone(),
            index: self.index.clone(),
            warnings,
            was_read: self.was_read,
            contacts: OnceLock::new(),
        })
    }

    /// The place as it is now, when it differs from what was read.
    pub(super) fn with(&self, look: Look) -> Option<Shelf> {
        let Look {
            files: found,
            mut warnings,
        } = look;
        let mut files = BTreeMap::new();
        for (name, found) in found {
            let known = self.files.get(&name);
            let file = match (found, known) {
                (Found::Same, Some(known)) => known.clone(),
                (Found::Read(bytes, stamp), known) => File::of(&name, &bytes, stamp, known),
                (Found::Unread(what), Some(known)) => {
                    let what = format!("{what}; what was read before is used");
                    warnings.push(Warning {
                        file: name.clone(),
                        what,
                    });
                    // Another look reads it again.
                    File {
                        stamp: None,
                        ..known.clone()
                    }
                }
                (Found::Unread(what), None) => {
                    let what = format!("{what}, and it is left out");
                    warnings.push(Warning { file: name, what });
                    continue;
                }
                (Found::LeftOut(what), _) => {
                    warnings.push(Warning { file: name, what });
                    continue;
                }
                (Found::Same, None) => continue,
            };
            let wrong = file.wrong.iter().map(|what| Warning {
                file: name.clone(),
                what: what.clone(),
            });
            warnings.extend(wrong);
            files.insert(name, file);
        }
        if files.is_empty() && warnings.is_empty() {
            warnings.push(Warning {
                file: String::new(),
                what: "there is no Markdown file (.md) in it".to_owned(),
            });
        }
        warnings.sort();
        let is_same = |(a, b): (&File, &File)| a.hash == b.hash;
        let unchanged = self.was_read
            && files.len() == self.files.len()
            && files.keys().eq(self.files.keys())
            && files.values().zip(self.files.values()).all(is_same)
            && warnings == self.warnings;
        if unchanged {
            // A stamp that has settled since is worth remembering; no passage is read for it.
            let settled = |(a, b): (&File, &File)| a.stamp == b.stamp;
            if files.values().zip(self.files.values()).all(settled) {
                return None;
            }
        }
        let (passages, index) = match unchanged {
            true => (self.passages.clone(), self.index.clone()),
            false => {
                let passages: Vec<Arc<Passage>> = files
                    .values()
                    .flat_map(|file| file.passages.iter().cloned())
                    .collect();
                let index = Arc::new(Index::of(&passages));
                (passages, index)
            }
        };
        Some(Shelf {
            files,
            passages,
            index,
            warnings,
            was_read: true,
            contacts: OnceLock::new(),
        })
    }
}

impl File {
    fn of(name: &str, bytes: &[u8], stamp: Option<Stamp>, known: Option<&File>) -> File {
        let hash: [u8; 32] = Sha256::digest(bytes).into();
        if let Some(known) = known.filter(|known| known.hash == hash) {
            return File {
                stamp,
                ..known.clone()
            };
        }
        let (passages, wrong) = match std::str::from_utf8(bytes) {
            Ok(text) => markdown::read(name, text),
            Err(_) => (
                Vec::new(),
                vec!["is not in UTF-8 and is left out; save it as UTF-8".to_owned()],
            ),
        };
        File {
            stamp,
            hash,
            passages: passages.into_iter().map(Arc::new).collect(),
            wrong,
        }
    }
}

pub(super) fn too_large() -> Found {
    Found::LeftOut(format!(
        "is larger than {} MB and is left out; divide it",
        LARGEST >> 20
    ))
}

pub(super) fn is_markdown(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown")
}

pub(super) fn too_many() -> String {
    format!("has more than {MOST_FILES} files; the rest is left out")
}
