//! Languages that their letters tell.

use std::ops::RangeInclusive;

/// Scripts that one language of customers is written in, by their blocks in Unicode.
const ONE_LANGUAGE: [(&str, &[RangeInclusive<char>]); 18] = [
    ("Greek", &['\u{370}'..='\u{3ff}', '\u{1f00}'..='\u{1fff}']),
    ("Hebrew", &['\u{590}'..='\u{5ff}', '\u{fb1d}'..='\u{fb4f}']),
    ("Armenian", &['\u{530}'..='\u{58f}']),
    (
        "Georgian",
        &['\u{10a0}'..='\u{10ff}', '\u{1c90}'..='\u{1cbf}'],
    ),
    ("Thai", &['\u{e00}'..='\u{e7f}']),
    ("Lao", &['\u{e80}'..='\u{eff}']),
    ("Khmer", &['\u{1780}'..='\u{17ff}']),
    ("Burmese", &['\u{1000}'..='\u{109f}']),
    ("Bengali", &['\u{980}'..='\u{9ff}']),
    ("Punjabi", &['\u{a00}'..='\u{a7f}']),
    ("Gujarati", &['\u{a80}'..='\u{aff}']),
    ("Tamil", &['\u{b80}'..='\u{bff}']),
    ("Telugu", &['\u{c00}'..='\u{c7f}']),
    ("Kannada", &['\u{c80}'..='\u{cff}']),
    ("Malayalam", &['\u{d00}'..='\u{d7f}']),
    ("Sinhala", &['\u{d80}'..='\u{dff}']),
    ("Amharic", &['\u{1200}'..='\u{137f}']),
    (
        "Korean",
        &[
            '\u{ac00}'..='\u{d7a3}',
            '\u{1100}'..='\u{11ff}',
            '\u{3131}'..='\u{318e}',
        ],
    ),
];

/// The languages of this module.
pub(super) const NAMES: [&str; 10] = [
    "Russian",
    "Ukrainian",
    "Bulgarian",
    "Serbian",
    "Belarusian",
    "Arabic",
    "Persian",
    "Urdu",
    "Hindi",
    "Marathi",
];

/// The names of scripts that one language is written in.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ONE_LANGUAGE.iter().map(|(name, _)| *name).chain(NAMES)
}

