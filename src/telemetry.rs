//! Logs, on standard error.

use std::io::IsTerminal;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;
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

/// Starts logging: `LOG_LEVEL` (a level, or filters such as `replybot=debug,info`; default
/// `info`) and `LOG_FORMAT` (`text` or `json`; default `text` on a terminal, else `json`).
pub fn start(level: Option<&str>, format: Option<&str>) {
    let filter = EnvFilter::builder().parse_lossy(level.unwrap_or("info"));
    let is_terminal = std::io::stderr().is_terminal();
    let logs = fmt::layer()
        .with_writer(std::io::stderr)
        .with_span_events(FmtSpan::NONE)
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

/// What `filter` lets through goes to `logs`, except for what would hold personal data: from
/// `debug` on, the AWS SDK logs requests and answers with the items in them.
pub fn collect(
    filter: EnvFilter,
    logs: impl Layer<Registry> + Send + Sync,
) -> impl SubscriberInitExt + Send + Sync {
    let logs = logs
        .with_filter(filter)
        .with_filter(tracing_subscriber::filter::filter_fn(|event| {
            !event.target().starts_with("aws_") || *event.level() <= LevelFilter::INFO
        }));
    tracing_subscriber::registry().with(logs)
}
