//! The buttons of a card, and how they are read again.

use inquiry::{ContextId, Later};

/// `block_id` of the card's buttons begins with this, and the context id follows: an option of a
/// menu has no room for one (150 characters).
pub const ACTS_BLOCK: &str = "inquiry_acts_";
/// `action_id` of the menu for what is done rarely.
pub const ACTS_MENU: &str = "more_acts";

/// What a person can do with an inquiry from its card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// No reply is needed.
    Close,
    /// It is spam, and no reply is needed.
    Spam,
    /// Take a closed one up again.
    Reopen,
    /// "I take it", also from a colleague.
    Assign,
    /// Choose who takes it.
    AssignTo,
    /// It has no assignee any more.
    Release,
    /// Put it aside.
    Snooze(Later),
    /// Put it aside, until a time that is chosen.
    SnoozeUntil,
    /// Bring it back.
    Wake,
    /// Take the approved reply back before it is sent.
    Undo,
    /// See what happened to it.
    History,
}

impl Act {
    /// All of them.
    pub const ALL: [Act; 13] = [
        Act::Close,
        Act::Spam,
        Act::Reopen,
        Act::Assign,
        Act::AssignTo,
        Act::Release,
        Act::SnoozeUntil,
        Act::Snooze(Later::Hour),
        Act::Snooze(Later::Tomorrow),
        Act::Snooze(Later::Monday),
        Act::Wake,
        Act::Undo,
        Act::History,
    ];

    /// The `action_id` of its button, or the value of its option in the menu.
    pub fn name(self) -> &'static str {
        match self {
            Act::Close => "close_inquiry",
            Act::Spam => "mark_as_spam",
            Act::Reopen => "reopen_inquiry",
            Act::Assign => "assign_to_me",
            Act::AssignTo => "assign_to",
            Act::Release => "release_inquiry",
            Act::SnoozeUntil => "snooze_until",
            Act::Snooze(Later::Hour) => "snooze_hour",
            Act::Snooze(Later::Tomorrow) => "snooze_tomorrow",
            Act::Snooze(Later::Monday) => "snooze_monday",
            Act::Wake => "wake_inquiry",
            Act::Undo => "undo_send",
            Act::History => "show_history",
        }
    }

    /// The act of a click: of a button, or of an option in the menu.
    pub fn of(action_id: &str, chosen: Option<&str>) -> Option<Act> {
        let name = match action_id {
            ACTS_MENU => chosen?,
            name => name,
        };
        Act::ALL.into_iter().find(|act| act.name() == name)
    }
}

/// The inquiry whose buttons stand in the block of this id.
pub fn context_id(block_id: &str) -> Option<ContextId> {
    ContextId::parse(block_id.strip_prefix(ACTS_BLOCK)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_found_by_its_button_and_by_its_option() {
        for act in Act::ALL {
            assert_eq!(Act::of(act.name(), None), Some(act));
            assert_eq!(Act::of(ACTS_MENU, Some(act.name())), Some(act));
        }
        assert_eq!(Act::of(ACTS_MENU, None), None);
        assert_eq!(Act::of("else", Some("close_inquiry")), None);
    }
}
