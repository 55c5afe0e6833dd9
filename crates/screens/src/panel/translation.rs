//! The mail, and the reply that is in the modal, in the operator's language.

use super::view;
use crate::texts::{Texts, fill};
use inquiry::{Cause, Step};
use pii::CustomerText;
use slack::block_kit::{Block, ModalView};
use slack::blocks;
use slack::elements::{Panel, PanelMetadata};

/// Sections that a translated text may take: two of them stay below Slack's 250 kB for a view.
const SECTIONS: usize = 11;

/// How far a translation is.
#[derive(Clone, Debug)]
pub enum Translated {
    /// The model is at it.
    Working,
    /// It is there.
    Done {
        /// The mail.
        mail: CustomerText,
        /// The reply, where it is in another language than the operator's.
        reply: Option<CustomerText>,
    },
    /// The model failed.
    Failed(Cause),
    /// There is no model.
    NoModel,
}

/// The panel, under an `external_id` by which it is brought up to date.
pub fn translation(
    metadata: &PanelMetadata,
    external_id: &str,
    translated: &Translated,
    texts: &Texts,
) -> ModalView {
    let words = texts.panel;
    let blocks = match translated {
        Translated::Working => vec![blocks::section(words.translating)],
        Translated::Done { mail, reply } => {
            let mut blocks = vec![
                blocks::context(words.translated_by),
                blocks::section(words.translated_mail),
            ];
            blocks.extend(sections(mail, texts));
            if let Some(reply) = reply {
                blocks.push(blocks::divider());
                blocks.push(blocks::section(words.translated_reply));
                blocks.extend(sections(reply, texts));
            }
            blocks
        }
        Translated::Failed(cause) => {
            let failed = fill(
                words.not_translated,
                &[("why", &texts.cause(*cause, Step::Draft))],
            );
            let retry = blocks::button("retry_translation", texts.button_retry, Some("retry"));
            vec![blocks::section(&failed), blocks::actions([retry])]
        }
        Translated::NoModel => vec![blocks::section(words.no_translator)],
    };
    let title = words.translation_title;
    view(Panel::Translation, metadata, title, None, blocks, texts).named(external_id)
}

fn sections(text: &CustomerText, texts: &Texts) -> Vec<Block> {
    let pieces = blocks::pieces(text.expose().trim(), blocks::SECTION_MAX);
    let shown = pieces.iter().take(SECTIONS);
    let mut sections: Vec<Block> = shown.map(|piece| blocks::verbatim_section(piece)).collect();
    if pieces.len() > SECTIONS {
        sections.push(blocks::context(texts.mail_cut));
    }
    sections
}
