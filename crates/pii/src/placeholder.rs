//! Reads placeholders in a text, as written by [`mask`](super::mask) or as a model bent them.
//!
//! Masking and restoring share this one reader: whatever it would take for a placeholder in a
//! customer's own words is masked as a literal first, so that restoring cannot be tricked.
//!
//! It reads whole groups of brackets. What is in one is a placeholder only if nothing but a
//! kind and a number is there: `[STAFF NAME_1]` is no `[NAME_1]`.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Placeholders;
use super::fold::Folded;

/// What means the customer's own words that look like a placeholder.
pub(super) const LITERAL: &str = "LITERAL";

/// How faithfully a placeholder is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Exactly as [`mask`](super::mask) writes it, or bent in a way that leaves no doubt.
    Restorable,
    /// Without any bracket: reported, never restored.
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
    pub(super) suffix: Range<usize>,
}

/// The kinds of placeholders that may be restored: those built in and those of a map.
pub(super) struct Kinds(HashSet<String>);

/// The kinds that every text has.
static BUILT_IN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let kinds = super::find::KINDS.iter().chain(&[LITERAL]);
    kinds.map(|kind| squash(kind)).collect()
});

impl Kinds {
    pub(super) fn of(placeholders: &Placeholders) -> Kinds {
        let mut kinds = Kinds(HashSet::new());
        let keys = placeholders.iter();
        for (kind, _) in keys.filter_map(|(key, _)| split_key(key)) {
            kinds.add(kind);
        }
        kinds
    }

    /// Also takes the kinds of custom patterns.
    pub(super) fn add(&mut self, kind: &str) {
        let kind = squash(kind);
        if !BUILT_IN.contains(&kind) {
            self.0.insert(kind);
        }
    }

    pub(super) fn has(&self, squashed_kind: &str) -> bool {
        BUILT_IN.contains(squashed_kind) || self.0.contains(squashed_kind)
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        BUILT_IN.iter().chain(&self.0)
    }

    /// True when the letters and digits of a text hold a kind among others.
    pub(super) fn within(&self, squashed: &str) -> bool {
        self.all()
            .any(|kind| kind.len() > 3 && squashed.contains(kind.as_str()))
    }

    /// True for the beginning of a kind.
    pub(super) fn begins(&self, squashed: &str) -> bool {
        self.all().any(|kind| kind.starts_with(squashed))
    }

    /// True when a text that begins with `squashed` may grow into a placeholder.
    fn may_become(&self, squashed: &str) -> bool {
        self.all()
            .any(|kind| kind.starts_with(squashed) || squashed.starts_with(kind.as_str()))
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
#[derive(Default)]
pub(super) struct Lookup<'a> {
    originals: HashMap<String, Option<&'a str>>,
    /// How the kinds that are not built in are written: made once, for all the gaps of a text.
    own: OnceCell<Vec<Regex>>,
}

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
        Lookup {
            originals,
            own: OnceCell::new(),
        }
    }

    pub(super) fn original(&self, mention: &Mention) -> Option<&'a str> {
        match mention.form {
            Form::Restorable => self.originals.get(&mention.squashed).copied().flatten(),
            Form::Doubtful => None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.originals.is_empty()
    }

    pub(super) fn has(&self, squashed: &str) -> bool {
        self.originals.contains_key(squashed)
    }

    /// Keys of the kinds that are not built in, in any case and with any joint.
    pub(super) fn own_kinds(&self) -> &[Regex] {
        self.own.get_or_init(|| {
            let built_in: HashSet<String> =
                super::find::KINDS.iter().map(|kind| squash(kind)).collect();
            let kinds = self
                .originals
                .keys()
                .filter_map(|key| Some(key.split_once('_')?.0));
            let kinds: BTreeSet<&str> = kinds
                .filter(|kind| !built_in.contains(*kind) && *kind != LITERAL)
                .collect();
            let pattern = |kind: &str| {
                let letters: Vec<String> = kind.chars().map(String::from).collect();
                format!("(?i)({})[_ -]?([0-9]{{1,3}})", letters.join("[_ -]?"))
            };
            // No pattern is made of a kind that is longer than any.
            kinds
                .into_iter()
                .filter_map(|kind| Regex::new(&pattern(kind)).ok())
                .collect()
        })
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

/// Keeps ASCII letters and digits, in upper case.
pub(super) fn squash(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

const OPEN: &str = r"(?:\\?\[|[【〔〈《]|\{\{?|<<?)";
const CLOSE: &str = r"(?:\\?\]|[】〕〉》]|\}\}?|>>?)";
/// What is between brackets. Longer ones are a sentence.
const CONTENT: &str = r"[^\[\]{}<>【】〔〕〈〉《》]{0,60}?";

/// Brackets with what is in them; without a closing one if another one opens first, or the
/// text ends.
static GROUP: LazyLock<Regex> = LazyLock::new(|| compile(&format!("({OPEN})({CONTENT})({CLOSE})")));

static OPENING: LazyLock<Regex> = LazyLock::new(|| compile(OPEN));

/// All that a pair of brackets may hold: a kind, a number, what belongs to a name.
static HELD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"^[\s*_`~"'\\]{0,4}([A-Za-z][A-Za-z\s_\\-]{0,40}?)[\s_\\.:#"'’“”-]{0,4}([0-9]{1,9})["'’“”]?(?:[\s_-]{0,2}(?P<behind>様|さま|さん|殿|氏|先生|くん|ちゃん|君|御中|部長|課長|係長|社長|店長|会長|主任)|(?P<joined>['’]s|[- ]?(?:san|sama|kun|chan)))?[\s*_`~"'\\]{0,4}$"#,
    )
});

