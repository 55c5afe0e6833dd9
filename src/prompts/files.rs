//! The files of a set of prompts, wherever they come from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use include_dir::{Dir, include_dir};

use platform::bucket::Bucket;

/// What is shipped with the program.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// No template is longer; a folder that holds more is not one of prompts.
const LONGEST: u64 = 256 * 1024;

/// More files than a set of prompts has; a prefix with more of them is a mistake.
const MOST_FILES: usize = 100;

/// Names such as `kinds/refund.txt`, and texts.
pub type Files = BTreeMap<String, String>;

/// What is wrong with a file of a set of prompts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.file, self.what)
    }
}

/// True for the names that a set of prompts consists of.
pub fn is_template(name: &str) -> bool {
    let kind = name
        .strip_prefix("kinds/")
        .and_then(|it| it.strip_suffix(".txt"));
    matches!(name, "rules.txt" | "mail.txt") || kind.is_some_and(|kind| !kind.contains('/'))
}

/// The shipped files.
pub fn shipped_files() -> Files {
    let in_kinds = SHIPPED.dirs().flat_map(Dir::files);
    let files = SHIPPED.files().chain(in_kinds);
    files
        .filter_map(|file| {
            let name = file.path().to_str()?.replace('\\', "/");
            Some((name, file.contents_utf8()?.to_owned()))
        })
        .collect()
}

/// Reads a folder.
///
/// # Errors
/// Every file that cannot be read.
pub fn read_folder(folder: &Path) -> Result<Files, Vec<Problem>> {
    let (mut files, mut problems) = (Files::new(), Vec::new());
    for (place, prefix) in [(folder.to_owned(), ""), (folder.join("kinds"), "kinds/")] {
        let problem = |what: String| Problem {
            file: place.display().to_string(),
            what,
        };
        let entries = match std::fs::read_dir(&place) {
            Ok(entries) => entries,
            // What is missing is said file by file.
            Err(error) if !prefix.is_empty() && error.kind() == std::io::ErrorKind::NotFound => {
                continue;
            }
            Err(error) => {
                problems.push(problem(format!("cannot be read: {error}")));
                continue;
            }
        };
        for entry in entries.flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if !is_template(&name) {
                continue;
            }
            let read = match entry.metadata() {
                Ok(metadata) if metadata.len() > LONGEST => {
                    Err("is longer than any prompt".to_owned())
                }
                _ => std::fs::read_to_string(entry.path())
                    .map_err(|error| format!("cannot be read: {error}")),
            };
            match read {
                Ok(text) => drop(files.insert(name, text)),
                Err(what) => problems.push(Problem { file: name, what }),
            }
        }
    }
    if problems.is_empty() {
        Ok(files)
    } else {
        Err(problems)
    }
}

/// Reads a place in a bucket.
///
/// # Errors
/// What went wrong, to be read after the name of a variable.
pub async fn read_bucket(bucket: &Bucket) -> Result<Files, String> {
    let objects = bucket.list(MOST_FILES).await?;
    if objects.len() > MOST_FILES {
        return Err(format!(
            "holds more than {MOST_FILES} files: name the folder with the prompts"
        ));
    }
    let mut files = Files::new();
    for object in objects.iter().filter(|object| is_template(&object.name)) {
        let name = &object.name;
        if object.size > LONGEST {
            return Err(format!("holds {name}, which is longer than any prompt"));
        }
        let text = String::from_utf8(bucket.read(name).await?);
        let text = text.map_err(|_| format!("holds {name}, which is no text"))?;
        files.insert(name.clone(), text);
    }
    Ok(files)
}
