//! Names in Latin letters: salutations, closings, introductions, titles, labels, and full names by
//! the lists.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::topic;
use super::super::words::Words;

use super::dictionary::{
    BRANDS, BUSINESS, COMMON_LATIN, FREQUENT_LATIN, Key, LATIN_BOTH, LATIN_GIVEN, LATIN_SURNAMES,
    LATIN_THINGS, LATIN_WORDS, RARE_LATIN_GIVEN, RARE_LATIN_SURNAMES, lists,
};
use super::set::Set;
use super::thing;
use super::variants::is_kanji;

const WORD: &str =
    r"(?:(?:[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я]\.){2,4}|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]*\.?)";

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// What may follow a word that leads to a name, each by its own pattern or test.
mod lead {
    pub(super) const SALUTATION: u16 = 1 << 0;
    pub(super) const CLOSING: u16 = 1 << 1;
    /// Of a closing, where it begins a line.
    pub(super) const CLOSING_LINE: u16 = 1 << 2;
    pub(super) const SIGNATURE: u16 = 1 << 3;
    /// The same, where it begins a line.
    pub(super) const SIGNATURE_LINE: u16 = 1 << 4;
    pub(super) const INTRODUCTION: u16 = 1 << 5;
    /// Words that may stand before anything: the name must be known.
    pub(super) const BESIDE: u16 = 1 << 6;
    /// `I am John Smith,`: two words with a capital need no list.
    pub(super) const SAID: u16 = 1 << 7;
    pub(super) const TITLE: u16 = 1 << 8;
    pub(super) const LABEL: u16 = 1 << 9;
    /// What calls a person, and a department or a thing as well.
    pub(super) const LOOSE_LABEL: u16 = 1 << 10;
    /// What is in front of a given name, whatever it is: Grandpa, Nurse.
    pub(super) const CALLED: u16 = 1 << 11;
    /// What is behind a name: -san.
    pub(super) const HONORIFIC: u16 = 1 << 12;
}

use lead::{
    BESIDE, CALLED, CLOSING, CLOSING_LINE, HONORIFIC, INTRODUCTION, LABEL, LOOSE_LABEL, SAID,
    SALUTATION, SIGNATURE, SIGNATURE_LINE, TITLE,
};

static LEADS: LazyLock<Words<u16>> = LazyLock::new(|| {
    Words::new(&[
        (
            SALUTATION,
            "dear|hi|hello|hey|good morning|good afternoon|good evening|greetings|bonjour|bonsoir|cher|chère|hola|estimado|estimada|querido|querida|\
             liebe|lieber|hallo|guten tag|guten morgen|sehr geehrte|sehr geehrter|ciao|gentile|caro|cara|salut|olá|prezado|prezada|to",
        ),
        (SALUTATION | LABEL, "attn"),
        (
            SALUTATION | CLOSING | SIGNATURE | BESIDE,
            "thanks|thank you",
        ),
        (SALUTATION | CLOSING | SIGNATURE, "merci|danke|gracias"),
        (
            CLOSING | SIGNATURE,
            "regards|sincerely|cheers|grazie|grüße|gruß|cordialement|saludos",
        ),
        (
            CLOSING,
            "thank|wishes|warmly|respectfully|appreciation|bien à vous|grüßen|atentamente|un saludo|cordiali saluti|distinti saluti|\
             obrigado|obrigada|atenciosamente|cumprimentos|с уважением|С уважением|С наилучшими пожеланиями|Спасибо",
        ),
        (CLOSING_LINE | SIGNATURE, "best|love"),
        (CLOSING_LINE, "yours|all the best|mfg|lg|vg"),
        (SIGNATURE, "rgds|ta|thx"),
        (SIGNATURE_LINE, "sent by"),
        (SIGNATURE_LINE | LABEL, "signed"),
        (SIGNATURE_LINE | BESIDE, "from"),
        (
            INTRODUCTION,
            "my name is|my name's|my name’s|my full name is|my first name is|my last name is|ich heiße|mein name ist|je m'appelle|je m’appelle|\
             mon nom est|me llamo|mi nombre es|mi chiamo|meu nome é|меня зовут|Меня зовут|добрый день, я|Добрый день, я",
        ),
        (
            BESIDE | SAID,
            "this is|i am|i'm|i’m|ich bin|je suis|soy|sono",
        ),
        (SAID, "holder|holder is|speaking|speaking:|beneficiary"),
        (
            BESIDE,
            "it's|it’s|called|named|spoke with|spoke to|speak with|speak to|spoken with|spoken to|speaking with|speaking to|talk with|talk to|\
             talked with|talked to|talking with|talking to|ask|asked|ask for|asked for|contact|contacted|told|by|with|for|colleague|agent|wife|\
             husband|son|daughter|brother|sister|friend|mother|father|partner|boss|assistant|nephew|niece|grandson|granddaughter|\
             neighbour|neighbor|flatmate|roommate|housemate|girlfriend|boyfriend|gf|bf|mate|fiancé|fiancée|fiance|fiancee|driver|engineer|technician|\
             manager|teacher|tutor|carer|nanny|inspector|mechanic|plumber|accountant|solicitor|lawyer|landlord|tenant|supervisor|rep|your|our",
        ),
        (
            TITLE,
            "mr|mrs|ms|miss|mx|dr|prof|professor|senator|congressman|congresswoman|cllr|rabbi|herr|herrn|frau|monsieur|madame|mme|mlle|señor|señora|signor|signora|senhor|senhora|mevrouw|meneer|sr|sra",
        ),
        (
            CALLED,
            "cousin|uncle|aunt|auntie|aunty|grandpa|grandma|granny|grandad|granddad|nana|baby|nurse|coach|officer|captain|sergeant|pastor|reverend|judge|shri|smt|sri",
        ),
        (CALLED | HONORIFIC, "sensei"),
        (HONORIFIC, "san|sama|kun|chan|senpai"),
        (
            LOOSE_LABEL,
            "handler|adjuster|assignee|assigned to|requester|requested by|child|pupil|student|parent|guardian|emergency contact|claimant|owner|\
             buddy request|next of kin|author|organizer|organiser|attendee|participant|witness|delegate|host|cashier|server|stylist|reviewer|\
             approved by|prepared by|submitted by|reported by|served by|packed by|handled by|checked by|reviewed by|signed by|account manager|sales rep|agent name",
        ),
        (
            LABEL,
            "name|cardholder|card holder|accountholder|account holder|recipient|ship to|shipped to|bill to|billed to|sold to|addressee|\
             contact person|passenger|guest|patient|customer|nom|prénom|vorname|nachname|nombre|apellido|apellidos|sender|payee",
        ),
    ])
});

