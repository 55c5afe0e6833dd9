//! Where an account is, and how it is logged in to.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};

use super::error::ImapError;
use super::wire::{SHORT, Said, Stream, Wire, quoted};
use crate::oauth::{OAuth, xoauth2};
use crate::{is_loopback, tls};
use imap_proto::{Capability, Response};

const IMAP_PORT: u16 = 143;
const IMAPS_PORT: u16 = 993;
/// How long the server may take to accept a connection.
const CONNECT: std::time::Duration = std::time::Duration::from_secs(20);

/// Why an IMAP URL cannot be used. Does not repeat the URL: it holds a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadImapUrl {
    /// It is no URL, or its scheme is another.
    #[error("it must look like imaps://user:password@imap.example.com")]
    NotAUrl,
    /// There is no user in it.
    #[error("the user is missing: it must look like imaps://user:password@imap.example.com")]
    User,
    /// `tls` is neither.
    #[error("the parameter tls must be required or none, as in imap://user@host?tls=required")]
    Tls,
    /// The user or the password is not percent-encoded UTF-8.
    #[error("user and password must be percent-encoded UTF-8")]
    Credentials,
    /// There is nothing to log in with.
    #[error("there is neither a password in it nor MAIL_OAUTH beside it")]
    NoLogin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    /// Unencrypted: on this machine, or where the operator says so.
    None,
    /// STARTTLS, or no login.
    Required,
    /// TLS from the first byte (RFC 8314).
    Implicit,
}

#[derive(Clone)]
enum Login {
    Password(SecretString),
    OAuth(OAuth),
}

/// An account on an IMAP server.
#[derive(Clone)]
pub struct Account {
    host: String,
    port: u16,
    tls: Tls,
    user: String,
    login: Login,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

/// A connection that is logged in, and what its server offers.
pub(super) struct LoggedIn {
    pub(super) wire: Wire,
    pub(super) capabilities: Vec<String>,
}

impl Account {
    /// Reads `imaps://user:password@host:port` (TLS from the first byte, port 993) or
    /// `imap://…?tls=required` (STARTTLS, port 143). `imap://` without a parameter is STARTTLS, too,
    /// unless the server is on this machine. Without a password, `oauth` gives tokens (XOAUTH2).
    ///
    /// # Errors
    /// [`BadImapUrl`], which says what is wrong.
    pub fn new(url: &str, oauth: Option<OAuth>) -> Result<Account, BadImapUrl> {
        let url = reqwest::Url::parse(url.trim()).map_err(|_| BadImapUrl::NotAUrl)?;
        let host = url
            .host_str()
            .filter(|it| !it.is_empty())
            .ok_or(BadImapUrl::NotAUrl)?;
        let tls = url.query_pairs().find(|(key, _)| key == "tls");
        let tls = match (url.scheme(), tls.as_ref().map(|(_, value)| value.as_ref())) {
            ("imaps", None | Some("required")) => Tls::Implicit,
            ("imap", Some("none")) => Tls::None,
            ("imap", None) if is_loopback(host) => Tls::None,
            ("imap", None | Some("required")) => Tls::Required,
            ("imap" | "imaps", Some(_)) => return Err(BadImapUrl::Tls),
            _ => return Err(BadImapUrl::NotAUrl),
        };
        let decoded = |text: &str| {
            let text = percent_decode_str(text).decode_utf8();
            text.map(|it| it.into_owned())
                .map_err(|_| BadImapUrl::Credentials)
        };
        let user = decoded(url.username())?;
        if user.is_empty() {
            return Err(BadImapUrl::User);
        }
        let login = match (url.password(), oauth) {
            (Some(password), _) => Login::Password(decoded(password)?.into()),
            (None, Some(oauth)) => Login::OAuth(oauth),
            (None, None) => return Err(BadImapUrl::NoLogin),
        };
        let port = match tls {
            Tls::Implicit => IMAPS_PORT,
            Tls::None | Tls::Required => IMAP_PORT,
        };
        Ok(Account {
            // An IPv6 address is connected to without its brackets.
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(port),
            tls,
            user,
            login,
        })
    }

