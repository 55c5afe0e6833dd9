//! Paragraphs in other languages than English: their nouns are in no list here, and German writes each with a capital. A
//! name there has to be told by a rule, or be known as one.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::dictionary::{
    COMMON_LATIN, Key, LATIN_GIVEN, LATIN_SURNAMES, RARE_LATIN_GIVEN, RARE_LATIN_SURNAMES,
};
use super::script::{Script, line_before, script};
use super::set::Set;

/// Which paragraphs of a text are in another language, looked at when it is asked first.
pub(super) struct Languages<'t> {
    text: &'t str,
    /// The end of each paragraph, and whether it is in another language.
    paragraphs: OnceCell<Vec<(usize, bool)>>,
}

impl<'t> Languages<'t> {
    pub(super) fn of(text: &'t str) -> Languages<'t> {
        Languages {
            text,
            paragraphs: OnceCell::new(),
        }
    }

    /// Whether `range` is in Latin letters and in a paragraph of another language.
    pub(super) fn is_foreign(&self, range: &Range<usize>) -> bool {
        let begins = self.text[range.clone()].chars().next();
        if !begins.is_some_and(|c| c.is_alphabetic() && c < '\u{2e80}') {
            return false;
        }
        let paragraphs = self.paragraphs.get_or_init(|| paragraphs(self.text));
        let at = paragraphs.partition_point(|(end, _)| *end <= range.start);
        paragraphs.get(at).is_some_and(|(_, foreign)| *foreign)
    }
}

fn paragraphs(text: &str) -> Vec<(usize, bool)> {
    let (mut whole, mut counts) = ([0; 2], Vec::new());
    let mut at = 0;
    for paragraph in text.split_inclusive("\n\n") {
        at += paragraph.len();
        let count = count(paragraph);
        whole[0] += count[0];
        whole[1] += count[1];
        counts.push((at, count));
    }
    let foreign = whole[0] > whole[1];
    let told = |[others, english]: [usize; 2]| match others.cmp(&english) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => foreign,
        std::cmp::Ordering::Less => false,
    };
    counts.into_iter().map(|(end, c)| (end, told(c))).collect()
}

/// Frequent words of other languages that are none of English.
static OTHERS: Set = Set::lines(include_str!("data/function_words.txt"));

/// How many words are other languages', and how many are English.
fn count(paragraph: &str) -> [usize; 2] {
    static ENGLISH: Set = Set::of(
        "the are were i'm i've it's you your yours our my she they them their his this that these those and but to from by with without not don't can't didn't doesn't won't have \
         could should would please thanks thank where when which who how why there here any some only just than then about hello dear regards",
    );
    let mut counts = [0; 2];
    let mut rest = paragraph;
    let mut begins = true;
    while let Some(start) = rest.find(|c: char| {
        begins |= matches!(c, '\n' | '.' | '!' | '?' | ':' | '¿' | '¡');
        c.is_alphabetic()
    }) {
        rest = &rest[start..];
        let (mut wide, mut digit, mut apostrophe) = (false, false, false);
        let end = rest.find(|c: char| {
            let is_letter = c.is_alphanumeric();
            let joins = matches!(c, '\'' | '’');
            wide |= is_letter && c >= '\u{2e80}';
            digit |= c.is_ascii_digit();
            apostrophe |= joins;
            !is_letter && !joins
        });
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        if wide {
            return [0; 2];
        }
        // de la Cruz, van der Berg
        let particle = || {
            behind
                .strip_prefix(' ')
                .is_some_and(|next| next.starts_with(char::is_uppercase))
                && PARTICLES.has_in_any_case(word)
        };
        // Big Sur, LA
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let capitals = capital && letters.next().is_some_and(char::is_uppercase);
        let named = capital && !begins && word.len() < 5;
        begins = false;
        if named || capitals || digit || word.len() > 24 || particle() {
            continue;
        }
        let word = match word.is_ascii() {
            true => Cow::Borrowed(word),
            false => Cow::Owned(word.to_lowercase().replace('’', "'")),
        };
        let other = apostrophe && is_elided(&word, capital) || OTHERS.has_in_any_case(&word);
        counts[0] += usize::from(other);
        counts[1] += usize::from(ENGLISH.has_in_any_case(&word));
    }
    counts
}

/// l'application, qu'il
fn is_elided(word: &str, capital: bool) -> bool {
    const HEADS: [&str; 14] = [
        "l", "j", "d", "c", "n", "qu", "s", "m", "dell", "all", "nell", "un", "dall", "sull",
    ];
    let heads = if capital { &HEADS[..2] } else { &HEADS[..] };
    let is_one = |head: &str| heads.iter().any(|it| head.eq_ignore_ascii_case(it));
    word.split_once('\'').is_some_and(|(head, _)| is_one(head))
}

/// What is within names of several languages.
static PARTICLES: Set = Set::of(
    "de da do dos das del della di la le van von der den los las ter ten bin binti al el y e zu af av du des",
);

