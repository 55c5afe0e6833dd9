//! What a failure of DynamoDB means to the person who has to mend it. Never an item's content.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html>

use std::error::Error;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use super::DynamoDb;
use crate::StoreError;

impl DynamoDb {
    /// Says what was tried, what went wrong and what to do.
    pub(super) fn failed<E, R>(&self, tried: &str, error: &SdkError<E, R>) -> StoreError
    where
        E: ProvideErrorMetadata + Error + 'static,
        R: std::fmt::Debug,
    {
        let table = &self.table;
        let why = match error {
            SdkError::ServiceError(answer) => self.refused(answer.err()),
            SdkError::TimeoutError(_) => "it did not answer in time; try again".to_owned(),
            SdkError::ResponseError(_) => "its answer cannot be read; try again".to_owned(),
            // These have not met the item yet, so that their words are safe.
            SdkError::DispatchFailure(_) | SdkError::ConstructionFailure(_) => not_reached(error),
            _ => "the SDK failed; try again".to_owned(),
        };
        StoreError::Unavailable(format!("DynamoDB could not {tried} (table {table}): {why}"))
    }

    /// A request that the SDK refuses to build: a fault of this program.
    pub(super) fn cannot_ask(&self, tried: &str, error: impl Error) -> StoreError {
        StoreError::Unavailable(format!("DynamoDB cannot be asked to {tried}: {error}"))
    }

    fn refused(&self, error: &impl ProvideErrorMetadata) -> String {
        let code = error.code().unwrap_or("no error code");
        let message = error.message().unwrap_or_default();
        let region = &self.region;
        match code {
            "ResourceNotFoundException" => format!(
                "there is no such table in {region}: check DDB_TABLE_NAME, AWS_REGION and the account, or create it"
            ),
            // Names the identity, the action and the table.
            "AccessDeniedException" => format!("permission is missing: {message}"),
            "UnrecognizedClientException"
            | "InvalidSignatureException"
            | "IncompleteSignatureException"
            | "MissingAuthenticationTokenException"
            | "InvalidClientTokenId"
            | "ExpiredTokenException" => {
                format!("AWS does not accept the credentials ({code}): renew them")
            }
            "ProvisionedThroughputExceededException"
            | "RequestLimitExceeded"
            | "ThrottlingException"
            | "TransactionCanceledException"
            | "TransactionInProgressException" => {
                format!("it is overloaded ({code}): try again, or raise the table's capacity")
            }
            // Its words may quote an item, so that only known ones are told.
            "ValidationException" if message.contains("key element") => {
                "the table's key is another one: it needs the hash key context_id (a string) and no range key"
                    .to_owned()
            }
            "ValidationException" if message.contains("Item size") => {
                "the inquiry is larger than the 400 KB that an item may have".to_owned()
            }
            _ => format!("it answered {code}"),
        }
    }
}

/// The words of all causes, such as "connection refused".
fn not_reached(error: &dyn Error) -> String {
    let mut words = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push(error.to_string());
        cause = error.source();
    }
    words.dedup();
    let words = words.join(": ");
    if words.contains("credentials") {
        return format!(
            "no AWS credentials were found: give the process a role, or set AWS_PROFILE or AWS_ACCESS_KEY_ID ({words})"
        );
    }
    format!("it cannot be reached ({words}): check the network, AWS_REGION and AWS_ENDPOINT_URL")
}

/// True when a query can be answered by a scan instead: the index is missing, is being made, or
/// must not be used.
pub(super) fn is_index_missing<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    let Some(error) = error.as_service_error() else {
        return false;
    };
    let is_about_index = error.message().is_some_and(|text| text.contains("index"));
    match error.code() {
        // AWS answers with the first one, emulators with the second one.
        Some("ValidationException" | "ResourceNotFoundException") => is_about_index,
        Some("AccessDeniedException") => true,
        _ => false,
    }
}
