//! How replies leave, and where mails come from.

use aws_config::SdkConfig;
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::types::{DkimStatus, EventType};

use super::aws;
use super::finding::Finding;
use crate::config::InboundConfig;
use mail::{Address, Logo};
use mailbox::gmail::Gmail;
use mailbox::graph::Graph;
use mailbox::source::imap::Imap;
use mailbox::{Outbox, Smtp};

/// What the picture in the signature is; one that is none stops the start.
pub(super) fn logo(logo: &Logo) -> Finding {
    let picture = &logo.described;
    Finding::good(format!(
        "{} of {} KB, shown with {} × {} pixels",
        picture.content_type,
        logo.content.len().div_ceil(1024),
        picture.width,
        picture.height
    ))
}

/// Whether the folder for replies can be written.
pub(super) async fn outbox(outbox: &Outbox) -> Finding {
    match outbox.reach().await {
        Ok(()) => Finding::warning(
            "replies only go into the folder `outbox`",
            "set MAIL_TRANSPORT to ses or smtp where customers are waiting",
        ),
        Err(why) => Finding::failed(why, "is REPLYBOT_DATA writable?"),
    }
}

/// Whether the mail server answers and lets us in; no mail is sent.
pub(super) async fn smtp(smtp: &Smtp) -> Finding {
    let todo = "see SMTP_URL: host, port, user and password";
    match smtp.reach().await {
        Ok(()) if smtp.may_be_in_clear() => Finding::warning(
            "the mail server lets us in, but mails may leave this machine unencrypted",
            "use smtps:// or smtp://…?tls=required in SMTP_URL",
        ),
        Ok(()) => Finding::good("the mail server lets us in"),
        Err((why, true)) => Finding::failed_for_now(why, todo),
        Err((why, false)) => Finding::failed(why, todo),
    }
}

/// Whether the SES account may send, and to whom.
pub(super) async fn ses_account(client: &Client) -> Finding {
    let account = match client.get_account().send().await {
        Ok(account) => account,
        Err(error) => return aws::failed(&error, "ses:GetAccount"),
    };
    if !account.sending_enabled() {
        return Finding::failed(
            "SES has paused sending for this account",
            "see the SES console",
        );
    }
    if !account.production_access_enabled() {
        return Finding::warning(
            "the account is in the sandbox: only verified addresses get replies",
            "request production access in the SES console",
        );
    }
    let quota = account
        .send_quota()
        .map_or(0.0, |quota| quota.max24_hour_send());
    Finding::good(format!("sending is enabled, {quota:.0} mails a day"))
}

/// Whether SES sends from this address or its domain, and signs what it sends.
pub(super) async fn ses_identity(client: &Client, sender: &Address) -> Finding {
    let address = sender.to_wire();
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    // Its own identity is above that of its domain.
    for name in [address.as_ref(), domain] {
        let identity = match client
            .get_email_identity()
            .email_identity(name)
            .send()
            .await
        {
            Ok(identity) => identity,
            Err(error) if error.code() == Some("NotFoundException") => continue,
            Err(error) => return aws::failed(&error, "ses:GetEmailIdentity"),
        };
        // The address itself is no secret of a customer's, but the line needs only its kind.
        let kind = if name == domain { "domain" } else { "address" };
        if !identity.verified_for_sending_status() {
            return Finding::failed(
                format!("the sender's {kind} is not verified in SES"),
                "follow the mail or the DNS records that SES asks for, in this region",
            );
        }
        let dkim = identity.dkim_attributes();
        let signed = dkim.is_some_and(|dkim| {
            dkim.signing_enabled() && dkim.status() == Some(&DkimStatus::Success)
        });
        return match signed {
            true => Finding::good(format!("the sender's {kind} is verified and signed (DKIM)")),
            false => Finding::warning(
                format!("mails from the sender's {kind} are not signed (DKIM)"),
                "add the CNAME records that SES shows, or replies end as spam",
            ),
        };
    }
    Finding::failed(
        "SES knows neither the sender's address nor its domain in this region",
        "verify the domain of SENDER_EMAIL_ADDRESS in SES; is AWS_REGION right?",
    )
}

