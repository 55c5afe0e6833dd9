//! Phone numbers: Japan's numbering plan, North America's, international ones by country code.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::digits::Number;
use super::label::{Label, Labelled};
use super::topic;
use super::words::Words;
use super::{Found, Text};

pub(super) const KIND: &str = "PHONE";

/// No phone number is divided into more parts, unless each digit is alone.
const MAX_PARTS: usize = 8;
const MAX_DIGITS_ALONE: usize = 15;

/// Numbers that are not written in digits, or divided as other numbers are not: 〇九〇－一二三四－
/// 五六七八, O9O-1234-5678, 090/1234/5678.
static DISGUISED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:[〇零○][一二三四五六七八九][〇零○一二三四五六七八九]{0,3}|[〇零○][一二三四五六七八九])[ \-‐－ーの()]{0,2}[〇零○一二三四五六七八九]{1,4}[ \-‐－ーの()]{1,2}[〇零○一二三四五六七八九]{3,4}",
        r"|[〇零○][五七八九][〇零○][〇零○一二三四五六七八九]{8}",
        r"|(?-u:\b)[0Oo][5789][0Oo][-. ]?[0-9OoIl]{4}[-. ]?[0-9OoIl]{4}(?-u:\b)",
        r"|(?-u:\b)0 [5789] 0(?: ?/ ?|[ ]{2,3})[0-9](?: [0-9]){3}(?: ?/ ?|[ ]{2,3})[0-9](?: [0-9]){3}(?-u:\b)",
        r"|(?-u:\b)0[5789]0(?:/[0-9]{4}/|~[0-9]{4}~|,[0-9]{4},|:[0-9]{4}:|\*[0-9]{4}\*|\|[0-9]{4}\||[ ]?→[ ]?[0-9]{4}[ ]?→[ ]?|\n[0-9]{4}\n|…[0-9]{4}…)[0-9]{4}(?-u:\b)",
        // 090の1234の5678 as it is said; 6の4の15 is a block of a street.
        r"|(?-u:\b)0[0-9]{1,3} ?の ?[0-9]{2,4} ?の ?[0-9]{4}(?-u:\b)",
    ))
    .expect("the pattern is fixed and tested")
});

fn disguised(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    for number in DISGUISED.find_iter(text.folded) {
        let digits = number
            .as_str()
            .chars()
            .filter(|c| c.is_ascii_digit() || "〇零○一二三四五六七八九OoIl".contains(*c))
            .count();
        let other = text
            .label(number.start())
            .is_some_and(|it| it.direct && it.label == Label::Reference);
        let real = number
            .as_str()
            .chars()
            .filter(|c| c.is_ascii_digit())
            .count();
        let letters = number.as_str().contains(['O', 'o', 'I', 'l']);
        if (10..=11).contains(&digits) && !other && (!letters || real >= 6) {
            found.push(Found {
                range: number.range(),
                kind: KIND,
            });
        }
    }
}

/// Digits in words: `oh two oh, seven nine four six`, `double four`, `ゼロ三の一二三四の五六七八`.
fn spoken(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    static WORDS: LazyLock<Words<u8>> = LazyLock::new(|| {
        Words::new(&[
            (
                1,
                "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|ゼロ|ぜろ|れい|まる|マル|いち|さん|に|よん|ご|ろく|なな|しち|はち|きゅう|きゅー|にー|ごー|れー|イチ|ニ|ニー|サン|ヨン|ゴ|ゴー|ロク|ナナ|シチ|ハチ|キュウ|キュー|レイ|\
                 〇|零|○|一|二|三|四|五|六|七|八|九",
            ),
            (2, "double"),
            (3, "triple|treble"),
        ])
    });
    if !text.speaks_of(topic::ZERO) {
        return;
    }
    const BETWEEN: &[&str] = &[
        "", " ", ", ", ",", "-", " - ", ". ", ".", "の", "の ", "、", "ー", "\u{3000}", "(", ")",
        ") ",
    ];
    let (mut start, mut end, mut digits, mut times) = (0, 0, 0, 1);
    let mut zero = false;
    let mut add = |range: Range<usize>, digits: usize, zero: bool| {
        let words = text.folded[range.clone()].contains(|c: char| {
            c.is_ascii_alphabetic() || matches!(c, 'ゼ' | 'ぜ' | 'れ' | 'レ' | 'ま' | 'マ')
        });
        if words && zero && (9..=13).contains(&digits) {
            found.push(Found { range, kind: KIND });
        }
    };
    for (count, word) in WORDS.find(text.folded) {
        let written = &text.folded[word.clone()];
        if digits == 0 && times == 1 || !BETWEEN.contains(&&text.folded[end..word.start]) {
            add(start..end, digits, zero);
            (start, digits, times) = (word.start, 0, 1);
            zero = [
                "zero", "oh", "nought", "ゼロ", "ぜろ", "れい", "れー", "レイ", "まる", "マル", "〇", "零", "○",
            ]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(written))
                // phone number is two zero eight …
                || text
                    .label(word.start)
                    .is_some_and(|found| found.direct && found.label == Label::Phone);
        }
        end = word.end;
        match count {
            1 => {
                digits += times;
                times = 1;
            }
            more => times = usize::from(more),
        }
    }
    add(start..end, digits, zero);
}

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    disguised(text, found);
    spoken(text, found);
    let mut at = 0;
    while at < text.digits.len() {
        match ending(text, at) {
            Some((mut range, last)) => {
                at = last + 1;
                if let behind = text.head(range.end, 32)
                    && may_be_extension(behind)
                    && let Some(extension) = EXTENSION.captures(behind)
                    && let Some(number) = extension.name("number")
                {
                    let end = range.end + number.end();
                    if extension.name("apart").is_some() {
                        let range = range.end + number.start()..end;
                        found.push(Found { range, kind: KIND });
                    } else {
                        range.end = end;
                    }
                    at += 1;
                } else if let Some(other) = other_end(text, &range)
                    // It may be whole as well: (090)1234-5678か0467(22)1234.
                    && (at >= text.digits.len() || ending(text, at).is_none())
                {
                    while text.digits.get(at).is_some_and(|run| run.end <= other.end) {
                        at += 1;
                    }
                    found.push(Found {
                        range: other,
                        kind: KIND,
                    });
                }
                found.push(Found { range, kind: KIND });
            }
            None => at += 1,
        }
    }
}