/// `Dear John,` behind its first word.
static AFTER_SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^,?:? (?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Rev|Herr|Frau|M|Mme|Sra?)\.? )?({WORD}(?: {WORD}){{0,3}})(?: (?:&|and|und|et|y|e) ({WORD}))?(?P<end>[,!:.]|(?m:$)| -| –)?"
    ))
});

/// `Best regards,` and the line behind it, from its first word on.
static FROM_CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^(?:[Rr]egards|[Ss]incerely(?: yours)?|[Tt]hanks?(?: [a-z ]{{1,40}})?|[Tt]hank you[a-zA-Z ,]{{0,40}}|[Cc]heers|[Ww]ishes|Warmly|Respectfully|[Aa]ppreciation|[Cc]ordialement|Bien à vous|Merci(?: d'avance)?|Grüßen|Grüße|Gruß|Danke|Saludos(?: cordiales)?|Atentamente|Un saludo|Gracias|[Cc]ordiali saluti|Distinti saluti|Grazie(?: mille)?|Obrigad[oa]|Atenciosamente|Cumprimentos|С уважением|С наилучшими пожеланиями|Спасибо|Best|Yours(?: [a-z]+)?|Love|All the best|MfG|LG|VG)[ ]?[,.!]?[ ]*(?:\r?\n[> ]*){{1,3}}[-–—~]?[ ]?({WORD}(?:,? {WORD}|,? (?:de|da|del|van|von|der|di|la|le|bin|al)){{0,4}})[ ]*(?:[,(|\r\n]|$)"
    ))
});

/// `Thanks, John` on a line of its own at the end, behind its first word.
static AFTER_SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"^(?:[,!] | ?[-–—~] ?)({WORD}(?: {WORD}){{0,3}})[ ]*\.?\r?(?m:$)"
    ))
});

/// `Sent by John`, `From: John`, `- John`, behind what begins the line.
static AT_LINE: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r"^({WORD}(?: {WORD}){{0,3}})[ ]*\.?\r?(?m:$)")));

/// `my name is john smith`, by people who write without capitals.
static AFTER_SMALL: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^ ([a-z][a-z'-]+(?: [a-z'-]+){0,2})"));

/// `John Smith (john@example.com)`, `John Smith <john@example.com>`, `John Smith wrote:`
static WITH_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r#"({WORD}(?: {WORD}){{1,3}})["']?(?: ?[(<\[](?:mailto:)?[^\s@()<>]{{1,64}}@| (?:wrote|writes|schrieb|a écrit|escribió|ha scritto):)"#
    ))
});

