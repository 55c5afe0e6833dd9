//! One history: what customers, operators, time and the end of the process do, in an order that the
//! seed decides; and then rest, in which everything comes to its end.

use std::time::Duration;

use inquiry::Event;
use mailbox::decode_mail_event;
use replybot::flow::receive::{Received, receive};
use replybot::flow::ses_event::mail_event;
use replybot::flow::sweep::{Swept, sweep};

use crate::dice::Dice;
use crate::life::Life;
use crate::outsiders::bounce;
use crate::promises;
use crate::support::ses::{Report, Ses};
use crate::world::{Letter, PEOPLE, Sent, WORDS, World, word_in};

/// Longer than anything that is not paused takes; no measure of anything.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct History {
    pub world: World,
    pub dice: Dice,
    pub life: Life,
    pub letters: Vec<Letter>,
    /// How many texts were typed: each is another one.
    pub texts: usize,
    /// The process may end between two outside calls, too.
    sudden: bool,
    pub broken: Vec<String>,
}

/// Runs the history of this seed; returns it in words and what promises it breaks.
pub async fn run(seed: u64, name: &str) -> (String, Vec<String>) {
    let world = World::new(seed, name).await;
    let (life, switch) = Life::begin(&world.site).await;
    world.weather.threatens(switch);
    let dice = Dice::new(seed, "history");
    let sudden = Dice::new(seed, "sudden").percent(40);
    let mut history = History {
        sudden,
        world,
        dice,
        life,
        letters: Vec::new(),
        texts: 0,
        broken: Vec::new(),
    };
    history.deliver_new().await;
    let steps = 8 + history.dice.below(26);
    for _ in 0..steps {
        history.step().await;
        history.look();
        if !history.broken.is_empty() {
            break;
        }
    }
    if history.broken.is_empty() {
        history.rest().await;
    }
    history.world.weather.kill();
    history.life.ended().await;
    (history.world.weather.story(), history.broken)
}

impl History {
    async fn step(&mut self) {
        let sudden_end = self.threaten();
        match self.dice.below(100) {
            0..5 => self.deliver_new().await,
            5..7 => self.deliver_again().await,
            7..9 => self.a_reply_comes_back().await,
            9..30 => self.use_a_card().await,
            30..82 => self.use_a_view().await,
            82..84 => self.use_the_home_tab().await,
            84..87 => self.world.weather.go_on(),
            87..90 => self.report().await,
            90..92 => self.somebody_attacks().await,
            92..94 => self.an_outsider_tries().await,
            _ => self.time_passes().await,
        }
        if !self.dice.percent(25) {
            self.settle().await;
        }
        if let Some(end) = sudden_end {
            let _ = end.await;
        }
        self.rise_again().await;
    }

