//! What is entered in a view: its `state.values`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

/// What is entered in a view, by block.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Entered {
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, Value>>,
}

/// What one element holds; which field is filled depends on its type.
#[derive(Clone, Debug, Default, Deserialize)]
struct Value {
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    selected_option: Option<Option_>,
    #[serde(default)]
    selected_options: Option<Vec<Option_>>,
    #[serde(default)]
    selected_user: Option<String>,
    /// Seconds since 1970.
    #[serde(default)]
    selected_date_time: Option<i64>,
    #[serde(default)]
    files: Option<Vec<File>>,
}

/// A file that was chosen.
#[derive(Clone, Debug, Deserialize)]
struct File {
    id: String,
}

/// An option that is chosen.
#[derive(Clone, Debug, Deserialize)]
struct Option_ {
    value: String,
}

impl Entered {
    /// The blocks that hold something, in no order that means anything.
    pub fn blocks(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// The text in the element of a block that has this `action_id`; empty where nothing is typed,
    /// `None` where there is no such element.
    pub fn text_in(&self, block_id: &str, action_id: &str) -> Option<&str> {
        let value = self.values.get(block_id)?.get(action_id)?;
        Some(value.value.as_deref().unwrap_or_default())
    }

    /// The text in a block with one element.
    pub fn text(&self, block_id: &str) -> Option<&str> {
        let value = self.values.get(block_id)?.values().next()?;
        value.value.as_deref()
    }

    /// The value of the option that is chosen in a block with one element.
    pub fn chosen(&self, block_id: &str) -> Option<&str> {
        let value = self.values.get(block_id)?.values().next()?;
        Some(&value.selected_option.as_ref()?.value)
    }

    /// The Slack user id of the person who is chosen in a block with one element.
    pub fn user(&self, block_id: &str) -> Option<&str> {
        let value = self.values.get(block_id)?.values().next()?;
        value.selected_user.as_deref()
    }

    /// The time that is chosen in a block with one element.
    pub fn time(&self, block_id: &str) -> Option<Timestamp> {
        let value = self.values.get(block_id)?.values().next()?;
        Timestamp::from_second(value.selected_date_time?).ok()
    }

    /// The ids of the files that were chosen in a block with one element.
    pub fn files(&self, block_id: &str) -> Vec<&str> {
        let value = self.values.get(block_id).and_then(|it| it.values().next());
        let files = value.and_then(|it| it.files.as_deref()).unwrap_or_default();
        files.iter().map(|it| it.id.as_str()).collect()
    }

    /// The values of the options that are ticked in a block with one element.
    pub fn ticked(&self, block_id: &str) -> Option<Vec<&str>> {
        let value = self.values.get(block_id)?.values().next()?;
        let options = value.selected_options.as_ref()?;
        Some(options.iter().map(|it| it.value.as_str()).collect())
    }
}
