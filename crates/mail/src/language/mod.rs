//! The language of a text: one rule for the prompt, for the screens and for the look at a reply
//! before it is sent.
//!
//! Letters decide where they can. Everything else needs evidence: a wrong guess would order a reply
//! in a language that the customer does not read, and without one the model reads for itself.

mod han;
mod latin;
mod scripts;
mod words;

use std::sync::LazyLock;

use regex::Regex;
use whatlang::{Lang, Script};

use crate::{quote, sender_signature};

/// Characters that are looked at: mails may be megabytes long.
const BEGINNING: usize = 4_000;
/// Chinese characters that are Chinese whatever they are: no Japanese sentence of that length does
/// without kana.
const MANY: usize = 20;

static NO_LANGUAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[[\p{L}_]+_[0-9]+\]|https?://\S+|www\.\S+|\S+@\S+")
        .expect("the pattern is fixed and tested")
});

/// The language of a text, as an English word: `Japanese`. `None` where there is too little of it
/// to tell.
///
/// Kana are Japanese, however few: 「まだですか」 is a mail. Chinese characters alone are what they
/// are by those that only one of the two languages writes. Japanese in Latin letters is Japanese.
pub fn of(text: &str) -> Option<&'static str> {
    let text = without_addresses(text);
    // Among kana stand signs that are no letters, such as the ・ of a list.
    let count =
        |is: &dyn Fn(char) -> bool| text.chars().filter(|c| c.is_alphabetic() && is(*c)).count();
    let kana = count(
        &|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}'),
    );
    let han =
        count(&|c| matches!(c, '\u{3005}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'));
    let scripts = scripts::letters(&text);
    let latin = count(&|_| true) - kana - han - scripts;
    // A character of East Asia says as much as several letters.
    if (kana + han) * 5 > latin + scripts && kana + han > 0 {
        return east_asian(&text, kana, han);
    }
    match scripts * 2 > latin {
        true => scripts::told(&text),
        false => latin::told(&text),
    }
}

fn east_asian(text: &str, kana: usize, han: usize) -> Option<&'static str> {
    let (chinese, japanese) = han::evidence(text);
    match () {
        // A brand in kana is no Japanese sentence.
        () if kana > 0 && chinese > 1 && kana < 3 * chinese && kana < han => Some("Chinese"),
        () if kana * 20 > han => Some("Japanese"),
        () if chinese > japanese => Some("Chinese"),
        () if japanese > chinese => Some("Japanese"),
        () => (han >= MANY).then_some("Chinese"),
    }
}

/// The language of a mail: of its text, or where that does not tell, of its subject, or of what was
/// written before in its conversation.
pub fn of_mail(subject: &str, text: &str, earlier: Option<&'static str>) -> Option<&'static str> {
    of(passed_on(text)).or_else(|| of(text)).or_else(|| {
        let subject = of(subject);
        match is_in_latin(text) {
            // 「Re: ご注文の件」 above "OK, thank you" is our own subject.
            true if subject.is_some_and(is_east_asian) => earlier,
            _ => subject.or(earlier),
        }
    })
}

/// What is passed on in a text, without the note of the person who did so; all of it where nothing is.
fn passed_on(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if quote::is_passed_on_below(line) {
            return &text[at..];
        }
    }
    text
}

/// True when a text has letters that the readers of a language cannot read: what is to be
/// translated for them even where its language cannot be told.
pub fn is_foreign_to(text: &str, language: &str) -> bool {
    match of(text) {
        Some(told) => told != language,
        None => {
            let text = without_addresses(text);
            let letters = text.chars().filter(|c| c.is_alphabetic());
            let is_read = |c: &char| match language {
                "Japanese" => {
                    c.is_ascii() || matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
                }
                _ => c.is_ascii(),
            };
            letters.filter(|c| !is_read(c)).count() > 1
                // Of what is in Latin letters and in none of the languages that are told.
                || latin::is_a_sentence(&text)
                    && (language != "English" || latin::is_hardly_english(&text))
        }
    }
}

/// True for languages that are written in Latin letters.
pub(crate) fn is_in_latin_letters(language: &str) -> bool {
    let trigrams = Script::Latin.langs().iter();
    let mut trigrams = trigrams.filter_map(|lang| name_of(*lang));
    let is_romaji = |name: &str| name == "Japanese";
    words::LATIN
        .iter()
        .any(|it| it.name == language && !is_romaji(language))
        || trigrams.any(|name| name == language)
}

/// All languages that [`of`] tells apart, in no order.
pub fn all() -> impl Iterator<Item = &'static str> {
    let latin = words::LATIN.iter().map(|it| it.name);
    let trigrams = Script::Latin
        .langs()
        .iter()
        .filter_map(|lang| name_of(*lang));
    let mut all: Vec<&str> = ["Japanese", "Chinese"]
        .into_iter()
        .chain(scripts::names())
        .chain(latin)
        .chain(trigrams)
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

/// What a language that trigrams tell is called; `None` for what is told in another way.
fn name_of(lang: Lang) -> Option<&'static str> {
    match lang {
        // What has letters of its own, and what no living customer writes.
        Lang::Cmn | Lang::Jpn | Lang::Kor | Lang::Lat | Lang::Epo | Lang::Yid => None,
        Lang::Nob => Some("Norwegian"),
        Lang::Pes => Some("Persian"),
        other => Some(other.eng_name()),
    }
}

/// As much of a text as tells what it is.
pub fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(BEGINNING);
    &text[..end.map_or(text.len(), |it| it.0)]
}

/// The beginning of a text without what is in no language.
fn without_addresses(text: &str) -> String {
    let end = text
        .char_indices()
        .nth(BEGINNING)
        .map_or(text.len(), |it| it.0);
    // What a phone writes below a mail is in the phone's language.
    let lines = text[..end]
        .lines()
        .filter(|line| !sender_signature::is_phone(line));
    let text: Vec<&str> = lines.collect();
    NO_LANGUAGE.replace_all(&text.join("\n"), " ").into_owned()
}

fn is_in_latin(text: &str) -> bool {
    let text = without_addresses(text);
    text.chars().any(|c| c.is_ascii_alphabetic())
        && text.chars().all(|c| !c.is_alphabetic() || c < '\u{250}')
}

fn is_east_asian(language: &str) -> bool {
    matches!(language, "Japanese" | "Chinese" | "Korean")
}

#[cfg(test)]
mod tests;
