//! What `replybot check` and `replybot slack` need.

use std::sync::Arc;

use super::{
    AppConfig, DispatchConfig, DrafterConfig, Environment, GmailConfig, HttpConfig, InboundConfig,
    IntakeConfig, LambdaConfig, OutgoingConfig, Problems, Reader, Senders, ServeConfig,
    SlackConfig, SocketConfig, StoreConfig,
};
use crate::prompts::Prompts;
use knowledge::Knowledge;
use mailbox::graph;
use mailbox::source::imap;
use pii::Masker;
use platform::identity::google::GoogleConfig;
use platform::secrets::Secret;
use screens::card::CardContent;
use screens::texts::Language;

/// Which command a deployment runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `replybot serve`.
    Serve,
    /// `replybot lambda`.
    Lambda,
    /// `replybot job`.
    Job,
    /// `replybot dev`.
    Dev,
}

impl Role {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Role::Serve => "serve",
            Role::Lambda => "lambda",
            Role::Job => "job",
            Role::Dev => "dev",
        }
    }

    /// The role of the machine that we run on; `serve` where nothing tells.
    pub fn of_this_machine(environment: &Environment) -> Role {
        if environment.get("AWS_LAMBDA_FUNCTION_NAME").is_some() {
            Role::Lambda
        } else if environment.get("CLOUD_RUN_JOB").is_some() {
            Role::Job
        } else {
            Role::Serve
        }
    }
}

/// Flags of the deployment that is checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckFlags {
    /// `--behind-iam`
    pub behind_iam: bool,
    /// `--socket-mode`
    pub socket_mode: bool,
    /// `--poll-gmail`
    pub poll_gmail: bool,
}

/// A deployment that can be looked at: a part that it does not have is `None`.
#[derive(Clone, Debug)]
pub struct CheckConfig {
    /// What it runs.
    pub role: Role,
    /// The store.
    pub store: StoreConfig,
    /// The model.
    pub drafter: DrafterConfig,
    /// What it is asked.
    pub prompts: Prompts,
    /// What the team knows.
    pub knowledge: Option<Knowledge>,
    /// What hides personal data from it.
    pub masker: Arc<Masker>,
    /// Who we are to Google.
    pub google: GoogleConfig,
    /// Who is asked for drafts.
    pub dispatch: DispatchConfig,
    /// The workspace.
    pub slack: Option<SlackConfig>,
    /// Who may send.
    pub senders: Senders,
    /// What the channel sees.
    pub card_content: CardContent,
    /// How replies leave.
    pub outgoing: Option<OutgoingConfig>,
    /// The routes.
    pub http: Option<HttpConfig>,
    /// Socket Mode.
    pub socket: Option<SocketConfig>,
    /// The Gmail mailbox.
    pub gmail: Option<GmailConfig>,
    /// The mailbox that is read by IMAP.
    pub imap: Option<imap::Settings>,
    /// The Microsoft 365 mailbox.
    pub graph: Option<graph::Settings>,
    /// Where SES drops mails.
    pub inbound: Option<InboundConfig>,
    /// `REPLYBOT_URL`: where the deployment is reached, without a slash at the end.
    pub url: Option<String>,
    /// The Cloud Run service that it is.
    pub service: Option<ServiceConfig>,
    /// `OTEL_EXPORTER_OTLP_ENDPOINT`.
    pub collector: Option<String>,
    /// Which mailbox this is about, where there are several.
    pub mailbox: Option<String>,
    /// The others.
    pub mailboxes: Vec<CheckConfig>,
}

/// A Cloud Run service.
#[derive(Clone, Debug)]
pub struct ServiceConfig {
    /// `CLOUD_RUN_SERVICE_NAME`, else `K_SERVICE`, which Cloud Run sets.
    pub name: String,
    /// `GCP_PROJECT_ID`, else the project that we run in.
    pub project: Option<String>,
    /// `CLOUD_RUN_JOB_REGION`, else the region that we run in.
    pub region: Option<String>,
    /// `CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN`.
    pub base_url: String,
}

