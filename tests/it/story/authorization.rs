//! Only members of the inquiry's channel, of this workspace, by this app, see or act.

use std::time::Duration;

use inquiry::language::Language;
use inquiry::{Acknowledgement, Card as CardPlace, ContextId, Event, Person, State};
use mail::Addressees;
use replybot::flow::interaction::{Answer, ResponseAction, interact};
use serde_json::{Value, json};
use slack::elements::Act;
use slack::elements::Button;
use slack::elements::HomeWindow;
use slack::elements::Panel;
use slack::payload::{
    self, CardAct, CardClick, Confirmation, Decision, Interaction, ModalClick, ModalRef, PanelAct,
    Provenance, Submission, Wanted,
};
use slack_sim::{Delivery, Place, Target};

use crate::story::bench::{
    Bench, CHANNEL, Card, Mail, Modal, SATO, SUZUKI, Setup, TANAKA, bench, bench_with,
};
use crate::support::proxy::Fault;
use crate::support::smtp::Mood;

/// The simulated workspace and app.
const TEAM: &str = "T0000001";
const APP: &str = "A0000001";

/// What an interaction is about, and who does it.
struct Scene {
    context_id: ContextId,
    card: CardPlace,
    external_id: String,
    person: Person,
}

impl Scene {
    fn modal(&self) -> ModalRef {
        ModalRef {
            files: vec![],
            around: None,
            context_id: self.context_id.clone(),
            external_id: self.external_id.clone(),
            person: self.person.clone(),
            language: None,
            hash: None,
        }
    }

    fn panel(&self) -> PanelAct {
        PanelAct {
            panel: Panel::Wish,
            view_id: "V0001".to_owned(),
            external_id: String::new(),
            draft: None,
            value: None,
            modal: self.modal(),
            entered: Default::default(),
        }
    }

    fn inputs(&self) -> Vec<(String, String)> {
        vec![("editable_reply_block_1".to_owned(), "Stolen.".to_owned())]
    }
}

/// One interaction of each kind: the one that comes after `before`. A new kind does not compile
/// before it is here, too.
fn next(before: Option<&Interaction>, scene: &Scene) -> Option<Interaction> {
    let trigger_id = "0001.T0000001.trigger".to_owned();
    Some(match before {
        None => Interaction::CardClick(CardClick {
            context_id: scene.context_id.clone(),
            person: scene.person.clone(),
            trigger_id,
            card: Some(scene.card.clone()),
        }),
        Some(Interaction::CardClick(_)) => Interaction::CardAct(CardAct {
            act: Act::Close,
            context_id: scene.context_id.clone(),
            person: scene.person.clone(),
            trigger_id,
            card: Some(scene.card.clone()),
        }),
        Some(Interaction::CardAct(_)) => Interaction::ModalClick(ModalClick {
            modal: scene.modal(),
            button: Button::Another,
            value: None,
            trigger_id,
            inputs: scene.inputs(),
            addressees: Addressees::default(),
        }),
        Some(Interaction::ModalClick(_)) => Interaction::PanelClick(scene.panel()),
        Some(Interaction::PanelClick(_)) => Interaction::PanelSubmission(scene.panel()),
        Some(Interaction::PanelSubmission(_)) => Interaction::HomeOpened {
            user: scene.person.id.clone(),
            page: 0,
        },
        Some(Interaction::HomeOpened { .. }) => Interaction::LanguageChosen {
            user: scene.person.id.clone(),
            language: Language::Ja,
        },
        Some(Interaction::LanguageChosen { .. }) => Interaction::HomeWindow {
            person: scene.person.clone(),
            trigger_id,
            window: HomeWindow::Compose,
        },
        Some(Interaction::HomeWindow { .. }) => Interaction::HomeSubmission {
            person: scene.person.clone(),
            view_id: "V0002".to_owned(),
            window: HomeWindow::Compose,
            entered: serde_json::from_value(serde_json::json!({ "values": {
                "begun_to_block": { "begun_to": { "value": "victim@example.com" } },
                "begun_subject_block": { "begun_subject": { "value": "Stolen" } },
            } }))
            .unwrap(),
        },
        Some(Interaction::HomeSubmission { .. }) => Interaction::Searched {
            user: scene.person.id.clone(),
            query: "yamada".to_owned(),
            behind: None,
        },
        Some(Interaction::Searched { .. }) => Interaction::Decided(Decision {
            wanted: Wanted::Assignee(scene.person.id.clone()),
            context_id: scene.context_id.clone(),
            person: scene.person.clone(),
            card: Some(scene.card.clone()),
        }),
        Some(Interaction::Decided(_)) => Interaction::Submission(Submission {
            modal: scene.modal(),
            inputs: scene.inputs(),
            told: Vec::new(),
            addressees: Addressees::default(),
        }),
        Some(Interaction::Submission(_)) => Interaction::Confirmed(Confirmation {
            modal: scene.modal(),
            told: vec![Acknowledgement::Closed],
        }),
        Some(Interaction::Confirmed(_)) => Interaction::Closed(scene.modal()),
        Some(Interaction::Closed(_)) => Interaction::Other("shortcut".to_owned()),
        Some(Interaction::Other(_)) => return None,
    })
}

