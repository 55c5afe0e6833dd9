//! The identifiers of everything in which a person acts, and what each brings back: what `screens`
//! shows and `payload` reads again. Cards of older deployments keep working, so none of them changes.

mod act;
mod button;
mod decision;
mod home_window;
mod panel;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use act::{ACTS_BLOCK, ACTS_MENU, Act, context_id};
pub use button::Button;
pub use decision::{ASIDE_CHOICE, ASIDE_TIME, ASSIGNEE, Window, WindowMetadata};
pub use home_window::HomeWindow;
pub use panel::{Panel, PanelMetadata};

use inquiry::language::Language;
use inquiry::{Acknowledgement, ContextId};

/// `action_id` of the card's button.
pub const GENERATE_REPLY: &str = "generate_reply_action";

/// `callback_id` of the modal.
pub const MODAL: &str = "ai_reply_modal_submission";

/// `callback_id` of the view in which a reply is looked at once more.
pub const CONFIRMATION: &str = "reply_confirmation";

/// `action_id` of the button that takes a source's value over into the reply; its value is where the
/// fact begins.
pub const TAKE_OVER_FACT: &str = "take_over_fact";

/// `action_id` of the reply's inputs.
pub const REPLY_INPUT: &str = "editable_reply_input";

/// `block_id` of the choice of recipients.
pub const TO_BLOCK: &str = "recipients_block";
/// What the `block_id`s of the choice of copies begin with.
pub const CC_BLOCK: &str = "copies_block";
/// What follows there once everybody was ticked at once, before how often that was: boxes of another
/// id show what is ticked anew.
pub const CC_ALL: &str = "_all";

/// `action_id` of the button that brings the tab up to date.
pub const HOME_REFRESH: &str = "refresh_home";
/// `action_id` of the choice of the person's language.
pub const HOME_LANGUAGE: &str = "choose_language";
/// `action_id` of the button that leads a page back; its value is that page's number.
pub const HOME_EARLIER: &str = "home_earlier";
/// … and of the one that leads a page on.
pub const HOME_LATER: &str = "home_later";

/// `action_id` of the input for what is looked for.
pub const HOME_QUERY: &str = "home_query";
/// `action_id` of the button beneath it.
pub const HOME_FIND: &str = "home_find";
/// `action_id` of the button that looks further back; its value is a [`FindOn`].
pub const HOME_FIND_ON: &str = "home_find_on";

/// What is looked for, and where it goes on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindOn {
    /// The query.
    pub query: String,
    /// Behind the inquiry that was received then …
    pub at: Timestamp,
    /// … and has this name.
    pub id: ContextId,
}

/// The `value` of the card's button.
#[derive(Debug, Serialize, Deserialize)]
pub struct ButtonValue {
    /// Which inquiry.
    pub context_id: ContextId,
}

/// The ids of files in a `private_metadata`: a list, or in an object where the view shows what the version
/// before knows nothing of. That version refuses the view then: nothing is sent, the window stays, and its
/// text with it. It would send to others than the window shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Files {
    List(Vec<String>),
    Beside { ids: Vec<String> },
}

impl Default for Files {
    fn default() -> Files {
        Files::List(Vec::new())
    }
}

impl Files {
    fn of(ids: Vec<String>, around: Option<&String>) -> Files {
        match around {
            None => Files::List(ids),
            Some(_) => Files::Beside { ids },
        }
    }

    fn ids(self) -> Vec<String> {
        let (Files::List(ids) | Files::Beside { ids }) = self;
        ids
    }

    fn is_nothing(&self) -> bool {
        *self == Files::default()
    }
}

/// The modal's `private_metadata`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenMetadata", into = "WrittenMetadata")]
pub struct ModalMetadata {
    /// Which inquiry.
    pub context_id: ContextId,
    /// The language of the modal, where the person chose one.
    pub language: Option<Language>,
    /// The ids of the files that the modal says are attached.
    pub files: Vec<String>,
    /// What it shows around the text: [`Inquiry::shown_around`](inquiry::Inquiry::shown_around).
    pub around: Option<String>,
}

/// The same as it is written.
#[derive(Serialize, Deserialize)]
struct WrittenMetadata {
    context_id: ContextId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(default, skip_serializing_if = "Files::is_nothing")]
    files: Files,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    around: Option<String>,
}

impl From<ModalMetadata> for WrittenMetadata {
    fn from(it: ModalMetadata) -> WrittenMetadata {
        WrittenMetadata {
            files: Files::of(it.files, it.around.as_ref()),
            context_id: it.context_id,
            language: it.language,
            around: it.around,
        }
    }
}

impl From<WrittenMetadata> for ModalMetadata {
    fn from(it: WrittenMetadata) -> ModalMetadata {
        ModalMetadata {
            context_id: it.context_id,
            language: it.language,
            files: it.files.ids(),
            around: it.around,
        }
    }
}

impl ModalMetadata {
    /// Reads what a view brought back; `None` when it is not ours.
    pub fn parse(json: &str) -> Option<ModalMetadata> {
        serde_json::from_str(json).ok()
    }
}

/// The `private_metadata` of the view in which a reply is looked at once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenConfirmation", into = "WrittenConfirmation")]
pub struct ConfirmationMetadata {
    /// Which inquiry.
    pub context_id: ContextId,
    /// The `external_id` of the modal beneath.
    pub over: String,
    /// What is on the screen, and is insisted on by submitting it.
    pub told: Vec<Acknowledgement>,
    /// The ids of the files that the modal says are attached.
    pub files: Vec<String>,
    /// What it shows around the text: [`Inquiry::shown_around`](inquiry::Inquiry::shown_around).
    pub around: Option<String>,
    /// The language of the modal, where the person chose one.
    pub language: Option<Language>,
}

/// The same as it is written.
#[derive(Serialize, Deserialize)]
struct WrittenConfirmation {
    over: String,
    told: Vec<Acknowledgement>,
    #[serde(flatten)]
    modal: WrittenMetadata,
}

impl From<ConfirmationMetadata> for WrittenConfirmation {
    fn from(it: ConfirmationMetadata) -> WrittenConfirmation {
        WrittenConfirmation {
            over: it.over,
            told: it.told,
            modal: WrittenMetadata {
                files: Files::of(it.files, it.around.as_ref()),
                context_id: it.context_id,
                language: it.language,
                around: it.around,
            },
        }
    }
}

impl From<WrittenConfirmation> for ConfirmationMetadata {
    fn from(it: WrittenConfirmation) -> ConfirmationMetadata {
        let modal = ModalMetadata::from(it.modal);
        ConfirmationMetadata {
            context_id: modal.context_id,
            over: it.over,
            told: it.told,
            files: modal.files,
            around: modal.around,
            language: modal.language,
        }
    }
}
