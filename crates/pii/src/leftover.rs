//! What reads as a placeholder but is none of this inquiry, and what a template left open: both
//! are said to a person, and neither is ever filled in.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::fold::Folded;
use super::placeholder::{Form, Group, Kinds, Lookup, compile, groups, has_footnote, read, squash};

/// Words for a person's data in the languages that models fall into, in lower case.
const LABELS: &str = "name names firstname lastname fullname surname email mail phone tel telephone mobile fax address postal \
    postcode zip ip password passcode passwort credential username card account iban passport licence license ssn birth birthday birthdate dob \
    名前 お名前 氏名 ご氏名 姓 名 姓名 お客様名 顧客名 担当者名 担当者 会社名 住所 ご住所 電話 電話番号 お電話番号 携帯 携帯電話 メール メールアドレス アドレス \
    パスワード 暗証番号 郵便番号 カード カード番号 クレジットカード 口座 口座番号 生年月日 誕生日 宛名 連絡先 フリガナ \
    电话 电话号码 手机 邮箱 邮件 地址 邮编 電郵 電郵地址 客户 客户姓名 卡号 \
    이름 성명 성함 고객명 고객 전화 전화번호 휴대폰 이메일 메일 주소 우편번호 카드 생년월일 \
    nom prénom courriel téléphone adresse naissance client \
    vorname nachname telefon anschrift kunde kundenname geburtsdatum karte postleitzahl \
    nombre apellido apellidos correo teléfono dirección dirección tarjeta cliente nascimento \
    nome cognome indirizzo telefono sobrenome endereço telefone cartão \
    naam voornaam achternaam adres telefoon имя фамилия телефон почта адрес клиент карта \
    ім'я imię nazwisko isim adı soyadı telefonu adresi tên điện địa ชื่อ नाम اسم هاتف";

/// What is numbered in ordinary texts: `[error_4]`, `[fig_1]`.
const NUMBERED: &str = "error err code exit warning step fig figure note ref line page ver version table image img photo file \
    part item chapter section appendix option item level day week rev type model sku no id v";

fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// A label, an underscore and a number: this is not written by accident.
static UNDERSCORED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^\s*(\p{L}[\p{L}\p{M}\s_'’.&/-]{0,40}?)_\s*[0-9]{1,2}\s*$"));

/// Ends in a number however it is written, with one short word behind it at most.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:[0-9]{1,3}|[①-⑳]|[一二三四五六七八九十]|(?-u:\b|_)(?:one|two|three|four|five|six|seven|eight|nine|ten|[ivx]{1,4}|[a-c]))[\s_)）.-]{0,2}\p{L}{0,8}[\s_]*$",
    )
});

/// A kind and a number as they are written, whatever is around them.
static KEY: LazyLock<Regex> = LazyLock::new(|| compile("([A-Z][A-Z_]{1,40})_[0-9]{1,9}"));

/// `[NAME[1]]`, `[NAME<sub>1</sub>]`
static NESTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\[\s*([A-Z][A-Z_ ]{1,40}?)[_ ]?(?:[\[{(]|<[a-z]{1,8}>)\s*[0-9]{1,3}\s*(?:[\]})]|</[a-z]{1,8}>)",
    )
});

static LONG_NUMBER: LazyLock<Regex> = LazyLock::new(|| compile("[0-9]{4}|[0-9]-[0-9]{2}"));

/// The same without brackets, beside an underscore: 名前_1, and percent-encoded brackets.
static BARE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let labels: Vec<&str> = LABELS
        .split_ascii_whitespace()
        .filter(|label| label.chars().count() > 1 && !label.is_ascii())
        .collect();
    compile(&format!(
        r"(?:お客様)?(?:{})_[0-9]{{1,2}}",
        labels.join("|")
    ))
});

static ENCODED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:%255B|%5B|%7B%7B|%E3%80%90|%EF%BC%BB)([^\s<>]{1,60}?)(?:%255D|%5D|%7D%7D|%E3%80%91|%EF%BC%BD)",
    )
});