/// The end of a second number that shares its beginning with the one before: `07700 900123 / 900124`,
/// 03-1111-2222か1111-3333. It is divided as the first one ends.
fn other_end(text: &Text<'_>, first: &Range<usize>) -> Option<Range<usize>> {
    let behind = text.head(first.end, 32);
    let rest = behind.trim_start_matches(' ');
    let rest = ["/", "か", "または", "又は", "もしくは", "or ", "・", "&"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))?
        .trim_start_matches(' ');
    let length = rest
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '.' | ' '))
        .unwrap_or(rest.len());
    let number = rest[..length].trim_end_matches(['-', '.', ' ']);
    let shape = |byte: u8| match byte.is_ascii_digit() {
        true => b'0',
        false => byte,
    };
    let written = &text.folded[first.clone()];
    let head = written.len().checked_sub(number.len())?;
    let as_the_end = written.is_char_boundary(head)
        && written[..head].ends_with(|c: char| !c.is_ascii_digit())
        && written[head..]
            .bytes()
            .map(shape)
            .eq(number.bytes().map(shape));
    let start = first.end + behind.len() - rest.len();
    let range = start..start + number.len();
    let goes_on = text
        .head(range.end, 4)
        .starts_with(|c: char| c.is_ascii_alphanumeric());
    (number.len() >= 4 && as_the_end && !goes_on && !counts(text, range.end)).then_some(range)
}

/// Whether one of its words may begin there.
fn may_be_extension(behind: &str) -> bool {
    let word = behind.trim_start_matches([' ', ',', '、', '(']);
    word.starts_with([
        'x', 'X', 'e', 'E', '内', '內', '내', '分', 'd', 'D', 'p', 'P', 'a', 'A', 'i', 'I', 't',
        'T',
    ]) && behind.bytes().any(|byte| byte.is_ascii_digit())
}

/// What reaches one person behind a number: x433, ext. 433, （内線433）.
static EXTENSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:内線(?:番号)?| ?(?:(?:, ?)?(?i:x|ext\.?|extn\.?|extension|durchwahl|poste|anexo|interno|toestel)|(?P<apart>(?:[,、(] ?| )(?:内線(?:番号)?|내선|分机|內線|(?i:ext\.?|extension))|내선|分机|內線)))[ :#]{0,2}(?P<number>[0-9]{1,6})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// A candidate: some runs of digits that are written as one number.
struct Candidate<'t> {
    range: Range<usize>,
    plus: bool,
    digits: &'t str,
    /// The lengths of its parts.
    parts: &'t [usize],
    label: Option<Labelled>,
}

