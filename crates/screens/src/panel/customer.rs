//! What the customer wrote before, and what they were answered.

use super::view;
use crate::card::{self, CardContent, Shown};
use crate::texts::{Texts, fill, mention};
use inquiry::{Inquiry, Reply};
use pii::Masker;
use slack::block_kit::{Block, ModalView};
use slack::blocks;
use slack::elements::{Panel, PanelMetadata};

/// Inquiries that the panel shows.
pub const EARLIER: usize = 3;
/// Replies of each: the newest.
const REPLIES: usize = 3;
/// Characters of each text.
const TEXT_MAX: usize = 1500;

/// The `action_id` of the button that shows personal data, or hides it again.
const UNMASK: &str = "customer_unmask";

/// The value of that button.
pub fn content_of(value: &str) -> Option<CardContent> {
    match value {
        "masked" => Some(CardContent::Masked),
        "full" => Some(CardContent::Full),
        _ => None,
    }
}

/// Builds the panel over the modal of `inquiry`.
pub fn customer(
    metadata: &PanelMetadata,
    inquiry: &Inquiry,
    earlier: &[Inquiry],
    content: CardContent,
    masker: &Masker,
    texts: &Texts,
) -> ModalView {
    let words = texts.find;
    let mut blocks = Vec::new();
    if inquiry.mail.has_doubtful_sender() {
        blocks.push(blocks::section(words.customer_doubtful));
    }
    if earlier.is_empty() {
        blocks.push(blocks::section(words.customer_none));
    } else {
        let n = EARLIER.to_string();
        let newest = fill(words.customer_newest, &[("n", &n)]);
        let (how, label, value) = match content {
            CardContent::Masked => (words.customer_masked, words.button_full, "full"),
            CardContent::Full => (words.customer_full, words.button_masked, "masked"),
        };
        let unmask = blocks::button(UNMASK, label, Some(value));
        blocks.push(blocks::section_with(&format!("{newest}\n{how}"), unmask));
    }
    for earlier in earlier {
        blocks.push(blocks::divider());
        blocks.extend(one(earlier, content, masker, texts));
    }
    let title = words.customer_title;
    view(Panel::Customer, metadata, title, None, blocks, texts)
}

fn one(inquiry: &Inquiry, content: CardContent, masker: &Masker, texts: &Texts) -> Vec<Block> {
    let words = texts.find;
    let shown = Shown::new(inquiry, content, texts);
    let when = blocks::time(inquiry.arrived_at());
    let state = card::state_line(inquiry, texts);
    let head = fill(words.mail_of, &[("when", &when), ("state", &state)]);
    let text = match content {
        CardContent::Masked => inquiry.masked.body.as_str(),
        CardContent::Full => inquiry.mail.text.expose(),
    };
    let mut blocks = vec![
        blocks::section(&head),
        blocks::verbatim_section(&blocks::truncate(&shown.subject, TEXT_MAX)),
        blocks::verbatim_context(&cut(text, texts.no_text)),
    ];
    let sent = inquiry
        .delivery
        .replies
        .iter()
        .filter(|it| it.accepted_as.is_some());
    let sent: Vec<&Reply> = sent.collect();
    if sent.is_empty() {
        blocks.push(blocks::context(words.no_reply));
    }
    for reply in sent.into_iter().rev().take(REPLIES).rev() {
        let fields = [
            ("who", &*mention(&reply.by)),
            ("when", &blocks::time(reply.at)),
        ];
        let text = reply.text().expose();
        let text = match content {
            CardContent::Masked => inquiry.without_personal_data(text, masker),
            CardContent::Full => text.to_owned(),
        };
        blocks.push(blocks::section(&fill(words.reply_of, &fields)));
        blocks.push(blocks::verbatim_context(&cut(&text, texts.no_text)));
    }
    blocks
}

fn cut(text: &str, empty: &str) -> String {
    match text.trim() {
        "" => empty.to_owned(),
        text => blocks::truncate(text, TEXT_MAX),
    }
}
