//! What a text is found by.
//!
//! Japanese has no spaces. It is divided into pairs of characters (bigrams), as many search
//! engines for it do, and single Chinese characters, which tie 届く to お届け. A dictionary would
//! find words, and cost 46 MB of program; docs/knowledge.md has the figures. Other scripts are
//! divided into words, English ones cut to their stems.

use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use rust_stemmers::{Algorithm, Stemmer};

/// Calls `term` with each term of a text and how much it says: 1 for a word or a pair of
/// characters that carry a meaning, less for others.
pub(super) fn each(text: &str, mut term: impl FnMut(&str, f32)) {
    let text = folded(text);
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let script = Script::of(first);
        let end = rest
            .char_indices()
            .find(|(_, c)| !script.goes_on_with(Script::of(*c)))
            .map_or(rest.len(), |(at, _)| at);
        let (run, after) = rest.split_at(end);
        match script {
            Script::None => {}
            Script::Letters => word(run, &mut term),
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul => {
                characters(run, &mut term);
            }
        }
        rest = after;
    }
}

/// One spelling: full-width and half-width forms, composed characters, small letters.
pub(super) fn folded(text: &str) -> String {
    const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();
    NFKC.normalize(text).to_lowercase()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    None,
    Letters,
    Han,
    Hiragana,
    Katakana,
    Hangul,
}

impl Script {
    fn of(c: char) -> Script {
        match c {
            '々' | '〆' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => Script::Han,
            'ー' | '\u{30a1}'..='\u{30fa}' => Script::Katakana,
            '\u{3041}'..='\u{309f}' => Script::Hiragana,
            '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
            c if c.is_alphanumeric() => Script::Letters,
            _ => Script::None,
        }
    }

    /// True when a run of this script may hold a character of the other: Japanese words mix.
    fn goes_on_with(self, other: Script) -> bool {
        let japanese = |it| matches!(it, Script::Han | Script::Hiragana | Script::Katakana);
        self == other || japanese(self) && japanese(other)
    }
}

/// What a pair of Hiragana says: endings of verbs and particles, for the most part.
const HIRAGANA: f32 = 0.2;
/// What one Chinese character says.
const CHARACTER: f32 = 0.5;

fn characters(run: &str, term: &mut impl FnMut(&str, f32)) {
    let mut starts = run.char_indices().peekable();
    while let Some((at, c)) = starts.next() {
        let end = at + c.len_utf8();
        let script = Script::of(c);
        if script == Script::Han {
            term(&run[at..end], CHARACTER);
        }
        let Some(&(_, next)) = starts.peek() else {
            break;
        };
        let weight = match (script, Script::of(next)) {
            (Script::Hiragana, Script::Hiragana) => HIRAGANA,
            // 品は, はサ: where one word ends and another begins. 届く: where a verb is bent.
            (a, b) if a != b => HIRAGANA,
            _ => 1.0,
        };
        term(&run[at..end + next.len_utf8()], weight);
    }
}

fn word(run: &str, term: &mut impl FnMut(&str, f32)) {
    static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));
    if run.len() == 1 || STOP_WORDS.contains(&run) {
        return;
    }
    if run.bytes().all(|b| b.is_ascii_lowercase()) {
        term(&ENGLISH.stem(run), 1.0);
    } else {
        term(run, 1.0);
    }
}

/// A mail without what every mail says.
pub(super) fn without_courtesies(text: &str) -> String {
    let mut text = folded(text);
    for phrase in COURTESIES {
        if text.contains(phrase) {
            text = text.replace(phrase, " ");
        }
    }
    text
}

/// What stands in every Japanese mail and says nothing about what it wants. Longer ones first.
const COURTESIES: &[&str] = &[
    "いつもお世話になっております",
    "お世話になっております",
    "お世話になります",
    "お忙しいところ",
    "恐れ入りますが",
    "恐れ入ります",
    "恐縮ですが",
    "大変申し訳ございませんが",
    "申し訳ありませんが",
    "申し訳ございません",
    "すみませんが",
    "お手数をおかけしますが",
    "お手数ですが",
    "ご確認のほど",
    "ご確認ください",
    "ご回答",
    "ご返信",
    "ご返答",
    "ご連絡",
    "ご教示",
    "ご対応",
    "よろしくお願いいたします",
    "よろしくお願い致します",
    "よろしくお願いします",
    "宜しくお願いいたします",
    "宜しくお願い致します",
    "宜しくお願いします",
    "お願いいたします",
    "お願い致します",
    "お願いします",
    "お問い合わせ",
    "お問合せ",
    "問い合わせ",
    "教えてください",
    "教えて頂け",
    "教えていただけ",
    "いただけますでしょうか",
    "いただけますか",
    "でしょうか",
    "ありがとうございます",
    "ありがとうございました",
    "と申します",
    "について",
    "初めまして",
    "はじめまして",
    "こんにちは",
    "質問",
];

/// Words that every English text is full of, and those that every mail is.
const STOP_WORDS: &[&str] = &[
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at",
    "be", "been", "before", "being", "best", "but", "by", "can", "could", "dear", "did", "do",
    "does", "doing", "don", "for", "from", "get", "give", "had", "has", "have", "having", "he",
    "hello", "help", "her", "hi", "his", "how", "however", "if", "in", "into", "is", "it", "its",
    "just", "kind", "know", "let", "like", "ll", "may", "me", "might", "more", "most", "my",
    "need", "no", "not", "now", "of", "on", "one", "only", "or", "other", "our", "out", "over",
    "please", "question", "re", "regards", "she", "should", "so", "some", "such", "tell", "than",
    "thank", "thanks", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "to", "too", "up", "us", "ve", "very", "want", "was", "we", "were", "what", "when",
    "where", "whether", "which", "who", "why", "will", "with", "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        each(text, |term, _| terms.push(term.to_owned()));
        terms
    }

    #[test]
    fn japanese_becomes_pairs_and_characters() {
        assert_eq!(terms("返品"), ["返", "返品", "品"]);
        assert_eq!(terms("届く。"), ["届", "届く"]);
        assert_eq!(terms("ギフト"), ["ギフ", "フト"]);
        assert_eq!(terms("の"), [""; 0]);
    }

    #[test]
    fn widths_and_cases_are_one() {
        assert_eq!(terms("ｷﾞﾌﾄ Ａ４サイズ"), terms("ギフト a4サイズ"));
        assert_eq!(terms("か\u{3099}"), terms("が"));
        assert_eq!(terms("㍿"), terms("株式会社"));
    }

    #[test]
    fn english_words_are_cut_to_their_stems_and_small_words_dropped() {
        assert_eq!(
            terms("Returning the returned items"),
            ["return", "return", "item"]
        );
        assert_eq!(terms("X-200 Größe"), ["200", "größe"]);
    }

    #[test]
    fn what_every_mail_says_is_left_out() {
        let text =
            "いつもお世話になっております。返品についてご教示ください。よろしくお願いいたします。";
        assert!(!terms(&without_courtesies(text)).contains(&"世話".to_owned()));
        assert!(terms(&without_courtesies(text)).contains(&"返品".to_owned()));
    }
}