/// Whether a find in another language is a name by the lists: a given name with a family name, or a frequent given name
/// that is no word.
pub(super) fn is_known_name(text: &str, range: &Range<usize>) -> bool {
    const GIVEN: u16 = LATIN_GIVEN.bit() | RARE_LATIN_GIVEN.bit();
    const KNOWN: u16 = LATIN_GIVEN.bit() | LATIN_SURNAMES.bit();
    const SURNAMES: u16 = LATIN_SURNAMES.bit() | RARE_LATIN_SURNAMES.bit();
    // é para Mariana
    let mut name = text[range.clone()].trim_start_matches(|c: char| !c.is_uppercase());
    let start = range.end - name.len();
    let small = |(at, _): (usize, char)| name[at + 1..].starts_with(|c: char| !c.is_uppercase());
    let mut spaces = name
        .char_indices()
        .filter(|(_, c)| *c == ' ')
        .collect::<Vec<_>>();
    while let Some(space) = spaces.pop().filter(|space| small(*space)) {
        name = &name[..space.0];
    }
    let range = &(start..start + name.len());
    let words: Vec<&str> = name
        .split([' ', ',', '-'])
        .filter(|word| !word.is_empty() && !PARTICLES.has(word))
        .collect();
    if words
        .iter()
        .any(|word| !word.starts_with(char::is_uppercase))
    {
        return false;
    }
    // Haben Sie
    if words.iter().any(|word| OTHERS.has(&word.to_lowercase())) {
        return false;
    }
    let all: Vec<u16> = words.iter().map(|word| lists(word)).collect();
    let inside = || !begins_sentence(text, range) && !is_german(text, range);
    match all.as_slice() {
        [] => false,
        [one] => {
            let known = one & KNOWN != 0 && one & COMMON_LATIN.bit() == 0;
            known && (is_alone(text, range) || inside())
        }
        all => {
            inside()
                || all.iter().enumerate().any(|(at, given)| {
                    let others = all.iter().enumerate().filter(|(other, _)| *other != at);
                    let mut others = others.map(|(_, family)| family);
                    given & GIVEN != 0 && others.any(|family| family & SURNAMES != 0)
                })
        }
    }
}

/// Whether nothing of its sentence is in front of it.
fn begins_sentence(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches([' ', '"', '«', '„', '“', '-', '¿', '¡']);
    before.is_empty() || before.ends_with(['\n', '.', '!', '?', ':'])
}

/// Whether German words are around it, whose nouns have capitals.
fn is_german(text: &str, range: &Range<usize>) -> bool {
    static GERMAN: Set = Set::of(
        "der die das und ist nicht ich wir sie mit für auf zu zum zur von vom bei im am ein eine einen mein meine ihre bitte wann wie wo auch noch kann haben habe hat wird",
    );
    let before = line_before(text, range.start);
    let behind = &text[range.end..];
    let end = behind
        .char_indices()
        .nth(80)
        .map_or(behind.len(), |(at, _)| at);
    let behind = behind[..end].split('\n').next().unwrap_or_default();
    let words = before.split(' ').chain(behind.split(' '));
    let mut words = words.map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
    words.any(|word| GERMAN.has(&word.to_lowercase()))
}

/// Nothing else is on its line.
fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches([' ', '-', '>', '–']);
    let behind = text[range.end..].trim_start_matches([' ', '\r', '.']);
    (before.is_empty() || before.ends_with('\n')) && (behind.is_empty() || behind.starts_with('\n'))
}

fn lists(word: &str) -> u16 {
    let mut key = Key::default();
    for c in word.chars().filter(|c| script(*c) == Script::Latin) {
        c.to_lowercase().for_each(|c| key.push(c));
    }
    key.latin()
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::of_kind;
    use super::super::KIND;

    #[test]
    fn what_other_languages_write_with_capitals_is_no_name() {
        for text in [
            "Le pantalon est trop petit.",
            "Wann kommt der Techniker?",
            "Können Sie mir bitte eine Rechnung schicken?",
            "Sehr geehrte Damen und Herren,",
            "Betreff: Lieferung",
            "La calefacción no calienta.",
            "Un tavolo per quattro persone sabato sera.",
            "Здравствуйте, когда придёт мой заказ?",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_person_is_one_in_any_language() {
        for (text, name) in [
            (
                "Ich habe gestern mit Sabine Lehmann gesprochen.",
                "Sabine Lehmann",
            ),
            ("Hallo Herr Petersen, wann kommt der Techniker?", "Petersen"),
            (
                "J'ai parlé avec Julien Moreau de votre service.",
                "Julien Moreau",
            ),
            ("Il signor Esposito non risponde.", "Esposito"),
            ("Grazie mille\nFrancesca", "Francesca"),
            ("I met Maria de la Cruz in the store.", "Maria de la Cruz"),
        ] {
            assert_eq!(of_kind(KIND, text), [name], "{text}");
        }
    }
}
