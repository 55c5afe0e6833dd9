//! Environment and flags, read once into named parts. Every problem is reported, all at once.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use crate::mail::{Address, Mailbox, Smtp, Stationery};
use crate::pii::{CustomerText, Masker, Rules};
use crate::slack::card::CardContent;
use crate::slack::texts::Language;

/// The file in the data folder in which `dev` leaves the settings of its simulated workspace, so
/// that `ingest`, `job` and the others work on it without any configuration.
const DEV_SETTINGS: &str = "dev.env";

/// Where values come from: flags, then the environment, then a `dev` workspace in the data folder.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    values: BTreeMap<String, String>,
    dev: bool,
}

impl Environment {
    /// Reads the process' environment under the given flags (variable name and value).
    pub fn read(flags: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Environment {
        let mut values: BTreeMap<String, String> = std::env::vars().collect();
        values.extend(
            flags
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?))),
        );
        Environment::of(values)
    }

    /// Takes values as they are.
    pub fn of(values: BTreeMap<String, String>) -> Environment {
        Environment { values, dev: false }
    }

    /// Adds the settings of a `dev` workspace, if there is one in the data folder and no Slack is
    /// configured: all of them or none, so that no real token ever goes to a simulated Slack.
    pub fn or_dev_workspace(self) -> Environment {
        let slack_is_configured = self
            .values
            .iter()
            .any(|(name, value)| name.starts_with("SLACK_") && !value.is_empty());
        if slack_is_configured || self.get("DDB_TABLE_NAME").is_some() {
            return self;
        }
        match self.dev_settings() {
            Some(settings) => self.in_dev_workspace(settings),
            None => self,
        }
    }

    /// The settings that a `dev` workspace left in the data folder.
    pub fn dev_settings(&self) -> Option<BTreeMap<String, String>> {
        let settings = std::fs::read_to_string(self.data().join(DEV_SETTINGS)).ok()?;
        Some(
            settings
                .lines()
                .filter_map(|line| line.split_once('='))
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .collect(),
        )
    }

    /// Leaves the settings of a `dev` workspace in its data folder.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_dev_settings(&self, settings: &BTreeMap<String, String>) -> std::io::Result<()> {
        let lines: String = settings
            .iter()
            .map(|(name, value)| format!("{name}={value}\n"))
            .collect();
        std::fs::create_dir_all(self.data())?;
        std::fs::write(self.data().join(DEV_SETTINGS), lines)
    }

    /// Works in a `dev` workspace: its settings stand above all others, and without a model there
    /// is the sample drafter.
    pub fn in_dev_workspace(mut self, settings: BTreeMap<String, String>) -> Environment {
        self.values.extend(settings);
        self.dev = true;
        self
    }

    /// The data folder: `REPLYBOT_DATA`, default `replybot-data` in the current folder.
    pub fn data(&self) -> PathBuf {
        self.get("REPLYBOT_DATA").unwrap_or("replybot-data").into()
    }

    /// `LOG_LEVEL`.
    pub fn log_level(&self) -> Option<&str> {
        self.get("LOG_LEVEL")
    }

    /// `LOG_FORMAT`.
    pub fn log_format(&self) -> Option<&str> {
        self.get("LOG_FORMAT")
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.values
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }
}

/// What every flow needs.
#[derive(Clone, Debug)]
pub struct AppConfig {
    /// The store.
    pub store: StoreConfig,
    /// The workspace.
    pub slack: SlackConfig,
    /// The model.
    pub drafter: DrafterConfig,
    /// The built-in detectors and `PII_RULES`: JSON, or the path of a JSON file, with the
    /// deployment's own patterns and exceptions.
    pub masker: Arc<Masker>,
    /// The address in `SENDER_EMAIL_ADDRESS`, where it is set: mails from it are our own.
    pub own_address: Option<Address>,
    /// `UI_LANGUAGE`: `ja` (default) or `en`.
    pub language: Language,
    /// `SLACK_CARD_CONTENT`: `masked` (default) or `full`.
    pub card_content: CardContent,
    /// `RETENTION_DAYS`, default 30.
    pub retention: Duration,
    /// Waits and sizes.
    pub limits: Limits,
}

/// The embedded store.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// `replybot.sqlite3` in `REPLYBOT_DATA`.
    pub path: PathBuf,
}

