//! A person begins a mail -> an inquiry of its own, whose first mail is ours -> card. Nothing is sent
//! by that: it is looked over, approved and delivered as every reply is.

use jiff::tz::TimeZone;

use super::card::post_card;
use crate::app::App;
use crate::flow::authorization::is_in_channel;
use crate::sync::person;
use inquiry::clock::later;
use inquiry::{About, ContextId, Event, Forbidden, Inquiry, MOST_BYTES, Person};
use mail::{Enclosed, InboundMail, Lists, MOST_RECIPIENTS, Mailbox, Mistyped, subject_of, typed};
use pii::CustomerText;
use platform::metrics;
use platform::telemetry::trace;
use screens::begun::{self, FILES, MAILBOX, SUBJECT, TEXT, TO};
use screens::modal::Inputs;
use screens::texts::Texts;
use slack::block_kit::ModalView;
use slack::emoji::with_emoji;
use slack::payload::{Entered, PanelAct};
use store::{ChangeError, Inserted, StoreError, content_key};

/// A mail that is begun.
pub struct New {
    /// Its recipients.
    pub to: Vec<Mailbox>,
    /// Its subject.
    pub subject: CustomerText,
    /// What is written so far.
    pub text: CustomerText,
    /// Who begins it; none for a command.
    pub by: Option<Person>,
    /// What it is about, where it passes a customer's mail on.
    pub about: Option<About>,
    /// The thread that its card is in.
    pub thread: Option<String>,
    /// What is attached.
    pub files: Vec<Enclosed>,
    /// Names of people in its text and not in its headers.
    pub names: Vec<CustomerText>,
}

/// Why no mail is begun.
#[derive(Debug, thiserror::Error)]
pub enum NotBegun {
    /// What was entered cannot be taken.
    #[error("what was entered in {block_id} cannot be taken")]
    Refused {
        /// The input.
        block_id: &'static str,
        /// What the person is told.
        words: String,
    },
    /// There is no such inquiry.
    #[error("there is no such inquiry")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NotBegun {
    /// The input beneath which the person is told, and the words.
    pub fn told(&self, texts: &Texts) -> (&'static str, String) {
        match self {
            NotBegun::Refused { block_id, words } => (block_id, words.clone()),
            NotBegun::NotFound => (TO, texts.not_found.to_owned()),
            NotBegun::Store(_) => (TO, texts.try_again_soon.to_owned()),
        }
    }
}

fn refused(block_id: &'static str, words: impl Into<String>) -> NotBegun {
    NotBegun::Refused {
        block_id,
        words: words.into(),
    }
}

/// Stores the inquiry and posts its card; a sweep does the latter where that does not work. The same
/// `key` again is the same inquiry.
///
/// # Errors
/// [`StoreError`]: nothing was begun.
pub async fn begin(app: &App, new: New, key: &str) -> Result<ContextId, StoreError> {
    let inquiry = inquiry_of(app, new);
    let key = content_key(format!("begun {key}").as_bytes());
    if let Inserted::Duplicate(earlier) = app.store.insert(&inquiry, &key).await? {
        return Ok(earlier);
    }
    metrics::mail_received("begun");
    tracing::info!(context_id = %inquiry.id, "a mail was begun");
    if let Err(error) = post_card(app, &inquiry).await {
        tracing::warn!(context_id = %inquiry.id, %error, "the card is left to the next sweep");
    }
    Ok(inquiry.id)
}

fn inquiry_of(app: &App, new: New) -> Inquiry {
    let now = app.clock.now();
    let id = ContextId::parse(&app.ids.next()).expect("our own ids are context ids");
    let mail = InboundMail {
        by_us: true,
        from: new.to.first().cloned(),
        reply_to: new.to,
        subject: new.subject,
        own_address: app.look.own_address.clone(),
        also_named: new.names,
        ..InboundMail::default()
    };
    let mut inquiry = Inquiry::received(id, mail, now, later(now, app.retention));
    inquiry.mailbox.clone_from(&app.mailbox.name);
    inquiry.trace = trace::current();
    inquiry.begun_by = new.by;
    inquiry.about = new.about;
    inquiry.slack.thread_ts = new.thread;
    inquiry.enclosed = new.files;
    inquiry.mask(&app.masker);
    inquiry.keep_typed(&new.text, &app.masker, now);
    inquiry.lease(&app.ids.next(), now, app.limits.draft_lease);
    inquiry
}

/// The window for a new mail, in the person's language.
pub async fn window(app: &App, user: &str) -> ModalView {
    let texts = person::texts(app, user).await;
    let mut mailboxes = Vec::new();
    for own in app.all() {
        if let Some(name) = &own.mailbox.name
            && is_in_channel(own, user).await
        {
            mailboxes.push(name.as_str());
        }
    }
    begun::compose(&mailboxes, texts)
}

/// Begins the mail that was entered in the window. `window` names it: entered twice, it is one mail.
///
/// # Errors
/// [`NotBegun`].
pub async fn compose(
    app: &App,
    by: &Person,
    window: &str,
    entered: &Entered,
) -> Result<(), NotBegun> {
    let texts = person::texts(app, &by.id).await;
    let app = match entered.chosen(MAILBOX) {
        Some(name) => {
            let named = app
                .all()
                .find(|it| it.mailbox.name.as_deref() == Some(name));
            named.ok_or_else(|| refused(MAILBOX, texts.begun.not_in_channel))?
        }
        None => app,
    };
    if !is_in_channel(app, &by.id).await {
        return Err(refused(MAILBOX, texts.begun.not_in_channel));
    }
    let text = with_emoji(entered.text(TEXT).unwrap_or_default());
    let new = New {
        to: recipients(app, entered.text(TO).unwrap_or_default(), texts)?,
        subject: subject(entered.text(SUBJECT).unwrap_or_default(), texts)?,
        text: CustomerText::new(text),
        by: Some(by.clone()),
        about: None,
        thread: None,
        files: Vec::new(),
        names: Vec::new(),
    };
    begin(app, new, window).await?;
    Ok(())
}

