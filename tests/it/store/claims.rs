//! What every store promises. Each claim gets an empty place.

use std::collections::BTreeSet;
use std::convert::Infallible;

use inquiry::{ContextId, Event, Forbidden, Inquiry, Scheduled, State, Work};
use jiff::{SignedDuration, Timestamp};
use mail::{Address, Mailbox};
use serde_json::{Value, json};
use store::{ChangeError, Due, Inserted, Store, StoreError, Written};

pub use crate::store::back::*;
use crate::store::inquiries::{days, fresh, full, id, now, seconds};
pub use crate::store::open::*;
use crate::store::place::Place;
pub use crate::store::prompts::*;

pub async fn a_new_store_answers_and_is_empty(place: &Place) {
    let store = place.open().await;
    store.ping().await.unwrap();
    assert_eq!(store.newest(10).await.unwrap(), []);
    assert_eq!(store.due(now(), 10).await.unwrap(), []);
}

pub async fn everything_that_an_inquiry_holds_comes_back(place: &Place) {
    let store = place.open().await;
    let inquiry = full("full", now());
    insert(&store, &inquiry).await;
    assert_eq!(read(&store, "full").await, inquiry);
}

pub async fn everything_that_a_write_changes_comes_back(place: &Place) {
    let store = place.open().await;
    insert(&store, &fresh("a", now())).await;
    let mut changed = full("a", now());
    assert_eq!(store.replace(&mut changed).await.unwrap(), Written::Yes);
    assert_eq!(read(&store, "a").await, changed);

    let mut emptied = fresh("a", now());
    emptied.version = changed.version;
    // When a mail came never changes.
    emptied.received_at = changed.received_at;
    assert_eq!(store.replace(&mut emptied).await.unwrap(), Written::Yes);
    assert_eq!(read(&store, "a").await, emptied);
}

pub async fn a_mail_is_stored_once(place: &Place) {
    let store = place.open().await;
    let first = store.insert(&fresh("first", now()), "message#1").await;
    assert_eq!(first.unwrap(), Inserted::New);
    let second = store.insert(&fresh("second", now()), "message#1").await;
    assert_eq!(second.unwrap(), Inserted::Duplicate(id("first")));
    assert_eq!(store.get(&id("second")).await.unwrap(), None);
    let other = store.insert(&fresh("other", now()), "message#2").await;
    assert_eq!(other.unwrap(), Inserted::New);
}

pub async fn of_many_deliveries_at_once_one_is_stored(place: &Place) {
    let deliveries = (0..8).map(async |number| {
        let inquiry = fresh(&format!("delivery-{number}"), now());
        let inserted = place.open().await.insert(&inquiry, "message#1").await;
        (inquiry.id, inserted.unwrap())
    });
    let delivered = futures_util::future::join_all(deliveries).await;
    let new: Vec<_> = (delivered.iter().filter(|(_, it)| *it == Inserted::New)).collect();
    assert_eq!(new.len(), 1);
    let (stored, _) = new[0];
    for (id, inserted) in &delivered {
        assert!(id == stored || *inserted == Inserted::Duplicate(stored.clone()));
    }
    assert_eq!(
        names(&place.open().await.newest(10).await.unwrap()),
        [stored.as_str()]
    );
}

pub async fn a_mail_that_was_forgotten_is_new_again(place: &Place) {
    let store = place.open().await;
    let first = fresh("first", now() - days(31));
    store.insert(&first, "message#1").await.unwrap();
    let again = store.insert(&fresh("again", now()), "message#1").await;
    assert_eq!(again.unwrap(), Inserted::New);
    let duplicate = store.insert(&fresh("duplicate", now()), "message#1").await;
    assert_eq!(duplicate.unwrap(), Inserted::Duplicate(id("again")));
}

pub async fn a_message_leads_to_the_inquiry_that_it_was_linked_to_first(place: &Place) {
    let store = place.open().await;
    insert(&store, &fresh("a", now())).await;
    assert_eq!(store.by_message("message#a").await.unwrap(), Some(id("a")));
    assert_eq!(store.by_message("message#reply").await.unwrap(), None);
    for name in ["a", "b"] {
        let expires_at = now() + days(30);
        let linked = store
            .link_message("message#reply", &id(name), expires_at)
            .await;
        linked.unwrap();
    }
    assert_eq!(
        store.by_message("message#reply").await.unwrap(),
        Some(id("a"))
    );
    let answer = store.insert(&fresh("c", now()), "message#reply").await;
    assert_eq!(answer.unwrap(), Inserted::Duplicate(id("a")));
    assert_eq!(names(&store.newest(10).await.unwrap()), ["a"]);
}