/// Slack.
#[derive(Clone, Debug)]
pub struct SlackConfig {
    /// `SLACK_API_URL`, default `https://slack.com/api`.
    pub api_url: String,
    /// `SLACK_BOT_TOKEN`.
    pub bot_token: SecretString,
    /// `SLACK_CHANNEL_ID`.
    pub channel: String,
}

/// The model.
#[derive(Clone, Debug)]
pub enum DrafterConfig {
    /// The offline sample drafter.
    Sample,
    /// An OpenAI-compatible server.
    OpenAi {
        /// `OPENAI_BASE_URL`, default `https://api.openai.com/v1`.
        base_url: String,
        /// `OPENAI_API_KEY`; a local server may need none.
        key: Option<SecretString>,
        /// `OPENAI_MODEL`.
        model: String,
        /// `OPENAI_TIMEOUT` in seconds, default 60.
        timeout: Duration,
    },
}

/// What `replybot draft` needs.
#[derive(Clone, Debug)]
pub struct DraftConfig {
    /// The model.
    pub drafter: DrafterConfig,
    /// What hides personal data from it.
    pub masker: Arc<Masker>,
}

/// How replies leave.
#[derive(Clone, Debug)]
pub struct OutgoingConfig {
    /// `SENDER_EMAIL_ADDRESS`.
    pub sender: Mailbox,
    /// `MAIL_TRANSPORT`.
    pub transport: TransportConfig,
    /// `REPLY_SIGNATURE`: the team's signature, or the path of a file with it; and
    /// `REPLY_QUOTES_ORIGINAL`: `true` quotes the customer's mail beneath (default `false`).
    pub stationery: Stationery,
}

/// `MAIL_TRANSPORT`.
#[derive(Clone, Debug)]
pub enum TransportConfig {
    /// `outbox`: the folder `outbox` in `REPLYBOT_DATA`.
    Outbox(PathBuf),
    /// `smtp`: the server at `SMTP_URL`.
    Smtp(Smtp),
    /// `ses`: Amazon SES in `AWS_REGION`.
    Ses {
        /// `SES_CONFIGURATION_SET`, whose event destinations report deliveries and bounces.
        configuration_set: Option<String>,
    },
}

/// The HTTP service.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// `PORT`, default 8080 (`dev`: 3000).
    pub port: u16,
    /// `SLACK_SIGNING_SECRET`.
    pub signing_secret: SecretString,
    /// Who may call `/async/generate`.
    pub callers: Callers,
}

/// How callers of `/async/generate` prove who they are.
#[derive(Clone, Debug)]
pub enum Callers {
    /// By this `Authorization` header: `ASYNC_GENERATION_AUTH_HEADER`.
    Header(SecretString),
    /// Cloud Run's own IAM stands in front: `--behind-iam`.
    BehindIam,
}

/// `replybot serve`.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// The parts of every flow.
    pub app: AppConfig,
    /// How replies leave.
    pub outgoing: OutgoingConfig,
    /// The service.
    pub http: HttpConfig,
}

/// What `replybot dev` needs before there is a workspace.
#[derive(Clone, Debug)]
pub struct DevConfig {
    /// `PORT`, default 3000.
    pub port: u16,
    /// `UI_LANGUAGE`.
    pub language: Language,
    /// `REPLYBOT_DATA`.
    pub data: PathBuf,
}

/// Every wait and every size. Not configurable from outside; tests shorten the waits.
#[derive(Clone, Debug)]
pub struct Limits {
    /// A worker that is dead is noticed after this time; a living one renews its lease.
    pub draft_lease: Duration,
    /// Longer than any mail transport takes to answer or to give up.
    pub send_lease: Duration,
    /// How long a requested step may wait for its worker before a sweep takes it up.
    pub grace: Duration,
    /// Between two updates of a modal while a draft is streaming (Slack: about one a second).
    pub stream_interval: Duration,
    /// A call of the Web API.
    pub slack_timeout: Duration,
    /// Before a call of the Web API is tried again; doubles each time.
    pub slack_retry: Duration,
    /// Before a model that is busy is asked again; doubles each time.
    pub model_retry: Duration,
    /// How long Slack's request may wait for our work; Slack gives up after three seconds.
    pub acknowledge_within: Duration,
    /// Between two sweeps of a running service.
    pub sweep_interval: Duration,
    /// Drafts that one process writes at a time.
    pub drafts_at_once: usize,
    /// How long a stopping service waits for what it has begun.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            draft_lease: Duration::from_secs(30),
            send_lease: Duration::from_secs(120),
            grace: Duration::from_secs(10),
            stream_interval: Duration::from_secs(1),
            slack_timeout: Duration::from_secs(10),
            slack_retry: Duration::from_millis(200),
            model_retry: Duration::from_millis(300),
            acknowledge_within: Duration::from_millis(2200),
            sweep_interval: Duration::from_secs(5),
            drafts_at_once: 8,
            drain: Duration::from_secs(25),
        }
    }
}