/// The longest phone number that begins with run `first`, and its last run.
fn ending(text: &Text<'_>, first: usize) -> Option<(Range<usize>, usize)> {
    let start = opening(text, first);
    if text.digits[first].len() <= 2 && follows_code(text, start) || follows_blocks(text, first) {
        return None;
    }
    let plus = text.folded[start..text.digits[first].start].contains('+');
    if text.digits[first].len() > 15 || joined_before(text, start) {
        return None;
    }
    let mut number = Number::new();
    let mut parts = [0; MAX_DIGITS_ALONE];
    let mut label = None;
    let mut longest = None;
    for last in first..text.digits.len().min(first + MAX_DIGITS_ALONE) {
        let run = text.run(last);
        let alone = || parts[..last - first].iter().all(|length| *length == 1);
        if last - first >= MAX_PARTS && !(run.len() == 1 && alone()) {
            break;
        }
        // The trunk prefix in +81 (0)3 is not dialled.
        let trunk =
            plus && last > first && run == "0" && text.before(text.digits[last].start) == Some('(');
        if !trunk && !number.push(run) {
            break;
        }
        parts[last - first] = run.len();
        if number.as_str().len() >= 7 && !joined_after(text, last) {
            let candidate = Candidate {
                range: start..text.digits[last].end,
                plus,
                digits: number.as_str(),
                parts: &parts[..=last - first],
                label: *label.get_or_insert_with(|| text.label(start)),
            };
            if is_phone(text, &candidate) {
                longest = Some((candidate.range, last));
            }
        }
        if !text.gap(last).is_some_and(is_joiner) && !is_area_code(text, last) {
            break;
        }
        // (9:00–17:00) behind a number is no part of it.
        let opens = text
            .gap(last)
            .is_some_and(|gap| gap.contains('(') && !gap.contains(')'));
        if opens
            && text
                .digits
                .get(last + 1)
                .is_none_or(|next| text.after(next.end) != Some(')'))
        {
            break;
        }
    }
    longest
}

/// Where the number begins: an opening bracket and a plus sign belong to it.
fn opening(text: &Text<'_>, first: usize) -> usize {
    let digits = text.digits[first].start;
    let mut start = digits;
    let before = &text.folded[..start];
    let after_bracket = before.strip_suffix('(').map_or(before, |rest| {
        // `(03)1234-5678`, but not `(0312345678)`: that bracket is the sentence's.
        if text.folded[text.digits[first].end..].starts_with(')')
            && text.gap(first).is_some_and(is_joiner)
        {
            start = rest.len();
        }
        if start < digits { rest } else { before }
    });
    match after_bracket.trim_end_matches(' ').strip_suffix('+') {
        Some(rest) if after_bracket.len() - rest.len() <= 2 => rest.len(),
        _ => start,
    }
}

/// True for what is between the parts of one number: `-`, `)`, ` (`, `) `, `.`, ` - `.
fn is_joiner(gap: &str) -> bool {
    (1..=3).contains(&gap.len()) && gap.bytes().all(|b| b" -.()_".contains(&b))
        || gap == "·"
        || gap == "・"
        || gap == "-\n"
        || gap == "\n-"
}

/// `0211/123456` and `089 / 123 456 78`, as Germany writes it.
fn is_area_code(text: &Text<'_>, at: usize) -> bool {
    let least = match text.gap(at) {
        Some("/") => 3,
        Some(" / " | "/ " | " /") => 2,
        _ => return false,
    };
    (3..=5).contains(&text.digits[at].len())
        && text.run(at).starts_with('0')
        && text.digits[at + 1].len() >= least
}

/// True when the digits before belong to the same number: `12-03-1234-5678`, `A03-…`.
fn joined_before(text: &Text<'_>, start: usize) -> bool {
    let before = &text.folded[..start];
    let head = before.trim_end_matches(['-', '.', '_']);
    if head.len() == before.len() {
        return before.ends_with(|c: char| c.is_ascii_alphanumeric())
            && !ends_with_phone_word(before);
    }
    head.ends_with(|c: char| c.is_ascii_digit())
        || before.ends_with(['-', '_'])
            && head.ends_with(|c: char| c.is_ascii_alphabetic())
            && !ends_with_phone_word(head)
}

