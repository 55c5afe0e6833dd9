//! One form for the variants of a character, for looking names up: 髙 and 高, é and e.

use std::sync::LazyLock;

/// What a character is looked up as.
pub(super) enum Plain {
    One(char),
    Two(char, char),
    /// A combining mark or a selector of a variant.
    None,
}

/// The form under which the lists have `c`.
pub(super) fn plain(c: char) -> Plain {
    match c {
        '\0'..='\u{7f}' => Plain::One(c),
        'ß' => Plain::Two('s', 's'),
        'æ' => Plain::Two('a', 'e'),
        'œ' => Plain::Two('o', 'e'),
        'þ' => Plain::Two('t', 'h'),
        '’' | 'ʼ' | '‘' => Plain::One('\''),
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Plain::None,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Plain::One(without_accent(c)),
        _ if is_kanji(c) => Plain::One(kanji(c)),
        _ => Plain::One(c),
    }
}

/// ノ in 一ノ瀬, ケ in 龍ケ崎: between kanji it joins them.
pub(super) fn joins(c: char) -> bool {
    matches!(c, 'ノ' | 'の' | 'ケ' | 'ヶ' | 'ヵ' | 'カ')
}

pub(super) fn is_kanji(c: char) -> bool {
    matches!(
        c,
        '\u{4e00}'..='\u{9fff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3134f}'
            | '々'
            | '〆'
    )
}

/// The variants of kanji, each with the form that the lists have.
const KANJI: &str = include_str!("data/variants.txt");

/// The form under which the lists have a kanji.
pub(super) fn kanji(c: char) -> char {
    /// The forms of the characters from U+4E00 to U+FAFF; zero for those that have no other.
    static FORMS: LazyLock<Vec<u16>> = LazyLock::new(|| {
        let mut forms = vec![0; 0xfb00 - FIRST];
        for (variant, plain) in pairs() {
            if let Some(form) = (variant as usize)
                .checked_sub(FIRST)
                .and_then(|at| forms.get_mut(at))
            {
                *form = u16::try_from(u32::from(plain)).unwrap_or_default();
            }
        }
        forms
    });
    const FIRST: usize = 0x4e00;
    match (c as usize).checked_sub(FIRST).and_then(|at| FORMS.get(at)) {
        Some(0) => c,
        Some(form) => char::from_u32(u32::from(*form)).unwrap_or(c),
        // 𠮷 and a few others, which are rare
        None if c >= '\u{3400}' => pairs()
            .find(|(variant, _)| *variant == c)
            .map_or(c, |(_, plain)| plain),
        None => c,
    }
}

/// The variants, each with the form that the lists have.
fn pairs() -> impl Iterator<Item = (char, char)> {
    KANJI.lines().filter_map(|line| {
        let mut chars = line.chars();
        chars.next().zip(chars.next())
    })
}

/// The letters under the accents of Unicode's Latin blocks: its first letter of the decomposition,
/// in the order of the code points; a space for what has none.
fn without_accent(c: char) -> char {
    let from = |start: u32, letters: &str, c: char| {
        letters
            .as_bytes()
            .get((u32::from(c) - start) as usize)
            .map(|letter| char::from(*letter))
            .filter(|letter| *letter != ' ')
            .unwrap_or(c)
    };
    match c {
        '\u{c0}'..='\u{24f}' => from(0xc0, LATIN, c),
        '\u{1e00}'..='\u{1eff}' => from(0x1e00, LATIN_ADDITIONAL, c),
        _ => c,
    }
}

const LATIN: &str = "\
    aaaaaa ceeeeiiiidnooooo ouuuuy  aaaaaa ceeeeiiiidnooooo ouuuuy yaaaaaaccccccccddddeeeeeeee\
    eegggggggghh hiiiiiiiiii  jjkk llllll  llnnnnnn  noooooo  rrrrrrsssssssstttt tuuuuuuuuuuuu\
    wwyyyzzzzzz                                 oo             uu                            a\
    aiioouuuuuuuuuu aaaa    ggkkoooo  j   gg  nnaa    aaaaeeeeiiiioooorrrruuuusstt  hh      aa\
    eeooooooooyy                            ";

const LATIN_ADDITIONAL: &str = "\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprr\
    rrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy      aaaaaaaaaaaaaaaaaaaa\
    aaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy      ";
