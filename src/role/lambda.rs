//! `replybot lambda`: the AWS Lambda handler, with the same routes as `serve`.
//!
//! Between invocations the process is frozen, so nothing is left for after the answer: the
//! handler waits for what goes on behind it. Slack waits three seconds; what takes longer is cut
//! before, and the next sweep takes it up. A reply that is being sent is never cut.

pub mod event;

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, tower::Service as _};
use lambda_runtime::layers::TracingLayer;
use lambda_runtime::{Context, LambdaEvent, service_fn};
use serde_json::{Value, json};
use tokio::sync::{Mutex, mpsc};
use tokio::time::Instant;
use tower::ServiceExt;
use tower::util::MapFutureLayer;
use tracing::Instrument;

use self::event::{Event, Mail, Message, decode};
use crate::app::{App, Outgoing};
use crate::config::{
    CheckConfig, CheckFlags, Environment, InboundConfig, IntakeConfig, LambdaConfig, Role,
};
use crate::dispatch::WorkRequest;
use crate::flow::draft::{DraftError, Stop};
use crate::flow::receive::{receive, receive_from};
use crate::flow::send::send_held;
use crate::flow::ses_event::mail_event;
use crate::flow::sweep::sweep;
use crate::flow::unanswered::measure;
use crate::generation::ask_worker::pass_on;
use crate::http::{ROUTES, Service, router};
use crate::intake;
use crate::role::check;
use crate::role::serve::stop_signal;
use crate::role::worker::write_until;
use inquiry::{ContextId, Origin};
use mailbox::gmail::Gmail;
use mailbox::graph::Graph;
use mailbox::source::imap::Imap;
use mailbox::source::s3::{S3, S3Error};
use platform::metrics;
use platform::telemetry::trace;

/// When a draft that only this invocation can write is given up, so that the modal can say so.
const DRAFT_FOR_SLACK: Duration = Duration::from_millis(1900);
/// When what goes on behind an answer to Slack is cut.
const WORK_FOR_SLACK: Duration = Duration::from_millis(2700);
/// Kept back of the function's own time, to write down that it did not suffice.
const RESERVE: Duration = Duration::from_secs(3);

/// Kept back of the function's own time to send a reply that has waited.
const SENDING: Duration = Duration::from_secs(5);

/// How long the invocation that is under way may take when the process is told to end. Lambda itself
/// tells only functions with extensions, and waits half a second; containers wait for ten.
const LAST: Duration = Duration::from_secs(8);

/// How long the answer may wait until the collector has the traces.
const FLUSH: Duration = Duration::from_millis(200);

/// The function's own time where the deadline is none: `cargo lambda watch` names one in 1970.
const TIME_UNKNOWN: Duration = Duration::from_secs(30);
/// To count the mails that wait means to read many of them.
const MEASURE_EVERY: Duration = Duration::from_secs(4 * 60);

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Serves invocations until the environment ends.
///
/// # Errors
/// When the store cannot be opened or the Runtime API does not answer.
pub async fn run(config: LambdaConfig) -> anyhow::Result<()> {
    metrics::start_to_report();
    let (app, queue) = App::connect(config.app).await?;
    let first = IntakeConfig {
        name: String::new(),
        gmail: config.gmail,
        imap: config.imap,
        graph: config.graph,
    };
    let intakes = std::iter::once(first).chain(config.mailboxes);
    let intakes = intakes.map(|config| Intake::new(config, &app)).collect();
    let function = Function {
        service: Service::new(app, Outgoing::connect(config.outgoing).await, config.http),
        queue: Mutex::new(queue),
        s3: tokio::sync::OnceCell::new(),
        inbound: config.inbound,
        intakes,
        measured: Mutex::default(),
    };
    let stage = config.stage.as_str();
    let function = &function;
    let (version, commit) = (crate::VERSION, crate::COMMIT);
    tracing::info!(version, commit, "replybot is ready");
    let handler = service_fn(|event: LambdaEvent<Value>| async move {
        let LambdaEvent { payload, context } = event;
        let request = context.request_id.clone();
        let answer = function.handle(payload, context).await;
        say_what_was_counted(stage, &request);
        // Slack waits for this answer: what is not sent by then goes with the next one.
        trace::flush(FLUSH).await;
        answer
    });
    let busy = &Mutex::new(());
    let until_answered = MapFutureLayer::new(|invocation| async move {
        let _busy = busy.lock().await;
        invocation.await
    });
    let runtime = lambda_runtime::Runtime::new(handler)
        .layer(TracingLayer::new())
        .layer(until_answered);
    let stop = stop_signal()?;
    let told_to_stop = async {
        stop.cancelled().await;
        if tokio::time::timeout(LAST, busy.lock()).await.is_err() {
            tracing::warn!("some work is left half-done; the next sweep takes it up");
        }
    };
    tokio::select! {
        ended = Box::pin(runtime.run()) => {
            ended.map_err(|error| anyhow::anyhow!("the Lambda Runtime API failed: {error}"))
        }
        () = told_to_stop => Ok(()),
    }
}

