//! Mail: what a customer wrote (RFC 5322, MIME) and what goes back in the same thread.

mod address;
mod compose;
mod message_id;
mod parse;
mod transport;

pub use address::{Address, Mailbox};
pub use compose::{OutgoingMail, reply_references, reply_subject};
pub use message_id::MessageId;
pub use parse::{Attachment, Automatic, InboundMail, parse};
pub use transport::{Mailer, Outbox, Outcome, Smtp};
