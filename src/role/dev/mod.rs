//! `replybot dev`: the whole product on a laptop, with a simulated Slack in the browser.
//!
//! The product is the one that `serve` runs, over the same HTTP; only Slack's other side and the
//! mail service are on this computer, too.

mod guard;
mod language;
mod lock;
mod real_slack;
mod samples;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;
use slack_sim::{Channel, Settings, User, Workspace, outbox};
use tokio::net::TcpListener;

use super::{say, serve, worker};
use crate::app::{App, Ids, Outgoing};
use crate::config::{DevConfig, Environment, ServeConfig, own_mailbox};
use crate::flow::receive::{Received, receive};
use crate::http::{Service, router};
use crate::intake;
use crate::problem::Problem;
use guard::guard;
use language::FirstLook;
use llm::Drafter;
use lock::Lock;
use mail::Address;
use mailbox::source::imap::Imap;
use platform::net;
use screens::texts::Language;

/// The largest mail that may be dropped on the page: what mail services take.
const MAIL_LIMIT: usize = 40 * 1024 * 1024;

pub use real_slack::run as run_with_slack;

/// Runs until Ctrl-C. With a `mailbox`, its mails are taken and replies leave by it.
///
/// A workspace that is new, and whose language nothing says, speaks the language of the browser that first
/// looks at it: it begins once more then.
///
/// # Errors
/// When the port is taken, or the data folder or the mailbox cannot be used.
pub async fn run(environment: Environment, mailbox: Option<&Address>) -> anyhow::Result<()> {
    // The simulator has a client of its own, which would say less of what lacks.
    net::client()?;
    let (environment, by_mail) = match mailbox {
        Some(address) => {
            let by_mail = own_mailbox(&environment, address)?;
            // Apart from the samples: a reply to one of them must not go out by mail.
            let data = environment.data().join("mailbox").display().to_string();
            (environment.with("REPLYBOT_DATA", &data), by_mail)
        }
        None => (environment, BTreeMap::new()),
    };
    let before = environment.dev_settings();
    let spoken = before.as_ref().and_then(|it| it.get(LANGUAGE).cloned());
    let is_told = environment.language().is_some();
    let mut environment = match spoken.filter(|_| !is_told) {
        Some(language) => environment.with(LANGUAGE, &language),
        None => environment,
    };
    let dev = DevConfig::read(&environment)?;
    let mut lock = Lock::take(&dev.data)?;
    let address = Listening::bind(dev.port).await?;
    lock.held_by(&address.base_url)
        .with_context(|| format!("cannot write to {}", dev.data.display()))?;
    let mut follows = before.is_none() && !is_told && mailbox.is_none();
    let mut is_second = false;
    let stop = serve::stop_signal()?;
    loop {
        let first = FirstLook::new(follows, is_second, stop.child_token());
        let running = run_once(&environment, mailbox, &by_mail, &address, &first);
        Box::pin(running).await?;
        let Some(language) = first.wanted().filter(|_| !stop.is_cancelled()) else {
            return Ok(());
        };
        // The samples, and nothing else: see `FirstLook`.
        language::start_over(&dev.data)
            .with_context(|| format!("cannot write to {}", dev.data.display()))?;
        environment = environment.with(LANGUAGE, language.code());
        (follows, is_second) = (false, true);
    }
}

const LANGUAGE: &str = "UI_LANGUAGE";

/// Where the page is served. Kept while the product begins once more, so that a browser waits.
struct Listening {
    port: u16,
    base_url: String,
    first: std::net::TcpListener,
    /// Browsers take `localhost` for either; where there is no IPv6, they take the other.
    second: Option<std::net::TcpListener>,
}

impl Listening {
    async fn bind(port: u16) -> anyhow::Result<Listening> {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let first = first.with_context(|| {
            format!(
                "cannot listen on port {port}: is another `replybot dev` running? Try --port {}",
                port.wrapping_add(1)
            )
        })?;
        let port = first.local_addr()?.port();
        let second = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
        let second = second.map(TcpListener::into_std).transpose()?;
        Ok(Listening {
            port,
            base_url: format!("http://127.0.0.1:{port}"),
            first: first.into_std()?,
            second,
        })
    }

