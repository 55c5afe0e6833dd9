//! The card: the message in the channel that means one inquiry.

use jiff::Timestamp;
use serde_json::json;

use super::ScreenSettings;
use super::acts;
use super::begun;
use super::earlier;
use super::panel::size;
use super::texts::{Texts, fill, mention};
use inquiry::{Cause, Event, HistoryEntry, Inquiry, Queue, State, Step};
use mail::{
    Address, Attachment, Automatic, Doubt, InboundMail, Mailbox, Newcomer, language_of_mail,
    signature_of,
};
use slack::block_kit::{Block, Button};
use slack::blocks;
use slack::elements::{ButtonValue, GENERATE_REPLY};
use slack::message::{INQUIRY_EVENT, Message};

/// Characters of the mail that the card shows.
const PREVIEW_MAX: usize = 240;

/// What of the mail the channel sees: `SLACK_CARD_CONTENT`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardContent {
    /// Masked text, the default.
    #[default]
    Masked,
    /// The mail as it is.
    Full,
}

/// What takes the place of a message whose customer's data was erased.
pub fn erased(texts: &Texts) -> Message {
    Message {
        text: texts.erased.to_owned(),
        blocks: vec![blocks::context(texts.erased)],
        metadata: json!({ "event_type": "replybot_erased", "event_payload": {} }),
    }
}

/// Builds the card from the stored inquiry.
pub fn card(inquiry: &Inquiry, look: &ScreenSettings) -> Message {
    let (content, texts) = (look.card_content, look.texts);
    let shown = Shown::new(inquiry, content, texts);
    let mut blocks = vec![
        blocks::header(&shown.subject),
        origin(&shown.sender, language(inquiry), inquiry, texts),
    ];
    if !inquiry.mail.by_us {
        let text = match beginning(&shown.preview) {
            text if text.is_empty() => texts.no_text.to_owned(),
            text => text,
        };
        blocks.push(blocks::verbatim_section(&text));
    }
    blocks.extend(begun::remark(inquiry, texts).map(|it| blocks::context(&it)));
    blocks.extend(remarks(inquiry, content, texts));
    blocks.push(blocks::section(&state_line(inquiry, texts)));
    let beneath = target(inquiry, look).into_iter();
    let beneath = beneath.chain(team_text(inquiry, None, texts));
    let beneath: Vec<String> = beneath.collect();
    if !beneath.is_empty() {
        blocks.push(blocks::context(&beneath.join("　")));
    }
    blocks.push(acts::block(inquiry, button(inquiry, texts), texts));
    Message {
        text: blocks::escape(&fill(
            texts.card_notification,
            &[("subject", &shown.subject)],
        )),
        blocks,
        metadata: json!({ "event_type": INQUIRY_EVENT, "event_payload": { "context_id": inquiry.id } }),
    }
}

/// Who wrote, in what language, and when it arrived.
pub(super) fn origin(
    sender: &str,
    language: Option<&str>,
    inquiry: &Inquiry,
    texts: &Texts,
) -> Block {
    let from = match inquiry.mail.by_us {
        true => sender.to_owned(),
        false => fill(texts.from, &[("who", sender)]),
    };
    let language = language.map(|name| {
        let language = texts.panel.language(name);
        fill(texts.written_in, &[("language", language)])
    });
    let when = blocks::time(inquiry.arrived_at());
    let arrived = fill(texts.arrived, &[("when", &when)]);
    let mailbox = inquiry.mailbox.as_ref();
    let mailbox = mailbox.map(|name| fill(texts.to_mailbox, &[("name", name)]));
    let ours: Vec<String> = mailbox
        .into_iter()
        .chain(language)
        .chain([arrived])
        .collect();
    blocks::words_and_ours(&from, &ours.join("　"))
}

/// The language of the mail, as an English word.
pub(super) fn language(inquiry: &Inquiry) -> Option<&'static str> {
    language_of_mail(
        inquiry.masked.subject.as_str(),
        inquiry.masked.body.as_str(),
        None,
    )
}

/// What of the customer's words the channel may see.
pub(super) struct Shown {
    pub(super) subject: String,
    pub(super) sender: String,
    preview: String,
}

