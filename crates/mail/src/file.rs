//! One file of a mail, whole: what a person wants to see of what [`parse`](super::parse()) lists.

use super::part::{Mime, digest as digest_of};
use super::sealed::{self, Sealed};
use super::{body, tnef};

/// Mails in mails of which each is encoded once more.
const DEEPEST: usize = 5;

/// The content of the attachment with this [`digest`](super::Attachment::digest); `None` where the
/// mail has none. `bytes` is the mail as it came.
pub fn file(bytes: &[u8], digest: &str) -> Option<Vec<u8>> {
    if digest.is_empty() {
        return None;
    }
    find(&Mime::parse(bytes)?, digest, 0)
}

fn find(mime: &Mime<'_>, digest: &str, depth: usize) -> Option<Vec<u8>> {
    for (id, part) in mime.parts.iter().enumerate() {
        if part.kind.is_multipart() && !part.children.is_empty() {
            continue;
        }
        let content = body::content(mime, id);
        if digest_of(&content) == digest {
            return Some(content.into_owned());
        }
        if let Some(file) = tnef::file(&content, digest) {
            return Some(file.to_vec());
        }
        if depth == DEEPEST {
            continue;
        }
        // A mail within the mail is made of parts of this one, unless it is encoded.
        let inner = match part.kind.is_message() && part.children.is_empty() {
            true => Some(content.trim_ascii_start().to_vec()),
            false => signed(&content, part.kind.param("smime-type").as_deref()),
        };
        let inner = inner.and_then(|inner| find(&Mime::parse(&inner)?, digest, depth + 1));
        if inner.is_some() {
            return inner;
        }
    }
    None
}

/// What is signed in an S/MIME part; nothing where it is none.
fn signed(content: &[u8], kind: Option<&str>) -> Option<Vec<u8>> {
    // DER's SEQUENCE: all else is not looked at.
    if content.first() != Some(&0x30) {
        return None;
    }
    match sealed::smime(content, kind) {
        Sealed::Signed(bytes) => Some(bytes.to_vec()),
        Sealed::Encrypted | Sealed::Other => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::parse;

    const MAIL: &[u8] = b"From: a@example.com\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/plain\r\n\r\nhello\r\n\
        --x\r\nContent-Type: multipart/related; boundary=y\r\n\r\n\
        --y\r\nContent-Type: text/html\r\n\r\n<img src=cid:1>\r\n\
        --y\r\nContent-Type: image/png; name=a.png\r\nContent-ID: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
        --y--\r\n\
        --x\r\nContent-Type: application/pdf; name=b.pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF-1.7\r\n\
        --x\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n\
        --z\r\nContent-Type: text/plain\r\n\r\ninner text\r\n\
        --z\r\nContent-Type: application/zip; name=c.zip\r\nContent-Disposition: attachment\r\n\r\nPK\r\n--z--\r\n\
        --x--\r\n";

    #[test]
    fn every_file_that_is_listed_is_found_with_its_own_size() {
        let mail = parse(MAIL);
        assert!(mail.attachments.len() >= 3, "{:?}", mail.attachments);
        for attachment in &mail.attachments {
            let content = file(MAIL, &attachment.digest).unwrap();
            assert_eq!(content.len() as u64, attachment.size, "{attachment:?}");
        }
        let png = mail
            .attachments
            .iter()
            .find(|it| it.content_type == "image/png");
        let png = file(MAIL, &png.unwrap().digest).unwrap();
        assert_eq!(png, b"\x89PNG\r\n\x1a\n");
    }

    #[test]
    fn what_is_not_in_the_mail_is_not_found() {
        assert_eq!(file(MAIL, ""), None);
        assert_eq!(file(MAIL, "00000000000000000000000000000000"), None);
        assert_eq!(file(b"", "00"), None);
    }
}
