//! Japanese names in front of 様 and さん, in introductions, at the end of a clause; what else there
//! is, is in `label` and `runs`.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::Text;
use super::before::{Trust, hiragana_name, name_before, split_kana};
use super::dictionary::{
    GIVEN, GIVEN_KANA, Key, NOUNS, ORDINARY, SURNAMES, SURNAMES_KANA, WORDS_HIRAGANA,
};
use super::kanji::{is_word, split_full_name};
use super::label::labelled;
use super::runs::runs;
use super::script::{Script, last_run, line_before, run_before_space, script, widen};
use super::set::Set;
use super::variants::is_kanji;

pub(super) fn find(text: &Text<'_>, add: &mut impl FnMut(Range<usize>)) {
    if text.is_ascii {
        return;
    }
    in_front(text.folded, add);
    labelled(text, add);
    runs(text.folded, add);
}

/// What a word says about the text in front of it.
#[derive(Clone, Copy)]
enum Behind {
    /// A name, unless one of these follows the word.
    Name(Trust, &'static [&'static str]),
    /// Perhaps a name that ends a clause: it must be known, and begin the clause, or the line
    /// only.
    Clause { in_sentence: bool },
    /// In front of a given name: 主人の明が.
    Relation,
}

const BEHIND: &[(&str, Behind)] = &[
    (
        "様",
        Behind::Name(Trust::Called, &["々", "子", "式", "相", "態", "変"]),
    ),
    ("さま", Behind::Name(Trust::Called, &["ざま", "よ"])),
    ("殿", Behind::Name(Trust::Called, &["堂", "下"])),
    ("氏", Behind::Name(Trust::Called, &["名", "神", "族"])),
    ("さん", Behind::Name(Trust::Familiar, &["ざん", "ま"])),
    ("くん", Behind::Name(Trust::Familiar, &["れ"])),
    ("君", Behind::Name(Trust::Familiar, &["臨"])),
    ("ちゃん", Behind::Name(Trust::Familiar, &["と", "ぽん"])),
    ("と申し", Behind::Name(Trust::Introduced, &[])),
    ("と申す", Behind::Name(Trust::Introduced, &[])),
    ("ともうし", Behind::Name(Trust::Introduced, &[])),
    ("と言います", Behind::Name(Trust::Introduced, &[])),
    ("といいます", Behind::Name(Trust::Introduced, &[])),
    ("という者", Behind::Name(Trust::Introduced, &[])),
    ("という名前", Behind::Name(Trust::Introduced, &[])),
    ("と名乗", Behind::Name(Trust::Introduced, &[])),
    ("名義", Behind::Name(Trust::Introduced, &[])),
    ("です", Behind::Clause { in_sentence: true }),
    ("でございます", Behind::Clause { in_sentence: true }),
    ("より", Behind::Clause { in_sentence: false }),
    ("と、", Behind::Clause { in_sentence: false }),
    ("宛", Behind::Clause { in_sentence: false }),
    ("にて", Behind::Clause { in_sentence: false }),
    ("本人", Behind::Clause { in_sentence: false }),
    ("主人の", Behind::Relation),
    ("旦那の", Behind::Relation),
    ("夫の", Behind::Relation),
    ("妻の", Behind::Relation),
    ("嫁の", Behind::Relation),
    ("娘の", Behind::Relation),
    ("息子の", Behind::Relation),
    ("男の", Behind::Relation),
    ("女の", Behind::Relation),
    ("父の", Behind::Relation),
    ("母の", Behind::Relation),
    ("兄の", Behind::Relation),
    ("弟の", Behind::Relation),
    ("姉の", Behind::Relation),
    ("妹の", Behind::Relation),
    ("孫の", Behind::Relation),
];

/// Names in front of 様, と申します, です.
fn in_front(text: &str, add: &mut impl FnMut(Range<usize>)) {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(BEHIND.iter().map(|(word, _)| word))
            .expect("the list is fixed and small")
    });
    for word in WORDS.find_iter(text) {
        let at = word.start();
        match BEHIND[word.pattern().as_usize()].1 {
            Behind::Name(trust, not_before) => {
                let behind = &text[word.end()..];
                if not_before.iter().any(|rest| behind.starts_with(rest)) {
                    continue;
                }
                // 小鳥遊(たかなし)様
                if let Some((open, reading)) = reading_before(text, at) {
                    if let Some(start) = name_before(text, open, trust) {
                        add(start..open);
                        add(reading);
                    }
                    continue;
                }
                // 「山田」と申します
                let end = at
                    - if text[..at].ends_with('」') {
                        '」'.len_utf8()
                    } else {
                        0
                    };
                if let Some(start) = name_before(text, end, trust) {
                    add(start..end - (end - start - text[start..end].trim_end_matches(' ').len()));
                }
            }
            Behind::Relation => {
                // 次男の, but 雪男の, 男の
                let front = &text[..at];
                let relation = !matches!(&text[at..word.end()], "男の" | "女の")
                    || front.ends_with(['長', '次', '二', '三', '四', '五']);
                if let Some(length) = relation
                    .then(|| given_behind(&text[word.end()..]))
                    .flatten()
                {
                    add(word.end()..word.end() + length);
                }
            }
            Behind::Clause { in_sentence } => {
                if let Some(range) = known_clause(text, at, in_sentence) {
                    add(range);
                }
            }
        }
    }
}

