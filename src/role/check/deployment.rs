//! The running deployment, as Slack and callers meet it: whether it answers, and whether it and
//! this configuration agree about the signing secret.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::finding::Finding;
use crate::dispatch::{DispatchError, Dispatcher};
use inquiry::clock::Clock;
use platform::net;
use platform::secrets::Secret;
use slack::signature::sign;

/// Slack gives up after three seconds.
const SLACK_WAITS: Duration = Duration::from_secs(3);

/// What Slack asks of a new request URL (docs.slack.dev/reference/events/url_verification), rightly
/// signed and wrongly signed.
pub(super) async fn request_url(http: &reqwest::Client, url: &str, secret: &Secret) -> Finding {
    let secret = secret.current();
    let challenge = uuid::Uuid::now_v7().to_string();
    let begun = Instant::now();
    let answer = match post(http, url, &secret, &challenge).await {
        Ok(answer) => answer,
        Err(error) => return unanswered(url, &error),
    };
    let took = begun.elapsed();
    let status = answer.status();
    if status != StatusCode::OK {
        return refused(url, status);
    }
    let body: Value = net::json(answer).await.unwrap_or_default();
    if body["challenge"] != challenge.as_str() {
        return Finding::failed(
            format!("{url} does not answer as replybot does"),
            "is that the address of this deployment?",
        );
    }
    let wrong = SecretString::from(format!("not-{}", secret.expose_secret()));
    match post(http, url, &wrong, &challenge).await {
        Ok(answer) if answer.status() == StatusCode::UNAUTHORIZED => {}
        Ok(answer) => {
            return Finding::failed(
                format!(
                    "a request with a wrong signature was answered with HTTP {}: everyone could click",
                    answer.status().as_u16()
                ),
                "let nothing but replybot answer there",
            );
        }
        Err(error) => return unanswered(url, &error),
    }
    if took >= SLACK_WAITS {
        return Finding::warning(
            format!("{url} took {} ms", took.as_millis()),
            "Slack waits three seconds: keep an instance running (min instances, provisioned concurrency)",
        );
    }
    Finding::good(format!("{url} knows Slack's signature and no other"))
}

async fn post(
    http: &reqwest::Client,
    url: &str,
    secret: &SecretString,
    challenge: &str,
) -> Result<reqwest::Response, reqwest::Error> {
    let body = json!({ "type": "url_verification", "challenge": challenge, "token": "unused" });
    let body = body.to_string();
    let timestamp = Clock::System.now().as_second().to_string();
    let signature = sign(secret, &timestamp, body.as_bytes());
    http.post(url)
        .header("content-type", "application/json")
        .header("x-slack-request-timestamp", timestamp)
        .header("x-slack-signature", signature)
        .body(body)
        .send()
        .await
}

fn unanswered(url: &str, error: &reqwest::Error) -> Finding {
    let todo = "is the deployment running, and reachable from here?";
    if error.is_connect() {
        Finding::failed_for_now(format!("{url} cannot be reached"), todo)
    } else {
        Finding::failed_for_now(format!("{url} did not answer"), todo)
    }
}

fn refused(url: &str, status: StatusCode) -> Finding {
    let what = format!("{url} answered HTTP {}", status.as_u16());
    match status.as_u16() {
        401 => Finding::failed(
            format!("{url} refuses our signature"),
            "give the deployment and this check the same SLACK_SIGNING_SECRET; is one of the clocks wrong?",
        ),
        403 => Finding::failed(
            what,
            "let Slack in without Google's or AWS's own authentication (Cloud Run: allUsers as roles/run.invoker)",
        ),
        404 | 405 => Finding::failed(what, "is REPLYBOT_URL the deployment's own address?"),
        408 | 429 | 500..=599 => Finding::failed_for_now(what, "look into the deployment's logs"),
        _ => Finding::failed(what, "look into the deployment's logs"),
    }
}

/// Whether the deployment reaches its own store.
pub(super) async fn ready(http: &reqwest::Client, url: &str) -> Finding {
    let answer = match http.get(url).send().await {
        Ok(answer) => answer,
        Err(error) => return unanswered(url, &error),
    };
    match answer.status().as_u16() {
        200 => Finding::good("the deployment reaches its store"),
        503 => Finding::failed_for_now(
            "the deployment does not reach its store",
            "look into its logs: the table's name, region and permissions",
        ),
        _ => refused(url, answer.status()),
    }
}

/// Whether the collector of traces takes what we send: nothing, in this case.
pub(super) async fn collector(http: &reqwest::Client, endpoint: &str) -> Finding {
    let url = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
    let sent = http
        .post(&url)
        .header("content-type", "application/x-protobuf")
        .send();
    match sent.await {
        Ok(answer) if answer.status().is_success() => Finding::good(format!("{url} takes traces")),
        Ok(answer) => Finding::failed(
            format!("{url} answered HTTP {}", answer.status().as_u16()),
            "see OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_HEADERS",
        ),
        Err(_) => Finding::failed_for_now(
            format!("{url} does not answer"),
            "is the collector running?",
        ),
    }
}

/// Whether the service that drafts would take our wish; nothing is drafted.
pub(super) async fn drafts_elsewhere(dispatcher: &Dispatcher) -> Finding {
    match dispatcher.reach().await {
        Ok(what) => Finding::good(what),
        Err(error) => dispatch_failed(&error),
    }
}

fn dispatch_failed(error: &DispatchError) -> Finding {
    let DispatchError { cause, detail } = error;
    use inquiry::Cause;
    let temporary = matches!(
        cause,
        Cause::Unreachable | Cause::Busy | Cause::TimedOut | Cause::CutOff
    );
    let todo = match cause {
        Cause::Unauthorized => {
            "give both sides the same ASYNC_GENERATION_AUTH_HEADER, or let the service know this identity"
        }
        Cause::Unreachable | Cause::TimedOut => "is the service running, and the address right?",
        _ if temporary => "try again later",
        _ => "is it named rightly?",
    };
    match temporary {
        true => Finding::failed_for_now(detail, todo),
        false => Finding::failed(detail, todo),
    }
}
