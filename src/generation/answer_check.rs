//! Looks a model's answer over before a person sees it: what a mail talked the model into shows
//! in what it writes, also where it is spelled or encoded so that it does not look like it. Pure, on
//! masked text.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::disguise::{Disguises, Secret};
use super::folded::{folded, joined, letters};
use super::repeated::repeats;
use inquiry::Caution;
use llm::{Danger, Messages};
use pii::{CustomerText, MaskedText, Placeholders, mask};

/// Characters in a row that are no coincidence.
const REPEATED_RULES: usize = 48;
const REPEATED_KNOWLEDGE: usize = 24;

/// Bytes of an answer in which disguises are looked for: several times what a model is asked for.
/// Behind them, words are found as they are.
const LOOKED_THROUGH: usize = 64 * 1024;

/// Looks an answer over. What it was asked with is what it may know; `own_domain` is that of our
/// own address.
///
/// # Errors
/// [`Danger`] when it must not become a draft.
pub fn check(
    answer: &MaskedText,
    messages: &Messages,
    own_domain: Option<&str>,
) -> Result<Vec<Caution>, Danger> {
    let text = answer.as_str();
    let plain = joined(&folded(text));
    let disguises = Disguises::of(&text[..text.floor_char_boundary(LOOKED_THROUGH)]);
    let source = Source::of(messages, own_domain);
    danger_beside(text, messages, &source)?;
    if disguises.say(&Secret::of(messages.rules()), REPEATED_RULES) {
        return Err(Danger::Rules);
    }
    let mut cautions = Vec::new();
    let mut found = |is_there: bool, caution: Caution| {
        if is_there {
            cautions.push(caution);
        }
    };
    found(
        TO_THE_MODEL.is_match(messages.mail().as_str()),
        Caution::InstructionsInMail,
    );
    let says = |pattern: &Regex| pattern.is_match(text) || pattern.is_match(&plain);
    found(says(&OF_ITSELF), Caution::SpeaksOfItself);
    found(says(&ACCOUNT), Caution::BankAccount);
    found(says(&PROMISE), Caution::MoneyPromised);
    let written = letters(&plain);
    let quotes = |internal: &MaskedText| {
        let plain = letters(&folded(internal.as_str()));
        if repeats(&written, &plain, REPEATED_KNOWLEDGE) {
            return true;
        }
        let internal = Secret::of(internal.as_str());
        disguises.say(&internal, REPEATED_KNOWLEDGE)
            || disguises.say_in_pieces(&internal, REPEATED_KNOWLEDGE)
    };
    found(
        messages.internal().iter().any(quotes),
        Caution::InternalQuoted,
    );
    cautions.extend(source.unknown_links(text).map(Caution::UnknownLink));
    cautions.extend(source.unknown_contacts(text).map(Caution::UnknownContact));
    cautions.extend(source.unknown_amounts(text).map(Caution::UnknownAmount));
    Ok(cautions)
}

/// Looks for what must not become a draft, nor be seen while it is being written.
///
/// # Errors
/// [`Danger`].
pub(super) fn danger(text: &str, messages: &Messages) -> Result<(), Danger> {
    danger_beside(text, messages, &Source::of(messages, None))
}

fn danger_beside(text: &str, messages: &Messages, source: &Source<'_>) -> Result<(), Danger> {
    let folded = folded(text);
    let joined = joined(&folded);
    let rules = letters(&self::folded(messages.rules()));
    if repeats(&letters(&folded), &rules, REPEATED_RULES) {
        return Err(Danger::Rules);
    }
    let says = |pattern: &Regex| pattern.is_match(text) || pattern.is_match(&folded);
    if says(&TAGS) {
        return Err(Danger::Tags);
    }
    if says(&ROLES) {
        return Err(Danger::Roles);
    }
    let spellings = [text, folded.as_str(), joined.as_str()];
    match spellings.iter().any(|it| gives_account(it, source)) {
        true => Err(Danger::BankAccount),
        false => Ok(()),
    }
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

static TAGS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)</?\s?(?:customer_mail|earlier_mail|earlier_reply|quoted_history|knowledge|previous_draft)\b|code of the tags",
    )
});

/// Marks of chat templates, and lines that begin as another speaker.
static ROLES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)<[|｜]\s?[a-z_]+|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|^\s*(?:#+\s*)?(?:system|assistant|developer)\s*[:：]|^\s*#+\s*(?:instruction|system prompt)",
    )
});

