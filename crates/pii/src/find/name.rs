//! Person names: where a word beside them says so (様, と申します, Dear, Best regards), and full
//! names whose two halves stand in the name lists.

use std::ops::Range;

use super::Text;

mod before;
mod context;
mod dictionary;
mod extend;
mod goods;
mod japanese;
mod kanji;
mod key;
mod label;
mod language;
mod latin;
#[cfg(test)]
mod layout;
mod link;
mod other;
mod passenger;
mod place;
mod runs;
mod script;
mod set;
mod shape;
mod speaker;
mod static_map;
mod table;
#[cfg(feature = "train")]
pub(crate) mod tagger;
#[cfg(not(feature = "train"))]
mod tagger;
pub(super) mod thing;
mod variants;
mod word;

use super::{Found, joined};

pub(super) const KIND: &str = "NAME";

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let others = found.len();
    let links = super::url::links(text.folded);
    let cells = table::Cells::of(text.folded);
    let add = |range: Range<usize>, found: &mut Vec<Found<'_>>| {
        let range = whole(text.folded, &links, extend::extended(text.folded, range));
        let range = range.filter(|range| {
            let name = &text.folded[range.clone()];
            !PROGRAMS.contains(&name)
                && !FORMS.contains(&name)
                && !cells.is_thing(range)
                && !thing::is_role(name)
                && (!thing::is_famous(name) || is_sure(text.folded, &cells, range))
                && !thing::is_firm(text.folded, range)
                && !place::is_mostly_a_place(text.folded, range)
                && !word::is_word(text.folded, range)
                && !goods::is_told_of_any(text.folded, range)
                && !is_emoji(text.folded, range)
                && !is_money(text.folded, range)
                && !is_counted_month(text.folded, range)
        });
        let reading = range
            .as_ref()
            .and_then(|range| japanese::reading_behind(text.folded, range));
        let ranges = range.into_iter().chain(reading);
        found.extend(ranges.map(|range| Found { range, kind: KIND }));
    };
    let mut told = |range: Range<usize>| add(range, found);
    link::find(text.folded, &links, &mut told);
    link::find_joined(text.folded, &mut told);
    japanese::find(text, &mut told);
    latin::find(text.folded, &mut told);
    if !text.is_ascii {
        other::find(text.folded, &mut told);
    }
    context::find(text, &mut told);
    passenger::find(text.folded, &mut told);
    speaker::find(text.folded, &mut told);
    cells.persons.iter().cloned().for_each(&mut told);
    // The other detectors and the rules know what they found; the tagger guesses.
    let taken = joined(found[..others].iter());
    // Of `Bob. Ours` and `Tai, Marina` the tagger may know better.
    let is_one = |found: &&Found<'_>| {
        found.kind != KIND || !text.folded[found.range.clone()].contains([',', '.'])
    };
    let known = joined(found.iter().filter(is_one));
    let is_known = |range: &Range<usize>| {
        let next = known.partition_point(|known| known.end <= range.start);
        let known = known.get(next);
        known.is_some_and(|known| known.start <= range.start && range.end <= known.end)
    };
    let languages = language::Languages::of(text.folded);
    tagger::find(text.folded, is_known, &mut |mut range: Range<usize>| {
        let name = &text.folded[range.clone()];
        range.end -= name.len() - name.trim_end_matches(HONOURS).len();
        // カトウ デス, as who writes in katakana alone does
        let name = &text.folded[range.clone()];
        let before = ["デス", "サマ", "ヨリ"]
            .into_iter()
            .find_map(|end| name.strip_suffix(end))
            .map(|name| name.trim_end_matches([' ', '\u{3000}']))
            .filter(|name| name.chars().nth(1).is_some())
            .filter(|name| name.ends_with(|c| matches!(c, 'ァ'..='ヺ' | 'ー')));
        range.end = range.start + before.map_or(name.len(), str::len);
        range.start += thing::small_words_before(&text.folded[range.clone()]);
        let next = taken.partition_point(|taken| taken.end <= range.start);
        let free = taken.get(next).is_none_or(|taken| taken.start >= range.end);
        if free && !range.is_empty() && !is_told_by_words(text.folded, &languages, &range) {
            add(range, found);
        }
    });
}