/// `Full name: John Smith`, behind the label.
static AFTER_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?: name)?[ ]?(?:\([^)\n]{1,12}\))?[ ]?[:=][ ]*([A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]+(?:(?:,? |/)[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]+){0,4})[ ]*(?:[,;(|]|\r?(?m:$))",
    )
});

/// `Tanaka-san`, `Kobayashi-kun`, `Miyajima san`: a Japanese honorific in Latin letters.
static HONOURED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?-u:\b)(?:((?:{WORD} )?[A-Za-zÀ-ÖØ-öø-ɏ'’]{{2,24}})-(?:[Ss]an|[Ss]ama|[Kk]un|[Cc]han|[Ss]ensei|[Ss]enpai)|((?:{WORD} )?{WORD}) (?:san|sama|kun|chan|sensei|senpai))(?-u:\b)"
    ))
});

pub(super) fn find(text: &str, add: &mut impl FnMut(Range<usize>)) {
    let mut honoured = false;
    for (leads, word) in LEADS.find(text) {
        honoured |= leads & HONORIFIC != 0;
        behind(text, leads, &word, add);
    }
    for line in lines(text) {
        // - John
        let head = text[line..].trim_start_matches(['-', '–', '—', '~', '/']);
        let start = text.len() - head.len();
        if (1..=6).contains(&(start - line)) {
            let head = head.strip_prefix(' ').unwrap_or(head);
            at_line(text, text.len() - head.len(), add);
        }
    }
    // No name with its address is longer.
    let around = topic::stretches(text, behind_names(text), [REACH, 8], topic::word_end);
    topic::matches(text, around, &WITH_ADDRESS, |captures| {
        name(text, 0, &captures, has_two_words, add);
    });
    if honoured {
        for captures in HONOURED.captures_iter(text) {
            name(text, 0, &captures, is_addressed, add);
        }
    }
    full_names(text, add);
}

/// Where an address or a verb is that may be behind a name: the at signs, `wrote:`.
fn behind_names(text: &str) -> impl Iterator<Item = Range<usize>> {
    const VERBS: [&str; 6] = ["wrote", "writes", "schrieb", "écrit", "escribió", "scritto"];
    let places = memchr::memchr2_iter(b'@', b':', text.as_bytes());
    let is_one = move |at: &usize| {
        text.as_bytes()[*at] == b'@' || VERBS.iter().any(|verb| text[..*at].ends_with(verb))
    };
    places.filter(is_one).map(|at| at..at + 1)
}

/// Where lines begin.
fn lines(text: &str) -> impl Iterator<Item = usize> {
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    std::iter::once(0).chain(breaks)
}

/// No more of a text is looked at behind a word that leads to a name, in bytes.
const REACH: usize = 240;

