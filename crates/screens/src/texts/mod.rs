//! Every word that a person reads in Slack, in one place, in two languages.
//!
//! A text may hold fields in braces, which the functions of [`Texts`] fill. Texts go into
//! `mrkdwn` unless their comment says `plain`; what is filled in there must be escaped.

mod begun;
mod cautions;
mod confirm;
mod en;
mod facts;
mod files;
mod find;
mod history;
mod ja;
mod knowledge;
mod panel;
mod recipients;
mod summary;
mod team;

pub use begun::BegunTexts;
pub use cautions::Cautions;
pub use confirm::ConfirmTexts;
pub use facts::FactsTexts;
pub use files::FilesTexts;
pub use find::FindTexts;
pub use history::HistoryTexts;
pub use inquiry::language::Language;
use inquiry::{Cause, Person, Step};
pub use knowledge::KnowledgeTexts;
pub use panel::{Comparison, PanelTexts};
pub use recipients::RecipientsTexts;
use slack::blocks;
use slack::payload::ModalRef;
pub use summary::SummaryTexts;
pub use team::TeamTexts;

/// All texts of one language. See `ja.rs` and `en.rs` for the words.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it, and the words stand in the two files.
pub struct Texts {
    pub team: &'static TeamTexts,
    pub history: &'static HistoryTexts,
    pub summary: &'static SummaryTexts,
    pub knowledge: &'static KnowledgeTexts,
    pub find: &'static FindTexts,
    pub files: &'static FilesTexts,
    pub recipients: &'static RecipientsTexts,
    pub begun: &'static BegunTexts,
    pub panel: &'static PanelTexts,
    pub facts: &'static FactsTexts,

    /// Plain.
    pub part_not_shown: &'static str,

    // The card.
    pub card_notification: &'static str,
    pub no_subject: &'static str,
    pub from: &'static str,
    pub no_sender: &'static str,
    pub written_in: &'static str,
    pub arrived: &'static str,
    pub to_mailbox: &'static str,
    pub attachments: &'static str,
    pub automatic: &'static str,
    pub perhaps_automatic: &'static str,
    pub machine_ourselves: &'static str,
    pub machine_no_reply: &'static str,
    pub machine_mail_server: &'static str,
    pub machine_list: &'static str,
    pub machine_auto_reply: &'static str,
    pub unreadable: &'static str,
    pub encrypted: &'static str,
    pub simplified: &'static str,
    pub bounce: &'static str,
    pub bounce_of_somebody: &'static str,
    pub bounce_without_reason: &'static str,
    pub state_waiting: &'static str,
    pub state_automatic: &'static str,
    pub state_perhaps_automatic: &'static str,
    pub state_drafting: &'static str,
    pub state_drafted: &'static str,
    pub state_draft_failed: &'static str,
    pub state_budget_spent: &'static str,
    pub state_sending: &'static str,
    pub state_sent: &'static str,
    pub state_reply_failed: &'static str,
    pub state_unknown: &'static str,
    pub state_closed: &'static str,
    pub erased: &'static str,
    pub button_draft: &'static str,
    pub button_open: &'static str,

