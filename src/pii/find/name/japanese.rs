//! Japanese names: before 様 and さん, in introductions, behind labels, in signatures.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::dictionary::{GIVEN, GIVEN_KANA, LATIN_GIVEN, LATIN_SURNAMES, SURNAMES, SURNAMES_KANA};
use super::kanji::{before_title, called_at_end, is_word, split_full_name, surname_at_end};

/// The script of a character, as far as names go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Script {
    Kanji,
    Hiragana,
    Katakana,
    Latin,
    Other,
}

fn script(c: char) -> Script {
    match c {
        '\u{4e00}'..='\u{9fff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}'
        | '々'
        | 'ヶ'
        | '〆' => Script::Kanji,
        '\u{3041}'..='\u{3096}' => Script::Hiragana,
        '\u{30a1}'..='\u{30fa}' | 'ー' | '・' | '\u{ff66}'..='\u{ff9f}' => Script::Katakana,
        _ if c.is_ascii_alphabetic() => Script::Latin,
        _ => Script::Other,
    }
}

pub(super) fn find(text: &str, add: &mut impl FnMut(Range<usize>)) {
    if text.is_ascii() {
        return;
    }
    in_front(text, add);
    labelled(text, add);
    runs(text, add);
}

/// What a word says about the text in front of it.
#[derive(Clone, Copy)]
enum Behind {
    /// A name, unless one of these follows the word.
    Name(Trust, &'static [&'static str]),
    /// Perhaps a name that ends a clause: it must be known, and begin the clause, or the line
    /// only.
    Clause { in_sentence: bool },
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
            Behind::Clause { in_sentence } => {
                if let Some(range) = known_clause(text, at, in_sentence) {
                    add(range);
                }
            }
        }
    }
}

/// How much the words behind a name vouch for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// 様: whatever stands in front is a person or a role.
    Called,
    /// さん: a shop or a trade as well.
    Familiar,
    /// と申します: whatever stands in front is a name.
    Introduced,
}

/// Where the name that ends at `end` begins.
fn name_before(text: &str, end: usize, trust: Trust) -> Option<usize> {
    let line = line_before(text, end);
    let before = line.trim_end_matches(' ');
    if line.len() - before.len() > 2 {
        return None;
    }
    let length = match script(before.chars().next_back()?) {
        Script::Kanji => kanji_name(before, trust),
        Script::Katakana => katakana_name(before, trust),
        Script::Hiragana => hiragana_name(before, trust),
        Script::Latin => latin_name(before, trust),
        Script::Other => None,
    }?;
    Some(end - line.len() + before.len() - length)
}

/// The line in front of `end`, as far as a name may reach.
fn line_before(text: &str, end: usize) -> &str {
    let mut from = end.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..end];
    &before[before.rfind('\n').map_or(0, |at| at + 1)..]
}

/// No name and the word in front of it are longer, in bytes.
const REACH: usize = 160;

/// The run of one script at the end of `text`.
fn last_run(text: &str, of: Script) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(24)
        .take_while(|&(_, c)| script(c) == of)
        .last()
        .map_or(text.len(), |(start, _)| start);
    &text[start..]
}

/// The word before a single space (or two) at the end of `text`, and the length of both.
fn run_before_space(text: &str, of: Script) -> Option<(&str, usize)> {
    let trimmed = text.trim_end_matches(' ');
    let run = last_run(trimmed, of);
    let spaces = text.len() - trimmed.len();
    ((1..=2).contains(&spaces) && !run.is_empty()).then(|| (run, run.len() + spaces))
}

