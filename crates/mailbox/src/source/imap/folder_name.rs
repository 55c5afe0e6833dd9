//! Names of folders on the wire: UTF-7 as IMAP writes it (RFC 3501 §5.1.3).

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

use super::wire::quoted;

const BASE64: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// The folder's name in quotes, as a command names it.
pub(super) fn to_wire(name: &str) -> String {
    let mut wire = String::new();
    let mut shifted: Vec<u16> = Vec::new();
    for c in name.chars() {
        if (' '..='~').contains(&c) {
            end_shift(&mut wire, &mut shifted);
            wire.push(c);
            if c == '&' {
                wire.push('-');
            }
        } else {
            shifted.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    end_shift(&mut wire, &mut shifted);
    // Printable ASCII by now.
    quoted(&wire).unwrap_or_default()
}

fn end_shift(wire: &mut String, shifted: &mut Vec<u16>) {
    if shifted.is_empty() {
        return;
    }
    let bytes: Vec<u8> = shifted.drain(..).flat_map(u16::to_be_bytes).collect();
    wire.push('&');
    wire.push_str(&BASE64.encode(bytes));
    wire.push('-');
}

#[cfg(test)]
mod tests {
    use super::to_wire;

    #[test]
    fn names_are_written_as_the_rfc_says() {
        for (name, wire) in [
            ("INBOX", "\"INBOX\""),
            ("Support/New", "\"Support/New\""),
            ("R&D", "\"R&-D\""),
            // The RFC's own examples.
            (
                "~peter/mail/台北/日本語",
                "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"",
            ),
            ("Entwürfe", "\"Entw&APw-rfe\""),
            ("😀", "\"&2D3eAA-\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("a\r\nb", "\"a&AA0ACg-b\""),
        ] {
            assert_eq!(to_wire(name), wire);
        }
    }
}
