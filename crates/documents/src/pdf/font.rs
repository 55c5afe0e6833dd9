//! A font (ISO 32000-2 §9.5 to §9.10): which letters the codes of a string are, and how wide.

use std::collections::HashMap;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, String as Bytes};

use super::glyphs;

/// Bytes of one table of a font, and of what is looked at of a font's program.
const LARGEST_TABLE: usize = 4 * 1024 * 1024;
const LONGEST_PROGRAM: usize = 64 * 1024;
/// Widths of one font.
const MOST_WIDTHS: usize = 70_000;

/// A font as far as text needs it.
pub(super) struct Font {
    /// Lines go from the top to the bottom.
    pub(super) is_vertical: bool,
    /// Codes -> letters, as the file says; above all else.
    to_unicode: Option<CMap>,
    letters: Letters,
    widths: HashMap<u32, f64>,
    usual_width: f64,
    /// Widths are thousandths of a letter's height, but for fonts that are drawings.
    unit: f64,
}

enum Letters {
    /// One byte a letter.
    Simple(Box<[Option<String>; 256]>),
    /// One to four bytes a letter: code -> number in the font -> letter.
    Composite {
        codes: Box<CMap>,
        letters: Option<Box<CMap>>,
    },
}

/// A letter that is shown.
pub(super) struct Glyph {
    /// `None` where the font does not tell.
    pub(super) text: Option<String>,
    /// How far it moves, in heights of a letter.
    pub(super) advance: f64,
    /// The code that word spacing counts (§9.3.3).
    pub(super) is_space: bool,
}

impl Font {
    pub(super) fn read(font: &Dict<'_>) -> Font {
        let to_unicode = font
            .get::<Stream<'_>>("ToUnicode")
            .and_then(|it| table(&it));
        match font.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Type0") => composite(font, to_unicode),
            kind => simple(font, kind == Some(b"Type3"), to_unicode),
        }
    }

    /// The letters of a string.
    pub(super) fn glyphs<'f>(&'f self, mut codes: &'f [u8]) -> impl Iterator<Item = Glyph> + 'f {
        std::iter::from_fn(move || {
            let (code, length, number) = self.next(codes)?;
            codes = &codes[length..];
            let width = self
                .widths
                .get(&number)
                .copied()
                .unwrap_or(self.usual_width);
            Some(Glyph {
                text: self.text(code, number),
                advance: match self.is_vertical {
                    true => 1.0,
                    false => width * self.unit,
                },
                is_space: length == 1 && code == 32,
            })
        })
    }

    /// The next code, its bytes, and its number in the font.
    fn next(&self, codes: &[u8]) -> Option<(u32, usize, u32)> {
        let first = u32::from(*codes.first()?);
        let Letters::Composite { codes: map, .. } = &self.letters else {
            return Some((first, 1, first));
        };
        let mut code = 0;
        for (at, byte) in codes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(*byte);
            let length = at + 1;
            if let Some(number) = map.lookup_cid_code(code, length as u8) {
                return Some((code, length, number));
            }
        }
        // Most have two bytes; what is in no table is one letter that is not there.
        let length = codes.len().min(2);
        let code = codes[..length]
            .iter()
            .fold(0, |code, byte| code << 8 | u32::from(*byte));
        Some((code, length, 0))
    }

    fn text(&self, code: u32, number: u32) -> Option<String> {
        let said = self
            .to_unicode
            .as_ref()
            .and_then(|it| it.lookup_bf_string(code));
        if let Some(text) = said.map(letters_of).filter(|it| is_text(it)) {
            return Some(text);
        }
        match &self.letters {
            Letters::Simple(letters) => letters.get(code as usize)?.clone(),
            Letters::Composite { letters, .. } => {
                let text = letters_of(letters.as_ref()?.lookup_bf_string(number)?);
                is_text(&text).then_some(text)
            }
        }
    }
}

fn letters_of(text: BfString) -> String {
    match text {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    }
}

