//! Where drafts go, and which are there already: a run that was killed is gone on with.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

/// Where drafts go.
pub enum Output {
    /// Standard output, in the order of the mails.
    Standard,
    /// A file with one JSON object a line, open to be added to.
    Jsonl(File),
    /// A folder with a text file for each mail.
    Folder(PathBuf),
}

/// The mails whose drafts were there when the run began.
pub enum Done {
    /// By name.
    Names(HashSet<String>),
    /// Those that have a file in the folder.
    In(PathBuf),
}

impl Done {
    /// True when the draft of this mail is there.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Done::Names(names) => names.contains(name),
            Done::In(folder) => folder.join(file_name(name)).exists(),
        }
    }
}

impl Output {
    /// `None` is standard output; a name that ends in `.jsonl` is a file, any other a folder.
    ///
    /// # Errors
    /// When it cannot be read or made.
    pub fn open(place: Option<&Path>) -> anyhow::Result<(Output, Done)> {
        let Some(place) = place else {
            return Ok((Output::Standard, Done::Names(HashSet::new())));
        };
        let cannot = || format!("cannot write {}", place.display());
        if place.extension().is_some_and(|it| it == "jsonl") {
            let (file, done) = open_jsonl(place).with_context(cannot)?;
            return Ok((Output::Jsonl(file), Done::Names(done)));
        }
        std::fs::create_dir_all(place).with_context(cannot)?;
        let folder = place.to_owned();
        Ok((Output::Folder(folder.clone()), Done::In(folder)))
    }

    /// True for standard output, where people read.
    pub fn is_standard(&self) -> bool {
        matches!(self, Output::Standard)
    }

    /// Writes a draft, as a whole or not at all; `line` is what standard output shows.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(
        &mut self,
        name: &str,
        object: &Value,
        text: &str,
        line: &str,
    ) -> anyhow::Result<()> {
        match self {
            Output::Standard => crate::role::say(line),
            Output::Jsonl(file) => file
                .write_all(format!("{object}\n").as_bytes())
                .context("cannot write the drafts"),
            Output::Folder(folder) => {
                let name = file_name(name);
                let whole = folder.join(&name);
                let part = folder.join(format!(".{name}.part"));
                std::fs::write(&part, format!("{}\n", text.trim_end()))
                    .and_then(|()| std::fs::rename(&part, &whole))
                    .with_context(|| format!("cannot write {}", whole.display()))
            }
        }
    }
}

/// What is in the file already. A line that was not finished is taken away.
fn open_jsonl(place: &Path) -> std::io::Result<(File, HashSet<String>)> {
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(place)?;
    let mut done = HashSet::new();
    let mut whole = 0;
    let mut reader = BufReader::new(&file);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        if !line.ends_with('\n') {
            break;
        }
        whole += line.len() as u64;
        if let Ok(object) = serde_json::from_str::<Value>(&line)
            && let Some(name) = object["file"].as_str()
        {
            done.insert(name.to_owned());
        }
        line.clear();
    }
    file.set_len(whole)?;
    file.seek(std::io::SeekFrom::End(0))?;
    Ok((file, done))
}

/// The mail's whole path as one name: `mails/2026/a.eml#3` is `mails_2026_a.eml_3.txt`.
fn file_name(name: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let name: String = name
        .chars()
        .map(|c| if safe(c) { c } else { '_' })
        .collect();
    format!("{}.txt", name.trim_matches(['.', '_']))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_ends_in_the_middle_of_a_line_is_gone_on_with() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("drafts.jsonl");
        std::fs::write(&place, "{\"file\":\"a\"}\n{\"file\":\"b").unwrap();
        let (mut output, done) = Output::open(Some(&place)).unwrap();
        assert!(done.has("a") && !done.has("b"));
        let object = serde_json::json!({ "file": "b" });
        output.write("b", &object, "", "").unwrap();
        assert_eq!(
            std::fs::read_to_string(&place).unwrap(),
            "{\"file\":\"a\"}\n{\"file\":\"b\"}\n"
        );
    }

    #[test]
    fn a_mail_of_a_folder_has_a_name_of_its_own() {
        assert_eq!(file_name("../mails/a.eml#2"), "mails_a.eml_2.txt");
    }
}
