//! Submit -> claimed -> mail -> card and modal show what became of it.
//!
//! ```text
//! claim:   the approved mail is written down under a lease    a crash from here on: a sweep
//! deliver: the mail service is asked, once                     turns it into `unknown`, and a
//!          its answer is written down                          person decides
//! ```
//!
//! Where replies wait (`SEND_DELAY_SECONDS`), `claim` writes the mail down without a lease: it can
//! be taken back until [`send_held`] takes the lease when its time has come.

mod claim;
mod deliver;

pub use claim::{Claimed, NotClaimed, claim};
pub use deliver::{answer_is_on_its_way, deliver, send_held, show_outcome};