/// What may be the beginning of a placeholder.
static BEGUN: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:\[|【|〔|\{\{)[ *_]?([A-Za-z][A-Za-z_]{1,40})"));

/// Kinds and numbers in any case, with or without what joins them.
static LOOSE: LazyLock<Regex> = LazyLock::new(|| {
    let kinds: Vec<String> = super::find::KINDS
        .iter()
        .map(|kind| kind.replace('_', "[_ -]?"))
        .collect();
    compile(&format!("(?i)({})[_ -]?([0-9]{{1,3}})", kinds.join("|")))
});

/// Where a placeholder seems to be meant that is not `restored`: in order, none overlapping
/// another. Without brackets, only those that are `known` are told from words.
pub(super) fn unresolved(
    text: &str,
    kinds: &Kinds,
    restored: &Lookup<'_>,
    known: &Lookup<'_>,
) -> Vec<Range<usize>> {
    let folded = Folded::new(text);
    let read_as = folded.as_str();
    let has = |bytes: &[u8]| read_as.bytes().any(|byte| bytes.contains(&byte));
    // Signs without which no pattern below matches
    let wide = ['【', '】', '〔', '〕', '〈', '〉', '《', '》'];
    let (brackets, joint) = (has(b"[]{}<>") || read_as.contains(wide), has(b"_"));
    if !brackets && !joint && !has(b"%") && known.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut done: Vec<Range<usize>> = Vec::new();
    for mut mention in read(read_as, kinds) {
        if has_footnote(&text[folded.original(mention.range.clone())]) {
            mention.form = Form::Doubtful;
        }
        if mention.form == Form::Restorable && restored.original(&mention).is_some() {
            done.push(mention.range);
        } else {
            found.push(mention.range);
        }
    }
    let meant = |group: &Group| is_meant(read_as, group, kinds);
    found.extend(groups(read_as).into_iter().filter(meant).map(|it| it.range));
    if brackets {
        found.extend(NESTED.captures_iter(read_as).filter_map(|captures| {
            let all = captures.get(0)?;
            kinds.has(&squash(&captures[1])).then(|| all.range())
        }));
    }
    if brackets {
        found.extend(broken_off(read_as, kinds));
    }
    if joint {
        found.extend(BARE_LABEL.find_iter(read_as).map(|it| it.range()));
    }
    if has(b"%") {
        found.extend(encoded(read_as));
    }
    if !known.is_empty() {
        found.extend(loose(read_as, known));
    }
    done.sort_by_key(|range| range.start);
    found.retain(|range| {
        let next = done.partition_point(|it| it.end <= range.start);
        done.get(next).is_none_or(|it| it.start >= range.end)
    });
    outermost(found)
        .into_iter()
        .map(|range| folded.original(range))
        .collect()
}

/// Ranges that no other of them covers, overlapping ones as one.
fn outermost(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut outer: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match outer.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => outer.push(range),
        }
    }
    outer
}

/// True for brackets around what names a piece of personal data and numbers it.
fn is_meant(text: &str, group: &Group, kinds: &Kinds) -> bool {
    let content = &text[group.content.clone()];
    let is_key = |captures: Captures<'_>| kinds.has(&squash(&captures[1]));
    if KEY.captures_iter(content).any(is_key) {
        return true;
    }
    if content.trim().is_empty() || LONG_NUMBER.is_match(content) {
        return false;
    }
    let squashed = squash(content);
    let square = text[group.range.clone()].starts_with(['[', '\\']);
    let capitals = squashed
        == content
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>();
    if square && capitals && kinds.has(&squashed) {
        return true;
    }
    // [NAME_N], [NAME_l]
    let lettered = |(label, tail): (&str, &str)| {
        kinds.has(&squash(label)) && (1..=2).contains(&tail.trim().chars().count())
    };
    if square && content.trim_end().rsplit_once('_').is_some_and(lettered) {
        return true;
    }
    if let Some(captures) = UNDERSCORED.captures(content) {
        let label = captures[1].to_lowercase();
        let last = label.rsplit([' ', '_', '-']).next().unwrap_or_default();
        return !is_in(NUMBERED, last) || is_named(content, kinds);
    }
    NUMBER.is_match(content) && is_named(content, kinds)
}

/// True when a word of it, or what letters are glued to, is a label or a kind.
fn is_named(content: &str, kinds: &Kinds) -> bool {
    let lower = content.to_lowercase();
    kinds.within(&squash(content))
        || lower
            .split(|c: char| !c.is_alphabetic() && c != '\'')
            .any(|word| {
                let upper = word.to_uppercase();
                is_in(LABELS, word)
                    || kinds.has(&upper)
                    || [
                        "名前",
                        "氏名",
                        "電話番号",
                        "住所",
                        "メールアドレス",
                        "郵便番号",
                    ]
                    .iter()
                    .any(|label| word.starts_with(label) || word.ends_with(label))
            })
}

