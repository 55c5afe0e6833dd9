//! Dates of birth: a date that words around it call so. Other dates are never masked.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Text, topic};

pub(super) mod near;

pub(super) const KIND: &str = "BIRTH_DATE";

/// The names of months that are written without a year, or with one of two digits.
const MONTH: &str = r"(?i:jan|feb|fév|mar|mär|apr|avr|abr|may|mai|mag|mayo|jun|juin|giu|jul|juil|lug|aug|août|ago|sep|set|oct|okt|ott|out|nov|dec|déc|dez|dic)[a-zéèû]{0,6}\.?";

/// The number of a day in words.
const ORDINAL: &str = r"(?:(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)";

/// A year in digits or in words: nineteen eighty-five, two thousand and one.
const YEAR_SAID: &str = r"(?:(?:19|20)[0-9]{2}|(?i:(?:(?:nineteen|twenty)(?:[ -](?:hundred|oh|and|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,6}teen|[a-z]{3,5}ty)){1,3}|two thousand(?:(?: and)? [a-z]{3,9}(?:[ -][a-z]{3,5})?)?)))";

/// A day with its year.
static FULL: LazyLock<String> = LazyLock::new(|| {
    [
        r"(?:(?:19|20)[0-9]{2}|(?:昭和|平成|令和|大正) ?(?:[0-9]{1,2}|元)|(?-u:\b)[SHRTshrt]\.? ?[0-9]{1,2}) ?[-/.年년・, ] ?[0-9]{1,2} ?[-/.月월・, ] ?[0-9]{1,2}(?-u:\b)(?: ?[日일号])?",
        r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?-u:\b)",
        r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|[12][0-9]|3[01])(?:19|20)[0-9]{2}(?-u:\b)",
        r"[0-9]{1,2} ?[-/.・ ] ?[0-9]{1,2} ?[-/.・ ] ?(?:(?:19|20)[0-9]{2}|['’]?[0-9]{2})(?-u:\b)",
        r"(?:(?i:the) )?[0-9]{1,2}(?:st|nd|rd|th|er|\.|º|°)?[ -]?(?:of |de )?[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ]{3,12}\.?,?[ -](?:de |del )?(?:19|20)[0-9]{2}(?-u:\b)",
        &format!(r"[0-9]{{1,2}}[ -]?{MONTH}[ -]['’]?[0-9]{{2}}(?-u:\b)"),
        &format!(r"{MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}}(?-u:\b)"),
        // the first of April 1985, April the first, nineteen eighty-five
        &format!(r"(?i:(?-u:\b)(?:the )?{ORDINAL} (?:of )?){MONTH},?(?: {YEAR_SAID})?(?-u:\b)"),
        &format!(r"{MONTH} (?i:(?:the )?{ORDINAL}),?(?: {YEAR_SAID})?(?-u:\b)"),
        r"(?:(?:昭和|平成|令和|大正)[一二三四五六七八九十元〇]{1,4}|[一二][〇一二三四五六七八九]{3})年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日",
    ]
    .join("|")
});

/// A day without one.
static SHORT: LazyLock<String> = LazyLock::new(|| {
    [
        r"[0-9]{1,2} ?[月월] ?[0-9]{1,2} ?[日일号]",
        r"(?:0?[1-9]|[12][0-9]|3[01]) ?[-/.] ?(?:0?[1-9]|[12][0-9]|3[01])(?-u:\b)",
        &format!(r"{MONTH} (?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?(?-u:\b)"),
        &format!(r"[0-9]{{1,2}}(?:st|nd|rd|th|er|\.)?(?: of| de)? ?(?-u:\b){MONTH}"),
        r"[0-9]{6}(?-u:\b)",
    ]
    .join("|")
});

/// What calls the date behind it so.
const LABEL: &str = concat!(
    r"(?:生 ?年 ?月 ?日|誕 ?生 ?日|(?:生まれ|生れ|産まれ)(?:は|が|:|た(?:の|日)は)|出生(?:日期?|年月日?|于|在)|生日|생년월일|생일|출생일?|",
    r"(?i:date[ _]?of[ _]?birth|birth[ _]?da(?:y|te)|(?-u:\b)dob(?-u:\b)|(?-u:\b)d[./]o[./]b|(?-u:\b)born(?-u:\b)|geburtsdatum|geburtstag|geb\.? ?dat(?:um|\.)|geboortedatum|geboren (?:am|op)|(?-u:\b)geb\.|",
    r"(?-u:\b)n[ée]e?(?:\(e\))? le|date de naissance|naissance|fecha de nac(?:imiento|\.)|f\. ?nac\.?|(?-u:\b)nac[íi] el|nacid[oa] el|data di nascita|(?-u:\b)nat[oa] il|",
    r"data de nasc(?:imento|\.)|nascid[oa] em|födelsedatum|fødselsdato|syntymäaika|data urodzenia|urodzon[ya]|дата рождения|родил(?:ся|ась)|doğum tarihi|tanggal lahir|ngày sinh|วันเกิด))",
);

