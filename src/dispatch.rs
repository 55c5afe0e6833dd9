//! Who drafts: how a draft is asked for. Asking never runs one.

use tokio::sync::mpsc;

use crate::inquiry::ContextId;

/// The configured way to have a draft written.
#[derive(Clone, Debug)]
pub enum Dispatcher {
    /// A worker of this process.
    Here(mpsc::Sender<ContextId>),
}

/// More than a worker can hold back; what does not fit stays in the store for the next sweep.
const QUEUE_LENGTH: usize = 1024;

impl Dispatcher {
    /// A dispatcher for this process, and the queue that its worker takes from.
    pub fn here() -> (Dispatcher, mpsc::Receiver<ContextId>) {
        let (sender, receiver) = mpsc::channel(QUEUE_LENGTH);
        (Dispatcher::Here(sender), receiver)
    }

    /// Asks for a draft that the store already says is wanted. When this does not get through,
    /// the next sweep finds it there.
    pub fn dispatch(&self, id: &ContextId) {
        match self {
            Dispatcher::Here(queue) => {
                if let Err(error) = queue.try_send(id.clone()) {
                    tracing::warn!(context_id = %id, %error, "the draft waits for the next sweep");
                }
            }
        }
    }
}
