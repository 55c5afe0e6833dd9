//! Which of several mailboxes something belongs to, and the parts that are that mailbox's own.

use std::sync::Arc;

use super::{App, look};
use crate::config::AppConfig;
use inquiry::{ContextId, Inquiry};
use mail::{Address, InboundMail};
use screens::texts::Texts;
use store::StoreError;

impl App {
    /// The same, with what is another mailbox's own.
    pub(super) fn for_mailbox(&self, config: AppConfig) -> App {
        let note = Texts::of(config.language).part_not_shown;
        App {
            slack: self.slack.clone().noting(note),
            look: look(&config, self.look.samples),
            channel: config.slack.channel,
            knowledge: config.knowledge,
            prompts: config.prompts,
            card_files: config.card_files,
            senders: config.senders,
            form_senders: config.form_senders,
            mailbox: config.mailbox,
            ..self.clone()
        }
    }

    /// The parts for an inquiry, as its mailbox has them: this one's where the configuration knows
    /// that mailbox no more.
    pub fn of(&self, inquiry: &Inquiry) -> &App {
        let name = inquiry.mailbox.as_deref();
        let own = name.and_then(|name| self.mailboxes.get(name));
        own.map_or(self, Arc::as_ref)
    }

    /// As [`App::of`], by the inquiry's id.
    ///
    /// # Errors
    /// [`StoreError`] when it is not known which mailbox that is.
    pub async fn of_id(&self, id: &ContextId) -> Result<&App, StoreError> {
        if self.mailboxes.is_empty() {
            return Ok(self);
        }
        let inquiry = self.store.get(id).await?;
        Ok(inquiry.map_or(self, |inquiry| self.of(&inquiry)))
    }

    /// The parts of the mailbox that a mail was delivered to; this one's where that is none.
    pub fn receiving(&self, mail: &InboundMail) -> &App {
        let headers = mail.to.iter().chain(&mail.cc).map(|it| &it.address);
        let mut delivered_to = mail.delivered_to.iter().chain(headers);
        let found = delivered_to.find_map(|address| {
            self.all().find(|app| {
                app.mailbox
                    .addresses
                    .iter()
                    .any(|own| own.is_same_mailbox(address))
            })
        });
        found.unwrap_or(self)
    }

    /// True for an address of any of our mailboxes.
    pub fn is_ours(&self, address: &Address) -> bool {
        let mut ours = self.own_addresses.iter().chain(&self.look.own_address);
        ours.any(|own| own.is_same_mailbox(address))
    }

    /// The parts of each mailbox, this one's first.
    pub fn all(&self) -> impl Iterator<Item = &App> {
        std::iter::once(self).chain(self.mailboxes.values().map(Arc::as_ref))
    }
}
