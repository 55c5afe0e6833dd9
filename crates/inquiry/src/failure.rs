//! Why a step failed.

use serde::{Deserialize, Serialize};

use super::Word;

/// Why the last step failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Which step.
    pub step: Step,
    /// What kind of failure, for the words on the screen.
    pub cause: Cause,
    /// What the other side said, without personal data.
    pub detail: String,
}

/// A step that can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Writing a draft.
    Draft,
    /// Sending a reply.
    Reply,
    /// A step of a newer version.
    #[serde(untagged)]
    Newer(Word),
}

/// The kinds of failure that a person is told in different words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It took longer than allowed.
    TimedOut,
    /// The service could not be reached.
    Unreachable,
    /// The service is overloaded or the quota is used up.
    Busy,
    /// The service refused our credentials.
    Unauthorized,
    /// The service refused the request, or the mail.
    Refused,
    /// The answer broke off.
    CutOff,
    /// The answer was empty or made no sense.
    Unusable,
    /// The answer was held back, because it must not be sent.
    HeldBack,
    /// The mail was accepted, and came back.
    Bounced,
    /// A person found out that the mail did not go out.
    MarkedUnsent,
    /// The deployment's own budget for the day is spent.
    BudgetSpent,
    /// The workers that were asked for it never began, or never ended, however often they were asked.
    NoWorker,
    /// The account at the model's server has no credit or quota left.
    QuotaSpent,
    /// The model's server knows no such model, or nothing answers at its address.
    NoSuchModel,
    /// The mail is longer than the model can read.
    TooLong,
    /// A content filter of the model's server stopped it.
    Filtered,
    /// The model declined to answer.
    Declined,
    /// The folder that stands for the mail service cannot be written to.
    Unwritable,
    /// A file that goes out with the mail could not be fetched.
    NoFile,
    /// A cause of a newer version.
    #[serde(untagged)]
    Newer(Word),
}

impl Cause {
    /// Each of them, for counters that begin at 0.
    pub const ALL: [Cause; 19] = [
        Cause::TimedOut,
        Cause::Unreachable,
        Cause::Busy,
        Cause::Unauthorized,
        Cause::Refused,
        Cause::CutOff,
        Cause::Unusable,
        Cause::HeldBack,
        Cause::Bounced,
        Cause::MarkedUnsent,
        Cause::BudgetSpent,
        Cause::NoWorker,
        Cause::QuotaSpent,
        Cause::NoSuchModel,
        Cause::TooLong,
        Cause::Filtered,
        Cause::Declined,
        Cause::Unwritable,
        Cause::NoFile,
    ];

    /// Its name in the store and in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Cause::TimedOut => "timed_out",
            Cause::Unreachable => "unreachable",
            Cause::Busy => "busy",
            Cause::Unauthorized => "unauthorized",
            Cause::Refused => "refused",
            Cause::CutOff => "cut_off",
            Cause::Unusable => "unusable",
            Cause::HeldBack => "held_back",
            Cause::Bounced => "bounced",
            Cause::MarkedUnsent => "marked_unsent",
            Cause::BudgetSpent => "budget_spent",
            Cause::NoWorker => "no_worker",
            Cause::QuotaSpent => "quota_spent",
            Cause::NoSuchModel => "no_such_model",
            Cause::TooLong => "too_long",
            Cause::Filtered => "filtered",
            Cause::Declined => "declined",
            Cause::Unwritable => "unwritable",
            Cause::NoFile => "no_file",
            Cause::Newer(_) => "newer",
        }
    }
}
