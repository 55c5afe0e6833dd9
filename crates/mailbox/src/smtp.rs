//! Sending by SMTP (RFC 5321), step by step, so that each failure says for certain whether the mail
//! can have been sent.

use std::fmt;
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::{Error, SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};

use super::oauth::{OAuth, OAuthError, xoauth2};
use super::{Outcome, is_loopback};
use inquiry::Cause;
use mail::{Mailbox, OutgoingMail, without_addresses};

/// How long each of the two phases may take: up to `DATA`, and from there to the server's answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How long to wait for the server's goodbye: politeness only, what comes of it changes nothing.
const GOODBYE: Duration = Duration::from_millis(500);

/// Sends by SMTP, one connection a mail.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    login: Option<Login>,
    hello: ClientId,
    timeout: Duration,
}

#[derive(Clone)]
enum Login {
    Password(Credentials),
    /// SASL XOAUTH2, with a token.
    OAuth {
        user: String,
        tokens: OAuth,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    /// Unencrypted: for a relay on the same machine, or where the operator says so.
    None,
    /// STARTTLS when the server offers it.
    Opportunistic,
    /// STARTTLS, or no mail.
    Required,
    /// TLS from the first byte (RFC 8314).
    Implicit,
}

/// Why an SMTP URL cannot be used. Does not repeat the URL: it holds a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSmtpUrl {
    /// It is no URL.
    #[error("not a URL: it must look like smtps://user:password@smtp.example.com")]
    NotAUrl,
    /// The scheme is neither `smtp` nor `smtps`.
    #[error("the scheme must be smtp:// or smtps://")]
    Scheme,
    /// There is no host in it.
    #[error("the host is missing: it must look like smtps://user:password@smtp.example.com")]
    Host,
    /// `tls` is none of the three.
    #[error(
        "the parameter tls must be required, opportunistic or none, as in smtp://host?tls=required"
    )]
    Tls,
    /// The user or the password is not percent-encoded UTF-8.
    #[error("user and password must be percent-encoded UTF-8")]
    Credentials,
}

impl Smtp {
    /// Reads `smtps://user:password@host:port/ehlo-name` (TLS from the first byte, port 465),
    /// `smtp://…?tls=required` (STARTTLS, port 587), `smtp://…?tls=opportunistic`, or `smtp://…`
    /// (unencrypted, port 25): the forms that lettre's `from_url` documents.
    ///
    /// A password travels encrypted: with one, `smtp://` means STARTTLS or no mail, unless the server
    /// is on this machine or the URL says `?tls=none`.
    ///
    /// # Errors
    /// [`BadSmtpUrl`], which says what is wrong.
    pub fn new(url: &str) -> Result<Smtp, BadSmtpUrl> {
        Smtp::with_oauth(url, None)
    }

    /// As [`Smtp::new`]; a user without a password logs in with a token (XOAUTH2).
    ///
    /// # Errors
    /// [`BadSmtpUrl`], which says what is wrong.
    pub fn with_oauth(url: &str, oauth: Option<OAuth>) -> Result<Smtp, BadSmtpUrl> {
        let url = reqwest::Url::parse(url.trim()).map_err(|_| BadSmtpUrl::NotAUrl)?;
        let tls = url.query_pairs().find(|(key, _)| key == "tls");
        let tls_given = tls.map(|(_, value)| value.into_owned());
        let tls = match (url.scheme(), tls_given.as_deref()) {
            ("smtp", None | Some("none")) => Tls::None,
            ("smtp", Some("required")) => Tls::Required,
            ("smtp", Some("opportunistic")) => Tls::Opportunistic,
            ("smtps", _) => Tls::Implicit,
            ("smtp", _) => return Err(BadSmtpUrl::Tls),
            _ => return Err(BadSmtpUrl::Scheme),
        };
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or(BadSmtpUrl::Host)?;
        let is_said = tls_given.as_deref() == Some("none");
        let default_port = match tls {
            Tls::None => SMTP_PORT,
            Tls::Required | Tls::Opportunistic => SUBMISSION_PORT,
            Tls::Implicit => SUBMISSIONS_PORT,
        };
        let user = percent_decoded(url.username())?;
        let login = match (url.password(), oauth) {
            (Some(password), _) => {
                let password = percent_decoded(password)?;
                Some(Login::Password(Credentials::new(user, password)))
            }
            (None, Some(tokens)) if !user.is_empty() => Some(Login::OAuth { user, tokens }),
            (None, _) => None,
        };
        let tls = match (&login, tls) {
            (Some(_), Tls::None | Tls::Opportunistic) if !is_said && !is_loopback(host) => {
                Tls::Required
            }
            _ => tls,
        };
        let name = url.path().trim_matches('/');
        Ok(Smtp {
            // An IPv6 address is connected to without its brackets.
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(default_port),
            tls,
            login,
            hello: match name {
                "" => ClientId::default(),
                name => ClientId::Domain(name.to_owned()),
            },
            timeout: TIMEOUT,
        })
    }

