//! A folder, looked through for what changed.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::shelf::{
    Found, LARGEST, Look, MOST_FILES, Shelf, Stamp, is_markdown, too_large, too_many,
};

/// Folders in folders; also the end of links that lead in a circle.
const DEEPEST: usize = 8;

/// A file system's clock is coarse: what was written in the same tick as it was read has the same
/// time of change. A file as young as this is read again.
const UNSETTLED: Duration = Duration::from_secs(2);

/// Looks at each file's time of change and size, and reads those that differ from what is known.
///
/// # Errors
/// What is wrong, when the folder itself cannot be read.
pub(super) fn look(folder: &Path, known: &Shelf) -> Result<Look, String> {
    let mut looking = Looking {
        look: Look::default(),
        known,
        now: SystemTime::now(),
    };
    match looking.add(folder, "", 0) {
        Ok(()) => Ok(looking.look),
        Err(error) => Err(format!("the folder cannot be read: {error}")),
    }
}

struct Looking<'a> {
    look: Look,
    known: &'a Shelf,
    now: SystemTime,
}

impl Looking<'_> {
    /// The Markdown files beneath a folder. Names that begin with a dot are left out: `.git`, and
    /// the `..data` in which Kubernetes keeps what the links beside it point to.
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
                    let what = format!("cannot be read and is left out: {error}");
                    self.look.files.insert(name, Found::LeftOut(what));
                    continue;
                }
                Err(_) => continue,
            };
            if metadata.is_dir() {
                if depth == DEEPEST {
                    let what = "lies too deep in the folder and is left out";
                    self.look.warn(&name, what.to_owned());
                } else if let Err(error) = self.add(&path, &format!("{name}/"), depth + 1) {
                    let what = format!("cannot be read and is left out: {error}");
                    self.look.warn(&name, what);
                }
            } else if is_markdown(&name) {
                if self.look.files.len() == MOST_FILES {
                    self.look.warn("", too_many());
                    return Ok(());
                }
                let found = self.found(&name, &path, &metadata);
                self.look.files.insert(name, found);
            }
        }
        Ok(())
    }

    fn found(&self, name: &str, path: &Path, metadata: &Metadata) -> Found {
        let stamp = stamp(metadata, self.now);
        if self.known.knows(name, stamp.as_ref()) {
            return Found::Same;
        }
        if metadata.len() > LARGEST {
            return too_large();
        }
        match std::fs::read(path) {
            Ok(bytes) => Found::Read(bytes, stamp),
            Err(error) => Found::LeftOut(format!("cannot be read and is left out: {error}")),
        }
    }
}

/// `None` when it cannot be relied upon.
fn stamp(metadata: &Metadata, now: SystemTime) -> Option<Stamp> {
    let modified = metadata.modified().ok()?;
    let settled = now
        .duration_since(modified)
        .is_ok_and(|age| age > UNSETTLED);
    settled.then_some(Stamp::Time {
        modified,
        size: metadata.len(),
    })
}
