//! The state that an inquiry is in, and which move is allowed from where.

use serde::{Deserialize, Serialize};

use super::Word;

/// How far an inquiry has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Stored; its card is not known to be in Slack yet.
    Received,
    /// Its card is in Slack. Items of older deployments, which carry no state, are here.
    #[default]
    Notified,
    /// A draft is wanted or being written.
    Drafting,
    /// A draft is there.
    Drafted,
    /// A person approved a reply, which is on its way to the mail service.
    Sending,
    /// The mail service took the reply.
    Sent,
    /// The last step, a draft or a reply, failed for good; nothing was sent.
    Failed,
    /// The mail service's answer was lost: the reply may or may not have gone out.
    Unknown,
    /// No reply is needed.
    Closed,
    /// A state of a newer version. This one leaves the inquiry to that, and shows it.
    #[serde(untagged)]
    Newer(Word),
}

impl State {
    /// The state's name in the store and on the command line.
    pub fn name(&self) -> &str {
        match self {
            State::Newer(word) => word.as_str(),
            State::Received => "received",
            State::Notified => "notified",
            State::Drafting => "drafting",
            State::Drafted => "drafted",
            State::Sending => "sending",
            State::Sent => "sent",
            State::Failed => "failed",
            State::Unknown => "unknown",
            State::Closed => "closed",
        }
    }
}

/// What can happen to an inquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Its card is in Slack.
    CardPosted,
    /// It has no card of its own: its sender writes too often, and another card says so.
    LeftOut,
    /// A draft is wanted.
    DraftRequested,
    /// The model wrote one.
    DraftWritten,
    /// The model could not.
    DraftFailed,
    /// A person approved a reply.
    ReplyClaimed,
    /// A person approved a reply although one has gone out, may have gone out, or none is needed.
    ReplyInsisted,
    /// A person took an approved reply back before it was handed to the mail service.
    #[serde(rename = "reply_withdrawn")]
    ReplyRecalled,
    /// The mail service took the reply.
    ReplyAccepted,
    /// The mail service refused the reply.
    ReplyRefused,
    /// The mail service's answer was lost.
    ReplyLost,
    /// The mail could not be delivered after all.
    ReplyBounced,
    /// The recipient's server took the mail.
    ReplyDelivered,
    /// The recipient called the mail spam.
    ReplyComplained,
    /// The customer wrote again.
    CustomerWroteAgain,
    /// A person decided that no reply is needed.
    Closed,
    /// A person decided that it is spam, and that no reply is needed.
    MarkedAsSpam,
    /// A person took a closed inquiry up again.
    Reopened,
    /// A person took the inquiry upon them.
    Assigned,
    /// The inquiry has no assignee any more.
    Released,
    /// A person put it aside for a time.
    Snoozed,
    /// It is no longer put aside.
    Woken,
    /// A model translated the mail or the reply for a person.
    Translated,
    /// The model could not.
    NotTranslated,
    /// A person let the mail's files be shown in the thread.
    FilesShown,
    /// A person began a mail that forwards the customer's.
    PassedOn,
    /// A person opened the inquiry, and saw the mail unmasked.
    Opened,
    /// Something that a newer version recorded.
    #[serde(untagged)]
    Newer(Word),
}

impl Event {
    /// Says something beside the reply: a worker on a step goes on, for the step is the same.
    pub(super) fn is_aside(self) -> bool {
        matches!(
            self,
            Event::CustomerWroteAgain
                | Event::ReplyComplained
                | Event::ReplyDelivered
                | Event::Assigned
                | Event::Released
                | Event::Snoozed
                | Event::Woken
                | Event::Translated
                | Event::NotTranslated
                | Event::FilesShown
                | Event::PassedOn
                | Event::Opened
                | Event::Newer(_)
        )
    }

    /// A person decides it about the inquiry.
    fn is_the_teams(self) -> bool {
        matches!(
            self,
            Event::Assigned | Event::Released | Event::Snoozed | Event::Woken
        )
    }

    /// A person who writes a reply should know it at once: what a reply comes to, who else acts on
    /// the inquiry, and that the customer wrote again.
    pub(super) fn is_said_to_writers(self) -> bool {
        matches!(
            self,
            Event::ReplyClaimed
                | Event::ReplyInsisted
                | Event::ReplyRecalled
                | Event::ReplyAccepted
                | Event::ReplyRefused
                | Event::ReplyLost
                | Event::ReplyBounced
                | Event::ReplyDelivered
                | Event::CustomerWroteAgain
                | Event::Closed
                | Event::MarkedAsSpam
                | Event::Reopened
                | Event::Assigned
                | Event::Released
        )
    }

