//! The payloads, field by field as Slack sends them (docs.slack.dev/reference/interaction-payloads).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::inputs::{self, Element, Values, str_of};
use super::super::state::{APP_ID, BOT_NAME, Message, ResponseUrl, TEAM_ID, Trigger, View};
use super::super::web_api::Desk;
use super::{Place, Target};

/// "trigger_ids expire in three seconds."
const TRIGGER_LIVES: Duration = Duration::from_secs(3);
/// A `response_url` "can be used up to 5 times within 30 minutes".
const RESPONSE_URL_LIVES: Duration = Duration::from_secs(30 * 60);
const RESPONSE_URL_USES: u8 = 5;
/// The old verification token, which no app should look at any more.
const VERIFICATION_TOKEN: &str = "verification-token";

impl Desk<'_> {
    /// `block_actions`. `Err` names the option that is not offered.
    pub(super) fn block_actions(
        &mut self,
        user: &str,
        place: &Place,
        it: Element,
        target: &Target,
    ) -> Result<Value, String> {
        let view = match place {
            Place::View { view_id } => Some(view_id.clone()),
            Place::Message { .. } => None,
        };
        let action = self.action(it, target, view.as_deref())?;
        let mut payload = self.payload("block_actions", user);
        payload["trigger_id"] = self.trigger(user, view).into();
        payload["actions"] = json!([action]);
        match place {
            Place::View { view_id } => {
                payload["container"] = json!({ "type": "view", "view_id": view_id });
                let view = self.state.views.get(view_id);
                payload["view"] = view.map(|view| view.json(&view.values)).unwrap_or_default();
            }
            Place::Message { ts, .. } => self.message_fields(&mut payload, user, ts),
        }
        Ok(payload)
    }

    /// What `block_actions` says of the message that was clicked in.
    fn message_fields(&mut self, payload: &mut Value, user: &str, ts: &str) {
        let Some(message) = self.state.message(ts).cloned() else {
            return;
        };
        let ephemeral = message.only_for.is_some();
        let channel = &self.settings.channel;
        payload["container"] = json!({
            "type": "message",
            "message_ts": ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        });
        if let Some(thread) = &message.thread_ts {
            payload["container"]["thread_ts"] = thread.clone().into();
        }
        payload["channel"] = json!({ "id": channel.id, "name": channel.name });
        let values = inputs::values(&message.blocks, &Values::new());
        payload["state"] = json!({ "values": values });
        payload["response_url"] = self.response_url(user, &message).into();
        // Slack does not send an ephemeral message back.
        if !ephemeral {
            payload["message"] = message.json(self.state, true);
        }
    }

    /// `view_submission`.
    pub(super) fn view_submission(&mut self, user: &str, view: &View) -> Value {
        let mut payload = self.payload("view_submission", user);
        payload["trigger_id"] = self.trigger(user, Some(view.id.clone())).into();
        payload["view"] = view.json(&view.values);
        payload["response_urls"] = json!([]);
        payload
    }

    /// `app_home_opened` in the envelope of the Events API; `view` is what the tab shows.
    pub(super) fn app_home_opened(&mut self, user: &str) -> Option<Value> {
        self.settings.user(user)?;
        let mut event = json!({
            "type": "app_home_opened",
            "user": user,
            "channel": format!("D{user}"),
            "tab": "home",
            "event_ts": self.state.next_ts(self.now),
        });
        if let Some(view) = self.state.home(user) {
            event["view"] = view.json(&view.values);
        }
        Some(json!({
            "token": VERIFICATION_TOKEN,
            "team_id": TEAM_ID,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": format!("Ev{:04}", self.state.next("event")),
            "event_time": self.now.as_second(),
        }))
    }

    /// `view_closed`.
    pub(super) fn view_closed(&self, user: &str, view: &View, cleared: bool) -> Value {
        let mut payload = self.payload("view_closed", user);
        payload["view"] = view.json(&view.values);
        payload["is_cleared"] = cleared.into();
        payload
    }

    fn payload(&self, kind: &str, user: &str) -> Value {
        let name = self.settings.user(user).map(|user| user.handle());
        let team = self.state.people.get(user).and_then(|it| it.get("team_id"));
        let team = team.cloned().unwrap_or(TEAM_ID.into());
        json!({
            "type": kind,
            "team": { "id": TEAM_ID, "domain": BOT_NAME },
            "user": { "id": user, "username": name, "name": name, "team_id": team },
            "api_app_id": APP_ID,
            "token": VERIFICATION_TOKEN,
            "enterprise": null,
            "is_enterprise_install": false,
        })
    }

    /// The one entry of `actions`.
    fn action(
        &mut self,
        it: Element,
        target: &Target,
        view: Option<&str>,
    ) -> Result<Value, String> {
        let mut action = json!({
            "type": it.kind(),
            "action_id": it.action_id(),
            "block_id": it.block_id(),
            "action_ts": self.state.next_ts(self.now),
        });
        for field in ["text", "value", "style", "url", "placeholder"] {
            if let Some(value) = it.element.get(field) {
                action[field] = value.clone();
            }
        }
        match it.kind() {
            "button" => {}
            "plain_text_input" | "email_text_input" => {
                let view = view.and_then(|id| self.state.views.get(id));
                let entered = view.and_then(|view| view.values.get(it.block_id()));
                let entered = entered.and_then(|block| block.get(it.action_id()));
                action["value"] = entered.map(|it| str_of(it, "value")).into();
            }
            _ => {
                let chosen: Vec<&str> = target.chosen.iter().map(String::as_str).collect();
                let state = inputs::chosen(it.element, &chosen)
                    .ok_or_else(|| format!("the option {chosen:?} in {}", it.action_id()))?;
                for field in [
                    "selected_option",
                    "selected_options",
                    "selected_user",
                    "selected_date_time",
                ] {
                    if let Some(value) = state.get(field) {
                        action[field] = value.clone();
                    }
                }
            }
        }
        Ok(action)
    }

    fn trigger(&mut self, user: &str, view: Option<String>) -> String {
        let now = self.now;
        // Old ones are only kept to tell them from invented ones for a while.
        self.state
            .triggers
            .retain(|_, it| later(it.until, TRIGGER_LIVES * 100) > now);
        let id = format!("{:04}.{TEAM_ID}.trigger", self.state.next("trigger"));
        let trigger = Trigger {
            user: user.to_owned(),
            view,
            until: later(now, TRIGGER_LIVES),
            used: false,
        };
        self.state.triggers.insert(id.clone(), trigger);
        id
    }

    fn response_url(&mut self, user: &str, message: &Message) -> String {
        let now = self.now;
        self.state.response_urls.retain(|_, url| url.until > now);
        let key = format!("R{:04}", self.state.next("response_url"));
        let url = ResponseUrl {
            user: user.to_owned(),
            message: message.ts.clone(),
            thread_ts: message.thread_ts.clone(),
            until: later(now, RESPONSE_URL_LIVES),
            left: RESPONSE_URL_USES,
        };
        self.state.response_urls.insert(key.clone(), url);
        format!("{}/workspace/response/{key}", self.settings.base_url)
    }
}

/// The time `duration` after `at`, or the last representable time.
fn later(at: Timestamp, duration: Duration) -> Timestamp {
    let duration = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
    at.checked_add(duration).unwrap_or(Timestamp::MAX)
}