fn every_kind(scene: &Scene) -> Vec<Interaction> {
    let mut all: Vec<Interaction> = Vec::new();
    while let Some(more) = next(all.last(), scene) {
        all.push(more);
    }
    all
}

/// Where Slack says that an interaction of this kind comes from, when nothing is wrong with it.
fn usual(interaction: &Interaction) -> Provenance {
    let place = match interaction {
        Interaction::CardClick(_) | Interaction::CardAct(_) | Interaction::Other(_) => {
            payload::Place::Message(Some(CHANNEL.to_owned()))
        }
        Interaction::HomeOpened { .. } => payload::Place::Event,
        Interaction::LanguageChosen { .. }
        | Interaction::HomeWindow { .. }
        | Interaction::Searched { .. } => payload::Place::Home,
        Interaction::Decided(_)
        | Interaction::HomeSubmission { .. }
        | Interaction::ModalClick(_)
        | Interaction::PanelClick(_)
        | Interaction::PanelSubmission(_)
        | Interaction::Submission(_)
        | Interaction::Confirmed(_)
        | Interaction::Closed(_) => payload::Place::Modal,
    };
    Provenance {
        app: Some(APP.to_owned()),
        team: Some(TEAM.to_owned()),
        enterprise: None,
        user_team: Some(TEAM.to_owned()),
        place,
        trigger_id: None,
    }
}

type Alter = fn(&mut Provenance);

