//! Who may act: before anything is done that a person wants, it is known that Slack delivered it for
//! this app and this workspace, from the inquiry's own channel, and that the person is a member of
//! that channel. What is not known is refused.

use std::collections::BTreeSet;

use super::answer::Answer;
use crate::app::App;
use crate::sync::person;
use inquiry::{ContextId, Inquiry, Person};
use screens::denied;
use screens::texts::Texts;
use slack::elements::Act;
use slack::elements::Button;
use slack::payload::{Delivery, Interaction, Place, Provenance};
use slack::{Identity, SlackError};
use store::StoreError;

/// Why nothing is done.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// It does not come from where an inquiry can be acted on. The person is told nothing: a
    /// button that another app posted is no business of ours.
    #[error("it comes from {0}")]
    Elsewhere(&'static str),
    /// The person is not in the inquiry's channel.
    #[error("the person is no member of the inquiry's channel")]
    NotAMember,
    /// The person is in the channel, as a guest of another organization (Slack Connect).
    #[error("the person is of another organization (SLACK_EXTERNAL_MEMBERS)")]
    Stranger,
    /// Slack did not say who is in the channel, or whose app this is.
    #[error("who the person is, is not known: {0}")]
    Slack(#[from] SlackError),
    /// The store did not say which channel the inquiry is in.
    #[error("the inquiry's channel is not known: {0}")]
    Store(#[from] StoreError),
    /// Slack or the store took longer than Slack waits for us.
    #[error("who the person is, is not known in time")]
    TooLate,
    /// The person may see, but not decide (`SENDERS_ALLOWED`).
    #[error("the person is not in SENDERS_ALLOWED")]
    NotASender,
}

impl Denied {
    fn words(&self, texts: &Texts) -> &'static str {
        match self {
            Denied::Elsewhere(_) | Denied::NotAMember => texts.team.not_a_member,
            Denied::Stranger => texts.team.stranger,
            Denied::Slack(_) | Denied::Store(_) | Denied::TooLate => texts.team.members_unknown,
            Denied::NotASender => texts.team.not_allowed,
        }
    }
}

/// What was read of an interaction that was let in, for the flow that does it: Slack waits, and each
/// look at the store is a part of that.
#[derive(Debug, Default)]
pub struct Admitted {
    /// The inquiry that it is about.
    pub inquiry: Option<Box<Inquiry>>,
    /// What the person has set for themselves, where a window is opened.
    pub own: person::Settings,
}

/// Lets an interaction in, with the inquiry that it is about, or says why not.
///
/// # Errors
/// [`Denied`]; what cannot be found out is refused as well.
pub async fn admit(app: &App, delivery: &Delivery) -> Result<Admitted, Denied> {
    let Delivery { from, interaction } = delivery;
    let (person, context_id) = match subject(interaction) {
        Subject::Nothing => return Ok(Admitted::default()),
        Subject::Person(person) => (person, None),
        Subject::Inquiry(person, context_id) => (&*person.id, Some(context_id)),
    };
    let stored = async {
        match (context_id, interaction) {
            (Some(id), Interaction::CardClick(_)) => person::with_inquiry(app, id, person).await,
            (Some(id), _) => Ok((app.store.get(id).await?, person::Settings::default())),
            (None, _) => Ok((None, person::Settings::default())),
        }
    };
    let (identity, stored) = tokio::join!(app.slack.identity(), stored);
    let (identity, (inquiry, own)) = (identity?, stored?);
    let inquiry = inquiry.map(Box::new);
    check_origin(app, from, identity)?;
    if context_id.is_none() {
        check_member_of_any(app, from, identity, person).await?;
        return Ok(Admitted::default());
    }
    let app = inquiry.as_deref().map_or(app, |inquiry| app.of(inquiry));
    let channel = channel_of(app, inquiry.as_deref());
    if let Place::Message(place) = &from.place
        && place.as_deref() != Some(channel)
    {
        return Err(Denied::Elsewhere("another channel than the inquiry's"));
    }
    check_member(app, from, identity, channel, person).await?;
    if let Interaction::Closed(modal) = interaction {
        check_closing(inquiry.as_deref(), &modal.external_id, person)?;
    } else if decides(interaction) {
        check_sender(app, person).await?;
    }
    Ok(Admitted { inquiry, own })
}

/// Which person and what an interaction is about.
enum Subject<'i> {
    /// Nothing is done.
    Nothing,
    /// What the person alone sees.
    Person(&'i str),
    /// An inquiry.
    Inquiry(&'i Person, &'i ContextId),
}

fn subject(interaction: &Interaction) -> Subject<'_> {
    match interaction {
        Interaction::CardClick(click) => Subject::Inquiry(&click.person, &click.context_id),
        Interaction::CardAct(click) => Subject::Inquiry(&click.person, &click.context_id),
        Interaction::Decided(decision) => Subject::Inquiry(&decision.person, &decision.context_id),
        Interaction::ModalClick(click) => {
            Subject::Inquiry(&click.modal.person, &click.modal.context_id)
        }
        Interaction::PanelClick(act) | Interaction::PanelSubmission(act) => {
            Subject::Inquiry(&act.modal.person, &act.modal.context_id)
        }
        Interaction::Submission(submission) => {
            Subject::Inquiry(&submission.modal.person, &submission.modal.context_id)
        }
        Interaction::Confirmed(confirmation) => {
            Subject::Inquiry(&confirmation.modal.person, &confirmation.modal.context_id)
        }
        Interaction::Closed(modal) => Subject::Inquiry(&modal.person, &modal.context_id),
        Interaction::HomeOpened { user, .. }
        | Interaction::Searched { user, .. }
        | Interaction::LanguageChosen { user, .. } => Subject::Person(user),
        Interaction::HomeWindow { person, .. } | Interaction::HomeSubmission { person, .. } => {
            Subject::Person(&person.id)
        }
        Interaction::Other(_) => Subject::Nothing,
    }
}

