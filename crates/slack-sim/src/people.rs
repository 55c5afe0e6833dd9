//! What a person does: click, choose, type, submit, close. Each act that an app hears of is one
//! signed payload (docs.slack.dev/reference/interaction-payloads), and its answer is what the
//! person then sees.

mod payload;
mod submission;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::inputs::{self, Element, str_of};
use super::web_api::Desk;
use super::{Language, Refusal, Workspace};

/// Where a person clicks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// A message in the channel, in a thread, or ephemeral.
    Message {
        /// The channel's id.
        channel: String,
        /// The message's `ts`.
        ts: String,
    },
    /// An open view.
    View {
        /// The view's id.
        view_id: String,
    },
}

/// What a person clicks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The element.
    pub action_id: String,
    /// Its block, where the same `action_id` is in several.
    #[serde(default)]
    pub block_id: Option<String>,
    /// The values of the options that are chosen, for menus, checkboxes and radio buttons.
    #[serde(default)]
    pub chosen: Vec<String>,
}

impl Target {
    /// The option with this value.
    pub fn choosing(mut self, value: &str) -> Target {
        self.chosen.push(value.to_owned());
        self
    }

    /// The element of this block.
    pub fn in_block(mut self, block_id: &str) -> Target {
        self.block_id = Some(block_id.to_owned());
        self
    }
}

impl From<&str> for Target {
    fn from(action_id: &str) -> Target {
        Target {
            action_id: action_id.to_owned(),
            ..Target::default()
        }
    }
}

/// What came of an act, as the person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Delivery {
    /// Nothing was to be delivered: the act stays on the screen.
    Kept,
    /// The app acknowledged; what else happens comes by the Web API.
    Acknowledged,
    /// The view was closed.
    Closed,
    /// All views of the stack were closed.
    Cleared,
    /// The view shows something else.
    Updated,
    /// A new view lies on top.
    Pushed {
        /// Its id.
        view_id: String,
    },
    /// The app is not content with the inputs.
    Errors {
        /// The messages under the inputs, by `block_id`.
        errors: BTreeMap<String, String>,
    },
    /// Slack is not content with the inputs; the app heard nothing.
    Incomplete {
        /// The messages under the inputs, by `block_id`.
        errors: BTreeMap<String, String>,
    },
    /// What was clicked is no longer on the screen; the app heard nothing.
    NotThere {
        /// What is missing.
        what: String,
    },
    /// The app answered late, wrongly or not at all. Everything stays as it was.
    Trouble {
        /// What Slack tells the person.
        toast: String,
        /// What a developer wants to know.
        why: String,
    },
}

impl Delivery {
    fn not_there(what: impl Into<String>) -> Delivery {
        Delivery::NotThere { what: what.into() }
    }
}

impl Workspace {
    /// Clicks a button, chooses in a menu, or presses Enter in an input that dispatches.
    pub async fn click(&self, user: &str, place: &Place, target: impl Into<Target>) -> Delivery {
        let target = target.into();
        let payload = match self.change(|desk| desk.clicked(user, place, &target)) {
            Ok(Some(payload)) => payload,
            Ok(None) => return Delivery::Kept,
            Err(what) => return Delivery::not_there(what),
        };
        match self.deliver(&payload).await {
            Ok(_) => Delivery::Acknowledged,
            Err(why) => self.trouble("block_actions", why),
        }
    }

    /// Opens the app's home tab: `app_home_opened` of the Events API, as JSON and signed
    /// (docs.slack.dev/reference/events/app_home_opened).
    pub async fn open_home(&self, user: &str) -> Delivery {
        let event = match self.change(|desk| desk.app_home_opened(user)) {
            Some(event) => event,
            None => return Delivery::not_there(format!("user {user}")),
        };
        match self.deliver_event(&event).await {
            Ok(_) => Delivery::Acknowledged,
            Err(why) => self.trouble("app_home_opened", why),
        }
    }