/// Blocks of letters and digits in front, as in `1Z 999 AA1 01 2345 6784`.
fn follows_code(text: &Text<'_>, start: usize) -> bool {
    let Some(before) = text.tail(start, 12).strip_suffix(' ') else {
        return false;
    };
    let word = before.rsplit(' ').next().unwrap_or_default();
    word.len() > 1
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Blocks of four digits in front and behind: `9416 0248 3765 0542 9400 64` is a parcel.
fn follows_blocks(text: &Text<'_>, first: usize) -> bool {
    let is_block = |at: usize| text.digits[at].len() == 4 && text.gap(at) == Some(" ");
    first >= 2 && is_block(first) && is_block(first - 1) && is_block(first - 2)
}

fn ends_with_phone_word(before: &str) -> bool {
    ["tel", "fax", "phone", "mobile", "cell", "call"]
        .iter()
        .any(|word| {
            before
                .get(before.len().saturating_sub(word.len())..)
                .is_some_and(|end| end.eq_ignore_ascii_case(word))
        })
}

/// True when the digits go on: as a further part, or as letters of a product's number.
fn joined_after(text: &Text<'_>, last: usize) -> bool {
    let after = &text.folded[text.digits[last].end..];
    if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let extension = ["x", "ext", "EXT", "Ext"];
        return !extension.iter().any(|word| after.starts_with(word));
    }
    let rest = after.trim_start_matches(['-', '.', '_']);
    after.len() - rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn is_phone(text: &Text<'_>, candidate: &Candidate<'_>) -> bool {
    let digits = candidate.digits;
    let label = |wanted: Label| {
        candidate
            .label
            .is_some_and(|found| found.label == wanted && found.direct)
    };
    if candidate.plus {
        return is_international(digits);
    }
    // 認証コードが090-1234-5678宛に来ない
    let whole = candidate.parts.len() == 3 || candidate.digits.len() == 11;
    let japanese = whole && is_japanese(candidate);
    if label(Label::Reference) && !(japanese && is_sent_to(text, candidate)) {
        return false;
    }
    if (label(Label::Phone) || is_called_behind(text, candidate))
        && !is_date(candidate.parts, digits)
        && !counts(text, candidate.range.end)
    {
        return (7..=15).contains(&digits.len());
    }
    is_japanese(candidate)
        || is_german(text, candidate)
        || is_beside_contact(text, candidate)
        || is_foreign_trunk(candidate)
        || is_prefixed(candidate)
        || is_american(candidate)
}

fn is_sent_to(text: &Text<'_>, candidate: &Candidate<'_>) -> bool {
    let behind = text.head(candidate.range.end, 12);
    ["宛", "あて", "に届", "に来", "に送"]
        .iter()
        .any(|word| behind.starts_with(word))
}

/// `63-9422-3381までお電話ください`, `2125550142 is my cell`: the words behind it say what it is.
fn is_called_behind(text: &Text<'_>, candidate: &Candidate<'_>) -> bool {
    const BEHIND: &[&str] = &[
        "までお電話",
        "まで電話",
        "にお電話",
        "に電話",
        "へお電話",
        "へ電話",
        "まで折り返",
        "に折り返",
        "へ折り返",
        "にかけ",
        "が電話番号",
        "が携帯",
        "が私の電話",
        "が私の携帯",
        "로 전화",
        "으로 전화",
        "로 연락",
        "으로 연락",
        "联系我",
        "是我的电话",
        "是我的手机",
        "is my cell",
        "is my mobile",
        "is my phone",
        "is my number",
        "(cell",
        "(mobile",
        "(home)",
        "(work)",
        "(携帯",
        "(自宅",
        "(h)",
        "(m)",
    ];
    if candidate.digits.len() < 9 {
        return false;
    }
    let behind = text.head(candidate.range.end, 40).trim_start();
    let behind = behind.to_lowercase();
    BEHIND.iter().any(|word| behind.starts_with(word))
}

/// Japan's plan as 総務省 publishes it (電気通信番号計画): eleven digits for mobile, IP and 0800
/// numbers, ten for all others.
fn is_japanese(candidate: &Candidate<'_>) -> bool {
    let digits = candidate.digits;
    match digits.len() {
        11 => ["020", "050", "060", "070", "080", "090"]
            .iter()
            .any(|head| digits.starts_with(head)),
        10 => {
            let bytes = digits.as_bytes();
            bytes[0] == b'0' && bytes[1] != b'0'
        }
        _ => false,
    }
}

/// `030/901820`: an area code and a number, divided by a slash.
fn is_german(text: &Text<'_>, candidate: &Candidate<'_>) -> bool {
    let written = &text.folded[candidate.range.clone()];
    (2..=5).contains(&candidate.parts.len())
        && (8..=12).contains(&candidate.digits.len())
        && candidate.digits.starts_with('0')
        && (3..=5).contains(&candidate.parts[0])
        && written
            .get(candidate.parts[0]..)
            .is_some_and(|rest| rest.trim_start().starts_with('/'))
}

/// Ten digits of the North American plan in one piece, where contacts stand: beside a mail address
/// on their line, behind `office`, or alone on the line below a name.
fn is_beside_contact(text: &Text<'_>, candidate: &Candidate<'_>) -> bool {
    let digits = candidate.digits.as_bytes();
    let plan = is_in_one_piece(candidate.parts, digits);
    if !plan && is_written_to(text, candidate) {
        return true;
    }
    if !plan
        || candidate
            .label
            .is_some_and(|found| found.label == Label::Reference)
    {
        return false;
    }
    let Range { start, end } = candidate.range;
    let before = text.tail(start, 80);
    let line_before = before.rsplit('\n').next().unwrap_or_default();
    let mut to = text.folded.len().min(end + 80);
    while !text.folded.is_char_boundary(to) {
        to -= 1;
    }
    let line_after = text.folded[end..to].split('\n').next().unwrap_or_default();
    let word = line_before
        .trim_end_matches([' ', ':', '.', '('])
        .rsplit(' ')
        .next()
        .unwrap_or_default();
    let named = [
        "office", "direct", "home", "work", "desk", "main", "m", "o", "c", "t", "p", "h", "text",
        "ring", "reach", "at", "on", "try",
    ];
    if line_before.contains('@') || line_after.contains('@') {
        return true;
    }
    if named.iter().any(|name| name.eq_ignore_ascii_case(word)) {
        return !matches!(word, "at" | "on")
            || line_before.contains("reach")
            || line_before.contains("call");
    }
    let previous = before.rsplit('\n').nth(1).unwrap_or_default().trim();
    let name = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase())
            && word
                .chars()
                .all(|c| c.is_alphabetic() || "'’.-".contains(c))
    };
    line_before.trim().is_empty()
        && line_after.trim().is_empty()
        && (1..=4).contains(&previous.split(' ').count())
        && !previous.is_empty()
        && previous.split(' ').all(name)
}

