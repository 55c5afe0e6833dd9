//! What a deployment adds to the built-in detectors, and what it exempts from them.

use std::collections::HashSet;
use std::fmt;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::find;

/// Custom patterns and exceptions, as they stand in the configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// What is masked besides the built-in kinds.
    pub patterns: Vec<Pattern>,
    /// Words that are never masked: the shop's own address and phone, a product called like a
    /// person. Width and case do not matter.
    pub never_mask: Vec<String>,
    /// Leaves the names of persons readable, but for those that a mail's headers give.
    pub keep_names: bool,
}

/// A kind of personal data that only this deployment knows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The name in the placeholder: capital letters and underscores, such as `MEMBER_ID`.
    pub kind: String,
    /// A regular expression (the `regex` crate's syntax). What its first group matches is masked,
    /// or all of it if it has none. It sees full-width letters and digits as narrow ones.
    pub pattern: String,
}

/// Rules that cannot be used: every problem at once.
#[derive(Debug, thiserror::Error)]
pub struct RulesError {
    /// One sentence a problem.
    pub problems: Vec<String>,
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

/// Rules made ready: compiled once, used for every text.
#[derive(Default)]
pub(super) struct Compiled {
    pub(super) patterns: Vec<(String, Regex)>,
    pub(super) never: HashSet<String>,
    pub(super) keep_names: bool,
}

/// More than any sensible pattern needs, so that a mistake cannot take all memory.
const MAX_PATTERN_BYTES: usize = 4 << 20;

impl Compiled {
    pub(super) fn new(rules: &Rules) -> Result<Compiled, RulesError> {
        let mut compiled = Compiled {
            patterns: Vec::new(),
            never: rules
                .never_mask
                .iter()
                .map(|word| find::comparable(word))
                .collect(),
            keep_names: rules.keep_names,
        };
        let mut problems = Vec::new();
        for Pattern { kind, pattern } in &rules.patterns {
            if !is_kind(kind) {
                problems.push(format!(
                    "pattern kind {kind:?}: must consist of capital letters and single underscores, such as MEMBER_ID"
                ));
            }
            match RegexBuilder::new(pattern).size_limit(MAX_PATTERN_BYTES).build() {
                Ok(regex) if regex.is_match("") => problems.push(format!(
                    "pattern of {kind}: matches the empty text; it must match at least one character, such as M-[0-9]{{6}}"
                )),
                Ok(regex) => compiled.patterns.push((kind.clone(), regex)),
                Err(error) => problems.push(format!("pattern of {kind}: {error}")),
            }
        }
        if problems.is_empty() {
            Ok(compiled)
        } else {
            Err(RulesError { problems })
        }
    }
}

/// A kind that the reader of placeholders reads back.
fn is_kind(kind: &str) -> bool {
    (2..=40).contains(&kind.len())
        && kind
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        && kind.split('_').all(|word| !word.is_empty())
}