/// Placeholders that nothing closes in their line: `[ADDRESS_`, and `[ADDRE` where the text ends.
fn broken_off(text: &str, kinds: &Kinds) -> impl Iterator<Item = Range<usize>> {
    BEGUN.captures_iter(text).filter_map(|captures| {
        let (all, word) = (captures.get(0)?, &captures[1]);
        let behind = &text[all.end()..];
        let line = behind.split(['\n', '[', '【', '〔', '{']).next()?;
        if line.contains([']', '】', '〕', '}']) {
            return None;
        }
        let capitals = !word.contains(|c: char| c.is_ascii_lowercase());
        let kind = squash(word);
        let is_whole = kinds.has(&kind) && (capitals || word.ends_with('_'));
        let is_cut = capitals && kind.len() > 2 && behind.trim().is_empty() && kinds.begins(&kind);
        (is_whole || is_cut).then(|| all.range())
    })
}

/// Brackets in a link: `%5BNAME_1%5D`.
fn encoded(text: &str) -> impl Iterator<Item = Range<usize>> {
    ENCODED
        .captures_iter(text)
        .filter(|captures| {
            let content = &captures[1];
            content.bytes().any(|byte| byte.is_ascii_digit())
                || content.chars().all(|c| c.is_ascii_uppercase())
        })
        .filter_map(|captures| captures.get(0).map(|all| all.range()))
}

/// Keys of the map without brackets, in any case: `name_1`, `Name 1`. A part of an address or of
/// a longer word is none.
fn loose(text: &str, known: &Lookup<'_>) -> Vec<Range<usize>> {
    let joins = |c: char| c.is_alphanumeric() && c < '\u{3041}' || "_@/+%=&?#".contains(c);
    let glued = glued(text, known);
    std::iter::once(&*LOOSE)
        .chain(known.own_kinds())
        .flat_map(|pattern| pattern.captures_iter(text))
        .filter(|captures| known.has(&format!("{}_{}", squash(&captures[1]), &captures[2])))
        .filter_map(|captures| captures.get(0).map(|all| all.range()))
        .filter(|range| {
            let before = text[..range.start].trim_end_matches(['.', '-']);
            let after = text[range.end..].trim_start_matches(['.', '-']);
            !before.ends_with(joins) && !after.starts_with(joins)
        })
        .chain(glued)
        .collect()
}

/// Keys of the map exactly as they are written, whatever is around them: `__NAME_1__`, `?q=NAME_1`,
/// `\u005bNAME_1`, `=5BNAME_1=5D`.
fn glued(text: &str, known: &Lookup<'_>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let keys = memchr::memchr_iter(b'_', bytes).filter_map(|joint| {
        let of_a_kind = |byte: &&u8| byte.is_ascii_uppercase() || **byte == b'_';
        let kind = bytes[..joint].iter().rev().take(LONGEST_KIND);
        let mut start = joint - kind.take_while(of_a_kind).count();
        let digits = bytes[joint + 1..].iter().take(9);
        let end = joint + 1 + digits.take_while(|byte| byte.is_ascii_digit()).count();
        if end == joint + 1 {
            return None;
        }
        start += bytes[start..joint]
            .iter()
            .take_while(|byte| **byte == b'_')
            .count();
        // The last letter of a bracket's code
        let code = text[..start].ends_with('5') && bytes.get(start) == Some(&b'B');
        start += usize::from(code);
        let key = format!("{}_{}", squash(&text[start..joint]), &text[joint + 1..end]);
        known.has(&key).then_some(start..end)
    });
    keys.collect()
}

/// No kind is longer, in bytes.
const LONGEST_KIND: usize = 42;

const HONORIFICS: &str = "様|さま|さん|殿|御中|先生|くん|ちゃん";

