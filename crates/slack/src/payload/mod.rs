//! What Slack sends when a person clicks, submits or closes
//! (docs.slack.dev/interactivity/handling-user-interaction).

mod entered;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod hostile;
mod raw;

use jiff::Timestamp;
use serde::Deserialize;

pub use self::entered::Entered;
use self::raw::Raw;
use super::elements::{ASIDE_CHOICE, ASIDE_TIME, ASSIGNEE, Act, Button, HomeWindow, Panel};
use inquiry::language::Language;
use inquiry::{Acknowledgement, Card, ContextId, Later, Person};
use mail::Addressees;
use pii::CustomerText;

/// What Slack delivered.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Where it comes from, in Slack's own words: nothing here is chosen by the person.
    pub from: Provenance,
    /// What the person did.
    pub interaction: Interaction,
}

/// Where an interaction comes from (docs.slack.dev/reference/interaction-payloads).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// `api_app_id`: the app that it is for, `A…`.
    pub app: Option<String>,
    /// `team`: the workspace in which it happened, `T…`.
    pub team: Option<String>,
    /// `enterprise`: the organization of that workspace, `E…`.
    pub enterprise: Option<String>,
    /// `user.team_id`: the person's own workspace, or organization; events do not tell it.
    pub user_team: Option<String>,
    /// Where the person did it.
    pub place: Place,
    /// Opens one view, within three seconds.
    pub trigger_id: Option<String>,
}

/// Where a person did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a message of this channel.
    Message(Option<String>),
    /// In a modal, or in a panel over it.
    Modal,
    /// In their home tab.
    Home,
    /// Somewhere that an event tells of.
    Event,
}

/// Something that a person did.
#[derive(Clone, Debug)]
pub enum Interaction {
    /// A click on a button of a card.
    CardClick(CardClick),
    /// A click on another button of a card.
    CardAct(CardAct),
    /// Something was decided about an inquiry in a window of its own.
    Decided(Decision),
    /// A click on a button inside a modal.
    ModalClick(ModalClick),
    /// Something was chosen or clicked in a panel.
    PanelClick(PanelAct),
    /// A panel was submitted.
    PanelSubmission(PanelAct),
    /// A person opened the app's home tab, or wants it brought up to date.
    HomeOpened {
        /// Slack's id of the person.
        user: String,
        /// The page of the queue, from 0.
        page: usize,
    },
    /// A person looks for an inquiry in their home tab.
    Searched {
        /// Slack's id of the person.
        user: String,
        /// What they typed.
        query: String,
        /// The inquiry behind which it goes on: when it was received, and its name.
        behind: Option<(Timestamp, ContextId)>,
    },
    /// A person chose the language of what they alone see.
    LanguageChosen {
        /// Slack's id of the person.
        user: String,
        /// Which.
        language: Language,
    },
    /// A person wants a window from their home tab.
    HomeWindow {
        /// Who.
        person: Person,
        /// Opens one modal, within three seconds.
        trigger_id: String,
        /// Which.
        window: HomeWindow,
    },
    /// A window that was opened from the home tab was submitted.
    HomeSubmission {
        /// Who did it.
        person: Person,
        /// The window's own id, unique for each opening.
        view_id: String,
        /// Which.
        window: HomeWindow,
        /// What is entered in it.
        entered: Entered,
    },
    /// A modal was submitted.
    Submission(Submission),
    /// A person looked once more, and sends the reply in the modal beneath.
    Confirmed(Confirmation),
    /// A modal was closed without submitting.
    Closed(ModalRef),
    /// Something that this program has no use for: acknowledged and logged by its kind.
    Other(String),
}

/// The "draft a reply" button was clicked.
#[derive(Clone, Debug)]
pub struct CardClick {
    /// Which inquiry.
    pub context_id: ContextId,
    /// Who clicked.
    pub person: Person,
    /// Opens one modal, within three seconds.
    pub trigger_id: String,
    /// Where the card is; unknown when the message was not part of the payload.
    pub card: Option<Card>,
}