/// CloudWatch reads metrics from lines on standard output.
fn say_what_was_counted(stage: &str, request: &str) {
    let counted = metrics::take_report();
    for line in counted.to_emf(stage, request, jiff::Timestamp::now()) {
        if let Err(error) = super::say(line) {
            tracing::warn!(%error, "what was counted could not be said");
        }
    }
}

struct Function {
    service: Service,
    /// What this invocation asked itself for. Invocations of one process follow each other.
    queue: Mutex<mpsc::Receiver<WorkRequest>>,
    s3: tokio::sync::OnceCell<S3>,
    inbound: InboundConfig,
    intakes: Vec<Intake>,
    /// When the mails that wait were counted last.
    measured: Mutex<Option<Instant>>,
}

/// Where the mails of one mailbox are.
struct Intake {
    /// The mailbox's name, where there are several.
    name: String,
    gmail: Option<Gmail>,
    imap: Option<Imap>,
    graph: Option<Graph>,
}

impl Intake {
    fn new(config: IntakeConfig, app: &App) -> Intake {
        let http = || app.http.clone();
        Intake {
            name: config.name,
            gmail: config.gmail.map(|it| Gmail::new(http(), it.settings)),
            imap: config.imap.map(Imap::new),
            graph: config.graph.map(|it| Graph::new(http(), it)),
        }
    }
}

/// When an invocation has to be done with what.
#[derive(Clone, Copy)]
struct Budget {
    draft: Instant,
    work: Instant,
    end: Instant,
}

impl Budget {
    /// Slack's time when Slack asks, else the function's own.
    fn new(context: &Context, for_slack: bool) -> Budget {
        let now = Instant::now();
        let left = context
            .deadline()
            .duration_since(std::time::SystemTime::now())
            .unwrap_or(TIME_UNKNOWN);
        let end = now + left.saturating_sub(Duration::from_millis(500));
        let work = now + left.saturating_sub(RESERVE);
        if for_slack {
            return Budget {
                draft: work.min(now + DRAFT_FOR_SLACK),
                work: end.min(now + WORK_FOR_SLACK),
                end,
            };
        }
        Budget {
            draft: work,
            work,
            end,
        }
    }
}

impl Function {
    async fn handle(&self, payload: Value, context: Context) -> Result<Value, Failed> {
        let event = decode(payload)?;
        let span = tracing::info_span!("invocation", otel.kind = "server", event = event.name());
        if let Event::Write(_, parent) | Event::PassOn(_, parent) | Event::Send(_, parent) = &event
        {
            trace::follow(&span, parent.as_ref());
        }
        self.do_it(event, context).instrument(span).await
    }

    async fn do_it(&self, event: Event, context: Context) -> Result<Value, Failed> {
        match event {
            Event::Http(request) => self.serve(request, context).await,
            Event::Mails(mails) => {
                for mail in &mails {
                    self.take(mail).await?;
                }
                Ok(Value::Null)
            }
            Event::Queue(messages) => Ok(self.take_each(messages).await),
            Event::Sweep => {
                let budget = Budget::new(&context, false);
                let swept = sweep(
                    &self.service.engine.app,
                    Some(&self.service.engine.outgoing),
                )
                .await?;
                tracing::info!(?swept, "swept");
                self.write_drafts(budget).await;
                self.measure().await;
                self.poll(budget).await?;
                Ok(Value::Null)
            }
            Event::Poll => {
                self.poll(Budget::new(&context, false)).await?;
                Ok(Value::Null)
            }
            Event::Write(wish, _) => {
                let budget = Budget::new(&context, false);
                self.write(&wish, budget.draft).await?;
                Ok(Value::Null)
            }
            Event::PassOn(wish, _) => {
                pass_on(&self.service.engine.app, &wish).await;
                Ok(Value::Null)
            }
            Event::Send(id, _) => {
                let budget = Budget::new(&context, false);
                Box::pin(self.send_when_due(&id, budget)).await?;
                Ok(Value::Null)
            }
            Event::Check => Ok(check().await?),
            Event::Nothing => Ok(Value::Null),
        }
    }

