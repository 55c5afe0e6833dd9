//! The parts that every flow works with, built once from the configuration.

mod mailboxes;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedMutexGuard, Semaphore, mpsc};
use uuid::Uuid;

use crate::config::{
    AppConfig, AuthorizationConfig, DispatchConfig, DrafterConfig, Limits, MailboxName,
    OutgoingConfig, OwnFunction, Senders, SlackConfig, SpendingConfig, SummaryConfig,
    TransportConfig,
};
use crate::dispatch::{Authorization, CloudRunJob, Dispatcher, Endpoint, SelfInvoke, WorkRequest};
use crate::file_reader::Reader;
use crate::prompts::PromptSource;
use inquiry::clock::Clock;
use inquiry::{CardFiles, ContextId, Inquiry};
use knowledge::Knowledge;
use llm::{Client, Drafter, Models};
use mail::{Address, FormSender, Mailbox, Stationery};
use mailbox::graph::Graph;
use mailbox::source::imap::Imap;
use mailbox::{Mailer, Originals, Outbox, Ses};
use pii::Masker;
use platform::aws;
use platform::identity::google::{Google, GoogleConfig};
use platform::net;
use screens::ScreenSettings;
use screens::texts::Texts;
use slack::{Members, Slack};
use store::Store;

/// Everything a flow needs.
#[derive(Clone, Debug)]
pub struct App {
    /// Where inquiries are kept.
    pub store: Store,
    /// The one HTTP client.
    pub http: reqwest::Client,
    /// The workspace.
    pub slack: Slack,
    /// The channel that cards go to.
    pub channel: String,
    /// Who writes drafts.
    pub drafter: Drafter,
    /// What the team knows, where that is configured.
    pub knowledge: Option<Knowledge>,
    /// What the drafter is asked with.
    pub prompts: PromptSource,
    /// What drafts cost and how much they may cost.
    pub spending: SpendingConfig,
    /// What hides personal data from the drafter.
    pub masker: Arc<Masker>,
    /// How a draft is asked for.
    pub dispatcher: Dispatcher,
    /// What time it is.
    pub clock: Clock,
    /// Random identifiers.
    pub ids: Ids,
    /// How things look in Slack.
    pub look: ScreenSettings,
    /// When the channel gets a summary.
    pub summary: Option<SummaryConfig>,
    /// Which files of a mail its thread gets without a click.
    pub card_files: CardFiles,
    /// Who may decide the outcome of an inquiry.
    pub senders: Senders,
    /// Whose contact forms are believed, besides our own domain's.
    pub form_senders: Vec<FormSender>,
    /// Members of the channel may act who are of another organization (Slack Connect).
    pub external_members: bool,
    /// What Slack said lately about who is in a channel.
    pub members: Members,
    /// How long an inquiry is kept.
    pub retention: Duration,
    /// Every wait and every size.
    pub limits: Limits,
    /// Where mails lie as they came.
    pub originals: Originals,
    /// Whose files are being shared by themselves: one mail's at a time.
    pub sharing: Arc<Semaphore>,
    /// Who reads the files of mails.
    pub reader: Reader,
    /// Who may update the screens of an inquiry.
    pub locks: InquiryLocks,
    /// The summary that was posted.
    pub summarized: Summarized,
    /// Which mailbox all this is for.
    pub mailbox: MailboxName,
    /// The addresses of all mailboxes, none of which is ever a recipient.
    pub own_addresses: Arc<[Address]>,
    /// The parts of the other mailboxes' inquiries, by their names.
    pub mailboxes: Arc<BTreeMap<String, Arc<App>>>,
}

/// How replies leave. Only the roles that take submissions have one.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The transport.
    pub mailer: Mailer,
    /// `From` of every reply.
    pub sender: Mailbox,
    /// What is added to every reply.
    pub stationery: Stationery,
    /// How long an approved reply can be taken back.
    pub delay: Duration,
    /// Who ends that delay, where this process stands still between requests.
    pub later: Option<SelfInvoke>,
    /// The mailbox that keeps copies of what is sent.
    pub sent: Option<Imap>,
    /// How replies of the other mailboxes leave, by their names.
    pub mailboxes: Arc<BTreeMap<String, Arc<Outgoing>>>,
}

