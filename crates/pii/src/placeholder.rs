//! Reads placeholders in a text, as written by [`mask`](super::mask) or as a model bent them.
//!
//! Masking and restoring share this one reader: whatever it would take for a placeholder in a
//! customer's own words is masked as a literal first, so that restoring cannot be tricked.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Placeholders;

/// What stands for the customer's own words that look like a placeholder.
pub(super) const LITERAL: &str = "LITERAL";

/// How faithfully a placeholder is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Exactly as [`mask`](super::mask) writes it, or bent in a way that leaves no doubt.
    Restorable,
    /// Without any bracket, or of a kind nobody knows: reported, never restored.
    Doubtful,
}

/// A placeholder found in a text.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) range: Range<usize>,
    pub(super) form: Form,
    /// Kind and number without separators and case: `POSTALCODE_1`.
    pub(super) squashed: String,
    /// What was glued into the brackets behind the number, such as 様: stays in the text.
    pub(super) honorific: Range<usize>,
}

/// The kinds of placeholders that may be restored: those built in and those of a map.
pub(super) struct Kinds(HashSet<String>);

impl Kinds {
    pub(super) fn of(placeholders: &Placeholders) -> Kinds {
        let mut kinds: HashSet<String> = super::find::KINDS
            .iter()
            .chain(&[LITERAL])
            .map(|kind| squash(kind))
            .collect();
        kinds.extend(
            placeholders
                .iter()
                .filter_map(|(key, _)| split_key(key))
                .map(|(kind, _)| squash(kind)),
        );
        Kinds(kinds)
    }

    /// Also takes the kinds of custom patterns.
    pub(super) fn add(&mut self, kind: &str) {
        self.0.insert(squash(kind));
    }

    fn has(&self, squashed_kind: &str) -> bool {
        self.0.contains(squashed_kind)
    }

    /// True when `squashed` may grow into a known kind.
    fn may_become(&self, squashed: &str) -> bool {
        self.0.iter().any(|kind| kind.starts_with(squashed))
    }
}

/// Splits `[POSTAL_CODE_12]` into `POSTAL_CODE` and `12`.
pub(super) fn split_key(key: &str) -> Option<(&str, &str)> {
    let (kind, number) = key.strip_prefix('[')?.strip_suffix(']')?.rsplit_once('_')?;
    (!kind.is_empty() && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
        .then_some((kind, number))
}

/// A key in the form that a [`Mention`] has it in.
pub(super) fn squashed(key: &str) -> String {
    split_key(key).map_or_else(
        || key.to_owned(),
        |(kind, number)| format!("{}_{number}", squash(kind)),
    )
}

/// Finds the keys of a map however a model spelled them.
pub(super) struct Lookup<'a>(HashMap<String, Option<&'a str>>);

impl<'a> Lookup<'a> {
    pub(super) fn of(placeholders: &'a Placeholders) -> Lookup<'a> {
        let mut originals = HashMap::new();
        for (key, original) in placeholders.iter() {
            // Two keys that differ in separators only leave a bent spelling ambiguous.
            originals
                .entry(squashed(key))
                .and_modify(|known| *known = None)
                .or_insert(Some(original));
        }
        Lookup(originals)
    }

    pub(super) fn original(&self, mention: &Mention) -> Option<&'a str> {
        match mention.form {
            Form::Restorable => self.0.get(&mention.squashed).copied().flatten(),
            Form::Doubtful => None,
        }
    }
}

/// Where keys of the map stand in `text` exactly as written.
pub(super) fn exact_keys(text: &str, placeholders: &Placeholders) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('[') {
        let length = text[open + 1..]
            .bytes()
            .take(MAX_KEY)
            .position(|b| b == b']' || b == b'[');
        let Some(length) = length else { continue };
        let end = open + length + 2;
        if placeholders.original(&text[open..end]).is_some() {
            found.push(open..end);
        }
    }
    found
}

/// No key of a map is longer.
const MAX_KEY: usize = 80;

/// Keeps ASCII letters and digits, in upper case and half width.
fn squash(text: &str) -> String {
    text.chars()
        .map(narrow)
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

const OPEN: &str = r"(?:\\?[\[［【〔〈《]|\{\{?|｛|<|＜)";
const CLOSE: &str = r"(?:\\?[\]］】〕〉》]|\}\}?|｝|>|＞)";
const KIND: &str = r"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ_＿\\ \u3000-]{0,40}?";
const NUMBER: &str = r"[_＿\\ \u3000－-]{0,4}([0-9０-９]{1,9})";
const HONORIFIC: &str = r"(様|さま|さん|殿|氏|先生|くん|ちゃん|君)?";

/// A placeholder with its opening bracket.
static OPENED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"({OPEN})[ \u3000]{{0,2}}({KIND}){NUMBER}(?:[ \u3000]{{0,2}}{HONORIFIC}[ \u3000]{{0,2}}({CLOSE}))?"
    ))
    .expect("the pattern is fixed and tested")
});