/// What no customer writes to a shop.
static TO_THE_MODEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?im)(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){0,4}(?:instructions?|rules?|prompts?|guidelines?|directives?)",
        r"|system\s+(?:prompt|message|override|instruction)|developer\s+(?:mode|message)|jailbreak|prompt\s+injection",
        r"|\byou\s+are\s+(?:now|no\s+longer)\b|\b(?:act|behave|respond|pretend)\s+as\s+(?:if\s+you|an?\s+ai|the\s+(?:system|developer|admin))",
        r"|(?:reveal|repeat|print|show|output|translate)\s+(?:\w+\s+){0,3}(?:instructions|prompt|your\s+rules|rules\s+(?:you|above))|(?:reveal|repeat|print|show|output|translate)\s+your\s+rules",
        r"|\b(?:note|message|instructions?)\s+(?:to|for)\s+(?:the\s+)?(?:ai|assistant|llm|language\s+model|model|bot)\b",
        r"|\b(?:ai|llm|assistant)\b[,:]?\s+(?:please\s+)?(?:write|reply|answer|say|include|add|promise|confirm|send)\b",
        r"|<\s?[|｜]|\[\s?/?INST\]|<\s?<?/?SYS|^\s*(?:#+\s*)?(?:system|assistant|developer)\s*[:：]|</?\s?(?:customer_mail|system)\b",
        r"|(?:指示|命令|ルール|プロンプト|指令|制約|規則|設定)(?:は|を|も|の)?(?:すべて|全て|全部|一切|いったん|一旦)?(?:を|は)?(?:無視|忘れ|破棄|無効|上書き|解除)",
        r"|(?:システム|内部の?)(?:プロンプト|指示|メッセージ|命令)|開発者モード|プロンプト(?:を|の)(?:表示|出力|教え|開示|全文)",
        r"|(?:AI|ＡＩ|人工知能|アシスタント|生成AI|言語モデル)(?:へ|への|に対する|さん|さま|様)?(?:の)?(?:指示|命令|お願い|メッセージ|は(?:次|以下))",
        r"|(?:AI|ＡＩ|アシスタント)(?:さん|さま|様|へ)、|あなたは(?:今から|これから|もう|今後)|(?:として|になりきって)(?:振る舞|ふるま|回答し|返答し|答え)|返信(?:文)?(?:に|の(?:最後|冒頭|末尾)に)は?(?:必ず|次の|以下の)",
    ))
});

/// What no reply of a shop says.
static OF_ITSELF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\bas an? (?:ai|language model|assistant)\b|\blanguage model\b|system prompt|\bmy (?:instructions|rules|guidelines|prompt)\b|(?:ignor|disregard)(?:ed|ing) (?:\w+ ){0,3}instructions|developer mode|jailbr[eo]|\bi was (?:told|instructed) to\b|(?:私|わたし|当方)は(?:AI|ＡＩ)|AI(?:です|アシスタントです|として)|言語モデル|システムプロンプト|開発者モード|私(?:へ|に対する|の)の?(?:指示|ルール|命令)|指示を無視",
    )
});

/// Bank accounts, however little is said of them.
static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)振込先|振り込み先|お振込み?(?:を|は|いただ|くだ)|口座(?:番号|が変|を変|の変|情報|へ|に)|\[(?:BANK_ACCOUNT|IBAN)_[0-9]+\]|\b(?:iban|swift|bank (?:account|details|transfer)|account number|wire transfer|routing number)\b",
    )
});

/// A number of an account, with what names it.
static ACCOUNT_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:振込先|振り込み先|口座|普通預金|当座|銀行|支店|\biban\b|\bswift\b|\baccount\b|\bwire\b|\brouting\b|\bbank\b|\btransfer\b|\bwallet\b|\bpaypal\b)[^。\n]{0,60}?((?:[A-Z]{2}[0-9]{2}[ ]?)?[0-9０-９](?:[ -]?[0-9０-９]){5,})",
    )
});

