//! Mails that were encrypted or signed as a whole: S/MIME (RFC 8551) and OpenPGP (RFC 9580). A
//! signature hides nothing, so its text is shown; what is encrypted cannot be read here.

use serde::{Deserialize, Serialize};

/// How a mail is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    /// S/MIME, as Outlook and Apple Mail make it.
    Smime,
    /// PGP or GnuPG.
    Pgp,
    /// Microsoft's rights management: the mail is in a `message.rpmsg`, beside a text that says so.
    Rights,
}

/// What a `smime.p7m` holds.
pub(super) enum Sealed {
    /// Signed: the part of a mail that was signed, with its headers.
    Signed(Vec<u8>),
    Encrypted,
    /// Neither: a list of certificates, or bytes that are broken.
    Other,
}

/// Object identifiers of RFC 5652, without their tag and length.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const ENVELOPED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03];
const AUTH_ENVELOPED_DATA: &[u8] = &[
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17,
];
const COMPRESSED_DATA: &[u8] = &[
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x09,
];

/// Looks into the bytes of a `smime.p7m` (RFC 5652 §3). `declared` is its `smime-type`.
pub(super) fn smime(bytes: &[u8], declared: Option<&str>) -> Sealed {
    let declared = declared.unwrap_or_default().to_ascii_lowercase();
    let mut content = Ber(bytes).sequence();
    let kind = content.as_mut().and_then(|content| content.value(0x06));
    match kind {
        Some(SIGNED_DATA) => {
            let text = content.and_then(|mut content| signed_content(content.tagged(0xa0)?));
            text.filter(|text| !text.is_empty())
                .map_or(Sealed::Other, Sealed::Signed)
        }
        // What is compressed can be read as little as what is encrypted.
        Some(ENVELOPED_DATA | AUTH_ENVELOPED_DATA | COMPRESSED_DATA) => Sealed::Encrypted,
        _ if declared.contains("enveloped") => Sealed::Encrypted,
        _ if declared.starts_with("signed") || declared.starts_with("certs") => Sealed::Other,
        // Damaged, or of a kind that is not known: the mail says no more than that.
        _ => Sealed::Encrypted,
    }
}

/// `SignedData` -> its `eContent`.
fn signed_content(mut explicit: Ber<'_>) -> Option<Vec<u8>> {
    let mut data = explicit.sequence()?;
    data.value(0x02)?; // version
    data.value(0x31)?; // digestAlgorithms
    let mut content = data.sequence()?;
    content.value(0x06)?; // eContentType
    let mut text = Vec::new();
    content.tagged(0xa0)?.octets(&mut text, 0);
    Some(text)
}

/// Bytes in BER, taken from the front. Lengths may be indefinite, strings in pieces (X.690 §8.1.3 and
/// §8.7), which streaming writers do.
#[derive(Clone, Copy)]
struct Ber<'b>(&'b [u8]);

impl<'b> Ber<'b> {
    /// Tag and content of the next value; one of indefinite length goes to the end of the bytes, of
    /// which the caller takes what it needs.
    fn next(&mut self) -> Option<(u8, Ber<'b>, bool)> {
        let [tag, length, rest @ ..] = self.0 else {
            return None;
        };
        if *length == 0x80 {
            self.0 = &[];
            return Some((*tag, Ber(rest), true));
        }
        let (length, rest) = match length {
            0..=0x7f => (usize::from(*length), rest),
            0x81..=0x84 => {
                let count = usize::from(length - 0x80);
                let (digits, rest) = rest.split_at_checked(count)?;
                let length = digits
                    .iter()
                    .fold(0usize, |all, digit| all << 8 | usize::from(*digit));
                (length, rest)
            }
            _ => return None,
        };
        // Cut short: what is there.
        let (content, rest) = rest.split_at(length.min(rest.len()));
        self.0 = rest;
        Some((*tag, Ber(content), false))
    }

    fn tagged(&mut self, tag: u8) -> Option<Ber<'b>> {
        let (found, content, _) = self.next()?;
        (found == tag).then_some(content)
    }

    fn sequence(&mut self) -> Option<Ber<'b>> {
        self.tagged(0x30)
    }

    fn value(&mut self, tag: u8) -> Option<&'b [u8]> {
        self.tagged(tag).map(|content| content.0)
    }

    /// The bytes of an octet string, in one piece or in several.
    fn octets(&mut self, out: &mut Vec<u8>, depth: usize) {
        const DEEPEST: usize = 4;
        while let Some((tag, content, indefinite)) = self.next() {
            match tag {
                0x04 => out.extend(content.0),
                0x24 if depth < DEEPEST => {
                    let mut pieces = content;
                    pieces.octets(out, depth + 1);
                    if indefinite {
                        return;
                    }
                }
                // The end of what has no length.
                _ => return,
            }
        }
    }
}

/// The text of a mail in which OpenPGP's armour is, without it; and whether some of it was
/// encrypted.
pub(super) fn without_armour(text: String) -> (String, bool) {
    if !text.contains("-----BEGIN PGP ") {
        return (text, false);
    }
    let mut out = String::with_capacity(text.len());
    let mut encrypted = false;
    let mut at = Armour::None;
    for line in text.lines() {
        let mark = line.trim();
        match (at, mark) {
            (Armour::None, "-----BEGIN PGP MESSAGE-----") => {
                (at, encrypted) = (Armour::Block, true);
                continue;
            }
            (Armour::None, "-----BEGIN PGP SIGNED MESSAGE-----") => {
                at = Armour::Head;
                continue;
            }
            (Armour::None, "-----BEGIN PGP PUBLIC KEY BLOCK-----")
            | (Armour::Signed, "-----BEGIN PGP SIGNATURE-----") => {
                at = Armour::Block;
                continue;
            }
            (Armour::Block, _) => {
                if mark.starts_with("-----END PGP ") {
                    at = Armour::None;
                }
                continue;
            }
            (Armour::Head, "") => {
                at = Armour::Signed;
                continue;
            }
            (Armour::Head, _) => continue,
            _ => {}
        }
        let line = match at {
            Armour::Signed => line.strip_prefix("- ").unwrap_or(line),
            _ => line,
        };
        out.push_str(line);
        out.push('\n');
    }
    (out, encrypted)
}

#[derive(Clone, Copy)]
enum Armour {
    None,
    /// The headers of a signed text, e.g. `Hash: SHA256`.
    Head,
    Signed,
    /// What only programs read.
    Block,
}
