//! A smaller view for one that Slack refuses: it costs a person something to read, not the work.

use serde_json::{Value, json};

use super::error::SlackError;

/// Slack's words for a view that it cannot show (docs.slack.dev/reference/methods/views.open).
const OF_THE_VIEW: [&str; 5] = [
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "view_too_large",
    "invalid_view",
];

/// The view without what Slack names, or without all that is only read where it names nothing; `None`
/// when the error is about something else, or nothing is left to take away. What a person enters or
/// chooses, and the blocks below the last divider (the recipients of a reply), stay.
pub(super) fn smaller(view: &Value, error: &SlackError, note: &str) -> Option<Value> {
    let SlackError::Api {
        error: code,
        messages,
        ..
    } = error
    else {
        return None;
    };
    if !OF_THE_VIEW.contains(&code.as_str()) {
        return None;
    }
    let blocks = view["blocks"].as_array()?;
    let named: Vec<usize> = messages.iter().filter_map(|it| block_of(it)).collect();
    let last = blocks.iter().rposition(|it| it["type"] == "divider");
    let is_needed = |(at, block): (usize, &Value)| match named.is_empty() {
        false => !named.contains(&at),
        true => {
            matches!(block["type"].as_str(), Some("input" | "actions" | "header"))
                || last.is_some_and(|last| at > last)
        }
    };
    let entered = |block: &Value| block["type"] == "input";
    let mut kept: Vec<Value> = blocks
        .iter()
        .enumerate()
        .filter(|(at, block)| entered(block) || is_needed((*at, block)))
        .map(|(_, block)| block.clone())
        .collect();
    if kept.len() == blocks.len() {
        return None;
    }
    kept.insert(
        0,
        json!({ "type": "context", "elements": [{ "type": "plain_text", "text": note }] }),
    );
    let mut view = view.clone();
    view["blocks"] = kept.into();
    // A view's name for what it shows is the same: what was typed in its inputs stays.
    Some(view)
}

/// The block that a message is about: `… [json-pointer:/view/blocks/3/text/text]`.
fn block_of(message: &str) -> Option<usize> {
    let (_, behind) = message.split_once("/blocks/")?;
    let digits = behind.find(|c: char| !c.is_ascii_digit());
    behind[..digits.unwrap_or(behind.len())].parse().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn refused(code: &str, messages: &[&str]) -> SlackError {
        SlackError::Api {
            method: "views.update",
            error: code.to_owned(),
            messages: messages.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    fn kinds(view: &Value) -> Vec<&str> {
        let blocks = view["blocks"].as_array().unwrap();
        blocks
            .iter()
            .map(|it| it["type"].as_str().unwrap())
            .collect()
    }

    fn view() -> Value {
        let kinds = [
            "header", "section", "input", "actions", "section", "divider", "section",
        ];
        let blocks: Vec<Value> = kinds.iter().map(|it| json!({ "type": it })).collect();
        json!({ "type": "modal", "external_id": "e", "blocks": blocks })
    }

    #[test]
    fn what_slack_names_is_left_out() {
        let error = refused(
            "invalid_arguments",
            &["[ERROR] must be more than 0 characters [json-pointer:/view/blocks/1/text/text]"],
        );
        let smaller = smaller(&view(), &error, "note").unwrap();
        let expected = [
            "context", "header", "input", "actions", "section", "divider", "section",
        ];
        assert_eq!(kinds(&smaller), expected);
        assert_eq!(smaller["external_id"], "e");
    }

    #[test]
    fn where_it_names_nothing_what_is_only_read_is_left_out_but_the_recipients() {
        let smaller = smaller(&view(), &refused("view_too_large", &[]), "note").unwrap();
        let expected = ["context", "header", "input", "actions", "section"];
        assert_eq!(kinds(&smaller), expected);
    }

    #[test]
    fn another_error_and_an_input_make_no_smaller_view() {
        assert_eq!(smaller(&view(), &refused("not_found", &[]), "note"), None);
        let input = ["[json-pointer:/view/blocks/2/element/initial_value]"];
        let error = refused("invalid_arguments", &input);
        assert_eq!(smaller(&view(), &error, "note"), None);
        let nowhere = refused("invalid_arguments", &["[json-pointer:/view/blocks/99]"]);
        assert_eq!(smaller(&view(), &nowhere, "note"), None);
    }
}
