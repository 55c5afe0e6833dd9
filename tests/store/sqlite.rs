//! What only the embedded store can do wrong.

use replybot::store::{Sqlite, Store, StoreError};

use crate::inquiries::{fresh, id, now};

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
    let later = old.expires_at + crate::inquiries::seconds(1);
    assert_eq!(store.purge(later).await.unwrap(), 1);
    assert_eq!(store.get(&id("old")).await.unwrap(), None);
}
