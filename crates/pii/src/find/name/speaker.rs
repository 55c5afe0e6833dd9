//! Who speaks in a chat that was copied: the word at the beginning of several lines.

use std::ops::Range;

use super::dictionary::{
    COMMON_LATIN, GIVEN, GIVEN_KANA, LATIN_GIVEN, LATIN_WORDS, NOUNS, SURNAMES, SURNAMES_KANA,
    WORDS_HIRAGANA, WORDS_KANA,
};
use super::kanji::is_word;
use super::script::{Script, lines, script, widen};
use super::{is_role, table};

/// No name that speaks is longer, in bytes.
const LONGEST: usize = 48;

/// No chat that is read has more lines.
const MOST: usize = 400;

/// Adds the names that speak on two lines and more.
pub(super) fn find(text: &str, add: &mut impl FnMut(Range<usize>)) {
    let mut speakers: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in lines(text).take(MOST) {
        speakers.extend(speaker(line).map(|range| at + range.start..at + range.end));
        at += line.len();
    }
    if speakers.len() < 2 {
        return;
    }
    for range in &speakers {
        let name = &text[range.clone()];
        let again = speakers
            .iter()
            .filter(|other| &text[(*other).clone()] == name)
            .count();
        let timed = text[..range.start].ends_with([' ', ']', ')']);
        if again > 1 && may_speak(name, timed) {
            add(range.clone());
        }
    }
}

/// What is in front of a colon or an opening bracket, behind the time: `9:01 Will: …`, あや「….
fn speaker(line: &str) -> Option<Range<usize>> {
    // The first byte of 「 is that of kana, too.
    memchr::memchr2(b':', "「".as_bytes()[0], line.as_bytes())?;
    let start = line.len()
        - line
            .trim_start_matches(|c: char| c.is_ascii_digit() || " :[]()-/>\t".contains(c))
            .len();
    let rest = &line[start..];
    let mut end = rest.len().min(LONGEST);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let length = rest[..end].find([':', '「'])?;
    let name = rest[..length].trim_end();
    let behind = &rest[length..];
    // A colon in Latin text has a space behind it.
    let divides = !behind.starts_with(':') || behind.len() > 1;
    let spaces = name.matches([' ', '\u{3000}']).count();
    (divides && !name.is_empty() && spaces <= 2).then(|| start..start + name.len())
}

/// Whether a word is no label: known as a name, or no word at all. Behind the time of day it may be a word.
fn may_speak(name: &str, timed: bool) -> bool {
    const ROLES: &[&str] = &[
        "客",
        "店",
        "店舗",
        "係",
        "係員",
        "店員",
        "スタッフ",
        "ゲスト",
        "お客様",
        "利用者",
        "担当",
        "サポート",
        "オペレーター",
        "ユーザー",
        "管理者",
        "運営",
        "ホスト",
        "質問",
        "回答",
        "問",
        "答",
        "私",
        "僕",
        "俺",
        "相手",
        "先方",
        "当方",
        "弊社",
        "御社",
        "件名",
        "本文",
        "宛先",
        "送信者",
        "母",
        "父",
        "妻",
        "夫",
        "娘",
        "息子",
        "友達",
        "先生",
        "生徒",
        "医師",
        "患者",
        "受付",
        "窓口",
        "ボット",
        "システム",
        "チャット",
        "注意",
        "備考",
        "商品",
        "customer",
        "agent",
        "guest",
        "visitor",
        "support",
        "user",
        "bot",
        "system",
        "admin",
        "me",
        "you",
        "them",
        "dispatch",
        "host",
        "driver",
        "reception",
        "staff",
        "client",
        "caller",
        "operator",
        "assistant",
        "owner",
        "seller",
        "buyer",
        "tenant",
        "landlord",
        "patient",
        "doctor",
        "nurse",
        "teacher",
        "parent",
        "student",
        "note",
        "re",
        "fwd",
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "q",
        "a",
        "question",
        "answer",
        "server",
        "shop",
        "store",
        "office",
        "mum",
        "mom",
        "dad",
        "bed",
        "item",
        "order",
        "size",
        "colour",
        "color",
        "qty",
        "price",
        "total",
        "status",
        "time",
        "http",
        "https",
    ];
    let lower = name.to_lowercase();
    if ROLES.contains(&lower.as_str()) || is_role(name) || table::is_known_head(name) {
        return false;
    }
    let Some(first) = name.chars().next() else {
        return false;
    };
    let count = name.chars().count();
    match script(first) {
        Script::Kanji => {
            (SURNAMES.has(name) || GIVEN.has(name) || count == 2 && !NOUNS.has(name))
                && !is_word(name)
        }
        Script::Hiragana => {
            let wide = widen(name);
            let known = SURNAMES_KANA.has(&wide) || GIVEN_KANA.has(&wide);
            (2..=8).contains(&count)
                && (known || !WORDS_HIRAGANA.has(&wide))
                && name
                    .chars()
                    .all(|c| script(c) == Script::Hiragana || c == 'ー')
        }
        Script::Katakana => {
            (2..=14).contains(&count)
                && !WORDS_KANA.has(name)
                && name.chars().all(|c| script(c) == Script::Katakana)
        }
        Script::Latin => {
            let initials = name.contains('.')
                && count <= 4
                && name.chars().all(|c| c.is_uppercase() || c == '.');
            let word = COMMON_LATIN.has(&lower) || LATIN_WORDS.has(&lower);
            let plain = name
                .chars()
                .all(|c| c.is_alphabetic() || c == '\'' || c == '-');
            initials
                || plain
                    && count >= 2
                    && first.is_uppercase()
                    && (timed || LATIN_GIVEN.has(&lower) || !word)
        }
        Script::Other => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::of_kind;
    use super::super::KIND;

    #[test]
    fn who_speaks_twice_is_masked_unless_it_is_a_role_or_a_label() {
        for (text, names) in [
            (
                "グエン：着いた\n母：はい\nグエン：了解",
                &["グエン", "グエン"][..],
            ),
            ("翔：何時？\n翔：17時から", &["翔", "翔"]),
            (
                "[9:01] K.T.: late\n[9:02] K.T.: told him",
                &["K.T.", "K.T."],
            ),
            (
                "09:00 Moose: on my way\n09:05 Moose: there",
                &["Moose", "Moose"],
            ),
            ("客：在庫は？\n店：あります\n客：では二つ\n店：はい", &[]),
            (
                "Agent: hello\nCustomer: hi\nAgent: yes\nCustomer: thanks",
                &[],
            ),
            ("商品：青い傘\n商品：赤い傘", &[]),
            ("Size: 40\nSize: 42", &[]),
            ("https://example.com/a\nhttps://example.com/b", &[]),
        ] {
            assert_eq!(of_kind(KIND, text), names, "{text}");
        }
    }
}
