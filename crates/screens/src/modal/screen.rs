//! What the modal shows of the reply, by the state of the inquiry.

use jiff::Timestamp;

use super::{Inputs, button};
use crate::texts::{Texts, fill, mention};
use crate::{ScreenSettings, addressees, begun, card, confirmation, earlier};
use inquiry::{Acknowledgement, Cause, Inquiry, ModalState, Reply, State, Step};
use mail::Lists;
use pii::CustomerText;
use slack::block_kit::Block;
use slack::blocks;
use slack::elements::Button;

/// What the modal shows of the reply.
#[derive(Clone, Debug)]
pub enum Screen {
    /// A draft is being written; this much is there.
    Loading(CustomerText),
    /// A draft is being written, and the service that writes it wants no question before `until`,
    /// `seconds` from now.
    Waiting {
        /// Why.
        cause: Cause,
        /// For how long.
        seconds: u64,
        /// When it is asked again.
        until: Timestamp,
    },
    /// The reply can be edited.
    Edit(Inputs),
    /// No draft could be written.
    DraftFailed(Cause),
    /// The reply waits to be sent, and can be taken back.
    Scheduled,
    /// The reply is on its way.
    Sending,
    /// The reply was sent.
    Sent,
    /// The reply was refused; its text is kept.
    ReplyFailed(Cause, Inputs),
    /// Whether the reply was sent is not known; its text is kept.
    Unknown(Inputs),
    /// The inquiry is closed.
    Closed,
    /// A newer version of this program is at work on it.
    Newer,
}

impl Screen {
    /// What a modal has to show for the inquiry as it is stored.
    pub fn of(inquiry: &Inquiry) -> Screen {
        match &inquiry.delivery.recalled {
            Some(reply) => Screen::with(Inputs::of_recalled(reply), inquiry),
            None => Screen::of_state(inquiry),
        }
    }

    fn of_state(inquiry: &Inquiry) -> Screen {
        let draft = inquiry
            .newest_draft()
            .map(|draft| Inputs::of_draft(draft, inquiry));
        match (inquiry.state, &inquiry.failure) {
            (State::Drafting, _) => Screen::Loading(CustomerText::default()),
            (State::Received | State::Notified | State::Drafted, _) => {
                let begun = inquiry.drafts.versions.first();
                let begun = begun.filter(|_| inquiry.mail.by_us);
                let begun = begun.and_then(|it| Inputs::of_version(it, "begun", inquiry));
                Screen::Edit(draft.or(begun).unwrap_or_else(|| Inputs::empty("0")))
            }
            (State::Sending, _) if inquiry.delivery.scheduled.is_some() => Screen::Scheduled,
            (State::Sending, _) => Screen::Sending,
            (State::Sent, _) => Screen::Sent,
            (State::Failed, Some(failure)) if failure.step == Step::Reply => {
                Screen::ReplyFailed(failure.cause, Inputs::of_reply(inquiry))
            }
            (State::Failed, failure) => Screen::DraftFailed(
                failure
                    .as_ref()
                    .map_or(Cause::Unusable, |failure| failure.cause),
            ),
            (State::Unknown, _) => Screen::Unknown(Inputs::of_reply(inquiry)),
            (State::Closed, _) => Screen::Closed,
            (State::Newer(_), _) => Screen::Newer,
        }
    }

    /// What this modal has to show. What a person wrote in it or submitted from it stays there,
    /// under the same ids.
    pub fn in_modal(inquiry: &Inquiry, external_id: &str) -> Screen {
        let screen = Screen::of(inquiry);
        let Some(modal) = inquiry.modal(external_id) else {
            return screen;
        };
        let inputs = match &modal.state {
            ModalState::Waiting { .. } | ModalState::Editing { .. } => return screen,
            ModalState::OwnWords { key, .. } => return Screen::Edit(Inputs::empty(key)),
            ModalState::Submitted { inputs, .. } => {
                // What became of another modal's reply takes nothing out of this one.
                let is_its_own = inquiry
                    .newest_reply()
                    .is_some_and(|reply| reply.external_id == external_id);
                if is_its_own
                    && matches!(screen, Screen::Scheduled | Screen::Sending | Screen::Sent)
                {
                    return screen;
                }
                inputs
            }
            ModalState::Covered { inputs } => inputs,
        };
        Screen::with(Inputs::stored(inputs, inquiry), inquiry)
    }

    /// What a modal has to show around these inputs.
    pub fn with(inputs: Inputs, inquiry: &Inquiry) -> Screen {
        match Screen::of_state(inquiry) {
            Screen::Loading(_)
            | Screen::Waiting { .. }
            | Screen::Edit(_)
            | Screen::DraftFailed(_)
            | Screen::Scheduled
            | Screen::Newer
            | Screen::Sending
            | Screen::Sent
            | Screen::Closed => Screen::Edit(inputs),
            // By now it is the person's own text.
            Screen::ReplyFailed(cause, _) => Screen::ReplyFailed(cause, inputs.without_note()),
            Screen::Unknown(_) => Screen::Unknown(inputs.without_note()),
        }
    }