fn kanji_name(before: &str, trust: Trust) -> Option<usize> {
    let run = last_run(before, Script::Kanji);
    let head = &before[..before.len() - run.len()];
    let count = run.chars().count();
    // ご主人様, お医者さん
    if head.ends_with(['ご', 'お']) {
        return None;
    }
    // 山田 太郎様
    if count <= 3
        && (!is_word(run) || GIVEN.has(run))
        && let Some((surname, length)) = run_before_space(head, Script::Kanji)
    {
        let starts_line = head.trim_end_matches(' ').len() == surname.len();
        let known = surname_at_end(surname);
        if let Some(known) = known {
            return Some(run.len() + length - surname.len() + known);
        }
        let believed = starts_line && GIVEN.has(run) || trust == Trust::Introduced;
        let named = SURNAMES.has(surname) || !is_word(surname);
        if believed && surname.chars().count() <= 3 && named {
            return Some(run.len() + length);
        }
    }
    // 山田ひろ子様, 佐藤みち子様
    if count == 1 {
        let kana = last_run(head, Script::Hiragana);
        let head = head[..head.len() - kana.len()].trim_end_matches(' ');
        let surname = last_run(head, Script::Kanji);
        if (1..=3).contains(&kana.chars().count())
            && !surname.is_empty()
            && "子美代江枝香恵世奈緒".contains(run)
            && let Some(known) = surname_at_end(surname)
        {
            return Some(before.len() - (head.len() - known));
        }
    }
    let longest = match trust {
        Trust::Called => 5,
        Trust::Familiar => 3,
        Trust::Introduced => 6,
    };
    if trust != Trust::Introduced
        && let Some((start, _)) = before_title(run)
    {
        return Some(run.len() - start);
    }
    let length = called_at_end(run, longest)?;
    let single = length == run.len() && count == 1 && !SURNAMES.has(run);
    (!single).then_some(length)
}

/// Roles and trades in katakana.
const KATAKANA_WORDS: &str = "カスタマー オーナー ユーザー ユーザ メーカー スタッフ ドライバー ショップ ストア オペレーター サポート \
    センター マネージャー リーダー メンバー ゲスト クライアント パートナー ベンダー サプライヤー カスタマーサポート サポートセンター \
    カスタマーセンター チーム グループ クリニック ホテル レストラン スーパー コンビニ ペット モンスター アマゾン ヤマト クロネコ \
    テナント フロント コールセンター エンジニア デザイナー アドバイザー インストラクター モデル アイドル ファン ママ パパ カード \
    アルバイト パート バイト ライター ガイド トレーナー コーチ マスター シェフ ナース ヘルパー オバ オジ タク ミナ オカア オトウ オクサ";

fn katakana_name(before: &str, trust: Trust) -> Option<usize> {
    let run = last_run(before, Script::Katakana);
    let head = &before[..before.len() - run.len()];
    let wide = widen(run);
    let word = KATAKANA_WORDS
        .split_ascii_whitespace()
        .any(|word| word == wide)
        || [
            "センター",
            "ショップ",
            "ストア",
            "サービス",
            "チーム",
            "スタッフ",
            "サポート",
            "メーカー",
            "ドライバー",
        ]
        .iter()
        .any(|end| wide.ends_with(end));
    if word || wide.chars().count() < 2 {
        return None;
    }
    // ヤマダ タロウ様
    if let Some((surname, length)) = run_before_space(head, Script::Katakana)
        && surname.chars().count() >= 2
    {
        return Some(run.len() + length);
    }
    // 山田ハナコ様, 山田 ハナコ様
    let kanji = last_run(head.trim_end_matches(' '), Script::Kanji);
    if let Some(known) = surname_at_end(kanji) {
        return Some(before.len() - (head.trim_end_matches(' ').len() - known));
    }
    let known = is_kana_name(&wide);
    (known || trust != Trust::Familiar || wide.contains('・')).then_some(run.len())
}

fn is_kana_name(katakana: &str) -> bool {
    SURNAMES_KANA.has(katakana) || GIVEN_KANA.has(katakana) || split_kana(katakana).is_some()
}

/// A family name followed by a given name, by their readings.
fn split_kana(katakana: &str) -> Option<(&str, &str)> {
    if katakana.chars().count() > 12 {
        return None;
    }
    katakana
        .char_indices()
        .skip(2)
        .map(|(at, _)| katakana.split_at(at))
        .find(|(surname, given)| SURNAMES_KANA.has(surname) && GIVEN_KANA.has(given))
}

