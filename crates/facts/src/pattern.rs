//! Regular expressions for texts in which English and Japanese are mixed, which are compiled when they are first needed.
//!
//! A process that checks one reply spends its time on compiling, so these are patterns that compile fast: classes of the
//! letters that such texts have instead of all of Unicode's, case ignored by searching a copy in small letters instead of by
//! larger automata, and no search for literals in front, which costs more than it saves in a text of some thousand bytes.

use std::borrow::Cow;
use std::ops::Index;
use std::sync::OnceLock;
use std::vec::IntoIter;

use regex_automata::{meta, util::captures};

use crate::Span;

/// A pattern, compiled when a text comes that may have it.
pub(crate) struct Pattern {
    source: String,
    regex: OnceLock<meta::Regex>,
    /// It is in small letters, and so has to be what it is searched in.
    ignores_case: bool,
    /// It finds something at the beginning alone.
    is_anchored: bool,
    /// One of these is in everything that it finds.
    needs: &'static [&'static str],
}

/// Bytes of a text in which a pattern is looked for that is found at the beginning alone.
const LONGEST_ANCHORED: usize = 512;

/// Where a pattern was found.
#[derive(Clone, Copy)]
pub(crate) struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// Where a pattern and its groups were found.
pub(crate) struct Captures<'t> {
    text: &'t str,
    groups: captures::Captures,
}

/// What classes stand for: the letters that texts in Japanese and in languages of Europe have.
const CLASSES: [(&str, &str); 10] = [
    // No fast engine finds the word boundaries of Unicode in a text that is not ASCII, and between a Japanese word and an
    // English one there is none.
    (r"\b", r"(?-u:\b)"),
    (r"\d", "[0-9]"),
    (r"\D", "[^0-9]"),
    (r"\w", "[0-9A-Za-z_À-ÖØ-öø-ɏ]"),
    // All others are folded into these two.
    (r"\s", r"[\x20\n]"),
    // Capitals and small letters beyond Latin-1 alternate.
    (r"\p{Lu}", "[A-ZÀ-ÖØ-ÞĀ-ɏ]"),
    (r"\p{Ll}", "[a-zß-öø-ÿĀ-ɏ]"),
    (r"\p{L}", "[A-Za-zÀ-ÖØ-öø-ɏ]"),
    (r"\p{Latin}", "[A-Za-zÀ-ÖØ-öø-ɏ]"),
    (r"\p{Han}", "[々〇㐀-鿿﨎-﨩𠀀-𯿿]"),
];

/// A pattern of ours. One that begins with `(?i)` ignores the case of ASCII letters.
pub(crate) fn pattern(pattern: &str) -> Pattern {
    let mut pattern = pattern.to_owned();
    for (class, letters) in CLASSES {
        pattern = pattern.replace(class, letters);
    }
    let ignores_case = pattern.starts_with("(?i)");
    if ignores_case {
        // Names of groups may be written without the capital.
        pattern = pattern.replace("(?P<", "(?<").replace("(?i:", "(?:");
        pattern = pattern["(?i)".len()..].to_ascii_lowercase();
    } else {
        // Words in ASCII, the case of which needs no tables.
        pattern = pattern.replace("(?i:", "(?i-u:");
    }
    let is_anchored = is_anchored(&pattern);
    Pattern {
        source: pattern,
        regex: OnceLock::new(),
        ignores_case,
        is_anchored,
        needs: &[],
    }
}

/// Whether each alternative of a pattern begins with `^`.
fn is_anchored(pattern: &str) -> bool {
    let (mut depth, mut in_class, mut begins) = (0_usize, false, true);
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if begins && character != '^' {
            return false;
        }
        begins = false;
        match character {
            '\\' => drop(characters.next()),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth = depth.saturating_sub(1),
            '|' if !in_class && depth == 0 => begins = true,
            _ => {}
        }
    }
    !begins
}