    /// True when it has no input, so that an update can lose nothing.
    pub fn waits(&self) -> bool {
        self.inputs().is_none()
    }

    /// Its inputs, as they are stored.
    pub fn inputs_to_keep(&self) -> Vec<(String, CustomerText)> {
        self.inputs().map(Inputs::to_keep).unwrap_or_default()
    }

    pub(super) fn inputs(&self) -> Option<&Inputs> {
        match self {
            Screen::Edit(inputs) | Screen::ReplyFailed(_, inputs) | Screen::Unknown(inputs) => {
                Some(inputs)
            }
            _ => None,
        }
    }

    pub(super) fn buttons(&self) -> Vec<Button> {
        match self {
            Screen::Loading(_) | Screen::Waiting { .. } => {
                vec![Button::WriteMyself, Button::WhatTheAiSaw]
            }
            // A text that was refused may need other words, or fewer files.
            Screen::Edit(_) | Screen::ReplyFailed(..) => vec![
                Button::Another,
                Button::Revise,
                Button::Canned,
                Button::Versions,
                Button::Files,
                Button::WhatTheAiSaw,
                Button::SaveDraft,
            ],
            Screen::DraftFailed(_) => vec![Button::Retry, Button::WriteMyself],
            Screen::Closed => vec![Button::Another, Button::WriteMyself],
            Screen::Unknown(_) => vec![Button::MarkSent, Button::MarkUnsent, Button::SaveDraft],
            Screen::Newer => vec![],
            Screen::Scheduled => vec![Button::Undo],
            Screen::Sent => vec![Button::FollowUp],
            Screen::Sending => vec![],
        }
    }

    /// What is said above the inputs.
    pub(super) fn message(&self, inquiry: &Inquiry, look: &ScreenSettings) -> Vec<Block> {
        let texts = look.texts;
        let mut message = Vec::new();
        let wrote_again = match self {
            Screen::Scheduled => inquiry.wrote_while_scheduled(),
            _ => inquiry.slack.newer_mails > 0 && self.is_before_sending(),
        };
        if wrote_again {
            message.push(blocks::section(begun::wrote_again(inquiry, texts)));
        }
        message.extend(self.about_earlier(inquiry, texts));
        message.extend(self.about_state(inquiry, look));
        message
    }

    /// What is said of earlier replies, unless the screen tells of them by itself; where one is in
    /// doubt, a person can settle it from every screen.
    fn about_earlier(&self, inquiry: &Inquiry, texts: &Texts) -> Vec<Block> {
        let told: Vec<usize> = match self {
            Screen::Edit(_) => became(inquiry)
                .filter_map(|it| inquiry.reply_told(it))
                .map(|(number, _)| number)
                .collect(),
            Screen::Scheduled
            | Screen::Sending
            | Screen::Sent
            | Screen::ReplyFailed(..)
            | Screen::Unknown(_) => inquiry.reply_of_state().into_iter().collect(),
            Screen::Waiting { .. }
            | Screen::Loading(_)
            | Screen::DraftFailed(_)
            | Screen::Closed
            | Screen::Newer => Vec::new(),
        };
        let lines = earlier::lines(inquiry, &told, texts);
        let mut said: Vec<Block> = lines.iter().map(|line| blocks::section(line)).collect();
        let asks_itself = matches!(
            self,
            Screen::Unknown(_) | Screen::Scheduled | Screen::Sending | Screen::Newer
        );
        if inquiry.reply_in_doubt().is_some() && !asks_itself {
            let buttons = [Button::MarkSent, Button::MarkUnsent];
            let buttons = buttons.map(|it| button::block(it, inquiry, texts));
            said.push(blocks::actions(buttons));
        }
        said
    }

    /// A mail of the customer's that arrives now may still change the reply.
    fn is_before_sending(&self) -> bool {
        !matches!(
            self,
            Screen::Scheduled | Screen::Sending | Screen::Sent | Screen::Closed | Screen::Newer
        )
    }

