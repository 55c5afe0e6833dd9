//! Inquiry -> what the model is asked.

use crate::app::App;
use crate::inquiry::Inquiry;
use crate::llm::{Messages, Prompt, PromptError};

/// What the model is asked for an inquiry.
///
/// # Errors
/// [`PromptError`] when the prompts of the deployment cannot be put into words.
pub(super) fn messages(app: &App, inquiry: &Inquiry) -> Result<Messages, PromptError> {
    app.prompts.write(&Prompt::reply_to(inquiry))
}
