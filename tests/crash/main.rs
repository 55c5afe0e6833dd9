//! Crash histories: random histories in which the process ends at any outside call, is started again
//! over the same store, and keeps its promises.
//!
//! ```text
//! cargo test --test crash                        a few that are always the same, and a few new ones
//! CRASH_HISTORIES=10000 cargo test --test crash  so many new ones
//! CRASH_FIRST=7 CRASH_HISTORIES=100 …            from this seed on
//! CRASH_SEED=42 cargo test --test crash          one of them, with its log
//! ```
//!
//! New seeds come from the clock, and are printed. All decisions come from the seed. What runs at the
//! same time on real sockets may come in another order, so a few seeds tell another story now and
//! then.

#![allow(clippy::unwrap_used, missing_docs)]

mod dice;
mod history;
mod life;
mod outsiders;
mod people;
mod promises;
mod screens;
#[path = "../support/mod.rs"]
mod support;
mod watch;
mod weather;
mod world;

use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use support::{llm, proxy, smtp};

/// Histories that run at a time: they wait more than they work.
const AT_ONCE: usize = 8;

#[test]
fn promises_are_kept_through_crashes() {
    watch::start();
    let seeds = Seeds::read();
    println!("seeds {}", seeds.words());
    let all = seeds.all();
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let total = Total::default();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&seed) = all.get(index) else { return };
                    let (story, broken) = tell(seed);
                    if all.len() == 1 {
                        println!("{story}");
                    }
                    total.count(&story);
                    if index.is_multiple_of(500) && index > 0 {
                        eprintln!("{index} of {} histories have begun", all.len());
                    }
                    if !broken.is_empty() {
                        eprintln!("seed {seed}: {}", broken[0]);
                        failures.lock().unwrap().push((seed, story, broken));
                    }
                }
            });
        }
    });
    println!("{} histories: {total:?}", all.len());
    let mut failures = failures.into_inner().unwrap();
    failures.sort_by_key(|(seed, ..)| *seed);
    if let Some((seed, story, broken)) = failures.first() {
        let failed: Vec<u64> = failures.iter().map(|(seed, ..)| *seed).collect();
        panic!(
            "{} of {} histories broke a promise, with the seeds {failed:?}.\n\nThe history of {seed}:\n{story}\n\n{}\n\n\
             To see it again: CRASH_SEED={seed} cargo test --test crash -- --nocapture",
            failures.len(),
            all.len(),
            broken.join("\n\n"),
        );
    }
}

/// Which histories are told.
enum Seeds {
    /// This one.
    One(u64),
    /// So many from this one on.
    From(u64, u64),
    /// Those that are always told, and so many new ones from the clock.
    Usual(u64),
}

/// The short run: enough to see at each change that the promises hold.
const ALWAYS: u64 = 160;
const NEW: u64 = 40;

impl Seeds {
    fn read() -> Seeds {
        let number = |name: &str| {
            let text = std::env::var(name).ok().filter(|text| !text.is_empty());
            text.map(|text| text.parse::<u64>().expect(name))
        };
        let first = || number("CRASH_FIRST").unwrap_or_else(from_the_clock);
        match (number("CRASH_SEED"), number("CRASH_HISTORIES")) {
            (Some(seed), _) => Seeds::One(seed),
            (None, Some(count)) => Seeds::From(first(), count),
            (None, None) => Seeds::Usual(first()),
        }
    }

    fn all(&self) -> Vec<u64> {
        match *self {
            Seeds::One(seed) => vec![seed],
            Seeds::From(first, count) => (first..first + count).collect(),
            Seeds::Usual(first) => (1..=ALWAYS).chain(first..first + NEW).collect(),
        }
    }

    /// How to tell the same ones again.
    fn words(&self) -> String {
        match *self {
            Seeds::One(seed) => format!("{seed}"),
            Seeds::From(first, count) => format!(
                "{first} to {}; the same again: CRASH_FIRST={first} CRASH_HISTORIES={count}; \
                 one of them with its log: CRASH_SEED={first}",
                first + count - 1
            ),
            Seeds::Usual(first) => format!(
                "1 to {ALWAYS}, and {first} to {} from the clock; the same again: CRASH_FIRST={first}",
                first + NEW - 1
            ),
        }
    }
}

/// Another one each millisecond.
fn from_the_clock() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    u64::try_from(now.unwrap().as_millis()).unwrap()
}

/// What happened in all histories, to see that something does.
#[derive(Debug, Default)]
struct Total {
    calls: AtomicUsize,
    ends: AtomicUsize,
    submissions: AtomicUsize,
    insistences: AtomicUsize,
    typed: AtomicUsize,
    acts: AtomicUsize,
    undone: AtomicUsize,
    reports: AtomicUsize,
    panels: AtomicUsize,
    choices: AtomicUsize,
    bounces: AtomicUsize,
    marks: AtomicUsize,
    homes: AtomicUsize,
    attacks: AtomicUsize,
    outsiders: AtomicUsize,
    sudden: AtomicUsize,
}

impl Total {
    fn count(&self, story: &str) {
        let add = |counter: &AtomicUsize, what: &str| {
            counter.fetch_add(story.matches(what).count(), Ordering::Relaxed);
        };
        add(&self.calls, "    call ");
        add(&self.ends, "the process has ended");
        add(&self.submissions, " submits ");
        add(&self.insistences, " insists on ");
        add(&self.typed, " types ");
        add(&self.acts, " on the card of ");
        add(&self.undone, "undo_send");
        add(&self.panels, " submits the panel ");
        add(&self.choices, " chooses ");
        add(&self.bounces, "server returns a reply");
        add(&self.marks, " presses mark_");
        add(&self.homes, " the home tab");
        add(&self.attacks, "somebody sends ");
        add(&self.outsiders, "an outsider ");
        add(&self.reports, "SES reports");
        add(&self.sudden, "into what follows");
    }
}

/// Runs one history in a thread that carries its name.
fn tell(seed: u64) -> (String, Vec<String>) {
    let name = format!("history {seed}");
    let run = {
        let name = name.clone();
        move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            std::panic::catch_unwind(AssertUnwindSafe(|| {
                runtime.block_on(history::run(seed, &name))
            }))
        }
    };
    let thread = std::thread::Builder::new()
        .name(name.clone())
        .spawn(run)
        .unwrap();
    let (story, mut broken) = match thread.join().unwrap() {
        Ok(told) => told,
        Err(_) => (
            String::new(),
            vec!["the history itself panicked".to_owned()],
        ),
    };
    broken.extend(watch::found(&name));
    (story, broken)
}