    /// Belongs to a certain reply, whose own methods record it.
    pub(super) fn is_about_a_reply(self) -> bool {
        matches!(
            self,
            Event::ReplyClaimed
                | Event::ReplyInsisted
                | Event::ReplyRecalled
                | Event::ReplyAccepted
                | Event::ReplyRefused
                | Event::ReplyLost
                | Event::ReplyBounced
        )
    }

    /// The inquiry is dealt with: it is neither put aside nor being written on any more.
    pub(super) fn settles(self) -> bool {
        matches!(
            self,
            Event::ReplyClaimed | Event::ReplyInsisted | Event::Closed | Event::MarkedAsSpam
        )
    }
}

/// Why a move is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Forbidden {
    /// The card has to be in Slack first.
    #[error("its card is not in Slack yet")]
    NoCardYet,
    /// The card is in Slack already.
    #[error("its card is in Slack already")]
    CardThere,
    /// No draft is wanted (any more).
    #[error("no draft is wanted")]
    NoDraftWanted,
    /// A reply is on its way; what becomes of it comes first.
    #[error("a reply is being sent")]
    Sending,
    /// No reply is on its way.
    #[error("no reply is being sent")]
    NotSending,
    /// No reply has gone out.
    #[error("no reply has been sent")]
    NotSent,
    /// A reply has gone out.
    #[error("a reply has been sent")]
    Sent,
    /// A reply may have gone out; a person has to find out first.
    #[error("a reply may have been sent")]
    MaybeSent,
    /// A person decided that no reply is needed.
    #[error("it was closed without a reply")]
    Closed,
    /// It is not closed.
    #[error("it is not closed")]
    NotClosed,
    /// It has no assignee.
    #[error("it has no assignee")]
    NotAssigned,
    /// It is not put aside.
    #[error("it is not put aside")]
    NotSnoozed,
    /// No reply waits to be sent (any more).
    #[error("no reply can be taken back")]
    NotScheduled,
    /// A newer version of replybot is at work on it.
    #[error("a newer version of replybot is at work on it")]
    Newer,
}