/// The beginning of what is behind an opening bracket that was never closed: as it is written,
/// or nothing is known.
static STRICT: LazyLock<Regex> = LazyLock::new(|| compile("^([A-Z][A-Z_]{1,40})_([0-9]{1,9})"));

/// A number that an element of HTML divides: `[NAME_1<br>1]`.
static DIVIDED: LazyLock<Regex> = LazyLock::new(|| compile("^ ?</?[A-Za-z]{1,8} ?/?> ?[0-9]"));

/// A placeholder that lost its opening bracket, or both.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"([A-Z][A-Z_]{1,40})_([0-9]{1,9})(?: ?(様|さま|さん|殿|氏|先生|くん|ちゃん|君)? ?(\]))?",
    )
});

pub(super) fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// A pair of brackets in a folded text.
pub(super) struct Group {
    pub(super) range: Range<usize>,
    pub(super) content: Range<usize>,
}

/// All innermost pairs of brackets.
pub(super) fn groups(folded: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = 0;
    while let Some(captures) = GROUP.captures_at(folded, at) {
        let (Some(all), Some(open), Some(content)) =
            (captures.get(0), captures.get(1), captures.get(2))
        else {
            break;
        };
        at = all.end();
        // `{NAME_1}}`: only as many are taken as were opened.
        let double = |text: &str| text.ends_with("}}") || text.ends_with(">>");
        if double(all.as_str()) && !(open.as_str() == "{{" || open.as_str() == "<<") {
            at -= 1;
        }
        groups.push(Group {
            range: all.start()..at,
            content: content.range(),
        });
    }
    groups
}

/// All placeholders in `text`, in their order, none overlapping another.
pub(super) fn mentions(text: &str, kinds: &Kinds) -> Vec<Mention> {
    let may = may_mention(text);
    if !may || !text.bytes().any(|byte| byte.is_ascii_digit()) && text.is_ascii() {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let mut found = read(folded.as_str(), kinds);
    for mention in &mut found {
        mention.range = folded.original(mention.range.clone());
        if has_footnote(&text[mention.range.clone()]) {
            mention.form = Form::Doubtful;
        }
        if mention.suffix.is_empty() {
            mention.suffix = mention.range.end..mention.range.end;
        } else {
            mention.suffix = folded.original(mention.suffix.clone());
        }
    }
    found
}

/// Whether a raised digit is beside an ordinary one: in `[NAME_1²]` it is a footnote's, and the number is not 12.
pub(super) fn has_footnote(written: &str) -> bool {
    let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '₀'..='₉');
    written.contains(raised)
        && written.contains(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'))
}

/// Whether `text` holds a bracket or an underscore, in whatever width or as an entity.
fn may_mention(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        let behind = || bytes.get(at + 1..at + 3);
        match byte {
            b'[' | b']' | b'{' | b'<' | b'_' | b'&' => true,
            // 〈 《 【 〔
            0xe3 => matches!(behind(), Some([0x80, 0x88 | 0x8a | 0x90 | 0x94])),
            // ＜ ［ ］ ＿ ｛
            0xef => matches!(
                behind(),
                Some([0xbc, 0x9c | 0xbb | 0xbd | 0xbf] | [0xbd, 0x9b])
            ),
            _ => false,
        }
    })
}

