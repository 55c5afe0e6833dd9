//! An inquiry as an item of the table, with the attribute names that older deployments wrote.

use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use serde_path_to_error::{Error, Segment};

use inquiry::{
    About, ContextId, Deliveries, Drafts, Failure, HistoryEntry, Inquiry, Masked, Origin, Person,
    ShownFile, SlackView, State, Team, TraceParent, Unread, Worker, readable,
};
use mail::{Address, Enclosed, InboundMail, Mailbox};
use pii::CustomerText;

/// The attributes of an item. Those of older deployments come first; an item that has only
/// those is a valid inquiry, so every other one has a default.
#[derive(Serialize, Deserialize)]
pub(super) struct Item {
    context_id: ContextId,
    #[serde(default)]
    sender_email: String,
    #[serde(default)]
    subject: CustomerText,
    #[serde(default)]
    body_raw: CustomerText,
    /// Seconds since 1970; DynamoDB's time to live.
    #[serde(default)]
    ttl_epoch: i64,

    #[serde(default)]
    pub(super) version: u64,
    #[serde(default)]
    state: State,
    /// Always with nine digits of the second, so that it sorts: the range key of `by_day`.
    #[serde(default, serialize_with = "as_sortable")]
    received_at: Option<Timestamp>,
    /// `YYYY-MM-DD` in UTC, the hash key of the index `by_day`.
    #[serde(default)]
    day: Option<String>,
    /// Where an open inquiry is, the hash key of the sparse index `open_inquiries`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    queue: Option<String>,
    /// Since when the customer waits, the range key of `open_inquiries`.
    #[serde(default, serialize_with = "as_sortable")]
    arrived_at: Option<Timestamp>,
    /// Whose inquiry it is, the hash key of the sparse index `by_customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer: Option<String>,
    /// The version that `queue` and `arrived_at` belong to.
    #[serde(default)]
    queued_version: u64,
    /// The name of the unfinished step, the hash key of the sparse index `open_work`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) work: Option<String>,
    /// Milliseconds since 1970, the range key of `open_work`.
    #[serde(default)]
    pub(super) due_at: i64,
    /// The same for the reply's own step, when another one is due first.
    #[serde(default)]
    step_due_at: Option<i64>,
    /// The mail without `subject` and `text`, which have attributes of their own.
    #[serde(default)]
    mail: Option<InboundMail>,
    #[serde(default)]
    mailbox: Option<String>,
    #[serde(default)]
    begun_by: Option<Person>,
    #[serde(default)]
    about: Option<About>,
    #[serde(default, deserialize_with = "readable")]
    origins: Vec<Origin>,
    #[serde(default)]
    shown_files: Vec<ShownFile>,
    #[serde(default)]
    enclosed: Vec<Enclosed>,
    #[serde(flatten)]
    masked: Masked,
    #[serde(flatten)]
    slack: SlackView,
    #[serde(flatten)]
    worker: Worker,
    #[serde(flatten)]
    drafts: Drafts,
    #[serde(flatten)]
    delivery: Deliveries,
    #[serde(flatten)]
    team: Team,
    #[serde(default)]
    failure: Option<Failure>,
    #[serde(default)]
    history: Vec<HistoryEntry>,
    #[serde(default)]
    trace: Option<TraceParent>,
}

impl Item {
    /// The inquiry as it is written, under `version`.
    pub(super) fn new(inquiry: &Inquiry, version: u64) -> Item {
        let mut mail = inquiry.mail.clone();
        let subject = std::mem::take(&mut mail.subject);
        let body_raw = std::mem::take(&mut mail.text);
        let sender_email = mail
            .from
            .as_ref()
            .map(|from| from.address.expose().to_owned())
            .unwrap_or_default();
        Item {
            context_id: inquiry.id.clone(),
            sender_email,
            subject,
            body_raw,
            ttl_epoch: inquiry.expires_at.as_second(),
            version,
            state: inquiry.state,
            received_at: Some(inquiry.received_at),
            day: Some(day_of(inquiry.received_at)),
            queue: inquiry.queue().map(|queue| queue.name().to_owned()),
            arrived_at: Some(inquiry.arrived_at()),
            customer: inquiry.customer(),
            queued_version: version,
            work: match inquiry.work() {
                Some(work) => Some(work.name().to_owned()),
                None => inquiry.unread.work().map(str::to_owned),
            },
            due_at: inquiry.due().as_millisecond(),
            step_due_at: Some(inquiry.worker.due_at.as_millisecond()),
            mail: Some(mail),
            mailbox: inquiry.mailbox.clone(),
            begun_by: inquiry.begun_by.clone(),
            about: inquiry.about.clone(),
            origins: inquiry.origins.clone(),
            shown_files: inquiry.shown_files.clone(),
            enclosed: inquiry.enclosed.clone(),
            masked: inquiry.masked.clone(),
            slack: inquiry.slack.clone(),
            worker: inquiry.worker.clone(),
            drafts: inquiry.drafts.clone(),
            delivery: inquiry.delivery.clone(),
            team: inquiry.team.clone(),
            failure: inquiry.failure.clone(),
            history: inquiry.history.clone(),
            trace: inquiry.trace.clone(),
        }
    }

