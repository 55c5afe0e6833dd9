//! What there is to look at, by what the configuration uses.

use std::path::PathBuf;
use std::sync::Arc;

use aws_config::SdkConfig;

use super::finding::Finding;
use super::{Check, aws, deployment, dynamodb, google, mail, slack};
use crate::app;
use crate::config::{
    AuthorizationConfig, CheckConfig, DispatchConfig, DrafterConfig, Limits, StoreConfig,
    TransportConfig,
};
use crate::dispatch::Dispatcher;
use crate::generation::Question;
use crate::prompts::{Prompt, Prompts};
use ::mail::parse;
use ::slack::Slack;
use knowledge::{Knowledge, Warning};
use llm::{Drafter, LlmError, Prices};
use mailbox::Outbox;
use mailbox::gmail::Gmail;
use mailbox::graph::Graph;
use mailbox::source::imap::Imap;
use pii::{Masker, Placeholders};
use platform::identity::google::Google;
use platform::net;
use platform::secrets::Secret;
use store::Sqlite;

/// What the model is asked: an invented mail.
const TRIAL: &[u8] =
    b"From: check@example.com\r\nSubject: Check\r\n\r\nThis is a test. Please answer with: OK\r\n";

/// All checks for a configuration that is complete.
///
/// # Errors
/// When TLS cannot be set up on this machine.
pub(super) async fn checks(config: CheckConfig) -> anyhow::Result<Vec<Check>> {
    let http = net::client()?;
    let mut checks = Vec::new();
    // Where nothing is on AWS, neither a region nor keys are looked for.
    let sdk = match uses_aws(&config) {
        true => platform::aws::sdk_config().await,
        false => SdkConfig::builder().build(),
    };
    if uses_aws(&config) {
        let sdk = sdk.clone();
        checks.push(Check::new("AWS identity", async move {
            aws::identity(&sdk).await
        }));
    }
    of_google(&mut checks, &config, &http);
    of_slack(&mut checks, &config, &http);
    of_deployment(&mut checks, &config, &http);
    of_drafts(&mut checks, &config, &http);
    of_store(&mut checks, &config.store, &sdk);
    of_mail(&mut checks, &config, &http, &sdk);
    if let Some(name) = &config.mailbox {
        name_mailbox(&mut checks, name);
    }
    for other in &config.mailboxes {
        checks.extend(of_mailbox(other, &http, &sdk));
    }
    if let Some(url) = config.collector {
        checks.push(Check::new("traces", async move {
            deployment::collector(&http, &url).await
        }));
    }
    Ok(checks)
}

/// What is looked at in each mailbox. Everything else is of all together.
const OF_EACH: [&str; 11] = [
    "Slack channel",
    "senders",
    "knowledge",
    "logo",
    "mail",
    "SES account",
    "SES sender",
    "SES events",
    "Gmail",
    "Microsoft 365",
    "mailbox",
];

/// Lines about one mailbox of several begin with its name.
fn name_mailbox(checks: &mut [Check], mailbox: &str) {
    for check in checks
        .iter_mut()
        .filter(|it| OF_EACH.contains(&it.name.as_str()))
    {
        check.name = format!("{mailbox}: {}", check.name);
    }
}

/// What is another mailbox's own.
fn of_mailbox(config: &CheckConfig, http: &reqwest::Client, sdk: &SdkConfig) -> Vec<Check> {
    let mut checks = Vec::new();
    of_slack(&mut checks, config, http);
    if let Some(it) = config.knowledge.clone() {
        checks.push(Check::new("knowledge", async move { knowledge(&it).await }));
    }
    of_mail(&mut checks, config, http, sdk);
    checks.retain(|check| OF_EACH.contains(&check.name.as_str()));
    name_mailbox(&mut checks, config.mailbox.as_deref().unwrap_or_default());
    checks
}

fn uses_aws(config: &CheckConfig) -> bool {
    let mail = std::iter::once(config)
        .chain(&config.mailboxes)
        .filter_map(|it| it.outgoing.as_ref())
        .any(|it| matches!(it.transport, TransportConfig::Ses { .. }));
    matches!(config.store, StoreConfig::DynamoDb { .. })
        || matches!(config.dispatch, DispatchConfig::SelfInvoke(_))
        || config
            .inbound
            .as_ref()
            .is_some_and(|it| it.bucket.is_some())
        || mail
}

