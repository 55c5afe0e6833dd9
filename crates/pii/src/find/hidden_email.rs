//! Mail addresses that are written so that robots do not see them: `taro [at] example [dot] com`.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::email::KIND;
use super::{Found, Text};

/// What people write for the at sign. The last ones mean other things as well.
const SIGNS: &[&str] = &[
    "[at]",
    "(at)",
    "{at}",
    "<at>",
    "[AT]",
    "(AT)",
    "[a]",
    "(a)",
    "[A]",
    "(A)",
    "[@]",
    "(@)",
    "{@}",
    " @ ",
    "@ ",
    " @",
    "@",
    "_at_",
    "-at-",
    " -at- ",
    " _at_ ",
    "アットマーク",
    "アット",
    "あっとまーく",
    "あっと",
    "골뱅이",
    "(ät)",
    "[ät]",
    "(arobase)",
    "[arobase]",
    " arobase ",
    "(arroba)",
    "[arroba]",
    " arroba ",
    "(chiocciola)",
    " chiocciola ",
    "<AT>",
    "{AT}",
    "(At)",
    "[At]",
    " At ",
    "☆",
    "★",
    "◎",
    " at ",
    " AT ",
];

const DOT: &str = r" ?(?:[\[({<](?i:dot|punkt|point|punto|ponto|ドット|どっと|점|\.)[\])}>]| (?i:dot|punkt|point|punto|ponto) |_dot_|-dot-|ドット|どっと| 점 |\.) ?";

static LOCAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:[A-Za-z0-9_+-]{{1,40}}{DOT}){{0,3}}[A-Za-z0-9_+.-]{{1,40}} ?[(\[]?$"
    ))
    .expect("the pattern is fixed and tested")
});

static DOMAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^[)\]]? ?(?:[A-Za-z0-9-]{{1,60}}{DOT}){{1,4}}[A-Za-z]{{2,12}}"
    ))
    .expect("the pattern is fixed and tested")
});

/// A domain whose last part is written out or is among the most frequent ones.
static CERTAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?-u:\b)(?:dot|punkt|point|punto|ponto)(?-u:\b)|_dot_|-dot-|[\[({<]\.[\])}>]|ドット|どっと| 점 |\.(?:com|net|org|jp|io|de|fr|uk|info|biz|eu|us|me|dev|app|it|es|ch|at|nl|be|au|ca|kr|cn|tw|in|br|example)$)")
        .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            // It looks at two bytes, with which half of all hiragana begin.
            .prefilter(false)
            .build(SIGNS)
            .expect("the list is fixed and small")
    });
    for sign in WORDS.find_iter(text.folded) {
        let word = &text.folded[sign.range()];
        if let Some(range) = around(text, sign.start(), word) {
            found.push(Found { range, kind: KIND });
        }
    }
}

fn around(text: &Text<'_>, at: usize, sign: &str) -> Option<Range<usize>> {
    let behind = at + sign.len();
    let domain = DOMAIN.find(&text.folded[behind..])?.as_str();
    // An "at" in brackets or between hyphens is always an address: any ending will do.
    let marked = sign.ends_with([']', ')', '}', '>'])
        || matches!(sign, " -at- " | " _at_ " | "アットマーク" | "あっとまーく");
    if !marked && !CERTAIN.is_match(domain) {
        return None;
    }
    let before = text.tail(at, 120);
    let local = LOCAL.find(before)?;
    // Of the sign itself only what hides its dots is left to look for; `(a)` begins an item of a list as well.
    let plain = sign == "@" && !domain.contains(['(', '[', '{', '<', ' ', 'ド', 'ど']);
    let listed = matches!(sign, "(a)" | "(A)" | "[a]" | "[A]") && before.ends_with(' ');
    if plain || listed {
        return None;
    }
    if sign.trim().eq_ignore_ascii_case("at") && !is_address(text, at, local.as_str(), domain) {
        return None;
    }
    Some(at - local.len()..behind + domain.len())
}

/// "see you at example.com" is no address: with the word alone, the dot is a word as well, or the
/// part in front does not look like English.
fn is_address(text: &Text<'_>, at: usize, local: &str, domain: &str) -> bool {
    let lower = domain.to_lowercase();
    let words = [
        " dot ",
        "dot]",
        "dot)",
        "dot}",
        "dot>",
        "[.",
        "(.",
        "ドット",
        "どっと",
    ]
    .iter()
    .any(|word| lower.contains(word));
    let unusual =
        local.trim().contains(['.', '_', '+']) || local.bytes().any(|byte| byte.is_ascii_digit());
    let called = || {
        let before = text.tail(at - local.len(), 40).to_lowercase();
        ["mail", "メール", "アドレス", "address"]
            .iter()
            .any(|word| before.contains(word))
    };
    words || unusual && local.len() > 3 || called()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_addresses_that_robots_do_not_see() {
        for address in [
            "john [at] example [dot] com",
            "jane.doe(at)example.com",
            "mark dot jones at example dot com",
            "info アットマーク example.com",
            "tanaka★example.com",
            "taro @ example.com",
            "taro＠ example.co.jp",
            "taro[@]example.com",
            "john.smith at example.com",
            "contact-k[at]example.tokyo",
            "hanako_s（あっと）docomo.ne.jp",
            "hanako_s(アットマーク)docomo.ne.jp",
            "hanako_s あっとまーく docomo どっと ne どっと jp",
            "ingrid DOT sorensen AT bakerhughes DOT example",
            "jane_doe<at>gmail<dot>com",
            "jane_doe(at)gmail(dot)com",
            "jane_doe {at} gmail {dot} com",
            "jane_doe_at_gmail_dot_com",
            "j.meier (ät) web (punkt) de",
            "jean.petit arobase orange point fr",
            "ana_lopez arroba correo punto es",
            "minji 골뱅이 naver 점 com",
            "k_m(at)shop.example.museum",
            "taro AT example DOT com",
            "k_m -at- example.museum",
            "k_m[a]example.tokyo",
            "kim99@shop(.)example[.]xyz",
            "k_m AT example(.)tokyo",
        ] {
            assert_found(KIND, address, &format!("連絡先：{address}"));
            assert_found(KIND, address, &format!("to {address}, please"));
        }
        for text in [
            "see you at example.com",
            "We meet At noon. Com",
            "on this point at home",
            "あっという間に届きました",
            "あっと驚く example",
            "look-at-this.html",
            "photo_at_home.jpeg",
            "choose (a)red.one or (b)blue.two",
            "★example",
            "look at the dot",
            "at noon. com",
            "met at 3 p.m. in",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
