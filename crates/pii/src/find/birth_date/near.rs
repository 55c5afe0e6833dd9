//! Dates that are called a date of birth by words which are not right beside them: on the line below, behind the date,
//! in a question about who the customer is. Such a date has to lie so far back that nothing else is spoken of.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::called::Called;
use super::super::{Found, Text};
use super::{FULL, KIND, SHORT, compile, goes_on, is_occasion};

/// What a word says of the dates around it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Word {
    Birth,
    /// The customer is asked who they are.
    Identity,
}

pub(in super::super) const WORDS: &[(Word, &str)] = &[
    (
        Word::Birth,
        "生年月日|生 年 月 日|誕生日|誕 生 日|生まれた日|お誕生|バースデー|date of birth|date-of-birth|date_of_birth|dateofbirth|birthday|birthdays|dates of birth|birth day|birth_day|birth-day|birthdate|birth date|birth_date|birth-date|\
         dob|dob.|d.o.b|d.o.b.|d/o/b|d o b|bday|b-day|b'day|출생일|생년월일|geburtsdatum|fecha de nacimiento|date de naissance|data di nascita|data de nascimento",
    ),
    (
        Word::Identity,
        "年齢確認|年齢認証|age check|age verification|本人確認|本人認証|本人照合|照合|verify my identity|verify me|verify who i am|identity check|id check|security check|security question|security questions|for security|for verification|to identify me",
    ),
];

/// What may be between a label and its date.
const LINK: &str = r"(?:[^\p{L}\p{N}。.!?]|\.(?-u:\b)|は|が|も|です。?|私の|西暦|和暦|元号|年|月|日|の方|日付|yyyy|mm|dd|[(][^\n()]{0,24}[)]|(?i:is|was|on|the|my|actually|falls)(?-u:\b)){0,8}?";

/// What is read as a date right behind a label alone: with a year of two digits, without a day, a field or a space for each
/// part.
const MORE: &str = concat!(
    r"(?:19|20)[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2}T[0-9:.]{4,15}Z?|",
    r"['’]?[0-9]{2} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日?|['’]?[0-9]{2}[/.-][0-9]{1,2}[/.-][0-9]{1,2}(?-u:\b)",
    r"|[明大昭平令] ?(?:[0-9]{1,2}|元)[/.年・-] ?[0-9]{1,2}[/.月・-] ?[0-9]{1,2}日?",
    r"|(?i:showa|heisei|reiwa|taisho) ?[0-9]{1,2}[/., -]{1,2}[0-9A-Za-z]{1,9}[/., -]{1,2}[0-9]{1,2}(?-u:\b)",
    r"|[12] ?[90] ?[0-9] ?[0-9] ?[-/.年] ?(?:[01] ?)?[0-9] ?[-/.月] ?(?:[0-3] ?)?[0-9](?: ?日)?",
    r"|(?:(?i:year|yyyy|y|年)[^\p{L}\p{N}\n]{0,4})?(?:19|20)[0-9]{2}[^0-9]{1,8}(?:1[0-2]|0?[1-9])[^0-9]{1,8}(?:[12][0-9]|3[01]|0?[1-9])日?(?-u:\b)",
    r"|(?i:day|dd|d)[^\p{L}\p{N}\n]{0,4}[0-9]{1,2}[^0-9\n]{1,8}[0-9]{1,2}[^0-9\n]{1,8}(?:19|20)[0-9]{2}(?-u:\b)",
    r"|(?:19|20)[0-9]{2}[-/. ](?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[-/. ][0-9]{1,2}(?-u:\b)",
    r"|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[-/. ][0-9]{1,2}(?:st|nd|rd|th)?[-/, ]{1,2}['’]?[0-9]{2,4}(?-u:\b)",
    r"|[0-9]{1,2}(?:st|nd|rd|th)?[-/ ]?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?[-/ ]?['’]?(?:[0-9]{4}|[0-9]{2})(?-u:\b)",
    r"|(?:昭和|平成|令和|大正|(?:19|20)[0-9]{2})[0-9]{0,2} ?年 ?[0-9]{1,2} ?月",
);

/// A date right behind a label.
static TOLD: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r"^{LINK}(?P<date>{MORE}|{}|{})", *FULL, *SHORT)));

/// A date that is the whole of a cell.
static CELL: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^(?:{MORE}|{}|{})(?:[ T][0-9:.]{{4,12}}Z?)?(?: ?\([^()]{{1,9}}\))?$",
        *FULL, *SHORT
    ))
});

/// A date in the middle of a text.
static ANY: LazyLock<Regex> = LazyLock::new(|| compile(&FULL));

/// Whether a cell of a table is a date.
pub(in super::super) fn is_date(cell: &str) -> bool {
    cell.len() <= 40 && CELL.is_match(cell)
}

/// How far from the word its date is, in bytes.
const REACH: usize = 160;