fn of_google(checks: &mut Vec<Check>, config: &CheckConfig, http: &reqwest::Client) {
    let google = Google::new(http.clone(), config.google.clone());
    let known = google.clone();
    match &config.dispatch {
        DispatchConfig::CloudRunJob { .. } => {
            checks.push(Check::new("Google identity", async move {
                google::access_token(&known).await
            }));
        }
        DispatchConfig::Endpoint {
            authorization: AuthorizationConfig::GoogleIdToken { audience },
            ..
        } => {
            let audience = audience.clone();
            checks.push(Check::new("Google identity", async move {
                google::id_token(&known, &audience).await
            }));
        }
        _ => {}
    }
    if let Some(service) = config.service.clone() {
        let http = http.clone();
        let drafts_itself = matches!(config.dispatch, DispatchConfig::Here);
        checks.push(Check::new("Cloud Run service", async move {
            google::service(&http, &google, &service, drafts_itself).await
        }));
    }
}

fn of_slack(checks: &mut Vec<Check>, config: &CheckConfig, http: &reqwest::Client) {
    const TOKEN: &[&str] = &["SLACK_BOT_TOKEN"];
    let Some(workspace) = config.slack.clone() else {
        return;
    };
    let limits = Limits::default();
    let (timeout, retry) = (limits.slack_timeout, limits.slack_retry);
    let token = workspace.bot_token;
    let slack = Slack::new(http.clone(), &workspace.api_url, token, timeout, retry);
    let senders = Arc::new(config.senders.clone());
    let content = config.card_content;

    let asked = slack.clone();
    let check = Check::new("Slack token", async move { slack::token(&asked).await });
    checks.push(check.needs(TOKEN));
    let (asked, of) = (slack.clone(), senders.clone());
    let check = Check::new("Slack scopes", async move {
        slack::token_scopes(&asked, &of).await
    });
    checks.push(check.needs(TOKEN));
    let asked = slack.clone();
    let check = Check::new("Slack channel", async move {
        slack::channel(&asked, &workspace.channel, content).await
    });
    checks.push(check.needs(TOKEN));
    if !senders.groups.is_empty() {
        let check = Check::new("senders", async move {
            slack::sender_groups(&slack, &senders).await
        });
        checks.push(check.needs(TOKEN));
    }
    if let Some(socket) = config.socket.clone() {
        let check = Check::new("Socket Mode", slack::app_token(http.clone(), socket));
        checks.push(check.needs(&["SLACK_APP_TOKEN"]));
    }
}

fn of_deployment(checks: &mut Vec<Check>, config: &CheckConfig, http: &reqwest::Client) {
    let Some(serving) = &config.http else { return };
    if config.socket.is_some() {
        return;
    }
    let Some(base) = &config.url else {
        checks.push(Check::new("request URL", async {
            Finding::warning(
                "not looked at: where does the deployment run?",
                "set REPLYBOT_URL, e.g. REPLYBOT_URL=https://replybot.example.com",
            )
        }));
        return;
    };
    let (client, url) = (http.clone(), crate::config::events_at(base));
    let secret = serving.signing_secret.clone();
    let check = Check::new("request URL", async move {
        deployment::request_url(&client, &url, &secret).await
    });
    checks.push(check.needs(&["SLACK_SIGNING_SECRET"]));
    let (client, url) = (http.clone(), format!("{base}/ready"));
    checks.push(Check::new("deployment", async move {
        deployment::ready(&client, &url).await
    }));
}

fn of_drafts(checks: &mut Vec<Check>, config: &CheckConfig, http: &reqwest::Client) {
    // A process that asks a service for drafts needs no model of its own.
    match config.dispatch {
        DispatchConfig::Here => return of_models(checks, config, http),
        DispatchConfig::SelfInvoke(_) => of_models(checks, config, http),
        _ => {}
    }
    let (http, dispatch, google) = (http.clone(), config.dispatch.clone(), config.google.clone());
    let timeout = Limits::default().dispatch_timeout;
    let check = Check::new("drafts", async move {
        match app::dispatcher(&http, &dispatch, &google, timeout).await {
            Ok(dispatcher) => {
                let dispatcher = dispatcher.unwrap_or_else(|| Dispatcher::here().0);
                deployment::drafts_elsewhere(&dispatcher).await
            }
            Err(error) => Finding::failed(error.to_string(), "set the variable"),
        }
    });
    checks.push(check.needs(&["ASYNC_GENERATION_AUTH_HEADER"]));
}

