//! The customer's mail in the modal.

use crate::begun;
use crate::card::{self, CardContent};
use crate::panel::size;
use crate::texts::{Texts, fill};
use inquiry::Inquiry;
use mail::{InboundMail, is_foreign_to};
use pii::restore;
use slack::block_kit::Block;
use slack::blocks;
use slack::elements::Button;

/// Lines of the mail's text; the rest is a button away.
const TEXT_LINES: usize = 10;
/// Lines of its signature, in small print.
const SIGNATURE_LINES: usize = 4;
/// Lines of the quoted history, in small print.
const QUOTED_LINES: usize = 3;
/// Latin letters in a line of a modal, which is 520 pixels wide; the letters of East Asia take two.
const COLUMNS: usize = 68;

/// What can be done with the mail: read the rest of it, read it in one's own language, see what the
/// customer wrote before.
pub(super) fn buttons(inquiry: &Inquiry, language: Option<&str>, texts: &Texts) -> Vec<Button> {
    let mail = &inquiry.mail;
    let (text, signature) = without_signature(mail);
    let is_cut = beginning(text, TEXT_LINES).1
        || beginning(signature, SIGNATURE_LINES).1
        || beginning(mail.quoted.expose(), QUOTED_LINES).1;
    // Letters that the reader may not know say enough where the language cannot be told.
    let reader = texts.panel.model_language;
    let is_foreign = match language {
        Some(told) => told != reader,
        None => is_foreign_to(mail.text.expose(), reader),
    };
    let read_on = is_cut.then_some(Button::ReadOn);
    let translate = is_foreign.then_some(Button::Translate);
    let before = inquiry.customer().map(|_| Button::Customer);
    let pass_on = (!mail.by_us).then_some(Button::PassOn);
    let buttons = read_on.into_iter().chain(translate);
    buttons.chain(before).chain(pass_on).collect()
}

/// Which mail it is, and what to know before it is trusted: the top of the modal.
pub(super) fn head(inquiry: &Inquiry, language: Option<&str>, texts: &Texts) -> Vec<Block> {
    let mail = &inquiry.mail;
    let subject = if mail.subject.is_blank() {
        texts.no_subject
    } else {
        mail.subject.expose()
    };
    let sender = match &mail.from {
        _ if mail.by_us => begun::to(mail, CardContent::Full, texts),
        Some(from) => from.display(),
        None => texts.no_sender.to_owned(),
    };
    let mut blocks = vec![
        blocks::header(subject),
        card::origin(&sender, language, inquiry, texts),
    ];
    blocks.extend(begun::remark(inquiry, texts).map(|it| blocks::context(&it)));
    blocks.extend(card::doubts(mail, texts));
    if mail.unreadable {
        blocks.push(blocks::context(texts.unreadable));
    }
    blocks
}

/// The beginning of the customer's mail, as it was written: this is the operator's own screen.
pub(super) fn blocks(inquiry: &Inquiry, texts: &Texts) -> Vec<Block> {
    let mail = &inquiry.mail;
    if mail.by_us {
        return Vec::new();
    }
    let (text, signature) = without_signature(mail);
    let mut blocks = vec![
        blocks::context(texts.mail_of_customer),
        blocks::verbatim_section(&match text.is_empty() {
            true => texts.no_text.to_owned(),
            false => beginning(text, TEXT_LINES).0,
        }),
    ];
    if !signature.is_empty() {
        let (shown, _) = beginning(signature, SIGNATURE_LINES);
        blocks.push(blocks::verbatim_context(&shown));
    }
    if !mail.quoted.is_blank() {
        blocks.push(blocks::context(texts.earlier_mail));
        let (shown, _) = beginning(mail.quoted.expose(), QUOTED_LINES);
        blocks.push(blocks::verbatim_context(&shown));
    }
    if !mail.attachments.is_empty() {
        let names: Vec<String> = mail
            .attachments
            .iter()
            .map(|attachment| {
                let name = if attachment.name.is_blank() {
                    &attachment.content_type
                } else {
                    attachment.name.expose()
                };
                format!("{name} ({})", size(attachment.size))
            })
            .collect();
        blocks.push(blocks::verbatim_context(&fill(
            texts.attachments,
            &[("names", &names.join(", "))],
        )));
    }
    blocks.extend(what_is_read(inquiry, texts));
    blocks
}