/// A person decided something about an inquiry from its card.
#[derive(Clone, Debug)]
pub struct CardAct {
    /// What.
    pub act: Act,
    /// Which inquiry.
    pub context_id: ContextId,
    /// Who clicked.
    pub person: Person,
    /// Opens one modal, within three seconds.
    pub trigger_id: String,
    /// Where the card is; unknown when the message was not part of the payload.
    pub card: Option<Card>,
}

/// What a person decided about an inquiry in a window.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What.
    pub wanted: Wanted,
    /// Which inquiry.
    pub context_id: ContextId,
    /// Who decided.
    pub person: Person,
    /// The card from which the window was opened, where it is known.
    pub card: Option<Card>,
}

/// What was entered in the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The Slack user id of the person who gets it.
    Assignee(String),
    /// It is put aside.
    Aside {
        /// Until when, as usual.
        choice: Option<Later>,
        /// Until a time of their own, which wins.
        time: Option<Timestamp>,
    },
}

impl Wanted {
    /// The block beneath which the person is told why that is not done.
    pub fn block_id(&self) -> &'static str {
        match self {
            Wanted::Assignee(_) => ASSIGNEE,
            Wanted::Aside { time: Some(_), .. } => ASIDE_TIME,
            Wanted::Aside { time: None, .. } => ASIDE_CHOICE,
        }
    }
}

/// A modal of ours, as it was when the person acted.
#[derive(Clone, Debug)]
pub struct ModalRef {
    /// Which inquiry.
    pub context_id: ContextId,
    /// The id we gave the modal.
    pub external_id: String,
    /// Who acted.
    pub person: Person,
    /// The language of the modal, where the person chose one.
    pub language: Option<Language>,
    /// Slack's name for what the modal showed: an update that names it is refused when the modal
    /// shows something else by then (docs.slack.dev/surfaces/modals, "Avoiding race conditions").
    pub hash: Option<String>,
    /// The ids of the files that it says are attached.
    pub files: Vec<String>,
    /// What it shows around the text: [`Inquiry::shown_around`](inquiry::Inquiry::shown_around).
    pub around: Option<String>,
}

/// Something that a person did in a panel.
#[derive(Clone, Debug)]
pub struct PanelAct {
    /// Which panel.
    pub panel: Panel,
    /// The panel's own id, by which it is updated.
    pub view_id: String,
    /// The id that we gave the panel; empty when we gave none.
    pub external_id: String,
    /// The draft that the panel is about.
    pub draft: Option<u32>,
    /// The value of the button that was clicked.
    pub value: Option<String>,
    /// The modal beneath.
    pub modal: ModalRef,
    /// What is entered in the panel.
    pub entered: Entered,
}

/// A button inside a modal was clicked.
#[derive(Clone, Debug)]
pub struct ModalClick {
    /// Where.
    pub modal: ModalRef,
    /// Which button.
    pub button: Button,
    /// The button's value, where it has one.
    pub value: Option<String>,
    /// Pushes one modal, within three seconds.
    pub trigger_id: String,
    /// What stood in the inputs, in their order, by block; empty when the modal has none.
    pub inputs: Vec<(String, String)>,
    /// The reply's recipients, as far as they were chosen.
    pub addressees: Addressees,
}

/// A reply was submitted.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Where.
    pub modal: ModalRef,
    /// What stood in the inputs, in their order, by block.
    pub inputs: Vec<(String, String)>,
    /// What the person was told before, and sends nevertheless.
    pub told: Vec<Acknowledgement>,
    /// The reply's recipients.
    pub addressees: Addressees,
}

/// The view over a modal was submitted in which a person looks once more before a reply goes out.
#[derive(Clone, Debug)]
pub struct Confirmation {
    /// The modal beneath.
    pub modal: ModalRef,
    /// What was on the screen, and is insisted on.
    pub told: Vec<Acknowledgement>,
}

impl Submission {
    /// The reply's text: all inputs, joined.
    pub fn text(&self) -> CustomerText {
        join(&self.inputs)
    }

    /// The inputs, as they are stored.
    pub fn inputs_to_keep(&self) -> Vec<(String, CustomerText)> {
        to_keep(&self.inputs)
    }
}