impl Shown {
    pub(super) fn new(inquiry: &Inquiry, content: CardContent, texts: &Texts) -> Shown {
        let (subject, sender, preview) = match content {
            CardContent::Masked => (
                inquiry.masked.subject.as_str(),
                inquiry
                    .mail
                    .from
                    .as_ref()
                    .map(|from| address_hint(from.address.expose())),
                inquiry.masked.body.as_str(),
            ),
            CardContent::Full => (
                inquiry.mail.subject.expose(),
                inquiry.mail.from.as_ref().map(Mailbox::display),
                inquiry.mail.text.expose(),
            ),
        };
        Shown {
            subject: if subject.trim().is_empty() {
                texts.no_subject.to_owned()
            } else {
                subject.to_owned()
            },
            sender: match sender {
                _ if inquiry.mail.by_us => begun::to(&inquiry.mail, content, texts),
                sender => sender.unwrap_or_else(|| texts.no_sender.to_owned()),
            },
            preview: match preview.trim().is_empty() {
                true => texts.no_text.to_owned(),
                false => condensed(preview),
            },
        }
    }
}

/// A preview shows as much of what the customer says as it can: no blank lines, no signature.
fn condensed(text: &str) -> String {
    let text = text.trim_end();
    let said = text.strip_suffix(signature_of(text)).unwrap_or(text);
    let lines = said
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// As much as the card shows, never half a placeholder: `[PHONE_1]` goes as a whole.
fn beginning(text: &str) -> String {
    let cut = blocks::truncate(text, PREVIEW_MAX);
    let is_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let half = cut.strip_suffix('…').and_then(|kept| kept.rsplit_once('['));
    match half {
        Some((before, name)) if cut != text && name.chars().all(is_name) => {
            format!("{}…", before.trim_end())
        }
        _ => cut,
    }
}

/// `taro@example.co.jp` -> `t…@e….co.jp`: enough to tell two customers apart, not to write to one.
pub fn address_hint(address: &str) -> String {
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let (host, rest) = domain.split_once('.').unwrap_or((domain, ""));
    format!("{}…@{}….{rest}", first(local), first(host))
}

/// Lines about the mail itself: attachments, robots, unreadable mails.
fn remarks(inquiry: &Inquiry, content: CardContent, texts: &Texts) -> Vec<Block> {
    let mut remarks = Vec::new();
    let attachments = &inquiry.mail.attachments;
    if !attachments.is_empty() {
        let names: Vec<String> = attachments
            .iter()
            .map(|attachment| describe(attachment, content))
            .collect();
        remarks.push(blocks::verbatim_context(&fill(
            texts.attachments,
            &[("names", &names.join(", "))],
        )));
    }
    match &inquiry.mail.automatic {
        Automatic::No => {}
        Automatic::Doubtful(why) => {
            remarks.push(blocks::context(&fill(
                texts.perhaps_automatic,
                &[
                    ("kind", kind_of_machine(why, texts)),
                    ("why", &blocks::escape(why)),
                ],
            )));
        }
        Automatic::Yes(why) => remarks.push(blocks::context(&fill(
            texts.automatic,
            &[
                ("kind", kind_of_machine(why, texts)),
                ("why", &blocks::escape(why)),
            ],
        ))),
    }
    remarks.extend(bounce(inquiry, content, texts));
    remarks.extend(doubts(&inquiry.mail, texts));
    if inquiry.slack.tells_of > 0 {
        let n = inquiry.slack.tells_of.to_string();
        remarks.push(blocks::context(&fill(texts.tells_of, &[("n", &n)])));
    }
    let told: Vec<usize> = inquiry.reply_of_state().into_iter().collect();
    let earlier = earlier::lines(inquiry, &told, texts);
    remarks.extend(earlier.iter().map(|line| blocks::context(line)));
    let complained = |entry: &HistoryEntry| entry.event == Event::ReplyComplained;
    if inquiry.history.iter().any(complained) {
        remarks.push(blocks::context(texts.complained));
    }
    let is_open = !matches!(inquiry.state, State::Sent | State::Closed);
    if inquiry.slack.newer_mails > 0 && is_open {
        remarks.push(blocks::context(begun::wrote_again(inquiry, texts)));
    }
    if inquiry.mail.unreadable {
        remarks.push(blocks::context(texts.unreadable));
    }
    remarks
}

/// That a mail did not arrive, and its recipient; a reply's own card tells of its bounces.
fn bounce(inquiry: &Inquiry, content: CardContent, texts: &Texts) -> Option<Block> {
    let bounce = inquiry.mail.bounce.as_ref()?;
    let who = bounce.recipients.iter().map(Address::expose);
    let who: Vec<String> = match content {
        CardContent::Masked => who.map(address_hint).collect(),
        CardContent::Full => who.map(str::to_owned).collect(),
    };
    let (who, text) = match who.is_empty() {
        true => (String::new(), texts.bounce_of_somebody),
        false => (who.join(", "), texts.bounce),
    };
    let why = match bounce.why.trim() {
        "" => texts.bounce_without_reason,
        why => why,
    };
    let fields = [
        ("who", &*blocks::escape(&who)),
        ("why", &blocks::escape(why)),
    ];
    Some(blocks::context(&fill(text, &fields)))
}

/// What kind of machine a header tells of (`mail::automatic` lists them).
fn kind_of_machine(why: &str, texts: &Texts) -> &'static str {
    let (name, value) = why.split_once(": ").unwrap_or((why, ""));
    match (name, value) {
        ("From", "our own address") => texts.machine_ourselves,
        ("From", "no-reply") => texts.machine_no_reply,
        ("From", "auto-reply") => texts.machine_auto_reply,
        ("From" | "Return-Path" | "Content-Type", _) => texts.machine_mail_server,
        ("List-Id" | "List-Unsubscribe", _) | ("Precedence", "bulk" | "list" | "junk") => {
            texts.machine_list
        }
        _ => texts.machine_auto_reply,
    }
}

