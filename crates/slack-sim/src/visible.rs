//! What a person reads in blocks, as one text.

use serde_json::Value;

use super::inputs::{Values, str_of};

/// What a person reads in some blocks, one line for each piece: texts as they are written (mrkdwn is
/// not rendered, and rich text is put down as if it were), labels, button texts, options, and what is entered in inputs.
pub fn visible_text(blocks: &[Value], values: &Values) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        read(block, values.get(str_of(block, "block_id")), &mut lines);
    }
    lines.join("\n")
}

type Entered = std::collections::BTreeMap<String, Value>;

fn read(value: &Value, entered: Option<&Entered>, lines: &mut Vec<String>) {
    match str_of(value, "type") {
        "plain_text" | "mrkdwn" | "markdown" => {
            return lines.push(str_of(value, "text").to_owned());
        }
        "rich_text_section" => return lines.push(as_mrkdwn(value)),
        "plain_text_input" | "email_text_input" => {
            let state = entered.and_then(|values| values.get(str_of(value, "action_id")));
            return lines.extend(state.map(|state| str_of(state, "value").to_owned()));
        }
        _ => {}
    }
    // In the order a person's eye takes them, not in the order of the JSON's keys.
    for field in [
        "label",
        "text",
        "fields",
        "elements",
        "options",
        "element",
        "accessory",
        "hint",
    ] {
        match value.get(field) {
            Some(Value::Array(items)) => items.iter().for_each(|it| read(it, entered, lines)),
            Some(inner @ Value::Object(_)) => read(inner, entered, lines),
            _ => {}
        }
    }
}

/// `*bold*` and `~struck through~`.
fn as_mrkdwn(section: &Value) -> String {
    let texts = section.get("elements").and_then(Value::as_array);
    let text = |element: &Value| {
        let text = str_of(element, "text").to_owned();
        let is = |style: &str| element["style"][style] == true;
        let struck = if is("strike") {
            format!("~{text}~")
        } else {
            text
        };
        if is("bold") {
            format!("*{struck}*")
        } else {
            struck
        }
    };
    texts.into_iter().flatten().map(text).collect()
}
