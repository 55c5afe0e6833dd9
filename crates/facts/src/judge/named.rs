//! Numbers that identify, contacts, links, names and places: they are in a source or they are not.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Candidate, Desk, Judgement, SourceText, record, weigh};
use crate::pattern::{Pattern, pattern};
use crate::role::Role;
use crate::scan::{COUNTRIES, Found, NUMBERED, Value, is_short_code, parts};
use crate::{Kind, Source, Span, Verdict};

/// Judges an identifying number, a phone number, a mail address or a link.
pub(super) fn text(desk: &Desk, found: &Found, role: &Role, text: &str) -> Judgement {
    let denied = desk.is_denied(&found.bytes);
    let candidates = desk.candidates(found, role, |other, source| match &other.value {
        Value::Text(known) if other.kind == found.kind => Some(
            known == text
                || is_part(found.kind, text, known)
                || is_abroad(desk, found, source, other) && is_same_line(found.kind, text, known),
        ),
        _ => None,
    });
    if candidates.iter().any(|c| c.equal) {
        if found.kind == Kind::Id
            && !denied
            && let Some(ours) = another_order(desk, text, &candidates)
        {
            return ours;
        }
        // The customer may have mistaken a number of ours by a letter.
        let only_mail = candidates
            .iter()
            .filter(|c| c.equal)
            .all(|c| !c.source.trusted);
        if only_mail
            && !denied
            && found.kind != Kind::Id
            && let Some(near) = candidates
                .iter()
                .find(|c| c.source.trusted && !c.equal && is_near(text, value_of(c.found)))
        {
            return Judgement::contradicts(Some(near.source()));
        }
        if found.kind == Kind::Id {
            let equal = candidates.iter().find(|c| c.equal);
            return Judgement::supported(equal.map(Candidate::source));
        }
        if let Some(judgement) = weigh(role, &candidates, denied) {
            return judgement;
        }
    }
    // Found in a form that was not taken for one there: inside of a longer word, or spaced.
    if let Some(source) = desk
        .sources
        .iter()
        .find(|source| is_within(source, found.kind, text))
    {
        return Judgement::supported(Some(Source {
            text: line_with(source, text),
            value: text.to_owned(),
            from: source.from,
        }));
    }
    let nearest = candidates
        .iter()
        .find(|c| is_near(text, value_of(c.found)))
        .or_else(|| candidates.iter().find(|c| c.source.trusted));
    match nearest {
        Some(nearest) => Judgement::contradicts(Some(nearest.source())),
        None => Judgement::unsupported(),
    }
}

/// What only looks like a number of something, `TR 866` or `#88`, where no source has such a number: no fact.
pub(super) fn is_loose(desk: &Desk, found: &Found, text: &str) -> bool {
    let words = &desk.reply.text[found.bytes.clone()];
    let short = words.starts_with('#') && text.len() <= 2;
    if !short && !words.contains(' ') && !is_short_code(words) {
        return false;
    }
    let letters = |text: &str| {
        text.chars()
            .take_while(char::is_ascii_alphabetic)
            .collect::<String>()
    };
    let is_numbered = NUMBERED
        .iter()
        .any(|word| letters(text).eq_ignore_ascii_case(word));
    let is_alike = |source: &SourceText, other: &Found| {
        let theirs = &source.folded.text[other.bytes.clone()];
        match short {
            true => theirs.starts_with('#'),
            // Room 4, where a source has room 12.
            false if is_numbered => letters(value_of(other)) == letters(text),
            false => {
                letters(value_of(other)) == letters(text) && value_of(other).len() == text.len()
            }
        }
    };
    let mut sources = desk.sources.iter();
    !sources.any(|source| {
        source
            .found
            .iter()
            .any(|(other, _)| other.kind == Kind::Id && is_alike(source, other))
    })
}

fn value_of(found: &Found) -> &str {
    match &found.value {
        Value::Text(text) => text,
        _ => "",
    }
}

/// A link to the site or a folder that a source links into; a phone number without its area code is no part.
fn is_part(kind: Kind, text: &str, known: &str) -> bool {
    kind == Kind::Url
        && known
            .strip_prefix(text)
            .is_some_and(|rest| rest.starts_with(['/', '?', '#']))
}

