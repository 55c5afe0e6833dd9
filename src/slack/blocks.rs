//! Block Kit's building blocks, cut to Slack's limits (docs.slack.dev/reference/block-kit/blocks).
//!
//! What a customer wrote goes out as `plain_text` only, so that a mail can neither ping anybody
//! nor forge a link.

use serde_json::{Value, json};

use super::diff::{Change, Span};

/// Characters in a section's text, and in a plain-text input.
pub const SECTION_MAX: usize = 3000;
/// Characters in a header.
const HEADER_MAX: usize = 150;
/// Characters in a button's text.
const BUTTON_MAX: usize = 75;

/// Cuts a text to `max` UTF-16 units (Slack counts as JavaScript does), with an ellipsis and
/// never in the middle of a character.
pub fn truncate(text: &str, max: usize) -> String {
    if text.encode_utf16().count() <= max {
        return text.to_owned();
    }
    let mut length = 0;
    let kept = text.chars().take_while(|c| {
        length += c.len_utf16();
        length < max
    });
    kept.chain(['…']).collect()
}

/// Cuts a text into pieces of at most `max` UTF-16 units that give the text again when they are
/// put together; after a line break where there is one, else anywhere.
pub fn pieces(text: &str, max: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_length(rest, max));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// How many bytes of `text` the next piece takes; never none.
fn piece_length(text: &str, max: usize) -> usize {
    let mut units = 0;
    let mut after_line_break = None;
    for (index, c) in text.char_indices() {
        units += c.len_utf16();
        if units > max && index > 0 {
            return after_line_break.unwrap_or(index);
        }
        if c == '\n' {
            after_line_break = Some(index + 1);
        }
    }
    text.len()
}

/// Escapes a text for `mrkdwn` (docs.slack.dev/messaging/formatting-message-text#escaping).
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A `plain_text` object. Slack refuses empty ones.
pub fn plain(text: &str, max: usize) -> Value {
    let text = if text.is_empty() { " " } else { text };
    json!({ "type": "plain_text", "text": truncate(text, max), "emoji": true })
}

/// A header.
pub fn header(text: &str) -> Value {
    json!({ "type": "header", "text": plain(text, HEADER_MAX) })
}

/// A section of text as it is: no formatting, no links, no mentions, no `:emoji:`.
pub fn verbatim_section(text: &str) -> Value {
    let text = if text.is_empty() { " " } else { text };
    json!({ "type": "section", "text": { "type": "plain_text", "text": truncate(text, SECTION_MAX), "emoji": false } })
}

/// A section of our own words, formatted.
pub fn section(mrkdwn: &str) -> Value {
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": truncate(mrkdwn, SECTION_MAX) } })
}

/// Small print of our own words, formatted.
pub fn context(mrkdwn: &str) -> Value {
    json!({ "type": "context", "elements": [{ "type": "mrkdwn", "text": truncate(mrkdwn, SECTION_MAX) }] })
}

/// Small print as it is.
pub fn verbatim_context(text: &str) -> Value {
    json!({ "type": "context", "elements": [{ "type": "plain_text", "text": truncate(text, SECTION_MAX), "emoji": false }] })
}

/// Small print: the customer's words as they are, and our own behind them.
pub fn words_and_ours(words: &str, mrkdwn: &str) -> Value {
    let mut block = verbatim_context(words);
    if let Some(elements) = block["elements"].as_array_mut() {
        elements.push(json!({ "type": "mrkdwn", "text": truncate(mrkdwn, SECTION_MAX) }));
    }
    block
}

/// A line between two parts.
pub fn divider() -> Value {
    json!({ "type": "divider" })
}

/// A row of buttons.
pub fn actions(buttons: Vec<Value>) -> Value {
    json!({ "type": "actions", "elements": buttons })
}

/// A menu behind three dots, for what is done rarely; each option has a text and a value.
pub fn overflow(action_id: &str, options: &[(&str, &str)]) -> Value {
    let options: Vec<Value> = options
        .iter()
        .map(|(text, value)| json!({ "text": plain(text, BUTTON_MAX), "value": value }))
        .collect();
    json!({ "type": "overflow", "action_id": action_id, "options": options })
}

/// A button. `value` comes back with the click.
pub fn button(action_id: &str, text: &str, value: Option<&str>) -> Value {
    let mut button =
        json!({ "type": "button", "action_id": action_id, "text": plain(text, BUTTON_MAX) });
    if let Some(value) = value {
        button["value"] = value.into();
    }
    button
}

/// The same button, in the colour of the thing to do next.
pub fn primary(mut button: Value) -> Value {
    button["style"] = "primary".into();
    button
}

