//! Traces: one from a click to the mail, across processes and clouds, in the W3C's form
//! (w3.org/TR/trace-context), exported by OTLP where there is a collector.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Duration;

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TraceContextExt;
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::identity::google::Google;
use inquiry::TraceParent;

/// How long one export may take.
const EXPORT_TIMEOUT: Duration = Duration::from_secs(5);

static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

/// Makes spans, and sends them to the collector at `endpoint`, if there is one.
pub(super) fn provider(
    endpoint: Option<&str>,
    stage: Option<&str>,
) -> anyhow::Result<SdkTracerProvider> {
    let mut resource = Resource::builder()
        .with_service_name("replybot")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    if let Some(stage) = stage {
        let name = "deployment.environment.name";
        resource = resource.with_attribute(KeyValue::new(name, stage.to_owned()));
    }
    let mut provider = SdkTracerProvider::builder().with_resource(resource.build());
    if let Some(endpoint) = endpoint {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
            .with_timeout(EXPORT_TIMEOUT)
            .build()?;
        provider = provider.with_batch_exporter(exporter);
    }
    let provider = provider.build();
    let _ = PROVIDER.set(provider.clone());
    Ok(provider)
}

/// Asks the metadata server which of Google's projects this is: log lines name their trace by it.
pub async fn learn_project(google: Google) {
    match google.project().await {
        Ok(project) => super::json_lines::set_project(project),
        Err(error) => tracing::warn!(%error, "log lines name their trace without the project"),
    }
}

/// Sends what has not been sent yet, and waits for it, but not for longer than `limit`.
pub async fn flush(limit: Duration) {
    let Some(provider) = PROVIDER.get() else {
        return;
    };
    let flushing = tokio::task::spawn_blocking(|| provider.force_flush());
    // What fails is logged by the exporter; what is late comes with the next flush.
    let _ = tokio::time::timeout(limit, flushing).await;
}

/// Sends what is left at the end of the process.
pub fn finish() {
    if let Some(provider) = PROVIDER.get() {
        // As in `flush`; there is no runtime any more.
        let _ = provider.shutdown_with_timeout(Duration::from_secs(3));
    }
}

/// Where we are in a trace, for the process that goes on with it elsewhere or later.
pub fn current() -> Option<TraceParent> {
    let mut carrier = HashMap::new();
    TraceContextPropagator::new().inject_context(&Span::current().context(), &mut carrier);
    TraceParent::parse(carrier.get("traceparent")?)
}

/// Lets `span`, which must not have begun, go on with a trace.
pub fn follow(span: &Span, parent: Option<&TraceParent>) {
    if let Some(parent) = parent {
        // It fails only where nothing is traced.
        let _ = span.set_parent(context_of(parent));
    }
}

/// Lets `span`, which must not have begun, go on with the trace of an inquiry, unless it is in it
/// already. Where it leaves another trace, both can be found from each other.
pub fn join(span: Span, stored: Option<&TraceParent>) -> Span {
    let here = Span::current().context().span().span_context().clone();
    if let Some(stored) = stored
        && here.trace_id().to_string() != stored.trace_id()
    {
        follow(&span, Some(stored));
        span.add_link(here);
    }
    span
}

fn context_of(parent: &TraceParent) -> Context {
    let carrier = HashMap::from([("traceparent".to_owned(), parent.as_str().to_owned())]);
    TraceContextPropagator::new().extract_with_context(&Context::new(), &carrier)
}