/// The length of the given name that `text` begins with and a particle is behind: 明の, ヨシ子が, さやかに.
fn given_behind(text: &str) -> Option<usize> {
    // One kanji that is hardly anything else
    const SINGLE: &str = "明修弘清茂稔進隆豊勇浩博勝昇剛聡健徹毅淳潤亮翔陸蓮湊司恵薫忍梓楓葵凛舞彩綾瞳渚遥碧環律諒渉悟武猛崇治稜陽優悠颯匠駿巧慎敦哲肇仁";
    static PARTICLES: Set =
        Set::of("の が は を に も と で から まで より へ です だ 宛 名義 、 」");
    let first = text.chars().next()?;
    let length = match script(first) {
        Script::Kanji if SINGLE.contains(first) => first.len_utf8(),
        // ヨシ子
        Script::Katakana => {
            let kana: usize = text
                .chars()
                .take(4)
                .take_while(|c| script(*c) == Script::Katakana)
                .map(char::len_utf8)
                .sum();
            let last = text[kana..]
                .chars()
                .next()
                .filter(|c| "子江代美枝".contains(*c))?;
            kana + last.len_utf8()
        }
        Script::Hiragana => {
            let mut key = Key::default();
            let mut length = 0;
            let mut found = 0;
            for c in text
                .chars()
                .take(5)
                .take_while(|c| script(*c) == Script::Hiragana)
            {
                key.push(char::from_u32(u32::from(c) + 0x60).unwrap_or(c));
                length += c.len_utf8();
                let lists = key.japanese();
                let given = lists & GIVEN_KANA.bit() != 0 && lists & WORDS_HIRAGANA.bit() == 0;
                if given && length > 6 && PARTICLES.begins(&text[length..]) {
                    found = length;
                }
            }
            found
        }
        _ => 0,
    };
    (length > 0 && PARTICLES.begins(&text[length..])).then_some(length)
}

/// A reading in brackets that ends at `end`, and where they open.
fn reading_before(text: &str, end: usize) -> Option<(usize, Range<usize>)> {
    let inner = text[..end].strip_suffix(')')?;
    let open = line_before(text, inner.len()).rfind('(')?;
    let open = inner.len() - (line_before(text, inner.len()).len() - open);
    let reading = open + 1..inner.len();
    is_reading(&text[reading.clone()]).then_some((open, reading))
}

/// The reading in brackets behind a name in kanji: 山路(やまじ). What is no reading of a name may be anything.
pub(super) fn reading_behind(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let rest = text[name.end..].strip_prefix('(')?;
    // 石川まゆ(いしかわまゆ)
    if !text[name.clone()].starts_with(is_kanji) {
        return None;
    }
    let reading = &rest[..rest.char_indices().take(18).find(|(_, c)| *c == ')')?.0];
    let start = name.end + 1;
    let mut parts = reading.split([' ', '\u{3000}', '・']).map(widen);
    let known = |part: String| {
        SURNAMES_KANA.has(&part) || GIVEN_KANA.has(&part) || split_kana(&part).is_some()
    };
    (is_reading(reading) && parts.all(known)).then(|| start..start + reading.len())
}

/// Kana alone, as long as a name.
pub(super) fn is_reading(text: &str) -> bool {
    let kana = |c: char| matches!(c, 'ぁ'..='ん' | 'ァ'..='ヺ' | 'ー' | ' ' | '\u{3000}' | '・');
    (2..=16).contains(&text.chars().count()) && text.chars().all(kana) && text.trim() == text
}

