//! What a test sees and changes without being a person in front of the page: feature `testing`.

use std::sync::PoisonError;
use std::time::Duration;

use serde_json::Value;

use crate::{Call, Ping, Place, Refusal, Workspace, state, visible};

impl Workspace {
    /// Makes a user group, or changes who is in it.
    pub fn set_group(&self, id: &str, users: &[&str]) {
        let users = users.iter().map(|&user| user.to_owned()).collect();
        self.change(|desk| desk.state.groups.insert(id.to_owned(), users));
    }

    /// Leaves only these people in the channel.
    pub fn set_members(&self, users: &[&str]) {
        let users = users.iter().map(|&user| user.to_owned()).collect();
        self.change(|desk| desk.state.members = Some(users));
    }

    /// Lets `users.info` say something else of a person, and their payloads name another
    /// `team_id`.
    pub fn set_person(&self, user: &str, field: &str, value: impl Into<Value>) {
        self.change(|desk| {
            let person = desk.state.people.entry(user.to_owned()).or_default();
            person.insert(field.to_owned(), value.into());
        });
    }

    /// Lets `auth.test` say something else, e.g. `enterprise_id`.
    pub fn set_identity(&self, field: &str, value: impl Into<Value>) {
        self.change(|desk| desk.state.identity.insert(field.to_owned(), value.into()));
    }

    /// Changes each payload before it is signed, until this is called with something else: for
    /// what comes from another workspace, channel or app.
    pub fn alter_payloads(&self, alter: impl Fn(&mut Value) + Send + Sync + 'static) {
        let mut altering = self
            .0
            .altering
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *altering = Some(Box::new(alter));
    }

    /// Installs the app with these scopes, separated by commas.
    pub fn set_scopes(&self, scopes: &str) {
        self.change(|desk| desk.state.scopes = Some(scopes.to_owned()));
    }

    /// Lets `conversations.info` say something else of the channel, e.g. `is_member`.
    pub fn set_channel(&self, field: &str, value: impl Into<Value>) {
        self.change(|desk| desk.state.channel.insert(field.to_owned(), value.into()));
    }

    /// The channel's messages and the answers in its threads, oldest first, as
    /// `conversations.history` shows them, with metadata.
    pub fn messages(&self) -> Vec<Value> {
        let state = self.state();
        let public = state.messages.iter().filter(|it| it.only_for.is_none());
        public.map(|message| message.json(&state, true)).collect()
    }

    /// The id of the view in this person's home tab of the app, once the app published one.
    pub fn home(&self, user: &str) -> Option<String> {
        self.state().homes.get(user).cloned()
    }

    /// The messages that only this person sees, oldest first.
    pub fn ephemerals(&self, user: &str) -> Vec<Value> {
        let state = self.state();
        let own = |message: &&state::Message| message.only_for.as_deref() == Some(user);
        let own = state.messages.iter().filter(own);
        own.map(|message| message.json(&state, true)).collect()
    }

    /// The view with what is entered in it under `state.values`; `None` when it is closed.
    pub fn view(&self, view_id: &str) -> Option<Value> {
        let state = self.state();
        state.views.get(view_id).map(|view| view.json(&view.values))
    }

    /// The ids of the views on a person's screen, the one on top last.
    pub fn open_views(&self, user: &str) -> Vec<String> {
        self.state().stacks.get(user).cloned().unwrap_or_default()
    }

    /// The error messages under the inputs of a view, by `block_id`.
    pub fn errors(&self, view_id: &str) -> std::collections::BTreeMap<String, String> {
        let state = self.state();
        let view = state.views.get(view_id);
        view.map(|view| view.errors.clone()).unwrap_or_default()
    }

    /// What a person reads in a message or view, or nothing when it is gone.
    pub fn visible_text(&self, place: &Place) -> String {
        let state = self.state();
        match place {
            Place::Message { ts, .. } => match state.message(ts) {
                Some(message) if message.blocks.is_empty() => message.text.clone(),
                Some(message) => visible::visible_text(&message.blocks, &Default::default()),
                None => String::new(),
            },
            Place::View { view_id } => match state.views.get(view_id) {
                Some(view) => visible::visible_text(view.blocks(), &view.values),
                None => String::new(),
            },
        }
    }

    /// Everything that notified someone or linked somewhere, in messages and views.
    pub fn pings(&self) -> Vec<Ping> {
        self.state().pings.clone()
    }

    /// Every call of the Web API, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// Every call that was refused and every useless answer of the app, in order.
    pub fn refusals(&self) -> Vec<Refusal> {
        self.state().refusals.clone()
    }

    /// Waits until `look` finds something, looking again after every change; `None` when that takes
    /// longer than `limit`. For tests: no sleeping, no polling.
    pub async fn until<T>(
        &self,
        limit: Duration,
        mut look: impl FnMut(&Workspace) -> Option<T>,
    ) -> Option<T> {
        let mut changes = self.0.changes.subscribe();
        let found = async {
            loop {
                if let Some(found) = look(self) {
                    return Some(found);
                }
                changes.changed().await.ok()?;
            }
        };
        tokio::time::timeout(limit, found).await.ok().flatten()
    }

    /// Quits Slack without closing anything: the views leave the screen, but Slack keeps them, and
    /// their `external_id`s, and the app hears nothing (slackapi/slack-api-specs#52).
    pub fn vanish(&self, user: &str) {
        self.change(|desk| desk.state.stacks.remove(user));
    }
}