fn hiragana_name(before: &str, trust: Trust) -> Option<usize> {
    let run = last_run(before, Script::Hiragana);
    let head = &before[..before.len() - run.len()];
    let wide = widen(run);
    // 山田さくら様, 山田 さくら様, やまだ さくら様
    let believed = trust != Trust::Familiar && (2..=4).contains(&run.chars().count());
    if GIVEN_KANA.has(&wide) || believed {
        let kanji = last_run(head.trim_end_matches(' '), Script::Kanji);
        if let Some(known) = surname_at_end(kanji) {
            return Some(before.len() - (head.trim_end_matches(' ').len() - known));
        }
        if let Some((surname, length)) = run_before_space(head, Script::Hiragana)
            && SURNAMES_KANA.has(&widen(surname))
        {
            return Some(run.len() + length);
        }
    }
    let free = head.is_empty() || !head.ends_with(|c| matches!(script(c), Script::Kanji));
    let least = if trust == Trust::Familiar { 3 } else { 2 };
    for (at, _) in run.char_indices() {
        let name = &run[at..];
        let count = name.chars().count();
        // In the middle of a run, only behind a particle.
        let divided = at == 0 && free
            || run[..at].ends_with(['は', 'の', 'が', 'と', 'も', '、']) && count > 2;
        if divided
            && count >= least
            && count <= 10
            && is_kana_name(&widen(name))
            && !["みな", "おく", "かみ", "ひと"].contains(&name)
        {
            return Some(name.len());
        }
    }
    let whole = trust == Trust::Introduced && free && (2..=8).contains(&run.chars().count());
    whole.then_some(run.len())
}

/// Katakana of full width for hiragana and for katakana of half width.
fn widen(kana: &str) -> String {
    const HALF: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
    let mut wide = String::with_capacity(kana.len());
    for c in kana.chars() {
        match c {
            '\u{3041}'..='\u{3096}' => wide.extend(char::from_u32(u32::from(c) + 0x60)),
            '\u{ff66}'..='\u{ff9d}' => wide.extend(HALF.chars().nth(c as usize - 0xff66)),
            // The voiced letter follows the unvoiced one in Unicode, the half-voiced after that.
            '\u{ff9e}' | '\u{ff9f}' => {
                let shift = if c == '\u{ff9e}' { 1 } else { 2 };
                let base = wide.pop().unwrap_or(c);
                let voiced = if base == 'ウ' {
                    Some('ヴ')
                } else {
                    char::from_u32(u32::from(base) + shift)
                };
                wide.extend(voiced);
            }
            _ => wide.push(c),
        }
    }
    wide
}

fn latin_name(before: &str, trust: Trust) -> Option<usize> {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:[A-Z][A-Za-z'.-]{0,20} ){0,2}[A-Za-z][A-Za-z'-]{1,20}$")
            .expect("the pattern is fixed and tested")
    });
    let mut from = before.len().saturating_sub(64);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let name = WORDS.find(&before[from..])?.as_str();
    let lower = name.to_ascii_lowercase();
    let known = lower
        .split(' ')
        .any(|word| LATIN_GIVEN.has(word) || LATIN_SURNAMES.has(word));
    let several = name.contains(' ') && trust != Trust::Familiar;
    (known || several || trust == Trust::Introduced).then_some(name.len())
}

/// A known name between the beginning of a clause and `end`.
fn known_clause(text: &str, end: usize, in_sentence: bool) -> Option<Range<usize>> {
    let before = line_before(text, end);
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
    let place = PLACES.split_ascii_whitespace().any(|place| place == name);
    let follows = in_sentence && head.ends_with(['の', 'た', '私']) && (!place || company());
    // One character is a name only where nothing stands before it.
    let single = name.chars().nth(1).is_none();
    (starts || follows && (!single || company())).then(|| end - length..end)
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
    let place = PLACES
        .split_ascii_whitespace()
        .any(|place| place == surname);
    SURNAMES.has(surname)
        && !place
        && given.chars().count() <= 3
        && !is_word(given)
        && !is_word(run)
}