/// What may be between a label and the date, so that nothing else is meant.
const LINK: &str = r"(?:[^\p{L}\p{N}。.!?]|は|が|も|です|私|日|年|月|西暦|의|은|는|이|yyyy|mm|dd|[(].{0,24}[)]|</?t?[dht]{1,2}>|(?i:is|was|on|the|actually|it's|falls|le|il|el|am|op|em|den)(?-u:\b)){0,8}?";

/// `birth` and no more of a label: only in front of the date itself.
const SHORT_LABEL: &str = r"(?-u:\b)(?i:birth)[^\p{L}\p{N}。.!?]{1,4}";

static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"{LABEL}(?:{LINK}(?P<date>{}|{})|(?P<between>[^\n0-9]{{1,24}}?)(?P<told>{}))|{SHORT_LABEL}(?P<short>{})",
        *FULL, *SHORT, *FULL, *FULL
    ))
});

/// 1985年3月4日生まれ, and in England `b. 4 March 1985`.
static IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        concat!(
            r"(?P<date>{}|{})(?:[ ,、]{{0,2}}(?:に|で|\()?(?:生まれ|生れ|うまれ|産まれ|(?i:geboren(?-u:\b))|出生|生(?:[^\p{{Han}}\p{{Hiragana}}\p{{Katakana}}]|$|です|でし|で、|と申|の(?:者|もの|私|妻|夫|息子|娘|子|父|母))|생(?:이|입|인|\P{{L}}|$)|에 ?태어|년?생)",
            r"|[ ]?(?:が|は)(?:(?:私|わたし|僕|俺|自分|娘|息子|妻|夫|母|父|子供|子ども|主人|家内|彼|彼女|本人)の)?お?(?:誕生日|生年月日)|生日",
            r"|(?P<checked>[ ]?で(?:ご)?(?:本人|照合|認証))",
            r"|,? is (?:my|his|her|our|the)(?: [a-z]{{1,12}}['’]s)? (?:birthday|birth ?date|date of birth|dob)(?-u:\b))",
            r"|(?-u:\b)b\.? ?(?P<born>{})",
        ),
        *FULL, *SHORT, *FULL
    ))
});

/// A year of birth, where the day stands beside it.
static YEAR: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?P<year>(?:19|20)[0-9]{2}年) ?(?:生まれ|生れ|産まれ|うまれ)"));

/// Another date beside a told one, which corrects it: `…, it should be 2 May 1985`, `on your form: …`, ではなく….
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^[^\n0-9]{{0,30}}?(?:(?i:(?-u:\b)(?:not|should be|but|form|instead of|correct|wrong|changed to)(?-u:\b))|ではなく|じゃなく|でなく|正しく|本当は)[^\n0-9]{{0,16}}?(?P<date>{})",
        *FULL
    ))
});

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// What is given or held on a birthday has a day of its own.
const OCCASIONS: &[&str] = &[
    "プレゼント",
    "ケーキ",
    "ギフト",
    "祝",
    "会",
    "パーティ",
    "クーポン",
    "特典",
    "カード",
    "割引",
    "present",
    "gift",
    "party",
    "cake",
    "card",
    "sale",
    "coupon",
    "offer",
    "discount",
    "dinner",
    "order",
    "geschenk",
    "feier",
    "cadeau",
    "regalo",
    "fiesta",
    "礼物",
    "蛋糕",
    "선물",
    "파티",
];

fn is_occasion(words: &str) -> bool {
    let words = words.to_lowercase();
    OCCASIONS.iter().any(|word| words.contains(word))
}

