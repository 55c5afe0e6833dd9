//! Decides from the seed what each call of the product meets: a fault of the other side, or the end
//! of the process before the call is carried out or before its answer arrives.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::dice::Dice;
use crate::life::Switch;
use crate::llm::{Llm, Script};
use crate::proxy::{Fault, Proxy};
use crate::smtp::{Mood, Smtp};
use crate::support::witness::Witness;

const METHODS: [&str; 11] = [
    "chat.postMessage",
    "chat.update",
    "chat.postEphemeral",
    "conversations.history",
    "conversations.replies",
    "views.open",
    "views.update",
    "views.push",
    "views.publish",
    "conversations.info",
    "conversations.members",
];

/// When the process ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Kill {
    /// At the so-manieth outside call of the history, or of this kind.
    call: usize,
    kind: Option<&'static str>,
    /// The call is carried out first; its answer never arrives.
    after: bool,
}

impl Kill {
    fn new(dice: &mut Dice, reach: usize) -> Kill {
        // Where most can go wrong, the process ends more often than chance would have it.
        let kinds = [
            "the mail server",
            "the mail server",
            "views.open",
            "chat.postMessage",
        ];
        let kind = dice.percent(40).then(|| *dice.one(&kinds));
        let reach = if kind.is_some() { 2 } else { reach };
        Kill {
            call: 1 + dice.below(reach),
            kind,
            after: dice.percent(50),
        }
    }
}

pub struct Weather {
    seed: u64,
    slack: Proxy,
    llm: Llm,
    smtp: Smtp,
    state: Mutex<State>,
}

struct State {
    /// Faults in a hundred calls.
    faults: usize,
    kills: Vec<Kill>,
    calls: usize,
    of_kind: BTreeMap<String, usize>,
    /// The call during which the process ends.
    doomed: Option<String>,
    switch: Option<Switch>,
    /// Answers that wait for [`Weather::go_on`].
    paused: usize,
    story: Vec<String>,
}

impl Weather {
    pub fn new(seed: u64, slack: &Proxy, llm: &Llm, smtp: &Smtp) -> Arc<Weather> {
        let mut dice = Dice::new(seed, "weather");
        let faults = *dice.one(&[0, 0, 5, 10, 25]);
        let kills = *dice.one(&[0, 1, 1, 1, 1, 2, 3]);
        let reach = *dice.one(&[10, 25, 50]);
        let kills = (0..kills).map(|_| Kill::new(&mut dice, reach)).collect();
        let weather = Arc::new(Weather {
            seed,
            slack: slack.clone(),
            llm: llm.clone(),
            smtp: smtp.clone(),
            state: Mutex::new(State {
                faults,
                kills,
                calls: 0,
                of_kind: BTreeMap::new(),
                doomed: None,
                switch: None,
                paused: 0,
                story: Vec::new(),
            }),
        });
        let witness: std::sync::Weak<Weather> = Arc::downgrade(&weather);
        slack.watched().by(witness.clone());
        llm.watched().by(witness.clone());
        smtp.watched().by(witness);
        weather
    }

    /// This life ends at the next kill.
    pub fn threatens(&self, switch: Switch) {
        let mut state = self.state.lock().unwrap();
        state.switch = Some(switch);
        state.doomed = None;
    }

    /// From now on everything works.
    pub fn calms_down(&self) {
        let mut state = self.state.lock().unwrap();
        state.faults = 0;
        state.kills.clear();
        state.doomed = None;
        drop(state);
        self.go_on();
    }

    /// Lets slow answers go on.
    pub fn go_on(&self) {
        let paused = std::mem::take(&mut self.state.lock().unwrap().paused);
        for _ in 0..paused {
            self.llm.go_on();
            self.smtp.go_on();
        }
    }

    /// True from the kill to the next life.
    pub fn has_killed(&self) -> bool {
        self.state.lock().unwrap().switch.is_none()
    }

    pub fn paused(&self) -> usize {
        self.state.lock().unwrap().paused
    }

    pub fn tell(&self, line: impl Into<String>) {
        self.state.lock().unwrap().story.push(line.into());
    }

    pub fn story(&self) -> String {
        self.state.lock().unwrap().story.join("\n")
    }