/// Adds the names behind a word that leads to one.
fn behind(text: &str, leads: u16, word: &Range<usize>, add: &mut impl FnMut(Range<usize>)) {
    let mut end = text.len().min(word.end + REACH);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let rest = &text[word.end..end];
    let is = |lead: u16| leads & lead != 0;
    let begins_line = || {
        let line = text[..word.start].trim_end_matches(['>', ' ']);
        line.is_empty() || line.ends_with('\n')
    };
    let cased = text[word.clone()]
        .chars()
        .skip(1)
        .all(|c| !c.is_uppercase());
    let capital = text[word.start..].starts_with(char::is_uppercase);
    if is(SALUTATION)
        && capital
        && cased
        && leads_to_capital(rest)
        && begins_line()
        && let Some(captures) = AFTER_SALUTATION.captures(rest)
    {
        let ended = captures.name("end").is_some();
        let test = if ended { is_plausible } else { begins_known };
        name(text, word.end, &captures, test, add);
    }
    let broken = || memchr::memchr(b'\n', &rest.as_bytes()[..rest.len().min(64)]).is_some();
    if (is(CLOSING) || is(CLOSING_LINE) && begins_line())
        && broken()
        && let Some(captures) = FROM_CLOSING.captures(&text[word.start..end])
    {
        name(text, word.start, &captures, is_plausible, add);
    }
    if is(SIGNATURE)
        && leads_to_capital(rest)
        && let Some(captures) = AFTER_SIGNATURE.captures(rest)
    {
        name(text, word.end, &captures, begins_as_name, add);
    }
    if is(SIGNATURE_LINE) && begins_line() {
        let head = rest.trim_start_matches([',', ':']);
        if let Some(head) = head.strip_prefix(' ') {
            at_line(text, end - head.len(), add);
        }
    }
    if is(INTRODUCTION) {
        let length = capital_words(rest, 5, true);
        if length > 0 {
            words(text, word.end + 1..word.end + 1 + length, is_plausible, add);
        } else if let Some(captures) = AFTER_SMALL.captures(rest) {
            name(text, word.end, &captures, begins_known, add);
        }
    }
    if is(BESIDE) {
        let comma = usize::from(rest.starts_with(','));
        let length = capital_words(&rest[comma..], 3, false);
        let start = word.end + comma + 1;
        if length > 0 && !is_thing(&text[start..start + length]) {
            words(
                text,
                start..start + length,
                is_known,
                &mut unless_told(text, add),
            );
        }
    }
    if is(SAID) {
        said(text, word.end, rest, add);
        if is(BESIDE) {
            says_who(text, word.end, rest, add);
        }
    }
    if is(TITLE) && cased {
        let dot = usize::from(rest.starts_with('.'));
        let length = capital_words(&rest[dot..], 3, false);
        let start = word.end + dot + 1;
        // la señora Romero
        let small = || {
            let title = &text[word.clone()];
            title.starts_with("señor")
                || title.starts_with("signor")
                || title.starts_with("senhor")
                || matches!(title, "madame" | "monsieur" | "mevrouw" | "meneer")
        };
        let kanji = kanji_behind(&rest[dot..]);
        if kanji > 0 && capital {
            add(start..start + kanji);
            // 崔様 (Mr. 崔)
            let mut from = word.start.saturating_sub(64);
            while !text.is_char_boundary(from) {
                from += 1;
            }
            let called = format!("{}様", &text[start..start + kanji]);
            if let Some(at) = text[from..word.start].find(&called) {
                add(from + at..from + at + kanji);
            }
        } else if length > 0 && (capital || small()) {
            // Dr Pepper
            let whole = text[word.start..start + length].replace('.', "");
            if !LATIN_THINGS.has(&whole.to_lowercase()) {
                words(text, start..start + length, is_plausible, add);
            }
        }
    }
    if is(CALLED) {
        let length = capital_words(rest, 2, false);
        let start = word.end + 1;
        if length > 0 && !is_thing(&text[word.start..start + length]) {
            words(text, start..start + length, begins_as_name, add);
        }
    }
    if is(LOOSE_LABEL)
        && let Some(value) = rest
            .strip_prefix([':', '='])
            .or_else(|| rest.strip_prefix(" is"))
        && value.starts_with(' ')
    {
        let length = capital_words(value, 3, false);
        let start = end - value.len() + 1;
        if length > 0 {
            words(
                text,
                start..start + length,
                begins_as_name,
                &mut unless_told(text, add),
            );
        }
    }
    if is(LABEL)
        && rest
            .bytes()
            .take(32)
            .any(|byte| byte == b':' || byte == b'=')
        && let Some(captures) = AFTER_LABEL.captures(rest)
        && !is_things_name(text, word.start)
    {
        name(text, word.end, &captures, is_capital, add);
    }
}

/// Adds what the words in it and around it do not tell to be a thing, where nothing calls it a person's name.
fn unless_told(text: &str, add: &mut impl FnMut(Range<usize>)) -> impl FnMut(Range<usize>) {
    move |range| {
        if !thing::is_told(text, &range) {
            add(range);
        }
    }
}

/// Whether a capital is behind a few marks and spaces.
fn leads_to_capital(rest: &str) -> bool {
    let behind = rest.trim_start_matches([',', ':', '!', ' ', '-', '–', '—', '~']);
    (1..=8).contains(&(rest.len() - behind.len())) && behind.starts_with(is_capital_letter)
}

/// A name that a line ends with, from `at` on.
fn at_line(text: &str, at: usize, add: &mut impl FnMut(Range<usize>)) {
    if capital_word(&text[at..]).is_some()
        && let Some(captures) = AT_LINE.captures(head(text, at))
    {
        name(text, at, &captures, begins_as_name, add);
    }
}

fn head(text: &str, at: usize) -> &str {
    let mut end = text.len().min(at + REACH);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    &text[at..end]
}

/// The length of the kanji behind a space: Mr. 崔.
fn kanji_behind(rest: &str) -> usize {
    let Some(rest) = rest.strip_prefix(' ') else {
        return 0;
    };
    let end = rest.find(|c| !is_kanji(c)).unwrap_or(rest.len());
    let count = rest[..end].chars().count();
    if (1..=4).contains(&count) { end } else { 0 }
}

