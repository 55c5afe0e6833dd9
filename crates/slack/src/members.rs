//! Who is in a channel, as Slack says (docs.slack.dev/reference/methods/conversations.members),
//! remembered for minutes: the authorization asks with each click.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::client::{Profile, Slack};
use super::error::SlackError;
use inquiry::clock::since;

/// A person who left the channel is let in for so long at most.
const FRESH: Duration = Duration::from_secs(2 * 60);
/// A person who is not in the list may have joined since: Slack is asked again, but not more often
/// than this.
const ASK_AGAIN: Duration = Duration::from_secs(2);
/// Channels and people that are remembered; more than a team has.
const MOST: usize = 10_000;

/// What Slack said of a channel.
#[derive(Debug)]
struct Channel {
    members: HashSet<String>,
    asked_at: Timestamp,
}

type Known = Arc<tokio::sync::Mutex<Option<Channel>>>;

/// What Slack said lately of channels and people. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// One asks, the others wait for the answer.
    channels: Arc<Mutex<HashMap<String, Known>>>,
    people: Arc<Mutex<HashMap<String, (Timestamp, Profile)>>>,
}

impl Members {
    /// True when the person is in the channel.
    ///
    /// # Errors
    /// [`SlackError`] when Slack does not say who is.
    pub async fn is_member(
        &self,
        slack: &Slack,
        channel: &str,
        user: &str,
        now: Timestamp,
    ) -> Result<bool, SlackError> {
        let known = self.channel(channel);
        let mut known = known.lock().await;
        if let Some(known) = &*known {
            let age = since(known.asked_at, now);
            let is_in = known.members.contains(user);
            if age < ASK_AGAIN || (is_in && age < FRESH) {
                return Ok(is_in);
            }
        }
        let fresh = Channel {
            members: slack.channel_members(channel).await?,
            asked_at: now,
        };
        let is_in = fresh.members.contains(user);
        *known = Some(fresh);
        Ok(is_in)
    }

    /// What Slack says of a person.
    ///
    /// # Errors
    /// [`SlackError`] when it says nothing.
    pub async fn profile(
        &self,
        slack: &Slack,
        user: &str,
        now: Timestamp,
    ) -> Result<Profile, SlackError> {
        let known = {
            let people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
            people.get(user).cloned()
        };
        if let Some((asked_at, profile)) = known
            && since(asked_at, now) < FRESH
        {
            return Ok(profile);
        }
        let profile = slack.profile(user).await?;
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        if people.len() >= MOST {
            people.clear();
        }
        people.insert(user.to_owned(), (now, profile.clone()));
        Ok(profile)
    }

    fn channel(&self, id: &str) -> Known {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        if channels.len() >= MOST {
            channels.clear();
        }
        channels.entry(id.to_owned()).or_default().clone()
    }
}