/// Who comes from where an inquiry cannot be acted on.
const INTRUDERS: [(&str, &str, Alter); 9] = [
    ("an outsider", TANAKA, |_| {}),
    ("a member, by another workspace's payload", SATO, |from| {
        from.team = Some("T_EVIL".to_owned());
    }),
    ("a member, by a payload without a workspace", SATO, |from| {
        from.team = None;
    }),
    (
        "a member, by another organization's payload",
        SATO,
        |from| {
            from.team = Some("T_EVIL".to_owned());
            from.enterprise = Some("E_EVIL".to_owned());
        },
    ),
    ("a member, by another app's payload", SATO, |from| {
        from.app = Some("A_EVIL".to_owned());
    }),
    ("a member, by a payload without an app", SATO, |from| {
        from.app = None;
    }),
    (
        "a guest of another organization in the channel",
        SATO,
        |from| {
            from.user_team = Some("T_EVIL".to_owned());
        },
    ),
    (
        "a member, by a button that was posted elsewhere",
        SATO,
        |from| {
            from.place = payload::Place::Message(Some("D0000001".to_owned()));
        },
    ),
    ("a member, by a message of no channel", SATO, |from| {
        from.place = payload::Place::Message(None);
    }),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_kind_of_interaction_is_done_for_an_intruder() {
    bench(async |b| {
        b.workspace.set_members(&[SATO, SUZUKI]);
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SUZUKI, &card).await;
        b.all_work_done().await;
        let before = b.stored(&card.id).await;
        let (asked, sent) = (b.llm.prompts().len(), b.smtp.taken().len());
        for (who, person, alter) in INTRUDERS {
            let scene = scene(b, &card, &modal, person).await;
            let kinds = every_kind(&scene);
            assert!(kinds.len() > 9, "{}", kinds.len());
            for interaction in kinds {
                let mut from = usual(&interaction);
                alter(&mut from);
                let what = format!("{interaction:?}");
                let delivery = payload::Delivery { from, interaction };
                let answer = interact(&b.service.engine, delivery).await;
                b.all_work_done().await;
                let is_told = match &answer {
                    Answer::Done => true,
                    Answer::Action(action) => matches!(action, ResponseAction::Errors { .. }),
                    Answer::Refused(_) => false,
                };
                assert!(is_told, "{who}: {what}: {answer:?}");
                assert_eq!(b.stored(&card.id).await, before, "{who}: {what}");
                let tab = b
                    .workspace
                    .home(person)
                    .map(|view_id| Place::View { view_id });
                let tab = tab
                    .map(|tab| b.workspace.visible_text(&tab))
                    .unwrap_or_default();
                assert!(!tab.contains("Where is my order"), "{who}: {what}: {tab}");
            }
        }
        assert_eq!(b.llm.prompts().len(), asked);
        assert_eq!(b.smtp.taken().len(), sent);
        assert_eq!(b.workspace.open_views(SATO), Vec::<String>::new());
        assert_eq!(b.workspace.open_views(TANAKA), Vec::<String>::new());
        let home = b
            .workspace
            .home(TANAKA)
            .map(|view_id| Place::View { view_id });
        let home = b
            .workspace
            .visible_text(&home.expect("a home tab that says why"));
        assert!(home.contains("Only members"), "{home}");
        assert!(!home.contains("Where is my order"), "{home}");
    })
    .await;
}

async fn scene(b: &Bench, card: &Card, modal: &Modal, person: &str) -> Scene {
    let view = b.workspace.view(&modal.view_id).unwrap();
    let Place::Message { channel, ts } = card.place.clone() else {
        unreachable!("a card is a message")
    };
    Scene {
        context_id: card.id.clone(),
        card: CardPlace { channel, ts },
        external_id: view["external_id"].as_str().unwrap().to_owned(),
        person: Person {
            id: person.to_owned(),
            name: "somebody".to_owned(),
        },
    }
}

async fn home(b: &Bench, person: &str) -> (Place, String) {
    assert_eq!(b.workspace.open_home(person).await, Delivery::Acknowledged);
    let view_id = b.workspace.home(person).expect("a published view");
    let place = Place::View { view_id };
    let text = b.workspace.visible_text(&place);
    (place, text)
}

