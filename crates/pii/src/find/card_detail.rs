//! What is printed on a card beside its number: the month to which it is valid, the security code.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::credit_card::KIND;
use super::{Found, Text, called};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    /// 有効期限, exp: of coupons and food as well.
    Expiry,
    /// 期限: of whatever is due, too.
    Due,
    /// valid thru: of cards alone.
    Valid,
    Code,
    /// exp_month, exp_year: one of both.
    Part,
}

pub(super) const WORDS: &[(Called, &str)] = &[
    (
        Called::Expiry,
        "有効期限|有効期間|expiry|expiry date|expiration|expiration date|expires|expire|exp|exp date|exp. date|valid until|valid to|gültig bis|expire le|vencimiento|有效期|유효기간",
    ),
    (Called::Due, "期限"),
    (
        Called::Valid,
        "valid thru|good thru|valid through|カードの有効期限|カード有効期限|card expiry|card expires",
    ),
    (
        Called::Code,
        "cvc|cvc2|cvv|cvv2|csc|cid|cvn|card verification|security code|card code|セキュリティコード|セキュリティーコード|セキュリティ番号|セキュリティーナンバー|\
             セキュリティナンバー|確認番号|裏面の3桁|裏の3桁|裏面3桁|裏面の番号|裏の数字|安全码|보안코드|prüfnummer|kartenprüfnummer|cryptogramme",
    ),
    (
        Called::Expiry,
        "expirydate|expdate|expirationdate|good until|good till|valid till|exp month/year|expires end|expires in|expires on",
    ),
    (
        Called::Valid,
        "card expiration|card expiration date|card expiry date|card exp|card_expiry|cardexpiry|カードの期限|カード期限|クレジットカード期限",
    ),
    (
        Called::Part,
        "exp_month|exp_year|expmonth|expyear|exp month|exp year|exp-month|exp-year|expiry_month|expiry_year|expirymonth|expiryyear|expiry month|expiry year|expiration_month|expiration_year|\
         expirationmonth|expirationyear|expiration month|expiration year|有効期限(月)|有効期限(年)|有効期限月|有効期限年|有効期限の月|有効期限の年",
    ),
    (
        Called::Code,
        "securitycode|security_code|security no|security number|sec code|cardcode|card_code|cvvcode|cvccode|cv2|cvd|3 digits on the back|three digits on the back|last three digits on the back|three digit code|3 digit code|3-digit code|three-digit code|\
         4-digit code on the front|code on the back|number on the back|digits on the back|back of the card|裏面のコード|裏のコード|裏の番号|裏側の番号|裏側の3桁|裏の三桁|裏面の三桁|裏面の数字|裏に書いてある3桁|署名欄の3桁|署名欄の番号|表面の4桁|表の4桁",
    ),
];

/// A month and a year of two or four digits.
pub(super) const MONTH: &str = r"(?:1[0-2]|0?[1-9]) ?(?:/|-|\.|月 ?/?) ?(?:20)?(?:2[4-9]|3[0-9]|4[0-5])年?|20(?:2[4-9]|3[0-9]|4[0-5]) ?[/年.-] ?(?:1[0-2]|0?[1-9])月?|(?:2[4-9]|3[0-9])年 ?(?:1[0-2]|0?[1-9])月|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[ ./'’-]{1,2}(?:20)?(?:2[4-9]|3[0-9])|令和 ?[0-9]{1,2}年 ?(?:1[0-2]|0?[1-9])月";

static EXPIRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r#"^(?:[ ]?[(（][^)）\n]{{1,16}}[)）])?[.]?[ \t_]*(?:date|day)?[ \t]*["']?(?:[:=,|>→-]|is|on|to|of|は、?|が|も)?[ \t\n"'「]{{0,3}}(?P<value>{MONTH}|(?:0[1-9]|1[0-2])(?:2[4-9]|3[0-9]))(?P<rest>.?)"#
    ))
    .expect("the pattern is fixed and tested")
});

static CODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"^(?:[ ]?[(（][^)）\n]{1,20}[)）])?(?:番号|コード|code|number|no\.?)?[ \t]*["']?(?:[:=#,|>、→-]|is|are|was|は、?|が|も)?[ \t\n"'「]{0,3}(?P<value>[0-9]{3,4})(?-u:\b)"#,
    )
    .expect("the pattern is fixed and tested")
});

static PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^[ \t]*["']?[ \t]*(?:[:=,]|is|は)?[ \t\n"']{0,3}(?P<value>20[2-4][0-9]|[0-9]{1,2})(?-u:\b)"#)
        .expect("the pattern is fixed and tested")
});

/// What is written behind a card's number without a word: `4111… 12/27 123`.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^[ \t\n,、;|/(「・-]{{1,4}}(?:[A-Z][A-Za-z]{{1,14}}[ .][A-Z][A-Za-z]{{1,14}}[ \t\n,、;|/]{{1,3}})?(?P<expiry>{MONTH})(?-u:\b{{end-half}})(?P<rest>[ \t\n,、;|/]{{1,4}}(?P<code>[0-9]{{3,4}})(?-u:\b)|[/.-][0-9]|)"
    ))
    .expect("the pattern is fixed and tested")
});

/// What else expires: a month behind it is the shop's business.
const OTHERS: &[&str] = &[
    "クーポン",
    "ポイント",
    "賞味",
    "消費",
    "保証",
    "会員",
    "チケット",
    "商品券",
    "キャンペーン",
    "見積",
    "ギフト",
    "契約",
    "プラン",
    "ライセンス",
    "パス",
    "免許",
    "coupon",
    "voucher",
    "point",
    "warranty",
    "member",
    "ticket",
    "gift",
    "offer",
    "promo",
    "discount",
    "best before",
    "use by",
    "food",
    "milk",
    "lot",
    "batch",
    "license",
    "licence",
    "subscription",
    "trial",
    "passport",
    "certificate",
    "domain",
    "medicine",
    "薬",
    "食品",
    "牛乳",
];

const CARDS: &[&str] = &[
    "カード",
    "クレジット",
    "クレカ",
    "visa",
    "master",
    "amex",
    "jcb",
    "card",
    "cvc",
    "cvv",
    "セキュリティ",
    "security code",
    "debit",
    "credit",
];

/// How far around the label it is looked for what expires, in bytes.
const REACH: usize = 120;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let cards: Vec<Range<usize>> = found
        .iter()
        .filter(|found| found.kind == KIND)
        .map(|found| found.range.clone())
        .collect();
    let mut add = |range| found.push(Found { range, kind: KIND });
    for card in &cards {
        let behind = text.head(card.end, 72);
        // 12/27/2026 is a day.
        let captures = BEHIND
            .captures(behind)
            .filter(|it| !it["rest"].starts_with(['/', '.', '-']));
        if let Some(captures) = captures {
            for value in ["expiry", "code"]
                .iter()
                .filter_map(|name| captures.name(name))
            {
                add(card.end + value.start()..card.end + value.end());
            }
        }
    }
    for (called, word) in text.calls.iter().filter_map(|(called, word)| match called {
        called::Called::Card(called) => Some((*called, word.clone())),
        _ => None,
    }) {
        let behind = text.head(word.end, 64);
        match called {
            Called::Code => {
                if let Some(value) = CODE.captures(behind).and_then(|it| it.name("value")) {
                    add(word.end + value.start()..word.end + value.end());
                }
            }
            Called::Part => {
                let value = PART.captures(behind).and_then(|it| it.name("value"));
                if let Some(value) = value.filter(|_| is_beside(&cards, &word)) {
                    add(word.end + value.start()..word.end + value.end());
                }
            }
            Called::Expiry | Called::Due | Called::Valid => {
                // 支払期限 is no card's.
                let joined = called == Called::Due
                    && text
                        .before(word.start)
                        .is_some_and(|c| matches!(c, '㐀'..='鿿'));
                let Some(captures) = EXPIRY.captures(behind).filter(|_| !joined) else {
                    continue;
                };
                let (Some(value), Some(rest)) = (captures.name("value"), captures.name("rest"))
                else {
                    continue;
                };
                // 12/27/2026 is a day.
                if rest
                    .as_str()
                    .starts_with(|c: char| c.is_ascii_alphanumeric() || "/-.日".contains(c))
                    && !rest.as_str().starts_with('.')
                {
                    continue;
                }
                let four = value.as_str().bytes().all(|byte| byte.is_ascii_digit());
                let sure = four || called == Called::Due;
                let told = called == Called::Valid || is_of_a_card(text, &word, &cards, sure);
                if told && !is_of_another(text, &word) {
                    add(word.end + value.start()..word.end + value.end());
                }
            }
        }
    }
}