impl App {
    /// Builds the parts, and the queue of what is asked for in this process.
    ///
    /// # Errors
    /// When the store cannot be opened, or it is not known who drafts.
    pub async fn connect(config: AppConfig) -> anyhow::Result<(App, mpsc::Receiver<WorkRequest>)> {
        let http = net::client()?;
        let (here, queue) = Dispatcher::here();
        let timeout = config.limits.dispatch_timeout;
        let asked = dispatcher(&http, &config.dispatch, &config.google, timeout);
        let dispatcher = match asked.await? {
            Some(dispatcher) => dispatcher,
            None => here,
        };
        // Elsewhere, it is not known here who drafts.
        let is_here = matches!(config.dispatch, DispatchConfig::Here);
        let samples = is_here && matches!(config.drafter, DrafterConfig::Sample);
        let channel = config.slack.channel.clone();
        let note = Texts::of(config.language).part_not_shown;
        let look = look(&config, samples);
        let all = std::iter::once(&config).chain(&config.mailboxes);
        let own_addresses = all.flat_map(|it| it.own_address.iter().chain(&it.mailbox.addresses));
        let own_addresses = own_addresses.cloned().collect();
        let slack = slack(http.clone(), config.slack, &config.limits).noting(note);
        let app = App {
            store: Store::connect(&config.store).await?,
            slack,
            channel,
            drafter: drafter(http.clone(), config.drafter, &config.limits),
            http,
            knowledge: config.knowledge,
            prompts: config.prompts,
            spending: config.spending,
            masker: config.masker,
            dispatcher,
            clock: Clock::System,
            ids: Ids::Random,
            look,
            summary: config.summary,
            card_files: config.card_files.clone(),
            senders: config.senders,
            form_senders: config.form_senders,
            external_members: config.external_members,
            members: Members::default(),
            retention: config.retention,
            limits: config.limits,
            originals: config.originals,
            sharing: Arc::new(Semaphore::new(1)),
            reader: config.reader,
            locks: InquiryLocks::default(),
            summarized: Summarized::default(),
            mailbox: config.mailbox,
            own_addresses,
            mailboxes: Arc::default(),
        };
        let others = config.mailboxes.into_iter();
        let mailboxes = others.filter_map(|config| {
            let name = config.mailbox.name.clone()?;
            Some((name, Arc::new(app.for_mailbox(config))))
        });
        let mailboxes = Arc::new(mailboxes.collect());
        Ok((App { mailboxes, ..app }, queue))
    }
}

/// How things look in Slack. `samples`: a labelled sample takes the place of a draft.
fn look(config: &AppConfig, samples: bool) -> ScreenSettings {
    ScreenSettings {
        samples,
        texts: Texts::of(config.language),
        card_content: config.card_content,
        own_address: config.own_address.clone(),
        shop: config.shop.clone(),
        stationery: config.stationery.clone(),
        canned: config.canned.clone(),
        facts: config.facts.clone(),
        time_zone: config.time_zone.clone(),
        answer_target: config.answer_target.clone(),
    }
}

/// The service that is asked for drafts, when that is not this process.
///
/// # Errors
/// When no setting says where the Cloud Run job is.
pub async fn dispatcher(
    http: &reqwest::Client,
    dispatch: &DispatchConfig,
    google: &GoogleConfig,
    timeout: Duration,
) -> anyhow::Result<Option<Dispatcher>> {
    let google = || Google::new(http.clone(), google.clone());
    Ok(Some(match dispatch {
        DispatchConfig::Here => return Ok(None),
        DispatchConfig::Elsewhere => Dispatcher::Elsewhere,
        DispatchConfig::Endpoint {
            url,
            authorization,
            relay,
        } => {
            let authorization = match authorization.clone() {
                AuthorizationConfig::None => Authorization::None,
                AuthorizationConfig::Header(header) => Authorization::Header(header),
                AuthorizationConfig::GoogleIdToken { audience } => Authorization::GoogleIdToken {
                    google: google(),
                    audience,
                },
            };
            let endpoint =
                |timeout| Endpoint::new(http.clone(), url, authorization.clone(), timeout);
            match relay {
                None => Dispatcher::Endpoint(endpoint(timeout)),
                Some(function) => Dispatcher::Relayed {
                    relay: self_invoke(function, timeout.min(RELAY)).await,
                    // What the attempt to relay has left of the time.
                    endpoint: endpoint(timeout.saturating_sub(RELAY)),
                    patience: PATIENCE,
                },
            }
        }
        DispatchConfig::CloudRunJob {
            job,
            region,
            project,
            base_url,
        } => {
            let google = google();
            let project = match project {
                Some(project) => project.clone(),
                None => google.project().await?,
            };
            let region = match region {
                Some(region) => region.clone(),
                None => google.region().await?,
            };
            let place = (project.as_str(), region.as_str(), job.as_str());
            Dispatcher::CloudRunJob(CloudRunJob::new(
                http.clone(),
                google,
                base_url,
                place,
                timeout,
            ))
        }
        DispatchConfig::SelfInvoke(function) => {
            Dispatcher::SelfInvoke(self_invoke(function, timeout).await)
        }
    }))
}

/// How long Lambda may take to take an invocation: there must be time left to ask without it.
const RELAY: Duration = Duration::from_millis(700);
/// How long a drafter may take to answer an invocation that no caller waits for. Instances of Cloud Run
/// start in seconds, and in more when their image has to be fetched.
const PATIENCE: Duration = Duration::from_secs(30);