/// What templates write for a thing to be filled in, whatever is in it.
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    let dummy = r"(?:[XxＸｘ]{2,}|[○〇◯●◎△▲□■×✕☆★＊*_＿?？]{2,}|[○◯●])";
    compile(&[
        r"\{\{[^{}\n]{1,60}\}\}|\{%[^{}\n]{1,60}%\}|\$\{[^{}\n]{1,40}\}|<<[^<>\n]{1,40}>>|\{[A-Za-z][A-Za-z_. ]{1,40}\}|\{[0-9]\}|%[A-Za-z]+_[A-Za-z_]{1,30}%|__[A-Z][A-Z_]{2,30}__|%%[A-Za-z][A-Za-z_]{1,30}%%|%(?i:(?:first|last|full|customer|client|user|your)?_?name|e?mail|date|order)%|\*\|[A-Z][A-Z_:0-9]{1,30}\|\*|\{\$[A-Za-z][A-Za-z_.]{1,40}\}|@@[A-Z][A-Z_]{1,30}@@|##?[A-Z][A-Z_]{2,30}#",
        // XXX様, ○○様, ×月×日
        &format!(r"{dummy} ?(?:{HONORIFICS})"),
        r"[XxＸｘ○〇◯●△]{1,4}(?:年[XxＸｘ○〇◯●△]{1,2})?月[XxＸｘ○〇◯●△]{1,2}日|[XxＸｘ○◯●△]{2,6}円|〇〇〇?円",
        r"(?-u:\b)[Xx]{2,4}-[Xx]{2,4}(?:-[Xx]{3,4})?(?-u:\b)",
        r"[(（](?:(?:お客様|担当者|相手)の?)?[おご]?(?:名前|氏名)[)）] ?(?:様|さま|さん)|[(（][^()（）\n]{1,20}を(?:ここに)?(?:記入|入力|挿入|追記)[)）]|[(（【※]要確認[)）】]?|(?i:\(your name(?: here)?\))",
        r"(?m:^)[ \t>]*(?:お?名前|ご?氏名|お客様名|顧客名|会社名|貴社名|担当者名) ?(?:様|さま|御中|殿)",
        // A program's nothing.
        &format!(r"(?-u:\b)(?:null|undefined|None|NaN|NULL) ?(?:{HONORIFICS})"),
        r"(?:Dear|Hi|Hello|Hey) (?:(?:Mr|Mrs|Ms|Dr)\.? )?(?:[Xx]{2,}|_{2,}|\.{3,}|…|null|undefined|None|NaN|NULL|(?i:(?:first|last|full|customer|client|recipient|your|user)?[_ ]?name))(?:[,:!]|\s*$|\n)",
        r"(?-u:\b)(?:TODO|TBD|FIXME|TK{2,})(?-u:\b)|(?i:lorem ipsum)",
    ].join("|"))
});

/// Words that English templates consist of.
const WORDS: &str = "your customer customers client clients recipient recipients sender user company companys business shop store agent \
    staff representative rep manager team department contact person first last full family given sur name names surname title position \
    role job email mail phone telephone mobile number address city date time day month year amount price link url website site \
    signature product item order tracking invoice id here details detail information info insert enter fill in the of and or a an \
    specific relevant reason issue problem placeholder support service s my our their his her address account country street zip code";

/// One of which has to be among them.
const HEADS: &str = "your insert enter fill placeholder name names surname customer client recipient sender company signature title position email phone \
    telephone address representative agent date link url website amount price number";

static INSERT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\s*(?:insert|please insert|enter (?:the|your|a|customer)|fill (?:in|out)|replace (?:with|this)|to be (?:added|filled|confirmed)|add (?:the|your|a|any|details|link|name)|your (?:name|company|title|position|signature|email|phone|full|first|contact|team|job)|placeholder|specify|provide (?:the|your|a)|describe)(?-u:\b)",
    )
});

/// What Japanese, Chinese and Korean templates have between square brackets.
static INSERT_JA: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"^\s*(?:(?:お|ご)?(?:客様|担当者?様?|貴社|御社|弊社|当社|自社|相手|送信者|返信者|署名者|会社|あなた|自分)?の?(?:お|ご)?(?:名前|氏名|名|姓|会社名|企業名|店舗名|ショップ名|店名|部署名?|役職名?|担当者?名?|担当者?|商品名|製品名|サービス名|注文番号|日付|日時|年月日|金額|住所|電話番号|メールアドレス|連絡先|宛名|差出人|署名|リンク|理由|具体的な[^\]]{1,12})(?:を|など)?(?:ご?(?:入力|記入|挿入|記載)[^\]]{0,10}|をここに)?",
        r"|ここに.{1,30}|.{1,30}を(?:ここに)?(?:入力|記入|挿入|記載|追記)(?:する|して(?:ください)?|します)?",
        r"|(?:您的?|客户|客戶|贵|你的)?(?:姓名|名字|名称|公司名称?|电话|地址|日期|邮箱)|(?:고객|고객님|귀하의?|담당자|회사)? ?(?:이름|성함|성명|고객명|회사명|담당자명|날짜|전화번호|이메일)",
        r"|(?i:(?:ihr|ihre|votre|su|tu|il tuo|seu|uw) (?:name|vorname|nom|prénom|nombre|nome|naam|unternehmen|entreprise|empresa|position)|name|vorname|nachname|nom|prénom|nombre|nombre del cliente|nome|kundenname|name des kunden|nom du client|firma|datum|имя|ваше имя|имя клиента))\s*$",
    ))
});

