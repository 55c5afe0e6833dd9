//! How a cell shows its number (ECMA-376 part 1, §18.8.30 and §18.8.31).

use jiff::civil::{Date, Time};
use jiff::{Span, ToSpan};

/// What of a number's format matters to its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// As it is.
    General,
    /// A hundred times as much, with `%`.
    Percent,
    /// Days since the beginning, as a date, a time or both.
    Date { day: bool, time: bool },
    /// With what stands before and behind it: `¥`, `円`, `$`.
    Amount { before: String, after: String },
}

/// Signs and words of money that are shown with a number.
const MONEY: [&str; 14] = [
    "¥", "￥", "円", "$", "€", "£", "₩", "元", "kr", "zł", "CHF", "USD", "EUR", "JPY",
];

impl Format {
    /// The formats that have a number and no code.
    pub(super) fn built_in(id: &str) -> Format {
        let date = |day, time| Format::Date { day, time };
        match id.parse().unwrap_or(0) {
            9 | 10 => Format::Percent,
            14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => date(true, false),
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => date(false, true),
            22 => date(true, true),
            // 5 to 8 and 42 are money of the reader's own country, which the file does not tell.
            _ => Format::General,
        }
    }

    /// What a code says: its first section, which is for positive numbers.
    pub(super) fn of_code(code: &str) -> Format {
        let (mut letters, mut words) = (String::new(), String::new());
        let mut digits_at = None;
        let mut rest = code.chars();
        while let Some(c) = rest.next() {
            match c {
                ';' => break,
                '"' => words.extend(rest.by_ref().take_while(|c| *c != '"')),
                '\\' | '_' | '*' => {
                    let literal = rest.next();
                    words.extend(literal.filter(|_| c == '\\'));
                }
                '[' => {
                    // `[$¥-411]` is a sign of money, `[h]` hours, all else a colour or a condition.
                    let inside: String = rest.by_ref().take_while(|c| *c != ']').collect();
                    match inside.strip_prefix('$') {
                        Some(sign) => words.push_str(sign.split('-').next().unwrap_or_default()),
                        None if matches!(inside.as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") => {
                            letters.push_str(&inside);
                        }
                        None => {}
                    }
                }
                '0' | '#' | '?' => {
                    digits_at.get_or_insert(words.len());
                    letters.push('0');
                }
                c if c.is_ascii_alphabetic() => letters.push(c.to_ascii_lowercase()),
                '%' => letters.push(c),
                c => words.push(c),
            }
        }
        let letters = letters
            .replace("general", "")
            .replace("am/pm", "h")
            .replace("a/p", "h");
        let has = |set: &str| letters.contains(|c| set.contains(c));
        if has("%") {
            return Format::Percent;
        }
        if has("ydgea") || has("hms") {
            // `m` is a month, unless hours or seconds are beside it.
            let time = has("hs");
            let day = has("ydgea") || !time;
            return Format::Date { day, time };
        }
        let at = digits_at.unwrap_or(0);
        let money = |text: &str| {
            let sign = MONEY.iter().find(|sign| text.contains(**sign));
            sign.map_or(String::new(), |sign| (*sign).to_owned())
        };
        let (before, after) = (money(&words[..at]), money(&words[at..]));
        match before.is_empty() && after.is_empty() {
            true => Format::General,
            false => Format::Amount { before, after },
        }
    }

    /// What a cell with this format shows for a number as it is written in the file.
    pub(super) fn show(&self, value: &str, since_1904: bool) -> String {
        let Ok(number) = value.parse::<f64>() else {
            return value.to_owned();
        };
        if !number.is_finite() {
            return value.to_owned();
        }
        match self {
            Format::General => plain(number),
            Format::Percent => format!("{}%", plain(number * 100.0)),
            Format::Amount { before, after } => match number < 0.0 {
                true => format!("-{before}{}{after}", plain(-number)),
                false => format!("{before}{}{after}", plain(number)),
            },
            Format::Date { day, time } => {
                let shown = moment(number, *day, *time, since_1904);
                shown.unwrap_or_else(|| plain(number))
            }
        }
    }
}

/// A number with the fifteen digits that spreadsheets count with: `0.1 + 0.2` is `0.3`.
fn plain(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // Beyond that it would be a line of zeros.
    match rounded != 0.0 && !(1e-15..1e21).contains(&rounded.abs()) {
        true => format!("{rounded:e}"),
        false => format!("{rounded}"),
    }
}

/// Days since the end of 1899, or since the beginning of 1904.
fn moment(days: f64, day: bool, time: bool, since_1904: bool) -> Option<String> {
    if !(0.0..3_000_000.0).contains(&days) {
        return None;
    }
    // Half a second more: a time is a fraction that comes out a little below.
    let seconds = (days * 86_400.0).round() as i64;
    let (whole, within) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let midnight = Time::midnight();
    let clock = midnight.checked_add(within.seconds()).ok()?;
    let clock = clock.strftime(if within % 60 == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    });
    if !day {
        // A duration may have more hours than a day.
        return Some(match whole {
            0 => clock.to_string(),
            whole => format!("{}:{:02}", whole * 24 + within / 3600, within % 3600 / 60),
        });
    }
    let begin = match since_1904 {
        true => Date::constant(1904, 1, 1),
        // 1900 counts as a leap year there, which it was not.
        false if whole < 60 => Date::constant(1899, 12, 31),
        false => Date::constant(1899, 12, 30),
    };
    let date = begin.checked_add(Span::new().try_days(whole).ok()?).ok()?;
    Some(match time {
        true => format!("{date} {clock}"),
        false => date.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_as_its_format_says() {
        for (code, value, shown) in [
            ("General", "12800", "12800"),
            ("0.00", "0.30000000000000004", "0.3"),
            ("yyyy/mm/dd", "45992", "2025-12-01"),
            ("yyyy\"年\"m\"月\"d\"日\"", "45992", "2025-12-01"),
            ("[$-411]ggge\"年\"m\"月\"d\"日\";@", "45992", "2025-12-01"),
            ("m/d/yy h:mm", "45992.5", "2025-12-01 12:00"),
            ("h:mm:ss", "0.75", "18:00"),
            ("[h]:mm", "1.5", "36:00"),
            ("mmm-yy", "45992", "2025-12-01"),
            ("0%", "0.1", "10%"),
            ("0.0%", "0.075", "7.5%"),
            ("\"¥\"#,##0;[Red]\\-\"¥\"#,##0", "12800", "¥12800"),
            ("[$¥-411]#,##0", "-12800", "-¥12800"),
            ("#,##0\"円\"", "550", "550円"),
            ("#,##0.00\\ [$€-407]", "19.9", "19.9€"),
            ("_-* #,##0\\ \"kr\"_-", "99", "99kr"),
            ("#,##0_);[Red](#,##0)", "1234", "1234"),
            ("[Red]0", "5", "5"),
            ("@", "0042", "42"),
            ("yyyy-mm-dd", "-1", "-1"),
            ("yyyy-mm-dd", "99999999", "99999999"),
            ("0", "1E+300", "1e300"),
            ("0", "not a number", "not a number"),
        ] {
            assert_eq!(Format::of_code(code).show(value, false), shown, "{code}");
        }
        assert_eq!(Format::built_in("14").show("1", false), "1900-01-01");
        assert_eq!(Format::built_in("14").show("61", false), "1900-03-01");
        assert_eq!(Format::built_in("14").show("0", true), "1904-01-01");
        assert_eq!(Format::built_in("20").show("0.5", false), "12:00");
    }
}
