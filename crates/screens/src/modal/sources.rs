//! What the draft was written with, in small print beneath it.

use crate::texts::Texts;
use inquiry::{Inquiry, Source};
use pii::{MaskedText, restore};
use slack::block_kit::Block;
use slack::blocks;

/// Characters of a passage that are shown; all of it is where the model's question is.
const EXCERPT: usize = 200;

/// The sources of the draft that is above, as this version or as what became of it, else of the
/// newest; nothing where no knowledge is configured.
pub(super) fn blocks(inquiry: &Inquiry, version: Option<u32>, texts: &Texts) -> Vec<Block> {
    let draft = match version {
        Some(number) => inquiry.drafted(number),
        None => inquiry.newest_draft(),
    };
    let Some(sources) = draft.and_then(|draft| draft.sources.as_ref()) else {
        return Vec::new();
    };
    if sources.is_empty() {
        return vec![blocks::context(texts.knowledge.nothing_found)];
    }
    let source = |source: &Source| {
        let shown = |text: &MaskedText| restore(text, &inquiry.masked.placeholders).text;
        let mark = match source.internal {
            true => format!("{} ", texts.knowledge.internal),
            false => String::new(),
        };
        let name = blocks::escape(shown(&source.name()).expose());
        let title = format!("{mark}{name} ({})", blocks::escape(&source.file));
        let text = shown(&source.text);
        let excerpt: Vec<&str> = text.expose().split_whitespace().collect();
        let excerpt = blocks::truncate(&excerpt.join(" "), EXCERPT);
        // What is in a file is shown as it is: it can neither ping nor forge a link. The texts
        // of older drafts' sources are not kept.
        blocks::ours_and_words(&title, &excerpt)
    };
    let mut shown = vec![blocks::divider(), blocks::context(texts.knowledge.sources)];
    shown.extend(sources.iter().map(source));
    shown
}
