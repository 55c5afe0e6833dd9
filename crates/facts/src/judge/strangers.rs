//! Names that no source has: unknown, misspelt, or a surname with another first name.

use std::sync::LazyLock;

use super::named::has;
use super::{Desk, Judgement};
use crate::Span;
use crate::pattern::{Pattern, pattern};
use crate::scan::pairs;

/// Names in the middle of a sentence that no source knows: "your parcel reaches Gdańsk", "donated to SecondBite".
pub(super) fn unknown(desk: &Desk) -> Vec<(Span, Judgement)> {
    static WORD: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"\b\p{Lu}\p{Ll}{2,}(?:\p{Lu}\p{Ll}+)?(?:['-]\p{L}+)*"));
    const KNOWN: &[&str] = &[
        "English",
        "French",
        "German",
        "Spanish",
        "Italian",
        "Japanese",
        "Chinese",
        "British",
        "European",
        "American",
        "Canadian",
        "Australian",
        "Christmas",
        "Easter",
        "Boxing",
        "New",
        "Year",
        "Years",
        "Eve",
        "God",
        "Europe",
        "Britain",
        "Head",
        "Reception",
        "Customer",
        "Customers",
        "Sales",
        "Support",
        "Accounts",
        "Google",
        "Excel",
        "Word",
        "Zoom",
        "Pacific",
        "Eastern",
        "Central",
        "Mountain",
        "Mrs",
        "Miss",
        "Mme",
        "Madam",
        "Sir",
        "Prof",
        "Street",
        "Avenue",
        "Road",
        "Lane",
        "Square",
        "Plz",
        "Pde",
        "Tce",
        "Cres",
        "Bank",
        "Internet",
        "Wi-Fi",
        "Visa",
        "Mastercard",
        "Team",
        "Office",
        "Manager",
        "Please",
        "Plus",
        "First",
        "Second",
        "Third",
        "Fourth",
        "Fifth",
        "Sixth",
        "Seventh",
        "Eighth",
        "Ninth",
        "Tenth",
        "Easter",
        "Aussie",
        "Kiwi",
        "Scottish",
        "Welsh",
        "Irish",
        "Dutch",
        "Swiss",
        "Austrian",
        "Portuguese",
        "Indian",
        "Korean",
        "Asia",
        "Ireland",
        "England",
        "Scotland",
        "Wales",
        "America",
        "Canada",
        "Australia",
        "Japan",
    ];
    let text = &desk.reply.text;
    let lines = text.trim_end().lines().count();
    let mut line_of = (0, 0);
    let unknown = WORD.find_iter(text).filter_map(|found| {
        line_of.1 += text[line_of.0..found.start()].matches('\n').count();
        line_of.0 = found.start();
        let word = found.as_str();
        let word = word
            .strip_suffix("'s")
            .unwrap_or(word)
            .trim_end_matches('\'');
        let bytes = found.start()..found.start() + word.len();
        let line = desk.reply.line(&bytes);
        let before = text[line.start..bytes.start].trim_end_matches([' ', '\t']);
        // Behind a number, a dot or a quotation mark a word begins with a capital anyway.
        let begins = before.is_empty()
            || before.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, ',' | '&' | '\''))
            || text[bytes.end..].starts_with('@')
            || text[..bytes.start].ends_with(|c: char| !c.is_whitespace())
            // The agent says who they are.
            || ["this is", "it's", "i'm", "i am", "my name is"].iter().any(|word| {
                before.to_lowercase().strip_suffix(word).is_some_and(|head| !head.ends_with(char::is_alphanumeric))
            });
        // The agent's own name and firm are below the text.
        let is_signature = lines >= 4 && line_of.1 + 3 >= lines && text[line.clone()].len() < 48;
        let lower = word.to_lowercase();
        let is_day =
            |word: &str| crate::scan::weekday(word).is_some() || crate::scan::month(word).is_some();
        let is_part = |part: &str| {
            is_day(part)
                || is_day(part.trim_end_matches('s'))
                || KNOWN.contains(&part)
                || desk.sources.iter().any(|source| {
                    let known = source.folded.lower();
                    let part = part.to_lowercase();
                    known.contains(&part)
                        || known.contains(part.trim_end_matches('s'))
                        || part.contains("ss") && known.contains(&part.replace("ss", "ß"))
                })
        };
        let is_known = begins
            || is_signature
            || word.len() < 4 && !word.ends_with(|c: char| c.is_lowercase())
            // What the reply writes in lower case, too, is a word.
            || text.contains(&lower)
            || is_part(word)
            || word.split('-').all(is_part)
            || desk.found.iter().any(|(other, _)| {
                other.bytes.start < bytes.end && bytes.start < other.bytes.end
            });
        (!is_known).then_some((bytes, Judgement::unsupported()))
    });
    unknown.collect()
}

