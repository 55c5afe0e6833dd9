//! What every store promises about the open inquiries.

use inquiry::{Event, Inquiry, Person, Queue, Snooze, State};
use jiff::{SignedDuration, Timestamp};
use mail::Automatic;
use serde_json::json;
use store::{Inserted, Open, Store, Written};

use crate::store::inquiries::{days, fresh, id, now, seconds};
use crate::store::place::Place;

fn listed(open: &[Open]) -> Vec<String> {
    let line = |it: &Open| format!("{} {}", it.id, it.queue.name());
    open.iter().map(line).collect()
}

async fn open_now(store: &Store) -> Vec<String> {
    listed(&store.open(now()).await.unwrap())
}

fn in_state(name: &str, state: State) -> Inquiry {
    Inquiry {
        state,
        ..fresh(name, now())
    }
}

pub async fn all_that_is_open_comes_oldest_first(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.open(now()).await.unwrap(), []);
    let at = now();
    for number in 0..40 {
        // Not in the order of their names, nor in that of their insertion.
        let mut inquiry = fresh(&format!("{number:02}"), at - seconds(number * 7 % 40));
        inquiry.state = match number % 4 {
            0 => State::Sent,
            1 => State::Closed,
            2 => State::Unknown,
            _ => State::Failed,
        };
        insert(&store, &inquiry).await;
    }
    let open = store.open(at).await.unwrap();
    assert_eq!(open.len(), 20, "{open:?}");
    assert!(open.is_sorted_by(|a, b| a.arrived_at <= b.arrived_at));
    assert_eq!(open[0].arrived_at, at - seconds(38));
}

pub async fn what_is_settled_is_open_no_more_until_it_is_reopened(place: &Place) {
    let store = place.open().await;
    let states = [
        (State::Received, true),
        (State::Notified, true),
        (State::Drafting, true),
        (State::Drafted, true),
        (State::Sending, true),
        (State::Failed, true),
        (State::Unknown, true),
        (State::Sent, false),
        (State::Closed, false),
    ];
    let mut inquiry = fresh("a", now());
    insert(&store, &inquiry).await;
    for (state, is_open) in states {
        for to in [State::Sent, state, State::Closed, state] {
            inquiry.state = to;
            assert_eq!(store.replace(&mut inquiry).await.unwrap(), Written::Yes);
        }
        let open = store.open(now()).await.unwrap();
        assert_eq!(open.len(), usize::from(is_open), "{state:?}");
    }
}

pub async fn what_is_aside_and_what_a_machine_wrote_are_queues_of_their_own(place: &Place) {
    let store = place.open().await;
    let person = Person {
        id: "U1".into(),
        name: "Ken".into(),
    };
    let mut aside = in_state("1-aside", State::Notified);
    aside.team.snoozed = Some(Snooze {
        until: now() + days(1),
        by: person.clone(),
    });
    let mut robot = in_state("2-robot", State::Notified);
    robot.mail.automatic = Automatic::Yes("Auto-Submitted: auto-replied".into());
    let mut perhaps = in_state("3-perhaps", State::Notified);
    perhaps.mail.automatic = Automatic::Doubtful("List-Id".into());
    let mut taken = in_state("4-taken", State::Notified);
    taken.mail.automatic = robot.mail.automatic.clone();
    taken.team.assignee = Some(person);
    for inquiry in [&aside, &robot, &perhaps, &taken] {
        insert(&store, inquiry).await;
    }
    let open = store.open(now()).await.unwrap();
    let expected = [
        "1-aside aside",
        "2-robot automatic",
        "3-perhaps waiting",
        "4-taken waiting",
    ];
    assert_eq!(listed(&open), expected);
    assert_eq!(open[3].assignee.as_deref(), Some("U1"));
    assert_eq!(open[0].assignee, None);
}

pub async fn who_waits_since_when_is_the_mails_date_unless_that_cannot_be(place: &Place) {
    let store = place.open().await;
    let taken = now() + SignedDuration::from_millis(250);
    for (name, date, arrived) in [
        ("none", None, taken),
        ("backlog", Some(taken - days(12)), taken - days(12)),
        ("future", Some(taken + seconds(1)), taken),
        ("absurd", Some(Timestamp::UNIX_EPOCH), taken),
        ("year", Some(taken - days(367)), taken),
        ("minute", Some(taken - seconds(60)), taken - seconds(60)),
    ] {
        let mut inquiry = fresh(name, taken);
        inquiry.mail.date = date;
        insert(&store, &inquiry).await;
        let open = store.open(now()).await.unwrap();
        let open = open.iter().find(|it| it.id == id(name)).unwrap();
        assert_eq!(open.arrived_at, arrived, "{name}");
    }
    let first = &store.open(now()).await.unwrap()[0];
    assert_eq!(first.id, id("backlog"));
}

pub async fn what_has_expired_is_open_no_more(place: &Place) {
    let store = place.open().await;
    insert(&store, &fresh("expired", now() - days(31))).await;
    insert(&store, &fresh("kept", now() - days(29))).await;
    assert_eq!(open_now(&store).await, ["kept waiting"]);
}

pub async fn an_item_with_only_the_older_attributes_is_open(place: &Place) {
    for name in ["old-1", "old-2"] {
        place
            .put(json!({
                "context_id": name, "sender_email": "taro@example.com", "subject": "荷物",
                "body_raw": "電話は 090-1234-5678 です", "body_redacted": "", "pii_map": "{}",
                "ttl_epoch": (now() + days(20)).as_second(),
            }))
            .await;
    }
    let store = place.open().await;
    let mut open = open_now(&store).await;
    open.sort();
    assert_eq!(open, ["old-1 waiting", "old-2 waiting"]);
    let close = |inquiry: &mut Inquiry| inquiry.record(Event::Closed, None, now());
    store.change(&id("old-1"), close).await.unwrap();
    assert_eq!(open_now(&place.open().await).await, ["old-2 waiting"]);
}

pub async fn an_item_that_cannot_be_read_hides_no_other_from_the_queue(place: &Place) {
    place
        .put(json!({
            "context_id": "broken", "state": "of a newer version", "version": 0,
            "ttl_epoch": (now() + days(20)).as_second(),
        }))
        .await;
    let store = place.open().await;
    insert(&store, &fresh("a", now())).await;
    assert_eq!(open_now(&store).await, ["a waiting"]);
    assert_eq!(open_now(&store).await, ["a waiting"]);
}

pub async fn several_inquiries_are_read_in_the_order_that_was_asked_for(place: &Place) {
    let store = place.open().await;
    for number in 0..5 {
        insert(&store, &fresh(&format!("{number}"), now())).await;
    }
    let asked = ["3", "gone", "0", "4"].map(id);
    let read = store.get_all(&asked).await.unwrap();
    let read: Vec<&str> = read.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(read, ["3", "0", "4"]);
    assert_eq!(store.get_all(&[]).await.unwrap(), []);
    assert_eq!(
        Queue::ALL.map(|it| Queue::named(it.name())),
        Queue::ALL.map(Some)
    );
}

async fn insert(store: &Store, inquiry: &Inquiry) {
    let key = format!("message#{}", inquiry.id);
    let inserted = store.insert(inquiry, &key).await.unwrap();
    assert_eq!(inserted, Inserted::New);
}
