//! What happened to an inquiry, who did it and when: a window of its own, opened from the card.

use jiff::Timestamp;

use super::texts::{Texts, fill, mention};
use super::{addressees, begun};
use inquiry::{Event, HistoryEntry, Inquiry, Person, Reply};
use mail::Lists;
use slack::block_kit::{Block, ModalView};
use slack::blocks;

/// `callback_id` of the window.
pub const CALLBACK_ID: &str = "inquiry_history";

/// Slack takes 100; what went out first is left out before what went out last.
const MOST_BLOCKS: usize = 100;

/// What a service said is cut to this: the log has all of it.
const DETAIL_MAX: usize = 150;

/// Builds the window, the oldest first.
pub fn history(inquiry: &Inquiry, texts: &Texts) -> ModalView {
    let begun = begun::remark(inquiry, texts).filter(|_| inquiry.mail.by_us);
    let received = fill(
        texts.history.line,
        &[
            ("when", &blocks::time(inquiry.arrived_at())),
            ("what", begun.as_deref().unwrap_or(texts.history.received)),
            ("who", ""),
        ],
    );
    let lines: Vec<String> = std::iter::once(received.trim_end().to_owned())
        .chain(inquiry.history.iter().map(|entry| line(entry, texts)))
        .collect();
    let mut blocks: Vec<Block> = paragraphs(&lines)
        .iter()
        .map(|paragraph| blocks::section(paragraph))
        .collect();
    let mut mails = Vec::new();
    for reply in inquiry.delivery.replies.iter().rev() {
        let mail = mail(reply, texts);
        if blocks.len() + mails.len() + mail.len() > MOST_BLOCKS {
            break;
        }
        mails.splice(0..0, mail);
    }
    blocks.extend(mails);
    ModalView::new(CALLBACK_ID, texts.history.title, texts.modal_close, blocks)
}

/// The recipients and the subject of a reply.
fn mail(reply: &Reply, texts: &Texts) -> Vec<Block> {
    let fields = [
        ("who", &*mention(&reply.by)),
        ("when", &blocks::time(reply.at)),
    ];
    let lists = Lists {
        to: reply.mail.to.clone(),
        cc: reply.mail.cc.clone(),
        bcc: reply.mail.bcc.clone(),
    };
    let said = blocks::section(&fill(texts.history.mail, &fields));
    let mut shown = vec![blocks::divider(), said];
    shown.extend(addressees::all(&lists, texts));
    shown.push(addressees::subject(&reply.mail.subject, texts));
    shown
}

/// As few texts as hold all lines, none too long for a section.
fn paragraphs(lines: &[String]) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in lines {
        match paragraphs.last_mut() {
            Some(last) if last.len() + line.len() < blocks::SECTION_MAX => {
                last.push('\n');
                last.push_str(line);
            }
            _ => paragraphs.push(line.clone()),
        }
    }
    paragraphs
}

fn line(entry: &HistoryEntry, texts: &Texts) -> String {
    let who = entry.by.as_ref().map_or_else(String::new, |by| {
        fill(texts.history.who, &[("who", &mention(by))])
    });
    let fields = [
        ("when", &*blocks::time(entry.at)),
        ("what", &*texts.history.of(entry.event)),
        ("who", &who),
    ];
    let line = fill(texts.history.line, &fields).trim_end().to_owned();
    if entry.event == Event::Assigned && !entry.detail.is_empty() {
        let by = mention(&Person {
            id: entry.detail.clone(),
            name: String::new(),
        });
        let by = fill(texts.history.given_by, &[("by", &by)]);
        return format!("{line}\n　　{by}");
    }
    match detail(entry) {
        detail if detail.is_empty() => line,
        detail => format!("{line}\n　　{detail}"),
    }
}

/// More about it, escaped: until when, or what a service said against it. A service's identifiers
/// are for `replybot history`.
fn detail(entry: &HistoryEntry) -> String {
    match (entry.event, entry.detail.parse::<Timestamp>()) {
        (Event::Snoozed, Ok(until)) => blocks::time(until),
        (
            Event::DraftFailed
            | Event::NotTranslated
            | Event::ReplyRefused
            | Event::ReplyLost
            | Event::ReplyBounced,
            _,
        ) => blocks::escape(&blocks::truncate(
            &entry.detail.replace(['\r', '\n'], " "),
            DETAIL_MAX,
        )),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn a_detail_is_harmless_and_short() {
        let entry = HistoryEntry {
            at: Timestamp::UNIX_EPOCH,
            event: Event::ReplyRefused,
            by: None,
            detail: format!("550 <!channel>\n{}", "x".repeat(5000)),
        };
        let line = line(&entry, Texts::of(Language::En));
        assert!(line.contains("550 &lt;!channel&gt; xxx"), "{line}");
        assert!(line.len() < 400, "{line}");
    }
}
