//! The facts of the text beneath, each with its source.

use super::view;
use crate::facts;
use crate::texts::Texts;
use inquiry::Checked;
use slack::block_kit::ModalView;
use slack::blocks;
use slack::elements::{Panel, PanelMetadata};

/// Slack takes 100 blocks; so many are for facts that have to be looked at, so many for the others.
const MARKED: usize = 48;
const SUPPORTED: usize = 48;

/// The panel.
pub fn facts(metadata: &PanelMetadata, checked: &Checked, texts: &Texts) -> ModalView {
    let mut blocks = vec![blocks::section(&facts::line(checked, texts))];
    blocks.extend(facts::marked(checked, MARKED, texts));
    if checked.supported() > 0 {
        blocks.push(blocks::divider());
        blocks.extend(facts::supported(checked, SUPPORTED, texts));
    }
    blocks.push(blocks::context(texts.facts.how));
    view(
        Panel::Facts,
        metadata,
        texts.facts.title,
        None,
        blocks,
        texts,
    )
}