/// One thing that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The variable.
    pub variable: &'static str,
    /// What is wrong; never repeats a value, which may be secret.
    pub what: String,
    /// A value that would do.
    pub example: &'static str,
}

/// Everything that is wrong with the configuration, one line each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration is not complete:")?;
        for Problem {
            variable,
            what,
            example,
        } in &self.0
        {
            write!(f, "\n  {variable} {what}, e.g. {variable}={example}")?;
        }
        Ok(())
    }
}

impl AppConfig {
    /// Reads what `job`, `ingest` and `sweep` need.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<AppConfig, Problems> {
        Reader::of(environment, Reader::app)
    }
}

impl ServeConfig {
    /// Reads what `serve` needs. `behind_iam`: the flag `--behind-iam`.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment, behind_iam: bool) -> Result<ServeConfig, Problems> {
        Reader::of(environment, |reader| ServeConfig {
            app: reader.app(),
            outgoing: reader.outgoing(),
            http: reader.http(behind_iam),
        })
    }
}

impl StoreConfig {
    /// Reads what `history` needs.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<StoreConfig, Problems> {
        Reader::of(environment, Reader::store)
    }
}

impl DraftConfig {
    /// Reads what `draft` needs; without any key or server it is the sample drafter.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<DraftConfig, Problems> {
        Reader::of(environment, |reader| DraftConfig {
            drafter: reader.drafter(true),
            masker: reader.masker(),
        })
    }
}

/// Reads what `mask` needs.
///
/// # Errors
/// All [`Problems`] at once.
pub fn read_masker(environment: &Environment) -> Result<Arc<Masker>, Problems> {
    Reader::of(environment, Reader::masker)
}

impl DevConfig {
    /// Reads what `dev` needs to set up its workspace.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<DevConfig, Problems> {
        Reader::of(environment, |reader| DevConfig {
            port: reader.number("PORT", "3000").unwrap_or(3000),
            language: reader.language(),
            data: environment.data(),
        })
    }
}

