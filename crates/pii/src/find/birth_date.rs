//! Dates of birth: a date that words around it call so. Other dates are never masked.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Text, labelled, topic};

pub(super) const KIND: &str = "BIRTH_DATE";

const DATE: &str = r"(?:(?:(?:19|20)[0-9]{2}|(?:昭和|平成|令和|大正|[SHRTshrt]\.?) ?(?:[0-9]{1,2}|元)) ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2} ?日?|(?:19|20)[0-9]{6}|[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:19|20)?[0-9]{2}|[0-9]{1,2}(?:st|nd|rd|th|\.)?(?: of)? (?:[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]a[iy]|[Jj]u[nl]|[Aa]ug|[Ss]ep|[Oo][ck]t|[Nn]ov|[Dd]e[cz]|[A-Za-z]+)[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.]*,? (?:19|20)[0-9]{2}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? [0-9]{1,2}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{2}|[0-9]{1,2}月[0-9]{1,2}日|(?:(?:昭和|平成|令和|大正)[一二三四五六七八九十元〇]{1,4}|[一二][〇一二三四五六七八九]{3})年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)";

static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:生 ?年 ?月 ?日|誕 ?生 ?日|[Dd]ate [Oo]f [Bb]irth|DOB|D\.O\.B|[Bb]irth ?[Dd]a(?:y|te)|[Bb]orn|Geburtsdatum|[Gg]eboren|[Gg]eb\.|[Nn]ée? le|[Dd]ate de naissance|[Ff]echa de nacimiento|生日|생년월일)[^\n0-9]{{0,20}}?({DATE})"
    ))
    .expect("the pattern is fixed and tested")
});

/// 1985年3月4日生まれ.
static IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^({DATE}) ?(?:生まれ|生れ|うまれ|生)$"))
        .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if !text.speaks_of(topic::BIRTH) {
        return;
    }
    labelled::find(text, &BEHIND, KIND, |_| true, found);
    for word in ["生まれ", "生れ", "うまれ", "生"] {
        for (at, word) in text.folded.match_indices(word) {
            // 1985年3月4日生 ends there; 生産 and 生まれ go on.
            let goes_on = |c: char| matches!(c, '\u{3041}'..='\u{30fe}' | '\u{3400}'..='\u{9fff}');
            if word == "生" && text.after(at + word.len()).is_some_and(goes_on) {
                continue;
            }
            if let Some(range) = before(text.folded, at, at + word.len()) {
                found.push(Found { range, kind: KIND });
            }
        }
    }
}

/// The date that ends at `at`.
fn before(text: &str, at: usize, end: usize) -> Option<std::ops::Range<usize>> {
    let mut from = at.saturating_sub(40);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let dated = |c: char| c.is_ascii_digit() || c == '年';
    if !text[from..at].contains(dated) {
        return None;
    }
    text[from..at].char_indices().find_map(|(start, _)| {
        let start = from + start;
        let date = IN_FRONT.captures(&text[start..end])?.get(1)?;
        Some(start..start + date.end())
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_dates_of_birth_only() {
        for (date, text) in [
            ("1985年3月4日", "生年月日は1985年3月4日です"),
            ("１９８５／０３／０４", "生年月日：１９８５／０３／０４"),
            ("昭和60年3月4日", "誕生日 昭和60年3月4日"),
            ("1985年3月4日", "1985年3月4日生まれの者です"),
            ("S60.3.4", "生年月日: S60.3.4"),
            ("March 4, 1985", "I was born on March 4, 1985."),
            ("4 March 1985", "Date of birth: 4 March 1985"),
            ("03/04/1985", "DOB 03/04/1985"),
            ("19850304", "生年月日 19850304"),
            ("1978/09/15", "佐藤（1978/09/15生）"),
            ("昭和62年8月4日", "（昭和62年8月4日生）"),
            ("1978年9月15日", "1978年9月15日生"),
            ("04.07.1988", "geb. 04.07.1988 in Ulm"),
            ("昭和五十三年九月十五日", "昭和五十三年九月十五日生まれ"),
            ("一九七八年九月十五日", "生年月日　一九七八年九月十五日"),
            ("1985年3月4日", "生 年 月 日 1985年3月4日"),
        ] {
            assert_found(KIND, date, text);
        }
        for text in [
            "1985年3月4日に買いました",
            "2024年3月4日生産",
            "2024年3月4日生放送",
            "誕生日プレゼントに3個",
            "2024-01-15",
            "born in the USA",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
