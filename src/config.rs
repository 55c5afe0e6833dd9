//! Environment and flags, read once into named parts. Every problem is reported, all at once.

mod app;
mod check;
mod cloud;
mod drafting;
mod environment;
mod intake;
mod knowledge;
mod limits;
mod mailboxes;
mod model;
mod outgoing;
mod own_mailbox;
mod problem;
mod reader;
mod shape;
mod slack;
mod summary;
mod text;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;

pub use ::slack::senders::Senders;
pub use check::{
    CheckConfig, CheckFlags, ManifestConfig, RequestUrlConfig, Role, ServiceConfig, events_at,
};
pub use cloud::{
    AuthorizationConfig, Callers, DispatchConfig, GoogleCallers, InboundConfig, LambdaConfig,
    OwnFunction, ShardConfig,
};
pub use drafting::{EvalConfig, PromptsPlace, PutConfig, read_prompt_store};
pub use environment::Environment;
pub use knowledge::read_knowledge;
pub use limits::Limits;
pub use mailboxes::MailboxName;
pub use model::{Budget, DrafterConfig, FallbackConfig, SpendingConfig};
pub use own_mailbox::own_mailbox;
pub use platform::telemetry::TelemetryConfig;
pub use problem::{Problem, Problems};
use reader::{Reader, SHORTEST_SECRET};
pub use store::StoreConfig;
pub use summary::{Every, SummaryConfig};

use crate::file_reader;
use crate::prompts::PromptSource;
use crate::prompts::Prompts;
use ::knowledge::Knowledge;
use inquiry::canned::Canned;
use inquiry::{CardFiles, Target};
use llm::Prices;
use mail::{Address, FormSender, Mailbox, Stationery};
use mailbox::gmail;
use mailbox::source::imap;
use mailbox::{Originals, Smtp, graph};
use pii::Masker;
use platform::identity::google::GoogleConfig;
use platform::secrets::Secret;
use screens::card::CardContent;
use screens::texts::Language;

/// What every flow needs.
#[derive(Clone, Debug)]
pub struct AppConfig {
    /// The store.
    pub store: StoreConfig,
    /// The workspace.
    pub slack: SlackConfig,
    /// The model.
    pub drafter: DrafterConfig,
    /// `KNOWLEDGE`: a folder of Markdown; unset is none.
    pub knowledge: Option<Knowledge>,
    /// What the model is asked with: `PROMPTS` (a folder, a bucket or `store`; default the shipped
    /// ones), `SHOP_NAME` (default the name in `SENDER_EMAIL_ADDRESS`) and `POLITENESS` of Japanese: `keigo`
    /// (default) or `desu-masu`.
    pub prompts: PromptSource,
    /// What drafts cost and how much they may cost.
    pub spending: SpendingConfig,
    /// The built-in detectors and `PII_RULES`: JSON, or the path of a JSON file, with the
    /// deployment's own patterns and exceptions.
    pub masker: Arc<Masker>,
    /// The address in `SENDER_EMAIL_ADDRESS`, where it is set: mails from it are our own.
    pub own_address: Option<Address>,
    /// `CONTACT_FORM_SENDERS`: whose contact forms say who the customer is, besides our own domain's.
    pub form_senders: Vec<FormSender>,
    /// `SHOP_NAME`, else the name in `SENDER_EMAIL_ADDRESS`.
    pub shop: Option<String>,
    /// What is added to every reply, as the modal announces it; see [`OutgoingConfig`].
    pub stationery: Stationery,
    /// `CANNED_REPLIES`: a folder of `.md` and `.txt` files.
    pub canned: Arc<[Canned]>,
    /// `SHOP_FACTS`: a text file with what is true of the shop: addresses, hours, phones, links.
    pub facts: Arc<str>,
    /// `UI_LANGUAGE`: `ja` (default) or `en`.
    pub language: Language,
    /// `SLACK_CARD_CONTENT`: `masked` (default) or `full`.
    pub card_content: CardContent,
    /// `TIME_ZONE`: an IANA name, default `Asia/Tokyo`; "tomorrow morning" is there.
    pub time_zone: TimeZone,
    /// `SUMMARY`: `daily`, `weekly` or `off` (default); `SUMMARY_TIME`, default `09:00`.
    pub summary: Option<SummaryConfig>,
    /// `ANSWER_WITHIN_HOURS` of `BUSINESS_HOURS`: how soon customers should have a first answer; unset,
    /// nothing is said.
    pub answer_target: Option<Target>,
    /// `SENDERS_ALLOWED`, default everyone.
    pub senders: Senders,
    /// `SLACK_EXTERNAL_MEMBERS`: `refused` (default) or `allowed`: whether people of another
    /// organization (Slack Connect) who are in the channel see and act as members do.
    pub external_members: bool,
    /// `RETENTION_DAYS`, default 30.
    pub retention: Duration,
    /// Who is asked for drafts.
    pub dispatch: DispatchConfig,
    /// Who we are to Google.
    pub google: GoogleConfig,
    /// Where mails lie as they came: the mailboxes, and the folder `mails` in the data folder.
    pub originals: Originals,
    /// Who reads the files of mails: this program, in a process for each.
    pub reader: file_reader::Reader,
    /// Waits and sizes.
    pub limits: Limits,
    /// `SLACK_CARD_FILES`: which files of a mail its thread gets without a click; none by default.
    pub card_files: CardFiles,
    /// Which mailbox all this is for.
    pub mailbox: MailboxName,
    /// `MAILBOXES`: the same for the others of a deployment that has several.
    pub mailboxes: Vec<AppConfig>,
}