/// Which of the mail's files the model is told of; nothing where the mail was taken before files were
/// read.
fn what_is_read(inquiry: &Inquiry, texts: &Texts) -> Option<Block> {
    let masked = &inquiry.masked;
    if masked.files.is_empty() {
        return None;
    }
    let read = masked.files.iter().filter(|file| !file.text.is_empty());
    let names = read.map(|file| {
        let name = restore(&file.name, &masked.placeholders).text;
        let partly = match file.left_out.is_empty() {
            true => "",
            false => texts.files.read_partly,
        };
        format!("{}{partly}", name.expose())
    });
    let names: Vec<String> = names.collect();
    Some(match names.is_empty() {
        true => blocks::context(texts.files.read_none),
        false => {
            let names = names.join(", ");
            blocks::verbatim_context(&fill(texts.files.read, &[("names", &names)]))
        }
    })
}

/// The first lines of a text, as a modal sets them, and whether there is more. Several blank lines
/// count as one.
fn beginning(text: &str, lines: usize) -> (String, bool) {
    let mut shown = String::new();
    let (mut left, mut after_blank) = (lines, false);
    for line in text.trim().lines().map(str::trim_end) {
        let is_blank = line.trim().is_empty();
        if is_blank && std::mem::replace(&mut after_blank, true) {
            continue;
        }
        after_blank = is_blank;
        let (kept, set) = fitting(line, left);
        shown.push_str(kept);
        if kept.len() < line.len() || set > left {
            return (format!("{}…", shown.trim_end()), true);
        }
        shown.push('\n');
        left -= set;
    }
    (shown.trim_end().to_owned(), false)
}

/// As much of a line as can be set in so many lines of a modal, and how many it would take.
fn fitting(line: &str, lines: usize) -> (&str, usize) {
    let (mut set, mut column) = (1, 0);
    for (at, c) in line.char_indices() {
        let width = if c < '\u{1100}' { 1 } else { 2 };
        if column + width > COLUMNS {
            (set, column) = (set + 1, 0);
        }
        column += width;
        if set > lines {
            return (&line[..at], set);
        }
    }
    match set > lines {
        true => ("", set),
        false => (line, set),
    }
}

/// The text, and the signature that closes it, which is shown in small print.
fn without_signature(mail: &InboundMail) -> (&str, &str) {
    let (text, signature) = (mail.text.expose().trim(), mail.signature.expose().trim());
    match text.strip_suffix(signature) {
        Some(before) if !before.trim().is_empty() => (before.trim_end(), signature),
        _ => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_of_any_length_takes_ten_lines() {
        let cases = [
            ("short", false),
            (&"x".repeat(COLUMNS * 10), false),
            (&"x".repeat(COLUMNS * 10 + 1), true),
            (&"あ".repeat(COLUMNS * 5), false),
            (&"あ".repeat(COLUMNS * 5 + 1), true),
            (&"line\n".repeat(10), false),
            (&"line\n".repeat(11), true),
            (&format!("line{}line", "\n".repeat(50)), false),
            (&"x".repeat(100_000), true),
            ("", false),
        ];
        for (text, is_cut) in cases {
            let (shown, cut) = beginning(text, 10);
            assert_eq!(cut, is_cut, "{} characters", text.len());
            assert_eq!(shown.ends_with('…'), is_cut);
            let set: usize = shown.lines().map(|line| fitting(line, 99).1).sum();
            assert!(set <= 11 && shown.encode_utf16().count() <= 700, "{set}");
        }
    }
}
