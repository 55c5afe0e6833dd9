//! This Lambda function, in another invocation, so that a team without Google Cloud has the same
//! workflow (docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, `InvocationType: Event`).

use std::time::Duration;

use aws_sdk_lambda::Client;
use aws_sdk_lambda::error::ProvideErrorMetadata;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::InvocationType;
use serde_json::{Value, json};

use super::{DispatchError, Wanted, WorkRequest};
use inquiry::{Cause, ContextId};
use platform::telemetry::trace;

/// The function to invoke.
#[derive(Clone, Debug)]
pub struct SelfInvoke {
    client: Client,
    function: String,
    /// `LAMBDA_ALIAS`: what leads to the version that is meant to work.
    alias: Option<String>,
    timeout: Duration,
}

impl SelfInvoke {
    /// The function of this name: `AWS_LAMBDA_FUNCTION_NAME`. Without an alias its newest code runs.
    pub fn new(
        client: Client,
        function: &str,
        alias: Option<&str>,
        timeout: Duration,
    ) -> SelfInvoke {
        SelfInvoke {
            client,
            function: function.to_owned(),
            alias: alias.map(str::to_owned),
            timeout,
        }
    }

    /// Lets Lambda check an invocation without making it (`InvocationType: DryRun`).
    pub(super) async fn reach(&self) -> Result<String, DispatchError> {
        let invoking = self
            .client
            .invoke()
            .function_name(&self.function)
            .set_qualifier(self.alias.clone())
            .invocation_type(InvocationType::DryRun)
            .send();
        match tokio::time::timeout(self.timeout, invoking).await {
            Ok(Ok(_)) => Ok(format!("{} may invoke itself", self.function)),
            Ok(Err(error)) => Err(not_invoked(error.code())),
            Err(_) => Err(too_late()),
        }
    }

    /// Has the wish fulfilled in an invocation of its own.
    pub(super) async fn invoke(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        let event = match &wish.what {
            Wanted::Draft { .. } => json!({ "replybot": "draft", "context_id": wish.id }),
            Wanted::Translation { external_id } => {
                json!({ "replybot": WorkRequest::TRANSLATION, "context_id": wish.id, "external_id": external_id })
            }
        };
        self.send(event).await
    }

    /// Has the wish passed on in an invocation of its own, which may take longer than Slack waits.
    pub(super) async fn relay(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        self.send(match &wish.what {
            Wanted::Draft { external_id } => {
                json!({ "replybot": WorkRequest::PASS_ON, "context_id": wish.id, "external_id": external_id })
            }
            Wanted::Translation { external_id } => {
                json!({ "replybot": WorkRequest::PASS_ON, "context_id": wish.id, "external_id": external_id, "wish": WorkRequest::TRANSLATION })
            }
        })
        .await
    }

    /// Has the reply that waits for its time sent by an invocation of its own.
    ///
    /// # Errors
    /// [`DispatchError`]: the next sweep behind that time sends it.
    pub async fn send_later(&self, id: &ContextId) -> Result<(), DispatchError> {
        let event = json!({ "replybot": WorkRequest::SEND, "context_id": id });
        self.send(event).await
    }

    async fn send(&self, mut event: Value) -> Result<(), DispatchError> {
        if let Some(trace) = trace::current() {
            event["traceparent"] = trace.as_str().into();
        }
        let invoking = self
            .client
            .invoke()
            .function_name(&self.function)
            .set_qualifier(self.alias.clone())
            .invocation_type(InvocationType::Event)
            .payload(Blob::new(event.to_string()))
            .send();
        match tokio::time::timeout(self.timeout, invoking).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(not_invoked(error.code())),
            Err(_) => Err(too_late()),
        }
    }
}

fn not_invoked(code: Option<&str>) -> DispatchError {
    let cause = match code {
        Some("AccessDeniedException" | "UnrecognizedClientException") => Cause::Unauthorized,
        Some("TooManyRequestsException" | "ServiceException") => Cause::Busy,
        Some(_) => Cause::Refused,
        None => Cause::Unreachable,
    };
    let code = code.unwrap_or("no answer");
    let detail = format!("Lambda did not take the invocation of itself: {code}");
    DispatchError::new(cause, detail)
}

fn too_late() -> DispatchError {
    DispatchError::new(Cause::TimedOut, "Lambda did not answer in time")
}