/// Whether one of two phone numbers is written with the code of a country.
fn is_abroad(desk: &Desk, ours: &Found, source: &SourceText, theirs: &Found) -> bool {
    let written = [
        &desk.reply.text[ours.bytes.clone()],
        &source.folded.text[theirs.bytes.clone()],
    ];
    let abroad = written
        .iter()
        .filter(|text| text.starts_with('+') || text.starts_with("00"));
    abroad.count() == 1
}

/// A phone number with the code of its country and without.
fn is_same_line(kind: Kind, one: &str, other: &str) -> bool {
    let (long, short) = if one.len() > other.len() {
        (one, other)
    } else {
        (other, one)
    };
    kind == Kind::Phone
        && short.len() >= 8
        && long.len() - short.len() <= 3
        && long.ends_with(short)
}

/// At most two characters apart, at the same length or one off.
fn is_near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() < 4 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    if a.len() == b.len() {
        return a.iter().zip(&b).filter(|(x, y)| x != y).count() <= 2;
    }
    let (long, short) = if a.len() > b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let same = short
        .iter()
        .zip(long.iter())
        .take_while(|(x, y)| x == y)
        .count();
    short[same..] == long[same + 1..]
}

/// Whether a text has these digits as one number, whatever keeps its groups apart: 1800 555 017.
fn is_written(text: &str, digits: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |at: usize| {
        bytes[at] == digits.as_bytes()[0] && (at == 0 || !bytes[at - 1].is_ascii_digit())
    };
    (0..bytes.len()).filter(|at| begins(*at)).any(|start| {
        let mut at = start;
        for (count, digit) in digits.bytes().enumerate() {
            let gap = match count {
                0 => 0,
                _ => bytes[at..]
                    .iter()
                    .take(2)
                    .take_while(|c| b" -.()/".contains(c))
                    .count(),
            };
            at += gap;
            if bytes.get(at) != Some(&digit) {
                return false;
            }
            at += 1;
        }
        !bytes.get(at).is_some_and(u8::is_ascii_digit)
    })
}

fn is_within(source: &SourceText, kind: Kind, text: &str) -> bool {
    if text.len() < 4 {
        return false;
    }
    match kind {
        // Whole: a number that lost its last digit is another one.
        Kind::Phone => COUNTRIES
            .iter()
            .chain(&[""])
            .flat_map(|code| [format!("{code}{text}"), format!("{code}0{text}")])
            .any(|digits| is_written(&source.folded.text, &digits)),
        Kind::Id => {
            if text.bytes().all(|c| c.is_ascii_digit()) && is_written(&source.folded.text, text) {
                return true;
            }
            let squeezed = source.folded.squeezed();
            let text = text.to_ascii_lowercase();
            squeezed.match_indices(&text).any(|(at, _)| {
                let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                // Not out of the middle of another number.
                let before = squeezed[..at].chars().next_back();
                let goes_on_before =
                    digit(before) && text.starts_with(|c: char| c.is_ascii_digit());
                let goes_on_behind = digit(squeezed[at + text.len()..].chars().next())
                    && text.ends_with(|c: char| c.is_ascii_digit());
                !goes_on_before && !goes_on_behind
            })
        }
        Kind::Email | Kind::Url => source
            .folded
            .lower()
            .split(|c: char| c.is_whitespace() || "<>()「」、。,;".contains(c))
            .any(|word| word.trim_end_matches(['.', '/']) == text),
        _ => false,
    }
}

