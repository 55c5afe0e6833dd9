//! The sentence above a quotation: `On … wrote:`, in the words of many programs and languages.

use std::sync::LazyLock;

use regex::Regex;

/// Lines that a program breaks the sentence into.
const MOST_LINES: usize = 4;
/// Bytes of the whole sentence.
const LONGEST: usize = 500;

/// How certain it is that a program wrote the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It names the sender's address: what follows is a quotation, marked or not.
    Address,
    /// It has a time of day, and no address.
    Time,
    /// It names a person and nothing else, or a day without a time.
    Name,
}

/// Such a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribution {
    /// How many lines it takes.
    pub(super) lines: usize,
    /// How certain it is.
    pub(super) certainty: Certainty,
}

impl Attribution {
    /// The sentence that begins with the first of these lines, and nothing but that: what the
    /// customer wrote right above it is theirs.
    pub(super) fn at(lines: &[&str]) -> Option<Attribution> {
        // Most lines are none, and regular expressions are slow on a log of megabytes.
        let first = lines.first()?.trim();
        let may_be_one = first.contains(|c: char| c.is_ascii_digit() || c == '@')
            || first.ends_with([':', '：', '-', '\u{a0}'])
            || first.ends_with("ました");
        if !may_be_one || first.len() > LONGEST {
            return None;
        }
        let mut joined = String::new();
        for (at, line) in lines.iter().take(MOST_LINES).enumerate() {
            let line = unframed(line);
            if line.is_empty() || joined.len() + line.len() > LONGEST {
                return None;
            }
            if at > 0 {
                // Only a sentence that has begun can go on: with a date, or with an address that
                // the verb is missing behind.
                let begins = line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
                if !may_go_on(&joined) || (begins && OPENING.is_match(&line)) {
                    return None;
                }
                joined.push(' ');
            }
            joined.push_str(&line);
            if let Some(certainty) = certainty(&joined) {
                return Some(Attribution {
                    lines: at + 1,
                    certainty,
                });
            }
        }
        None
    }
}

/// A line without white space and without the frame that some programs draw around the sentence.
fn unframed(line: &str) -> String {
    let line = line.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
    // The marks around an address in a sentence that is written from right to left.
    let is_mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let line = line.replace(is_mark, "");
    let line = line.trim();
    let inner = line.trim_matches(['-', '_', '=', '—', ' ']);
    match line.starts_with("--") && line.ends_with("--") && !inner.is_empty() {
        true => format!("{}:", inner.trim_end_matches([':', '：', ' '])),
        false => line.to_owned(),
    }
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// A mail address in brackets, as programs give it.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:[<(\[＜]|mailto:|&lt;)\s*[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
});
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+"));
static BY_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\s(?:by|from|von|par|de|por|da|door|av|af|od|przez|от)\s+<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?$",
    )
});
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b\d{1,2}[:：]\d{2}|\d{1,2}[時时시點点]|\b\d{1,2}h\d{2}\b|\b(?:um|kl\.?|klo|pukul|alle(?: ore)?|om|à|o godz\.)\s+\d{1,2}[.:h]\d{2}",
    )
});

/// How the sentence begins when it begins with a date.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^[(「]?\s*(?:
            (?:on|at|am|le|el|em|op|den|på|vào|pada|pe|în|il(?:\s+giorno)?|w\s+dniu|dnia|dne|在|于|於|за|в|у|in\s+a\s+message\s+dated)\s[^?!]{0,40}\d
          | (?:19|20)\d\d\s*[年년/.\-]
          | \d{1,2}(?:st|nd|rd|th)?[\s./\-]+(?:\d{1,2}|\p{L}{3,}\.?)[\s./,\-]+(?:\d{2,4}|г|р)
          | (?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|mié|jeu|jue|ven|vie|sam|sáb|dim|dom|пн|вт|ср|чт|пт|сб|вс)[\p{L}.]*,?\s[^?!]{0,30}\d
          | (?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье),?\s
        )",
    )
});

