//! Mailboxes: where mails come from ([`source`]), and how a reply leaves. A [`Mailer`] sends it once
//! and says what became of it.

pub mod gmail;
pub mod graph;
pub mod oauth;
pub mod source;

mod originals;
mod outbox;
mod ses;
mod ses_event;
mod smtp;
mod tls;
mod transport;

pub use originals::Originals;
pub use outbox::Outbox;
pub use ses::Ses;
pub use ses_event::{MailEvent, MailEventKind, decode as decode_mail_event};
pub use smtp::{BadSmtpUrl, Smtp};
pub use transport::{Mailer, Outcome};

/// True for names and addresses of this machine.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