/// `I'm Jordan.`: a frequent given name that ends what is said, whatever else is called so.
fn says_who(text: &str, at: usize, rest: &str, add: &mut impl FnMut(Range<usize>)) {
    let length = capital_words(rest, 1, false);
    let name = rest.get(1..1 + length).unwrap_or_default();
    let name = name.trim_end_matches('.');
    let behind = rest.get(1 + name.len()..).unwrap_or_default();
    let ends = behind.starts_with(['.', ',', '!', '\n', '\r'])
        || [" from ", " and I", " here", " at "]
            .iter()
            .any(|end| behind.starts_with(end));
    let range = at + 1..at + 1 + name.len();
    if ends && lists(name) & LATIN_GIVEN.bit() != 0 && !thing::is_month(text, &range) {
        words(text, range, is_plausible, add);
    }
}

/// `I am John Smith,` behind its verb.
fn said(text: &str, at: usize, rest: &str, add: &mut impl FnMut(Range<usize>)) {
    const ENDS: &[&str] = &[
        ",", ".", "!", "\n", "(", " and ", " from ", " (", " at ", " with ", " here", " writing",
    ];
    for count in (2..=4).rev() {
        let length = capital_words(rest, count, false);
        let name = rest.get(1..1 + length).unwrap_or_default();
        if name.split(' ').count() < count {
            continue;
        }
        let behind = &rest[1 + length..];
        let ends = name.ends_with('.')
            || behind.is_empty()
            || ENDS.iter().any(|end| behind.starts_with(end));
        if ends {
            words(text, at + 1..at + 1 + length, has_two_words, add);
            return;
        }
    }
}

/// The length of up to `most` words with a capital that a space is in front of, without the first
/// space; between them `de` and its like where `joined`.
fn capital_words(text: &str, most: usize, joined: bool) -> usize {
    const JOINTS: &[&str] = &[
        "de ", "da ", "del ", "van ", "von ", "der ", "di ", "la ", "le ", "bin ", "al ",
    ];
    let mut end = 0;
    let mut at = 0;
    for count in 0..most {
        let Some(rest) = text[at..].strip_prefix(' ') else {
            break;
        };
        if let Some(length) = capital_word(rest) {
            at += 1 + length;
            end = at;
        } else if let Some(joint) = JOINTS
            .iter()
            .find(|joint| joined && count > 0 && rest.starts_with(**joint))
        {
            at += joint.len();
        } else {
            break;
        }
    }
    end.saturating_sub(1)
}

/// The length of the word with a capital that `text` begins with, or of its initials: John, J.R.
fn capital_word(text: &str) -> Option<usize> {
    if !text.starts_with(is_capital_letter) {
        return None;
    }
    let mut initials = 0;
    let mut at = 0;
    while initials < 4 {
        let mut chars = text[at..].chars();
        match (chars.next().filter(|c| is_capital_letter(*c)), chars.next()) {
            (Some(letter), Some('.')) => at += letter.len_utf8() + 1,
            _ => break,
        }
        initials += 1;
    }
    if initials >= 2 {
        return Some(at);
    }
    let length = text.find(|c: char| !is_letter(c)).unwrap_or(text.len());
    let dot = text[length..].starts_with('.');
    Some(length + usize::from(dot))
}

fn is_capital_letter(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Ā'..='ſ' | 'Α'..='Ω' | 'Ѐ'..='Я')
}

fn is_letter(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\'' | '’' | '-' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Ͱ'..='Ͽ' | 'Ѐ'..='ӿ')
}

fn is_thing(name: &str) -> bool {
    name.starts_with(char::is_alphabetic) && LATIN_THINGS.has(&name.replace('.', "").to_lowercase())
}

/// `Product name: …` names no person.
fn is_things_name(text: &str, start: usize) -> bool {
    const THINGS: &[&str] = &[
        "product", "item", "file", "company", "domain", "model", "brand", "app", "host", "event",
        "course", "plan", "shop", "store", "team", "user", "project", "server", "printer", "game",
        "book", "song", "package", "device", "colour", "color", "pet", "dog", "cat", "horse",
        "boat",
    ];
    let before = text[..start].trim_end_matches(' ');
    THINGS.iter().any(|thing| {
        before
            .get(before.len().saturating_sub(thing.len())..)
            .is_some_and(|end| end.eq_ignore_ascii_case(thing))
    })
}

/// Begins with a capital, or is known.
fn is_capital(name: &str) -> bool {
    is_plausible(name) && (name.starts_with(char::is_uppercase) || is_known(name))
}

/// What an honorific is behind: anything but a relation or a role.
fn is_addressed(name: &str) -> bool {
    static ROLES: Set = Set::of(
        "nee onee nii onii kaa okaa tou otou too otoo jii ojii baa obaa oba oji oku okusan kami hime ou o okyaku okyakusama customer mama papa baby every all minna mina",
    );
    !ROLES.has_in_any_case(name)
}

