//! The rules that an answer is scored by.

use regex::Regex;
use serde::Serialize;

use super::Case;
use crate::generation::check;
use inquiry::Caution;
use llm::Messages;
use mail::{self, Address, InboundMail, Mailbox, MessageId, OutgoingMail, Warning, language_of};
use pii::{CustomerText, MaskedText, Placeholders, leftover_placeholders, restore};

/// Characters that a reply has at most, where a case does not say.
const LONGEST: usize = 1_200;

/// A rule that an answer broke.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The rule.
    pub rule: &'static str,
    /// What was missing or too much.
    pub what: String,
}

/// An answer with its score.
pub(super) struct Scored {
    pub(super) rules: usize,
    pub(super) faults: Vec<Fault>,
    pub(super) answer: CustomerText,
}

#[derive(Default)]
struct Rules {
    looked_at: usize,
    faults: Vec<Fault>,
}

impl Rules {
    fn holds(&mut self, rule: &'static str, holds: bool, what: impl FnOnce() -> String) {
        self.looked_at += 1;
        if !holds {
            self.faults.push(Fault { rule, what: what() });
        }
    }
}

/// Scores an answer.
pub(super) fn score(
    case: &Case,
    mail: &InboundMail,
    messages: &Messages,
    answer: &MaskedText,
    placeholders: &Placeholders,
) -> Scored {
    let expected = &case.expected;
    let restored = restore(answer, placeholders);
    let text = restored.text.expose();
    let lower = text.to_lowercase();
    let mut rules = Rules::default();

    let kind = expected
        .kind
        .as_deref()
        .unwrap_or(&messages.template().name);
    rules.holds("kind", kind == messages.template().name, || {
        format!("taken for {}, not {kind}", messages.template().name)
    });
    for wanted in &expected.contains {
        let is_there = wanted
            .split('|')
            .any(|it| lower.contains(&it.trim().to_lowercase()));
        rules.holds("contains", is_there, || wanted.clone());
    }
    for unwanted in &expected.not {
        let is_there = lower.contains(&unwanted.to_lowercase());
        rules.holds("not", !is_there, || unwanted.clone());
    }
    for pattern in &expected.matches {
        let matches = Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text));
        rules.holds("matches", matches, || pattern.clone());
    }
    let characters = text.trim().chars().count();
    let (shortest, longest) = (
        expected.shortest.unwrap_or(1),
        expected.longest.unwrap_or(LONGEST),
    );
    rules.holds("length", (shortest..=longest).contains(&characters), || {
        format!("{characters} characters, not {shortest} to {longest}")
    });
    let language = expected.language.as_deref();
    let language = language.or_else(|| language_of(mail.text.expose()));
    let written = language_of(answer.as_str());
    rules.holds(
        "language",
        language.is_none() || written == language,
        || {
            let name = |language: Option<&str>| language.unwrap_or("no language").to_owned();
            format!("{}, not {}", name(written), name(language))
        },
    );
    rules.holds("salutation", names_the_customer(case, mail, text), || {
        "the customer is not addressed in the first lines".to_owned()
    });
    let left = [restored.invented, leftover_placeholders(text, placeholders)].concat();
    rules.holds("placeholders", left.is_empty(), || left.join(" "));
    let warnings: Vec<Warning> = warnings(mail, &restored.text);
    rules.holds("warnings", warnings.is_empty(), || {
        // Their names alone: what they are about is personal.
        let name = |warning: &Warning| {
            format!("{warning:?}")
                .chars()
                .take_while(|c| c.is_alphanumeric())
                .collect()
        };
        warnings
            .iter()
            .map(name)
            .collect::<Vec<String>>()
            .join(", ")
    });
    match check(answer, messages, Some("shop.example")) {
        Err(danger) => rules.holds("safety", false, || danger.to_string()),
        Ok(cautions) => {
            let counts = |caution: &&Caution| match caution {
                Caution::InstructionsInMail => false,
                Caution::MoneyPromised | Caution::UnknownAmount(_) => !expected.may_promise,
                _ => true,
            };
            let cautions: Vec<String> = cautions
                .iter()
                .filter(counts)
                .map(|it| format!("{it:?}"))
                .collect();
            rules.holds("safety", cautions.is_empty(), || cautions.join(", "));
        }
    }
    Scored {
        rules: rules.looked_at,
        faults: rules.faults,
        answer: restored.text,
    }
}

/// True when one of the first lines names the customer, with 様 in Japanese; or nobody, where the
/// mail gives no name.
fn names_the_customer(case: &Case, mail: &InboundMail, text: &str) -> bool {
    let name = mail.from.as_ref().and_then(|from| from.name.as_ref());
    let name = name.map(|name| name.expose());
    let Some(name) = case.expected.salutation.as_deref().or(name) else {
        return true;
    };
    let squeezed = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let first = squeezed(
        &text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(3)
            .collect::<String>(),
    );
    let is_named = name
        .split_whitespace()
        .any(|part| first.contains(&squeezed(part)));
    let is_japanese = language_of(text) == Some("Japanese");
    is_named && (!is_japanese || first.contains('様'))
}

/// What the check before sending would say.
fn warnings(mail: &InboundMail, text: &CustomerText) -> Vec<Warning> {
    let (Ok(own), Some(message_id)) = (
        Address::parse("support@shop.example"),
        MessageId::parse("1@shop.example"),
    ) else {
        return Vec::new();
    };
    let reply = OutgoingMail {
        html: None,
        logo: None,
        files: vec![],
        message_id,
        date: jiff::Timestamp::UNIX_EPOCH,
        from: Mailbox::bare(own),
        to: mail.reply_recipients(),
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: CustomerText::default(),
        in_reply_to: None,
        references: Vec::new(),
        text: text.clone(),
    };
    mail::check(&reply, mail)
}
