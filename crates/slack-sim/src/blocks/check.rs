//! The grammar of a check: where we are in the JSON, and what is wrong there.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;

use serde_json::Value;

/// One thing Slack would refuse, in the form of `response_metadata.messages`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in Slack's manner of saying it.
    pub message: String,
    /// The JSON pointer of the value that is wrong, e.g. `/view/blocks/0/text/text`.
    pub pointer: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "[ERROR] {} [json-pointer:{}]",
            self.message, self.pointer
        )
    }
}

/// A value and where it is.
#[derive(Clone)]
pub struct At<'a> {
    pub value: &'a Value,
    pub pointer: String,
}

impl<'a> At<'a> {
    pub fn new(value: &'a Value, pointer: impl Into<String>) -> At<'a> {
        At {
            value,
            pointer: pointer.into(),
        }
    }

    /// The field, when it is there.
    pub fn get(&self, field: &str) -> Option<At<'a>> {
        let value = self.value.get(field)?;
        Some(At::new(value, format!("{}/{field}", self.pointer)))
    }

    /// The `type` of a block, an element or a text.
    pub fn kind(&self) -> &'a str {
        self.str("type").unwrap_or_default()
    }

    /// The field as a string, when it is one.
    pub fn str(&self, field: &str) -> Option<&'a str> {
        self.value.get(field).and_then(Value::as_str)
    }
}

/// Which text objects may stand in a place.
#[derive(Clone, Copy, PartialEq)]
pub enum Text {
    Plain,
    Any,
}

/// Where blocks are shown; some blocks belong to one surface only.
#[derive(Clone, Copy, PartialEq)]
pub enum Surface {
    Message,
    Modal,
    Home,
}

/// What has been found so far, and what must be unique.
pub struct Check {
    pub surface: Surface,
    pub faults: Vec<Fault>,
    pub block_ids: BTreeSet<String>,
    pub focused: bool,
    pub markdown_chars: usize,
}

impl Check {
    pub fn new(surface: Surface) -> Check {
        Check {
            surface,
            faults: Vec::new(),
            block_ids: BTreeSet::new(),
            focused: false,
            markdown_chars: 0,
        }
    }

    pub fn fault(&mut self, at: &At, message: impl Into<String>) {
        self.faults.push(Fault {
            message: message.into(),
            pointer: at.pointer.clone(),
        });
    }

    /// An object with all of `required` and nothing beyond `optional`. `type` is always allowed.
    pub fn object(&mut self, at: &At, required: &[&str], optional: &[&str]) {
        let Some(object) = at.value.as_object() else {
            return self.fault(at, "must be an object");
        };
        for field in required
            .iter()
            .filter(|field| !object.contains_key(**field))
        {
            self.fault(at, format!("missing required field: {field}"));
        }
        for field in object.keys().map(String::as_str) {
            if field != "type" && !required.contains(&field) && !optional.contains(&field) {
                self.fault(at, format!("invalid additional property: {field}"));
            }
        }
    }

    /// A string of so many characters. Returns it when it is a string at all.
    pub fn string<'a>(&mut self, at: &At<'a>, length: RangeInclusive<usize>) -> Option<&'a str> {
        let Some(text) = at.value.as_str() else {
            self.fault(at, "must be a string");
            return None;
        };
        let chars = text.chars().count();
        if chars < *length.start() {
            let least = length.start() - 1;
            self.fault(at, format!("must be more than {least} characters"));
        }
        if chars > *length.end() {
            let most = length.end() + 1;
            self.fault(at, format!("must be less than {most} characters"));
        }
        Some(text)
    }

    pub fn optional_string(&mut self, parent: &At, field: &str, length: RangeInclusive<usize>) {
        if let Some(at) = parent.get(field) {
            self.string(&at, length);
        }
    }

    pub fn optional_flag(&mut self, parent: &At, field: &str) {
        if let Some(at) = parent.get(field)
            && !at.value.is_boolean()
        {
            self.fault(&at, "must be a boolean");
        }
    }

    pub fn optional_number(&mut self, parent: &At, field: &str, range: RangeInclusive<u64>) {
        if let Some(at) = parent.get(field)
            && !at.value.as_u64().is_some_and(|n| range.contains(&n))
        {
            let (least, most) = range.into_inner();
            self.fault(&at, format!("must be a number from {least} to {most}"));
        }
    }

    pub fn optional_choice(&mut self, parent: &At, field: &str, allowed: &[&str]) {
        if let Some(at) = parent.get(field)
            && !at.value.as_str().is_some_and(|it| allowed.contains(&it))
        {
            self.fault(&at, format!("must be one of: {}", allowed.join(", ")));
        }
    }

    /// The items of an array of so many items; nothing when it is no array.
    pub fn items<'a>(&mut self, at: &At<'a>, length: RangeInclusive<usize>) -> Vec<At<'a>> {
        let Some(items) = at.value.as_array() else {
            self.fault(at, "must be an array");
            return Vec::new();
        };
        if items.len() < *length.start() {
            let least = length.start();
            self.fault(at, format!("no fewer than {least} items allowed"));
        }
        if items.len() > *length.end() {
            let most = length.end();
            self.fault(at, format!("no more than {most} items allowed"));
        }
        let pointer = &at.pointer;
        items
            .iter()
            .enumerate()
            .map(|(index, item)| At::new(item, format!("{pointer}/{index}")))
            .collect()
    }

    /// A text object (docs.slack.dev/reference/block-kit/composition-objects/text-object).
    pub fn text(&mut self, at: &At, allowed: Text, most: usize) {
        match (at.kind(), allowed) {
            ("plain_text", _) => self.object(at, &["text"], &["emoji"]),
            ("mrkdwn", Text::Any) => self.object(at, &["text"], &["verbatim"]),
            (_, Text::Plain) => return self.fault(at, "must be a plain_text object"),
            _ => return self.fault(at, "must be a plain_text or mrkdwn object"),
        }
        self.optional_flag(at, "emoji");
        self.optional_flag(at, "verbatim");
        self.optional_string(at, "text", 1..=most);
    }

    pub fn optional_text(&mut self, parent: &At, field: &str, allowed: Text, most: usize) {
        if let Some(at) = parent.get(field) {
            self.text(&at, allowed, most);
        }
    }
}
