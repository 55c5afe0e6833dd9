//! The text of a mail's files, each read by a process of its own: one that hangs, panics or takes all
//! memory costs that file's text and nothing else.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use documents::{Document, Kind, LeftOut, Limits, ReadFile};

use mail::{Attachment, Doubt, InboundMail, file};
use pii::CustomerText;

/// The command of this program that reads one file.
pub const COMMAND: &str = "read-file";
/// Files of a mail that are read; more are named alone.
const MOST_READ: usize = 10;
/// Files of a mail that are told of.
const MOST_TOLD: usize = 30;
/// Bytes of a file that is read.
const LARGEST: u64 = 25 * 1024 * 1024;
/// Bytes of text of all files of a mail.
const TEXT_OF_ALL: usize = 64 * 1024;
/// How long one file may take, and all of them.
const TIME_OF_ONE: Duration = Duration::from_secs(5);
const TIME_OF_ALL: Duration = Duration::from_secs(10);
/// What the process may take beside the time that it gives itself.
const TO_START: Duration = Duration::from_secs(2);
/// Bytes of memory that a file's process may take for its data.
const MEMORY: u64 = 384 * 1024 * 1024;
/// How often it is looked whether the process has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// Who reads files.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// This program, as it is found on the disk; without it no file is read.
    program: Option<PathBuf>,
}

impl Reader {
    /// By a process of that program.
    pub fn by(program: Option<PathBuf>) -> Reader {
        Reader { program }
    }

    /// The files of a mail, as far as they are told of. `bytes` is the mail as it came.
    pub async fn read(&self, bytes: &[u8], mail: &InboundMail) -> Vec<ReadFile> {
        if !mail.attachments.iter().any(may_be_read) {
            return self.read_now(bytes, mail);
        }
        let (reader, bytes) = (self.clone(), bytes.to_vec());
        // What of the mail is looked at.
        let mail = InboundMail {
            attachments: mail.attachments.clone(),
            doubts: mail.doubts.clone(),
            ..InboundMail::default()
        };
        let read = tokio::task::spawn_blocking(move || reader.read_now(&bytes, &mail));
        read.await.unwrap_or_else(|error| {
            tracing::error!(%error, "the files of a mail were not read");
            Vec::new()
        })
    }

    /// As [`Reader::read`], and waits for it.
    pub fn read_now(&self, bytes: &[u8], mail: &InboundMail) -> Vec<ReadFile> {
        let mut files: Vec<ReadFile> = Vec::new();
        let until = Instant::now() + TIME_OF_ALL;
        let (mut room, mut count) = (TEXT_OF_ALL, 0);
        // What the mail service warns of is not opened here, either.
        let is_infected = mail.doubts.contains(&Doubt::Virus);
        let program = self.program.as_deref().filter(|_| !is_infected);
        for attachment in mail.attachments.iter().take(MOST_TOLD) {
            let mut told = unread(attachment);
            if let Some(program) = program
                && may_be_read(attachment)
                && let Some(content) = file(bytes, &attachment.digest)
                && let Some(kind) =
                    Kind::of(attachment.name.expose(), &attachment.content_type, &content)
            {
                count += 1;
                let limits = Limits {
                    text: room.min(Limits::default().text),
                    time: TIME_OF_ONE.min(until.saturating_duration_since(Instant::now())),
                };
                let document = match () {
                    () if limits.time.is_zero() => nothing(LeftOut::Late),
                    () if limits.text == 0 || count > MOST_READ => nothing(LeftOut::Rest),
                    () => in_a_process(program, content, kind, &limits),
                };
                room = room.saturating_sub(document.text.len());
                told.text = CustomerText::new(document.text);
                told.left_out = document.left_out;
            }
            files.push(told);
        }
        files
    }
}

/// A file of which nothing is read.
fn unread(attachment: &Attachment) -> ReadFile {
    let left_out = match attachment.size > LARGEST && may_be(attachment) {
        true => LeftOut::TooLarge,
        false => LeftOut::OtherKind,
    };
    ReadFile {
        digest: attachment.digest.clone(),
        name: attachment.name.clone(),
        content_type: attachment.content_type.clone(),
        text: CustomerText::default(),
        left_out: vec![left_out],
    }
}

fn may_be(attachment: &Attachment) -> bool {
    Kind::may_be(attachment.name.expose(), &attachment.content_type)
}

fn may_be_read(attachment: &Attachment) -> bool {
    !attachment.digest.is_empty() && attachment.size <= LARGEST && may_be(attachment)
}

fn nothing(why: LeftOut) -> Document {
    Document {
        text: String::new(),
        left_out: vec![why],
    }
}