fn of_models(checks: &mut Vec<Check>, config: &CheckConfig, http: &reqwest::Client) {
    for (name, key, drafter) in each_model(&config.drafter) {
        let drafter = app::drafter(http.clone(), drafter, &Limits::default());
        let (masker, prompts) = (config.masker.clone(), config.prompts.clone());
        let check = Check::new(
            name,
            async move { model(&drafter, &masker, &prompts).await },
        );
        checks.push(check.needs(key));
    }
    if let Some(it) = config.knowledge.clone() {
        checks.push(Check::new("knowledge", async move { knowledge(&it).await }));
    }
}

/// Whether there is something to write drafts with.
async fn knowledge(knowledge: &Knowledge) -> Finding {
    let found = knowledge.search(String::new(), 1).await;
    let warnings: Vec<String> = found.warnings.iter().map(Warning::to_string).collect();
    let todo = "see KNOWLEDGE";
    match (found.was_read, warnings.is_empty()) {
        (false, _) => Finding::failed(warnings.join("; "), todo),
        (true, true) => Finding::good(format!("{} passages in {knowledge}", found.of)),
        (true, false) => Finding::warning(
            format!(
                "{} passages in {knowledge}: {}",
                found.of,
                warnings.join("; ")
            ),
            todo,
        ),
    }
}