/// What a person should know of a mail before they trust what they see of it: that it could not be
/// read, or not well, what the mail service that took it found wrong with it, and who writes where
/// it is not who wrote before.
pub(super) fn doubts(mail: &InboundMail, texts: &Texts) -> Vec<Block> {
    let line = |doubt: &Doubt| match doubt {
        Doubt::Spam => texts.doubt_spam.to_owned(),
        Doubt::Virus => texts.doubt_virus.to_owned(),
        Doubt::Sender(why) => fill(texts.doubt_sender, &[("why", &blocks::escape(why))]),
    };
    let unread = [
        mail.encryption.map(|_| texts.encrypted),
        mail.simplified.then_some(texts.simplified),
    ];
    let unread = unread.into_iter().flatten().map(str::to_owned);
    let newcomer = mail.newcomer.map(|newcomer| match newcomer {
        Newcomer::Copied => texts.newcomer_copied.to_owned(),
        Newcomer::OtherAddress => texts.newcomer_address.to_owned(),
        Newcomer::Stranger => texts.newcomer_stranger.to_owned(),
    });
    let lines = unread.chain(mail.doubts.iter().map(line)).chain(newcomer);
    lines.map(|line| blocks::context(&line)).collect()
}

/// `invoice.pdf (12 kB)`; a file's name may be personal, so a masked card shows its kind instead.
fn describe(attachment: &Attachment, content: CardContent) -> String {
    let name = match content {
        CardContent::Full if !attachment.name.is_blank() => attachment.name.expose().to_owned(),
        _ => kind_of_file(attachment),
    };
    format!("{name} ({})", size(attachment.size))
}

/// Endings that people know; any other one could be a part of a name.
const ENDINGS: [&str; 20] = [
    "CSV", "DOC", "DOCX", "EML", "GIF", "HEIC", "HTML", "ICS", "JPEG", "JPG", "MOV", "MP4", "PDF",
    "PNG", "PPTX", "TXT", "WEBP", "XLS", "XLSX", "ZIP",
];

