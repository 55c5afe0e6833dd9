//! The promise, over all sequences of all events: at most one mail goes out, unless the person who
//! sends the next was shown that an earlier one went or may have gone, and insists.
//!
//! Beside the inquiry runs the truth, which the inquiry cannot see: which mails the mail service
//! took, whatever came of its answer.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::clock::later;
use mail::{Address, Mailbox, MessageId, OutgoingMail};
use pii::{CustomerText, MaskedText, PublicText};

const PEOPLE: usize = 3;
const DELAY: Duration = Duration::from_secs(20);

/// What can happen. A `who` is a person, an `at` one of the replies.
#[derive(Clone, Copy, Debug)]
enum Act {
    Draft(usize),
    DraftWritten,
    DraftFailed,
    Close(usize),
    Spam(usize),
    Reopen(usize),
    Assign(usize),
    Release(usize),
    Snooze(usize),
    TimePasses,
    CustomerWritesAgain,
    /// `reads`: the person has what they were told on their screen; else it is a fresh modal.
    /// `waits`: replies are held back for a time.
    Submit {
        who: usize,
        reads: bool,
        waits: bool,
    },
    TakeBack(usize),
    HandOver,
    /// The mail service takes it or not, and its answer arrives or not.
    Ask {
        takes: bool,
        answers: bool,
    },
    /// The process ends while the mail service is asked; a sweep comes by later.
    Die {
        takes: bool,
    },
    /// The mail service tells later what became of a mail.
    Report {
        at: usize,
        bounced: bool,
    },
    Mark {
        who: usize,
        at: usize,
        sent: bool,
    },
    /// The item is written by a version that knows nothing of deliveries.
    OlderVersionWrites,
}

fn act() -> impl Strategy<Value = Act> {
    let who = 0..PEOPLE;
    let at = 0..4usize;
    prop_oneof![
        2 => who.clone().prop_map(Act::Draft),
        2 => Just(Act::DraftWritten),
        1 => Just(Act::DraftFailed),
        1 => who.clone().prop_map(Act::Close),
        1 => who.clone().prop_map(Act::Spam),
        1 => who.clone().prop_map(Act::Reopen),
        1 => who.clone().prop_map(Act::Assign),
        1 => who.clone().prop_map(Act::Release),
        1 => who.clone().prop_map(Act::Snooze),
        1 => Just(Act::TimePasses),
        1 => Just(Act::CustomerWritesAgain),
        6 => (who.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(who, reads, waits)| Act::Submit { who, reads, waits }),
        1 => who.clone().prop_map(Act::TakeBack),
        3 => Just(Act::HandOver),
        4 => (any::<bool>(), any::<bool>()).prop_map(|(takes, answers)| Act::Ask { takes, answers }),
        2 => any::<bool>().prop_map(|takes| Act::Die { takes }),
        2 => (at.clone(), any::<bool>()).prop_map(|(at, bounced)| Act::Report { at, bounced }),
        2 => (who, at, any::<bool>()).prop_map(|(who, at, sent)| Act::Mark { who, at, sent }),
        1 => Just(Act::OlderVersionWrites),
    ]
}

/// A mail as the world knows it, by the number in its `Message-ID`.
struct Mail {
    id: usize,
    /// The mail service took it.
    is_out: bool,
    /// A person marked it as not sent: what goes out afterwards is theirs to answer for.
    is_vouched_for: bool,
}

struct World {
    inquiry: Inquiry,
    now: Timestamp,
    mails: Vec<Mail>,
    /// What each person was told, and of which mails.
    told: Vec<(Vec<Acknowledgement>, BTreeSet<usize>)>,
    /// For each claimed mail: those of which its author had been told.
    acknowledged: Vec<BTreeSet<usize>>,
    versions: u32,
}

fn person(who: usize) -> Person {
    Person {
        id: format!("U{who}"),
        name: format!("Person {who}"),
    }
}

