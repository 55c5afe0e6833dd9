//! Logs, on standard error.

use std::io::IsTerminal;

use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt};

/// Lets a panic be reported by its place alone: its message may quote a customer's text.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(
            place,
            "a panic: this is a fault in replybot, please report it"
        );
    }));
}

/// Whether a line may be logged at all: libraries print whole requests and answers, customers'
/// texts included, when they are asked for details.
fn is_harmless(line: &Metadata<'_>) -> bool {
    line.target().starts_with("replybot") || *line.level() <= Level::INFO
}

/// Starts logging: `LOG_LEVEL` (a level, or filters such as `replybot=debug,info`; default
/// `info`) and `LOG_FORMAT` (`text` or `json`; default `text` on a terminal, else `json`).
pub fn start(level: Option<&str>, format: Option<&str>) {
    let filter = EnvFilter::builder().parse_lossy(level.unwrap_or("info"));
    let is_terminal = std::io::stderr().is_terminal();
    let logs = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(is_terminal);
    let is_json = format.map_or(!is_terminal, |format| format == "json");
    let logs = if is_json {
        logs.json().flatten_event(true).boxed()
    } else {
        logs.boxed()
    };
    // Started twice, in tests, the first one stays.
    let _ = collect(filter, logs).try_init();
}

/// What `filter` lets through goes to `logs`, except for what may hold personal data.
pub fn collect(
    filter: EnvFilter,
    logs: impl Layer<Registry> + Send + Sync,
) -> impl SubscriberInitExt + Send + Sync {
    let logs = logs.with_filter(filter).with_filter(filter_fn(is_harmless));
    tracing_subscriber::registry().with(logs)
}
