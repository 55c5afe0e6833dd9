//! Reads one value after the other, and collects what is wrong with them.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use secrecy::ExposeSecret;

use super::environment::our_variable;
use super::text::{
    LONGEST_HEADER, is_placeholder, is_printable, is_slack_id, is_table_name, is_url,
};
use super::*;
use crate::mail::{Address, FormSender, Mailbox, Stationery};
use crate::mailbox::oauth::{self, OAuth};
use crate::mailbox::source::{gmail, imap};
use crate::mailbox::{Originals, Smtp, graph};
use crate::pii::{CustomerText, Masker, Rules};
use crate::screens::card::CardContent;
use crate::screens::texts::Language;
use crate::secrets::Secret;

pub(super) const SEND_DELAY: &str = "SEND_DELAY_SECONDS";
/// The customer waits, too.
pub(super) const LONGEST_SEND_DELAY: u64 = 300;

const SIGNING_SECRET_EXAMPLE: &str = "8f742231b10e8888abcd99000fff85a5";
/// Shorter ones can be guessed; longer ones are something else.
pub(super) const SHORTEST_SECRET: usize = 16;
const LONGEST_SECRET: usize = 1000;

/// Reads values and collects what is wrong with them. A value that is wrong is replaced by some
/// other, which is never used: with a problem there is no configuration.
pub(super) struct Reader<'a> {
    pub(super) environment: &'a Environment,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn of<T>(
        environment: &'a Environment,
        read: impl FnOnce(&mut Reader<'a>) -> T,
    ) -> Result<T, Problems> {
        let mut reader = Reader {
            environment,
            problems: Vec::new(),
        };
        let value = read(&mut reader);
        if reader.problems.is_empty() {
            Ok(value)
        } else {
            Err(Problems(reader.problems))
        }
    }

    pub(super) fn app(&mut self) -> AppConfig {
        let slack = self.slack();
        self.app_with(slack, self.environment.dev)
    }

    /// The app of a job, which posts no card: those that it brings up to date say where they are.
    pub(super) fn app_of_job(&mut self) -> AppConfig {
        let slack = SlackConfig {
            channel: match self.environment.get("SLACK_CHANNEL_ID") {
                Some(_) => self.channel(),
                None => String::new(),
            },
            api_url: self.url("SLACK_API_URL", "https://slack.com/api"),
            bot_token: self.bot_token(),
        };
        self.app_with(slack, self.environment.dev)
    }

    /// The app of a command that asks no model: drafts are left to the processes that do.
    pub(super) fn app_without_model(&mut self) -> AppConfig {
        let slack = self.slack();
        let dispatch = match self.environment.dev {
            true => DispatchConfig::Here,
            false => DispatchConfig::Elsewhere,
        };
        AppConfig {
            dispatch,
            ..self.app_with(slack, true)
        }
    }

    fn slack(&mut self) -> SlackConfig {
        SlackConfig {
            api_url: self.url("SLACK_API_URL", "https://slack.com/api"),
            bot_token: self.bot_token(),
            channel: self.channel(),
        }
    }

    pub(super) fn app_with(&mut self, slack: SlackConfig, or_sample: bool) -> AppConfig {
        self.all_that_is_set();
        let mailboxes = self.each_mailbox(|reader| {
            let slack = SlackConfig {
                // Where this is required, it is missed once, for all.
                channel: match reader.environment.get("SLACK_CHANNEL_ID") {
                    Some(_) => reader.channel(),
                    None => String::new(),
                },
                ..slack.clone()
            };
            reader.app_with(slack, or_sample)
        });
        AppConfig {
            store: self.store(),
            slack,
            drafter: self.drafter(or_sample),
            knowledge: self.knowledge(),
            prompts: self.prompt_source(),
            spending: self.spending(),
            masker: self.masker(),
            own_address: self.own_address(),
            form_senders: self.form_senders(),
            shop: self.shop_name(),
            stationery: self.stationery(),
            canned: self.canned(),
            facts: self.facts(),
            language: self.language(),
            card_content: self.choice(
                "SLACK_CARD_CONTENT",
                &[("masked", CardContent::Masked), ("full", CardContent::Full)],
            ),
            time_zone: self.time_zone(),
            summary: self.summary(),
            answer_target: self.answer_target(),
            senders: self.senders(),
            external_members: self.choice(
                "SLACK_EXTERNAL_MEMBERS",
                &[("refused", false), ("allowed", true)],
            ),
            retention: Duration::from_secs(24 * 60 * 60 * self.retention_days()),
            dispatch: DispatchConfig::Here,
            google: self.google(),
            originals: self.originals(),
            reader: self.environment.file_reader(),
            limits: Limits::default(),
            mailbox: self.environment.mailbox.clone(),
            mailboxes,
        }
    }

    /// Reads something for each of the other mailboxes. What is wrong with it names the mailbox, unless
    /// it is wrong with what all share.
    fn each_mailbox<T>(&mut self, read: impl Fn(&mut Reader<'a>) -> T) -> Vec<T> {
        let mailboxes = self.environment.mailboxes.iter();
        let each = mailboxes.map(|environment| {
            let problems = Vec::new();
            let mut reader = Reader {
                environment,
                problems,
            };
            let value = read(&mut reader);
            for problem in reader.problems {
                if !self.problems.contains(&problem) {
                    let name = environment.mailbox.name.as_deref().unwrap_or_default();
                    let what = format!("(mailbox {name}) {}", problem.what);
                    self.problem(problem.variable, &what, problem.example);
                }
            }
            value
        });
        each.collect()
    }

    /// Where the other mailboxes' mails are taken from.
    pub(super) fn intakes(&mut self) -> Vec<IntakeConfig> {
        self.each_mailbox(|reader| IntakeConfig {
            name: reader.environment.mailbox.name.clone().unwrap_or_default(),
            gmail: reader.optional_gmail(),
            imap: reader.optional_imap(),
            graph: reader.optional_graph(),
        })
    }

    pub(super) fn bot_token(&mut self) -> Secret {
        const VARIABLE: &str = "SLACK_BOT_TOKEN";
        const EXAMPLE: &str = "xoxb-1234-5678-abcdef";
        let token = self.secret(VARIABLE, EXAMPLE);
        // xoxe.: of an app with token rotation.
        let prefixes = ["xoxb-", "xoxe.xoxb-"];
        self.check_token(VARIABLE, &token, &prefixes, "a bot token", EXAMPLE);
        token
    }

    pub(super) fn app_token(&mut self) -> Secret {
        const VARIABLE: &str = "SLACK_APP_TOKEN";
        const EXAMPLE: &str = "xapp-1-A0123456789-1234-abcdef";
        let token = self.secret(VARIABLE, EXAMPLE);
        let prefixes = ["xapp-"];
        self.check_token(VARIABLE, &token, &prefixes, "an app-level token", EXAMPLE);
        token
    }

    pub(super) fn config_token(&mut self) -> Secret {
        const VARIABLE: &str = "SLACK_CONFIG_TOKEN";
        const EXAMPLE: &str = "xoxe.xoxp-1-Mi0y…";
        let token = self.secret(VARIABLE, EXAMPLE);
        let kind = "an app configuration token";
        self.check_token(VARIABLE, &token, &["xoxe.", "xoxe-"], kind, EXAMPLE);
        token
    }

    pub(super) fn app_id(&mut self) -> String {
        const VARIABLE: &str = "SLACK_APP_ID";
        const EXAMPLE: &str = "A0123456789";
        let id = self.required(VARIABLE, EXAMPLE);
        if !id.is_empty() && !is_slack_id(&id, &['A']) {
            let what = "is no id of a Slack app: A, then capital letters and digits";
            self.problem(VARIABLE, what, EXAMPLE);
        }
        id
    }

    /// Slack's tokens say by their beginning whose they are
    /// (docs.slack.dev/authentication/tokens).
    fn check_token(
        &mut self,
        variable: &'static str,
        token: &Secret,
        prefixes: &[&str],
        kind: &str,
        example: &'static str,
    ) {
        let token = token.current();
        let token = token.expose_secret();
        let rest = prefixes
            .iter()
            .find_map(|prefix| token.strip_prefix(prefix));
        let is_token = rest.is_some_and(|rest| rest.len() >= 4 && is_printable(rest));
        if !token.is_empty() && (!is_token || token.len() > LONGEST_SECRET) {
            let what = format!(
                "is not {kind} of Slack's, which begins with {}",
                prefixes[0]
            );
            self.problem(variable, &what, example);
        }
    }

    /// A channel's id, not its name.
    pub(super) fn channel(&mut self) -> String {
        const VARIABLE: &str = "SLACK_CHANNEL_ID";
        const EXAMPLE: &str = "C0123456789";
        let id = self.required(VARIABLE, EXAMPLE);
        if !id.is_empty() && !is_slack_id(&id, &['C', 'G']) {
            let what = "is no id of a channel: C or G, then capital letters and digits \
                        (Slack shows it at the end of the channel's details)";
            self.problem(VARIABLE, what, EXAMPLE);
        }
        id
    }

    pub(super) fn masker(&mut self) -> Arc<Masker> {
        const EXAMPLE: &str = r#"'{"patterns":[{"kind":"MEMBER_ID","pattern":"M-[0-9]{6}"}]}'"#;
        let Some(rules) = self.environment.get("PII_RULES") else {
            return Arc::default();
        };
        let read = if rules.starts_with('{') {
            Ok(rules.to_owned())
        } else {
            std::fs::read_to_string(rules)
                .map_err(|error| format!("names a file that cannot be read: {error}"))
        };
        let parsed = read.and_then(|json| {
            serde_json::from_str::<Rules>(&json)
                .map_err(|error| format!("is not the JSON of rules: {error}"))
        });
        let masker =
            parsed.and_then(|rules| Masker::new(&rules).map_err(|error| error.to_string()));
        masker.map(Arc::new).unwrap_or_else(|problem| {
            problem
                .lines()
                .for_each(|line| self.problem("PII_RULES", line, EXAMPLE));
            Arc::default()
        })
    }

    pub(super) fn language(&mut self) -> Language {
        self.choice("UI_LANGUAGE", &[("ja", Language::Ja), ("en", Language::En)])
    }

    pub(super) fn senders(&mut self) -> Senders {
        let ids = self.environment.get("SENDERS_ALLOWED").unwrap_or_default();
        Senders::parse(ids).unwrap_or_else(|| {
            self.problem(
                "SENDERS_ALLOWED",
                "holds something that is no id of a Slack user (U…, W…) or user group (S…)",
                "U012AB3CD,S0604QSJC",
            );
            Senders::default()
        })
    }

    pub(super) fn form_senders(&mut self) -> Vec<FormSender> {
        let list = self
            .environment
            .get("CONTACT_FORM_SENDERS")
            .unwrap_or_default();
        let entries = list.split(',').map(str::trim).filter(|it| !it.is_empty());
        let senders: Result<_, _> = entries.map(FormSender::parse).collect();
        senders.unwrap_or_else(|_| {
            self.problem(
                "CONTACT_FORM_SENDERS",
                "holds something that is neither a mail address nor a domain",
                "forms@example.com,formservice.example",
            );
            Vec::new()
        })
    }

    pub(super) fn time_zone(&mut self) -> TimeZone {
        const DEFAULT: &str = "Asia/Tokyo";
        let name = self.environment.get("TIME_ZONE").unwrap_or(DEFAULT);
        TimeZone::get(name).unwrap_or_else(|_| {
            self.problem("TIME_ZONE", "is no time zone of the IANA database", DEFAULT);
            TimeZone::UTC
        })
    }

    pub(super) fn retention_days(&mut self) -> u64 {
        self.number("RETENTION_DAYS", 1..=3650, "30").unwrap_or(30)
    }

    pub(super) fn store(&mut self) -> StoreConfig {
        const VARIABLE: &str = "DDB_TABLE_NAME";
        match self.environment.get(VARIABLE) {
            // A `dev` workspace lives in its data folder alone.
            Some(table) if !self.environment.dev => {
                let table = table.to_owned();
                if !is_table_name(&table) {
                    let what = "is not a table's name: 3 to 255 letters, digits, `_`, `-` or `.`; or its ARN";
                    self.problem(VARIABLE, what, "replybot-inquiries");
                }
                StoreConfig::DynamoDb { table }
            }
            _ => StoreConfig::Sqlite {
                path: self.environment.data().join("replybot.sqlite3"),
            },
        }
    }

    /// The store of a command that looks after what others put there: it makes none.
    pub(super) fn existing_store(&mut self) -> StoreConfig {
        let store = self.store();
        if let StoreConfig::Sqlite { path } = &store
            && !path.is_file()
        {
            let what = format!(
                "leads to no store: there is no {} (is it the folder of your `replybot dev` or `replybot serve`?)",
                path.display()
            );
            self.problem("REPLYBOT_DATA", &what, "replybot-data, or --data FOLDER");
        }
        store
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

    /// What reads mails again where they lie.
    fn originals(&mut self) -> Originals {
        let folder = match self.store() {
            StoreConfig::Sqlite { .. } => Some(self.environment.data().join("mails")),
            StoreConfig::DynamoDb { .. } => None,
        };
        let gmail = self.optional_gmail().zip(crate::net::client().ok());
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
        .and(self.each_mailbox(Reader::originals))
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
        let http = crate::net::client();
        let http =
            http.map_err(|error| self.problem(VARIABLE, &format!("cannot be used: {error}"), ""));
        Some(OAuth::new(http.ok()?, grant))
    }

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
        }
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
                match crate::net::client() {
                    Ok(http) => TransportConfig::Gmail(gmail::Gmail::new(http, settings)),
                    Err(error) => {
                        self.problem(
                            "MAIL_TRANSPORT",
                            &format!("cannot be used: {error}"),
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

    /// `PORT`; 0 is any that is free.
    pub(super) fn port(&mut self, default: u16) -> u16 {
        let port = self.number("PORT", 0..=u64::from(u16::MAX), "8080");
        port.and_then(|it| u16::try_from(it).ok())
            .unwrap_or(default)
    }

    /// Seconds between two looks into a mailbox.
    pub(super) fn poll_interval(&mut self, variable: &'static str) -> Duration {
        Duration::from_secs(self.number(variable, 1..=3600, "30").unwrap_or(30))
    }

    pub(super) fn http(&mut self) -> HttpConfig {
        HttpConfig {
            port: self.port(8080),
            signing_secret: self.long_secret("SLACK_SIGNING_SECRET", SIGNING_SECRET_EXAMPLE),
            callers: Callers::default(),
            metrics_token: self.metrics_token(),
        }
    }

    fn metrics_token(&mut self) -> Option<Secret> {
        const VARIABLE: &str = "METRICS_TOKEN";
        self.optional_secret(VARIABLE)?;
        Some(self.long_secret(VARIABLE, "3f6c… (32 random bytes)"))
    }

    /// A secret that cannot be guessed, as far as its length and characters tell.
    fn long_secret(&mut self, variable: &'static str, example: &'static str) -> Secret {
        let secret = self.secret(variable, example);
        let text = secret.current();
        let text = text.expose_secret();
        if !text.is_empty() && text.len() < SHORTEST_SECRET {
            let what =
                format!("is too short to be a secret: at least {SHORTEST_SECRET} characters");
            self.problem(variable, &what, example);
        } else if text.len() > LONGEST_SECRET || !is_printable(text) {
            let what =
                "is no secret: it is too long, or holds blanks or other characters that none has";
            self.problem(variable, what, example);
        }
        secret
    }

    /// A secret that travels in a header: none of them is that long, or holds control characters.
    pub(super) fn check_header(
        &mut self,
        secret: &Secret,
        variable: &'static str,
        example: &'static str,
    ) {
        let text = secret.current();
        let text = text.expose_secret();
        let is_odd = |c: char| c.is_control() || !c.is_ascii();
        if text.len() > LONGEST_HEADER || text.contains(is_odd) {
            let what =
                "fits into no header: it is too long, or holds characters that are not ASCII text";
            self.problem(variable, what, example);
        }
    }

    pub(super) fn required(&mut self, variable: &'static str, example: &'static str) -> String {
        match self.environment.secret(variable) {
            Some(value) => value.current().expose_secret().to_owned(),
            None => {
                let what = self.environment.why_missing(variable);
                self.problem(variable, &what, example);
                String::new()
            }
        }
    }

    pub(super) fn optional(&self, variable: &str) -> Option<String> {
        self.environment.get(variable).map(str::to_owned)
    }

    pub(super) fn secret(&mut self, variable: &'static str, example: &'static str) -> Secret {
        self.optional_secret(variable).unwrap_or_else(|| {
            if !self.environment.is_out_of_reach(variable) {
                self.problem(variable, "is missing", example);
            }
            "".into()
        })
    }

    /// A secret that need not be there; when it is kept elsewhere, it must be found there.
    pub(super) fn optional_secret(&mut self, variable: &'static str) -> Option<Secret> {
        if self.environment.is_out_of_reach(variable) {
            let what = self.environment.why_missing(variable);
            self.problem(variable, &what, "a value of its own");
        }
        let secret = self.environment.secret(variable)?;
        let text = secret.current();
        let text = text.expose_secret();
        // A password in an address, or JSON, may hold anything.
        let is_token = !variable.ends_with("_URL") && !variable.ends_with("_OAUTH");
        if text.contains('…') || is_token && is_placeholder(text) {
            let example = our_variable(variable).map_or("", |(_, example)| example);
            let what = "is an example, and no secret of your own";
            self.problem(variable, what, example);
        }
        Some(secret)
    }

    /// A whole number in this range.
    pub(super) fn number(
        &mut self,
        variable: &'static str,
        range: RangeInclusive<u64>,
        example: &'static str,
    ) -> Option<u64> {
        let number = self.environment.get(variable)?.parse().ok();
        let number = number.filter(|it| range.contains(it));
        if number.is_none() {
            let (least, most) = (range.start(), range.end());
            let what = format!("is no whole number between {least} and {most}");
            self.problem(variable, &what, example);
        }
        number
    }

    pub(super) fn url(&mut self, variable: &'static str, default: &'static str) -> String {
        let url = self.environment.get(variable).unwrap_or(default);
        if !is_url(url) {
            self.problem(variable, "is not an http(s) address", default);
        }
        url.to_owned()
    }

    /// One of several words; the first one is the default.
    pub(super) fn choice<T: Copy>(
        &mut self,
        variable: &'static str,
        choices: &[(&'static str, T)],
    ) -> T {
        let (default, value) = choices[0];
        let Some(word) = self.environment.get(variable) else {
            return value;
        };
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == word) {
            return *value;
        }
        let names: Vec<String> = choices
            .iter()
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        self.problem(
            variable,
            &format!("must be {}", names.join(" or ")),
            default,
        );
        value
    }

    /// A variable that two parts read is reported once.
    pub(super) fn problem(&mut self, variable: &'static str, what: &str, example: &'static str) {
        let problem = Problem {
            variable,
            what: what.to_owned(),
            example,
        };
        // A variable may be read for several parts.
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}