fn number_of(reply: &Reply) -> usize {
    let id = reply.mail.message_id.as_str();
    id.split('@').next().unwrap().parse().unwrap()
}

impl World {
    fn new() -> World {
        let now: Timestamp = "2026-11-24T03:00:00Z".parse().unwrap();
        let id = ContextId::parse("a").unwrap();
        let mut inquiry = Inquiry::received(id, InboundMail::default(), now, now);
        inquiry.record(Event::CardPosted, None, now).unwrap();
        World {
            inquiry,
            now,
            mails: Vec::new(),
            told: vec![Default::default(); PEOPLE],
            acknowledged: Vec::new(),
            versions: 0,
        }
    }

    fn act(&mut self, act: Act) {
        let now = self.now;
        let inquiry = &mut self.inquiry;
        match act {
            Act::Draft(who) => drop(inquiry.record(Event::DraftRequested, Some(&person(who)), now)),
            Act::DraftWritten => {
                if inquiry.record(Event::DraftWritten, None, now).is_ok() {
                    self.versions += 1;
                    let text = PublicText::of_the_shop(format!("Draft {}", self.versions));
                    let text = MaskedText::from(&text);
                    inquiry.add_generated(text, "model".into(), Generation::default(), now);
                }
            }
            Act::DraftFailed => drop(inquiry.record(Event::DraftFailed, None, now)),
            Act::Close(who) => drop(inquiry.record(Event::Closed, Some(&person(who)), now)),
            Act::Spam(who) => drop(inquiry.record(Event::MarkedAsSpam, Some(&person(who)), now)),
            Act::Reopen(who) => drop(inquiry.record(Event::Reopened, Some(&person(who)), now)),
            Act::Assign(who) => drop(inquiry.assign(&person(who), &person(who), now)),
            Act::Release(who) => drop(inquiry.release(&person(who), now)),
            Act::Snooze(who) => drop(inquiry.snooze(later(now, DELAY), &person(who), now)),
            Act::TimePasses => {
                self.now = later(now, DELAY);
                inquiry.ring(self.now);
            }
            Act::CustomerWritesAgain => inquiry.customer_wrote_again(now).unwrap(),
            Act::Submit { who, reads, waits } => self.submit(who, reads, waits),
            Act::TakeBack(who) => drop(inquiry.recall(&person(who), now)),
            Act::HandOver => {
                self.now = later(now, DELAY);
                let _ = inquiry.hand_over("worker", self.now, DELAY);
            }
            Act::Ask { takes, answers } => self.ask(takes, answers),
            Act::Die { takes } => self.ask(takes, false),
            Act::Report { at, bounced } => self.report(at, bounced),
            Act::Mark { who, at, sent } => self.mark(who, at, sent),
            Act::OlderVersionWrites => self.older_version_writes(),
        }
    }

    fn submit(&mut self, who: usize, reads: bool, waits: bool) {
        if !reads {
            self.told[who] = Default::default();
        }
        let (told, of) = self.told[who].clone();
        let id = self.mails.len();
        let delay = if waits { DELAY } else { Duration::ZERO };
        let before = self.inquiry.clone();
        match self
            .inquiry
            .approve(reply(id, who, &told, self.now), self.now, delay)
        {
            Ok(()) => {
                self.mails.push(Mail {
                    id,
                    is_out: false,
                    is_vouched_for: false,
                });
                self.acknowledged.push(of);
                self.told[who] = Default::default();
            }
            Err(NotApproved::Tell(news)) => {
                assert_eq!(self.inquiry, before, "nothing is written down");
                assert!(
                    !news.iter().any(|it| told.contains(it)),
                    "told twice: {news:?}"
                );
                let of = self
                    .inquiry
                    .delivery
                    .replies
                    .iter()
                    .map(number_of)
                    .collect();
                let insisting = [told, news].concat();
                self.told[who] = (insisting.clone(), of);
                // A person who reads it and presses once more is let through.
                let again = reply(id, who, &insisting, self.now);
                self.inquiry
                    .clone()
                    .approve(again, self.now, delay)
                    .unwrap();
            }
            Err(NotApproved::Forbidden(reason)) => {
                assert_eq!(self.inquiry, before, "nothing is written down");
                assert_eq!(reason, Forbidden::Sending, "{:?}", before.state);
            }
        }
    }

