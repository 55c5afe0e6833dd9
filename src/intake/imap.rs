//! Takes mails from a mailbox by IMAP: live beside the service, or once for a scheduled event.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::App;
use crate::flow::receive::{Received, receive_from};
use crate::intake::poll::backoff;
use inquiry::Origin;
use mailbox::source::imap::{Cursor, Imap, ImapError, Numbered, Selected, Session};
use store::{StoreError, Written};

/// An IDLE is begun anew after that long: routers forget a connection that nothing is said on, and
/// RFC 2177 lets a server end it after half an hour. A look at the folder comes with it.
const IDLE: Duration = Duration::from_secs(9 * 60);
/// Mails after which is written down how far it came, where keywords tell it as well.
const WRITE_EACH: usize = 50;
/// Mails that are read at the same time, of whatever mailboxes: each may have 50 MB.
static READING: Semaphore = Semaphore::const_new(2);

/// What one look at a folder did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polled {
    /// Mails that are taken.
    pub taken: usize,
    /// Mails among them that had been taken before.
    pub duplicates: usize,
    /// Mails that are left to the next look.
    pub left: usize,
    /// Mails of before the folder was numbered anew that are left alone.
    pub old: usize,
}

impl Polled {
    fn count(&mut self, taken: &Taken) {
        match taken {
            Taken::New => self.taken += 1,
            Taken::Duplicate => {
                self.taken += 1;
                self.duplicates += 1;
            }
            Taken::Old => self.old += 1,
            Taken::Gone => {}
        }
    }
}

