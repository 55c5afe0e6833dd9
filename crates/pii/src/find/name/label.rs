//! The name behind a label: 氏名：山田太郎.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::Text;
use super::super::topic::cue;
use super::before::KATAKANA_WORDS;
use super::dictionary::SURNAMES;
use super::kanji::is_word;
use super::script::{Script, script};
use super::variants::is_kanji;

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:お?名前|氏名|苗字|名字|旧姓|下の名前|(?:^|[\n 、/(])(?:姓|名|セイ|メイ|せい|めい)|ご?芳名|担当者?名?|差出人|契約者名?|名義人?|宛名|受取人|受取り?人名|送り主|依頼主|注文者|購入者|会員名|利用者名?|フリガナ|ふりがな|ﾌﾘｶﾞﾅ|カナ|代表者|お客様名|患者名|予約者名?|予約名|申込者|署名|文責|記入者|作成者|報告者|送信者|お届け先名)(?:様|名|氏名|\([^)\n]{1,8}\))?[ ]{0,3}(?:[:=]|は、?)[ ]{0,3}([^\n、。,;(<\[/0-9]{1,24})",
    )
    .expect("the pattern is fixed and tested")
});

pub(super) fn labelled(text: &Text<'_>, add: &mut impl FnMut(Range<usize>)) {
    // What divides is near: 名 is in many words, and few of them are labels.
    let divided = |word: &Range<usize>| {
        let behind = text.head(word.end, LONGEST_LABEL);
        let Some(end) = behind.find([':', '=', 'は']) else {
            return false;
        };
        // The rest of the label, and perhaps a bracket
        let between = &behind[..end];
        !between.contains(['\n', '。', '、']) && (end <= 24 || between.contains('('))
    };
    text.beside(cue::LABEL, [12, 160], divided, &LABELLED, |captures| {
        let Some(value) = captures.get(1) else {
            return;
        };
        let name = leading_name(value.as_str());
        let rest = &value.as_str()[name.len()..];
        let ends = rest.is_empty()
            || [
                "です", "と", "で", "様", "さ", "殿", "氏", "に", " ", "。", "の",
            ]
            .iter()
            .any(|end| rest.starts_with(end));
        let no_name = [
            "未定", "不明", "同上", "本人", "不在", "同じ", "変更", "下記", "なし", "無し", "特に",
            "お客", "ご", "御社", "弊社", "以下", "上記", "必須", "任意",
        ];
        let word = is_word(name.trim()) && !SURNAMES.has(name.trim()) || KATAKANA_WORDS.has(name);
        // 姓:山田 名:花
        let given = || {
            let label = captures.get(0).map_or("", |all| all.as_str());
            let label = label.trim_start_matches(['\n', ' ', '、', '/', '(']);
            label.starts_with(['姓', '名']) && name.starts_with(is_kanji)
        };
        if ends
            && (name.chars().count() >= 2 || given())
            && !word
            && !no_name.iter().any(|word| name.starts_with(word))
        {
            add(value.start()..value.start() + name.trim_end().len());
        }
    });
}

/// Whether a label and what divides it from its value are right in front of `at`: お名前：.
pub(super) fn is_behind(text: &str, at: usize) -> bool {
    static END: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:名前|氏名|芳名|担当者?名?|差出人|契約者名?|名義人?|宛名|受取人|送り主|依頼主|注文者|購入者|会員名|利用者名?|予約者名?|予約名|申込者|署名|お客様名|患者名|お届け先名)[ \u{3000}]{0,3}(?:[:=]|は、?)[ \u{3000}]{0,3}$",
        )
        .expect("the pattern is fixed and tested")
    });
    let mut from = at.saturating_sub(48);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    END.is_match(&text[from..at])
}

/// No more is between a label's word and what divides it from its value, in bytes.
const LONGEST_LABEL: usize = 56;

/// The name at the beginning of a label's value: two runs at most.
fn leading_name(value: &str) -> &str {
    let run = |text: &str| -> usize {
        let Some(first) = text.chars().next().map(script) else {
            return 0;
        };
        let allowed = |c: char| script(c) == first || first == Script::Latin && "'.-".contains(c);
        match first {
            Script::Other => 0,
            Script::Hiragana => {
                let run: usize = text
                    .chars()
                    .take_while(|&c| allowed(c))
                    .map(char::len_utf8)
                    .sum();
                ["です", "と申", "でご"]
                    .iter()
                    .filter_map(|end| text[..run].find(end))
                    .min()
                    .unwrap_or(run)
            }
            _ => text
                .chars()
                .take_while(|&c| allowed(c))
                .map(char::len_utf8)
                .sum(),
        }
    };
    let first = run(value);
    let rest = &value[first..];
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let second = if (0..=2).contains(&spaces) {
        run(&rest[spaces..])
    } else {
        0
    };
    let glued = spaces == 0 && rest.starts_with(['で', 'と', 'の', 'に', 'は', 'が', 'さ']);
    // 小川 くみ子
    let third = run(&rest[spaces + second..]);
    let second =
        if third == 3 && rest[spaces + second..].starts_with(['子', '美', '代', '江', '恵']) {
            second + third
        } else {
            second
        };
    let many = rest[spaces..][..second].chars().count() > 12;
    if first == 0 || second == 0 || glued || many {
        return &value[..first];
    }
    &value[..first + spaces + second]
}
