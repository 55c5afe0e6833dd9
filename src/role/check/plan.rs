//! What there is to look at, by what the configuration uses.

use std::sync::Arc;

use aws_config::SdkConfig;

use super::finding::Finding;
use super::{Check, aws, deployment, dynamodb, google, mail, slack};
use crate::app::{self, http_client};
use crate::config::{
    AuthorizationConfig, CheckConfig, DispatchConfig, DrafterConfig, Limits, StoreConfig,
    TransportConfig,
};
use crate::dispatch::Dispatcher;
use crate::identity::google::Google;
use crate::llm::{Drafter, LlmError};
use crate::mail::Outbox;
use crate::mail::source::gmail::Gmail;
use crate::pii::{Masker, Placeholders};
use crate::role::draft::prompt;
use crate::slack::Slack;
use crate::store::Store;

/// What the model is asked: a mail of nobody's.
const TRIAL: &[u8] =
    b"From: check@example.com\r\nSubject: Check\r\n\r\nThis is a test. Please answer with: OK\r\n";

/// All checks for a configuration that is complete.
///
/// # Errors
/// When TLS cannot be set up on this machine.
pub(super) async fn checks(config: CheckConfig) -> anyhow::Result<Vec<Check>> {
    let http = http_client()?;
    let mut checks = Vec::new();
    let sdk = crate::aws::sdk_config().await;
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
    if let Some(url) = config.collector {
        checks.push(Check::new("traces", async move {
            deployment::collector(&http, &url).await
        }));
    }
    Ok(checks)
}

fn uses_aws(config: &CheckConfig) -> bool {
    let mail = config
        .outgoing
        .as_ref()
        .is_some_and(|it| matches!(it.transport, TransportConfig::Ses { .. }));
    matches!(config.store, StoreConfig::DynamoDb { .. })
        || matches!(config.dispatch, DispatchConfig::SelfInvoke { .. })
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
    if matches!(config.dispatch, DispatchConfig::Here) {
        // Whoever is asked needs no model of its own.
        checks.push(of_model(config, http));
        return;
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

fn of_model(config: &CheckConfig, http: &reqwest::Client) -> Check {
    let limits = Limits::default();
    let drafter = app::drafter(http.clone(), config.drafter.clone(), &limits);
    let masker = config.masker.clone();
    let key: &[&str] = match &config.drafter {
        DrafterConfig::OpenAi { key: Some(_), .. } => &["OPENAI_API_KEY"],
        _ => &[],
    };
    Check::new("model", async move { model(&drafter, &masker).await }).needs(key)
}

/// Whether the model begins to answer. Nothing but our own test mail is sent, masked like any other.
async fn model(drafter: &Drafter, masker: &Masker) -> Finding {
    if matches!(drafter, Drafter::Sample) {
        return Finding::warning(
            "drafts are samples, written without any AI",
            "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own",
        );
    }
    let prompt = prompt(TRIAL, masker, &mut Placeholders::default());
    let asked = async {
        let mut answer = drafter.ask(&prompt).await?;
        answer.next().await
    };
    match asked.await {
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
    let StoreConfig::DynamoDb { table } = store.clone() else {
        let store = store.clone();
        checks.push(Check::new("store", async move { file(&store).await }));
        return;
    };
    let client = aws_sdk_dynamodb::Client::new(sdk);
    let (asked, of) = (client.clone(), table.clone());
    checks.push(Check::new("table", async move {
        dynamodb::table(&asked, &of).await
    }));
    for (name, keys) in [
        ("open_work", ("work", "due_at")),
        ("by_day", ("day", "received_at")),
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

/// Whether the embedded store opens.
async fn file(store: &StoreConfig) -> Finding {
    let opened = async { Store::connect(store).await?.ping().await };
    match opened.await {
        Ok(()) => Finding::good("a file on this machine"),
        Err(error) => Finding::failed(error.to_string(), "is REPLYBOT_DATA writable?"),
    }
}

fn of_mail(checks: &mut Vec<Check>, config: &CheckConfig, http: &reqwest::Client, sdk: &SdkConfig) {
    if let Some(outgoing) = config.outgoing.clone() {
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
}
