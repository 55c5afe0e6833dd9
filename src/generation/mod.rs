//! Asking a model, once for all who do: drafts, translations, `replybot draft`, `eval`, `check`.
//!
//! A [`Prompt`](crate::prompts::Prompt) is made of a masked mail, the conversation before it and what the team knows;
//! [`Prompts`](crate::prompts::Prompts) put it into words; a [`Question`] asks the models in their order, on the day's
//! budget, and counts what the answer took; [`check()`] looks the answer over, [`showable`] the
//! part of it that may be seen while it is being written.

mod answer_check;
pub mod ask_worker;
pub mod budget;
pub mod conversation;
mod disguise;
mod facts;
mod folded;
mod learned;
mod question;
mod repeated;
mod reply;
mod request;
mod showable;

pub use answer_check::check;
pub use ask_worker::{DraftError, WishError};
pub use facts::{Beside, checked, words_of};
pub use learned::{keep_in, recall_from};
pub use question::{Question, Stop, Took, Unanswered};
pub use reply::{Said, reply_request};
pub use request::Request;
pub use showable::showable;