/// A name at the beginning of a sentence, where each word has a capital: who does what only people do, and who stands in no source.
pub(super) fn unknown_doers(desk: &Desk) -> Vec<(Span, Judgement)> {
    static DOER: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:^|[.!?;:\n]\s?|\s-\s)(?P<name>\p{Lu}\p{Ll}{2,14})(?: \p{Lu}\p{Ll}{2,14})? (?:(?:will|can|could|would|'ll|is going to|is happy to|has offered to) (?:have the|have your|show|call|ring|phone|meet|visit|help|contact|be in touch|be with|look (?:at|into|after)|email|write to|let you|teach|greet|see you)|expects to|starts? (?:cutting|work|on)|has (?:looked|checked|asked|set aside|put aside)|looked (?:at|into)|checked|is (?:looking|working|cutting|repairing) (?:on|at|it|your|into))\b",
        )
    });
    /// Who is no person of this name.
    const OTHERS: &[&str] = &[
        "you",
        "she",
        "they",
        "somebody",
        "someone",
        "everyone",
        "nobody",
        "anyone",
        "one",
        "who",
        "this",
        "that",
        "these",
        "which",
        "reception",
        "staff",
        "management",
        "our",
        "your",
        "the",
        "there",
        "here",
        "it",
        "all",
        "both",
        "either",
        "each",
        "mum",
        "dad",
        "security",
        "housekeeping",
        "maintenance",
        "support",
        "sales",
        "accounts",
        "customer",
        "guests",
        "members",
        "nothing",
        "what",
    ];
    let text = &desk.reply.text;
    let unknown = DOER.captures_iter(text).filter_map(|found| {
        let name = found.name("name")?;
        let lower = name.as_str().to_lowercase();
        // A word that is written without a capital, or again, as in a signature.
        let is_word = OTHERS.contains(&lower.as_str())
            || ["s", "ing", "ion", "ment", "ist", "er"]
                .iter()
                .any(|ending| lower.ends_with(ending))
            || text.to_lowercase().matches(lower.as_str()).count() > 1;
        let mut sources = desk.sources.iter();
        let is_known = is_word || sources.any(|it| it.folded.lower().contains(&lower));
        (!is_known).then(|| (name.range(), Judgement::unsupported()))
    });
    unknown.collect()
}

