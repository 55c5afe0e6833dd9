//! What a role keeps running: the parts that flows work with, and the work that goes on behind an
//! answer.

use std::sync::Arc;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use crate::app::{App, Outgoing};
use inquiry::Inquiry;

/// The parts of every flow, and the tasks of this process. Clones share both.
#[derive(Clone, Debug)]
pub struct Engine {
    /// The parts of every flow.
    pub app: Arc<App>,
    /// How replies leave.
    pub outgoing: Arc<Outgoing>,
    /// Work that goes on behind an answer; a stopping service waits for it.
    pub tasks: TaskTracker,
    /// Where nothing can go on behind an answer for long, this ends what the store lets a sweep
    /// take up.
    pub cut: CancellationToken,
}

impl Engine {
    /// An engine without any work.
    pub fn new(app: App, outgoing: Outgoing) -> Engine {
        Engine {
            app: Arc::new(app),
            outgoing: Arc::new(outgoing),
            tasks: TaskTracker::new(),
            cut: CancellationToken::new(),
        }
    }

    /// The same parts, for work that is waited for and cut by itself.
    pub fn for_one_event(&self) -> Engine {
        Engine {
            tasks: TaskTracker::new(),
            cut: CancellationToken::new(),
            ..self.clone()
        }
    }

    /// The same work, with the parts of an inquiry's mailbox.
    #[must_use]
    pub fn of(&self, inquiry: &Inquiry) -> Engine {
        let name = inquiry.mailbox.as_deref();
        let own = name.and_then(|name| {
            let app = self.app.mailboxes.get(name)?;
            Some((app, self.outgoing.mailboxes.get(name)?))
        });
        match own {
            Some((app, outgoing)) => Engine {
                app: app.clone(),
                outgoing: outgoing.clone(),
                ..self.clone()
            },
            None => self.clone(),
        }
    }

    /// Starts work that the next sweep takes up if it is cut.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
        let cut = self.cut.clone();
        // A pointer to a whole flow is what moves from here on.
        let work = Box::pin(work);
        self.tasks.spawn(
            async move {
                if cut.run_until_cancelled(work).await.is_none() {
                    tracing::warn!("some work took too long; the next sweep takes it up");
                }
            }
            .in_current_span(),
        )
    }

    /// Starts work that is never cut: what became of it would not be known.
    pub fn spawn_uncut(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(work.in_current_span());
    }
}
