//! Interactive elements and the composition objects they are made of
//! (docs.slack.dev/reference/block-kit/block-elements, …/composition-objects).

use std::collections::BTreeSet;

use super::check::{At, Check, Text};

/// What may stand in an `actions` block.
pub const IN_ACTIONS: &[&str] = &[
    "button",
    "overflow",
    "static_select",
    "checkboxes",
    "radio_buttons",
    "users_select",
    "datetimepicker",
];
/// What may stand beside the text of a `section`.
pub const IN_SECTION: &[&str] = &[
    "button",
    "overflow",
    "static_select",
    "checkboxes",
    "radio_buttons",
    "users_select",
];
/// What may stand in an `input` block.
pub const IN_INPUT: &[&str] = &[
    "plain_text_input",
    "email_text_input",
    "static_select",
    "checkboxes",
    "radio_buttons",
    "file_input",
    "users_select",
    "datetimepicker",
];

impl Check {
    /// One of the `allowed` elements; its `action_id` must be new in its block.
    pub fn element(&mut self, at: &At, allowed: &[&str], action_ids: &mut BTreeSet<String>) {
        let kind = at.kind();
        if !allowed.contains(&kind) {
            return self.fault(at, format!("unsupported type: {kind}"));
        }
        match kind {
            "button" => self.button(at),
            "overflow" => self.overflow(at),
            "static_select" => self.static_select(at),
            "checkboxes" => self.choices(at, "initial_options"),
            "radio_buttons" => self.choices(at, "initial_option"),
            "file_input" => return self.file_input(at, action_ids),
            "users_select" => self.users_select(at),
            "datetimepicker" => self.datetimepicker(at),
            _ => self.text_input(at),
        }
        self.optional_text(at, "placeholder", Text::Plain, 150);
        self.optional_flag(at, "focus_on_load");
        if at.value.get("focus_on_load") == Some(&true.into())
            && std::mem::replace(&mut self.focused, true)
        {
            self.fault(at, "only one element may have focus_on_load");
        }
        self.confirm(at);
        if let Some(id) = at.get("action_id")
            && let Some(text) = self.string(&id, 1..=255)
            && !action_ids.insert(text.to_owned())
        {
            self.fault(&id, format!("`action_id` {text:?} already exists"));
        }
    }

    /// docs.slack.dev/reference/block-kit/block-elements/file-input-element
    fn file_input(&mut self, at: &At, action_ids: &mut BTreeSet<String>) {
        self.object(at, &[], &["action_id", "filetypes", "max_files"]);
        self.optional_number(at, "max_files", 1..=10);
        if let Some(id) = at.get("action_id")
            && let Some(text) = self.string(&id, 1..=255)
            && !action_ids.insert(text.to_owned())
        {
            self.fault(&id, format!("`action_id` {text:?} already exists"));
        }
    }

    fn button(&mut self, at: &At) {
        let optional = [
            "action_id",
            "value",
            "url",
            "style",
            "confirm",
            "accessibility_label",
        ];
        self.object(at, &["text"], &optional);
        self.optional_text(at, "text", Text::Plain, 75);
        self.optional_string(at, "value", 1..=2000);
        self.optional_string(at, "url", 1..=3000);
        self.optional_string(at, "accessibility_label", 1..=75);
        self.optional_choice(at, "style", &["primary", "danger"]);
    }

    fn overflow(&mut self, at: &At) {
        self.object(at, &["options"], &["action_id", "confirm"]);
        self.options(at, 1..=5, Text::Plain);
    }

    fn static_select(&mut self, at: &At) {
        let optional = [
            "options",
            "option_groups",
            "initial_option",
            "placeholder",
            "action_id",
            "focus_on_load",
            "confirm",
        ];
        self.object(at, &[], &optional);
        match (at.get("options"), at.get("option_groups")) {
            (Some(_), None) => self.options(at, 1..=100, Text::Plain),
            (None, Some(groups)) => {
                for group in self.items(&groups, 1..=100) {
                    self.object(&group, &["label", "options"], &[]);
                    self.optional_text(&group, "label", Text::Plain, 75);
                    self.options(&group, 1..=100, Text::Plain);
                }
            }
            _ => self.fault(at, "must have either options or option_groups"),
        }
        self.initial(at, "initial_option");
    }

