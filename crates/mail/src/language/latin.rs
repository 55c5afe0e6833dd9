//! Languages in Latin letters: by their words and letters, and for longer texts by trigrams, too.

use whatlang::Detector;

use super::words::{ENGLISH, LATIN, ROMAJI, languages_of};

/// Evidence that a language needs: two words that no other one has, or more that few have.
const ENOUGH: f64 = 2.0;
/// The least share of all words that has to be the language's.
const SHARE: f64 = 0.2;
/// Letters from which on trigrams say something.
const LONG: usize = 80;

/// The language of a text, as far as there is evidence of it.
pub(super) fn told(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let lower = without_greeting(&lower);
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() < 2 {
        return None;
    }
    let scores = scores(&words);
    let best = (0..LATIN.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    let second = (0..LATIN.len())
        .filter(|it| *it != best)
        .map(|it| scores[it])
        .fold(0.0, f64::max);
    let (score, share) = (scores[best], scores[best] / count(words.len()));
    let is_ahead = score >= 1.3 * second + 0.3;
    // Trigrams take Japanese in Latin letters for Indonesian or Italian.
    if is_romaji(&words) && scores[ROMAJI] < ENOUGH && share < 2.0 * SHARE {
        return None;
    }
    if score >= ENOUGH && share >= SHARE && is_ahead {
        return Some(LATIN[best].name);
    }
    by_trigrams(lower, &scores, words.len())
}

/// True for several words that are mostly in Latin letters.
pub(super) fn is_a_sentence(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (latin, others): (Vec<char>, Vec<char>) = letters.partition(char::is_ascii);
    words_of(&text.to_lowercase()).len() >= 3 && latin.len() > others.len()
}

/// True for a text that has next to no word of English.
pub(super) fn is_hardly_english(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = words_of(&lower);
    scores(&words)[ENGLISH] / count(words.len()) < SHARE
}

fn words_of(lower: &str) -> Vec<&str> {
    let words = lower.split(|c: char| !c.is_alphabetic());
    words.filter(|word| word.len() > 1).collect()
}

/// A text without the greeting that it begins with, where there is a sentence below: people greet a
/// team abroad in English, and go on in their own language.
fn without_greeting(lower: &str) -> &str {
    const GREETINGS: [&str; 4] = ["hello", "hi", "dear", "hey"];
    let text = lower.trim_start();
    let Some((greeting, rest)) = text.split_once([',', '!', '\n']) else {
        return lower;
    };
    let mut words = greeting.split_whitespace();
    let greets = words.next().is_some_and(|word| GREETINGS.contains(&word)) && words.count() <= 4;
    match greets && rest.split_whitespace().count() >= 4 {
        true => rest,
        false => lower,
    }
}

/// How much speaks for each language: words count for less the more languages they are in, and
/// each of them once.
fn scores(words: &[&str]) -> [f64; LATIN.len()] {
    let mut scores = [0.0; LATIN.len()];
    let mut seen: Vec<&str> = Vec::new();
    for word in words.iter().take(400) {
        if seen.contains(word) {
            continue;
        }
        seen.push(word);
        let languages = languages_of(word);
        let shared = f64::from(languages.count_ones());
        for (bit, language) in LATIN.iter().enumerate() {
            if languages & (1 << bit) != 0 {
                scores[bit] += 1.0 / shared.sqrt();
            } else if languages == 0 && word.contains(|c| language.letters.contains(c)) {
                // A letter is a hint for all languages that have it.
                let others = LATIN
                    .iter()
                    .filter(|it| word.contains(|c| it.letters.contains(c)));
                scores[bit] += 0.7 / count(others.count());
            }
        }
    }
    scores
}

/// What trigrams say of a longer text, where the words do not speak against it.
fn by_trigrams(text: &str, scores: &[f64], words: usize) -> Option<&'static str> {
    if text.chars().filter(|c| c.is_alphabetic()).count() < LONG {
        return None;
    }
    let found = Detector::new()
        .detect(text)
        .filter(|found| found.is_reliable())?;
    let name = super::name_of(found.lang())?;
    let known = LATIN.iter().position(|language| language.name == name);
    let english = scores[ENGLISH] / count(words);
    match known {
        Some(known) => {
            let ahead = scores.iter().all(|score| scores[known] >= 0.8 * score);
            (scores[known] >= 1.0 && ahead).then_some(name)
        }
        None => (english < 0.1 && scores.iter().all(|score| score / count(words) < SHARE))
            .then_some(name),
    }
}

/// True when nearly all words are made of the syllables of Japanese.
fn is_romaji(words: &[&str]) -> bool {
    let syllables = words.iter().filter(|word| is_of_syllables(word)).count();
    words.len() >= 2 && syllables * 10 >= words.len() * 8
}

fn is_of_syllables(word: &str) -> bool {
    let mut rest = word;
    while !rest.is_empty() {
        let Some(len) = syllable(rest) else {
            return false;
        };
        rest = &rest[len..];
    }
    true
}

/// The length of the syllable that a word begins with.
fn syllable(word: &str) -> Option<usize> {
    const ONSETS: [&str; 32] = [
        "", "k", "ky", "g", "gy", "s", "sh", "z", "j", "t", "ch", "ts", "d", "n", "ny", "h", "hy",
        "f", "b", "by", "p", "py", "m", "my", "y", "r", "ry", "w", "kk", "ss", "tt", "pp",
    ];
    let vowel =
        |at: usize| word[at..].starts_with(['a', 'i', 'u', 'e', 'o', 'ā', 'ī', 'ū', 'ē', 'ō']);
    let longest = ONSETS
        .iter()
        .filter(|onset| word.starts_with(**onset) && vowel(onset.len()))
        .map(|onset| onset.len() + word[onset.len()..].chars().next().map_or(0, char::len_utf8))
        .max();
    longest
        .or_else(|| (word.starts_with("cch") || word.starts_with("ssh")).then_some(1))
        .or_else(|| word.starts_with('n').then_some(1))
}

#[allow(clippy::cast_precision_loss)]
fn count(number: usize) -> f64 {
    number.max(1) as f64
}