async fn self_invoke(function: &OwnFunction, timeout: Duration) -> SelfInvoke {
    let client = aws_sdk_lambda::Client::new(&platform::aws::sdk_config().await);
    SelfInvoke::new(client, &function.name, function.alias.as_deref(), timeout)
}

/// The workspace that the configuration names.
pub fn slack(http: reqwest::Client, config: SlackConfig, limits: &Limits) -> Slack {
    let (timeout, retry) = (limits.slack_timeout, limits.slack_retry);
    Slack::new(http, &config.api_url, config.bot_token, timeout, retry)
}

/// The drafter that the configuration names.
pub fn drafter(http: reqwest::Client, config: DrafterConfig, limits: &Limits) -> Drafter {
    match config {
        DrafterConfig::Sample => Drafter::Sample,
        DrafterConfig::OpenAi {
            base_url,
            key,
            model,
            timeout,
            fallbacks,
            limited,
        } => {
            let client = |base_url: &str, key, model: &str| {
                let retry = limits.model_retry;
                Client::new(http.clone(), base_url, key, model, timeout, retry).with_limit(limited)
            };
            let fallbacks = fallbacks
                .into_iter()
                .map(|it| client(&it.base_url, it.key, &it.model));
            Drafter::OpenAi(Models::new(client(&base_url, key, &model), fallbacks))
        }
    }
}

impl Outgoing {
    /// Builds the transports that the configuration names.
    pub async fn connect(config: OutgoingConfig) -> Outgoing {
        let later = match &config.later {
            Some(function) => Some(self_invoke(function, RELAY).await),
            None => None,
        };
        let mut mailboxes = BTreeMap::new();
        for (name, config) in &config.mailboxes {
            let outgoing = Outgoing::of_mailbox(config.clone(), later.clone()).await;
            mailboxes.insert(name.clone(), Arc::new(outgoing));
        }
        Outgoing {
            mailboxes: Arc::new(mailboxes),
            ..Outgoing::of_mailbox(config, later).await
        }
    }

    async fn of_mailbox(config: OutgoingConfig, later: Option<SelfInvoke>) -> Outgoing {
        let mailer = match config.transport {
            TransportConfig::Outbox(folder) => Mailer::Outbox(Outbox::new(folder)),
            TransportConfig::Smtp(smtp) => Mailer::Smtp(smtp),
            TransportConfig::Gmail(gmail) => Mailer::Gmail(gmail),
            TransportConfig::Graph(settings) => {
                Mailer::Graph(Graph::new(settings.oauth.http().clone(), settings))
            }
            TransportConfig::Ses { configuration_set } => {
                Mailer::Ses(Ses::new(&aws::sdk_config().await, configuration_set))
            }
        };
        Outgoing {
            mailer,
            sender: config.sender,
            stationery: config.stationery,
            delay: config.delay,
            later,
            sent: config.sent.map(Imap::new),
            mailboxes: Arc::default(),
        }
    }

    /// How the replies of an inquiry leave, as its mailbox has it.
    pub fn of(&self, inquiry: &Inquiry) -> &Outgoing {
        let name = inquiry.mailbox.as_deref();
        let own = name.and_then(|name| self.mailboxes.get(name));
        own.map_or(self, Arc::as_ref)
    }
}

/// Lets tasks of this process do something with one inquiry one after the other.
#[derive(Clone, Debug, Default)]
pub struct InquiryLocks(Arc<Mutex<HashMap<ContextId, Weak<tokio::sync::Mutex<()>>>>>);

impl InquiryLocks {
    /// Waits for this task's turn, which lasts until the guard is dropped.
    pub async fn next(&self, id: &ContextId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            locks.retain(|_, turn| turn.strong_count() > 0);
            let turn = locks.get(id).and_then(Weak::upgrade).unwrap_or_default();
            locks.insert(id.clone(), Arc::downgrade(&turn));
            turn
        };
        turn.lock_owned().await
    }
}

/// The period whose summary is known to be posted: the store need not be asked about it each minute.
#[derive(Clone, Debug, Default)]
pub struct Summarized(Arc<Mutex<String>>);

impl Summarized {
    /// True when that period's is.
    pub fn is(&self, period: &str) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == period
    }

    /// It is.
    pub fn remember(&self, period: &str) {
        period.clone_into(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Identifiers that cannot be guessed, or that a test can foresee.
#[derive(Clone, Debug, Default)]
pub enum Ids {
    /// UUIDs of version 7: in the order of their making.
    #[default]
    Random,
    /// 1, 2, 3 … Clones count together.
    Counting(Arc<AtomicU64>),
}

impl Ids {
    /// An identifier that was never given before.
    pub fn next(&self) -> String {
        match self {
            Ids::Random => Uuid::now_v7().to_string(),
            Ids::Counting(counter) => (counter.fetch_add(1, Ordering::Relaxed) + 1).to_string(),
        }
    }
}
