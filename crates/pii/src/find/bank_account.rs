//! Bank accounts without an international form: Japan's 普通 1234567 and ゆうちょ's 記号・番号,
//! other countries' where a text calls them so.

use std::sync::LazyLock;

use regex::Regex;

use super::label::Label;
use super::labelled::{self, count_digits};
use super::{Found, Text, topic};

pub(super) const KIND: &str = "BANK_ACCOUNT";

static JAPANESE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:普通|当座|貯蓄)(?:預金|口座)?|口座(?:番号)?|口座No\.?)(?:[ \t\n:)(・、,|\x22はがのもNo.]|口座番号|番号|普通|当座|預金){0,8}([0-9]{3}-?[0-9]{3,5})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// 三菱UFJ銀行 渋谷支店 (普)1234567, 振込先 楽天銀行 第一営業支店 7654321.
static BRANCH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:銀行|信用金庫|信金|信用組合|信組|農協|支店|本店|営業部|出張所|振込先|振込口座|返金先|返金口座|引落口座|[(（]?普[)）]?[ :]|[(（]普[)）])[^\n。、0-9]{0,24}?(?:\n[^\n。0-9]{0,12}?)?(?:普通|普|当座|当|貯蓄)?[)）]?[ :]{0,3}(?P<number>[0-9]{7})(?P<rest>(?-u:\b).?)",
    )
    .expect("the pattern is fixed and tested")
});

/// 支店番号123
static BRANCH_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:支店(?:番号|コード|No\.?)|店番号?|店コード|銀行コード|金融機関(?:番号|コード))[ \t:)(はが、]{0,4}([0-9]{3,4})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// 口座番号を書き間違えました。正しくは1234567です
static CORRECTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"口座[^0-9]{0,60}?(?:正しくは|正しい(?:番号|の)は|訂正後?は?|実際は)[ :、]{0,2}([0-9]{7})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// `Transit 00010, institution 003`, of Canada.
static TRANSIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:transit)[^0-9]{0,12}([0-9]{5})(?-u:\b)[^0-9]{1,24}(?i:institution|inst)(?-u:\b)[^0-9]{0,12}([0-9]{3})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// ゆうちょ 12340-12345671
static POST_JOINED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:ゆうちょ|郵貯|郵便貯金|ぱるる|記号|通帳)[^\n0-9]{0,16}([01][0-9]{4}(?:-[0-9])?[- ][0-9]{2,8})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// ゆうちょ銀行: five digits and up to eight.
static POST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"記号[^\n0-9]{0,6}([0-9]{5})(?-u:\b)[^0-9]{0,10}番号[^\n0-9]{0,4}([0-9]{2,8})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?i:(?-u:\b)account[ _]?(?:number|no\.?|num|#)|(?-u:\b)bank[ _]?account|(?-u:\b)(?:checking|savings)(?:[ _]account| acct\.?| a/c)(?:[ _]number| no\.?| #)?|(?-u:\b)acct\.? ?(?:no\.?|#)?|(?-u:\b)acc\.? ?(?:no\.?|number|num|#)|(?-u:\b)(?:beneficiary|payee|recipient)(?:['’]s)? (?:account|acct|a/c)|(?-u:\b)a/c(?: no\.?| #)?|(?-u:\b)routing(?:[ _](?:number|no\.?|#))?|(?-u:\b)aba(?: routing)?(?: number| no\.?)?(?-u:\b)|(?-u:\b)bsb(?-u:\b)|(?-u:\b)transit(?: number| no\.?)|(?-u:\b)sort[ _-]?code)|银行卡号|银行账号|账号|帐号|계좌번호|계좌|은행|Kontonummer|Konto-?[Nn]r\.?|Kto\.?-?(?:[Nn]r\.?)?|BLZ|[Rr]ekeningnummer|[Nn]úmero de cuenta|[Nn]uméro de compte|[Nn]umero di conto|conto corrente)[^\n0-9]{0,10}\n?[^\n0-9]{0,4}([0-9](?:[ -]?[0-9]){5,16})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// `Routing 021000021, account 000123456789`; an account alone may be the customer's with the shop.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:routing|sort|(?-u:\b)sc|s/c|aba|bsb|bank|ifsc|swift|iban|bic|checking|savings|branch|transit)(?s:.{0,60}?)(?i:account|acct|acc|a/c|checking|savings)[^\n0-9]{0,12}([0-9](?:[ -]?[0-9]){5,16})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// `account 12345678, sort 12-34-56`, the other way about.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:(?-u:\b)(?:account|acct|acc|a/c|konto|kto|compte|cuenta|conto))[^\n0-9]{0,12}([0-9](?:[ -]?[0-9]){5,16})(?-u:\b)[^\n0-9]{0,16}?\n?[^\n0-9]{0,12}?(?-u:\b)(?i:sort|s/c|sc|routing|bsb|aba|swift|bic|ifsc|iban|blz)(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// A British sort code under a short name, which an account is beside.
static SORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?i:sort|s/c|sc)(?-u:\b)[^\n0-9]{0,8}?([0-9]{2}[- ][0-9]{2}[- ][0-9]{2}|[0-9]{6})(?-u:\b)")
        .expect("the pattern is fixed and tested")
});

