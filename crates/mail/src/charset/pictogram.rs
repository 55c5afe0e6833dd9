//! The pictograms of Japanese carriers' phones -> emoji.
//!
//! Each carrier has its own private-use characters in Unicode, its own vendor rows in Shift_JIS, and
//! in mail the rows 85 to 91 of JIS, which KDDI (au) began and the others followed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// `☀ E63E E488 E04A FE000`: emoji, docomo, KDDI, SoftBank, Google.
const TABLE: &str = include_str!("emoji.txt");

const KDDI: usize = 1;
const SOFTBANK: usize = 2;

static EMOJI: LazyLock<[HashMap<u32, &str>; 4]> = LazyLock::new(|| {
    let mut tables: [HashMap<u32, &str>; 4] = Default::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split(' ');
        let emoji = fields.next().unwrap_or_default();
        for (table, code) in tables.iter_mut().zip(fields) {
            if let Ok(code) = u32::from_str_radix(code, 16) {
                table.insert(code, emoji);
            }
        }
    }
    tables
});

/// Runs of codes, first and last, and the private-use character of the first.
type Runs = &'static [(u32, u32, u32)];

/// JIS in mail, as a number of row and cell, and KDDI's characters.
const KDDI_JIS: Runs = &[
    (jis(0x7521), jis(0x7853), 0xe468),
    (jis(0x7854), jis(0x7866), 0xeafb),
    (jis(0x7867), jis(0x7933), 0xe5b5),
    (jis(0x7934), jis(0x7a50), 0xea80),
    (jis(0x7a51), jis(0x7b6d), 0xeb0e),
];

/// What the WHATWG's table makes of KDDI's Shift_JIS, and KDDI's characters.
const KDDI_SJIS: Runs = &[
    (user(0xf340), user(0xf352), 0xe5cd),
    (user(0xf353), user(0xf3ce), 0xea80),
    (user(0xf3cf), user(0xf48d), 0xeb0e),
    (user(0xf640), user(0xf7d1), 0xe468),
    (user(0xf7d2), user(0xf7e4), 0xeafb),
    (user(0xf7e5), user(0xf7fc), 0xe5b5),
];

/// The same of SoftBank's.
const SOFTBANK_SJIS: Runs = &[
    (user(0xf741), user(0xf79b), 0xe101),
    (user(0xf7a1), user(0xf7fa), 0xe201),
    (user(0xf941), user(0xf99b), 0xe001),
    (user(0xf9a1), user(0xf9ed), 0xe301),
];

const fn jis(code: u32) -> u32 {
    (code >> 8) * 94 + (code & 0xff)
}

/// The private-use character that a user-defined code of Shift_JIS is decoded as.
const fn user(code: u32) -> u32 {
    let trail = code & 0xff;
    let cell = if trail > 0x7f {
        trail - 0x41
    } else {
        trail - 0x40
    };
    0xe000 + ((code >> 8) - 0xf0) * 188 + cell
}

fn run(runs: Runs, code: u32) -> Option<u32> {
    runs.iter()
        .find(|(first, last, _)| (*first..=*last).contains(&code))
        .map(|(first, _, to)| to + (code - first))
}

/// The private-use character of a pictogram in JIS.
pub(super) fn of_jis(lead: u8, trail: u8) -> Option<char> {
    let code = u32::from(lead) * 94 + u32::from(trail);
    run(KDDI_JIS, code).and_then(char::from_u32)
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fe000}'..='\u{feeff}')
}

/// A text with emoji in place of carriers' private-use characters. `shift_jis`: it was decoded from
/// there, so that the characters stand for vendor rows.
pub(super) fn to_emoji(text: Cow<'_, str>, shift_jis: bool) -> String {
    if !text.contains(is_private) {
        return text.into_owned();
    }
    let text = match shift_jis {
        true => of_shift_jis(&text),
        false => text.into_owned(),
    };
    // E501 to E53E are both KDDI's and SoftBank's: which one it is, others in the text tell.
    let softbank = text.chars().any(|c| matches!(c, '\u{e001}'..='\u{e44c}'));
    let order = match softbank {
        true => [SOFTBANK, 0, KDDI, 3],
        false => [0, KDDI, SOFTBANK, 3],
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let emoji = match is_private(c) {
            true => order
                .iter()
                .find_map(|carrier| EMOJI[*carrier].get(&u32::from(c))),
            false => None,
        };
        match emoji {
            Some(emoji) => out.push_str(emoji),
            None => out.push(c),
        }
    }
    out
}

/// From the vendor rows of Shift_JIS, which the carriers share, to each carrier's characters.
fn of_shift_jis(text: &str) -> String {
    let within = |first, last| {
        let codes = user(first)..=user(last);
        text.chars().any(|c| codes.contains(&u32::from(c)))
    };
    // Rows that no other carrier uses.
    let (kddi, docomo) = (
        within(0xf340, 0xf493) || within(0xf640, 0xf6fc),
        within(0xf89f, 0xf8fc),
    );
    let softbank = !kddi && !docomo && within(0xf741, 0xf7fa);
    let carrier = |c: char| {
        let code = u32::from(c);
        let found = match (kddi, softbank) {
            (true, _) => run(KDDI_SJIS, code),
            (_, true) => run(SOFTBANK_SJIS, code),
            // docomo's are what the table makes of them; what it lacks may be SoftBank's.
            _ if EMOJI[0].contains_key(&code) => None,
            _ => run(SOFTBANK_SJIS, code),
        };
        found.and_then(char::from_u32).unwrap_or(c)
    };
    text.chars()
        .map(|c| if is_private(c) { carrier(c) } else { c })
        .collect()
}
