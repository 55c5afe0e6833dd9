//! The summary of a day or a week: a message in the channel.

use jiff::Timestamp;
use serde_json::json;

use super::ScreenSettings;
use super::texts::{Texts, fill};
use slack::blocks;
use slack::message::{Message, SUMMARY_EVENT};

/// The time that one summary is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end, when the summary is due.
    pub to: Timestamp,
    /// Its name among all summaries: the day it is due, e.g. `2026-11-24`.
    pub name: String,
}

/// What a summary says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Mails that came.
    pub arrived: usize,
    /// Replies that the mail service took.
    pub answered: usize,
    /// Inquiries that were closed as needing no reply.
    pub closed: usize,
    /// Inquiries that were closed as spam.
    pub spam: usize,
    /// Inquiries that wait now, of all.
    pub waiting: usize,
    /// When the oldest of them came.
    pub oldest: Option<Timestamp>,
    /// Between a mail and the first reply to it, in the middle.
    pub median_seconds: Option<i64>,
    /// First replies for which there was a draft.
    pub drafts_used: usize,
    /// Those that went out as drafted.
    pub as_drafted: usize,
    /// Characters of the draft that were changed, in the middle.
    pub median_changed: Option<usize>,
}

/// Builds the message.
pub fn summary(figures: &Figures, period: &Period, look: &ScreenSettings) -> Message {
    let texts = look.texts.summary;
    let number = |n: usize| n.to_string();
    let (from, to) = (blocks::time(period.from), blocks::time(period.to));
    let heading = fill(texts.heading, &[("from", &from), ("to", &to)]);
    let mut fields = vec![
        field(
            texts.arrived,
            &fill(texts.inquiries, &[("n", &number(figures.arrived))]),
        ),
        field(
            texts.answered,
            &fill(texts.replies, &[("n", &number(figures.answered))]),
        ),
        field(texts.waiting, &waiting(figures, texts)),
    ];
    if let Some(seconds) = figures.median_seconds {
        fields.push(field(texts.time_to_answer, &duration(seconds, look.texts)));
    }
    if figures.closed + figures.spam > 0 {
        let (closed, spam) = (number(figures.closed), number(figures.spam));
        let text = fill(texts.without_reply, &[("n", &closed), ("spam", &spam)]);
        fields.push(field(texts.closed, &text));
    }
    if let Some(changed) = figures.median_changed {
        let (all, same) = (number(figures.drafts_used), number(figures.as_drafted));
        let values = [("all", &*all), ("same", &same), ("n", &number(changed))];
        let text = fill(texts.changes, &values.map(|(name, value)| (name, value)));
        fields.push(field(texts.drafts, &text));
    }
    let blocks = vec![blocks::section(&heading), blocks::fields(&fields)];
    let plain = [
        ("arrived", &*number(figures.arrived)),
        ("answered", &number(figures.answered)),
        ("waiting", &number(figures.waiting)),
    ];
    Message {
        text: fill(texts.notification, &plain),
        blocks,
        metadata: json!({
            "event_type": SUMMARY_EVENT,
            "event_payload": { "name": period.name },
        }),
    }
}

/// A section has room for ten of these.
fn field(name: &str, value: &str) -> String {
    format!("*{name}*\n{value}")
}

fn waiting(figures: &Figures, texts: &super::texts::SummaryTexts) -> String {
    let waiting = figures.waiting.to_string();
    let text = fill(texts.inquiries, &[("n", &waiting)]);
    match figures.oldest {
        Some(oldest) => {
            let oldest = fill(texts.oldest, &[("when", &blocks::time(oldest))]);
            format!("{text}\n{oldest}")
        }
        None => text,
    }
}

/// In the two units that matter.
fn duration(seconds: i64, texts: &Texts) -> String {
    let minutes = seconds.max(0) / 60;
    let (text, a, b) = match minutes {
        0..60 => (texts.summary.minutes, 0, minutes.max(1)),
        60..2880 => (texts.summary.hours, minutes / 60, minutes % 60),
        _ => (texts.summary.days, minutes / 1440, minutes % 1440 / 60),
    };
    fill(text, &[("a", &a.to_string()), ("b", &b.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn a_duration_is_said_in_the_units_that_matter() {
        let said = |seconds| duration(seconds, Texts::of(Language::En));
        assert_eq!(said(0), "1 min");
        assert_eq!(said(59 * 60), "59 min");
        assert_eq!(said(135 * 60), "2 h 15 min");
        assert_eq!(said((3 * 24 + 5) * 3600), "3 days 5 h");
        assert_eq!(said(-5), "1 min");
    }
}
