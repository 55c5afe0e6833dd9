//! Sixty inputs of each target, the same in each run. `just fuzz` tries many.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::Duration;

use fuzz::dice::{Dice, input};
use fuzz::targets::{ALL, Target, named};
use fuzz::watch::{LARGEST, Outcome, Watched};

/// A debug build on a busy machine is slower; what would never end is still found.
const PATIENCE: Duration = Duration::from_secs(120);

fn watched(target: &'static Target) -> Watched {
    Watched::start(Path::new(env!("CARGO_BIN_EXE_fuzz")), target, PATIENCE).unwrap()
}

#[test]
fn no_damaged_input_ends_its_reader_or_takes_its_memory() {
    for target in ALL {
        let target = named(target.name).unwrap();
        let seeds = target.seeds().unwrap();
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        let mut watched = watched(target);
        let mut dice = Dice::new(1);
        for number in 0..60 {
            let bytes = input(&mut dice, &seeds, target.words);
            let outcome = watched.try_input(&bytes).unwrap();
            assert!(
                matches!(outcome, Outcome::Read(_, peak) if peak <= LARGEST),
                "{} number {number}: {outcome:?}",
                target.name
            );
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_inputs() {
    let target = named("mail").unwrap();
    let seeds = target.seeds().unwrap();
    let inputs = |seed| {
        let mut dice = Dice::new(seed);
        (0..20)
            .map(|_| input(&mut dice, &seeds, target.words))
            .collect::<Vec<_>>()
    };
    assert_eq!(inputs(7), inputs(7));
    assert_ne!(inputs(7), inputs(8));
}

/// Three megabytes of each: what takes memory by the line, the word or the tag shows.
#[test]
fn a_mail_takes_memory_by_its_bytes_and_not_by_its_pieces() {
    const LENGTH: usize = 3 * 1024 * 1024;
    let mail = named("mail").unwrap();
    let filled = |head: &str, unit: &str| {
        let head = format!("From: a@example.com\r\nSubject: s\r\n{head}");
        let mut bytes = head.into_bytes();
        bytes.extend(unit.repeat(LENGTH / unit.len()).into_bytes());
        bytes.push(b'.');
        bytes
    };
    let html = "Content-Type: text/html\r\n\r\n";
    for (head, unit) in [
        ("\r\n.", "\n"),
        ("\r\n.\n", ">\n"),
        ("\r\n", "> a\nb\n"),
        ("\r\n", "-----Original Message-----\n\n"),
        ("\r\n", "a\r"),
        ("Content-Type: text/plain; format=flowed\r\n\r\n", "a \n"),
        ("", "no header\r\n"),
        ("", "X: y\r\n"),
        (html, "&nbsp;"),
        (html, "<b>a"),
        (html, "<br>"),
    ] {
        // A child of its own: the peak is that of all that it has read.
        let outcome = watched(mail).try_input(&filled(head, unit)).unwrap();
        let most = 12 * LENGTH as u64 / 1024;
        assert!(
            matches!(outcome, Outcome::Read(_, peak) if peak < most),
            "{head:?} {unit:?}: {outcome:?}"
        );
    }
}