    /// True when mails, and a password if there is one, may travel unencrypted to another machine.
    pub fn may_be_in_clear(&self) -> bool {
        matches!(self.tls, Tls::None | Tls::Opportunistic) && !is_loopback(&self.host)
    }

    /// Changes how long each phase may take; 30 seconds otherwise.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Smtp {
        Smtp { timeout, ..self }
    }

    /// Sends a mail without files; as [`Smtp::send_as`].
    pub async fn send(&self, mail: &OutgoingMail) -> Outcome {
        self.send_as(mail, &mail.to_bytes()).await
    }

    /// Sends the mail, whose bytes these are, to all of its recipients, or to none.
    pub async fn send_as(&self, mail: &OutgoingMail, bytes: &[u8]) -> Outcome {
        let said = Said::about(mail);
        // Up to the go-ahead for the content, nothing can have been sent.
        let mut connection = match tokio::time::timeout(self.timeout, self.prepare(mail)).await {
            Ok(Ok(connection)) => connection,
            Ok(Err(failure)) => {
                let cause = failure.cause();
                let (reason, temporary) = failure.told(&said);
                return Outcome::refused_by(&reason, cause, temporary);
            }
            Err(_) => {
                let reason = "the mail server did not answer in time";
                return Outcome::not_now(Cause::TimedOut, reason);
            }
        };
        // Files take their time: a MB a second is slow.
        let time = self.timeout + Duration::from_millis(bytes.len() as u64 / 1000);
        let answer = tokio::time::timeout(time, connection.message(bytes)).await;
        let outcome = match answer {
            Ok(Ok(response)) => {
                let id = said.clean(&response.message().collect::<Vec<_>>().join(" "));
                Outcome::Accepted {
                    // A server that says nothing but 250: our own identifier is all there is.
                    id: if id.is_empty() {
                        mail.message_id.as_str().to_owned()
                    } else {
                        id
                    },
                }
            }
            // The server's own "no" after the content: it did not take the mail.
            Ok(Err(error)) if error.is_permanent() => Outcome::refused(said.by(&error)),
            Ok(Err(error)) if error.is_transient() => {
                Outcome::not_now(Cause::Busy, said.by(&error))
            }
            Ok(Err(_)) => Outcome::unknown("the connection was lost before the server's answer"),
            Err(_) => Outcome::unknown("the server's answer did not come in time"),
        };
        let _ = tokio::time::timeout(GOODBYE, connection.abort()).await;
        outcome
    }

    /// Connects and logs in, and sends nothing.
    ///
    /// # Errors
    /// What went wrong, without personal data, and whether trying again later may help.
    pub async fn reach(&self) -> Result<(), (String, bool)> {
        match tokio::time::timeout(self.timeout, self.connect()).await {
            Ok(Ok(mut connection)) => {
                let _ = tokio::time::timeout(GOODBYE, connection.abort()).await;
                Ok(())
            }
            Ok(Err(failure)) => Err(failure.told(&Said::nothing())),
            Err(_) => Err(("the mail server did not answer in time".into(), true)),
        }
    }

    /// Connects and goes up to the server's consent to take the content.
    async fn prepare(&self, mail: &OutgoingMail) -> Result<AsyncSmtpConnection, Failure> {
        let sender = envelope_address(&mail.from)?;
        let recipients = mail
            .recipients()
            .into_iter()
            .map(envelope_address)
            .collect::<Result<Vec<_>, _>>()?;
        let mut connection = self.connect().await?;
        let mut parameters = Vec::new();
        let server = connection.server_info();
        let ascii = std::iter::once(&sender)
            .chain(&recipients)
            .all(|address| AsRef::<str>::as_ref(address).is_ascii());
        if !ascii {
            if !server.supports_feature(Extension::SmtpUtfEight) {
                return Err(Failure::Recipient);
            }
            parameters.push(MailParameter::SmtpUtfEight);
            if server.supports_feature(Extension::EightBitMime) {
                parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
            }
        }
        connection
            .command(Mail::new(Some(sender), parameters))
            .await?;
        for recipient in recipients {
            connection.command(Rcpt::new(recipient, vec![])).await?;
        }
        connection.command(Data).await?;
        Ok(connection)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let parameters = || TlsParameters::new(self.host.clone());
        let implicit = match self.tls {
            Tls::Implicit => Some(parameters()?),
            _ => None,
        };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (self.host.as_str(), self.port),
            Some(self.timeout),
            &self.hello,
            implicit,
            None,
        )
        .await?;
        let upgrade = match self.tls {
            Tls::Required => true,
            Tls::Opportunistic => connection.can_starttls(),
            Tls::None | Tls::Implicit => false,
        };
        if upgrade {
            connection.starttls(parameters()?, &self.hello).await?;
        }
        match &self.login {
            Some(Login::Password(credentials)) => {
                connection.auth(DEFAULT_MECHANISMS, credentials).await?;
            }
            Some(Login::OAuth { user, tokens }) => {
                let token = tokens.token(None).await?;
                if !connection
                    .server_info()
                    .supports_auth_mechanism(Mechanism::Xoauth2)
                {
                    return Err(Failure::NoXoauth2);
                }
                match log_in_with_token(&mut connection, user, &token).await {
                    // It may have been withdrawn before its time.
                    Err(error) if error.is_permanent() => {
                        let newer = tokens.token(Some(&token)).await?;
                        if newer.expose_secret() == token.expose_secret() {
                            return Err(error.into());
                        }
                        log_in_with_token(&mut connection, user, &newer).await?;
                    }
                    logged_in => logged_in?,
                }
            }
            None => {}
        }
        Ok(connection)
    }
}