/// Adds the words of the groups, which were found in the text from `from` on, up to the first word
/// that is none of a name.
fn name(
    text: &str,
    from: usize,
    captures: &Captures<'_>,
    test: fn(&str) -> bool,
    add: &mut impl FnMut(Range<usize>),
) {
    // Dr Pepper
    let whole = captures.get(0).map_or("", |all| all.as_str());
    if is_thing(whole) {
        return;
    }
    for group in captures.iter().skip(1).flatten() {
        if group.as_str().starts_with(char::is_alphabetic) {
            words(text, from + group.start()..from + group.end(), test, add);
        }
    }
}

/// Adds the words of `range` that are a name.
fn words(
    text: &str,
    range: Range<usize>,
    test: fn(&str) -> bool,
    add: &mut impl FnMut(Range<usize>),
) {
    let (mut start, mut end) = (range.start, range.start);
    for word in text[range].split_inclusive(' ') {
        let bare = word.trim_matches([' ', ',', '.']);
        if ORGANISATIONS.has_in_any_case(bare) {
            return;
        }
        if STOP.has_in_any_case(bare) {
            if end > start {
                break;
            }
            start += word.len();
        }
        end += word.len();
        // The next word begins a sentence: in April. Grant
        if word.trim_end().ends_with('.') && bare.chars().count() > 3 {
            break;
        }
    }
    let name = text[start..end].trim_end_matches([' ', ',', '.', '-', '\'', '’']);
    if name.chars().count() >= 2 && test(name) && !is_firm(name) {
        add(start..start + name.len());
    }
}

/// Whether it is a brand, or ends as a business does, and none of its words is a frequent given name: Worcester Bosch,
/// Delta Baggage.
fn is_firm(name: &str) -> bool {
    if !name.contains(' ') {
        return false;
    }
    if name.starts_with(['S', 'M', 'L', 'V', 'C', 'P', 'F', 'H', 'G'])
        && thing::leads(name.split(' ').next().unwrap_or_default())
    {
        return true;
    }
    let (mut brand, mut last) = (false, 0);
    for word in name.split(' ') {
        last = lists(word.trim_matches(['.', ',']));
        if last & LATIN_GIVEN.bit() != 0 {
            return false;
        }
        brand |= last & BRANDS.bit() != 0;
    }
    brand || last & BUSINESS.bit() != 0 && last & LATIN_SURNAMES.bit() == 0
}

/// What a company's or a department's name ends with.
static ORGANISATIONS: Set = Set::of(
    "team support store shop inc ltd llc gmbh corp company department office service services desk sales relations care success experience \
         payable receivable reservations returns logistics",
);

/// Words with a capital beside which no name is.
static STOP: Set = Set::of(
    "am pm am pm sir madam team support customer customers service services all everyone everybody there folks friend friends \
    guys ladies gentlemen concern whom store shop company sales manager staff inc ltd llc gmbh corp the your our my we i it this that \
    these those a an and or but if in on at for from to of with as so no not yes please thanks thank regards best kind sincerely \
    sent order orders invoice number address phone email tel fax mobile date subject re fwd is are was were be has have had can could will would \
    damen herren equipe team kundenservice kundendienst service hi hello dear you am do does did how what when where why who which \
    account product item refund return shipping delivery help desk department office billing technical amazon google apple microsoft \
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september \
    october november december world again much very any also just still now then here looking waiting hoping ich sie wir je vous nous \
    monsieur madame messieurs mesdames señores señor señora equipo atención tbd unknown none n/a same above below yours faithfully truly online confused disappointed \
    okay ok yeah yep yup sure great well oh hmm alright right good nice sorry welcome perfect then hope cheers \
    not a the writing sorry happy unable trying looking having getting using still very so just currently also on in at",
);

fn is_plausible(name: &str) -> bool {
    // ACME is a company; JOHN SMITH is not.
    let acronym = name.chars().all(|c| c.is_uppercase()) && name.chars().count() <= 4;
    (!acronym || known(name)) && name.chars().next().is_some_and(char::is_alphabetic)
}

/// One of its words is a name and not a word of the language as well; or two are.
fn is_known(name: &str) -> bool {
    let (mut names, mut certain) = (0, 0);
    for word in name.split(' ') {
        let lists = lists(word.trim_matches(['.', ',']));
        let given = lists & LATIN_GIVEN.bit() != 0;
        if given || lists & LATIN_SURNAMES.bit() != 0 {
            names += 1;
        }
        if given && lists & LATIN_WORDS.bit() == 0 {
            certain += 1;
        }
    }
    names >= 2 || certain >= 1 && name.split(' ').next().is_some_and(known)
}

fn has_two_words(name: &str) -> bool {
    name.contains(' ') && is_plausible(name) && !thing::is_business_name(name)
}

