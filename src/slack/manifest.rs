//! The app's manifest (docs.slack.dev/reference/app-manifest): what the app is called, what it may
//! do, and where Slack delivers. As little as the product needs.

use serde_json::{Value, json};

use super::senders::Senders;
use crate::language::Language;

/// What the manifest depends on.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// How Slack delivers.
    pub delivery: Delivery,
    /// The language of the app's description.
    pub language: Language,
    /// Who may send.
    pub senders: Senders,
}

/// How Slack delivers clicks and events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// By requests to this address, which ends in `/slack/events`.
    RequestUrl(String),
    /// Over a connection that the app opens.
    SocketMode,
}

/// Events that the product wants to hear of.
const EVENTS: [&str; 1] = ["app_home_opened"];

/// The scopes of the bot token that the product uses: posting cards; finding out whether one was
/// posted; who is in the channel and can read it; whose person somebody is, what they are called,
/// and which app this is; and where they are named, who is in user groups.
pub fn scopes(senders: &Senders) -> Vec<&'static str> {
    let mut scopes = vec![
        "channels:history",
        "channels:read",
        "chat:write",
        "groups:history",
        "groups:read",
        "users:read",
    ];
    if !senders.groups.is_empty() {
        scopes.push("usergroups:read");
    }
    scopes
}

impl Manifest {
    /// As Slack takes it.
    pub fn to_json(&self) -> Value {
        let description = match self.language {
            Language::Ja => "お客様のメールへの返信案をAIが書き、担当者が確認して送信します",
            Language::En => "Answers customers' mails with drafts that a person approves",
        };
        let mut manifest = json!({
            "display_information": { "name": "replybot", "description": description },
            "features": {
                "app_home": {
                    "home_tab_enabled": true, "messages_tab_enabled": false, "messages_tab_read_only_enabled": true,
                },
                "bot_user": { "display_name": "replybot", "always_online": true },
            },
            "oauth_config": { "scopes": { "bot": scopes(&self.senders) } },
            "settings": {
                "event_subscriptions": { "bot_events": EVENTS },
                "interactivity": { "is_enabled": true },
                "org_deploy_enabled": false,
                "socket_mode_enabled": self.delivery == Delivery::SocketMode,
                "token_rotation_enabled": false,
            },
        });
        if let Delivery::RequestUrl(url) = &self.delivery {
            set_request_url(&mut manifest, url);
        }
        manifest
    }
}

/// The address that Slack delivers to; where events and interactions go to different ones, both.
pub fn request_urls(manifest: &Value) -> Vec<&str> {
    let mut urls: Vec<&str> = PLACES
        .into_iter()
        .filter_map(|place| manifest.pointer(place)?["request_url"].as_str())
        .collect();
    urls.dedup();
    urls
}

/// Lets Slack deliver to `url`. Everything else stays as it is.
pub fn set_request_url(manifest: &mut Value, url: &str) {
    for place in PLACES {
        if let Some(settings) = manifest.pointer_mut(place) {
            settings["request_url"] = url.into();
        }
    }
}

/// Where a manifest names request URLs of ours.
const PLACES: [&str; 2] = ["/settings/event_subscriptions", "/settings/interactivity"];

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(delivery: Delivery) -> Value {
        let manifest = Manifest {
            delivery,
            language: Language::En,
            senders: Senders::default(),
        };
        manifest.to_json()
    }

    #[test]
    fn slack_delivers_by_request_or_by_connection() {
        let url = "https://replybot.example.com/slack/events";
        let by_request = manifest(Delivery::RequestUrl(url.to_owned()));
        assert_eq!(request_urls(&by_request), [url]);
        assert_eq!(by_request["settings"]["socket_mode_enabled"], false);
        let by_connection = manifest(Delivery::SocketMode);
        assert!(request_urls(&by_connection).is_empty());
        assert_eq!(by_connection["settings"]["socket_mode_enabled"], true);
    }

    #[test]
    fn groups_are_read_only_where_they_are_used() {
        assert!(!scopes(&Senders::default()).contains(&"usergroups:read"));
        let senders = Senders::parse("S0604QSJC").unwrap_or_default();
        assert!(scopes(&senders).contains(&"usergroups:read"));
    }

    #[test]
    fn only_the_request_url_changes() {
        let mut manifest = manifest(Delivery::RequestUrl("https://old.example".to_owned()));
        manifest["features"]["unfurl_domains"] = json!(["example.com"]);
        let mut expected = manifest.clone();
        set_request_url(&mut manifest, "https://new.example");
        expected["settings"]["event_subscriptions"]["request_url"] = "https://new.example".into();
        expected["settings"]["interactivity"]["request_url"] = "https://new.example".into();
        assert_eq!(manifest, expected);
    }
}