/// Whether the words of what the tagger found, or those around it, tell that it is no name.
fn is_told_by_words(text: &str, languages: &language::Languages<'_>, range: &Range<usize>) -> bool {
    is_reason(text, range)
        || thing::is_told(text, range)
        || goods::is_told_of_a_guess(text, range)
        || languages.is_foreign(range) && !language::is_known_name(text, range)
        || word::is_ordinary(text, range)
}

/// Whether the words around a name say that it is a person's, whatever else is called so.
fn is_sure(text: &str, cells: &table::Cells, range: &Range<usize>) -> bool {
    const BEHIND: [&str; 8] = [
        "様",
        "さま",
        "殿",
        "と申",
        "ともうし",
        "と名乗",
        "といいます",
        "と言います",
    ];
    let behind = text[range.end..].trim_start_matches([' ', '\u{3000}', '」']);
    BEHIND.iter().any(|word| behind.starts_with(word))
        || label::is_behind(text, range.start)
        || cells.is_person(range)
}

/// Whether the name begins with what is counted: 三か月前に. 月前 alone may be anything.
fn is_counted_month(text: &str, range: &Range<usize>) -> bool {
    let counts = |c: char| c.is_ascii_digit() || "一二三四五六七八九十数何".contains(c);
    text[range.clone()].starts_with('月')
        && text[..range.start]
            .strip_suffix(['か', 'カ', 'ヶ', 'ケ', 'ヵ', '箇'])
            .is_some_and(|before| before.ends_with(counts))
}

/// What is behind a name, without one.
const HONOURS: [char; 2] = ['様', '殿'];

/// Whether の and a word that explains is behind another one: 休暇中のため.
fn is_reason(text: &str, range: &Range<usize>) -> bool {
    const WORDS: [&str; 10] = [
        "ため", "ほう", "こと", "よう", "とき", "もの", "さい", "うえ", "あと", "まま",
    ];
    text[range.clone()]
        .strip_prefix('の')
        .is_some_and(|rest| WORDS.iter().any(|word| rest.starts_with(word)))
        && !text[..range.start].ends_with(char::is_whitespace)
}

/// Whether 金 is money that somebody wants: 金返せ, 金を返して. Kim is a name.
fn is_money(text: &str, range: &Range<usize>) -> bool {
    let Some(verb) = text[range.start..].strip_prefix('金') else {
        return false;
    };
    let verb = verb.trim_start_matches(['を', 'も', 'は', 'が']);
    [
        "返",
        "払",
        "戻",
        "出し",
        "出せ",
        "よこせ",
        "取",
        "貸",
        "借",
        "ない",
        "無い",
        "足り",
        "かか",
        "欲し",
        "だけ",
    ]
    .iter()
    .any(|wanted| verb.starts_with(wanted))
        && text[range.clone()].chars().count() <= 2
}

/// Whether the name is that of an emoji: `:tada:`.
fn is_emoji(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let is_written_so =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(&byte);
    let is_open = |before: &str| {
        before
            .strip_suffix(':')
            .is_some_and(|it| it.is_empty() || it.ends_with(|c: char| !c.is_alphanumeric()))
    };
    name.bytes().all(is_written_so)
        && text[range.end..].starts_with(':')
        && is_open(&text[..range.start])
}

