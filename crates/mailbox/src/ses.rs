//! Amazon SES, API version 2 (docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html).

use std::error::Error;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::retry::RetryConfig;
use aws_sdk_sesv2::config::timeout::TimeoutConfig;
use aws_sdk_sesv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, MessageTag, RawMessage};

use super::Outcome;
use inquiry::Cause;
use mail::{Mailbox, MessageId, OutgoingMail};

/// The tag that SES's event notifications bring back.
pub const TAG: &str = "context_id";

/// How long SES may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Sends through SES.
#[derive(Clone, Debug)]
pub struct Ses {
    client: Client,
    configuration_set: Option<String>,
    region: String,
}

impl Ses {
    /// A client with the machine's AWS configuration. `configuration_set` names the SES
    /// configuration set whose event destinations report deliveries and bounces.
    pub fn new(sdk: &SdkConfig, configuration_set: Option<String>) -> Ses {
        // A repeated request could be a second mail: SES has no idempotency key.
        let config = aws_sdk_sesv2::config::Builder::from(sdk)
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().operation_timeout(TIMEOUT).build())
            .build();
        let region = sdk
            .region()
            .map_or_else(|| "us-east-1".to_owned(), ToString::to_string);
        Ses {
            client: Client::from_conf(config),
            configuration_set,
            region,
        }
    }

    /// Sends the mail, whose bytes these are, once. `tag` names the inquiry in SES's event
    /// notifications.
    pub async fn send_as(&self, mail: &OutgoingMail, bytes: &[u8], tag: &str) -> Outcome {
        let raw = RawMessage::builder().data(Blob::new(bytes)).build();
        let Ok(raw) = raw else {
            return Outcome::refused("the mail is empty");
        };
        let destination = Destination::builder()
            .set_to_addresses(Some(addresses(&mail.to)))
            .set_cc_addresses(Some(addresses(&mail.cc)))
            .set_bcc_addresses(Some(addresses(&mail.bcc)))
            .build();
        let mut request = self
            .client
            .send_email()
            .from_email_address(mail.from.address.to_wire())
            .destination(destination)
            .content(EmailContent::builder().raw(raw).build())
            .set_configuration_set_name(self.configuration_set.clone());
        if let Ok(tag) = MessageTag::builder().name(TAG).value(tag).build()
            && is_tag_value(tag.value())
        {
            request = request.email_tags(tag);
        }
        match request.send().await {
            Ok(sent) => self.accepted(sent.message_id().unwrap_or_default()),
            Err(error) => outcome(&error),
        }
    }

    /// SES gives the mail a `Message-ID` of its own, and tells it without its domain.
    fn accepted(&self, id: &str) -> Outcome {
        let whole = MessageId::of_ses(id, &self.region);
        Outcome::Accepted {
            id: whole.map_or_else(|| id.to_owned(), |id| id.as_str().to_owned()),
        }
    }
}

fn addresses(mailboxes: &[Mailbox]) -> Vec<String> {
    mailboxes
        .iter()
        .map(|mailbox| mailbox.address.to_wire().into_owned())
        .collect()
}

/// What SES allows in a tag's value.
fn is_tag_value(value: &str) -> bool {
    value.len() <= 256
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-.@".contains(&b))
}

/// What an error means for the mail. SES's own messages name addresses, so only its codes are told.
fn outcome(error: &SdkError<SendEmailError>) -> Outcome {
    match error {
        SdkError::ConstructionFailure(_) => {
            Outcome::refused("the request to SES could not be built")
        }
        SdkError::ServiceError(answer) => {
            let code = answer.err().code().unwrap_or("no code").to_owned();
            let status = answer.raw().status().as_u16();
            match (code.as_str(), status) {
                (
                    "TooManyRequestsException"
                    | "LimitExceededException"
                    | "ThrottlingException"
                    | "Throttling",
                    _,
                )
                | (_, 429) => Outcome::not_now(
                    Cause::Busy,
                    format!("SES asks to send more slowly ({code})"),
                ),
                (_, 400..=499) => Outcome::refused(format!("SES refused the mail ({code})")),
                _ => Outcome::unknown(format!(
                    "SES failed while it took the mail ({code}, HTTP {status})"
                )),
            }
        }
        SdkError::DispatchFailure(failure) => match connection_of(error) {
            Some(error) if error.is_connect() => {
                Outcome::not_now(Cause::Unreachable, "SES cannot be reached")
            }
            // Not even a connection was tried: there is no key to sign with.
            None if !failure.is_io() && !failure.is_timeout() => {
                let why = "there are no AWS credentials for SES, or they cannot be used";
                Outcome::refused_by(&why, Cause::Unauthorized, false)
            }
            _ => Outcome::unknown("the connection to SES broke"),
        },
        _ => Outcome::unknown("SES's answer was lost"),
    }
}

/// What became of the connection, if one was tried. An answer that makes no sense is here, too: the
/// mail may have been taken.
fn connection_of(error: &SdkError<SendEmailError>) -> Option<&hyper_util::client::legacy::Error> {
    let mut source: Option<&dyn Error> = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        source = error.source();
    }
    None
}