/// Reads values and collects what is wrong with them. A value that is wrong is replaced by some
/// other, which nobody gets to see: with a problem there is no configuration.
struct Reader<'a> {
    environment: &'a Environment,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn of<T>(
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

    fn app(&mut self) -> AppConfig {
        AppConfig {
            store: self.store(),
            slack: SlackConfig {
                api_url: self.url("SLACK_API_URL", "https://slack.com/api"),
                bot_token: self
                    .required("SLACK_BOT_TOKEN", "xoxb-1234-5678-abcdef")
                    .into(),
                channel: self.required("SLACK_CHANNEL_ID", "C0123456789"),
            },
            drafter: self.drafter(self.environment.dev),
            masker: self.masker(),
            own_address: self.own_address(),
            language: self.language(),
            card_content: self.choice(
                "SLACK_CARD_CONTENT",
                &[("masked", CardContent::Masked), ("full", CardContent::Full)],
            ),
            retention: Duration::from_secs(24 * 60 * 60 * u64::from(self.retention_days())),
            limits: Limits::default(),
        }
    }

    fn masker(&mut self) -> Arc<Masker> {
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

    fn language(&mut self) -> Language {
        self.choice("UI_LANGUAGE", &[("ja", Language::Ja), ("en", Language::En)])
    }

    fn retention_days(&mut self) -> u32 {
        match self.number::<u32>("RETENTION_DAYS", "30") {
            None => 30,
            Some(days @ 1..=3650) => days,
            Some(_) => {
                self.problem("RETENTION_DAYS", "must be between 1 and 3650 days", "30");
                30
            }
        }
    }

    fn store(&mut self) -> StoreConfig {
        if self.environment.get("DDB_TABLE_NAME").is_some() {
            self.problem(
                "DDB_TABLE_NAME",
                "names a DynamoDB table, which this version cannot use yet: unset it",
                "",
            );
        }
        StoreConfig {
            path: self.environment.data().join("replybot.sqlite3"),
        }
    }

    fn drafter(&mut self, or_sample: bool) -> DrafterConfig {
        let key = self.environment.get("OPENAI_API_KEY");
        let has_server = self.environment.get("OPENAI_BASE_URL").is_some();
        if key.is_none() && !has_server {
            if or_sample {
                return DrafterConfig::Sample;
            }
            self.problem(
                "OPENAI_API_KEY",
                "is missing (a server of your own at OPENAI_BASE_URL may need none)",
                "sk-…",
            );
        }
        DrafterConfig::OpenAi {
            base_url: self.url("OPENAI_BASE_URL", "https://api.openai.com/v1"),
            key: key.map(|key| key.to_owned().into()),
            model: self
                .environment
                .get("OPENAI_MODEL")
                .unwrap_or("gpt-4o-mini")
                .to_owned(),
            timeout: Duration::from_secs(u64::from(
                self.number::<u32>("OPENAI_TIMEOUT", "60")
                    .unwrap_or(60)
                    .max(1),
            )),
        }
    }

    fn own_address(&mut self) -> Option<Address> {
        self.environment
            .get("SENDER_EMAIL_ADDRESS")
            .is_some()
            .then(|| self.sender().address)
    }

    fn outgoing(&mut self) -> OutgoingConfig {
        OutgoingConfig {
            sender: self.sender(),
            transport: self.transport(),
            stationery: Stationery {
                signature: self.signature(),
                quotes_original: self
                    .choice("REPLY_QUOTES_ORIGINAL", &[("false", false), ("true", true)]),
            },
        }
    }

    /// `support@example.com` or `Example Shop <support@example.com>`.
    fn sender(&mut self) -> Mailbox {
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

    fn signature(&mut self) -> CustomerText {
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

    fn transport(&mut self) -> TransportConfig {
        let outbox = TransportConfig::Outbox(self.environment.data().join("outbox"));
        match self.environment.get("MAIL_TRANSPORT") {
            Some("outbox") => outbox,
            Some("smtp") => {
                let url = self.required("SMTP_URL", "smtps://user:password@smtp.example.com");
                match Smtp::new(&url) {
                    Ok(smtp) => return TransportConfig::Smtp(smtp),
                    Err(_) if url.is_empty() => {}
                    Err(error) => {
                        let what = format!("cannot be used: {error}");
                        self.problem("SMTP_URL", &what, "smtps://user:password@smtp.example.com");
                    }
                }
                outbox
            }
            Some("ses") => TransportConfig::Ses {
                configuration_set: self
                    .environment
                    .get("SES_CONFIGURATION_SET")
                    .map(str::to_owned),
            },
            Some(_) => {
                self.problem(
                    "MAIL_TRANSPORT",
                    "must be `ses`, `smtp` or `outbox`",
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

    fn http(&mut self, behind_iam: bool) -> HttpConfig {
        HttpConfig {
            port: self.number("PORT", "8080").unwrap_or(8080),
            signing_secret: self
                .required("SLACK_SIGNING_SECRET", "8f742231b10e8888abcd99yyyzzz85a5")
                .into(),
            callers: self.callers(behind_iam),
        }
    }

    fn callers(&mut self, behind_iam: bool) -> Callers {
        const VARIABLE: &str = "ASYNC_GENERATION_AUTH_HEADER";
        const EXAMPLE: &str = "'Bearer 3f6c…' (32 random bytes)";
        match self.environment.get(VARIABLE) {
            Some("google-id-token") => {
                self.problem(
                    VARIABLE,
                    "is `google-id-token`, which this version cannot check yet",
                    EXAMPLE,
                );
                Callers::BehindIam
            }
            Some(header) if header.len() < 16 => {
                self.problem(
                    VARIABLE,
                    "is too short to be a secret: at least 16 characters",
                    EXAMPLE,
                );
                Callers::BehindIam
            }
            Some(header) => Callers::Header(header.to_owned().into()),
            None if behind_iam => Callers::BehindIam,
            None => {
                let what = "is missing: without it anybody could ask for drafts at /async/generate \
                            (start with --behind-iam when Cloud Run's own IAM stands in front)";
                self.problem(VARIABLE, what, EXAMPLE);
                Callers::BehindIam
            }
        }
    }

    fn required(&mut self, variable: &'static str, example: &'static str) -> String {
        match self.environment.get(variable) {
            Some(value) => value.to_owned(),
            None => {
                self.problem(variable, "is missing", example);
                String::new()
            }
        }
    }

    fn number<T: std::str::FromStr>(
        &mut self,
        variable: &'static str,
        example: &'static str,
    ) -> Option<T> {
        let number = self.environment.get(variable)?.parse().ok();
        if number.is_none() {
            self.problem(variable, "is not a number that fits", example);
        }
        number
    }

    fn url(&mut self, variable: &'static str, default: &'static str) -> String {
        let url = self.environment.get(variable).unwrap_or(default);
        let is_url = reqwest::Url::parse(url)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if !is_url {
            self.problem(variable, "is not an http(s) address", default);
        }
        url.to_owned()
    }

    /// One of several words; the first one is the default.
    fn choice<T: Copy>(&mut self, variable: &'static str, choices: &[(&'static str, T)]) -> T {
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
    fn problem(&mut self, variable: &'static str, what: &str, example: &'static str) {
        if self
            .problems
            .iter()
            .any(|known| known.variable == variable && known.what == what)
        {
            return;
        }
        self.problems.push(Problem {
            variable,
            what: what.to_owned(),
            example,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(values: &[(&str, &str)]) -> Environment {
        Environment::of(
            values
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    const COMPLETE: [(&str, &str); 8] = [
        ("SLACK_BOT_TOKEN", "xoxb-1"),
        ("SLACK_SIGNING_SECRET", "s"),
        ("SLACK_CHANNEL_ID", "C1"),
        ("OPENAI_API_KEY", "sk-1"),
        ("SENDER_EMAIL_ADDRESS", "Shop <support@example.com>"),
        ("MAIL_TRANSPORT", "outbox"),
        ("ASYNC_GENERATION_AUTH_HEADER", "Bearer 0123456789abcdef"),
        ("PORT", "9000"),
    ];

    fn problems_of(values: &[(&str, &str)]) -> Vec<&'static str> {
        match ServeConfig::read(&environment(values), false) {
            Ok(_) => vec![],
            Err(Problems(problems)) => problems
                .into_iter()
                .map(|problem| problem.variable)
                .collect(),
        }
    }

    #[test]
    fn a_complete_configuration_is_taken() {
        assert_eq!(problems_of(&COMPLETE), Vec::<&str>::new());
    }

    #[test]
    fn all_that_is_missing_is_said_at_once() {
        let expected = [
            "SLACK_BOT_TOKEN",
            "SLACK_CHANNEL_ID",
            "OPENAI_API_KEY",
            "SENDER_EMAIL_ADDRESS",
            "MAIL_TRANSPORT",
            "SLACK_SIGNING_SECRET",
            "ASYNC_GENERATION_AUTH_HEADER",
        ];
        assert_eq!(problems_of(&[]), expected);
    }

    #[test]
    fn each_malformed_value_is_named() {
        for (variable, value) in [
            ("PORT", "http"),
            ("SLACK_API_URL", "slack.com"),
            ("OPENAI_TIMEOUT", "soon"),
            ("UI_LANGUAGE", "fr"),
            ("SLACK_CARD_CONTENT", "half"),
            ("RETENTION_DAYS", "0"),
            ("MAIL_TRANSPORT", "pigeon"),
            ("SENDER_EMAIL_ADDRESS", "support"),
            ("ASYNC_GENERATION_AUTH_HEADER", "short"),
            ("PII_RULES", "{\"patterns\":3}"),
            ("PII_RULES", "/nowhere.json"),
        ] {
            let mut values = COMPLETE.to_vec();
            values.push((variable, value));
            assert_eq!(problems_of(&values), [variable]);
        }
    }

    #[test]
    fn a_problem_never_repeats_a_value() {
        let mut values = COMPLETE.to_vec();
        values.push(("ASYNC_GENERATION_AUTH_HEADER", "hunter2"));
        let error = ServeConfig::read(&environment(&values), false)
            .err()
            .map(|problems| problems.to_string());
        assert!(error.is_some_and(|text| !text.contains("hunter2")));
    }

    #[test]
    fn without_proof_of_the_caller_only_iam_will_do() {
        let values: Vec<_> = COMPLETE
            .into_iter()
            .filter(|(name, _)| *name != "ASYNC_GENERATION_AUTH_HEADER")
            .collect();
        assert!(ServeConfig::read(&environment(&values), false).is_err());
        assert!(ServeConfig::read(&environment(&values), true).is_ok());
    }
}