/// A name with what is joined to it: the rest of `taro.yamada` in a link, of `yamada_t` anywhere.
/// None in the host of a link.
pub(super) fn whole(
    text: &str,
    links: &[Range<usize>],
    range: Range<usize>,
) -> Option<Range<usize>> {
    let next = links.partition_point(|link| link.end <= range.start);
    if let Some(link) = links
        .get(next)
        .filter(|link| link.start <= range.start && range.end <= link.end)
    {
        return super::url::part(text, link, &range);
    }
    let bytes = text.as_bytes();
    let word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let dot = |before: Option<&u8>, dot: Option<&u8>, behind: Option<&u8>| {
        dot == Some(&b'.')
            && before.is_some_and(u8::is_ascii_lowercase)
            && behind.is_some_and(u8::is_ascii_lowercase)
    };
    let (mut start, mut end) = (range.start, range.end);
    let is_word = text[range.clone()]
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic());
    let behind = bytes.get(end);
    let of_a_file = || {
        let rest = text[end..].strip_prefix('.').unwrap_or_default();
        FILES.iter().any(|ending| {
            let behind = rest.strip_prefix(ending);
            behind.is_some_and(|it| !it.starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
    };
    if behind == Some(&b'_')
        || is_word && dot(bytes.get(end - 1), behind, bytes.get(end + 1)) && !of_a_file()
    {
        end += 1;
        end += bytes[end..]
            .iter()
            .take(MAX_JOINED)
            .take_while(word)
            .count();
    }
    // Ajose-adeogun, but not Tanaka-san
    if is_word && bytes.get(end) == Some(&b'-') {
        let tail = &text[end + 1..];
        let length = tail
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(tail.len());
        if (3..=24).contains(&length) && !HONORIFICS.contains(&&tail[..length]) {
            end += 1 + length;
        }
    }
    let before = |back: usize| start.checked_sub(back).and_then(|at| bytes.get(at));
    if before(1) == Some(&b'_') || is_word && dot(before(2), before(1), bytes.get(start)) {
        start -= 1;
        start -= bytes[..start]
            .iter()
            .rev()
            .take(MAX_JOINED)
            .take_while(word)
            .count();
    }
    Some(start..end)
}

/// What mails call the programs that answer them : "AIへ", "AI様". Ai is a name.
const PROGRAMS: &[&str] = &["AI", "A.I.", "BOT", "Bot", "GPT", "LLM", "ChatGPT"];

/// What forms say in the place of a name or beside one.
const FORMS: &[&str] = &["男", "女", "VCARD", "VCALENDAR", "VEVENT"];

/// What a hyphen joins to a name without being a part of it.
const HONORIFICS: &[&str] = &[
    "san", "sama", "kun", "chan", "sensei", "senpai", "style", "led", "based", "related", "like",
    "owned", "branded", "san's",
];

/// The endings of files: what is in front of one may be a name, the ending is none.
const FILES: &[&str] = &[
    "xlsx", "xls", "docx", "doc", "pdf", "pptx", "ppt", "csv", "txt", "jpg", "jpeg", "png", "gif",
    "heic", "webp", "zip", "html", "htm", "eml", "msg", "mp3", "mp4", "mov", "wav", "json", "xml",
    "md", "ics", "vcf", "pages", "numbers", "key", "rtf", "odt", "ods",
];

/// No login name is longer.
const MAX_JOINED: usize = 40;

/// The parts of a full name, by which it may be called elsewhere.
pub(super) fn parts(name: &str) -> Vec<&str> {
    let divided = name.split([' ', '\u{3000}', '・', '\u{a0}', ',']);
    let mut parts: Vec<&str> = divided.filter(|part| is_part(part)).collect();
    if let Some((surname, given)) = kanji::split_full_name(name) {
        parts.extend([surname, given].into_iter().filter(|part| is_part(part)));
    }
    parts
}

/// Latin letters without their accents.
pub(super) fn without_accents(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match variants::plain(c) {
            variants::Plain::One(c) => plain.push(c),
            variants::Plain::Two(a, b) => plain.extend([a, b]),
            variants::Plain::None => {}
        }
    }
    plain
}

/// A word of the language, in small letters.
pub(super) fn is_english(word: &str) -> bool {
    dictionary::COMMON_LATIN.has(word) || dictionary::LATIN_WORDS.has(word)
}

/// Whether persons are called by a word, in small letters, that is an English one as well.
pub(super) fn is_given(word: &str) -> bool {
    dictionary::LATIN_GIVEN.has(word)
        || dictionary::LATIN_SURNAMES.has(word)
        || dictionary::RARE_LATIN_GIVEN.has(word)
}

/// What stands where a name is asked for and is none: 注文, お客様, 受付. Any other noun may be a customer's name (雲海).
pub(super) fn is_no_name(word: &str) -> bool {
    static NONE: set::Set = set::Set::of(
        "注文 注文者 予約 予約者 購入 購入者 返品 配送 発送 商品 問合せ 問い合わせ お問い合わせ 相談 質問 請求 支払 \
         お客 お客様 お客さま 顧客 会員 会員様 利用者 本人 ご本人 匿名 名無し 名前 お名前 氏名 宛名 担当 担当者 ご担当者 店長 代表 \
         会社 弊社 御社 当社 店舗 本店 支店 事務局 事務所 受付 窓口 総務 経理 営業 人事 広報 部長 課長 社長 先生 係 様 殿 御中 \
         なし 無し 不明 未設定 未登録 テスト",
    );
    NONE.has(word)
}

/// A display name that names a desk: info, Support, サポート.
pub(crate) fn is_role(name: &str) -> bool {
    const DESKS: &[&str] = &[
        "info",
        "sales",
        "support",
        "admin",
        "office",
        "contact",
        "noreply",
        "no-reply",
        "mail",
        "help",
        "helpdesk",
        "service",
        "team",
        "webmaster",
        "postmaster",
        "accounts",
        "billing",
        "orders",
    ];
    let katakana = name.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー'));
    DESKS.iter().any(|desk| name.eq_ignore_ascii_case(desk))
        || katakana && dictionary::WORDS_KANA.has(name) && !dictionary::FOREIGN_KANA.has(name)
}

/// A given name of one kanji, by which its bearer may be called elsewhere: 早坂 亮.
pub(super) fn single_kanji(name: &str) -> Option<&str> {
    if name.is_ascii() {
        return None;
    }
    let last = name.char_indices().next_back()?.0;
    let (head, given) = name.split_at(last);
    let surname = head.trim_end_matches([' ', '\u{3000}']);
    let named = surname.chars().count() >= 2 && dictionary::SURNAMES.has(surname);
    (named && !given.starts_with(HONOURS) && dictionary::GIVEN.has(given)).then_some(given)
}

/// Long enough and distinct enough to be searched for by itself.
fn is_part(part: &str) -> bool {
    if part.is_ascii() {
        if part.len() < 3 || !part.starts_with(|c: char| c.is_ascii_uppercase()) {
            return false;
        }
        let mut key = dictionary::Key::default();
        part.chars().for_each(|c| key.push(c.to_ascii_lowercase()));
        let lists = key.latin();
        let has = |list: &dictionary::Words| lists & list.bit() != 0;
        let everyday = has(&dictionary::COMMON_LATIN) && !has(&dictionary::LATIN_GIVEN);
        return !everyday && !has(&dictionary::LATIN_WORDS);
    }
    part.chars().count() >= 2 && !dictionary::WORDS_KANA.has(part) && !dictionary::NOUNS.has(part)
}

#[cfg(test)]
mod tests {
    use super::super::tests::of_kind;
    use super::KIND;

    #[test]
    fn names_that_little_is_beside_are_found() {
        for (text, name) in [
            ("お世話になっております。雀部です。標記の件です。", "雀部"),
            ("「レ様、お待ちください」とありました。", "レ"),
            ("主人の明の会社から書いています。", "明"),
            ("祖母のヨシ子が使い方を聞きたいそうです。", "ヨシ子"),
            ("石川麻由（いしかわまゆ）", "いしかわまゆ"),
            ("翁長様からのご注文です。", "翁長"),
            ("アニタ・シュレスタで応募しました。", "アニタ・シュレスタ"),
            ("Senator Warren called the office.", "Warren"),
            ("pls cancel, patricia hall", "patricia hall"),
        ] {
            assert!(of_kind(KIND, text).contains(&name), "{text}");
        }
        for text in [
            "母の日と父の日",
            "雪男の足跡",
            "主人の車",
            "お世話になっております。至急です。",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn who_is_called_like_someone_famous_is_masked_where_the_context_is_sure() {
        for (name, text) in [
            ("織田信長", "お名前：織田信長"),
            ("徳川家康", "差出人：徳川家康\n"),
            ("前田利家", "前田利家様"),
            ("夏目漱石", "夏目漱石様、いつもありがとうございます。"),
            ("石田三成", "石田三成と申します。"),
            (
                "伊達政宗",
                "氏名,メール\n伊達政宗,a@example.com\n佐藤花子,b@example.com",
            ),
        ] {
            assert!(of_kind(KIND, text).contains(&name), "{text}");
        }
        for text in ["夏目漱石全集を注文しました。", "宮沢賢治全集はありますか。"]
        {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_sex_and_a_count_of_months_are_no_names() {
        for text in [
            "性別：男",
            "性別：女\n",
            "三か月前に主人を亡くしました",
            "二ヶ月前に買いました",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        assert_eq!(of_kind(KIND, "月岡様"), ["月岡"]);
    }

    #[test]
    fn money_and_emoji_are_no_names() {
        for text in [
            "お金返してください。早く金を返せ！",
            "もう3週間だぞ。金返せ。",
            "金払ったのに届かない",
            ":tada: *bold* :taro: :hana_2:",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        assert_eq!(of_kind(KIND, "金 美香と申します。"), ["金 美香"]);
    }
}
