//! Slack takes every card, modal and home that this program can show, in both languages.

use inquiry::canned::Canned;
use inquiry::{
    Acknowledgement, BusinessHours, Cause, Checked, CheckedFact, Editing, Event, FactOrigin,
    FactSource, Failure, HistoryEntry, Inquiry, KnowledgeFile, Later, Modal, Notice, Person, Says,
    Scheduled, Snooze, State, Step, Target, Week,
};
use mail::{Lists, Mailbox, Warning};
use pii::{CustomerText, Masker};
use screens::ScreenSettings;
use screens::card::{CardContent, card};
use screens::confirmation::{Asked, confirmation, not_sent};
use screens::decide::{assign_to, snooze_until};
use screens::denied;
use screens::history::history;
use screens::home::{Listed, Part, found, home};
use screens::modal::{Inputs, Screen, view};
use screens::notice::notice;
use screens::panel::{
    Chosen, EARLIER, FilesNote, Translated, canned, customer, facts as facts_panel, feedback,
    files, mail, recipients, translation, versions, what_the_ai_saw, wish,
};
use screens::reminder::reminder;
use screens::summary::{Figures, Period, summary};
use screens::texts::{Comparison, Language, Texts};
use serde_json::{Value, json};
use slack::channel_audience::Exposure;
use slack::elements::{FindOn, PanelMetadata, WindowMetadata};
use slack_sim::{check_home, check_message, check_view};

use crate::story::bench::{Mail, SATO, bench};
use crate::support::slack_sdk;

pub const STATES: [State; 9] = [
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
        for look in looks(&b.app.look) {
            shown.extend(panels(&inquiry, &b.app.masker, &look));
        }
        // Many look the same.
        shown.sort_by_cached_key(Value::to_string);
        shown.dedup();
        assert_eq!(faults(&shown), [""; 0]);
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
    busy.slack.newer_mails = 2;
    busy.team.assignee = Some(person.clone());
    busy.team.snoozed = Some(Snooze {
        until: Later::Tomorrow.time(busy.received_at, &zone),
        by: person.clone(),
    });
    busy.team.editing = Some(Editing {
        person: person.clone(),
        external_id: "another".into(),
        until: busy.received_at,
    });
    busy.slack.modals = vec![Modal::waiting("ai-reply-x-1", None)];
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
            undone.delivery.scheduled = Some(Scheduled {
                until: undone.received_at,
                before: State::Drafted,
                failure: None,
            });
        }
        _ => undone.delivery.recalled = undone.newest_reply().cloned(),
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

/// A target in business hours.
fn target() -> Target {
    Target {
        within: 8,
        hours: BusinessHours {
            zone: jiff::tz::TimeZone::UTC,
            week: Week::parse("mon-fri 09:00-18:00").unwrap(),
            closed: Vec::new(),
        },
    }
}

pub fn looks(look: &ScreenSettings) -> Vec<ScreenSettings> {
    let both = [Language::Ja, Language::En];
    both.into_iter()
        .flat_map(|language| {
            [CardContent::Masked, CardContent::Full].map(|card_content| ScreenSettings {
                texts: Texts::of(language),
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
            file: None,
            words: words.clone(),
            sha256: String::new(),
        }),
        instead: Some(words.clone()),
    };
    Checked::new(&words, (0..3 * count).map(fact).collect())
}

/// Every view (an object) and message (a list of blocks) about an inquiry.
pub fn everything(inquiry: &Inquiry, masker: &Masker, look: &ScreenSettings) -> Vec<Value> {
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
    let lists = Lists {
        to: mailboxes.clone(),
        cc: mailboxes.clone(),
        bcc: mailboxes.clone(),
    };
    let asked = Asked {
        acknowledgements: vec![
            Acknowledgement::Sent(1),
            Acknowledgement::Unknown(1),
            Acknowledgement::Closed,
            Acknowledgement::WroteAgain(1),
            Acknowledgement::recipients(&lists),
            Acknowledgement::facts(&checked).unwrap(),
            Acknowledgement::warnings(&[Warning::AttachmentPromised]),
        ],
        checked,
        warnings: vec![Warning::AttachmentPromised],
        elsewhere: mailboxes,
        lists: lists.clone(),
        subject: inquiry.mail.subject.clone(),
        is_other_than_shown: true,
        files: vec![],
    };
    shown.push(json!(confirmation(inquiry, "ai-reply-x-1", &asked, look)));
    let subject = &inquiry.mail.subject;
    shown.push(json!(recipients(&metadata, &lists, subject, look.texts)));
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
            shown.push(json!(home(&parts, page, "U0000009", exposures, now, look)));
        }
    }
    let on = FindOn {
        query: "&".repeat(100),
        at: now,
        id: inquiry.id.clone(),
    };
    let some = vec![listed.clone(); 20];
    for (inquiries, on) in [(&some[..], Some(&on)), (&[], None)] {
        let query = on.map_or("", |on| on.query.as_str());
        shown.push(json!(found(
            query,
            (inquiries, 2000),
            on,
            "U0000009",
            now,
            look
        )));
    }
    let metadata = WindowMetadata {
        context_id: inquiry.id.clone(),
        card: inquiry.slack.card.clone(),
    };
    shown.push(json!(assign_to(&metadata, inquiry, look.texts)));
    shown.push(json!(snooze_until(&metadata, look.texts)));
    for draft in [None, inquiry.newest_draft()] {
        let body = inquiry.masked.body.as_str();
        let samples = look.samples;
        let view = what_the_ai_saw(inquiry, draft, body, samples, look.texts);
        shown.push(json!(view));
    }
    shown.push(json!(history(inquiry, look.texts)));
    let given = Says::Assigned {
        to: ken(),
        by: ken(),
    };
    let says = [Says::Sent(1), Says::Woken(ken()), given];
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
    let messages = [
        card(inquiry, look),
        summary(&figures, &period, look),
        reminder(&some[..10], 17, &target(), look),
    ];
    let messages = messages.into_iter().chain(notices);
    shown.extend(messages.map(|it| json!(it.blocks)));
    shown
}

