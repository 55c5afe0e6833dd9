//! The recipients, subject and signature of the reply in a modal, as its person sees it.

use jiff::Timestamp;
use serde_json::json;

use super::fact::sha256;
use super::{Inquiry, State, Step};
use mail::{Addressees, Rewritten};

impl Inquiry {
    /// The recipients of the reply in the modal of this `external_id`, as far as a person chose: there,
    /// or for a reply that did not get through or was taken back.
    pub fn addressees(&self, external_id: &str) -> Option<&Addressees> {
        let modal = self.modal(external_id);
        let failed = self
            .newest_reply()
            .filter(|_| self.failed_at(Step::Reply) || self.state == State::Unknown);
        modal.and_then(|modal| modal.addressees.as_ref()).or(failed
            .or(self.delivery.recalled.as_ref())
            .map(|reply| &reply.addressees))
    }

    /// What a view brought back of its choices, with what it does not bring back: what its person
    /// wrote in a panel.
    pub fn addressees_with(&self, external_id: &str, chosen: &Addressees) -> Addressees {
        let before = self.addressees(external_id).cloned().unwrap_or_default();
        let is_asked = chosen.to.is_some() || chosen.cc.is_some();
        let asked = if is_asked { chosen } else { &before };
        let rewritten = match chosen.rewritten.is_empty() {
            true => before.rewritten.clone(),
            false => chosen.rewritten.clone(),
        };
        Addressees {
            rewritten,
            ..asked.clone()
        }
    }

    /// Changes what a person chose in a modal, which is shown anew around what is typed in it. False
    /// when it is not known any more.
    pub fn address(
        &mut self,
        external_id: &str,
        at: Timestamp,
        change: impl FnOnce(&mut Addressees),
    ) -> bool {
        let mut addressees = self.addressees_with(external_id, &Addressees::default());
        let Some(modal) = self.modal_mut(external_id) else {
            return false;
        };
        change(&mut addressees);
        modal.addressees = Some(addressees);
        modal.show_around_inputs(at);
        self.touch();
        true
    }

    /// Names what a modal shows around its text that its person's submission does not bring back:
    /// what they wrote of the recipients and the subject, and their signature; `None` where there is
    /// nothing of it. A submission of a view that showed something else is asked about.
    pub fn shown_around(&self, external_id: &str) -> Option<String> {
        let none = Rewritten::default();
        let addressees = self.addressees(external_id);
        let rewritten = addressees.map_or(&none, |it| &it.rewritten);
        let signature = self.modal(external_id);
        let signature = signature.and_then(|modal| modal.signature.as_ref());
        if rewritten.is_empty() && signature.is_none() {
            return None;
        }
        let all = json!([rewritten, signature]).to_string();
        let mut name = sha256(all.as_bytes());
        name.truncate(32);
        Some(name)
    }
}
