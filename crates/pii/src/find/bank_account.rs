//! Bank accounts without an international form: Japan's 普通 1234567 and ゆうちょ's 記号・番号,
//! other countries' where a text calls them so.

use std::sync::LazyLock;

use regex::Regex;

use super::labelled::{self, count_digits};
use super::{Found, Text, topic};

pub(super) const KIND: &str = "BANK_ACCOUNT";

static JAPANESE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:普通|当座|貯蓄)(?:預金|口座)?|口座(?:番号)?|口座No\.?)(?:[ \t\n:)(・、はがNo.]|口座番号|番号|普通|当座|預金){0,8}([0-9]{3}-?[0-9]{3,5})(?-u:\b)",
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
        r"(?:[Aa]ccount (?:[Nn]umber|[Nn]o\.?|#)|[Aa]cct\.? ?(?:[Nn]o\.?|#)?|A/C(?: [Nn]o\.?)?|[Rr]outing(?: (?:[Nn]umber|[Nn]o\.?|#))?|ABA(?: [Rr]outing)?(?: [Nn]umber| [Nn]o\.?)?|BSB|[Tt]ransit(?: [Nn]umber| [Nn]o\.?)|银行卡号|银行账号|账号|帐号|계좌번호|계좌|[Ss]ort [Cc]ode|Kontonummer|BLZ)[^\n0-9]{0,10}([0-9](?:[ -]?[0-9]){5,16})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// `Routing 021000021, account 000123456789`; an account alone may be the customer's with the shop.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:routing|sort code|aba|bsb|bank|ifsc|swift|iban|bic|checking|savings|branch|transit)[^\n]{0,60}?(?i:account|acct|acc|a/c|checking|savings)[^\n0-9]{0,12}([0-9](?:[ -]?[0-9]){5,16})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// India's branch codes.
static IFSC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i:IFSC)[^\nA-Z0-9]{0,12}(?:(?i:code)[^\nA-Z0-9]{0,6})?([A-Z]{4}0[A-Z0-9]{6})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if !text.speaks_of(topic::BANK) {
        return;
    }
    labelled::find(
        text,
        &JAPANESE,
        KIND,
        |number| (6..=8).contains(&count_digits(number)),
        found,
    );
    labelled::find(text, &POST, KIND, |_| true, found);
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
        assert_found(KIND, "20-00-00", "sort code 20-00-00");
        assert_found(KIND, "021000021", "Routing 021000021");
        assert_found(KIND, "000123456789", "my bank account 000123456789");
        assert_found(KIND, "SBIN0001234", "IFSC: SBIN0001234");
        assert_found(KIND, "3344556677", "ABA / checking 3344556677");
        assert_found(KIND, "12345678", "BSB: Acc 12345678");
        assert_found(KIND, "110-234-567890", "계좌번호 110-234-567890");
    }

    #[test]
    fn other_numbers_are_no_accounts() {
        assert_nothing(KIND, "普通郵便 1234567");
        assert_nothing(KIND, "普通は2024年に");
        assert_nothing(KIND, "注文番号 1234567");
    }
}
