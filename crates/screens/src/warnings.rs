//! The words for what a check before sending found.

use super::texts::{Texts, fill};
use mail::Warning;
use slack::blocks::escape;

/// A line of `mrkdwn` for each warning.
pub fn lines(warnings: &[Warning], texts: &Texts) -> String {
    let lines: Vec<String> = warnings
        .iter()
        .map(|warning| format!("• {}", line(warning, texts)))
        .collect();
    lines.join("\n")
}

fn line(warning: &Warning, texts: &Texts) -> String {
    match warning {
        Warning::AttachmentPromised => texts.warning_attachment.to_owned(),
        Warning::OtherName {
            written,
            expected: Some(expected),
        } => {
            let (written, expected) = (escape(written.expose()), escape(expected.expose()));
            fill(
                texts.warning_other_name,
                &[("written", &written), ("expected", &expected)],
            )
        }
        Warning::OtherName {
            written,
            expected: None,
        } => fill(
            texts.warning_unknown_name,
            &[("written", &escape(written.expose()))],
        ),
        Warning::HonorificMissing { written } => fill(
            texts.warning_honorific,
            &[("written", &escape(written.expose().trim()))],
        ),
        Warning::OtherAddress { address } => fill(
            texts.warning_other_address,
            &[("address", &escape(address.expose()))],
        ),
        Warning::TemplateOpen { open } => {
            let open: Vec<&str> = open.iter().map(|one| one.expose()).collect();
            fill(
                texts.warning_template,
                &[("open", &escape(&open.join("  ")))],
            )
        }
        // Of letters, digits and signs that mean nothing, and within marks of code.
        Warning::EmojiName { name } => fill(texts.warning_emoji, &[("name", name.as_str())]),
        Warning::WordsOfAModel { words } => {
            let words = escape(words.expose());
            fill(texts.warning_words_of_a_model, &[("words", &words)])
        }
        Warning::HiddenCharacters { codes } => {
            let codes = codes.join(" ");
            fill(texts.warning_hidden_characters, &[("codes", &codes)])
        }
        Warning::Newcomer => texts.warning_newcomer.to_owned(),
        Warning::NobodyReads => texts.warning_nobody_reads.to_owned(),
        Warning::GoesToForm { customer } => {
            let customer = escape(&customer.display());
            fill(texts.warning_goes_to_form, &[("customer", &customer)])
        }
        Warning::OtherLanguage { customer, reply } => {
            let (customer, reply) = (texts.panel.language(customer), texts.panel.language(reply));
            fill(
                texts.warning_language,
                &[("customer", customer), ("reply", reply)],
            )
        }
    }
}