/// Places of a sort of which the sources name others alone: 今出川駅, where they have 北大路駅.
pub(super) fn unknown_places(desk: &Desk) -> Vec<(Span, Judgement)> {
    static PLACE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?P<name>[\p{Han}ァ-ヶー]{1,6}?)(?P<sort>駅|市|区|町|支店|営業所|会館|ホール|号館)(?P<behind>[^\p{Han}]|$)|(?P<firm>株式会社|有限会社|合同会社)(?P<of>[\p{Han}ァ-ヶー]{2,12})",
        ).needs(&["駅", "市", "区", "町", "支店", "営業所", "会館", "ホール", "号館", "株式会社", "有限会社", "合同会社"])
    });
    // Words that are written right before a place without naming it: ご不在のため一度営業所へ.
    const ADVERBS: [&str; 26] = [
        "一度", "一旦", "再度", "直接", "後日", "当日", "即日", "別途", "事前", "本日", "明日",
        "昨日", "翌日", "毎日", "毎回", "今回", "次回", "最後", "最初", "全国", "近隣", "近く",
        "同じ", "以前", "従来", "現在",
    ];
    const COMMON: [&str; 16] = [
        "最寄",
        "最寄り",
        "当",
        "本",
        "各",
        "全",
        "同",
        "弊",
        "貴",
        "他",
        "新",
        "都",
        "両",
        "直営",
        "御",
        "乗換",
    ];
    let places = |text: &str| -> Vec<(Span, String, String)> {
        let found = PLACE.captures_iter(text).filter_map(|found| {
            let name = found.name("name").or(found.name("of"))?;
            let sort = found.name("sort").or(found.name("firm"))?;
            let bytes = name.start().min(sort.start())..name.end().max(sort.end());
            Some((bytes, name.as_str().to_owned(), sort.as_str().to_owned()))
        });
        found.collect()
    };
    let ours = places(&desk.reply.text);
    if ours.is_empty() {
        return Vec::new();
    }
    let known: Vec<(usize, Span, String)> = desk
        .sources
        .iter()
        .enumerate()
        .flat_map(|(at, source)| {
            let places = places(&source.folded.text).into_iter();
            places.map(move |(bytes, _, sort)| (at, bytes, sort))
        })
        .take(100)
        .collect();
    let has = |name: &str| {
        let mut sources = desk.sources.iter();
        sources.any(|source| source.folded.text.contains(name))
    };
    let unknown = ours.into_iter().filter_map(|(bytes, name, sort)| {
        let whole: Vec<char> = name.chars().collect();
        // センター川越支店: its end is known.
        let ends_known = (0..whole.len().saturating_sub(1)).any(|from| {
            let end: String = whole[from..].iter().collect();
            has(&format!("{end}{sort}"))
        });
        let is_adverb = ADVERBS.iter().any(|word| {
            name.strip_suffix(word)
                .is_some_and(|head| head.is_empty() || head.ends_with(['の', 'め']))
        });
        if COMMON.contains(&name.as_str()) || is_adverb || has(&name) || ends_known {
            return None;
        }
        let (at, place, _) = known.iter().find(|(_, _, other)| *other == sort)?;
        Some((
            bytes,
            Judgement::contradicts(Some(desk.sources[*at].source(place))),
        ))
    });
    unknown.collect()
}

/// Titles in quotation marks of a sort of which the sources have others alone: はなれ「萩」, where they have はなれ「藤」.
pub(super) fn unknown_titles(desk: &Desk) -> Vec<(Span, Judgement)> {
    static TITLE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?P<sort>[\p{Han}ぁ-んァ-ヶー]{2})「(?P<title>[\p{Han}ぁ-んァ-ヶー]{1,10})」")
            .needs(&["「"])
    });
    const PARTICLES: [char; 14] = [
        'は', 'の', 'が', 'を', 'に', 'で', 'と', 'も', 'へ', 'や', 'り', 'る', 'た', 'い',
    ];
    let titles = |text: &str| -> Vec<(Span, String)> {
        let found = TITLE.captures_iter(text).filter_map(|found| {
            let sort = found["sort"].to_owned();
            (!sort.ends_with(PARTICLES)).then_some((found.name("title")?.range(), sort))
        });
        found.take(40).collect()
    };
    let unknown = titles(&desk.reply.text)
        .into_iter()
        .filter_map(|(bytes, sort)| {
            let title = &desk.reply.text[bytes.clone()];
            if desk
                .sources
                .iter()
                .any(|source| source.folded.text.contains(title))
            {
                return None;
            }
            let mut trusted = desk.sources.iter().filter(|source| source.trusted);
            let known = trusted.find_map(|source| {
                let (at, _) = titles(&source.folded.text)
                    .into_iter()
                    .find(|(_, other)| *other == sort)?;
                Some(source.source(&at))
            })?;
            Some((bytes, Judgement::contradicts(Some(known))))
        });
    unknown.collect()
}

/// First names of our records with a letter or two changed, beside nothing that announces them: Thomas for Tomas.
pub(super) fn misspelt(desk: &Desk) -> Vec<(Span, Judgement)> {
    let words = |text: &str| -> Vec<(Span, String)> {
        capitalised(text)
            .map(|(at, word)| (at..at + word.len(), word.to_owned()))
            .collect()
    };
    let reply = &desk.reply.text;
    let known: Vec<(usize, Span, String)> = desk
        .sources
        .iter()
        .enumerate()
        .filter(|(_, source)| source.trusted)
        .flat_map(|(index, source)| {
            words(&source.folded.text)
                .into_iter()
                .map(move |(bytes, word)| (index, bytes, word))
        })
        .filter(|(_, _, word)| !reply.contains(word.as_str()))
        .take(200)
        .collect();
    let mistaken = words(reply).into_iter().filter_map(|(bytes, word)| {
        let lower = word.to_lowercase();
        // A word of the sources in another form is no name: Damage, where they have Damaged.
        let is_word = |it: &str| it.starts_with(&lower) || lower.starts_with(it);
        if desk.sources.iter().any(|source| has(source, &lower)) {
            return None;
        }
        let begins = desk.sentence(&bytes).start + 1 >= bytes.start;
        // Two words that each begin a sentence are no names: "Date: …", where they have "Data is not …".
        let both_begin = |index: &usize, at: &Span| {
            let theirs = &desk.sources[*index].folded;
            begins && theirs.sentence_around(at).start + 1 >= at.start
        };
        let (index, at, _) = known.iter().find(|(index, at, other)| {
            let apart = apart(&word, other);
            !both_begin(index, at)
                && word.as_bytes().first() == other.as_bytes().first()
                && (apart == 1 && !(begins && is_word(&other.to_lowercase()))
                    || apart == 2 && !begins && word.len() >= 5)
        })?;
        Some((
            bytes,
            Judgement::contradicts(Some(desk.sources[*index].source(at))),
        ))
    });
    mistaken.collect()
}

