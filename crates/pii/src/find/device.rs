//! What one person's phone or computer is known by: IMEI, MAC address, the number of a SIM.

use std::sync::LazyLock;

use regex::Regex;

use super::labelled::count_digits;
use super::{Found, Text, called, topic};

pub(super) const KIND: &str = "DEVICE_ID";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    /// A number of 14 digits and more.
    Number,
    /// Letters and digits of a base-16 number.
    Hex,
}

pub(super) const WORDS: &[(Called, &str)] = &[
    (
        Called::Number,
        "imei|imei1|imei2|imei番号|imeiコード|imei code|imei number|imei no|meid|imsi|iccid|eid|sim番号|simカード番号|sim card number|sim number|simの番号|端末識別番号|端末番号|製造番号（imei）",
    ),
    (
        Called::Hex,
        "mac|mac address|mac addr|macアドレス|マックアドレス|wi-fiアドレス|wifiアドレス|wi-fi address|bluetooth address|bluetoothアドレス|物理アドレス|physical address|\
         udid|idfa|idfv|gaid|advertising id|android id|device id|deviceid|デバイスid|端末id|広告id",
    ),
];

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"^(?:[ ]?[(（][^)）\n]{1,20}[)）])?[ \t]*(?:[:=#/]|is|was|are|no\.?|number|は、?|が)*[ \t\n"'「『(（]{0,3}(?P<value>(?i:[0-9A-F]{2})[0-9A-Fa-f]?(?:[ ./-]?[0-9]){10,19}[0-9A-Fa-f]?)(?-u:\b)"#,
    )
});

static HEX: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"^(?:[ ]?[(（][^)）\n]{1,20}[)）])?[ \t]*(?:[:=#]|is|was|は、?|が)*[ \t\n"'「『(（]{0,3}(?P<value>[0-9A-Fa-f]{4,12}(?:[:.-]?[0-9A-Fa-f]{2,12}){2,8})(?-u:\b)"#,
    )
});

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut add = |range| found.push(Found { range, kind: KIND });
    for (called, word) in text.calls.iter().filter_map(|(called, word)| match called {
        called::Called::Device(called) => Some((*called, word.clone())),
        _ => None,
    }) {
        let behind = text.head(word.end, 96);
        let pattern = match called {
            Called::Number => &NUMBER,
            Called::Hex => &HEX,
        };
        let value = pattern
            .captures(behind)
            .and_then(|captures| captures.name("value"));
        if let Some(value) = value {
            let length = value
                .as_str()
                .bytes()
                .filter(u8::is_ascii_alphanumeric)
                .count();
            let digits = count_digits(value.as_str());
            let whole = match called {
                Called::Number => (14..=22).contains(&length),
                Called::Hex => length >= 12 && digits > 0,
            };
            if whole {
                add(word.end + value.start()..word.end + value.end());
            }
        }
    }
    for at in memchr::memchr2_iter(b':', b'-', text.folded.as_bytes()) {
        if let Some(start) = at.checked_sub(2)
            && is_mac(&text.folded.as_bytes()[start..])
            && !text.folded[..start].ends_with([':', '-'])
            && !text.in_longer(&(start..start + MAC))
        {
            add(start..start + MAC);
        }
    }
    if text.speaks_of(topic::HANDSET) {
        for run in &text.digits {
            let number = &text.folded[run.clone()];
            let handset =
                number.len() == 15 && ["35", "86"].iter().any(|start| number.starts_with(start));
            if handset && !text.in_longer(run) && passes_luhn(number) {
                add(run.clone());
            }
        }
    }
}

/// The length of `00:1A:2B:3C:4D:5E`.
const MAC: usize = 17;

/// Six pairs with the same sign between them.
fn is_mac(bytes: &[u8]) -> bool {
    let sign = bytes.get(2);
    bytes.get(..MAC).is_some_and(|bytes| {
        bytes.iter().enumerate().all(|(at, byte)| match at % 3 {
            2 => Some(byte) == sign,
            _ => byte.is_ascii_hexdigit(),
        })
    }) && bytes.get(MAC) != sign
}

/// 3GPP TS 23.003, annex B.
fn passes_luhn(number: &str) -> bool {
    let digits = number.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let doubled = digits.enumerate().map(|(at, digit)| match at % 2 {
        0 => digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    });
    doubled.sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_what_a_device_is_known_by() {
        for (number, text) in [
            ("490154203237518", "IMEI: 490154203237518"),
            ("490154203237518", "IMEIは490154203237518です"),
            ("49-015420-323751-8", "imei番号（49-015420-323751-8）"),
            ("49 015420 323751 8", "IMEI 49 015420 323751 8"),
            (
                "４９０１５４２０３２３７５１８",
                "ＩＭＥＩ：４９０１５４２０３２３７５１８",
            ),
            (
                "352099001761481",
                "my phone's number on the box is 352099001761481",
            ),
            ("352099001761481", "端末の箱に 352099001761481 とあります"),
            ("8981100012345678901", "ICCID 8981100012345678901"),
            ("00:1A:2B:3C:4D:5E", "MAC address 00:1A:2B:3C:4D:5E"),
            ("00-1a-2b-3c-4d-5e", "ルーターは00-1a-2b-3c-4d-5eです"),
            ("de:ad:be:ef:ca:fe", "(de:ad:be:ef:ca:fe)"),
            ("001A2B3C4D5E", "MACアドレス：001A2B3C4D5E"),
            ("001a.2b3c.4d5e", "mac 001a.2b3c.4d5e"),
            (
                "AEBE52E7-03EE-455A-B3C4-E57283966239",
                "IDFA: AEBE52E7-03EE-455A-B3C4-E57283966239",
            ),
        ] {
            assert_found(KIND, number, text);
        }
    }

    #[test]
    fn times_parts_and_parcels_are_no_devices() {
        for text in [
            "10:20:30:40:50:60:70",
            "Big Mac 12 times",
            "my Mac 2024 model",
            "order 352099001761481",
            "追跡番号 352099001761482 の携帯",
            "IMEIを教えてください",
            "12-34-56-78-90-12-34",
            "MAC address of the printer is unknown",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
