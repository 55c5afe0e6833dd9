//! Canned replies: which one, how it reads for this customer, and where it goes.

use super::view;
use crate::{ScreenSettings, card};
use inquiry::Inquiry;
use inquiry::canned::{Canned, Values};
use mail::language_of;
use slack::block_kit::ModalView;
use slack::blocks::{self, Choice};
use slack::elements::{Panel, PanelMetadata};
use slack::payload::Entered;

const CANNED: &str = "canned_block";
const PLACE: &str = "canned_place_block";

const APPEND: &str = "append";
const REPLACE: &str = "replace";

/// Where a canned reply goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannedPlace {
    /// Behind the text that is there.
    Behind,
    /// In its place.
    Instead,
}

/// What is chosen in the panel: the place of a canned reply in the list, and where it goes.
pub fn read_canned(entered: &Entered) -> (usize, CannedPlace) {
    let chosen = entered.chosen(CANNED).and_then(|it| it.parse().ok());
    let place = match entered.chosen(PLACE) {
        Some(APPEND) => CannedPlace::Behind,
        _ => CannedPlace::Instead,
    };
    (chosen.unwrap_or_default(), place)
}

/// The first one that is not in another language than the mail: what the menu begins with.
pub fn fitting(inquiry: &Inquiry, look: &ScreenSettings) -> usize {
    let Some(wanted) = card::language(inquiry) else {
        return 0;
    };
    let mut canned = look.canned.iter();
    let fits = canned.position(|it| language_of(&it.text).is_none_or(|it| it == wanted));
    fits.unwrap_or_default()
}

/// The text of a canned reply for the customer of this inquiry.
pub fn filled(
    canned: &Canned,
    inquiry: &Inquiry,
    operator_name: &str,
    look: &ScreenSettings,
) -> String {
    let mail = &inquiry.mail;
    let addressee = mail.addressee();
    let name = addressee.called();
    canned.fill(&Values {
        customer_name: name.map(|name| name.expose().trim().to_owned()),
        is_company: addressee.name.is_none(),
        operator_name: operator_name.to_owned(),
        subject: mail.subject.expose().to_owned(),
        shop: look.shop.clone(),
    })
}

/// The panel; none when there is no canned reply. `has_text`: something is in the modal.
pub fn canned(
    metadata: &PanelMetadata,
    inquiry: &Inquiry,
    operator_name: &str,
    (chosen, has_text): (usize, bool),
    look: &ScreenSettings,
) -> Option<ModalView> {
    let words = look.texts.panel;
    let canned = look.canned.get(chosen)?;
    let numbers: Vec<String> = (0..look.canned.len()).map(|at| at.to_string()).collect();
    let options: Vec<(&str, &str)> = look
        .canned
        .iter()
        .zip(&numbers)
        .map(|(canned, number)| (canned.title.as_str(), number.as_str()))
        .collect();
    let list = blocks::choice(CANNED, words.canned_list, Choice::Select, &options);
    let list = list.initially(&chosen.to_string()).dispatching();
    let mut blocks = vec![list.into()];
    if has_text {
        let places = [
            (words.canned_behind, APPEND),
            (words.canned_instead, REPLACE),
        ];
        blocks.push(blocks::choice(PLACE, words.canned_place, Choice::Radio, &places).into());
    }
    blocks.push(blocks::divider());
    let text = filled(canned, inquiry, operator_name, look);
    let pieces = blocks::pieces(&text, blocks::SECTION_MAX);
    blocks.extend(pieces.iter().map(|piece| blocks::verbatim_section(piece)));
    if has_text {
        blocks.push(blocks::context(words.standing_is_kept));
    }
    let submit = Some(words.canned_submit);
    let texts = look.texts;
    Some(view(
        Panel::Canned,
        metadata,
        words.canned_title,
        submit,
        blocks,
        texts,
    ))
}
