//! The folder, as it was read last, and whether it is still so.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use super::index::Index;
use super::{Passage, Warning, markdown};

/// A page longer than that is no page.
const LARGEST: u64 = 4 * 1024 * 1024;
/// Folders in folders; also the end of links that lead in a circle.
const DEEPEST: usize = 8;
/// More files than that are another folder.
const MOST_FILES: usize = 20_000;

/// A file system's clock is coarse: what was written in the same tick as it was read has the same
/// time of change. A file as young as this is read again.
const UNSETTLED: Duration = Duration::from_secs(2);

/// What was read of a folder.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// By name, relative to the folder.
    files: BTreeMap<String, File>,
    /// All passages of all files.
    pub(super) passages: Vec<Arc<Passage>>,
    pub(super) index: Arc<Index>,
    pub(super) warnings: Vec<Warning>,
}

#[derive(Clone, Debug)]
struct File {
    stamp: Option<Stamp>,
    hash: [u8; 32],
    passages: Vec<Arc<Passage>>,
    wrong: Vec<String>,
}

/// What a file has that changes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    modified: SystemTime,
    size: u64,
}

impl Shelf {
    /// The folder as it is now, when it differs from what was read. Looks at each file's time of
    /// change and size, and reads those that differ. A folder that cannot be read (any more) keeps
    /// what was read of it.
    pub(super) fn newer(folder: &Path, old: &Shelf) -> Option<Shelf> {
        let mut listing = Listing::default();
        if let Err(error) = listing.add(folder, "", 0) {
            let what =
                format!("the folder cannot be read, so what was read before is used: {error}");
            listing.warn("", what);
            return (old.warnings != listing.warnings).then(|| Shelf {
                files: old.files.clone(),
                passages: old.passages.clone(),
                index: old.index.clone(),
                warnings: listing.warnings,
            });
        }
        let now = SystemTime::now();
        let mut files = BTreeMap::new();
        for (name, (path, metadata)) in std::mem::take(&mut listing.files) {
            let stamp = Stamp::of(&metadata, now);
            let known = old.files.get(&name);
            let file = match known {
                Some(known) if stamp.is_some() && known.stamp == stamp => known.clone(),
                known => match read(&path, &metadata) {
                    Ok(bytes) => File::of(&name, &bytes, stamp, known),
                    Err(what) => {
                        listing.warnings.push(Warning { file: name, what });
                        continue;
                    }
                },
            };
            let wrong = file.wrong.iter().map(|what| Warning {
                file: name.clone(),
                what: what.clone(),
            });
            listing.warnings.extend(wrong);
            files.insert(name, file);
        }
        if files.is_empty() && listing.warnings.is_empty() {
            listing.warn("", "the folder holds no Markdown file (.md)".to_owned());
        }
        listing.warnings.sort();
        let is_same = |(a, b): (&File, &File)| a.hash == b.hash;
        let unchanged = files.len() == old.files.len()
            && files.keys().eq(old.files.keys())
            && files.values().zip(old.files.values()).all(is_same)
            && listing.warnings == old.warnings;
        if unchanged {
            // A stamp that has settled since is worth remembering; no passage is read for it.
            let settled = |(a, b): (&File, &File)| a.stamp == b.stamp;
            if files.values().zip(old.files.values()).all(settled) {
                return None;
            }
        }
        let (passages, index) = match unchanged {
            true => (old.passages.clone(), old.index.clone()),
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
            warnings: listing.warnings,
        })
    }
}

impl Stamp {
    /// `None` when it cannot be relied upon.
    fn of(metadata: &Metadata, now: SystemTime) -> Option<Stamp> {
        let modified = metadata.modified().ok()?;
        let settled = now
            .duration_since(modified)
            .is_ok_and(|age| age > UNSETTLED);
        settled.then_some(Stamp {
            modified,
            size: metadata.len(),
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

fn read(path: &Path, metadata: &Metadata) -> Result<Vec<u8>, String> {
    if metadata.len() > LARGEST {
        return Err(format!(
            "is larger than {} MB and is left out; divide it",
            LARGEST >> 20
        ));
    }
    std::fs::read(path).map_err(|error| format!("cannot be read and is left out: {error}"))
}

/// The Markdown files beneath a folder, by name.
#[derive(Default)]
struct Listing {
    files: BTreeMap<String, (PathBuf, Metadata)>,
    warnings: Vec<Warning>,
}

impl Listing {
    /// Names that begin with a dot are left out: `.git`, and the `..data` in which Kubernetes
    /// keeps what the links beside it point to.
    fn add(&mut self, folder: &Path, within: &str, depth: usize) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let (path, name) = (entry.path(), format!("{within}{name}"));
            // Follows links.
            let metadata = match std::fs::metadata(&path) {
                Ok(metadata) => metadata,
                Err(error) if is_markdown(&name) => {
                    self.warn(&name, format!("cannot be read and is left out: {error}"));
                    continue;
                }
                Err(_) => continue,
            };
            if metadata.is_dir() {
                if depth == DEEPEST {
                    self.warn(
                        &name,
                        "lies too deep in the folder and is left out".to_owned(),
                    );
                } else if let Err(error) = self.add(&path, &format!("{name}/"), depth + 1) {
                    self.warn(&name, format!("cannot be read and is left out: {error}"));
                }
            } else if is_markdown(&name) {
                if self.files.len() == MOST_FILES {
                    let what = format!("has more than {MOST_FILES} files; the rest is left out");
                    self.warn("", what);
                    return Ok(());
                }
                self.files.insert(name, (path, metadata));
            }
        }
        Ok(())
    }

    fn warn(&mut self, file: &str, what: String) {
        let file = file.to_owned();
        self.warnings.push(Warning { file, what });
    }
}

fn is_markdown(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown")
}