/// A known name between the beginning of a clause and `end`.
fn known_clause(text: &str, end: usize, in_sentence: bool) -> Option<Range<usize>> {
    let before = line_before(text, end);
    if let Some(name) = in_sentence.then(|| behind_greeting(before)).flatten() {
        return Some(end - name.len()..end);
    }
    let length = clause_name(before, in_sentence)?;
    let name = &before[before.len() - length..];
    let head = before[..before.len() - length].trim_end_matches(' ');
    let starts = head.is_empty()
        || in_sentence && head.ends_with(['。', '、', '!', '\u{3000}', ')', ':', '「', '(']);
    let company = || {
        ["会社", "商店", "商事", "部の", "課の", "店の"]
            .iter()
            .any(|word| head.contains(word))
    };
    let place = PLACES.has(name);
    let follows = in_sentence && head.ends_with(['の', 'た', '私']) && (!place || company());
    // One character is a name only where nothing is before it.
    let single = name.chars().nth(1).is_none();
    (starts || follows && (!single || company())).then(|| end - length..end)
}

/// お世話になっております。雀部です: who is no noun introduces himself, in whatever list he is.
fn behind_greeting(before: &str) -> Option<&str> {
    static GREETINGS: Set = Set::of(
        "なっております。 なっています。 なってます。 なっております、 なります。 存じます。 失礼します。 失礼いたします。 失礼致します。 はじめまして。 初めまして。 はじめまして、 初めまして、 こんにちは。 こんにちは、 \
        ございます。 こんばんは。 お疲れ様です。 お疲れさまです。 拝啓、",
    );
    let name = last_run(before, Script::Kanji);
    let head = &before[..before.len() - name.len()];
    let length = name.chars().count();
    let named = (2..=3).contains(&length) || length > 3 && split_full_name(name).is_some();
    (named
        && GREETINGS.ends(head)
        && !is_word(name)
        && (SURNAMES.has(name) || !NOUNS.has(name) && !ORDINARY.has(name)))
    .then_some(name)
}

/// The length of the name at the end of `before`, which the end of the clause does not vouch for.
fn clause_name(before: &str, in_sentence: bool) -> Option<usize> {
    let run = match script(before.chars().next_back()?) {
        Script::Kanji => last_run(before, Script::Kanji),
        Script::Katakana => {
            let run = last_run(before, Script::Katakana);
            let wide = widen(run);
            let given = run.chars().count() > 2 && GIVEN_KANA.has(&wide);
            return (SURNAMES_KANA.has(&wide) || given).then_some(run.len());
        }
        // 田村ゆかりです, 﨑山 ゆいです
        Script::Hiragana => {
            let run = last_run(before, Script::Hiragana);
            let particle = [
                "だけ",
                "から",
                "まで",
                "より",
                "など",
                "とか",
                "こそ",
                "のみ",
                "くらい",
                "ほど",
            ];
            let believed = run.chars().count() < 4 && !particle.contains(&run);
            return hiragana_name(before, Trust::Familiar).or_else(|| {
                hiragana_name(before, Trust::Called)
                    .filter(|length| believed && *length > run.len())
            });
        }
        _ => return None,
    };
    let count = run.chars().count();
    let known = match count {
        1 => in_sentence && SINGLE.contains(run),
        2 => SURNAMES.has(run),
        _ => {
            split_full_name(run).is_some()
                || SURNAMES.has(run)
                || in_sentence && is_full_by_surname(run)
        }
    };
    if known {
        return Some(run.len());
    }
    // 﨑山 翔です
    let head = &before[..before.len() - run.len()];
    let (surname, length) = run_before_space(head, Script::Kanji)?;
    let given = count <= 3 && GIVEN.has(run) && surname.chars().count() <= 3 && !is_word(surname);
    (in_sentence && given).then_some(run.len() + length)
}

/// Family names of one character that are no everyday words.
const SINGLE: &str = "森林岡関菅辻堀原谷星畑浜柳杉榎梶樋王李張陳金朴崔鄭劉黄呉楊趙周孫馬胡郭";

/// 鈴木一朗太: a known family name of two characters and more, and a given name that no list has.
fn is_full_by_surname(run: &str) -> bool {
    let Some((at, _)) = run.char_indices().nth(2) else {
        return false;
    };
    let (surname, given) = run.split_at(at);
    SURNAMES.has(surname)
        && !PLACES.has(surname)
        && given.chars().count() <= 3
        && !is_word(given)
        && !is_word(run)
}

/// Family names that are places, too.
pub(super) static PLACES: Set = Set::of(
    "山口 千葉 石川 福島 宮崎 長野 福井 富山 岡山 徳島 大分 香川 秋田 福岡 佐賀 長崎 宮城 三重 奈良 松本 松山 前橋 \
    金沢 大津 川崎 神戸 豊田 岡崎 一宮 平塚 藤沢 上野 品川 目黒 渋谷 新宿 中野 大阪 京都 東京 横浜 広島 静岡 岐阜 青森 愛知 兵庫 \
    和歌山 鳥取 島根 愛媛 高知 熊本 沖縄 群馬 栃木 茨城 埼玉 新潟 山梨 滋賀 本当 問題 大丈夫 可能 必要",
);