/// Slack.
#[derive(Clone, Debug)]
pub struct SlackConfig {
    /// `SLACK_API_URL`, default `https://slack.com/api`.
    pub api_url: String,
    /// `SLACK_BOT_TOKEN`.
    pub bot_token: Secret,
    /// `SLACK_CHANNEL_ID`.
    pub channel: String,
}

/// `replybot sweep`.
#[derive(Clone, Debug)]
pub struct SweepConfig {
    /// The parts of every flow.
    pub app: AppConfig,
    /// How replies leave, where they wait before: a sweep sends those whose time has come.
    pub outgoing: Option<OutgoingConfig>,
}

/// What `replybot draft` needs.
#[derive(Clone, Debug)]
pub struct DraftConfig {
    /// The model.
    pub drafter: DrafterConfig,
    /// What the team knows.
    pub knowledge: Option<Knowledge>,
    /// What it is asked with.
    pub prompts: Prompts,
    /// What it costs.
    pub prices: Prices,
    /// What hides personal data from it.
    pub masker: Arc<Masker>,
    /// `REPLYBOT_DATA`.
    pub data: PathBuf,
    /// Who reads the files of mails.
    pub reader: file_reader::Reader,
}

/// What `replybot history` needs.
#[derive(Clone, Debug)]
pub struct HistoryConfig {
    /// The store.
    pub store: StoreConfig,
    /// What masks a reply that is exported.
    pub masker: Arc<Masker>,
    /// `TIME_ZONE`, in which a day begins.
    pub time_zone: TimeZone,
}

/// What `replybot forget` needs.
#[derive(Clone, Debug)]
pub struct ForgetConfig {
    /// The store.
    pub store: StoreConfig,
    /// The workspace, where there is one.
    pub slack: Option<SlackConfig>,
    /// `UI_LANGUAGE`.
    pub language: Language,
    /// Where mails lie that came from no mailbox.
    pub originals: Originals,
    /// The folder where the mails of `MAIL_TRANSPORT=outbox` lie.
    pub outbox: PathBuf,
    /// The mailboxes that mails were taken from: of each what it is read by.
    pub mailboxes: Vec<IntakeConfig>,
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
    /// `SEND_DELAY_SECONDS`, default 0: how long an approved reply can be taken back.
    pub delay: Duration,
    /// Who ends that delay, where this process stands still between requests.
    pub later: Option<OwnFunction>,
    /// The mailbox that keeps copies of what is sent by SMTP, where `IMAP_URL` is set.
    pub sent: Option<imap::Settings>,
    /// How those of the other mailboxes leave.
    pub mailboxes: Vec<(String, OutgoingConfig)>,
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
    /// `graph`: the Microsoft 365 mailbox in `GRAPH_MAILBOX`.
    Graph(graph::Settings),
    /// `gmail`: the mailbox behind `GMAIL_OAUTH`.
    Gmail(gmail::Gmail),
}

/// The HTTP service.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// `PORT`, default 8080 (`dev`: 3000).
    pub port: u16,
    /// `SLACK_SIGNING_SECRET`.
    pub signing_secret: Secret,
    /// Who may call `/async/generate`.
    pub callers: Callers,
    /// `METRICS_TOKEN`: who may read `/metrics` from elsewhere; unset: only this machine.
    pub metrics_token: Option<Secret>,
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
    /// `--socket-mode`: Slack delivers over a connection that we open.
    pub socket: Option<SocketConfig>,
    /// `--poll-gmail`: mails are taken from a Gmail mailbox.
    pub gmail: Option<GmailConfig>,
    /// Mails are taken from a mailbox by IMAP, where `IMAP_URL` is set.
    pub imap: Option<imap::Settings>,
    /// Mails are taken from a Microsoft 365 mailbox, where `GRAPH_MAILBOX` is set.
    pub graph: Option<graph::Settings>,
    /// Where those of the other mailboxes are taken from.
    pub mailboxes: Vec<IntakeConfig>,
}