    // The modal.
    pub modal_title: &'static str,
    pub modal_submit: &'static str,
    pub modal_close: &'static str,
    pub mail_cut: &'static str,
    /// Above the beginning of the mail.
    pub mail_of_customer: &'static str,
    pub no_text: &'static str,
    pub earlier_mail: &'static str,
    pub drafting: &'static str,
    pub drafting_read: &'static str,
    pub drafting_sample: &'static str,
    /// `{why}`, for `{n}` seconds, until `{when}`.
    pub drafting_waits: &'static str,
    pub drafting_so_far: &'static str,
    pub drafted_by: &'static str,
    pub drafted_by_sample: &'static str,
    pub draft_cut_off: &'static str,
    pub draft_reused: &'static str,
    pub write_yourself: &'static str,
    pub reply_label: &'static str,
    pub reply_label_more: &'static str,
    pub reply_too_long: &'static str,
    pub button_retry: &'static str,
    pub button_write_myself: &'static str,
    pub button_another: &'static str,
    pub button_first_draft: &'static str,
    pub button_what_the_ai_saw: &'static str,
    pub what_the_ai_saw: &'static str,
    pub what_the_ai_would_see: &'static str,
    pub what_the_ai_saw_then: &'static str,
    pub not_in_draft: &'static str,
    pub button_mark_sent: &'static str,
    pub button_mark_unsent: &'static str,
    pub draft_failed: &'static str,
    pub draft_budget_spent: &'static str,
    pub sending: &'static str,
    pub sent: &'static str,
    pub reply_failed: &'static str,
    pub unknown: &'static str,
    pub closed: &'static str,
    pub acknowledge_sent: &'static str,
    pub acknowledge_closed: &'static str,
    pub acknowledge_unknown: &'static str,
    pub acknowledge_bounced: &'static str,
    pub being_sent: &'static str,
    pub invented_placeholders: &'static str,
    pub no_recipient: &'static str,

    // Recipients, the conversation, and what is checked before sending.
    pub source_reply_to: &'static str,
    pub source_contact_form: &'static str,
    pub source_forwarded: &'static str,
    pub source_from: &'static str,
    pub choose_recipients: &'static str,
    pub choose_copies: &'static str,
    pub copies_hint: &'static str,
    pub choose_more_copies: &'static str,
    pub more_copies: &'static str,
    pub wrote_again: &'static str,
    pub acknowledge_wrote_again: &'static str,
    pub reply_bounced: &'static str,
    pub state_bounced: &'static str,
    pub complained: &'static str,
    pub newcomer_copied: &'static str,
    pub newcomer_address: &'static str,
    pub newcomer_stranger: &'static str,
    pub tells_of: &'static str,
    pub state_newer: &'static str,
    pub earlier_sent: &'static str,
    pub earlier_unknown: &'static str,
    pub earlier_bounced: &'static str,
    pub doubt_spam: &'static str,
    pub doubt_virus: &'static str,
    pub doubt_sender: &'static str,
    pub cautions: &'static Cautions,
    pub confirm: &'static ConfirmTexts,
    pub warning_attachment: &'static str,
    pub warning_other_name: &'static str,
    pub warning_unknown_name: &'static str,
    pub warning_honorific: &'static str,
    pub warning_other_address: &'static str,
    pub warning_template: &'static str,
    pub warning_newcomer: &'static str,
    pub warning_nobody_reads: &'static str,
    pub warning_goes_to_form: &'static str,
    pub warning_language: &'static str,
    /// `{name}` with its colons, which must not become an emoji.
    pub warning_emoji: &'static str,
    pub warning_words_of_a_model: &'static str,
    pub warning_hidden_characters: &'static str,
    pub cause_bounced: &'static str,
    pub cause_marked_unsent: &'static str,
    pub cause_held_back: &'static str,

    // What a submission is refused with; plain, beneath the input.
    pub reply_empty: &'static str,
    pub placeholders_left: &'static str,
    pub no_recipient_plain: &'static str,
    pub try_again_soon: &'static str,

    // Messages to one person.
    pub modal_did_not_open: &'static str,
    pub not_found: &'static str,

    // Who failed, and causes, put into `draft_failed`, `reply_failed` and the card's lines.
    pub service_ai: &'static str,
    pub service_mail: &'static str,
    pub cause_timed_out: &'static str,
    pub cause_unreachable: &'static str,
    pub cause_busy: &'static str,
    pub cause_unauthorized: &'static str,
    pub cause_refused: &'static str,
    pub cause_cut_off: &'static str,
    pub cause_unusable: &'static str,
    pub cause_budget_spent: &'static str,
    pub cause_no_worker: &'static str,
    pub cause_quota_spent: &'static str,
    pub cause_no_such_model: &'static str,
    pub cause_too_long: &'static str,
    pub cause_filtered: &'static str,
    pub cause_declined: &'static str,
    pub cause_unwritable: &'static str,
    pub cause_no_file: &'static str,
}

