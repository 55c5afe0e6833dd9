//! Takes mails from a Microsoft 365 mailbox: in a loop beside the service, or once for a scheduled
//! event.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::flow::receive::{Received, receive_from};
use crate::intake::poll;
use inquiry::Origin;
use mailbox::graph::{Graph, GraphError};
use store::{StoreError, Written};

pub use crate::intake::poll::Polled;

/// Mails that could not be taken and are tried again each time: beyond that, nothing further is
/// taken until they are.
const MOST_LEFT: usize = 500;

/// Why a look ended early. What was not taken by then is taken by the next one.
#[derive(Debug, thiserror::Error)]
pub enum NotPolled {
    /// Graph.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Too many mails could not be taken.
    #[error("{MOST_LEFT} mails could not be taken: nothing further is, until they are")]
    TooMany,
}

/// What is remembered between two looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cursor {
    /// When the mailbox was looked into first; mails of before are left alone.
    since: Timestamp,
    /// The link to what follows; none while everything since then has to be listed.
    link: Option<String>,
    /// Mails before it that could not be taken.
    #[serde(default)]
    left: Vec<String>,
}

/// Takes all mails that wait. A mail is marked once it is stored, so a crash in between only shows
/// it to us again; one that cannot be taken now holds up no other.
///
/// # Errors
/// [`NotPolled`].
pub async fn poll_once(app: &App, graph: &Graph) -> Result<Polled, NotPolled> {
    let memory = Memory::of(app, graph);
    let mut polled = Polled::default();
    let Some((mut cursor, mut memo)) = memory.read().await? else {
        // Only a mailbox that can be read is one whose mails are left alone.
        graph.reach().await?;
        let since = app.clock.now();
        memory
            .write(
                None,
                &Cursor {
                    since,
                    link: None,
                    left: Vec::new(),
                },
            )
            .await?;
        tracing::info!("mails that were in the mailbox before are left alone");
        return Ok(polled);
    };
    for id in std::mem::take(&mut cursor.left) {
        note(app, graph, &id, &mut cursor, &mut polled).await?;
    }
    let mut is_anew = false;
    loop {
        let page = match graph
            .page(cursor.link.as_deref(), since(app, &cursor))
            .await
        {
            // Once in a look: a server may forget again and again.
            Err(error) if error.is_resync() && cursor.link.is_some() && !is_anew => {
                tracing::warn!(%error, "Graph has forgotten how far it came: the mails are looked at once more");
                cursor.link = None;
                is_anew = true;
                continue;
            }
            page => page?,
        };
        for mail in &page.mails {
            if !mail.is_taken {
                note(app, graph, &mail.id, &mut cursor, &mut polled).await?;
            }
        }
        if cursor.left.len() > MOST_LEFT {
            return Err(NotPolled::TooMany);
        }
        cursor.link = Some(page.next);
        // Written by another process meanwhile: what it has come to is as good.
        match memory.write(Some(memo.as_str()), &cursor).await? {
            Some(written) => memo = written,
            None => return Ok(polled),
        }
        if page.is_last {
            return Ok(polled);
        }
    }
}

/// Lists everything since the first look, or since the store may have forgotten what was taken.
fn since(app: &App, cursor: &Cursor) -> Timestamp {
    let now = app.clock.now();
    let known = now.checked_sub(app.retention).unwrap_or(now);
    cursor.since.max(known)
}

/// Takes a mail, or leaves it to the next look.
async fn note(
    app: &App,
    graph: &Graph,
    id: &str,
    cursor: &mut Cursor,
    polled: &mut Polled,
) -> Result<(), NotPolled> {
    match take(app, graph, id).await {
        Ok(None) => {}
        Ok(Some(received)) => {
            polled.count(&received);
        }
        Err(NotPolled::Graph(error)) if !error.is_about_one_call() => return Err(error.into()),
        Err(error) => {
            tracing::error!(%error, "a mail is left to the next look");
            polled.left += 1;
            cursor.left.push(id.to_owned());
        }
    }
    Ok(())
}

/// `None` when there is nothing left to take.
async fn take(app: &App, graph: &Graph, id: &str) -> Result<Option<Received>, NotPolled> {
    let Some(bytes) = graph.fetch(id).await? else {
        return Ok(None);
    };
    let origin = Origin::Graph {
        mailbox: graph.settings().mailbox.clone(),
        id: id.to_owned(),
    };
    let received = receive_from(app, &bytes, Some(&origin)).await?;
    graph.mark(id).await?;
    Ok(Some(received))
}

/// Polls until `stop`.
pub async fn poll(app: Arc<App>, graph: Graph, stop: CancellationToken) {
    let asks_to_wait = |error: &NotPolled| match error {
        NotPolled::Graph(GraphError::Busy { wait, .. }) => Some(*wait),
        _ => None,
    };
    let look = || poll_once(&app, &graph);
    let every = graph.settings().every;
    poll::until(stop, "Microsoft 365", every, asks_to_wait, look).await;
}

/// The cursor, in the store.
struct Memory<'a> {
    app: &'a App,
    key: String,
}

impl<'a> Memory<'a> {
    fn of(app: &'a App, graph: &Graph) -> Memory<'a> {
        let settings = graph.settings();
        let place = format!(
            "{}\0{}\0{}",
            settings.api_url, settings.mailbox, settings.folder
        );
        let key = format!("graph#{}", hex::encode(Sha256::digest(place)));
        Memory { app, key }
    }

    async fn read(&self) -> Result<Option<(Cursor, String)>, StoreError> {
        let Some(memo) = self.app.store.kv(&self.key).await? else {
            return Ok(None);
        };
        let cursor = serde_json::from_str(&memo).map_err(|_| StoreError::unreadable(&self.key))?;
        Ok(Some((cursor, memo)))
    }

    /// What was written; `None` when another process wrote in between.
    async fn write(
        &self,
        read: Option<&str>,
        cursor: &Cursor,
    ) -> Result<Option<String>, StoreError> {
        let text = serde_json::to_string(cursor).map_err(|_| StoreError::unreadable(&self.key))?;
        if read == Some(text.as_str()) {
            return Ok(Some(text));
        }
        let written = self
            .app
            .store
            .write_kv(&self.key, read, &text, None)
            .await?;
        Ok((written == Written::Yes).then_some(text))
    }
}
