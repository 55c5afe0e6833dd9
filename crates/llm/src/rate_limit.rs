//! What all who ask one model share: the rest that its server asked for, and whether it works.
//!
//! In this process alone: both are advice. Another process that asks too early is told by the
//! server itself, and one that asks a model that is down asks the next one after that.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{LlmError, Wait, Waits};
use inquiry::Cause;

/// So many failures in a row open the circuit.
const FAILURES: u32 = 3;
/// Then the model is left alone for so long, until one question tries it.
const PAUSE: Duration = Duration::from_secs(30);

/// See the module's own words.
#[derive(Debug, Default)]
pub struct RateLimit(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Until then the server wants no question.
    rests_until: Option<Instant>,
    /// In a row.
    failures: u32,
    /// With an open circuit: when one question may try it.
    tried_at: Option<Instant>,
}

impl RateLimit {
    /// Waits until the server may be asked.
    ///
    /// # Errors
    /// [`LlmError::Busy`] at once when that is later than `until`.
    pub async fn wait(&self, until: Instant, waits: Waits<'_>) -> Result<(), LlmError> {
        // Another worker may be told to wait meanwhile.
        while let Some(rests_until) = self.rests_until() {
            if rests_until >= until {
                return Err(LlmError::Busy {
                    status: 429,
                    code: String::new(),
                    retry_after: Some(rests_until.duration_since(Instant::now())),
                });
            }
            waits(Some(Wait {
                cause: Cause::Busy,
                until: rests_until,
            }));
            tokio::time::sleep_until(rests_until).await;
            waits(None);
        }
        Ok(())
    }

    fn rests_until(&self) -> Option<Instant> {
        let rests_until = self.state().rests_until;
        rests_until.filter(|until| *until > Instant::now())
    }

    /// How long the server still wants no question.
    pub fn rests(&self) -> Option<Duration> {
        let until = self.rests_until()?;
        Some(until.duration_since(Instant::now()))
    }

    /// The server wants no question for so long.
    pub fn rest(&self, wait: Duration) {
        // More than a day is no server's will.
        let until = Instant::now() + wait.min(Duration::from_secs(24 * 60 * 60));
        let mut state = self.state();
        state.rests_until = state.rests_until.max(Some(until));
    }

    /// True while the model works as far as is known, and for the one question that tries it.
    pub fn is_closed(&self) -> bool {
        let (mut state, now) = (self.state(), Instant::now());
        match state.tried_at {
            None => true,
            Some(at) if at <= now => {
                state.tried_at = Some(now + PAUSE);
                true
            }
            Some(_) => false,
        }
    }

    /// The model answers.
    pub fn works(&self) {
        let mut state = self.state();
        state.failures = 0;
        state.tried_at = None;
    }

    /// The model does not.
    pub fn fails(&self) {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES {
            state.tried_at = Some(Instant::now() + PAUSE);
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_circuit_opens_after_failures_in_a_row_and_lets_one_question_try() {
        let rate_limit = RateLimit::default();
        for _ in 1..FAILURES {
            rate_limit.fails();
        }
        rate_limit.works();
        rate_limit.fails();
        assert!(rate_limit.is_closed());
        for _ in 1..FAILURES {
            rate_limit.fails();
        }
        assert!(!rate_limit.is_closed());
        tokio::time::advance(PAUSE).await;
        assert!(rate_limit.is_closed());
        assert!(
            !rate_limit.is_closed(),
            "one question tries it, no second one"
        );
        rate_limit.fails();
        assert!(!rate_limit.is_closed());
        tokio::time::advance(PAUSE).await;
        assert!(rate_limit.is_closed());
        rate_limit.works();
        assert!(rate_limit.is_closed() && rate_limit.is_closed());
    }

    #[tokio::test(start_paused = true)]
    async fn all_wait_as_long_as_the_server_asked_and_who_has_no_time_is_told_at_once() {
        let (rate_limit, begun) = (RateLimit::default(), Instant::now());
        let in_seconds = |n| begun + Duration::from_secs(n);
        rate_limit.rest(Duration::from_secs(5));
        rate_limit.rest(Duration::from_secs(2));
        assert!(rate_limit.wait(in_seconds(4), &|_| {}).await.is_err());
        assert_eq!(Instant::now(), begun);
        rate_limit.wait(in_seconds(60), &|_| {}).await.unwrap();
        assert_eq!(Instant::now(), in_seconds(5));
    }
}
