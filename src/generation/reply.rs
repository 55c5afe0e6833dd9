//! An inquiry of the store, with its conversation and what the team knows: what the model is asked.

use std::borrow::Cow;

use jiff::Timestamp;

use super::Request;
use crate::app::App;
use crate::prompts::{Prompt, Side, Turn, cut, estimate};
use inquiry::{Forbidden, Inquiry, Source};
use llm::LlmError;
use pii::{CustomerText, MaskedText};

/// Tokens that the conversation before a mail may take. The newest is kept: a customer answers
/// what was written last.
const CONVERSATION: usize = 3_000;

/// What is left of a mail that is too long for the rest of the budget says nothing below this.
const WORTH_TELLING: usize = 100;

/// What the model is asked for an inquiry, with what was said before it, oldest first, and what the
/// team knows about it.
///
/// # Errors
/// [`LlmError`] when the prompts of the deployment cannot be put into words.
pub async fn reply_request(
    app: &App,
    inquiry: &Inquiry,
    said: &[Said],
    sources: Option<&[Source]>,
) -> Result<Request, LlmError> {
    let (inquiry, Context { earlier, company }) = with_context(app, inquiry, said).await;
    let prompt = Prompt {
        earlier,
        company,
        ..Prompt::reply_to(&inquiry).knowing(sources)
    };
    let request = Request::write(&app.prompts.current(&app.store).await, prompt);
    request.map_err(|error| LlmError::Unusable(error.to_string()))
}

/// A mail or a reply of a conversation.
#[derive(Clone, Debug)]
pub struct Said {
    /// Who wrote it.
    pub by: Side,
    /// The text, as it was written.
    pub text: CustomerText,
    /// When.
    pub at: Timestamp,
}

/// What a question holds besides the mail itself, masked.
#[derive(Default)]
struct Context {
    earlier: Vec<Turn>,
    company: MaskedText,
}

/// The inquiry with what was written before it and where the customer works, masked with its own
/// map: the same customer has the same placeholder in all mails, and an answer can be restored.
async fn with_context<'a>(
    app: &App,
    inquiry: &'a Inquiry,
    said: &[Said],
) -> (Cow<'a, Inquiry>, Context) {
    let company = inquiry.mail.addressee().company;
    if said.is_empty() && company.is_none() {
        return (Cow::Borrowed(inquiry), Context::default());
    }
    let context = |inquiry: &mut Inquiry| Context {
        earlier: newest(app, inquiry, said),
        company: match &company {
            Some(company) => inquiry.mask_typed(company, &app.masker),
            None => MaskedText::default(),
        },
    };
    let mut masked = inquiry.clone();
    let found = context(&mut masked);
    if masked.masked.placeholders == inquiry.masked.placeholders {
        return (Cow::Owned(masked), found);
    }
    // What the answer is restored with has to be there before it is asked for.
    let stored = app
        .store
        .change(&inquiry.id, |inquiry| Ok::<_, Forbidden>(context(inquiry)));
    match stored.await {
        Ok((inquiry, found)) => (Cow::Owned(inquiry), found),
        Err(error) => {
            tracing::warn!(context_id = %inquiry.id, %error, "the conversation is left out of the prompt");
            (Cow::Borrowed(inquiry), Context::default())
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