pub(in super::super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut words: Vec<(Range<usize>, bool)> = Vec::new();
    for (called, word) in &text.calls {
        match called {
            Called::Birth(Word::Birth) => {
                let behind = text.head(word.end, 64);
                if let Some(date) = TOLD.captures(behind).and_then(|it| it.name("date"))
                    && !goes_on(text, word.end + date.end())
                {
                    let range = word.end + date.start()..word.end + date.end();
                    found.push(Found { range, kind: KIND });
                }
                if !is_occasion(text.head(word.end, 24)) {
                    words.push((word.clone(), false));
                }
            }
            Called::Birth(Word::Identity) => words.push((word.clone(), true)),
            _ => {}
        }
    }
    let mut at = 0;
    for (word, identity) in words {
        let reach = if identity { REACH / 2 } else { REACH };
        let from = word.start.saturating_sub(reach);
        let next = text.digits.partition_point(|run| run.start < from);
        let near = |run: &&Range<usize>| run.start < word.end + reach;
        // A year that two words are beside is looked at once, unless the first of them did not call it so.
        for run in text.digits[next..].iter().take_while(near).take(40) {
            if run.start < at || !is_old(text, run) {
                continue;
            }
            if let Some(date) = date_of(text, run)
                && is_told(text, &word, &date, identity)
            {
                at = date.end;
                found.push(Found {
                    range: date,
                    kind: KIND,
                });
            }
        }
    }
}

/// The last year of which no mail tells what was bought or sent.
const LAST: u16 = 2012;

/// Whether a run of digits is or holds a year in which no customer ordered anything that a mail is about.
fn is_old(text: &Text<'_>, run: &Range<usize>) -> bool {
    let digits = &text.folded[run.clone()];
    let year = |digits: Option<&str>| {
        let year = digits.and_then(|year| year.parse::<u16>().ok());
        year.is_some_and(|year| (1900..=LAST).contains(&year))
    };
    match digits.len() {
        4 => year(Some(digits)),
        8 => year(digits.get(..4)) || year(digits.get(4..)),
        1 | 2 => {
            let before = text.tail(run.start, 8).trim_end();
            let old_heisei = || digits.parse::<u16>().is_ok_and(|year| year <= LAST - 1988);
            before.ends_with("昭和")
                || before.ends_with("大正")
                || before.ends_with("平成") && old_heisei()
        }
        _ => false,
    }
}

/// The date around a year.
fn date_of(text: &Text<'_>, year: &Range<usize>) -> Option<Range<usize>> {
    let before = text.tail(year.start, 28);
    let from = year.start - before.len();
    let end = year.end + text.head(year.end, 28).len();
    let dates = ANY.find_iter(&text.folded[from..end]);
    dates
        .map(|date| from + date.start()..from + date.end())
        .find(|date| date.start <= year.start && year.end <= date.end)
        .filter(|date| !goes_on(text, date.end) && !text.in_longer(date))
}

/// What else has a day long ago, in words between it and the birth or right beside it.
const OTHERS: &[&str] = &[
    "注文",
    "購入",
    "登録",
    "入会",
    "発行",
    "発売",
    "製造",
    "開始",
    "設立",
    "創業",
    "契約",
    "更新",
    "発送",
    "配送",
    "納品",
    "入荷",
    "開店",
    "結婚",
    "記念",
    "入社",
    "入学",
    "卒業",
    "交付",
    "取得",
    "竣工",
    "築",
    "公開",
    "改定",
    "施行",
    "order",
    "purchas",
    "bought",
    "joined",
    "join",
    "since",
    "register",
    "issue",
    "found",
    "establish",
    "release",
    "manufactur",
    "built",
    "member",
    "hired",
    "start",
    "expir",
    "valid",
    "deliver",
    "ship",
    "wedding",
    "married",
    "anniversary",
    "graduat",
    "died",
    "passed away",
    "launched",
    "opened",
    "invoice",
    "appointment",
    "version",
    "cat.",
    "item",
    "品番",
    "型番",
    "バージョン",
];

/// Whether nothing else is spoken of between the word and the date.
fn is_told(text: &Text<'_>, word: &Range<usize>, date: &Range<usize>, identity: bool) -> bool {
    let around = match date.start < word.start {
        true => date.start - text.tail(date.start, 20).len()..word.start,
        false => word.end..date.end + text.head(date.end, 16).len(),
    };
    let Some(around) = text.folded.get(around) else {
        return false;
    };
    let breaks = around.matches('\n').count();
    breaks <= if identity { 0 } else { 4 } && !is_other(around)
}

/// Whether the words call a date something else.
pub(super) fn is_other(words: &str) -> bool {
    let lower = words.to_lowercase();
    OTHERS.iter().any(|other| lower.contains(other))
}

#[cfg(test)]
mod tests;
