//! Asking a model, once for all who do: drafts, translations, `replybot draft`, `eval`, `check`.
//!
//! A [`Prompt`] is made of a masked mail, the conversation before it and what the team knows;
//! [`Prompts`] put it into words; a [`Question`] asks the models in their order, on the day's
//! budget, and counts what the answer took; [`check()`] looks the answer over, [`showable`] the
//! part of it that may be seen while it is being written.

pub mod budget;
mod check;
mod folded;
mod learned;
mod prompt;
mod question;
mod reply;
mod request;
mod showable;

pub use check::check;
pub use learned::{keep_in, recall_from};
pub use prompt::{
    Files, Kind, Passage, Problem, Prompt, PromptError, Prompts, Side, Turn, Voice, cut, estimate,
    fenced, is_template, own_words, read_bucket, read_folder, shipped_files,
};
pub use question::{Question, Stop, Took, Unanswered};
pub use reply::{Said, reply_request};
pub use request::Request;
pub use showable::showable;
