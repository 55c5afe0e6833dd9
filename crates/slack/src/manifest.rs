//! The app's manifest (docs.slack.dev/reference/app-manifest): what the app is called, what it may
//! do, and where Slack delivers. As little as the product needs.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::senders::Senders;
use inquiry::language::Language;

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
/// posted; files that people attach, and those of customers that they want to see; who is in the
/// channel and can read it; which organization a person belongs to, what they are called,
/// and which app this is; and where they are named, who is in user groups.
pub fn scopes(senders: &Senders) -> Vec<&'static str> {
    let mut scopes = vec![
        "channels:history",
        "channels:read",
        "chat:write",
        "files:read",
        "files:write",
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
            RequestUrls::all(url).put_into(&mut manifest);
        }
        manifest
    }
}

/// Where Slack delivers, place by place: an app may have different addresses, or one alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestUrls {
    /// Events, such as an opened home tab.
    pub events: Option<String>,
    /// Clicks, submissions and shortcuts.
    pub interactivity: Option<String>,
}

impl RequestUrls {
    /// This address for everything.
    pub fn all(url: &str) -> RequestUrls {
        RequestUrls {
            events: Some(url.to_owned()),
            interactivity: Some(url.to_owned()),
        }
    }

    /// Those that a manifest names.
    pub fn of(manifest: &Value) -> RequestUrls {
        let url = |place: &str| Some(manifest.pointer(place)?[URL].as_str()?.to_owned());
        RequestUrls {
            events: url(EVENTS_AT),
            interactivity: url(CLICKS_AT),
        }
    }

    /// Lets Slack deliver there, and nowhere where there is no address. Everything else stays as it is;
    /// a place that the app does not have is not made.
    pub fn put_into(&self, manifest: &mut Value) {
        for (place, url) in [(EVENTS_AT, &self.events), (CLICKS_AT, &self.interactivity)] {
            let Some(settings) = manifest.pointer_mut(place).and_then(Value::as_object_mut) else {
                continue;
            };
            match url {
                Some(url) => settings.insert(URL.to_owned(), url.as_str().into()),
                None => settings.remove(URL),
            };
        }
    }

    /// Switches off what has come since and goes nowhere now, for Slack takes no events and no clicks
    /// without an address: what there was then is put back exactly. Returns what it was.
    pub fn switch_off(&self, manifest: &mut Value) -> Vec<String> {
        let mut off = Vec::new();
        let settings = manifest.get_mut("settings").and_then(Value::as_object_mut);
        let Some(settings) = settings else {
            return off;
        };
        if self.events.is_none()
            && let Some(events) = settings.remove("event_subscriptions")
        {
            let named = ["bot_events", "user_events"].map(|kind| events[kind].as_array().cloned());
            let named = named.into_iter().flatten().flatten();
            off.extend(named.filter_map(|it| Some(it.as_str()?.to_owned())));
        }
        if self.interactivity.is_none()
            && let Some(is_enabled) = settings
                .get_mut("interactivity")
                .and_then(|it| it.get_mut("is_enabled"))
            && *is_enabled == true
        {
            *is_enabled = false.into();
            off.push("clicks".to_owned());
        }
        off
    }

    /// Each address once.
    pub fn each(&self) -> Vec<&str> {
        let urls = [&self.events, &self.interactivity];
        let mut urls: Vec<&str> = urls.into_iter().flatten().map(String::as_str).collect();
        urls.dedup();
        urls
    }
}

/// One address where there is one; else what goes where.
impl fmt::Display for RequestUrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = |url: &Option<String>| url.clone().unwrap_or_else(|| "(none)".to_owned());
        match self.events == self.interactivity {
            true => f.write_str(&named(&self.events)),
            false => write!(
                f,
                "events {}, clicks {}",
                named(&self.events),
                named(&self.interactivity)
            ),
        }
    }
}

const EVENTS_AT: &str = "/settings/event_subscriptions";
const CLICKS_AT: &str = "/settings/interactivity";
const URL: &str = "request_url";

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
        assert_eq!(RequestUrls::of(&by_request), RequestUrls::all(url));
        assert_eq!(by_request["settings"]["socket_mode_enabled"], false);
        let by_connection = manifest(Delivery::SocketMode);
        assert_eq!(RequestUrls::of(&by_connection), RequestUrls::default());
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
        RequestUrls::all("https://new.example").put_into(&mut manifest);
        expected["settings"]["event_subscriptions"]["request_url"] = "https://new.example".into();
        expected["settings"]["interactivity"]["request_url"] = "https://new.example".into();
        assert_eq!(manifest, expected);
    }

    #[test]
    fn what_was_there_is_put_back_exactly_absence_included() {
        let url = |url: &str| Some(url.to_owned());
        let old = "https://old.example";
        for events in [None, url(old), url("https://old.example/events")] {
            for interactivity in [None, url(old), url("https://old.example/interactive")] {
                let before = RequestUrls {
                    events: events.clone(),
                    interactivity,
                };
                let mut manifest = manifest(Delivery::SocketMode);
                before.put_into(&mut manifest);
                let original = manifest.clone();
                RequestUrls::all("https://new.example").put_into(&mut manifest);
                assert_eq!(
                    RequestUrls::of(&manifest),
                    RequestUrls::all("https://new.example")
                );
                before.put_into(&mut manifest);
                assert_eq!(manifest, original);
            }
        }
        // An app without events has no place for their address afterwards, either.
        let mut without = json!({ "settings": { "interactivity": { "is_enabled": true } } });
        RequestUrls::all(old).put_into(&mut without);
        assert!(without["settings"]["event_subscriptions"].is_null());
    }
}
