//! Person names: where a word beside them says so (様, と申します, Dear, Best regards), and full
//! names whose two halves stand in the name lists.

use super::Text;

mod before;
mod context;
mod dictionary;
mod japanese;
mod kanji;
mod label;
mod latin;
mod other;
mod runs;
mod script;

use super::Found;

pub(super) const KIND: &str = "NAME";

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut add = |range| found.push(Found { range, kind: KIND });
    japanese::find(text.folded, &mut add);
    latin::find(text.folded, &mut add);
    other::find(text.folded, &mut add);
    context::find(text.folded, &mut add);
}

/// The parts of a full name, by which it may be called elsewhere.
pub(super) fn parts(name: &str) -> Vec<&str> {
    let divided = name.split([' ', '\u{3000}', '・', '\u{a0}', ',']);
    let mut parts: Vec<&str> = divided.filter(|part| is_part(part)).collect();
    if let Some((surname, given)) = kanji::split_full_name(name) {
        parts.extend([surname, given].into_iter().filter(|part| is_part(part)));
    }
    parts
}

/// Long enough and distinct enough to be searched for by itself.
fn is_part(part: &str) -> bool {
    if part.is_ascii() {
        return part.len() >= 3
            && part.starts_with(|c: char| c.is_ascii_uppercase())
            && !dictionary::LATIN_WORDS.has(&part.to_ascii_lowercase());
    }
    part.chars().count() >= 2
}