/// What "wrote" is at the end of the sentence.
static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?ix)(?:
            (?:\s|>|"|\)|さん)(?:wrote|writes|said|replied|a\s+écrit|schrieb|schreibt|folgendes(?:\s+geschrieben)?:?|escribió|escreveu|ha\s+scritto|scrive|schreef
              |(?:het\s+)?volgende\s+geschreven|geschreven|skrev|skriver|pisze|napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|kirjoitti|írta|a\s+scris|yazdı|şunu\s+yazdı
              |написал(?:\(а\)|а)?|пишет|пише|написав(?:\(ла\)|ла)?)
          | 写道|寫道|写到|님이\s*작성(?:함)?|작성(?:함)?|님이\s*(?:쓴|다음과\s*같이\s*(?:작성|썼습니다).*)|さん(?:は|が)?(?:書|か)きました|(?:は|が)書きました|(?:様|さん)(?:は|が)?書かれました|(?:様|さん)の\s*(?:メッセージ|メール|コメント)
        )\s*(?:\([^()]{6,40}\))?\s*[:：]?\s*$"#,
    )
});

/// What it is within the sentence, where the sender or the date comes behind it.
static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\s(?:schrieb|schreef|skrev|wrote\s+on|wrote\s+at|heeft|написал|a\s+écrit\s+le|escribió\s+el|ha\s+scritto\s+il)\s",
    )
});

/// `Quoting Shop <a@b>:`, as Horde and its like write it in each language, and mutt's
/// `* Shop <a@b> [2026-11-20 10:00]:`.
static QUOTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^(?:(?:quoting|quote\s+from|zitat\s+von|citando(?:\s+a)?|citation\s+de|citat(?:\s+fr[åa]n)?|citerar|citaat\s+van|cytowanie|cytuję|quoto|цитирование|цитата)\s+\S
          | \*\s.{1,80}@.{1,80}\[[\d\s:./+-]{8,30}\]$
          | .{1,80}(?:からの引用|さんの引用|の引用|より引用|のメール「.{0,80}」より|のメールより)$)",
    )
});

/// Words of a person who tells what another one said: no program says "your Mr Smith".
static OF_A_PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(?:your|my|his|our|their|she|they|we|i|ihr|ihre|ihrem|ihren|mein|meine|unser|er|sie|ich|votre|vos|mon|ma|notre|il|elle|je|su|mi|nuestro|vostro|vostra|mio|mia|uw|mijn|seu|sua|meu|minha)\b
            |先日|昨日|前回|御社|貴社|貴店|店員|店長|担当|同僚|友人|家族|母|父|夫|妻|お客",
    )
});

/// True while the rest of the sentence may stand on the next line.
fn may_go_on(joined: &str) -> bool {
    let has_ended = joined.ends_with(['!', '?', '。', '！', '？', ':', '：'])
        || (joined.ends_with('.') && !joined.ends_with(|c: char| c.is_numeric()) && {
            // `Am Fr., 28.` and `20. Nov.` go on; `Cancel it.` does not.
            let word = joined.trim_end_matches('.');
            let last = word.rsplit(' ').next().unwrap_or_default();
            last.chars().count() > 5
        });
    let has_address = BRACKETED.is_match(joined) && joined.len() < 200;
    !has_ended && (OPENING.is_match(joined) || has_address)
}

