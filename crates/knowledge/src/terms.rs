//! What a text is found by.
//!
//! Japanese has no spaces. It is divided into pairs of characters (bigrams), as many search
//! engines for it do, and single Chinese characters, which tie 届く to お届け. A dictionary would
//! find words, and cost 46 MB of program; docs/knowledge.md has the figures. Other scripts are
//! divided into words, English ones cut to their stems.
//!
//! What is written in several ways is brought to one first: widths, okurigana within a word
//! (取り消し, 取消し), contractions ("hasn't"), irregular verbs ("sent") and American spellings.

use std::borrow::Cow;
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use rust_stemmers::{Algorithm, Stemmer};

use super::speech;

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

/// One spelling: full-width and half-width forms, composed characters, small letters, no okurigana
/// within a word, no contractions.
pub(super) fn folded(text: &str) -> String {
    const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();
    let text = NFKC.normalize(text).to_lowercase();
    without_okurigana(&speech::written(without_contractions(text)))
}

/// "hasn't" says "has not", and "it's" no more than "it".
fn without_contractions(text: String) -> String {
    if !text.contains(['\'', '’']) && !text.contains("cannot") {
        return text;
    }
    let mut text = text.replace('’', "'");
    for (short, long) in [
        ("cannot", "can not"),
        ("can't", "can not"),
        ("won't", "will not"),
        ("n't", " not"),
    ] {
        text = text.replace(short, long);
    }
    text
}

/// What verbs are bent with within a word. No particles (の, に, を …) and no て, which stand between words.
const OKURIGANA: &str = "いりきしちみえれけせめげじっ";

/// 取り消し and 取消し, 払い戻し and 払戻し, 引っ越し and 引越し are one word each: what is between
/// two of its Kanji, at most two characters, is left out.
fn without_okurigana(text: &str) -> String {
    let is_han = |c: &char| Script::of(*c) == Script::Han;
    let text = text.replace("出来", "でき");
    let characters: Vec<char> = text.chars().collect();
    let mut spelled = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = characters.get(at) {
        spelled.push(*c);
        at += 1;
        if is_han(c) {
            let rest = &characters[at..];
            let okurigana = rest.iter().take_while(|c| OKURIGANA.contains(**c)).count();
            if (1..=2).contains(&okurigana) && rest.get(okurigana).is_some_and(is_han) {
                at += okurigana;
            }
        }
    }
    spelled
}

/// A text as the thesaurus compares it: stems of words between single spaces, Japanese as it is
/// spelled, and `|` where a sentence ends.
pub(super) fn canonical(text: &str) -> String {
    let text = folded(text);
    let mut canonical = String::with_capacity(text.len() + 2);
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let script = Script::of(first);
        let end = rest
            .char_indices()
            .find(|(_, c)| Script::of(*c) != script || script == Script::None)
            .map_or(rest.len(), |(at, _)| at.max(first.len_utf8()));
        let end = end.max(first.len_utf8());
        let (run, after) = rest.split_at(end);
        match script {
            Script::Letters => {
                if !canonical.ends_with(' ') {
                    canonical.push(' ');
                }
                canonical.push_str(&stem(run));
                canonical.push(' ');
            }
            Script::None if matches!(run, "。" | "!" | "?" | "\n") => canonical.push('|'),
            Script::None if run == "." && !after.starts_with(char::is_alphanumeric) => {
                canonical.push('|');
            }
            Script::None => {}
            _ => canonical.push_str(run),
        }
        rest = after;
    }
    canonical
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
/// What a word in Katakana says, however long: its pairs share this.
const KATAKANA: f32 = 1.5;
/// What one Chinese character says.
const CHARACTER: f32 = 0.5;

fn characters(run: &str, term: &mut impl FnMut(&str, f32)) {
    let mut starts = run.char_indices().peekable();
    // Pairs of the word in Katakana that has begun.
    let mut katakana = 0;
    while let Some((at, c)) = starts.next() {
        let end = at + c.len_utf8();
        let script = Script::of(c);
        if script != Script::Katakana {
            katakana = 0;
        } else if katakana == 0 {
            let word = run[end..].chars();
            katakana = word.take_while(|c| Script::of(*c) == script).count();
        }
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
            (Script::Katakana, _) => (KATAKANA / katakana as f32).min(1.0),
            _ => 1.0,
        };
        term(&run[at..end + next.len_utf8()], weight);
    }
}