    /// Reads an item in which a newer version wrote what this one has no word for. That is left out
    /// where nothing depends on it, and kept with the rest: see [`Unread`]. `None` where the item
    /// cannot be understood without it.
    pub(super) fn read(stored: &Value) -> Option<Item> {
        let mut value = stored.clone();
        for _ in 0..MOST_LEFT_OUT {
            match serde_path_to_error::deserialize(&value) {
                Ok(item) => return Some(item),
                Err(error) => {
                    let error = in_part(&value).unwrap_or(error);
                    leave_out(&mut value, &error)?;
                }
            }
        }
        None
    }

    /// The attributes as they are written, with what a newer version wrote.
    pub(super) fn to_value(&self, inquiry: &Inquiry) -> serde_json::Result<Value> {
        let mut value = serde_json::to_value(self)?;
        if let Some(attributes) = value.as_object_mut() {
            inquiry.unread.put_back(attributes);
        }
        Ok(value)
    }

    /// The same as JSON. What this version alone has written needs no detour by a [`Value`], which
    /// takes longer than all the rest of a write.
    pub(super) fn to_json(&self, inquiry: &Inquiry) -> serde_json::Result<String> {
        match inquiry.unread.is_empty() {
            true => serde_json::to_string(self),
            false => Ok(self.to_value(inquiry)?.to_string()),
        }
    }

    /// True when `stored` is what [`Item::to_json`] writes, to the letter: then nothing is in it that
    /// this version does not know.
    pub(super) fn is_all_of(&self, stored: &str) -> bool {
        serde_json::to_string(self).is_ok_and(|own| own == stored)
    }

    /// The inquiry that was written, by this program or by an older deployment.
    /// `stored` is the item as it was read, as far as its attributes are known to be replybot's.
    pub(super) fn into_inquiry(self, stored: Option<Value>) -> Inquiry {
        let newer = stored.and_then(|stored| {
            let known = serde_json::to_value(&self).ok()?;
            Some(Unread::of(stored.as_object()?, known.as_object()?))
        });
        let work = self
            .work
            .clone()
            .filter(|_| matches!(self.state, State::Newer(_)));
        let mut inquiry = self.into_inquiry_as_written();
        inquiry.complete_deliveries();
        inquiry.unread = newer.unwrap_or_default();
        if let Some(work) = work {
            inquiry.unread.keep_work(work);
        }
        inquiry
    }

    fn into_inquiry_as_written(mut self) -> Inquiry {
        let mail = match self.mail.take() {
            Some(mail) => InboundMail {
                subject: std::mem::take(&mut self.subject),
                text: std::mem::take(&mut self.body_raw),
                ..mail
            },
            None => self.take_older_mail(),
        };
        let expires_at = match self.ttl_epoch {
            0 => Timestamp::MAX,
            seconds => Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX),
        };
        let due_at = Timestamp::from_millisecond(self.step_due_at.unwrap_or(self.due_at));
        Inquiry {
            id: self.context_id,
            version: self.version,
            state: self.state,
            received_at: self
                .received_at
                .unwrap_or_else(|| received_before(expires_at)),
            expires_at,
            mail,
            mailbox: self.mailbox,
            begun_by: self.begun_by,
            about: self.about,
            origins: self.origins,
            shown_files: self.shown_files,
            enclosed: self.enclosed,
            masked: self.masked,
            slack: self.slack,
            worker: Worker {
                due_at: due_at.unwrap_or(Timestamp::UNIX_EPOCH),
                ..self.worker
            },
            drafts: self.drafts,
            delivery: self.delivery,
            team: self.team,
            failure: self.failure,
            history: self.history,
            trace: self.trace,
            unread: Unread::default(),
        }
    }

    /// The mail of an item of an older deployment. Its own masking let card numbers and full-width
    /// digits through, so its masked text is dropped: the flow that takes the inquiry up masks the
    /// mail again.
    fn take_older_mail(&mut self) -> InboundMail {
        let masked = std::mem::take(&mut self.masked);
        self.masked.placeholders = masked.placeholders;
        let text = match self.body_raw.is_blank() {
            true => CustomerText::new(masked.body.as_str()),
            false => std::mem::take(&mut self.body_raw),
        };
        InboundMail {
            from: Address::parse(&self.sender_email).ok().map(Mailbox::bare),
            subject: std::mem::take(&mut self.subject),
            text,
            ..InboundMail::default()
        }
    }
}

