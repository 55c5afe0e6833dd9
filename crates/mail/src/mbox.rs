//! Mailbox files (RFC 4155): one file, many mails.

use std::borrow::Cow;

/// The mails in a file, in their order. Bytes that do not begin with an mbox's `From ` line are one
/// mail, so that `.eml` files and mailboxes are read alike.
pub fn mails(bytes: &[u8]) -> Mails<'_> {
    Mails {
        end: if bytes.contains(&b'\n') { b'\n' } else { b'\r' },
        rest: bytes,
    }
}

/// Iterator over the mails of a mailbox; made by [`mails`].
#[derive(Clone, Debug)]
pub struct Mails<'b> {
    rest: &'b [u8],
    /// What lines end in: some programs wrote carriage returns alone.
    end: u8,
}

impl<'b> Iterator for Mails<'b> {
    type Item = Cow<'b, [u8]>;

    fn next(&mut self) -> Option<Cow<'b, [u8]>> {
        let bytes = self.rest;
        if bytes.trim_ascii().is_empty() {
            return None;
        }
        let first = first_line(bytes, self.end);
        if !is_separator(first) {
            self.rest = &[];
            return Some(Cow::Borrowed(bytes));
        }
        let start = first.len();
        let end = next_separator(bytes, start, self.end);
        self.rest = &bytes[end..];
        Some(unquoted(without_blank_line(&bytes[start..end]), self.end))
    }
}

/// Where the next mail's `From ` line begins: after a blank line, since a body may hold such lines.
fn next_separator(bytes: &[u8], from: usize, end: u8) -> usize {
    let mut at = from;
    let mut after_blank = false;
    while at < bytes.len() {
        let line = first_line(&bytes[at..], end);
        if after_blank && is_separator(line) {
            return at;
        }
        after_blank = line.trim_ascii().is_empty();
        at += line.len();
    }
    at
}

/// The line at the start of `bytes`, its end included.
fn first_line(bytes: &[u8], end: u8) -> &[u8] {
    let len = bytes.iter().position(|b| *b == end);
    &bytes[..len.map_or(bytes.len(), |at| at + 1)]
}

/// `From someone Fri Nov 17 14:06:07 2023`: with a time and a year in it, unlike a sentence.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let words = rest.split(|b| b.is_ascii_whitespace());
    let (mut time, mut year) = (false, false);
    for word in words {
        let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
        time |= word.len() >= 5 && digits(&word[..2]) && word[2] == b':' && digits(&word[3..5]);
        year |= word.len() == 4 && digits(word);
    }
    time && year
}

/// The blank line that ends each mail belongs to the file, not to the mail.
fn without_blank_line(mail: &[u8]) -> &[u8] {
    let shorter = mail
        .strip_suffix(b"\r\n")
        .or_else(|| mail.strip_suffix(b"\n"));
    match shorter {
        Some(shorter) if shorter.is_empty() || shorter.ends_with(b"\n") => shorter,
        _ => mail,
    }
}

/// Takes one `>` off every line that only has it so that it is no separator (`>From `, `>>From `).
fn unquoted(mail: &[u8], end: u8) -> Cow<'_, [u8]> {
    let is_quoted = |line: &[u8]| {
        let bare = line.iter().position(|b| *b != b'>').unwrap_or(line.len());
        bare > 0 && line[bare..].starts_with(b"From ")
    };
    let mut lines = mail.split_inclusive(|b| *b == end);
    if !lines.clone().any(is_quoted) {
        return Cow::Borrowed(mail);
    }
    let mut out = Vec::with_capacity(mail.len());
    for line in &mut lines {
        out.extend(if is_quoted(line) { &line[1..] } else { line });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        mails(text.as_bytes())
            .map(|mail| String::from_utf8_lossy(&mail).into_owned())
            .collect()
    }

    const LINE: &str = "From taro@example.com Fri Nov 17 14:06:07 2023\n";

    #[test]
    fn a_mailbox_is_taken_apart() {
        let mailbox = format!("{LINE}Subject: 1\n\none\n\n{LINE}Subject: 2\n\ntwo\n");
        assert_eq!(
            split(&mailbox),
            ["Subject: 1\n\none\n", "Subject: 2\n\ntwo\n"]
        );
        let old_mac = mailbox.replace('\n', "\r");
        let mails = split(&old_mac);
        assert!(mails.len() == 2 && mails[1].starts_with("Subject: 2\r\rtwo"));
        let crlf = mailbox.replace('\n', "\r\n");
        assert_eq!(
            split(&crlf),
            ["Subject: 1\r\n\r\none\r\n", "Subject: 2\r\n\r\ntwo\r\n"]
        );
    }

    #[test]
    fn a_single_mail_is_itself() {
        for text in ["Subject: 1\n\none\n", "Subject: 1\n\n>From here\n"] {
            assert_eq!(split(text), [text]);
        }
        assert!(split("").is_empty() && split(" \n").is_empty());
    }

    #[test]
    fn lines_in_a_body_separate_nothing() {
        let body = format!("Subject: 1\n\nFrom here on\n\nFrom what I know, 2023\nx\n{LINE}y\n");
        assert_eq!(split(&format!("{LINE}{body}")), [body]);
    }

    #[test]
    fn quoted_lines_are_restored() {
        let mailbox = format!("{LINE}Subject: 1\n\n>From me\n>>From you\n> From us\n");
        assert_eq!(
            split(&mailbox),
            ["Subject: 1\n\nFrom me\n>From you\n> From us\n"]
        );
    }

    #[test]
    fn other_separators_are_known() {
        for line in [
            "From - Fri Nov 17 14:06:07 2023\n",
            "From 1782@xxx Fri Nov 17 14:06:07 +0000 2023\n",
            "From MAILER-DAEMON Fri Nov  7 14:06:07 2023\n",
        ] {
            assert_eq!(
                split(&format!("{line}a: b\n\n\n{line}c: d\n")).len(),
                2,
                "{line}"
            );
        }
    }
}
