//! The inquiries of a set, and what a good answer to each holds.

use std::path::Path;

use include_dir::{Dir, include_dir};
use regex::Regex;
use serde::Deserialize;

/// What is shipped with the program.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/eval");

/// A mail, `NAME.eml`, and what a good answer holds, `NAME.json`.
#[derive(Clone, Debug)]
pub struct Case {
    /// The files' name without its ending.
    pub name: String,
    /// The mail's bytes.
    pub mail: Vec<u8>,
    /// What a good answer holds.
    pub expected: Expected,
}

/// What a good answer holds. All of it may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expected {
    /// The kind of mail that its words should tell.
    pub kind: Option<String>,
    /// The language, as an English word; otherwise the mail's own.
    pub language: Option<String>,
    /// Texts that have to stand in it; `a|b` is satisfied by either. Case does not count.
    pub contains: Vec<String>,
    /// Texts that must not.
    pub not: Vec<String>,
    /// Regular expressions that have to match.
    pub matches: Vec<String>,
    /// What the salutation names: otherwise the sender.
    pub salutation: Option<String>,
    /// Characters at least.
    pub shortest: Option<usize>,
    /// Characters at most; 1200 otherwise.
    pub longest: Option<usize>,
    /// True where a promise or an amount is what a good answer gives.
    pub may_promise: bool,
    /// What the team knows; an empty list is "nothing was found".
    pub knowledge: Option<Vec<Known>>,
    /// What a judge should look for, in a sentence.
    pub good: Option<String>,
}

/// A passage of the team's knowledge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// For the team alone.
    #[serde(default)]
    pub internal: bool,
}

/// What is wrong with a set, one line each.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the evaluation set cannot be used:\n  {}", .0.join("\n  "))]
pub struct SetError(Vec<String>);

/// Reads a folder of cases.
///
/// # Errors
/// [`SetError`] with every problem.
pub fn read_set(folder: &Path) -> Result<Vec<Case>, SetError> {
    let unreadable = |place: &Path, error: std::io::Error| {
        format!("{} cannot be read: {error}", place.display())
    };
    let entries =
        std::fs::read_dir(folder).map_err(|error| SetError(vec![unreadable(folder, error)]))?;
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
    {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        match std::fs::read(&path) {
            Ok(bytes) => files.push((name.unwrap_or_default(), bytes)),
            Err(error) => problems.push(unreadable(&path, error)),
        }
    }
    cases(files, problems)
}

/// The shipped set.
///
/// # Errors
/// None: a test reads it.
pub fn shipped() -> Result<Vec<Case>, SetError> {
    let files = SHIPPED.files().filter_map(|file| {
        let name = file.path().file_name()?.to_str()?;
        Some((name.to_owned(), file.contents().to_vec()))
    });
    cases(files.collect(), Vec::new())
}

fn cases(files: Vec<(String, Vec<u8>)>, mut problems: Vec<String>) -> Result<Vec<Case>, SetError> {
    let mut cases = Vec::new();
    for (file, mail) in &files {
        let Some(name) = file.strip_suffix(".eml") else {
            if let Some(name) = file.strip_suffix(".json")
                && !files
                    .iter()
                    .any(|(other, _)| *other == format!("{name}.eml"))
            {
                problems.push(format!("{file} has no mail {name}.eml"));
            }
            continue;
        };
        let expected = files
            .iter()
            .find(|(other, _)| *other == format!("{name}.json"));
        let expected = match expected {
            None => Ok(Expected::default()),
            Some((_, json)) => serde_json::from_slice::<Expected>(json),
        };
        match expected {
            Err(error) => problems.push(format!("{name}.json is not as documented: {error}")),
            Ok(expected) => {
                let wrong = expected.matches.iter().filter(|it| Regex::new(it).is_err());
                problems
                    .extend(wrong.map(|it| format!("{name}.json: {it} is no regular expression")));
                cases.push(Case {
                    name: name.to_owned(),
                    mail: mail.clone(),
                    expected,
                });
            }
        }
    }
    if cases.is_empty() && problems.is_empty() {
        problems.push("there is no mail (NAME.eml) in it".to_owned());
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    if problems.is_empty() {
        Ok(cases)
    } else {
        Err(SetError(problems))
    }
}