/// Reads recipients, as they are typed.
///
/// # Errors
/// [`NotBegun::Refused`] says what is wrong.
pub fn recipients(app: &App, text: &str, texts: &Texts) -> Result<Vec<Mailbox>, NotBegun> {
    let words = texts.recipients;
    let to = typed(text, |_| false).map_err(|wrong| refused(TO, words.wrong(&wrong)))?;
    let to = Lists {
        to,
        ..Lists::default()
    };
    let to = to.each_once().to;
    if let Some(own) = to.iter().find(|it| app.is_ours(&it.address)) {
        return Err(refused(TO, words.ours(own.address.expose())));
    }
    match to.len() {
        0 => Err(refused(TO, words.nobody)),
        count if count > MOST_RECIPIENTS => Err(refused(TO, words.too_many(count))),
        _ => Ok(to),
    }
}

/// Reads a subject, as it is typed.
///
/// # Errors
/// [`NotBegun::Refused`] says what is wrong.
pub fn subject(text: &str, texts: &Texts) -> Result<CustomerText, NotBegun> {
    let read = subject_of(&with_emoji(text)).map_err(|wrong| {
        let words = match &wrong {
            Mistyped::Hidden { .. } => texts.recipients.wrong(&wrong),
            _ => texts.recipients.subject_code.to_owned(),
        };
        refused(SUBJECT, words)
    })?;
    read.ok_or_else(|| refused(SUBJECT, texts.begun.no_subject))
}

/// Begins the forward that was entered in the panel: for its recipient a conversation of its own, whose
/// answers come to the customer's thread in Slack.
///
/// # Errors
/// [`NotBegun`].
pub async fn pass_on(app: &App, act: &PanelAct) -> Result<(), NotBegun> {
    let texts = app.look.texts.of_modal(&act.modal);
    let inquiry = app.store.get(&act.modal.context_id).await?;
    let inquiry = inquiry.ok_or(NotBegun::NotFound)?;
    let entered = &act.entered;
    let to = recipients(app, entered.text(TO).unwrap_or_default(), texts)?;
    let note = with_emoji(entered.text(TEXT).unwrap_or_default());
    let chosen = entered.ticked(FILES).unwrap_or_default();
    let files: Vec<Enclosed> = inquiry
        .files_to_pass_on()
        .into_iter()
        .filter(|it| chosen.contains(&it.digest.as_str()))
        .map(|it| Enclosed::of_mail(&it))
        .collect();
    if files.iter().map(|it| it.size).fold(0, u64::saturating_add) > MOST_BYTES {
        return Err(refused(FILES, texts.files.too_many));
    }
    if !files.is_empty() && !matches!(app.originals.read(&inquiry.origins).await, Ok(Some(_))) {
        return Err(refused(FILES, texts.begun.files_gone));
    }
    let mark = app.look.texts.begun.subject_mark;
    let subject = format!("{mark}{}", inquiry.mail.subject.expose());
    let text = CustomerText::new(passed_on(
        &inquiry,
        &note,
        app.look.texts,
        &app.look.time_zone,
    ));
    if Inputs::filled(&text, None, "begun").is_none() {
        return Err(refused(TEXT, texts.begun.too_long));
    }
    let card = inquiry.slack.card.as_ref();
    let thread = card.filter(|card| card.channel == app.channel);
    let thread = thread.map(|card| card.ts.clone());
    let new = New {
        to,
        subject: CustomerText::new(subject),
        text,
        by: Some(act.modal.person.clone()),
        about: Some(inquiry.as_subject()),
        thread: inquiry.slack.thread_ts.clone().or(thread),
        files,
        names: inquiry.names(),
    };
    begin(app, new, &act.view_id).await?;
    let now = app.clock.now();
    let noted = app.store.change(&inquiry.id, |inquiry| {
        let by = Some(&act.modal.person);
        inquiry.write_history(Event::PassedOn, by, now, String::new());
        Ok::<_, Forbidden>(())
    });
    match noted.await {
        Err(ChangeError::Store(error)) => Err(error.into()),
        _ => Ok(()),
    }
}

/// Characters of a mail that are quoted; the rest is told of.
const MOST_QUOTED: usize = 15_000;

/// What the person says, and beneath it the customer's mail without their address: it is looked over
/// and can be changed before it goes out.
fn passed_on(inquiry: &Inquiry, note: &str, texts: &Texts, zone: &TimeZone) -> String {
    let (mail, words) = (&inquiry.mail, texts.begun);
    let date = zone.to_datetime(inquiry.arrived_at());
    let mut lines = vec![words.divider.to_owned()];
    if let Some(name) = mail.from.as_ref().and_then(|from| from.name.as_ref()) {
        lines.push(format!("{}: {}", words.from_label, name.expose()));
    }
    lines.push(format!(
        "{}: {}",
        words.date_label,
        date.strftime("%Y-%m-%d %H:%M")
    ));
    lines.push(format!(
        "{}: {}",
        words.subject_label,
        mail.subject.expose()
    ));
    let text = mail.text.expose().trim();
    let mut quoted: String = text.chars().take(MOST_QUOTED).collect();
    if quoted.len() < text.len() {
        quoted = format!("{quoted}\n{}", words.cut);
    }
    let note = note.trim();
    let note = match note.is_empty() {
        true => String::new(),
        false => format!("{note}\n\n"),
    };
    format!("{note}{}\n\n{quoted}", lines.join("\n"))
}
