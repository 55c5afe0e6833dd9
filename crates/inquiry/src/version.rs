//! The versions of the reply's text, and the text that is in a modal.

use jiff::Timestamp;

use super::{Draft, Feedback, Inquiry, Modal, Person, Reply, changed};
use mail::Addressees;
use pii::{CustomerText, MaskedText, Masker, restore};

impl Inquiry {
    /// The version of this number.
    pub fn draft(&self, number: u32) -> Option<&Draft> {
        self.drafts
            .versions
            .iter()
            .find(|draft| draft.number == number)
    }

    /// The model's draft that the version of this number is, or was typed after.
    pub fn drafted(&self, number: u32) -> Option<&Draft> {
        let mut newest_first = self.drafts.versions.iter().rev();
        newest_first.find(|draft| draft.number <= number && draft.model.is_some())
    }

    /// How many characters of an approved reply differ from the model's draft that the person had
    /// before them; `None` for a reply without a draft. Older replies do not say which it was: the
    /// newest, then.
    pub fn changed_from_draft(&self, reply: &Reply) -> Option<usize> {
        let draft = match &reply.approval {
            None => self.newest_draft()?,
            Some(approval) => match self.drafted(approval.draft?) {
                Some(draft) => draft,
                None => return approval.changed,
            },
        };
        let drafted = restore(&draft.text, &self.masked.placeholders).text;
        let written = reply.text().expose();
        Some(changed::characters(drafted.expose(), written))
    }

    /// Makes a version of what a person typed, unless there is one that says the same. Returns the
    /// masked text.
    pub fn keep_typed(
        &mut self,
        typed: &CustomerText,
        masker: &Masker,
        at: Timestamp,
    ) -> MaskedText {
        let masked = self.mask_typed(typed, masker);
        let says_it = |draft: &Draft| {
            let text = restore(&draft.text, &self.masked.placeholders).text;
            text.expose().trim() == typed.expose().trim()
        };
        if !typed.is_blank() && !self.drafts.versions.iter().any(says_it) {
            self.add_typed(masked.clone(), at);
        }
        masked
    }

    /// The modal of this `external_id`.
    pub fn modal(&self, external_id: &str) -> Option<&Modal> {
        self.slack
            .modals
            .iter()
            .find(|it| it.external_id == external_id)
    }

    /// Writes down what is in a modal, while something is pushed over it: Slack brings it back
    /// no more until that is gone.
    pub fn keep_standing(
        &mut self,
        external_id: &str,
        person: &Person,
        inputs: &[(String, CustomerText)],
        addressees: &Addressees,
    ) {
        if self.modal(external_id).is_none() {
            self.remember_modal(Modal::waiting(external_id, Some(person.clone())));
        }
        let chosen = (*addressees != Addressees::default())
            .then(|| self.addressees_with(external_id, addressees));
        if let Some(modal) = self.modal_mut(external_id) {
            modal.cover(inputs.to_vec());
            if chosen.is_some() {
                modal.addressees = chosen;
            }
        }
    }

    /// Puts a text into a modal's inputs. Until `until`, the process that does that shows it.
    pub fn give_inputs(
        &mut self,
        external_id: &str,
        inputs: Vec<(String, CustomerText)>,
        until: Timestamp,
    ) {
        if let Some(modal) = self.modal_mut(external_id) {
            modal.give_inputs(inputs, until);
            modal.saved_at = None;
            self.slack.needs_sync = true;
        }
    }

    /// Writes down what a person thinks of a draft. False when there is no such draft any more.
    pub fn judge(&mut self, number: u32, feedback: Feedback) -> bool {
        let draft = self
            .drafts
            .versions
            .iter_mut()
            .find(|it| it.number == number);
        let Some(draft) = draft else { return false };
        draft.feedback = Some(feedback);
        true
    }
}
