//! The time and the random identifiers, as values: a test sets them, everything else asks here.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// What time it is.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Does not run until it is moved. Clones share the same time.
    Manual(ManualClock),
}

impl Clock {
    /// A clock that shows `at` until it is moved.
    pub fn manual(at: Timestamp) -> (Clock, ManualClock) {
        let clock = ManualClock(Arc::new(Mutex::new(at)));
        (Clock::Manual(clock.clone()), clock)
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp::now(),
            Clock::Manual(clock) => *clock.0.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The time `duration` from now, or the last representable time.
    pub fn after(&self, duration: Duration) -> Timestamp {
        later(self.now(), duration)
    }
}

/// The time `duration` after `at`, or the last representable time.
pub fn later(at: Timestamp, duration: Duration) -> Timestamp {
    SignedDuration::try_from(duration)
        .ok()
        .and_then(|duration| at.checked_add(duration).ok())
        .unwrap_or(Timestamp::MAX)
}

/// How long ago `earlier` was at `now`; zero when it is still to come.
pub fn since(earlier: Timestamp, now: Timestamp) -> Duration {
    now.duration_since(earlier).try_into().unwrap_or_default()
}

/// The hand that moves a [`Clock::Manual`].
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<Mutex<Timestamp>>);

impl ManualClock {
    /// Lets `duration` pass.
    pub fn advance(&self, duration: Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = later(*now, duration);
    }
}
