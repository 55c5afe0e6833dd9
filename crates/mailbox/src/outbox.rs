//! A folder of `.eml` files in place of a mail service.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Outcome;
use inquiry::Cause;
use mail::{Mailbox, MessageId, OutgoingMail};
use platform::private;

/// Writes each mail into a folder.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// The folder; made when it is missing.
    pub folder: PathBuf,
}

impl Outbox {
    /// An outbox in that folder.
    pub fn new(folder: impl Into<PathBuf>) -> Outbox {
        Outbox {
            folder: folder.into(),
        }
    }

    /// As [`Outbox::send_as`], a mail without files.
    pub async fn send(&self, mail: &OutgoingMail) -> Outcome {
        self.send_as(mail, &mail.to_bytes()).await
    }

    /// Writes the mail, whose bytes these are, as a whole or not at all. The same mail again is
    /// accepted again; a different one under the same `Message-ID` is refused. Beside a mail with
    /// blind copies, which it does not name, is a file with its envelope.
    pub async fn send_as(&self, mail: &OutgoingMail, bytes: &[u8]) -> Outcome {
        let id = format!("{}.eml", file_name(&mail.message_id));
        let mut files = vec![(id.clone(), bytes.to_vec())];
        if !mail.bcc.is_empty() {
            let name = envelope_name(&mail.message_id);
            files.insert(0, (name, envelope(mail)));
        }
        let folder = self.folder.clone();
        let written = tokio::task::spawn_blocking(move || {
            for (name, bytes) in files {
                if !write(&folder, &name, &bytes)? {
                    return Ok(false);
                }
            }
            Ok(true)
        });
        match written.await {
            Ok(Ok(true)) => Outcome::Accepted { id },
            Ok(Ok(false)) => {
                Outcome::refused("another mail with the same Message-ID is in the outbox")
            }
            Ok(Err::<_, io::Error>(error)) => {
                let reason = format!("cannot write to the outbox: {}", error.kind());
                Outcome::not_now(Cause::Unwritable, reason)
            }
            Err(_) => Outcome::unknown("writing to the outbox was interrupted"),
        }
    }
}

impl Outbox {
    /// Deletes a mail, and its envelope. False when it is not there.
    ///
    /// # Errors
    /// When the file cannot be deleted.
    pub fn remove(&self, id: &MessageId) -> io::Result<bool> {
        self.remove_file(&envelope_name(id))?;
        self.remove_file(&format!("{}.eml", file_name(id)))
    }

    fn remove_file(&self, name: &str) -> io::Result<bool> {
        match std::fs::remove_file(self.folder.join(name)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether mails could be written into the folder; nothing is left there, nor made.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn reach(&self) -> Result<(), String> {
        let folder = self.folder.clone();
        let tried = tokio::task::spawn_blocking(move || private::can_hold_files(&folder));
        match tried.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(format!("cannot write to the outbox: {}", error.kind())),
            Err(_) => Err("writing to the outbox was interrupted".into()),
        }
    }
}

/// A file that is not yet whole; no reader of the folder takes it for a mail, and it goes with its
/// handle unless it gets its name.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".")
        .suffix(".tmp")
        .tempfile_in(folder)
}

/// Puts the bytes there; false when other bytes are there already.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<bool> {
    private::folder(folder)?;
    let target = folder.join(name);
    let mut file = temporary(folder)?;
    io::Write::write_all(&mut file, bytes)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(&target) {
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(std::fs::read(&target)? == bytes)
        }
        other => other.map(|_| true).map_err(io::Error::from),
    }
}

/// Who a mail goes from and to, as a mail server is told it (RFC 5321 §2.3.1).
fn envelope(mail: &OutgoingMail) -> Vec<u8> {
    let wire = |it: &Mailbox| it.address.to_wire().into_owned();
    let to: Vec<String> = mail.recipients().into_iter().map(wire).collect();
    let envelope = serde_json::json!({ "from": wire(&mail.from), "to": to });
    format!("{envelope}\n").into_bytes()
}

fn envelope_name(id: &MessageId) -> String {
    format!("{}.envelope.json", file_name(id))
}

