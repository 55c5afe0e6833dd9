//! What happens to a mailbox in any order: histories from a strategy.

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

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
