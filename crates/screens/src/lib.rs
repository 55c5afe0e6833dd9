//! What people see in Slack: the card, the modal and the panels over it, the home tab, and every
//! word of them in two languages. Pure: from an inquiry to blocks.

pub mod acts;
pub mod addressees;
pub mod begun;
pub mod card;
pub mod confirmation;
pub mod decide;
pub mod denied;
pub mod diff;
mod earlier;
pub mod facts;
pub mod history;
pub mod home;
pub mod modal;
pub mod notice;
pub mod panel;
pub mod reminder;
pub mod summary;
pub mod texts;
pub mod warnings;

/// How things look in Slack, the same for everything that is shown.
#[derive(Clone, Debug)]
pub struct ScreenSettings {
    /// The words.
    pub texts: &'static texts::Texts,
    /// What of a mail the channel sees.
    pub card_content: card::CardContent,
    /// The address that replies come from: it is no recipient of theirs.
    pub own_address: Option<mail::Address>,
    /// The name that replies go out under.
    pub shop: Option<String>,
    /// What is added to every reply.
    pub stationery: mail::Stationery,
    /// The canned replies, in the order of the menu.
    pub canned: std::sync::Arc<[inquiry::canned::Canned]>,
    /// Drafts are samples: no model is asked.
    pub samples: bool,
    /// What the shop says of itself: addresses, hours, phones, links.
    pub facts: std::sync::Arc<str>,
    /// Where the people are: for "tomorrow morning".
    pub time_zone: jiff::tz::TimeZone,
    /// How soon customers should have a first answer.
    pub answer_target: Option<inquiry::Target>,
}

impl ScreenSettings {
    /// The same with the signature of who writes in this modal beneath the team's.
    pub fn signed_in(&self, inquiry: &inquiry::Inquiry, external_id: &str) -> ScreenSettings {
        let modal = inquiry.modal(external_id);
        let own = modal.and_then(|modal| modal.signature.as_ref());
        ScreenSettings {
            stationery: self.stationery.signed(own),
            ..self.clone()
        }
    }

    /// The same in a language that a person chose.
    pub fn in_language(&self, language: Option<inquiry::language::Language>) -> ScreenSettings {
        let texts = language.map_or(self.texts, texts::Texts::of);
        ScreenSettings {
            texts,
            ..self.clone()
        }
    }
}
