//! Payment cards: the issuers' ranges and lengths, and Luhn's check digit (ISO/IEC 7812-1).

use super::digits::{MAX_DIGITS, Number};
use super::label::Label;
use super::{Found, Text};

pub(super) const KIND: &str = "CARD";

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut at = 0;
    while at < text.digits.len() {
        match ending(text, at) {
            Some(last) => {
                let range = text.digits[at].start..text.digits[last].end;
                found.push(Found { range, kind: KIND });
                at = last + 1;
            }
            None => {
                if holds_card(text.run(at)) {
                    let range = text.digits[at].clone();
                    found.push(Found { range, kind: KIND });
                }
                at += 1;
            }
        }
    }
}

/// The last run of the longest card number that begins with run `first`.
fn ending(text: &Text<'_>, first: usize) -> Option<usize> {
    let begins = text.run(first);
    if !matches!(begins.as_bytes()[0], b'2'..=b'6') && !begins.starts_with("1800") {
        return None;
    }
    let mut number = Number::new();
    let mut longest = None;
    for last in first..text.digits.len().min(first + MAX_DIGITS) {
        if !number.push(text.run(last)) {
            break;
        }
        // What follows a well-divided card, such as its expiry date, is not drawn into it.
        let may_be = longest.is_none() || is_regular(text, first, last);
        if may_be && number.as_str().len() >= 12 && is_card(text, first, last, number.as_str()) {
            longest = Some(last);
        }
        if !text.gap(last).is_some_and(is_separator) {
            break;
        }
    }
    longest
}

/// True for a few digits more than a card has, where it begins or ends them: what divided them was
/// invisible (U+200B), and is no longer there.
fn holds_card(digits: &str) -> bool {
    let is_one = |part: Option<&str>| part.is_some_and(|it| is_issued(it) && luhn(it));
    matches!(digits.len(), 17..=19)
        && (is_one(digits.get(..16)) || is_one(digits.get(digits.len() - 16..)))
}

fn is_card(text: &Text<'_>, first: usize, last: usize, digits: &str) -> bool {
    let range = text.digits[first].start..text.digits[last].end;
    if text
        .before(range.start)
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && !text
            .label(range.start)
            .is_some_and(|found| found.label == Label::Card)
    {
        return false;
    }
    let valid = is_issued(digits) && luhn(digits);
    if valid
        && is_regular(text, first, last)
        && !is_article(digits)
        && !is_window(text, first, last, digits)
    {
        return true;
    }
    // What is called a card number is one, mistyped or oddly divided.
    let labelled = text
        .label(range.start)
        .is_some_and(|found| found.direct && found.label == Label::Card);
    labelled && digits.len() >= 13 && (luhn(digits) || is_issued(digits))
}

/// Whether the blocks are some of a longer number's: 5678-9012-3456 in 1234-5678-9012-3456. Sixteen digits and
/// more are a card wherever they stand.
fn is_window(text: &Text<'_>, first: usize, last: usize, digits: &str) -> bool {
    let length = text.digits[first].len();
    let alike = (first..=last).all(|at| text.digits[at].len() == length);
    if digits.len() >= 16 || first == last || !alike {
        return false;
    }
    let gap = text.gap(first);
    let before = first
        .checked_sub(1)
        .is_some_and(|at| text.gap(at) == gap && text.digits[at].len() == length);
    let behind = text.gap(last) == gap
        && text
            .digits
            .get(last + 1)
            .is_some_and(|next| next.len() == length);
    before || behind
}

/// Anything short that is neither letter nor digit.
fn is_separator(gap: &str) -> bool {
    gap.len() <= 4 && gap.chars().count() <= 3 && !gap.chars().any(char::is_alphanumeric)
}

