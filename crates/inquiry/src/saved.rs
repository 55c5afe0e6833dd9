//! What a person has written and not sent: it is there when they open the inquiry again.

use jiff::Timestamp;

use super::{Inquiry, Modal, ModalState, Person};
use pii::restore;

/// Closed modals whose text is kept; the newest, and one for each person.
const MAX_SAVED: usize = 5;

impl Inquiry {
    /// Keeps the text of a modal for the next time its person opens the inquiry.
    pub fn save_text(&mut self, external_id: &str, at: Timestamp) {
        if let Some(modal) = self.modal_mut(external_id) {
            modal.saved_at = (!modal.text().trim().is_empty()).then_some(at);
            // It says so, around the text in it.
            modal.opening_until = Some(at);
            self.touch();
        }
    }

    /// Drops a modal that is closed, unless a text of its person is in it that is nowhere else: that
    /// is kept.
    pub fn close_modal(&mut self, external_id: &str, at: Timestamp) {
        let Some(index) = self
            .slack
            .modals
            .iter()
            .position(|it| it.external_id == external_id)
        else {
            return;
        };
        let mut modal = self.slack.modals.remove(index);
        let is_unsent = modal.saved_at.is_some()
            || (!modal.is_waiting() && self.is_new(&modal.text()))
            || self.is_rewritten(&modal);
        let Some(person) = modal.person.clone().filter(|_| is_unsent) else {
            return;
        };
        if modal.saved_at.is_none() {
            modal.saved_at = Some(at);
            self.touch();
        }
        self.forget_saved(&person);
        self.slack.modals.push(Modal {
            state: ModalState::Covered {
                inputs: modal.inputs().to_vec(),
            },
            addressees: modal.addressees,
            saved_at: modal.saved_at,
            closed: true,
            ..Modal::waiting(modal.external_id, Some(person))
        });
        let kept = self.slack.modals.iter().filter(|it| it.closed).count();
        if kept > MAX_SAVED {
            let oldest = self.slack.modals.iter().position(|it| it.closed);
            oldest.map(|oldest| self.slack.modals.remove(oldest));
        }
    }

    /// True when its person wrote recipients or a subject in it that no reply went out with.
    fn is_rewritten(&self, modal: &Modal) -> bool {
        let is_submitted = matches!(modal.state, ModalState::Submitted { .. });
        let rewritten = modal.addressees.as_ref().map(|it| &it.rewritten);
        let rewritten = rewritten.filter(|it| !is_submitted && !it.is_empty());
        rewritten.is_some_and(|rewritten| {
            let mut replies = self.delivery.replies.iter();
            !replies.any(|reply| reply.addressees.rewritten == *rewritten)
        })
    }

    /// True for a text that no version, no draft and no reply says.
    fn is_new(&self, text: &str) -> bool {
        let text = text.trim();
        let mut versions = self.drafts.versions.iter();
        let reply = self
            .newest_reply()
            .into_iter()
            .chain(&self.delivery.recalled);
        !text.is_empty()
            && !versions.any(|it| {
                restore(&it.text, &self.masked.placeholders)
                    .text
                    .expose()
                    .trim()
                    == text
            })
            && !reply
                .into_iter()
                .any(|it| it.text().expose().trim() == text)
    }

    /// The newest modal in which this person saved a text.
    pub fn saved_by(&self, person: &Person) -> Option<&Modal> {
        let saved = self.slack.modals.iter().filter(|it| it.saved_at.is_some());
        let theirs = saved.filter(|it| it.person.as_ref().is_some_and(|by| by.id == person.id));
        theirs.max_by_key(|it| it.saved_at)
    }

    /// Who has saved a text, each person once.
    pub fn savers(&self) -> Vec<&Person> {
        let mut savers: Vec<&Person> = Vec::new();
        let saved = self.slack.modals.iter().filter(|it| it.saved_at.is_some());
        for person in saved.filter_map(|it| it.person.as_ref()) {
            if !savers.iter().any(|it| it.id == person.id) {
                savers.push(person);
            }
        }
        savers
    }

    /// Lets go of what this person saved in modals that are closed.
    pub fn forget_saved(&mut self, person: &Person) {
        let is_theirs = |it: &Modal| it.person.as_ref().is_some_and(|by| by.id == person.id);
        self.slack.modals.retain(|it| !it.closed || !is_theirs(it));
    }
}

impl Modal {
    /// The text in `inputs`.
    fn text(&self) -> String {
        let texts: Vec<&str> = self
            .inputs()
            .iter()
            .map(|(_, text)| text.expose())
            .collect();
        texts.join("\n")
    }
}
