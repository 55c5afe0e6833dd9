//! The fields of Slack's payloads that this program reads
//! (docs.slack.dev/reference/interaction-payloads).

use jiff::Timestamp;
use serde::Deserialize;

use super::{
    CardAct, CardClick, Confirmation, Decision, Entered, Interaction, ModalClick, ModalRef,
    PanelAct, PayloadError, Place, Provenance, Submission, Wanted,
};
use crate::elements::{
    ASIDE_CHOICE, ASIDE_TIME, ASSIGNEE, Act, Button, ButtonValue, CC_ALL, CC_BLOCK, CONFIRMATION,
    ConfirmationMetadata, FindOn, GENERATE_REPLY, HOME_EARLIER, HOME_FIND, HOME_FIND_ON,
    HOME_LANGUAGE, HOME_LATER, HOME_QUERY, HOME_REFRESH, HomeWindow, MODAL, ModalMetadata, Panel,
    PanelMetadata, REPLY_INPUT, TO_BLOCK, Window, WindowMetadata, context_id,
};
use inquiry::language::Language;
use inquiry::{Card, ContextId, Later, Person};
use mail::{Addressees, Rewritten};

#[derive(Deserialize)]
pub(super) struct Raw {
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
    api_app_id: Option<String>,
    /// Interactions name their workspace and organization so, events by `team_id` and
    /// `enterprise_id`.
    team: Option<RawId>,
    team_id: Option<String>,
    enterprise: Option<RawId>,
    enterprise_id: Option<String>,
    container: Option<RawContainer>,
}

/// Where the element is that was clicked.
#[derive(Deserialize)]
struct RawContainer {
    channel_id: Option<String>,
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
    #[serde(default)]
    team_id: Option<String>,
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
    fn act(&self) -> Option<Act> {
        let chosen = self.selected_option.as_ref().map(|it| it.value.as_str());
        Act::of(&self.action_id, chosen)
    }
}

#[derive(Deserialize)]
struct RawView {
    #[serde(default)]
    id: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    callback_id: String,
    #[serde(default)]
    external_id: String,
    #[serde(default)]
    hash: Option<String>,
    #[serde(default)]
    private_metadata: String,
    #[serde(default)]
    state: Entered,
    #[serde(default)]
    blocks: Vec<RawBlock>,
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
                Interaction::HomeOpened { user, page: 0 }
            }
            _ => Interaction::Other(self.kind),
        }
    }
}

impl Raw {
    pub(super) fn provenance(&self) -> Provenance {
        let id = |named: &Option<RawId>, plain: &Option<String>| {
            let named = named.as_ref().map(|it| it.id.clone());
            named.or_else(|| plain.clone())
        };
        Provenance {
            app: self.api_app_id.clone(),
            team: id(&self.team, &self.team_id),
            enterprise: id(&self.enterprise, &self.enterprise_id),
            user_team: self.user.as_ref().and_then(|it| it.team_id.clone()),
            place: self.place(),
            trigger_id: self.trigger_id.clone(),
        }
    }

    fn place(&self) -> Place {
        if self.kind == "event_callback" {
            Place::Event
        } else if self.is_home() {
            Place::Home
        } else if self.view.is_some() {
            Place::Modal
        } else {
            let channel = self.channel.as_ref().map(|it| it.id.clone());
            let container = self.container.as_ref();
            Place::Message(channel.or_else(|| container.and_then(|it| it.channel_id.clone())))
        }
    }

    pub(super) fn into_interaction(self) -> Result<Interaction, PayloadError> {
        match self.kind.as_str() {
            "event_callback" => Ok(self.event.map_or_else(
                || Interaction::Other("event_callback".to_owned()),
                RawEvent::into_interaction,
            )),
            "block_actions" if self.is_home() => self.home_click(),
            "block_actions" if self.panel().is_some() => {
                Ok(Interaction::PanelClick(self.panel_act()?))
            }
            // Its one button is that of the panel.
            "block_actions" if self.is_confirmation() => {
                Ok(Interaction::PanelClick(self.panel_act()?))
            }
            "block_actions" if self.view.is_some() => self.modal_click(),
            "block_actions" => self.card_click(),
            "view_submission" if self.is_ours() => {
                let (modal, view) = self.modal()?;
                Ok(Interaction::Submission(Submission {
                    modal,
                    inputs: view.inputs(),
                    told: Vec::new(),
                    addressees: view.addressees(),
                }))
            }
            "view_submission" if self.is_confirmation() => self.confirmation(),
            "view_submission" if self.window().is_some() => self.decision(),
            "view_submission" if self.home_window().is_some() => self.home_submission(),
            "view_submission" if self.panel().is_some() => {
                Ok(Interaction::PanelSubmission(self.panel_act()?))
            }
            "view_closed" if self.is_ours() => Ok(Interaction::Closed(self.modal()?.0)),
            kind => Ok(Interaction::Other(kind.to_owned())),
        }
    }

