//! 7-bit Japanese in every dialect that mailers write, and in every state that gateways leave it in:
//! ISO-2022-JP (RFC 1468), -1 and -2 (RFC 1554), -3 and -2004 (JIS X 0213), CP50220/1/2, JIS7 and JIS8
//! (half-width kana by `ESC ( I`, by SO/SI, or as raw bytes), the carriers' pictograms.
//!
//! One character that cannot be read costs one U+FFFD; what is before and behind it is read.

use encoding_rs::{EUC_JP, EUC_KR, GBK, ISO_8859_7, SHIFT_JIS, WINDOWS_1252};

use super::{guess, pictogram, plane};

const ESC: u8 = 0x1b;
const UNREADABLE: char = char::REPLACEMENT_CHARACTER;

/// The set that the next bytes are read by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Ascii,
    /// JIS X 0201's half-width kana.
    Kana,
    /// JIS X 0208 with its vendor rows.
    Kanji,
    /// JIS X 0212.
    Supplement,
    /// JIS X 0213, plane 1.
    Plane1,
    /// JIS X 0213, plane 2.
    Plane2,
    /// GB 2312, of ISO-2022-JP-2.
    Chinese,
    /// KS X 1001, of ISO-2022-JP-2.
    Korean,
}

impl Set {
    fn is_double(self) -> bool {
        !matches!(self, Set::Ascii | Set::Kana)
    }
}

/// What `ESC N` takes its one character from (ISO-2022-JP-2).
#[derive(Clone, Copy)]
enum Upper {
    Latin1,
    Greek,
}

/// True when the bytes shift into a Japanese set as ISO-2022-JP does.
pub(super) fn has_escape(bytes: &[u8]) -> bool {
    bytes
        .windows(3)
        .any(|w| w[0] == ESC && matches!(&w[1..], b"$@" | b"$B" | b"$(" | b"(I"))
}

/// Reads 7-bit Japanese. What is in another charset within it (a list's footer in UTF-8) is read as
/// that.
pub(super) fn read(bytes: &[u8]) -> String {
    let mut reader = Reader {
        out: String::with_capacity(bytes.len() + bytes.len() / 4),
        set: Set::Ascii,
        upper: Upper::Latin1,
        shifted_out: false,
        pictograms: has_pictograms(bytes),
        looks: 0,
    };
    let mut rest = bytes;
    while !rest.is_empty() {
        rest = reader.step(rest);
    }
    reader.out
}

struct Reader {
    out: String,
    set: Set,
    upper: Upper,
    shifted_out: bool,
    /// The rows 89 to 91 are a carrier's pictograms, not NEC's kanji.
    pictograms: bool,
    /// How often it was looked ahead to tell what something is.
    looks: usize,
}

/// Looking ahead takes time; a text that needs it more often is no text.
const MOST_LOOKS: usize = 2000;

/// Nothing is looked at further ahead.
const AHEAD: usize = 4096;