/// Where the mails of one of several mailboxes are taken from.
#[derive(Clone, Debug)]
pub struct IntakeConfig {
    /// The mailbox's name.
    pub name: String,
    /// A Gmail mailbox.
    pub gmail: Option<GmailConfig>,
    /// A mailbox by IMAP.
    pub imap: Option<imap::Settings>,
    /// A Microsoft 365 mailbox.
    pub graph: Option<graph::Settings>,
}

/// A Gmail mailbox.
#[derive(Clone, Debug)]
pub struct GmailConfig {
    /// How it is reached.
    pub settings: gmail::Settings,
    /// `GMAIL_POLL_INTERVAL` in seconds, default 30.
    pub every: Duration,
}

/// Slack's Socket Mode.
#[derive(Clone, Debug)]
pub struct SocketConfig {
    /// `SLACK_API_URL`.
    pub api_url: String,
    /// `SLACK_APP_TOKEN`.
    pub app_token: Secret,
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

impl AppConfig {
    /// Reads what `job` needs: less than the others, as older deployments start it with `OPENAI_API_KEY`,
    /// `SLACK_BOT_TOKEN` and `DDB_TABLE_NAME` alone.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read_for_job(environment: &Environment) -> Result<AppConfig, Problems> {
        Reader::of(environment, Reader::app_of_job)
    }

    /// The same for a job that begins: there is a store.
    ///
    /// # Errors
    /// All [`Problems`] at once; in a folder in which nothing runs, the missing store alone.
    pub fn read_for_job_in_store(environment: &Environment) -> Result<AppConfig, Problems> {
        environment.check_store_first()?;
        AppConfig::read_for_job(environment)
    }

    /// Reads what `ingest` needs: it writes no drafts, so that it needs no model.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read_for_intake(environment: &Environment) -> Result<AppConfig, Problems> {
        environment.check_store_first()?;
        Reader::of(environment, Reader::app_without_model)
    }
}

impl SweepConfig {
    /// Reads what `sweep` needs. Without a model it does everything but drafts.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<SweepConfig, Problems> {
        environment.check_store_first()?;
        Reader::of(environment, |reader| {
            reader.existing_store();
            let app = match reader.names_a_model() {
                true => reader.app(),
                false => reader.app_without_model(),
            };
            let outgoing = (!reader.send_delay().is_zero()).then(|| reader.outgoing());
            SweepConfig { app, outgoing }
        })
    }
}

impl ServeConfig {
    /// Reads what `serve` needs. `behind_iam`: the flag `--behind-iam`.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment, behind_iam: bool) -> Result<ServeConfig, Problems> {
        Reader::of(environment, |reader| {
            let app = reader.app();
            let outgoing = reader.outgoing();
            let http = reader.http();
            ServeConfig {
                app: AppConfig {
                    dispatch: reader.dispatch_of_service(),
                    limits: Limits {
                        dispatch_timeout: reader.cloud_timeout(),
                        ..app.limits
                    },
                    ..app
                },
                outgoing,
                http: HttpConfig {
                    callers: reader.callers(behind_iam),
                    ..http
                },
                socket: None,
                gmail: None,
                imap: reader.optional_imap(),
                graph: reader.optional_graph(),
                mailboxes: reader.intakes(),
            }
        })
    }
}

impl SocketConfig {
    /// Reads what Socket Mode needs.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<SocketConfig, Problems> {
        Reader::of(environment, |reader| SocketConfig {
            api_url: reader.url("SLACK_API_URL", "https://slack.com/api"),
            app_token: reader.app_token(),
        })
    }
}

impl GmailConfig {
    /// Reads what taking mails from Gmail needs.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<GmailConfig, Problems> {
        Reader::of(environment, Reader::gmail)
    }
}

/// Reads where inquiries are kept.
///
/// # Errors
/// All [`Problems`] at once.
pub fn read_store(environment: &Environment) -> Result<StoreConfig, Problems> {
    Reader::of(environment, Reader::store)
}

impl HistoryConfig {
    /// Reads what `history` needs.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<HistoryConfig, Problems> {
        Reader::of(environment, |reader| HistoryConfig {
            store: reader.existing_store(),
            masker: reader.masker(),
            time_zone: reader.time_zone(),
        })
    }
}

