//! What only the embedded store can do wrong.

use replybot::prompts::own_words;
use store::{CachedDraft, Most, Spent, Sqlite, Store, StoreError};

use crate::store::inquiries::{fresh, id, now, seconds};

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let opened = Sqlite::open(&folder.path().join("file").join("replybot.sqlite3"));
    assert!(matches!(opened, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn a_file_that_is_no_store_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("replybot.sqlite3");
    std::fs::write(
        &path,
        "no SQLite file, and longer than one of its headers".repeat(9),
    )
    .unwrap();
    assert!(matches!(
        Sqlite::open(&path),
        Err(StoreError::Unavailable(_))
    ));
}

#[tokio::test]
async fn a_file_that_is_gone_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("replybot.sqlite3");
    let store = Store::Sqlite(Sqlite::open(&path).unwrap());
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(
        store.ping().await,
        Err(StoreError::Unavailable(_))
    ));
}

#[tokio::test]
async fn a_purge_deletes_what_has_expired_and_counts_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::Sqlite(Sqlite::open(&folder.path().join("replybot.sqlite3")).unwrap());
    let old = fresh("old", now());
    store.insert(&old, "message#1").await.unwrap();
    let later = old.expires_at + seconds(1);
    assert_eq!(store.purge(later).await.unwrap(), 1);
    assert_eq!(store.get(&id("old")).await.unwrap(), None);
}

#[tokio::test]
async fn a_purge_deletes_what_else_has_expired_and_leaves_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("replybot.sqlite3");
    let store = Store::Sqlite(Sqlite::open(&path).unwrap());
    let draft = CachedDraft {
        text: own_words("Dear [NAME_1]"),
        model: "model".to_owned(),
        inquiry: id("one"),
    };
    let spent = Spent {
        drafts: 1,
        ..Spent::default()
    };
    for (name, at) in [("old", now()), ("new", now() + seconds(1000))] {
        let key = |kind: &str| format!("{kind}#{name}");
        let (link, budget, cache, memo) =
            (key("message"), key("budget"), key("cache"), key("memo"));
        store.link_message(&link, &id("one"), at).await.unwrap();
        let counted = store.spend(&budget, spent, Most::default(), at).await;
        counted.unwrap().unwrap();
        store.cache(&cache, &draft, at).await.unwrap();
        let written = store.write_kv(&memo, None, "text", Some(at)).await;
        written.unwrap();
    }
    let memo = store.write_kv("memo#for-good", None, "text", None);
    memo.await.unwrap();
    store.purge(now() + seconds(60)).await.unwrap();
    let file = rusqlite::Connection::open(&path).unwrap();
    let keys = |table: &str| {
        let select = format!("SELECT key FROM {table} ORDER BY key");
        let mut select = file.prepare(&select).unwrap();
        let keys = select.query_map([], |row| row.get(0)).unwrap();
        keys.collect::<Result<Vec<String>, _>>().unwrap()
    };
    assert_eq!(keys("messages"), ["message#new"]);
    assert_eq!(keys("helpers"), ["budget#new", "cache#new"]);
    assert_eq!(keys("memos"), ["memo#for-good", "memo#new"]);
}

#[tokio::test]
async fn what_a_version_without_a_queue_wrote_is_in_the_queue_as_it_is_now() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("replybot.sqlite3");
    let store = Store::Sqlite(Sqlite::open(&path).unwrap());
    let at = now();
    for number in 0..3 {
        let inquiry = fresh(&format!("{number}"), at);
        let key = format!("message#{number}");
        store.insert(&inquiry, &key).await.unwrap();
    }
    assert_eq!(store.open(now()).await.unwrap().len(), 3);
    // It leaves the columns that it does not know as they are, or empty.
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(
        "UPDATE inquiries SET version = version + 1, item = json_set(item, '$.state', 'sent', '$.version', 2)
         WHERE context_id = '0';
         INSERT INTO inquiries (context_id, version, due_at, received_at, expires_at, item)
         SELECT 'new', version, due_at, received_at, expires_at, json_set(item, '$.context_id', 'new')
         FROM inquiries WHERE context_id = '1';",
    )
    .unwrap();
    let open = store.open(now()).await.unwrap();
    let open: Vec<&str> = open.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(open, ["1", "2", "new"]);
}

#[tokio::test]
async fn a_file_of_a_version_without_a_queue_is_opened_and_its_inquiries_are_in_the_queue() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("replybot.sqlite3");
    let store = Store::Sqlite(Sqlite::open(&path).unwrap());
    store.insert(&fresh("a", now()), "message#1").await.unwrap();
    drop(store);
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(
        "DROP INDEX open_inquiries;
         DROP INDEX by_customer;
         ALTER TABLE inquiries DROP COLUMN customer;
         DROP INDEX not_queued;
         ALTER TABLE inquiries DROP COLUMN queue;
         ALTER TABLE inquiries DROP COLUMN arrived_at;
         ALTER TABLE inquiries DROP COLUMN assignee;
         ALTER TABLE inquiries DROP COLUMN queued_version;",
    )
    .unwrap();
    for _ in 0..2 {
        let store = Store::Sqlite(Sqlite::open(&path).unwrap());
        assert_eq!(store.open(now()).await.unwrap().len(), 1);
        let customer = fresh("a", now()).customer().unwrap();
        let theirs = store.of_customer(&customer, None, 9).await.unwrap();
        assert_eq!(theirs.inquiries.len(), 1);
    }
}