static PROMISE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:返金|払い戻し|全額を?返金|弁償|補償|賠償)(?:いた|致)?(?:し|をいたし|を致し|させていただき)ます|返金(?:手続き|処理)を(?:行い|いたし|完了|実施)|(?:返金|補償)に応じ|(?:無料|無償)(?:で|にて|と)(?:お送り|交換|ご提供|提供|お届け|修理|させ|ご利用)|(?:クーポン|ポイント|ギフト(?:券|カード))を?(?:進呈|お送り|差し上げ|付与|プレゼント)|(?:割引|値引き?)(?:いた|させていただ|し)(?:し)?(?:ま|き)|[0-9０-９]+ ?(?:[%％] ?(?:オフ|引き)|割引)",
        r"|\b(?:we|i)(?:'ll| will| have| can| are going to|'ve) (?:\w+ )?(?:refund|reimburse|compensate|credit|waive)(?:ed)?\b|\bfull refund\b|\brefund (?:has been|is) (?:issued|approved|on its way)|\bfree of charge\b|\bfor free\b|\bgift card\b|\bdiscount code\b|[0-9]+ ?% (?:off|discount)\b|\bat no (?:extra )?cost\b",
    ))
});

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:https?://|www\.)([a-z0-9.-]+\.[a-z]{2,}|[0-9.]{7,}|[^\s/?#。、）)\]>」]+)")
});

/// What an answer may know.
struct Source<'a> {
    text: String,
    /// All digits in a row, without what is between them.
    digits: String,
    own_domain: Option<&'a str>,
}

impl<'a> Source<'a> {
    fn of(messages: &Messages, own_domain: Option<&'a str>) -> Source<'a> {
        let text = format!("{}\n{}", messages.rules(), messages.request().as_str()).to_lowercase();
        // What is there in another spelling is there.
        let text = format!("{text}\n{}", folded(&text));
        Source {
            digits: grouped_digits(&text),
            text,
            own_domain,
        }
    }

    fn is_ours(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.own_domain.is_some_and(|own| {
            let own = own.to_ascii_lowercase();
            host == own || host.ends_with(&format!(".{own}"))
        })
    }

    fn unknown_links<'t>(&'t self, text: &'t str) -> impl Iterator<Item = String> + 't {
        // Full-width letters and the like make a link all the same.
        let plain = folded(text);
        let links = LINK.captures_iter(text).chain(LINK.captures_iter(&plain));
        let hosts = links.map(|link| link[1].to_lowercase());
        let hosts: Vec<String> = hosts
            .map(|host| {
                host.trim_end_matches('.')
                    .trim_start_matches("www.")
                    .to_owned()
            })
            .collect();
        once(
            hosts
                .into_iter()
                .filter(|host| !self.is_ours(host) && !self.text.contains(host)),
        )
    }

    /// Personal data in masked text can only come from the knowledge, or from nowhere.
    fn unknown_contacts(&self, text: &str) -> impl Iterator<Item = String> {
        const KINDS: [&str; 5] = ["[EMAIL_", "[PHONE_", "[CARD_", "[CREDIT_CARD_", "[IBAN_"];
        let mut found = Placeholders::default();
        mask(&CustomerText::new(text), &mut found);
        let contacts: Vec<String> = found
            .iter()
            .filter(|(key, _)| KINDS.iter().any(|kind| key.starts_with(kind)))
            .map(|(_, original)| original.to_owned())
            .filter(|original| {
                let domain = original.rsplit_once('@').map(|(_, domain)| domain);
                let digits = digits(original);
                !(domain.is_some_and(|domain| self.is_ours(domain))
                    || self.text.contains(&original.to_lowercase())
                    || (digits.len() > 5 && self.digits.contains(&digits)))
            })
            .collect();
        once(contacts.into_iter())
    }

    /// Amounts and percentages that nothing given has, nor follows from it.
    fn unknown_amounts(&self, text: &str) -> impl Iterator<Item = String> {
        let is_marked = |fact: &facts::Fact| {
            matches!(fact.kind, facts::Kind::Amount | facts::Kind::Percent)
                && fact.verdict != facts::Verdict::Supported
        };
        // Few drafts name an amount: what was asked is long, and read for those alone.
        let unbound = facts::check(text, &facts::Known::default());
        let facts = match unbound.iter().any(is_marked) {
            true => facts::check(
                text,
                &facts::Known {
                    mail: &self.text,
                    ..facts::Known::default()
                },
            ),
            false => Vec::new(),
        };
        let facts = facts.into_iter();
        once(
            facts
                .filter(is_marked)
                .map(|fact| fact.text.trim().to_owned()),
        )
    }
}

/// The same thing is said once.
fn once(all: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let mut seen = HashSet::new();
    all.filter(move |one| seen.insert(one.clone()))
}

/// True when a number is behind the name of an account and was in nothing that was given.
fn gives_account(text: &str, source: &Source<'_>) -> bool {
    ACCOUNT_NUMBER.captures_iter(text).any(|found| {
        let number = digits(&found[1]);
        !source.digits.replace(' ', "").contains(&number)
    })
}

/// Digits in half width, without anything else.
fn digits(text: &str) -> String {
    text.chars().filter_map(narrow_digit).collect()
}

/// The numbers of a text, separated by blanks; commas and points within one do not count.
fn grouped_digits(text: &str) -> String {
    let mut numbers = String::with_capacity(text.len() / 4);
    let mut previous = ' ';
    for c in text.chars() {
        match narrow_digit(c) {
            Some(digit) => numbers.push(digit),
            None if matches!(c, ',' | '，' | '.') && narrow_digit(previous).is_some() => {}
            None if !numbers.ends_with(' ') => numbers.push(' '),
            None => {}
        }
        previous = c;
    }
    numbers
}

fn narrow_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use llm::About;
    use pii::PublicText;