    fn listeners(&self) -> std::io::Result<Vec<TcpListener>> {
        let all = std::iter::once(&self.first).chain(&self.second);
        all.map(|it| TcpListener::from_std(it.try_clone()?))
            .collect()
    }
}

async fn run_once(
    environment: &Environment,
    mailbox: Option<&Address>,
    by_mail: &BTreeMap<String, String>,
    address: &Listening,
    first: &FirstLook,
) -> anyhow::Result<()> {
    let (port, base_url) = (address.port, address.base_url.as_str());
    let dev = DevConfig::read(environment)?;
    let mut settings = settings(environment, base_url);
    for (name, configured, files) in [
        ("KNOWLEDGE", environment.knowledge(), samples::KNOWLEDGE),
        ("CANNED_REPLIES", environment.canned(), samples::CANNED),
    ] {
        let folder = folder(configured, &dev.data, files)?;
        settings.insert(name.to_owned(), folder);
    }
    settings.insert(LANGUAGE.to_owned(), dev.language.code().to_owned());
    environment
        .write_dev_settings(&settings)
        .with_context(|| format!("cannot write to {}", dev.data.display()))?;
    let workspace = workspace(&dev, base_url, &settings)?;
    // A password goes into no file.
    settings.extend(by_mail.clone());
    let config = ServeConfig::read(&environment.clone().in_dev_workspace(settings), false)?;
    let imap = config.imap.filter(|_| mailbox.is_some()).map(Imap::new);
    if let Some(imap) = &imap {
        imap.reach().await.context("the mailbox cannot be used")?;
    }

    let drain = config.app.limits.drain;
    let (app, queue) = App::connect(config.app).await?;
    let outgoing = Outgoing::connect(config.outgoing).await;
    let service = Service::new(app, outgoing, config.http);
    let looked_at = (first.clone(), service.engine.app.clone(), dev.language);
    let routes = router(service.clone())
        .merge(workspace.router())
        .merge(outbox::router(dev.data.join("outbox")))
        .merge(mails(service.engine.app.clone()))
        .layer(from_fn_with_state(looked_at, language::follow))
        .layer(from_fn(move |request, next| guard(port, request, next)));
    let stop = &first.stop;
    let tasks = service.engine.tasks.clone();
    let listeners = address.listeners()?.into_iter();
    let servers: Vec<_> = listeners
        .map(|it| tokio::spawn(serve::listen(it, routes.clone(), stop.clone())))
        .collect();
    let cut = service.engine.cut.clone();
    let worker = tokio::spawn(worker::run(
        service.engine.app.clone(),
        service.engine.outgoing.clone(),
        queue,
        tasks.clone(),
        stop.clone(),
        cut.clone(),
    ));
    if !first.is_second {
        welcome(&dev, base_url, &service.engine.app, mailbox);
    }
    let watched = match imap {
        Some(imap) => {
            let watched = intake::imap::watch(service.engine.app.clone(), imap, stop.clone());
            Some(tokio::spawn(watched))
        }
        None => {
            // The workspace takes no card any more once its servers stop.
            let delivering = samples::deliver(&service.engine.app, dev.language);
            stop.run_until_cancelled(delivering).await.transpose()?;
            None
        }
    };
    // Open pages listen for ever; they connect again when there is a server again.
    stop.cancelled().await;
    workspace.end_streams();
    for server in servers {
        server.await.context("the server ended early")?;
    }
    if let Some(watched) = watched {
        watched.await.context("taking mails by IMAP ended early")?;
    }
    serve::drained(drain, tasks, worker, cut).await;
    Ok(())
}