    fn about_state(&self, inquiry: &Inquiry, look: &ScreenSettings) -> Vec<Block> {
        let texts = look.texts;
        let reply = inquiry.newest_reply();
        let who = reply.map(|reply| mention(&reply.by)).unwrap_or_default();
        let when = reply
            .map(|reply| blocks::time(reply.at))
            .unwrap_or_default();
        let detail = inquiry
            .failure
            .as_ref()
            .map(|failure| failure.detail.as_str());
        let detail = blocks::escape(detail.unwrap_or_default());
        let say = |text: &str, why: &str| {
            let fields = [
                ("who", &*who),
                ("when", &when),
                ("why", why),
                ("detail", &detail),
            ];
            vec![blocks::section(&fill(text, &fields))]
        };
        match self {
            Screen::Loading(so_far) if !so_far.is_blank() => {
                vec![
                    blocks::section(match look.samples {
                        true => texts.drafting_sample,
                        false => texts.drafting_so_far,
                    }),
                    blocks::verbatim_section(so_far.expose()),
                ]
            }
            Screen::Waiting {
                cause,
                seconds,
                until,
            } => {
                let seconds = seconds.to_string();
                let why = texts.cause(*cause, Step::Draft);
                let when = blocks::second(*until);
                let fields = [("why", &*why), ("n", &seconds), ("when", &when)];
                vec![blocks::section(&fill(texts.drafting_waits, &fields))]
            }
            Screen::Loading(_) if look.samples => say(texts.drafting_sample, ""),
            // A lease says that a worker has asked the model.
            Screen::Loading(_) if inquiry.worker.lease.is_some() => say(texts.drafting_read, ""),
            Screen::Loading(_) => say(texts.drafting, ""),
            Screen::Edit(_) => {
                let mut message = match inquiry.delivery.recalled {
                    Some(_) => say(texts.team.recalled, ""),
                    None => Vec::new(),
                };
                let became =
                    became(inquiry).filter_map(|it| confirmation::line(it, inquiry, texts));
                message.extend(became.map(|line| blocks::section(&line)));
                if inquiry.state == State::Sending {
                    message.push(blocks::section(&card::state_line(inquiry, texts)));
                }
                message
            }
            Screen::DraftFailed(Cause::BudgetSpent) => say(texts.draft_budget_spent, ""),
            Screen::DraftFailed(cause) => {
                say(texts.draft_failed, &texts.cause(*cause, Step::Draft))
            }
            Screen::Newer => vec![blocks::section(&card::newer_line(inquiry, texts))],
            Screen::Scheduled => {
                let mut message = vec![blocks::section(&scheduled(inquiry, texts))];
                // A mistake is noticed by looking at what goes out.
                message.extend(reply.into_iter().flat_map(|reply| goes_out(reply, texts)));
                message
            }
            Screen::Sending => say(texts.sending, ""),
            Screen::Sent => {
                let mut message = say(texts.sent, "");
                let sent = reply
                    .map(|reply| reply.mail.text.expose())
                    .unwrap_or_default();
                message.push(blocks::verbatim_section(sent));
                message
            }
            Screen::ReplyFailed(Cause::Bounced, _) => say(texts.reply_bounced, ""),
            Screen::ReplyFailed(cause, _) => {
                say(texts.reply_failed, &texts.cause(*cause, Step::Reply))
            }
            Screen::Unknown(_) => say(texts.unknown, ""),
            Screen::Closed => {
                let state = card::closed_line(inquiry, texts);
                vec![blocks::section(&fill(texts.closed, &[("state", &state)]))]
            }
        }
    }
}

/// What became of an inquiry while a person was writing: it was answered or closed. Before anything is
/// sent, they are asked about it, too.
fn became(inquiry: &Inquiry) -> impl Iterator<Item = Acknowledgement> {
    let is_over = matches!(inquiry.state, State::Sent | State::Closed);
    let told = inquiry.to_be_told().into_iter();
    told.filter(move |it| is_over && !matches!(it, Acknowledgement::WroteAgain(_)))
}

/// The reply as it will be sent: recipients, subject and text.
fn goes_out(reply: &Reply, texts: &Texts) -> Vec<Block> {
    let Reply { mail, .. } = reply;
    let lists = Lists {
        to: mail.to.clone(),
        cc: mail.cc.clone(),
        bcc: mail.bcc.clone(),
    };
    let mut shown = addressees::all(&lists, texts);
    shown.push(addressees::subject(&mail.subject, texts));
    shown.push(blocks::verbatim_section(mail.text.expose()));
    shown
}

/// How long the reply can be taken back.
fn scheduled(inquiry: &Inquiry, texts: &Texts) -> String {
    let (Some(scheduled), Some(reply)) = (&inquiry.delivery.scheduled, inquiry.newest_reply())
    else {
        return texts.sending.to_owned();
    };
    let seconds = scheduled
        .until
        .duration_since(reply.at)
        .as_secs()
        .to_string();
    let (who, when) = (mention(&reply.by), blocks::second(scheduled.until));
    let fields = [("who", &*who), ("n", &seconds), ("when", &when)];
    fill(texts.team.scheduled, &fields)
}
