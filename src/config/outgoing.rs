//! How replies leave: whose they are, what is written beneath them, what carries them.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::mailboxes::read_bounded;
use super::reader::Reader;
use super::{OutgoingConfig, TransportConfig};
use mail::{Address, LONGEST_LOGO, Logo, Mailbox, Stationery};
use mailbox::Smtp;
use mailbox::gmail;
use pii::CustomerText;

pub(super) const SEND_DELAY: &str = "SEND_DELAY_SECONDS";
/// The customer waits, too.
pub(super) const LONGEST_SEND_DELAY: u64 = 300;

impl Reader<'_> {
    pub(super) fn own_address(&mut self) -> Option<Address> {
        self.environment
            .get("SENDER_EMAIL_ADDRESS")
            .is_some()
            .then(|| self.sender().address)
    }

    pub(super) fn outgoing(&mut self) -> OutgoingConfig {
        let sender = self.sender();
        let transport = self.transport();
        let sent = match transport {
            TransportConfig::Smtp(_) => self.optional_imap(),
            _ => None,
        };
        OutgoingConfig {
            sender,
            transport,
            stationery: self.stationery(),
            delay: self.send_delay(),
            later: None,
            sent,
            mailboxes: self.each_mailbox(|reader| {
                let name = reader.environment.mailbox.name.clone();
                (name.unwrap_or_default(), reader.outgoing())
            }),
        }
    }

    pub(super) fn stationery(&mut self) -> Stationery {
        Stationery {
            signature: self.signature(),
            quotes_original: self
                .choice("REPLY_QUOTES_ORIGINAL", &[("false", false), ("true", true)]),
            html: self.choice("REPLY_HTML", &[("false", false), ("true", true)]),
            logo: self.logo(),
        }
    }

    /// `REPLY_LOGO`. It is in the HTML, and in the signature there.
    fn logo(&mut self) -> Option<Logo> {
        const VARIABLE: &str = "REPLY_LOGO";
        const EXAMPLE: &str = "/etc/replybot/logo.png";
        let place = self.environment.get(VARIABLE)?.to_owned();
        let needs = |it: &str| format!("is in the signature of the HTML: {it}, too");
        if self.environment.get("REPLY_HTML").is_none() {
            self.problem(VARIABLE, &needs("set REPLY_HTML=true"), EXAMPLE);
        }
        if self.environment.get("REPLY_SIGNATURE").is_none() {
            self.problem(VARIABLE, &needs("set REPLY_SIGNATURE"), EXAMPLE);
        }
        let content = match self.environment.fetched_logo(&place) {
            Some(fetched) => fetched.clone(),
            None => read_bounded(&place, LONGEST_LOGO as u64).map_err(|error| error.to_string()),
        };
        let logo = content
            .map_err(|why| format!("cannot be read: {why}"))
            .and_then(|content| Logo::read(content).map_err(|error| error.to_string()));
        logo.map_err(|what| self.problem(VARIABLE, &what, EXAMPLE))
            .ok()
    }

    pub(super) fn send_delay(&mut self) -> Duration {
        let seconds = self.number(SEND_DELAY, 0..=LONGEST_SEND_DELAY, "10");
        Duration::from_secs(seconds.unwrap_or(0))
    }

    /// `support@example.com` or `Example Shop <support@example.com>`.
    pub(super) fn sender(&mut self) -> Mailbox {
        const EXAMPLE: &str = "support@example.com";
        let text = self.required("SENDER_EMAIL_ADDRESS", EXAMPLE);
        let (name, address) = match text
            .strip_suffix('>')
            .and_then(|text| text.rsplit_once('<'))
        {
            Some((name, address)) => (
                Some(CustomerText::new(name.trim().trim_matches('"'))),
                address,
            ),
            None => (None, text.as_str()),
        };
        let address = Address::parse(address).unwrap_or_else(|error| {
            if !text.is_empty() {
                self.problem("SENDER_EMAIL_ADDRESS", &format!("is {error}"), EXAMPLE);
            }
            Address::parse(EXAMPLE).expect("the example is an address")
        });
        Mailbox { name, address }
    }

    pub(super) fn signature(&mut self) -> CustomerText {
        let Some(text) = self.environment.get("REPLY_SIGNATURE") else {
            return CustomerText::default();
        };
        if !text.starts_with(['/', '.']) {
            // A line break in an environment variable is a nuisance to write.
            return CustomerText::new(text.replace("\\n", "\n"));
        }
        std::fs::read_to_string(text)
            .map(CustomerText::new)
            .unwrap_or_else(|error| {
                let what = format!("names a file that cannot be read: {error}");
                self.problem(
                    "REPLY_SIGNATURE",
                    &what,
                    "'Example Shop\\nsupport@example.com'",
                );
                CustomerText::default()
            })
    }

    pub(super) fn transport(&mut self) -> TransportConfig {
        let outbox = TransportConfig::Outbox(self.environment.data().join("outbox"));
        match self.environment.get("MAIL_TRANSPORT") {
            Some("outbox") => outbox,
            Some("smtp") => {
                let smtp = self.smtp();
                smtp.map_or(outbox, TransportConfig::Smtp)
            }
            Some("ses") => TransportConfig::Ses {
                configuration_set: self
                    .environment
                    .get("SES_CONFIGURATION_SET")
                    .map(str::to_owned),
            },
            Some("gmail") => {
                let settings = self.gmail().settings;
                match platform::net::client() {
                    Ok(http) => TransportConfig::Gmail(gmail::Gmail::new(http, settings)),
                    Err(error) => {
                        self.problem(
                            "MAIL_TRANSPORT",
                            &format!("cannot be used: {error:#}"),
                            "smtp",
                        );
                        outbox
                    }
                }
            }
            Some("graph") => {
                if let Some(graph) = self.optional_graph() {
                    return TransportConfig::Graph(graph);
                }
                if self.optional("GRAPH_MAILBOX").is_none() {
                    let what = "is missing: whose mailbox do replies leave from?";
                    self.problem("GRAPH_MAILBOX", what, "support@example.com");
                }
                outbox
            }
            Some(_) => {
                self.problem(
                    "MAIL_TRANSPORT",
                    "must be `ses`, `smtp`, `gmail`, `graph` or `outbox`",
                    "smtp",
                );
                outbox
            }
            None => {
                self.problem(
                    "MAIL_TRANSPORT",
                    "is missing: how should replies be sent?",
                    "smtp",
                );
                outbox
            }
        }
    }

    /// `SMTP_URL`; `None` is a problem.
    pub(super) fn smtp(&mut self) -> Option<Smtp> {
        const VARIABLE: &str = "SMTP_URL";
        const EXAMPLE: &str = "smtps://user:password@smtp.example.com";
        let url = self.secret(VARIABLE, EXAMPLE).current();
        let oauth = self.optional_oauth();
        let url = Some(url.expose_secret()).filter(|url| !url.is_empty())?;
        let smtp = Smtp::with_oauth(url, oauth);
        let why = |error| self.problem(VARIABLE, &format!("cannot be used: {error}"), EXAMPLE);
        smtp.map_err(why).ok()
    }
}