/// [`mentions`] of a folded text.
pub(super) fn read(folded: &str, kinds: &Kinds) -> Vec<Mention> {
    let groups = groups(folded);
    let mut found: Vec<Mention> = groups
        .iter()
        .filter_map(|group| held(folded, group, kinds))
        .collect();
    let mut group = 0;
    for opening in OPENING.find_iter(folded) {
        while group < groups.len() && groups[group].range.end <= opening.start() {
            group += 1;
        }
        let closed = groups
            .get(group)
            .is_some_and(|group| group.range.start <= opening.start());
        if !closed && matches!(opening.as_str(), "[" | "\\[") {
            found.extend(unclosed(folded, opening.range(), kinds));
        }
    }
    found.sort_by_key(|mention| mention.range.start);
    let covered: Vec<Range<usize>> = {
        let mentions = found.iter().map(|mention| mention.range.clone());
        let mut covered: Vec<_> = mentions
            .chain(groups.into_iter().map(|it| it.range))
            .collect();
        covered.sort_by_key(|range| (range.start, range.end));
        covered
    };
    let mut before = 0;
    // Capitals that an underscore joins to a number: without one the pattern need not look.
    let joined = memchr::memchr(b'_', folded.as_bytes()).is_some();
    for captures in BARE.captures_iter(if joined { folded } else { "" }) {
        let Some(mention) = bare(folded, &captures, kinds) else {
            continue;
        };
        while before < covered.len() && covered[before].end <= mention.range.start {
            before += 1;
        }
        if covered
            .get(before)
            .is_none_or(|next| mention.range.end <= next.start)
        {
            found.push(mention);
        }
    }
    found.sort_by_key(|mention| mention.range.start);
    found
}

/// The placeholder that a pair of brackets is.
fn held(folded: &str, group: &Group, kinds: &Kinds) -> Option<Mention> {
    let captures = HELD.captures(&folded[group.content.clone()])?;
    let kind = squash(&captures[1]);
    if !kinds.has(&kind) {
        return None;
    }
    let end = group.range.end;
    let suffix = captures
        .name("behind")
        .or(captures.name("joined"))
        .map_or(end..end, |behind| {
            group.content.start + behind.start()..group.content.start + behind.end()
        });
    Some(Mention {
        range: group.range.clone(),
        form: Form::Restorable,
        squashed: format!("{kind}_{}", &captures[2]),
        suffix,
    })
}

/// `[EMAIL_1`, beyond doubt: as it is written, and no number cut off.
fn unclosed(folded: &str, opening: Range<usize>, kinds: &Kinds) -> Option<Mention> {
    let rest = &folded[opening.end..];
    let captures = STRICT.captures(rest)?;
    let kind = squash(&captures[1]);
    let length = captures.get(0)?.end();
    if !kinds.has(&kind) || continues(&rest[length..]) {
        return None;
    }
    let end = opening.end + length;
    Some(Mention {
        range: opening.start..end,
        form: match DIVIDED.is_match(&rest[length..]) {
            true => Form::Doubtful,
            false => Form::Restorable,
        },
        squashed: format!("{kind}_{}", &captures[2]),
        suffix: end..end,
    })
}

fn bare(folded: &str, captures: &Captures<'_>, kinds: &Kinds) -> Option<Mention> {
    let all = captures.get(0)?;
    let kind = squash(&captures[1]);
    let number = captures.get(2)?;
    let closed = captures.get(4).is_some();
    let end = if closed { all.end() } else { number.end() };
    let before = &folded[..all.start()];
    let cut = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    if cut || !kinds.has(&kind) || (!closed && continues(&folded[end..])) {
        return None;
    }
    Some(Mention {
        range: all.start()..end,
        form: if closed && !is_labelled(before) {
            Form::Restorable
        } else {
            Form::Doubtful
        },
        squashed: format!("{kind}_{}", number.as_str()),
        suffix: captures
            .get(3)
            .filter(|_| closed)
            .map_or(end..end, |suffix| suffix.range()),
    })
}

