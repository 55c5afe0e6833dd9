//! Records of other customers: what a passage tells of someone else's order is no source of this reply.
//!
//! A record has a number, and the customer's has the same form: `PX-9052` beside `PX-9025`. Theirs is the one whose number
//! or names their mail has.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{Desk, Judgement, SourceText};
use crate::number::Number;
use crate::pattern::{Pattern, pattern};
use crate::scan::{Found, Value};
use crate::{From, Kind, Source, Span};

/// What a passage tells of one order, one booking, one customer.
struct Record {
    source: usize,
    span: Span,
    /// The numbers in it: each with its form, letters as `A` and digits as `9`.
    ids: Vec<(String, String)>,
    words: BTreeSet<String>,
    /// A word says that it is of an order or of a person: 予約, "booking", 様.
    is_told: bool,
    /// Its customer: the names right behind its number, or before 様.
    names: BTreeSet<String>,
}

/// Names that only a record of another customer has.
pub(super) struct OtherNames {
    words: BTreeSet<String>,
    from: From,
    /// What it calls a total, and the words that do.
    totals: Vec<(Number, Source)>,
}

/// Where the record of another customer has an amount as its total.
pub(super) fn total_of_another(desk: &Desk, value: Number) -> Option<Source> {
    let mut totals = desk.others.iter().flat_map(|other| &other.totals);
    let (_, source) = totals.find(|(total, _)| *total == value)?;
    Some(source.clone())
}

/// What a record calls a total.
fn totals(source: &SourceText, span: &Span) -> Vec<(Number, Source)> {
    let within = |found: &Found| span.start <= found.bytes.start && found.bytes.end <= span.end;
    let found = source.found.iter();
    found
        .filter_map(|(found, role)| match found.value {
            Value::Amount { value, .. } if within(found) && role.has("#total") > 0.0 => {
                Some((value, source.source(&found.bytes)))
            }
            _ => None,
        })
        .collect()
}

/// Takes the records of other customers out of the sources: what is left of each, and the names that only they have.
pub(super) fn without_others(
    sources: Vec<SourceText>,
    today: Option<jiff::civil::Date>,
) -> (Vec<SourceText>, Vec<OtherNames>) {
    let others = others(&sources);
    if others.is_empty() {
        return (sources, Vec::new());
    }
    let (mut left, mut names) = (Vec::new(), Vec::new());
    for (index, source) in sources.into_iter().enumerate() {
        let cut: Vec<&Record> = others.iter().filter(|it| it.source == index).collect();
        if cut.is_empty() {
            left.push(source);
            continue;
        }
        let (text, mut at, mut rest) = (&source.folded.text, 0, String::new());
        for record in &cut {
            rest.push_str(&text[at..record.span.start]);
            at = record.span.end;
        }
        rest.push_str(&text[at..]);
        names.extend(cut.iter().map(|record| OtherNames {
            words: telling(record, &text[record.span.clone()]),
            from: source.from,
            totals: totals(&source, &record.span),
        }));
        if !rest.trim().is_empty() {
            left.push(SourceText::new(&rest, source.from, source.trusted, today));
        }
    }
    for other in &mut names {
        let known = |word: &String| {
            left.iter()
                .any(|source| source.folded.lower().contains(word.as_str()))
        };
        other.words.retain(|word| !known(word));
    }
    (left, names)
}

/// The names in the reply that only records of other customers have.
pub(super) fn names_of_others(desk: &Desk) -> Vec<(Span, Judgement)> {
    let text = &desk.reply.text;
    let words = if desk.others.is_empty() {
        Vec::new()
    } else {
        proper(text)
    };
    let mistaken = words.into_iter().filter_map(|(bytes, word)| {
        let other = desk
            .others
            .iter()
            .find(|other| other.words.contains(&word))?;
        let source = Source {
            text: text[bytes.clone()].to_owned(),
            value: String::new(),
            from: other.from,
        };
        Some((bytes, Judgement::contradicts(Some(source))))
    });
    mistaken.collect()
}

