//! Sets of prompts in a store.

use jiff::Timestamp;
use replybot::prompts::versions::{self, NotPut, NotRead, SHIPPED};
use replybot::prompts::{Prompts, Voice};
use store::{Store, Written};

use crate::store::inquiries::{now, seconds};
use crate::store::place::Place;

/// A set whose refunds are treated like this.
fn saying(words: &str) -> Prompts {
    let mut files = Prompts::shipped(&Voice::default()).files().clone();
    let refund = format!("when: Money back.\nwords: refund\n---\n{words}\n");
    files.insert("kinds/refund.txt".to_owned(), refund);
    Prompts::new(files, &Voice::default()).unwrap()
}

/// The version on drafts that go by what is used in a store.
async fn used(store: &Store) -> String {
    let versions = versions::all(store).await.unwrap();
    let files = versions.files(store, versions.used).await.unwrap();
    Prompts::new(files, &Voice::default())
        .unwrap()
        .version()
        .to_owned()
}

async fn put(store: &Store, prompts: &Prompts, note: &str) -> u32 {
    let at = Timestamp::from_second(1_800_000_000).unwrap();
    let put = versions::put(store, prompts, Some(note), at).await;
    put.unwrap().number
}

pub async fn prompts_are_versions_and_an_earlier_one_comes_back(place: &Place) {
    let store = place.open().await;
    let shipped = Prompts::shipped(&Voice::default());
    assert_eq!(used(&store).await, shipped.version());
    let (one, two) = (saying("Be brief."), saying("Be warm."));
    assert_eq!(put(&store, &one, "brief").await, 1);
    assert_eq!(put(&store, &two, "warm").await, 2);

    let other = place.open().await;
    assert_eq!(used(&other).await, two.version());
    let back = versions::go_to(&other, 1, &Voice::default()).await.unwrap();
    assert_eq!(back.version(), one.version());
    assert_eq!(used(&store).await, one.version());
    assert_eq!(put(&other, &two, "again").await, 2, "it is there already");
    assert_eq!(used(&store).await, two.version());

    let versions = versions::all(&store).await.unwrap();
    let listed = versions.sets.iter();
    let listed: Vec<_> = listed
        .map(|it| {
            let at = it.at.as_second();
            (it.number, it.version.as_str(), it.note.as_deref(), at)
        })
        .collect();
    assert_eq!(
        listed,
        [
            (1, one.version(), Some("brief"), 1_800_000_000),
            (2, two.version(), Some("warm"), 1_800_000_000),
        ]
    );
    versions::go_to(&store, SHIPPED, &Voice::default())
        .await
        .unwrap();
    assert_eq!(used(&other).await, shipped.version());
    store.purge(now() + seconds(1_000_000_000)).await.unwrap();
    assert_eq!(versions::all(&store).await.unwrap().sets.len(), 2);
    assert_eq!(store.newest(10).await.unwrap(), [], "they are no inquiries");
    assert_eq!(store.due(now(), 10).await.unwrap(), []);
}

pub async fn of_many_who_put_prompts_at_once_nobody_is_lost(place: &Place) {
    let writers = (0..6).map(async |number| {
        let store = place.open().await;
        put(&store, &saying(&format!("Way {number}.")), "").await
    });
    let mut numbers = futures_util::future::join_all(writers).await;
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    let store = place.open().await;
    let versions = versions::all(&store).await.unwrap();
    for number in numbers {
        versions.files(&store, number).await.unwrap();
    }
}

pub async fn prompts_that_are_damaged_or_broken_are_not_used(place: &Place) {
    let store = place.open().await;
    let good = saying("Be brief.");
    put(&store, &good, "").await;
    let missing = versions::go_to(&store, 9, &Voice::default()).await;
    assert!(matches!(
        missing,
        Err(NotPut::NotRead(NotRead::NoSuchVersion(9)))
    ));

    // What another program left: a version without its files, and a set that is no set.
    let list = store.kv("prompts#versions").await.unwrap().unwrap();
    let mut other: serde_json::Value = serde_json::from_str(&list).unwrap();
    let mut lost = other["sets"][0].clone();
    lost["number"] = 2.into();
    lost["digest"] = "00".into();
    // The digest of `{"mail.txt":"{{ mail }}"}`, as it is told of files.
    let text = r#"{"mail.txt":"{{ mail }}"}"#;
    let mut broken = lost.clone();
    broken["number"] = 3.into();
    broken["digest"] = digest_of("mail.txt", "{{ mail }}").into();
    let key = format!("prompts#set#{}", broken["digest"].as_str().unwrap());
    store.write_kv(&key, None, text, None).await.unwrap();
    other["sets"].as_array_mut().unwrap().extend([lost, broken]);
    let other = other.to_string();
    let written = store.write_kv("prompts#versions", Some(&list), &other, None);
    assert_eq!(written.await.unwrap(), Written::Yes);

    let damaged = versions::go_to(&store, 2, &Voice::default()).await;
    assert!(matches!(damaged, Err(NotPut::NotRead(NotRead::Damaged(2)))));
    let broken = versions::go_to(&store, 3, &Voice::default()).await;
    let error = broken.unwrap_err().to_string();
    assert!(error.contains("rules.txt is missing"), "{error}");
    assert_eq!(used(&store).await, good.version());
}

fn digest_of(name: &str, text: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for part in [name, text] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hex::encode(hash.finalize())
}

pub async fn a_set_of_prompts_that_no_store_could_take_is_refused(place: &Place) {
    let store = place.open().await;
    let put = versions::put(&store, &saying(&"word ".repeat(80_000)), None, now()).await;
    assert!(matches!(put, Err(NotPut::TooLarge(_))), "{put:?}");
    assert_eq!(versions::all(&store).await.unwrap().used, SHIPPED);
}