    /// docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element, "users_select"
    fn users_select(&mut self, at: &At) {
        let optional = [
            "action_id",
            "initial_user",
            "placeholder",
            "focus_on_load",
            "confirm",
        ];
        self.object(at, &[], &optional);
        self.optional_string(at, "initial_user", 1..=255);
    }

    /// docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element: "a UNIX timestamp in
    /// seconds … 10 digits".
    fn datetimepicker(&mut self, at: &At) {
        let optional = ["action_id", "initial_date_time", "focus_on_load", "confirm"];
        self.object(at, &[], &optional);
        self.optional_number(at, "initial_date_time", 1_000_000_000..=9_999_999_999);
    }

    fn choices(&mut self, at: &At, initial: &str) {
        let optional = ["action_id", "focus_on_load", "confirm", initial];
        self.object(at, &["options"], &optional);
        self.options(at, 1..=10, Text::Any);
        self.initial(at, initial);
    }

    fn text_input(&mut self, at: &At) {
        let mut optional = vec![
            "action_id",
            "initial_value",
            "placeholder",
            "focus_on_load",
            "dispatch_action_config",
        ];
        if at.kind() == "plain_text_input" {
            optional.extend(["multiline", "min_length", "max_length"]);
        }
        self.object(at, &[], &optional);
        self.optional_flag(at, "multiline");
        self.optional_number(at, "min_length", 0..=3000);
        self.optional_number(at, "max_length", 1..=3000);
        let most = at.value.get("max_length").and_then(|most| most.as_u64());
        let most = most.and_then(|most| usize::try_from(most).ok());
        self.optional_string(at, "initial_value", 0..=most.unwrap_or(3000));
        if let Some(config) = at.get("dispatch_action_config") {
            self.object(&config, &["trigger_actions_on"], &[]);
        }
    }

    /// The options under `parent/options`: values must differ, or it could not be told what was chosen.
    fn options(&mut self, parent: &At, length: std::ops::RangeInclusive<usize>, allowed: Text) {
        let Some(at) = parent.get("options") else {
            return;
        };
        let mut values = BTreeSet::new();
        for option in self.items(&at, length) {
            self.option(&option, allowed);
            if let Some(value) = option.str("value")
                && !values.insert(value)
            {
                self.fault(&option, format!("the value {value:?} already exists"));
            }
        }
    }

    fn option(&mut self, at: &At, allowed: Text) {
        self.object(at, &["text", "value"], &["description", "url"]);
        self.optional_text(at, "text", allowed, 75);
        self.optional_string(at, "value", 1..=150);
        self.optional_text(at, "description", allowed, 75);
        self.optional_string(at, "url", 1..=3000);
    }

    /// The initial choice must be among the options, word for word.
    fn initial(&mut self, parent: &At, field: &str) {
        let Some(at) = parent.get(field) else { return };
        let chosen = match at.value.as_array() {
            Some(_) => self.items(&at, 1..=10),
            None => vec![at],
        };
        let offered = super::super::inputs::options(parent.value);
        for option in chosen.iter().filter(|one| !offered.contains(&one.value)) {
            self.fault(option, "must be one of the options, with the same text");
        }
    }

    fn confirm(&mut self, parent: &At) {
        let Some(at) = parent.get("confirm") else {
            return;
        };
        self.object(&at, &["title", "text", "confirm", "deny"], &["style"]);
        self.optional_text(&at, "title", Text::Plain, 100);
        self.optional_text(&at, "text", Text::Any, 300);
        self.optional_text(&at, "confirm", Text::Plain, 30);
        self.optional_text(&at, "deny", Text::Plain, 30);
        self.optional_choice(&at, "style", &["primary", "danger"]);
    }
}