    /// Waits until a reply is due, and sends it; where this invocation's time does not suffice, another
    /// one goes on. One that was taken back, or sent by another process, needs nothing.
    async fn send_when_due(&self, id: &ContextId, budget: Budget) -> Result<(), Failed> {
        let engine = &self.service.engine;
        let Some(inquiry) = engine.app.store.get(id).await? else {
            return Ok(());
        };
        let (app, outgoing) = (engine.app.of(&inquiry), engine.outgoing.of(&inquiry));
        let Some(scheduled) = &inquiry.delivery.scheduled else {
            return Ok(());
        };
        let wait = Duration::try_from(scheduled.until.duration_since(app.clock.now()));
        let due = Instant::now() + wait.unwrap_or_default();
        // What is left must suffice for the mail service; a function with little time waits for half of it.
        let now = Instant::now();
        let half = now + budget.work.saturating_duration_since(now) / 2;
        let give_up = budget
            .work
            .checked_sub(SENDING)
            .map_or(half, |it| it.max(half));
        tokio::time::sleep_until(due.min(give_up)).await;
        if due > give_up
            && let Some(function) = &outgoing.later
        {
            return Ok(function.send_later(id).await?);
        }
        Ok(send_held(app, outgoing, id).await?)
    }

    /// Counts the mails that wait, unless that was done a moment ago.
    async fn measure(&self) {
        let mut measured = self.measured.lock().await;
        if measured.is_some_and(|at| at.elapsed() < MEASURE_EVERY) {
            return;
        }
        match measure(&self.service.engine.app).await {
            Ok(()) => *measured = Some(Instant::now()),
            Err(error) => tracing::warn!(%error, "the mails that wait were not counted"),
        }
    }

    /// Takes the mails that wait in the mailboxes, as many as there is time for; the rest waits
    /// there. One that cannot be read holds up no other.
    async fn poll(&self, budget: Budget) -> Result<(), Failed> {
        let polling = self.intakes.iter().map(|intake| {
            let app = self.service.engine.app.mailboxes.get(&intake.name);
            self.poll_one(app.unwrap_or(&self.service.engine.app), intake, budget)
        });
        let polled = futures_util::future::join_all(polling).await;
        polled.into_iter().find(Result::is_err).unwrap_or(Ok(()))
    }

    async fn poll_one(&self, app: &App, intake: &Intake, budget: Budget) -> Result<(), Failed> {
        let gmail = async {
            let Some(gmail) = &intake.gmail else {
                return Ok(());
            };
            match tokio::time::timeout_at(budget.work, intake::gmail::poll_once(app, gmail)).await {
                Ok(polled) => tracing::info!(polled = ?polled?, "Gmail was read"),
                Err(_) => tracing::warn!("there was no time for all mails in Gmail"),
            }
            Ok::<(), Failed>(())
        };
        let imap = async {
            let Some(imap) = &intake.imap else {
                return Ok(());
            };
            let polling = intake::imap::poll_once(app, imap);
            match tokio::time::timeout_at(budget.work, Box::pin(polling)).await {
                Ok(polled) => tracing::info!(polled = ?polled?, "the mailbox was read"),
                Err(_) => tracing::warn!("there was no time for all mails in the mailbox"),
            }
            Ok::<(), Failed>(())
        };
        let graph = async {
            let Some(graph) = &intake.graph else {
                return Ok(());
            };
            let polling = intake::graph::poll_once(app, graph);
            match tokio::time::timeout_at(budget.work, Box::pin(polling)).await {
                Ok(polled) => {
                    tracing::info!(polled = ?polled?, "the mailbox at Microsoft 365 was read")
                }
                Err(_) => tracing::warn!("there was no time for all mails at Microsoft 365"),
            }
            Ok::<(), Failed>(())
        };
        let (gmail, imap, graph) = tokio::join!(gmail, imap, graph);
        gmail.and(imap).and(graph)
    }

    /// Lets the routes answer, and waits for what they have begun.
    async fn serve(&self, request: Value, context: Context) -> Result<Value, Failed> {
        let for_slack = path(&request).ends_with("/slack/events");
        let budget = Budget::new(&context, for_slack);
        let request: LambdaRequest = serde_json::from_value(request)?;
        let service = self.service.for_one_event();
        let routes = router(service.clone());
        let mut http = Adapter::from(service_fn(|request| answer(routes.clone(), request)));
        let response = http.call(LambdaEvent::new(request, context)).await?;
        self.write_drafts(budget).await;
        finish(&service, budget).await;
        Ok(serde_json::to_value(response)?)
    }

