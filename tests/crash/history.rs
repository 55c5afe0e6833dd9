//! One history: what customers, operators, time and the end of the process do, in an order that the
//! seed decides; and then rest, in which everything comes to its end.

use std::future::Future;
use std::time::Duration;

use replybot::flow::mail_event::mail_event;
use replybot::flow::receive::receive;
use replybot::flow::sweep::{Swept, sweep};
use replybot::inquiry::Event;
use replybot::mailbox::decode_mail_event;
use replybot::role::dev::workspace::{Delivery, Place, Target};

use crate::dice::Dice;
use crate::life::Life;
use crate::promises;
use crate::support::ses::{Report, Ses};
use crate::world::{
    Letter, PEOPLE, TYPED_PHONE, Typed, WORDS, World, acts, buttons, copies, inputs, word_in,
};

/// Longer than anything that is not paused takes; no measure of anything.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct History {
    world: World,
    dice: Dice,
    life: Life,
    letters: Vec<Letter>,
    texts: usize,
    /// The process may end between two outside calls, too.
    sudden: bool,
    broken: Vec<String>,
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
    let steps = 6 + history.dice.below(14);
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
            0..8 => self.deliver_new().await,
            8..11 => self.deliver_again().await,
            11..31 => self.click_a_card().await,
            31..41 => self.act_on_a_card().await,
            41..82 => self.use_a_view().await,
            82..85 => self.world.weather.go_on(),
            85..89 => self.report().await,
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

    async fn act_on_a_card(&mut self) {
        let word = self.dice.one(&self.letters).word;
        let person = *self.dice.one(&PEOPLE);
        let Some((place, _)) = self.world.cards(word).into_iter().next() else {
            return;
        };
        let Place::Message { ts, .. } = &place else {
            return;
        };
        let messages = self.world.workspace.messages();
        let Some(message) = messages.iter().find(|it| it["ts"] == ts.as_str()) else {
            return;
        };
        let acts = acts(message);
        if acts.is_empty() {
            return;
        }
        let (action, option) = self.dice.one(&acts).clone();
        let name = option.as_deref().unwrap_or(&action);
        self.tell(format!("{person} does {name} on the card of the {word}"));
        if matches!(name, "close_inquiry" | "mark_as_spam") {
            self.world.ledger.closed.insert(word);
        }
        let target = Target::from(action.as_str());
        let target = option.iter().fold(target, |target, it| target.choosing(it));
        let workspace = self.world.workspace.clone();
        self.act(workspace.click(person, &place, target)).await;
    }

    /// SES says what became of a mail that it took; perhaps not for the first time.
    async fn report(&mut self) {
        let Some(ses) = &self.world.ses else { return };
        let reports = ses.reports();
        if reports.is_empty() {
            return;
        }
        let report = self.dice.one(&reports).clone();
        self.tell("SES reports a delivery");
        self.hand_in(&report).await;
    }

    async fn hand_in(&self, report: &Report) -> bool {
        self.world.smtp.acknowledge(&report.mail);
        let event = decode_mail_event(&report.event).unwrap();
        let done = self
            .life
            .run(move |app| async move { mail_event(&app, &event).await.is_ok() });
        done.await == Some(true)
    }

    fn tell(&self, line: impl Into<String>) {
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

    async fn click_a_card(&mut self) {
        let word = self.dice.one(&self.letters).word;
        let person = *self.dice.one(&PEOPLE);
        let Some((place, _)) = self.world.cards(word).into_iter().next() else {
            return;
        };
        let twice = self.dice.percent(15);
        self.click(person, word, place, twice).await;
    }

    async fn click(&mut self, person: &str, word: &str, place: Place, twice: bool) {
        let workspace = self.world.workspace.clone();
        self.tell(format!(
            "{person} clicks the card of the {word}{}",
            if twice { ", twice" } else { "" }
        ));
        let click = || workspace.click(person, &place, "generate_reply_action");
        self.act(async {
            if twice {
                tokio::join!(click(), click()).0
            } else {
                click().await
            }
        })
        .await;
    }

    async fn use_a_view(&mut self) {
        let looking = |person: &&str| !self.world.workspace.open_views(person).is_empty();
        let looking: Vec<&str> = PEOPLE
            .into_iter()
            .filter(|person| looking(person))
            .collect();
        if looking.is_empty() {
            return self.click_a_card().await;
        }
        let person = *self.dice.one(&looking);
        let Some(view_id) = self.world.workspace.open_views(person).pop() else {
            return;
        };
        let Some(view) = self.world.workspace.view(&view_id) else {
            return;
        };
        if view["callback_id"] != "ai_reply_modal_submission" {
            return self.close(person, &view_id).await;
        }
        let can_submit = !view["submit"].is_null();
        match self.dice.below(11) {
            0..3 if can_submit => self.type_into(person, &view_id, &view),
            3..6 if can_submit => self.submit(person, &view_id, &view).await,
            10 if can_submit => self.choose_copies(person, &view_id, &view).await,
            6 if self.dice.percent(60) => self.close(person, &view_id).await,
            7 if self.dice.percent(20) => {
                self.tell(format!("{person} quits Slack with {view_id} open"));
                self.world.workspace.vanish(person);
            }
            _ => self.press(person, &view_id, &view).await,
        }
    }

    fn type_into(&mut self, person: &str, view_id: &str, view: &serde_json::Value) {
        let Some((block_id, _)) = inputs(view).into_iter().next() else {
            return;
        };
        self.texts += 1;
        let text = format!("Answer {} of {person}. Call {TYPED_PHONE}.", self.texts);
        self.tell(format!("{person} types {text:?} into {view_id}"));
        self.world
            .workspace
            .type_text(view_id, &block_id, "editable_reply_input", &text);
        self.world.ledger.typed.insert(
            view_id.to_owned(),
            Typed {
                text,
                submitted: false,
            },
        );
    }

    async fn choose_copies(&mut self, person: &str, view_id: &str, view: &serde_json::Value) {
        let wanted = !copies(view);
        self.tell(format!("{person} wants copies in {view_id}: {wanted}"));
        let target = Target::from("copies_choice");
        let target = match wanted {
            true => target.choosing("1"),
            false => target,
        };
        let place = Place::View {
            view_id: view_id.to_owned(),
        };
        let workspace = self.world.workspace.clone();
        let chosen = workspace.click(person, &place, target).await;
        if chosen != Delivery::Kept {
            self.tell(format!("  {chosen:?}"));
        }
    }

    async fn submit(&mut self, person: &str, view_id: &str, view: &serde_json::Value) {
        let shown = self.world.text(view_id);
        let Some(word) = word_in(&shown) else { return };
        let twice = self.dice.percent(20);
        let insists = ["already replied", "not certain", "closed as needing"]
            .iter()
            .any(|told| shown.contains(told));
        let texts: Vec<String> = inputs(view).into_iter().map(|(_, text)| text).collect();
        self.tell(format!(
            "{person} {} {view_id} about the {word}{}",
            if insists { "insists on" } else { "submits" },
            if twice { ", twice" } else { "" }
        ));
        let ledger = &mut self.world.ledger;
        ledger
            .approved
            .entry(word)
            .or_default()
            .insert((texts.join("\n").trim().to_owned(), copies(view)));
        *ledger.insisted.entry(word).or_default() += usize::from(insists);
        if let Some(typed) = ledger.typed.get_mut(view_id) {
            typed.submitted = true;
        }
        let workspace = self.world.workspace.clone();
        let submit = || workspace.submit(person, view_id);
        self.act(async {
            if twice {
                tokio::join!(submit(), submit()).0
            } else {
                submit().await
            }
        })
        .await;
    }

    async fn press(&mut self, person: &str, view_id: &str, view: &serde_json::Value) {
        let buttons = buttons(view);
        if buttons.is_empty() {
            return;
        }
        let button = self.dice.one(&buttons).clone();
        self.tell(format!("{person} presses {button} in {view_id}"));
        if !matches!(
            button.as_str(),
            "what_the_ai_saw_action" | "undo_send_action"
        ) {
            // Another draft takes the place of the text, which becomes a version.
            self.world.ledger.typed.remove(view_id);
        }
        if let (Some(word), "mark_sent_action") =
            (word_in(&self.world.text(view_id)), button.as_str())
        {
            self.world.ledger.marked.insert(word);
        }
        let workspace = self.world.workspace.clone();
        let place = Place::View {
            view_id: view_id.to_owned(),
        };
        self.act(workspace.click(person, &place, button.as_str()))
            .await;
    }

    async fn close(&mut self, person: &str, view_id: &str) {
        self.tell(format!("{person} closes {view_id}"));
        let workspace = self.world.workspace.clone();
        self.act(workspace.close(person, view_id)).await;
    }

    /// Does what a person does, and excuses the product when it does not live to answer.
    async fn act(&mut self, act: impl Future<Output = Delivery>) {
        let before = self.world.workspace.refusals().len();
        tokio::pin!(act);
        let delivery = loop {
            tokio::select! {
                biased;
                delivery = &mut act => break delivery,
                () = tokio::time::sleep(Duration::from_millis(2)) => {
                    if self.world.weather.has_killed() {
                        // Nobody listens any more: the connection is refused.
                        while self.world.site.listener.accept().is_ok() {}
                    }
                }
            }
        };
        let outcome = match &delivery {
            Delivery::Acknowledged | Delivery::Closed => None,
            other => Some(format!("  {other:?}")),
        };
        outcome.into_iter().for_each(|line| self.tell(line));
        let refusals = self.world.workspace.refusals();
        let unanswered = refusals[before..]
            .iter()
            .filter(|refusal| refusal.error == "no_acknowledgement")
            .count();
        if unanswered > 0 && self.world.weather.has_killed() {
            self.world.ledger.unanswered += unanswered;
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
        for inquiry in stored.await.unwrap_or_default() {
            let subject = inquiry.mail.subject.expose();
            let Some(word) = WORDS.into_iter().find(|word| subject.contains(*word)) else {
                continue;
            };
            let count = |of: &[Event]| {
                let entries = inquiry.history.iter();
                entries.filter(|entry| of.contains(&entry.event)).count()
            };
            let approved = count(&[Event::ReplyClaimed, Event::ReplyInsisted]);
            let withdrawn = count(&[Event::ReplyWithdrawn]);
            let sent = taken.iter().filter(|sent| sent.word == Some(word)).count();
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
