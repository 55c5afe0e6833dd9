//! A few hundred inputs of each target, the same in each run. `just fuzz` tries many.
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
    for target in &ALL {
        let target = named(target.name).unwrap();
        let seeds = target.seeds().unwrap();
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        let mut watched = watched(target);
        let mut dice = Dice::new(1);
        for number in 0..150 {
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