/// In any list of names, and no word of the language.
fn begins_as_name(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    const RARE: u16 = RARE_LATIN_GIVEN.bit() | RARE_LATIN_SURNAMES.bit();
    let lists = lists(first.trim_matches(['.', ',']));
    lists & KNOWN != 0 || lists & RARE != 0 && lists & COMMON_LATIN.bit() == 0
}

fn begins_known(name: &str) -> bool {
    name.split(' ').next().is_some_and(known)
}

fn known(word: &str) -> bool {
    lists(word.trim_matches(['.', ','])) & KNOWN != 0
}

const KNOWN: u16 = LATIN_GIVEN.bit() | LATIN_SURNAMES.bit();

/// Words behind two words with a capital that make them a company, a place or a brand.
static ENDS: Set = Set::of(
    "street road avenue lane square park bridge station airport stadium hall house court tower towers hotel inn lodge cottage villa farm farms \
    studio studios media books press records music films group holdings partners associates brothers sons consulting solutions systems industries technologies \
    ltd limited inc llc corp gmbh plc company co store stores shop shops boutique bakery cafe coffee kitchen restaurant bar pub brewery foods wines \
    bank insurance motors cars garage clinic hospital dental pharmacy university college school academy institute museum gallery theatre theater foundation trust \
    shoes jeans watches jewelry jewellery furniture homes interiors gardens flowers toys sports gym salon spa beauty cosmetics county city island bay beach",
);

/// Words behind a given name that make it a place or a thing.
static THINGS: Set = Set::of(
    "park street beach river lake hill station day black white green brown grey gray blue red gold silver pink \
    city county island bay north south east west road avenue large small medium price long short young size summer winter spring \
    first last main page church hall house school hospital field banks cook case bag bags",
);

fn full_names(text: &str, add: &mut impl FnMut(Range<usize>)) {
    let mut at = 0;
    let mut done = 0;
    while let Some(first) = next_capital(text, at) {
        at = first.end;
        if first.start < done {
            continue;
        }
        let lists = lists(&text[first.clone()]);
        // A name or a brand of two words begins with a word of a list.
        if lists == 0 {
            continue;
        }
        if let Some(end) = full_name(text, &first, lists, add) {
            done = end;
        }
    }
}

/// The next word of letters at or behind `at` that begins with a capital.
fn next_capital(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = at;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' {
            // The rest of a word
            while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
                at += 1;
            }
            continue;
        }
        if byte.is_ascii_uppercase() || matches!(byte, 0xc3..=0xd0) {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                at += 1;
                continue;
            };
            let rest = &text[at..];
            let length = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
            if is_capital_letter(c) && length > c.len_utf8() {
                return Some(at..at + length);
            }
            at += length.max(c.len_utf8());
            continue;
        }
        at += 1;
    }
    None
}

/// Adds the full name that begins with the word `first`; the end of what is looked at no more.
fn full_name(
    text: &str,
    first: &Range<usize>,
    first_lists: u16,
    add: &mut impl FnMut(Range<usize>),
) -> Option<usize> {
    let comma = usize::from(text[first.end..].starts_with(','));
    let mut rest = text[first.end + comma..].strip_prefix(' ')?;
    // John Q. Smith
    let mut chars = rest.chars();
    let initial = chars.next().filter(|c| is_capital_letter(*c))?;
    if let Some(behind) = rest[initial.len_utf8()..]
        .strip_prefix('.')
        .unwrap_or(&rest[initial.len_utf8()..])
        .strip_prefix(' ')
        && behind.starts_with(is_capital_letter)
    {
        rest = behind;
    }
    let second = capital_at(text, text.len() - rest.len())?;
    let mut pair = Key::default();
    for word in [first, &second] {
        if word.start > first.start {
            pair.push(' ');
        }
        pair.push_small(&text[word.clone()]);
    }
    if pair.latin() & LATIN_THINGS.bit() != 0 {
        // Calvin Klein, Michael Kors
        return Some(second.end);
    }
    let second_lists = lists(&text[second.clone()]);
    let of = |lists: u16, list: &super::dictionary::Words| lists & list.bit() != 0;
    let western = of(first_lists, &LATIN_GIVEN) && of(second_lists, &LATIN_SURNAMES);
    let eastern = of(first_lists, &LATIN_SURNAMES) && of(second_lists, &LATIN_GIVEN);
    let doubtful = of(first_lists, &LATIN_WORDS) && (of(second_lists, &LATIN_WORDS) || !western);
    if is_written_apart(text, first, &second, first_lists, second_lists) {
        unless_told(text, add)(first.start..second.end);
        return Some(second.end);
    }
    if doubtful || !(western || eastern) || thing::leads(&text[first.clone()]) {
        return None;
    }
    let words = [first, &second].map(|range| text[range.clone()].to_lowercase());
    if is_sentence(&words, [first_lists, second_lists], comma > 0) {
        return None;
    }
    let third = text[second.end..]
        .strip_prefix(' ')
        .and_then(|rest| capital_at(text, text.len() - rest.len()));
    let third_word = third
        .as_ref()
        .map(|third| text[third.clone()].to_lowercase());
    let thing = THINGS.has(&words[1])
        || ENDS.has(&words[1]) && !of(second_lists, &LATIN_SURNAMES)
        || third_word.as_ref().is_some_and(|third| {
            ENDS.has(third) || LATIN_THINGS.has(&format!("{} {third}", words[1]))
        });
    if thing {
        return None;
    }
    let goes_on =
        third_word.is_some_and(|third| LATIN_SURNAMES.has(&third) && !LATIN_WORDS.has(&third));
    let end = third
        .filter(|_| goes_on)
        .map_or(second.end, |third| third.end);
    let range = first.start..end;
    unless_told(text, add)(range);
    Some(end)
}