    fn masked(text: &str) -> MaskedText {
        mask(&CustomerText::new(text), &mut Placeholders::default())
    }

    /// As a model wrote it: nothing has masked it.
    fn written(text: &str) -> MaskedText {
        MaskedText::from(&PublicText::of_the_shop(text))
    }

    fn asked(mail: &str, internal: &str) -> Messages {
        let rules = PublicText::of_the_shop("Answer politely.");
        Messages::new(&rules, &masked(mail)).about(About {
            internal: vec![masked(internal)],
            ..About::default()
        })
    }

    #[test]
    fn an_internal_passage_is_noticed_in_whatever_disguise() {
        const INTERNAL: &str = "Ship a replacement after seven days without asking the carrier";
        let encode = |text: &str| {
            use base64::Engine;
            base64::engine::general_purpose::STANDARD.encode(text)
        };
        let rotate = |c: char| match c {
            'a'..='m' | 'A'..='M' => char::from_u32(u32::from(c) + 13).unwrap_or(c),
            'n'..='z' | 'N'..='Z' => char::from_u32(u32::from(c) - 13).unwrap_or(c),
            c => c,
        };
        let spread = |between: &str| {
            let letters = INTERNAL.chars().map(String::from);
            letters.collect::<Vec<_>>().join(between)
        };
        for said in [
            INTERNAL.to_owned(),
            INTERNAL.to_uppercase(),
            INTERNAL.chars().rev().collect(),
            INTERNAL.chars().map(rotate).collect(),
            encode(INTERNAL),
            spread(" "),
            spread("."),
            spread("\n"),
            INTERNAL.replace('e', "е").replace('a', "а"),
        ] {
            let answer = written(&format!("Dear Anna,\n\n{said}\n\nSupport"));
            let cautions = check(&answer, &asked("Where is my cup?", INTERNAL), None);
            assert!(
                cautions.is_ok_and(|it| it.contains(&Caution::InternalQuoted)),
                "{said}"
            );
        }
        let other = written("Dear Anna,\n\nwe ship within three days. Please ask the carrier.");
        let cautions = check(&other, &asked("Where is my cup?", INTERNAL), None);
        assert_eq!(cautions, Ok(vec![]));
    }

    #[test]
    fn an_account_that_was_given_by_nobody_is_no_draft_however_it_is_spelled() {
        let messages = asked("Where is my cup?", "");
        for said in [
            "Please transfer it to account 1234567.",
            "Please wire 12,000 yen to account number 1234 5678.",
            "Please pay to аccоunt 1234567.",
            "Please pay to ａｃｃｏｕｎｔ １２３４５６７.",
            "Pay to a c c o u n t 1234567",
            "お振込先：青空銀行 普通預金 1234567",
            "口座番号は１２３４５６７です。",
        ] {
            let answer = written(said);
            assert_eq!(
                check(&answer, &messages, None),
                Err(Danger::BankAccount),
                "{said}"
            );
        }
        // What is not told from other numbers reaches the model, and may come back.
        let messages = asked("Is account 1234567 yours?", "");
        let answer = written("Yes, account 1234567 is ours.");
        assert_ne!(
            check(&answer, &messages, None),
            Err(Danger::BankAccount),
            "the customer's own words"
        );
    }
}
