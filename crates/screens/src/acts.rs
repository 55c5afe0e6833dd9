//! What a person can do with a card beside opening it: its buttons.

use super::texts::Texts;
use inquiry::{Inquiry, Later, State};
use slack::block_kit::{Block, Button};
use slack::blocks;
use slack::elements::{ACTS_BLOCK, ACTS_MENU, Act};

fn text(act: Act, inquiry: &Inquiry, texts: &Texts) -> &'static str {
    let texts = &texts.team;
    match act {
        Act::Close => texts.button_close,
        Act::Spam => texts.button_spam,
        Act::Reopen => texts.button_reopen,
        Act::Assign if inquiry.team.assignee.is_some() => texts.button_take_over,
        Act::Assign => texts.button_assign,
        Act::AssignTo => texts.button_assign_to,
        Act::Release => texts.button_release,
        Act::SnoozeUntil => texts.snooze_until,
        Act::Snooze(Later::Hour) => texts.snooze_hour,
        Act::Snooze(Later::Tomorrow) => texts.snooze_tomorrow,
        Act::Snooze(Later::Monday) => texts.snooze_monday,
        Act::Wake => texts.button_wake,
        Act::Undo => texts.button_undo,
        Act::History => texts.button_history,
    }
}

/// The card's row of buttons: `open`, and what else can be done now.
pub fn block(inquiry: &Inquiry, open: Button, texts: &Texts) -> Block {
    let (buttons, menu) = offered(inquiry);
    let button = |act: &Act| blocks::button(act.name(), text(*act, inquiry, texts), None).into();
    let mut elements = vec![open.into()];
    elements.extend(buttons.iter().map(button));
    let options: Vec<(&str, &str)> = menu
        .iter()
        .map(|act| (text(*act, inquiry, texts), act.name()))
        .collect();
    if !options.is_empty() {
        elements.push(blocks::overflow(ACTS_MENU, &options));
    }
    blocks::named_actions(format!("{ACTS_BLOCK}{}", inquiry.id), elements)
}

/// Buttons, and what the menu holds: at most five options at Slack. A card is posted before that is
/// written down, and looks the same afterwards.
fn offered(inquiry: &Inquiry) -> (Vec<Act>, Vec<Act>) {
    match inquiry.state {
        State::Sending if inquiry.delivery.scheduled.is_some() => {
            (vec![Act::Undo], vec![Act::History])
        }
        State::Sending | State::Sent | State::Newer(_) => (Vec::new(), vec![Act::History]),
        State::Closed => (vec![Act::Reopen], vec![Act::History]),
        State::Received
        | State::Notified
        | State::Drafting
        | State::Drafted
        | State::Failed
        | State::Unknown => {
            let mut buttons = vec![Act::Assign, Act::Close];
            if inquiry.team.assignee.is_some() {
                buttons.insert(1, Act::Release);
            }
            let mut menu = match inquiry.team.snoozed {
                Some(_) => vec![Act::Wake],
                None => vec![Act::Snooze(Later::Tomorrow), Act::SnoozeUntil],
            };
            menu.extend([Act::AssignTo, Act::Spam, Act::History]);
            (buttons, menu)
        }
    }
}
