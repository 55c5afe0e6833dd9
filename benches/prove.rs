//! What it costs to prove a chain of approvals: `cargo bench --bench prove`. An export of 100,000 records is verified by the
//! executable as it is, and with one byte changed at its beginning, in its middle and at its end. It reports; it asserts
//! nothing about time.
//!
//! `REPLYBOT_BIN` names another executable to measure.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use inquiry::{BEFORE_ALL, ContextId, Record, hash_of};

const RECORDS: u64 = 100_000;
const ROUNDS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("proofs.jsonl");
    let export = export();
    std::fs::write(&file, &export).unwrap();
    println!("{RECORDS} records, {} MB", export.len() / 1_000_000);
    let whole = verify(&file, true);
    println!("  it holds:                       {whole:?}");
    for (place, at) in [
        ("first record", 40),
        ("middle", export.len() / 2),
        ("last record", export.len() - 40),
    ] {
        let mut changed = export.clone().into_bytes();
        changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
        std::fs::write(&file, &changed).unwrap();
        let found = verify(&file, false);
        println!("  a byte changed in the {place:13} {found:?}");
    }
}

/// An export of made-up records, each of which follows the one before.
fn export() -> String {
    let mut export = String::new();
    let mut before = BEFORE_ALL.to_owned();
    for number in 1..=RECORDS {
        let second = 1_788_000_000 + i64::try_from(number).unwrap() * 60;
        let record = Record {
            number,
            before,
            context_id: ContextId::parse(&format!("inquiry-{number}")).unwrap(),
            message_id: format!("{number}.replybot@shop.example"),
            at: jiff::Timestamp::from_second(second).unwrap(),
            by: format!("U{}", number % 5),
            mail: format!("{number:064x}"),
            draft: (number % 3 > 0).then_some(1),
            acknowledged: Vec::new(),
            facts: 12,
            supported: 11,
            unsupported: 1,
            contradicts: 0,
            details: format!("{:064x}", number * 7),
        };
        let line = record.line();
        before = hash_of(&line).unwrap().to_owned();
        export.push_str(&line);
        export.push('\n');
    }
    export
}

/// The shortest of some runs from the start of the process to its exit; whether the chain holds is checked.
fn verify(file: &Path, holds: bool) -> Duration {
    let own = env!("CARGO_BIN_EXE_replybot").to_owned();
    let program = std::env::var("REPLYBOT_BIN").unwrap_or(own);
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        let status = Command::new(&program)
            .args(["prove", "--all"])
            .arg(file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.success(), holds, "{status}");
        start.elapsed()
    });
    rounds.min().unwrap()
}
