//! What Slack sends when a person clicks, submits or closes
//! (docs.slack.dev/interactivity/handling-user-interaction).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::texts::Texts;
use super::{acts, card, home, modal};
use crate::inquiry::{Card, ContextId, Person};
use crate::language::Language;
use crate::mail::Addressees;
use crate::pii::CustomerText;

/// An interaction that Slack delivered.
#[derive(Clone, Debug)]
pub enum Interaction {
    /// A click on a button of a card.
    CardClick(CardClick),
    /// A click on another button of a card.
    CardAct(CardAct),
    /// A click on a button inside a modal.
    ModalClick(ModalClick),
    /// A person opened the app's home tab, or wants it brought up to date.
    HomeOpened(String),
    /// A person chose the language of what they alone see.
    LanguageChosen {
        /// Slack's id of the person.
        user: String,
        /// Which.
        language: Language,
    },
    /// A modal was submitted.
    Submission(Submission),
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
    /// Where the card stands; unknown when the message was not part of the payload.
    pub card: Option<Card>,
}

/// A person decided something about an inquiry from its card.
#[derive(Clone, Debug)]
pub struct CardAct {
    /// What.
    pub act: acts::Act,
    /// Which inquiry.
    pub context_id: ContextId,
    /// Who clicked.
    pub person: Person,
    /// Opens one modal, within three seconds.
    pub trigger_id: String,
    /// Where the card stands; unknown when the message was not part of the payload.
    pub card: Option<Card>,
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
}

impl ModalRef {
    /// The words of the modal.
    pub fn texts(&self, usual: &'static Texts) -> &'static Texts {
        self.language.map_or(usual, Language::texts)
    }
}

/// A button inside a modal was clicked.
#[derive(Clone, Debug)]
pub struct ModalClick {
    /// Where.
    pub modal: ModalRef,
    /// Which button.
    pub button: modal::Button,
    /// Pushes one modal, within three seconds.
    pub trigger_id: String,
    /// What stood in the inputs, in their order, by block; empty when the modal has none.
    pub inputs: Vec<(String, String)>,
    /// Whom the reply goes to, as far as it was chosen.
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
    pub told: Vec<modal::Insist>,
    /// Whom the reply goes to.
    pub addressees: Addressees,
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
pub fn parse(body: &[u8]) -> Result<Interaction, PayloadError> {
    let form: Form = serde_urlencoded::from_bytes(body).map_err(|_| PayloadError::NoPayload)?;
    parse_json(&form.payload.ok_or(PayloadError::NoPayload)?)
}

/// Reads the payload itself, as Socket Mode delivers it.
///
/// # Errors
/// [`PayloadError::Malformed`].
pub fn parse_json(payload: &str) -> Result<Interaction, PayloadError> {
    // serde_json's message can quote the value at fault; its position is enough and personal to nobody.
    let at = |error: serde_json::Error| {
        PayloadError::Malformed(format!(
            "line {}, column {} ({:?})",
            error.line(),
            error.column(),
            error.classify()
        ))
    };
    serde_json::from_str::<Raw>(payload)
        .map_err(at)?
        .into_interaction()
}

#[derive(Deserialize)]
struct Form {
    payload: Option<String>,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(rename = "type")]
    kind: String,
    user: Option<RawUser>,
    trigger_id: Option<String>,
    channel: Option<RawId>,
    message: Option<RawMessage>,
    view: Option<RawView>,
    #[serde(default)]
    actions: Vec<RawAction>,
    event: Option<RawEvent>,
}

/// What an `event_callback` of the Events API is about.
#[derive(Deserialize)]
struct RawEvent {
    #[serde(rename = "type")]
    kind: String,
    user: Option<String>,
    tab: Option<String>,
}

#[derive(Deserialize)]
struct RawUser {
    id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    username: Option<String>,
}

#[derive(Deserialize)]
struct RawId {
    id: String,
}

#[derive(Deserialize)]
struct RawMessage {
    ts: String,
}

#[derive(Deserialize)]
struct RawAction {
    action_id: String,
    #[serde(default)]
    block_id: String,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    selected_option: Option<RawOption>,
}

impl RawAction {
    fn act(&self) -> Option<acts::Act> {
        let chosen = self.selected_option.as_ref().map(|it| it.value.as_str());
        acts::Act::of(&self.action_id, chosen)
    }
}

#[derive(Deserialize)]
struct RawView {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    callback_id: String,
    #[serde(default)]
    external_id: String,
    #[serde(default)]
    private_metadata: String,
    #[serde(default)]
    state: RawState,
    #[serde(default)]
    blocks: Vec<RawBlock>,
}

#[derive(Default, Deserialize)]
struct RawState {
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, RawValue>>,
}

#[derive(Deserialize)]
struct RawValue {
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    selected_option: Option<RawOption>,
    #[serde(default)]
    selected_options: Option<Vec<RawOption>>,
}

#[derive(Deserialize)]
struct RawOption {
    value: String,
}

#[derive(Deserialize)]
struct RawBlock {
    #[serde(default)]
    block_id: String,
}

impl RawEvent {
    /// `app_home_opened` comes for the tab "messages", too.
    fn into_interaction(self) -> Interaction {
        match self.user {
            Some(user)
                if self.kind == "app_home_opened" && self.tab.as_deref() != Some("messages") =>
            {
                Interaction::HomeOpened(user)
            }
            _ => Interaction::Other(self.kind),
        }
    }
}

impl Raw {
    fn into_interaction(self) -> Result<Interaction, PayloadError> {
        match self.kind.as_str() {
            "event_callback" => Ok(self.event.map_or_else(
                || Interaction::Other("event_callback".to_owned()),
                RawEvent::into_interaction,
            )),
            "block_actions" if self.is_home() => self.home_click(),
            "block_actions" if self.view.is_some() => self.modal_click(),
            "block_actions" => self.card_click(),
            "view_submission" if self.is_ours() => {
                let (modal, view) = self.modal()?;
                let metadata = modal::Metadata::parse(&view.private_metadata);
                Ok(Interaction::Submission(Submission {
                    modal,
                    inputs: view.inputs(),
                    told: metadata.map(|metadata| metadata.told).unwrap_or_default(),
                    addressees: view.addressees(),
                }))
            }
            "view_closed" if self.is_ours() => Ok(Interaction::Closed(self.modal()?.0)),
            kind => Ok(Interaction::Other(kind.to_owned())),
        }
    }

