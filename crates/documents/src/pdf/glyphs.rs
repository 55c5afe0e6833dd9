//! Names of letters (Adobe Glyph List) and what simple fonts show without saying so.

use encoding_rs::{MACINTOSH, WINDOWS_1252};

/// The names that are no letters themselves, for what Latin and Greek fonts have: those of
/// <https://github.com/adobe-type-tools/agl-aglfn> for the standard fonts' letters, and TeX's own.
const NAMES: &str = "space   exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' \
quoteright ’ quoteleft ‘ parenleft ( parenright ) asterisk * plus + comma , hyphen - minus − period . slash / \
zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = \
greater > question ? at @ bracketleft [ backslash \\ bracketright ] asciicircum ^ underscore _ grave ` \
braceleft { bar | braceright } asciitilde ~ exclamdown ¡ cent ¢ sterling £ fraction ⁄ yen ¥ florin ƒ \
section § currency ¤ quotedblleft “ guillemotleft « guilsinglleft ‹ guilsinglright › fi fi fl fl ff ff ffi ffi \
ffl ffl endash – dagger † daggerdbl ‡ periodcentered · middot · paragraph ¶ bullet • quotesinglbase ‚ \
quotedblbase „ quotedblright ” guillemotright » ellipsis … perthousand ‰ questiondown ¿ acute ´ circumflex ˆ \
tilde ˜ macron ¯ breve ˘ dotaccent ˙ dieresis ¨ ring ˚ cedilla ¸ hungarumlaut ˝ ogonek ˛ caron ˇ emdash — \
AE Æ ordfeminine ª Lslash Ł Oslash Ø OE Œ ordmasculine º ae æ dotlessi ı lslash ł oslash ø oe œ germandbls ß \
onesuperior ¹ twosuperior ² threesuperior ³ onehalf ½ onequarter ¼ threequarters ¾ logicalnot ¬ mu µ \
trademark ™ Eth Ð plusminus ± Thorn Þ divide ÷ brokenbar ¦ degree ° thorn þ registered ® eth ð multiply × \
copyright © Agrave À Aacute Á Acircumflex Â Atilde Ã Adieresis Ä Aring Å Ccedilla Ç Egrave È Eacute É \
Ecircumflex Ê Edieresis Ë Igrave Ì Iacute Í Icircumflex Î Idieresis Ï Ntilde Ñ Ograve Ò Oacute Ó \
Ocircumflex Ô Otilde Õ Odieresis Ö Ugrave Ù Uacute Ú Ucircumflex Û Udieresis Ü Yacute Ý agrave à aacute á \
acircumflex â atilde ã adieresis ä aring å ccedilla ç egrave è eacute é ecircumflex ê edieresis ë igrave ì \
iacute í icircumflex î idieresis ï ntilde ñ ograve ò oacute ó ocircumflex ô otilde õ odieresis ö ugrave ù \
uacute ú ucircumflex û udieresis ü yacute ý ydieresis ÿ Ydieresis Ÿ Scaron Š scaron š Zcaron Ž zcaron ž \
Euro € nbspace   sfthyphen - Abreve Ă abreve ă Aogonek Ą aogonek ą Cacute Ć cacute ć Ccaron Č ccaron č \
Dcaron Ď dcaron ď Dcroat Đ dcroat đ Ecaron Ě ecaron ě Eogonek Ę eogonek ę Gbreve Ğ gbreve ğ Idotaccent İ \
Lcaron Ľ lcaron ľ Lacute Ĺ lacute ĺ Nacute Ń nacute ń Ncaron Ň ncaron ň Ohungarumlaut Ő ohungarumlaut ő \
Racute Ŕ racute ŕ Rcaron Ř rcaron ř Sacute Ś sacute ś Scedilla Ş scedilla ş Tcaron Ť tcaron ť \
Tcommaaccent Ţ tcommaaccent ţ Uhungarumlaut Ű uhungarumlaut ű Uring Ů uring ů Zacute Ź zacute ź \
Zdotaccent Ż zdotaccent ż Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ \
Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω alpha α \
beta β gamma γ delta δ epsilon ε epsilon1 ε zeta ζ eta η theta θ iota ι kappa κ lambda λ nu ν xi ξ \
omicron ο pi π rho ρ sigma σ sigma1 ς tau τ upsilon υ phi φ phi1 φ chi χ psi ψ omega ω partialdiff ∂ \
summation ∑ product ∏ radical √ infinity ∞ integral ∫ approxequal ≈ notequal ≠ lessequal ≤ greaterequal ≥ \
lozenge ◊ arrowright → arrowleft ← arrowup ↑ arrowdown ↓ visiblespace   checkmark ✓ heart ♥ club ♣ \
diamond ♦ spade ♠ H18533 ■ numero № estimated ℮";

