//! What every store promises about going back in time, through everything or one customer's.

use inquiry::{Inquiry, State};
use mail::{Address, Mailbox};
use serde_json::json;
use store::{Before, Inserted, Store, Walked};

use crate::store::inquiries::{days, fresh, id, now, seconds};
use crate::store::place::Place;

async fn insert(store: &Store, inquiry: &Inquiry) {
    let key = format!("message#{}", inquiry.id);
    let inserted = store.insert(inquiry, &key).await.unwrap();
    assert_eq!(inserted, Inserted::New);
}

fn of(name: &str, age: i64, address: &str) -> Inquiry {
    let mut inquiry = fresh(name, now() - seconds(age));
    inquiry.mail.from = Some(Mailbox::bare(Address::parse(address).unwrap()));
    inquiry.mail.reply_to = Vec::new();
    inquiry
}

fn names(walked: &Walked) -> Vec<&str> {
    walked.inquiries.iter().map(|it| it.id.as_str()).collect()
}

pub async fn a_customers_inquiries_come_newest_first_by_any_spelling_of_their_address(
    place: &Place,
) {
    let store = place.open().await;
    for (name, age, address) in [
        ("1", 50, "Taro.Yamada@Example.com"),
        ("2", 40, "hanako@example.com"),
        ("3", 30, "taro.yamada+shop@example.com"),
        ("4", 20, "taro.yamada@example.org"),
        ("5", 10, "taro.yamada@EXAMPLE.com"),
    ] {
        let mut inquiry = of(name, age, address);
        inquiry.state = match age % 20 {
            0 => State::Closed,
            _ => State::Sent,
        };
        insert(&store, &inquiry).await;
    }
    let customer = of("x", 0, "taro.yamada@example.com").customer().unwrap();
    let all = store.of_customer(&customer, None, 10).await.unwrap();
    assert_eq!(names(&all), ["5", "3", "1"]);
    assert_eq!(all.next, None);
    let first = store.of_customer(&customer, None, 2).await.unwrap();
    assert_eq!(names(&first), ["5", "3"]);
    let rest = store
        .of_customer(&customer, first.next.as_ref(), 2)
        .await
        .unwrap();
    assert_eq!(names(&rest), ["1"]);
    assert_eq!(rest.next, None);
    let none = store.of_customer("nobody@example.com", None, 9).await;
    assert_eq!(names(&none.unwrap()), [""; 0]);
}

pub async fn who_answers_to_an_address_of_a_form_is_the_customer(place: &Place) {
    let store = place.open().await;
    let mut inquiry = of("form", 10, "noreply@forms.example");
    inquiry.mail.reply_to = vec![Mailbox::bare(Address::parse("m@example.jp").unwrap())];
    insert(&store, &inquiry).await;
    let theirs = store.of_customer("m@example.jp", None, 9).await.unwrap();
    assert_eq!(names(&theirs), ["form"]);
}

pub async fn a_walk_back_meets_each_inquiry_once(place: &Place) {
    let store = place.open().await;
    let empty = store.back(None, 5).await.unwrap();
    assert!(empty.inquiries.is_empty() && empty.next.is_none());
    let mut expected = Vec::new();
    for number in 0..12 {
        // Three at once, over several days.
        let at = now() - days(number / 3 * 2);
        let name = format!("{number:02}");
        insert(&store, &fresh(&name, at)).await;
        expected.push(name);
    }
    for limit in [1, 4, 5, 12, 50] {
        let mut met = Vec::new();
        let mut before = None;
        loop {
            let walked = store.back(before.as_ref(), limit).await.unwrap();
            assert!(walked.inquiries.len() <= limit);
            met.extend(walked.inquiries);
            before = walked.next;
            if before.is_none() {
                break;
            }
        }
        assert!(met.is_sorted_by(|a, b| a.received_at >= b.received_at));
        let mut met: Vec<&str> = met.iter().map(|it| it.id.as_str()).collect();
        met.sort_unstable();
        assert_eq!(met, expected, "{limit}");
    }
    // A name that is gone, and one that never was, say only where to go on.
    let behind = Before {
        at: now() - days(1),
        id: id("gone"),
    };
    let walked = store.back(Some(&behind), 50).await.unwrap();
    assert_eq!(walked.inquiries.len(), 9);
}

pub async fn an_item_that_cannot_be_read_ends_no_walk(place: &Place) {
    place
        .put(json!({
            "context_id": "broken", "state": "of a newer version", "version": 0,
            "customer": "taro@example.com", "received_at": "2026-01-01T00:00:00.000000000Z",
            "day": "2026-01-01", "ttl_epoch": (now() + days(20)).as_second(),
        }))
        .await;
    let store = place.open().await;
    insert(&store, &of("a", 10, "taro@example.com")).await;
    let walked = store.back(None, 5).await.unwrap();
    assert_eq!(names(&walked), ["a"]);
    let walked = store.of_customer("taro@example.com", None, 5).await;
    assert_eq!(names(&walked.unwrap()), ["a"]);
}