    fn is_home(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.kind == "home")
    }

    /// The buttons of the home tab: those of a card, the one that brings the tab up to date, and
    /// the choice of a language.
    fn home_click(self) -> Result<Interaction, PayloadError> {
        let chosen = |action: &RawAction| {
            let option = action.selected_option.as_ref();
            option
                .filter(|_| action.action_id == home::LANGUAGE)
                .and_then(|option| Language::of(&option.value))
        };
        if let Some(language) = self.actions.iter().find_map(chosen) {
            let user = self.person()?.id;
            return Ok(Interaction::LanguageChosen { user, language });
        }
        let refreshes = |action: &RawAction| action.action_id == home::REFRESH;
        match self.actions.iter().any(refreshes) {
            true => Ok(Interaction::HomeOpened(self.person()?.id)),
            false => self.card_click(),
        }
    }

    fn is_ours(&self) -> bool {
        self.view
            .as_ref()
            .is_some_and(|view| view.callback_id == modal::CALLBACK_ID)
    }

    fn card_click(self) -> Result<Interaction, PayloadError> {
        let person = self.person()?;
        if let Some((act, action)) = self.actions.iter().find_map(|it| Some((it.act()?, it))) {
            let context_id =
                acts::context_id(&action.block_id).ok_or_else(|| malformed("block_id"))?;
            return Ok(Interaction::CardAct(CardAct {
                act,
                context_id,
                person,
                trigger_id: self.trigger_id.clone().unwrap_or_default(),
                card: self.card(),
            }));
        }
        let card = self.card();
        let Some(action) = self
            .actions
            .into_iter()
            .find(|action| action.action_id == card::GENERATE_REPLY)
        else {
            return Ok(Interaction::Other("block_actions of a message".to_owned()));
        };
        let value = action.value.unwrap_or_default();
        let value: card::ButtonValue =
            serde_json::from_str(&value).map_err(|_| malformed("the button's value"))?;
        let trigger_id = self.trigger_id.ok_or_else(|| malformed("trigger_id"))?;
        Ok(Interaction::CardClick(CardClick {
            context_id: value.context_id,
            person,
            trigger_id,
            card,
        }))
    }

