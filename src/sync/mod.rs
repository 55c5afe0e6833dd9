//! Slack shows what is stored: cards, modals, panels, threads, each brought up to date. Nothing here
//! asks a model or decides anything; every flow ends in [`show`].

mod files;
mod modals;
mod panel;
pub mod person;
mod show;
mod thread;

pub use files::{share_files, share_files_due};
pub use modals::{answered_by, give_inputs_back};
pub use panel::say;
pub use show::{show, show_again, show_answering};
pub use thread::tell_approver;

use slack::SlackError;
use store::StoreError;

/// Why a message is not in Slack yet.
#[derive(Debug, thiserror::Error)]
pub enum NotPosted {
    /// Slack did not take it.
    #[error(transparent)]
    Slack(#[from] SlackError),
    /// It is posted, but that could not be written down; a sweep will find it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is to be posted cannot be read now, or took too long.
    #[error("it cannot be read now, or takes too long: it is tried again")]
    NotNow,
}
