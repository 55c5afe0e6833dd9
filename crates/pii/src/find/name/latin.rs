//! Names in Latin letters: salutations, closings, introductions, titles, labels, and full names by
//! the lists.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::dictionary::{
    COMMON_LATIN, LATIN_GIVEN, LATIN_SURNAMES, LATIN_THINGS, LATIN_WORDS, RARE_LATIN_GIVEN,
    RARE_LATIN_SURNAMES,
};

const WORD: &str =
    r"(?:(?:[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я]\.){2,4}|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]*\.?)";

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// `Dear John,`
static SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?m)^[> ]*(?:Dear|Hi|Hello|Hey|Good (?:[Mm]orning|[Aa]fternoon|[Ee]vening)|Greetings|Bonjour|Bonsoir|Chère?|Hola|Estimad[oa]|Querid[oa]|Liebe[r]?|Hallo|Guten (?:Tag|Morgen)|Sehr geehrte[r]?|Ciao|Gentile|Car[oa]|Salut|Olá|Prezad[oa]|To|Attn:?|Thanks|Thank you|Merci|Danke|Gracias),?:? (?:(?:Mr|Mrs|Ms|Miss|Dr|Herr|Frau|M|Mme|Sra?)\.? )?({WORD}(?: {WORD}){{0,3}})(?: (?:&|and|und|et|y|e) ({WORD}))?(?P<end>[,!:.]|$| -| –)?"
    ))
});

/// `Best regards,` and the line behind it. Words that begin a closing only where they begin a line
/// stand behind a line break.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?:[Rr]egards|[Ss]incerely(?: yours)?|[Tt]hanks?(?: [a-z ]{{1,40}})?|[Tt]hank you[a-zA-Z ,]{{0,40}}|[Cc]heers|[Ww]ishes|Warmly|Respectfully|[Aa]ppreciation|[Cc]ordialement|Bien à vous|Merci(?: d'avance)?|Grüßen|Grüße|Gruß|Danke|Saludos(?: cordiales)?|Atentamente|Un saludo|Gracias|[Cc]ordiali saluti|Distinti saluti|Grazie(?: mille)?|Obrigad[oa]|Atenciosamente|Cumprimentos|С уважением|С наилучшими пожеланиями|Спасибо|\n[> ]*(?:Best|Yours(?: [a-z]+)?|Love|All the best|MfG|LG|VG))[ ]?[,.!]?[ ]*(?:\r?\n[> ]*){{1,3}}[-–—~]?[ ]?({WORD}(?:,? {WORD}|,? (?:de|da|del|van|von|der|di|la|le|bin|al)){{0,4}})[ ]*(?:[,(|\r\n]|$)"
    ))
});

/// `Thanks, John` and `- John` on a line of their own at the end.
static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?m)(?:^(?:[-–—~]{{1,2}}|//) ?|(?-u:\b)(?:[Tt]hanks|[Rr]egards|[Rr]gds|[Cc]heers|[Ss]incerely|[Bb]est|[Ll]ove|Ta|Thx|Merci|Danke|Grazie|Gracias|Grüße|Gruß|Cordialement|Saludos)(?:[,!] | ?[-–—~] ?)|^Sent by |^[Ss]igned,? |^From: ?)({WORD}(?: {WORD}){{0,3}})[ ]*\.?\r?$"
    ))
});

/// `My name is John Smith`: whatever follows is a name.
static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?:[Mm]y (?:full |first |last )?name(?: is|'s|’s)|[Ii]ch heiße|[Mm]ein Name ist|[Jj]e m['’]appelle|[Mm]on nom est|[Mm]e llamo|[Mm]i nombre es|[Mm]i chiamo|[Mm]eu nome é|[Мм]еня зовут|[Дд]обрый день, я) ({WORD}(?: (?:de|da|del|van|von|der|di|la|le|bin|al|{WORD})){{0,4}})"
    ))
});

