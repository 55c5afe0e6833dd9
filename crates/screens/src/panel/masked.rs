//! The view that shows what the model gets.

use crate::texts::{Texts, fill};
use inquiry::{Draft, Inquiry, SAMPLE_MODEL};
use pii::lost_placeholders;
use slack::block_kit::ModalView;
use slack::blocks;

/// Sections of the masked text: below Slack's 250 kB for a view.
const MASKED_SECTIONS: usize = 20;

/// The view that is pushed over the modal: the masked text, exactly as the model got it for `draft`,
/// or, without one, as it gets it now. Where drafts are `samples`, no model has got anything.
pub fn what_the_ai_saw(
    inquiry: &Inquiry,
    draft: Option<&Draft>,
    asked: &str,
    samples: bool,
    texts: &Texts,
) -> ModalView {
    let pieces = blocks::pieces(asked, blocks::SECTION_MAX);
    let about = match draft {
        Some(draft) if draft.model.as_deref() == Some(SAMPLE_MODEL) => texts.what_the_ai_would_see,
        Some(_) => texts.what_the_ai_saw_then,
        None if samples => texts.what_the_ai_would_see,
        None => texts.what_the_ai_saw,
    };
    let mut blocks = vec![blocks::context(about)];
    blocks.extend(
        pieces
            .iter()
            .take(MASKED_SECTIONS)
            .map(|piece| blocks::verbatim_section(piece)),
    );
    if pieces.len() > MASKED_SECTIONS {
        blocks.push(blocks::context(texts.mail_cut));
    }
    if let Some(left_out) = left_out(inquiry, draft.or(inquiry.newest_draft())) {
        let values = fill(texts.not_in_draft, &[("values", &left_out)]);
        blocks.push(blocks::divider());
        blocks.push(blocks::verbatim_context(&values));
    }
    let title = texts.button_what_the_ai_saw;
    ModalView::new("what_the_ai_saw", title, texts.panel.back, blocks)
}

/// The personal data of the mail that the draft does not use, as it was written.
fn left_out(inquiry: &Inquiry, draft: Option<&Draft>) -> Option<String> {
    let draft = &draft?.text;
    let lost = lost_placeholders(&inquiry.masked.body, draft, &inquiry.masked.placeholders);
    let values = lost
        .iter()
        .filter_map(|name| inquiry.masked.placeholders.original(name));
    let values: Vec<String> = values.map(|value| value.replace('\n', " ")).collect();
    (!values.is_empty()).then(|| values.join(", "))
}