/// The words of a record that are names: those in Latin letters and in katakana, what is quoted, and its customer's.
fn telling(record: &Record, text: &str) -> BTreeSet<String> {
    let quoted =
        |word: &str| text.contains(&format!("「{word}")) || text.contains(&format!("{word}」"));
    let is_name = |word: &&String| {
        !word.starts_with(|c: char| matches!(c, '\u{4e00}'..='\u{9fff}')) || quoted(word)
    };
    record
        .words
        .iter()
        .filter(is_name)
        .chain(&record.names)
        .cloned()
        .collect()
}

/// Whether a passage is of the customer by name.
pub(super) fn names_customer(desk: &Desk, source: &SourceText) -> bool {
    let names = names(&source.folded.text);
    let mut mails = desk.sources.iter().filter(|source| source.is_mail());
    mails.any(|mail| {
        let words = proper(&mail.folded.text);
        words.iter().any(|(_, word)| names.contains(word))
    })
}

fn others(sources: &[SourceText]) -> Vec<Record> {
    let (mails, passages): (Vec<_>, Vec<_>) = sources
        .iter()
        .enumerate()
        .partition(|(_, source)| source.is_mail());
    let passages = passages
        .into_iter()
        .filter(|(_, source)| matches!(source.from, From::Passage(_)));
    let none = BTreeSet::new();
    let mail_ids: Vec<(String, String)> = mails
        .iter()
        .flat_map(|(_, mail)| ids(mail, &(0..mail.folded.text.len()), &none))
        .collect();
    let forms: BTreeSet<&str> = mail_ids
        .iter()
        .map(|(form, _)| form.as_str())
        .filter(|form| form.len() >= 5)
        .collect();
    let records: Vec<Record> = passages
        .flat_map(|(index, source)| records(index, source, &forms))
        .collect();
    if records.is_empty() {
        return records;
    }
    let mail_words: BTreeSet<String> = mails
        .iter()
        .flat_map(|(_, mail)| proper(&mail.folded.text))
        .map(|(_, word)| word)
        .collect();
    let is_named = |record: &Record| {
        record.ids.iter().any(|(_, id)| {
            mail_ids.iter().any(|(_, other)| other == id)
                || id.len() >= 4
                    && mails
                        .iter()
                        .any(|(_, mail)| mail.folded.squeezed().contains(&id.to_lowercase()))
        })
    };
    // Words of a record that the mail has, too, and another record has not.
    let told = |one: &Record, other: &Record| {
        let words = one.words.intersection(&mail_words);
        words.filter(|word| !other.words.contains(*word)).count()
    };
    let is_other = |record: &Record| {
        if is_named(record) {
            return false;
        }
        // A firm's name may be part of a longer word there.
        let is_in_mail = |record: &Record| {
            record.ids.iter().any(|(form, name)| {
                form == "様"
                    && mails
                        .iter()
                        .any(|(_, mail)| mail.folded.lower().contains(name))
            })
        };
        if !record.names.is_disjoint(&mail_words) || is_in_mail(record) {
            return false;
        }
        let mut siblings = records
            .iter()
            .filter(|it| !std::ptr::eq(*it, record) && is_alike(it, record));
        let is_theirs = siblings.any(|mine| {
            let has_name = !mine.names.is_disjoint(&mail_words) || is_in_mail(mine);
            let (ours, theirs) = (told(mine, record), told(record, mine));
            let is_mine = is_named(mine) || has_name || ours > theirs;
            let is_other = match record.names.is_empty() {
                true => record.is_told && (ours > theirs || theirs == 0),
                false => record.is_told || has_name || is_named(mine),
            };
            is_mine && is_other
        });
        let has_form = record
            .ids
            .iter()
            .any(|(form, _)| mail_ids.iter().any(|(other, _)| other == form));
        let in_mail = has_form
            && (!record.names.is_empty()
                || record.is_told && record.words.is_disjoint(&mail_words));
        is_theirs || in_mail
    };
    let others: Vec<bool> = records.iter().map(is_other).collect();
    let mut keep = others.into_iter();
    let mut records = records;
    records.retain(|_| keep.next().unwrap_or(false));
    records
}

