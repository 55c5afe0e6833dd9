//! Submitting a view, and the answers an app may give
//! (docs.slack.dev/surfaces/modals, "Handle view_submission events").

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::inputs::{self, Missing, str_of};
use super::super::state::View;
use super::super::web_api::{Desk, check_view, open_view, replace_view};
use super::super::{Language, Workspace};
use super::Delivery;

impl Workspace {
    /// Presses the submit button of the view on top of a person's screen.
    pub async fn submit(&self, user: &str, view_id: &str) -> Delivery {
        let payload = match self.change(|desk| desk.submitted(user, view_id)) {
            Ok(payload) => payload,
            Err(delivery) => return delivery,
        };
        let answer = match self.deliver(&payload).await {
            Ok(answer) => answer,
            Err(why) => return self.trouble("view_submission", why),
        };
        let done = self.change(|desk| desk.answered(user, view_id, &answer));
        done.unwrap_or_else(|why| self.trouble("view_submission", why))
    }
}

impl Desk<'_> {
    fn submitted(&mut self, user: &str, view_id: &str) -> Result<Value, Delivery> {
        let on_top = self.state.top(user).filter(|view| view.id == view_id);
        let Some(view) = on_top
            .filter(|view| view.shown.get("submit").is_some())
            .cloned()
        else {
            let what = format!("a submit button of {view_id} on the screen of {user}");
            return Err(Delivery::not_there(what));
        };
        let errors = self.incomplete(&view);
        if let Some(there) = self.state.views.get_mut(view_id) {
            there.errors = errors.clone();
        }
        match errors.is_empty() {
            true => Ok(self.view_submission(user, &view)),
            false => Err(Delivery::Incomplete { errors }),
        }
    }

    /// What Slack's client checks by itself.
    fn incomplete(&self, view: &View) -> BTreeMap<String, String> {
        let mut errors = BTreeMap::new();
        for it in inputs::elements(view.blocks()) {
            let block = view.values.get(it.block_id());
            let value = block.and_then(|block| block.get(it.action_id()));
            if it.is_in_input()
                && let Some(missing) = inputs::missing(it, value)
            {
                let message = say(missing, self.language());
                errors.insert(it.block_id().to_owned(), message);
            }
        }
        errors
    }

    /// Does what the app answered. `Err` says why the answer is none that Slack understands.
    fn answered(&mut self, user: &str, view_id: &str, body: &str) -> Result<Delivery, String> {
        if self.state.top(user).is_none_or(|view| view.id != view_id) {
            // Closed or covered in the meantime: the answer has no view to act on.
            return Ok(Delivery::Acknowledged);
        }
        if body.trim().is_empty() {
            return Ok(self.submitted_pop(user));
        }
        let answer: Value = serde_json::from_str(body)
            .map_err(|_| "the answer to view_submission is neither empty nor JSON".to_owned())?;
        match str_of(&answer, "response_action") {
            "errors" => self.show_errors(view_id, &answer),
            "clear" => {
                self.clear(user);
                Ok(Delivery::Cleared)
            }
            "update" => {
                let view = self.answered_view(&answer, Some(view_id))?;
                replace_view(self, view_id, view);
                Ok(Delivery::Updated)
            }
            "push" => {
                let view = self.answered_view(&answer, None)?;
                let view_id = open_view(self, user, view, Some(view_id));
                Ok(Delivery::Pushed { view_id })
            }
            "" if answer.as_object().is_some_and(|fields| fields.is_empty()) => {
                Ok(self.submitted_pop(user))
            }
            other => Err(format!("unknown response_action {other:?}")),
        }
    }

    fn show_errors(&mut self, view_id: &str, answer: &Value) -> Result<Delivery, String> {
        let errors: BTreeMap<String, String> =
            serde_json::from_value(answer.get("errors").cloned().unwrap_or_default())
                .map_err(|_| "`errors` must map block ids to messages".to_owned())?;
        if errors.is_empty() {
            return Err("`errors` is empty".to_owned());
        }
        let Some(view) = self.state.views.get_mut(view_id) else {
            return Err(format!("view {view_id} is gone"));
        };
        let is_input = |block_id: &str| {
            let all = inputs::elements(view.blocks());
            all.iter()
                .any(|it| it.is_in_input() && it.block_id() == block_id)
        };
        if let Some(stranger) = errors.keys().find(|block_id| !is_input(block_id)) {
            return Err(format!(
                "`errors` names {stranger:?}, which is no input block"
            ));
        }
        view.errors = errors.clone();
        Ok(Delivery::Errors { errors })
    }

    fn answered_view(&self, answer: &Value, replacing: Option<&str>) -> Result<Value, String> {
        let view = answer.get("view").cloned().unwrap_or_default();
        check_view(self, &view, replacing)
            .map_err(|refused| format!("{}: {}", refused.error, refused.messages.join(" ")))?;
        Ok(view)
    }

    /// A submitted view is not a cancelled one: no `view_closed` goes out.
    fn submitted_pop(&mut self, user: &str) -> Delivery {
        self.pop(user);
        Delivery::Closed
    }
}

fn say(missing: Missing, language: Language) -> String {
    match (missing, language) {
        (Missing::Required, Language::En) => "Please complete this required field.".to_owned(),
        (Missing::Required, Language::Ja) => "この必須フィールドに入力してください。".to_owned(),
        (Missing::TooShort(least), Language::En) => {
            format!("This should be at least {least} characters long.")
        }
        (Missing::TooShort(least), Language::Ja) => format!("{least} 文字以上で入力してください。"),
        (Missing::TooLong(most), Language::En) => {
            format!("This should be at most {most} characters long.")
        }
        (Missing::TooLong(most), Language::Ja) => format!("{most} 文字以内で入力してください。"),
        (Missing::NotAnAddress, Language::En) => "Please enter a valid email address.".to_owned(),
        (Missing::NotAnAddress, Language::Ja) => {
            "有効なメールアドレスを入力してください。".to_owned()
        }
    }
}