impl State {
    /// The state after `event`, or why the event cannot happen now.
    ///
    /// # Errors
    /// [`Forbidden`] names the rule that forbids it.
    pub fn after(self, event: Event) -> Result<State, Forbidden> {
        use Event as E;
        use Forbidden as F;
        use State as S;
        match (self, event) {
            (_, E::Newer(_)) => Err(F::Newer),
            // What is said beside the reply, or of a reply, is written down; the rest is not ours.
            (S::Newer(_), event) if event.is_aside() && !event.is_the_teams() => Ok(self),
            (S::Newer(_), E::ReplyAccepted | E::ReplyRefused | E::ReplyLost | E::ReplyBounced) => {
                Ok(self)
            }
            (S::Newer(_), _) => Err(F::Newer),

            (S::Received, E::CardPosted | E::LeftOut) => Ok(S::Notified),
            (_, E::CardPosted | E::LeftOut) => Err(F::CardThere),
            // Before its card is in Slack, no person can have seen the inquiry.
            (S::Received, E::DraftRequested | E::DraftWritten | E::DraftFailed) => {
                Err(F::NoCardYet)
            }
            (S::Received, E::ReplyClaimed | E::ReplyInsisted | E::Closed | E::MarkedAsSpam) => {
                Err(F::NoCardYet)
            }
            (S::Received, E::Reopened | E::Assigned | E::Released | E::Snoozed | E::Woken) => {
                Err(F::NoCardYet)
            }

            // A draft for a closed inquiry is how a person takes it up again.
            (S::Notified | S::Drafting | S::Drafted | S::Failed | S::Closed, E::DraftRequested) => {
                Ok(S::Drafting)
            }
            (S::Sending, E::DraftRequested) => Err(F::Sending),
            (S::Sent, E::DraftRequested) => Err(F::Sent),
            (S::Unknown, E::DraftRequested) => Err(F::MaybeSent),

            (S::Drafting, E::DraftWritten) => Ok(S::Drafted),
            (S::Drafting, E::DraftFailed) => Ok(S::Failed),
            (_, E::DraftWritten | E::DraftFailed) => Err(F::NoDraftWanted),

            // A person may write the reply without any draft.
            (
                S::Notified | S::Drafting | S::Drafted | S::Failed,
                E::ReplyClaimed | E::ReplyInsisted,
            ) => Ok(S::Sending),
            (S::Sent | S::Unknown | S::Closed, E::ReplyInsisted) => Ok(S::Sending),
            (S::Sending, E::ReplyClaimed | E::ReplyInsisted) => Err(F::Sending),
            (S::Sent, E::ReplyClaimed) => Err(F::Sent),
            (S::Unknown, E::ReplyClaimed) => Err(F::MaybeSent),
            (S::Closed, E::ReplyClaimed) => Err(F::Closed),

            // What was there before it was approved, `Inquiry::recall` knows better.
            (S::Sending, E::ReplyRecalled) => Ok(S::Notified),
            (_, E::ReplyRecalled) => Err(F::NotScheduled),

            // What becomes of the newest reply may come to light when something else has begun:
            // that the customer has it ends that, too, and that they do not have it changes nothing.
            (S::Received, E::ReplyAccepted | E::ReplyRefused | E::ReplyLost | E::ReplyBounced) => {
                Err(F::NotSending)
            }
            (S::Closed, E::ReplyAccepted) => Ok(S::Closed),
            (_, E::ReplyAccepted) => Ok(S::Sent),
            (S::Sending | S::Sent | S::Unknown, E::ReplyRefused | E::ReplyBounced) => Ok(S::Failed),
            (state, E::ReplyRefused | E::ReplyBounced) => Ok(state),
            (S::Sending, E::ReplyLost) => Ok(S::Unknown),
            (_, E::ReplyLost) => Err(F::NotSending),

            // Says something about the conversation, and nothing about this mail's reply.
            (state, E::CustomerWroteAgain | E::ReplyComplained | E::ReplyDelivered) => Ok(state),
            (state, E::Translated | E::NotTranslated | E::FilesShown | E::PassedOn | E::Opened) => {
                Ok(state)
            }

            (
                S::Notified | S::Drafting | S::Drafted | S::Failed | S::Unknown,
                E::Closed | E::MarkedAsSpam,
            ) => Ok(S::Closed),
            (S::Sending, E::Closed | E::MarkedAsSpam | E::Snoozed) => Err(F::Sending),

            // What was there before it was closed, `Inquiry::record` knows better.
            (S::Closed, E::Reopened) => Ok(S::Notified),
            (_, E::Reopened) => Err(F::NotClosed),

            // There is nothing left to close, to take upon oneself or to put aside.
            (S::Sent, E::Closed | E::MarkedAsSpam | E::Assigned | E::Released | E::Snoozed) => {
                Err(F::Sent)
            }
            (S::Closed, E::Closed | E::MarkedAsSpam | E::Assigned | E::Released | E::Snoozed) => {
                Err(F::Closed)
            }
            (state, E::Assigned | E::Released | E::Snoozed | E::Woken) => Ok(state),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Event as E;
    use super::Forbidden as F;
    use super::State as S;
    use super::*;

    const STATES: [State; 9] = [
        S::Received,
        S::Notified,
        S::Drafting,
        S::Drafted,
        S::Sending,
        S::Sent,
        S::Failed,
        S::Unknown,
        S::Closed,
    ];

    /// Checks one event against all nine states, in the order of [`STATES`].
    fn expect(event: Event, expected: [Result<State, Forbidden>; 9]) {
        for (state, expected) in STATES.into_iter().zip(expected) {
            assert_eq!(state.after(event), expected, "{state:?} after {event:?}");
        }
    }

    #[test]
    fn a_card_is_posted_or_left_out_once() {
        let mut expected = STATES.map(|_| Err(F::CardThere));
        expected[0] = Ok(S::Notified);
        expect(E::CardPosted, expected);
        expect(E::LeftOut, expected);
    }

    #[test]
    fn a_draft_can_be_requested_unless_a_reply_is_out_or_under_way() {
        let ok = Ok(S::Drafting);
        let expected = [
            Err(F::NoCardYet),
            ok,
            ok,
            ok,
            Err(F::Sending),
            Err(F::Sent),
            ok,
            Err(F::MaybeSent),
            ok,
        ];
        expect(E::DraftRequested, expected);
    }

    #[test]
    fn a_draft_arrives_only_where_one_is_wanted() {
        for (event, state) in [(E::DraftWritten, S::Drafted), (E::DraftFailed, S::Failed)] {
            let not = Err(F::NoDraftWanted);
            expect(
                event,
                [
                    Err(F::NoCardYet),
                    not,
                    Ok(state),
                    not,
                    not,
                    not,
                    not,
                    not,
                    not,
                ],
            );
        }
    }

    #[test]
    fn a_reply_is_claimed_once() {
        let ok = Ok(S::Sending);
        let expected = [
            Err(F::NoCardYet),
            ok,
            ok,
            ok,
            Err(F::Sending),
            Err(F::Sent),
            ok,
            Err(F::MaybeSent),
            Err(F::Closed),
        ];
        expect(E::ReplyClaimed, expected);
    }

    #[test]
    fn insisting_sends_another_reply_but_never_two_at_a_time() {
        let ok = Ok(S::Sending);
        expect(
            E::ReplyInsisted,
            [
                Err(F::NoCardYet),
                ok,
                ok,
                ok,
                Err(F::Sending),
                ok,
                ok,
                ok,
                ok,
            ],
        );
    }

    #[test]
    fn that_a_reply_went_out_ends_whatever_has_begun_since_but_opens_nothing_that_is_closed() {
        let mut expected = STATES.map(|_| Ok(S::Sent));
        expected[0] = Err(F::NotSending);
        expected[8] = Ok(S::Closed);
        expect(E::ReplyAccepted, expected);
    }

    #[test]
    fn that_a_reply_did_not_get_through_ends_nothing_that_has_begun_since() {
        let mut expected = STATES.map(Ok);
        expected[0] = Err(F::NotSending);
        for told_of_the_reply in [4, 5, 7] {
            expected[told_of_the_reply] = Ok(S::Failed);
        }
        expect(E::ReplyRefused, expected);
        expect(E::ReplyBounced, expected);
    }

    #[test]
    fn only_the_answer_to_a_reply_under_way_can_be_lost() {
        let not = Err(F::NotSending);
        expect(
            E::ReplyLost,
            [not, not, not, not, Ok(S::Unknown), not, not, not, not],
        );
    }

    #[test]
    fn a_newer_mail_changes_no_state() {
        expect(E::CustomerWroteAgain, STATES.map(Ok));
        expect(E::Translated, STATES.map(Ok));
        expect(E::NotTranslated, STATES.map(Ok));
        expect(E::ReplyComplained, STATES.map(Ok));
        expect(E::ReplyDelivered, STATES.map(Ok));
    }

    #[test]
    fn an_inquiry_is_closed_only_while_no_reply_is_out_or_under_way() {
        let ok = Ok(S::Closed);
        let expected = [
            Err(F::NoCardYet),
            ok,
            ok,
            ok,
            Err(F::Sending),
            Err(F::Sent),
            ok,
            ok,
            Err(F::Closed),
        ];
        expect(E::Closed, expected);
        expect(E::MarkedAsSpam, expected);
    }

    #[test]
    fn only_a_closed_inquiry_is_opened_again() {
        let not = Err(F::NotClosed);
        let ok = Ok(S::Notified);
        let expected = [Err(F::NoCardYet), not, not, not, not, not, not, not, ok];
        expect(E::Reopened, expected);
    }

    #[test]
    fn an_inquiry_is_assigned_while_something_is_left_to_do_and_stays_in_its_state() {
        let mut expected = STATES.map(Ok);
        expected[0] = Err(F::NoCardYet);
        expected[5] = Err(F::Sent);
        expected[8] = Err(F::Closed);
        expect(E::Assigned, expected);
        expect(E::Released, expected);
    }

    #[test]
    fn an_inquiry_is_put_aside_unless_a_reply_is_out_or_under_way() {
        let mut expected = STATES.map(Ok);
        expected[0] = Err(F::NoCardYet);
        expected[4] = Err(F::Sending);
        expected[5] = Err(F::Sent);
        expected[8] = Err(F::Closed);
        expect(E::Snoozed, expected);
    }

    #[test]
    fn an_inquiry_comes_back_in_the_state_it_is_in() {
        let mut expected = STATES.map(Ok);
        expected[0] = Err(F::NoCardYet);
        expect(E::Woken, expected);
    }
}
