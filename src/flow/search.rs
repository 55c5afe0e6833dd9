//! A person looks for an inquiry -> what is stored of it, in their home tab, answered and closed ones
//! included.

use jiff::Timestamp;

use super::authorization::may_see;
use crate::app::App;
use crate::sync::person;
use inquiry::{ContextId, Inquiry, Query};
use screens::home;
use slack::SlackError;
use slack::elements::FindOn;
use store::{Before, Store, StoreError, Walked};

/// Inquiries that are shown at a time, each in two blocks.
const SHOWN: usize = 20;
/// Inquiries that are looked through at a time, the newest first: within what Slack waits for.
const LOOKED_THROUGH: usize = 2_000;
/// Inquiries that are read at a time.
const AT_ONCE: usize = 100;

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Slack did not say who is in a channel, or did not take the tab.
    #[error(transparent)]
    Slack(#[from] SlackError),
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The newest first.
    pub inquiries: Vec<Inquiry>,
    /// How many were looked through.
    pub looked_through: usize,
    /// Where the next search goes on; `None` at the end.
    pub next: Option<Before>,
}

/// Shows a person what they look for, in the place of the queue.
///
/// # Errors
/// [`SearchError`]; the tab stays as it was.
pub async fn show(
    app: &App,
    user: &str,
    query: &Query,
    behind: Option<(Timestamp, ContextId)>,
) -> Result<(), SearchError> {
    let before = behind.map(|(at, id)| Before { at, id });
    let found = search(app, user, query, before).await?;
    let language = person::language(app, user).await;
    let on = found.next.as_ref().map(|next| FindOn {
        query: query.text().to_owned(),
        at: next.at,
        id: next.id.clone(),
    });
    let look = app.look.in_language(language);
    let shown = (found.inquiries.as_slice(), found.looked_through);
    let view = home::found(
        query.text(),
        shown,
        on.as_ref(),
        user,
        app.clock.now(),
        &look,
    );
    Ok(app.slack.publish_view(user, &view).await?)
}

/// Goes back in time until there is enough to show, or enough was looked through.
async fn search(
    app: &App,
    user: &str,
    query: &Query,
    mut before: Option<Before>,
) -> Result<Found, SearchError> {
    let customer = known_customer(&app.store, query).await?;
    let now = app.clock.now();
    let mut found = Found::default();
    loop {
        let Walked { inquiries, next } = match &customer {
            Some(customer) => {
                let walked = app.store.of_customer(customer, before.as_ref(), AT_ONCE);
                walked.await?
            }
            None => app.store.back(before.as_ref(), AT_ONCE).await?,
        };
        for inquiry in inquiries {
            found.looked_through += 1;
            let is_found = customer.is_some() || query.finds(&inquiry);
            if !is_found || inquiry.expires_at < now || !may_see(app, &inquiry, user).await? {
                continue;
            }
            if found.inquiries.len() == SHOWN {
                found.next = found.inquiries.last().map(behind);
                return Ok(found);
            }
            found.inquiries.push(inquiry);
        }
        before = next;
        if before.is_none() || found.looked_through >= LOOKED_THROUGH {
            found.next = before;
            return Ok(found);
        }
    }
}

/// The customer who is looked for by their whole address, and has written.
async fn known_customer(store: &Store, query: &Query) -> Result<Option<String>, StoreError> {
    let Some(customer) = query.customer() else {
        return Ok(None);
    };
    let walked = store.of_customer(&customer, None, 1).await?;
    Ok((!walked.inquiries.is_empty()).then_some(customer))
}

fn behind(inquiry: &Inquiry) -> Before {
    Before {
        at: inquiry.received_at,
        id: inquiry.id.clone(),
    }
}