/// Family names that are places, too.
const PLACES: &str = "山口 千葉 石川 福島 宮崎 長野 福井 富山 岡山 徳島 大分 香川 秋田 福岡 佐賀 長崎 宮城 三重 奈良 松本 松山 前橋 \
    金沢 大津 川崎 神戸 豊田 岡崎 一宮 平塚 藤沢 上野 品川 目黒 渋谷 新宿 中野 大阪 京都 東京 横浜 広島 静岡 岐阜 青森 愛知 兵庫 \
    和歌山 鳥取 島根 愛媛 高知 熊本 沖縄 群馬 栃木 茨城 埼玉 新潟 山梨 滋賀 本当 問題 大丈夫 可能 必要";

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:お?名前|氏名|苗字|名字|旧姓|下の名前|(?:^|[\n 、/(])(?:姓|名|セイ|メイ|せい|めい)|ご?芳名|担当者?名?|差出人|契約者名?|名義人?|宛名|受取人|受取り?人名|送り主|依頼主|注文者|購入者|会員名|利用者名?|フリガナ|ふりがな|ﾌﾘｶﾞﾅ|カナ|代表者|お客様名|患者名|予約者名?|予約名|申込者|署名|文責|記入者|作成者|報告者|送信者|お届け先名)(?:様|名|氏名|\([^)\n]{1,8}\))?[ ]?(?:[:=]|は、?)[ ]?([^\n、。,;(<\[/0-9]{1,24})",
    )
    .expect("the pattern is fixed and tested")
});