    /// The server's name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The account's name for what is remembered about it: the same as long as user and server are.
    pub fn name(&self) -> String {
        format!("{}@{}:{}", self.user, self.host, self.port)
    }

    /// True when mails, and the password, may travel unencrypted to another machine.
    pub fn may_be_in_clear(&self) -> bool {
        self.tls == Tls::None && !is_loopback(&self.host)
    }

    pub(super) async fn log_in(&self) -> Result<LoggedIn, ImapError> {
        let (mut wire, is_in) = self.connect().await?;
        let before = capabilities(&mut wire).await?;
        if !is_in {
            self.authenticate(&mut wire, &before).await?;
        }
        // Another list now: servers tell strangers less.
        let capabilities = capabilities(&mut wire).await?;
        Ok(LoggedIn { wire, capabilities })
    }

    /// A connection as encrypted as it has to be, and whether it is logged in already.
    async fn connect(&self) -> Result<(Wire, bool), ImapError> {
        let place = (self.host.as_str(), self.port);
        let connected = tokio::time::timeout(CONNECT, tokio::net::TcpStream::connect(place)).await;
        let unreachable = |why: &str| ImapError::Unreachable {
            host: self.host.clone(),
            why: why.to_owned(),
        };
        let stream = connected
            .map_err(|_| unreachable("no answer in time"))?
            .map_err(|error| unreachable(&error.to_string()))?;
        let _ = stream.set_nodelay(true);
        if self.tls == Tls::Implicit {
            let mut wire = Wire::new(self.secured(stream).await?);
            let is_in = wire.greeting().await?;
            return Ok((wire, is_in));
        }
        let mut wire = Wire::new(Box::new(stream));
        let is_in = wire.greeting().await?;
        if self.tls == Tls::None {
            return Ok((wire, is_in));
        }
        // A PREAUTH greeting before TLS may come from an attacker on the way.
        if is_in || !has(&capabilities(&mut wire).await?, "STARTTLS") {
            return Err(ImapError::NoStartTls);
        }
        wire.run("STARTTLS", "STARTTLS", SHORT, |_| {}).await?;
        Ok((Wire::new(self.secured(wire.into_stream()).await?), false))
    }

    async fn secured(&self, stream: impl Stream + 'static) -> Result<Box<dyn Stream>, ImapError> {
        let failed = |why: String| ImapError::Tls {
            host: self.host.clone(),
            why,
        };
        let secured = tokio::time::timeout(CONNECT, tls::handshake(&self.host, stream)).await;
        let secured = secured.map_err(|_| failed("no answer in time".to_owned()))?;
        Ok(Box::new(
            secured.map_err(|error| failed(error.to_string()))?,
        ))
    }

    async fn authenticate(&self, wire: &mut Wire, offered: &[String]) -> Result<(), ImapError> {
        match &self.login {
            Login::Password(password) => self.with_password(wire, offered, password).await,
            Login::OAuth(oauth) => {
                if !has(offered, "AUTH=XOAUTH2") {
                    return Err(ImapError::NoLogin("XOAUTH2"));
                }
                let token = oauth.token(None).await?;
                match self.with_token(wire, &token).await {
                    // It may have been withdrawn before its time.
                    Err(ImapError::Login(said)) => {
                        let newer = oauth.token(Some(&token)).await?;
                        if newer.expose_secret() == token.expose_secret() {
                            return Err(ImapError::Login(said));
                        }
                        self.with_token(wire, &newer).await
                    }
                    done => done,
                }
            }
        }
    }

    async fn with_token(&self, wire: &mut Wire, token: &SecretString) -> Result<(), ImapError> {
        let response = encoded(xoauth2(&self.user, token).expose_secret());
        let run = wire.run_with("AUTHENTICATE", "AUTHENTICATE XOAUTH2", response.as_bytes());
        run.await.map_err(login_failed)
    }