    /// The mail that the mail service is being asked to send.
    fn under_way(&self) -> Option<usize> {
        let sending =
            self.inquiry.state == State::Sending && self.inquiry.delivery.scheduled.is_none();
        self.inquiry
            .newest_reply()
            .filter(|_| sending)
            .map(number_of)
    }

    fn ask(&mut self, takes: bool, answers: bool) {
        let Some(id) = self.under_way() else { return };
        if takes {
            self.goes_out(id);
        }
        let (event, failure) = match (takes, answers) {
            (true, true) => (Event::ReplyAccepted, None),
            (false, true) => (Event::ReplyRefused, Some(failure(Cause::Refused))),
            (_, false) => (Event::ReplyLost, None),
        };
        let newest = self.inquiry.delivery.replies.len();
        self.settle(newest, event, None, failure).unwrap();
    }

    fn settle(
        &mut self,
        number: usize,
        event: Event,
        by: Option<&Person>,
        failure: Option<Failure>,
    ) -> Result<(), Forbidden> {
        let outcome = Outcome {
            event,
            by,
            failure,
            detail: "",
        };
        self.inquiry.settle_reply(number, &outcome, self.now)
    }

    /// The promise.
    fn goes_out(&mut self, id: usize) {
        let told_of = &self.acknowledged[id];
        for earlier in self
            .mails
            .iter()
            .filter(|it| it.is_out && !it.is_vouched_for)
        {
            assert!(
                told_of.contains(&earlier.id),
                "mail {id} goes out, whose author was not told of mail {}",
                earlier.id
            );
        }
        self.mails[id].is_out = true;
    }

    fn report(&mut self, at: usize, bounced: bool) {
        let replies = &self.inquiry.delivery.replies;
        let Some(id) = replies.get(at).map(number_of) else {
            return;
        };
        if !self.mails[id].is_out {
            return;
        }
        let event = match bounced {
            true => Event::ReplyBounced,
            false => Event::ReplyAccepted,
        };
        let failure = bounced.then(|| failure(Cause::Bounced));
        if self.settle(at + 1, event, None, failure).is_ok() {
            // From now on it is known again.
            self.mails[id].is_vouched_for = false;
            // One that has left cannot be taken back; its author could not know.
            if let Some(under_way) = self.under_way()
                && under_way != id
            {
                self.acknowledged[under_way].insert(id);
            }
        }
    }

    fn mark(&mut self, who: usize, at: usize, sent: bool) {
        let replies = &self.inquiry.delivery.replies;
        let Some(id) = replies.get(at).map(number_of) else {
            return;
        };
        let event = if sent {
            Event::ReplyAccepted
        } else {
            Event::ReplyRefused
        };
        let failure = (!sent).then(|| failure(Cause::MarkedUnsent));
        let by = person(who);
        if self.settle(at + 1, event, Some(&by), failure).is_ok() {
            self.mails[id].is_vouched_for = !sent;
        }
    }

    /// Deliveries are lost, and read out of state and history again.
    fn older_version_writes(&mut self) {
        // It does not know these, nor what depends on them.
        let is_new = |it: Delivery| matches!(it, Delivery::MarkedSent | Delivery::MarkedUnsent);
        if self
            .inquiry
            .delivery
            .replies
            .iter()
            .any(|it| is_new(it.delivery))
        {
            return;
        }
        for reply in &mut self.inquiry.delivery.replies {
            let mut written = json!(reply);
            let fields = written.as_object_mut().unwrap();
            fields.remove("delivery");
            *reply = serde_json::from_value(Value::Object(fields.clone())).unwrap();
        }
        self.inquiry.complete_deliveries();
    }