/// Whether two records have numbers of one form.
fn is_alike(one: &Record, other: &Record) -> bool {
    one.ids.iter().any(|(form, id)| {
        other
            .ids
            .iter()
            .any(|(form2, id2)| form == form2 && id != id2)
    })
}

/// The records of a passage: its lines where several have a number of one form, else the whole of it.
fn records(index: usize, source: &SourceText, forms: &BTreeSet<&str>) -> Vec<Record> {
    let text = &source.folded.text;
    let mut lines: Vec<Span> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = at..at + line.len();
        at = span.end;
        let own = ids(source, &span, forms);
        let is_two = own.iter().enumerate().any(|(at, (form, id))| {
            own[at + 1..]
                .iter()
                .any(|(form2, id2)| form == form2 && id != id2)
        });
        // Two records in one line are told by its sentences.
        if is_two {
            let mut start = span.start;
            for (end, stop) in line.match_indices(['。', ';']) {
                let end = span.start + end + stop.len();
                lines.push(start..end);
                start = end;
            }
            if start < span.end {
                lines.push(start..span.end);
            }
        } else {
            lines.push(span);
        }
    }
    let numbered: Vec<Vec<(String, String)>> =
        lines.iter().map(|line| ids(source, line, forms)).collect();
    let is_list = numbered.iter().enumerate().any(|(at, one)| {
        numbered[at + 1..]
            .iter()
            .flatten()
            .any(|(form, id)| one.iter().any(|(form2, id2)| form == form2 && id != id2))
    });
    let whole = 0..text.len();
    let spans = if is_list { lines } else { Vec::from([whole]) };
    let record = |span: Span| {
        let mut ids = ids(source, &span, forms);
        let text = &text[span.clone()];
        // 北都製紙様 5月21日 …: of who is named first.
        if ids.is_empty()
            && let Some(name) = leading(text)
        {
            ids.push(("様".to_owned(), name));
        }
        (!ids.is_empty()).then(|| Record {
            source: index,
            ids,
            words: proper(text).into_iter().map(|(_, word)| word).collect(),
            is_told: TOLD.is_match(text),
            names: names(text),
            span,
        })
    };
    spans.into_iter().filter_map(record).collect()
}

static TOLD: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)様|さん|殿|御中|注文|予約|受付|申込|申し込み|会員|生徒|証券|契約|伝票|お客様|請求書|見積|\b(?:orders?|bookings?|reservations?|polic(?:y|ies)|permits?|invoices?|units?|tickets?|cases?|customers?|accounts?|students?|requests?|members?|patients?|quotes?|M[rs]s?\.?)\b",
    )
});

/// The customer whom a record without a number names first.
fn leading(text: &str) -> Option<String> {
    static NAME: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"^\s?(?P<jp>[\p{Han}ァ-ヶー]{2,12})\s?(?:様|さま|殿|御中)[\s:、]|^(?:Hold|Booking|Reservation|Order|Quote) for (?P<en>\p{Lu}\p{Ll}+)",
        )
    });
    let found = NAME.captures(text)?;
    let name = found.name("jp").or(found.name("en"))?;
    Some(name.as_str().to_lowercase())
}

/// The names right behind a number, and before 様.
fn names(text: &str) -> BTreeSet<String> {
    static NAME: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"\d(?:-?[A-Z])?[:,]?\s(?:M[rsx]s?\.? )?(?:\p{Lu}\.? )?(?P<a>\p{Lu}\p{Ll}[\p{L}'-]+)(?: (?P<b>\p{Lu}\p{Ll}[\p{L}'-]+))?|\d\s(?P<c>\p{Han}{1,4})(?: (?P<d>[\p{Han}ァ-ヶーぁ-ん]{1,6}))?(?:\s|様|$)|(?P<e>[\p{Han}ァ-ヶー]{1,6}) ?(?P<f>[\p{Han}ァ-ヶーぁ-ん]{1,6})? ?(?:様|さん|氏)",
        )
    });
    let mut names = BTreeSet::new();
    for found in NAME.captures_iter(text) {
        let parts = ["a", "b", "c", "d", "e", "f"].into_iter();
        let parts = parts.filter_map(|part| found.name(part));
        names.extend(
            parts
                .map(|part| part.as_str().to_lowercase())
                .filter(|part| !part.ends_with("客"))
                .filter(|part| crate::scan::month(part).is_none()),
        );
    }
    names
}

