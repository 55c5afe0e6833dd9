//! For processes that cannot be scraped: what was counted since the last time, under flat names.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use metrics_util::registry::{AtomicStorage, Registry};
use serde_json::{Value, json};

/// In CloudWatch each name costs money each month, so only these labels make one of their own:
/// `replybot_replies_total.accepted`. Metrics that differ in others are added up.
const TELLING: [&str; 3] = ["outcome", "kind", "to"];

/// CloudWatch's limits: metrics in one line, and values of one metric in it
/// (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
const METRICS_IN_LINE: usize = 100;
const VALUES_IN_LINE: usize = 100;

/// Keeps what is counted until it is taken.
pub struct Report(Arc<Registry<Key, AtomicStorage>>);

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted(BTreeMap<String, Measured>);

#[derive(Clone, Debug, PartialEq)]
enum Measured {
    Count(u64),
    Level(f64),
    Seconds(Vec<f64>),
}

impl Report {
    pub(super) fn install() -> anyhow::Result<Report> {
        let registry = Arc::new(Registry::atomic());
        metrics::set_global_recorder(Collector(registry.clone()))?;
        Ok(Report(registry))
    }

    /// Takes it: what is taken is not in the next report.
    pub(super) fn take(&self) -> Counted {
        let Report(registry) = self;
        let mut counted = Counted::default();
        registry.visit_counters(|key, counter| match counter.swap(0, Ordering::Relaxed) {
            0 => {}
            count => counted.add(key, count),
        });
        registry.retain_gauges(|key, level| {
            let level = Measured::Level(f64::from_bits(level.load(Ordering::Relaxed)));
            counted.0.insert(flat_name(key), level);
            false
        });
        registry.visit_histograms(|key, histogram| {
            histogram.clear_with(|seconds| counted.extend(key, seconds));
        });
        counted
    }
}

impl Counted {
    fn add(&mut self, key: &Key, more: u64) {
        let entry = self.0.entry(flat_name(key)).or_insert(Measured::Count(0));
        if let Measured::Count(count) = entry {
            *count += more;
        }
    }

    fn extend(&mut self, key: &Key, more: &[f64]) {
        let empty = Measured::Seconds(Vec::new());
        if let Measured::Seconds(seconds) = self.0.entry(flat_name(key)).or_insert(empty) {
            seconds.extend(more);
        }
    }

    /// True when nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A JSON object of name and number; of durations, their sum and how many they were.
    pub fn to_json(&self) -> Value {
        let fields = self.0.iter().flat_map(|(name, measured)| match measured {
            Measured::Count(count) => vec![(name.clone(), json!(count))],
            Measured::Level(level) => vec![(name.clone(), json!(level))],
            Measured::Seconds(seconds) => vec![
                (format!("{name}.sum"), json!(seconds.iter().sum::<f64>())),
                (format!("{name}.count"), json!(seconds.len())),
            ],
        });
        Value::Object(fields.collect())
    }

    /// Lines in CloudWatch's embedded metric format: usually one. The dimension is `Stage`;
    /// `request` names the invocation.
    pub fn to_emf(&self, stage: &str, request: &str, at: jiff::Timestamp) -> Vec<String> {
        let mut values: Vec<(&str, &str, Value)> = Vec::new();
        for (name, measured) in &self.0 {
            match measured {
                Measured::Count(count) => values.push((name, "Count", json!(count))),
                Measured::Level(level) => {
                    let unit = if name.ends_with("_seconds") {
                        "Seconds"
                    } else {
                        "Count"
                    };
                    values.push((name, unit, json!(level)));
                }
                Measured::Seconds(seconds) => values.extend(
                    seconds
                        .chunks(VALUES_IN_LINE)
                        .map(|seconds| (name.as_str(), "Seconds", json!(seconds))),
                ),
            }
        }
        let mut lines = Vec::new();
        while !values.is_empty() {
            // A name is once in a line.
            let mut line = BTreeMap::new();
            values.retain(|(name, unit, value)| {
                let is_full = line.len() == METRICS_IN_LINE || line.contains_key(name);
                if !is_full {
                    line.insert(*name, (*unit, value.clone()));
                }
                is_full
            });
            lines.push(emf_line(&line, stage, request, at));
        }
        lines
    }
}