/// NAKAMURA Shin: the family name is in capitals beside a given name that is not, and neither is anything else.
fn is_written_apart(
    text: &str,
    first: &Range<usize>,
    second: &Range<usize>,
    first_lists: u16,
    second_lists: u16,
) -> bool {
    const FAMILY: u16 = LATIN_SURNAMES.bit() | RARE_LATIN_SURNAMES.bit();
    const GIVEN: u16 = LATIN_GIVEN.bit() | RARE_LATIN_GIVEN.bit();
    const OTHER: u16 = COMMON_LATIN.bit() | BRANDS.bit() | BUSINESS.bit() | LATIN_BOTH.bit();
    let capitals = |range: &Range<usize>| {
        range.len() > 3
            && text[range.clone()]
                .bytes()
                .all(|byte| byte.is_ascii_uppercase())
    };
    let small = |range: &Range<usize>| text[range.clone()].chars().skip(1).all(char::is_lowercase);
    let is = |family: &Range<usize>, given: &Range<usize>, lists: [u16; 2]| {
        let japanese = || is_romaji(&text[family.clone()]) && is_romaji(&text[given.clone()]);
        lists[0] & FAMILY != 0
            && lists[0] & OTHER == 0
            && (lists[1] & GIVEN != 0 || lists[1] & FREQUENT_LATIN.bit() == 0 && japanese())
    };
    capitals(first) && small(second) && is(first, second, [first_lists, second_lists])
        || small(first) && capitals(second) && is(second, first, [second_lists, first_lists])
}

/// Whether a word is written in the syllables of Japanese: Shin, NAKAMURA.
fn is_romaji(word: &str) -> bool {
    static ONSETS: Set = Set::of(
        "k s t n h m y r w g z d b p j f sh ch ts ky ny hy my ry gy by py kk ss tt pp ssh tch mb mp mm",
    );
    let word = word.to_ascii_lowercase();
    let mut rest = word.as_str();
    while !rest.is_empty() {
        let vowel = rest.find(['a', 'i', 'u', 'e', 'o']);
        let onset = &rest[..vowel.unwrap_or(rest.len())];
        let begins = |onset: &str| onset.is_empty() || ONSETS.has(onset);
        // An n may end the syllable before.
        if !begins(onset) && !onset.strip_prefix('n').is_some_and(begins) {
            return false;
        }
        match vowel {
            None => return onset == "n",
            Some(vowel) => rest = &rest[vowel + 1..],
        }
    }
    true
}

/// Will Call, Call Pat; Laura, Sun: a verb or a day that is called like a person.
fn is_sentence(words: &[String; 2], lists: [u16; 2], comma: bool) -> bool {
    static VERBS: Set = Set::of(
        "will may can call ask grant mark bill chase drew pat rob sue skip tip pay send ring meet page park rush ship wait wrap book cash check cook \
         hand hope lock look love mail move need pack pick pull push read rest save sell show sign stay stop take talk tell thank trade turn visit walk want watch",
    );
    static DAYS: Set = Set::of("sun mon tue wed thu fri sat");
    let [first, second] = words;
    let everyday = |lists: u16| lists & FREQUENT_LATIN.bit() != 0;
    comma && DAYS.has(second)
        || VERBS.has(first) && everyday(lists[1]) && VERBS.has(second)
        || VERBS.has(first) && lists[0] & LATIN_GIVEN.bit() == 0
}

/// The word of two letters or more with a capital at `at`.
fn capital_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let first = rest.chars().next().filter(|c| is_capital_letter(*c))?;
    let length = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
    (length > first.len_utf8()).then_some(at..at + length)
}
