//! The windows in which something is decided about an inquiry that takes more than a click on its card.

use serde::{Deserialize, Serialize};

use inquiry::{Card, ContextId};

/// `block_id` of the colleague that an inquiry is given to.
pub const ASSIGNEE: &str = "assignee_block";
/// `block_id` of the choice until when it is put aside.
pub const ASIDE_CHOICE: &str = "aside_choice_block";
/// `block_id` of a time of one's own, which wins over that choice.
pub const ASIDE_TIME: &str = "aside_time_block";

/// A window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The colleague that the inquiry is given to.
    AssignTo,
    /// Until when it is put aside.
    SnoozeUntil,
}

impl Window {
    const ALL: [Window; 2] = [Window::AssignTo, Window::SnoozeUntil];

    /// Its `callback_id`.
    pub fn callback_id(self) -> &'static str {
        match self {
            Window::AssignTo => "assign_to_window",
            Window::SnoozeUntil => "snooze_until_window",
        }
    }

    /// The window that has this `callback_id`.
    pub fn from_callback_id(callback_id: &str) -> Option<Window> {
        let mut all = Window::ALL.into_iter();
        all.find(|window| window.callback_id() == callback_id)
    }
}

/// A window's `private_metadata`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowMetadata {
    /// Which inquiry.
    pub context_id: ContextId,
    /// The card that was clicked, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_window_is_found_by_its_callback_id() {
        for window in Window::ALL {
            assert_eq!(Window::from_callback_id(window.callback_id()), Some(window));
        }
        assert_eq!(Window::from_callback_id("else"), None);
    }
}