/// What the letter of that name is; `None` where the name tells nothing.
pub(super) fn letters(name: &str) -> Option<String> {
    // `a.alt` looks different; `f_i` is two letters joined.
    let name = name.split('.').next().filter(|it| !it.is_empty())?;
    let mut text = String::new();
    for part in name.split('_').take(10) {
        text.push_str(&one(part)?);
    }
    Some(text)
}

fn one(name: &str) -> Option<String> {
    if name.chars().count() == 1 {
        return Some(name.to_owned());
    }
    let mut words = NAMES.split([' ', '\n']);
    // A space is between two spaces.
    let found = words.position(|word| word == name).and_then(|at| {
        let found = NAMES.split([' ', '\n']).nth(at + 1)?;
        Some(if found.is_empty() { " " } else { found }.to_owned())
    });
    found.or_else(|| by_number(name))
}

/// `uni0041`, `uni00410042`, `u1F600`.
fn by_number(name: &str) -> Option<String> {
    let digits = name
        .strip_prefix("uni")
        .filter(|it| it.len() >= 4 && it.len() % 4 == 0);
    if let Some(digits) = digits.filter(|it| it.is_ascii() && it.len() <= 40) {
        let units = digits.as_bytes().chunks(4);
        let units = units.map(|it| u16::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        return String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok();
    }
    let digits = name
        .strip_prefix('u')
        .filter(|it| (4..=6).contains(&it.len()))?;
    let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some(c.to_string())
}

/// The letters of an encoding that a font names (ISO 32000-2 Annex D); the standard one where the name
/// is unknown.
pub(super) fn base_encoding(name: &[u8]) -> [Option<String>; 256] {
    let table = match name {
        b"WinAnsiEncoding" => Some(WINDOWS_1252),
        b"MacRomanEncoding" => Some(MACINTOSH),
        _ => None,
    };
    std::array::from_fn(|code| {
        let byte = [code as u8];
        let c = match table {
            Some(table) => table.decode_without_bom_handling(&byte).0.chars().next()?,
            None => standard(code as u8)?,
        };
        (!c.is_control()).then(|| c.to_string())
    })
}

/// Adobe's standard encoding (Annex D.2).
fn standard(code: u8) -> Option<char> {
    const FROM_161: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\0–†‡·\0¶•‚„”»…‰\0¿\0`´ˆ˜¯˘˙¨\0˚¸\0˝˛ˇ—";
    match code {
        39 => Some('’'),
        96 => Some('‘'),
        32..=126 => Some(char::from(code)),
        161..=208 => FROM_161
            .chars()
            .nth(usize::from(code - 161))
            .filter(|c| *c != '\0'),
        225 => Some('Æ'),
        227 => Some('ª'),
        232 => Some('Ł'),
        233 => Some('Ø'),
        234 => Some('Œ'),
        235 => Some('º'),
        241 => Some('æ'),
        245 => Some('ı'),
        248 => Some('ł'),
        249 => Some('ø'),
        250 => Some('œ'),
        251 => Some('ß'),
        _ => None,
    }
}

/// Widths of Helvetica's letters from the space to the tilde, in thousandths.
#[rustfmt::skip]
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// About how wide a letter of one of the fonts is that every reader has (§9.6.2.2): the file need not
/// tell. Times is a little narrower than Helvetica, Courier has one width.
pub(super) fn standard_width(font: &str, code: u8) -> f64 {
    if font.contains("Courier") {
        return 600.0;
    }
    let width = code
        .checked_sub(32)
        .and_then(|at| HELVETICA.get(usize::from(at)));
    let width = f64::from(width.copied().unwrap_or(556));
    match font.contains("Times") {
        true => width * 0.92,
        false => width,
    }
}
