//! Whatever is in an inquiry, Slack takes every screen that shows it: no text, option, block or view
//! is empty, too long or too many.

use inquiry::{
    Cause, Caution, Delivery, Draft, Event, Failure, HistoryEntry, Inquiry, Modal, ModalState,
    Reply, State, Step,
};
use jiff::Timestamp;
use mail::{Address, Attachment, Automatic, Doubt, Enclosed, Encryption, Mailbox, Newcomer};
use pii::{CustomerText, MaskedText};
use proptest::prelude::*;
use replybot::prompts::own_words;
use screens::modal::{Screen, view};
use screens::{ScreenSettings, panel};
use serde_json::{Value, json};

use crate::store::inquiries::{fresh, full, now};
use crate::story::bench::{Bench, Mail, SATO, bench};
use crate::story::looks::{STATES, everything, faults, looks, panels};
use crate::support::proxy::Fault;

/// Texts that screens have trouble with, up to far beyond what fits.
fn text(dice: &mut Dice) -> String {
    let piece = [
        "",
        " ",
        "\n",
        "\u{3000}",
        "a",
        "本文です。",
        "👩\u{200d}👩\u{200d}👧",
        "\u{1F1EF}\u{1F1F5}",
        "e\u{301}\u{302}\u{303}",
        "\u{202e}سلام",
        "\u{0}\u{7}",
        "\u{200b}\u{feff}",
        "<!channel>",
        "&amp;<",
        "```*_~",
        ":tada:",
        "{{name}}",
        "[NAME_1]",
        "x y\r\n",
    ];
    let piece = dice.one(&piece);
    let lengths = [0, 1, 1, 2, 24, 75, 76, 149, 151, 700, 2999, 3001, 12_001];
    let times = *dice.one(&lengths) / piece.chars().count().max(1);
    piece.repeat(times.max(1))
}

fn customer(dice: &mut Dice) -> CustomerText {
    CustomerText::new(text(dice))
}

fn masked(dice: &mut Dice) -> MaskedText {
    own_words(text(dice))
}

fn mailbox(dice: &mut Dice) -> Mailbox {
    let long = format!("{}@{}.example", "l".repeat(64), "d".repeat(60));
    let addresses = [
        "a@example.com".to_owned(),
        long,
        "\"o d d\"@example.com".to_owned(),
        "a@xn--fsq.example".to_owned(),
        format!("b{}@example.org", dice.below(100)),
    ];
    let address = addresses.iter().map(|it| Address::parse(it));
    let valid: Vec<Address> = address.filter_map(Result::ok).collect();
    Mailbox {
        name: dice.flip().then(|| customer(dice)),
        address: dice.one(&valid).clone(),
    }
}

fn some<T>(dice: &mut Dice, most: usize, one: impl Fn(&mut Dice) -> T) -> Vec<T> {
    let counts = [0, 0, 1, 2, most / 2, most];
    let count = *dice.one(&counts);
    (0..count).map(|_| one(dice)).collect()
}