/// Some programs write a table that says nothing: zeros, private numbers.
fn is_text(text: &str) -> bool {
    let is_none = |c: char| {
        (c.is_control() && !c.is_whitespace())
            || c == '\u{fffd}'
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
    };
    !text.is_empty() && !text.chars().any(is_none)
}

fn table(stream: &Stream<'_>) -> Option<CMap> {
    let table = stream.decoded_data().ok()?;
    let table = table.get(..LARGEST_TABLE.min(table.len()))?;
    CMap::parse(table, load_embedded)
}

fn named(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load_embedded(name)?, load_embedded)
}

fn composite(font: &Dict<'_>, to_unicode: Option<CMap>) -> Font {
    let inner = font.get::<Array<'_>>("DescendantFonts");
    let inner = inner
        .and_then(|it| it.iter::<Dict<'_>>().next())
        .unwrap_or_default();
    let codes = match font.get::<Object<'_>>("Encoding") {
        Some(Object::Name(name)) => match name.as_ref() {
            b"Identity-V" => Some(CMap::identity_v()),
            b"Identity-H" => None,
            name => named(CMapName::from_bytes(name)),
        },
        Some(Object::Stream(stream)) => table(&stream),
        _ => None,
    };
    let codes = codes.unwrap_or_else(CMap::identity_h);
    let system = inner.get::<Dict<'_>>("CIDSystemInfo");
    let text = |name: &str| {
        let text = system.as_ref()?.get::<Bytes<'_>>(name)?;
        Some(text.as_bytes().to_vec())
    };
    let family = text("Registry").zip(text("Ordering"));
    let family = family.map(|(who, what)| CidFamily::from_registry_ordering(&who, &what));
    let of_codes = codes
        .metadata()
        .character_collection
        .as_ref()
        .map(|it| it.family.clone());
    let letters = family.and_then(|it| it.ucs2_cmap());
    let letters = letters.or_else(|| of_codes?.ucs2_cmap()).and_then(named);
    Font {
        is_vertical: codes.metadata().writing_mode == Some(WritingMode::Vertical),
        to_unicode,
        usual_width: inner.get::<Number>("DW").map_or(1000.0, |it| it.as_f64()),
        widths: inner
            .get::<Array<'_>>("W")
            .map(|it| composite_widths(&it))
            .unwrap_or_default(),
        letters: Letters::Composite {
            codes: Box::new(codes),
            letters: letters.map(Box::new),
        },
        unit: 0.001,
    }
}

/// `1 [500 600] 10 20 1000` (§9.7.4.3).
fn composite_widths(array: &Array<'_>) -> HashMap<u32, f64> {
    let mut widths = HashMap::new();
    let mut waiting: Vec<f64> = Vec::new();
    for item in array.iter::<Object<'_>>() {
        if widths.len() >= MOST_WIDTHS {
            break;
        }
        match item {
            Object::Number(number) => waiting.push(number.as_f64()),
            Object::Array(list) => {
                let first = waiting.pop().unwrap_or(0.0) as u32;
                waiting.clear();
                for (at, width) in (first..).zip(list.iter::<Number>().take(MOST_WIDTHS)) {
                    widths.insert(at, width.as_f64());
                }
            }
            _ => {}
        }
        if let [first, last, width] = waiting[..] {
            waiting.clear();
            let (first, last) = (first as u32, last as u32);
            for at in (first..=last).take(MOST_WIDTHS) {
                widths.insert(at, width);
            }
        }
    }
    widths
}

