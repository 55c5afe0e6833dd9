//! Whether one text repeats a piece of another.

use std::collections::HashMap;

/// True when `text` repeats so many characters of `original` in a row.
///
/// Whatever is that long holds a whole block of half the length: only those are looked up.
pub(super) fn repeats(text: &[char], original: &[char], length: usize) -> bool {
    let block = length / 2;
    let mut starts: HashMap<&[char], Vec<usize>> = HashMap::new();
    for (number, piece) in original.chunks_exact(block).enumerate() {
        starts.entry(piece).or_default().push(number * block);
    }
    let is_repeated = |at: usize, start: usize| {
        let (before, here) = (&text[..at], &text[at..]);
        let backwards = common(before.iter().rev(), original[..start].iter().rev());
        backwards + common(here.iter(), original[start..].iter()) >= length
    };
    text.windows(block).enumerate().any(|(at, window)| {
        let found = starts.get(window);
        found.is_some_and(|starts| starts.iter().any(|start| is_repeated(at, *start)))
    })
}

/// How many characters are the same from the beginning.
fn common<'a>(a: impl Iterator<Item = &'a char>, b: impl Iterator<Item = &'a char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// True when the one is in the other.
pub(super) fn is_in(piece: &[char], text: &[char]) -> bool {
    piece.is_empty() || text.windows(piece.len()).any(|window| window == piece)
}

/// What is compared: letters without case and white space.
pub(super) fn plain(text: &str) -> Vec<char> {
    let characters = text.chars().filter(|c| !c.is_whitespace());
    characters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every piece of the length, one after the other.
    fn repeats_slowly(text: &[char], original: &[char], length: usize) -> bool {
        let mut pieces = text.windows(length);
        pieces.any(|piece| original.windows(length).any(|window| window == piece))
    }

    proptest! {
        #[test]
        fn what_is_repeated_is_found_wherever_it_stands(
            text in "[ab ]{0,40}",
            original in "[ab ]{0,40}",
            length in 2..12_usize,
        ) {
            let (text, original) = (plain(&text), plain(&original));
            prop_assert_eq!(
                repeats(&text, &original, length),
                repeats_slowly(&text, &original, length)
            );
        }
    }
}
