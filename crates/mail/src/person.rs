//! The person that a reply addresses: the name, and apart from it the company that business mails
//! write beside it.

use std::sync::LazyLock;

use regex::Regex;

use crate::contact_form::is_machine;
use crate::{InboundMail, Mailbox, Source, recipients};
use pii::CustomerText;

/// A person as a salutation needs them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The name; `None` where the mail gives none of the reply's recipient.
    pub name: Option<CustomerText>,
    /// The company or other organisation, where it is told from the name.
    pub company: Option<CustomerText>,
}

impl Person {
    /// The name that a reply can address: the person, else the company.
    pub fn called(&self) -> Option<&CustomerText> {
        self.name.as_ref().or(self.company.as_ref())
    }
}

impl InboundMail {
    /// The person that a reply addresses: it usually goes to them, never the form or the list that
    /// sent the mail in their place.
    pub fn addressee(&self) -> Person {
        let choices = recipients(self, None);
        let Some(usual) = choices.first() else {
            return Person::default();
        };
        let from = self.from.iter().filter(|from| !self.is_ours(&from.address));
        let from = from.filter(|from| !is_machine(&from.address));
        let named = match usual.source {
            Source::From => from.cloned().collect(),
            // A `Reply-To` without a name: a person's other address, or a form that names them.
            Source::ReplyTo if usual.to.iter().all(|to| to.name.is_none()) => {
                let form = self.form.name.clone().map(|name| Mailbox {
                    name: Some(name),
                    address: usual.to[0].address.clone(),
                });
                match form {
                    Some(form) => vec![form],
                    None => from.cloned().collect(),
                }
            }
            _ => usual.to.clone(),
        };
        let name = named.iter().find_map(|mailbox| mailbox.name.as_ref());
        let person = name
            .map(|name| Person::in_name(name.expose()))
            .unwrap_or_default();
        Person {
            company: person.company.or_else(|| self.form.company.clone()),
            ..person
        }
    }
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// Words that only the name of an organisation has.
static ORGANISATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)株式会社|\(株\)|（株）|㈱|有限会社|\(有\)|（有）|㈲|合同会社|合資会社|合名会社|社団法人|財団法人|医療法人|学校法人|社会福祉法人|宗教法人|独立行政法人|NPO法人",
        r"|税理士法人|弁護士法人|協同組合|事務所|製作所|研究所|商店|商会|商事|物産|工業|産業|建設|不動産|病院|医院|クリニック|大学|学校|幼稚園|銀行|信用金庫|協会|組合|市役所|区役所|工務店|旅館|ホテル",
        r"|有限公司|股份|集团|集團|주식회사|\(주\)|㈜",
        r"|\b(?:inc|llc|ltd|corp|corporation|company|gmbh|mbh|ohg|sarl|s\.?à\.?r\.?l|srl|s\.r\.l|spa|s\.p\.a|b\.v|n\.v|bv|nv|oy|oyj|aps|a/s|plc|pty|limited|holdings?|group|bank|university|school|college|studio|trading|foundation|association|institute|k\.k|g\.k|ltda|s\.l|s\.a|sas|e\.v|gbr|&\s*co)\b\.?",
        r"|\b(?:AG|KG|UG|SA|AB|AS|KK|SE)$",
    ))
});

/// How the name of a company ends that is registered as one, and no person's does.
static LEGAL_FORM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\s|,)(?:GmbH|mbH|AG|KG|OHG|UG|e\.?K\.?|e\.V\.|Inc\.?|LLC|L\.L\.C\.|Ltd\.?|LTD\.?|Limited|Corp\.?|Corporation|PLC|plc|S\.A\.|S\.L\.|S\.r\.l\.|Srl|SRL|S\.p\.A\.|SpA|SARL|SAS|B\.V\.|BV|N\.V\.|NV|Oy|AB|ApS|A/S|K\.K\.|Pty\.?\s+Ltd\.?)$",
    )
});

/// What is in brackets behind a name and is part of neither: a reading, pronouns, a department.
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[(（【\[［〔<＜〈《「『]([^()（）【】\[\]［］〔〕<>＜＞〈〉《》「」『』]*)[)）】\]］〕>＞〉》」』]",
    )
});

/// Between a person and what they belong to.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\s+[-–—―‐|｜/／@＠:：·•]+\s+|\s*[|｜／＠―_＿/]\s*|[:：]\s+|\s+(?:on\s+behalf\s+of|at|from|via|of|bei|von|chez|de la part de)\s+|(?P<at>@)",
    )
});

