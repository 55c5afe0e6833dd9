//! What the queue costs among 100,000 inquiries in the embedded store, few of them or all of them
//! open: `cargo bench --bench queue`. The home tab reads it, and the metrics each minute.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use replybot::inquiry::ContextId;
use replybot::store::{Sqlite, Store};
use rusqlite::{Connection, params};
use serde_json::json;

const INQUIRIES: i64 = 100_000;
/// What a page of the home tab shows at most.
const SHOWN: usize = 40;
const ROUNDS: usize = 20;

#[tokio::main]
async fn main() {
    for open in [1_000, INQUIRIES] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("replybot.sqlite3");
        let store = Store::Sqlite(Sqlite::open(&path).expect("a new store"));
        fill(&path, open).expect("the store can be filled");
        let now = Timestamp::now();
        let start = Instant::now();
        let indexed = store.index_older(now).await.expect("the store answers");
        println!("{INQUIRIES} inquiries, {open} of them open");
        println!(
            "  {indexed} of another version indexed, once: {:?}",
            start.elapsed()
        );
        let (mut queues, mut pages) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let found = store.open(now).await.expect("the store answers");
            queues.push(start.elapsed());
            assert_eq!(i64::try_from(found.len()), Ok(open));
            assert!(found.is_sorted());
            let ids: Vec<ContextId> = found.into_iter().take(SHOWN).map(|it| it.id).collect();
            let start = Instant::now();
            let shown = store.get_all(&ids).await.expect("the store answers");
            pages.push(start.elapsed());
            assert_eq!(shown.len(), SHOWN);
        }
        println!(
            "  the queue (metrics, home tab), median: {:?}",
            median(queues)
        );
        println!(
            "  a page of the home tab, median:        {:?}",
            median(pages)
        );
    }
}

/// As a version of this program wrote them that knew no queue.
fn fill(path: &std::path::Path, open: i64) -> Result<(), rusqlite::Error> {
    let mut file = Connection::open(path)?;
    let now = Timestamp::now();
    let writes = file.transaction()?;
    for number in 0..INQUIRIES {
        let id = format!("inquiry-{number:06}");
        let received_at = now - SignedDuration::from_secs(20 * number);
        let expires_at = (now + SignedDuration::from_hours(24 * 30)).as_second();
        // The oldest ones are open.
        let state = if number >= INQUIRIES - open {
            "notified"
        } else {
            "sent"
        };
        let item = json!({
            "context_id": id, "sender_email": "taro@example.com", "subject": "Where is my order?",
            "body_raw": "It has not arrived. ".repeat(100), "ttl_epoch": expires_at, "version": 1,
            "state": state, "received_at": received_at, "mail": {},
        });
        writes.execute(
            "INSERT INTO inquiries (context_id, version, due_at, received_at, expires_at, item)
             VALUES (?1, 1, 0, ?2, ?3, ?4)",
            params![
                id,
                received_at.as_millisecond(),
                expires_at,
                item.to_string()
            ],
        )?;
    }
    writes.commit()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