impl ModalClick {
    /// The inputs, as they are stored.
    pub fn inputs_to_keep(&self) -> Vec<(String, CustomerText)> {
        to_keep(&self.inputs)
    }
}

fn to_keep(inputs: &[(String, String)]) -> Vec<(String, CustomerText)> {
    let keep = |(id, text): &(String, String)| (id.clone(), CustomerText::new(text.clone()));
    inputs.iter().map(keep).collect()
}

/// A body that is no interaction payload.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// No form field `payload`.
    #[error("the body has no form field `payload`")]
    NoPayload,
    /// The field is not the JSON that Slack documents.
    #[error("the field `payload` cannot be read: {0}")]
    Malformed(String),
}

/// Reads the raw body of an interaction request.
///
/// # Errors
/// [`PayloadError`], to be answered with 400.
pub fn parse(body: &[u8]) -> Result<Delivery, PayloadError> {
    let form: Form = serde_urlencoded::from_bytes(body).map_err(|_| PayloadError::NoPayload)?;
    parse_json(&form.payload.ok_or(PayloadError::NoPayload)?)
}

/// Reads the payload itself, as Socket Mode delivers it.
///
/// # Errors
/// [`PayloadError::Malformed`].
pub fn parse_json(payload: &str) -> Result<Delivery, PayloadError> {
    // serde_json's message can quote the value at fault; its position is enough and holds no personal data.
    let at = |error: serde_json::Error| {
        PayloadError::Malformed(format!(
            "line {}, column {} ({:?})",
            error.line(),
            error.column(),
            error.classify()
        ))
    };
    let raw = serde_json::from_str::<Raw>(payload).map_err(at)?;
    Ok(Delivery {
        from: raw.provenance(),
        interaction: raw.into_interaction()?,
    })
}

#[derive(Deserialize)]
struct Form {
    payload: Option<String>,
}

