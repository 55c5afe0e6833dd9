//! The product between its simulators, with a clock that does not run until it is moved.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ::llm::Drafter;
use inquiry::clock::{Clock, ManualClock};
use inquiry::{ContextId, Inquiry};
use mailbox::Mailer;
use replybot::app::{App, Ids, Outgoing};
use replybot::config::{Environment, Limits, ServeConfig};
use replybot::dispatch::{Dispatcher, WorkRequest};
use replybot::file_reader::Reader;
use replybot::flow::receive::{Received, receive};
use replybot::flow::sweep::{Swept, sweep};
use replybot::http::{Service, router};
use replybot::role::{serve, worker};
use slack_sim::{self, Channel, Delivery, PingKind, Place, Settings, Workspace};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::story::logs;
use crate::support::dynamodb::Table;
use crate::support::llm::{self, Llm};
use crate::support::proxy::Proxy;
use crate::support::smtp::Smtp;

pub const CHANNEL: &str = "C0000001";
pub const SATO: &str = "U0000001";
pub const SUZUKI: &str = "U0000002";
pub const TANAKA: &str = "U0000003";
pub const SIGNING_SECRET: &str = "0ca4a2950516516e675ec2e7ca4a2900";
pub const BOT_TOKEN: &str = "xoxb-canary-token";
pub const AUTHORIZATION: &str = "Bearer canary-0123456789";

/// What must be in no log and reach no model, ever.
const SECRETS: [&str; 4] = [SIGNING_SECRET, BOT_TOKEN, "canary-0123456789", llm::KEY];

/// What a test wants to be different.
#[derive(Clone, Default)]
pub struct Setup {
    /// Variables beside the usual ones.
    pub environment: Vec<(&'static str, &'static str)>,
    /// Sends replies by this instead of the SMTP server.
    pub mailer: Option<Mailer>,
    /// Runs no worker: drafts are written and sweeps are made when the test says so.
    pub by_hand: bool,
    /// One draft at a time, and one sweep after another.
    pub crowded: bool,
    /// How long Slack's calls may take; the usual time is longer than any test waits.
    pub slack_timeout: Option<Duration>,
    /// How long an interaction's answer may wait for its work; the usual time is longer than any test waits.
    pub acknowledge_within: Option<Duration>,
    /// The simulated Slack keeps its rate limits; they are on the bench's clock.
    pub rate_limits: bool,
    /// How long whoever posts a card has it alone; the usual time is on the bench's clock.
    pub draft_lease: Option<Duration>,
    /// A table of DynamoDB instead of the embedded store.
    pub table: Option<Arc<Table>>,
    /// Drafts are the labelled samples of a deployment without a model.
    pub without_model: bool,
    /// Who is asked for drafts, instead of this process.
    pub dispatcher: Option<Dispatcher>,
}

impl Setup {
    /// Drafts are written and sweeps are made when the test says so.
    pub fn by_hand() -> Setup {
        Setup {
            by_hand: true,
            ..Setup::default()
        }
    }

    /// Somebody else is asked for drafts: they are written when the test says so.
    pub fn asking(dispatcher: Dispatcher) -> Setup {
        Setup {
            by_hand: true,
            dispatcher: Some(dispatcher),
            ..Setup::default()
        }
    }
}

pub struct Bench {
    pub workspace: Workspace,
    /// How much other tests had logged when this one began.
    logged_before: usize,
    /// Where a browser finds the workspace.
    pub page: String,
    /// Between the product and the workspace.
    pub slack: Proxy,
    pub llm: Llm,
    pub smtp: Smtp,
    pub clock: ManualClock,
    pub app: Arc<App>,
    pub service: Service,
    pub url: String,
    queue: tokio::sync::Mutex<Option<mpsc::Receiver<WorkRequest>>>,
    personal: std::sync::Mutex<Vec<String>>,
    submitted: AtomicBool,
    rate_limits: bool,
    /// Who has opened something: the card says who is writing.
    openers: std::sync::Mutex<Vec<String>>,
    stop: CancellationToken,
    data: tempfile::TempDir,
}

