//! Where values come from.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use futures_util::future::join_all;

use super::{MailboxName, Problem, Problems, PromptsPlace, Reader, TelemetryConfig, read_store};
use crate::file_reader;
use crate::prompts::versions;
use crate::prompts::{Files, read_bucket};
use inquiry::TraceParent;
use platform::bucket::{Address, Bucket, Cloud};
use platform::identity::google::{Google, GoogleConfig};
use platform::private;
use platform::secrets::{Secret, Stores};
use store::Store;

/// The file in the data folder in which `dev` leaves the settings of its simulated workspace, so
/// that `ingest`, `job` and the others work on it without any configuration.
const DEV_SETTINGS: &str = "dev.env";

/// Where values come from: flags, then the environment, then a `dev` workspace in the data folder.
#[derive(Clone, Default)]
pub struct Environment {
    values: BTreeMap<String, String>,
    /// Variables whose value is no text.
    not_text: BTreeSet<String>,
    pub(super) dev: bool,
    /// Secrets that are kept elsewhere, as they were fetched or why they were not.
    secrets: BTreeMap<&'static str, Result<Secret, OutOfReach>>,
    /// Prompts that are in no folder, by their places, as they were fetched or why they were not.
    prompts: BTreeMap<String, Result<Files, String>>,
    /// The place of `KNOWLEDGE`, where that is a bucket.
    knowledge: Option<Bucket>,
    /// The pictures of `REPLY_LOGO` that are in buckets, by their places, as they were fetched or why
    /// they were not.
    logos: Arc<BTreeMap<String, Result<Vec<u8>, String>>>,
    /// What asks for tokens.
    http: Arc<OnceLock<reqwest::Client>>,
    /// Which mailbox this is for.
    pub(super) mailbox: MailboxName,
    /// Those of the other mailboxes of `MAILBOXES`.
    pub(super) mailboxes: Vec<Environment>,
    /// The program that the process was started from, where it is this one.
    program: Option<PathBuf>,
}

/// Why a secret that is kept elsewhere could not be fetched.
#[derive(Clone, Debug)]
struct OutOfReach {
    why: String,
    /// Trying again later may help.
    temporary: bool,
}

/// What may be kept elsewhere: `X_NAME` names it in Google Secret Manager, `X_ARN` in AWS Secrets
/// Manager. `X` itself takes precedence over both.
pub(super) const SECRETS: [&str; 12] = [
    "SLACK_SIGNING_SECRET",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_CONFIG_TOKEN",
    "OPENAI_API_KEY",
    "OPENAI_FALLBACK_API_KEY",
    "ASYNC_GENERATION_AUTH_HEADER",
    "SMTP_URL",
    "GMAIL_OAUTH",
    "IMAP_URL",
    "MAIL_OAUTH",
    "METRICS_TOKEN",
];

/// All variables, each with an example; a test compares it with what is read.
const EXAMPLES: &str = include_str!("../../docs/settings.md");

/// The variables of ours, each with an example of a value.
pub(super) fn our_variables() -> impl Iterator<Item = (&'static str, &'static str)> {
    EXAMPLES.lines().filter_map(|line| {
        let (variable, example) = line.trim_start_matches("# ").split_once('=')?;
        let is_variable = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        variable
            .chars()
            .all(is_variable)
            .then_some((variable, example))
    })
}

/// The variable of ours that has this name, and an example of a value.
pub(super) fn our_variable(name: &str) -> Option<(&'static str, &'static str)> {
    let plain = ["_NAME", "_ARN"]
        .into_iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .filter(|plain| SECRETS.contains(plain));
    our_variables().find(|(variable, _)| *variable == name || Some(*variable) == plain)
}

