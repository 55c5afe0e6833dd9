//! Slack takes every card, modal and home that this program can show, in both languages.

use replybot::inquiry::{
    Cause, Editing, Failure, Inquiry, Later, Modal, Person, Snooze, State, Step,
};
use replybot::role::dev::workspace::{check_home, check_message, check_view};
use replybot::slack::Look;
use replybot::slack::card::{CardContent, card};
use replybot::slack::home::home;
use replybot::slack::modal::{Inputs, Insist, Screen, view};
use replybot::slack::panel::what_the_ai_saw;
use replybot::slack::texts::Language;

use crate::bench::{Mail, SATO, bench};

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
        for state in STATES {
            for inquiry in variants(&inquiry, state) {
                for look in looks(&b.app.look) {
                    check(&inquiry, &look);
                }
            }
        }
    })
    .await;
}

/// With and without everything that a team can add; failed at either step.
fn variants(inquiry: &Inquiry, state: State) -> Vec<Inquiry> {
    let person = Person {
        id: "U0000009".into(),
        name: "Ken".into(),
    };
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
    ]
}

fn looks(look: &Look) -> Vec<Look> {
    let both = [Language::Ja, Language::En];
    both.into_iter()
        .flat_map(|language| {
            [CardContent::Masked, CardContent::Full].map(|card_content| Look {
                texts: language.texts(),
                card_content,
                ..look.clone()
            })
        })
        .collect()
}

fn check(inquiry: &Inquiry, look: &Look) {
    let message = card(inquiry, look);
    let blocks = serde_json::Value::Array(message.blocks);
    assert_eq!(check_message(&blocks), [], "{:?}", inquiry.state);
    let typed = || Inputs::as_typed(vec![("editable_reply_block_1".into(), "text".into())]);
    let insist = |told| Screen::Insist {
        told: vec![told],
        warnings: Vec::new(),
        inputs: typed(),
    };
    let screens = [
        Screen::of(inquiry),
        Screen::Edit(Inputs::empty("key")),
        insist(Insist::Sent(1)),
        insist(Insist::Closed),
        insist(Insist::WroteAgain(1)),
    ];
    for screen in &screens {
        let view = view(inquiry, "ai-reply-x-1", screen, look);
        assert_eq!(check_view(&view), [], "{screen:?}");
        assert!(view.to_string().len() < 250_000);
    }
    let many = vec![inquiry.clone(); 40];
    let tab = home(&many, "U0000009", inquiry.received_at, look);
    assert_eq!(check_home(&tab), []);
    assert_eq!(
        check_view(&what_the_ai_saw(
            inquiry,
            inquiry.body_masked.as_str(),
            look.texts
        )),
        []
    );
}