fn simple(font: &Dict<'_>, is_drawn: bool, to_unicode: Option<CMap>) -> Font {
    let name = font.get::<Name<'_>>("BaseFont");
    let name = name.map(|it| String::from_utf8_lossy(it.as_ref()).into_owned());
    let name = name.unwrap_or_default();
    let descriptor = font.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
    let first = font.get::<i32>("FirstChar").unwrap_or(0).max(0) as u32;
    let widths = font.get::<Array<'_>>("Widths");
    let widths: HashMap<u32, f64> = match widths {
        Some(widths) => {
            let widths = widths.iter::<Number>().take(256).map(|it| it.as_f64());
            (first..).zip(widths).collect()
        }
        None => (0..256)
            .map(|code| (code, glyphs::standard_width(&name, code as u8)))
            .collect(),
    };
    let unit = match font.get::<Array<'_>>("FontMatrix").filter(|_| is_drawn) {
        Some(matrix) => matrix
            .iter::<Number>()
            .next()
            .map_or(0.001, |it| it.as_f64().abs()),
        None => 0.001,
    };
    let missing = descriptor
        .get::<Number>("MissingWidth")
        .map(|it| it.as_f64());
    Font {
        is_vertical: false,
        to_unicode,
        letters: Letters::Simple(Box::new(encoding(font, &descriptor, &name))),
        widths,
        usual_width: missing.unwrap_or(0.0),
        unit,
    }
}

/// The letters of a simple font: those of its base encoding, with the differences (§9.6.5).
fn encoding(font: &Dict<'_>, descriptor: &Dict<'_>, name: &str) -> [Option<String>; 256] {
    let encoding = font.get::<Object<'_>>("Encoding");
    let (base, differences) = match encoding {
        Some(Object::Name(base)) => (Some(base.as_ref().to_vec()), None),
        Some(Object::Dict(dict)) => {
            let base = dict.get::<Name<'_>>("BaseEncoding");
            let base = base.map(|it| it.as_ref().to_vec());
            (base, dict.get::<Array<'_>>("Differences"))
        }
        _ => (None, None),
    };
    let mut letters = match base.as_deref() {
        Some(base) => glyphs::base_encoding(base),
        None => {
            let own = descriptor.get::<Stream<'_>>("FontFile");
            let own = own.and_then(|it| it.decoded_data().ok().map(|it| own_encoding(&it)));
            own.flatten().unwrap_or_else(|| match name {
                _ if name.ends_with("Symbol") || name.ends_with("ZapfDingbats") => {
                    std::array::from_fn(|_| None)
                }
                _ => glyphs::base_encoding(b"StandardEncoding"),
            })
        }
    };
    let mut code = 0usize;
    for item in differences
        .iter()
        .flat_map(|it| it.iter::<Object<'_>>())
        .take(1_000)
    {
        match item {
            Object::Number(number) => code = usize::try_from(number.as_i64()).unwrap_or(256),
            Object::Name(name) => {
                if let Some(letter) = letters.get_mut(code) {
                    *letter = glyphs::letters(&String::from_utf8_lossy(name.as_ref()));
                }
                code += 1;
            }
            _ => {}
        }
    }
    letters
}

/// What a Type 1 font's own program says in its clear part: `dup 65 /A put`.
fn own_encoding(program: &[u8]) -> Option<[Option<String>; 256]> {
    let program = &program[..program.len().min(LONGEST_PROGRAM)];
    let clear = program
        .windows(5)
        .position(|it| it == b"eexec")
        .unwrap_or(program.len());
    let clear = String::from_utf8_lossy(&program[..clear]);
    let (_, encoding) = clear.split_once("/Encoding")?;
    let encoding = encoding.split("readonly").next()?;
    if encoding.trim_start().starts_with("StandardEncoding") {
        return Some(glyphs::base_encoding(b"StandardEncoding"));
    }
    let mut letters = std::array::from_fn(|_| None);
    let mut words = encoding.split_whitespace();
    while let Some(word) = words.next() {
        if word != "dup" {
            continue;
        }
        let (code, name) = (words.next()?, words.next()?);
        if let (Ok(code), Some(name)) = (code.parse::<u8>(), name.strip_prefix('/')) {
            letters[usize::from(code)] = glyphs::letters(name);
        }
    }
    Some(letters)
}
