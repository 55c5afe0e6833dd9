//! Lines for the person, or the program, that started a command. What others wrote (a mail, a model,
//! a service) must not reach the terminal as something that it obeys.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::Write;

/// Prints a line on standard output.
///
/// # Errors
/// When its output is closed (`replybot history | head`); `cli` ends quietly then.
pub(super) fn say(line: impl Display) -> anyhow::Result<()> {
    let line = line.to_string();
    Ok(writeln!(std::io::stdout(), "{}", printable(&line))?)
}

/// Prints a table of ours in its colours. What others wrote has to be [`printable`] in it: a colour
/// can hide a text, too.
///
/// # Errors
/// As [`say`].
pub(super) fn say_in_colours(table: impl Display) -> anyhow::Result<()> {
    let table = table.to_string();
    Ok(writeln!(std::io::stdout(), "{}", but_for_colours(&table))?)
}

/// Prints a line on standard error.
pub(crate) fn tell(line: impl Display) {
    eprintln!("{}", printable(&line.to_string()));
}

/// What others wrote, with signs for control characters: line ends and tabs stay. What turns
/// the direction of writing is left out.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    match text.contains(is_obeyed) {
        true => Cow::Owned(text.chars().filter_map(shown).collect()),
        false => Cow::Borrowed(text),
    }
}

/// The same, where the colours of our own tables stay.
fn but_for_colours(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_obeyed) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let colour = colour(rest);
        if colour > 0 {
            out.push_str(&rest[..colour]);
            rest = &rest[colour..];
        } else {
            let mut characters = rest.chars();
            out.extend(characters.next().and_then(shown));
            rest = characters.as_str();
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// How long the colour is that a text begins with: `ESC [ 3 1 m` (ECMA-48, SGR).
fn colour(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    let end = parameters.find(|c: char| !c.is_ascii_digit() && c != ';');
    match end {
        Some(end) if parameters[end..].starts_with('m') => end + 3,
        _ => 0,
    }
}

fn is_obeyed(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || turns(c)
}

fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The picture of a control character.
fn shown(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\r' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('␡'),
        c if c.is_control() => Some('\u{fffd}'),
        c if turns(c) => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        for c in ('\0'..='\u{9f}')
            .chain('\u{2066}'..='\u{2069}')
            .chain(['\u{202e}'])
        {
            let text = format!("a{c}b");
            for shown in [printable(&text), but_for_colours(&text)] {
                assert!(
                    !shown.contains(is_obeyed),
                    "U+{:04X}: {shown:?}",
                    u32::from(c)
                );
                assert!(shown.starts_with('a') && shown.ends_with('b'));
            }
        }
        assert_eq!(printable("\u{1b}]0;x\u{7}\u{1b}[31mred"), "␛]0;x␇␛[31mred");
        assert_eq!(printable("a\r\nb\tc 高橋 🎉"), "a\nb\tc 高橋 🎉");
    }

    #[test]
    fn our_own_tables_keep_their_colours() {
        let table = "\u{1b}[38;5;9m✗\u{1b}[0m";
        assert_eq!(but_for_colours(table), table);
        assert_eq!(but_for_colours("\u{1b}[2J\u{1b}[31"), "␛[2J␛[31");
    }
}
