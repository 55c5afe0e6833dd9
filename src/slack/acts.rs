//! What a person can do with a card beside opening it: the buttons, and how they are read again.

use serde_json::{Value, json};

use super::blocks;
use super::texts::Texts;
use crate::inquiry::{ContextId, Inquiry, Later, State};

/// `block_id` of the card's buttons begins with this, and the context id follows: an option of a
/// menu has no room for one (150 characters).
const BLOCK: &str = "inquiry_acts_";
/// `action_id` of the menu for what is done rarely.
const MENU: &str = "more_acts";

/// What a person can do with an inquiry from its card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// No reply is needed.
    Close,
    /// It is spam, and no reply is needed.
    Spam,
    /// Take a closed one up again.
    Reopen,
    /// "I take it", also from somebody else.
    Assign,
    /// Nobody in particular has it.
    Release,
    /// Put it aside.
    Snooze(Later),
    /// Bring it back.
    Wake,
    /// Take the approved reply back before it is sent.
    Undo,
    /// See what happened to it.
    History,
}

impl Act {
    const ALL: [Act; 11] = [
        Act::Close,
        Act::Spam,
        Act::Reopen,
        Act::Assign,
        Act::Release,
        Act::Snooze(Later::Hour),
        Act::Snooze(Later::Tomorrow),
        Act::Snooze(Later::Monday),
        Act::Wake,
        Act::Undo,
        Act::History,
    ];

    /// The `action_id` of its button, or the value of its option in the menu.
    fn name(self) -> &'static str {
        match self {
            Act::Close => "close_inquiry",
            Act::Spam => "mark_as_spam",
            Act::Reopen => "reopen_inquiry",
            Act::Assign => "assign_to_me",
            Act::Release => "release_inquiry",
            Act::Snooze(Later::Hour) => "snooze_hour",
            Act::Snooze(Later::Tomorrow) => "snooze_tomorrow",
            Act::Snooze(Later::Monday) => "snooze_monday",
            Act::Wake => "wake_inquiry",
            Act::Undo => "undo_send",
            Act::History => "show_history",
        }
    }

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

    /// The act of a click: of a button, or of an option in the menu.
    pub fn of(action_id: &str, chosen: Option<&str>) -> Option<Act> {
        let name = match action_id {
            MENU => chosen?,
            name => name,
        };
        Act::ALL.into_iter().find(|act| act.name() == name)
    }
}

/// The inquiry whose buttons stand in the block of this id.
pub fn context_id(block_id: &str) -> Option<ContextId> {
    ContextId::parse(block_id.strip_prefix(BLOCK)?).ok()
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
        elements.push(blocks::overflow(MENU, &options));
    }
    json!({ "type": "actions", "block_id": format!("{BLOCK}{}", inquiry.id), "elements": elements })
}

/// Buttons, and what the menu holds: at most five options at Slack. A card is posted before that is
/// written down, and looks the same afterwards.
fn offered(inquiry: &Inquiry) -> (Vec<Act>, Vec<Act>) {
    match inquiry.state {
        State::Sending if inquiry.held.is_some() => (vec![Act::Undo], vec![Act::History]),
        State::Sending | State::Sent => (Vec::new(), vec![Act::History]),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_found_by_its_button_and_by_its_option() {
        for act in Act::ALL {
            assert_eq!(Act::of(act.name(), None), Some(act));
            assert_eq!(Act::of(MENU, Some(act.name())), Some(act));
        }
        assert_eq!(Act::of(MENU, None), None);
        assert_eq!(Act::of("else", Some("close_inquiry")), None);
    }
}