fn emf_line(
    values: &BTreeMap<&str, (&str, Value)>,
    stage: &str,
    request: &str,
    at: jiff::Timestamp,
) -> String {
    let metrics: Vec<Value> = values
        .iter()
        .map(|(name, (unit, _))| json!({ "Name": name, "Unit": unit }))
        .collect();
    let directive =
        json!({ "Namespace": "Replybot", "Dimensions": [["Stage"]], "Metrics": metrics });
    let mut line = json!({
        "_aws": { "Timestamp": at.as_millisecond(), "CloudWatchMetrics": [directive] },
        "Stage": stage,
        "requestId": request,
    });
    for (name, (_, value)) in values {
        line[*name] = value.clone();
    }
    line.to_string()
}

fn flat_name(key: &Key) -> String {
    let telling = TELLING
        .into_iter()
        .filter_map(|name| key.labels().find(|label| label.key() == name));
    telling.fold(key.name().to_owned(), |name, label| {
        format!("{name}.{}", label.value())
    })
}

struct Collector(Arc<Registry<Key, AtomicStorage>>);

impl Recorder for Collector {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        self.0
            .get_or_create_counter(key, |counter| counter.clone().into())
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        self.0
            .get_or_create_gauge(key, |gauge| gauge.clone().into())
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        self.0
            .get_or_create_histogram(key, |histogram| histogram.clone().into())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use metrics::{counter, gauge, histogram, with_local_recorder};

    use super::*;

    fn counted(count: impl FnOnce()) -> (Report, Counted) {
        let registry = Arc::new(Registry::atomic());
        with_local_recorder(&Collector(registry.clone()), count);
        let report = Report(registry);
        let counted = report.take();
        (report, counted)
    }

    #[test]
    fn what_was_taken_is_not_reported_again() {
        let (report, first) = counted(|| {
            counter!("replies", "outcome" => "accepted").increment(2);
            gauge!("unanswered").set(3.0);
            histogram!("draft_seconds").record(1.5);
        });
        let expected = json!({
            "replies.accepted": 2, "unanswered": 3.0, "draft_seconds.sum": 1.5, "draft_seconds.count": 1,
        });
        assert_eq!(first.to_json(), expected);
        assert!(report.take().is_empty());
    }

    #[test]
    fn labels_that_would_cost_without_telling_much_are_added_up() {
        let (_, counted) = counted(|| {
            for method in ["views.open", "chat.update"] {
                counter!("calls", "method" => method, "outcome" => "ok").increment(1);
            }
        });
        assert_eq!(counted.to_json(), json!({ "calls.ok": 2 }));
    }

    #[test]
    fn a_line_is_what_cloudwatch_takes_apart() {
        let (_, counted) = counted(|| {
            counter!("replies", "outcome" => "accepted").increment(2);
            gauge!("oldest_seconds").set(60.0);
            histogram!("draft_seconds").record(1.5);
        });
        let at = "2026-11-24T03:00:00Z".parse().unwrap();
        let lines = counted.to_emf("prod", "request-1", at);
        let expected = json!({
            "_aws": { "Timestamp": 1_795_489_200_000_i64, "CloudWatchMetrics": [{
                "Namespace": "Replybot", "Dimensions": [["Stage"]],
                "Metrics": [
                    { "Name": "draft_seconds", "Unit": "Seconds" },
                    { "Name": "oldest_seconds", "Unit": "Seconds" },
                    { "Name": "replies.accepted", "Unit": "Count" },
                ],
            }] },
            "Stage": "prod", "requestId": "request-1",
            "draft_seconds": [1.5], "oldest_seconds": 60.0, "replies.accepted": 2,
        });
        assert_eq!(lines.len(), 1);
        assert_eq!(serde_json::from_str::<Value>(&lines[0]).unwrap(), expected);
    }

    #[test]
    fn more_than_cloudwatch_takes_in_a_line_goes_into_the_next() {
        let (_, counted) = counted(|| {
            (0..250).for_each(|number| histogram!("draft_seconds").record(f64::from(number)));
            for number in 0..120 {
                counter!(format!("metric_{number}")).increment(1);
            }
        });
        let at = "2026-11-24T03:00:00Z".parse().unwrap();
        let lines = counted.to_emf("prod", "r", at);
        let lines: Vec<Value> = lines
            .iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let metrics = |line: &Value| {
            line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
                .as_array()
                .unwrap()
                .len()
        };
        assert!(lines.iter().all(|line| metrics(line) <= 100));
        let values = lines
            .iter()
            .filter_map(|line| line["draft_seconds"].as_array());
        let values: Vec<usize> = values.map(Vec::len).collect();
        assert_eq!(values, [100, 100, 50]);
        assert_eq!(lines.iter().map(metrics).sum::<usize>(), 123);
    }
}