/// `PDF`, or the content type of a file whose ending is not known.
fn kind_of_file(attachment: &Attachment) -> String {
    let (_, ending) = attachment
        .name
        .expose()
        .rsplit_once('.')
        .unwrap_or_default();
    let ending = ending.trim().to_ascii_uppercase();
    match ENDINGS.contains(&&*ending) {
        true => ending,
        false => attachment.content_type.clone(),
    }
}

pub(super) fn state_line(inquiry: &Inquiry, texts: &Texts) -> String {
    let reply = inquiry.newest_reply();
    let who = reply.map(|reply| mention(&reply.by)).unwrap_or_default();
    let when = match (&inquiry.delivery.scheduled, reply) {
        (Some(scheduled), _) => blocks::second(scheduled.until),
        (None, Some(reply)) => blocks::time(reply.at),
        (None, None) => String::new(),
    };
    let failure = inquiry.failure.as_ref();
    let why = failure.map(|failure| texts.cause(failure.cause, failure.step));
    let why = why.unwrap_or_default();
    let text = match inquiry.state {
        State::Received | State::Notified if inquiry.mail.by_us => texts.begun.state_waiting,
        State::Received | State::Notified => match inquiry.queue() {
            Some(Queue::Automatic) => match inquiry.mail.automatic {
                Automatic::Doubtful(_) => texts.state_perhaps_automatic,
                _ => texts.state_automatic,
            },
            _ => texts.state_waiting,
        },
        State::Drafting => texts.state_drafting,
        State::Drafted => texts.state_drafted,
        State::Sending if inquiry.delivery.scheduled.is_some() => texts.team.state_scheduled,
        State::Sending => texts.state_sending,
        State::Sent => texts.state_sent,
        State::Newer(_) => return newer_line(inquiry, texts),
        State::Failed if failure.is_some_and(|failure| failure.cause == Cause::Bounced) => {
            texts.state_bounced
        }
        State::Failed if failure.is_some_and(|failure| failure.step == Step::Reply) => {
            texts.state_reply_failed
        }
        State::Failed if failure.is_some_and(|failure| failure.cause == Cause::BudgetSpent) => {
            texts.state_budget_spent
        }
        State::Failed => texts.state_draft_failed,
        State::Unknown => texts.state_unknown,
        State::Closed => return closed_line(inquiry, texts),
    };
    let detail = failure.map_or_else(String::new, |failure| blocks::escape(&failure.detail));
    let fields = [
        ("who", &*who),
        ("when", &when),
        ("why", &why),
        ("detail", &detail),
    ];
    fill(text, &fields)
}

/// That another version is at work.
pub(super) fn newer_line(inquiry: &Inquiry, texts: &Texts) -> String {
    fill(texts.state_newer, &[("why", inquiry.state.name())])
}

/// That no reply is needed, and who said so.
pub(super) fn closed_line(inquiry: &Inquiry, texts: &Texts) -> String {
    let (text, by) = match inquiry.closed_by() {
        Some((Some(by), false)) => (texts.team.closed_by, by),
        Some((Some(by), true)) => (texts.team.spam_by, by),
        _ => return texts.state_closed.to_owned(),
    };
    fill(text, &[("who", &mention(by))])
}

/// Who has it, who is writing and when it comes back, in one line. That `reader` has it goes without
/// saying in a list of their own.
pub(super) fn team_text(inquiry: &Inquiry, reader: Option<&str>, texts: &Texts) -> Option<String> {
    if matches!(inquiry.state, State::Sent | State::Closed) {
        return None;
    }
    let assigned = inquiry
        .team
        .assignee
        .as_ref()
        .filter(|who| reader != Some(&who.id))
        .map(|who| fill(texts.team.assigned, &[("who", &mention(who))]));
    let snoozed = inquiry.team.snoozed.as_ref().map(|snooze| {
        let (when, who) = (blocks::time(snooze.until), mention(&snooze.by));
        fill(texts.team.snoozed, &[("when", &when), ("who", &who)])
    });
    let editing = inquiry
        .team
        .editing
        .as_ref()
        .map(|it| fill(texts.team.editing, &[("who", &mention(&it.person))]));
    let savers: Vec<String> = inquiry.savers().into_iter().map(mention).collect();
    let saved =
        (!savers.is_empty()).then(|| fill(texts.team.saved, &[("who", &savers.join(", "))]));
    let said = assigned
        .into_iter()
        .chain(editing)
        .chain(saved)
        .chain(snoozed);
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("　"))
}

