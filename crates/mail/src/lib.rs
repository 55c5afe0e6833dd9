//! Mail: what a customer wrote (RFC 5322, MIME) and what goes back in the same thread.
//!
//! [`parse()`] reads any bytes. [`reply_subject`] and [`reply_references`] make an [`OutgoingMail`]'s
//! headers, and [`check()`] looks it over. Nothing here knows where mails come from or go to.

#![forbid(unsafe_code)]

// In: bytes -> InboundMail
mod address;
mod address_list;
mod authentication;
mod automatic;
mod best;
mod body;
mod charset;
mod contact_form;
mod dangerous_file;
mod encoded_word;
mod file;
mod flowed;
mod forward;
mod header;
mod html;
mod language;
mod logo;
mod masked;
pub mod mbox;
mod media_type;
mod message_id;
mod param;
mod parse;
mod part;
mod person;
mod provider;
mod quote;
mod recipients;
mod report;
mod sealed;
mod sender_signature;
mod tnef;
mod transfer;
mod uuencode;

// Out: OutgoingMail -> bytes
mod compose;
mod rendition;
mod reply;
mod said;
mod stationery;
mod typed_recipients;
mod warning;

pub use address::{Address, Mailbox, NotAnAddress};
pub use authentication::Doubt;
pub use automatic::Automatic;
pub use compose::{Contents, Enclosed, OutgoingMail, reply_references, reply_subject};
pub use contact_form::{Form, FormSender};
pub use dangerous_file::{is_dangerous, is_dangerous_name};
pub use file::file;
pub use language::{
    all as languages, beginning, is_foreign_to, of as language_of, of_mail as language_of_mail,
};
pub use logo::{BadLogo, Inline, LONGEST_LOGO, Logo};
pub use masked::MaskedMail;
pub use message_id::MessageId;
pub use parse::{Attachment, InboundMail, Newcomer, parse, parse_headers};
pub use person::Person;
pub use recipients::{Other, Recipients, Source, elsewhere, others, recipients};
pub use reply::{Addressees, Approved, Rewritten};
pub use report::Bounce;
pub use said::without_addresses;
pub use sealed::Encryption;
pub use sender_signature::find as signature_of;
pub use stationery::Stationery;
pub use typed_recipients::{Lists, MOST_RECIPIENTS, Mistyped, as_typed, subject_of, typed};
pub use warning::{Warning, check};

/// Bytes of a text of which nothing says what they are written in, decoded as those of a mail are.
pub fn decoded(bytes: &[u8]) -> String {
    charset::guess(bytes)
}

/// A text without control characters, white space around it, and more than one space in a row; nor
/// with marks that turn the direction of writing, which make `exe.pdf` of `fdp.exe`.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            continue;
        }
        // U+2028 and U+2029 break lines as well; U+3000 is a letter's width, and kept.
        if c.is_control() || matches!(c, ' ' | '\u{2028}' | '\u{2029}') {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// A text with `\n` line ends and without NUL; in one pass, as a text may have 40 MB.
fn plain_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\0']) {
        out.push_str(&rest[..at]);
        let is_cr = rest[at..].starts_with('\r');
        rest = &rest[at + 1..];
        if is_cr && !rest.starts_with('\n') {
            out.push('\n');
        }
    }
    out.push_str(rest);
    out
}