/// How far a year of birth is from its day, in bytes.
const REACH: usize = 60;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if !text.speaks_of(topic::BIRTH) {
        return;
    }
    let mut days = Vec::new();
    for captures in BEHIND.captures_iter(text.folded) {
        let between = captures.name("between").map_or("", |it| it.as_str());
        let date = captures
            .name("date")
            .or(captures.name("told"))
            .or(captures.name("short"));
        let Some(date) = date.filter(|_| !is_occasion(between) && !near::is_other(between)) else {
            continue;
        };
        if !goes_on(text, date.end()) {
            days.push(date.range());
        }
    }
    for captures in IN_FRONT.captures_iter(text.folded) {
        let (Some(all), Some(date)) = (
            captures.get(0),
            captures.name("date").or(captures.name("born")),
        ) else {
            continue;
        };
        // 生まれ変わった is a shop that opens again.
        let behind = text.head(all.end(), 24);
        let other = behind.starts_with('変')
            || is_occasion(behind.split(['。', '、', ' ']).next().unwrap_or_default());
        let cut = text
            .before(date.start())
            .is_some_and(|c| c.is_ascii_alphanumeric() || "-/.".contains(c));
        let reborn = other && captures.name("born").is_none();
        // `b.` begins the second item of a list as well.
        let listed = captures.name("born").is_some()
            && (all.start() == 0
                || text.folded[..all.start()].ends_with(['\n', ' '])
                    && text
                        .tail(all.start(), 8)
                        .trim_end_matches([' ', '\t'])
                        .ends_with('\n'));
        // The day of an order is checked as well.
        let order = captures.name("checked").is_some()
            && (is_recent(date.as_str())
                || ["注文", "購入", "発送", "予約", "配達"]
                    .iter()
                    .any(|word| text.tail(date.start(), 24).contains(word)));
        if !cut && !reborn && !listed && !order {
            days.push(date.range());
        }
    }
    for year in YEAR
        .captures_iter(text.folded)
        .filter_map(|it| it.name("year"))
    {
        let near = |day: &std::ops::Range<usize>| {
            day.start < year.end() + REACH && year.start() < day.end + REACH
        };
        if days.iter().any(near) {
            found.push(Found {
                range: year.range(),
                kind: KIND,
            });
        }
    }
    let others: Vec<_> = days
        .iter()
        .filter_map(|day| {
            let behind = text.head(day.end, 96);
            let date = OTHER.captures(behind)?.name("date")?;
            let range = day.end + date.start()..day.end + date.end();
            (!goes_on(text, range.end) && !is_recent(date.as_str())).then_some(range)
        })
        .collect();
    days.extend(others);
    found.extend(days.into_iter().map(|range| Found { range, kind: KIND }));
}

/// Whether the date has no year, or one in which things happen that mails are about.
fn is_recent(date: &str) -> bool {
    let years = date.split(|c: char| !c.is_ascii_digit());
    let mut years = years.filter(|digits| matches!(digits.len(), 4 | 8));
    let era = ["昭和", "平成", "大正"]
        .iter()
        .any(|era| date.contains(era));
    !era && years
        .next()
        .is_none_or(|year| year.get(..4) >= Some("2012"))
}