/// A placeholder that lost its opening bracket, or both.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"([A-Z][A-Z_]{{1,40}})_([0-9]{{1,9}})(?: ?{HONORIFIC} ?([\]］]))?"
    ))
    .expect("the pattern is fixed and tested")
});

/// Any placeholder-like text of a kind nobody knows, such as `[ORDER_1]`. Three digits and more
/// are somebody's error code.
static UNKNOWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[([A-Z][A-Z_]{1,40})_([0-9]{1,2})\]").expect("the pattern is fixed and tested")
});

/// All placeholders in `text`, in their order, none overlapping another.
pub(super) fn mentions(text: &str, kinds: &Kinds) -> Vec<Mention> {
    let mut found: Vec<Mention> = OPENED
        .captures_iter(text)
        .filter_map(|captures| opened(text, &captures, kinds))
        .collect();
    let opened = found.len();
    let mut known = 0;
    for captures in BARE.captures_iter(text) {
        let Some(mention) = bare(text, &captures, kinds) else {
            continue;
        };
        while known < opened && found[known].range.end <= mention.range.start {
            known += 1;
        }
        if known == opened || mention.range.end <= found[known].range.start {
            found.push(mention);
        }
    }
    found.sort_by_key(|mention| mention.range.start);
    found
}

/// Placeholder-like texts of unknown kinds.
pub(super) fn unknown_mentions<'t>(
    text: &'t str,
    kinds: &'t Kinds,
) -> impl Iterator<Item = Range<usize>> + 't {
    UNKNOWN
        .captures_iter(text)
        .filter(|captures| !kinds.has(&squash(&captures[1])))
        .filter_map(|captures| captures.get(0).map(|all| all.range()))
}

fn opened(text: &str, captures: &Captures<'_>, kinds: &Kinds) -> Option<Mention> {
    let all = captures.get(0)?;
    let kind = squash(captures.get(2)?.as_str());
    let number = captures.get(3)?;
    if !kinds.has(&kind) {
        return None;
    }
    let closed = captures.get(5).is_some();
    let honorific = captures.get(4).map(|honorific| honorific.range());
    let end = if closed { all.end() } else { number.end() };
    if !closed {
        // Without its end a placeholder must be beyond doubt: `[EMAIL_1`, and no number cut off.
        let square = matches!(&captures[1], "[" | "\\[" | "［");
        let written = narrowed(&text[captures.get(2)?.start()..number.end()]);
        let strict = BARE
            .find(&written)
            .is_some_and(|bare| bare.range() == (0..written.len()));
        if !square || !strict || continues(&text[end..]) {
            return None;
        }
    }
    Some(Mention {
        range: all.start()..end,
        form: Form::Restorable,
        squashed: format!("{kind}_{}", narrowed(number.as_str())),
        honorific: honorific.filter(|_| closed).unwrap_or(end..end),
    })
}

fn bare(text: &str, captures: &Captures<'_>, kinds: &Kinds) -> Option<Mention> {
    let all = captures.get(0)?;
    let kind = squash(&captures[1]);
    let number = captures.get(2)?;
    let closed = captures.get(4).is_some();
    let end = if closed { all.end() } else { number.end() };
    let cut = text[..all.start()]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    if cut || !kinds.has(&kind) || (!closed && continues(&text[end..])) {
        return None;
    }
    Some(Mention {
        range: all.start()..end,
        form: if closed {
            Form::Restorable
        } else {
            Form::Doubtful
        },
        squashed: format!("{kind}_{}", number.as_str()),
        honorific: captures
            .get(3)
            .filter(|_| closed)
            .map_or(end..end, |honorific| honorific.range()),
    })
}

fn narrowed(text: &str) -> String {
    text.chars().map(narrow).collect()
}

/// True when what follows belongs to the same word.
fn continues(rest: &str) -> bool {
    rest.chars()
        .next()
        .map(narrow)
        .is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The end of a text that may be the beginning of a placeholder.
static UNFINISHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:{OPEN}[ \u3000]{{0,2}}(?:({KIND})(?:{NUMBER}[ \u3000]{{0,2}}(?:さ|く|ち|ちゃ|先)?{HONORIFIC}[ \u3000]{{0,2}})?)?\\?|(?-u:\b)([A-Z][A-Z_]{{0,40}}?)(?:_[0-9]{{1,9}} ?(?:さ|く|ち|ちゃ|先)?{HONORIFIC} ?)?|\\)$"
    ))
    .expect("the pattern is fixed and tested")
});

/// Where the unfinished placeholder at the end of `text` begins; the text's length if there is
/// none.
pub(super) fn unfinished(text: &str, kinds: &Kinds) -> usize {
    // No placeholder is longer than this.
    let mut from = text.len().saturating_sub(160);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while let Some(captures) = UNFINISHED.captures_at(text, from) {
        let start = captures.get(0).map_or(text.len(), |all| all.start());
        let kind = captures.get(1).or(captures.get(4));
        if kind.is_none_or(|kind| kinds.may_become(&squash(kind.as_str()))) {
            return start;
        }
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    text.len()
}