pub async fn what_has_no_draft_comes_oldest_first(place: &Place) {
    let store = place.open().await;
    let states = [
        State::Notified,
        State::Received,
        State::Failed,
        State::Drafting,
        State::Sent,
    ];
    for (age, state) in states.into_iter().enumerate() {
        let mut inquiry = fresh(&format!("{age}"), now() - seconds(60 * age as i64));
        inquiry.state = state;
        insert(&store, &inquiry).await;
    }
    insert(&store, &full("drafted", now() - days(1))).await;
    let found = store.without_draft(10).await.unwrap();
    assert_eq!(found, [id("3"), id("2"), id("0")]);
    assert_eq!(store.without_draft(1).await.unwrap(), [id("3")]);
}

pub async fn what_is_not_there_is_neither_read_nor_written(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.get(&id("nothing")).await.unwrap(), None);
    for version in [0, 1] {
        let mut unknown = fresh("nothing", now());
        unknown.version = version;
        assert_eq!(
            store.replace(&mut unknown).await.unwrap(),
            Written::Conflict
        );
    }
    assert_eq!(store.get(&id("nothing")).await.unwrap(), None);
    let changed = store
        .change(&id("nothing"), |_| Ok::<_, Infallible>(()))
        .await;
    assert!(matches!(changed, Err(ChangeError::NotFound)));
}

pub async fn every_write_counts_the_version_up(place: &Place) {
    let store = place.open().await;
    let mut inquiry = fresh("a", now());
    insert(&store, &inquiry).await;
    for version in 2..5 {
        inquiry.slack.revision += 1;
        assert_eq!(store.replace(&mut inquiry).await.unwrap(), Written::Yes);
        assert_eq!(inquiry.version, version);
        assert_eq!(read(&store, "a").await, inquiry);
    }
}

pub async fn a_write_over_somebody_elses_is_a_conflict_and_changes_nothing(place: &Place) {
    let store = place.open().await;
    insert(&store, &fresh("a", now())).await;
    let (mut mine, mut yours) = (read(&store, "a").await, read(&store, "a").await);
    mine.slack.revision = 1;
    yours.slack.revision = 2;
    assert_eq!(store.replace(&mut mine).await.unwrap(), Written::Yes);
    assert_eq!(store.replace(&mut yours).await.unwrap(), Written::Conflict);
    assert_eq!(yours.version, 1, "what was not written is not counted");
    assert_eq!(read(&store, "a").await, mine);
}

pub async fn of_many_writers_at_once_nobody_is_lost(place: &Place) {
    insert(&place.open().await, &fresh("a", now())).await;
    let writers = (0..6).map(async |_| {
        let store = place.open().await;
        for _ in 0..4 {
            let count = |inquiry: &mut Inquiry| {
                inquiry.slack.revision += 1;
                Ok::<_, Infallible>(())
            };
            store.change(&id("a"), count).await.unwrap();
        }
    });
    futures_util::future::join_all(writers).await;
    let inquiry = read(&place.open().await, "a").await;
    assert_eq!((inquiry.slack.revision, inquiry.version), (24, 25));
}

pub async fn a_refused_change_writes_nothing(place: &Place) {
    let store = place.open().await;
    let inquiry = fresh("a", now());
    insert(&store, &inquiry).await;
    let change = |inquiry: &mut Inquiry| {
        inquiry.slack.revision = 99;
        Err::<(), _>("no")
    };
    let refused = store.change(&id("a"), change).await;
    assert!(matches!(refused, Err(ChangeError::Refused("no"))));
    assert_eq!(read(&store, "a").await, inquiry);
}

