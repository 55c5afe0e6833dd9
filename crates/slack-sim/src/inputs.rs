//! Elements in blocks, and what a person has entered in them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// `block_id` -> `action_id` -> what is entered, as in a view's `state.values`.
pub type Values = BTreeMap<String, BTreeMap<String, Value>>;

/// An interactive element and the block it is in.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    pub block: &'a Value,
    pub element: &'a Value,
}

impl<'a> Element<'a> {
    pub fn block_id(&self) -> &'a str {
        str_of(self.block, "block_id")
    }

    pub fn action_id(&self) -> &'a str {
        str_of(self.element, "action_id")
    }

    pub fn kind(&self) -> &'a str {
        str_of(self.element, "type")
    }

    pub fn is_in_input(&self) -> bool {
        str_of(self.block, "type") == "input"
    }

    /// Whether the app hears of it at once, not only with the submission.
    pub fn dispatches(&self) -> bool {
        !self.is_in_input() || self.block.get("dispatch_action") == Some(&true.into())
    }
}

/// A string field, or nothing.
pub fn str_of<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// All interactive elements, in reading order.
pub fn elements(blocks: &[Value]) -> Vec<Element<'_>> {
    let mut found = Vec::new();
    for block in blocks {
        let several = match str_of(block, "type") {
            "actions" => block.get("elements").and_then(Value::as_array),
            _ => None,
        };
        let one = block.get("element").or_else(|| block.get("accessory"));
        let all = several.into_iter().flatten().chain(one);
        found.extend(all.map(|element| Element { block, element }));
    }
    found
}

/// The element with this `action_id`, in this block when one is named.
pub fn find<'a>(
    blocks: &'a [Value],
    block_id: Option<&str>,
    action_id: &str,
) -> Option<Element<'a>> {
    elements(blocks).into_iter().find(|it| {
        it.action_id() == action_id && block_id.is_none_or(|block_id| it.block_id() == block_id)
    })
}

/// Everything that can be chosen in a select, checkboxes, radio buttons or an overflow menu.
pub fn options(element: &Value) -> Vec<&Value> {
    let groups = element.get("option_groups").and_then(Value::as_array);
    let lists = std::iter::once(element).chain(groups.into_iter().flatten());
    let lists = lists.filter_map(|list| list.get("options").and_then(Value::as_array));
    lists.flatten().collect()
}

/// What the element shows before anyone touches it; nothing for elements without a state.
fn initial(element: &Value) -> Option<Value> {
    let kind = str_of(element, "type");
    let first = |field: &str| element.get(field).cloned().unwrap_or(Value::Null);
    match kind {
        "plain_text_input" | "email_text_input" => {
            // An empty initial value reads back as null, as an empty field does.
            let text = Some(str_of(element, "initial_value")).filter(|text| !text.is_empty());
            Some(json!({ "type": kind, "value": text }))
        }
        "static_select" | "radio_buttons" => {
            Some(json!({ "type": kind, "selected_option": first("initial_option") }))
        }
        "users_select" => Some(json!({ "type": kind, "selected_user": first("initial_user") })),
        "datetimepicker" => {
            Some(json!({ "type": kind, "selected_date_time": first("initial_date_time") }))
        }
        "file_input" => Some(json!({ "type": kind, "files": [] })),
        "checkboxes" => {
            let chosen = element.get("initial_options").cloned();
            Some(json!({ "type": kind, "selected_options": chosen.unwrap_or(json!([])) }))
        }
        _ => None,
    }
}

/// The state of `blocks`: what `before` holds for an element that kept its `block_id` and
/// `action_id` (and type), else its initial value. That is what Slack's clients show
/// (slackapi/bolt-python#1064).
pub fn values(blocks: &[Value], before: &Values) -> Values {
    let mut values = Values::new();
    for it in elements(blocks) {
        let Some(first) = initial(it.element) else {
            continue;
        };
        let kept = before
            .get(it.block_id())
            .and_then(|block| block.get(it.action_id()))
            .filter(|kept| kept["type"] == first["type"]);
        let value = kept.cloned().unwrap_or(first);
        values
            .entry(it.block_id().to_owned())
            .or_default()
            .insert(it.action_id().to_owned(), value);
    }
    values
}

/// Typed text as a state value.
pub fn typed(kind: &str, text: &str) -> Value {
    let text = Some(text).filter(|text| !text.is_empty());
    json!({ "type": kind, "value": text })
}

/// A choice as a state value; `None` when one of the values is not offered.
pub fn chosen(element: &Value, chosen: &[&str]) -> Option<Value> {
    let kind = str_of(element, "type");
    let first = chosen.first().copied();
    match kind {
        "users_select" => return Some(json!({ "type": kind, "selected_user": first })),
        "datetimepicker" => {
            let at = first.map(str::parse::<i64>).transpose().ok()?;
            return Some(json!({ "type": kind, "selected_date_time": at }));
        }
        _ => {}
    }
    let offered = options(element);
    let picked: Option<Vec<&Value>> = chosen
        .iter()
        .map(|value| {
            offered
                .iter()
                .find(|it| str_of(it, "value") == *value)
                .copied()
        })
        .collect();
    let picked = picked?;
    Some(match kind {
        "checkboxes" => json!({ "type": kind, "selected_options": picked }),
        _ => json!({ "type": kind, "selected_option": picked.first() }),
    })
}

/// What Slack's client asks for before it sends a submission.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Missing {
    Required,
    TooShort(usize),
    TooLong(usize),
    NotAnAddress,
}

/// What keeps `value` from being submitted in this input block.
pub fn missing(it: Element, value: Option<&Value>) -> Option<Missing> {
    let text = value
        .map(|value| str_of(value, "value"))
        .unwrap_or_default();
    let chars = text.chars().count();
    let limit = |field: &str| {
        let limit = it.element.get(field).and_then(Value::as_u64);
        limit.and_then(|limit| usize::try_from(limit).ok())
    };
    let empty = value.is_none_or(|value| {
        let nothing = |field: &str| value.get(field).is_none_or(Value::is_null);
        let none_ticked = value.get("selected_options").and_then(Value::as_array);
        let no_files = value.get("files").and_then(Value::as_array);
        nothing("value")
            && nothing("selected_option")
            && nothing("selected_user")
            && nothing("selected_date_time")
            && none_ticked.is_none_or(Vec::is_empty)
            && no_files.is_none_or(Vec::is_empty)
    });
    if empty {
        let optional = it.block.get("optional") == Some(&true.into());
        return (!optional).then_some(Missing::Required);
    }
    match it.kind() {
        "plain_text_input" if chars > limit("max_length").unwrap_or(3000) => {
            Some(Missing::TooLong(limit("max_length").unwrap_or(3000)))
        }
        "plain_text_input" if limit("min_length").is_some_and(|least| chars < least) => {
            Some(Missing::TooShort(limit("min_length").unwrap_or_default()))
        }
        "email_text_input" if !looks_like_an_address(text) => Some(Missing::NotAnAddress),
        _ => None,
    }
}

fn looks_like_an_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}