impl Person {
    /// Takes a display name apart: `大野 修（株式会社ミナト物産）`, `株式会社ミナト物産 大野 修`,
    /// `Luc Moreau – Gift Guide`, `Dr. Anna Schmidt, Acme GmbH`, `'Mary Jones' via Support`.
    pub fn in_name(name: &str) -> Person {
        let name = trimmed(name);
        // `'Mary Jones' via Support`: the list is no company.
        let name = match name.rsplit_once(" via ") {
            Some((person, _)) => trimmed(person),
            None => name,
        };
        let (person, company) = in_brackets(name)
            .or_else(|| on_two_sides(name))
            .or_else(|| behind_a_comma(name))
            .or_else(|| among_words(name))
            .unwrap_or((name.to_owned(), None));
        let person = without_honorific(trimmed(&person));
        // Nothing but a company, told by its legal form.
        let (person, company) = match company {
            None if LEGAL_FORM.is_match(person) => (String::new(), Some(person.to_owned())),
            company => (person.to_owned(), company),
        };
        let text = |text: String| (!text.is_empty()).then(|| CustomerText::new(text));
        Person {
            name: text(person),
            company: company.and_then(text),
        }
    }
}

fn trimmed(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || "\"'“”‘’,、".contains(c))
}

fn without_honorific(name: &str) -> &str {
    ["様", "さま", "殿", "先生", "御中"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .map_or(name, str::trim_end)
}

fn is_organisation(text: &str) -> bool {
    ORGANISATION.is_match(text)
}

/// A name and, where it is certainly one, the company beside it.
type Parts = Option<(String, Option<String>)>;

fn company(text: &str) -> Option<String> {
    let text = trimmed(text);
    is_organisation(text).then(|| text.to_owned())
}

fn in_brackets(name: &str) -> Parts {
    // 「(株)青空」 and `Acme (Japan) Inc.` hold brackets that are the company's own.
    let abbreviations = ["(株)", "（株）", "(有)", "（有）", "(주)"];
    let shielded = abbreviations
        .iter()
        .enumerate()
        .fold(name.to_owned(), |text, (number, it)| {
            text.replace(it, &format!("\u{e000}{number}\u{e001}"))
        });
    let restored = |text: &str| {
        abbreviations
            .iter()
            .enumerate()
            .fold(text.to_owned(), |text, (number, it)| {
                text.replace(&format!("\u{e000}{number}\u{e001}"), it)
            })
    };
    let found = BRACKETS.captures(&shielded)?;
    let inner = restored(found.get(1)?.as_str());
    let outer = restored(&BRACKETS.replace_all(&shielded, " "));
    let outer = outer.split_whitespace().collect::<Vec<_>>().join(" ");
    if outer.is_empty() {
        return Some((inner, None));
    }
    // `株式会社青空（高橋）`: the person is in the brackets.
    if is_organisation(&outer) && !is_organisation(&inner) {
        return match among_words(&outer) {
            Some((person, company)) if !person.is_empty() && company.is_some() => {
                Some((person, company))
            }
            _ => Some((inner, Some(outer))),
        };
    }
    let rest = Person::in_name(&outer);
    let person = rest
        .name
        .map(|name| name.expose().to_owned())
        .unwrap_or(outer);
    let company = rest
        .company
        .map(|it| it.expose().to_owned())
        .or_else(|| company(&inner));
    Some((person, company))
}

fn on_two_sides(name: &str) -> Parts {
    let between = BETWEEN.find(name)?;
    let (left, right) = (
        trimmed(&name[..between.start()]),
        trimmed(&name[between.end()..]),
    );
    if left.is_empty() || right.is_empty() {
        return None;
    }
    // These stand within names, too.
    let is_tight = !between.as_str().starts_with(char::is_whitespace);
    let is_weak = between.as_str().contains(['_', '＿', ':', '：'])
        || (is_tight && between.as_str().contains('/'));
    if is_weak && is_organisation(left) == is_organisation(right) {
        return None;
    }
    // The company may stand first; else the person does.
    let (person, other) = match is_organisation(left) && !is_organisation(right) {
        true => (right, left),
        false => (left, right),
    };
    let inner = Person::in_name(person);
    let person = inner
        .name
        .map_or(person.to_owned(), |name| name.expose().to_owned());
    let known = inner.company.map(|it| it.expose().to_owned());
    Some((person, known.or_else(|| company(other))))
}

fn behind_a_comma(name: &str) -> Parts {
    let (left, right) = name.split_once([',', '、'])?;
    let (left, right) = (left.trim(), right.trim());
    // `Acme Trading Co., Ltd.` is one name.
    let is_legal_form = !right.contains(' ') && LEGAL_FORM.is_match(&format!(" {right}"));
    if left.is_empty() || right.is_empty() || is_legal_form {
        return None;
    }
    if is_organisation(right) && !is_organisation(left) {
        return Some((left.to_owned(), Some(right.to_owned())));
    }
    if is_organisation(left) && !is_organisation(right) && right.contains(' ') {
        return Some((right.to_owned(), Some(left.to_owned())));
    }
    let words = |text: &str| text.split_whitespace().count();
    match (words(left), words(right)) {
        // `Schmidt, Anna`
        (1, 1 | 2) => Some((format!("{right} {left}"), None)),
        // `Anna Schmidt, Sales`
        (2.., _) => Some((left.to_owned(), None)),
        _ => None,
    }
}

/// `株式会社青空商事 営業部 高橋 健一`, `高橋 健一 株式会社青空商事`, `青空商事株式会社 高橋`.
fn among_words(name: &str) -> Parts {
    let is_east_asian = |c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    if !name.contains(is_east_asian) || !is_organisation(name) {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_department = |word: &str| {
        let ends = [
            "部",
            "課",
            "室",
            "係",
            "チーム",
            "担当",
            "支店",
            "本店",
            "支社",
            "本社",
            "営業所",
            "グループ",
            "店",
            "センター",
        ];
        let desks = [
            "受付",
            "窓口",
            "事務局",
            "総務",
            "経理",
            "営業",
            "広報",
            "人事",
            "購買",
        ];
        (word.chars().count() > 1 && ends.iter().any(|end| word.ends_with(end)))
            || desks.contains(&word)
    };
    let is_title = |word: &str| {
        let titles = [
            "代表取締役",
            "代表取締役社長",
            "取締役",
            "代表",
            "代表社員",
            "社長",
            "会長",
            "専務",
            "常務",
            "部長",
            "次長",
            "課長",
            "係長",
            "主任",
            "店長",
            "所長",
            "室長",
            "院長",
            "園長",
            "校長",
            "理事長",
            "理事",
            "事務長",
            "事務局長",
            "支店長",
            "工場長",
            "マネージャー",
            "リーダー",
        ];
        titles.contains(&word)
    };
    // 「株式会社 青空」: the first word alone names no company.
    let is_kind = |word: &str| {
        [
            "株式会社",
            "有限会社",
            "合同会社",
            "(株)",
            "（株）",
            "㈱",
            "(有)",
            "（有）",
            "㈲",
            "주식회사",
            "(주)",
        ]
        .contains(&word)
    };
    let mut company: Vec<&str> = Vec::new();
    let mut person: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let continues = at > 0 && is_kind(words[at - 1]) && person.is_empty();
        let precedes =
            is_kind(word) && !person.is_empty() && at + 1 == words.len() && company.is_empty();
        match () {
            // 「青空 株式会社」
            () if precedes && person.len() == 1 => {
                company.append(&mut person);
                company.push(word);
            }
            () if is_organisation(word) || continues => company.push(word),
            () if (is_department(word) || is_title(word)) && !company.is_empty() => {}
            () => person.push(word),
        }
    }
    (!company.is_empty()).then(|| (person.join(" "), Some(company.join(" "))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::parse;

    fn parts(name: &str) -> (String, String) {
        let Person { name, company } = Person::in_name(name);
        let text =
            |text: Option<CustomerText>| text.map(|it| it.expose().to_owned()).unwrap_or_default();
        (text(name), text(company))
    }

    #[test]
    fn a_person_and_a_company_are_told_apart() {
        for (name, person, company) in [
            (
                "大野 修（株式会社ミナト物産）",
                "大野 修",
                "株式会社ミナト物産",
            ),
            (
                "大野 修(ミナト物産株式会社)",
                "大野 修",
                "ミナト物産株式会社",
            ),
            (
                "高橋 健一（株式会社アオゾラ商事）",
                "高橋 健一",
                "株式会社アオゾラ商事",
            ),
            ("【アオゾラ】高橋", "高橋", ""),
            ("【株式会社アオゾラ】高橋", "高橋", "株式会社アオゾラ"),
            (
                "株式会社アオゾラ商事 高橋 健一",
                "高橋 健一",
                "株式会社アオゾラ商事",
            ),
            (
                "株式会社アオゾラ商事　営業部　高橋 健一",
                "高橋 健一",
                "株式会社アオゾラ商事",
            ),
            ("株式会社 アオゾラ 高橋", "高橋", "株式会社 アオゾラ"),
            ("高橋 健一／アオゾラ商事", "高橋 健一", "アオゾラ商事"),
            ("高橋 健一 / (株)アオゾラ", "高橋 健一", "(株)アオゾラ"),
            ("株式会社アオゾラ/高橋健一", "高橋健一", "株式会社アオゾラ"),
            ("医療法人青空会 受付 高橋", "高橋", "医療法人青空会"),
            ("(株)アオゾラ 高橋", "高橋", "(株)アオゾラ"),
            ("高橋＠アオゾラ", "高橋", ""),
            ("高橋@アオゾラ", "高橋", ""),
            ("株式会社アオゾラ（高橋）", "高橋", "株式会社アオゾラ"),
            ("高橋様", "高橋", ""),
            ("Luc Moreau – Gift Guide", "Luc Moreau", ""),
            (
                "Luc Moreau - Gift Guide Ltd.",
                "Luc Moreau",
                "Gift Guide Ltd.",
            ),
            (
                "Dr. Anna Schmidt, Acme GmbH",
                "Dr. Anna Schmidt",
                "Acme GmbH",
            ),
            ("Acme GmbH - Anna Schmidt", "Anna Schmidt", "Acme GmbH"),
            ("Anna Schmidt | Acme Inc.", "Anna Schmidt", "Acme Inc."),
            ("Anna Schmidt (Acme Inc.)", "Anna Schmidt", "Acme Inc."),
            ("Anna Schmidt (she/her)", "Anna Schmidt", ""),
            ("Anna from Acme", "Anna", ""),
            ("Anna Schmidt at Acme Ltd", "Anna Schmidt", "Acme Ltd"),
            ("Schmidt, Anna", "Anna Schmidt", ""),
            ("'Mary Jones' via Support", "Mary Jones", ""),
            ("Acme Inc: Anna Schmidt", "Anna Schmidt", "Acme Inc"),
            ("Anna on behalf of Acme Inc", "Anna", "Acme Inc"),
            ("株式会社アオゾラ_高橋", "高橋", "株式会社アオゾラ"),
            ("〈株式会社アオゾラ〉高橋", "高橋", "株式会社アオゾラ"),
            ("株式会社アオゾラ 御中", "", "株式会社アオゾラ"),
            ("株式会社アオゾラ商事", "", "株式会社アオゾラ商事"),
            ("Acme GmbH", "", "Acme GmbH"),
            ("Acme Trading Co., Ltd.", "", "Acme Trading Co., Ltd."),
            (
                "医療法人社団あおば会 事務長 鈴木 一郎",
                "鈴木 一郎",
                "医療法人社団あおば会",
            ),
            ("주식회사 하늘 김민수", "김민수", "주식회사 하늘"),
        ] {
            assert_eq!(
                parts(name),
                (person.to_owned(), company.to_owned()),
                "{name}"
            );
        }
    }

    #[test]
    fn a_name_alone_stays_as_it_is() {
        for name in [
            "山田 太郎",
            "山田",
            "Taro Yamada",
            "Anne-Marie Dupont",
            "Jean-Luc O'Neill",
            "Müller",
            "van der Berg",
            "Thomas Bank",
            "hanako_mori",
            "김민수",
            "王小明",
        ] {
            assert_eq!(parts(name).0, name, "{name}");
        }
    }

    #[test]
    fn a_reply_addresses_the_person_who_gets_it_and_never_the_form() {
        let name = |headers: &str, text: &str| {
            let mail = parse(
                format!("{headers}\r\nTo: support@shop.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}")
                    .as_bytes(),
            );
            mail.addressee().name.map(|name| name.expose().to_owned())
        };
        let form = "【お名前】森 遥\n【フリガナ】モリ ハルカ\n【メールアドレス】mori@customer.example\n【お問い合わせ内容】\nふただけを購入できますか。";
        assert_eq!(
            name("From: WordPress <wordpress@shop.example>", form).as_deref(),
            Some("森 遥")
        );
        let reply_to =
            "From: WordPress <wordpress@shop.example>\r\nReply-To: mori@customer.example";
        assert_eq!(name(reply_to, form).as_deref(), Some("森 遥"));
        assert_eq!(name(reply_to, "ふただけを購入できますか。"), None);
        assert_eq!(
            name(
                "From: WordPress <wordpress@shop.example>",
                "メール：m@x.example"
            ),
            None
        );
        assert_eq!(name("From: Shop <noreply@other.example>", "text"), None);
        let person = "From: Mary Jones <mary@example.com>";
        assert_eq!(name(person, "text").as_deref(), Some("Mary Jones"));
        let other = "From: Mary Jones <mary@example.com>\r\nReply-To: mary@home.example";
        assert_eq!(name(other, "text").as_deref(), Some("Mary Jones"));
    }
}