/// Reads a file in a process that gets nothing but the file, and is ended when its time is over.
fn in_a_process(
    program: &std::path::Path,
    content: Vec<u8>,
    kind: Kind,
    limits: &Limits,
) -> Document {
    let (time, text) = (limits.time.as_millis().to_string(), limits.text.to_string());
    let begun = Command::new(program)
        .args([
            COMMAND,
            "--kind",
            kind.name(),
            "--milliseconds",
            &time,
            "--bytes",
            &text,
        ])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = match begun {
        Ok(child) => child,
        Err(error) => {
            tracing::error!(%error, "no process reads a mail's file");
            return nothing(LeftOut::Late);
        }
    };
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    // It reads all before it writes, and may end before it has read all.
    let writing = std::thread::spawn(move || {
        stdin
            .map(|mut stdin| stdin.write_all(&content))
            .is_some_and(|it| it.is_ok())
    });
    // JSON may write a character as six bytes.
    let most = (limits.text as u64).saturating_mul(6) + 64 * 1024;
    let reading = std::thread::spawn(move || {
        let mut answer = Vec::new();
        let read = stdout.map(|stdout| stdout.take(most).read_to_end(&mut answer));
        (answer, read)
    });
    let until = Instant::now() + limits.time + TO_START;
    let ended = loop {
        match child.try_wait() {
            Ok(None) if Instant::now() < until => std::thread::sleep(LOOK_AGAIN),
            Ok(None) | Err(_) => {
                // It may have ended just now.
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            Ok(Some(status)) => break Some(status),
        }
    };
    let _ = writing.join();
    let answer = reading.join().map(|(answer, _)| answer).unwrap_or_default();
    answered(ended, &answer)
}

fn answered(ended: Option<ExitStatus>, answer: &[u8]) -> Document {
    let Some(status) = ended else {
        tracing::warn!("reading a mail's file took too long");
        return nothing(LeftOut::Late);
    };
    match serde_json::from_slice(answer) {
        Ok(document) if status.success() => document,
        _ => {
            tracing::warn!(%status, "reading a mail's file ended its process");
            nothing(LeftOut::Damaged)
        }
    }
}

/// What the process does: reads a file from standard input, and writes what is in it as JSON. `None`
/// where its memory cannot be limited or the file cannot be read.
pub fn read_here(kind: Kind, limits: &Limits) -> Option<String> {
    limit_memory()?;
    let mut content = Vec::new();
    std::io::stdin()
        .take(LARGEST)
        .read_to_end(&mut content)
        .ok()?;
    serde_json::to_string(&documents::read(&content, kind, limits)).ok()
}

/// Linux counts what a process writes to; elsewhere the limit may not hold, and the time's does.
fn limit_memory() -> Option<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = Rlimit {
        current: Some(MEMORY),
        maximum: Some(MEMORY),
    };
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // A process that dies leaves no picture of its memory, where that can be said.
    let _ = setrlimit(Resource::Core, none);
    match setrlimit(Resource::Data, most) {
        Err(_) if cfg!(target_os = "linux") => None,
        _ => Some(()),
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// What comes of a file whose reader does that.
    fn read_by(script: &str) -> Document {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("reader");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o700)).unwrap();
        let limits = Limits {
            time: Duration::from_millis(10),
            ..Limits::default()
        };
        in_a_process(&program, vec![b'x'; 1_000_000], Kind::Pdf, &limits)
    }

    #[test]
    fn whatever_becomes_of_the_process_there_is_an_answer() {
        for (script, left_out) in [
            ("exec sleep 1000", LeftOut::Late),
            ("kill -9 $$", LeftOut::Damaged),
            ("exit 1", LeftOut::Damaged),
            ("echo '{\"text\":\"half", LeftOut::Damaged),
            ("echo '{\"text\":\"said\"}'; exit 3", LeftOut::Damaged),
            // More than it may say.
            ("exec yes", LeftOut::Damaged),
        ] {
            let read = read_by(script);
            assert_eq!(
                (read.text.as_str(), &read.left_out[..]),
                ("", &[left_out][..]),
                "{script}"
            );
        }
        let read = read_by("cat > /dev/null; echo '{\"text\":\"said\",\"left_out\":[\"rest\"]}'");
        assert_eq!(
            (read.text.as_str(), &read.left_out[..]),
            ("said", &[LeftOut::Rest][..])
        );
        assert_eq!(
            read_by("echo \"{\\\"text\\\":\\\"$(env | grep -c SECRET)\\\"}\"").text,
            "0"
        );
    }
}