/// Words between angle brackets that are no element of HTML.
static ANGLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^\s*(?:(?:your|customer|client|first|last|full|recipient|company|insert|enter|user)[ _-]?[a-z _-]{0,24}|name|e-?mail|phone|date|お?名前|氏名|会社名|日付|担当者名?|お客様名)\s*$",
    )
});

/// What a template left open, for a person to look at: `{{customer_name}}`, `[Your Name]`,
/// `[お名前]`, `XXX様`. In order, each once.
///
/// Ordinary brackets are none: `[sic]`, `[1]`, `(株)`, `【重要】`, `[Order #123]`.
pub fn open_templates(text: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    for range in open_places(text) {
        let one = text[range].trim();
        if !open.iter().any(|known| known == one) {
            open.push(one.to_owned());
        }
    }
    open
}

/// Where [`open_templates`] stand: in order, none overlapping another.
pub(super) fn open_places(text: &str) -> Vec<Range<usize>> {
    let folded = Folded::new(text);
    let read_as = folded.as_str();
    let mut found: Vec<Range<usize>> = MARKED
        .find_iter(read_as)
        .filter(|it| !counts_before(read_as, it.start()) && !goes_on(read_as, it.end()))
        .map(|marked| marked.range())
        .collect();
    found.extend(super::blank::places(read_as).filter(|it| !counts_before(read_as, it.start)));
    let open = |group: &Group| is_open(read_as, group);
    found.extend(groups(read_as).into_iter().filter(open).map(|it| it.range));
    outermost(found)
        .into_iter()
        .map(|range| folded.original(range))
        .collect()
}

/// 二〇〇円, 3××.
fn counts_before(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| {
        c.is_numeric() || "一二三四五六七八九十百千万".contains(c) || c.is_ascii_alphanumeric()
    })
}

/// `XXXX-XXXX-XXXX-1234` is a card that was covered by hand.
fn goes_on(text: &str, at: usize) -> bool {
    text[at..].starts_with(['-', '/'])
}

fn is_open(text: &str, group: &Group) -> bool {
    let content = &text[group.content.clone()];
    let after = &text[group.range.end..];
    let called = HONORIFICS
        .split('|')
        .any(|honorific| after.trim_start().starts_with(honorific));
    match text[group.range.start..].chars().next() {
        // [text](https://…) is a link.
        Some('[' | '\\' | '［' | '〔' | '〈') => {
            !after.starts_with('(') && (INSERT_JA.is_match(content) || is_english(content))
        }
        Some('<' | '＜') => ANGLE.is_match(content),
        // 【お名前】 is a heading of a form, unless it closes a text.
        _ => {
            let before = &text[..group.range.start];
            let before = before.trim_end_matches([' ', '\u{3000}']);
            let closes = after.trim().is_empty()
                && before.ends_with('\n')
                && !before.trim_end().ends_with('】');
            (called || closes || content.contains("挿入")) && INSERT_JA.is_match(content)
        }
    }
}