pub async fn of_many_workers_one_gets_the_lease(place: &Place) {
    insert(&place.open().await, &fresh("a", now())).await;
    let workers = (0..6).map(async |number: u32| {
        let store = place.open().await;
        let lease = |inquiry: &mut Inquiry| {
            let length = std::time::Duration::from_secs(30);
            Ok::<_, Infallible>(inquiry.lease(&format!("worker-{number}"), now(), length))
        };
        let (_, leased) = store.change(&id("a"), lease).await.unwrap();
        (number, leased)
    });
    let leased: Vec<_> = futures_util::future::join_all(workers).await;
    let winners: Vec<_> = leased.into_iter().filter(|(_, leased)| *leased).collect();
    assert_eq!(winners.len(), 1);
    let stored = read(&place.open().await, "a").await;
    assert!(stored.leased_by(&format!("worker-{}", winners[0].0)));
}

pub async fn what_is_due_comes_longest_overdue_first(place: &Place) {
    let store = place.open().await;
    let now = now();
    for (name, due_in) in [("b", -20), ("later", 1), ("now", 0), ("a", -90), ("c", -10)] {
        insert(&store, &due(name, now + seconds(due_in))).await;
    }
    assert_eq!(due_names(&store, now, 10).await, ["a", "b", "c", "now"]);
}

pub async fn a_look_sees_what_will_be_due_next(place: &Place) {
    let store = place.open().await;
    for (name, due_in) in [("later", 90), ("next", 20), ("now", -1)] {
        insert(&store, &due(name, now() + seconds(due_in))).await;
    }
    let next = read(&store, "next").await.worker.due_at;
    let look = store.look(&Work::ALL, now(), 10).await.unwrap();
    assert_eq!(look.ids, [id("now")]);
    // A table without its index does not tell.
    let is_file = matches!(place, Place::Sqlite(_));
    assert!(look.next.map_or(!is_file, |at| at == next), "{look:?}");
    let other = store.look(&[Work::WriteDraft], now(), 10).await.unwrap();
    assert_eq!(other, Due::default(), "of another kind");
}

pub async fn an_inquiry_and_a_memo_are_read_together(place: &Place) {
    let store = place.open().await;
    let read = async |name: &str| store.get_with_kv(&id(name), "person#U1").await.unwrap();
    assert_eq!(read("a").await, (None, None));
    let inquiry = full("a", now());
    insert(&store, &inquiry).await;
    assert_eq!(read("a").await, (Some(inquiry.clone()), None));
    store.write_kv("person#U1", None, "en", None).await.unwrap();
    assert_eq!(read("a").await, (Some(inquiry), Some("en".to_owned())));
    assert_eq!(read("b").await, (None, Some("en".to_owned())));
}

pub async fn what_is_due_is_found_for_every_kind_of_work(place: &Place) {
    let store = place.open().await;
    let states = [
        State::Received,
        State::Drafting,
        State::Sending,
        State::Sent,
    ];
    let mut found = BTreeSet::new();
    for (number, state) in states.into_iter().enumerate() {
        let mut inquiry = due(&format!("{number}"), now() - seconds(9 - number as i64));
        inquiry.state = state;
        found.insert(inquiry.work().unwrap().name());
        insert(&store, &inquiry).await;
    }
    let mut held = due("4", now());
    held.state = State::Sending;
    held.delivery.scheduled = Some(Scheduled {
        until: now() - seconds(1),
        before: State::Drafted,
        failure: None,
    });
    found.insert(held.work().unwrap().name());
    insert(&store, &held).await;
    // What a thread is told, what runs out by itself and what joins the chain of proofs have tests
    // of their own: `work` is a name.
    found.extend([Work::Tell.name(), Work::Wake.name(), Work::Record.name()]);
    assert_eq!(found, Work::ALL.map(Work::name).into_iter().collect());
    assert_eq!(
        due_names(&store, now(), 10).await,
        ["0", "1", "2", "3", "4"]
    );
}

pub async fn what_is_due_ends_at_the_limit(place: &Place) {
    let store = place.open().await;
    for number in 0..9 {
        let mut inquiry = due(&format!("{number}"), now() - seconds(60 - number));
        if number % 2 == 0 {
            inquiry.state = State::Drafting;
        }
        insert(&store, &inquiry).await;
    }
    assert_eq!(due_names(&store, now(), 0).await, Vec::<String>::new());
    assert_eq!(due_names(&store, now(), 4).await, ["0", "1", "2", "3"]);
    assert_eq!(due_names(&store, now(), 100).await.len(), 9);
}

