//! Every mail in `tests/mails` is read as `expected.json` says. `make.py` there writes both.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use mail::{
    Automatic, InboundMail, Mailbox, MessageId, OutgoingMail, check, parse, reply_references,
    reply_subject,
};
use proptest::prelude::*;
use serde::Deserialize;

/// What is expected; a field that is not given is not compared, except that there must be no
/// quotation, no attachment, no contact form and no doubt about the mail.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    text: Option<String>,
    subject: Option<String>,
    #[serde(default, deserialize_with = "given")]
    from: Option<Option<String>>,
    to: Option<Vec<String>>,
    cc: Option<Vec<String>>,
    reply: Option<Vec<String>>,
    message_id: Option<String>,
    in_reply_to: Option<Vec<String>>,
    references: Option<Vec<String>>,
    date: Option<jiff::Timestamp>,
    #[serde(default)]
    quoted: String,
    signature: Option<String>,
    contact_form: Option<String>,
    #[serde(default = "none", deserialize_with = "given")]
    attachments: Option<Option<Vec<File>>>,
    automatic: Option<String>,
    #[serde(default)]
    unreadable: bool,
}

/// One attachment; without a size, any size.
#[derive(Debug, Deserialize)]
struct File {
    name: String,
    content_type: String,
    size: Option<u64>,
}

fn none() -> Option<Option<Vec<File>>> {
    Some(Some(Vec::new()))
}

/// Tells `null` from a field that is not there.
fn given<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

fn displays(mailboxes: &[Mailbox]) -> Vec<String> {
    mailboxes.iter().map(Mailbox::display).collect()
}

fn ids(ids: &[MessageId]) -> Vec<String> {
    ids.iter().map(|id| id.as_str().to_owned()).collect()
}

/// Compares one field and reports a difference.
fn compare<T: PartialEq + std::fmt::Debug>(wrong: &mut Vec<String>, field: &str, got: T, want: T) {
    if got != want {
        wrong.push(format!("{field}\n   got  {got:?}\n   want {want:?}"));
    }
}

fn differences(mail: &InboundMail, want: Expected) -> Vec<String> {
    let mut wrong = Vec::new();
    let w = &mut wrong;
    if let Some(text) = want.text {
        compare(w, "text", mail.text.expose().trim_end(), text.trim_end());
    }
    compare(
        w,
        "quoted",
        mail.quoted.expose().trim_end(),
        want.quoted.trim_end(),
    );
    if let Some(subject) = &want.subject {
        compare(w, "subject", mail.subject.expose(), subject);
    }
    if let Some(from) = want.from {
        compare(w, "from", mail.from.as_ref().map(Mailbox::display), from);
    }
    for (field, got, want) in [
        ("to", displays(&mail.to), want.to),
        ("cc", displays(&mail.cc), want.cc),
        ("reply", displays(&mail.reply_recipients()), want.reply),
        ("in_reply_to", ids(&mail.in_reply_to), want.in_reply_to),
        ("references", ids(&mail.references), want.references),
    ] {
        if let Some(want) = want {
            compare(w, field, got, want);
        }
    }
    if let Some(id) = want.message_id {
        let got = mail.message_id.as_ref().map(|id| id.as_str().to_owned());
        compare(w, "message_id", got, Some(id));
    }
    if let Some(date) = want.date {
        compare(w, "date", mail.date, Some(date));
    }
    if let Some(signature) = &want.signature {
        compare(w, "signature", mail.signature.expose(), signature);
    }
    let form = mail.contact_form.as_ref().map(Mailbox::display);
    compare(w, "contact_form", form, want.contact_form);
    if let Some(Some(files)) = want.attachments {
        let same = files.len() == mail.attachments.len()
            && files.iter().zip(&mail.attachments).all(|(want, got)| {
                want.name == got.name.expose()
                    && want.content_type == got.content_type
                    && want.size.is_none_or(|size| size == got.size)
            });
        if !same {
            let got: Vec<_> = mail
                .attachments
                .iter()
                .map(|a| (a.name.expose(), &a.content_type, a.size))
                .collect();
            w.push(format!("attachments\n   got  {got:?}\n   want {files:?}"));
        }
    }
    if let Some(kind) = &want.automatic {
        let got = match mail.automatic {
            Automatic::No => "no",
            Automatic::Doubtful(_) => "doubtful",
            Automatic::Yes(_) => "yes",
        };
        compare(w, "automatic", got, kind);
    }
    compare(w, "unreadable", mail.unreadable, want.unreadable);
    wrong
}

#[test]
fn every_mail_is_read_as_expected() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mails");
    let table = std::fs::read(folder.join("expected.json")).unwrap();
    let table: BTreeMap<String, Expected> = serde_json::from_slice(&table).unwrap();
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|e| e == "eml")
        })
        .count();
    assert_eq!(
        files,
        table.len(),
        "a file without an expectation, or the reverse"
    );
    let mut report = String::new();
    for (name, want) in table {
        let bytes = std::fs::read(folder.join(format!("{name}.eml"))).unwrap();
        for wrong in differences(&parse(&bytes), want) {
            report += &format!("{name}: {wrong}\n");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// One change to the bytes of a mail.
#[derive(Clone, Debug)]
enum Edit {
    Put(u8),
    Remove(usize),
    Repeat(usize),
}

fn edit() -> impl Strategy<Value = (prop::sample::Index, Edit)> {
    let special = b"\n\r<>()\"\\;:,=?\x1b$@\0[]-*% ".to_vec();
    let edit = prop_oneof![
        any::<u8>().prop_map(Edit::Put),
        prop::sample::select(special).prop_map(Edit::Put),
        (1usize..200).prop_map(Edit::Remove),
        (1usize..200).prop_map(Edit::Repeat),
    ];
    (any::<prop::sample::Index>(), edit)
}

fn apply(bytes: &mut Vec<u8>, (at, edit): &(prop::sample::Index, Edit)) {
    let at = at.index(bytes.len() + 1);
    let end = |len: &usize| (at + len).min(bytes.len());
    match edit {
        Edit::Put(byte) => bytes.insert(at, *byte),
        Edit::Remove(len) => drop(bytes.drain(at..end(len))),
        Edit::Repeat(len) => {
            let again = bytes[at..end(len)].to_vec();
            bytes.splice(at..at, again);
        }
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mails");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "eml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_mail_is_answered_to_whom_it_names_or_not_at_all(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec(edit(), 1..8),
    ) {
        let mut bytes = which.get(&corpus()).clone();
        for edit in &edits {
            apply(&mut bytes, edit);
        }
        let mail = parse(&bytes);
        for recipient in mail.reply_recipients() {
            let reply = OutgoingMail {
                html: None,
                logo: None,
                files: vec![],
                message_id: MessageId::parse("reply@shop.example").unwrap(),
                date: jiff::Timestamp::UNIX_EPOCH,
                from: recipient.clone(),
                to: vec![recipient.clone()],
                cc: vec![],
                bcc: vec![],
                subject: reply_subject(&mail.subject),
                in_reply_to: mail.message_id.clone(),
                references: reply_references(&mail),
                text: mail.text.clone(),
            };
            let sent = parse(&reply.to_bytes());
            let to: Vec<_> = sent.to.iter().map(|to| to.address.to_wire()).collect();
            prop_assert_eq!(to, [recipient.address.to_wire()]);
            prop_assert!(sent.cc.is_empty() && sent.reply_to.is_empty());
            prop_assert_eq!(&sent.references, &reply.references);
            check(&reply, &mail);
        }
    }
}
