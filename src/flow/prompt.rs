//! Inquiry -> what the model is asked; and its answer looked over.

use std::borrow::Cow;

use super::conversation::{Said, said_before};
use crate::app::App;
use crate::inquiry::{Caution, Forbidden, Inquiry, Source};
use crate::llm::{LlmError, Messages, Prompt, Turn, check, cut, estimate};
use crate::pii::MaskedText;

/// Tokens that the conversation before a mail may take. The newest is kept: a customer answers
/// what was written last.
const CONVERSATION: usize = 3_000;

/// What is left of a mail that is too long for the rest of the budget says nothing below this.
const WORTH_TELLING: usize = 100;

/// What the model is asked for an inquiry, with what the team knows about it.
///
/// # Errors
/// [`LlmError`] when the prompts of the deployment cannot be put into words.
pub(super) async fn messages(
    app: &App,
    inquiry: &Inquiry,
    sources: Option<&[Source]>,
) -> Result<Messages, LlmError> {
    let (inquiry, earlier) = with_conversation(app, inquiry).await;
    let prompt = Prompt {
        earlier,
        ..Prompt::reply_to(&inquiry).knowing(sources)
    };
    let messages = app.prompts.current(&app.store).await.write(&prompt);
    messages.map_err(|error| LlmError::Unusable(error.to_string()))
}

/// Looks a complete answer over: the text without a signature of its own, and what a person should
/// know about it.
///
/// # Errors
/// [`LlmError::Dangerous`] when nobody should send it.
pub(super) fn looked_over(
    app: &App,
    answer: &MaskedText,
    messages: &Messages,
) -> Result<(MaskedText, Vec<Caution>), LlmError> {
    let own = app.look.own_address.as_ref();
    let own = own.and_then(|address| Some(address.expose().rsplit_once('@')?.1));
    let cautions = check(answer, messages, own)?;
    Ok((app.prompts.last().without_signature(answer), cautions))
}

/// The inquiry with what was written before it, masked with its own map: the same customer has the
/// same placeholder in all mails, and an answer can be restored.
async fn with_conversation<'a>(app: &App, inquiry: &'a Inquiry) -> (Cow<'a, Inquiry>, Vec<Turn>) {
    let said = match said_before(app, inquiry).await {
        Ok(said) if !said.is_empty() => said,
        Ok(_) => return (Cow::Borrowed(inquiry), Vec::new()),
        Err(error) => {
            tracing::warn!(context_id = %inquiry.id, %error, "the conversation is left out of the prompt");
            return (Cow::Borrowed(inquiry), Vec::new());
        }
    };
    let mut masked = inquiry.clone();
    let turns = newest(app, &mut masked, &said);
    if masked.placeholders == inquiry.placeholders {
        return (Cow::Owned(masked), turns);
    }
    // What the answer is restored with has to be there before it is asked for.
    let stored = app.store.change(&inquiry.id, |inquiry| {
        Ok::<_, Forbidden>(newest(app, inquiry, &said))
    });
    match stored.await {
        Ok((inquiry, turns)) => (Cow::Owned(inquiry), turns),
        Err(error) => {
            tracing::warn!(context_id = %inquiry.id, %error, "the conversation is left out of the prompt");
            (Cow::Borrowed(inquiry), Vec::new())
        }
    }
}

/// The newest of a conversation within the budget, masked, oldest first.
fn newest(app: &App, inquiry: &mut Inquiry, said: &[Said]) -> Vec<Turn> {
    let mut left = CONVERSATION;
    let mut turns = Vec::new();
    for Said { by, text, .. } in said.iter().rev() {
        if left < WORTH_TELLING {
            break;
        }
        let text = cut(&inquiry.mask_typed(text, &app.masker), left);
        left -= estimate(text.as_str()).min(left);
        turns.push(Turn { by: *by, text });
    }
    turns.reverse();
    turns
}