/// Whether what becomes of replies is reported.
pub(super) async fn ses_events(client: &Client, set: Option<&str>) -> Finding {
    let Some(set) = set else {
        return Finding::warning(
            "bounces and complaints are not reported back to the card",
            "name a configuration set in SES_CONFIGURATION_SET",
        );
    };
    let asked = client
        .get_configuration_set_event_destinations()
        .configuration_set_name(set)
        .send();
    let destinations = match asked.await {
        Ok(answer) => answer.event_destinations.unwrap_or_default(),
        Err(error) if error.code() == Some("NotFoundException") => {
            return Finding::failed(
                format!("there is no configuration set {set} in this region"),
                "see SES_CONFIGURATION_SET",
            );
        }
        Err(error) => {
            return aws::failed(&error, "ses:GetConfigurationSetEventDestinations");
        }
    };
    let reports = |kind: &EventType| {
        destinations
            .iter()
            .any(|it| it.enabled() && it.matching_event_types().contains(kind))
    };
    let missing = [EventType::Bounce, EventType::Complaint]
        .into_iter()
        .find(|kind| !reports(kind));
    match missing {
        None => Finding::good(format!("{set} reports bounces and complaints")),
        Some(kind) => Finding::warning(
            format!("{set} does not report {}", kind.as_str()),
            "add an event destination for it",
        ),
    }
}

/// Whether mails can be read where SES leaves them. SES leaves a note when a rule is made.
pub(super) async fn inbound(sdk: &SdkConfig, inbound: &InboundConfig) -> Finding {
    let Some(bucket) = &inbound.bucket else {
        return Finding::warning(
            "mails are taken from any bucket",
            "set SES_INBOUND_BUCKET_NAME, so that mails come from yours alone",
        );
    };
    let asked = aws_sdk_s3::Client::new(sdk)
        .get_object()
        .bucket(bucket)
        .key(format!("{}AMAZON_SES_SETUP_NOTIFICATION", inbound.prefix))
        .send();
    match asked.await {
        Ok(_) => Finding::good(format!("{bucket} can be read, and SES writes there")),
        Err(error) => match error.code() {
            Some("NoSuchKey") => Finding::warning(
                format!("{bucket} can be read, but SES left no note under the prefix"),
                "does a receipt rule write to this bucket and SES_INBOUND_PREFIX?",
            ),
            Some("NoSuchBucket") => Finding::failed(
                format!("there is no bucket {bucket}"),
                "see SES_INBOUND_BUCKET_NAME",
            ),
            _ => aws::failed(
                &error,
                "s3:GetObject (and s3:ListBucket, to tell what is not there)",
            ),
        },
    }
}

/// Whether the mailbox can be read.
pub(super) async fn gmail(gmail: &Gmail) -> Finding {
    match gmail.reach().await {
        Ok(()) => Finding::good("the mailbox can be read"),
        Err(error) => Finding::of_error(&error, error.is_temporary()),
    }
}

/// Whether the mailbox can be read by IMAP.
pub(super) async fn imap(imap: &Imap) -> Finding {
    match imap.reach().await {
        Ok(_) if imap.settings().account.may_be_in_clear() => Finding::warning(
            "the mailbox can be read, but mails and password travel unencrypted",
            "use imaps:// or imap://…?tls=required in IMAP_URL",
        ),
        Ok(true) => Finding::good("the mailbox can be read, and taken mails be marked"),
        Ok(false) => Finding::good(
            "the mailbox can be read; it keeps no keywords, so the store alone knows what was taken",
        ),
        Err(error) => Finding::of_error(&error, error.is_temporary()),
    }
}

/// Whether the mailbox at Microsoft 365 can be read.
pub(super) async fn graph(graph: &Graph) -> Finding {
    match graph.reach().await {
        Ok(()) => Finding::good("the mailbox can be read"),
        Err(error) => Finding::of_error(&error, error.is_temporary()),
    }
}