/// True when a word in front makes another label of it: `STAFF NAME_1]` is no name here.
fn is_labelled(before: &str) -> bool {
    const WORDS: &[&str] = &[
        "staff",
        "agent",
        "company",
        "store",
        "shop",
        "customer",
        "client",
        "first",
        "last",
        "full",
        "user",
        "operator",
        "our",
        "your",
        "my",
        "sender",
        "recipient",
        "billing",
        "shipping",
        "home",
        "work",
        "mobile",
        "credit",
        "debit",
        "contact",
        "account",
        "support",
        "team",
        "e",
        "email",
        "business",
        "office",
        "delivery",
        "manager",
        "owner",
        "family",
        "given",
        "middle",
        "nick",
        "seller",
        "buyer",
        "driver",
        "other",
        "new",
        "old",
        "alternative",
        "phone",
        "street",
        "web",
    ];
    let trimmed = before.trim_end_matches([' ', '_', '-', '\t', '\'', '’', '.']);
    let word = trimmed
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    let capitals = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    capitals || WORDS.iter().any(|label| label.eq_ignore_ascii_case(word))
}

/// True when what follows belongs to the same word.
fn continues(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// The end of a text that may be the beginning of a placeholder: a bracket that may yet be closed,
/// a word in capitals that may have lost its bracket, a bracket that is closed but whose honorific
/// may come again, the beginning of an entity or an escape.
static UNFINISHED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:(?:\\?\[|[【〔〈《]|\{\{?|<<?)[^\[\]{}<>【】〔〕〈〉《》]{0,60}|\\?\[[^\[\]{}<>【】〔〕〈〉《》]{0,60}</?[A-Za-z]{0,8} ?/?>? ?|(?-u:\b)[A-Z][A-Z_]{0,40}(?:_?[0-9]{1,9} ?(?:様|さま?|さん|殿|氏|先生?|くん?|ちゃん?|ち|君)? ?)?|\\|\\?&#?[0-9A-Za-z]{0,8})$",
    )
});

/// A finished placeholder with an honorific, at the end of the text.
static HONOURED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        "{OPEN}{CONTENT}{CLOSE}[ ]?(?:さ|く|ち|ちゃ|先|御|部|課|係|社|店|会|主)?$"
    ))
});

/// Where the unfinished placeholder at the end of `text` begins; the text's length if there is
/// none.
pub(super) fn unfinished(text: &str, kinds: &Kinds) -> usize {
    // No placeholder is longer than this.
    let mut from = text.len().saturating_sub(300);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let folded = Folded::new(&text[from..]);
    let start = unfinished_in(folded.as_str(), kinds);
    if start == folded.as_str().len() {
        return text.len();
    }
    from + folded.original(start..start).start
}

fn unfinished_in(folded: &str, kinds: &Kinds) -> usize {
    if let Some(honoured) = HONOURED.find(folded)
        && read(&folded[honoured.start()..], kinds)
            .iter()
            .any(|it| !it.suffix.is_empty())
    {
        return honoured.start();
    }
    let mut at = 0;
    while let Some(end) = UNFINISHED.find_at(folded, at) {
        let begun = end
            .as_str()
            .trim_start_matches(['\\', '[', '【', '〔', '〈', '《', '{', '<']);
        let letters: String = squash(begun)
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let foreign = begun
            .trim_start_matches(|c: char| c.is_whitespace() || "*_`~\"'\\".contains(c))
            .starts_with(|c: char| !c.is_ascii_alphabetic() && c != '&');
        if !foreign && kinds.may_become(&letters) || end.as_str().starts_with(['&', '\\']) {
            return end.start();
        }
        at = end.start()
            + folded[end.start()..]
                .chars()
                .next()
                .map_or(1, char::len_utf8);
    }
    folded.len()
}
