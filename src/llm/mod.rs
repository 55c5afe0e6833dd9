//! Who writes drafts: an OpenAI-compatible server, or the labelled offline drafter of `dev`.

mod client;
mod prompt;
mod sample;

pub use client::{Client, LlmError};
pub use prompt::{
    Files, Kind, Messages, Passage, Problem, Prompt, PromptError, Prompts, Side, Turn, Voice, cut,
    estimate, language_of, read_folder,
};
pub use sample::SAMPLE_MODEL;

/// The configured drafter.
#[derive(Clone, Debug)]
pub enum Drafter {
    /// Any server that speaks chat completions.
    OpenAi(Client),
    /// Fixed polite phrases, to try the product without any key. Says so on the screen.
    Sample,
}

impl Drafter {
    /// The model's name, which stands on each draft.
    pub fn model(&self) -> &str {
        match self {
            Drafter::OpenAi(client) => client.model(),
            Drafter::Sample => SAMPLE_MODEL,
        }
    }

    /// Asks for a draft.
    ///
    /// # Errors
    /// [`LlmError`] when the model did not begin to answer.
    pub async fn ask(&self, messages: &Messages) -> Result<Answer, LlmError> {
        match self {
            Drafter::OpenAi(client) => Ok(Answer::OpenAi(client.ask(messages).await?)),
            Drafter::Sample => Ok(Answer::Sample(sample::answer(messages))),
        }
    }
}

/// An answer that is still being written.
pub enum Answer {
    /// From a server.
    OpenAi(client::Stream),
    /// From the sample drafter.
    Sample(sample::Typing),
}

impl Answer {
    /// The next piece of text; `None` when the answer is complete.
    ///
    /// # Errors
    /// [`LlmError`] when the answer breaks off; what came before is no complete answer.
    pub async fn next(&mut self) -> Result<Option<String>, LlmError> {
        match self {
            Answer::OpenAi(stream) => stream.next().await,
            Answer::Sample(typing) => Ok(typing.next().await),
        }
    }
}