pub async fn a_flood_of_one_senders_work_keeps_no_other_sender_waiting(place: &Place) {
    let store = place.open().await;
    for number in 0..12 {
        insert(
            &store,
            &due(&format!("flood-{number}"), now() - seconds(900 - number)),
        )
        .await;
    }
    for (number, sender) in ["hanako@example.org", "jiro@example.net"]
        .iter()
        .enumerate()
    {
        let mut other = due(
            &format!("other-{number}"),
            now() - seconds(9 - number as i64),
        );
        other.mail.from = Some(Mailbox::bare(Address::parse(sender).unwrap()));
        insert(&store, &other).await;
    }
    assert_eq!(
        due_names(&store, now(), 4).await,
        ["flood-0", "other-0", "other-1", "flood-1"]
    );
    assert_eq!(due_names(&store, now(), 20).await.len(), 14);
}

pub async fn what_is_finished_is_due_no_more(place: &Place) {
    let store = place.open().await;
    insert(&store, &due("a", now() - seconds(9))).await;
    let finish = |inquiry: &mut Inquiry| {
        inquiry.record(Event::CardPosted, None, now()).unwrap();
        inquiry.slack.needs_sync = false;
        Ok::<_, Infallible>(())
    };
    store.change(&id("a"), finish).await.unwrap();
    assert_eq!(
        due_names(&store, now() + days(1), 10).await,
        Vec::<String>::new()
    );

    let begin = |inquiry: &mut Inquiry| {
        inquiry.record(Event::DraftRequested, None, now()).unwrap();
        Ok::<_, Infallible>(())
    };
    store.change(&id("a"), begin).await.unwrap();
    assert_eq!(due_names(&store, now() + days(1), 10).await, ["a"]);
}

pub async fn what_is_leased_is_due_when_the_lease_ends(place: &Place) {
    let store = place.open().await;
    let at = now();
    insert(&store, &due("a", at)).await;
    let lease = |inquiry: &mut Inquiry| {
        inquiry.lease("worker", at, std::time::Duration::from_secs(30));
        Ok::<_, Infallible>(())
    };
    store.change(&id("a"), lease).await.unwrap();
    assert_eq!(
        due_names(&store, at + seconds(29), 10).await,
        Vec::<String>::new()
    );
    assert_eq!(due_names(&store, at + seconds(30), 10).await, ["a"]);
}

pub async fn what_has_expired_is_due_no_more(place: &Place) {
    let store = place.open().await;
    insert(&store, &fresh("expired", now() - days(31))).await;
    insert(&store, &fresh("kept", now() - days(29))).await;
    assert_eq!(due_names(&store, now(), 10).await, ["kept"]);
}

pub async fn the_newest_come_newest_first_up_to_the_limit(place: &Place) {
    let store = place.open().await;
    for (name, age) in [("b", 20), ("d", 86_400), ("a", 10), ("c", 30)] {
        insert(&store, &fresh(name, now() - seconds(age))).await;
    }
    assert_eq!(
        names(&store.newest(10).await.unwrap()),
        ["a", "b", "c", "d"]
    );
    assert_eq!(names(&store.newest(2).await.unwrap()), ["a", "b"]);
    assert_eq!(store.newest(0).await.unwrap(), []);
}

/// Written as text, a whole second and one with a fraction sort in another order than in time.
pub async fn parts_of_a_second_are_put_in_order(place: &Place) {
    let store = place.open().await;
    let second = now();
    for (name, millis) in [("2nd", 5), ("1st", 0), ("4th", 500), ("3rd", 50)] {
        let at = second + SignedDuration::from_millis(millis);
        insert(&store, &fresh(name, at)).await;
    }
    let newest = store.newest(10).await.unwrap();
    assert_eq!(names(&newest), ["4th", "3rd", "2nd", "1st"]);
}

pub async fn the_newest_reach_back_over_weeks(place: &Place) {
    let store = place.open().await;
    for age in [0, 1, 20, 29, 45, 400] {
        insert(&store, &fresh(&format!("{age}"), now() - days(age))).await;
    }
    let newest = store.newest(10).await.unwrap();
    assert_eq!(names(&newest), ["0", "1", "20", "29", "45", "400"]);
    assert_eq!(names(&store.newest(3).await.unwrap()), ["0", "1", "20"]);
}