impl Reader {
    /// Reads what is at the start of `bytes`, and returns what follows it.
    fn step<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let [byte, tail @ ..] = bytes else {
            return bytes;
        };
        match *byte {
            ESC => self.escape(tail),
            0x0e => {
                self.shifted_out = true;
                tail
            }
            0x0f => {
                self.shifted_out = false;
                tail
            }
            // A line end, also where the shift back was forgotten (RFC 1468 wants it before).
            b'\r' | b'\n' => {
                (self.set, self.shifted_out) = (Set::Ascii, false);
                self.out.push(char::from(*byte));
                tail
            }
            0x80.. => self.high(bytes),
            0x21..=0x5f if self.shifted_out || self.set == Set::Kana => {
                self.out.push(kana(byte | 0x80));
                tail
            }
            // DEL is no character, and half of one where a bit was lost.
            0x21..=0x7f if self.set.is_double() => self.double(bytes),
            b'$' => match self.looks_ahead().then(|| lost_escape(bytes)).flatten() {
                Some((pairs, after)) => {
                    self.pairs(Set::Kanji, pairs);
                    after
                }
                None => {
                    self.out.push('$');
                    tail
                }
            },
            ascii => {
                self.out.push(char::from(ascii));
                tail
            }
        }
    }

    /// True as long as there is time to look ahead once more.
    fn looks_ahead(&mut self) -> bool {
        self.looks += 1;
        self.looks <= MOST_LOOKS
    }

    /// What is behind an `ESC`.
    fn escape<'b>(&mut self, tail: &'b [u8]) -> &'b [u8] {
        let (set, length) = match tail {
            [b'$', b'(', b'D', ..] => (Set::Supplement, 3),
            [b'$', b'(', b'O' | b'Q', ..] => (Set::Plane1, 3),
            [b'$', b'(', b'P', ..] => (Set::Plane2, 3),
            [b'$', b'(', b'C', ..] => (Set::Korean, 3),
            [b'$', b'(', b'A', ..] => (Set::Chinese, 3),
            [b'$', b'(', b'@' | b'B', ..] => (Set::Kanji, 3),
            [b'$', b'@' | b'B', ..] => (Set::Kanji, 2),
            [b'$', b'A', ..] => (Set::Chinese, 2),
            [b'$', page @ (b'G' | b'E' | b'F' | b'O' | b'P' | b'Q'), ..] => {
                return self.softbank(*page, &tail[2..]);
            }
            [b'(', b'I', ..] => (Set::Kana, 2),
            [b'(', b'B' | b'J' | b'H', ..] => (Set::Ascii, 2),
            // It announces a newer edition of the set that follows.
            [b'&', b'@', ..] => (self.set, 2),
            [b'.', b'A', ..] => {
                self.upper = Upper::Latin1;
                (self.set, 2)
            }
            [b'.', b'F', ..] => {
                self.upper = Upper::Greek;
                (self.set, 2)
            }
            [b'N', byte @ 0x20..=0x7f, after @ ..] => {
                self.single_shift(byte | 0x80);
                return after;
            }
            // Cut: in its midst, or its first byte is all there is.
            _ => {
                let cut = match tail {
                    [b'$' | b'(', b'(', ..] => 2,
                    [b'$' | b'(' | b'&' | b'.', ..] => 1,
                    _ => 0,
                };
                let after = &tail[cut..];
                // A shift back that was cut off at the end shows nothing; in a text, something is
                // missing.
                if !(after.is_empty() && self.set != Set::Ascii) {
                    self.out.push(UNREADABLE);
                }
                self.set = Set::Ascii;
                return after;
            }
        };
        self.set = set;
        &tail[length..]
    }

    fn single_shift(&mut self, byte: u8) {
        let encoding = match self.upper {
            Upper::Latin1 => WINDOWS_1252,
            Upper::Greek => ISO_8859_7,
        };
        let bytes = [byte];
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        self.out.push_str(&text);
    }

    /// SoftBank's old way to write pictograms: `ESC $`, a page, one byte each, up to SI.
    fn softbank<'b>(&mut self, page: u8, tail: &'b [u8]) -> &'b [u8] {
        let first = match page {
            b'G' => 0xe001,
            b'E' => 0xe101,
            b'F' => 0xe201,
            b'O' => 0xe301,
            b'P' => 0xe401,
            _ => 0xe501,
        };
        let end = tail.iter().position(|b| !(0x21..=0x7e).contains(b));
        let (cells, after) = tail.split_at(end.unwrap_or(tail.len()));
        for cell in cells {
            let code = first + u32::from(cell - 0x21);
            self.out.push(char::from_u32(code).unwrap_or(UNREADABLE));
        }
        after.strip_prefix(&[0x0f]).unwrap_or(after)
    }

    /// Bytes with the eighth bit: half-width kana of JIS8, a vendor's rows beyond the table, or
    /// another charset.
    fn high<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        if let [lead @ 0x93..=0x97, trail @ 0x21..=0x7e, after @ ..] = bytes
            && self.set.is_double()
            && let Some(kanji) = ibm(*lead - 0x20, *trail)
        {
            self.out.push(kanji);
            return after;
        }
        let len = bytes.iter().take_while(|b| **b >= 0x80).count();
        let (run, after) = bytes.split_at(len);
        let is_kana = run.iter().all(|b| (0xa1..=0xdf).contains(b));
        // `é` in a footer: two bytes that would be two kana behind a letter.
        let is_letter =
            matches!(run, [0xc3, 0x80..=0xbf]) && self.out.ends_with(char::is_alphabetic);
        if let Ok(text) = std::str::from_utf8(run)
            && (!is_kana || is_letter)
        {
            self.out.push_str(text);
            return after;
        }
        if is_kana {
            self.out.extend(run.iter().map(|b| kana(*b)));
            return after;
        }
        // Up to the end of the line, since the second byte of a Shift_JIS character may be ASCII.
        let ends = |b: &u8| matches!(*b, b'\r' | b'\n' | ESC);
        let near = &bytes[..bytes.len().min(AHEAD)];
        let line = &near[..near.iter().position(ends).unwrap_or(near.len())];
        if self.looks_ahead()
            && let Some(text) = guess::japanese(line)
        {
            self.out.push_str(&text);
            return &bytes[line.len()..];
        }
        self.out.push_str(&String::from_utf8_lossy(run));
        after
    }

    /// A run of two-byte characters.
    fn double<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let ends = |b: &u8| !(0x21..=0x7f).contains(b);
        let end = bytes.iter().position(ends).unwrap_or(bytes.len());
        let mut run = &bytes[..end];
        let mut after = &bytes[end..];
        // A shift back whose ESC got lost: its two bytes are no character.
        if self.set == Set::Kanji
            && let Some(at) = run
                .chunks_exact(2)
                .position(|pair| matches!(pair, b"(B" | b"(J"))
        {
            after = &bytes[2 * at + 2..];
            run = &run[..2 * at];
            self.pairs(self.set, run);
            self.set = Set::Ascii;
            return after;
        }
        self.pairs(self.set, run);
        after
    }

    fn pairs(&mut self, set: Set, run: &[u8]) {
        let (before, behind) = match run.len() % 2 {
            0 => (run, &run[..0]),
            _ => {
                let at = self.lost_byte(set, run);
                (&run[..at], &run[at + 1..])
            }
        };
        self.even(set, before);
        if before.len() < run.len() {
            self.out.push(UNREADABLE);
            self.even(set, behind);
        }
    }

    /// Where in a run of an odd number of bytes one is missing: where the rest reads best without
    /// the byte that was its other half.
    fn lost_byte(&self, set: Set, run: &[u8]) -> usize {
        /// A line is shorter; in longer runs the last byte is taken for the broken one.
        const LONGEST: usize = 2000;
        if run.len() > LONGEST || set != Set::Kanji {
            return run.len() - 1;
        }
        let sense = |at: usize| sense(run[at], run[at + 1]);
        // Behind the gap, all pairs begin one byte later.
        let mut behind: i32 = (1..run.len() - 1).step_by(2).map(sense).sum();
        let mut before = 0;
        let mut best = (behind, 0);
        for at in (0..run.len() - 1).step_by(2) {
            before += sense(at);
            behind -= if at + 1 < run.len() - 1 {
                sense(at + 1)
            } else {
                0
            };
            // Of equals the last, since a cut is at the end.
            if before + behind >= best.0 {
                best = (before + behind, at + 2);
            }
        }
        best.1
    }

    fn even(&mut self, set: Set, run: &[u8]) {
        let eight_bit = |prefix: Option<u8>| {
            let mut bytes = Vec::with_capacity(run.len() * 3 / 2);
            for pair in run.chunks_exact(2) {
                bytes.extend(prefix);
                bytes.extend([pair[0] | 0x80, pair[1] | 0x80]);
            }
            bytes
        };
        // All of these sets are in an 8-bit charset of their country.
        let (encoding, bytes) = match set {
            Set::Supplement => (EUC_JP, eight_bit(Some(0x8f))),
            Set::Chinese => (GBK, eight_bit(None)),
            Set::Korean => (EUC_KR, eight_bit(None)),
            Set::Kanji if !self.pictograms => (EUC_JP, eight_bit(None)),
            _ => {
                return run
                    .chunks_exact(2)
                    .for_each(|pair| self.one(set, pair[0], pair[1]));
            }
        };
        match encoding.decode_without_bom_handling_and_without_replacement(&bytes) {
            Some(text) => self.out.push_str(&text),
            None => run
                .chunks_exact(2)
                .for_each(|pair| self.one(set, pair[0], pair[1])),
        }
    }

    /// One two-byte character.
    fn one(&mut self, set: Set, lead: u8, trail: u8) {
        if set == Set::Kanji
            && let Some(code) = pictogram::of_jis(lead, trail)
            && (self.pictograms || !(0x79..=0x7c).contains(&lead))
        {
            return self.out.push(code);
        }
        let plane = match set {
            Set::Plane1 => Some(1),
            Set::Plane2 => Some(2),
            _ => None,
        };
        if let Some(text) = plane.and_then(|plane| plane::character(plane, lead, trail)) {
            return self.out.push_str(text);
        }
        let (encoding, bytes): (_, &[u8]) = match set {
            Set::Plane2 => return self.out.push(UNREADABLE),
            Set::Supplement => (EUC_JP, &[0x8f, lead | 0x80, trail | 0x80]),
            Set::Chinese => (GBK, &[lead | 0x80, trail | 0x80]),
            Set::Korean => (EUC_KR, &[lead | 0x80, trail | 0x80]),
            _ => (EUC_JP, &[lead | 0x80, trail | 0x80]),
        };
        match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => self.out.push_str(&text),
            // Written as if it were of the older set, as mailers do that know the newer one.
            None => match (set, plane::character(1, lead, trail)) {
                (Set::Kanji, Some(text)) => self.out.push_str(text),
                _ => self.out.push(UNREADABLE),
            },
        }
    }
}