/// Why a look at a folder ended early. What was not taken by then is taken by the next one.
#[derive(Debug, thiserror::Error)]
pub enum NotPolled {
    /// The server.
    #[error(transparent)]
    Imap(#[from] ImapError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NotPolled {
    /// True when trying again may help with nothing changed.
    pub fn is_temporary(&self) -> bool {
        match self {
            NotPolled::Imap(error) => error.is_temporary(),
            NotPolled::Store(_) => true,
        }
    }
}

/// Takes all mails that wait in all folders, on a connection of its own.
///
/// # Errors
/// [`NotPolled`].
pub async fn poll_once(app: &App, imap: &Imap) -> Result<Polled, NotPolled> {
    let mut session = imap.connect().await?;
    let mut all = Polled::default();
    for folder in &imap.settings().folders {
        let mut look = Look::at(app, imap, &mut session, folder).await?;
        let polled = look.take_what_waits().await?;
        all.taken += polled.taken;
        all.duplicates += polled.duplicates;
        all.left += polled.left;
        all.old += polled.old;
    }
    session.log_out().await;
    Ok(all)
}

/// Takes mails as they come, until `stop`.
pub async fn watch(app: Arc<App>, imap: Imap, stop: CancellationToken) {
    let folders = TaskTracker::new();
    for folder in imap.settings().folders.clone() {
        let (app, imap, stop) = (app.clone(), imap.clone(), stop.clone());
        folders.spawn(async move { watch_folder(&app, &imap, &folder, &stop).await });
    }
    folders.close();
    folders.wait().await;
}

/// What the server refuses for good is logged each time: the operator may mend it meanwhile.
async fn watch_folder(app: &App, imap: &Imap, folder: &str, stop: &CancellationToken) {
    let mut failures = 0u32;
    while !stop.is_cancelled() {
        let began = Instant::now();
        let ended = tokio::select! {
            () = stop.cancelled() => return,
            ended = stay(app, imap, folder) => ended,
        };
        let Err(error) = ended;
        // A connection that lasted was a good one: servers end them now and then.
        if began.elapsed() >= IDLE {
            failures = 0;
        }
        let every = imap.settings().every;
        let wait = backoff(every, failures);
        failures = failures.saturating_add(1);
        if failures > 1 || !error.is_temporary() {
            tracing::error!(host = imap.settings().account.host(), %error, "the mailbox was not read");
        } else {
            tracing::info!(host = imap.settings().account.host(), %error, "connecting to the mailbox again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Stays connected and takes what comes; only an error ends it.
async fn stay(app: &App, imap: &Imap, folder: &str) -> Result<std::convert::Infallible, NotPolled> {
    let mut session = imap.connect().await?;
    let mut look = Look::at(app, imap, &mut session, folder).await?;
    tracing::info!(
        host = imap.settings().account.host(),
        idle = look.session.can_idle(),
        "connected to the mailbox"
    );
    loop {
        let before = look.session.exists();
        let polled = look.take_what_waits().await?;
        if polled != Polled::default() {
            tracing::info!(?polled, "mails were taken by IMAP");
        }
        // A mail that came while others were taken was told of then, and will not be told of again.
        if look.session.exists() > before {
            continue;
        }
        let retry = (polled.left > 0).then_some(imap.settings().every);
        if look.session.can_idle() {
            look.session
                .idle(Instant::now() + retry.unwrap_or(IDLE))
                .await?;
        } else {
            tokio::time::sleep(imap.settings().every).await;
            look.session.noop().await?;
        }
    }
}

/// A look at the selected folder of a connection.
struct Look<'a> {
    app: &'a App,
    imap: &'a Imap,
    session: &'a mut Session,
    folder: &'a str,
    selected: Selected,
}

/// What became of a mail.
enum Taken {
    New,
    Duplicate,
    /// It was there before replybot, or so long ago that nothing tells whether it was taken.
    Old,
    /// It was deleted meanwhile.
    Gone,
}

impl<'a> Look<'a> {
    /// Selects the folder.
    async fn at(
        app: &'a App,
        imap: &'a Imap,
        session: &'a mut Session,
        folder: &'a str,
    ) -> Result<Look<'a>, ImapError> {
        let selected = session.select(folder).await?;
        Ok(Look {
            app,
            imap,
            session,
            folder,
            selected,
        })
    }

    /// Takes what waits, the oldest first. A mail is marked once it is stored, so a crash in between
    /// only shows it to us again; one that cannot be stored now holds up no other.
    async fn take_what_waits(&mut self) -> Result<Polled, NotPolled> {
        let memory = Memory::of(self.app, self.imap, self.folder);
        let Some(mut cursor) = memory.read().await? else {
            return self.begin(&memory).await;
        };
        let (validity, next) = (self.selected.validity, self.selected.next);
        if cursor.note_numbers(validity, next) == Numbered::Anew {
            tracing::warn!(
                "the folder is numbered anew (UIDVALIDITY): its mails are looked at once more"
            );
            memory.write(&cursor).await?;
        }
        let read = cursor.clone();
        let mut polled = Polled::default();
        let ended = self.take_due(&memory, &mut cursor, &mut polled).await;
        if polled.old > 0 {
            tracing::warn!(
                mails = polled.old,
                "mails that came before replybot, or longer ago than RETENTION_DAYS, are left alone"
            );
        }
        if cursor != read {
            memory.write(&cursor).await?;
        }
        ended.map(|()| polled)
    }

    /// The first look at a folder: what comes from now on is taken.
    async fn begin(&self, memory: &Memory<'_>) -> Result<Polled, NotPolled> {
        tracing::info!("mails that were in the mailbox before are left alone");
        let (validity, next) = (self.selected.validity, self.selected.next);
        let cursor = Cursor::new(validity, next, self.app.clock.now());
        memory.write(&cursor).await?;
        Ok(Polled::default())
    }

    /// Takes the mails that the cursor has not passed, until something stops all of them.
    async fn take_due(
        &mut self,
        memory: &Memory<'_>,
        cursor: &mut Cursor,
        polled: &mut Polled,
    ) -> Result<(), NotPolled> {
        let keywords = self.selected.keywords;
        let found = self.session.waiting(cursor.next, keywords).await?;
        for (count, uid) in cursor.due(found).into_iter().enumerate() {
            match self.take(cursor, uid).await {
                Ok(taken) => polled.count(&taken),
                Err(NotPolled::Imap(error)) if !error.is_about_one_call() => {
                    return Err(error.into());
                }
                Err(error) => {
                    tracing::error!(uid, %error, "a mail is left to the next look");
                    polled.left += 1;
                    match cursor.leave(uid) {
                        true => continue,
                        false => return Err(error),
                    }
                }
            }
            cursor.is_done(uid);
            if !keywords || (count + 1) % WRITE_EACH == 0 {
                memory.write(cursor).await?;
            }
        }
        Ok(())
    }

    async fn take(&mut self, cursor: &Cursor, uid: u32) -> Result<Taken, NotPolled> {
        // Never closed.
        let _reading = READING.acquire().await.ok();
        let Some(mail) = self.session.fetch(uid).await? else {
            return Ok(Taken::Gone);
        };
        if uid < cursor.renumbered_below && is_old(self.app, cursor, mail.received) {
            return Ok(Taken::Old);
        }
        if mail.size as usize > mail.bytes.len() {
            tracing::warn!(
                uid,
                size = mail.size,
                "a mail is longer than mails may be: its end is not read"
            );
        }
        let origin = Origin::Imap {
            account: self.imap.settings().account.name(),
            folder: self.folder.to_owned(),
            validity: self.selected.validity,
            uid,
        };
        let received = receive_from(self.app, &mail.bytes, Some(&origin)).await?;
        if self.selected.keywords {
            match self.session.mark(uid).await {
                // It is stored, and the cursor goes past it: that is enough.
                Err(error) if error.is_about_one_call() => {
                    tracing::warn!(uid, %error, "a mail was taken and could not be marked so");
                }
                marked => marked?,
            }
        }
        Ok(match received {
            Received::Duplicate(_) => Taken::Duplicate,
            _ => Taken::New,
        })
    }
}

/// True when neither its keyword nor the store would tell that a mail was taken.
fn is_old(app: &App, cursor: &Cursor, received: Option<Timestamp>) -> bool {
    let now = app.clock.now();
    let known = now.checked_sub(app.retention).unwrap_or(now);
    received.is_some_and(|received| received < cursor.since.max(known))
}

/// The cursor of a folder, in the store.
struct Memory<'a> {
    app: &'a App,
    key: String,
}

impl<'a> Memory<'a> {
    fn of(app: &'a App, imap: &Imap, folder: &str) -> Memory<'a> {
        // A hash: it names a person's account.
        let place = format!("{}\0{folder}", imap.settings().account.name());
        let key = format!("imap#{}", hex::encode(Sha256::digest(place)));
        Memory { app, key }
    }

    async fn read(&self) -> Result<Option<Cursor>, StoreError> {
        let memo = self.app.store.kv(&self.key).await?;
        memo.map(|memo| self.parsed(&memo)).transpose()
    }

    fn parsed(&self, memo: &str) -> Result<Cursor, StoreError> {
        serde_json::from_str(memo).map_err(|_| StoreError::unreadable(&self.key))
    }

    /// Writes a cursor down, together with what another process knows.
    async fn write(&self, cursor: &Cursor) -> Result<(), StoreError> {
        loop {
            let memo = self.app.store.kv(&self.key).await?;
            let cursor = match &memo {
                Some(memo) => cursor.clone().and(&self.parsed(memo)?),
                None => cursor.clone(),
            };
            let text =
                serde_json::to_string(&cursor).map_err(|_| StoreError::unreadable(&self.key))?;
            if memo.as_deref() == Some(text.as_str()) {
                return Ok(());
            }
            let written = self
                .app
                .store
                .write_kv(&self.key, memo.as_deref(), &text, None);
            if written.await? == Written::Yes {
                return Ok(());
            }
        }
    }
}