    /// Now and then the process ends at any moment, between two writes to its store for one.
    fn threaten(&mut self) -> Option<tokio::task::JoinHandle<()>> {
        if !self.sudden || !self.dice.percent(12) {
            return None;
        }
        let wait = Duration::from_millis(self.dice.below(16) as u64);
        self.tell(format!("{wait:?} into what follows, the process ends"));
        let weather = self.world.weather.clone();
        Some(tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            weather.kill();
        }))
    }

    /// SES says what became of a mail that it took; perhaps not for the first time.
    async fn report(&mut self) {
        let Some(ses) = &self.world.ses else { return };
        let reports = ses.reports();
        if reports.is_empty() {
            return;
        }
        let mut report = self.dice.one(&reports).clone();
        let kind = *self
            .dice
            .one(&["Delivery", "Delivery", "Send", "Bounce", "Complaint"]);
        report.event["eventType"] = kind.into();
        if kind == "Bounce" {
            let bounce =
                serde_json::json!({ "bounceType": "Permanent", "bounceSubType": "General" });
            report.event["bounce"] = bounce;
            self.world.ledger.note_bounce(&report.mail);
        }
        self.tell(format!("SES reports: {kind}"));
        self.hand_in(&report).await;
    }

    /// A recipient's server returns a reply, in a mail of its own.
    async fn a_reply_comes_back(&mut self) {
        let taken = self.world.smtp.taken();
        if taken.is_empty() || self.world.ses.is_some() {
            return;
        }
        let mail = self.dice.one(&taken).clone();
        self.tell("a recipient's server returns a reply");
        self.world.ledger.note_bounce(&mail);
        self.world.smtp.acknowledge(&mail);
        let report = bounce(&mail);
        let taken = self
            .life
            .run(move |app| async move { receive(&app, report.as_bytes()).await });
        if let Some(Ok(other)) = taken.await
            && !matches!(other, Received::Bounce(_))
        {
            self.broken
                .push(format!("a bounce was taken for {other:?}"));
        }
    }

    async fn hand_in(&self, report: &Report) -> bool {
        self.world.smtp.acknowledge(&report.mail);
        let event = decode_mail_event(&report.event).unwrap();
        let done = self
            .life
            .run(move |app| async move { mail_event(&app, &event).await.is_ok() });
        done.await == Some(true)
    }

    pub fn tell(&self, line: impl Into<String>) {
        self.world.weather.tell(line);
    }

    fn look(&mut self) {
        let broken = promises::at_any_time(&self.world);
        self.broken.extend(broken);
    }

    async fn deliver_new(&mut self) {
        if let Some(word) = WORDS.get(self.letters.len()) {
            self.letters.push(Letter::new(word));
            let twice = self.dice.percent(10);
            self.deliver(self.letters.len() - 1, twice).await;
        }
    }

    async fn deliver_again(&mut self) {
        let index = self.dice.below(self.letters.len());
        self.deliver(index, false).await;
    }

    async fn deliver(&mut self, index: usize, twice: bool) {
        let letter = &self.letters[index];
        let times = if twice { ", twice at once" } else { "" };
        self.tell(format!(
            "the mail about the {} is delivered{times}",
            letter.word
        ));
        let take = || {
            let eml = letter.eml();
            self.life
                .run(move |app| async move { receive(&app, eml.as_bytes()).await.is_ok() })
        };
        let taken = if twice {
            let (first, second) = tokio::join!(take(), take());
            first.or(second)
        } else {
            take().await
        };
        self.letters[index].acknowledged |= taken == Some(true);
        if taken != Some(true) {
            self.tell("  it is not acknowledged");
        }
    }

    async fn time_passes(&mut self) {
        self.settle().await;
        let seconds = *self.dice.one(&[1, 11, 31, 61, 130]);
        self.tell(format!("{seconds} s pass, and a sweep is made"));
        self.world.clock.advance(Duration::from_secs(seconds));
        self.sweep().await;
    }

    async fn sweep(&mut self) -> Option<Swept> {
        let outgoing = self.life.outgoing.clone();
        self.life
            .run(|app| async move { sweep(&app, Some(&outgoing)).await.unwrap() })
            .await
    }

    /// Waits until nothing goes on but what is paused.
    async fn settle(&mut self) {
        let weather = self.world.weather.clone();
        if !self.life.quiet(PATIENCE, move || weather.paused()).await {
            self.broken
                .push(format!("work goes on for more than {PATIENCE:?}"));
        }
    }

    /// Starts the process again when it has ended, as often as it ends.
    async fn rise_again(&mut self) {
        while self.world.weather.has_killed() {
            self.life.ended().await;
            // Before the next life begins, whose first sweep may meet slow answers of its own.
            self.world.weather.go_on();
            let seconds = *self.dice.one(&[0, 5, 45, 150]);
            self.tell(format!(
                "the process has ended; {seconds} s later it is started again"
            ));
            self.world.clock.advance(Duration::from_secs(seconds));
            while self.world.site.listener.accept().is_ok() {}
            let (life, switch) = Life::begin(&self.world.site).await;
            self.life = life;
            self.world.weather.threatens(switch);
            self.settle().await;
            for index in 0..self.letters.len() {
                if !self.letters[index].acknowledged && self.dice.percent(50) {
                    self.deliver(index, false).await;
                }
            }
        }
    }

    /// Nothing fails any more: everything comes to its end.
    async fn rest(&mut self) {
        self.tell("from here on nothing fails");
        self.world.weather.calms_down();
        self.rise_again().await;
        self.settle().await;
        for index in 0..self.letters.len() {
            if !self.letters[index].acknowledged {
                self.deliver(index, false).await;
            }
        }
        self.sweep_until_nothing_is_due().await;
        for report in self.world.ses.iter().flat_map(Ses::reports) {
            if !self.hand_in(&report).await {
                self.broken.push("a report of SES was not taken".to_owned());
            }
        }
        self.sweep_until_nothing_is_due().await;
        self.broken
            .extend(promises::at_rest(&self.world, &self.letters));
        self.what_was_taken_back_is_not_sent().await;
        if !self.broken.is_empty() {
            return;
        }
        // Whatever happened, the next click works.
        for (word, person) in WORDS
            .into_iter()
            .take(self.letters.len())
            .zip(PEOPLE.iter().cycle())
        {
            let Some((place, _)) = self.world.cards(word).into_iter().next() else {
                continue;
            };
            self.click(person, word, place, false).await;
            let opened = self.world.workspace.open_views(person).pop();
            let about = opened.and_then(|view_id| word_in(&self.world.text(&view_id)));
            if about != Some(word) {
                self.broken
                    .push(format!("a click on the card of the {word} opens nothing"));
            }
            self.settle().await;
        }
        self.sweep_until_nothing_is_due().await;
        self.broken
            .extend(promises::at_rest(&self.world, &self.letters));
    }

    /// The store knows how many replies were approved, and how many of them were taken back.
    async fn what_was_taken_back_is_not_sent(&mut self) {
        let stored = self
            .life
            .run(|app| async move { app.store.newest(100).await.unwrap() });
        let taken = World::sent(self.world.smtp.taken());
        let stored = stored.await.unwrap_or_default();
        for (word, passes_on) in WORDS.into_iter().flat_map(|it| [(it, false), (it, true)]) {
            // A customer's mail may be passed on several times, each time in an inquiry of its own.
            let entries = stored
                .iter()
                .filter(|it| it.mail.by_us == passes_on && it.mail.subject.expose().contains(word))
                .flat_map(|it| &it.history);
            let count = |of: &[Event]| {
                let entries = entries.clone();
                entries.filter(|entry| of.contains(&entry.event)).count()
            };
            let approved = count(&[Event::ReplyClaimed, Event::ReplyInsisted]);
            let withdrawn = count(&[Event::ReplyRecalled]);
            let is_of_word = |it: &&Sent| it.word == Some(word) && it.passes_on == passes_on;
            let sent = taken.iter().filter(is_of_word).count();
            if sent > approved - withdrawn {
                self.broken.push(format!(
                    "{sent} mails about the {word}; of {approved} approved replies {withdrawn} were taken back"
                ));
            }
        }
    }

    async fn sweep_until_nothing_is_due(&mut self) {
        let mut idle = 0;
        for _ in 0..40 {
            self.world.clock.advance(Duration::from_secs(45));
            let swept = self.sweep().await;
            self.settle().await;
            self.look();
            if !self.broken.is_empty() {
                return;
            }
            idle = if swept == Some(Swept::default()) {
                idle + 1
            } else {
                0
            };
            // Longer than any lease.
            if idle == 4 {
                return;
            }
        }
        self.broken.push("there is always something due".to_owned());
    }
}
