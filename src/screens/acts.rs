//! What a person can do with a card beside opening it: its buttons.

use serde_json::{Value, json};

use super::texts::Texts;
use crate::inquiry::{Inquiry, Later, State};
use crate::slack::blocks;
use crate::slack::elements::{ACTS_BLOCK, ACTS_MENU, Act};

impl Act {
    fn text(self, inquiry: &Inquiry, texts: &Texts) -> &'static str {
        let texts = &texts.team;
        match self {
            Act::Close => texts.button_close,
            Act::Spam => texts.button_spam,
            Act::Reopen => texts.button_reopen,
            Act::Assign if inquiry.assignee.is_some() => texts.button_take_over,
            Act::Assign => texts.button_assign,
            Act::Release => texts.button_release,
            Act::Snooze(Later::Hour) => texts.snooze_hour,
            Act::Snooze(Later::Tomorrow) => texts.snooze_tomorrow,
            Act::Snooze(Later::Monday) => texts.snooze_monday,
            Act::Wake => texts.button_wake,
            Act::Undo => texts.button_undo,
            Act::History => texts.button_history,
        }
    }
}

/// The card's row of buttons: `open`, and what else can be done now.
pub fn block(inquiry: &Inquiry, open: Value, texts: &Texts) -> Value {
    let (buttons, menu) = offered(inquiry);
    let button = |act: &Act| blocks::button(act.name(), act.text(inquiry, texts), None);
    let mut elements = vec![open];
    elements.extend(buttons.iter().map(button));
    let options: Vec<(&str, &str)> = menu
        .iter()
        .map(|act| (act.text(inquiry, texts), act.name()))
        .collect();
    if !options.is_empty() {
        elements.push(blocks::overflow(ACTS_MENU, &options));
    }
    json!({ "type": "actions", "block_id": format!("{ACTS_BLOCK}{}", inquiry.id), "elements": elements })
}

/// Buttons, and what the menu holds: at most five options at Slack. A card is posted before that is
/// written down, and looks the same afterwards.
fn offered(inquiry: &Inquiry) -> (Vec<Act>, Vec<Act>) {
    match inquiry.state {
        State::Sending if inquiry.held.is_some() => (vec![Act::Undo], vec![Act::History]),
        State::Sending | State::Sent | State::Newer(_) => (Vec::new(), vec![Act::History]),
        State::Closed => (vec![Act::Reopen], vec![Act::History]),
        State::Received
        | State::Notified
        | State::Drafting
        | State::Drafted
        | State::Failed
        | State::Unknown => {
            let mut buttons = vec![Act::Assign, Act::Close];
            if inquiry.assignee.is_some() {
                buttons.insert(1, Act::Release);
            }
            let mut menu = match inquiry.snoozed {
                Some(_) => vec![Act::Wake],
                None => Later::ALL.map(Act::Snooze).to_vec(),
            };
            menu.extend([Act::Spam, Act::History]);
            (buttons, menu)
        }
    }
}