fn certainty(line: &str) -> Option<Certainty> {
    let bare = line.trim_end_matches([':', '：', ' ']);
    let has_colon = bare.len() < line.len();
    let has_bracketed = BRACKETED.is_match(bare);
    let has_address = ADDRESS.is_match(bare);
    let has_time = TIME.is_match(bare);
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let opens = OPENING.is_match(bare);
    // `2023年11月17日(金) 14:06 名前 <a@b>:`: a date, a time, and last the address; in Japanese
    // with no colon, too. `… のメール:` and `… のメッセージ:` are how Apple's programs end it.
    let apple = [
        "のメール",
        "のメッセージ",
        "のメールより",
        "からのメール",
        "님의 메일",
        "的邮件",
        "的郵件",
    ];
    if opens && has_address && apple.iter().any(|end| bare.ends_with(end)) {
        return Some(Certainty::Address);
    }
    let ends_with_address = bare.ends_with(['>', ')', ']', '＞']) && has_bracketed;
    let is_gmail = opens && ends_with_address && has_time && (has_colon || !bare.is_ascii());
    // `20 Nov 2026, 10:00 by a@b:`, as Tuta writes it.
    let is_by = opens && has_time && has_colon && BY_ADDRESS.is_match(bare);
    if is_gmail || is_by {
        return Some(Certainty::Address);
    }
    // A day alone, as Gmail once wrote it, says as little as a name.
    let is_old_gmail = opens && ends_with_address && digits >= 4 && !has_time;
    // In whatever language: an address, a date and a time, above what is marked as quoted.
    let is_of_any_language = has_bracketed && has_time && digits >= 6 && has_colon;
    let at_least = (is_old_gmail || is_of_any_language || (has_colon && is_name_and_address(bare)))
        .then_some(Certainty::Name);
    if is_old_gmail {
        return at_least;
    }
    if bare.contains(['？', '?', '。']) {
        return at_least;
    }
    if has_colon && QUOTING.is_match(bare) {
        return Some(match (has_bracketed, has_time) {
            (true, _) => Certainty::Address,
            (false, true) => Certainty::Time,
            (false, false) => Certainty::Name,
        });
    }
    let ends = ENDS.is_match(line);
    let within = has_colon && digits > 0 && WITHIN.is_match(bare);
    // `In a message dated 11/20/2026 …, a@b writes:` and the Zoho and Lotus frames end so as well.
    if !ends && !within {
        return at_least;
    }
    if !has_colon && !line.ends_with("ました") && !bare.contains("さん") {
        return at_least;
    }
    // A sentence that begins as no program's does, however it ends, is the customer's own.
    let begins = opens || begins_with_sender(bare);
    if (has_bracketed || (has_address && (has_time || digits < 4))) && begins {
        return Some(Certainty::Address);
    }
    if OF_A_PERSON.is_match(bare) && !(opens && has_time) {
        return at_least;
    }
    if opens && has_time && digits >= 4 {
        return Some(Certainty::Time);
    }
    let words = bare.split_whitespace().count();
    let is_short = words <= 7 && bare.chars().count() <= 60;
    let is_one = is_short || ((opens || has_time) && digits >= 4);
    is_one.then_some(Certainty::Name).or(at_least)
}

/// `"Shop" <a@b> より`: nothing but a name, its address, and what a program says behind them.
fn is_name_and_address(line: &str) -> bool {
    let Some(found) = BRACKETED.find(line) else {
        return false;
    };
    let name = line[..found.start()].trim();
    let behind = line[found.end()..].trim_start_matches(['>', ')', ']', '＞']);
    let is_quoted = name.starts_with('"') && name.ends_with('"');
    let is_name = is_quoted || (!name.is_empty() && name.split_whitespace().count() <= 3);
    is_name && behind.trim().chars().count() <= 12 && behind.split_whitespace().count() <= 1
}

/// Where the sentence begins behind other words: `Yes, please. On Fri, Nov 20, 2026 at 10:00 AM Shop
/// <a@b> wrote:`.
pub(super) fn begins_within(line: &str) -> Option<usize> {
    static DATED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"[\s.!?,\-–—](?P<at>(?:On|Am|Le|El|Il|Op)\s(?:\p{L}+\.?,?\s)?(?:\p{L}+\.?\s)?\d)|[。！？]\s*(?P<ja>(?:19|20)\d\d\s?[年/.\-]\s?\d)",
        )
    });
    if line.len() > LONGEST || !line.trim_end().ends_with([':', '：']) {
        return None;
    }
    let dated = DATED.captures_iter(line).last()?;
    let at = dated.name("at").or_else(|| dated.name("ja"))?.start();
    let has_words = line[..at].contains(char::is_alphanumeric);
    let found = Attribution::at(&[&line[at..]])?;
    (has_words && found.certainty != Certainty::Name).then_some(at)
}

/// `>>> Shop <a@b> 11/20/2026 10:00 AM >>>`, as GroupWise writes it.
pub(super) fn is_framed_by_marks(line: &str) -> bool {
    let line = line.trim();
    let inner = line.trim_matches(['>', ' ']);
    line.starts_with(">>>")
        && line.ends_with(">>>")
        && ADDRESS.is_match(inner)
        && TIME.is_match(inner)
}