/// SASL XOAUTH2, as lettre does it, but for a refusal, which a server explains first and ends when it
/// gets an empty line (developers.google.com/workspace/gmail/imap/xoauth2-protocol#error_response_2).
async fn log_in_with_token(
    connection: &mut AsyncSmtpConnection,
    user: &str,
    token: &SecretString,
) -> Result<(), Error> {
    let response = BASE64.encode(xoauth2(user, token).expose_secret());
    let answer = connection
        .command(format!("AUTH XOAUTH2 {response}\r\n"))
        .await?;
    if answer.has_code(334) {
        connection.command("\r\n").await?;
    }
    Ok(())
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .field("login", &self.login.is_some())
            .finish_non_exhaustive()
    }
}

enum Failure {
    /// An address that lettre, and so the protocol, cannot carry.
    Recipient,
    Smtp(Error),
    Token(OAuthError),
    /// The server takes no tokens.
    NoXoauth2,
}

/// What a server answers who does not take the user and the password (RFC 4954, section 6).
const NOT_LET_IN: [u16; 4] = [530, 534, 535, 538];

impl Failure {
    /// What went wrong, for the person who approved the mail.
    fn cause(&self) -> Cause {
        match self {
            Failure::Recipient => Cause::Refused,
            Failure::Smtp(error) => match error.status().map(u16::from) {
                Some(code) if NOT_LET_IN.contains(&code) => Cause::Unauthorized,
                Some(400..500) => Cause::Busy,
                Some(_) => Cause::Refused,
                None if error.is_timeout() => Cause::TimedOut,
                None => Cause::Unreachable,
            },
            Failure::Token(error) => error.cause(),
            Failure::NoXoauth2 => Cause::Unauthorized,
        }
    }

    /// What went wrong, without personal data, and whether trying again later may help.
    fn told(self, said: &Said) -> (String, bool) {
        match self {
            Failure::Recipient => ("an address cannot be written in SMTP".into(), false),
            Failure::Smtp(error) => (said.by(&error), !error.is_permanent()),
            Failure::Token(error) => (error.to_string(), error.is_temporary()),
            Failure::NoXoauth2 => (
                "the mail server takes no token (XOAUTH2): see SMTP_URL and MAIL_OAUTH".into(),
                false,
            ),
        }
    }
}

impl From<OAuthError> for Failure {
    fn from(error: OAuthError) -> Failure {
        Failure::Token(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Smtp(error)
    }
}

fn envelope_address(mailbox: &Mailbox) -> Result<lettre::Address, Failure> {
    mailbox
        .address
        .to_wire()
        .parse()
        .map_err(|_| Failure::Recipient)
}

/// What a server said, made fit for a log: servers repeat addresses in their refusals.
struct Said {
    /// The addresses that the conversation is about.
    addresses: Vec<String>,
}

impl Said {
    fn nothing() -> Said {
        Said { addresses: vec![] }
    }

    fn about(mail: &OutgoingMail) -> Said {
        let mailboxes = mail.recipients().into_iter().chain([&mail.from]);
        let addresses = mailboxes.map(|mailbox| mailbox.address.expose().to_owned());
        Said {
            addresses: addresses.collect(),
        }
    }

    /// The error as a reason; what the machine itself says about a connection holds no address.
    fn by(&self, error: &Error) -> String {
        if error.is_timeout() {
            return "the mail server did not answer in time".into();
        }
        self.clean(&error.to_string())
    }

    fn clean(&self, text: &str) -> String {
        without_addresses(text, self.addresses.iter().map(String::as_str))
    }
}

fn percent_decoded(text: &str) -> Result<String, BadSmtpUrl> {
    let decoded = percent_decode_str(text).decode_utf8();
    Ok(decoded.map_err(|_| BadSmtpUrl::Credentials)?.into_owned())
}

#[cfg(test)]
mod tests;
