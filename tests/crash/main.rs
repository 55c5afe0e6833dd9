//! Crash histories: random histories in which the process ends at any outside call, is started again
//! over the same store, and keeps its promises.
//!
//! ```text
//! cargo test --test crash                      200 histories
//! CRASH_HISTORIES=10000 cargo test --test crash
//! CRASH_SEED=42 cargo test --test crash        one of them, with its log
//! ```
//!
//! All decisions come from the seed. What runs at the same time on real sockets may come in another
//! order, so a few seeds tell another story now and then.

#![allow(clippy::unwrap_used, missing_docs)]

mod dice;
mod history;
mod life;
mod promises;
#[path = "../support/mod.rs"]
mod support;
mod watch;
mod weather;
mod world;

use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use support::{llm, proxy, smtp};

/// Histories that run at a time: they wait more than they work.
const AT_ONCE: usize = 8;

#[test]
fn promises_are_kept_through_crashes() {
    watch::start();
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .map(|text| text.parse::<u64>().expect(name))
    };
    let (first, last) = match number("CRASH_SEED") {
        Some(seed) => (seed, seed),
        None => (1, number("CRASH_HISTORIES").unwrap_or(200)),
    };
    let next = AtomicU64::new(first);
    let failures = Mutex::new(Vec::new());
    let total = Total::default();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > last {
                        return;
                    }
                    let (story, broken) = tell(seed);
                    if first == last {
                        println!("{story}");
                    }
                    total.count(&story);
                    if seed.is_multiple_of(500) && seed < last {
                        eprintln!("{seed} of {last} histories have begun");
                    }
                    if !broken.is_empty() {
                        eprintln!("seed {seed}: {}", broken[0]);
                        failures.lock().unwrap().push((seed, story, broken));
                    }
                }
            });
        }
    });
    println!("{} histories: {total:?}", last - first + 1);
    let mut failures = failures.into_inner().unwrap();
    failures.sort_by_key(|(seed, ..)| *seed);
    if let Some((seed, story, broken)) = failures.first() {
        let seeds: Vec<u64> = failures.iter().map(|(seed, ..)| *seed).collect();
        panic!(
            "{} of {} histories broke a promise, with the seeds {seeds:?}.\n\nThe history of {seed}:\n{story}\n\n{}\n\n\
             To see it again: CRASH_SEED={seed} cargo test --test crash -- --nocapture",
            failures.len(),
            last - first + 1,
            broken.join("\n\n"),
        );
    }
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
    copies: AtomicUsize,
    reports: AtomicUsize,
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
        add(&self.copies, " wants copies ");
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