/// `my name is john smith`, by people who write without capitals.
static SMALL: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?-u:\b)[Mm]y name(?: is|'s) ([a-z][a-z'-]+(?: [a-z'-]+){0,2})"));

/// Words that may stand before anything: the name must be known.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?-u:\b)(?:[Tt]his is|[Ii] am|I['’]m|[Ii]t['’]s|[Cc]alled|[Nn]amed|[Ss](?:poke|peak|poken|peaking) (?:with|to)|[Tt]alk(?:ed|ing)? (?:with|to)|[Aa]sk(?:ed)?(?: for)?|[Cc]ontact(?:ed)?|[Tt]old|[Ff]rom|[Bb]y|[Ww]ith|[Ff]or|[Cc]olleague|[Aa]gent|[Ww]ife|[Hh]usband|[Ss]on|[Dd]aughter|[Bb]rother|[Ss]ister|[Ff]riend|[Mm]other|[Ff]ather|[Pp]artner|[Bb]oss|[Aa]ssistant|[Ii]ch bin|[Jj]e suis|[Ss]oy|[Ss]ono|[Tt]hank you,?|[Tt]hanks,?),? ({WORD}(?: {WORD}){{0,2}})"
    ))
});

/// `I am John Smith,`: two words with a capital need no list.
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?-u:\b)(?:[Ii] am|[Ii]['’]m|[Tt]his is|[Ii]ch bin|[Jj]e suis|[Ss]oy|[Ss]ono|[Hh]older(?: is)?|[Ss]peaking:?|[Bb]eneficiary) ({WORD}(?: {WORD}){{1,3}})(?:[,.!\n(]| and | from | \(| at | with | here| writing|$)"
    ))
});

/// `John Smith (john@example.com)`, `John Smith <john@example.com>`, `John Smith wrote:`
static WITH_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r#"({WORD}(?: {WORD}){{1,3}})["']?(?: ?[(<\[](?:mailto:)?[^\s@()<>]{{1,64}}@| (?:wrote|writes|schrieb|a écrit|escribió|ha scritto):)"#
    ))
});

/// `Mr. Smith`
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?-u:\b)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Señora?|Signora?|Sr|Sra)\.? ({WORD}(?: {WORD}){{0,2}})"
    ))
});

/// `Full name: John Smith`
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?mi)(?-u:\b)(?:name|cardholder|card ?holder|account ?holder|recipient|ship(?:ped)? to|bill(?:ed)? to|sold to|addressee|contact person|attn|passenger|guest|patient|signed|customer|nom|prénom|vorname|nachname|nombre|apellidos?|sender|beneficiary|payee)(?: name)?[ ]?(?:\([^)\n]{1,12}\))?[ ]?[:=][ ]*([A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]+(?:(?:,? |/)[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]+){0,4})[ ]*(?:[,;(|]|\r?$)",
    )
});

/// `Tanaka-san`, `Kobayashi-kun`, `Miyajima san`: a Japanese honorific in Latin letters.
static HONOURED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?-u:\b)(?:((?:{WORD} )?[A-Za-zÀ-ÖØ-öø-ɏ'’]{{2,24}})-(?:[Ss]an|[Ss]ama|[Kk]un|[Cc]han|[Ss]ensei|[Ss]enpai)|((?:{WORD} )?{WORD}) (?:san|sama|kun|chan|sensei|senpai))(?-u:\b)"
    ))
});

/// Two or three words with a capital.
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?-u:\b)([A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]+),? (?:[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я]\.? )?([A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]+)(?: ([A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]+))?",
    )
});

pub(super) fn find(text: &str, add: &mut impl FnMut(Range<usize>)) {
    for captures in SALUTATION.captures_iter(text) {
        let ended = captures.name("end").is_some();
        name(
            text,
            &captures,
            if ended { is_plausible } else { begins_known },
            add,
        );
    }
    for (pattern, test) in [
        (&CLOSING, is_plausible as fn(&str) -> bool),
        (&SIGNATURE, begins_as_name),
        (&INTRODUCTION, is_plausible),
        (&SMALL, begins_known),
        (&BESIDE, is_known),
        (&SAID, has_two_words),
        (&WITH_ADDRESS, has_two_words),
        (&TITLE, is_plausible),
    ] {
        for captures in pattern.captures_iter(text) {
            name(text, &captures, test, add);
        }
    }
    if ["san", "ama", "kun", "han", "sen"]
        .iter()
        .any(|end| text.contains(end))
    {
        for captures in HONOURED.captures_iter(text) {
            name(text, &captures, is_addressed, add);
        }
    }
    for captures in LABELLED.captures_iter(text) {
        if !is_things_name(text, &captures) {
            name(text, &captures, is_capital, add);
        }
    }
    full_names(text, add);
}