/// Divided as cards are, so that a row of prices is none: one run, or blocks that look alike.
fn is_regular(text: &Text<'_>, first: usize, last: usize) -> bool {
    let lengths: Vec<usize> = (first..=last).map(|at| text.digits[at].len()).collect();
    let mixed = (first..last).any(|at| text.gap(at) != text.gap(first));
    match lengths.as_slice() {
        [_]
        | [4, 4, 4, 4]
        | [4, 6, 5]
        | [4, 6, 4]
        | [4, 4, 4, 4, 3]
        | [8, 8]
        | [6, 10]
        | [6, 13]
        | [6, 9] => true,
        [head @ .., tail] => {
            !mixed
                && head[0] <= 6
                && *tail <= head[0]
                && head.iter().all(|length| *length == head[0])
        }
        [] => false,
    }
}

/// The issuers' ranges with the lengths they use, as public documentation of Visa, Mastercard,
/// American Express, JCB, Diners Club, Discover, UnionPay, Maestro, Mir and RuPay has them.
fn is_issued(digits: &str) -> bool {
    let prefix = |length: usize| {
        digits
            .get(..length)
            .and_then(|head| head.parse::<u32>().ok())
    };
    let (Some(two), Some(three), Some(four)) = (prefix(2), prefix(3), prefix(4)) else {
        return false;
    };
    match digits.len() {
        16 if (51..=55).contains(&two) || (2221..=2720).contains(&four) => true,
        16 if (2200..=2204).contains(&four) => true,
        13 | 16 | 19 if (40..=49).contains(&two) => true,
        15 => two == 34 || two == 37 || four == 2131 || four == 1800,
        14 if (300..=305).contains(&three) || three == 309 || matches!(two, 36 | 38 | 39) => true,
        16..=19 if (3528..=3589).contains(&four) => true,
        16..=19 if (300..=305).contains(&three) || matches!(two, 36 | 38 | 39) => true,
        16..=19 if two == 62 || two == 81 || two == 82 => true,
        16..=19 if four == 6011 || (644..=659).contains(&three) || two == 60 => true,
        12..=19 => two == 50 || (56..=58).contains(&two) || two == 63 || two == 67 || two == 69,
        _ => false,
    }
}

/// Japanese article numbers (JAN: EAN-13 with 45 or 49) share their shape with the thirteen digits
/// that Visa used long ago.
fn is_article(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    digits.len() == 13
        && (digits.starts_with("45") || digits.starts_with("49"))
        && sum.is_multiple_of(10)
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            match (place % 2, digit * 2) {
                (0, _) => digit,
                (_, double) if double > 9 => double - 9,
                (_, double) => double,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_cards_of_all_issuers_with_any_separators() {
        for card in [
            "4111111111111111",
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "4111.1111.1111.1111",
            "4111/1111/1111/1111",
            "4111 - 1111 - 1111 - 1111",
            "４１１１－１１１１－１１１１－１１１１",
            "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            "41 11 11 11 11 11 11 11",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "3782 822463 10005",
            "30569309025904",
            "6011111111111117",
            "3530111333300000",
            "6200000000000005",
        ] {
            assert_found(KIND, card, &format!("カードは{card}です"));
            assert_found(KIND, card, &format!("card {card} 12/27/2026"));
            assert_found(KIND, card, card);
        }
        assert_found(KIND, "4111 1111 1111 1111", "2 4111 1111 1111 1111");
        assert_found(KIND, "4111 1111 1111 1111", "no. 1234 4111 1111 1111 1111");
        assert_found(
            KIND,
            "4111 1111 1111 1112",
            "カード番号：4111 1111 1111 1112",
        );
    }

    #[test]
    fn other_long_numbers_are_no_cards() {
        for text in [
            "会員番号 1234-5678-9012-3456",
            "Order 1100 5884 8199 1192",
            "ポイントカード番号 4034567890123456",
            "会員カード 4034 5678 9012 3456",
            "Clubcard number 4034567890123456",
            "library card: 4034567890123456",
            "注文番号 4111111111111112",
            "4901234567894",
            "1234-5678-9012",
            "250-1234567-1234567",
            "A4111111111111111",
            "4,980円、5,400円、12,000円、3,300円",
            "**** **** **** 1111",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