pub async fn a_purge_leaves_what_may_still_be_kept(place: &Place) {
    let store = place.open().await;
    let kept = fresh("kept", now());
    insert(&store, &kept).await;
    assert_eq!(store.purge(kept.expires_at).await.unwrap(), 0);
    assert_eq!(read(&store, "kept").await, kept);
    let again = store.insert(&fresh("again", now()), "message#kept").await;
    assert_eq!(again.unwrap(), Inserted::Duplicate(id("kept")));
}

pub async fn an_item_with_only_the_older_attributes_is_an_inquiry(place: &Place) {
    place.put(older("old-1")).await;
    let inquiry = read(&place.open().await, "old-1").await;
    assert_eq!((inquiry.state, inquiry.version), (State::Notified, 0));
    assert_eq!(inquiry.mail.subject.expose(), "荷物");
    assert_eq!(inquiry.mail.text.expose(), "電話は 090-1234-5678 です");
    let recipients = inquiry.mail.reply_recipients();
    assert_eq!(recipients[0].address.expose(), "taro@example.com");
    let original = inquiry.masked.placeholders.original("[EMAIL_1]");
    assert_eq!(original, Some("taro@example.com"));
    assert_eq!(
        inquiry.masked.body.as_str(),
        "",
        "whoever takes it up masks it again"
    );
    assert_eq!(inquiry.work(), None);
}

pub async fn an_item_with_only_the_older_attributes_can_be_changed(place: &Place) {
    place.put(older("old-1")).await;
    let store = place.open().await;
    let draft = |inquiry: &mut Inquiry| inquiry.record(Event::DraftRequested, None, now());
    let (changed, ()) = store.change(&id("old-1"), draft).await.unwrap();
    assert_eq!((changed.state, changed.version), (State::Drafting, 1));
    let stored = read(&store, "old-1").await;
    assert_eq!((stored.state, stored.version), (State::Drafting, 1));
    assert_eq!(stored.mail, changed.mail);
    assert_eq!(stored.masked.placeholders, changed.masked.placeholders);
    assert_eq!(due_names(&store, now() + seconds(9), 10).await, ["old-1"]);

    let mut stale = changed;
    stale.version = 0;
    assert_eq!(store.replace(&mut stale).await.unwrap(), Written::Conflict);
}

/// What a newer version may write: states, steps, events, outcomes, notices and fields that this one
/// does not know.
fn of_the_future(item: &mut Value) {
    item["state"] = json!("awaiting_approval");
    item["work"] = json!("ask_approver");
    item["mood"] = json!({ "guess": "angry", "sure": 0.5 });
    item["failure"] = json!({ "step": "approve", "cause": "no_quorum", "detail": "", "votes": 1 });
    item["card"]["pinned"] = json!(true);
    item["history"][0]["weight"] = json!(3);
    item["replies"][0]["signed_by"] = json!({ "id": "U9" });
    item["replies"][0]["delivery"] = json!("read");
    item["replies"][0]["approval"]["seal"] = json!("s");
    item["drafts"][0]["stars"] = json!(5);
    item["drafts"][0]["cautions"] = json!([{ "found": "sarcasm", "what": "so" }]);
    item["drafts"][0]["feedback"]["verdict"] = json!("mixed");
    item["mail"]["automatic"] = json!({ "kind": "assistant", "why": "X-Agent" });
    item["mail"]["doubts"] = json!(["spam", "deep_fake", { "sender": "DMARC" }]);
    item["mail"]["encryption"] = json!("post_quantum");
    item["mail"]["mood"] = json!({ "of": ["a"] });
    item["modals"][0]["theme"] = json!("dark");
    item["modals"][0]["told"] = json!([{ "budget": 3 }, { "sent": 1 }]);
    let event = json!({ "at": "2026-11-24T05:00:00Z", "event": "approved_by_two", "by": null, "detail": "both" });
    item["history"].as_array_mut().unwrap().push(event);
    let notice = json!({ "key": "poll-1", "says": { "poll": 3 }, "due_at": "2026-11-24T05:00:00Z", "tried": false });
    item["notices"].as_array_mut().unwrap().push(notice);
}