/// `Shop <a@b> wrote:`: the sender's name of a few words, then the address.
fn begins_with_sender(line: &str) -> bool {
    ADDRESS.find(line).is_some_and(|found| {
        let name = line[..found.start()].trim_matches(|c: char| " <([\"'“”＜".contains(c));
        name.chars().count() <= 60
            && name.split_whitespace().count() <= 6
            && !name.contains(['.', ',', '。', '、', ':'])
            || name.split_whitespace().count() <= 3
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn found(text: &str) -> Option<Attribution> {
        Attribution::at(&text.lines().collect::<Vec<_>>())
    }

    #[test]
    fn a_sentence_behind_other_words_is_parted_from_them() {
        for own in [
            "Yes, please.",
            "reply",
            "bla-bla - bla---",
            "Bitte! Danke -",
        ] {
            for sentence in [
                "On Wed, Apr 4, 2012 at 3:59 PM, me@domain.example wrote:",
                "On Fri, Nov 20, 2026 at 10:00 AM Shop <support@shop.example> wrote:",
                "Am Fr., 20. Nov. 2026 um 10:00 Uhr schrieb Shop <support@shop.example>:",
            ] {
                let line = format!("{own} {sentence}");
                assert_eq!(begins_within(&line), Some(own.len() + 1), "{line}");
                assert_eq!(begins_within(sentence), None, "{sentence}");
            }
        }
        let ja = "はい、2つです。2026年11月20日(金) 10:00 陶器店 <support@shop.example>:";
        assert_eq!(begins_within(ja), Some("はい、2つです。".len()));
        for line in [
            "---- On Fri, 20 Nov 2026 10:00:00 +0900 Shop <support@shop.example> wrote:",
            "I told you: On 12 November your Mr Smith wrote:",
            "Open On Monday 9:",
        ] {
            assert_eq!(begins_within(line), None, "{line}");
        }
    }

    #[test]
    fn what_groupwise_writes_is_known() {
        let is = is_framed_by_marks;
        assert!(is(
            ">>> Shop <support@shop.example> 11/20/2026 10:00 AM >>>"
        ));
        assert!(is(
            ">>> \"Shop\" <support@shop.example> 20.11.2026 10:00 >>>"
        ));
        for line in [
            ">>> a > b >>>",
            ">>> me@example.com",
            "> > 10:00 a@b.example",
        ] {
            assert!(!is(line), "{line}");
        }
    }

    #[test]
    fn a_name_and_an_address_count_above_marked_lines_only() {
        for text in [
            "\"陶器店\" <support@shop.example> より:",
            "Shop Support <support@shop.example> :",
            "Shop <support@shop.example> yazmış:",
        ] {
            let certainty = found(text).map(|it| it.certainty);
            assert_eq!(certainty, Some(Certainty::Name), "{text}");
        }
        for text in [
            "Please send it to Anna <anna@home.example> instead:",
            "Please also tell my colleague Anna <anna@home.example>:",
        ] {
            assert!(found(text).is_none(), "{text}");
        }
    }

    #[test]
    fn sentences_with_an_address_are_certain() {
        for text in [
            "On Friday, November 20, 2026 at 10:00 AM, Shop <support@shop.example> said:",
            "On Fri, 20 Nov 2026 10:00:00 +0900\nShop <support@shop.example> wrote:",
            "On Fri, Nov 20, 2026 at 10:00 AM Shop <support@shop.example>\nwrote:",
            "On Fri, Nov 20, 2026 at 10:00 AM Shop <\nsupport@shop.example> wrote:",
            "---- On Fri, 20 Nov 2026 10:00:00 +0900 Shop <support@shop.example> wrote ----",
            "-----Shop <support@shop.example> wrote: -----",
            "Shop <support@shop.example>wrote:",
            "On Nov 20, 2026,\nat 10:18,\nShop <support@shop.example> wrote:",
            "Le ven. 20 nov. 2026 à 10:00, Shop <support@shop.example> a écrit\u{a0}:",
            "Am Fr., 20. Nov. 2026 um 10:00 Uhr schrieb Shop <support@shop.example\n>:",
            "Shop <support@shop.example> schrieb am Fr., 20.\nNov. 2026 um 10:00 Uhr:",
            "El vie, 20 nov 2026 a las 10:00, Shop (<support@shop.example>) escribió:",
            "Il giorno ven 20 nov 2026 alle ore 10:00 Shop <support@shop.example> ha scritto:",
            "Op vr 20 nov 2026 om 10:00 schreef Shop <support@shop.example>:",
            "Op 16 aug. 2014 05:13 schreef \"Shop\" <support@shop.example> het\nvolgende geschreven:",
            "Em sex., 20 de nov. de 2026 às 10:00, Shop <support@shop.example> escreveu:",
            "пт, 20 нояб. 2026 г. в 10:00, Shop <support@shop.example>:",
            "20.11.2026, 10:00, \"Shop\" <support@shop.example> написал:",
            "Shop <support@shop.example> 于2026年11月20日周五 10:00写道：",
            "Shop <support@shop.example> 於 2026年11月20日 週五 上午10:00寫道：",
            "在 2026年11月20日，10:00，Shop <support@shop.example> 写道：",
            "2026년 11월 20일 (금) 오전 10:00, Shop <support@shop.example>님이 작성:",
            "2026. 11. 20. 오전 10:00, Shop <support@shop.example> 작성:",
            "2026年11月20日(金) 10:00 Shop <support@shop.example>:",
            "2026年11月20日(金) 10:00 <support@shop.example>:",
            "2026/11/20 10:00、Shop <support@shop.example>のメール:",
            "2026/11/20 午前10:00、Shop <support@shop.example> のメッセージ:",
            "2026/11/20 10:00、Shop <support@shop.example>のメールより:",
            "2026/11/20 10:00 に Shop <support@shop.example> さんは書きました:",
            "In a message dated 11/20/2026 10:00:00 AM Eastern Standard Time, support@shop.example writes:",
            "Quoting Shop <support@shop.example>:",
            "Zitat von Shop <support@shop.example>:",
            "Shop <support@shop.example> からの引用:",
            "* Shop <support@shop.example> [2026-11-20 10:00]:",
        ] {
            let got = found(&format!("{text}\n> old")).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(got.certainty, Certainty::Address, "{text}");
            assert_eq!(got.lines, text.lines().count(), "{text}");
        }
    }

    #[test]
    fn sentences_without_one_are_less_so() {
        for (text, certainty) in [
            ("On 11/20/26 10:00, Shop wrote:", Certainty::Time),
            ("On 2026/11/20 10:00, 田中 wrote:", Certainty::Time),
            ("Am 20.11.2026 um 10:00 schrieb Shop:", Certainty::Time),
            ("Shop wrote:", Certainty::Name),
            ("2026/11/20 Shop <support@shop.example>", Certainty::Name),
            ("Quoting Shop:", Certainty::Name),
            (
                "Vào Th 6, 20 thg 11, 2026 vào lúc 10:00 Shop <support@shop.example> đã viết:",
                Certainty::Name,
            ),
            (
                "\u{200f}בתאריך יום ו׳, 20 בנוב׳ 2026 ב-10:00 מאת \u{202a}Shop\u{202c}\u{200f} <\u{202a}support@shop.example\u{202c}\u{200f}>:",
                Certainty::Name,
            ),
            (
                "Στις Παρ 20 Νοε 2026 στις 10:00 π.μ., ο/η Shop <support@shop.example> έγραψε:",
                Certainty::Name,
            ),
            (
                "Shop さんの 2026/11/20 10:00 のメール「Re: cup」より:",
                Certainty::Time,
            ),
            ("田中さんは書きました:", Certainty::Name),
            (
                "(2023/11/17 14:06), 田中さんは書きました：",
                Certainty::Time,
            ),
        ] {
            assert_eq!(
                found(text).map(|it| it.certainty),
                Some(certainty),
                "{text}"
            );
        }
    }

    #[test]
    fn what_a_person_tells_of_another_is_none() {
        for text in [
            "Please do not ship it.\nCancel order 1234.\nOn Fri, Nov 20, 2026 at 10:00 AM Shop <support@shop.example> wrote:",
            "On 12 November 2026 your Mr Smith wrote:",
            "Your colleague wrote:",
            "2026/11/20 10:05 user@app: connection refused",
            "2026/11/20 10:05 user@app:",
            "Quoting your terms of sale: returns are free",
            "Citation de votre page",
            "御社の田中さんは書きました:",
            "以下のように書きました:",
            "I wrote to <support@shop.example> on 20 November:",
            "Am 12. November schrieb mir Ihr Kollege:",
            "2023年11月17日 14:06 に届きました。",
            "Le 12 novembre votre collègue a écrit :",
        ] {
            let got = found(text);
            assert!(got.is_none(), "{text}: {got:?}");
        }
    }
}