fn word(run: &str, term: &mut impl FnMut(&str, f32)) {
    if run.len() > 1 && !STOP_WORDS.contains(&run) {
        term(&stem(run), 1.0);
    }
}

/// Words that say nothing, but are known.
pub(super) fn small_words() -> impl Iterator<Item = &'static str> {
    STOP_WORDS.iter().copied()
}

/// What an English word has in common with its inflections.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));
    if !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.into();
    }
    let irregular = IRREGULAR.binary_search_by_key(&word, |(irregular, _)| irregular);
    match irregular {
        Ok(at) => ENGLISH.stem(IRREGULAR[at].1),
        Err(_) => ENGLISH.stem(word),
    }
}

/// What no rule leads to its verb, and American spellings of what shops write about. Sorted.
const IRREGULAR: &[(&str, &str)] = &[
    ("am", "be"),
    ("are", "be"),
    ("been", "be"),
    ("bent", "bend"),
    ("bought", "buy"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("came", "come"),
    ("catalog", "catalogue"),
    ("center", "centre"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("color", "colour"),
    ("colors", "colour"),
    ("did", "do"),
    ("does", "do"),
    ("done", "do"),
    ("favorite", "favourite"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("found", "find"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("gonna", "go"),
    ("got", "get"),
    ("gotten", "get"),
    ("had", "have"),
    ("has", "have"),
    ("held", "hold"),
    ("is", "be"),
    ("left", "leave"),
    ("lost", "lose"),
    ("made", "make"),
    ("mom", "mother"),
    ("paid", "pay"),
    ("personalized", "personalise"),
    ("pls", "please"),
    ("plz", "please"),
    ("said", "say"),
    ("saw", "see"),
    ("says", "say"),
    ("sent", "send"),
    ("sold", "sell"),
    ("spoke", "speak"),
    ("stolen", "steal"),
    ("stuck", "stick"),
    ("taken", "take"),
    ("thx", "thanks"),
    ("took", "take"),
    ("tore", "tear"),
    ("torn", "tear"),
    ("ur", "your"),
    ("wanna", "want"),
    ("was", "be"),
    ("wen", "when"),
    ("went", "go"),
    ("were", "be"),
    ("wore", "wear"),
    ("worn", "wear"),
    ("written", "write"),
    ("wrote", "write"),
];

/// A mail without what every mail says.
pub(super) fn without_courtesies(text: &str) -> String {
    let mut text = folded(text);
    for phrase in COURTESIES.iter().map(|phrase| folded(phrase)) {
        if text.contains(&phrase) {
            text = text.replace(&phrase, " ");
        }
    }
    text
}

/// What is in every Japanese mail and says nothing about what it wants. Longer ones first.
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
    "お願い",
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
    "please", "question", "re", "regards", "she", "should", "so", "some", "such", "take", "tell",
    "than", "thank", "thanks", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "to", "too", "up", "us", "ve", "very", "want", "was", "we", "were", "what",
    "when", "where", "whether", "which", "who", "why", "will", "with", "would", "you", "your",
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
    fn spellings_of_a_word_are_one() {
        for (a, b) in [
            ("取り消し", "取消し"),
            ("払い戻し", "払戻し"),
            ("引っ越し", "引越し"),
            ("sent", "send"),
            ("It broke", "broken"),
            ("color", "colours"),
        ] {
            assert_eq!(terms(a), terms(b));
        }
        assert_eq!(canonical("It hasn't come."), " it have not come |");
        assert_ne!(terms("商品の返品"), terms("商品返品"), "の is a particle");
        assert!(IRREGULAR.is_sorted());
    }

    #[test]
    fn what_every_mail_says_is_left_out() {
        let text =
            "いつもお世話になっております。返品についてご教示ください。よろしくお願いいたします。";
        assert!(!terms(&without_courtesies(text)).contains(&"世話".to_owned()));
        assert!(terms(&without_courtesies(text)).contains(&"返品".to_owned()));
    }
}
