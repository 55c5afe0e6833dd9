//! Where cryptocurrency is sent: addresses by their checksum or their shape.

use super::{Found, Text, topic};

pub(super) const KIND: &str = "WALLET";

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    for range in &text.long_words {
        let word = &text.folded[range.clone()];
        if is_address(word, text.speaks_of(topic::CRYPTO)) {
            found.push(Found {
                range: range.clone(),
                kind: KIND,
            });
        }
    }
}

fn is_address(word: &str, spoken_of: bool) -> bool {
    if let Some(hex) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        return hex.len() == 40 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    is_bech32(word) || is_base58(word, spoken_of)
}

/// BIP 173 and BIP 350: `bc1…`, `ltc1…`, `addr1…`, `cosmos1…`, and a payment request, `lnbc…`.
fn is_bech32(word: &str) -> bool {
    const ALPHABET: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const BECH32: u32 = 1;
    const BECH32M: u32 = 0x2bc8_30a3;
    let mixed = |of: fn(&u8) -> bool| word.bytes().any(|byte| of(&byte));
    if mixed(u8::is_ascii_lowercase) && mixed(u8::is_ascii_uppercase) {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let Some((prefix, data)) = lower.rsplit_once('1') else {
        return false;
    };
    if prefix.is_empty() || data.len() < 8 {
        return false;
    }
    let expanded = prefix.bytes().map(|byte| u32::from(byte >> 5));
    let low = prefix.bytes().map(|byte| u32::from(byte & 31));
    let mut check: u32 = 1;
    let values = expanded.chain([0]).chain(low).map(Some);
    let values = values.chain(data.chars().map(|c| ALPHABET.find(c).map(|at| at as u32)));
    for value in values {
        let Some(value) = value else { return false };
        let top = check >> 25;
        check = (check & 0x1ff_ffff) << 5 ^ value;
        for (bit, generator) in [
            0x3b6a_57b2,
            0x2650_8e6d,
            0x1ea1_19fa,
            0x3d42_33dd,
            0x2a14_62b3,
        ]
        .into_iter()
        .enumerate()
        {
            if top >> bit & 1 == 1 {
                check ^= generator;
            }
        }
    }
    check == BECH32 || check == BECH32M
}

/// Bitcoin's older form anywhere; what others write alike, where cryptocurrency is spoken of.
fn is_base58(word: &str, spoken_of: bool) -> bool {
    let of = |byte: u8| byte.is_ascii_alphanumeric() && !b"0OIl".contains(&byte);
    let has = |of: fn(&u8) -> bool| word.bytes().any(|byte| of(&byte));
    let drawn = word.bytes().all(of)
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase);
    if !drawn {
        return false;
    }
    let length = word.len();
    match word.as_bytes()[0] {
        b'1' | b'3' if (26..=35).contains(&length) => true,
        b'4' | b'8' if length == 95 => true,
        b'x' | b'y' | b'z' if length == 111 && matches!(&word[1..4], "pub" | "prv") => true,
        b'L' | b'M' | b'D' | b'T' | b'X' | b'r' | b't' => spoken_of && (25..=35).contains(&length),
        _ => spoken_of && (32..=44).contains(&length),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_addresses_of_wallets() {
        for (address, text) in [
            (
                "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                "Please refund to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa.",
            ),
            (
                "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
                "BTC：3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLyまで",
            ),
            (
                "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
                "ビットコインのアドレスはbc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdqです",
            ),
            (
                "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
                "to BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4 please",
            ),
            (
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
                "<bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0>",
            ),
            (
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "ETH 0x52908400098527886E0F7030069857D2E4169EE7",
            ),
            (
                "0xde709f2102306220921060314715629080e2fb77",
                "wallet=0xde709f2102306220921060314715629080e2fb77",
            ),
            (
                "TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW",
                "USDT (TRC20): TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW",
            ),
            (
                "rPEPPER7kfTD9w2To4CQk6UCfuHM9c6GDY",
                "XRP address rPEPPER7kfTD9w2To4CQk6UCfuHM9c6GDY",
            ),
            (
                "DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD",
                "My dogecoin wallet is DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD",
            ),
            (
                "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV",
                "ソラナのウォレット　7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV",
            ),
        ] {
            assert_found(KIND, address, text);
        }
    }

    #[test]
    fn other_long_words_are_no_wallets() {
        for text in [
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx",
            "commit 52908400098527886e0f7030069857d2e4169ee7",
            "0x52908400098527886E0F7030069857D2E4169EE",
            "Order TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW",
            "123456789012345678901234567890",
            "Donaudampfschifffahrtsgesellschaft",
            "1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