impl CheckConfig {
    /// Reads what the deployment reads, and where it is.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(
        environment: &Environment,
        role: Role,
        flags: CheckFlags,
    ) -> Result<CheckConfig, Problems> {
        let outside = Reader::of(environment, |reader| Outside {
            url: reader.optional_url("REPLYBOT_URL", "https://replybot.example.com"),
            service: reader.service(),
            collector: reader.optional_url("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318"),
        });
        let inside = match role {
            Role::Serve => serve(environment, flags),
            Role::Lambda => LambdaConfig::read(environment).map(|config| CheckConfig {
                http: Some(config.http),
                inbound: Some(config.inbound),
                gmail: config.gmail,
                imap: config.imap,
                graph: config.graph,
                ..CheckConfig::new(role, config.app).with_mail(config.outgoing, config.mailboxes)
            }),
            Role::Job => AppConfig::read_for_job(&environment.clone().or_dev_workspace())
                .map(|app| CheckConfig::new(role, app)),
            Role::Dev => dev(environment),
        };
        let (config, outside) = Problems::together(inside, outside)?;
        let is_service = role == Role::Serve;
        Ok(CheckConfig {
            url: outside.url.map(|url| url.trim_end_matches('/').to_owned()),
            service: outside.service.filter(|_| is_service),
            collector: outside.collector,
            ..config
        })
    }

    fn new(role: Role, app: AppConfig) -> CheckConfig {
        let others = app.mailboxes.into_iter();
        CheckConfig {
            mailbox: app.mailbox.name,
            mailboxes: others.map(|app| CheckConfig::new(role, app)).collect(),
            role,
            store: app.store,
            drafter: app.drafter,
            prompts: app.prompts.last(),
            knowledge: app.knowledge,
            masker: app.masker,
            google: app.google,
            dispatch: app.dispatch,
            slack: Some(app.slack),
            senders: app.senders,
            card_content: app.card_content,
            outgoing: None,
            http: None,
            socket: None,
            gmail: None,
            imap: None,
            graph: None,
            inbound: None,
            url: None,
            service: None,
            collector: None,
        }
    }
}

impl CheckConfig {
    /// With where the mails of each mailbox come from, and how its replies leave.
    fn with_mail(mut self, mut outgoing: OutgoingConfig, intakes: Vec<IntakeConfig>) -> Self {
        let mut ways_out = std::mem::take(&mut outgoing.mailboxes);
        self.outgoing = Some(outgoing);
        for other in &mut self.mailboxes {
            let name = other.mailbox.as_deref().unwrap_or_default();
            if let Some(at) = ways_out.iter().position(|(of, _)| of == name) {
                other.outgoing = Some(ways_out.swap_remove(at).1);
            }
            if let Some(intake) = intakes.iter().find(|it| it.name == name) {
                other.gmail.clone_from(&intake.gmail);
                other.imap.clone_from(&intake.imap);
                other.graph.clone_from(&intake.graph);
            }
        }
        self
    }
}

impl SlackConfig {
    /// No workspace.
    fn nowhere() -> SlackConfig {
        SlackConfig {
            api_url: String::new(),
            bot_token: "".into(),
            channel: String::new(),
        }
    }
}

struct Outside {
    url: Option<String>,
    service: Option<ServiceConfig>,
    collector: Option<String>,
}

fn serve(environment: &Environment, flags: CheckFlags) -> Result<CheckConfig, Problems> {
    let config = ServeConfig::read(environment, flags.behind_iam);
    let socket = flags
        .socket_mode
        .then(|| SocketConfig::read(environment))
        .transpose();
    let gmail = (flags.poll_gmail || environment.names_gmail_mailbox())
        .then(|| GmailConfig::read(environment))
        .transpose();
    let (config, (socket, gmail)) = Problems::together(config, Problems::together(socket, gmail))?;
    Ok(CheckConfig {
        http: Some(config.http),
        socket,
        gmail,
        imap: config.imap,
        graph: config.graph,
        ..CheckConfig::new(Role::Serve, config.app).with_mail(config.outgoing, config.mailboxes)
    })
}

