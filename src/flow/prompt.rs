//! Inquiry -> what the model is asked.

use crate::app::App;
use crate::inquiry::{Inquiry, Source};
use crate::llm::{Messages, Prompt, PromptError};

/// What the model is asked for an inquiry, with what the team knows about it.
///
/// # Errors
/// [`PromptError`] when the prompts of the deployment cannot be put into words.
pub(super) fn messages(
    app: &App,
    inquiry: &Inquiry,
    sources: Option<&[Source]>,
) -> Result<Messages, PromptError> {
    app.prompts
        .write(&Prompt::reply_to(inquiry).knowing(sources))
}