/// A multi-line text input.
pub fn text_input(block_id: &str, action_id: &str, label: &str, initial_value: &str) -> Value {
    let mut element = json!({ "type": "plain_text_input", "action_id": action_id, "multiline": true, "max_length": SECTION_MAX });
    if !initial_value.is_empty() {
        element["initial_value"] = truncate(initial_value, SECTION_MAX).into();
    }
    json!({ "type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element })
}

/// How one of several things is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// All options are on the screen.
    Radio,
    /// They are in a menu, in which one can search by typing.
    Select,
}

/// An input in which one of several options is chosen, each a text and a value; the first one at
/// the beginning. Slack takes 10 radio buttons and 100 options of a menu.
pub fn choice(block_id: &str, label: &str, how: Choice, options: &[(&str, &str)]) -> Value {
    let options: Vec<Value> = options
        .iter()
        .map(|(text, value)| json!({ "text": plain(text, BUTTON_MAX), "value": value }))
        .collect();
    let kind = match how {
        Choice::Radio => "radio_buttons",
        Choice::Select => "static_select",
    };
    let first = options.first().cloned();
    let mut element = json!({ "type": kind, "action_id": "choice", "options": options });
    if let Some(first) = first {
        element["initial_option"] = first;
    }
    json!({ "type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element })
}

/// The same choice, with another option at the beginning.
pub fn initially(mut choice: Value, value: &str) -> Value {
    let options = choice["element"]["options"].as_array();
    let option = options.and_then(|all| all.iter().find(|option| option["value"] == value));
    if let Some(option) = option.cloned() {
        choice["element"]["initial_option"] = option;
    }
    choice
}

/// The same input; the app hears at once when something else is chosen.
pub fn dispatching(mut input: Value) -> Value {
    input["dispatch_action"] = true.into();
    input
}

/// A text with its changes marked: what is new bold, what is gone struck through. As it is, like
/// `plain_text`: nothing in a text of rich text is read as markup, and unlike `mrkdwn` it can mark
/// a part of a Japanese sentence, which has no spaces around it.
pub fn rich_text(spans: &[Span]) -> Vec<Value> {
    let mut blocks = Vec::new();
    let mut elements = Vec::new();
    let mut room = SECTION_MAX;
    for span in spans {
        let mut rest = span.text.as_str();
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(piece_length(rest, room));
            room = room.saturating_sub(piece.encode_utf16().count());
            elements.push(marked(piece, span.change));
            rest = after;
            if !rest.is_empty() || room == 0 {
                blocks.push(rich_text_block(std::mem::take(&mut elements)));
                room = SECTION_MAX;
            }
        }
    }
    if !elements.is_empty() {
        blocks.push(rich_text_block(elements));
    }
    blocks
}

fn marked(text: &str, change: Change) -> Value {
    let mut element = json!({ "type": "text", "text": text });
    match change {
        Change::None => {}
        Change::Added => element["style"] = json!({ "bold": true }),
        Change::Removed => element["style"] = json!({ "strike": true }),
    }
    element
}

fn rich_text_block(elements: Vec<Value>) -> Value {
    json!({ "type": "rich_text", "elements": [{ "type": "rich_text_section", "elements": elements }] })
}

/// A time that Slack shows in the reader's own time zone.
pub fn time(at: jiff::Timestamp) -> String {
    let fallback = at.strftime("%Y-%m-%d %H:%M UTC");
    format!(
        "<!date^{}^{{date_short_pretty}} {{time}}|{fallback}>",
        at.as_second()
    )
}

/// The same for a moment that is near: the time of day alone, with its seconds.
pub fn second(at: jiff::Timestamp) -> String {
    let fallback = at.strftime("%H:%M:%S UTC");
    format!("<!date^{}^{{time_secs}}|{fallback}>", at.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncating_counts_utf16_and_keeps_characters_whole() {
        assert_eq!(truncate("日本語", 3), "日本語");
        assert_eq!(truncate("日本語です", 3), "日本…");
        assert_eq!(truncate("a🙂🙂", 4), "a🙂…");
        assert!(truncate(&"🙂".repeat(2000), 3000).encode_utf16().count() <= 3000);
    }

    #[test]
    fn pieces_give_the_text_again() {
        let text = format!(
            "{}\n{}\n{}",
            "あ".repeat(20),
            "b".repeat(70),
            "🙂".repeat(30)
        );
        let pieces = pieces(&text, 40);
        assert_eq!(pieces.concat(), text);
        assert!(
            pieces
                .iter()
                .all(|piece| piece.encode_utf16().count() <= 40)
        );
        assert!(pieces[0].ends_with('\n'));
    }

    #[test]
    fn a_character_wider_than_the_limit_still_ends() {
        assert_eq!(pieces("🙂🙂", 1), ["🙂", "🙂"]);
    }

    #[test]
    fn customer_markup_is_escaped() {
        assert_eq!(
            escape("<!channel> & <https://x|y>"),
            "&lt;!channel&gt; &amp; &lt;https://x|y&gt;"
        );
    }
}