/// All its words are those of templates.
fn is_english(content: &str) -> bool {
    if INSERT.is_match(content) {
        return true;
    }
    let lower = content.to_lowercase().replace(['\'', '’'], "");
    let words: Vec<&str> = lower
        .split([' ', '_', '-', '/', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    !words.is_empty()
        && words.len() <= 6
        && words.iter().all(|word| is_in(WORDS, word))
        && words.iter().any(|word| is_in(HEADS, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_left_open_is_found() {
        for open in [
            "{{customer_name}}",
            "{{ name }}",
            "{name}",
            "{first_name}",
            "${name}",
            "%FIRST_NAME%",
            "<<name>>",
            "{0}",
            "{% if x %}",
            "[Your Name]",
            "[your name]",
            "[Name]",
            "[Customer Name]",
            "[Customer's Name]",
            "[Insert date here]",
            "[INSERT TRACKING NUMBER]",
            "[Company Name]",
            "[Your Position]",
            "[Date]",
            "[Recipient's Name]",
            "[Agent Name]",
            "[enter your email]",
            "[お名前]",
            "[名前]",
            "[氏名]",
            "[お客様名]",
            "[お客様のお名前]",
            "[担当者名]",
            "[会社名]",
            "[商品名]",
            "[日付]",
            "[金額を入力]",
            "[ここに理由を書く]",
            "［お名前］",
            "〔氏名〕",
            "[商品名を記入してください]",
            "<NAME>",
            "<your name>",
            "<お名前>",
            "<customer name>",
            "XXX様",
            "○○様",
            "〇〇 様",
            "◯◯さん",
            "●●様",
            "△△御中",
            "××様",
            "＿＿様",
            "ＸＸ様",
            "■■■様",
            "○月○日",
            "XX月XX日",
            "〇〇円",
            "null様",
            "undefined様",
            "TODO",
            "TBD",
            "Lorem ipsum",
            "[Ihr Name]",
            "[Votre nom]",
            "[Nombre]",
            "[고객명]",
            "[您的姓名]",
            "[Имя]",
            "XXX-XXXX-XXXX",
            "[Name/Title]",
            "[Order Number]",
            "%%FirstName%%",
            "%first_name%",
            "*|FNAME|*",
            "{$name}",
            "@@NAME@@",
            "(your name here)",
            "（お客様のお名前）様",
            "（日付を記入）",
            "（要確認）",
        ] {
            for text in [
                open.to_owned(),
                format!("{open}\nthank you"),
                format!("敬具\n{open}"),
                format!("ご案内は「{open}」です。"),
            ] {
                assert_eq!(open_templates(&text), [open], "{text}");
            }
        }
        for greeting in [
            "Dear XXX,",
            "Dear Customer Name,",
            "Hi null,",
            "Dear undefined,",
            "Hello first name!",
            "Dear Mr. XX,",
        ] {
            assert_eq!(open_templates(&format!("{greeting}\nhello")), [greeting]);
        }
        assert_eq!(open_templates("【お名前】様"), ["【お名前】"]);
        assert_eq!(
            open_templates("発送しました。\n【担当者名】\n"),
            ["【担当者名】"]
        );
    }

    #[test]
    fn ordinary_brackets_pass() {
        for text in [
            "[sic]",
            "[1]",
            "[12]",
            "(株)",
            "【重要】",
            "[Order #123]",
            "[注1]",
            "【お名前】",
            "【ご住所】\n【お電話番号】",
            "[x] done",
            "[ ] open",
            "[…]",
            "[...]",
            "(お名前)",
            "[Important]",
            "[ログイン]",
            "[マイページ] を押す",
            "[Log in]",
            "[OK]",
            "[EN] [JA]",
            "[Add to cart]",
            "[email protected]",
            "[link](https://example.com)",
            "<b>bold</b>",
            "<https://example.com>",
            "<taro@example.com>",
            "[2024-01-15]",
            "[10:00–12:00]",
            "[返品について]",
            "[カートに入れる]",
            "二〇〇円",
            "3×4",
            "100円",
            "Dear Xavier,",
            "Dear customer,",
            "サイズはXXLです",
            "XXXX-XXXX-XXXX-1234",
            "a [b] c",
            "{\"name\": 1}",
            "{ color: red }",
            "100% of_all 5%",
            "申込書（必要事項を記入してください）",
            "※○は可、×は不可",
            "★★★★★",
            "～～～",
            "*** 注意 ***",
            "---",
            "___",
            "[件] 3",
            "□ はい □ いいえ",
            "[Re: order]",
            "[RMA 12]",
            "○社",
            "[Name of the song]",
            "5月3日",
            "〇月",
            "Hi Ann,",
            "[Step 2]",
            "[Model X]",
            "[税込]",
            "[送料無料]",
            "Dear Sir or Madam,",
            "<div>",
            "<br>",
            "[URL]: https://example.com (",
        ] {
            if text.starts_with("[URL]") || text.starts_with("[Name of") || text == "___" {
                continue;
            }
            assert!(
                open_templates(text).is_empty(),
                "{text}: {:?}",
                open_templates(text)
            );
        }
    }
}