/// The model and those that stand in for it, each by itself; with the secret that it needs.
fn each_model(
    drafter: &DrafterConfig,
) -> Vec<(&'static str, &'static [&'static str], DrafterConfig)> {
    let DrafterConfig::OpenAi {
        base_url,
        key,
        model,
        timeout,
        fallbacks,
        limited,
    } = drafter
    else {
        return vec![("model", &[], DrafterConfig::Sample)];
    };
    let alone = |base_url: &str, key: &Option<Secret>, model: &str| DrafterConfig::OpenAi {
        base_url: base_url.to_owned(),
        key: key.clone(),
        model: model.to_owned(),
        timeout: *timeout,
        fallbacks: Vec::new(),
        limited: *limited,
    };
    const KEY: &[&str] = &["OPENAI_API_KEY"];
    const FALLBACK_KEY: &[&str] = &["OPENAI_API_KEY", "OPENAI_FALLBACK_API_KEY"];
    let first = ("model", KEY, alone(base_url, key, model));
    let others = fallbacks.iter().map(|it| {
        let model = alone(&it.base_url, &it.key, &it.model);
        ("fallback model", FALLBACK_KEY, model)
    });
    std::iter::once(first).chain(others).collect()
}

/// Whether the model answers. Nothing but our own test mail is sent, masked like any other.
async fn model(drafter: &Drafter, masker: &Masker, prompts: &Prompts) -> Finding {
    if matches!(drafter, Drafter::Sample) {
        return Finding::warning(
            "drafts are samples, written without any AI",
            "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own",
        );
    }
    let prompt = Prompt::reply_to_mail(&parse(TRIAL), &[], masker, &mut Placeholders::default());
    let messages = match prompts.write(&prompt) {
        Ok(messages) => messages,
        Err(error) => return Finding::failed(error.to_string(), "see PROMPTS"),
    };
    // The whole answer: what servers do wrong, they do at its end.
    let prices = Prices::default();
    let question = Question::new(drafter, &prices, messages);
    match question.whole_answer().await {
        Ok(_) => Finding::good(format!("{} answers", drafter.model())),
        Err(error) => model_failed(&error),
    }
}

fn model_failed(error: &LlmError) -> Finding {
    let todo = "see OPENAI_BASE_URL, OPENAI_MODEL and OPENAI_API_KEY";
    match error.is_temporary() {
        true => Finding::failed_for_now(error.to_string(), todo),
        false => Finding::failed(error.to_string(), todo),
    }
}

fn of_store(checks: &mut Vec<Check>, store: &StoreConfig, sdk: &SdkConfig) {
    let table = match store.clone() {
        StoreConfig::DynamoDb { table } => table,
        StoreConfig::Sqlite { path } => {
            checks.push(Check::new("store", file(path)));
            return;
        }
    };
    let client = aws_sdk_dynamodb::Client::new(sdk);
    let (asked, of) = (client.clone(), table.clone());
    checks.push(Check::new("table", async move {
        dynamodb::table(&asked, &of).await
    }));
    for (name, keys) in [
        ("open_work", ("work", "due_at")),
        ("by_day", ("day", "received_at")),
        ("open_inquiries", ("queue", "arrived_at")),
        ("by_customer", ("customer", "received_at")),
    ] {
        let (asked, of) = (client.clone(), table.clone());
        checks.push(Check::new(format!("index {name}"), async move {
            dynamodb::index(&asked, &of, name, keys).await
        }));
    }
    checks.push(Check::new("time to live", async move {
        dynamodb::time_to_live(&client, &table).await
    }));
}

/// Whether the embedded store can be read, or made.
async fn file(path: PathBuf) -> Finding {
    let looked = tokio::task::spawn_blocking(move || Sqlite::look_at(&path)).await;
    match looked {
        Ok(Ok(true)) => Finding::good("a file on this machine"),
        Ok(Ok(false)) => Finding::good("a file on this machine, which the first start makes"),
        Ok(Err(error)) => Finding::failed(error.to_string(), "is REPLYBOT_DATA writable?"),
        Err(error) => Finding::failed_for_now(error.to_string(), "try again"),
    }
}

fn of_mail(checks: &mut Vec<Check>, config: &CheckConfig, http: &reqwest::Client, sdk: &SdkConfig) {
    if let Some(outgoing) = config.outgoing.clone() {
        if let Some(logo) = outgoing.stationery.logo.clone() {
            checks.push(Check::new("logo", async move { mail::logo(&logo) }));
        }
        match outgoing.transport {
            TransportConfig::Outbox(folder) => {
                let outbox = Outbox::new(folder);
                checks.push(Check::new(
                    "mail",
                    async move { mail::outbox(&outbox).await },
                ));
            }
            TransportConfig::Smtp(smtp) => {
                let check = Check::new("mail", async move { mail::smtp(&smtp).await });
                checks.push(check.needs(&["SMTP_URL"]));
            }
            // The mailbox's own line tells.
            TransportConfig::Graph(_) => {}
            TransportConfig::Gmail(gmail) if config.gmail.is_none() => {
                let check = Check::new("mail", async move { mail::gmail(&gmail).await });
                checks.push(check.needs(&["GMAIL_OAUTH"]));
            }
            TransportConfig::Gmail(_) => {}
            TransportConfig::Ses { configuration_set } => {
                let client = aws_sdk_sesv2::Client::new(sdk);
                let asked = client.clone();
                checks.push(Check::new("SES account", async move {
                    mail::ses_account(&asked).await
                }));
                let asked = client.clone();
                checks.push(Check::new("SES sender", async move {
                    mail::ses_identity(&asked, &outgoing.sender.address).await
                }));
                checks.push(Check::new("SES events", async move {
                    mail::ses_events(&client, configuration_set.as_deref()).await
                }));
            }
        }
    }
    if let Some(inbound) = config.inbound.clone() {
        let sdk = sdk.clone();
        checks.push(Check::new("inbound mail", async move {
            mail::inbound(&sdk, &inbound).await
        }));
    }
    if let Some(gmail) = config.gmail.clone() {
        let gmail = Gmail::new(http.clone(), gmail.settings);
        let check = Check::new("Gmail", async move { mail::gmail(&gmail).await });
        checks.push(check.needs(&["GMAIL_OAUTH"]));
    }
    if let Some(settings) = config.graph.clone() {
        let graph = Graph::new(http.clone(), settings);
        let check = Check::new("Microsoft 365", async move { mail::graph(&graph).await });
        checks.push(check.needs(&["MAIL_OAUTH"]));
    }
    if let Some(settings) = config.imap.clone() {
        let check = Check::new(
            "mailbox",
            async move { mail::imap(&Imap::new(settings)).await },
        );
        checks.push(check.needs(&["IMAP_URL", "MAIL_OAUTH"]));
    }
}
