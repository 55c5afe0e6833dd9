//! Logs, on standard error.

use std::io::IsTerminal;

use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, Layer};

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
pub fn is_harmless(line: &Metadata<'_>) -> bool {
    line.target().starts_with("replybot") || *line.level() <= Level::INFO
}

/// Starts logging: `LOG_LEVEL` (a level, or filters such as `replybot=debug,info`; default
/// `info`) and `LOG_FORMAT` (`text` or `json`; default `text` on a terminal, else `json`).
pub fn start(level: Option<&str>, format: Option<&str>) {
    let wanted = EnvFilter::builder().parse_lossy(level.unwrap_or("info"));
    let filter = wanted.and(filter_fn(is_harmless));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let is_json = format.map_or(!std::io::stderr().is_terminal(), |format| format == "json");
    // Started twice, in tests, the first one stays.
    let _ = if is_json {
        let lines = lines.json().flatten_event(true);
        tracing_subscriber::registry()
            .with(lines.with_filter(filter))
            .try_init()
    } else {
        tracing_subscriber::registry()
            .with(lines.with_filter(filter))
            .try_init()
    };
}