fn labelled(text: &str, add: &mut impl FnMut(Range<usize>)) {
    for captures in LABELLED.captures_iter(text) {
        let Some(value) = captures.get(1) else {
            continue;
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
        let word = is_word(name.trim()) && !SURNAMES.has(name.trim())
            || KATAKANA_WORDS
                .split_ascii_whitespace()
                .any(|word| word == name);
        if ends
            && name.chars().count() >= 2
            && !word
            && !no_name.iter().any(|word| name.starts_with(word))
        {
            add(value.start()..value.start() + name.trim_end().len());
        }
    }
}

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

/// Full names by the lists, and a family name alone on its line.
fn runs(text: &str, add: &mut impl FnMut(Range<usize>)) {
    let mut previous: Option<(Script, Range<usize>)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let of = script(c);
        if matches!(of, Script::Other | Script::Latin) {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut count = 1;
        while let Some(&(at, next)) = chars.peek()
            && script(next) == of
        {
            end = at + next.len_utf8();
            count += 1;
            chars.next();
        }
        let range = start..end;
        if count <= 12 {
            run(text, of, range.clone(), count, previous.as_ref(), add);
        }
        previous = Some((of, range));
    }
}

fn run(
    text: &str,
    of: Script,
    range: Range<usize>,
    count: usize,
    previous: Option<&(Script, Range<usize>)>,
    add: &mut impl FnMut(Range<usize>),
) {
    let run = &text[range.clone()];
    let beside =
        previous.filter(|(_, before)| matches!(&text[before.end..range.start], "" | " " | "  "));
    match of {
        Script::Kanji if (3..=6).contains(&count) => {
            if split_full_name(run).is_some() {
                add(range.clone());
            } else if let Some((start, end)) = before_title(run) {
                add(range.start + start..range.start + end);
            }
        }
        Script::Katakana if (4..=10).contains(&count) && split_kana(&widen(run)).is_some() => {
            add(range.clone())
        }
        _ => {}
    }
    if of == Script::Kanji && count == 1 && "子美代江枝恵".contains(run) {
        // 伊藤 くみ子
        let before = line_before(text, range.end);
        if let Some(length) = kanji_name(before, Trust::Familiar).filter(|length| *length > 3) {
            add(range.end - length..range.end);
        }
    }
    if of == Script::Kanji && count >= 2 && is_called(text, range.start, run) {
        add(range.clone());
    }
    if of == Script::Kanji
        && count <= 4
        && (is_alone(text, &range) || signs_for(text, &range))
        && SURNAMES.has(run)
        && count >= 2
    {
        add(range.clone());
    }
    if let Some((before_of, before)) = beside {
        with_previous(text, of, &range, *before_of, before, add);
    }
}

/// カスタマーセンター 鈴木, at the end of a line.
fn signs_for(text: &str, range: &Range<usize>) -> bool {
    const ORGANISATIONS: &[&str] = &[
        "担当",
        "部",
        "課",
        "室",
        "係",
        "店",
        "社",
        "商事",
        "センター",
        "チーム",
        "責任者",
        "代表",
        "所",
        "局",
        "院",
        "窓口",
    ];
    let before = line_before(text, range.start);
    let organisation = before.trim_end_matches(' ');
    let after = text[range.end..].trim_start_matches([' ', '\r']);
    organisation.len() < before.len()
        && (after.is_empty() || after.starts_with('\n'))
        && ORGANISATIONS.iter().any(|end| organisation.ends_with(end))
}

/// 弟の健太が, 友人の高橋から: a known name behind a person's role.
fn is_called(text: &str, start: usize, run: &str) -> bool {
    const ROLES: &[&str] = &[
        "妻", "夫", "主人", "旦那", "嫁", "娘", "息子", "長男", "次男", "長女", "次女", "弟", "妹",
        "兄", "姉", "母", "父", "友人", "同僚", "上司", "部下", "担当", "代表", "社長", "店長",
        "孫", "彼", "彼女", "知人", "先輩", "後輩", "代理",
    ];
    let Some(before) = text[..start].strip_suffix('の') else {
        return false;
    };
    ROLES.iter().any(|role| before.ends_with(role))
        && (SURNAMES.has(run) || GIVEN.has(run))
        && !PLACES.split_ascii_whitespace().any(|place| place == run)
}

/// A family name and a given name in two runs: 山田 太郎, 山田さくら, ヤマダ タロウ.
fn with_previous(
    text: &str,
    of: Script,
    range: &Range<usize>,
    before_of: Script,
    before: &Range<usize>,
    add: &mut impl FnMut(Range<usize>),
) {
    let (surname, given) = (&text[before.clone()], &text[range.clone()]);
    let spaced = before.end < range.start;
    match (before_of, of) {
        (Script::Kanji, Script::Kanji) if spaced => {
            let alone = is_alone(text, &(before.start..range.end)) && given.chars().count() <= 3;
            let known = surname_at_end(surname);
            if let Some(length) = known
                && !is_word(given)
                && (GIVEN.has(given) || alone && !is_word(given))
            {
                add(before.end - length..range.end);
            }
        }
        (Script::Kanji, Script::Hiragana | Script::Katakana) => {
            let least = if spaced { 2 } else { 3 };
            if !SURNAMES.has(last_chars(surname, 2)) && !SURNAMES.has(last_chars(surname, 3)) {
                return;
            }
            if let Some(name) = given_kana_at_start(given, least, of)
                && let Some(length) = surname_at_end(surname).filter(|length| *length > 3)
            {
                add(before.end - length..range.start + name);
            }
        }
        (Script::Katakana, Script::Katakana) | (Script::Hiragana, Script::Hiragana)
            if spaced && SURNAMES_KANA.has(&widen(surname)) && GIVEN_KANA.has(&widen(given)) =>
        {
            add(before.start..range.end);
        }
        _ => {}
    }
}

/// The last characters of `text`, or all of it.
fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count - 1);
    &text[start.map_or(0, |(at, _)| at)..]
}

/// The length of a given name at the beginning of a run of kana. In hiragana, words of the
/// sentence may follow it.
fn given_kana_at_start(run: &str, least: usize, of: Script) -> Option<usize> {
    if GIVEN_KANA.has(&widen(run)) && run.chars().count() >= least {
        return Some(run.len());
    }
    if of == Script::Katakana {
        return None;
    }
    ["です", "と", "より", "の", "は", "が", "さん", "さま", "で"]
        .iter()
        .flat_map(|rest| run.match_indices(rest))
        .map(|(at, _)| &run[..at])
        .filter(|name| name.chars().count() >= least && GIVEN_KANA.has(&widen(name)))
        .map(str::len)
        .max()
}

/// Nothing else stands on the line but a bracket with the reading, or what marks a signature.
fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches([' ', '\t', '-', '>']);
    let after = text[range.end..].trim_start_matches([' ', '\t', '\r']);
    if before.ends_with('(') && after.starts_with(')') {
        return true;
    }
    let ends =
        after.is_empty() || after.starts_with(['\n', '(', '拝']) || after.starts_with("より\n");
    ends && (before.is_empty() || before.ends_with('\n'))
}