static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i:(?-u:\b)(?:account|acct|acc|a/c|bank)(?-u:\b))")
        .expect("the pattern is fixed and tested")
});

/// How far from a sort code its account is, in bytes.
const REACH: usize = 60;

/// Money goes there: `please refund to account 12345678`.
static PAID_TO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:(?-u:\b)(?:refund|pay|paid|payment|transfer|deposit|wire)(?:ed|s)?(?-u:\b)[^.\n0-9]{0,40}(?-u:\b)(?:account|acct|a/c)(?-u:\b)[^\na-z0-9]{0,4}(?:(?:no\.?|number|is)[^\na-z0-9]{0,3})?)([0-9](?:[ -]?[0-9]){5,16})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// Branches and institutions by their number.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:(?-u:\b)(?:branch|bank|institution)[ _](?:code|no\.?|number|#))[ :#=]{0,3}([0-9]{3,6})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// The same the other way about.
static INSTITUTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:(?-u:\b)institution)[^0-9]{0,12}([0-9]{3})(?-u:\b)[^0-9]{1,16}(?i:transit)[^0-9]{0,12}([0-9]{5})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// `20-45-67 12345678`: a sort code beside its account, where a bank is spoken of or the code can be no date.
fn pairs(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let is_account = |at: usize| text.digits.get(at).is_some_and(|run| run.len() == 8);
    let near = |at: usize| {
        let marks = |c: char| !c.is_alphanumeric();
        text.gap(at)
            .is_some_and(|gap| (1..=4).contains(&gap.len()) && gap.chars().all(marks) && gap != "-")
    };
    for (at, runs) in text.digits.windows(3).enumerate() {
        if runs.iter().any(|run| run.len() != 2)
            || text.gap(at) != Some("-")
            || text.gap(at + 1) != Some("-")
        {
            continue;
        }
        let code = runs[0].start..runs[2].end;
        let number = |at: usize| text.run(at).parse().unwrap_or(0_u8);
        let middle = number(at + 1);
        let date = (1..=12).contains(&middle)
            || (1..=12).contains(&number(at)) && (1..=31).contains(&middle);
        if text.in_longer(&code) || date && !text.speaks_of(topic::BANK) {
            continue;
        }
        let behind = is_account(at + 3) && near(at + 2);
        let before = at.checked_sub(1).filter(|it| is_account(*it) && near(*it));
        let account = behind.then_some(at + 3).or(before);
        if let Some(account) = account {
            for range in [code, text.digits[account].clone()] {
                found.push(Found { range, kind: KIND });
            }
        }
    }
}