/// A file name, without an ending, that is safe anywhere and different for different identifiers.
fn file_name(id: &MessageId) -> String {
    use sha2::{Digest, Sha256};

    const LONGEST: usize = 180;
    let mut name = String::new();
    for (at, byte) in id.as_str().bytes().enumerate() {
        match byte {
            b'.' if at > 0 => name.push('.'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'@' | b'+' => {
                name.push(char::from(byte));
            }
            _ => name.push_str(&format!("%{byte:02X}")),
        }
    }
    if name.len() > LONGEST {
        let digest = hex::encode(Sha256::digest(id.as_str()));
        name.truncate(LONGEST - digest.len() - 1);
        name = format!("{name}~{digest}");
    }
    name
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use mail::Address;
    use pii::CustomerText;

    fn mail(id: &str, text: &str) -> OutgoingMail {
        let address = |text| Mailbox::bare(Address::parse(text).unwrap());
        OutgoingMail {
            html: None,
            logo: None,
            files: vec![],
            message_id: MessageId::parse(id).unwrap(),
            date: "2023-11-17T05:06:07Z".parse().unwrap(),
            from: address("support@shop.example"),
            to: vec![address("taro@example.com")],
            cc: vec![],
            bcc: vec![],
            subject: CustomerText::new("s"),
            in_reply_to: None,
            references: vec![],
            text: CustomerText::new(text),
        }
    }

    #[tokio::test]
    async fn a_mail_is_written_whole_under_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::new(folder.path().join("new"));
        let mail = mail("<a.b@shop.example>", "text");
        let outcome = outbox.send(&mail).await;
        let id = "a.b@shop.example.eml".to_owned();
        assert_eq!(outcome, Outcome::Accepted { id: id.clone() });
        let files: Vec<_> = std::fs::read_dir(&outbox.folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(outbox.reach().await, Ok(()));
        assert_eq!(files, [id.as_str()], "nothing else is left behind");
        let written = std::fs::read(outbox.folder.join(id)).unwrap();
        assert_eq!(written, mail.to_bytes());
    }

    #[tokio::test]
    async fn a_blind_copy_is_in_the_envelope_beside_the_mail_and_goes_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::new(folder.path());
        let mut mail = mail("1@shop.example", "text");
        mail.bcc = vec![Mailbox::bare(
            Address::parse("archive@shop.example").unwrap(),
        )];
        for _ in 0..2 {
            let outcome = outbox.send(&mail).await;
            assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
        }
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(!read("1@shop.example.eml").contains("archive"));
        let envelope = read("1@shop.example.envelope.json");
        let expected =
            r#"{"from":"support@shop.example","to":["taro@example.com","archive@shop.example"]}"#;
        assert_eq!(envelope.trim(), expected);
        assert!(outbox.remove(&mail.message_id).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn the_same_mail_twice_is_accepted_and_another_one_never_overwrites_it() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::new(folder.path());
        let first = mail("1@shop.example", "first");
        let accepted = outbox.send(&first).await;
        assert_eq!(outbox.send(&first).await, accepted);
        let other = outbox.send(&mail("1@shop.example", "second")).await;
        assert!(
            matches!(
                other,
                Outcome::Refused {
                    temporary: false,
                    ..
                }
            ),
            "{other:?}"
        );
        let written = std::fs::read(folder.path().join("1@shop.example.eml")).unwrap();
        assert_eq!(written, first.to_bytes());
    }

    #[tokio::test]
    async fn a_folder_that_is_none_or_cannot_be_made_is_what_a_refusal_for_now_says() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        for place in [file.clone(), file.join("below")] {
            let outbox = Outbox::new(&place);
            let outcome = outbox.send(&mail("1@x", "t")).await;
            assert!(
                matches!(
                    outcome,
                    Outcome::Refused {
                        cause: Cause::Unwritable,
                        temporary: true,
                        ..
                    }
                ),
                "{outcome:?}"
            );
            assert!(outbox.reach().await.is_err(), "{}", place.display());
        }
    }

    #[tokio::test]
    async fn a_look_at_the_folder_makes_none() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("data/outbox");
        assert_eq!(Outbox::new(&place).reach().await, Ok(()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn file_names_stay_in_the_folder_and_differ() {
        let name = |text: &str| file_name(&MessageId::parse(text).unwrap());
        for id in [
            "../../etc/passwd@x",
            "..@..",
            "a/b@x",
            "a\\b@x",
            "a%2Fb@x",
            ".hidden@x",
        ] {
            let name = name(id);
            assert!(
                !name.contains(['/', '\\']) && !name.starts_with('.'),
                "{name}"
            );
        }
        assert_ne!(name("a/b@x"), name("a%2Fb@x"));
        let long = "l".repeat(500);
        assert!(name(&format!("{long}@x")).len() < 255);
        assert_ne!(name(&format!("{long}@x")), name(&format!("{long}@y")));
    }
}
