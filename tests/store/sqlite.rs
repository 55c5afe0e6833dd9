//! What only the embedded store can do wrong.

use replybot::pii::MaskedText;
use replybot::store::{CachedDraft, Most, Spent, Sqlite, Store, StoreError};

use crate::inquiries::{fresh, id, now, seconds};

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
        text: MaskedText::from_model("Dear [NAME_1]"),
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
        let written = store.write_memo(&memo, None, "text", Some(at)).await;
        written.unwrap();
    }
    let memo = store.write_memo("memo#for-good", None, "text", None);
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