    /// True when the process ends before this call is carried out.
    fn decides(&self, call: &str) -> bool {
        let mut state = self.state.lock().unwrap();
        state.calls += 1;
        let number = state.calls;
        let of_kind = state.of_kind.entry(call.to_owned()).or_default();
        *of_kind += 1;
        let of_kind = *of_kind;
        let mut dice = Dice::new(self.seed, &format!("{call} {of_kind}"));
        let is_now = |kill: &&Kill| match kill.kind {
            Some(kind) => kind == call && kill.call == of_kind,
            None => kill.call == number,
        };
        match state.kills.iter().find(is_now) {
            Some(kill) if kill.after => {
                state.doomed = Some(call.to_owned());
                self.smtp.set_mood(Mood::Takes);
                state.story.push(format!(
                    "    call {number}: {call}, whose answer never arrives"
                ));
                false
            }
            Some(_) => {
                state.story.push(format!(
                    "    call {number}: {call}, which is never carried out"
                ));
                true
            }
            None => {
                let faulty = dice.percent(state.faults);
                let met = self.meets(call, faulty, &mut dice, &mut state.paused);
                state.story.push(format!("    call {number}: {call} {met}"));
                false
            }
        }
    }

    /// Prepares the simulator for this call.
    fn meets(&self, call: &str, faulty: bool, dice: &mut Dice, paused: &mut usize) -> String {
        match call {
            "the mail server" => {
                let moods = [
                    Mood::Refuses,
                    Mood::RefusesForNow,
                    Mood::LosesItsAnswer,
                    Mood::LosesItsAnswer,
                    Mood::Waits,
                ];
                let mood = if faulty {
                    *dice.one(&moods)
                } else {
                    Mood::Takes
                };
                *paused += usize::from(mood == Mood::Waits);
                self.smtp.set_mood(mood);
                format!("{mood:?}")
            }
            "the model" if !faulty => String::new(),
            "the model" => {
                let (name, script) = script(dice);
                *paused += usize::from(matches!(script, Script::Pauses(_)));
                self.llm.script(script);
                name.to_owned()
            }
            _ if !faulty => String::new(),
            method => {
                let method = METHODS.into_iter().find(|known| *known == method);
                let Some(method) = method else {
                    return "is not a method that is known here".to_owned();
                };
                let mut faults = vec![
                    Fault::RateLimited(0),
                    Fault::Unavailable,
                    Fault::LosesItsAnswer,
                ];
                if matches!(method, "views.open" | "views.push") {
                    faults.push(Fault::Error("expired_trigger_id"));
                }
                let fault = *dice.one(&faults);
                self.slack.fail(method, fault);
                format!("{fault:?}")
            }
        }
    }

    /// Ends the process.
    pub fn kill(&self) {
        let switch = self.state.lock().unwrap().switch.take();
        if let Some(switch) = switch {
            switch.kill();
        }
    }

    /// Ends the process; its call is never answered.
    async fn kill_in_call(&self) {
        self.kill();
        std::future::pending().await
    }
}

fn script(dice: &mut Dice) -> (&'static str, Script) {
    match dice.below(20) {
        0..5 => (
            "is slow",
            Script::Pauses(vec!["Thank you ", "|", "for your mail."]),
        ),
        5..8 => ("breaks off", Script::CutsOff(vec!["Thank ", "you"])),
        8..10 => ("is empty", Script::Says(vec![])),
        10..12 => ("503", Script::Status(503, "")),
        12..14 => ("429", Script::Status(429, "")),
        14..16 => ("401", Script::Status(401, "{}")),
        16..18 => ("400", Script::Status(400, "{}")),
        18 => (
            "in one piece",
            Script::WholeAnswer("Thank you for your mail."),
        ),
        _ => ("is silent", Script::Silent),
    }
}

impl Witness for Weather {
    fn comes(&self, call: &str) -> BoxFuture<'_, ()> {
        let dies = self.decides(call);
        async move {
            if dies {
                self.kill_in_call().await;
            }
        }
        .boxed()
    }

    fn done(&self, call: &str) -> BoxFuture<'_, ()> {
        let dies = self.state.lock().unwrap().doomed.as_deref() == Some(call);
        async move {
            if dies {
                self.kill_in_call().await;
            }
        }
        .boxed()
    }
}