/// The text of a reply that is in several inputs, which were cut at line breaks.
pub fn join(inputs: &[(String, String)]) -> CustomerText {
    let texts: Vec<&str> = inputs.iter().map(|(_, text)| text.as_str()).collect();
    CustomerText::new(texts.join("\n"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(payload: &Value) -> Result<Interaction, PayloadError> {
        Ok(deliver(payload)?.interaction)
    }

    fn deliver(payload: &Value) -> Result<Delivery, PayloadError> {
        parse(
            serde_urlencoded::to_string([("payload", payload.to_string())])
                .unwrap()
                .as_bytes(),
        )
    }

    #[test]
    fn where_it_comes_from_is_read() {
        let mut payload = click();
        payload["api_app_id"] = "A1".into();
        payload["team"] = json!({ "id": "T1", "domain": "shop" });
        payload["enterprise"] = Value::Null;
        payload["user"]["team_id"] = "T2".into();
        let expected = Provenance {
            app: Some("A1".into()),
            team: Some("T1".into()),
            enterprise: None,
            user_team: Some("T2".into()),
            place: Place::Message(Some("C1".into())),
            trigger_id: Some("1.2.3".into()),
        };
        assert_eq!(deliver(&payload).unwrap().from, expected);
        // An ephemeral message is not in the payload; its channel is.
        payload.as_object_mut().unwrap().remove("message");
        payload.as_object_mut().unwrap().remove("channel");
        payload["container"] = json!({ "type": "message", "channel_id": "C2" });
        let place = deliver(&payload).unwrap().from.place;
        assert_eq!(place, Place::Message(Some("C2".into())));
        let opened = json!({ "type": "event_callback", "team_id": "T1", "api_app_id": "A1", "enterprise_id": "E1",
            "event": { "type": "app_home_opened", "user": "U1", "tab": "home" } });
        let from = deliver(&opened).unwrap().from;
        assert_eq!(
            (from.team.as_deref(), from.enterprise.as_deref()),
            (Some("T1"), Some("E1"))
        );
        assert_eq!(from.place, Place::Event);
    }

    fn click() -> Value {
        json!({ "type": "block_actions", "user": { "id": "U1", "name": "sato" }, "trigger_id": "1.2.3",
                "channel": { "id": "C1" }, "message": { "ts": "1.0" },
                "actions": [{ "action_id": "generate_reply_action", "value": "{\"context_id\":\"abc\"}" }] })
    }

    #[test]
    fn a_click_on_a_card_is_read() {
        let Interaction::CardClick(click) = read(&click()).unwrap() else {
            panic!("not a click")
        };
        assert_eq!(click.context_id.as_str(), "abc");
        assert_eq!(
            click.person,
            Person {
                id: "U1".into(),
                name: "sato".into()
            }
        );
        assert_eq!(
            click.card,
            Some(Card {
                channel: "C1".into(),
                ts: "1.0".into()
            })
        );
    }

    #[test]
    fn an_option_of_a_cards_menu_is_read() {
        let mut payload = click();
        payload["actions"] = json!([{ "type": "overflow", "action_id": "more_acts", "block_id": "inquiry_acts_abc",
            "selected_option": { "value": "snooze_tomorrow" } }]);
        let Interaction::CardAct(click) = read(&payload).unwrap() else {
            panic!("not an act")
        };
        assert_eq!(click.act, Act::Snooze(inquiry::Later::Tomorrow));
        assert_eq!(click.context_id.as_str(), "abc");
        payload["actions"][0]["block_id"] = "else".into();
        assert!(read(&payload).is_err());
    }

    #[test]
    fn an_unknown_action_is_acknowledged() {
        let mut payload = click();
        payload["actions"][0]["action_id"] = "something_else".into();
        assert!(matches!(read(&payload).unwrap(), Interaction::Other(_)));
        assert!(matches!(
            read(&json!({ "type": "shortcut" })).unwrap(),
            Interaction::Other(_)
        ));
    }

    #[test]
    fn a_malformed_payload_is_refused_without_repeating_it() {
        let secret = "taro@example.com";
        assert!(parse(b"nonsense=1").is_err());
        let error = parse(format!("payload={secret}").as_bytes())
            .unwrap_err()
            .to_string();
        assert!(!error.contains(secret));
        let mut payload = click();
        payload["actions"][0]["value"] = secret.into();
        assert!(!read(&payload).unwrap_err().to_string().contains(secret));
    }

    #[test]
    fn the_inputs_of_a_submission_are_joined_in_the_order_of_the_blocks() {
        let payload = json!({ "type": "view_submission", "user": { "id": "U1" }, "view": {
            "callback_id": "ai_reply_modal_submission", "external_id": "ai-reply-abc-1",
            "private_metadata": "{\"context_id\":\"abc\"}",
            "blocks": [{ "type": "input", "block_id": "editable_reply_block_1_2" }, { "type": "divider" },
                       { "type": "input", "block_id": "editable_reply_block_1_10" }],
            "state": { "values": {
                "editable_reply_block_1_10": { "editable_reply_input": { "type": "plain_text_input", "value": "B" } },
                "editable_reply_block_1_2": { "editable_reply_input": { "type": "plain_text_input", "value": "A" } } } } } });
        let Interaction::Submission(submission) = read(&payload).unwrap() else {
            panic!("not a submission")
        };
        assert_eq!(submission.text().expose(), "A\nB");
        assert_eq!(submission.modal.external_id, "ai-reply-abc-1");
    }

    #[test]
    fn what_an_older_version_wrote_into_a_modal_insists_on_nothing() {
        let metadata = json!({ "context_id": "abc", "language": "ja", "told": [
            "closed", { "sent": 1 }, { "unknown": 1 }, { "wrote_again": 2 }, { "warnings": 7 },
        ] });
        let payload = json!({ "type": "view_submission", "user": { "id": "U1" }, "view": {
            "callback_id": "ai_reply_modal_submission", "external_id": "ai-reply-abc-1",
            "private_metadata": metadata.to_string(),
            "state": { "values": {
                "editable_reply_block_1": { "editable_reply_input": { "value": "A" } } } } } });
        let Interaction::Submission(submission) = read(&payload).unwrap() else {
            panic!("not a submission")
        };
        assert_eq!(submission.told, []);
        assert_eq!(submission.text().expose(), "A");
        assert_eq!(submission.modal.language, Some(Language::Ja));
    }
}
