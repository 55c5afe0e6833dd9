//! The part of the modal that names the reply's recipients, and lets the operator choose. Every
//! address is on the screen whole, before the name that came with it: a name is what a stranger
//! wrote.

use super::ScreenSettings;
use super::texts::{Texts, fill};
use mail::{
    Address, Addressees, InboundMail, Lists, MOST_RECIPIENTS, Mailbox, Other, Recipients, Source,
    others, recipients,
};
use pii::CustomerText;
use slack::block_kit::{Block, OptionObject};
use slack::blocks::{self, Choice};
use slack::elements::{CC_ALL, CC_BLOCK, TO_BLOCK};

/// Characters of an option's text.
const OPTION_MAX: usize = blocks::BUTTON_MAX;
/// Characters of a name that is shown beside an address, which is shown whole.
const NAME_MAX: usize = 75;
/// Options that checkboxes may have.
const OPTIONS: usize = 10;
/// Copies that can be chosen; more are said to get none.
const MAX_COPIES: usize = 40;

/// The blocks, right above the submit button; none when no recipient is known. `chosen` is what
/// the operator chose before in the same modal.
pub fn blocks(
    mail: &InboundMail,
    look: &ScreenSettings,
    chosen: Option<&Addressees>,
) -> Vec<Block> {
    if let Some(lists) = chosen.and_then(|it| written(it, mail, look)) {
        return all(&lists, look.texts);
    }
    let choices = recipients(mail, look.own_address.as_ref());
    let copies = others(mail, look.own_address.as_ref());
    let mut blocks = match &choices[..] {
        [] => return Vec::new(),
        [only] => listed(look.texts.choose_recipients, &only.to),
        several => to_blocks(several, look.texts, chosen),
    };
    let asked = offered(&copies);
    let groups = asked.chunks(OPTIONS).enumerate();
    blocks.extend(groups.flat_map(|(number, group)| cc_blocks(number, group, look.texts, chosen)));
    if copies.len() > MAX_COPIES {
        let count = (copies.len() - MAX_COPIES).to_string();
        blocks.push(blocks::context(&fill(
            look.texts.more_copies,
            &[("count", &count)],
        )));
    }
    blocks
}

/// The recipients that a person wrote in the place of those of the mail.
fn written(chosen: &Addressees, mail: &InboundMail, look: &ScreenSettings) -> Option<Lists> {
    chosen.rewritten.recipients.as_ref()?;
    chosen.of(mail, look.own_address.as_ref())
}

/// All recipients of a mail, each whole.
pub fn all(lists: &Lists, texts: &Texts) -> Vec<Block> {
    let mut blocks = listed(texts.choose_recipients, &lists.to);
    blocks.extend(listed(texts.choose_copies, &lists.cc));
    blocks.extend(listed(texts.recipients.bcc, &lists.bcc));
    blocks
}

/// The subject of what goes out.
pub fn subject(subject: &CustomerText, texts: &Texts) -> Block {
    let text = fill(
        texts.recipients.subject_line,
        &[("subject", subject.expose())],
    );
    blocks::verbatim_section(&text)
}

/// The copies that can be ticked.
fn offered(copies: &[Other]) -> &[Other] {
    &copies[..copies.len().min(MAX_COPIES)]
}

/// True where a reply to all would add recipients of the mail.
pub fn has_more(mail: &InboundMail, look: &ScreenSettings, chosen: &Addressees) -> bool {
    let copies = others(mail, look.own_address.as_ref());
    match written(chosen, mail, look) {
        None => !copies.is_empty(),
        Some(lists) => offered(&copies)
            .iter()
            .any(|it| lists.all().all(|known| known.address != it.mailbox.address)),
    }
}

/// Everybody who got the mail, and we not, is to get the reply.
pub fn reply_to_all(mail: &InboundMail, own: Option<&Address>, chosen: &mut Addressees) {
    let copies = others(mail, own);
    let copies = offered(&copies);
    if let Some(lists) = &mut chosen.rewritten.recipients {
        lists.cc.extend(copies.iter().map(|it| it.mailbox.clone()));
        let mut all = std::mem::take(lists).each_once();
        let room = MOST_RECIPIENTS.saturating_sub(all.to.len() + all.bcc.len());
        all.cc.truncate(room);
        *lists = all;
        return;
    }
    chosen.cc = Some(copies.iter().map(|it| it.place).collect());
    chosen.ticked_all = chosen.ticked_all.saturating_add(1);
}

/// A list of mailboxes under a title, each whole and in a line of its own; nothing for none.
pub fn listed(title: &str, mailboxes: &[Mailbox]) -> Vec<Block> {
    let title = title.trim_end_matches([':', '：', ' ']);
    match mailboxes {
        [] => Vec::new(),
        [only] => vec![blocks::verbatim_section(&format!(
            "{title}: {}",
            shown(only)
        ))],
        several => {
            let mut blocks = vec![blocks::section(&format!("*{title} ({})*", several.len()))];
            blocks.extend(lines(several));
            blocks
        }
    }
}

/// The mailboxes, each whole and in a line of its own.
pub fn lines(mailboxes: &[Mailbox]) -> Vec<Block> {
    let lines: Vec<String> = mailboxes.iter().map(shown).collect();
    let text = lines.join("\n");
    let pieces = blocks::pieces(&text, blocks::SECTION_MAX);
    pieces
        .into_iter()
        .map(|piece| blocks::verbatim_section(piece.trim_end_matches('\n')))
        .collect()
}

