//! Slack: the tokens, what they allow, and the channel.

use serde_json::Value;

use super::finding::Finding;
use crate::config::{Senders, SocketConfig};
use screens::card::CardContent;
use slack::manifest::scopes;
use slack::socket::Socket;
use slack::{Slack, SlackError};

fn failed(error: &SlackError) -> Finding {
    Finding::of_error(error, error.is_temporary())
}

/// Whose token it is.
pub(super) async fn token(slack: &Slack) -> Finding {
    match slack.auth_test().await {
        Ok(identity) => Finding::good(format!(
            "{} in the workspace {}",
            identity.user, identity.team
        )),
        Err(error) => failed(&error),
    }
}

/// Whether the app was installed with all that the product uses.
pub(super) async fn token_scopes(slack: &Slack, senders: &Senders) -> Finding {
    let granted = match slack.auth_test().await {
        Ok(identity) => identity.scopes,
        Err(error) => return failed(&error),
    };
    let missing: Vec<&str> = scopes(senders)
        .into_iter()
        .filter(|needed| !granted.iter().any(|scope| scope == needed))
        .collect();
    match missing[..] {
        [] => Finding::good(granted.join(", ")),
        _ => Finding::failed(
            format!("missing: {}", missing.join(", ")),
            "add them to the app (`replybot slack manifest` lists all) and install it again",
        ),
    }
}

/// Whether cards can be posted there, and who can read them.
pub(super) async fn channel(slack: &Slack, id: &str, content: CardContent) -> Finding {
    let channel = match slack.channel(id).await {
        Ok(channel) => channel,
        Err(error) => return failed(&error),
    };
    let is = |field: &str| channel[field] == true;
    let name = match channel["name"].as_str() {
        Some(name) => format!("#{name}"),
        None => id.to_owned(),
    };
    if is("is_archived") {
        return Finding::failed(
            format!("{name} is archived"),
            "unarchive it, or set SLACK_CHANNEL_ID to another",
        );
    }
    if !is("is_member") {
        return Finding::failed(
            format!("the app is no member of {name}"),
            "invite it there: /invite @replybot",
        );
    }
    // Without this no click is let in.
    let members = match slack.channel_members(id).await {
        Ok(members) => members.len(),
        Err(error) => return failed(&error),
    };
    match readers(&channel) {
        None => Finding::good(format!("{name}, members: {members}")),
        Some(readers) => {
            let shown = match content {
                CardContent::Masked => "cards are masked, threads and modals are not",
                CardContent::Full => {
                    "and SLACK_CARD_CONTENT=full shows customers' mails and addresses"
                }
            };
            Finding::warning(
                format!("{name} is {readers}: {shown}"),
                "use a private channel of your own team",
            )
        }
    }
}

/// Who can read the channel beside its members' own company.
fn readers(channel: &Value) -> Option<&'static str> {
    let is = |field: &str| channel[field] == true;
    if is("is_ext_shared") || is("is_pending_ext_shared") {
        Some("shared with another company")
    } else if is("is_org_shared") || is("is_shared") {
        Some("shared with other workspaces")
    } else if !is("is_private") {
        Some("public: everybody in the workspace can read it")
    } else {
        None
    }
}

/// Whether the user groups in `SENDERS_ALLOWED` have members.
pub(super) async fn sender_groups(slack: &Slack, senders: &Senders) -> Finding {
    let mut people = senders.people.len();
    for group in &senders.groups {
        match slack.group_members(group).await {
            Ok(members) => people += members.len(),
            Err(error) => return failed(&error),
        }
    }
    match people {
        0 => Finding::failed(
            "no one may send: the user groups are empty",
            "add people to them, or to SENDERS_ALLOWED",
        ),
        1 => Finding::good("one person may send"),
        people => Finding::good(format!("{people} people may send")),
    }
}

/// Whether Socket Mode can be opened; it is not.
pub(super) async fn app_token(http: reqwest::Client, config: SocketConfig) -> Finding {
    let socket = Socket::new(http, &config.api_url, config.app_token);
    match socket.reach().await {
        Ok(()) => Finding::good("Slack would open a connection"),
        Err(error) => Finding::of_error(&error, !error.is_final()),
    }
}