    /// Types `text` in place of what is in an input.
    pub fn type_text(
        &self,
        view_id: &str,
        block_id: &str,
        action_id: &str,
        text: &str,
    ) -> Delivery {
        self.change(|desk| {
            let Some(view) = desk.state.views.get_mut(view_id) else {
                return Delivery::not_there(format!("view {view_id}"));
            };
            let found = inputs::find(view.blocks(), Some(block_id), action_id);
            let Some(it) = found.filter(|it| it.kind().ends_with("text_input")) else {
                return Delivery::not_there(format!("{action_id} in {block_id} of {view_id}"));
            };
            let value = inputs::typed(it.kind(), text);
            view.enter(block_id, action_id, value);
            Delivery::Kept
        })
    }

    /// Puts a file into the file input of a view, beside those that are there.
    pub fn choose_file(
        &self,
        user: &str,
        (view_id, block_id, action_id): (&str, &str, &str),
        (name, mimetype): (&str, &str),
        content: Vec<u8>,
    ) -> Delivery {
        /// "There is a 10MB file size limit."
        const LARGEST: usize = 10 * 1024 * 1024;
        let base_url = self.0.settings.base_url.clone();
        self.change(|desk| {
            let Some(view) = desk.state.views.get(view_id) else {
                return Delivery::not_there(format!("view {view_id}"));
            };
            let found = inputs::find(view.blocks(), Some(block_id), action_id);
            let Some(it) = found.filter(|it| it.kind() == "file_input") else {
                return Delivery::not_there(format!("{action_id} in {block_id} of {view_id}"));
            };
            let most = it
                .element
                .get("max_files")
                .and_then(serde_json::Value::as_u64)
                .unwrap_or(10);
            let value = view
                .values
                .get(block_id)
                .and_then(|block| block.get(action_id))
                .cloned();
            let mut value = value.unwrap_or_default();
            let files = value["files"].as_array_mut();
            let is_full = files
                .as_ref()
                .is_some_and(|files| files.len() as u64 >= most);
            if is_full || content.is_empty() || content.len() > LARGEST {
                return Delivery::not_there(format!("room for {name} in {block_id}"));
            }
            let id = format!("F{:07}", desk.state.next("file"));
            let file = super::state::StoredFile {
                name: name.to_owned(),
                mimetype: mimetype.to_owned(),
                size: content.len(),
                user: user.to_owned(),
                is_shared: false,
                content: Some(content),
            };
            if let Some(files) = files {
                files.push(file.json(&id, &base_url));
            }
            desk.state.files.insert(id, file);
            if let Some(view) = desk.state.views.get_mut(view_id) {
                view.enter(block_id, action_id, value);
            }
            Delivery::Kept
        })
    }

    /// Closes a view without submitting it; what lies below it comes up again.
    pub async fn close(&self, user: &str, view_id: &str) -> Delivery {
        let closed = self.change(|desk| {
            let on_top = desk.state.top(user).filter(|view| view.id == view_id)?;
            let all = on_top.flag("clear_on_close");
            Some(if all {
                desk.clear(user)
            } else {
                desk.pop(user)
            })
        });
        match closed {
            Some(payloads) => {
                self.tell(payloads).await;
                Delivery::Closed
            }
            None => Delivery::not_there(format!("view {view_id} on the screen of {user}")),
        }
    }

    /// Presses the cross in the corner: all views of a person are closed.
    pub async fn close_all(&self, user: &str) -> Delivery {
        let payloads = self.change(|desk| desk.clear(user));
        self.tell(payloads).await;
        Delivery::Cleared
    }

    /// A person's client starts anew: their modals are gone. Slack says nothing of that to the app.
    pub fn reload(&self, user: &str) {
        self.change(|desk| desk.clear(user));
    }

    /// Removes an ephemeral message from a person's screen.
    pub fn dismiss(&self, user: &str, ts: &str) {
        self.change(|desk| {
            let own =
                |it: &super::state::Message| it.ts == ts && it.only_for.as_deref() == Some(user);
            desk.state.messages.retain(|message| !own(message));
        });
    }

    /// Delivers what is not waited for: whatever the app answers, the view is closed.
    async fn tell(&self, payloads: Vec<Value>) {
        for payload in payloads {
            if let Err(why) = self.deliver(&payload).await {
                self.trouble(str_of(&payload, "type"), why);
            }
        }
    }