/// Every view over the modal.
pub fn panels(inquiry: &Inquiry, masker: &Masker, look: &ScreenSettings) -> Vec<Value> {
    let texts = look.texts;
    let metadata = PanelMetadata {
        context_id: inquiry.id.clone(),
        over: format!("ai-reply-{}-1", inquiry.id),
        draft: Some(u32::MAX),
        language: Some(Language::En),
    };
    let mut shown = vec![json!(feedback(&metadata, texts))];
    for has_text in [true, false] {
        shown.push(json!(wish(&metadata, has_text, texts)));
    }
    let canned_look = ScreenSettings {
        canned: (0..100)
            .map(|number| Canned {
                title: format!("{number} {}", "題".repeat(number * 3)),
                text: format!(
                    "{{{{customer_name}}}} {{{{subject}}}} {}",
                    "x".repeat(number * 200)
                ),
            })
            .collect(),
        ..look.clone()
    };
    for chosen in [0, 50, 99, 100] {
        let panel = canned(&metadata, inquiry, "<Ken>", (chosen, true), &canned_look);
        assert_eq!(panel.is_some(), chosen < 100);
        shown.extend(panel.map(|it| json!(it)));
    }
    let standing = inquiry.mail.text.clone();
    for draft in &inquiry.drafts.versions {
        for comparison in [
            Comparison::Before,
            Comparison::Standing,
            Comparison::Nothing,
        ] {
            let chosen = Chosen {
                number: draft.number,
                comparison,
            };
            shown.push(json!(versions(&metadata, inquiry, &standing, chosen, look)));
        }
    }
    for page in [0, 1, 2, usize::MAX] {
        shown.push(json!(mail(&metadata, inquiry, page, texts)));
    }
    let notes = [
        FilesNote::Shown,
        FilesNote::None,
        FilesNote::Gone,
        FilesNote::NotNow,
    ];
    let offered: Vec<KnowledgeFile> = (0..99)
        .map(|at| KnowledgeFile {
            name: format!("{}{at:02}.pdf", "長い名前".repeat(10)),
            size: 10_000_000,
        })
        .collect();
    for note in notes.map(Some).into_iter().chain([None]) {
        shown.push(json!(files(&metadata, inquiry, note, &offered, texts)));
    }
    let translated = Translated::Done {
        mail: inquiry.mail.text.clone(),
        reply: Some(inquiry.mail.quoted.clone()),
    };
    for translated in [
        Translated::Working,
        translated,
        Translated::Failed(Cause::TimedOut),
        Translated::NoModel,
    ] {
        shown.push(json!(translation(
            &metadata,
            "translation-1",
            &translated,
            texts
        )));
    }
    let earlier = vec![inquiry.clone(); EARLIER];
    for content in [CardContent::Masked, CardContent::Full] {
        for earlier in [&earlier[..], &[]] {
            shown.push(json!(customer(
                &metadata, inquiry, earlier, content, masker, texts,
            )));
        }
    }
    shown
}

/// What Slack would refuse in these views and messages.
pub fn faults(shown: &[Value]) -> Vec<String> {
    let mut faults = Vec::new();
    for it in shown {
        let found = match it["type"].as_str() {
            Some("home") => check_home(it),
            Some(_) => check_view(it),
            None => check_message(it),
        };
        let kind = it["callback_id"].as_str().unwrap_or("message");
        faults.extend(found.iter().map(|fault| format!("{kind}: {fault:?}")));
        // docs.slack.dev/reference/methods/views.open: `view_too_large`.
        if it.to_string().len() >= 250_000 {
            faults.push(format!("{kind}: {} bytes", it.to_string().len()));
        }
    }
    faults
}