    /// Where nothing speaks against a reply, a person is not asked: every reply before is known not
    /// to have gone out.
    fn asks_without_a_reason(&self) -> bool {
        let known = |it: &Reply| !it.delivery.may_have_arrived();
        let is_free = self.inquiry.delivery.replies.iter().all(known)
            && self.inquiry.slack.newer_mails == 0
            && self.inquiry.state != State::Closed;
        is_free && !self.inquiry.to_be_told().is_empty()
    }

    /// The truth is never denied: a mail that is out is told of until a person says otherwise.
    fn denies_the_truth(&self) -> bool {
        let arrived = |it: &&Reply| {
            let mail = &self.mails[number_of(it)];
            mail.is_out && !mail.is_vouched_for
        };
        let mut arrived = self.inquiry.delivery.replies.iter().filter(arrived);
        arrived.any(|it| !it.delivery.may_have_arrived())
    }
}

fn failure(cause: Cause) -> Failure {
    Failure {
        step: Step::Reply,
        cause,
        detail: String::new(),
    }
}

fn reply(id: usize, who: usize, told: &[Acknowledgement], at: Timestamp) -> Reply {
    let address = |text| Mailbox::bare(Address::parse(text).unwrap());
    let mail = OutgoingMail {
        html: None,
        logo: None,
        files: vec![],
        message_id: MessageId::parse(&format!("{id}@shop.example")).unwrap(),
        date: at,
        from: address("support@shop.example"),
        to: vec![address("taro@example.com")],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: CustomerText::new("Re"),
        in_reply_to: None,
        references: Vec::new(),
        text: CustomerText::new("Dear customer"),
    };
    let reply = json!({
        "mail": mail, "by": person(who), "at": at, "external_id": "ai-reply-a-1", "insisted": told,
    });
    serde_json::from_value(reply).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn no_second_mail_goes_out_whose_author_was_not_told_of_the_first(
        acts in proptest::collection::vec(act(), 1..60),
    ) {
        let mut world = World::new();
        for act in acts {
            world.act(act);
            prop_assert!(!world.asks_without_a_reason(), "{:?}", world.inquiry.to_be_told());
            prop_assert!(!world.denies_the_truth());
        }
    }
}

/// The sequence that broke the promise once.
#[test]
fn a_doubt_outlives_that_the_inquiry_is_closed_reopened_by_a_draft_and_answered_by_somebody_else() {
    let mut world = World::new();
    let submit = |who, reads| Act::Submit {
        who,
        reads,
        waits: false,
    };
    for act in [
        submit(0, false),
        Act::Ask {
            takes: true,
            answers: false,
        },
        Act::Spam(0),
        Act::Draft(1),
        Act::DraftWritten,
        submit(1, false),
    ] {
        world.act(act);
    }
    assert_eq!(world.inquiry.state, State::Drafted);
    assert_eq!(world.told[1].0, [Acknowledgement::Unknown(1)]);
    world.act(submit(1, true));
    assert_eq!(world.under_way(), Some(1));
    assert_eq!(
        world.inquiry.history.last().map(|it| it.event),
        Some(Event::ReplyInsisted)
    );
}

#[test]
fn a_waiting_reply_is_taken_back_when_an_earlier_one_that_was_marked_unsent_turns_out_to_be_sent() {
    let mut world = World::new();
    for act in [
        Act::Submit {
            who: 0,
            reads: false,
            waits: false,
        },
        Act::Ask {
            takes: true,
            answers: false,
        },
        Act::Mark {
            who: 0,
            at: 0,
            sent: false,
        },
        Act::Submit {
            who: 1,
            reads: false,
            waits: true,
        },
        Act::Report {
            at: 0,
            bounced: false,
        },
    ] {
        world.act(act);
    }
    assert_eq!(world.inquiry.state, State::Sent);
    assert!(
        world.inquiry.delivery.recalled.is_some() && world.inquiry.delivery.scheduled.is_none()
    );
}