/// An inquiry with anything in it.
fn inquiry(dice: &mut Dice) -> Inquiry {
    let mut it = match dice.flip() {
        true => full("x", now()),
        false => fresh("x", now()),
    };
    it.state = *dice.one(&STATES);
    let mail = &mut it.mail;
    mail.subject = customer(dice);
    mail.text = customer(dice);
    mail.quoted = customer(dice);
    mail.signature = customer(dice);
    mail.from = dice.flip().then(|| mailbox(dice));
    mail.reply_to = some(dice, 12, mailbox);
    mail.to = some(dice, 60, mailbox);
    mail.cc = some(dice, 60, mailbox);
    mail.contact_form = dice.flip().then(|| mailbox(dice));
    mail.forwarded = dice.flip().then(|| mailbox(dice));
    mail.attachments = some(dice, 120, |dice| Attachment {
        name: customer(dice),
        content_type: text(dice),
        size: u64::MAX >> dice.below(64),
        digest: "00ff".to_owned(),
    });
    mail.doubts = some(dice, 3, |dice| match dice.below(3) {
        0 => Doubt::Spam,
        1 => Doubt::Virus,
        _ => Doubt::Sender(text(dice)),
    });
    mail.automatic = match dice.below(3) {
        0 => Automatic::No,
        1 => Automatic::Doubtful(text(dice)),
        _ => Automatic::Yes(text(dice)),
    };
    mail.newcomer = dice.flip().then_some(Newcomer::OtherAddress);
    mail.encryption = dice.flip().then_some(Encryption::Pgp);
    mail.unreadable = dice.flip();
    mail.simplified = dice.flip();
    it.masked.body = masked(dice);
    it.masked.subject = masked(dice);
    it.masked.sender = masked(dice);
    it.slack.newer_mails = dice.below(3);
    it.slack.tells_of = dice.below(1000);
    let draft = full("x", now()).drafts.versions.remove(0);
    it.drafts.versions = some(dice, 20, |dice| drafted(dice, &draft));
    for (number, draft) in it.drafts.versions.iter_mut().enumerate() {
        draft.number = u32::try_from(number).unwrap() + 1;
    }
    let reply = full("x", now()).delivery.replies.remove(0);
    it.delivery.replies = some(dice, 8, |dice| replied(dice, &reply));
    if it.delivery.replies.is_empty()
        && matches!(it.state, State::Sending | State::Sent | State::Unknown)
    {
        it.state = State::Drafted;
    }
    it.delivery.scheduled = it
        .delivery
        .scheduled
        .take_if(|_| it.state == State::Sending);
    it.delivery.recalled = dice.flip().then(|| replied(dice, &reply));
    it.enclosed = some(dice, 10, |dice| Enclosed {
        name: customer(dice),
        content_type: text(dice),
        size: u64::MAX >> dice.below(64),
        sha256: String::new(),
        place: format!("F{}", dice.below(1_000_000)),
    });
    it.failure = dice.flip().then(|| Failure {
        step: *dice.one(&[Step::Draft, Step::Reply]),
        cause: *dice.one(&Cause::ALL),
        detail: text(dice),
    });
    let events = [
        Event::ReplyRefused,
        Event::Snoozed,
        Event::Assigned,
        Event::Opened,
    ];
    it.history = some(dice, 200, |dice| HistoryEntry {
        at: now(),
        event: *dice.one(&events),
        by: None,
        detail: text(dice),
    });
    it.slack.modals = some(dice, 1, |dice| Modal {
        state: ModalState::Covered {
            inputs: some(dice, 4, |dice| {
                let id = format!("editable_reply_block_{}", dice.below(1_000_000));
                let cut: String = text(dice).chars().take(1400).collect();
                (id, CustomerText::new(cut))
            }),
        },
        saved_at: dice.flip().then_some(Timestamp::UNIX_EPOCH),
        ..Modal::waiting("ai-reply-x-1", None)
    });
    it
}

fn drafted(dice: &mut Dice, like: &Draft) -> Draft {
    let mut draft = like.clone();
    draft.text = masked(dice);
    draft.cautions = some(dice, 30, |dice| match dice.below(3) {
        0 => Caution::UnknownLink(text(dice)),
        1 => Caution::UnknownAmount(text(dice)),
        _ => Caution::Shortened,
    });
    for source in draft.sources.iter_mut().flatten() {
        source.file = text(dice);
        source.title = masked(dice);
        source.heading = masked(dice);
        source.text = masked(dice);
    }
    if let Some(wish) = &mut draft.wish {
        wish.instruction = Some(masked(dice));
        wish.language = Some(text(dice));
    }
    draft.model = dice.flip().then(|| text(dice));
    draft
}