/// The form of a number: letters as `A`, digits as `9`.
fn form(text: &str) -> String {
    let letters = text.chars().filter(|c| *c != '#');
    let form = letters.map(|c| match c {
        c if c.is_ascii_digit() => '9',
        c if c.is_ascii_alphabetic() => 'A',
        c => c,
    });
    form.collect()
}

/// The numbers within a span: with their form. What has one of `forms` is one without being called so, too.
fn ids(source: &SourceText, span: &Span, forms: &BTreeSet<&str>) -> Vec<(String, String)> {
    let within = |found: &Found| span.start <= found.bytes.start && found.bytes.end <= span.end;
    let found = source.found.iter().map(|(found, _)| found);
    // お客様番号 0412-77360, and the number of a contract of mobile phones.
    let is_number = |found: &Found| {
        let text = &source.folded.text;
        found.kind == Kind::Phone
            && (crate::pattern::tail(
                text[..found.bytes.start].trim_end_matches([' ', ':', 'は']),
                12,
            )
            .ends_with("番号")
                && !crate::pattern::tail(&text[..found.bytes.start], 24).contains("電話番号")
                || ["070", "080", "090"]
                    .iter()
                    .any(|code| text[found.bytes.clone()].starts_with(code))
                    && !text[..found.bytes.start]
                        .trim_end()
                        .ends_with(|c: char| "L話連絡先".contains(c)))
    };
    let found = found.filter(|found| (found.kind == Kind::Id || is_number(found)) && within(found));
    let id = |found: &Found| {
        let Value::Text(id) = &found.value else {
            return None;
        };
        Some((form(&source.folded.text[found.bytes.clone()]), id.clone()))
    };
    let mut ids: Vec<(String, String)> = found.filter_map(id).collect();
    let text = &source.folded.text;
    let words =
        text[span.clone()].split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '/')));
    for word in words.filter(|word| word.contains(|c: char| c.is_ascii_digit())) {
        let form = form(word);
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        // The end of a phone number is none.
        let is_taken = || {
            let mut found = source.found.iter().map(|(found, _)| &found.bytes);
            found.any(|bytes| bytes.start < at + word.len() && at < bytes.end)
        };
        if forms.contains(form.as_str()) && !is_taken() {
            let id: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
            let id = id.to_uppercase();
            if ids.iter().all(|(_, known)| *known != id) {
                ids.push((form, id));
            }
        }
    }
    ids
}

/// Words that may be names: with a capital, in katakana, and kanji of two and more; in lower case, without 様.
fn proper(text: &str) -> Vec<(Span, String)> {
    static WORD: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"\b\p{Lu}\p{Ll}[\p{Latin}'-]+|\b[a-z]{3,}-[a-z]{3,}\b|[ァ-ヶー]{2,}|\p{Han}{2,}")
    });
    let word = |found: crate::pattern::Match<'_>| {
        let word = found.as_str().trim_end_matches("'s");
        let word = word.strip_suffix(['様', '殿', '氏']).unwrap_or(word);
        let bytes = found.start()..found.start() + word.len();
        let is_day = crate::scan::weekday(word).is_some() || crate::scan::month(word).is_some();
        (!word.is_empty() && !is_day).then(|| (bytes, word.to_lowercase()))
    };
    // A name of one letter is one in quotes: 「桜」.
    static QUOTED: LazyLock<Pattern> = LazyLock::new(|| pattern(r"「(\p{Han})[」・]"));
    let quoted = QUOTED.captures_iter(text).filter_map(|found| found.get(1));
    let quoted = quoted.map(|found| (found.range(), found.as_str().to_owned()));
    WORD.find_iter(text)
        .filter_map(word)
        .chain(quoted)
        .collect()
}
