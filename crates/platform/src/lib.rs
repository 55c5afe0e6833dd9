//! Where the program runs: its HTTP client, the identities that clouds give it, their buckets and
//! secret managers, what it tells of itself (traces, log lines, figures), and files that its own
//! user alone may read.

pub mod aws;
pub mod bucket;
pub mod identity;
pub mod metrics;
pub mod net;
pub mod private;
pub mod secrets;
pub mod telemetry;
