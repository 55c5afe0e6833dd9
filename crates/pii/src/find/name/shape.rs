//! Whether two kanji that no list has as a name look like one: 柾雄, not 異音.

use super::variants;

/// A kanji, and how much more often it is the first and the last of a given name, the first and the last of a family
/// name than of a noun, as letters around `m`, half a power of e each. Made by `train/lists.py`.
const SHAPES: &str = include_str!("data/kanji_shapes.txt");

/// The bytes of a line.
const LINE: usize = 8;

/// Whether two kanji are more likely a name than a noun.
pub(super) fn is_name_shaped(name: &str) -> bool {
    let mut kanji = name.chars().map(variants::kanji);
    let (Some(first), Some(last), None) = (kanji.next(), kanji.next(), kanji.next()) else {
        return false;
    };
    let (first, last) = (levels(first), levels(last));
    first[0] + last[1] >= 0 || first[2] + last[3] >= 0
}

fn levels(kanji: char) -> [i32; 4] {
    let mut bytes = [0; 4];
    let kanji = kanji.encode_utf8(&mut bytes).as_bytes();
    let lines = SHAPES.as_bytes().as_chunks::<LINE>().0;
    let found = lines.binary_search_by(|line| line[..3].cmp(kanji));
    let never = [-12; 4];
    found.map_or(never, |at| {
        let mut levels = never;
        for (level, letter) in levels.iter_mut().zip(&lines[at][3..7]) {
            *level = i32::from(*letter) - i32::from(b'm');
        }
        levels
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_no_list_has_looks_like_one() {
        for name in ["柾雄", "琉生", "結翔", "森宮"] {
            assert!(is_name_shaped(name), "{name}");
        }
        for noun in [
            "異音",
            "年式",
            "税抜",
            "天板",
            "風量",
            "毛玉",
            "音",
            "座面裏",
        ] {
            assert!(!is_name_shaped(noun), "{noun}");
        }
    }

    #[test]
    fn the_lines_are_in_order_and_of_one_length() {
        let mut lines = SHAPES.lines();
        let mut last = "";
        assert!(
            lines.all(|line| line.len() + 1 == LINE && std::mem::replace(&mut last, line) < line)
        );
    }
}
