//! Log lines as JSON, with the field names that the cloud at hand understands:
//! Google Cloud Logging (docs.cloud.google.com/logging/docs/structured-logging) or AWS Lambda
//! (docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html).

use std::fmt;
use std::io::Write;
use std::sync::OnceLock;

use opentelemetry::trace::{SpanContext, TraceContextExt};
use serde_json::{Map, Value, json};
use tracing::dispatcher::{Dispatch, WeakDispatch};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// Whose field names are used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Fields {
    /// AWS Lambda's, which suit any other collector, too.
    #[default]
    Aws,
    /// Google Cloud Logging's.
    Google,
}

/// Google's project, once it is known: traces are named with it.
static PROJECT: OnceLock<String> = OnceLock::new();

/// Says which of Google's projects this is.
pub fn set_project(project: String) {
    let _ = PROJECT.set(project);
}

/// Writes one JSON object a line.
pub struct Lines<W> {
    fields: Fields,
    stage: Option<String>,
    writer: W,
    dispatch: OnceLock<WeakDispatch>,
}

/// The field whose text is JSON itself.
pub const JSON_FIELD: &str = "counted";

impl<W> Lines<W> {
    /// Lines for `writer`, each with the `stage` where there is one.
    pub fn new(fields: Fields, stage: Option<&str>, writer: W) -> Lines<W> {
        Lines {
            fields,
            stage: stage.map(str::to_owned),
            writer,
            dispatch: OnceLock::new(),
        }
    }

    fn trace_of(&self, span: &Id) -> Option<SpanContext> {
        let dispatch = self.dispatch.get()?.upgrade()?;
        let context = tracing_opentelemetry::get_otel_context(span, &dispatch)?;
        let span = context.span().span_context().clone();
        span.is_valid().then_some(span)
    }

    /// What every line has, under the cloud's names.
    fn frame(
        &self,
        line: &mut Map<String, Value>,
        event: &Metadata<'_>,
        trace: Option<SpanContext>,
    ) {
        let now = jiff::Timestamp::now().to_string();
        line.insert("target".to_owned(), event.target().into());
        if let Some(stage) = &self.stage {
            line.insert("stage".to_owned(), stage.as_str().into());
        }
        match self.fields {
            Fields::Aws => {
                line.insert("timestamp".to_owned(), now.into());
                line.insert("level".to_owned(), event.level().as_str().into());
                if let Some(trace) = trace {
                    line.insert("trace_id".to_owned(), trace.trace_id().to_string().into());
                    line.insert("span_id".to_owned(), trace.span_id().to_string().into());
                }
            }
            Fields::Google => {
                line.insert("time".to_owned(), now.into());
                line.insert("severity".to_owned(), severity(event.level()).into());
                if let Some((file, number)) = event.file().zip(event.line()) {
                    let place = json!({ "file": file, "line": number.to_string() });
                    line.insert("logging.googleapis.com/sourceLocation".to_owned(), place);
                }
                if let Some(trace) = trace {
                    let id = trace.trace_id().to_string();
                    let name = match PROJECT.get() {
                        Some(project) => format!("projects/{project}/traces/{id}"),
                        None => id,
                    };
                    line.insert("logging.googleapis.com/trace".to_owned(), name.into());
                    let span = trace.span_id().to_string();
                    line.insert("logging.googleapis.com/spanId".to_owned(), span.into());
                    let sampled = trace.is_sampled();
                    line.insert(
                        "logging.googleapis.com/trace_sampled".to_owned(),
                        sampled.into(),
                    );
                }
            }
        }
    }
}

fn severity(level: &Level) -> &'static str {
    match *level {
        Level::ERROR => "ERROR",
        Level::WARN => "WARNING",
        Level::INFO => "INFO",
        Level::DEBUG | Level::TRACE => "DEBUG",
    }
}

impl<S, W> Layer<S> for Lines<W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + 'static,
{
    fn on_register_dispatch(&self, dispatch: &Dispatch) {
        let _ = self.dispatch.set(dispatch.downgrade());
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = SpanFields::default();
        attributes.record(&mut Collect(&mut fields.0));
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<SpanFields>()
        {
            values.record(&mut Collect(&mut fields.0));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut line = Map::new();
        let mut innermost = None;
        if let Some(scope) = context.event_scope(event) {
            for span in scope.from_root() {
                innermost = Some(span.id());
                if let Some(SpanFields(fields)) = span.extensions().get() {
                    line.extend(fields.clone());
                }
            }
        }
        event.record(&mut Collect(&mut line));
        // No span's extensions are held here: the trace is kept in them.
        let trace = innermost.and_then(|span| self.trace_of(&span));
        self.frame(&mut line, event.metadata(), trace);
        let mut text = Value::Object(line).to_string();
        text.push('\n');
        // There is nowhere to report that a log line could not be written.
        let _ = self.writer.make_writer().write_all(text.as_bytes());
    }
}

/// What was said of a span.
#[derive(Default)]
struct SpanFields(Map<String, Value>);

struct Collect<'a>(&'a mut Map<String, Value>);

impl Collect<'_> {
    fn insert(&mut self, field: &Field, value: impl Into<Value>) {
        // OpenTelemetry's own (`otel.kind`) are not for logs.
        if !field.name().starts_with("otel.") {
            self.0.insert(field.name().to_owned(), value.into());
        }
    }
}

impl Visit for Collect<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        let json = (field.name() == JSON_FIELD)
            .then(|| serde_json::from_str(&text).ok())
            .flatten();
        self.insert(field, json.unwrap_or(Value::String(text)));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.insert(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.insert(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.insert(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.insert(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.insert(field, value);
    }
}