impl ForgetConfig {
    /// Reads what `forget` needs. Without `SLACK_BOT_TOKEN`, messages in Slack are not reached.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<ForgetConfig, Problems> {
        Reader::of(environment, |reader| ForgetConfig {
            store: reader.existing_store(),
            slack: reader
                .optional_secret("SLACK_BOT_TOKEN")
                .map(|bot_token| SlackConfig {
                    api_url: reader.url("SLACK_API_URL", "https://slack.com/api"),
                    bot_token,
                    channel: reader.optional("SLACK_CHANNEL_ID").unwrap_or_default(),
                }),
            language: reader.language(),
            originals: Originals {
                folder: Some(environment.data().join("mails")),
                ..Originals::default()
            },
            outbox: environment.data().join("outbox"),
            mailboxes: reader.all_intakes(),
        })
    }
}

impl DraftConfig {
    /// Reads what `draft` needs; without any key or server it is the sample drafter.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<DraftConfig, Problems> {
        Reader::of(environment, |reader| DraftConfig {
            data: environment.data(),
            drafter: reader.drafter(true),
            knowledge: reader.knowledge(),
            prompts: reader.prompts(),
            prices: reader.prices(),
            masker: reader.masker(),
            reader: environment.file_reader(),
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
            port: reader.port(3000),
            language: reader.language(),
            data: environment.data(),
        })
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
        ("SLACK_BOT_TOKEN", "xoxb-1234"),
        ("SLACK_SIGNING_SECRET", "0123456789abcdef0123456789abcdef"),
        ("SLACK_CHANNEL_ID", "C0000001"),
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
            ("OPENAI_TIMEOUT", "0"),
            ("CARDS_PER_SENDER", "-1"),
            ("UI_LANGUAGE", "fr"),
            ("SLACK_CARD_CONTENT", "half"),
            ("RETENTION_DAYS", "0"),
            ("MAIL_TRANSPORT", "pigeon"),
            ("SENDER_EMAIL_ADDRESS", "support"),
            ("ASYNC_GENERATION_AUTH_HEADER", "short"),
            ("PII_RULES", "{\"patterns\":3}"),
            ("PII_RULES", "/nowhere.json"),
            ("KNOWLEDGE", "/nowhere"),
            ("DDB_TABLE_NAME", "my table"),
            ("DRAFTS_PER_DAY", "many"),
            ("COST_PER_DAY", "$5"),
            ("MODEL_PRICES", "gpt-4o-mini"),
            ("OPENAI_FALLBACK_MODELS", "gpt-4o@there"),
            ("DRAFT_ON_ARRIVAL", "yes"),
        ] {
            let mut values = COMPLETE.to_vec();
            values.push((variable, value));
            assert_eq!(problems_of(&values), [variable]);
        }
    }

    #[test]
    fn a_budget_of_money_needs_the_price_of_every_model() {
        let values = |prices| {
            let mut values = COMPLETE.to_vec();
            values.push((
                "OPENAI_FALLBACK_MODELS",
                "gpt-4o, qwen3@http://localhost:1/v1",
            ));
            values.push(("COST_PER_DAY", "0.50"));
            values.push(("MODEL_PRICES", prices));
            values
        };
        let known = "gpt-4o-mini=0.15/0.60,gpt-4o=2.5/10";
        assert_eq!(problems_of(&values(known)), ["MODEL_PRICES"]);
        let known = format!("{known},qwen3=0/0");
        assert_eq!(problems_of(&values(&known)), Vec::<&str>::new());
    }

    #[test]
    fn what_gmail_needs_is_checked_at_the_start() {
        let problem = |values: &[(&str, &str)]| match GmailConfig::read(&environment(values)) {
            Ok(_) => String::new(),
            Err(problems) => problems.to_string(),
        };
        assert!(problem(&[]).contains("GMAIL_OAUTH is missing"));
        let wrong = r#"{"client_id":"c","client_secret":"hunter2"}"#;
        let said = problem(&[("GMAIL_OAUTH", wrong)]);
        assert!(
            said.contains("refresh_token") && !said.contains("hunter2"),
            "{said}"
        );
        let right = r#"{"client_id":"c","client_secret":"s","refresh_token":"r"}"#;
        assert_eq!(problem(&[("GMAIL_OAUTH", right)]), "");
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
    fn a_table_stands_above_the_data_folder_but_not_in_a_dev_workspace() {
        let values = environment(&[("DDB_TABLE_NAME", "inquiries"), ("REPLYBOT_DATA", "/tmp/a")]);
        let store = read_store(&values);
        assert!(matches!(store, Ok(StoreConfig::DynamoDb { table }) if table == "inquiries"));
        let store = read_store(&values.in_dev_workspace(std::collections::BTreeMap::new()));
        let file = PathBuf::from("/tmp/a/replybot.sqlite3");
        assert!(matches!(store, Ok(StoreConfig::Sqlite { path }) if path == file));
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