/// The settings of this data folder's workspace: made once, so that a restart goes on with it.
fn settings(environment: &Environment, base_url: &str) -> BTreeMap<String, String> {
    let mut settings = environment.dev_settings().unwrap_or_default();
    let secrets = [
        ("SLACK_BOT_TOKEN", "xoxb-dev-"),
        ("SLACK_SIGNING_SECRET", "dev-"),
        ("ASYNC_GENERATION_AUTH_HEADER", "Bearer dev-"),
    ];
    for (name, prefix) in secrets {
        settings
            .entry(name.to_owned())
            .or_insert_with(|| format!("{prefix}{}", Ids::Random.next()));
    }
    // Whatever a laptop's environment says: no real Slack and no real mail.
    for (name, value) in [
        ("SLACK_API_URL", format!("{base_url}/api").as_str()),
        ("SLACK_CHANNEL_ID", "C0000001"),
        ("MAIL_TRANSPORT", "outbox"),
        (
            "SENDER_EMAIL_ADDRESS",
            "Example Shop <support@shop.example>",
        ),
    ] {
        settings.insert(name.to_owned(), value.to_owned());
    }
    settings
}

/// A folder as configured, else one of samples in the data folder.
fn folder(configured: Option<&str>, data: &Path, files: samples::Files) -> anyhow::Result<String> {
    if let Some(folder) = configured {
        return Ok(folder.to_owned());
    }
    let folder = data.join(files.folder);
    samples::put(&files, &folder)
        .with_context(|| format!("cannot write to {}", folder.display()))?;
    Ok(folder.display().to_string())
}

fn workspace(
    dev: &DevConfig,
    base_url: &str,
    settings: &BTreeMap<String, String>,
) -> anyhow::Result<Workspace> {
    let user = |id: &str, name: &str| User {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    let setting = |name: &str| settings.get(name).cloned().unwrap_or_default();
    let japanese = dev.language == Language::Ja;
    Workspace::open(Settings {
        bot_token: setting("SLACK_BOT_TOKEN"),
        signing_secret: setting("SLACK_SIGNING_SECRET"),
        events_url: format!("{base_url}/slack/events"),
        base_url: base_url.to_owned(),
        channel: Channel {
            id: setting("SLACK_CHANNEL_ID"),
            name: if japanese {
                "お問い合わせ"
            } else {
                "support"
            }
            .to_owned(),
        },
        users: vec![
            user(
                "U0000001",
                if japanese {
                    "佐藤 由美"
                } else {
                    "Yumi Sato"
                },
            ),
            user("U0000002", "Alex Suzuki"),
        ],
        language: if japanese {
            slack_sim::Language::Ja
        } else {
            slack_sim::Language::En
        },
        state_file: Some(dev.data.join("workspace.json")),
        now: Arc::new(jiff::Timestamp::now),
        rate_limits: false,
        acknowledge_within: slack_sim::ACKNOWLEDGE_WITHIN,
    })
}

fn welcome(dev: &DevConfig, base_url: &str, app: &App, mailbox: Option<&Address>) {
    let drafts = match &app.drafter {
        Drafter::Sample => {
            "sample texts (set OPENAI_API_KEY to have them written by a model)".to_owned()
        }
        Drafter::OpenAi(models) => format!("written by {}", models.first().model()),
    };
    let mails = mailbox.map_or_else(String::new, |address| {
        format!(
            "  mails   of {}, from now on; approved replies are really sent\n",
            address.to_wire()
        )
    });
    // Its output may be closed.
    let _ = say(format_args!(
        "replybot is running: open {base_url}\n\n  data    {}\n  drafts  {drafts}\n  facts   {}\n{mails}  stop    Ctrl-C\n",
        dev.data.display(),
        app.knowledge
            .as_ref()
            .map(|knowledge| knowledge.to_string())
            .unwrap_or_default(),
    ));
}

/// `POST /dev/mails`: an `.eml` that was dropped on the page.
fn mails(app: Arc<App>) -> Router {
    Router::new()
        .route("/dev/mails", post(take_mail))
        .layer(DefaultBodyLimit::max(MAIL_LIMIT))
        .with_state(app)
}

async fn take_mail(State(app): State<Arc<App>>, bytes: Bytes) -> Response {
    if bytes.is_empty() {
        return Problem::new(StatusCode::BAD_REQUEST, "the file is empty").into_response();
    }
    match receive(&app, &bytes).await {
        Ok(received) => {
            let outcome = if matches!(received, Received::Duplicate(_)) {
                "duplicate"
            } else {
                "received"
            };
            Json(json!({ "context_id": received.id(), "outcome": outcome })).into_response()
        }
        Err(error) => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response()
        }
    }
}
