//! What is watched over all histories of this process: the log, and panics.

use std::io::Write;
use std::sync::{Mutex, Once, PoisonError};

use crate::world::SECRETS;

static FOUND: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());
static START: Once = Once::new();

/// Starts to watch; the first call of the process counts.
pub fn start() {
    START.call_once(|| {
        let wanted = "info,replybot=trace,slack_sim=off,hyper=debug,lettre=trace";
        let filter = platform::telemetry::filter(wanted).unwrap();
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            note(format!("a panic: {panic}"));
            usual(panic);
        }));
    });
}

/// What was found in this history: its threads carry its name.
pub fn found(history: &str) -> Vec<String> {
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let (own, others) = found.drain(..).partition(|(of, _)| of == history);
    *found = others;
    let own: Vec<(String, String)> = own;
    own.into_iter().map(|(_, what)| what).collect()
}

fn note(what: String) {
    let thread = std::thread::current();
    let name = thread
        .name()
        .unwrap_or("a thread without a name")
        .to_owned();
    FOUND
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push((name, what));
}

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let line = String::from_utf8_lossy(bytes);
        for secret in SECRETS.iter().filter(|secret| line.contains(**secret)) {
            note(format!("{secret:?} in the log: {line}"));
        }
        if std::env::var_os("CRASH_SEED").is_some() {
            eprint!("{line}");
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
