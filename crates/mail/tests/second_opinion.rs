//! A second opinion: Python's `email` reads the same mails. Where it and this crate do not agree, a
//! person has judged once which one is right, in `second_opinion.json`; a new disagreement fails.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use mail::{Mailbox, parse};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Where the two differ, and why this crate is right. When it changes its reading, that is a new
/// disagreement; another version of Python may have another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    ours: Value,
    python: Value,
    /// Why ours is right, or that neither can be.
    #[serde(default)]
    why: String,
}

type Table = BTreeMap<String, BTreeMap<String, Judged>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn mails() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for place in ["mails", "cases"] {
        for entry in std::fs::read_dir(folder().join(place)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "eml") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
}

/// One answer of `second_opinion.py` for each mail.
fn opinions(paths: &[PathBuf]) -> Vec<Value> {
    let mut child = Command::new("python3")
        .arg(folder().join("second_opinion.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is needed for the second opinion: install it, as .ci/run does");
    let mut stdin = child.stdin.take().unwrap();
    let lines: String = paths
        .iter()
        .map(|path| format!("{}\n", path.display()))
        .collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "second_opinion.py failed");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Letters and digits alone: how white space and marks are laid out is no disagreement.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The same value; of a text the same letters, since this crate tells new text from quoted.
fn agree(field: &str, ours: &Value, python: &Value) -> bool {
    let sorted = |value: &Value| {
        let mut letters: Vec<char> = value.as_str().unwrap_or_default().chars().collect();
        letters.sort_unstable();
        letters
    };
    ours == python || field == "text" && sorted(ours) == sorted(python)
}

fn ours(path: &Path) -> Value {
    let mail = parse(&std::fs::read(path).unwrap());
    let addresses = |mailboxes: &[Mailbox]| -> Vec<String> {
        mailboxes
            .iter()
            .map(|mailbox| mailbox.address.expose().to_owned())
            .collect()
    };
    let from: Vec<Mailbox> = mail.from.iter().cloned().collect();
    let names = mail.attachments.iter().map(|file| file.name.expose());
    json!({
        "subject": mail.subject.expose(),
        "from": addresses(&from),
        "to": addresses(&mail.to),
        "cc": addresses(&mail.cc),
        "reply_to": addresses(&mail.reply_to),
        "text": letters(&format!("{}{}", mail.text.expose(), mail.quoted.expose())),
        "attachments": names.collect::<Vec<_>>(),
    })
}

fn disagreements() -> Table {
    let paths = mails();
    let opinions = opinions(&paths);
    assert_eq!(opinions.len(), paths.len());
    let mut table = Table::new();
    for (path, mut opinion) in paths.iter().zip(opinions) {
        if let Some(text) = opinion["text"].as_str() {
            opinion["text"] = letters(text).into();
        }
        let ours = ours(path);
        let ours = ours.as_object().unwrap();
        let differ = ours
            .iter()
            .filter(|(field, ours)| !agree(field, ours, &opinion[*field]));
        for (field, ours) in differ {
            let judged = Judged {
                ours: ours.clone(),
                python: opinion[field].clone(),
                why: String::new(),
            };
            let file = path.strip_prefix(folder()).unwrap().display().to_string();
            table.entry(file).or_default().insert(field.clone(), judged);
        }
    }
    table
}

/// With `SECOND_OPINION=list` all disagreements are printed as the file wants them, those that were
/// judged with their judgement.
#[test]
fn where_python_reads_a_mail_otherwise_somebody_has_judged() {
    let judged: Table = {
        let bytes = std::fs::read(folder().join("second_opinion.json")).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    let mut found = disagreements();
    let mut problems = String::new();
    for (file, fields) in &mut found {
        for (field, it) in fields {
            let known = judged.get(file).and_then(|fields| fields.get(field));
            it.why = known.map(|known| known.why.clone()).unwrap_or_default();
            if known.is_none_or(|known| known.ours != it.ours) || it.why.trim().is_empty() {
                problems += &format!(
                    "{file}: {field}\n   ours   {}\n   python {}\n",
                    it.ours, it.python
                );
            }
        }
    }
    if std::env::var("SECOND_OPINION").is_ok_and(|wish| wish == "list") {
        println!("{}", serde_json::to_string_pretty(&found).unwrap());
    }
    assert!(
        problems.is_empty(),
        "look at these, then write down who is right in tests/second_opinion.json:\n{problems}"
    );
}

/// Mails of other projects' tests, which are not here: `public_mails.tsv` says what they are.
#[test]
fn where_python_reads_a_public_mail_otherwise_somebody_has_judged() {
    let judged = std::fs::read_to_string(folder().join("public_mails.tsv")).unwrap();
    let judged: Vec<(&str, &str)> = judged
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [hash, _, field, why] = columns[..] else {
                panic!("four columns: {line}");
            };
            assert!(hash.len() == 16 && why.len() > 10, "{line}");
            (hash, field)
        })
        .collect();
    assert!(judged.len() >= 100);
    let Ok(public) = std::env::var("PUBLIC_MAILS") else {
        return;
    };
    let paths = below(Path::new(&public));
    let mut problems = String::new();
    for (path, opinion) in paths.iter().zip(opinions(&paths)) {
        let hash = hash_of(path);
        for (field, ours) in ours(path).as_object().unwrap() {
            if !agree_on_public(field, ours, &opinion[field])
                && !judged.contains(&(&hash, field.as_str()))
            {
                problems += &format!(
                    "{hash} {}: {field}\n   ours   {ours}\n   python {}\n",
                    path.display(),
                    opinion[field]
                );
            }
        }
    }
    assert!(problems.is_empty(), "a new disagreement:\n{problems}");
}

/// All files below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(below(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

fn hash_of(path: &Path) -> String {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(std::fs::read(path).unwrap());
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Showing more is no disagreement: attached mails, addresses of links, names that Python leaves empty.
fn agree_on_public(field: &str, ours: &Value, python: &Value) -> bool {
    let texts = |value: &Value| -> Vec<String> {
        let list = value.as_array().cloned().unwrap_or_default();
        let texts = list.iter().filter_map(|it| it.as_str());
        texts
            .map(|text| text.split_whitespace().collect::<String>().to_lowercase())
            .collect()
    };
    let plain = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match field {
        "text" => {
            let (ours, python) = (plain(ours), plain(python));
            let mut words = python.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            words.all(|word| ours.contains(&letters(word)))
        }
        "subject" => {
            let squeezed = |value: &Value| {
                plain(value)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            squeezed(ours) == squeezed(python)
        }
        "attachments" => {
            let ours = texts(ours);
            texts(python)
                .iter()
                .all(|name| name.is_empty() || ours.contains(name))
        }
        _ => texts(ours) == texts(python),
    }
}
