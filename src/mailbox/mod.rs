//! Mailboxes: where mails come from ([`source`]), and how a reply leaves. A [`Mailer`] sends it once
//! and says what became of it.

pub mod source;

mod outbox;
mod ses;
mod ses_event;
mod smtp;
mod transport;

pub use outbox::Outbox;
pub use ses::Ses;
pub use ses_event::{MailEvent, MailEventKind, decode as decode_mail_event};
pub use smtp::{BadSmtpUrl, Smtp};
pub use transport::{Mailer, Outcome};
