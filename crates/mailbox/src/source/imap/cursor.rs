//! Up to where the mails of a folder were taken.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Mails that could not be taken and are tried again each time: beyond that, nothing further is
/// taken until they are.
const MOST_LEFT: usize = 500;

/// What is remembered of a folder between two looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The folder's UIDVALIDITY.
    pub validity: u32,
    /// The first UID that was not seen yet.
    pub next: u32,
    /// When the mailbox was looked into first; mails of before are left alone.
    pub since: Timestamp,
    /// UIDs below `next` that could not be taken.
    #[serde(default)]
    pub left: Vec<u32>,
    /// UIDs below that are mails of before the folder was numbered anew.
    #[serde(default)]
    pub renumbered_below: u32,
}

/// What a look at the folder's numbers says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbered {
    /// As before.
    Same,
    /// Anew: UIDs that were remembered mean nothing any more.
    Anew,
}

impl Cursor {
    /// A folder that was never looked into: all that is in it is left alone.
    pub fn new(validity: u32, next: u32, now: Timestamp) -> Cursor {
        Cursor {
            validity,
            next,
            since: now,
            left: Vec::new(),
            renumbered_below: 0,
        }
    }

    /// Takes note of the folder's numbers. Numbered anew, everything in it is looked at once more:
    /// what was taken is known by its keyword and by its Message-ID.
    pub fn note_numbers(&mut self, validity: u32, next: u32) -> Numbered {
        if self.validity == validity {
            return Numbered::Same;
        }
        *self = Cursor {
            validity,
            next: 1,
            left: Vec::new(),
            renumbered_below: next,
            ..self.clone()
        };
        Numbered::Anew
    }

    /// The UIDs to look at, ascending, of those that a search found: servers answer `7:*` with the
    /// last mail, whatever its number is.
    pub fn due(&self, found: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let found = found.into_iter().filter(|uid| *uid >= self.next);
        let mut due: Vec<u32> = found.chain(self.left.iter().copied()).collect();
        due.sort_unstable();
        due.dedup();
        due
    }

    /// The mail needs not be looked at again.
    pub fn is_done(&mut self, uid: u32) {
        self.left.retain(|it| *it != uid);
        self.next = self.next.max(uid.saturating_add(1));
    }

    /// The mail has to be tried again. False when too many are: then nothing further may be taken.
    pub fn leave(&mut self, uid: u32) -> bool {
        self.is_done(uid);
        if self.left.len() >= MOST_LEFT {
            // Found again by its number.
            self.next = self.next.min(uid);
            return false;
        }
        self.left.push(uid);
        true
    }

    /// What two processes know that looked at the same folder at the same time.
    pub fn and(self, other: &Cursor) -> Cursor {
        if self.validity != other.validity {
            return self;
        }
        // Left by both is left; what one of them took is taken. A mail that one has not come to
        // is not taken by the other's having gone past it with an error.
        let mut left = Vec::new();
        for uid in self.left.iter().chain(&other.left) {
            let taken_here = *uid < self.next && !self.left.contains(uid);
            let taken_there = *uid < other.next && !other.left.contains(uid);
            if !taken_here && !taken_there && !left.contains(uid) {
                left.push(*uid);
            }
        }
        Cursor {
            next: self.next.max(other.next),
            since: self.since.min(other.since),
            left,
            ..self
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cursor(next: u32, left: &[u32]) -> Cursor {
        Cursor {
            left: left.to_vec(),
            ..Cursor::new(1, next, Timestamp::UNIX_EPOCH)
        }
    }

    #[test]
    fn what_was_seen_is_not_due_again_and_what_was_left_is() {
        let mut cursor = cursor(5, &[2]);
        assert_eq!(cursor.due([4]), [2], "the last mail, in answer to 5:*");
        assert_eq!(cursor.due([7, 5, 6]), [2, 5, 6, 7]);
        cursor.is_done(2);
        assert!(cursor.leave(5));
        cursor.is_done(6);
        assert_eq!(cursor.due([7]), [5, 7]);
        assert_eq!((cursor.next, cursor.left), (7, vec![5]));
    }

    #[test]
    fn when_too_many_are_left_none_is_passed_over() {
        let mut cursor = cursor(1, &[]);
        for uid in 1..=500 {
            assert!(cursor.leave(uid));
        }
        assert!(!cursor.leave(501));
        assert!(cursor.due([501]).contains(&501));
    }

    #[test]
    fn numbered_anew_everything_is_looked_at_again() {
        let mut cursor = cursor(100, &[7]);
        assert_eq!(cursor.note_numbers(1, 101), Numbered::Same);
        assert_eq!(cursor.note_numbers(2, 40), Numbered::Anew);
        assert_eq!((cursor.next, cursor.renumbered_below), (1, 40));
        assert!(cursor.left.is_empty());
        assert_eq!(cursor.since, Timestamp::UNIX_EPOCH);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Two processes look at a folder at the same time; each takes, leaves, or does not come to each mail.
        #[test]
        fn no_mail_that_neither_took_is_passed_over(
            one in proptest::collection::vec(any::<bool>(), 0..12),
            other in proptest::collection::vec(any::<bool>(), 0..12),
        ) {
            let go = |taken: &[bool]| {
                let mut cursor = cursor(1, &[]);
                for (uid, taken) in (1..).zip(taken) {
                    if *taken { cursor.is_done(uid) } else { prop_assert!(cursor.leave(uid)) }
                }
                Ok(cursor)
            };
            let both = go(&one)?.and(&go(&other)?);
            let due = both.due(1..=12);
            for uid in 1..=12u32 {
                let took = |all: &[bool]| all.get(uid as usize - 1).copied().unwrap_or(false);
                prop_assert_eq!(due.contains(&uid), !took(&one) && !took(&other), "{}", uid);
            }
        }
    }
}
