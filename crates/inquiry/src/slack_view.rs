//! What Slack shows of an inquiry, as far as is known: the card, the modals, the panels.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ContextId, Event, Forbidden, Inquiry, Modal, Notice, State, Translating, readable};
use crate::language::Language;

/// What Slack shows of an inquiry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SlackView {
    /// Its card.
    pub card: Option<Card>,
    /// The message whose thread the conversation's cards stand in; `None` for a first mail.
    pub thread_ts: Option<String>,
    /// The inquiry whose card tells of this one, which has none of its own.
    pub told_by: Option<ContextId>,
    /// How many others its card tells of, which have none of their own.
    pub tells_of: usize,
    /// How many mails of the customer followed this one in the conversation.
    pub newer_mails: usize,
    /// The modals that are open, as far as we know.
    pub modals: Vec<Modal>,
    /// The panels that wait for a translation.
    pub translating: Vec<Translating>,
    /// What the card's thread has not been told yet.
    #[serde(deserialize_with = "readable")]
    pub notices: Vec<Notice>,
    /// True until card and modals show the state that is stored here.
    #[serde(rename = "stale")]
    pub needs_sync: bool,
    /// Counts the events, so that an update of Slack that ends sees whether there is more to show.
    pub revision: u64,
}

/// Where the inquiry's card is in Slack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The channel's id.
    pub channel: String,
    /// The message's timestamp, Slack's name for it in that channel.
    pub ts: String,
}

/// More modals than people can have open; the oldest entries are views that were never closed cleanly.
const MAX_MODALS: usize = 20;

impl Inquiry {
    /// Notes that the customer wrote again. All open modals say so, those in which a person is
    /// typing, too.
    ///
    /// # Errors
    /// None that a state could cause; [`Forbidden`] as in [`Inquiry::record`].
    pub fn customer_wrote_again(&mut self, at: Timestamp) -> Result<(), Forbidden> {
        self.record(Event::CustomerWroteAgain, None, at)?;
        self.slack.newer_mails += 1;
        Ok(())
    }

    /// A card that a person clicked is in Slack: those of older deployments are learned by this, and
    /// those whose posting was not written down.
    ///
    /// # Errors
    /// None that a state could cause; [`Forbidden`] as in [`Inquiry::record`].
    pub fn learn_card(&mut self, card: Option<&Card>, at: Timestamp) -> Result<(), Forbidden> {
        let Some(card) = card else { return Ok(()) };
        self.slack.card.get_or_insert_with(|| card.clone());
        match self.state {
            State::Received => self.record(Event::CardPosted, None, at),
            _ => Ok(()),
        }
    }

    /// Adds a modal, or replaces the entry of the same `external_id`.
    pub fn remember_modal(&mut self, mut modal: Modal) {
        if let Some(chosen) = &modal.addressees {
            modal.addressees = Some(self.addressees_with(&modal.external_id, chosen));
        }
        if let Some(before) = self.modal_mut(&modal.external_id) {
            modal.addressees = modal.addressees.or(before.addressees.take());
            modal.signature = modal.signature.or(before.signature.take());
            modal.language = modal.language.or(before.language);
        }
        self.forget_modal(&modal.external_id);
        self.slack.modals.push(modal);
        if self.slack.modals.len() > MAX_MODALS {
            let oldest = self
                .slack
                .modals
                .iter()
                .position(|modal| !modal.is_waiting() && modal.saved_at.is_none())
                .unwrap_or(0);
            self.slack.modals.remove(oldest);
        }
    }

    /// The language of the modal of this `external_id`, where a person chose one.
    pub fn language(&self, external_id: &str) -> Option<Language> {
        let modal = self
            .slack
            .modals
            .iter()
            .find(|it| it.external_id == external_id);
        modal.and_then(|modal| modal.language)
    }

    /// The modal of this `external_id`.
    pub fn modal_mut(&mut self, external_id: &str) -> Option<&mut Modal> {
        self.slack
            .modals
            .iter_mut()
            .find(|modal| modal.external_id == external_id)
    }

    /// Drops a modal that is closed.
    pub fn forget_modal(&mut self, external_id: &str) {
        self.slack
            .modals
            .retain(|modal| modal.external_id != external_id);
    }
}