impl Pattern {
    /// Names what everything that it finds has one of (in small letters where it ignores case): a text without any is not
    /// searched, and until one comes the pattern is not compiled.
    pub fn needs(mut self, words: &'static [&'static str]) -> Self {
        self.needs = words;
        self
    }

    fn compiled(&self) -> &meta::Regex {
        self.regex.get_or_init(|| {
            let config = meta::Config::new().onepass(false).auto_prefilter(false);
            let regex = meta::Builder::new().configure(config).build(&self.source);
            regex.expect("a valid pattern")
        })
    }

    /// What to search with; none where there is nothing to be found.
    fn regex(&self, searched: &str) -> Option<&meta::Regex> {
        if self.needs.is_empty() || self.needs.iter().any(|word| searched.contains(word)) {
            return Some(self.compiled());
        }
        #[cfg(test)]
        assert!(!self.compiled().is_match(searched), "{}", self.source);
        None
    }

    /// What is searched; a position in it is one in `text`.
    fn searched<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = match self.is_anchored {
            true => head(text, LONGEST_ANCHORED),
            false => text,
        };
        match self.ignores_case && text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(text.to_ascii_lowercase()),
            false => Cow::Borrowed(text),
        }
    }

    pub fn is_match(&self, text: &str) -> bool {
        let searched = self.searched(text);
        let regex = self.regex(&searched);
        regex.is_some_and(|regex| regex.is_match(&*searched))
    }

    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        let searched = self.searched(text);
        let found = self.regex(&searched)?.find(&*searched)?;
        Some(Match::new(text, found.range()))
    }

    pub fn find_iter<'t>(&self, text: &'t str) -> IntoIter<Match<'t>> {
        let searched = self.searched(text);
        let found = self.regex(&searched).into_iter();
        let found = found.flat_map(|regex| regex.find_iter(&*searched));
        let found: Vec<_> = found.map(|it| Match::new(text, it.range())).collect();
        found.into_iter()
    }

    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.captures_at(text, 0)
    }

    /// The first match from `at` on, which sees what is before.
    pub fn captures_at<'t>(&self, text: &'t str, at: usize) -> Option<Captures<'t>> {
        if self.is_anchored && at > 0 {
            return None;
        }
        let searched = self.searched(text);
        let regex = self.regex(&searched)?;
        let mut groups = regex.create_captures();
        let input = regex_automata::Input::new(&*searched).range(at..);
        regex.search_captures(&input, &mut groups);
        groups.is_match().then_some(Captures { text, groups })
    }

    pub fn captures_iter<'t>(&self, text: &'t str) -> IntoIter<Captures<'t>> {
        let searched = self.searched(text);
        let found = self.regex(&searched).into_iter();
        let found = found.flat_map(|regex| regex.captures_iter(&*searched));
        let found: Vec<_> = found.map(|groups| Captures { text, groups }).collect();
        found.into_iter()
    }

    /// The text with `new` for the first match.
    pub fn replace(&self, text: &str, new: impl FnOnce(&Captures<'_>) -> String) -> String {
        match self.captures(text) {
            Some(found) => {
                let span = found.span();
                format!(
                    "{}{}{}",
                    &text[..span.start],
                    new(&found),
                    &text[span.end..]
                )
            }
            None => text.to_owned(),
        }
    }

    /// The text with a space for each match.
    pub fn blank(&self, text: &str) -> String {
        let mut rest = 0;
        let mut left = String::with_capacity(text.len());
        for found in self.find_iter(text) {
            left.push_str(&text[rest..found.start]);
            left.push(' ');
            rest = found.end;
        }
        left.push_str(&text[rest..]);
        left
    }
}

impl<'t> Match<'t> {
    fn new(text: &'t str, span: Span) -> Self {
        Self {
            text,
            start: span.start,
            end: span.end,
        }
    }

