//! Plain text, CSV and their like: as it is, in whatever charset.

use crate::output::{Output, Stop};

/// Bytes that are looked at: a few times the text that is wanted.
const LONGEST: usize = 1024 * 1024;
/// Of so many characters, one may be a control character.
const ODD: usize = 50;

pub(crate) fn read(bytes: &[u8], output: &mut Output) -> Result<(), Stop> {
    let beginning = &bytes[..bytes.len().min(LONGEST)];
    let text = mail::decoded(beginning);
    let is_odd = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}');
    let (all, odd) = text.chars().fold((0, 0), |(all, odd), c| {
        (all + 1, odd + usize::from(is_odd(&c) || c == '\u{fffd}'))
    });
    if odd > all / ODD {
        return Err(Stop::Damaged);
    }
    for line in text.lines() {
        output.step()?;
        for line in line.split(['\r', '\u{c}']) {
            output.push(line)?;
            output.end_line()?;
        }
    }
    match beginning.len() < bytes.len() {
        true => Err(Stop::Full),
        false => Ok(()),
    }
}