impl Texts {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Texts {
        match language {
            Language::Ja => &ja::TEXTS,
            Language::En => &en::TEXTS,
        }
    }

    /// The texts of a modal: of the language that its reader chose, else these, the workspace's.
    pub fn of_modal(&'static self, modal: &ModalRef) -> &'static Texts {
        modal.language.map_or(self, Texts::of)
    }
}

impl Texts {
    /// Why a step failed, in words.
    pub fn cause(&self, cause: Cause, step: Step) -> String {
        let service = match step {
            Step::Draft => self.service_ai,
            Step::Reply | Step::Newer(_) => self.service_mail,
        };
        let text = match cause {
            Cause::TimedOut => self.cause_timed_out,
            Cause::Unreachable => self.cause_unreachable,
            Cause::Busy => self.cause_busy,
            Cause::Unauthorized => self.cause_unauthorized,
            Cause::Refused => self.cause_refused,
            Cause::CutOff => self.cause_cut_off,
            Cause::Unusable => self.cause_unusable,
            Cause::HeldBack => self.cause_held_back,
            Cause::Bounced => self.cause_bounced,
            Cause::MarkedUnsent => self.cause_marked_unsent,
            Cause::BudgetSpent => self.cause_budget_spent,
            Cause::NoWorker => self.cause_no_worker,
            Cause::QuotaSpent => self.cause_quota_spent,
            Cause::NoSuchModel => self.cause_no_such_model,
            Cause::TooLong => self.cause_too_long,
            Cause::Filtered => self.cause_filtered,
            Cause::Declined => self.cause_declined,
            Cause::Unwritable => self.cause_unwritable,
            Cause::NoFile => self.cause_no_file,
            Cause::Newer(word) => return format!("({})", word.as_str()),
        };
        fill(text, &[("service", service)])
    }
}

/// Fills the fields of a text: `fill(texts.from, &[("who", name)])`.
pub fn fill(text: &str, fields: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        filled.push_str(before);
        filled.push_str(
            fields
                .iter()
                .find(|(field, _)| *field == name)
                .map_or("", |(_, value)| value),
        );
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A person in `mrkdwn`: Slack shows the name as the reader knows it.
pub fn mention(person: &Person) -> String {
    let is_user_id = !person.id.is_empty() && person.id.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_user_id {
        format!("<@{}>", person.id)
    } else {
        blocks::escape(&person.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_filled_once_and_what_is_filled_in_is_not_read_again() {
        assert_eq!(
            fill("{a} and {b}!", &[("a", "{b}"), ("b", "2")]),
            "{b} and 2!"
        );
        assert_eq!(fill("no field", &[]), "no field");
    }

    #[test]
    fn every_language_that_is_told_apart_or_offered_has_a_japanese_name() {
        let texts = Texts::of(Language::Ja);
        for name in mail::languages().chain(crate::panel::LANGUAGES) {
            assert!(!texts.panel.language(name).is_ascii(), "{name}");
        }
    }

    #[test]
    fn both_languages_have_the_same_fields_in_every_text() {
        let fields = |texts: &Texts| {
            // `Debug` prints name and text of each field on its own line.
            let lines = format!("{texts:#?}");
            lines.lines().filter_map(fields_of_line).collect::<Vec<_>>()
        };
        assert_eq!(
            fields(Texts::of(Language::Ja)),
            fields(Texts::of(Language::En))
        );
    }

    /// `name: "text {b} {a}",` -> `name {a} {b}`
    fn fields_of_line(line: &str) -> Option<String> {
        let (name, text) = line.split_once(':')?;
        // `\u{3000}` is how `Debug` prints a Japanese space.
        let mut fields: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(field, _)| field)
            .filter(|field| field.bytes().all(|b| b.is_ascii_lowercase()))
            .collect();
        fields.sort_unstable();
        fields.dedup();
        Some(format!("{} {}", name.trim(), fields.join(" ")))
    }
}
