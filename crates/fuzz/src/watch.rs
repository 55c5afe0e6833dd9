//! Inputs are tried in a child, which a crash may end and which the system watches for memory.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::targets::Target;

/// Nothing may take more of a processor than that in a release build. What else the machine does
/// says nothing about a reader.
pub const SLOWEST: Duration = Duration::from_secs(3);

/// Nothing may take more memory, in kB.
pub const LARGEST: u64 = 300 * 1024;

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was read with so much of a processor's time; so much memory was taken at most since the child began, in kB.
    Read(Duration, u64),
    /// A promise was broken, or the reader panicked.
    Panicked,
    /// The child ended: its stack or its memory was used up.
    Died,
    /// It took too long.
    Slow,
}

impl Outcome {
    /// True for what must not be.
    pub fn is_fault(self) -> bool {
        match self {
            Outcome::Read(took, peak) => took > SLOWEST || peak > LARGEST,
            Outcome::Panicked | Outcome::Died | Outcome::Slow => true,
        }
    }
}

/// A child that reads inputs for one target.
pub struct Watched {
    program: PathBuf,
    target: &'static str,
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<String>,
    /// How long a reader may take before the child is ended.
    patience: Duration,
}

impl Watched {
    /// Starts a child. `program` is this crate's own, with `--child`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(program: &Path, target: &Target, patience: Duration) -> std::io::Result<Watched> {
        let (child, stdin, lines) = spawn(program, target.name)?;
        Ok(Watched {
            program: program.to_owned(),
            target: target.name,
            child,
            stdin,
            lines,
            patience,
        })
    }

    /// Tries one input; after a fault, the next one has a new child.
    ///
    /// # Errors
    /// When a new child cannot be started.
    pub fn try_input(&mut self, input: &[u8]) -> std::io::Result<Outcome> {
        let length = u32::try_from(input.len()).unwrap_or(u32::MAX).to_be_bytes();
        let written = self
            .stdin
            .write_all(&length)
            .and_then(|()| self.stdin.write_all(input))
            .and_then(|()| self.stdin.flush());
        let outcome = match written {
            Err(_) => Outcome::Died,
            Ok(()) => self.wait(),
        };
        if outcome.is_fault() {
            // Also so that the next peak is its own.
            self.stop();
            (self.child, self.stdin, self.lines) = spawn(&self.program, self.target)?;
        }
        Ok(outcome)
    }

    /// Waits for the child until it has used its time up, however long that takes on this machine.
    fn wait(&mut self) -> Outcome {
        let before = used_by(&format!("/proc/{}", self.child.id()));
        loop {
            match self.lines.recv_timeout(self.patience) {
                Ok(line) => return outcome(&line),
                Err(RecvTimeoutError::Disconnected) => return Outcome::Died,
                Err(RecvTimeoutError::Timeout) => {}
            }
            let used = used_by(&format!("/proc/{}", self.child.id()));
            match used.zip(before) {
                Some((used, before)) if used - before < self.patience => {}
                _ => return Outcome::Slow,
            }
        }
    }

    fn stop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stop();
    }
}

fn spawn(program: &Path, target: &str) -> std::io::Result<(Child, ChildStdin, Receiver<String>)> {
    let mut child = Command::new(program)
        .args(["--child", "--target", target])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(std::io::Error::other("the child has no pipes"));
    };
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    Ok((child, stdin, lines))
}

/// `read MICROSECONDS KILOBYTES` or `panicked`.
fn outcome(line: &str) -> Outcome {
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some("read"), Some(took), Some(peak)) => Outcome::Read(
            Duration::from_micros(took.parse().unwrap_or(0)),
            peak.parse().unwrap_or(0),
        ),
        _ => Outcome::Panicked,
    }
}

/// What the child does: reads inputs from standard input until it ends.
///
/// # Errors
/// When the pipes break.
pub fn child(target: &Target) -> std::io::Result<()> {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut length = [0; 4];
    while input.read_exact(&mut length).is_ok() {
        let mut bytes = vec![0; u32::from_be_bytes(length) as usize];
        input.read_exact(&mut bytes)?;
        let (began, used) = (Instant::now(), used_by(THIS_THREAD));
        let read = std::panic::catch_unwind(|| (target.read)(&bytes));
        let took = used.zip(used_by(THIS_THREAD));
        let took = took.map_or_else(|| began.elapsed(), |(before, after)| after - before);
        match read {
            Ok(()) => writeln!(output, "read {} {}", took.as_micros(), peak())?,
            Err(_) => writeln!(output, "panicked")?,
        }
        output.flush()?;
    }
    Ok(())
}

const THIS_THREAD: &str = "/proc/thread-self";

/// The processor's time of a thread, or of a process's first one, by its folder in `/proc`
/// (docs.kernel.org/scheduler/sched-stats.html); `None` where the system does not say.
fn used_by(folder: &str) -> Option<Duration> {
    let spent = std::fs::read_to_string(format!("{folder}/schedstat")).ok()?;
    let nanoseconds = spent.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The most memory that this process had, in kB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Takes pieces out of an input as long as the fault stays.
///
/// # Errors
/// When a child cannot be started.
pub fn smaller(watched: &mut Watched, input: &[u8]) -> std::io::Result<Vec<u8>> {
    const TRIES: usize = 200;
    let mut best = input.to_vec();
    let mut piece = best.len() / 2;
    let mut tries = 0;
    while piece > 0 && tries < TRIES {
        let mut at = 0;
        while at < best.len() && tries < TRIES {
            let mut shorter = best.clone();
            shorter.drain(at..(at + piece).min(best.len()));
            tries += 1;
            if watched.try_input(&shorter)?.is_fault() {
                best = shorter;
            } else {
                at += piece;
            }
        }
        piece /= 2;
    }
    Ok(best)
}