/// Runs a test in the usual setup and ends it properly.
pub async fn bench(test: impl AsyncFnOnce(&Bench)) {
    bench_with(Setup::default(), test).await;
}

/// Runs a test in a setup of its own and ends it properly.
pub async fn bench_with(setup: Setup, test: impl AsyncFnOnce(&Bench)) {
    let bench = Bench::start(setup).await;
    test(&bench).await;
    bench.finish().await;
}

impl Bench {
    async fn start(setup: Setup) -> Bench {
        let logged_before = logs::start();
        let data = tempfile::tempdir().unwrap();
        let (llm, smtp, slack) = (
            Llm::start().await,
            Smtp::start().await,
            Proxy::start().await,
        );
        let (clock, hand) = Clock::manual("2026-11-24T03:00:00Z".parse().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (workspace, page) = start_workspace(&url, &slack, clock.clone(), &setup).await;
        let mut config = config(&data, &slack, &llm, &smtp, &setup).await;
        config.app.limits = limits(&setup);
        let (mut app, queue) = App::connect(config.app).await.unwrap();
        app.clock = clock;
        app.ids = Ids::Counting(Arc::default());
        app.reader = Reader::by(Some(env!("CARGO_BIN_EXE_replybot").into()));
        if let Some(table) = &setup.table {
            app.store = table.open();
        }
        if setup.without_model {
            app.drafter = Drafter::Sample;
        }
        if let Some(dispatcher) = &setup.dispatcher {
            app.dispatcher = dispatcher.clone();
        }
        app.mailboxes = Arc::new(of_mailboxes(&app));
        let mut outgoing = Outgoing::connect(config.outgoing).await;
        if let Some(mailer) = setup.mailer.clone() {
            outgoing.mailer = mailer;
        }
        let service = Service::new(app, outgoing, config.http);
        let stop = CancellationToken::new();
        tokio::spawn(serve::listen(
            listener,
            router(service.clone()),
            stop.clone(),
        ));
        let mut bench = Bench {
            workspace,
            logged_before,
            page,
            slack,
            llm,
            smtp,
            clock: hand,
            app: service.engine.app.clone(),
            service,
            url,
            queue: tokio::sync::Mutex::new(Some(queue)),
            personal: std::sync::Mutex::default(),
            submitted: AtomicBool::default(),
            rate_limits: setup.rate_limits,
            openers: std::sync::Mutex::default(),
            stop,
            data,
        };
        if !setup.by_hand {
            let queue = bench.queue.get_mut().take().unwrap();
            let (app, tasks, stop) = (
                bench.app.clone(),
                bench.service.engine.tasks.clone(),
                bench.stop.clone(),
            );
            let outgoing = bench.service.engine.outgoing.clone();
            tokio::spawn(worker::run(
                app,
                outgoing,
                queue,
                tasks,
                stop,
                bench.service.engine.cut.clone(),
            ));
        }
        bench
    }

    /// A customer's mail arrives; its card is in the channel.
    pub async fn receive(&self, mail: &Mail) -> Card {
        let received = self.deliver(mail).await;
        assert!(matches!(received, Received::New(_)), "{received:?}");
        self.card(received.id())
    }

    /// A customer's mail arrives, whatever becomes of it.
    pub async fn deliver(&self, mail: &Mail) -> Received {
        self.personal
            .lock()
            .unwrap()
            .extend(mail.personal.iter().map(|text| (*text).to_owned()));
        // On the heap: several deliveries at once would be more than a thread's stack should carry.
        let mail = mail.eml();
        Box::pin(receive(&self.app, mail.as_bytes())).await.unwrap()
    }

    /// The card of an inquiry.
    pub fn card(&self, id: &ContextId) -> Card {
        let cards = self.cards(id);
        assert_eq!(cards.len(), 1, "cards of {id}");
        let ts = cards[0]["ts"].as_str().unwrap().to_owned();
        Card {
            id: id.clone(),
            place: Place::Message {
                channel: CHANNEL.to_owned(),
                ts,
            },
        }
    }

    /// All cards of an inquiry.
    pub fn cards(&self, id: &ContextId) -> Vec<serde_json::Value> {
        let mut messages = self.workspace.messages();
        messages
            .retain(|message| message["metadata"]["event_payload"]["context_id"] == id.as_str());
        messages
    }

    /// A person clicks a card's button; the modal is on their screen.
    pub async fn click(&self, person: &str, card: &Card) -> Modal {
        self.openers.lock().unwrap().push(format!("<@{person}>"));
        let delivery = self
            .workspace
            .click(person, &card.place, "generate_reply_action")
            .await;
        assert_eq!(delivery, Delivery::Acknowledged);
        // On a busy computer the acknowledgement may come first.
        self.until(|b| !b.workspace.open_views(person).is_empty())
            .await;
        let view_id = self
            .workspace
            .open_views(person)
            .last()
            .cloned()
            .expect("a modal opened");
        Modal {
            view_id,
            person: person.to_owned(),
        }
    }

    /// A person clicks another button of a card, or chooses `option` in its menu.
    pub async fn act(&self, person: &str, card: &Card, action_id: &str, option: Option<&str>) {
        self.somebody_answers();
        let target = slack_sim::Target::from(action_id);
        let target = option.into_iter().fold(target, slack_sim::Target::choosing);
        let delivery = self.workspace.click(person, &card.place, target).await;
        assert_eq!(delivery, Delivery::Acknowledged, "{action_id}");
    }

    /// What the card's thread was told, oldest first.
    pub fn thread(&self, card: &Card) -> Vec<String> {
        let mut messages = self.workspace.messages();
        messages.retain(|it| it["metadata"]["event_payload"]["about"] == card.id.as_str());
        let place = |it: &serde_json::Value| Place::Message {
            channel: CHANNEL.to_owned(),
            ts: it["ts"].as_str().unwrap().to_owned(),
        };
        messages
            .iter()
            .map(|it| self.workspace.visible_text(&place(it)))
            .collect()
    }

    /// A person clicks a button in a modal.
    pub async fn press(&self, modal: &Modal, action_id: &str) {
        let place = Place::View {
            view_id: modal.view_id.clone(),
        };
        let delivery = self.workspace.click(&modal.person, &place, action_id).await;
        assert_eq!(
            delivery,
            Delivery::Acknowledged,
            "{action_id} in:\n{}",
            self.text(modal)
        );
    }

    /// A person clicks a button that pushes a panel over a modal; the panel is on their screen.
    pub async fn push(&self, modal: &Modal, action_id: &str) -> Modal {
        let before = self.workspace.open_views(&modal.person).len();
        self.press(modal, action_id).await;
        let views = self.workspace.open_views(&modal.person);
        assert_eq!(views.len(), before + 1, "no panel was pushed");
        Modal {
            view_id: views.last().cloned().unwrap(),
            person: modal.person.clone(),
        }
    }

    /// A person chooses an option in an input of a view.
    pub async fn choose(&self, view: &Modal, block_id: &str, value: &str) -> Delivery {
        let place = Place::View {
            view_id: view.view_id.clone(),
        };
        let target = slack_sim::Target::from("choice");
        let target = target.in_block(block_id).choosing(value);
        self.workspace.click(&view.person, &place, target).await
    }

    /// A person types into an input of a view.
    pub fn enter(&self, view: &Modal, block_id: &str, action_id: &str, text: &str) {
        let typed = self
            .workspace
            .type_text(&view.view_id, block_id, action_id, text);
        assert_eq!(typed, Delivery::Kept);
    }

    /// A person clicks a card and waits for the draft.
    pub async fn click_and_wait(&self, person: &str, card: &Card) -> Modal {
        let modal = self.click(person, card).await;
        self.until(|bench| bench.reply(&modal).is_some()).await;
        modal
    }

    /// A person writes something else into the reply's (first) input.
    pub fn write(&self, modal: &Modal, text: &str) {
        let (block_id, _) = self.inputs(modal).first().cloned().expect("an input");
        let typed =
            self.workspace
                .type_text(&modal.view_id, &block_id, "editable_reply_input", text);
        assert_eq!(typed, Delivery::Kept);
    }

    /// A person presses the submit button.
    pub async fn submit(&self, modal: &Modal) -> Delivery {
        self.somebody_answers();
        self.workspace.submit(&modal.person, &modal.view_id).await
    }

    /// The question that lies over a modal: what has to be looked at before its reply goes out.
    pub fn question(&self, modal: &Modal) -> Modal {
        let top = self.workspace.open_views(&modal.person).pop();
        let view_id = top.filter(|top| *top != modal.view_id);
        Modal {
            view_id: view_id.expect("a question over the modal"),
            person: modal.person.clone(),
        }
    }

    /// A person submits and is asked to look once more; the text of the question.
    pub async fn submit_and_be_asked(&self, modal: &Modal) -> String {
        let pushed = self.submit(modal).await;
        assert!(matches!(pushed, Delivery::Pushed { .. }), "{pushed:?}");
        self.text(&self.question(modal))
    }

    /// A person has looked, and sends anyway.
    pub async fn insist(&self, modal: &Modal) -> Delivery {
        let question = self.question(modal);
        self.workspace
            .submit(&question.person, &question.view_id)
            .await
    }

    /// A person submits, and sends anyway when they are asked to look once more.
    pub async fn send_anyway(&self, modal: &Modal) {
        if let Delivery::Pushed { .. } = self.submit(modal).await {
            assert_eq!(self.insist(modal).await, Delivery::Closed);
        }
    }

    /// From here on, card and modals may name people.
    pub fn somebody_answers(&self) {
        self.submitted.store(true, Ordering::Relaxed);
    }

    /// Slack's name for what a modal shows.
    pub fn hash(&self, modal: &Modal) -> Option<String> {
        let view = self.workspace.view(&modal.view_id)?;
        view["hash"].as_str().map(str::to_owned)
    }

    /// What a modal says.
    pub fn text(&self, modal: &Modal) -> String {
        self.workspace.visible_text(&Place::View {
            view_id: modal.view_id.clone(),
        })
    }

    /// What a card says.
    pub fn card_text(&self, card: &Card) -> String {
        self.workspace.visible_text(&card.place)
    }

    /// `block_id` and text of the reply's inputs, from top to bottom.
    pub fn inputs(&self, modal: &Modal) -> Vec<(String, String)> {
        let view = self.workspace.view(&modal.view_id).expect("an open modal");
        let blocks = view["blocks"].as_array().unwrap().iter().filter(|block| {
            let block_id = block["block_id"].as_str().unwrap_or_default();
            block["type"] == "input" && block_id.starts_with("editable_reply_block")
        });
        blocks
            .map(|block| {
                let block_id = block["block_id"].as_str().unwrap();
                let value = &view["state"]["values"][block_id]["editable_reply_input"]["value"];
                (
                    block_id.to_owned(),
                    value.as_str().unwrap_or_default().to_owned(),
                )
            })
            .collect()
    }

    /// The reply's text, once there is an input.
    pub fn reply(&self, modal: &Modal) -> Option<String> {
        let inputs = self.inputs(modal);
        let texts: Vec<&str> = inputs.iter().map(|(_, text)| text.as_str()).collect();
        (!inputs.is_empty()).then(|| texts.join("\n"))
    }

    /// The inquiry as it is stored: for what nobody can see, such as a lease.
    pub async fn stored(&self, id: &ContextId) -> Inquiry {
        self.app
            .store
            .get(id)
            .await
            .unwrap()
            .expect("a stored inquiry")
    }

    /// Waits until something can be seen. Gives up after a time that is no measure of anything.
    pub async fn until(&self, seen: impl Fn(&Bench) -> bool) {
        // Not everything that is waited for is a change of the workspace.
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut waited = None;
        while waited.is_none() && tokio::time::Instant::now() < deadline {
            waited = self
                .workspace
                .until(Duration::from_millis(50), |_| seen(self).then_some(()))
                .await;
        }
        if waited.is_none() {
            let screens: Vec<String> = [SATO, SUZUKI]
                .iter()
                .flat_map(|person| self.workspace.open_views(person))
                .map(|view_id| self.workspace.visible_text(&Place::View { view_id }))
                .collect();
            panic!(
                "never seen; the screens show:\n{}\nrefusals: {:?}",
                screens.join("\n---\n"),
                self.workspace.refusals()
            );
        }
    }

    /// Takes up what is due, and writes the drafts among it when the test has no worker.
    pub async fn sweep(&self) -> Swept {
        let swept = sweep(&self.app, Some(&self.service.engine.outgoing))
            .await
            .unwrap();
        self.write_drafts().await;
        swept
    }

    /// Writes the drafts and translations that were asked for, for a test without a worker.
    pub async fn write_drafts(&self) {
        let mut queue = self.queue.lock().await;
        while let Some(wish) = queue.as_mut().and_then(|queue| queue.try_recv().ok()) {
            worker::write(&self.app, &wish, &self.service.engine.cut).await;
        }
    }

    /// Loses the drafts that were asked for, as a crash does.
    pub async fn lose_queue(&self) {
        let mut queue = self.queue.lock().await;
        while queue.as_mut().is_some_and(|queue| queue.try_recv().is_ok()) {}
    }

    /// Lets time pass. What is going on ends first: it may still be reading the clock.
    pub async fn let_pass(&self, time: Duration) {
        self.all_work_done().await;
        self.clock.advance(time);
    }

    /// Waits for what goes on behind the answers.
    pub async fn all_work_done(&self) {
        self.service.engine.tasks.close();
        let done = tokio::time::timeout(PATIENCE, self.service.engine.tasks.wait());
        done.await.expect("all work ends");
        self.service.engine.tasks.reopen();
    }

    pub fn data(&self) -> PathBuf {
        self.data.path().to_owned()
    }

    /// Ends the test, and fails it for what it left behind.
    async fn finish(self) {
        self.stop.cancel();
        self.all_work_done().await;
        let mut refusals = self.workspace.refusals();
        // A person may close a modal at the moment when it is updated, and whoever asks whether it
        // still shows what it did may hear that it does not.
        let answers = ["not_found", "hash_conflict"];
        refusals.retain(|it| it.method != "views.update" || !answers.contains(&&*it.error));
        // Where limits are kept, they are met.
        refusals.retain(|it| !self.rate_limits || it.error != "ratelimited");
        assert_eq!(refusals, [], "refused by Slack");
        let mut pings = self.workspace.pings();
        // Once somebody has answered, card and modals name them.
        let answered = self.submitted.load(Ordering::Relaxed);
        let openers = self.openers.lock().unwrap().clone();
        pings.retain(|ping| {
            !(ping.kind == PingKind::Person && (answered || openers.contains(&ping.raw)))
        });
        assert_eq!(pings, [], "somebody was pinged");
        assert_eq!(self.llm.faults(), Vec::<String>::new());
        assert_eq!(self.slack.unused(), [], "faults that never happened");
        self.assert_nothing_leaked();
    }

    fn assert_nothing_leaked(&self) {
        let personal = self.personal.lock().unwrap();
        let canaries: Vec<&str> = SECRETS
            .into_iter()
            .chain(personal.iter().map(String::as_str))
            .collect();
        let logged = logs::logged_since(self.logged_before);
        let asked = self.llm.prompts().concat();
        let channel = serde_json::to_string(&self.workspace.messages()).unwrap();
        for canary in canaries {
            for (place, text) in [
                ("the log", &logged),
                ("the model", &asked),
                ("the channel", &channel),
            ] {
                if let Some(at) = text.find(canary) {
                    let from = text[..at]
                        .char_indices()
                        .rev()
                        .nth(200)
                        .map_or(0, |(index, _)| index);
                    panic!(
                        "{canary:?} reached {place}: …{}",
                        &text[from..at + canary.len()]
                    );
                }
            }
        }
    }
}

/// The workspace, and where a browser finds it.
/// Those of the other mailboxes, with the parts that a test has changed.
fn of_mailboxes(app: &App) -> BTreeMap<String, Arc<App>> {
    let others = app.mailboxes.iter().map(|(name, other)| {
        let other = App {
            store: app.store.clone(),
            drafter: app.drafter.clone(),
            dispatcher: app.dispatcher.clone(),
            clock: app.clock.clone(),
            ids: app.ids.clone(),
            reader: app.reader.clone(),
            ..App::clone(other)
        };
        (name.clone(), Arc::new(other))
    });
    others.collect()
}

async fn start_workspace(
    product: &str,
    slack: &Proxy,
    clock: Clock,
    setup: &Setup,
) -> (Workspace, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    slack.stand_before(&base_url);
    let japanese = setup.environment.contains(&("UI_LANGUAGE", "ja"));
    let words = |ja: &str, en: &str| if japanese { ja } else { en }.to_owned();
    let user = |id: &str, name: String| slack_sim::User {
        id: id.to_owned(),
        name,
    };
    let workspace = Workspace::open(Settings {
        bot_token: BOT_TOKEN.to_owned(),
        signing_secret: SIGNING_SECRET.to_owned(),
        events_url: format!("{product}/slack/events"),
        base_url: base_url.clone(),
        channel: Channel {
            id: CHANNEL.to_owned(),
            name: words("お問い合わせ", "support"),
        },
        users: vec![
            user(SATO, words("佐藤 由美", "Yumi Sato")),
            user(SUZUKI, words("鈴木 亮", "Alex Suzuki")),
            user(TANAKA, words("田中 健", "Ken Tanaka")),
        ],
        language: match japanese {
            true => slack_sim::Language::Ja,
            false => slack_sim::Language::En,
        },
        state_file: None,
        now: Arc::new(move || clock.now()),
        rate_limits: setup.rate_limits,
        // Not what is tested here: a busy computer is no fault of the app.
        acknowledge_within: PATIENCE,
    })
    .unwrap();
    tokio::spawn(llm::axum_serve(listener, workspace.router()));
    (workspace, base_url)
}

/// Far longer than anything takes: a busy computer must not decide how a test ends.
const PATIENCE: Duration = Duration::from_secs(120);
/// What the shop says of itself.
const FACTS: &str = "Your order arrives on Monday.\nYour order arrives on Tuesday.\nYour order arrives on Wednesday.\n\
    Your order arrives on Thursday.\nYour order arrives on Friday.\nYour order arrives tomorrow.\n";

async fn config(
    data: &tempfile::TempDir,
    slack: &Proxy,
    llm: &Llm,
    smtp: &Smtp,
    setup: &Setup,
) -> ServeConfig {
    // What tests are about that are not about facts: then no reply is asked about.
    let facts = data.path().join("facts.txt");
    std::fs::write(&facts, FACTS).unwrap();
    let mut values: BTreeMap<String, String> = [
        ("SHOP_FACTS", facts.to_str().unwrap()),
        ("REPLYBOT_DATA", data.path().to_str().unwrap()),
        ("SLACK_API_URL", &format!("{}/api", slack.url())),
        ("SLACK_BOT_TOKEN", BOT_TOKEN),
        ("SLACK_SIGNING_SECRET", SIGNING_SECRET),
        ("SLACK_CHANNEL_ID", CHANNEL),
        ("OPENAI_BASE_URL", llm.url()),
        ("OPENAI_API_KEY", llm::KEY),
        ("OPENAI_MODEL", "test-model"),
        (
            "SENDER_EMAIL_ADDRESS",
            "Example Shop <support@shop.example>",
        ),
        ("MAIL_TRANSPORT", "smtp"),
        ("SMTP_URL", smtp.url()),
        ("ASYNC_GENERATION_AUTH_HEADER", AUTHORIZATION),
        ("UI_LANGUAGE", "en"),
        // Many a test writes the same mail twice and wants a draft for each.
        ("DRAFT_CACHE_HOURS", "0"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    values.extend(
        setup
            .environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let environment = Environment::of(values).with_mailboxes().await.unwrap();
    let environment = environment.with_knowledge().await.unwrap();
    let environment = environment.with_prompts(&[]).await.unwrap();
    ServeConfig::read(&environment, false).unwrap()
}

/// What `serve` needs to start, and these values above it; for what a start says of them.
pub fn complete(values: &[(&str, &str)]) -> Environment {
    let needed = [
        ("SLACK_BOT_TOKEN", "xoxb-1234"),
        ("SLACK_SIGNING_SECRET", "0123456789abcdef0123456789abcdef"),
        ("SLACK_CHANNEL_ID", "C0000001"),
        ("OPENAI_API_KEY", "sk-1"),
        ("SENDER_EMAIL_ADDRESS", "support@shop.example"),
        ("MAIL_TRANSPORT", "outbox"),
        ("ASYNC_GENERATION_AUTH_HEADER", AUTHORIZATION),
    ];
    let values = needed.iter().chain(values);
    let values = values.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Environment::of(values.collect())
}

/// Waits on the real clock are short; leases and graces are on the bench's clock.
fn limits(setup: &Setup) -> Limits {
    let usual = Limits::default();
    Limits {
        stream_interval: Duration::from_millis(20),
        draft_lease: setup.draft_lease.unwrap_or(usual.draft_lease),
        slack_retry: match setup.rate_limits {
            true => Duration::from_millis(10),
            false => usual.slack_retry,
        },
        sweep_interval: match setup.crowded {
            true => Duration::from_millis(20),
            false => Duration::from_secs(3600),
        },
        // A test sweeps itself.
        foresight: Duration::ZERO,
        drafts_at_once: match setup.crowded {
            true => 1,
            false => usual.drafts_at_once,
        },
        slack_timeout: setup.slack_timeout.unwrap_or(usual.slack_timeout),
        // An acknowledgement that comes before the work is done is for the tests that want one.
        acknowledge_within: setup.acknowledge_within.unwrap_or(PATIENCE),
        ..usual
    }
}

/// An inquiry's card in the channel.
pub struct Card {
    pub id: ContextId,
    pub place: Place,
}

/// A modal on somebody's screen.
#[derive(Clone)]
pub struct Modal {
    pub view_id: String,
    pub person: String,
}

/// A mail, as a customer's program writes it.
#[derive(Clone)]
pub struct Mail {
    pub headers: Vec<(&'static str, String)>,
    pub text: String,
    /// Parts of it that no model, log or channel may see.
    pub personal: Vec<&'static str>,
}

impl Mail {
    /// A usual mail under this Message-ID.
    pub fn new(message_id: &str) -> Mail {
        Mail {
            headers: vec![
                ("Message-ID", format!("<{message_id}>")),
                ("From", "Taro Yamada <taro.yamada@example.com>".to_owned()),
                ("To", "support@shop.example".to_owned()),
                ("Subject", "Where is my order?".to_owned()),
                ("Date", "Tue, 24 Nov 2026 11:00:00 +0900".to_owned()),
                ("MIME-Version", "1.0".to_owned()),
                ("Content-Type", "text/plain; charset=utf-8".to_owned()),
            ],
            text:
                "Hello,\n\nmy order 51922 has not arrived. Please call me at 090-1234-5678.\n\nTaro"
                    .to_owned(),
            personal: vec!["taro.yamada@example.com", "090-1234-5678", "Yamada"],
        }
    }

    /// The same mail with another value for a header, or with one more header.
    pub fn with(mut self, name: &'static str, value: &str) -> Mail {
        self.headers.retain(|(header, _)| *header != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The same mail with another text.
    pub fn saying(mut self, text: &str) -> Mail {
        text.clone_into(&mut self.text);
        self
    }

    pub fn eml(&self) -> String {
        let headers: String = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        format!("{headers}\r\n{}", self.text.replace('\n', "\r\n"))
    }
}
