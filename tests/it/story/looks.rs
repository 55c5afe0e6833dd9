//! Slack takes every card, modal and home that this program can show, in both languages.

use replybot::inquiry::{
    Cause, Checked, CheckedFact, Editing, Event, FactOrigin, FactSource, Failure, Held,
    HistoryEntry, Inquiry, Insist, Later, Modal, Notice, Person, Says, Snooze, State, Step,
};
use replybot::mail::{Mailbox, Warning};
use replybot::pii::{CustomerText, Masker};
use replybot::screens::ScreenSettings;
use replybot::screens::card::{CardContent, card};
use replybot::screens::confirmation::{Asked, confirmation, not_sent};
use replybot::screens::denied;
use replybot::screens::history::history;
use replybot::screens::home::{Listed, Part, home};
use replybot::screens::modal::{Inputs, Screen, view};
use replybot::screens::notice::notice;
use replybot::screens::panel::{facts as facts_panel, what_the_ai_saw};
use replybot::screens::summary::{Figures, Period, summary};
use replybot::screens::texts::Language;
use replybot::slack::channel_audience::Exposure;
use replybot::slack::elements::PanelMetadata;
use serde_json::{Value, json};
use slack_sim::{check_home, check_message, check_view};

use crate::story::bench::{Mail, SATO, bench};
use crate::support::slack_sdk;

const STATES: [State; 9] = [
    State::Received,
    State::Notified,
    State::Drafting,
    State::Drafted,
    State::Sending,
    State::Sent,
    State::Failed,
    State::Unknown,
    State::Closed,
];

#[tokio::test(flavor = "multi_thread")]
async fn slack_takes_every_state_of_card_and_modal_in_both_languages() {
    bench(async |b| {
        let long = Mail::new("1@example.com")
            .with("Cc", "Hanako <hanako@example.com>, c@example.com")
            .with("Reply-To", "other@example.com")
            .saying(&"長い本文です。改行もあります。<!channel> & \n".repeat(2000));
        let card = b.receive(&long).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.submit(&modal).await;
        let inquiry = b.stored(&card.id).await;
        let mut shown = Vec::new();
        for state in STATES {
            for inquiry in variants(&inquiry, state) {
                for look in looks(&b.app.look) {
                    shown.extend(everything(&inquiry, &b.app.masker, &look));
                }
            }
        }
        // Many look the same.
        shown.sort_by_cached_key(Value::to_string);
        shown.dedup();
        for it in &shown {
            let faults = match it["type"].as_str() {
                Some("home") => check_home(it),
                Some(_) => check_view(it),
                None => check_message(it),
            };
            assert_eq!(faults, [], "{it}");
            assert!(it.to_string().len() < 250_000);
        }
        let problems = tokio::task::spawn_blocking(move || slack_sdk::problems(&shown));
        assert_eq!(problems.await.unwrap(), Vec::<String>::new());
    })
    .await;
}

#[test]
fn the_published_models_find_what_is_wrong() {
    let header = |length| json!([{ "type": "header", "text": { "type": "plain_text", "text": "x".repeat(length) } }]);
    let option = json!({ "text": { "type": "plain_text", "text": "x" }, "value": "x" });
    let overflow = |options| {
        json!([{ "type": "actions", "elements": [
            { "type": "overflow", "action_id": "x", "options": vec![option.clone(); options] }
        ] }])
    };
    let view = |title| json!({ "type": "modal", "title": { "type": "plain_text", "text": title }, "blocks": [] });
    let unknown = json!([{ "type": "divider", "colour": "red" }]);
    let shown = [
        header(150),
        header(151),
        overflow(5),
        overflow(6),
        view("x"),
        view(&"x".repeat(25)),
        unknown,
    ];
    let problems = slack_sdk::problems(&shown);
    for line in [2, 4, 6, 7] {
        let named = format!("line {line}: ");
        assert!(
            problems.iter().any(|it| it.starts_with(&named)),
            "{problems:?}"
        );
    }
    for line in [1, 3] {
        let named = format!("line {line}: ");
        assert!(
            !problems.iter().any(|it| it.starts_with(&named)),
            "{problems:?}"
        );
    }
}

/// With and without everything that a team can add; failed at either step.
fn variants(inquiry: &Inquiry, state: State) -> Vec<Inquiry> {
    let person = ken();
    let failure = |step, cause| Failure {
        step,
        cause,
        detail: String::new(),
    };
    let bare = Inquiry {
        state,
        ..inquiry.clone()
    };
    let zone = jiff::tz::TimeZone::UTC;
    let mut busy = bare.clone();
    busy.newer_mails = 2;
    busy.assignee = Some(person.clone());
    busy.snoozed = Some(Snooze {
        until: Later::Tomorrow.time(busy.received_at, &zone),
        by: person.clone(),
    });
    busy.editing = Some(Editing {
        person: person.clone(),
        external_id: "another".into(),
        until: busy.received_at,
    });
    busy.modals = vec![Modal::waiting("ai-reply-x-1", None)];
    let long = HistoryEntry {
        at: busy.received_at,
        event: Event::ReplyRefused,
        by: Some(person.clone()),
        detail: "550 <!channel> ".repeat(500),
    };
    busy.history = vec![long; 200];
    let mut undone = bare.clone();
    match state {
        State::Sending => {
            undone.held = Some(Held {
                until: undone.received_at,
                before: State::Drafted,
                failure: None,
            });
        }
        _ => undone.withdrawn = undone.newest_reply().cloned(),
    }
    let failed = |step, cause| Inquiry {
        failure: Some(failure(step, cause)),
        ..bare.clone()
    };
    vec![
        failed(Step::Draft, Cause::TimedOut),
        failed(Step::Reply, Cause::Refused),
        failed(Step::Reply, Cause::Bounced),
        bare,
        busy,
        undone,
    ]
}

