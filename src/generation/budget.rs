//! How much the day's drafts may take: counted in the store, for all workers of a deployment.
//!
//! What a draft may take at most is counted before the model is asked, and what it did not take is
//! given back afterwards. A worker that ends in between leaves too much counted, never too little.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::config::Budget;
use inquiry::Usage;
use llm::LONGEST_ANSWER_TOKENS;
use mail::Address;
use store::{Most, Spent, StoreError};

/// Drafts on arrival, for the mails of one sender in a day.
const ARRIVALS_PER_SENDER: i64 = 5;

/// The day's budget does not allow another draft.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the day's budget for drafts is spent ({limit}); it begins anew at {anew}. Replies can be written by hand, and whoever runs replybot can raise the limit"
)]
pub struct BudgetSpent {
    /// The variable that sets the limit, and the limit.
    pub limit: String,
    /// When the next day begins.
    pub anew: Timestamp,
}

/// Why nothing could be taken from the budget.
#[derive(Debug, thiserror::Error)]
pub enum NotReserved {
    /// There is not enough left.
    #[error(transparent)]
    Spent(#[from] BudgetSpent),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was taken from the day's budget for one draft.
#[derive(Clone, Debug)]
pub struct Reserved {
    key: String,
    taken: Spent,
    expires_at: Timestamp,
}

/// Takes from the day's budget what a draft may need: `input` tokens for the question at most. For
/// another model's attempt at the same draft, `drafts` is 0.
///
/// # Errors
/// [`NotReserved::Spent`] when there is not as much left.
pub async fn reserve(app: &App, drafts: i64, input: u64) -> Result<Reserved, NotReserved> {
    let usage = Usage {
        input,
        output: LONGEST_ANSWER_TOKENS,
        ..Usage::default()
    };
    let taken = Spent {
        drafts,
        arrivals: 0,
        tokens: signed(usage.total()),
        cost: signed(app.drafter.highest_cost(&app.spending.prices, usage).0),
        cards: 0,
    };
    take(app, taken).await
}

/// Takes one draft on arrival from its own budget, and from that of the mail's sender.
/// False when none is left, of them or of the day's budget for all drafts.
///
/// # Errors
/// When the store fails.
pub async fn reserve_arrival(app: &App, sender: Option<&Address>) -> Result<bool, StoreError> {
    let budget = &app.spending.budget;
    let day = Day::of(app.clock.now(), &app.look.time_zone);
    let so_far = app.store.spent(&day.key).await?;
    // Whether a whole draft fits in shows when it is written; this spares people the question.
    let next = Spent {
        drafts: so_far.drafts + 1,
        tokens: so_far.tokens + 1,
        cost: so_far.cost + 1,
        ..so_far
    };
    if next.first_above(most(budget), next).is_some() {
        return Ok(false);
    }
    let one = Spent {
        arrivals: 1,
        ..Spent::default()
    };
    if let Some(sender) = sender {
        // A flood from one address leaves the budget to the others.
        let hash = Sha256::digest(sender.expose().to_lowercase());
        let key = format!("{}#{}", day.key, &hex::encode(hash)[..32]);
        let most = Most {
            arrivals: Some(ARRIVALS_PER_SENDER),
            ..Most::default()
        };
        let counted = app.store.spend(&key, one, most, day.expires_at);
        if counted.await?.is_err() {
            return Ok(false);
        }
    }
    match take(app, one).await {
        Ok(_) => Ok(true),
        Err(NotReserved::Spent(_)) => Ok(false),
        Err(NotReserved::Store(error)) => Err(error),
    }
}

async fn take(app: &App, taken: Spent) -> Result<Reserved, NotReserved> {
    let budget = &app.spending.budget;
    let day = Day::of(app.clock.now(), &app.look.time_zone);
    let most = most(budget);
    let counted = app.store.spend(&day.key, taken, most, day.expires_at);
    match counted.await? {
        Ok(()) => Ok(Reserved {
            key: day.key,
            taken,
            expires_at: day.expires_at,
        }),
        Err(would_be) => Err(NotReserved::Spent(BudgetSpent {
            limit: limit(budget, would_be.first_above(most, taken)),
            anew: day.ends,
        })),
    }
}

/// Gives back what was not used. A store that fails keeps too much counted for the rest of the day.
pub(super) async fn record_usage(app: &App, reserved: Vec<Reserved>, used: Spent) {
    let mut used = used;
    for Reserved {
        key,
        taken,
        expires_at,
    } in reserved
    {
        let rest = used.without(taken);
        used = Spent::default();
        let settled = app.store.spend(&key, rest, Most::default(), expires_at);
        if let Err(error) = settled.await {
            tracing::warn!(%error, "the day's budget counts more than was used");
        }
    }
}

fn most(budget: &Budget) -> Most {
    Most {
        drafts: budget.drafts.map(signed),
        arrivals: budget.arrivals.map(signed),
        tokens: budget.tokens.map(signed),
        cost: budget.cost.map(|cost| signed(cost.0)),
        cards: None,
    }
}

/// In the words of the configuration: the operator who can raise the limit knows them.
fn limit(budget: &Budget, counter: Option<&str>) -> String {
    let number = |limit: Option<u64>| limit.unwrap_or_default();
    match counter {
        Some("tokens") => format!("TOKENS_PER_DAY={}", number(budget.tokens)),
        Some("cost") => format!("COST_PER_DAY={}", budget.cost.unwrap_or_default()),
        Some("arrivals") => format!("ARRIVAL_DRAFTS_PER_DAY={}", number(budget.arrivals)),
        _ => format!("DRAFTS_PER_DAY={}", number(budget.drafts)),
    }
}

pub(super) fn signed(amount: u64) -> i64 {
    i64::try_from(amount).unwrap_or(i64::MAX)
}

/// A day, where the people are.
struct Day {
    key: String,
    ends: Timestamp,
    expires_at: Timestamp,
}

impl Day {
    fn of(now: Timestamp, zone: &TimeZone) -> Day {
        let today = zone.to_datetime(now).date();
        let tomorrow = today.tomorrow();
        // Only the end of the calendar has no tomorrow.
        let ends = tomorrow
            .and_then(|day| zone.to_timestamp(day.at(0, 0, 0, 0)))
            .unwrap_or(Timestamp::MAX);
        Day {
            key: format!("budget#{today}"),
            ends,
            // Long enough to look at it afterwards.
            expires_at: ends
                .checked_add(SignedDuration::from_hours(7 * 24))
                .unwrap_or(Timestamp::MAX),
        }
    }
}
