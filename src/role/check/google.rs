//! Google Cloud: who we are there, and the Cloud Run service.

use secrecy::ExposeSecret;
use serde_json::Value;

use super::finding::Finding;
use crate::config::ServiceConfig;
use platform::identity::google::{Google, GoogleError};
use platform::net;

fn failed(error: &GoogleError) -> Finding {
    let todo = "run on Google Cloud, or let GOOGLE_APPLICATION_CREDENTIALS name the file of a workload identity pool";
    match error.is_temporary() {
        true => Finding::failed_for_now(error.to_string(), "try again later"),
        false => Finding::failed(error.to_string(), todo),
    }
}

/// Whether Google gives us access tokens.
pub(super) async fn access_token(google: &Google) -> Finding {
    match google.access_token().await {
        Ok(_) => Finding::good("Google gives an access token"),
        Err(error) => failed(&error),
    }
}

/// Whether Google gives us ID tokens for the service that drafts. On AWS that takes workload
/// identity federation.
pub(super) async fn id_token(google: &Google, audience: &str) -> Finding {
    match google.id_token(audience).await {
        Ok(_) => Finding::good(format!("Google gives an ID token for {audience}")),
        Err(error) => failed(&error),
    }
}

/// Whether the Cloud Run service is there and ready, and goes on working behind its answers
/// (docs.cloud.google.com/run/docs/reference/rest/v2/projects.locations.services/get).
pub(super) async fn service(
    http: &reqwest::Client,
    google: &Google,
    config: &ServiceConfig,
    drafts_itself: bool,
) -> Finding {
    match find_service(http, google, config).await {
        Ok(service) => judge(&service, &config.name, drafts_itself),
        Err(finding) => finding,
    }
}

async fn find_service(
    http: &reqwest::Client,
    google: &Google,
    config: &ServiceConfig,
) -> Result<Value, Finding> {
    let ServiceConfig { name, base_url, .. } = config;
    let project = match &config.project {
        Some(project) => project.clone(),
        None => google.project().await.map_err(|error| failed(&error))?,
    };
    let region = match &config.region {
        Some(region) => region.clone(),
        None => google.region().await.map_err(|error| failed(&error))?,
    };
    let base_url = base_url.trim_end_matches('/');
    let url = format!("{base_url}/v2/projects/{project}/locations/{region}/services/{name}");
    let token = google
        .access_token()
        .await
        .map_err(|error| failed(&error))?;
    let no_answer = |_| Finding::failed_for_now("Cloud Run does not answer", "try again later");
    let answer = http
        .get(url)
        .bearer_auth(token.expose_secret())
        .send()
        .await
        .map_err(no_answer)?;
    match answer.status().as_u16() {
        200 => net::json(answer).await.map_err(|error| {
            let detail = format!("Cloud Run cannot be understood: {error}");
            Finding::failed_for_now(detail, "try again later")
        }),
        401 | 403 => Err(Finding::failed(
            "Cloud Run does not let this identity look at the service",
            "allow it run.services.get (roles/run.viewer)",
        )),
        404 => Err(Finding::failed(
            format!("there is no service {name} in {project}, {region}"),
            "see CLOUD_RUN_SERVICE_NAME, GCP_PROJECT_ID and CLOUD_RUN_JOB_REGION",
        )),
        status @ (429 | 500..) => Err(Finding::failed_for_now(
            format!("Cloud Run answered HTTP {status}"),
            "try again later",
        )),
        status => Err(Finding::failed(
            format!("Cloud Run answered HTTP {status}"),
            "see CLOUD_RUN_SERVICE_NAME, GCP_PROJECT_ID and CLOUD_RUN_JOB_REGION",
        )),
    }
}

fn judge(service: &Value, name: &str, drafts_itself: bool) -> Finding {
    if service["terminalCondition"]["state"] != "CONDITION_SUCCEEDED" {
        return Finding::failed(
            format!("the service {name} is not ready"),
            "see its revisions in the console",
        );
    }
    let resources = &service["template"]["containers"][0]["resources"];
    // Google leaves false out; without any word it is true.
    let idles = resources["cpuIdle"] == true || !resources.is_object();
    if idles && drafts_itself {
        return Finding::warning(
            format!("the service {name} has no CPU behind its answers, where it writes drafts"),
            "allocate CPU always (--no-cpu-throttling), or set CLOUD_RUN_JOB_NAME",
        );
    }
    Finding::good(format!("{name} is ready"))
}
