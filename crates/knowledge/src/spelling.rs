//! What a customer meant to type: slips of the keyboard in English words.
//!
//! A word that neither the pages nor the thesaurus know is read as the word of the thesaurus that
//! it nearly is. Real words stay: a short one is changed only where a letter was dropped, doubled or
//! swapped, and none that is another word of everyday English.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use strsim::osa_distance;

use super::terms::{self, stem};

/// Shorter words are too near to each other.
const SHORTEST: usize = 5;
/// From so many letters on a wrong letter is a slip, too.
const LONG: usize = 7;
/// So many words of a question are looked at, up to so many letters.
const MOST: usize = 400;
const MOST_LETTERS: usize = 20;

/// Words of everyday English that are a slip away from one that shops are asked about.
const REAL: &str = "america apply archie archive australian austrian beach beans board boeing boring carry \
    catchy chain chair changer charger cleansing close closet clover coats compete complex \
    contract cooking county covert crate create crete curtain deflect deplete detective diver \
    doping drier drive empress expanse factory faculty fold forge freezer german germany handing \
    handle heaven house iceland indian lager larger latter licking linking loosen massage \
    messing mighty mistaken moaning monkey morning mourning mouse organise organize overhead \
    oversee pacing pack packing palace papal parking passport pearson person persona pierce \
    plate plates pleas police prevent price pricey prince produce product profess projection \
    prowess quantify regulate repaid replay resent reset rest reuse reverence satin scatter \
    scrape seize shatter shirt shirts shorty shutter sign signing sipping skipping slipping \
    smoker smokey spark sparse stain stalin stats statue status sticky stopping storey storm \
    story strain stuart swede swedes tank thingy thorough though three through timer touchy \
    trace tracer trade trader trail trance transit transmit trial tribal trough truck untitled \
    waiter walter warrant waste watery whereas widow window wishing write writer";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let thesaurus = include_str!("thesaurus.txt").lines();
    let expressions = thesaurus.filter(|line| !line.starts_with(['#', '[']));
    let words = expressions.flat_map(|line| line.split(|c: char| !c.is_ascii_alphabetic()));
    let words = words.filter(|word| word.len() >= SHORTEST);
    let meant: BTreeSet<&str> = words.chain(terms::small_words()).collect();
    let known = meant
        .iter()
        .copied()
        .chain(REAL.split(' '))
        .map(|word| stem(word).into_owned());
    Words {
        known: known.collect(),
        meant,
    }
});

struct Words {
    /// What may be meant.
    meant: BTreeSet<&'static str>,
    /// The stems of all that is no slip.
    known: HashSet<String>,
}

/// A question with the words that it nearly names; `is_known` tells those that the pages have.
pub(super) fn corrected(question: &str, is_known: impl Fn(&str) -> bool) -> Cow<'_, str> {
    let is_letter = |c: char| c.is_alphanumeric() || c == '\'';
    let mut out = String::new();
    let mut copied = 0;
    let mut looked_at = 0;
    for word in question.split(|c| !is_letter(c)) {
        let is_english = word.bytes().all(|b| b.is_ascii_alphabetic());
        if !is_english || !(SHORTEST..=MOST_LETTERS).contains(&word.len()) || looked_at == MOST {
            continue;
        }
        looked_at += 1;
        let lower = word.to_ascii_lowercase();
        if let Some(meant) = meant(&lower).filter(|_| !is_known(&lower)) {
            let at = word.as_ptr().addr() - question.as_ptr().addr();
            out.push_str(&question[copied..at]);
            out.push_str(&meant);
            copied = at + word.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(question);
    }
    out.push_str(&question[copied..]);
    Cow::Owned(out)
}

/// The word that this one was meant to be, with its ending; none for a word that is known.
fn meant(word: &str) -> Option<String> {
    const ENDINGS: [&str; 5] = ["", "s", "d", "ed", "ing"];
    if WORDS.known.contains(&*stem(word)) {
        return None;
    }
    let mut parts = ENDINGS
        .iter()
        .filter_map(|end| Some((word.strip_suffix(end)?, *end)));
    parts.find_map(|(root, end)| Some(format!("{}{end}", nearest(root)?)))
}

fn nearest(word: &str) -> Option<&'static str> {
    let is_near = |known: &&&str| {
        let fits = known.len() >= SHORTEST && known.len().abs_diff(word.len()) <= 1;
        fits && known.as_bytes()[0] == word.as_bytes()[0] && is_a_slip(word, known)
    };
    WORDS.meant.iter().find(is_near).copied()
}

/// True where one slip is between two words, one that is likely for words of that length.
fn is_a_slip(typed: &str, meant: &str) -> bool {
    let length = typed.len().min(meant.len());
    match osa_distance(typed, meant) {
        1 => length >= LONG || !is_another_letter(typed, meant),
        _ => false,
    }
}

/// Of two words with one slip between them: no letter was dropped, doubled or swapped.
fn is_another_letter(typed: &str, meant: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters = word.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    typed.len() == meant.len() && sorted(typed) != sorted(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(question: &str) -> String {
        corrected(question, |_| false).into_owned()
    }

    #[test]
    fn slips_of_the_keyboard_are_read_as_what_was_meant() {
        for (typed, meant) in [
            ("I never recieved my pacakge", "I never received my package"),
            ("how do i get a refud?", "how do i get a refund?"),
            ("the mug came in peices", "the mug came in pieces"),
            ("wrong adress, cancle it", "wrong address, cancel it"),
            ("is it garanteed", "is it guaranteed"),
            ("配送先 adress 変更", "配送先 address 変更"),
        ] {
            assert_eq!(read(typed), meant);
        }
    }

    #[test]
    fn other_words_stay() {
        for text in [
            "Do you have winter coats, plates, shirts and trail shoes?",
            "My son likes the board and the chair of this brand.",
            "Größe, naïve, 12345, X200B, it's",
            "",
        ] {
            assert_eq!(read(text), text);
        }
        assert_eq!(corrected("refud", |word| word == "refud"), "refud");
    }
}
