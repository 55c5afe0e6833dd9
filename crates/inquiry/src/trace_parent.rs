//! Where in a trace something happened, in the W3C's form (w3.org/TR/trace-context).

use serde::{Deserialize, Serialize};

/// A `traceparent`: `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TraceParent(String);

/// A text that is no `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a traceparent")]
pub struct NotATraceParent;

impl TraceParent {
    /// Takes one from outside; `None` when it is none, or of a version that is not known.
    pub fn parse(text: &str) -> Option<TraceParent> {
        let is_hex = |part: &str, length| {
            let lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
            part.len() == length && part.bytes().all(lower_hex)
        };
        let is_zero = |part: &str| part.bytes().all(|b| b == b'0');
        match text.split('-').collect::<Vec<_>>()[..] {
            ["00", trace, span, flags]
                if is_hex(trace, 32) && is_hex(span, 16) && is_hex(flags, 2) =>
            {
                (!is_zero(trace) && !is_zero(span)).then(|| TraceParent(text.to_owned()))
            }
            _ => None,
        }
    }

    /// As it is in a header.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Names the trace: 32 hexadecimal digits.
    pub fn trace_id(&self) -> &str {
        self.0.split('-').nth(1).unwrap_or_default()
    }
}

impl TryFrom<String> for TraceParent {
    type Error = NotATraceParent;

    fn try_from(text: String) -> Result<TraceParent, NotATraceParent> {
        TraceParent::parse(&text).ok_or(NotATraceParent)
    }
}

impl From<TraceParent> for String {
    fn from(parent: TraceParent) -> String {
        parent.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_traceparent_is_one() {
        let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let parsed = TraceParent::parse(text);
        let trace = parsed.as_ref().map(TraceParent::trace_id);
        assert_eq!(trace, Some("0af7651916cd43dd8448eb211c80319c"));
        for wrong in [
            "",
            "00",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
            "00-taro@example.com-b7ad6b7169203331-01",
        ] {
            assert_eq!(TraceParent::parse(wrong), None, "{wrong}");
        }
    }
}
