//! Everything that the product logs, at the most talkative level, and all its spans, in memory.

use std::io::Write;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

static LOGS: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static START: Once = Once::new();

/// Starts to listen; the first call of the process counts. Returns how much is in the log already.
pub fn start() -> usize {
    START.call_once(|| {
        // The simulators log for the tests, not for the product.
        let filter = EnvFilter::new("trace,slack_sim=off");
        let logs = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(|| Log);
        let traces = SdkTracerProvider::builder()
            .with_simple_exporter(Spans)
            .build();
        platform::telemetry::collect(filter, logs, &traces).init();
    });
    log().len()
}

fn log() -> MutexGuard<'static, Vec<u8>> {
    LOGS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was logged so far, by all tests of this process.
pub fn logged() -> String {
    logged_since(0)
}

/// What was logged behind the first `start` bytes.
pub fn logged_since(start: usize) -> String {
    String::from_utf8_lossy(&log()[start..]).into_owned()
}

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        log().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes spans beside the logs: what holds for those holds for these.
#[derive(Debug)]
struct Spans;

impl SpanExporter for Spans {
    async fn export(&self, spans: Vec<SpanData>) -> OTelSdkResult {
        writeln!(Log, "{spans:?}").map_err(|error| {
            opentelemetry_sdk::error::OTelSdkError::InternalFailure(error.to_string())
        })
    }
}