/// True for what decides the outcome of an inquiry.
fn decides(interaction: &Interaction) -> bool {
    match interaction {
        Interaction::Submission(_) | Interaction::Confirmed(_) => true,
        Interaction::CardAct(click) => match click.act {
            Act::Close | Act::Spam | Act::Undo => true,
            Act::Reopen
            | Act::Assign
            | Act::AssignTo
            | Act::Release
            | Act::Snooze(_)
            | Act::SnoozeUntil
            | Act::Wake
            | Act::History => false,
        },
        Interaction::ModalClick(click) => match click.button {
            Button::MarkSent | Button::MarkUnsent | Button::Undo => true,
            Button::Retry
            | Button::WriteMyself
            | Button::FollowUp
            | Button::SaveDraft
            | Button::Another
            | Button::WhatTheAiSaw
            | Button::TakeOver
            | Button::Revise
            | Button::Versions
            | Button::Canned
            | Button::Good
            | Button::Bad
            | Button::ReadOn
            | Button::Translate
            | Button::Files
            | Button::Facts
            | Button::Customer
            | Button::Recipients
            | Button::ReplyToAll
            | Button::PassOn => false,
        },
        Interaction::CardClick(_)
        | Interaction::Decided(_)
        | Interaction::PanelClick(_)
        | Interaction::PanelSubmission(_)
        | Interaction::HomeOpened { .. }
        | Interaction::Searched { .. }
        | Interaction::LanguageChosen { .. }
        | Interaction::HomeWindow { .. }
        | Interaction::HomeSubmission { .. }
        | Interaction::Closed(_)
        | Interaction::Other(_) => false,
    }
}

/// The payload's app and team are those of the token. In an organization (Enterprise Grid) people
/// of any of its workspaces may be in the channel, and act from theirs.
///
/// Slack names the own workspace of a person of another organization: where those are let in, the
/// channel's members decide.
fn check_origin(app: &App, from: &Provenance, identity: &Identity) -> Result<(), Denied> {
    if let Some(own) = &identity.app_id
        && from.app.as_ref() != Some(own)
    {
        return Err(Denied::Elsewhere("another app"));
    }
    let is_our_team = from.team.is_some() && from.team == identity.team_id;
    let is_our_organization =
        from.enterprise.is_some() && from.enterprise == identity.enterprise_id;
    match is_our_team || is_our_organization || app.external_members {
        true => Ok(()),
        false => Err(Denied::Elsewhere("another workspace")),
    }
}

/// The channel in which an inquiry's card is; the configured one for older items, whose card is
/// not known.
fn channel_of<'a>(app: &'a App, inquiry: Option<&'a Inquiry>) -> &'a str {
    let card = inquiry.and_then(|inquiry| inquiry.slack.card.as_ref());
    card.map_or(&app.channel, |card| &card.channel)
}

/// True for an inquiry whose channel the person is in: for lists, which hold those of several.
///
/// # Errors
/// [`SlackError`] when Slack does not say who is there.
pub(super) async fn may_see(
    app: &App,
    inquiry: &Inquiry,
    person: &str,
) -> Result<bool, SlackError> {
    let app = app.of(inquiry);
    let channel = channel_of(app, Some(inquiry));
    let now = app.clock.now();
    app.members
        .is_member(&app.slack, channel, person, now)
        .await
}

/// True when the person is known to be in the channel of this mailbox.
pub(super) async fn is_in_channel(app: &App, person: &str) -> bool {
    let now = app.clock.now();
    let known = app.members.is_member(&app.slack, &app.channel, person, now);
    known.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "who is in a channel is not known");
        false
    })
}

/// What is about no inquiry is for members of a mailbox's channel, whichever it is: it shows of each
/// inquiry only to those who may see it.
async fn check_member_of_any(
    app: &App,
    from: &Provenance,
    identity: &Identity,
    person: &str,
) -> Result<(), Denied> {
    let channels: BTreeSet<&str> = app.all().map(|it| it.channel.as_str()).collect();
    if let Place::Message(place) = &from.place
        && !place.as_deref().is_some_and(|it| channels.contains(it))
    {
        return Err(Denied::Elsewhere("another channel than the mailboxes'"));
    }
    let mut checked = Err(Denied::NotAMember);
    for channel in channels {
        checked = check_member(app, from, identity, channel, person).await;
        if checked.is_ok() {
            break;
        }
    }
    checked
}