/// A mailbox for people to read: the address, its domain in both its forms where there are two, and
/// the name.
pub fn shown(mailbox: &Mailbox) -> String {
    match name(mailbox) {
        Some(name) => format!("{}　{name}", address(mailbox)),
        None => address(mailbox),
    }
}

fn address(mailbox: &Mailbox) -> String {
    let address = visible(mailbox.address.expose());
    match mailbox.address.other_domain() {
        Some(other) => format!("{address} ({})", visible(&other)),
        None => address,
    }
}

/// The name, unless it looks like an address: it would be taken for where the reply goes.
fn name(mailbox: &Mailbox) -> Option<String> {
    let name = mailbox.name.as_ref()?.expose();
    let is_address = name.contains(['@', '＠', '﹫']);
    let name: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = blocks::truncate(&name, NAME_MAX);
    (!is_address && !name.is_empty()).then_some(name)
}

/// What cannot be seen, or turns around what can, is written as its code.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match is_invisible(c) {
            true => shown.push_str(&format!("<U+{:04X}>", u32::from(c))),
            false => shown.push(c),
        }
    }
    shown
}

/// Control and format characters (Unicode's categories Cc and Cf), and others without a shape.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x2800 | 0x3164
            | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x1BCA0..=0x1BCA3
            | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

fn to_blocks(choices: &[Recipients], texts: &Texts, chosen: Option<&Addressees>) -> Vec<Block> {
    let mut below = Vec::new();
    let options: Vec<OptionObject> = choices
        .iter()
        .map(|choice| {
            let source = match choice.source {
                Source::ReplyTo => texts.source_reply_to,
                Source::ContactForm | Source::OtherContactForm => texts.source_contact_form,
                Source::Forwarded => texts.source_forwarded,
                Source::From => texts.source_from,
            };
            let text = match &choice.to[..] {
                [only] => fitting(source, only),
                _ => None,
            };
            let text = text.unwrap_or_else(|| {
                let count = choice.to.len().to_string();
                let counted = fill(texts.confirm.listed_below, &[("n", &count)]);
                let text = fill(source, &[("who", &counted)]);
                below.extend(listed(&fill(source, &[("who", "")]), &choice.to));
                text
            });
            blocks::verbatim_option(&text, choice.source.name())
        })
        .collect();
    let chosen = chosen.and_then(|chosen| chosen.to.as_deref());
    let label = texts.choose_recipients;
    let choice = blocks::choice_of(
        TO_BLOCK,
        "recipients_choice",
        label,
        Choice::Select,
        options,
    );
    let choice = choice.initially(chosen.unwrap_or_default());
    std::iter::once(choice.into()).chain(below).collect()
}

/// One group of checkboxes; the first has the label.
fn cc_blocks(
    number: usize,
    copies: &[Other],
    texts: &Texts,
    chosen: Option<&Addressees>,
) -> Vec<Block> {
    let round = match chosen.map_or(0, |chosen| chosen.ticked_all) {
        0 => String::new(),
        round => format!("{CC_ALL}{round}"),
    };
    let chosen = chosen.and_then(|chosen| chosen.cc.as_deref());
    let is_ticked =
        |other: &Other| chosen.map_or(other.usual, |places| places.contains(&other.place));
    let mut below = Vec::new();
    let options: Vec<OptionObject> = copies
        .iter()
        .enumerate()
        .map(|(index, other)| {
            let text = fitting("{who}", &other.mailbox).unwrap_or_else(|| {
                let nth = (number * OPTIONS + index + 1).to_string();
                let text = fill(texts.confirm.copy_below, &[("n", &nth)]);
                below.extend(listed(&text, std::slice::from_ref(&other.mailbox)));
                text
            });
            blocks::verbatim_option(&text, &other.place.to_string())
        })
        .collect();
    let ticked: Vec<OptionObject> = copies
        .iter()
        .zip(&options)
        .filter(|(other, _)| is_ticked(other))
        .map(|(_, option)| option.clone())
        .collect();
    let (block_id, label) = match number {
        0 => (format!("{CC_BLOCK}{round}"), texts.choose_copies),
        number => (
            format!("{CC_BLOCK}{round}_{number}"),
            texts.choose_more_copies,
        ),
    };
    let choice = blocks::checkboxes(&block_id, "copies_choice", label, (options, ticked));
    let choice = choice.hint(texts.copies_hint);
    std::iter::once(choice.into()).chain(below).collect()
}

/// An option's text with the whole address, and as much of the name as fits; `None` when the
/// address does not.
fn fitting(template: &str, mailbox: &Mailbox) -> Option<String> {
    let text = fill(template, &[("who", &address(mailbox))]);
    let length = text.encode_utf16().count();
    if length > OPTION_MAX {
        return None;
    }
    match name(mailbox) {
        // One more for the blank between.
        Some(name) if length + 3 <= OPTION_MAX => {
            let name = blocks::truncate(&name, OPTION_MAX - length - 1);
            Some(format!("{text}　{name}"))
        }
        _ => Some(text),
    }
}