/// Whether something else expires, by the words right in front: カードは…です。クーポンの期限12/27.
fn is_of_another(text: &Text<'_>, word: &Range<usize>) -> bool {
    let phrase = text.tail(word.start, 30).to_lowercase();
    let phrase = phrase.rsplit(['。', '\n']).next().unwrap_or_default();
    OTHERS.iter().any(|other| phrase.contains(other))
}

/// Whether a card's number is near.
fn is_beside(cards: &[Range<usize>], word: &Range<usize>) -> bool {
    let next = cards.partition_point(|card| card.end + REACH < word.start);
    let near = |card: &Range<usize>| card.start < word.end + REACH;
    cards.get(next).is_some_and(near)
}

/// Whether a card expires there, by what is around.
fn is_of_a_card(text: &Text<'_>, word: &Range<usize>, cards: &[Range<usize>], sure: bool) -> bool {
    if is_beside(cards, word) {
        return true;
    }
    let around = format!(
        "{} {}",
        text.tail(word.start, REACH),
        text.head(word.end, 64)
    )
    .to_lowercase();
    let of = |words: &[&str]| words.iter().any(|word| around.contains(word));
    if of(OTHERS) {
        return false;
    }
    !sure || of(CARDS)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing, of_kind};
    use super::KIND;

    #[test]
    fn finds_what_is_printed_beside_the_number() {
        let card = "4111 1111 1111 1111";
        for (values, text) in [
            (
                vec![card, "12/27", "123"],
                format!("{card} 有効期限 12/27 CVC 123"),
            ),
            (vec![card, "12/27", "123"], format!("{card} 12/27 123")),
            (vec![card, "04/28"], format!("{card}\nexp 04/28")),
            (
                vec![card, "0428", "4821"],
                format!("{card}, exp: 0428, CVV: 4821"),
            ),
            (
                vec![card, "12/27"],
                format!("カードは{card}、期限12/27です"),
            ),
            (
                vec![card, "05/30", "315"],
                format!(r#"{{"card_number":"{card}","exp":"05/30","cvc":"315"}}"#),
            ),
        ] {
            assert_eq!(of_kind(KIND, &text), values, "{text}");
        }
        assert_found(KIND, "12/27", "カードの有効期限は12/27です");
        assert_found(KIND, "12/27", "有効期限 12/27");
        assert_found(KIND, "2027年12月", "有効期限：2027年12月（VISA）");
        assert_found(KIND, "04/28", "exp 04/28");
        assert_found(KIND, "04/2028", "Expiry date: 04/2028");
        assert_found(KIND, "09/30", "VALID THRU 09/30");
        assert_found(KIND, "123", "セキュリティコードは123です");
        assert_found(KIND, "123", "the CVV is 123");
        assert_found(KIND, "１２３", "セキュリティコード：１２３");
    }

    #[test]
    fn what_else_expires_stays() {
        for text in [
            "クーポンの有効期限は12/27です",
            "ポイント有効期限 12/31",
            "The voucher expires 12/27",
            "milk exp 04/28",
            "有効期限 2026/12/27",
            "expires 12/27/2026",
            "exp. 3 years",
            "有効期限が切れました",
            "返品期限12/27",
            "期限は12/27です",
            "security code required",
            "CID 12345678",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
