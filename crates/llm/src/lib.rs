//! Who writes drafts: OpenAI-compatible servers, or the labelled offline drafter of `dev`.

mod client;
mod complaint;
mod error;
mod events;
mod fallback;
mod manner;
mod messages;
mod prices;
mod rate_limit;
mod sample;
mod spoken;
mod stream;
mod written;

use sha2::{Digest, Sha256};

pub use client::{Client, LONGEST_ANSWER_TOKENS, Wait, Waits};
pub use error::{Danger, LlmError};
pub use fallback::{By, Models};
pub use inquiry::SAMPLE_MODEL;
pub use messages::{About, Messages};
pub use prices::Prices;
pub use spoken::{Spoken, words_of_a_model};
pub use stream::read_answer;
pub use written::ModelText;

use std::time::Duration;

use inquiry::{Money, Usage};

/// The configured drafter.
#[derive(Clone, Debug)]
pub enum Drafter {
    /// Servers that speak chat completions.
    OpenAi(Models),
    /// Fixed polite phrases, to try the product without any key. Says so on the screen.
    Sample,
}

impl Drafter {
    /// The name of the model that is asked first.
    pub fn model(&self) -> &str {
        match self {
            Drafter::OpenAi(models) => models.first().model(),
            Drafter::Sample => SAMPLE_MODEL,
        }
    }

    /// A client for each of the models.
    pub fn clients(&self) -> &[Client] {
        match self {
            Drafter::OpenAi(models) => models.clients(),
            Drafter::Sample => &[],
        }
    }

    /// How long the model that is asked first wants no question from this process: it answered 429.
    pub fn rests(&self) -> Option<Duration> {
        match self {
            Drafter::OpenAi(models) => models.first().rate_limit.rests(),
            Drafter::Sample => None,
        }
    }

    /// Asks for a draft. `waits` is told of each wait for a server.
    ///
    /// # Errors
    /// [`LlmError`] when no model began to answer.
    pub async fn ask(&self, messages: &Messages, waits: Waits<'_>) -> Result<Answer, LlmError> {
        match self {
            Drafter::OpenAi(models) => {
                Ok(Answer::OpenAi(Box::new(models.ask(messages, waits).await?)))
            }
            Drafter::Sample => Ok(Answer::Sample(sample::answer(messages))),
        }
    }

    /// After an answer that broke off: asks the next model from the start. `None` when there is
    /// none, or no time.
    pub async fn ask_next(
        &self,
        messages: &Messages,
        broken: Option<By>,
        waits: Waits<'_>,
    ) -> Option<Result<Answer, LlmError>> {
        let Drafter::OpenAi(models) = self else {
            return None;
        };
        let next = models.ask_next(messages, broken?, waits).await?;
        Some(next.map(|next| Answer::OpenAi(Box::new(next))))
    }

    /// The name of the model that gives an answer.
    pub fn model_of(&self, answer: &Answer) -> &str {
        match (self, answer) {
            (Drafter::OpenAi(models), Answer::OpenAi(answering)) => models.of(answering.by).model(),
            _ => SAMPLE_MODEL,
        }
    }

    /// The most that so many tokens cost, whichever of the models takes them.
    pub fn highest_cost(&self, prices: &Prices, usage: Usage) -> Money {
        let Drafter::OpenAi(models) = self else {
            return Money::default();
        };
        let costs = models
            .names()
            .filter_map(|(_, model)| prices.cost(model, usage));
        costs.max().unwrap_or_default()
    }

    /// Names a question and everything else that the answer depends on: the masked text, the
    /// template with what it was filled with, and the models. SHA-256 in hexadecimal.
    pub fn fingerprint(&self, messages: &Messages) -> String {
        let mut hash = Sha256::new();
        if let Drafter::OpenAi(models) = self {
            for (base_url, model) in models.names() {
                hash.update(format!("{base_url}\n{model}\n"));
            }
        }
        hash.update(messages.json(true).to_string());
        hex::encode(hash.finalize())
    }
}

/// An answer that is still being written.
pub enum Answer {
    /// From a server.
    OpenAi(Box<fallback::Answering>),
    /// From the sample drafter.
    Sample(sample::Typing),
}

impl Answer {
    /// The next piece of text; `None` when the answer is complete.
    ///
    /// # Errors
    /// [`LlmError`] when the answer breaks off; what came before is no complete answer.
    pub async fn next(&mut self) -> Result<Option<ModelText>, LlmError> {
        let piece = match self {
            Answer::OpenAi(answering) => answering.stream.next().await?,
            Answer::Sample(typing) => typing.next().await,
        };
        Ok(piece.map(ModelText::new))
    }

    /// Which of the servers' models gives it.
    pub fn by(&self) -> Option<By> {
        match self {
            Answer::OpenAi(answering) => Some(answering.by),
            Answer::Sample(_) => None,
        }
    }

    /// The tokens it took, as far as the server has told.
    pub fn usage(&self) -> Option<Usage> {
        match self {
            Answer::OpenAi(answering) => answering.stream.usage(),
            Answer::Sample(_) => Some(Usage::default()),
        }
    }
}
