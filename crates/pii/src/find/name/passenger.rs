//! Names as airlines write them: `SMITH/JOHN MR`.

use std::ops::Range;

/// What is behind the given names.
const TITLES: &[&str] = &["MR", "MRS", "MS", "MISS", "MSTR", "DR", "CHD", "INF"];

/// Adds the names around a slash between words in capitals, of which the last is a title.
pub(super) fn find(text: &str, add: &mut impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    for slash in memchr::memchr_iter(b'/', bytes) {
        let family = bytes[..slash]
            .iter()
            .rev()
            .take(32)
            .take_while(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'\''))
            .count();
        let given = bytes[slash + 1..]
            .iter()
            .take(48)
            .take_while(|byte| byte.is_ascii_uppercase() || matches!(byte, b' ' | b'-' | b'\''))
            .count();
        let names = text[slash + 1..slash + 1 + given].trim_end();
        let titled = names
            .rsplit_once(' ')
            .is_some_and(|(head, title)| head.len() >= 2 && TITLES.contains(&title))
            // SMITH/JOHNMR
            || TITLES[..3]
                .iter()
                .any(|title| names.len() > title.len() + 2 && names.ends_with(title) && !names.contains(' '));
        if family >= 2 && titled {
            add(slash - family..slash + 1 + names.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::of_kind;
    use super::super::KIND;

    #[test]
    fn a_name_as_airlines_write_it_is_masked_with_its_title() {
        for (text, names) in [
            ("12A VARGAS/LUCIA MS", &["VARGAS/LUCIA MS"][..]),
            (
                "ゲスト1　ONO/MARIKO MRS\n便名　ANA 241",
                &["ONO/MARIKO MRS"],
            ),
            ("PHAM/THI LAN MS", &["PHAM/THI LAN MS"]),
            ("O'NEIL/JAMESMR, seat 3", &["O'NEIL/JAMESMR"]),
            ("SIZE S/M, USB A/B, AC/DC, PO/BOX NO", &[]),
        ] {
            assert_eq!(of_kind(KIND, text), names, "{text}");
        }
    }
}
