//! What an error of AWS means, and who we are there.

use aws_config::SdkConfig;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use super::finding::Finding;

/// A call of AWS did not work; `permission` is what it takes. Error texts of AWS name accounts and
/// addresses, so only the code is told.
pub(super) fn failed<E: ProvideErrorMetadata + std::error::Error + 'static>(
    error: &SdkError<E>,
    permission: &str,
) -> Finding {
    if is_forbidden(error) {
        return Finding::failed(
            format!("this identity may not call {permission}"),
            format!("allow it {permission}"),
        );
    }
    match error {
        _ if has_no_credentials(error) => Finding::failed(
            "there are no AWS credentials, or they cannot be used",
            "see the line `AWS identity`",
        ),
        SdkError::ServiceError(answer) => {
            let code = error.code().unwrap_or("no code");
            let status = answer.raw().status().as_u16();
            let what = format!("AWS answered {code}");
            match status >= 500 || status == 429 {
                _ if is_throttled(code) => Finding::failed_for_now(
                    format!("{what}: more is asked of it than it takes"),
                    "raise the capacity or the quota, or try again later",
                ),
                true => Finding::failed_for_now(what, "try again later"),
                false => Finding::failed(what, format!("it refused {permission}")),
            }
        }
        SdkError::ConstructionFailure(_) => Finding::failed(
            "the request to AWS could not be built",
            "is AWS_REGION set?",
        ),
        _ => Finding::failed_for_now(
            "AWS does not answer",
            "are AWS_REGION and AWS_ENDPOINT_URL right, and the network up?",
        ),
    }
}

/// Not even a connection was tried: there is no key to sign with.
fn has_no_credentials<E>(error: &SdkError<E>) -> bool {
    matches!(error, SdkError::DispatchFailure(failure) if !failure.is_io() && !failure.is_timeout())
}

/// AWS's services have several words for it.
fn is_throttled(code: &str) -> bool {
    [
        "Throttl",
        "TooManyRequests",
        "ThroughputExceeded",
        "LimitExceeded",
    ]
    .iter()
    .any(|word| code.contains(word))
}

/// True when AWS knows us and does not let us, or does not know us.
pub(super) fn is_forbidden<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    matches!(
        error.code(),
        Some(
            "AccessDenied"
                | "AccessDeniedException"
                | "UnrecognizedClientException"
                | "InvalidClientTokenId"
                | "ExpiredToken"
                | "ExpiredTokenException"
                | "SignatureDoesNotMatch"
        )
    )
}

/// Who we are to AWS. On Google Cloud this takes the role with a Google ID token.
pub(super) async fn identity(sdk: &SdkConfig) -> Finding {
    let asked = aws_sdk_sts::Client::new(sdk).get_caller_identity().send();
    match asked.await {
        Ok(identity) => Finding::good(identity.arn().unwrap_or("known").to_owned()),
        Err(error) if has_no_credentials(&error) => no_credentials(&root_cause(&error)),
        Err(error) => failed(&error, "sts:GetCallerIdentity"),
    }
}

/// Says why, in our own words where it was our own provider.
fn no_credentials(why: &str) -> Finding {
    let what = format!("there are no AWS credentials: {why}");
    if why.contains("does not answer") || why.contains("did not answer") {
        return Finding::failed_for_now(what, "try again later");
    }
    Finding::failed(
        what,
        "give keys, a role of the machine, or AWS_ROLE_ARN on Google Cloud",
    )
}

fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