    pub fn as_str(&self) -> &'t str {
        &self.text[self.start..self.end]
    }

    pub fn start(&self) -> usize {
        self.start
    }

    pub fn end(&self) -> usize {
        self.end
    }

    pub fn range(&self) -> Span {
        self.start..self.end
    }
}

impl<'t> Captures<'t> {
    /// Where the whole pattern was found.
    pub fn span(&self) -> Span {
        self.groups.get_match().map_or(0..0, |found| found.range())
    }

    pub fn whole(&self) -> Match<'t> {
        Match::new(self.text, self.span())
    }

    pub fn get(&self, index: usize) -> Option<Match<'t>> {
        let group = self.groups.get_group(index)?;
        Some(Match::new(self.text, group.range()))
    }

    pub fn name(&self, name: &str) -> Option<Match<'t>> {
        let group = self.groups.get_group_by_name(name)?;
        Some(Match::new(self.text, group.range()))
    }
}

impl Index<&str> for Captures<'_> {
    type Output = str;

    fn index(&self, name: &str) -> &str {
        self.name(name).map_or("", |found| found.as_str())
    }
}

/// The last bytes of a text, for what comes right before a match.
pub(crate) fn tail(text: &str, most: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(most))..]
}

/// The first bytes of a text, for what follows a match.
pub(crate) fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_ignores_case_finds_capitals_where_they_are_and_reads_them_as_written() {
        let tax = pattern(r"(?i)\b(?P<Tax>VAT|tax)\b");
        let found = tax.captures("送料、Vat 込み").expect("it is found");
        assert_eq!(&found["tax"], "Vat");
        assert_eq!(found.span(), "送料、".len().."送料、Vat".len());
        assert!(!pattern(r"\bVAT\b").is_match("vat"));
    }

    #[test]
    fn what_is_found_at_the_beginning_alone_is_not_looked_for_farther() {
        for (source, anchored) in [
            ("^a|^b", true),
            (r"^(?:a|b)[|\]]c", true),
            ("^a|b", false),
            ("(?:^|x)a", false),
            ("", false),
        ] {
            assert_eq!(pattern(source).is_anchored, anchored, "{source}");
        }
    }

    #[test]
    fn classes_have_the_letters_of_names() {
        let name = pattern(r"^\p{Lu}\p{Ll}+$");
        for word in ["Gdańsk", "Éva", "Łódź", "Tom"] {
            assert!(name.is_match(word), "{word}");
        }
        let han = pattern(r"^\p{Han}+$");
        for word in ["佐々木", "山﨑", "𠮷田", "二〇"] {
            assert!(han.is_match(word), "{word}");
        }
        assert!(!han.is_match("ひらがな"));
    }

    #[test]
    fn a_text_without_what_a_pattern_needs_has_nothing_that_it_finds() {
        // In this build a search that is left out is done all the same, and finds nothing.
        for set in ["hand", "fresh", "streets-tune", "visitors-tune"] {
            let path = format!("{}/set/{set}.jsonl", env!("CARGO_MANIFEST_DIR"));
            let lines = std::fs::read_to_string(path).expect("the set can be read");
            for line in lines.lines().step_by(7) {
                let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
                let text = |key: &str| case[key].as_str().unwrap_or_default();
                let mut passages = Vec::new();
                for passage in case["knowledge"].as_array().into_iter().flatten() {
                    passages.extend(passage.as_str());
                }
                let known = crate::Known {
                    mail: text("mail"),
                    passages: &passages,
                    ..crate::Known::default()
                };
                assert!(!crate::check(text("reply"), &known).is_empty());
            }
        }
        let free = pattern(r"(?i)\bfree\b").needs(&["free"]);
        assert!(free.is_match("it is FREE") && !free.is_match("無料"));
    }

    #[test]
    #[should_panic(expected = "cost")]
    fn a_need_that_is_wrong_is_told() {
        pattern("free|at no cost")
            .needs(&["free"])
            .is_match("it is at no cost");
    }
}
