//! Slack's rate limits as token buckets (docs.slack.dev/apis/web-api/rate-limits).

use std::collections::BTreeMap;

use jiff::Timestamp;

/// How full each bucket is.
#[derive(Default)]
pub struct Rates(BTreeMap<String, Bucket>);

struct Bucket {
    tokens: f64,
    at: Timestamp,
}

/// How much a bucket holds and how fast it fills.
struct Limit {
    burst: f64,
    per_second: f64,
}

impl Limit {
    fn per_minute(calls: f64) -> Limit {
        Limit {
            burst: calls,
            per_second: calls / 60.0,
        }
    }

    fn of(method: &str) -> Limit {
        match method {
            // "generally allows posting one message per second per channel", short bursts pass.
            "chat.postMessage" => Limit {
                burst: 3.0,
                per_second: 1.0,
            },
            "chat.update" => Limit::per_minute(50.0),
            _ if method.starts_with("conversations.") => Limit::per_minute(50.0),
            _ => Limit::per_minute(100.0),
        }
    }
}

impl Rates {
    /// Takes one call; `Err` holds the whole seconds to wait.
    pub fn take(&mut self, method: &str, channel: &str, now: Timestamp) -> Result<(), u64> {
        let limit = Limit::of(method);
        let bucket = self
            .0
            .entry(format!("{method} {channel}"))
            .or_insert(Bucket {
                tokens: limit.burst,
                at: now,
            });
        let passed = now.duration_since(bucket.at).as_secs_f64().max(0.0);
        bucket.tokens = (bucket.tokens + passed * limit.per_second).min(limit.burst);
        bucket.at = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let wait = ((1.0 - bucket.tokens) / limit.per_second).ceil();
        Err(wait.max(1.0) as u64)
    }
}
