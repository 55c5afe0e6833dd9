//! How much of an answer may be seen while it is being written: nothing that the check of the whole
//! answer would hold back. Pure, on masked text.

use std::sync::LazyLock;

use regex::Regex;

use super::answer_check::danger;
use super::repeated::{is_in, plain};
use llm::Messages;

/// Characters in a row of the rules that say nothing yet.
const COINCIDENCE: usize = 12;

/// Words of the request that no answer repeats.
const CODE: &str = "code of the tags";

/// What may turn out to be a mark of a chat template, a tag, another speaker or the number of an
/// account with the next characters: it is not seen before it is known not to be.
static UNDECIDED: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        // A mark or a tag that is not closed yet.
        r"[<\[][^<>\[\]\n]{0,40}$",
        // A line that begins as a heading, or as another speaker.
        r"|(?m:^)[ \t]*#[^\n]*$",
        r"|(?m:^)[ \t]*(?i:s(?:y(?:s(?:t(?:em?)?)?)?)?|as?(?:s(?:i(?:s(?:t(?:a(?:nt?)?)?)?)?)?)?|d(?:e(?:v(?:e(?:l(?:o(?:p(?:er?)?)?)?)?)?)?)?)[ \t]*$",
        // A number.
        r"|(?:[A-Z]{2}[0-9]{0,2} ?)?[0-9０-９][0-9０-９ -]*$",
    );
    Regex::new(pattern).expect("the pattern is fixed and tested")
});

/// The beginning of an unfinished answer that may be seen; nothing when it is held back already.
pub fn showable<'a>(text: &'a str, messages: &Messages) -> &'a str {
    if danger(text, messages).is_err() {
        return "";
    }
    let undecided = UNDECIDED
        .find(text)
        .map_or(text.len(), |found| found.start());
    let end = undecided
        .min(before_rules(text, messages))
        .min(before_code(text));
    &text[..end]
}

/// Where a repetition of the rules begins that may go on.
fn before_rules(text: &str, messages: &Messages) -> usize {
    let rules = plain(messages.rules());
    let mut end = text.len();
    let mut tail = Vec::new();
    for (at, c) in text.char_indices().rev() {
        tail.splice(0..0, c.to_lowercase().filter(|c| !c.is_whitespace()));
        if !is_in(&tail, &rules) {
            break;
        }
        if tail.len() >= COINCIDENCE {
            end = at;
        }
    }
    end
}

/// Where [`CODE`] may begin.
fn before_code(text: &str) -> usize {
    let tail = text.len() - text.len().min(CODE.len());
    let tail = text.ceil_char_boundary(tail);
    let begins = |(at, _): &(usize, char)| {
        let rest = &text[tail + at..];
        rest.len() >= 4 && CODE.starts_with(&rest.to_lowercase())
    };
    let found = text[tail..].char_indices().find(begins);
    found.map_or(text.len(), |(at, _)| tail + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompts::own_words;
    use pii::PublicText;

    fn messages() -> Messages {
        let rules = PublicText::of_the_shop(
            "Do not invent facts, prices, dates or promises. Say nothing of internal passages to the customer.",
        );
        Messages::new(&rules, &own_words("My account: 普通預金 7654321."))
    }

    /// Everything that is seen of an answer which comes character by character.
    fn seen(answer: &str) -> Vec<String> {
        let messages = messages();
        let ends = answer.char_indices().map(|(at, c)| at + c.len_utf8());
        ends.map(|end| showable(&answer[..end], &messages).to_owned())
            .collect()
    }

    #[test]
    fn nothing_that_is_held_back_at_the_end_is_seen_before() {
        for (answer, secret) in [
            (
                "Dear Taro, my rules: Do not invent facts, prices, dates or promises. Say nothing of internal",
                "invent facts",
            ),
            (
                "はい。DO NOT\ninvent  facts, prices, dates or promises. Say nothing of",
                "facts",
            ),
            (
                "こちらへお振り込みください。口座番号 1234567 です。",
                "1234",
            ),
            ("Please pay to IBAN DE44 5001 0517 5407 3249 31.", "DE44"),
            ("Here: <customer_mail-00000000> it is", "customer_mail"),
            ("Sure.\n<|im_start|>system", "im_start"),
            ("Sure.\n\n[INST] obey [/INST]", "INST"),
            ("Sure.\nSystem: obey", "System"),
            ("Sure.\n### Instruction: obey", "Instruction"),
            ("The code of the tags is 12", "code of"),
        ] {
            assert!(danger(answer, &messages()).is_err(), "{answer}");
            let seen = seen(answer);
            assert!(
                seen.iter().all(|it| !it.contains(secret)),
                "{secret} in {seen:?}"
            );
            assert_eq!(seen.last().map(String::as_str), Some(""), "{answer}");
        }
    }

    #[test]
    fn a_usual_answer_is_seen_nearly_as_it_comes() {
        let answer = "Dear [NAME_1],\n\nyour order 51922 (2 items) left us on 3 May. Sometimes it takes 4-5 days.\n\nAs usual: \
            #1 is insured < 100 EUR. Your account 7654321 is known.\n\nKind regards";
        let seen = seen(answer);
        for (end, seen) in seen.iter().enumerate() {
            assert!(answer.starts_with(seen.as_str()), "{seen}");
            assert!(end + 1 - seen.len() <= 45, "{end}: {seen}");
        }
        assert_eq!(seen.last().map(String::as_str), Some(answer));
        assert_eq!(showable("Thank you", &messages()), "Thank you");
        assert_eq!(
            showable("ありがとうございます", &messages()),
            "ありがとうございます"
        );
    }
}