/// A local number, or one that is in no plan, where nothing but a phone can be: `text 3490-3123`, and alone on the line
/// below a name behind a closing.
fn is_written_to(text: &Text<'_>, candidate: &Candidate<'_>) -> bool {
    let shape = matches!(
        candidate.parts,
        [8] | [4, 4] | [3, 4] | [2, 3, 4] | [2, 4, 4] | [3, 3, 4] | [1, 3, 3, 4]
    );
    if !shape
        || is_date(candidate.parts, candidate.digits)
        || candidate
            .label
            .is_some_and(|found| found.label == Label::Reference)
    {
        return false;
    }
    let before = text.tail(candidate.range.start, 64);
    let word = before.strip_suffix(' ').unwrap_or_default();
    let word = word.rsplit([' ', '\n']).next().unwrap_or_default();
    if ["text", "ring", "sms"]
        .iter()
        .any(|verb| verb.eq_ignore_ascii_case(word))
    {
        return true;
    }
    let behind = text.head(candidate.range.end, 16);
    let alone = behind.is_empty() || behind.starts_with(['\n', '\r', ' ', 'x']);
    let mut lines = before.rsplit('\n');
    let (own, name, closing) = (lines.next(), lines.next(), lines.next());
    let closes = |line: &str| {
        let line = line.to_lowercase();
        [
            "regards",
            "thanks",
            "thank you",
            "cheers",
            "sincerely",
            "wishes",
            "yours",
        ]
        .iter()
        .any(|word| line.contains(word))
    };
    alone
        && own == Some("")
        && name.is_some_and(|name| {
            (2..=40).contains(&name.len()) && !name.contains(|c: char| c.is_ascii_digit())
        })
        && closing.is_some_and(closes)
}

/// Ten digits of the North American plan, or eleven with the trunk prefix of the United Kingdom or India.
fn is_in_one_piece(parts: &[usize], digits: &[u8]) -> bool {
    matches!(
        (parts, digits),
        ([10], [b'2'..=b'9', _, _, b'2'..=b'9', ..]) | ([11], [b'0', b'1'..=b'9', ..])
    )
}

/// Numbers in one piece that are beside a person, an address or a mail address on their line, in the next cell
/// or on the next line: what the other detectors found says what they are.
pub(super) fn beside(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let may = |run: &&Range<usize>| {
        let digits = &text.folded.as_bytes()[(*run).clone()];
        is_in_one_piece(&[run.len()], digits) && !text.in_longer(run)
    };
    let mut numbers = text.digits.iter().filter(may).peekable();
    if numbers.peek().is_none() {
        return;
    }
    let of_person = found
        .iter()
        .filter(|found| OF_A_PERSON.contains(&found.kind));
    let mut ranges: Vec<Range<usize>> = of_person.map(|found| found.range.clone()).collect();
    ranges.sort_by_key(|range| range.start);
    for run in numbers {
        let next = ranges.partition_point(|range| range.start < run.start);
        let between = |from: usize, to: usize| {
            from <= to && to - from <= BESIDE && is_between(&text.folded[from..to])
        };
        let before = next
            .checked_sub(1)
            .is_some_and(|at| between(ranges[at].end, run.start));
        let behind = ranges
            .get(next)
            .is_some_and(|range| between(run.end, range.start));
        let label = || text.label(run.start).map(|found| found.label);
        if (before || behind) && !matches!(label(), Some(Label::Reference | Label::Card)) {
            let range = run.clone();
            found.push(Found { range, kind: KIND });
        }
    }
}

