//! Full names by the lists, and family names that stand where only names stand.

use std::ops::Range;

use super::before::{Trust, kanji_name, split_kana};
use super::dictionary::{GIVEN, GIVEN_KANA, ORGANISATIONS, SURNAMES, SURNAMES_KANA};
use super::japanese::PLACES;
use super::kanji::{before_title, is_word, split_full_name, surname_at_end};
use super::script::{Script, last_chars, line_before, script, widen};

/// Full names by the lists, and a family name alone on its line.
pub(super) fn runs(text: &str, add: &mut impl FnMut(Range<usize>)) {
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
                if !is_landmark(run) {
                    add(range.clone());
                }
            } else if let Some((start, end)) = before_title(run) {
                add(range.start + start..range.start + end);
            }
        }
        Script::Katakana
            if (4..=10).contains(&count)
                && split_kana(&widen(run)).is_some()
                && !ORGANISATIONS.has(&widen(run)) =>
        {
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

/// 神保町, 直木賞, which read as a full name.
fn is_landmark(run: &str) -> bool {
    run.ends_with([
        '町', '市', '駅', '橋', '線', '賞', '坂', '峠', '城', '寺', '店', '屋', '堂',
    ])
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
    if !text[..range.start].ends_with(' ') {
        return false;
    }
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
        && !PLACES.has(run)
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
            // Most runs of kana are a particle.
            if given.chars().nth(least - 1).is_none() {
                return;
            }
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

/// Nothing else is on the line but a bracket with the reading, or what marks a signature.
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