    /// What Slack says when an app does not answer as it must.
    fn trouble(&self, payload: &str, why: String) -> Delivery {
        self.change(|desk| {
            desk.state.refusals.push(Refusal {
                method: payload.to_owned(),
                error: "no_acknowledgement".to_owned(),
                messages: vec![why.clone()],
            });
            let toast = match desk.language() {
                Language::En => "We had some trouble connecting. Try again?",
                Language::Ja => "接続で問題が発生しました。もう一度お試しください。",
            };
            Delivery::Trouble {
                toast: toast.to_owned(),
                why,
            }
        })
    }
}

impl Desk<'_> {
    /// What Slack itself speaks.
    fn language(&self) -> Language {
        self.state.language.unwrap_or(self.settings.language)
    }

    /// The payload of a click, if the app hears of it. `Err` names what is not there.
    fn clicked(
        &mut self,
        user: &str,
        place: &Place,
        target: &Target,
    ) -> Result<Option<Value>, String> {
        let blocks = self.blocks(user, place)?;
        let found = inputs::find(&blocks, target.block_id.as_deref(), &target.action_id);
        let it = found.ok_or_else(|| format!("{} in {place:?}", target.action_id))?;
        self.keep_choice(place, it, target)?;
        if !it.dispatches() {
            return Ok(None);
        }
        self.block_actions(user, place, it, target).map(Some)
    }

    /// The blocks a person sees there, if that person sees them.
    fn blocks(&self, user: &str, place: &Place) -> Result<Vec<Value>, String> {
        if self.settings.user(user).is_none() {
            return Err(format!("user {user}"));
        }
        match place {
            Place::Message { channel, ts } => self
                .state
                .message(ts)
                .filter(|_| *channel == self.settings.channel.id)
                .filter(|message| message.only_for.as_deref().is_none_or(|it| it == user))
                .map(|message| message.blocks.clone())
                .ok_or_else(|| format!("message {ts} in {channel}")),
            Place::View { view_id } => self
                .state
                .home(user)
                .filter(|view| view.id == *view_id)
                .or_else(|| self.state.top(user).filter(|view| view.id == *view_id))
                .map(|view| view.blocks().to_vec())
                .ok_or_else(|| format!("view {view_id} on the screen of {user}")),
        }
    }

    /// A choice in a view is part of its state from now on.
    fn keep_choice(&mut self, place: &Place, it: Element, target: &Target) -> Result<(), String> {
        let keeps = matches!(
            it.kind(),
            "static_select" | "checkboxes" | "radio_buttons" | "users_select" | "datetimepicker"
        );
        let Place::View { view_id } = place else {
            return Ok(());
        };
        if !keeps {
            return Ok(());
        }
        let chosen: Vec<&str> = target.chosen.iter().map(String::as_str).collect();
        let value = inputs::chosen(it.element, &chosen)
            .ok_or_else(|| format!("the option {chosen:?} in {}", it.action_id()))?;
        if let Some(view) = self.state.views.get_mut(view_id) {
            view.enter(it.block_id(), it.action_id(), value);
        }
        Ok(())
    }

    /// Takes the top view off a person's screen.
    fn pop(&mut self, user: &str) -> Vec<Value> {
        let stack = self.state.stacks.get_mut(user);
        let closed: Vec<String> = stack.and_then(Vec::pop).into_iter().collect();
        self.closed(user, closed, false)
    }

    /// Takes all views off a person's screen.
    fn clear(&mut self, user: &str) -> Vec<Value> {
        let closed = self.state.stacks.remove(user).unwrap_or_default();
        self.closed(user, closed, true)
    }

    /// Forgets views; returns the `view_closed` payloads that were asked for.
    fn closed(&mut self, user: &str, view_ids: Vec<String>, cleared: bool) -> Vec<Value> {
        self.state.stacks.retain(|_, stack| !stack.is_empty());
        let views = view_ids.iter().rev();
        let views: Vec<_> = views.filter_map(|id| self.state.views.remove(id)).collect();
        let heard = views.iter().filter(|view| view.flag("notify_on_close"));
        heard
            .map(|view| self.view_closed(user, view, cleared))
            .collect()
    }
}

impl super::state::View {
    fn enter(&mut self, block_id: &str, action_id: &str, value: Value) {
        self.errors.remove(block_id);
        self.touched = true;
        let block = self.values.entry(block_id.to_owned()).or_default();
        block.insert(action_id.to_owned(), value);
    }
}