    /// SASL PLAIN (RFC 4616), which takes any characters; else LOGIN.
    async fn with_password(
        &self,
        wire: &mut Wire,
        offered: &[String],
        password: &SecretString,
    ) -> Result<(), ImapError> {
        let password = password.expose_secret();
        if has(offered, "AUTH=PLAIN") {
            let response = encoded(&format!("\0{}\0{password}", self.user));
            let run = wire.run_with("AUTHENTICATE", "AUTHENTICATE PLAIN", response.as_bytes());
            return run.await.map_err(login_failed);
        }
        let login = quoted(&self.user).zip(quoted(password));
        let Some((user, password)) = login.filter(|_| !has(offered, "LOGINDISABLED")) else {
            return Err(ImapError::NoLogin("a password"));
        };
        let command = format!("LOGIN {user} {password}");
        let run = wire.run("LOGIN", &command, SHORT, |_| {});
        run.await.map_err(login_failed)
    }
}

fn login_failed(error: ImapError) -> ImapError {
    match error {
        ImapError::Refused { said, .. } => ImapError::Login(said),
        error => error,
    }
}

fn encoded(text: &str) -> Arc<str> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD
        .encode(text)
        .into()
}

/// What the server offers, in capitals.
async fn capabilities(wire: &mut Wire) -> Result<Vec<String>, ImapError> {
    let mut offered = Vec::new();
    let run = wire.run("CAPABILITY", "CAPABILITY", SHORT, |said| {
        if let Said::Data(Response::Capabilities(all)) = said {
            offered.extend(all.iter().map(|it| match it {
                Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
                Capability::Auth(name) => format!("AUTH={}", name.to_ascii_uppercase()),
                Capability::Atom(name) => name.to_ascii_uppercase(),
            }));
        }
    });
    run.await?;
    Ok(offered)
}

pub(super) fn has(offered: &[String], what: &str) -> bool {
    offered.iter().any(|it| it == what)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_url_says_where_and_how_encrypted() {
        for (url, port, tls) in [
            ("imaps://u:p@imap.example.com", 993, Tls::Implicit),
            ("imaps://u:p@imap.example.com:10993/", 10993, Tls::Implicit),
            ("imap://u:p@imap.example.com", 143, Tls::Required),
            (
                "imap://u:p@imap.example.com?tls=required",
                143,
                Tls::Required,
            ),
            ("imap://u:p@imap.example.com?tls=none", 143, Tls::None),
            ("imap://u:p@localhost:1143", 1143, Tls::None),
            ("imap://u:p@[::1]:1143?tls=required", 1143, Tls::Required),
        ] {
            let account = Account::new(url, None).unwrap();
            assert_eq!((account.port, account.tls), (port, tls), "{url}");
        }
        let account = Account::new("imaps://taro%40example.com:p%3A%2F@imap.example.com", None);
        let account = account.unwrap();
        assert_eq!(account.user, "taro@example.com");
        assert!(!format!("{account:?}").contains("p:/"));
    }

    #[test]
    fn what_cannot_be_used_is_said_without_the_password() {
        for (url, expected) in [
            ("imap.example.com", BadImapUrl::NotAUrl),
            ("https://u:p@imap.example.com", BadImapUrl::NotAUrl),
            ("imaps://imap.example.com", BadImapUrl::User),
            ("imaps://:hunter2@imap.example.com", BadImapUrl::User),
            ("imaps://u@imap.example.com", BadImapUrl::NoLogin),
            (
                "imaps://u:hunter2@imap.example.com?tls=none",
                BadImapUrl::Tls,
            ),
            ("imaps://u:%ff@imap.example.com", BadImapUrl::Credentials),
        ] {
            let error = Account::new(url, None).unwrap_err();
            assert_eq!(error, expected, "{url}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }
}
