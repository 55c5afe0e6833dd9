//! Writes to the embedded store, several in one transaction: a commit has to reach the disk, which
//! takes much longer than a write, and writes that come while one is under way share the next.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::StoreError;

/// Writes that one transaction holds at most.
const AT_ONCE: usize = 128;

/// Makes the changes of one write, or learns why that is not possible. What it returns is called
/// once it is known whether they are on the disk.
type Write = Box<dyn FnOnce(Result<&Connection, &StoreError>) -> Option<Told> + Send>;
type Told = Box<dyn FnOnce(Result<(), &StoreError>) + Send>;

/// The thread that writes. It ends with the last clone.
#[derive(Clone, Debug)]
pub(super) struct Writer(Sender<Write>);

impl Writer {
    pub(super) fn start(connection: Connection) -> Writer {
        let (sender, receiver) = channel();
        std::thread::spawn(move || work(&connection, &receiver));
        Writer(sender)
    }

    /// Lets `work` make its changes: all of them are on the disk when this returns, or none.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (tell, told) = oneshot::channel();
        let write: Write = Box::new(move |connection| {
            let result = match connection {
                Ok(connection) => in_savepoint(connection, work),
                Err(error) => Err(again(error)),
            };
            Some(Box::new(move |committed| {
                // The caller may be gone.
                let _ = tell.send(committed.map_err(again).and(result));
            }))
        });
        let ended = || StoreError::Unavailable("the store's thread ended".to_owned());
        self.0.send(write).map_err(|_| ended())?;
        told.await.map_err(|_| ended())?
    }
}

fn work(connection: &Connection, receiver: &Receiver<Write>) {
    while let Ok(first) = receiver.recv() {
        let writes = std::iter::once(first).chain(receiver.try_iter().take(AT_ONCE - 1));
        let writes: Vec<Write> = writes.collect();
        // Those who wait learn from their closed channels that it went wrong.
        let ended = catch_unwind(AssertUnwindSafe(|| together(connection, writes)));
        if ended.is_err() && !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
    }
}

fn together(connection: &Connection, writes: Vec<Write>) {
    let begun = connection.execute_batch("BEGIN IMMEDIATE");
    let begun = begun.map_err(StoreError::from);
    let told: Vec<Told> = writes
        .into_iter()
        .filter_map(|write| write(begun.as_ref().map(|()| connection)))
        .collect();
    let committed = match begun {
        Ok(()) => connection
            .execute_batch("COMMIT")
            .map_err(StoreError::from)
            .inspect_err(|_| {
                let _ = connection.execute_batch("ROLLBACK");
            }),
        Err(error) => Err(error),
    };
    for tell in told {
        tell(committed.as_ref().copied());
    }
}

/// What one write did until it failed is undone without touching the others.
fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.execute_batch("SAVEPOINT one")?;
    let result = work(connection);
    if result.is_err() {
        connection.execute_batch("ROLLBACK TO one")?;
    }
    connection.execute_batch("RELEASE one")?;
    result
}

/// The same error for another one who waits.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(why) => StoreError::Unavailable(why.clone()),
        StoreError::Unreadable(why) => StoreError::Unreadable(why.clone()),
    }
}
