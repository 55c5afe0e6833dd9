//! `cargo run --profile fuzz -p fuzz -- --minutes 20 [--target html] [--seed 7]`, or `--input FILE`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use fuzz::dice::{Dice, input};
use fuzz::targets::{self, Target};
use fuzz::watch::{self, Outcome, Watched};

const USAGE: &str = "fuzz --minutes N [--target NAME] [--seed N] | --target NAME --input FILE";

/// Where faults are kept.
const FOUND: &str = "target/fuzz-found";

/// What the command line says.
#[derive(Default)]
struct Wish {
    minutes: Option<f64>,
    target: Option<&'static Target>,
    seed: Option<u64>,
    input: Option<PathBuf>,
    child: bool,
}

fn wish() -> Option<Wish> {
    let mut wish = Wish::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--child" => wish.child = true,
            "--minutes" => wish.minutes = Some(words.next()?.parse().ok()?),
            "--target" => wish.target = Some(targets::named(&words.next()?)?),
            "--seed" => wish.seed = Some(words.next()?.parse().ok()?),
            "--input" => wish.input = Some(words.next()?.into()),
            _ => return None,
        }
    }
    Some(wish)
}

fn main() -> ExitCode {
    let Some(wish) = wish() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let done = match (&wish, wish.target) {
        (Wish { child: true, .. }, Some(target)) => watch::child(target).map(|()| true),
        (
            Wish {
                input: Some(path), ..
            },
            Some(target),
        ) => once(target, path),
        (
            Wish {
                minutes: Some(minutes),
                ..
            },
            _,
        ) => run(&wish, *minutes),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cannot go on: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Tries one input and says what became of it.
fn once(target: &'static Target, path: &PathBuf) -> std::io::Result<bool> {
    let mut watched = Watched::start(&std::env::current_exe()?, target, 10 * watch::SLOWEST)?;
    let outcome = watched.try_input(&std::fs::read(path)?)?;
    println!("{outcome:?}");
    Ok(!outcome.is_fault())
}

/// Tries inputs until the time is over; true when nothing was found.
fn run(wish: &Wish, minutes: f64) -> std::io::Result<bool> {
    let seed = wish.seed.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        now.map_or(0, |now| now.as_secs())
    });
    println!("seed {seed}");
    let all: Vec<&'static Target> = match wish.target {
        Some(target) => vec![target],
        None => targets::ALL.iter().collect(),
    };
    let program = std::env::current_exe()?;
    let mut faults = 0;
    for target in &all {
        let seeds = target.seeds()?;
        let mut watched = Watched::start(&program, target, 3 * watch::SLOWEST)?;
        let mut dice = Dice::new(seed);
        let (began, mut tried) = (Instant::now(), 0u64);
        let (mut slowest, mut largest) = (Duration::ZERO, 0);
        let time = Duration::from_secs_f64(minutes * 60.0 / all.len() as f64);
        while began.elapsed() < time {
            let bytes = input(&mut dice, &seeds, target.words);
            let outcome = watched.try_input(&bytes)?;
            tried += 1;
            if let Outcome::Read(took, peak) = outcome {
                (slowest, largest) = (slowest.max(took), largest.max(peak));
            }
            if outcome.is_fault() {
                faults += 1;
                let bytes = watch::smaller(&mut watched, &bytes)?;
                std::fs::create_dir_all(FOUND)?;
                let path = format!("{FOUND}/{}-{seed}-{tried}", target.name);
                std::fs::write(&path, bytes)?;
                println!("{}: {outcome:?}: {path}", target.name);
            }
        }
        println!(
            "{}: {tried} inputs in {} s; the slowest took {} ms of a processor, the largest {} MB",
            target.name,
            began.elapsed().as_secs(),
            slowest.as_millis(),
            largest / 1024
        );
    }
    println!("{faults} faults");
    Ok(faults == 0)
}