/// The text of the window on top of a person's screen.
fn on_top(b: &Bench, person: &str) -> String {
    let view_id = b.workspace.open_views(person).pop().expect("a window");
    b.workspace.visible_text(&Place::View { view_id })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outsiders_home_tab_says_what_the_app_is_and_shows_no_customer() {
    bench(async |b| {
        b.receive(&Mail::new("1@example.com")).await;
        b.workspace.set_members(&[SATO]);
        let (_, text) = home(b, TANAKA).await;
        assert!(text.contains("answering customers’ emails"), "{text}");
        assert!(text.contains("Only members"), "{text}");
        assert!(!text.contains("Where is my order"), "{text}");
        let (_, text) = home(b, SATO).await;
        assert!(text.contains("Where is my order"), "{text}");
    })
    .await;
}

/// What was let in before has buttons that are still on the screen.
#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_left_the_channel_sees_and_does_nothing_with_what_is_still_on_their_screen() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let (tab, text) = home(b, TANAKA).await;
        assert!(text.contains("Where is my order"), "{text}");
        let modal = b.click_and_wait(TANAKA, &card).await;
        b.write(&modal, "My own words.");
        b.workspace.set_members(&[SATO]);
        b.let_pass(Duration::from_secs(3 * 60)).await;
        let before = b.stored(&card.id).await;

        let Delivery::Errors { errors } = b.workspace.submit(TANAKA, &modal.view_id).await else {
            panic!("it was not refused")
        };
        assert!(
            errors.values().any(|it| it.contains("Only members")),
            "{errors:?}"
        );
        assert_eq!(b.reply(&modal).as_deref(), Some("My own words."));
        b.press(&modal, "another_draft_action").await;
        assert!(on_top(b, TANAKA).contains("Only members"));
        let above = b.workspace.open_views(TANAKA).pop().unwrap();
        b.workspace.close(TANAKA, &above).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("My own words."));
        b.workspace.close(TANAKA, &modal.view_id).await;

        let click = Target::from("generate_reply_action");
        b.workspace.click(TANAKA, &tab, click).await;
        let text = b.workspace.visible_text(&tab);
        assert!(!text.contains("Where is my order"), "{text}");
        assert_eq!(b.workspace.open_views(TANAKA), Vec::<String>::new());
        assert_eq!(b.stored(&card.id).await, before);
        assert_eq!(b.smtp.taken().len(), 0);
    })
    .await;
}

/// In a public channel everybody sees the card without being a member.
#[tokio::test(flavor = "multi_thread")]
async fn an_outsider_at_a_card_is_told_to_join_and_is_let_in_after_that() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.workspace.set_members(&[SATO]);
        b.workspace
            .click(TANAKA, &card.place, "generate_reply_action")
            .await;
        let text = on_top(b, TANAKA);
        assert!(text.contains("Only members"), "{text}");
        assert!(!text.contains("090-1234-5678"), "{text}");
        b.workspace.close_all(TANAKA).await;
        b.workspace.set_members(&[SATO, TANAKA]);
        b.let_pass(Duration::from_secs(3)).await;
        let modal = b.click_and_wait(TANAKA, &card).await;
        assert!(b.text(&modal).contains("090-1234-5678"));
        b.somebody_answers();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_slack_does_not_say_who_is_a_member_nothing_is_done_and_the_person_is_told() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        for fault in ["missing_scope", "channel_not_found", "internal_error"] {
            b.slack.fail("conversations.members", Fault::Error(fault));
            b.workspace
                .click(SATO, &card.place, "generate_reply_action")
                .await;
            let text = on_top(b, SATO);
            assert!(text.contains("could not be checked"), "{text}");
            b.workspace.close_all(SATO).await;
            b.slack.fail("conversations.members", Fault::Error(fault));
            let (_, text) = home(b, SATO).await;
            assert!(!text.contains("Where is my order"), "{text}");
        }
        let modal = b.click_and_wait(SATO, &card).await;
        b.slack
            .fail("conversations.members", Fault::Error("fatal_error"));
        b.let_pass(Duration::from_secs(3 * 60)).await;
        assert!(matches!(b.submit(&modal).await, Delivery::Errors { .. }));
        assert_eq!(b.smtp.taken().len(), 0);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_on_any_page_of_a_large_channel_are_let_in() {
    bench(async |b| {
        let mut members: Vec<String> = (0..2500).map(|n| format!("U9{n:06}")).collect();
        members.push(SATO.to_owned());
        b.workspace
            .set_members(&members.iter().map(String::as_str).collect::<Vec<_>>());
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.click_and_wait(SATO, &card).await;
        let asked = b.workspace.calls().into_iter();
        let asked = asked
            .filter(|call| call.method == "conversations.members")
            .count();
        assert_eq!(asked, 3, "a list is asked for once in a while");
        b.workspace
            .click(TANAKA, &card.place, "generate_reply_action")
            .await;
        assert!(on_top(b, TANAKA).contains("Only members"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_that_was_posted_elsewhere_with_a_stolen_token_does_nothing() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        for elsewhere in [
            json!({ "channel": { "id": "C0000009", "name": "other" } }),
            json!({ "channel": { "id": "DU0000001", "name": "directmessage" } }),
            json!({ "channel": null, "container": { "type": "message", "channel_id": "C0000009", "is_ephemeral": true }, "message": null }),
            json!({ "channel": null, "container": null, "message": null }),
            json!({ "api_app_id": "A0000009" }),
            json!({ "team": { "id": "T0000009", "domain": "evil" } }),
            json!({ "team": null }),
            json!({ "team": null, "enterprise": { "id": "E0000009", "name": "evil" }, "is_enterprise_install": true }),
        ] {
            let fields = elsewhere.clone();
            b.workspace.alter_payloads(move |payload| merge(payload, &fields));
            b.workspace.click(SATO, &card.place, "generate_reply_action").await;
            assert_eq!(b.workspace.open_views(SATO), Vec::<String>::new(), "{elsewhere}");
            b.workspace.click(SATO, &card.place, "close_inquiry").await;
        }
        let stored = b.stored(&card.id).await;
        assert_eq!(stored.history.len(), 1, "{:?}", stored.history);
    })
    .await;
}

fn merge(payload: &mut Value, fields: &Value) {
    for (name, value) in fields.as_object().unwrap() {
        payload[name] = value.clone();
    }
}

/// A card of an older deployment is known by the click alone; it has to be in our channel.
#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_not_known_is_opened_from_the_configured_channel_only() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let forgotten = b.app.store.change(&card.id, |inquiry| {
            inquiry.slack.card = None;
            Ok::<_, std::convert::Infallible>(())
        });
        forgotten.await.unwrap();
        b.workspace
            .alter_payloads(|payload| merge(payload, &json!({ "channel": { "id": "C0000009" } })));
        b.workspace
            .click(SATO, &card.place, "generate_reply_action")
            .await;
        assert_eq!(b.workspace.open_views(SATO), Vec::<String>::new());
        assert_eq!(b.stored(&card.id).await.slack.card, None);
        b.workspace.alter_payloads(|_| {});
        b.click_and_wait(SATO, &card).await;
        assert!(b.stored(&card.id).await.slack.card.is_some());
    })
    .await;
}

