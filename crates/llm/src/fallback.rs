//! The configured models, in the order in which they are asked.

use std::sync::Arc;

use tokio::time::Instant;

use super::stream::Stream;
use super::{Client, LlmError, Messages, Waits};

/// One model, and those that are asked when it fails. Clones share what is known of each.
#[derive(Clone, Debug)]
pub struct Models(Arc<[Client]>);

/// An answer, and which model gives it.
pub struct Answering {
    pub(super) stream: Stream,
    pub(super) by: By,
}

/// Who answers.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// In the order of the models.
    place: usize,
    /// When the whole draft has to be there.
    deadline: Instant,
}

impl Models {
    /// The model and its fallbacks.
    pub fn new(first: Client, fallbacks: impl IntoIterator<Item = Client>) -> Models {
        Models(std::iter::once(first).chain(fallbacks).collect())
    }

    /// The model that is asked first.
    pub fn first(&self) -> &Client {
        &self.0[0]
    }

    /// All, in their order.
    pub(super) fn clients(&self) -> &[Client] {
        &self.0
    }

    /// Names and places of all models: what an answer depends on beside the question.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|it| (it.base_url(), it.model()))
    }

    /// The model that gives an answer.
    pub(super) fn of(&self, by: By) -> &Client {
        &self.0[by.place]
    }

    /// Asks the models in their order until one begins to answer.
    pub(super) async fn ask(
        &self,
        messages: &Messages,
        waits: Waits<'_>,
    ) -> Result<Answering, LlmError> {
        let deadline = Instant::now() + self.first().timeout;
        self.ask_from(0, messages, deadline, waits).await
    }

    /// An answer broke off: asks the models behind the one that gave it, if there are any.
    pub(super) async fn ask_next(
        &self,
        messages: &Messages,
        broken: By,
        waits: Waits<'_>,
    ) -> Option<Result<Answering, LlmError>> {
        self.of(broken).rate_limit.fails();
        let next = broken.place + 1;
        (next < self.0.len() && Instant::now() < broken.deadline).then_some(())?;
        Some(self.ask_from(next, messages, broken.deadline, waits).await)
    }

    async fn ask_from(
        &self,
        from: usize,
        messages: &Messages,
        deadline: Instant,
        waits: Waits<'_>,
    ) -> Result<Answering, LlmError> {
        let places = from..self.0.len();
        // Those that failed of late come last: a person waits, so they are asked all the same.
        let (mut order, last): (Vec<usize>, Vec<usize>) =
            places.partition(|place| self.0[*place].rate_limit.is_closed());
        order.extend(last);
        let mut failed = None;
        for (nth, place) in order.iter().copied().enumerate() {
            let client = &self.0[place];
            // Each of the models that are left gets the same share of the time to begin.
            let (now, left) = (Instant::now(), order.len() - nth);
            let share = deadline.saturating_duration_since(now) / u32::try_from(left).unwrap_or(1);
            match client.ask(messages, now + share, deadline, waits).await {
                Ok(stream) => {
                    client.rate_limit.works();
                    return Ok(Answering {
                        stream,
                        by: By { place, deadline },
                    });
                }
                Err(error) => {
                    client.rate_limit.fails();
                    if left > 1 {
                        tracing::warn!(model = client.model(), %error, "the next model is asked");
                    }
                    // That a question is too long says what to do; a server that is down does not.
                    if !matches!(failed, Some(LlmError::TooLong(_))) {
                        failed = Some(error);
                    }
                }
            }
        }
        Err(failed.unwrap_or(LlmError::Unreachable))
    }
}