/// Words of four letters and more with a capital, which no sentence begins with as a rule.
fn capitalised(text: &str) -> impl Iterator<Item = (usize, &str)> {
    static WORD: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\b\p{Lu}\p{Ll}{3,14}\b"));
    const COMMON: &[&str] = &[
        "When",
        "Then",
        "They",
        "There",
        "Their",
        "This",
        "That",
        "These",
        "Those",
        "What",
        "With",
        "Will",
        "Your",
        "Once",
        "Here",
        "Have",
        "Since",
        "From",
        "Please",
        "Thanks",
        "Thank",
        "Note",
        "Also",
        "Best",
        "Kind",
        "Dear",
        "Hello",
        "Both",
        "Each",
        "Some",
        "Such",
        "Very",
        "Well",
        "Were",
        "Where",
        "While",
        "After",
        "Before",
        "Until",
        "Late",
        "Later",
        "Level",
        "Total",
        "Free",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Boxing",
        "Christmas",
        "Easter",
        "Weekdays",
        "Mondays",
        "Tuesdays",
        "Wednesdays",
        "Thursdays",
        "Fridays",
        "Saturdays",
        "Sundays",
    ];
    WORD.find_iter(text)
        .map(|found| (found.start(), found.as_str()))
        .filter(|(_, word)| !COMMON.contains(word))
}

/// How many letters have to be changed, put in or left out: up to three.
fn apart(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 2 {
        return 3;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let next = (diagonal + usize::from(a != b))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[other.len()].min(3)
}

/// Names whose surname a source has with another first name, which it has nowhere: Laura Pike for Lorna Pike.
pub(super) fn mistaken(desk: &Desk) -> Vec<(Span, Judgement)> {
    let known: Vec<_> = desk
        .sources
        .iter()
        .map(|source| pairs(&source.folded.text))
        .collect();
    let knows = |word: &str| {
        desk.sources
            .iter()
            .any(|source| has(source, &word.to_lowercase()))
    };
    let ours = pairs(&desk.reply.text);
    let mistaken = ours.into_iter().filter_map(|(bytes, first, last)| {
        // Tom Okoro for Tom Okafor: known by one name, with another one like the other.
        let is_meant: &dyn Fn(&str, &str) -> bool = match (knows(first), knows(last)) {
            (true, false) => {
                &|name, other| name == first && (is_like(last, other) || apart(last, other) <= 1)
            }
            (false, true) => &|other, name| name == last && is_near_name(first, other),
            _ => return None,
        };
        let mut known = desk.sources.iter().zip(&known);
        let (source, at) = known.find_map(|(source, pairs)| {
            let (at, ..) = pairs.iter().find(|(_, one, two)| is_meant(one, two))?;
            Some((source, at))
        })?;
        Some((bytes, Judgement::contradicts(Some(source.source(at)))))
    });
    mistaken.collect()
}

/// Surnames that are mistaken for each other begin alike and are about as long.
fn is_like(one: &str, other: &str) -> bool {
    let same = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
        .count();
    same >= 2 && one.len().abs_diff(other.len()) <= 2
}

/// First names that are mistaken for each other begin alike, or end alike.
fn is_near_name(one: &str, other: &str) -> bool {
    let same = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| {
        one.zip(other)
            .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
            .count()
    };
    same(&mut one.chars(), &mut other.chars()) >= 1
        || same(&mut one.chars().rev(), &mut other.chars().rev()) >= 2
}