    /// Writes what this invocation asked itself for.
    async fn write_drafts(&self, budget: Budget) {
        let mut queue = self.queue.lock().await;
        while let Ok(wish) = queue.try_recv() {
            let id = &wish.id;
            // To show that it was given up takes time, too.
            match tokio::time::timeout_at(budget.work, self.write(&wish, budget.draft)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::error!(context_id = %id, %error, "a draft could not be begun or stored");
                }
                Err(_) => {
                    tracing::warn!(context_id = %id, "a draft took too long; the next sweep takes it up");
                }
            }
        }
    }

    async fn write(&self, wish: &WorkRequest, until: Instant) -> Result<(), DraftError> {
        let limit = until.saturating_duration_since(Instant::now());
        let stop = async {
            tokio::time::sleep_until(until).await;
            Stop::OutOfTime(limit)
        };
        write_until(&self.service.engine.app, wish, stop).await
    }

    /// Partial batch response: what failed comes again, the rest does not
    /// (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
    async fn take_each(&self, messages: Vec<Message>) -> Value {
        let mut failures = Vec::new();
        for Message { id, mails } in messages {
            let taken = async {
                for mail in &mails? {
                    self.take(mail).await?;
                }
                Ok::<_, Failed>(())
            };
            if let Err(error) = taken.await {
                tracing::error!(message_id = id, %error, "a message stays in the queue");
                failures.push(json!({ "itemIdentifier": id }));
            }
        }
        json!({ "batchItemFailures": failures })
    }

    /// Takes a mail in. What fails now, the source delivers again.
    async fn take(&self, mail: &Mail) -> Result<(), Failed> {
        let (bucket, key) = match mail {
            Mail::Ours(event) => {
                mail_event(&self.service.engine.app, event).await?;
                return Ok(());
            }
            Mail::Content(bytes) => {
                receive(&self.service.engine.app, bytes).await?;
                return Ok(());
            }
            Mail::Object { bucket, key } => (bucket.clone(), key.clone()),
            Mail::Message(id) => self.s3().await.place_of(id).ok_or(
                "SES names a mail by its id alone: set SES_INBOUND_BUCKET_NAME to the bucket of the rule's S3 action",
            )?,
        };
        let s3 = self.s3().await;
        if !s3.is_mail(&bucket, &key) {
            tracing::info!(bucket, key, "an object that is no mail was passed over");
            return Ok(());
        }
        match s3.fetch(&bucket, &key).await {
            Ok(bytes) => {
                let origin = Origin::S3 { bucket, key };
                receive_from(&self.service.engine.app, &bytes, Some(&origin)).await?;
                Ok(())
            }
            Err(error @ S3Error::Gone { .. }) => {
                tracing::error!(%error, "a mail cannot be taken any more");
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn s3(&self) -> &S3 {
        self.s3
            .get_or_init(|| async {
                let client = aws_sdk_s3::Client::new(&platform::aws::sdk_config().await);
                let InboundConfig { bucket, prefix } = &self.inbound;
                S3::new(client, bucket.clone(), prefix)
            })
            .await
    }
}

/// `replybot check` by the function itself, with its own identity and its own network: what it says,
/// line by line, and the exit code that a shell would get.
async fn check() -> anyhow::Result<Value> {
    // Anew: what was put in since the start counts.
    let environment = Environment::read([]).with_mailboxes().await?;
    let environment = environment.with_secrets().await?.with_knowledge().await?;
    let environment = environment.with_logos().await?;
    let read = |environment: &Environment| {
        CheckConfig::read(environment, Role::Lambda, CheckFlags::default())
    };
    let (exit, lines) = check::lines(environment, read).await?;
    let version = json!({ "version": crate::VERSION, "commit": crate::COMMIT });
    Ok(json!({ "exit": exit.code(), "lines": lines, "build": version }))
}

/// Waits for what goes on behind an answer, and cuts what takes too long.
async fn finish(service: &Service, budget: Budget) {
    service.engine.tasks.close();
    let work = tokio::time::timeout_at(budget.work, service.engine.tasks.wait());
    if work.await.is_ok() {
        return;
    }
    service.engine.cut.cancel();
    let sending = tokio::time::timeout_at(budget.end, service.engine.tasks.wait());
    if sending.await.is_err() {
        tracing::error!("a reply is still being sent; whether it went out has to be settled");
    }
}

async fn answer(
    routes: Router,
    request: lambda_http::Request,
) -> Result<lambda_http::http::Response<Body>, std::convert::Infallible> {
    let (mut parts, body) = request.into_parts();
    let body = match body {
        lambda_http::Body::Empty => Body::empty(),
        lambda_http::Body::Text(text) => Body::from(text),
        lambda_http::Body::Binary(bytes) => Body::from(bytes),
        _ => Body::empty(),
    };
    // A stage or a base path of API Gateway may stand before the route.
    if let Some(route) = ROUTES
        .iter()
        .find(|route| parts.uri.path().ends_with(*route))
        && let Ok(uri) = route.parse()
    {
        parts.uri = uri;
    }
    let request = axum::extract::Request::from_parts(parts, body);
    routes.oneshot(request).await
}

fn path(request: &Value) -> &str {
    let path = request["rawPath"].as_str().or(request["path"].as_str());
    path.unwrap_or_default()
}