/// `Product name: …` names no person.
fn is_things_name(text: &str, captures: &Captures<'_>) -> bool {
    const THINGS: &[&str] = &[
        "product", "item", "file", "company", "domain", "model", "brand", "app", "host", "event",
        "course", "plan", "shop", "store", "team", "user", "project", "server", "printer", "game",
        "book", "song", "package", "device", "colour", "color",
    ];
    let start = captures.get(0).map_or(0, |all| all.start());
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
    const ROLES: &str = "nee onee nii onii kaa okaa tou otou too otoo jii ojii baa obaa oba oji oku okusan kami hime ou o okyaku okyakusama customer mama papa baby every all minna mina";
    !ROLES
        .split_ascii_whitespace()
        .any(|role| role.eq_ignore_ascii_case(name))
}

/// Adds the words of the first group up to the first that is none of a name.
fn name(
    text: &str,
    captures: &Captures<'_>,
    test: fn(&str) -> bool,
    add: &mut impl FnMut(Range<usize>),
) {
    // Dr Pepper
    let whole = captures.get(0).map_or("", |all| all.as_str());
    if LATIN_THINGS.has(&whole.replace('.', "").to_lowercase()) {
        return;
    }
    for group in captures.iter().skip(1).flatten() {
        if group.as_str().starts_with(char::is_alphabetic) {
            words(text, group.range(), test, add);
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
        let has = |list: &str| {
            list.split_ascii_whitespace()
                .any(|stop| stop.eq_ignore_ascii_case(bare))
        };
        if has(ORGANISATIONS) {
            return;
        }
        if has(STOP) {
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
    if name.chars().count() >= 2 && test(name) {
        add(start..start + name.len());
    }
}

/// What a company's or a department's name ends with.
const ORGANISATIONS: &str = "Team Support Store Shop Inc Ltd LLC GmbH Corp Company Department Office Service Services Desk Sales";

/// Words with a capital beside which no name is.
const STOP: &str = "AM PM am pm Sir Madam Team Support Customer Customers Service Services All Everyone Everybody There Folks Friend Friends \
    Guys Ladies Gentlemen Concern Whom Store Shop Company Sales Manager Staff Inc Ltd LLC GmbH Corp The Your Our My We I It This That \
    These Those A An And Or But If In On At For From To Of With As So No Not Yes Please Thanks Thank Regards Best Kind Sincerely \
    Sent Order Orders Invoice Number Address Phone Email Tel Fax Mobile Date Subject Re Fwd Is Are Was Were Be Has Have Had Can Could Will Would \
    Damen Herren Equipe Team Kundenservice Kundendienst Service Hi Hello Dear You Am Do Does Did How What When Where Why Who Which \
    Account Product Item Refund Return Shipping Delivery Help Desk Department Office Billing Technical Amazon Google Apple Microsoft \
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September \
    October November December World Again Much Very Any Also Just Still Now Then Here Looking Waiting Hoping Ich Sie Wir Je Vous Nous \
    Monsieur Madame Messieurs Mesdames Señores Señor Señora Equipo Atención TBD Unknown None N/A Same Above Below Yours Faithfully Truly Online Confused Disappointed \
    Okay OK Yeah Yep Yup Sure Great Well Oh Hmm Alright Right Good Nice Sorry Welcome Perfect Then Hope Cheers \
    not a the writing sorry happy unable trying looking having getting using still very so just currently also on in at";

fn is_plausible(name: &str) -> bool {
    // ACME is a company; JOHN SMITH is not.
    let acronym = name.chars().all(|c| c.is_uppercase()) && name.chars().count() <= 4;
    (!acronym || known(name)) && name.chars().next().is_some_and(char::is_alphabetic)
}

/// One of its words is a name and not a word of the language as well; or two are.
fn is_known(name: &str) -> bool {
    let (mut names, mut certain) = (0, 0);
    for word in name.split(' ') {
        let word = word.trim_matches(['.', ',']).to_lowercase();
        let given = LATIN_GIVEN.has(&word);
        if given || LATIN_SURNAMES.has(&word) {
            names += 1;
        }
        if given && !LATIN_WORDS.has(&word) {
            certain += 1;
        }
    }
    names >= 2 || certain >= 1 && name.split(' ').next().is_some_and(known)
}

fn has_two_words(name: &str) -> bool {
    name.contains(' ') && is_plausible(name)
}

/// In any list of names, and no word of the language.
fn begins_as_name(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    let word = first.trim_matches(['.', ',']).to_lowercase();
    let rare = RARE_LATIN_GIVEN.has(&word) || RARE_LATIN_SURNAMES.has(&word);
    known(first) || rare && !COMMON_LATIN.has(&word)
}

fn begins_known(name: &str) -> bool {
    name.split(' ').next().is_some_and(known)
}

fn known(word: &str) -> bool {
    let word = word.trim_matches(['.', ',']).to_lowercase();
    LATIN_GIVEN.has(&word) || LATIN_SURNAMES.has(&word)
}

/// Words behind two words with a capital that make them a company, a place or a brand.
const ENDS: &str = "street road avenue lane square park bridge station airport stadium hall house court tower towers hotel inn lodge cottage villa farm farms \
    studio studios media books press records music films group holdings partners associates brothers sons consulting solutions systems industries technologies \
    ltd limited inc llc corp gmbh plc company co store stores shop shops boutique bakery cafe coffee kitchen restaurant bar pub brewery foods wines \
    bank insurance motors cars garage clinic hospital dental pharmacy university college school academy institute museum gallery theatre theater foundation trust \
    shoes jeans watches jewelry jewellery furniture homes interiors gardens flowers toys sports gym salon spa beauty cosmetics county city island bay beach";

/// Words behind a given name that make it a place or a thing.
const THINGS: &str = "park street beach river lake hill station day black white green brown grey gray blue red gold silver pink \
    city county island bay north south east west road avenue large small medium price long short young size summer winter spring \
    first last main page church hall house school hospital field banks cook case bag bags";

fn full_names(text: &str, add: &mut impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(captures) = CAPITALS.captures_at(text, at) {
        let (Some(first), Some(second)) = (captures.get(1), captures.get(2)) else {
            break;
        };
        // The second word may begin a name itself.
        at = second.start();
        let words = [
            first.as_str().to_lowercase(),
            second.as_str().to_lowercase(),
        ];
        let third = captures.get(3).map(|third| third.as_str().to_lowercase());
        let has = |list: &str, word: &str| list.split_ascii_whitespace().any(|it| it == word);
        if LATIN_THINGS.has(&words.join(" ")) {
            // Calvin Klein, Michael Kors
            at = second.end();
            continue;
        }
        let thing = has(THINGS, &words[1])
            || has(ENDS, &words[1]) && !LATIN_SURNAMES.has(&words[1])
            || third.as_ref().is_some_and(|third| {
                has(ENDS, third) || LATIN_THINGS.has(&format!("{} {third}", words[1]))
            });
        let western = LATIN_GIVEN.has(&words[0]) && LATIN_SURNAMES.has(&words[1]);
        let eastern = LATIN_SURNAMES.has(&words[0]) && LATIN_GIVEN.has(&words[1]);
        let doubtful = LATIN_WORDS.has(&words[0]) && (LATIN_WORDS.has(&words[1]) || !western);
        if thing || doubtful || !(western || eastern) {
            continue;
        }
        let third = captures.get(3).filter(|third| {
            let third = third.as_str().to_lowercase();
            LATIN_SURNAMES.has(&third) && !LATIN_WORDS.has(&third)
        });
        let end = third.map_or(second.end(), |third| third.end());
        add(first.start()..end);
        at = end;
    }
}