/// The number of another order: the customer names theirs, of the same form, and this one is in the record of another customer.
fn another_order(desk: &Desk, text: &str, candidates: &[Candidate<'_>]) -> Option<Judgement> {
    let form = |text: &str| {
        (
            text.chars()
                .take_while(char::is_ascii_alphabetic)
                .collect::<String>(),
            text.len(),
        )
    };
    let in_mail: Vec<_> = candidates
        .iter()
        .filter(|c| c.source.is_mail() && form(value_of(c.found)) == form(text))
        .collect();
    if in_mail.is_empty() || in_mail.iter().any(|c| value_of(c.found) == text) {
        return None;
    }
    // A record that names the customer's number, too, ties the two together.
    let mine: HashSet<&str> = in_mail.iter().map(|c| value_of(c.found)).collect();
    let mut sources: Vec<&SourceText> = candidates
        .iter()
        .filter(|c| c.equal)
        .map(|c| c.source)
        .collect();
    sources.dedup_by(|one, other| std::ptr::eq(*one, *other));
    let is_theirs = |source: &&SourceText| {
        let mut found = source.found.iter().map(|(other, _)| value_of(other));
        found.any(|value| !value.is_empty() && mine.contains(value))
            || *source
                .is_theirs
                .get_or_init(|| record::names_customer(desk, source))
    };
    (!sources.iter().any(is_theirs))
        .then(|| Judgement::contradicts(in_mail.first().map(|c| c.source())))
}

/// Judges a postal address: its pieces stand in one source, in this order.
pub(super) fn place(desk: &Desk, wanted: &[String]) -> Judgement {
    let judgement = place_as_written(desk, wanted);
    if judgement.verdict == Verdict::Supported {
        return judgement;
    }
    // A letter adds the prefecture that a source leaves out: 石川県金沢市片町2丁目.
    let without = wanted.split_first().and_then(|(first, rest)| {
        let town = without_prefecture(first)?;
        Some(place_as_written(desk, &[&[town.to_owned()], rest].concat()))
    });
    without
        .filter(|judgement| judgement.verdict == Verdict::Supported)
        .unwrap_or(judgement)
}

/// What is behind a prefecture.
fn without_prefecture(part: &str) -> Option<&str> {
    let end = ["都", "道", "府", "県"].iter().find_map(|end| {
        let at = part.find(end)?;
        (2..=3)
            .contains(&part[..at].chars().count())
            .then_some(at + end.len())
    })?;
    Some(&part[end..]).filter(|rest| !rest.is_empty())
}

fn place_as_written(desk: &Desk, wanted: &[String]) -> Judgement {
    let mut nearest: Option<(usize, &SourceText)> = None;
    for source in &desk.sources {
        let known = source.places.get_or_init(|| parts(&source.folded.text));
        let most = (0..known.len())
            .map(|from| in_order(wanted, &known[from..]))
            .max()
            .unwrap_or(0);
        if most == wanted.len() {
            return Judgement::supported(Some(source.source(&place_in(source, wanted))));
        }
        if most * 2 >= wanted.len() && nearest.is_none_or(|(best, _)| most > best) {
            nearest = Some((most, source));
        }
    }
    match nearest {
        Some((_, source)) => Judgement::contradicts(Some(source.source(&place_in(source, wanted)))),
        None => Judgement::unsupported(),
    }
}

/// A town with house numbers and no city, 浅草橋3-15-2, where no source has that town: no address.
pub(super) fn is_loose_place(desk: &Desk, found: &Found, wanted: &[String]) -> bool {
    let written = &desk.reply.text[found.bytes.clone()];
    let town = written
        .split(|c: char| c.is_ascii_digit())
        .next()
        .unwrap_or_default();
    let Some(part) = wanted.first() else {
        return false;
    };
    !town.is_empty()
        && !town.is_ascii()
        && !town.contains(['市', '区', '郡', '町', '村', '〒'])
        && !desk.sources.iter().any(|source| {
            let known = source.places.get_or_init(|| parts(&source.folded.text));
            known.windows(2).any(|pair| {
                pair[0].ends_with(part.as_str())
                    && pair[1].starts_with(|c: char| c.is_ascii_digit())
            })
        })
}

/// Where a source has most of the pieces of an address: the line to show.
fn place_in(source: &SourceText, wanted: &[String]) -> Span {
    let text = &source.folded.text;
    let mut at = 0;
    let lines = text.split('\n').map(|line| {
        let span = at..at + line.len();
        at = span.end + 1;
        span
    });
    let pieces = |span: &Span| {
        let known = parts(&text[span.clone()]);
        (0..known.len())
            .map(|from| in_order(wanted, &known[from..]))
            .max()
            .unwrap_or(0)
    };
    lines.max_by_key(pieces).unwrap_or(0..0)
}

/// The line of a source that has these letters and digits, whatever stands between them.
fn line_with(source: &SourceText, wanted: &str) -> String {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted = plain(wanted);
    let mut lines = source.folded.text.lines();
    lines
        .find(|line| plain(line).contains(&wanted))
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// How many pieces are found one behind the other, with little in between.
fn in_order(wanted: &[String], known: &[String]) -> usize {
    let mut at = 0;
    for (count, part) in wanted.iter().enumerate() {
        let reach = known.len().min(at + if count == 0 { 1 } else { 5 });
        let word = part.starts_with(|c: char| !c.is_ascii_digit());
        // 浅草3-12 is not in 浅草橋: what the house number follows is whole.
        let is_last = wanted
            .get(count + 1)
            .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        let found = known[at..reach].iter().position(|other| {
            other == part
                || (word
                    && !part.is_ascii()
                    && part.chars().count() >= 2
                    && (other.ends_with(part.as_str())
                        || !is_last && other.contains(part.as_str())))
        });
        match found {
            Some(offset) => at += offset + 1,
            None => return count,
        }
    }
    wanted.len()
}

/// Judges a name; none for the agent's own and the shop's.
pub(super) fn name(
    desk: &Desk,
    found: &Found,
    wanted: &[String],
    salutation: bool,
) -> Option<Judgement> {
    if !salutation && is_own(desk, found) {
        return None;
    }
    let customer = |source: &&SourceText| source.is_mail();
    // 小松様 for 小松原 はな.
    if let [part] = wanted
        && is_piece_of_a_name(desk, part)
    {
        return Some(Judgement::contradicts(mention(desk, part)));
    }
    let has_all = |source: &SourceText| wanted.iter().all(|part| has(source, part));
    let has_any = |source: &SourceText| wanted.iter().any(|part| has(source, part));
    if salutation {
        // A name that the mail mentions is not that of who wrote it.
        if let Some(sender) = sender(desk)
            && !wanted.iter().any(|part| sender.contains(part.as_str()))
            // One in Latin letters says nothing of one in kanji.
            && wanted.iter().any(|part| part.is_ascii() == sender.is_ascii())
            && !introduces(desk, wanted)
        {
            return Some(Judgement::contradicts(
                desk.sources
                    .iter()
                    .find(|source| source.is_mail())
                    .and_then(|source| {
                        let at = source.folded.text.find("From:")?;
                        Some(source.source(&source.folded.line(&(at..at + 5))))
                    }),
            ));
        }
        // The customer is who wrote; the parts may stand in different lines: the header and the signature.
        if wanted.iter().all(|part| {
            desk.sources
                .iter()
                .filter(customer)
                .any(|source| has(source, part))
        }) {
            return Some(Judgement::supported(mention(desk, &wanted[0])));
        }
        let in_mail = desk.sources.iter().filter(customer).any(has_any);
        // They sign by their surname, and our record has the whole name.
        if in_mail
            && let Some(record) = desk
                .sources
                .iter()
                .find(|it| it.trusted && has_name(it, wanted))
        {
            let part = wanted.first().and_then(|part| {
                let at = record.folded.lower().find(part.as_str())?;
                let end = at + part.len();
                let text = &record.folded.text;
                (text.is_char_boundary(at) && text.is_char_boundary(end))
                    .then(|| record.source(&(at..end)))
            });
            return Some(Judgement::supported(part));
        }
        if !in_mail
            && desk
                .sources
                .iter()
                .any(|source| source.trusted && has_all(source))
            && is_nameless(desk)
        {
            return Some(Judgement::supported(mention(desk, &wanted[0])));
        }
        return Some(Judgement::contradicts(
            wanted.iter().find_map(|part| mention(desk, part)),
        ));
    }
    if desk.sources.iter().any(has_all) {
        return Some(Judgement::supported(mention(desk, &wanted[0])));
    }
    let near = desk.sources.iter().any(has_any);
    Some(Judgement {
        fits: near,
        verdict: if near {
            Verdict::Contradicts
        } else {
            Verdict::Unsupported
        },
        source: wanted.iter().find_map(|part| mention(desk, part)),
    })
}

/// The name in the mail's own `From:`, in lower case; none where it has none.
fn sender(desk: &Desk) -> Option<String> {
    let mail = desk.sources.iter().find(|source| source.is_mail())?;
    let mut lines = mail.folded.lower().lines().take(12);
    let from = lines.find_map(|line| line.strip_prefix("from:"))?;
    let name = from
        .split('<')
        .next()
        .unwrap_or_default()
        .trim()
        .trim_matches('"');
    (!name.is_empty() && !name.contains('@') && !name.starts_with("=?"))
        .then(|| name.chars().filter(|c| !c.is_whitespace()).collect())
}

/// Whether the customer names themselves so: below their mail, or in it.
fn introduces(desk: &Desk, wanted: &[String]) -> bool {
    let mut mails = desk.sources.iter().filter(|source| source.is_mail());
    mails.any(|source| {
        let text = source.folded.lower();
        let signed: Vec<&str> = text
            .lines()
            .rev()
            .filter(|line| !line.trim().is_empty())
            .take(5)
            // What is longer is a sentence, and may tell of another person.
            .filter(|line| line.chars().count() <= 40)
            .collect();
        wanted.iter().any(|part| {
            let near = |line: &&str| line.contains(part.as_str());
            signed.iter().any(near)
                || text.lines().any(|line| {
                    line.starts_with("from:") && line.contains(part.as_str())
                        || [
                            "と申します",
                            "です",
                            "でございます",
                            "my name is",
                            "i am ",
                            "i'm ",
                            "this is ",
                            "behalf",
                        ]
                        .iter()
                        .any(|word| line.contains(word) && line.contains(part.as_str()))
                })
        })
    })
}

/// Whether a text has all parts of a name beside one another, in either order.
fn has_name(source: &SourceText, wanted: &[String]) -> bool {
    let squeezed: String = source
        .folded
        .lower()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let mut parts = wanted.to_vec();
    let together = parts.concat();
    parts.reverse();
    let ends = |name: &str| !name.is_ascii() || has(source, wanted[wanted.len() - 1].as_str());
    wanted.len() > 1
        && (squeezed.contains(&together) || squeezed.contains(&parts.concat()))
        && ends(&together)
}

/// A mail without any name: then a record of the order tells who the customer is.
fn is_nameless(desk: &Desk) -> bool {
    !desk.sources.iter().filter(|s| s.is_mail()).any(|source| {
        let text = &source.folded.text;
        ["と申します", "From:", "より", "Regards", "Thanks,", "Best,"]
            .iter()
            .any(|word| text.contains(word))
    })
}

pub(super) fn has(source: &SourceText, part: &str) -> bool {
    let text = source.folded.lower();
    if part.is_ascii() {
        return text.match_indices(part).any(|(at, _)| {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
            !letter(text[..at].chars().next_back())
                && !letter(text[at + part.len()..].chars().next())
        });
    }
    // Japanese names are written with and without a space between their parts.
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    squeezed.contains(part)
}

/// Whether a name is only ever a piece of a longer one: 小松 and 松原 of 小松原 はな.
fn is_piece_of_a_name(desk: &Desk, part: &str) -> bool {
    const OFFICES: [&str; 14] = [
        "部", "課", "室", "係", "科", "社", "店", "所", "局", "長", "師", "士", "当", "様",
    ];
    const TITLES: [&str; 7] = ["様", "さん", "先生", "氏", "くん", "ちゃん", "君"];
    let is_kanji = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '々' | 'ヶ');
    if !part.chars().all(is_kanji) {
        return false;
    }
    // Each place with the text before it, the letters that go on behind the name, and what is behind those.
    let places: Vec<(&str, &str, &str)> = desk
        .sources
        .iter()
        .flat_map(|source| {
            let text = source.folded.lower();
            text.match_indices(part).map(move |(at, _)| {
                let rest = &text[at + part.len()..];
                let run = rest.len() - rest.trim_start_matches(is_kanji).len();
                (&text[..at], &rest[..run], &rest[run..])
            })
        })
        .collect();
    let is_titled = |rest: &str| TITLES.iter().any(|title| rest.starts_with(title));
    // A given name behind a space: what is before it is the surname.
    let is_longer = |(_, run, rest): &(&str, &str, &str)| {
        let given = rest.strip_prefix(' ').is_some_and(|given| {
            given.starts_with(|c: char| is_kanji(c) || matches!(c, 'ぁ'..='ん'))
                && !is_titled(given)
        });
        given && (1..=2).contains(&run.chars().count()) && !is_titled(run)
    };
    let surnames: Vec<&str> = places
        .iter()
        .filter(|place| is_longer(place))
        .map(|place| place.1)
        .collect();
    let is_piece = |place: &(&str, &str, &str)| {
        let (before, run, rest) = *place;
        let goes_on =
            before.ends_with(is_kanji) && !OFFICES.iter().any(|end| before.ends_with(end));
        goes_on && !is_titled(run) && !is_titled(rest) || !run.is_empty() && surnames.contains(&run)
    };
    // 榊 for 榊原, which it is everywhere.
    let is_begun = |(before, run, _): &(&str, &str, &str)| {
        !before.ends_with(is_kanji) && (1..=2).contains(&run.chars().count()) && !is_titled(run)
    };
    let is_one = part.chars().count() == 1;
    !places.is_empty() && (places.iter().all(is_piece) || is_one && places.iter().all(is_begun))
}

fn mention(desk: &Desk, part: &str) -> Option<Source> {
    desk.sources.iter().find_map(|source| {
        let at = source.folded.lower().find(part)?;
        let end = at + part.len();
        let fits =
            source.folded.text.is_char_boundary(at) && source.folded.text.is_char_boundary(end);
        fits.then(|| source.source(&(at..end)))
    })
}

/// Whether a source has nearly this name for the post that the reply calls it: 園長の緒形, where it is 園長 緒方.
fn is_misspelt_post(desk: &Desk, found: &Found) -> bool {
    const POSTS: [&str; 14] = [
        "担当",
        "園長",
        "院長",
        "店長",
        "館長",
        "校長",
        "所長",
        "室長",
        "工房長",
        "支配人",
        "女将",
        "店主",
        "講師",
        "主任",
    ];
    let is_kanji = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}' | '々');
    let name: Vec<char> = desk.reply.text[found.bytes.clone()].chars().collect();
    if name.len() < 2 || !name.iter().all(is_kanji) {
        return false;
    }
    let before =
        desk.reply.text[..found.bytes.start].trim_end_matches(['の', 'は', ':', ' ', 'が']);
    let Some(post) = POSTS.iter().find(|post| before.ends_with(*post)) else {
        return false;
    };
    // Another one of two letters may well be in charge.
    if name.len() == 2 && *post == "担当" {
        return false;
    }
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.into_iter().any(|source| {
        source.folded.text.match_indices(post).any(|(at, post)| {
            let behind =
                source.folded.text[at + post.len()..].trim_start_matches(['の', 'は', ':', ' ']);
            let other: Vec<char> = behind.chars().take_while(is_kanji).collect();
            let same = name.iter().zip(&other).filter(|(a, b)| a == b).count();
            other.len() == name.len() && same + 1 == name.len()
        })
    })
}