/// No more is between a number and whose it is, in bytes.
const BESIDE: usize = 8;

const OF_A_PERSON: &[&str] = &[
    super::name::KIND,
    super::address::KIND,
    super::postal_code::KIND,
    super::email::KIND,
];

/// One mark, line break or cell, and nothing else.
fn is_between(gap: &str) -> bool {
    let marks = |c: char| !c.is_alphanumeric() && !"。.!?".contains(c);
    !gap.is_empty() && gap.chars().all(marks) && gap.matches('\n').count() < 2
}

/// National numbers of other countries with a trunk prefix: United Kingdom, Germany, Korea.
fn is_foreign_trunk(candidate: &Candidate<'_>) -> bool {
    let alone = candidate.parts.iter().all(|length| *length == 1);
    let british_mobile = candidate.digits.starts_with("07") && (candidate.parts == [11] || alone);
    candidate.digits.starts_with('0')
        && candidate.digits.len() == 11
        && (british_mobile || candidate.parts.len() > 1 && (2..=5).contains(&candidate.parts[0]))
}

/// An international number with the dialling prefix instead of the plus sign, or Japan's code
/// without either.
fn is_prefixed(candidate: &Candidate<'_>) -> bool {
    let divided = candidate.parts.len() > 1;
    let rest = candidate
        .digits
        .strip_prefix("010")
        .filter(|rest| rest.len() > 9)
        .or_else(|| candidate.digits.strip_prefix("00"));
    match rest {
        Some(rest) => divided && is_international(rest),
        None => {
            let chinese = candidate.parts == [3, 4, 4] && candidate.digits.starts_with('1');
            let japanese = candidate.parts.len() == 4
                && candidate.digits.starts_with("81")
                && candidate.parts[0] == 2;
            chinese || japanese && is_international(candidate.digits)
        }
    }
}

/// The North American plan: area code and exchange begin with 2 to 9.
fn is_american(candidate: &Candidate<'_>) -> bool {
    let digits = match (candidate.parts, candidate.digits.as_bytes()) {
        ([3, 3, 4], digits) => digits,
        ([1, 3, 3, 4], [b'1', digits @ ..]) => digits,
        _ => return false,
    };
    matches!(digits[0], b'2'..=b'9') && matches!(digits[3], b'2'..=b'9')
}

/// A number behind a plus sign: its country code exists (ITU-T E.164) and its length is one of
/// that country's.
fn is_international(digits: &str) -> bool {
    let national = |code: usize| digits.len() - code;
    let Some(first) = digits.get(..2).and_then(|two| two.parse::<u32>().ok()) else {
        return false;
    };
    match first {
        10..=19 => national(1) == 10,
        70..=79 => national(1) == 10,
        81 => (9..=11).contains(&national(2)),
        20
        | 27
        | 30..=34
        | 36
        | 39..=41
        | 43..=49
        | 51..=58
        | 60..=66
        | 82
        | 84
        | 86
        | 90..=95
        | 98 => (6..=13).contains(&national(2)),
        21..=29 | 35 | 37 | 38 | 42 | 50 | 59 | 67..=69 | 80 | 85 | 87 | 88 | 96 | 97 | 99 => {
            digits.len() >= 8 && (4..=12).contains(&national(3))
        }
        _ => false,
    }
}

/// Numbers that read as a date stand behind 電話しました, too.
fn is_date(parts: &[usize], digits: &str) -> bool {
    matches!(parts, [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4] | [8]) && {
        digits.starts_with("19")
            || digits.starts_with("20")
            || digits[digits.len() - 4..].starts_with("20")
    }
}