/// Whether more of a number is behind the date.
fn goes_on(text: &Text<'_>, end: usize) -> bool {
    let behind = text.head(end, 4);
    let rest = behind.trim_start_matches(['-', '/', '.']);
    behind.len() - rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_digit())
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
            ("昭和58年6月9日", "私は昭和58年6月9日生です"),
            ("平成9年7月19日", "平成9年7月19日生の者です"),
            ("04.07.1988", "geb. 04.07.1988 in Ulm"),
            ("昭和五十三年九月十五日", "昭和五十三年九月十五日生まれ"),
            (
                "the first of April 1985",
                "She was born on the first of April 1985.",
            ),
            (
                "March the twenty-second, nineteen eighty-five",
                "I was born on March the twenty-second, nineteen eighty-five",
            ),
            (
                "third of May two thousand and one",
                "Date of birth: third of May two thousand and one",
            ),
            ("一九七八年九月十五日", "生年月日　一九七八年九月十五日"),
            ("1985年3月4日", "生 年 月 日 1985年3月4日"),
        ] {
            assert_found(KIND, date, text);
        }
        for (date, texts) in [
            (
                "1985年5月3日",
                &[
                    "1985年5月3日に生まれました",
                    "1985年5月3日に産まれました",
                    "生まれは1985年5月3日です",
                    "生まれたのは1985年5月3日です",
                    "1985年5月3日が誕生日です",
                    "誕生日：1985年5月3日",
                    "1985年5月3日は私の誕生日なので",
                    "我出生于1985年5月3日。",
                    "我是1985年5月3日出生的",
                    "出生日期：1985年5月3日",
                ][..],
            ),
            ("1985・5・3", &["生年月日 1985・5・3"]),
            (
                "5/3",
                &["誕生日は5/3です", "誕生日: 5/3", "My birthday is 5/3."],
            ),
            (
                "5月3日",
                &[
                    "誕生日は5月3日",
                    "5月3日が誕生日です",
                    "5月3日は娘の誕生日",
                    "5月3日生まれです",
                ],
            ),
            ("03051991", &["DOB: 03051991", "dob 03051991"]),
            (
                "03-05-1991",
                &[
                    "d.o.b. 03-05-1991",
                    "D.O.B 03-05-1991",
                    "my birthday is 03-05-1991",
                    "geboren op 03-05-1991",
                ],
            ),
            (
                "3 May 1991",
                &[
                    "Jane Doe, b. 3 May 1991",
                    "born 3 May 1991",
                    "Date of birth (required): 3 May 1991",
                    "Date of birth\n3 May 1991",
                ],
            ),
            (
                "March 30th",
                &[
                    "my birthday is March 30th",
                    "March 30th is my birthday",
                    "her birthday is on March 30th",
                ],
            ),
            (
                "30th of March",
                &[
                    "My birthday is the 30th of March",
                    "30th of March is my son's birthday",
                ],
            ),
            ("3-May-91", &["DOB: 3-May-91"]),
            ("850503", &["生年月日：850503"]),
            (
                "1990년 5월 3일",
                &[
                    "생년월일 1990년 5월 3일",
                    "생일은 1990년 5월 3일입니다",
                    "저는 1990년 5월 3일에 태어났습니다",
                    "1990년 5월 3일생입니다",
                ],
            ),
            (
                "03.05.1991",
                &[
                    "Ich bin am 03.05.1991 geboren.",
                    "Geburtstag: 03.05.1991",
                    "geb. am 03.05.1991",
                    "Nato il 03.05.1991",
                    "Geb.datum: 03.05.1991",
                ],
            ),
            (
                "3 de mayo de 1991",
                &[
                    "Nací el 3 de mayo de 1991",
                    "Fecha de nacimiento: 3 de mayo de 1991",
                ],
            ),
            (
                "3 mai 1991",
                &[
                    "Né(e) le 3 mai 1991",
                    "née le 3 mai 1991",
                    "Date de naissance : 3 mai 1991",
                ],
            ),
            (
                "03/05/1991",
                &[
                    "F. nac.: 03/05/1991",
                    "Data di nascita: 03/05/1991",
                    "Data de nascimento: 03/05/1991",
                    "дата рождения: 03/05/1991",
                ],
            ),
        ] {
            for text in texts {
                assert_found(KIND, date, text);
            }
        }
        for text in [
            r#"{"date_of_birth":"1985-03-04","plan":"family"}"#,
            r#"{"dateOfBirth": "1985-03-04"}"#,
            "date_of_birth,1985-03-04\nplan,family",
            "birth: 1985-03-04",
            "<dt>生年月日</dt><dd>1985-03-04</dd>",
            "■誕生日■\n1985-03-04",
            "For security: d/o/b 1985-03-04, postcode",
            "My date of birth (for verification) is 1985-03-04",
            "「090-1234-5678と1985-03-04で照合します」とのことでした",
        ] {
            assert_found(KIND, "1985-03-04", text);
        }
        for (first, second) in [
            (
                "Birth date on the passport: 1 May 1985",
                "; on your form: 1969-08-18.",
            ),
            ("my dob is actually 1985-05-01", " not 2 May 1985"),
            ("生年月日は1985年5月1日", "ではなく1985年5月2日です"),
        ] {
            let text = format!("{first}{second}");
            assert_eq!(super::super::tests::of_kind(KIND, &text).len(), 2, "{text}");
        }
        assert_eq!(
            super::super::tests::of_kind(KIND, "1985年生まれ、5月3日が誕生日です"),
            ["1985年", "5月3日"]
        );
        for text in [
            "誕生日プレゼントを5/3に届けてください",
            "誕生日ケーキを2024年5月3日に受け取りたい",
            "誕生日会は5月3日です",
            "5月3日は誕生日会です",
            "誕生日までに、5/3の便で",
            "2024年5月3日に生まれ変わった店舗",
            "1985年生まれのブランド",
            "the birth of the brand, 3 May 1985",
            "birthday cake for 5/3, please",
            "Birthday sale until 03/05/2024",
            "I want the gift by 5/3, before his birthday",
            "Geburtstagsgeschenk am 03.05.2024 bestellt",
            "webinar born 2 be wild",
            "a web. 3 May 2024",
            "先生が5月3日に来る",
            "学生は5/3まで",
            "生地は3.5です",
            "order b 12345",
            "a. 2 May 2024\nb. 3 June 2024",
            "生日礼物5月3日送到",
            "1985年3月4日に買いました",
            "2024年3月4日生産",
            "2024年3月4日生放送",
            "誕生日プレゼントに3個",
            "2024-01-15",
            "born in the USA",
            "注文日2004年3月4日で照合します",
            "2026年3月4日で本人確認",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