pub async fn an_item_of_the_future_is_read_shown_and_written_back_whole(place: &Place) {
    let store = place.open().await;
    insert(&store, &full("f", now())).await;
    let mut item = place.item("f").await;
    of_the_future(&mut item);
    place.put(item.clone()).await;

    let store = place.open().await;
    let inquiry = read(&store, "f").await;
    assert_eq!(inquiry.state.name(), "awaiting_approval");
    assert_eq!(inquiry.work(), None, "whoever wrote that does it");
    assert!(inquiry.delivery.replies[0].delivery.may_have_arrived());
    assert_eq!(inquiry.mail.doubts.len(), 2, "those that are known");
    assert_eq!(names(&store.newest(10).await.unwrap()), ["f"]);
    let closed = |inquiry: &mut Inquiry| inquiry.record(Event::Closed, None, now());
    let refused = store.change(&id("f"), closed).await.unwrap_err();
    assert!(matches!(refused, ChangeError::Refused(Forbidden::Newer)));

    let again = |inquiry: &mut Inquiry| inquiry.customer_wrote_again(now());
    let (changed, ()) = store.change(&id("f"), again).await.unwrap();
    assert_eq!(changed.slack.newer_mails, inquiry.slack.newer_mails + 1);
    let written = place.item("f").await;
    for attribute in [
        "state", "work", "mood", "failure", "card", "mail", "replies", "drafts", "notices",
    ] {
        assert_eq!(written[attribute], item[attribute], "{attribute}");
    }
    assert_eq!(written["modals"][0]["theme"], "dark");
    let history = written["history"].as_array().unwrap();
    let before = item["history"].as_array().unwrap();
    assert_eq!(history[..before.len()], before[..]);
    assert_eq!(history.len(), before.len() + 1);
}

pub async fn an_older_item_is_among_the_newest(place: &Place) {
    place.put(older("old-1")).await;
    let store = place.open().await;
    insert(&store, &fresh("new", now())).await;
    assert_eq!(names(&store.newest(10).await.unwrap()), ["new", "old-1"]);
}

pub async fn an_item_that_cannot_be_read_is_an_error_without_its_content(place: &Place) {
    for (name, attribute, value) in [
        ("a", "pii_map", json!("{\"[EMAIL_1]\": canary@example.com")),
        ("b", "pii_map", json!("[\"canary@example.com\"]")),
        ("c", "state", json!("canary@example.com")),
        ("d", "version", json!("canary@example.com")),
    ] {
        let mut item = older(name);
        item[attribute] = value;
        place.put(item).await;
        let error = place.open().await.get(&id(name)).await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(matches!(error, StoreError::Unreadable(_)), "{text}");
        assert!(!text.contains("canary"), "{text}");
        assert!(text.contains(&format!("`{name}`")), "{text}");
    }
}

pub async fn an_item_that_cannot_be_read_hides_no_other_from_the_list(place: &Place) {
    let mut item = older("unreadable");
    item["pii_map"] = json!("{");
    place.put(item).await;
    let store = place.open().await;
    insert(&store, &fresh("new", now())).await;
    assert_eq!(names(&store.newest(10).await.unwrap()), ["new"]);
}

pub async fn every_handle_sees_what_another_one_wrote(place: &Place) {
    let (one, other) = (place.open().await, place.open().await);
    insert(&one, &fresh("a", now())).await;
    let mut inquiry = read(&other, "a").await;
    inquiry.slack.revision = 7;
    assert_eq!(other.replace(&mut inquiry).await.unwrap(), Written::Yes);
    assert_eq!(read(&one, "a").await.slack.revision, 7);
    assert_eq!(read(&one.clone(), "a").await.slack.revision, 7);
}

pub async fn debug_shows_no_content(place: &Place) {
    let store = place.open().await;
    insert(&store, &full("full", now())).await;
    let text = format!("{store:?}");
    assert!(
        !text.contains("example.com") && !text.contains("090-1234"),
        "{text}"
    );
}

async fn insert(store: &Store, inquiry: &Inquiry) {
    let key = format!("message#{}", inquiry.id);
    let inserted = store.insert(inquiry, &key).await.unwrap();
    assert_eq!(inserted, Inserted::New);
}

async fn read(store: &Store, name: &str) -> Inquiry {
    let inquiry = store.get(&id(name)).await.unwrap();
    inquiry.expect("a stored inquiry")
}