fn kana(byte: u8) -> char {
    match byte {
        0xa1..=0xdf => char::from_u32(0xff61 + u32::from(byte - 0xa1)).unwrap_or(UNREADABLE),
        _ => UNREADABLE,
    }
}

/// IBM's kanji in the rows 115 to 119, which only Shift_JIS has codes for. `lead` and `trail` are row
/// and cell as JIS would count on.
fn ibm(lead: u8, trail: u8) -> Option<char> {
    let (row, cell) = (u16::from(lead).checked_sub(0x73)?, u16::from(trail) - 0x21);
    let index = row * 94 + cell;
    let (first, second) = (0xfa + index / 188, index % 188);
    let second = second + if second < 63 { 0x40 } else { 0x41 };
    let bytes = [u8::try_from(first).ok()?, u8::try_from(second).ok()?];
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&bytes)?;
    text.chars().next()
}

/// `$B` without its ESC, the pairs of bytes behind it that read as Japanese, and what follows the
/// shift back.
fn lost_escape(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let tail = bytes
        .strip_prefix(b"$B")
        .or_else(|| bytes.strip_prefix(b"$@"))?;
    let ends = |b: &u8| !(0x21..=0x7e).contains(b);
    let near = &tail[..tail.len().min(AHEAD)];
    let run = &near[..near.iter().position(ends).unwrap_or(near.len())];
    let pairs = run.chunks_exact(2);
    let back = pairs.clone().position(|pair| matches!(pair, b"(B" | b"(J"));
    let (len, back) = match back {
        Some(at) => (2 * at, 2),
        // The shift back kept its ESC.
        None if tail.get(run.len()) == Some(&ESC) && run.len() % 2 == 0 => (run.len(), 0),
        None => return None,
    };
    let is_japanese = len >= 6
        && run[..len]
            .chunks_exact(2)
            .all(|pair| sense(pair[0], pair[1]) > 0);
    is_japanese.then(|| (&run[..len], &tail[len + back..]))
}