/// How many letters of a text are of such scripts.
pub(super) fn letters(text: &str) -> usize {
    let is_one = |c: char| {
        ONE_LANGUAGE
            .iter()
            .any(|(_, ranges)| ranges.iter().any(|range| range.contains(&c)))
    };
    text.chars()
        .filter(|c| {
            c.is_alphabetic()
                && (is_one(*c) || is_cyrillic(*c) || is_arabic(*c) || is_devanagari(*c))
        })
        .count()
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn is_devanagari(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{97f}')
}

/// The language that the script of most of these letters tells; `None` where it does not.
pub(super) fn told(text: &str) -> Option<&'static str> {
    let count = |is: &dyn Fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let mut counts: Vec<(usize, Option<&'static str>)> = ONE_LANGUAGE
        .iter()
        .map(|(name, ranges)| {
            let letters = count(&|c| ranges.iter().any(|range| range.contains(&c)));
            (letters, Some(*name))
        })
        .collect();
    counts.push((count(&is_cyrillic), cyrillic(text)));
    counts.push((count(&is_arabic), arabic(text)));
    counts.push((count(&is_devanagari), devanagari(text)));
    let (most, language) = counts.into_iter().max_by_key(|(letters, _)| *letters)?;
    language.filter(|_| most >= 2)
}

/// ы, э, ё and ъ are not written in Ukrainian; і, ї, є and ґ not in Russian. Words decide where a
/// text has none of them.
fn cyrillic(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let has = |letters: &str| text.chars().filter(|c| letters.contains(*c)).count();
    let count = |words: &str| {
        let known: Vec<&str> = words.split(' ').collect();
        text.split(|c: char| !c.is_alphabetic())
            .filter(|word| known.contains(word))
            .count()
    };
    // Kazakh, Tatar, Mongolian and others have letters of their own.
    if has("әғқңөұүһҷӣҳ") > 0 {
        return None;
    }
    if has("ћђ") > 0 || has("јљњџ") > 1 {
        return (has("ћђ") > 0).then_some("Serbian");
    }
    let (russian, ukrainian) = (has("ыэё"), has("їєґ"));
    if has("ў") > 0 && has("і") > 0 {
        return Some("Belarusian");
    }
    // A word of the other language in quotation marks, or a slip of the keyboard.
    match (russian, ukrainian + has("і")) {
        (0, 0) => {}
        (russian, ukrainian) if russian > 3 * ukrainian => return Some("Russian"),
        (russian, ukrainian) if ukrainian > 3 * russian => return Some("Ukrainian"),
        _ => return None,
    }
    let russian = count(
        "что как это когда где мой моя мне меня вас вам есть было был была уже еще только спасибо здравствуйте добрый день пожалуйста заказ заказа посылка деньги товар и или с у пришел пришла нет привет жду вернуть хочу можно номер",
    );
    let ukrainian = count(
        "що як це коли де мій моя мене вас вам був була вже ще тільки дякую добрий день будь ласка замовлення посилка гроші товар та або з у немає привіт чекаю повернути хочу можна номер",
    );
    let bulgarian = count(
        "че как това кога къде моят моята мен ви вас беше вече още само благодаря здравейте добър ден моля поръчка поръчката пратка пари стока или съм са ще няма искам номер",
    );
    let belarusian = count(
        "што як гэта калі дзе мой мая мяне вас вам ёсць быў была ужо яшчэ толькі дзякуй добры дзень ласка заказ замова пасылка грошы тавар ці з у няма хачу можна нумар",
    );
    let best = russian.max(ukrainian).max(bulgarian).max(belarusian);
    let leaders = [russian, ukrainian, bulgarian, belarusian]
        .iter()
        .filter(|it| **it == best)
        .count();
    match () {
        () if best < 2 || leaders > 1 => None,
        () if best == russian => Some("Russian"),
        () if best == ukrainian => Some("Ukrainian"),
        () if best == bulgarian => Some("Bulgarian"),
        () => Some("Belarusian"),
    }
}

fn arabic(text: &str) -> Option<&'static str> {
    let has = |letters: &str| text.chars().filter(|c| letters.contains(*c)).count();
    if has("ٹڈڑںےہھ") > 0 {
        return Some("Urdu");
    }
    if has("پچژگیک") > 0 {
        return Some("Persian");
    }
    // Short words are the same in all three; these letters are written in Arabic alone.
    (has("ةىيكأإ") > 0).then_some("Arabic")
}

fn devanagari(text: &str) -> Option<&'static str> {
    let count = |words: &[&str]| {
        text.split(|c: char| c.is_whitespace() || "।?!,.".contains(c))
            .filter(|word| words.contains(word))
            .count()
    };
    let hindi = count(&[
        "है",
        "हैं",
        "था",
        "थी",
        "का",
        "की",
        "के",
        "को",
        "में",
        "से",
        "और",
        "नहीं",
        "मेरा",
        "मेरी",
        "मैं",
        "मुझे",
        "यह",
        "क्या",
        "कब",
        "कृपया",
        "नमस्ते",
        "धन्यवाद",
        "आप",
        "हूँ",
        "ने",
        "पर",
    ]);
    let marathi = count(&[
        "आहे",
        "आहेत",
        "मी",
        "माझा",
        "माझी",
        "माझे",
        "नाही",
        "आणि",
        "कधी",
        "मला",
        "कृपया",
        "नमस्कार",
        "होते",
        "का",
        "हे",
    ]);
    match () {
        () if hindi > marathi => Some("Hindi"),
        () if marathi > hindi => Some("Marathi"),
        () => None,
    }
}