/// An inquiry whose card has to be posted, at this time.
fn due(name: &str, at: Timestamp) -> Inquiry {
    let mut inquiry = fresh(name, now());
    inquiry.worker.due_at = at;
    inquiry
}

/// An item as older deployments wrote it.
pub fn older(name: &str) -> serde_json::Value {
    json!({
        "context_id": name, "sender_email": "taro@example.com", "subject": "荷物",
        "body_raw": "電話は 090-1234-5678 です", "body_redacted": "電話は 090-1234-5678 です",
        "pii_map": "{\"[EMAIL_1]\":\"taro@example.com\"}",
        "ttl_epoch": (now() + days(20)).as_second(),
    })
}

fn names(inquiries: &[Inquiry]) -> Vec<&str> {
    let names = inquiries.iter().map(|inquiry| inquiry.id.as_str());
    names.collect()
}

async fn due_names(store: &Store, at: Timestamp, limit: usize) -> Vec<String> {
    let due = store.due(at, limit).await.unwrap();
    due.into_iter().map(|id: ContextId| id.into()).collect()
}

pub async fn a_memo_is_written_over_what_was_read_alone(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.kv("person#U1").await.unwrap(), None);
    let write = async |read, text| store.write_kv("person#U1", read, text, None).await.unwrap();
    assert_eq!(write(Some("old"), "new").await, Written::Conflict);
    assert_eq!(write(None, "one").await, Written::Yes);
    assert_eq!(write(None, "two").await, Written::Conflict);
    assert_eq!(write(Some("one"), "three").await, Written::Yes);
    let other = place.open().await;
    assert_eq!(
        other.kv("person#U1").await.unwrap().as_deref(),
        Some("three")
    );
    assert_eq!(other.newest(10).await.unwrap(), [], "it is no inquiry");
    assert_eq!(other.due(now(), 10).await.unwrap(), []);
}

pub async fn of_many_who_write_a_memo_at_once_one_does(place: &Place) {
    let writers = (0..8).map(async |number| {
        let store = place.open().await;
        let expires_at = Some(now() + seconds(60));
        let text = number.to_string();
        store
            .write_kv("summary#1", None, &text, expires_at)
            .await
            .unwrap()
    });
    let written = futures_util::future::join_all(writers).await;
    let won = written.iter().filter(|it| **it == Written::Yes);
    assert_eq!(won.count(), 1);
}

pub async fn a_note_is_kept_in_the_place_of_the_one_before(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.note("request_url").await.unwrap(), None);
    for text in ["https://one.example", "https://two.example"] {
        store.keep_note("request_url", text).await.unwrap();
    }
    store.keep_note("another", "text").await.unwrap();
    let other = place.open().await;
    let note = other.note("request_url").await.unwrap();
    assert_eq!(note.as_deref(), Some("https://two.example"));
    assert_eq!(
        other.kv("request_url").await.unwrap(),
        None,
        "it is no memo"
    );
    assert_eq!(other.newest(10).await.unwrap(), [], "it is no inquiry");
    assert_eq!(other.due(now(), 10).await.unwrap(), []);
    assert_eq!(other.without_draft(10).await.unwrap(), []);
}

pub async fn all_pages_together_hold_each_inquiry_once(place: &Place) {
    let store = place.open().await;
    let names: BTreeSet<String> = (0..120).map(|number| format!("page-{number:03}")).collect();
    for name in &names {
        insert(&store, &fresh(name, now())).await;
    }
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = store.page(after).await.unwrap();
        assert_eq!(page.unreadable, 0);
        found.extend(page.inquiries.into_iter().map(|it| String::from(it.id)));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(found.len(), names.len());
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), names);
}

pub async fn an_item_whose_replies_cannot_be_understood_is_left_to_the_newer_version(
    place: &Place,
) {
    let store = place.open().await;
    for name in ["f", "g"] {
        insert(&store, &full(name, now())).await;
    }
    let mut item = place.item("f").await;
    item["replies"][0]["at"] = json!("tomorrow");
    place.put(item.clone()).await;
    let store = place.open().await;
    assert!(store.get(&id("f")).await.is_err());
    assert_eq!(
        names(&store.newest(10).await.unwrap()),
        ["g"],
        "no other one is hidden"
    );
    assert_eq!(place.item("f").await["replies"], item["replies"]);
}
