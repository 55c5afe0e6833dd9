//! Mails as many programs, providers, forms, servers and people write them, each with what has to be
//! read from it. What was to come out was written down before the mail was read for the first time.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use base64::Engine as _;
use mail::{Address, Automatic, InboundMail, language_of_mail, parse, recipients};
use serde::Deserialize;

/// A mail, as text or in base64, and what is expected of it; what is not named may be anything.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Case {
    name: String,
    mail: String,
    base64: String,
    /// All that is new in it.
    text: Option<String>,
    /// Pieces of that, and what must not be in it.
    contains: Vec<String>,
    lacks: Vec<String>,
    /// Pieces of the history, and all of it.
    quoted: Vec<String>,
    history: Option<String>,
    subject: Option<String>,
    /// Any of these; `null` for none that is told.
    language: Option<Vec<Option<String>>>,
    /// The usual recipient, and all that are offered.
    recipient: Option<String>,
    offered: Vec<String>,
    #[serde(deserialize_with = "there")]
    addressee: Option<Option<String>>,
    #[serde(deserialize_with = "there")]
    company: Option<Option<String>>,
    encrypted: Option<bool>,
    attachments: Option<usize>,
    bounce: Option<bool>,
    wrote: Option<Wrote>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
enum Wrote {
    #[serde(rename = "person")]
    Person,
    #[serde(rename = "perhaps a machine")]
    PerhapsAMachine,
    #[serde(rename = "machine")]
    Machine,
}

/// `null` is an expectation, too.
fn there<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

impl Case {
    fn bytes(&self) -> Vec<u8> {
        match self.base64.is_empty() {
            true => self.mail.clone().into_bytes(),
            false => base64::engine::general_purpose::STANDARD
                .decode(&self.base64)
                .unwrap(),
        }
    }

    /// What came out otherwise.
    fn wrong(&self, mail: &InboundMail) -> Vec<String> {
        let own = Address::parse("support@shop.example").ok();
        let (text, quoted) = (mail.text.expose(), mail.quoted.expose());
        let offered = recipients(mail, own.as_ref());
        let offered: Vec<&str> = offered
            .iter()
            .flat_map(|it| &it.to)
            .map(|to| to.address.expose())
            .collect();
        let person = mail.addressee();
        let [addressee, company] =
            [person.name, person.company].map(|name| name.map(|name| name.expose().to_owned()));
        let language = language_of_mail(mail.subject.expose(), text, None).map(str::to_owned);
        let wrote = match mail.automatic {
            Automatic::No => Wrote::Person,
            Automatic::Doubtful(_) => Wrote::PerhapsAMachine,
            Automatic::Yes(_) => Wrote::Machine,
        };
        let is_wrote = |wanted: Wrote| match wanted {
            Wrote::PerhapsAMachine => wrote != Wrote::Person,
            wanted => wrote == wanted,
        };
        let has = |text: &str, pieces: &[String]| pieces.iter().all(|it| text.contains(it));
        let is =
            |it: &Option<String>, got: &str| it.as_ref().is_none_or(|it| it.trim() == got.trim());
        let checks = [
            (is(&self.text, text), format!("text: {text:?}")),
            (has(text, &self.contains), format!("text: {text:?}")),
            (
                !self.lacks.iter().any(|it| text.contains(it)),
                format!("text: {text:?}"),
            ),
            (has(quoted, &self.quoted), format!("history: {quoted:?}")),
            (is(&self.history, quoted), format!("history: {quoted:?}")),
            (
                is(&self.subject, mail.subject.expose()),
                format!("subject: {}", mail.subject.expose()),
            ),
            (
                self.language
                    .as_ref()
                    .is_none_or(|it| it.contains(&language)),
                format!("language: {language:?}"),
            ),
            (
                self.recipient.is_none() || offered.first().copied() == self.recipient.as_deref(),
                format!("recipients: {offered:?}"),
            ),
            (
                self.offered.iter().all(|it| offered.contains(&it.as_str())),
                format!("recipients: {offered:?}"),
            ),
            (
                self.addressee.as_ref().is_none_or(|it| *it == addressee),
                format!("addressee: {addressee:?}"),
            ),
            (
                self.company.as_ref().is_none_or(|it| *it == company),
                format!("company: {company:?}"),
            ),
            (
                self.encrypted
                    .is_none_or(|it| it == mail.encryption.is_some()),
                format!("encrypted: {:?}", mail.encryption),
            ),
            (
                self.attachments
                    .is_none_or(|it| it == mail.attachments.len()),
                format!("attachments: {}", mail.attachments.len()),
            ),
            (
                self.bounce.is_none_or(|it| it == mail.bounce.is_some()),
                format!("bounce: {:?}", mail.bounce),
            ),
            (
                self.wrote.is_none_or(is_wrote),
                format!("wrote: {:?}", mail.automatic),
            ),
        ];
        let failed = checks.into_iter().filter(|(holds, _)| !holds);
        failed.map(|(_, got)| got).collect()
    }
}

#[test]
fn mails_of_many_programs_and_people_are_read_as_they_were_meant() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<Case> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(cases.len() >= 200);
    let mut problems = String::new();
    for case in &cases {
        let mut mail = parse(&case.bytes());
        mail.note_own_address(&Address::parse("support@shop.example").unwrap());
        for got in case.wrong(&mail) {
            problems += &format!("{}: {got}\n", case.name);
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}