async fn check_member(
    app: &App,
    from: &Provenance,
    identity: &Identity,
    channel: &str,
    person: &str,
) -> Result<(), Denied> {
    let now = app.clock.now();
    let members = &app.members;
    if !members.is_member(&app.slack, channel, person, now).await? {
        return Err(Denied::NotAMember);
    }
    if app.external_members {
        return Ok(());
    }
    let is_ours = match &from.user_team {
        Some(team) if Some(team) == identity.team_id.as_ref() => true,
        // A workspace of the same organization, or another organization's.
        Some(_) if identity.enterprise_id.is_none() => false,
        // An event does not say whose person it is; strangers can only be in a shared channel.
        None if !may_have_strangers(app, channel).await => true,
        _ => {
            let profile = members.profile(&app.slack, person, now).await?;
            profile.is_of(identity)
        }
    };
    match is_ours {
        true => Ok(()),
        false => Err(Denied::Stranger),
    }
}

/// False when Slack says that no other organization is in the channel.
async fn may_have_strangers(app: &App, channel: &str) -> bool {
    let info = app.slack.channel_info(channel).await;
    info.map_or(true, |info| info.has_other_organization())
}

/// A person who closes a modal ends their own writing, and no one else's.
fn check_closing(inquiry: Option<&Inquiry>, external_id: &str, person: &str) -> Result<(), Denied> {
    let modal = inquiry.and_then(|inquiry| inquiry.modal(external_id));
    let opened_by = modal.and_then(|modal| modal.person.as_ref());
    match opened_by {
        Some(opened_by) if opened_by.id != person => {
            Err(Denied::Elsewhere("another person's window"))
        }
        _ => Ok(()),
    }
}

/// Only those may decide who are named, or are in a group that is named. Without Slack's word on a
/// group nothing is decided.
async fn check_sender(app: &App, person: &str) -> Result<(), Denied> {
    let is_named = |people: &[String]| people.iter().any(|it| it == person);
    if app.senders.is_everyone() || is_named(&app.senders.people) {
        return Ok(());
    }
    for group in &app.senders.groups {
        if is_named(&app.slack.group_members(group).await?) {
            return Ok(());
        }
    }
    Err(Denied::NotASender)
}

/// Tells the person why nothing was done, where they look: beneath the input, in the home tab, or
/// in a window of its own.
pub async fn refuse(app: &App, delivery: &Delivery, denied: &Denied) -> Answer {
    let Delivery { from, interaction } = delivery;
    let context_id = match subject(interaction) {
        Subject::Inquiry(_, id) => Some(id),
        Subject::Person(_) | Subject::Nothing => None,
    };
    tracing::warn!(context_id = context_id.map(tracing::field::display), reason = %denied, "an interaction was not let in");
    if matches!(denied, Denied::Elsewhere(_)) {
        return Answer::Done;
    }
    let (person, beneath) = match interaction {
        Interaction::Submission(submission) => {
            let first = submission
                .inputs
                .first()
                .map(|(block_id, _)| block_id.clone());
            (&submission.modal.person.id, first)
        }
        Interaction::PanelSubmission(act) => {
            let first = act.entered.blocks().next().map(str::to_owned);
            (&act.modal.person.id, first)
        }
        Interaction::Decided(decision) => {
            let block_id = decision.wanted.block_id().to_owned();
            (&decision.person.id, Some(block_id))
        }
        Interaction::HomeSubmission {
            person, entered, ..
        } => {
            let first = entered.blocks().next().map(str::to_owned);
            (&person.id, first)
        }
        Interaction::HomeWindow { person, .. } => (&person.id, None),
        Interaction::CardClick(click) => (&click.person.id, None),
        Interaction::CardAct(click) => (&click.person.id, None),
        Interaction::ModalClick(click) => (&click.modal.person.id, None),
        Interaction::PanelClick(act) => (&act.modal.person.id, None),
        Interaction::Confirmed(confirmation) => (&confirmation.modal.person.id, None),
        Interaction::HomeOpened { user, .. }
        | Interaction::Searched { user, .. }
        | Interaction::LanguageChosen { user, .. } => (user, None),
        Interaction::Closed(_) | Interaction::Other(_) => return Answer::Done,
    };
    let texts = person::texts(app, person).await;
    let words = denied.words(texts);
    if let Some(block_id) = beneath {
        return Answer::errors(block_id, words.to_owned());
    }
    let told = match (&from.place, &from.trigger_id) {
        (Place::Home | Place::Event, _) => {
            let home = denied::home(words, texts);
            app.slack.publish_view(person, &home).await
        }
        (Place::Message(_), Some(trigger)) => {
            let view = denied::window(words, texts);
            app.slack.open_view(trigger, &view).await
        }
        (Place::Modal, Some(trigger)) => {
            let view = denied::window(words, texts);
            app.slack.push_view(trigger, &view).await
        }
        (Place::Message(_) | Place::Modal, None) => Ok(()),
    };
    if let Err(error) = told {
        tracing::warn!(%error, "the person could not be told");
    }
    Answer::Done
}