fn ken() -> Person {
    Person {
        id: "U0000009".into(),
        name: "Ken".into(),
    }
}

fn looks(look: &ScreenSettings) -> Vec<ScreenSettings> {
    let both = [Language::Ja, Language::En];
    both.into_iter()
        .flat_map(|language| {
            [CardContent::Masked, CardContent::Full].map(|card_content| ScreenSettings {
                texts: language.texts(),
                card_content,
                ..look.clone()
            })
        })
        .collect()
}

/// So many facts of each verdict, with the longest and worst words that a mail may bring.
fn checked(count: usize) -> Checked {
    let words = CustomerText::new("<!channel> *¥1,200* :tada: & \n".repeat(20));
    let verdicts = [
        facts::Verdict::Contradicts,
        facts::Verdict::Unsupported,
        facts::Verdict::Supported,
    ];
    let fact = |at: usize| CheckedFact {
        words: words.clone(),
        start: at,
        kind: facts::Kind::Amount,
        verdict: verdicts[at % 3],
        source: Some(FactSource {
            origin: FactOrigin::Knowledge {
                title: words.clone(),
            },
            words: words.clone(),
            sha256: String::new(),
        }),
        instead: Some(words.clone()),
    };
    Checked::new(&words, (0..3 * count).map(fact).collect())
}

/// Every view (an object) and message (a list of blocks) about an inquiry.
fn everything(inquiry: &Inquiry, masker: &Masker, look: &ScreenSettings) -> Vec<Value> {
    let typed = || Inputs::as_typed(vec![("editable_reply_block_1".into(), "text".into())]);
    let screens = [
        Screen::of(inquiry),
        Screen::Edit(Inputs::empty("key")),
        Screen::Edit(typed()),
    ];
    let mut shown: Vec<Value> = screens
        .iter()
        .map(|screen| json!(view(inquiry, "ai-reply-x-1", screen, look)))
        .collect();
    let mailboxes: Vec<Mailbox> = inquiry
        .mail
        .from
        .iter()
        .chain(&inquiry.mail.cc)
        .cloned()
        .collect();
    let metadata = PanelMetadata {
        context_id: inquiry.id.clone(),
        over: "ai-reply-x-1".into(),
        language: None,
        draft: None,
    };
    for count in [0, 1, 150] {
        shown.push(json!(facts_panel(&metadata, &checked(count), look.texts)));
    }
    let checked = checked(150);
    let asked = Asked {
        insists: vec![
            Insist::Sent(1),
            Insist::Unknown(1),
            Insist::Closed,
            Insist::WroteAgain(1),
            Insist::recipients(&mailboxes),
            Insist::facts(&checked).unwrap(),
            Insist::warnings(&[Warning::AttachmentPromised]),
        ],
        checked,
        warnings: vec![Warning::AttachmentPromised],
        elsewhere: mailboxes.clone(),
        to: mailboxes.clone(),
        cc: mailboxes,
        files: vec![],
    };
    shown.push(json!(confirmation(inquiry, "ai-reply-x-1", &asked, look)));
    shown.push(json!(not_sent("<why>", look.texts)));
    shown.push(json!(denied::window(
        look.texts.team.not_a_member,
        look.texts
    )));
    shown.push(json!(denied::home(look.texts.team.stranger, look.texts)));
    let now = inquiry.received_at;
    let exposures = [
        Exposure::Public,
        Exposure::OtherOrganization,
        Exposure::OtherWorkspaces,
    ];
    let listed = Inquiry {
        history: Vec::new(),
        ..inquiry.clone()
    };
    for (count, exposures) in [(40, &exposures[..]), (0, &[])] {
        let parts = Part::ALL.map(|part| Listed {
            part,
            count,
            shown: vec![listed.clone(); part.on_a_page().min(count)],
        });
        for page in [0, 1] {
            shown.push(json!(home(&parts, page, "U0000009", exposures, look)));
        }
    }
    for draft in [None, inquiry.newest_draft()] {
        let body = inquiry.body_masked.as_str();
        let samples = look.samples;
        let view = what_the_ai_saw(inquiry, draft, body, samples, look.texts);
        shown.push(json!(view));
    }
    shown.push(json!(history(inquiry, look.texts)));
    let says = [Says::Sent(1), Says::Woken(ken())];
    let notices = says.map(|says| Notice {
        key: "notice-1".into(),
        says,
        due_at: now,
        tried: false,
    });
    let notices = notices.iter().map(|it| notice(inquiry, it, masker, look));
    let figures = Figures {
        closed: 1,
        oldest: Some(now),
        median_seconds: Some(100_000),
        median_changed: Some(12),
        ..Figures::default()
    };
    let period = Period {
        from: now,
        to: now,
        name: "2026-11-24".into(),
    };
    let messages = [card(inquiry, look), summary(&figures, &period, look)];
    let messages = messages.into_iter().chain(notices);
    shown.extend(messages.map(|it| json!(it.blocks)));
    shown
}