fn replied(dice: &mut Dice, like: &Reply) -> Reply {
    let mut reply = like.clone();
    reply.written = Some(customer(dice));
    reply.mail.to = some(dice, 20, mailbox);
    reply.mail.cc = some(dice, 60, mailbox);
    reply.delivery = *dice.one(&[Delivery::Bounced, Delivery::UnderWay]);
    reply.by.name = text(dice);
    reply
}

/// Numbers from a seed.
struct Dice(u64);

impl Dice {
    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn flip(&mut self) -> bool {
        self.below(2) == 0
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Every screen that shows it.
fn screens(inquiry: &Inquiry, b: &Bench, look: &ScreenSettings) -> Vec<Value> {
    let mut shown = everything(inquiry, &b.app.masker, look);
    shown.extend(panels(inquiry, &b.app.masker, look));
    let all = [
        Screen::Loading(CustomerText::default()),
        Screen::Loading(inquiry.mail.text.clone()),
        Screen::Waiting {
            cause: Cause::Busy,
            seconds: u64::MAX,
            until: Timestamp::MAX,
        },
        Screen::in_modal(inquiry, "ai-reply-x-1"),
        Screen::of(inquiry),
        Screen::Closed,
        Screen::Sending,
    ];
    shown.extend(
        all.iter()
            .map(|screen| json!(view(inquiry, "ai-reply-x-1", screen, look))),
    );
    for cause in Cause::ALL {
        let screen = Screen::DraftFailed(cause);
        shown.push(json!(view(inquiry, "ai-reply-x-1", &screen, look)));
    }
    let asked = inquiry.mail.text.expose();
    shown.push(json!(panel::what_the_ai_saw(
        inquiry, None, asked, false, look.texts,
    )));
    shown
}

#[tokio::test(flavor = "multi_thread")]
async fn slack_takes_every_screen_of_any_inquiry() {
    bench(async |b| {
        let looks = looks(&b.app.look);
        let more = std::env::var("SCREEN_CASES");
        let cases = more.ok().map_or(CASES, |it| it.parse().expect("a number"));
        let cases = ProptestConfig::with_cases(cases);
        let mut runner = proptest::test_runner::TestRunner::new(cases);
        let count = std::cell::Cell::new(0);
        let outcome = runner.run(&any::<u64>(), |seed| {
            let mut dice = Dice(seed);
            let inquiry = inquiry(&mut dice);
            let look = dice.one(&looks);
            let shown = screens(&inquiry, b, look);
            count.set(count.get() + shown.len());
            let faults = faults(&shown);
            prop_assert!(faults.is_empty(), "{faults:#?}");
            Ok(())
        });
        outcome.unwrap();
        println!("{} screens", count.get());
    })
    .await;
}

/// Each builds some eighty screens, which takes most of a minute without optimisation.
/// `SCREEN_CASES=60 cargo test --test it -- story::limits` tries more.
const CASES: u32 = 2;

#[tokio::test(flavor = "multi_thread")]
async fn of_a_modal_that_slack_refuses_the_person_gets_what_they_work_with() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let first = b.click_and_wait(SATO, &card).await;
        b.workspace.close(SATO, &first.view_id).await;
        b.slack.fail("views.open", Fault::Error("view_too_large"));
        let modal = b.click(SATO, &card).await;
        let text = b.text(&modal);
        assert!(
            text.contains("A part of this window could not be shown"),
            "{text}"
        );
        assert!(
            text.contains("taro.yamada@example.com"),
            "the recipient: {text}"
        );
        assert!(!text.contains("my order 51922 has not arrived"), "{text}");
        b.write(&modal, "Dear Taro Yamada,\nit is on its way.");
        assert_eq!(b.submit(&modal).await, slack_sim::Delivery::Updated);
        assert_eq!(b.smtp.taken().len(), 1);
        let mut calls = b.workspace.calls();
        calls.retain(|call| call.method == "views.open");
        assert_eq!(calls.len(), 2, "{calls:?}");
    })
    .await;
}