/// Where a field may be left out: whether a reply goes out, or went out, does not depend on it.
const MAY_BE_LEFT_OUT: [&str; 7] = [
    "mail",
    "drafts",
    "wish",
    "translation",
    "modals",
    "snoozed",
    "editing",
];

/// A version has fewer new words than that.
const MOST_LEFT_OUT: usize = 50;

/// What a part of the item has no word for: `#[serde(flatten)]` loses the path to it, so each part in
/// which something may be left out is read by itself.
fn in_part(item: &Value) -> Option<Error<serde_json::Error>> {
    fn unread<P: DeserializeOwned>(item: &Value) -> Option<Error<serde_json::Error>> {
        serde_path_to_error::deserialize::<_, P>(item).err()
    }
    unread::<SlackView>(item)
        .or_else(|| unread::<Drafts>(item))
        .or_else(|| unread::<Team>(item))
}

/// Takes out the value at a path; nothing where the whole attribute would go, or another one is
/// meant.
fn leave_out(value: &mut Value, error: &Error<serde_json::Error>) -> Option<()> {
    let steps = error.path().iter().filter_map(|step| match step {
        Segment::Map { key } => Some(Step::Field(key)),
        Segment::Seq { index } => Some(Step::Element(*index)),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    let steps: Vec<Step<'_>> = steps.collect();
    let (last, around) = steps.split_last()?;
    let may_go =
        matches!(around.first(), Some(Step::Field(name)) if MAY_BE_LEFT_OUT.contains(name));
    let holder = around.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get_mut(*name),
        Step::Element(index) => value.get_mut(*index),
    })?;
    match (last, holder) {
        _ if !may_go => None,
        (Step::Field(name), Value::Object(fields)) => fields.remove(*name).map(drop),
        (Step::Element(index), Value::Array(elements)) if *index < elements.len() => {
            elements.remove(*index);
            Some(())
        }
        _ => None,
    }
}

enum Step<'p> {
    Field(&'p str),
    Element(usize),
}

/// Older deployments did not write when a mail came; they kept it for thirty days.
pub(super) fn received_before(expires_at: Timestamp) -> Timestamp {
    expires_at
        .checked_sub(SignedDuration::from_hours(30 * 24))
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// As a text that sorts as the time does.
pub(super) fn sortable(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%9fZ").to_string()
}

fn as_sortable<S: Serializer>(at: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
    at.map(sortable).serialize(to)
}

/// The day of the index `by_day`.
pub(super) fn day_of(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_item_with_only_the_older_attributes_is_a_notified_inquiry() {
        let json = serde_json::json!({
            "context_id": "old-1", "sender_email": "taro@example.com", "subject": "荷物", "ttl_epoch": 1_800_000_000,
            "body_raw": "電話は 090-1234-5678 です", "body_redacted": "電話は 090-1234-5678 です",
            "pii_map": "{\"[EMAIL_1]\":\"taro@example.com\"}",
        });
        let inquiry = serde_json::from_value::<Item>(json)
            .unwrap()
            .into_inquiry(None);
        assert_eq!(inquiry.state, State::Notified);
        assert_eq!(inquiry.version, 0);
        assert_eq!(
            inquiry.masked.placeholders.original("[EMAIL_1]"),
            Some("taro@example.com")
        );
        assert_eq!(
            inquiry.mail.reply_recipients()[0].address.expose(),
            "taro@example.com"
        );
    }
}
