//! The text of a file that a customer attached: PDF, DOCX, XLSX, CSV and plain text.
//!
//! [`read()`] takes any bytes and gives what a person would read in them, from the top, with what was
//! [left out](LeftOut). It ends within its [`Limits`] of text and time; decompressed bytes, nesting and
//! repetitions are bounded, too. Memory is for the calling process to bound: a PDF's own tables are read
//! whole. Nothing is fetched, no formula is computed, no macro is run.
//!
//! ```
//! use documents::{Kind, Limits, read};
//!
//! let kind = Kind::of("orders.csv", "text/csv", b"id,amount\nA-1024,12800\n").unwrap();
//! let document = read(b"id,amount\nA-1024,12800\n", kind, &Limits::default());
//! assert_eq!(document.text, "id,amount\nA-1024,12800");
//! assert!(document.left_out.is_empty());
//! ```

#![forbid(unsafe_code)]

mod docx;
mod office;
mod output;
mod pdf;
mod plain;
mod xlsx;

use std::fmt;
use std::time::Duration;

use pii::CustomerText;
use serde::{Deserialize, Serialize};

use output::{Output, Stop};

/// A kind of file whose text can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Portable Document Format.
    Pdf,
    /// A word processor's document (Office Open XML).
    Docx,
    /// A spreadsheet (Office Open XML).
    Xlsx,
    /// Plain text: `.txt`, `.csv` and their like.
    Text,
}

/// How much is read of a file.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of text.
    pub text: usize,
    /// Time.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            text: 32 * 1024,
            time: Duration::from_secs(5),
        }
    }
}

/// What was read of a file.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its text: lines with `\n`, cells of a table's row with a tab between them.
    pub text: String,
    /// What is in the file and not in `text`; each once.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Document({} bytes, {:?})",
            self.text.len(),
            self.left_out
        )
    }
}

/// A file of a mail and what was read of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFile {
    /// The beginning of the SHA-256 of its content: what tells it from the mail's others.
    pub digest: String,
    /// Its name.
    pub name: CustomerText,
    /// Its media type.
    pub content_type: String,
    /// Its text.
    pub text: CustomerText,
    /// What is in it and not in `text`.
    pub left_out: Vec<LeftOut>,
}

/// What is in a file and not in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// All of it: it opens with a password alone.
    Encrypted,
    /// All of it, or what comes after the text: it is damaged, or not what it says it is.
    Damaged,
    /// All of it: a kind of file that is not read, a picture for example.
    OtherKind,
    /// All of it: it is too large.
    TooLarge,
    /// What comes after the text: it is long.
    Rest,
    /// What comes after the text: reading it took too long.
    Late,
    /// Pictures and drawings.
    Pictures,
    /// Pages that are a picture alone, as a scanner makes them.
    Scans,
    /// Letters of fonts that do not tell which letters they are.
    Letters,
    /// What the program that shows the file hides: sheets, rows, columns, words.
    Hidden,
}

impl Kind {
    /// What a file is: by its content, and where that may be anything, by its name and media type. `None`
    /// for a kind that is not read.
    pub fn of(name: &str, content_type: &str, content: &[u8]) -> Option<Kind> {
        let content_type = content_type.split(';').next().unwrap_or_default();
        let content_type = content_type.trim().to_ascii_lowercase();
        let name = name.trim().to_lowercase();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        if pdf::is_pdf(content) {
            return Some(Kind::Pdf);
        }
        if office::is_archive(content) || office::is_encrypted(content) {
            let is_office = content_type.contains("officedocument")
                || content_type.contains("ms-word")
                || content_type.contains("ms-excel")
                || matches!(ending, "docx" | "docm" | "dotx" | "xlsx" | "xlsm" | "xltx");
            return match office::kind(content) {
                Some(kind) => Some(kind),
                // The archive is damaged or encrypted: its name says what to say of it.
                None if is_office && ending.starts_with('x') => Some(Kind::Xlsx),
                None if is_office => Some(Kind::Docx),
                None => None,
            };
        }
        match ending {
            "pdf" => return Some(Kind::Pdf),
            "docx" | "docm" | "dotx" => return Some(Kind::Docx),
            "xlsx" | "xlsm" | "xltx" => return Some(Kind::Xlsx),
            _ => {}
        }
        let is_text = matches!(
            content_type.as_str(),
            "text/plain"
                | "text/csv"
                | "text/comma-separated-values"
                | "text/tab-separated-values"
                | "text/markdown"
                | "text/x-log"
                | "application/csv"
                | "application/json"
        ) || matches!(
            ending,
            "txt" | "text" | "csv" | "tsv" | "tab" | "log" | "md" | "json"
        );
        is_text.then_some(Kind::Text)
    }

    /// As [`Kind::of`], before the content is there: whether it is worth looking at.
    pub fn may_be(name: &str, content_type: &str) -> bool {
        Kind::of(name, content_type, b"").is_some()
            || content_type.contains("pdf")
            || content_type.contains("officedocument")
            || matches!(
                content_type,
                "application/octet-stream" | "application/zip" | "application/x-zip-compressed"
            )
            || content_type.starts_with("application/vnd.ms-")
            || content_type.starts_with("application/msword")
    }

    /// Its name: what [`Kind::named`] takes.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Pdf => "pdf",
            Kind::Docx => "docx",
            Kind::Xlsx => "xlsx",
            Kind::Text => "text",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Kind> {
        [Kind::Pdf, Kind::Docx, Kind::Xlsx, Kind::Text]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// The text of a file.
pub fn read(bytes: &[u8], kind: Kind, limits: &Limits) -> Document {
    let mut output = Output::new(limits);
    let read = match kind {
        Kind::Pdf => pdf::read(bytes, &mut output),
        Kind::Docx => docx::read(bytes, &mut output),
        Kind::Xlsx => xlsx::read(bytes, &mut output),
        Kind::Text => plain::read(bytes, &mut output),
    };
    match read {
        Ok(()) => {}
        Err(Stop::Full) => output.leave_out(LeftOut::Rest),
        Err(Stop::Late) => output.leave_out(LeftOut::Late),
        Err(Stop::Damaged) => output.leave_out(LeftOut::Damaged),
        Err(Stop::Encrypted) => output.leave_out(LeftOut::Encrypted),
    }
    output.finish()
}