/// Until when the customer should have a first answer, while they have none and wait for one.
pub(super) fn target(inquiry: &Inquiry, look: &ScreenSettings) -> Option<String> {
    target_at(inquiry, None, look)
}

/// The same on a screen that is built `now` for the person who looks: whether that time is over, too.
pub(super) fn target_at(
    inquiry: &Inquiry,
    now: Option<Timestamp>,
    look: &ScreenSettings,
) -> Option<String> {
    let by = look.answer_target.as_ref()?.due(inquiry.arrived_at());
    let waits = matches!(inquiry.queue(), Some(Queue::Waiting | Queue::Aside));
    let waits = waits && !inquiry.mail.by_us;
    let answered = inquiry
        .delivery
        .replies
        .iter()
        .any(|it| it.accepted_as.is_some());
    let when = blocks::time(by);
    let text = match now.is_some_and(|now| by <= now) {
        true => look.texts.team.answer_was_due,
        false => look.texts.team.answer_by,
    };
    (waits && !answered).then(|| fill(text, &[("when", &when)]))
}

/// The `value` of a button that opens the inquiry.
pub(super) fn value(inquiry: &Inquiry) -> String {
    let context_id = inquiry.id.clone();
    json!(ButtonValue { context_id }).to_string()
}

fn button(inquiry: &Inquiry, texts: &Texts) -> Button {
    let value = value(inquiry);
    let button = |text| blocks::button(GENERATE_REPLY, text, Some(&value));
    let failure = inquiry.failure.as_ref();
    match inquiry.state {
        // Its text is kept.
        State::Failed if failure.is_some_and(|failure| failure.step == Step::Reply) => {
            button(texts.button_open).primary()
        }
        State::Received | State::Notified if inquiry.mail.by_us => {
            button(texts.button_open).primary()
        }
        State::Received | State::Notified | State::Drafting | State::Failed => {
            button(texts.button_draft).primary()
        }
        State::Drafted | State::Unknown => button(texts.button_open).primary(),
        State::Sent => button(texts.team.button_sent),
        State::Sending | State::Closed | State::Newer(_) => button(texts.button_open),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_hint_does_not_give_the_address_away() {
        assert_eq!(address_hint("taro.yamada@example.co.jp"), "t…@e….co.jp");
        assert_eq!(address_hint("x@localhost"), "x…@l….");
    }

    #[test]
    fn a_preview_has_no_signature_and_no_half_placeholder() {
        let mail = "Hello,\n\nit is late.\n\n-- \n[NAME_1]\n[ADDRESS_1]";
        assert_eq!(condensed(mail), "Hello,\nit is late.");
        assert_eq!(condensed("Sent from my iPhone"), "Sent from my iPhone");
        let long = format!("{} [PHONE_1] is my number", "x".repeat(PREVIEW_MAX - 6));
        assert_eq!(
            beginning(&long),
            format!("{}…", "x".repeat(PREVIEW_MAX - 6))
        );
        let long = format!("{} [ see below", "x".repeat(PREVIEW_MAX - 6));
        assert!(
            beginning(&long).ends_with("x [ se…"),
            "{}",
            beginning(&long)
        );
        assert_eq!(beginning("Call [PHONE_1…"), "Call [PHONE_1…");
    }

    #[test]
    fn a_masked_card_tells_what_a_file_is_and_not_its_name() {
        let file = |name: &str| Attachment {
            name: pii::CustomerText::new(name),
            content_type: "application/octet-stream".to_owned(),
            size: 1200,
            digest: String::new(),
        };
        let said = |name: &str| describe(&file(name), CardContent::Masked);
        assert_eq!(said("Taro Yamada.pdf"), "PDF (2 kB)");
        assert_eq!(said("mr.yamada"), "application/octet-stream (2 kB)");
        assert_eq!(said(""), "application/octet-stream (2 kB)");
    }
}