/// Enterprise Grid: one organization, several workspaces.
#[tokio::test(flavor = "multi_thread")]
async fn in_an_organization_members_from_its_other_workspaces_are_let_in() {
    bench(async |b| {
        b.workspace.set_identity("enterprise_id", "E0000001");
        let card = b.receive(&Mail::new("1@example.com")).await;
        let fields = json!({
            "team": { "id": "T0000002", "domain": "sales" }, "enterprise": { "id": "E0000001", "name": "shop" },
            "is_enterprise_install": true,
        });
        b.workspace.alter_payloads(move |payload| merge(payload, &fields));
        for (user, team) in [(SATO, "T0000002"), (SUZUKI, "E0000001")] {
            b.workspace.set_person(user, "team_id", team);
            let enterprise = json!({ "id": user, "enterprise_id": "E0000001" });
            b.workspace.set_person(user, "enterprise_user", enterprise);
            let modal = b.click_and_wait(user, &card).await;
            b.workspace.close(user, &modal.view_id).await;
        }
        // Another organization's person in the same channel.
        b.workspace.set_person(TANAKA, "team_id", "T0000009");
        b.workspace.set_person(TANAKA, "is_stranger", true);
        b.workspace.click(TANAKA, &card.place, "generate_reply_action").await;
        let text = on_top(b, TANAKA);
        assert!(text.contains("this organization"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_another_organization_are_let_in_only_where_that_is_set() {
    for (setting, is_let_in) in [("refused", false), ("allowed", true)] {
        let setup = Setup {
            environment: vec![("SLACK_EXTERNAL_MEMBERS", setting)],
            ..Setup::default()
        };
        bench_with(setup, async |b| {
            let card = b.receive(&Mail::new("1@example.com")).await;
            b.workspace.set_channel("is_ext_shared", true);
            b.workspace.set_person(TANAKA, "team_id", "T0000009");
            b.workspace.set_person(TANAKA, "is_stranger", true);
            b.workspace
                .click(TANAKA, &card.place, "generate_reply_action")
                .await;
            b.all_work_done().await;
            let text = on_top(b, TANAKA);
            assert_eq!(text.contains("090-1234-5678"), is_let_in, "{text}");
            // The event does not say whose person it is.
            let (_, text) = home(b, TANAKA).await;
            assert_eq!(text.contains("Where is my order"), is_let_in, "{text}");
            b.somebody_answers();
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_opened_an_inquiry_is_in_its_history_once_as_long_as_nothing_else_happens() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        for person in [SATO, SATO, SUZUKI, SATO] {
            let modal = b.click_and_wait(person, &card).await;
            b.workspace.close(person, &modal.view_id).await;
        }
        let history = b.stored(&card.id).await.history;
        let opened = history.iter().filter(|it| it.event == Event::Opened);
        let opened: Vec<&str> = opened.filter_map(|it| Some(&*it.by.as_ref()?.id)).collect();
        assert_eq!(opened, [SATO, SATO, SUZUKI, SATO]);
    })
    .await;
}

/// What decides the outcome is for those in `SENDERS_ALLOWED`; everybody in the channel may look,
/// draft and assign.
#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_send_decides_nothing_else_either() {
    let setup = Setup {
        environment: vec![("SENDERS_ALLOWED", SUZUKI), ("SEND_DELAY_SECONDS", "300")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let state = async || b.stored(&card.id).await.state;
        for (action, option) in [("close_inquiry", None), ("more_acts", Some("mark_as_spam"))] {
            let before = state().await;
            b.act(SATO, &card, action, option).await;
            assert!(on_top(b, SATO).contains("Only certain members"), "{action}");
            b.workspace.close_all(SATO).await;
            assert_eq!(state().await, before, "{action}");
        }
        b.act(SATO, &card, "assign_to_me", None).await;
        assert!(b.stored(&card.id).await.team.assignee.is_some());
        let modal = b.click_and_wait(SUZUKI, &card).await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        // It waits, and only a sender takes it back.
        b.until(|b| b.card_text(&card).contains("can be taken back"))
            .await;
        b.act(SATO, &card, "undo_send", None).await;
        assert!(on_top(b, SATO).contains("Only certain members"));
        b.workspace.close_all(SATO).await;
        let other = b.click(SATO, &card).await;
        b.press(&other, "undo_send_action").await;
        assert!(on_top(b, SATO).contains("Only certain members"));
        assert!(b.stored(&card.id).await.delivery.scheduled.is_some());
        b.act(SUZUKI, &card, "undo_send", None).await;
        assert!(b.stored(&card.id).await.delivery.scheduled.is_none());
    })
    .await;
}

/// Everything that a person who may not send can press, over a reply whose outcome is unknown, one
/// that waits, and a draft: replies stay what they are, nothing is closed, nothing goes out.
#[tokio::test(flavor = "multi_thread")]
async fn no_button_decides_an_outcome_for_a_person_who_may_not_send() {
    for scenery in ["drafted", "unknown", "held"] {
        let delay = if scenery == "held" { "300" } else { "0" };
        let setup = Setup {
            environment: vec![("SENDERS_ALLOWED", SUZUKI), ("SEND_DELAY_SECONDS", delay)],
            ..Setup::default()
        };
        bench_with(setup, async |b| {
            b.somebody_answers();
            let card = b.receive(&Mail::new("1@example.com")).await;
            let modal = b.click_and_wait(SUZUKI, &card).await;
            if scenery == "unknown" {
                b.smtp.set_mood(Mood::LosesItsAnswer);
            }
            if scenery != "drafted" {
                b.submit(&modal).await;
                b.smtp.set_mood(Mood::Takes);
            }
            b.all_work_done().await;
            let before = b.stored(&card.id).await;
            let sent = b.smtp.taken().len();
            let scene = scene(b, &card, &modal, SATO).await;
            for interaction in every_press(&scene) {
                let from = usual(&interaction);
                let what = format!("{scenery}: {interaction:?}");
                let delivery = payload::Delivery { from, interaction };
                interact(&b.service.engine, delivery).await;
                b.all_work_done().await;
                let after = b.stored(&card.id).await;
                assert_eq!(after.delivery.replies, before.delivery.replies, "{what}");
                assert_eq!(
                    after.delivery.scheduled, before.delivery.scheduled,
                    "{what}"
                );
                assert_ne!(after.state, State::Closed, "{what}");
                assert_eq!(b.smtp.taken().len(), sent, "{what}");
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_sender_was_asked_is_confirmed_by_no_person_who_may_not_send() {
    let setup = Setup {
        environment: vec![("SENDERS_ALLOWED", SUZUKI)],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SUZUKI, &card).await;
        b.write(&modal, "Please find the invoice attached.");
        b.submit_and_be_asked(&modal).await;
        let question = b.workspace.view(&b.question(&modal).view_id).unwrap();
        let metadata = question["private_metadata"].as_str().unwrap();
        let metadata: Value = serde_json::from_str(metadata).unwrap();
        let told: Vec<Acknowledgement> = serde_json::from_value(metadata["told"].clone()).unwrap();
        assert!(!told.is_empty());
        for (person, sent) in [(SATO, 0), (SUZUKI, 1)] {
            let interaction = Interaction::Confirmed(Confirmation {
                modal: scene(b, &card, &modal, person).await.modal(),
                told: told.clone(),
            });
            let from = usual(&interaction);
            interact(&b.service.engine, payload::Delivery { from, interaction }).await;
            b.all_work_done().await;
            assert_eq!(b.smtp.taken().len(), sent, "{person}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_closes_the_window_of_a_colleague() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SUZUKI, &card).await;
        for (person, left) in [(SATO, 1), (SUZUKI, 0)] {
            let interaction = Interaction::Closed(scene(b, &card, &modal, person).await.modal());
            let from = usual(&interaction);
            interact(&b.service.engine, payload::Delivery { from, interaction }).await;
            b.all_work_done().await;
            assert_eq!(
                b.stored(&card.id).await.slack.modals.len(),
                left,
                "{person}"
            );
        }
    })
    .await;
}

/// What opens a view needs a click of Slack's, and shows more than it changes.
fn opens_a_view(button: Button) -> bool {
    matches!(
        button,
        Button::Revise
            | Button::Versions
            | Button::Canned
            | Button::ReadOn
            | Button::Files
            | Button::Customer
            | Button::Bad
            | Button::Translate
            | Button::WhatTheAiSaw
            | Button::Facts
            | Button::Recipients
            | Button::PassOn
    )
}

fn every_press(scene: &Scene) -> Vec<Interaction> {
    let trigger_id = "0001.T0000001.trigger".to_owned();
    let buttons = Button::ALL.into_iter().filter(|it| !opens_a_view(*it));
    let buttons = buttons.map(|button| {
        Interaction::ModalClick(ModalClick {
            modal: scene.modal(),
            button,
            value: None,
            trigger_id: trigger_id.clone(),
            inputs: scene.inputs(),
            addressees: Addressees::default(),
        })
    });
    let opens = [Act::History, Act::AssignTo, Act::SnoozeUntil];
    let acts = Act::ALL.into_iter().filter(|act| !opens.contains(act));
    let acts = acts.map(|act| {
        Interaction::CardAct(CardAct {
            act,
            context_id: scene.context_id.clone(),
            person: scene.person.clone(),
            trigger_id: trigger_id.clone(),
            card: Some(scene.card.clone()),
        })
    });
    let submissions = every_kind(scene)
        .into_iter()
        .filter(|it| matches!(it, Interaction::Submission(_) | Interaction::Confirmed(_)));
    submissions.chain(acts).chain(buttons).collect()
}
