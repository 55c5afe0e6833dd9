//! What people who run it see: logs on standard error, and traces. `docs/telemetry.md` lists all.

pub mod json_lines;
pub mod trace;

use std::io::IsTerminal;

use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt};

use self::json_lines::{Fields, Lines};
use crate::metrics;

/// What logs and traces need.
#[derive(Clone, Debug, Default)]
pub struct TelemetryConfig {
    /// `LOG_LEVEL`: a level, or filters such as `replybot=debug,info`; default `info`.
    pub log_level: Option<String>,
    /// `LOG_FORMAT`: `json` or `text`; by default JSON where it does not write to a terminal.
    pub json: Option<bool>,
    /// True on Cloud Run, whose logs have field names of their own.
    pub on_google: bool,
    /// `GCP_PROJECT_ID`.
    pub google_project: Option<String>,
    /// `STAGE`.
    pub stage: Option<String>,
    /// `OTEL_EXPORTER_OTLP_ENDPOINT`: a collector of traces; OTLP over HTTP.
    pub collector: Option<String>,
}

/// Lets a panic be reported by its place alone: its message may quote a customer's text.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        metrics::panicked();
        tracing::error!(
            place,
            "a panic: this is a fault in replybot, please report it"
        );
    }));
}

/// The crates of the product that log, as the targets of their lines begin; the first is the program.
pub const CRATES: [&str; 7] = [
    "replybot",
    "knowledge",
    "llm",
    "mailbox",
    "platform",
    "slack",
    "store",
];

/// Whether a line may be logged at all: libraries print whole requests and answers, customers'
/// texts included, when they are asked for details.
fn is_harmless(line: &Metadata<'_>) -> bool {
    is_ours(line) || *line.level() <= Level::INFO
}

fn is_ours(line: &Metadata<'_>) -> bool {
    let target = line.target().split("::").next();
    target.is_some_and(|name| CRATES.contains(&name))
}

/// The filter that `LOG_LEVEL` names; `None` for what [`is_filter`] is false of. `replybot=debug` means
/// all crates of the product.
pub fn filter(text: &str) -> Option<EnvFilter> {
    let mut wanted = Vec::new();
    for part in text.split(',').map(str::trim) {
        wanted.push(part.to_owned());
        if let Some(level) = part.strip_prefix("replybot=") {
            wanted.extend(CRATES[1..].iter().map(|name| format!("{name}={level}")));
        }
    }
    let filter = EnvFilter::builder().parse(wanted.join(",")).ok();
    filter.filter(|_| is_filter(text))
}

/// True for a level, or filters such as `replybot=debug,info`. The library takes any other word for the
/// name of a module, and logs nothing.
pub fn is_filter(text: &str) -> bool {
    text.split(',').all(|part| {
        let (target, level) = part.trim().rsplit_once('=').unwrap_or(("", part.trim()));
        let is_target = |c: char| c.is_ascii_alphanumeric() || "_:-".contains(c);
        level.parse::<LevelFilter>().is_ok() && target.chars().all(is_target)
    })
}

/// What a trace holds: our own spans, and what is logged in them.
fn is_traced(line: &Metadata<'_>) -> bool {
    is_ours(line) && *line.level() <= Level::INFO
}

/// Starts logging and tracing.
pub fn start(config: &TelemetryConfig) {
    let level = config.log_level.as_deref().unwrap_or("info");
    let filter = filter(level).unwrap_or_else(|| {
        // A command that needs no configuration goes on.
        eprintln!("LOG_LEVEL names no level or filter: it is taken as info");
        EnvFilter::new("info")
    });
    let is_terminal = std::io::stderr().is_terminal();
    let is_json = config.json.unwrap_or(!is_terminal);
    let logs = if is_json {
        if let Some(project) = &config.google_project {
            json_lines::set_project(project.clone());
        }
        let fields = match config.on_google {
            true => Fields::Google,
            false => Fields::Aws,
        };
        Lines::new(fields, config.stage.as_deref(), std::io::stderr).boxed()
    } else {
        fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(is_terminal)
            .boxed()
    };
    let traces = trace::provider(config.collector.as_deref(), config.stage.as_deref());
    let (traces, problem) = match traces {
        Ok(traces) => (traces, None),
        Err(error) => (SdkTracerProvider::default(), Some(error)),
    };
    // Started twice, in tests, the first one stays.
    let _ = collect(filter, logs, &traces).try_init();
    if let Some(error) = problem {
        tracing::error!(%error, "no traces are exported: see OTEL_EXPORTER_OTLP_ENDPOINT");
    }
}

/// What `filter` lets through goes to `logs`, and spans of ours to `traces`; what may hold personal
/// data to neither.
pub fn collect(
    filter: EnvFilter,
    logs: impl Layer<Registry> + Send + Sync,
    traces: &SdkTracerProvider,
) -> impl SubscriberInitExt + Send + Sync {
    // A line knows its trace and its request by its spans, however few lines are wanted.
    let filter = filter.or(filter_fn(|line| {
        line.is_span() && *line.level() <= Level::INFO
    }));
    let logs = logs.with_filter(filter).with_filter(filter_fn(is_harmless));
    let traces = tracing_opentelemetry::layer()
        .with_tracer(traces.tracer("replybot"))
        .with_location(false)
        .with_threads(false)
        .with_filter(filter_fn(is_traced));
    tracing_subscriber::registry().with(logs).with(traces)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_details_of_replybot_are_those_of_all_its_crates() {
        let all = filter("replybot=debug,info").unwrap().to_string();
        for name in CRATES {
            assert!(all.contains(&format!("{name}=debug")), "{name}: {all}");
        }
        assert_eq!(filter("warn").unwrap().to_string(), "warn");
        assert_eq!(filter("slack=trace").unwrap().to_string(), "slack=trace");
        assert!(filter("loud").is_none());
    }
}
