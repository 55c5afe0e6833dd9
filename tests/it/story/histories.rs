//! What happens to a mailbox in any order: histories from a strategy.

use std::pin::pin;
use std::task::Poll;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

/// Goes on with something until it has waited so many times, and drops it there, as the end of its
/// process does; `None` then.
pub async fn killed<T>(work: impl Future<Output = T>, waits: usize) -> Option<T> {
    let mut work = pin!(work);
    let mut left = waits;
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// Lives through histories: a few, or as many as the environment's `variable` says.
pub fn live<S: Strategy>(variable: &str, histories: S, live: impl AsyncFn(S::Value)) {
    let cases = std::env::var(variable)
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(12);
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runner
        .run(&histories, |history| {
            runtime.block_on(live(history));
            Ok(())
        })
        .unwrap();
}
