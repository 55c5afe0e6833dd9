//! A mail that is longer than a modal, page by page.

use super::view;
use crate::texts::{Texts, fill};
use inquiry::Inquiry;
use slack::block_kit::{Block, ModalView};
use slack::blocks;
use slack::elements::{Panel, PanelMetadata};

/// Sections of a page: below Slack's 250 kB for a view, whatever the text is written in.
const SECTIONS: usize = 20;

/// One page of the mail, counted from 0, with what was quoted in it at its end.
pub fn mail(metadata: &PanelMetadata, inquiry: &Inquiry, page: usize, texts: &Texts) -> ModalView {
    let words = texts.panel;
    let mail = &inquiry.mail;
    let mut text = mail.text.expose().trim().to_owned();
    if !mail.quoted.is_blank() {
        text = format!(
            "{text}\n\n― {} ―\n\n{}",
            texts.earlier_mail,
            mail.quoted.expose().trim()
        );
    }
    let pieces = blocks::pieces(&text, blocks::SECTION_MAX);
    let pages = pieces.len().div_ceil(SECTIONS).max(1);
    let page = page.min(pages - 1);
    let shown = pieces.iter().skip(page * SECTIONS).take(SECTIONS);
    let mut blocks: Vec<Block> = Vec::new();
    if pages > 1 {
        let (n, all) = ((page + 1).to_string(), pages.to_string());
        let text = fill(words.page, &[("n", &n), ("all", &all)]);
        blocks.push(blocks::context(&text));
    }
    blocks.extend(shown.map(|piece| blocks::verbatim_section(piece)));
    if blocks.is_empty() {
        blocks.push(blocks::verbatim_section(texts.no_text));
    }
    let turn =
        |to: usize, action_id, label| blocks::button(action_id, label, Some(&to.to_string()));
    let before = page
        .checked_sub(1)
        .map(|to| turn(to, "page_before", words.page_before));
    let after = (page + 1 < pages).then(|| turn(page + 1, "page_after", words.page_after));
    let buttons: Vec<_> = before.into_iter().chain(after).collect();
    if !buttons.is_empty() {
        blocks.push(blocks::actions(buttons));
    }
    view(Panel::Mail, metadata, words.mail_title, None, blocks, texts)
}
