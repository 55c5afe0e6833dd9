//! Logs, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

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
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_span_events(FmtSpan::NONE)
        .with_ansi(std::io::stderr().is_terminal());
    let is_json = format.map_or(!std::io::stderr().is_terminal(), |format| format == "json");
    // Started twice, in tests, the first one stays.
    let _ = if is_json {
        logs.json().flatten_event(true).try_init()
    } else {
        logs.try_init()
    };
}
