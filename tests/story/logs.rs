//! Everything that the product logs, at the most talkative level, in memory.

use std::io::Write;
use std::sync::{Mutex, Once, PoisonError};

use replybot::telemetry::is_harmless;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, Layer};

static LOGS: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static START: Once = Once::new();

/// Starts to listen; the first call of the process counts.
pub fn start() {
    START.call_once(|| {
        // The simulators log for the tests, not for the product.
        let all = EnvFilter::new("trace,replybot::role::dev=off");
        let filter = all.and(filter_fn(is_harmless));
        let lines = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(|| Log);
        tracing_subscriber::registry()
            .with(lines.with_filter(filter))
            .init();
    });
}

/// What was logged so far, by all tests of this process.
pub fn logged() -> String {
    String::from_utf8_lossy(&LOGS.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOGS.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
