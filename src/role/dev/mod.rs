//! `replybot dev`: the whole product on a laptop, with a simulated Slack in the browser.

pub mod outbox;
pub mod workspace;