    fn card(&self) -> Option<Card> {
        let (channel, message) = self.channel.as_ref().zip(self.message.as_ref())?;
        Some(Card {
            channel: channel.id.clone(),
            ts: message.ts.clone(),
        })
    }

    fn modal_click(self) -> Result<Interaction, PayloadError> {
        let button = self
            .actions
            .iter()
            .find_map(|action| modal::Button::from_action_id(&action.action_id));
        let (Some(button), true) = (button, self.is_ours()) else {
            return Ok(Interaction::Other("block_actions of a view".to_owned()));
        };
        let trigger_id = self.trigger_id.clone().unwrap_or_default();
        let (modal, view) = self.modal()?;
        Ok(Interaction::ModalClick(ModalClick {
            modal,
            button,
            trigger_id,
            inputs: view.inputs(),
            addressees: view.addressees(),
        }))
    }

    fn modal(self) -> Result<(ModalRef, RawView), PayloadError> {
        let person = self.person()?;
        let view = self.view.ok_or_else(|| malformed("view"))?;
        let metadata = modal::Metadata::parse(&view.private_metadata)
            .ok_or_else(|| malformed("private_metadata"))?;
        let external_id = view.external_id.clone();
        Ok((
            ModalRef {
                context_id: metadata.context_id,
                external_id,
                person,
                language: metadata.language,
            },
            view,
        ))
    }

    fn person(&self) -> Result<Person, PayloadError> {
        let user = self.user.as_ref().ok_or_else(|| malformed("user"))?;
        let name = user
            .name
            .clone()
            .or_else(|| user.username.clone())
            .unwrap_or_else(|| user.id.clone());
        Ok(Person {
            id: user.id.clone(),
            name,
        })
    }
}

impl RawView {
    /// What was chosen of [`modal::TO_BLOCK`] and [`modal::CC_BLOCK`]; `None` where nothing was
    /// asked.
    fn addressees(&self) -> Addressees {
        let to = self.state.values.get(modal::TO_BLOCK);
        let to = to.and_then(|block| block.values().next()?.selected_option.as_ref());
        let copies = self.state.values.iter();
        let copies: Vec<&RawValue> = copies
            .filter(|(block_id, _)| block_id.starts_with(modal::CC_BLOCK))
            .flat_map(|(_, block)| block.values())
            .collect();
        let chosen = copies.iter().flat_map(|value| &value.selected_options);
        let chosen = chosen
            .flatten()
            .filter_map(|option| option.value.parse().ok())
            .collect();
        Addressees {
            to: to.map(|option| option.value.clone()),
            cc: (!copies.is_empty()).then_some(chosen),
        }
    }

    /// The reply's inputs in the order they stand on the screen, which is the order of the blocks.
    fn inputs(&self) -> Vec<(String, String)> {
        let value_of = |block_id: &str| {
            let value = self.state.values.get(block_id)?.get(modal::REPLY_INPUT)?;
            Some((block_id.to_owned(), value.value.clone().unwrap_or_default()))
        };
        if self.blocks.is_empty() {
            return self
                .state
                .values
                .keys()
                .filter_map(|block_id| value_of(block_id))
                .collect();
        }
        self.blocks
            .iter()
            .filter_map(|block| value_of(&block.block_id))
            .collect()
    }
}

/// The text of a reply that stands in several inputs, which were cut at line breaks.
pub fn join(inputs: &[(String, String)]) -> CustomerText {
    let texts: Vec<&str> = inputs.iter().map(|(_, text)| text.as_str()).collect();
    CustomerText::new(texts.join("\n"))
}

fn malformed(what: &str) -> PayloadError {
    PayloadError::Malformed(format!("{what} is missing or not as expected"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(payload: &Value) -> Result<Interaction, PayloadError> {
        parse(
            serde_urlencoded::to_string([("payload", payload.to_string())])
                .unwrap()
                .as_bytes(),
        )
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
        assert_eq!(
            click.act,
            acts::Act::Snooze(crate::inquiry::Later::Tomorrow)
        );
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
}
