//! The words for what was found in a draft.

use crate::texts::{Texts, fill};
use inquiry::Caution;
use slack::blocks::escape;

/// A line of `mrkdwn` for each.
pub fn lines(cautions: &[Caution], texts: &Texts) -> String {
    let lines: Vec<String> = cautions
        .iter()
        .map(|caution| format!("• {}", line(caution, texts)))
        .collect();
    lines.join("\n")
}

fn line(caution: &Caution, texts: &Texts) -> String {
    let texts = texts.cautions;
    let about = |text: &str, what: &str| fill(text, &[("what", &escape(what))]);
    match caution {
        Caution::InstructionsInMail => texts.instructions_in_mail.to_owned(),
        Caution::SpeaksOfItself => texts.speaks_of_itself.to_owned(),
        Caution::UnknownLink(host) => about(texts.unknown_link, host),
        Caution::UnknownContact(contact) => about(texts.unknown_contact, contact),
        Caution::BankAccount => texts.bank_account.to_owned(),
        Caution::UnknownAmount(amount) => about(texts.unknown_amount, amount),
        Caution::MoneyPromised => texts.money_promised.to_owned(),
        Caution::InternalQuoted => texts.internal_quoted.to_owned(),
        Caution::KnowledgeUnread => texts.knowledge_unread.to_owned(),
        Caution::ThoughtAloud => texts.thought_aloud.to_owned(),
        Caution::HiddenCharacters => texts.hidden_characters.to_owned(),
        Caution::Shortened => texts.shortened.to_owned(),
    }
}