/// True where a `$B…(B` without its ESC is: all escapes of a text were filtered out.
pub(super) fn has_lost_escapes(bytes: &[u8]) -> bool {
    bytes
        .windows(2)
        .enumerate()
        .filter(|(_, w)| matches!(*w, b"$B" | b"$@"))
        .take(MOST_LOOKS)
        .any(|(at, _)| lost_escape(&bytes[at..]).is_some())
}

/// How much sense one pair of bytes makes in a Japanese text.
fn sense(lead: u8, trail: u8) -> i32 {
    match (lead, trail) {
        // Hiragana and katakana, with the ends of their rows.
        (0x24, 0x21..=0x73) | (0x25, 0x21..=0x76) => 4,
        (0x21, _) => 2,
        (0x23, 0x30..=0x39 | 0x41..=0x5a | 0x61..=0x7a) => 2,
        // Kanji by their readings: the common ones.
        (0x30..=0x4e, _) | (0x4f, 0x21..=0x53) => 2,
        (0x50..=0x73, _) | (0x74, 0x21..=0x26) => 0,
        (0x2d, _) | (0x22, _) | (0x26..=0x27, _) => 0,
        (0x75..=0x7c, _) => 0,
        _ => -6,
    }
}

/// True when pictograms stand in rows that hold nothing else.
fn has_pictograms(bytes: &[u8]) -> bool {
    let mut is_kanji = false;
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match (byte, tail) {
            (&ESC, [b'$', b'B' | b'@', after @ ..]) => (is_kanji, rest) = (true, after),
            (&ESC | b'\n', _) => is_kanji = false,
            (0x21..=0x7e, [trail, after @ ..]) if is_kanji => {
                if (0x75..=0x78).contains(byte) && pictogram::of_jis(*byte, *trail).is_some() {
                    return true;
                }
                rest = after;
            }
            _ => {}
        }
    }
    false
}