/// 担当は久米です, where the record says 担当: 久保: who is in charge of it, and not who writes.
fn is_in_charge_of_it(desk: &Desk, found: &Found) -> bool {
    static RECORD: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"担当(?:者|員)?(?::| |は)\s?[\p{Han}ァ-ヶー]"));
    let text = &desk.reply.text;
    let name = &text[found.bytes.clone()];
    let says = ["担当は", "担当者は", "担当: "]
        .iter()
        .any(|word| text[..found.bytes.start].ends_with(word));
    // The operator who signs may be in charge.
    let signs = text.matches(name).count() > 1;
    let mut trusted = desk.sources.iter().filter(|source| source.trusted);
    says && !signs && trusted.any(|source| RECORD.is_match(&source.folded.text))
}

/// The agent says who they are: 担当の佐藤です, or signs below the text.
fn is_own(desk: &Desk, found: &Found) -> bool {
    let text = &desk.reply.text;
    let after = &text[found.bytes.end..];
    let line = desk.reply.line(&found.bytes);
    // 講師は大槻です tells of another person.
    let before = text[line.start..found.bytes.start].trim_end_matches(['は', ':', ' ', 'が', 'の']);
    if ["教授", "コーチ", "ガイド", "店長", "師", "士"]
        .iter()
        .any(|role| before.ends_with(role))
    {
        return false;
    }
    if is_misspelt_post(desk, found) || is_in_charge_of_it(desk, found) {
        return false;
    }
    let last_lines =
        text[line.end..].trim().lines().count() <= 2 && !text[line.clone()].contains(['。', '.']);
    [
        "です",
        "でございます",
        "と申します",
        "が担当",
        "がご案内",
        "が承り",
        "がお答え",
        "がご返信",
        "がお返事",
        "がご回答",
        "がご返答",
        "よりお答え",
        "よりご返信",
        "よりお返事",
        "よりご回答",
    ]
    .iter()
    .any(|word| after.starts_with(word))
        || last_lines
}