/// New Zealand's: bank, branch, account and suffix.
fn new_zealand(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    for (at, runs) in text.digits.windows(4).enumerate() {
        let lengths = [0, 1, 2, 3].map(|it: usize| runs[it].len());
        let joined = || (at..at + 3).all(|it| text.gap(it) == Some("-"));
        let range = runs[0].start..runs[3].end;
        if matches!(lengths, [2, 4, 7, 2 | 3]) && joined() && !text.in_longer(&range) {
            found.push(Found { range, kind: KIND });
        }
    }
}

/// India's branch codes.
static IFSC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:IFSC)[^\nA-Z0-9]{0,12}(?:(?i:code)[^\nA-Z0-9]{0,6})?([A-Z]{4}0[A-Z0-9]{6})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    new_zealand(text, found);
    pairs(text, found);
    if !text.speaks_of(topic::BANK) {
        return;
    }
    for pattern in [&PAID_TO, &CODE, &INSTITUTION] {
        labelled::find(text, pattern, KIND, |_| true, found);
    }
    labelled::find(
        text,
        &JAPANESE,
        KIND,
        |number| (6..=8).contains(&count_digits(number)),
        found,
    );
    labelled::find(text, &CORRECTED, KIND, |_| true, found);
    labelled::find(text, &TRANSIT, KIND, |_| true, found);
    labelled::find(text, &POST, KIND, |_| true, found);
    labelled::find(text, &POST_JOINED, KIND, |_| true, found);
    labelled::find(text, &BRANCH_NUMBER, KIND, |_| true, found);
    for captures in BRANCH.captures_iter(text.folded) {
        let (Some(number), Some(rest)) = (captures.name("number"), captures.name("rest")) else {
            continue;
        };
        let range = number.range();
        // 7654321円 is a sum.
        let ordered = text
            .label(range.start)
            .is_some_and(|found| found.direct && found.label == Label::Reference);
        if !rest.as_str().starts_with(['円', '件', '名', '-'])
            && !ordered
            && !text.in_longer(&range)
        {
            found.push(Found { range, kind: KIND });
        }
    }
    labelled::find(text, &BEFORE, KIND, |_| true, found);
    for code in SORT.captures_iter(text.folded).filter_map(|it| it.get(1)) {
        let near = [text.tail(code.start(), REACH), text.head(code.end(), REACH)];
        if near.iter().any(|words| ACCOUNT.is_match(words)) {
            let range = code.range();
            found.push(Found { range, kind: KIND });
        }
    }
    labelled::find(text, &FOREIGN, KIND, |_| true, found);
    labelled::find(text, &BESIDE, KIND, |_| true, found);
    labelled::find(text, &IFSC, KIND, |_| true, found);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_accounts() {
        assert_found(KIND, "1234567", "みずほ銀行 渋谷支店 普通 1234567");
        assert_found(
            KIND,
            "１２３４５６７",
            "三井住友銀行　普通預金　１２３４５６７",
        );
        assert_found(KIND, "1234567", "口座番号は1234567です");
        assert_found(KIND, "1234567", "普通口座 口座番号：1234567");
        assert_found(KIND, "12345678", "Account number: 12345678");
        assert_found(KIND, "12345678", "account no.\n12345678");
        assert_found(KIND, "062000", "bsb: 062000");
        assert_found(
            KIND,
            "12-3456-7890123-00",
            "put it on 12-3456-7890123-00 please",
        );
        assert_eq!(
            super::super::tests::of_kind(KIND, "refund to my Monzo: 04-00-04 12345678"),
            ["04-00-04", "12345678"]
        );
        assert_found(KIND, "12345678", "Please refund me to account 12345678");
        assert_found(KIND, "123456789", "my checking account 123456789");
        assert_found(
            KIND,
            "1234567",
            "口座番号を書き間違えました。正しくは1234567です",
        );
        assert_found(KIND, "1234567", "|口座番号|1234567|");
        for (numbers, text) in [
            (
                ["20-45-67", "12345678"],
                "sort code: 20-45-67\naccount: 12345678",
            ),
            (
                ["021000021", "12345678"],
                "| Routing | 021000021 |\n| Account | 12345678 |",
            ),
            (
                ["021000021", "12345678"],
                r#"{"routing_number":"021000021","account_number":"12345678"}"#,
            ),
            (["00010", "003"], "Transit 00010, institution 003"),
            (
                ["20-45-67", "12345678"],
                "Bank details: Upton Bank, 20-45-67, 12345678",
            ),
            (
                ["20-45-67", "12345678"],
                r#"{"sortCode":"20-45-67","accountNumber":"12345678"}"#,
            ),
        ] {
            assert_eq!(super::super::tests::of_kind(KIND, text), numbers, "{text}");
        }
        assert_found(KIND, "20-00-00", "sort code 20-00-00");
        assert_found(KIND, "021000021", "Routing 021000021");
        assert_found(KIND, "000123456789", "my bank account 000123456789");
        assert_found(KIND, "SBIN0001234", "IFSC: SBIN0001234");
        assert_found(KIND, "3344556677", "ABA / checking 3344556677");
        assert_found(KIND, "12345678", "BSB: Acc 12345678");
        assert_found(KIND, "110-234-567890", "계좌번호 110-234-567890");
        for (number, texts) in [
            (
                "1234567",
                &[
                    "三菱UFJ銀行 渋谷支店 (普)1234567",
                    "みずほ銀行 渋谷支店\n普 1234567",
                    "普通口座の1234567です",
                    "振込先 楽天銀行 第一営業支店 1234567",
                    "振込先：楽天銀行 第一営業支店 普通 1234567",
                    "PayPay銀行 はやぶさ支店 1234567",
                    "返金先はA信用金庫 本店 1234567です",
                ][..],
            ),
            (
                "12340-12345671",
                &[
                    "ゆうちょ 12340-12345671",
                    "ゆうちょ銀行の口座は12340-12345671です",
                ],
            ),
            ("123", &["支店番号123", "支店コード：123", "店番 123"]),
            (
                "110-123-456789",
                &["신한은행 110-123-456789", "국민은행 계좌 110-123-456789"],
            ),
            ("1234 5678", &["Acc no: 1234 5678", "a/c no. 1234 5678"]),
            (
                "1234567890",
                &[
                    "Konto-Nr. 1234567890",
                    "Kontonr: 1234567890",
                    "Kto. 1234567890",
                    "Numéro de compte : 1234567890",
                ],
            ),
        ] {
            for text in texts {
                assert_found(KIND, number, text);
            }
        }
        use super::super::tests::of_kind;
        for text in [
            "account 12345678, sort 12-34-56",
            "sort 12-34-56, account 12345678",
            "Acc no: 12345678 SC: 12-34-56",
            "Acc no: 12345678\nSort: 12-34-56",
            "my bank is A, s/c 12-34-56 a/c 12345678",
        ] {
            let mut found = of_kind(KIND, text);
            found.sort_unstable();
            assert_eq!(found, ["12-34-56", "12345678"], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_accounts() {
        assert_nothing(KIND, "普通郵便 1234567");
        assert_nothing(KIND, "普通は2024年に");
        assert_nothing(KIND, "注文番号 1234567");
        for text in [
            "銀行に1234567円振り込みました",
            "渋谷支店で注文番号1234567を受け取りました",
            "支店は123店舗あります",
            "sort 12-34-56 by date",
            "please sort 123456 items",
            "refund to my account, order 12345678",
            "checking order 123456",
            "20-05-26 12345678",
            "due 20-11-67, 12345678",
            "bank holiday 20260504",
            "my account, sorted by order 12345678",
            "普及版 1234567",
            "account since 2019-05-03",
            "銀行振込 2024-05-03",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
