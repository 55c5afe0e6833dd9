//! A test that this computer cannot run says so, whether the test harness shows what tests print or not.

use std::fmt::Display;
use std::io::Write;

/// Prints that a test, or a part of it, is not run, and why: `skipped: …`. Not by `eprintln!`, which
/// the harness hides where the test passes.
#[expect(clippy::explicit_write, reason = "the harness does not see it")]
pub fn skipped(why: impl Display) {
    writeln!(std::io::stderr(), "skipped: {why}").unwrap();
}