impl Environment {
    /// Reads the process' environment under the given flags (variable name and value).
    pub fn read(flags: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Environment {
        let mut environment = Environment {
            program: std::env::current_exe().ok(),
            ..Environment::default()
        };
        for (name, value) in std::env::vars_os() {
            // A name that is no text is none of ours.
            let Ok(name) = name.into_string() else {
                continue;
            };
            match value.into_string() {
                Ok(value) => environment.values.insert(name, value),
                Err(_) => {
                    environment.not_text.insert(name);
                    None
                }
            };
        }
        for (name, value) in flags {
            if let Some(value) = value {
                environment.not_text.remove(name);
                environment.values.insert(name.to_owned(), value);
            }
        }
        environment
    }

    /// Looks for variables of ours whose value is no text; those of others are no business of ours.
    ///
    /// # Errors
    /// All [`Problems`] at once, which name the variables and never their values.
    pub fn check_text(&self) -> Result<(), Problems> {
        let problem = |name: &String| {
            let (variable, example) = our_variable(name)?;
            // The place of a secret has a name of its own.
            let what = match name == variable {
                true => "is not UTF-8 text".to_owned(),
                false => format!("({name}) is not UTF-8 text"),
            };
            Some(Problem {
                variable,
                what,
                example,
            })
        };
        let problems: Vec<Problem> = self.not_text.iter().filter_map(problem).collect();
        match problems.is_empty() {
            true => Ok(()),
            false => Err(Problems(problems)),
        }
    }

    /// Takes values as they are.
    pub fn of(values: BTreeMap<String, String>) -> Environment {
        Environment {
            values,
            ..Environment::default()
        }
    }

    /// Who reads the files of mails: this program, where it was started as such.
    pub fn file_reader(&self) -> file_reader::Reader {
        file_reader::Reader::by(self.program.clone())
    }

    /// Adds the settings of a `dev` workspace, if there is one in the data folder and no Slack is
    /// configured: all of them or none, so that no real token ever goes to a simulated Slack.
    pub fn or_dev_workspace(self) -> Environment {
        if self.configures_slack() || self.get("DDB_TABLE_NAME").is_some() {
            return self;
        }
        match self.dev_settings() {
            Some(settings) => self.in_dev_workspace(settings),
            None => self,
        }
    }

    /// Where no workspace is configured, a folder in which nothing runs is what is wrong, and not
    /// everything that a workspace needs.
    ///
    /// # Errors
    /// [`Problems`] with the missing store alone.
    pub(super) fn check_store_first(&self) -> Result<(), Problems> {
        match self.configures_slack() {
            true => Ok(()),
            false => Reader::of(self, Reader::existing_store).map(drop),
        }
    }

    /// True where a workspace is configured, or its simulation.
    fn configures_slack(&self) -> bool {
        let mut values = self.values.iter();
        values.any(|(name, value)| name.starts_with("SLACK_") && !value.is_empty())
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

    /// `UI_LANGUAGE`, where it is set.
    pub fn language(&self) -> Option<&str> {
        self.get("UI_LANGUAGE")
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
        private::folder(&self.data())?;
        private::write(&self.data().join(DEV_SETTINGS), lines)
    }

    /// With other values, and without those of `dropped` that have none.
    pub(super) fn with_values_instead(
        &self,
        dropped: &[&str],
        values: BTreeMap<String, String>,
    ) -> Environment {
        let mut environment = self.clone();
        // A secret of its own must not be hidden by where the variables keep theirs.
        let place = |name: &str| ["", "_NAME", "_ARN"].map(|suffix| format!("{name}{suffix}"));
        let own = values.keys().map(|name| {
            let plain = name.strip_suffix("_NAME").or(name.strip_suffix("_ARN"));
            plain.filter(|it| SECRETS.contains(it)).unwrap_or(name)
        });
        for name in own.chain(dropped.iter().copied()).flat_map(place) {
            environment.values.remove(&name);
        }
        environment.values.extend(values);
        environment
    }

    /// With another value for a variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Environment {
        self.values.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Works in a `dev` workspace: its settings stand above all others, and without a model there
    /// is the sample drafter.
    pub fn in_dev_workspace(mut self, settings: BTreeMap<String, String>) -> Environment {
        for mailbox in &mut self.mailboxes {
            // Its cards are in the workspace's one channel, and its replies leave for nowhere; the rest
            // is its own.
            for (name, value) in settings.clone() {
                match name.starts_with("SLACK_") || name == "MAIL_TRANSPORT" {
                    true => mailbox.values.insert(name, value),
                    false => Some(mailbox.values.entry(name).or_insert(value).clone()),
                };
            }
            mailbox.dev = true;
        }
        self.values.extend(settings);
        self.dev = true;
        self
    }

    /// Fetches the secrets that are kept elsewhere, side by side. What cannot be fetched is a
    /// problem for the role that needs it, together with all others.
    ///
    /// # Errors
    /// [`Problems`] when it is not known where to fetch them.
    pub async fn with_secrets(mut self) -> anyhow::Result<Environment> {
        for mailbox in &mut self.mailboxes {
            *mailbox = Box::pin(std::mem::take(mailbox).with_secrets()).await?;
        }
        if SECRETS.into_iter().all(|name| self.place(name).is_none()) {
            return Ok(self);
        }
        let (google, url, timeout) = Reader::of(&self, |reader| {
            let default = "https://secretmanager.googleapis.com/";
            let url = reader.url("CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER", default);
            (reader.google(), url, reader.cloud_timeout())
        })?;
        let http = platform::net::client()?;
        let stores = Stores::new(http.clone(), Google::new(http, google), &url, timeout);
        let fetching = SECRETS.into_iter().filter_map(|name| {
            let (variable, place) = self.place(name)?;
            let source = if variable.ends_with("_ARN") {
                stores.aws(&place)
            } else {
                stores.google(&place)
            };
            Some(async move {
                let secret = match source {
                    Ok(source) => Secret::fetch(source).await.map_err(|error| OutOfReach {
                        why: format!("({variable}) {error}"),
                        temporary: error.is_temporary(),
                    }),
                    Err(why) => Err(OutOfReach {
                        why: format!("({variable}) {why}"),
                        temporary: false,
                    }),
                };
                (name, secret)
            })
        });
        self.secrets = join_all(fetching).await.into_iter().collect();
        Ok(self)
    }

    /// Fetches the prompts of `PROMPTS` and of other places that are no folders. What cannot be
    /// fetched is a problem for the role that needs them, together with all others.
    ///
    /// # Errors
    /// [`Problems`] when it is not known where to fetch them, [`StoreError`](store::StoreError)
    /// when the store cannot be reached right now.
    pub async fn with_prompts(mut self, places: &[String]) -> anyhow::Result<Environment> {
        for mailbox in &mut self.mailboxes {
            *mailbox = Box::pin(std::mem::take(mailbox).with_prompts(&[])).await?;
        }
        let own = self.get("PROMPTS").map(str::to_owned);
        for place in own.iter().chain(places) {
            let files = match PromptsPlace::parse(place) {
                PromptsPlace::Folder(_) => continue,
                PromptsPlace::Bucket(address) => read_bucket(&self.bucket(address).await?).await,
                PromptsPlace::Store(number) => {
                    let store = Store::connect(&read_store(&self)?).await?;
                    let versions = versions::all(&store).await?;
                    let files = versions.files(&store, number.unwrap_or(versions.used));
                    match files.await {
                        Err(versions::NotRead::Store(error)) => return Err(error.into()),
                        files => files.map_err(|error| format!("cannot be used: {error}")),
                    }
                }
            };
            self.prompts.insert(place.clone(), files);
        }
        Ok(self)
    }

    /// Makes ready what reads `KNOWLEDGE`, where that is a bucket, which nothing is asked of yet.
    ///
    /// # Errors
    /// [`Problems`] when it is not known how.
    pub async fn with_knowledge(mut self) -> anyhow::Result<Environment> {
        for mailbox in &mut self.mailboxes {
            *mailbox = Box::pin(std::mem::take(mailbox).with_knowledge()).await?;
        }
        if let Some(address) = self.get("KNOWLEDGE").and_then(Address::parse) {
            self.knowledge = Some(self.bucket(address).await?);
        }
        Ok(self)
    }

    /// Fetches the pictures of `REPLY_LOGO` that are in buckets, each once. What cannot be fetched is a
    /// problem for the role that needs it, together with all others.
    ///
    /// # Errors
    /// [`Problems`] when it is not known how.
    pub async fn with_logos(mut self) -> anyhow::Result<Environment> {
        let all = std::iter::once(&self).chain(&self.mailboxes);
        let places = all.filter_map(|it| it.get("REPLY_LOGO").map(str::to_owned));
        let mut logos = BTreeMap::new();
        for place in places.collect::<BTreeSet<_>>() {
            if let Some((address, name)) = Address::of_object(&place) {
                let fetched = self.bucket(address).await?.read(&name).await;
                logos.insert(place, fetched);
            }
        }
        self.logos = Arc::new(logos);
        for mailbox in &mut self.mailboxes {
            mailbox.logos = self.logos.clone();
        }
        Ok(self)
    }

    /// The picture at a place in a bucket.
    pub(super) fn fetched_logo(&self, place: &str) -> Option<&Result<Vec<u8>, String>> {
        self.logos.get(place)
    }

    /// What asks for tokens: one client for all mailboxes, each of which would hold the roots that this
    /// machine trusts.
    pub(super) fn http(&self) -> anyhow::Result<reqwest::Client> {
        if let Some(http) = self.http.get() {
            return Ok(http.clone());
        }
        let http = platform::net::client()?;
        Ok(self.http.get_or_init(|| http).clone())
    }

    /// The place of `KNOWLEDGE`, where that is a bucket.
    pub(super) fn knowledge_bucket(&self) -> Option<&Bucket> {
        self.knowledge.as_ref()
    }

    /// A place in a bucket, which nothing is asked of yet.
    pub(super) async fn bucket(&self, address: Address) -> anyhow::Result<Bucket> {
        Ok(match address.cloud {
            Cloud::S3 => {
                let client = aws_sdk_s3::Client::new(&platform::aws::sdk_config().await);
                Bucket::s3(client, address)
            }
            Cloud::Gcs => {
                let (google, url) = Reader::of(self, |reader| {
                    let default = "https://storage.googleapis.com/";
                    let url = reader.url("CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE", default);
                    (reader.google(), url)
                })?;
                let http = platform::net::client()?;
                let google = Google::new(http.clone(), google);
                Bucket::gcs(http, google, &url, address)
            }
        })
    }

    /// Where `PROMPTS` is, for a command that writes there: a folder, or the store.
    ///
    /// # Errors
    /// [`Problems`] when it is neither.
    pub fn prompts_to_change(&self) -> Result<PromptsPlace, Problems> {
        let place = self.get("PROMPTS").map(PromptsPlace::parse);
        let what = match place {
            Some(place @ (PromptsPlace::Folder(_) | PromptsPlace::Store(None))) => {
                return Ok(place);
            }
            Some(PromptsPlace::Bucket(_)) => {
                "is a bucket, which nobody can look through a change of: take it over in the folder that is \
                 copied there (`replybot prompts export FOLDER` makes one)"
            }
            Some(PromptsPlace::Store(Some(_))) => {
                "names a version, which stays as it is: say `store`, and the change becomes a new one"
            }
            None => {
                "must name a folder to write into, or the store: `replybot prompts export FOLDER` makes one"
            }
        };
        Err(Problems(vec![Problem {
            variable: "PROMPTS",
            what: what.to_owned(),
            example: "my-prompts",
        }]))
    }

    /// Prompts that are in no folder, as they were fetched.
    pub(super) fn fetched_prompts(&self, place: &str) -> Option<&Result<Files, String>> {
        self.prompts.get(place)
    }

    /// The variable that says where a secret is kept, and its value.
    fn place(&self, name: &str) -> Option<(String, String)> {
        if self.get(name).is_some() {
            return None;
        }
        ["_NAME", "_ARN"].into_iter().find_map(|suffix| {
            let variable = format!("{name}{suffix}");
            let place = self.get(&variable)?.to_owned();
            Some((variable, place))
        })
    }

    /// A secret: plain, or as it was fetched.
    pub(super) fn secret(&self, name: &str) -> Option<Secret> {
        match self.values.get(name).map(|value| value.trim()) {
            Some(value) if !value.is_empty() => Some(value.into()),
            _ => self.secrets.get(name)?.clone().ok(),
        }
    }

    /// What is wrong with a variable that has no value.
    pub(super) fn why_missing(&self, name: &str) -> String {
        match self.secrets.get(name) {
            Some(Err(OutOfReach { why, .. })) => why.clone(),
            _ => "is missing".to_owned(),
        }
    }

    /// True when a secret is kept elsewhere and could not be fetched.
    pub(super) fn is_out_of_reach(&self, name: &str) -> bool {
        matches!(self.secrets.get(name), Some(Err(_)))
    }

    /// The secrets that are kept elsewhere: their name, the place that was named for them, and why
    /// they could not be fetched and whether that may change, if so.
    pub fn fetched_secrets(
        &self,
    ) -> impl Iterator<Item = (&'static str, String, Option<(&str, bool)>)> {
        self.secrets.iter().map(|(name, secret)| {
            let (_, place) = self.place(name).unwrap_or_default();
            let error = secret.as_ref().err();
            (
                *name,
                place,
                error.map(|it| (it.why.as_str(), it.temporary)),
            )
        })
    }

    /// The secrets that are kept elsewhere and could not be fetched.
    pub fn out_of_reach(&self) -> Vec<&'static str> {
        let missing = self.secrets.iter().filter(|(_, secret)| secret.is_err());
        missing.map(|(name, _)| *name).collect()
    }

    /// With something in the place of each secret that could not be fetched, so that the rest can be
    /// read and looked at. Nothing may be done with those: see [`Environment::out_of_reach`].
    pub fn with_stand_ins(&self) -> Environment {
        let mut environment = self.clone();
        for name in self.out_of_reach() {
            let stand_in = match name {
                "SLACK_BOT_TOKEN" => "xoxb-could-not-be-fetched",
                "SLACK_APP_TOKEN" => "xapp-could-not-be-fetched",
                "SLACK_CONFIG_TOKEN" => "xoxe.could-not-be-fetched",
                "SLACK_SIGNING_SECRET" => "00000000000000000000000000000000",
                "SMTP_URL" => "smtp://localhost",
                "GMAIL_OAUTH" | "MAIL_OAUTH" => {
                    r#"{"client_id":"-","client_secret":"-","refresh_token":"-"}"#
                }
                "IMAP_URL" => "imap://-:-@localhost",
                _ => "could-not-be-fetched",
            };
            environment.secrets.insert(name, Ok(stand_in.into()));
        }
        environment
    }

    /// The data folder: `REPLYBOT_DATA`, default `replybot-data` in the current folder.
    pub fn data(&self) -> PathBuf {
        self.get("REPLYBOT_DATA").unwrap_or("replybot-data").into()
    }

    /// `KNOWLEDGE`.
    pub fn knowledge(&self) -> Option<&str> {
        self.get("KNOWLEDGE")
    }

    /// Who we are to Google.
    ///
    /// # Errors
    /// [`Problems`].
    pub fn google(&self) -> Result<GoogleConfig, Problems> {
        Reader::of(self, |reader| reader.google())
    }

    /// `CANNED_REPLIES`.
    pub fn canned(&self) -> Option<&str> {
        self.get("CANNED_REPLIES")
    }

    /// What logs and traces need, which begin before anything is checked.
    pub fn telemetry(&self) -> TelemetryConfig {
        let text = |name| self.get(name).map(str::to_owned);
        TelemetryConfig {
            log_level: text("LOG_LEVEL"),
            json: self.get("LOG_FORMAT").map(|format| format == "json"),
            // Cloud Run says so to its services and jobs.
            on_google: self
                .get("K_SERVICE")
                .or(self.get("CLOUD_RUN_JOB"))
                .is_some(),
            google_project: text("GCP_PROJECT_ID"),
            stage: text("STAGE"),
            collector: text("OTEL_EXPORTER_OTLP_ENDPOINT"),
        }
    }

    /// `TRACEPARENT`: the trace that this process was started in.
    pub fn traceparent(&self) -> Option<TraceParent> {
        TraceParent::parse(self.get("TRACEPARENT")?)
    }

    /// `STAGE`: which deployment this is, in telemetry; default `default`.
    pub fn stage(&self) -> &str {
        self.get("STAGE").unwrap_or("default")
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }
}

/// Values may be secrets.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}
