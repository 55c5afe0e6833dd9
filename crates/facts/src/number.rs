//! Numbers as people write them: `12,800`, `1万2千`, `二千五百`, `twenty-four`.

/// A number in ten-thousandths: exact where money and measures need it, and comparable.
pub(crate) type Number = i64;

/// One, as a [`Number`].
pub(crate) const ONE: Number = 10_000;

/// Digits, with separators, and Japanese units behind them: `1万2千`, `1.5万`, `12,800`.
pub(crate) const DIGITS: &str =
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d+(?:\.\d+)?";
/// Digits in groups of three with blanks between, as in much of the world: `1 500`, `12 500.50`; with apostrophes in Switzerland.
pub(crate) const BLANK_GROUPS: &str = r"\d{1,3}(?:[\x20']\d{3})+(?:[.,]\d{2})?";
/// Digits mixed with Japanese units, or kanji alone.
pub(crate) const JAPANESE: &str = r"(?:(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[億万千百十](?:\d[\d,]*)?)*|[一二三四五六七八九十百千万億〇]+)";
/// Numbers in English words, up to the hundreds; also where a pattern leaves its own blanks out.
pub(crate) const WORDS: &str = r"(?i:(?:(?:one|two|three|four|five|six|seven|eight|nine|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|a)\x20hundred(?:\x20and)?[\x20-]?)?(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\x20-](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine)|(?:one|two|three|four|five|six|seven|eight|nine|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|a)\x20hundred|a\x20dozen)";

/// Reads a number in any of these forms.
pub(crate) fn parse(text: &str) -> Option<Number> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if text.chars().next()?.is_ascii_alphabetic() {
        return words(text);
    }
    let mut total: Number = 0;
    let mut section: Number = 0;
    let mut digits: Option<Number> = None;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if character.is_ascii_digit() {
            let end = rest
                .find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
                .unwrap_or(rest.len());
            digits = Some(decimal(&rest[..end])?);
            rest = &rest[end..];
            continue;
        }
        rest = &rest[character.len_utf8()..];
        match character {
            '十' | '百' | '千' => {
                let unit = match character {
                    '十' => 10,
                    '百' => 100,
                    _ => 1_000,
                };
                section = section.checked_add(digits.take().unwrap_or(ONE).checked_mul(unit)?)?;
            }
            '万' | '億' => {
                let unit = if character == '万' {
                    10_000
                } else {
                    100_000_000
                };
                let before = section + digits.take().unwrap_or(0);
                total = total
                    .checked_add((if before == 0 { ONE } else { before }).checked_mul(unit)?)?;
                section = 0;
            }
            _ => {
                let digit = "〇一二三四五六七八九"
                    .chars()
                    .position(|c| c == character)? as Number;
                digits = Some(
                    digits
                        .unwrap_or(0)
                        .checked_mul(10)?
                        .checked_add(digit * ONE)?,
                );
            }
        }
    }
    total.checked_add(section)?.checked_add(digits.unwrap_or(0))
}

fn decimal(text: &str) -> Option<Number> {
    let text = text.trim_end_matches(['.', ',']);
    // 1.234.567: two points are of groups.
    let text = match text.matches('.').count() {
        0 | 1 => text.replace(',', ""),
        _ => text.replace(['.', ','], ""),
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut value: Number = whole.parse::<Number>().ok()?.checked_mul(ONE)?;
    let mut unit = ONE / 10;
    for digit in part.chars().take(4) {
        value += Number::from(digit.to_digit(10)?) * unit;
        unit /= 10;
    }
    Some(value)
}

fn words(text: &str) -> Option<Number> {
    let (mut thousands, mut value) = (0, 0);
    for word in text.to_ascii_lowercase().split([' ', '-', ',']) {
        value += match word {
            "a" | "and" | "" => 0,
            "thousand" => {
                thousands = if value == 0 { 1_000 } else { value * 1_000 };
                value = 0;
                0
            }
            "hundred" => {
                value = if value == 0 { 100 } else { value * 100 };
                0
            }
            "dozen" => 12,
            "one" => 1,
            "two" => 2,
            "three" => 3,
            "four" => 4,
            "five" => 5,
            "six" => 6,
            "seven" => 7,
            "eight" => 8,
            "nine" => 9,
            "ten" => 10,
            "eleven" => 11,
            "twelve" => 12,
            "thirteen" => 13,
            "fourteen" => 14,
            "fifteen" => 15,
            "sixteen" => 16,
            "seventeen" => 17,
            "eighteen" => 18,
            "nineteen" => 19,
            "twenty" => 20,
            "thirty" => 30,
            "forty" => 40,
            "fifty" => 50,
            "sixty" => 60,
            "seventy" => 70,
            "eighty" => 80,
            "ninety" => 90,
            _ => return None,
        };
    }
    Some((thousands + value) * ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_the_same_in_every_form() {
        for (text, value) in [
            ("12,800", 12_800),
            ("1万2千", 12_000),
            ("2万4千", 24_000),
            ("二千五百", 2_500),
            ("三十", 30),
            ("十二", 12),
            ("twenty-four", 24),
            ("a hundred", 100),
            ("two hundred and fifty", 250),
            ("twelve thousand five hundred and fifty", 12_550),
            ("two thousand", 2_000),
            ("1.234.567", 1_234_567),
            ("1億", 100_000_000),
            ("万", 10_000),
        ] {
            assert_eq!(parse(text), Some(value * ONE), "{text}");
        }
        assert_eq!(parse("1.5万"), Some(15_000 * ONE));
        assert_eq!(parse("9.99"), Some(99_900));
    }
}