fn counts(text: &Text<'_>, end: usize) -> bool {
    text.folded[end..]
        .trim_start()
        .starts_with(['円', '個', '件', '名', '回', '年', '%'])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing, of_kind};
    use super::KIND;

    #[test]
    fn a_second_number_may_be_its_end_alone() {
        for (numbers, text) in [
            (["07700 900123", "900124"], "Phones: 07700 900123 / 900124"),
            (["07700 900123", "900124"], "Tel 07700 900123 or 900124."),
            (
                ["(415) 867-5309", "867-5310"],
                "call (415) 867-5309 or 867-5310",
            ),
            (
                ["03-1111-2222", "1111-3333"],
                "電話は03-1111-2222か1111-3333です",
            ),
            (
                ["06-6123-4567", "6123-4568"],
                "TEL 06-6123-4567または6123-4568",
            ),
        ] {
            assert_eq!(of_kind(KIND, text), numbers, "{text}");
        }
        for text in [
            "Tel 03-1234-5678 / 2024年",
            "Tel 03-1234-5678 / 1200円",
            "Tel 03-1234-5678 / 10:00-18:00",
        ] {
            assert_found(KIND, "03-1234-5678", text);
        }
        assert_found(
            KIND,
            "0 7 7 0 0 9 0 0 3 2 1",
            "T e l : 0 7 7 0 0 9 0 0 3 2 1",
        );
    }

    #[test]
    fn finds_phones_in_words() {
        for phone in [
            "oh two oh, seven nine four six, oh nine five eight",
            "zero seven seven double oh nine triple zero one two three",
            "ゼロ三の一二三四の五六七八",
            "090の1234の5678",
            "03の1234の5678",
            "ゼロ九ゼロの一二三四の五六七八",
            "まるきゅうまる、いちにさんよん、ごろくななはち",
            "ぜろきゅうぜろ、はちにはちに ろくななさんに",
        ] {
            assert_found(KIND, phone, &format!("ring me on {phone} please"));
        }
        for text in [
            "one two three four five six seven eight nine ten",
            "I bought one, two of them broke, three were late",
            "zero tolerance for four five star reviews",
            "ゼロから三回",
        ] {
            assert_nothing(KIND, text);
        }
    }

    #[test]
    fn finds_phones_of_japan_however_written() {
        for phone in [
            "03-1234-5678",
            "0 9 0 / 1 2 3 4 / 5 6 7 8",
            "045-123-4567",
            "0465-12-3456",
            "04992-1-2345",
            "0312345678",
            "090-1234-5678",
            "08012345678",
            "070 1234 5678",
            "050-1234-5678",
            "0120-123-456",
            "0120123456",
            "0800-123-4567",
            "0570-012-345",
            "03(1234)5678",
            "(03)1234-5678",
            "（０３）１２３４－５６７８",
            "０９０ー１２３４ー５６７８",
            "090−1234−5678",
            "090‐1234‐5678",
            "090–1234—5678",
            "090.1234.5678",
            "+81-90-1234-5678",
            "+81 3 1234 5678",
            "+81(0)3-1234-5678",
            "+819012345678",
            "81-90-1234-5678",
            "0081-90-1234-5678",
            "010-81-3-1234-5678",
            "09０-１２34-5678",
            "0 9 0 1 2 3 4 5 6 7 8",
            "0-9-0-1-2-3-4-5-6-7-8",
            "０ ９ ０ １ ２ ３ ４ ５ ６ ７ ８",
            "〇九〇－一二三四－五六七八",
            "〇三-一二三四-五六七八",
            "⓪⑨⓪-①②③④-⑤⑥⑦⑧",
            "0️⃣9️⃣0️⃣-1️⃣2️⃣3️⃣4️⃣-5️⃣6️⃣7️⃣8️⃣",
            "٠٩٠-١٢٣٤-٥٦٧٨",
            "090/1234/5678",
            "O9O-1234-5678",
            "090\u{a0}1234\u{a0}5678",
        ] {
            assert_found(KIND, phone, &format!("電話は{phone}です"));
            assert_found(KIND, phone, &format!("{phone} (平日)"));
            assert_found(KIND, phone, &format!("TEL:{phone}/FAX"));
            assert_found(KIND, phone, phone);
        }
    }

    #[test]
    fn finds_phones_of_other_countries() {
        for phone in [
            "+1 415-555-2671",
            "(415) 555-2671",
            "415-555-2671",
            "1-800-555-0199",
            "+44 20 7946 0958",
            "020 7946 0958",
            "07700 900123",
            "+49 30 901820",
            "+33 1 23 45 67 89",
            "01 23 45 67 89",
            "+86 138 0013 8000",
            "138-0013-8000",
            "010-1234-5678",
            "+82-10-1234-5678",
            "+1 (415) 555-2671",
        ] {
            assert_found(KIND, phone, &format!("call me at {phone}."));
            assert_found(KIND, phone, &format!("It is {phone}"));
        }
        assert_found(KIND, "555-0123", "Phone: 555-0123");
        assert_found(KIND, "6175550174", "6175550174 | a@example.org");
        assert_found(KIND, "4155550182", "office 4155550182.");
        assert_found(KIND, "6175550174", "Best,\nOttoline Quaye\n6175550174");
        assert_found(KIND, "030/901820", "Tel 030/901820");
        for (phone, texts) in [
            (
                "089 / 123 456 78",
                &["Tel: 089 / 123 456 78", "089 / 123 456 78"][..],
            ),
            (
                "0221 / 376 45 12",
                &["Sie erreichen mich unter 0221 / 376 45 12."],
            ),
            (
                "03613015177",
                &[
                    "Sie erreichen mich unter 03613015177.",
                    "Rufnummer 03613015177",
                ],
            ),
            (
                "98765 43210",
                &[
                    "Mob no. 98765 43210",
                    "Mob: 98765 43210",
                    "फ़ोन 98765 43210",
                    "Contact: 98765 43210",
                    "ph no. 98765 43210",
                ],
            ),
            (
                "2125550142",
                &[
                    "my cell's 2125550142",
                    "reach me: 2125550142",
                    "my number is 2125550142",
                    "2125550142 is my cell",
                    "you can reach me on 2125550142",
                    "2125550142 (mobile)",
                    "Ring me on 2125550142",
                ],
            ),
            (
                "9123 4567",
                &["handphone 9123 4567", "Handphone: 9123 4567"],
            ),
            (
                "912 345 678",
                &[
                    "Telemóvel 912 345 678",
                    "Móvil: 912 345 678",
                    "tlf. 912 345 678",
                    "Llámeme al 912 345 678",
                ],
            ),
            (
                "13800138000",
                &[
                    "请拨打13800138000联系我",
                    "手机号码：13800138000",
                    "联系方式 13800138000",
                ],
            ),
            (
                "63-9422-3381",
                &[
                    "63-9422-3381までお電話ください",
                    "63-9422-3381に折り返しお願いします",
                ],
            ),
            ("090-1234\n-5678", &["電話は090-1234\n-5678です"]),
            ("+1-603-453-5364x50440", &["call +1-603-453-5364x50440."]),
            (
                "(415) 555-2671 ext. 433",
                &[
                    "call (415) 555-2671 ext. 433",
                    "(415) 555-2671 ext. 433 please",
                ],
            ),
            ("415-555-2671 x433", &["415-555-2671 x433"]),
            (
                "415-555-2671, extension 433",
                &["415-555-2671, extension 433"],
            ),
        ] {
            for text in texts {
                assert_found(KIND, phone, text);
            }
        }
        use super::super::tests::of_kind;
        assert_found(
            KIND,
            "03-1234-5678内線433",
            "会社：03-1234-5678内線433（平日）",
        );
        assert_found(
            KIND,
            "090-1234-5678",
            "認証のコードが090-1234-5678宛に来ない",
        );
        for text in [
            "Sarah Lee, 6175550174",
            "| Sarah Lee | 6175550174 |",
            "12 Main Street, Springfield, IL 62704\n6175550174",
            "Dear team,\nSarah Lee - 6175550174",
        ] {
            assert_found(KIND, "6175550174", text);
        }
        for text in [
            "Please text 3490-3123 when it ships",
            "Kind regards,\nJane\n3490-3123",
        ] {
            assert_found(KIND, "3490-3123", text);
        }
        assert_found(KIND, "07535950310", "If I don't pick up try 07535950310");
        for text in [
            "03-1234-5678（内線433）",
            "03-1234-5678 内線 433",
            "03-1234-5678、内線：433",
        ] {
            assert_eq!(of_kind(KIND, text), ["03-1234-5678", "433"], "{text}");
        }
        assert_found(KIND, "+81-3-1234-5678", "+81-3-1234-5678 (9:00–17:00 JST)");
        assert_found(KIND, "03-1234-5678", "03-1234-5678 (9:00-17:00)");
    }

    #[test]
    fn other_numbers_are_no_phones() {
        for text in [
            "415 x 555 cm",
            "0120 / 20 mm",
            "size 030 / 40 / 50",
            "order number is 2125550142",
            "my order no. 98765 43210",
            "it has 12345678 hits (mobile)",
            "2024-01-15に電話しました",
            "商品番号 4901234567894 に連絡",
            "mob of 20 people",
            "注文番号は0312345678です",
            "注文番号：090-1234-5678",
            "2024-01-15",
            "2024/01/15 10:30",
            "12,800円",
            "ORD-0312-4567-8901",
            "AB0312345678",
            "250-1234567-1234567",
            "1234-5678-9012",
            "バージョン 10.0.19041.1",
            "4901234567894",
            "12-03-1234-5678",
            "電話で2024-01-15に",
            "0x80070005",
            "1,234,567",
            "9784101010014",
            "10:00-18:00",
            "+1000",
            "電話番号を変更",
            "1 2 3 4 5 6 7 8 9 10 11",
            "order 6175550174",
            "6175550174",
            "二〇二四年一〇月三一日",
            "第一〇一二三四号",
            "100,0000,0000",
            "Best regards,\n3490-3123",
            "Order number:\n3490-3123",
            "USPS 9416 0248 3765 0542 9400 64",
            "Order for Sarah Lee, order 6175550174",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