/// The workspace of a `dev` that runs or ran in the data folder; before the first run there is
/// none yet.
fn dev(environment: &Environment) -> Result<CheckConfig, Problems> {
    let Some(settings) = environment.dev_settings() else {
        return Reader::of(environment, |reader| CheckConfig {
            slack: None,
            ..CheckConfig::new(Role::Dev, reader.app_with(SlackConfig::nowhere(), true))
        });
    };
    let environment = environment.clone().in_dev_workspace(settings);
    Reader::of(&environment, Reader::app).map(|app| CheckConfig::new(Role::Dev, app))
}

/// What `slack manifest` needs.
#[derive(Clone, Debug)]
pub struct ManifestConfig {
    /// `/slack/events` at `REPLYBOT_URL`.
    pub request_url: String,
    /// `REPLYBOT_URL` is not set: it is an example's.
    pub is_an_example: bool,
    /// `UI_LANGUAGE`.
    pub language: Language,
    /// `SENDERS_ALLOWED`.
    pub senders: Senders,
}

impl ManifestConfig {
    /// Reads it. Without an address there is an example's, to be replaced.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<ManifestConfig, Problems> {
        Reader::of(environment, |reader| ManifestConfig {
            request_url: events_at(&reader.url("REPLYBOT_URL", "https://replybot.example.com")),
            is_an_example: environment.get("REPLYBOT_URL").is_none(),
            language: reader.language(),
            senders: reader.senders(),
        })
    }
}

/// What `slack request-url` needs.
#[derive(Clone, Debug)]
pub struct RequestUrlConfig {
    /// `SLACK_API_URL`.
    pub api_url: String,
    /// `SLACK_CONFIG_TOKEN`: an app configuration token.
    pub token: Secret,
    /// `SLACK_APP_ID`.
    pub app_id: String,
    /// `/slack/events` at `REPLYBOT_URL`, where that is set.
    pub request_url: Option<String>,
    /// `SLACK_SIGNING_SECRET`, where it is set: the new address is tried with it.
    pub signing_secret: Option<Secret>,
    /// Where the request URLs of before are kept.
    pub store: StoreConfig,
}

impl RequestUrlConfig {
    /// Reads it. `needs_url`: when nothing else says where to switch to.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment, needs_url: bool) -> Result<RequestUrlConfig, Problems> {
        Reader::of(environment, |reader| {
            const EXAMPLE: &str = "https://replybot.example.com";
            let url = reader.optional_url("REPLYBOT_URL", EXAMPLE);
            if needs_url && url.is_none() {
                reader.problem(
                    "REPLYBOT_URL",
                    "is missing: name it, or give --url",
                    EXAMPLE,
                );
            }
            RequestUrlConfig {
                api_url: reader.url("SLACK_API_URL", "https://slack.com/api"),
                token: reader.config_token(),
                app_id: reader.app_id(),
                request_url: url.as_deref().map(events_at),
                signing_secret: reader.optional_secret("SLACK_SIGNING_SECRET"),
                store: reader.store(),
            }
        })
    }
}

/// Where Slack delivers to a deployment at `base`.
pub fn events_at(base: &str) -> String {
    format!("{}/slack/events", base.trim_end_matches('/'))
}

impl Reader<'_> {
    pub(super) fn optional_url(
        &mut self,
        variable: &'static str,
        example: &'static str,
    ) -> Option<String> {
        self.optional(variable).map(|_| self.url(variable, example))
    }

    fn service(&mut self) -> Option<ServiceConfig> {
        let name = self
            .optional("CLOUD_RUN_SERVICE_NAME")
            .or_else(|| self.optional("K_SERVICE"))?;
        Some(ServiceConfig {
            name,
            project: self.optional("GCP_PROJECT_ID"),
            region: self.optional("CLOUD_RUN_JOB_REGION"),
            base_url: self.url(
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN",
                "https://run.googleapis.com/",
            ),
        })
    }
}
