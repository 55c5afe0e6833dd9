//! Signed requests to the app (docs.slack.dev/authentication/verifying-requests-from-slack,
//! docs.slack.dev/interactivity/handling-user-interaction).

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use reqwest::header;
use serde_json::Value;
use sha2::Sha256;

use super::{Workspace, form};

/// "Your app must acknowledge within three seconds."
pub const ACKNOWLEDGE_WITHIN: Duration = Duration::from_secs(3);

/// The client that delivers. Loopback is reached directly, whatever the environment says of proxies.
pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
}

impl Workspace {
    /// Posts one payload; returns the body of the app's acknowledgement. `Err` says in plain words
    /// why there was none.
    pub(super) async fn deliver(&self, payload: &Value) -> Result<String, String> {
        let body = form::encode("payload", &self.altered(payload).to_string());
        self.post(body, "application/x-www-form-urlencoded").await
    }

    /// Posts one event of the Events API.
    pub(super) async fn deliver_event(&self, event: &Value) -> Result<String, String> {
        let event = self.altered(event);
        self.post(event.to_string(), "application/json").await
    }

    fn altered(&self, payload: &Value) -> Value {
        let mut payload = payload.clone();
        let altering = self.0.altering.lock();
        if let Some(alter) = &*altering.unwrap_or_else(std::sync::PoisonError::into_inner) {
            alter(&mut payload);
        }
        payload
    }

    async fn post(&self, body: String, content_type: &'static str) -> Result<String, String> {
        let settings = &self.0.settings;
        let timestamp = (settings.now)().as_second().to_string();
        let request = self
            .0
            .http
            .post(&settings.events_url)
            .timeout(settings.acknowledge_within)
            .header(header::CONTENT_TYPE, content_type)
            .header(header::USER_AGENT, "Slackbot 1.0 (simulated)")
            .header("X-Slack-Request-Timestamp", &timestamp)
            .header(
                "X-Slack-Signature",
                signature(&settings.signing_secret, &timestamp, &body),
            )
            .body(body);
        let response = request.send().await.map_err(|error| self.reason(error))?;
        let status = response.status();
        let body = response.text().await.map_err(|error| self.reason(error))?;
        match status.is_success() {
            true => Ok(body),
            false => Err(format!("the app answered {status}")),
        }
    }

    fn reason(&self, error: reqwest::Error) -> String {
        if error.is_timeout() {
            let seconds = self.0.settings.acknowledge_within.as_secs();
            format!("the app did not answer within {seconds} seconds")
        } else {
            format!("the app could not be reached: {}", error.without_url())
        }
    }
}

/// Signature version `v0`.
fn signature(secret: &str, timestamp: &str, body: &str) -> String {
    // HMAC takes keys of any length; the error is a formality of the trait.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("v0:{timestamp}:{body}").as_bytes());
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of docs.slack.dev/authentication/verifying-requests-from-slack.
    #[test]
    fn the_signature_is_that_of_slacks_own_example() {
        let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow\
            &channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner\
            &command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands\
            %2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121\
            .803a0bc887a14d10d2c447fce8b6703c";
        assert_eq!(
            signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body),
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
        );
    }
}