    fn is_home(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.kind == "home")
    }

    /// The buttons of the home tab: those of a card, those that bring the tab up to date or turn its
    /// pages, and the choice of a language.
    fn home_click(self) -> Result<Interaction, PayloadError> {
        let chosen = |action: &RawAction| {
            let option = action.selected_option.as_ref();
            option
                .filter(|_| action.action_id == HOME_LANGUAGE)
                .and_then(|option| Language::of(&option.value))
        };
        if let Some(language) = self.actions.iter().find_map(chosen) {
            let user = self.person()?.id;
            return Ok(Interaction::LanguageChosen { user, language });
        }
        if let Some((query, behind)) = self.actions.iter().find_map(|it| self.searched(it)) {
            let user = self.person()?.id;
            return Ok(Interaction::Searched {
                user,
                query,
                behind,
            });
        }
        let window = |action: &RawAction| HomeWindow::from_action_id(&action.action_id);
        if let Some(window) = self.actions.iter().find_map(window) {
            let trigger_id = self.trigger_id.clone();
            return Ok(Interaction::HomeWindow {
                person: self.person()?,
                trigger_id: trigger_id.ok_or_else(|| malformed("trigger_id"))?,
                window,
            });
        }
        let page = |action: &RawAction| match action.action_id.as_str() {
            HOME_REFRESH => Some(0),
            HOME_EARLIER | HOME_LATER => action.value.as_ref()?.parse().ok(),
            _ => None,
        };
        match self.actions.iter().find_map(page) {
            Some(page) => Ok(Interaction::HomeOpened {
                user: self.person()?.id,
                page,
            }),
            None => self.card_click(),
        }
    }

    /// What is looked for by pressing Enter, by the button beside, or further back.
    fn searched(&self, action: &RawAction) -> Option<(String, Option<(Timestamp, ContextId)>)> {
        match action.action_id.as_str() {
            HOME_QUERY => Some((action.value.clone().unwrap_or_default(), None)),
            HOME_FIND => {
                let entered = &self.view.as_ref()?.state;
                let typed = entered
                    .blocks()
                    .find_map(|block| entered.text_in(block, HOME_QUERY));
                Some((typed.unwrap_or_default().to_owned(), None))
            }
            HOME_FIND_ON => {
                let on: FindOn = serde_json::from_str(action.value.as_deref()?).ok()?;
                Some((on.query, Some((on.at, on.id))))
            }
            _ => None,
        }
    }

    fn is_ours(&self) -> bool {
        self.view
            .as_ref()
            .is_some_and(|view| view.callback_id == MODAL)
    }

    fn window(&self) -> Option<Window> {
        Window::from_callback_id(&self.view.as_ref()?.callback_id)
    }

    fn home_window(&self) -> Option<HomeWindow> {
        HomeWindow::from_callback_id(&self.view.as_ref()?.callback_id)
    }

    fn home_submission(self) -> Result<Interaction, PayloadError> {
        let person = self.person()?;
        let window = self.home_window().ok_or_else(|| malformed("view"))?;
        let view = self.view.ok_or_else(|| malformed("view"))?;
        Ok(Interaction::HomeSubmission {
            person,
            view_id: view.id,
            window,
            entered: view.state,
        })
    }

    fn decision(self) -> Result<Interaction, PayloadError> {
        let person = self.person()?;
        let window = self.window().ok_or_else(|| malformed("view"))?;
        let view = self.view.ok_or_else(|| malformed("view"))?;
        let metadata: WindowMetadata = serde_json::from_str(&view.private_metadata)
            .map_err(|_| malformed("private_metadata"))?;
        let wanted = match window {
            Window::AssignTo => {
                let user = view.state.user(ASSIGNEE);
                let user = user.ok_or_else(|| malformed("the chosen person"))?;
                Wanted::Assignee(user.to_owned())
            }
            Window::SnoozeUntil => Wanted::Aside {
                choice: view.state.chosen(ASIDE_CHOICE).and_then(Later::named),
                time: view.state.time(ASIDE_TIME),
            },
        };
        Ok(Interaction::Decided(Decision {
            wanted,
            context_id: metadata.context_id,
            person,
            card: metadata.card,
        }))
    }

    fn is_confirmation(&self) -> bool {
        let view = self.view.as_ref();
        view.is_some_and(|view| view.callback_id == CONFIRMATION)
    }

    fn confirmation(self) -> Result<Interaction, PayloadError> {
        let person = self.person()?;
        let view = self.view.ok_or_else(|| malformed("view"))?;
        let metadata: ConfirmationMetadata = serde_json::from_str(&view.private_metadata)
            .map_err(|_| malformed("private_metadata"))?;
        Ok(Interaction::Confirmed(Confirmation {
            modal: ModalRef {
                context_id: metadata.context_id,
                external_id: metadata.over,
                person,
                language: metadata.language,
                files: metadata.files,
                around: metadata.around,
                // That of this view says nothing of the modal beneath.
                hash: None,
            },
            told: metadata.told,
        }))
    }

    fn card_click(self) -> Result<Interaction, PayloadError> {
        let person = self.person()?;
        if let Some((act, action)) = self.actions.iter().find_map(|it| Some((it.act()?, it))) {
            let context_id = context_id(&action.block_id).ok_or_else(|| malformed("block_id"))?;
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
            .find(|action| action.action_id == GENERATE_REPLY)
        else {
            return Ok(Interaction::Other("block_actions of a message".to_owned()));
        };
        let value = action.value.unwrap_or_default();
        let value: ButtonValue =
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
        let button = self.actions.iter().find_map(|action| {
            let button = Button::from_action_id(&action.action_id)?;
            Some((button, action.value.clone()))
        });
        let (Some((button, value)), true) = (button, self.is_ours()) else {
            return Ok(Interaction::Other("block_actions of a view".to_owned()));
        };
        let trigger_id = self.trigger_id.clone().unwrap_or_default();
        let (modal, view) = self.modal()?;
        Ok(Interaction::ModalClick(ModalClick {
            modal,
            button,
            value,
            trigger_id,
            inputs: view.inputs(),
            addressees: view.addressees(),
        }))
    }

    fn panel(&self) -> Option<Panel> {
        Panel::from_callback_id(&self.view.as_ref()?.callback_id)
    }

    fn panel_act(self) -> Result<PanelAct, PayloadError> {
        let panel = match self.is_confirmation() {
            true => Panel::Facts,
            false => self.panel().ok_or_else(|| malformed("callback_id"))?,
        };
        let person = self.person()?;
        let view = self.view.ok_or_else(|| malformed("view"))?;
        let metadata: PanelMetadata = serde_json::from_str(&view.private_metadata)
            .map_err(|_| malformed("private_metadata"))?;
        Ok(PanelAct {
            panel,
            view_id: view.id,
            external_id: view.external_id,
            draft: metadata.draft,
            value: self.actions.into_iter().find_map(|action| action.value),
            modal: ModalRef {
                context_id: metadata.context_id,
                external_id: metadata.over,
                person,
                language: metadata.language,
                files: Vec::new(),
                around: None,
                // That of the panel says nothing of the modal beneath.
                hash: None,
            },
            entered: view.state,
        })
    }

    fn modal(self) -> Result<(ModalRef, RawView), PayloadError> {
        let person = self.person()?;
        let view = self.view.ok_or_else(|| malformed("view"))?;
        let metadata = ModalMetadata::parse(&view.private_metadata)
            .ok_or_else(|| malformed("private_metadata"))?;
        let external_id = view.external_id.clone();
        Ok((
            ModalRef {
                context_id: metadata.context_id,
                external_id,
                person,
                language: metadata.language,
                files: metadata.files,
                around: metadata.around,
                hash: view.hash.clone(),
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
    /// What was chosen of [`TO_BLOCK`] and [`CC_BLOCK`]; `None` where nothing was
    /// asked.
    fn addressees(&self) -> Addressees {
        let copies = self.state.blocks();
        let copies: Vec<&str> = copies
            .filter(|block_id| block_id.starts_with(CC_BLOCK))
            .collect();
        let ticked = copies
            .iter()
            .filter_map(|block_id| self.state.ticked(block_id));
        let chosen = ticked.flatten().filter_map(|it| it.parse().ok()).collect();
        Addressees {
            to: self.state.chosen(TO_BLOCK).map(str::to_owned),
            cc: (!copies.is_empty()).then_some(chosen),
            ticked_all: copies.iter().find_map(|it| ticked_all(it)).unwrap_or(0),
            // That is in a panel.
            rewritten: Rewritten::default(),
        }
    }

    /// The reply's inputs in the order they stand on the screen, which is the order of the blocks.
    fn inputs(&self) -> Vec<(String, String)> {
        let value_of = |block_id: &str| {
            let text = self.state.text_in(block_id, REPLY_INPUT)?;
            Some((block_id.to_owned(), text.to_owned()))
        };
        if self.blocks.is_empty() {
            return self.state.blocks().filter_map(value_of).collect();
        }
        let blocks = self.blocks.iter();
        blocks
            .filter_map(|block| value_of(&block.block_id))
            .collect()
    }
}

/// How often everybody was ticked at once when a block of copies got its id.
fn ticked_all(block_id: &str) -> Option<u32> {
    let after = block_id.strip_prefix(CC_BLOCK)?.strip_prefix(CC_ALL)?;
    after.split('_').next()?.parse().ok()
}

fn malformed(what: &str) -> PayloadError {
    PayloadError::Malformed(format!("{what} is missing or not as expected"))
}
