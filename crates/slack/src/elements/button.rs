//! The buttons inside the modal.

/// A button inside the modal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Ask the model again after a failure.
    Retry,
    /// An empty input instead of a draft.
    WriteMyself,
    /// Write another reply after one was sent.
    FollowUp,
    /// Keep what is written for the next time.
    SaveDraft,
    /// Ask the model for a draft, or for another version of it.
    Another,
    /// A person found out that the reply went out.
    MarkSent,
    /// A person found out that the reply did not go out.
    MarkUnsent,
    /// Shows the exact masked text that the model gets.
    WhatTheAiSaw,
    /// Write the reply instead of a colleague.
    TakeOver,
    /// Take the approved reply back before it is sent.
    Undo,
    /// Ask the model for another draft, with wishes.
    Revise,
    /// Look at all versions of the text.
    Versions,
    /// Insert a canned reply.
    Canned,
    /// The draft was of use.
    Good,
    /// The draft was of no use.
    Bad,
    /// Read the rest of a long mail.
    ReadOn,
    /// Read the mail in one's own language.
    Translate,
    /// See the mail's files, and attach some to the reply.
    Files,
    /// See where the facts of the reply come from.
    Facts,
    /// See what the customer wrote before, and what they were answered.
    Customer,
    /// Write the recipients and the subject.
    Recipients,
    /// Tick everybody who got the mail.
    ReplyToAll,
    /// Forward the customer's mail.
    PassOn,
}

impl Button {
    /// All of them.
    pub const ALL: [Button; 23] = [
        Button::Retry,
        Button::WriteMyself,
        Button::FollowUp,
        Button::SaveDraft,
        Button::Another,
        Button::MarkSent,
        Button::MarkUnsent,
        Button::WhatTheAiSaw,
        Button::TakeOver,
        Button::Undo,
        Button::Revise,
        Button::Versions,
        Button::Canned,
        Button::Good,
        Button::Bad,
        Button::ReadOn,
        Button::Translate,
        Button::Files,
        Button::Facts,
        Button::Customer,
        Button::Recipients,
        Button::ReplyToAll,
        Button::PassOn,
    ];

    /// Its `action_id` in the modal.
    pub fn action_id(self) -> &'static str {
        match self {
            Button::Retry => "retry_draft_action",
            Button::WriteMyself => "write_myself_action",
            Button::FollowUp => "follow_up_action",
            Button::SaveDraft => "save_draft_action",
            Button::Another => "another_draft_action",
            Button::MarkSent => "mark_sent_action",
            Button::MarkUnsent => "mark_unsent_action",
            Button::WhatTheAiSaw => "what_the_ai_saw_action",
            Button::TakeOver => "take_over_action",
            Button::Undo => "undo_send_action",
            Button::Revise => "revise_draft_action",
            Button::Versions => "reply_versions_action",
            Button::Canned => "canned_reply_action",
            Button::Good => "good_draft_action",
            Button::Bad => "bad_draft_action",
            Button::ReadOn => "read_on_action",
            Button::Translate => "translate_action",
            Button::Files => "files_action",
            Button::Facts => "reply_facts_action",
            Button::Customer => "customer_history_action",
            Button::Recipients => "mail_recipients_action",
            Button::ReplyToAll => "reply_to_all_action",
            Button::PassOn => "pass_on_action",
        }
    }

    /// The button that has this `action_id`.
    pub fn from_action_id(action_id: &str) -> Option<Button> {
        Button::ALL
            .into_iter()
            .find(|button| button.action_id() == action_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_is_found_by_its_action_id() {
        for button in Button::ALL {
            assert_eq!(Button::from_action_id(button.action_id()), Some(button));
        }
        assert_eq!(Button::from_action_id("else"), None);
    }
}
