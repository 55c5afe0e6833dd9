//! Where mails are taken from: Gmail, IMAP, Microsoft 365, and where they are read again.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::reader::Reader;
use super::{GmailConfig, IntakeConfig, StoreConfig};
use mailbox::gmail;
use mailbox::oauth::{self, OAuth};
use mailbox::source::imap;
use mailbox::{Originals, graph};

impl Reader<'_> {
    /// Where the other mailboxes' mails are taken from.
    pub(super) fn intakes(&mut self) -> Vec<IntakeConfig> {
        self.each_mailbox(Reader::intake)
    }

    /// Where mails are taken from, in each mailbox.
    pub(super) fn all_intakes(&mut self) -> Vec<IntakeConfig> {
        let first = self.intake();
        std::iter::once(first).chain(self.intakes()).collect()
    }

    fn intake(&mut self) -> IntakeConfig {
        IntakeConfig {
            name: self.environment.mailbox.name.clone().unwrap_or_default(),
            gmail: self.optional_gmail(),
            imap: self.optional_imap(),
            graph: self.optional_graph(),
        }
    }

    pub(super) fn gmail(&mut self) -> GmailConfig {
        const EXAMPLE: &str = r#"'{"client_id":"…","client_secret":"…","refresh_token":"…"}'"#;
        let oauth = self.secret("GMAIL_OAUTH", EXAMPLE);
        let json = oauth.current();
        let json = json.expose_secret();
        if !json.is_empty() && !gmail::is_oauth(json) {
            let what = "is not JSON with client_id, client_secret and refresh_token";
            self.problem("GMAIL_OAUTH", what, EXAMPLE);
        }
        GmailConfig {
            settings: gmail::Settings {
                oauth,
                label: self
                    .optional("GMAIL_LABEL")
                    .unwrap_or_else(|| "INBOX".to_owned()),
                api_url: self.url("GMAIL_API_URL", "https://gmail.googleapis.com"),
                token_url: self.url("GMAIL_TOKEN_URL", "https://oauth2.googleapis.com/token"),
            },
            every: self.poll_interval("GMAIL_POLL_INTERVAL"),
        }
    }

    pub(super) fn optional_gmail(&mut self) -> Option<GmailConfig> {
        self.optional_secret("GMAIL_OAUTH").map(|_| self.gmail())
    }

    /// What reads this mailbox's mails again where they lie.
    pub(super) fn originals(&mut self) -> Originals {
        let folder = match self.store() {
            StoreConfig::Sqlite { .. } => Some(self.environment.data().join("mails")),
            StoreConfig::DynamoDb { .. } => None,
        };
        let gmail = self.optional_gmail().zip(self.environment.http().ok());
        let gmail = gmail.map(|(config, http)| gmail::Gmail::new(http, config.settings));
        let graph = self.optional_graph();
        let graph = graph.map(|it| graph::Graph::new(it.oauth.http().clone(), it));
        Originals {
            folder,
            gmail: gmail.into_iter().collect(),
            imap: self
                .optional_imap()
                .map(imap::Imap::new)
                .into_iter()
                .collect(),
            graph: graph.into_iter().collect(),
            ..Originals::default()
        }
    }

    /// `IMAP_URL` and what belongs to it.
    pub(super) fn optional_imap(&mut self) -> Option<imap::Settings> {
        const URL: &str = "IMAP_URL";
        const EXAMPLE: &str = "imaps://user:password@imap.example.com";
        let url = self.optional_secret(URL)?.current();
        let every = self.poll_interval("IMAP_POLL_INTERVAL");
        let folders = self
            .optional("IMAP_FOLDERS")
            .unwrap_or_else(|| "INBOX".to_owned());
        let folders = folders
            .split(',')
            .map(str::trim)
            .filter(|it| !it.is_empty());
        let oauth = self.optional_oauth();
        let account = imap::Account::new(url.expose_secret(), oauth);
        let account = account.map_err(|error| {
            self.problem(URL, &format!("cannot be used: {error}"), EXAMPLE);
        });
        Some(imap::Settings {
            account: account.ok()?,
            folders: folders.map(str::to_owned).collect(),
            sent: match self.optional("IMAP_SENT").as_deref() {
                None | Some("auto") => imap::Sent::Auto,
                Some("off") => imap::Sent::Off,
                Some(folder) => imap::Sent::Folder(folder.to_owned()),
            },
            every,
        })
    }

    /// `GRAPH_MAILBOX` and what belongs to it.
    pub(super) fn optional_graph(&mut self) -> Option<graph::Settings> {
        let mailbox = self.optional("GRAPH_MAILBOX")?;
        let every = self.poll_interval("GRAPH_POLL_INTERVAL");
        let oauth = self.optional_oauth();
        if oauth.is_none() {
            const EXAMPLE: &str = "'{\"token_url\":\"https://login.microsoftonline.com/TENANT/oauth2/v2.0/token\",…}'";
            self.problem("MAIL_OAUTH", "is missing: GRAPH_MAILBOX needs it", EXAMPLE);
        }
        Some(graph::Settings {
            mailbox,
            folder: self
                .optional("GRAPH_FOLDER")
                .unwrap_or_else(|| "inbox".to_owned()),
            api_url: self.url("GRAPH_API_URL", "https://graph.microsoft.com"),
            oauth: oauth?,
            every,
        })
    }

    /// `MAIL_OAUTH`, for logging in to the mail servers with a token.
    pub(super) fn optional_oauth(&mut self) -> Option<OAuth> {
        const VARIABLE: &str = "MAIL_OAUTH";
        let grant = self.optional_secret(VARIABLE)?;
        if !oauth::is_grant(grant.current().expose_secret()) {
            let what = "is not JSON with token_url, client_id and either refresh_token or client_secret with scope";
            self.problem(
                VARIABLE,
                what,
                "'{\"client_id\":\"…\",\"client_secret\":\"…\",\"refresh_token\":\"…\"}'",
            );
        }
        let http = self.environment.http();
        let http =
            http.map_err(|error| self.problem(VARIABLE, &format!("cannot be used: {error}"), ""));
        Some(OAuth::new(http.ok()?, grant))
    }

    /// Seconds between two looks into a mailbox.
    pub(super) fn poll_interval(&mut self, variable: &'static str) -> Duration {
        Duration::from_secs(self.number(variable, 1..=3600, "30").unwrap_or(30))
    }
}
