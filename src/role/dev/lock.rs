//! One `replybot dev` a data folder: two would write over each other's workspace. The lock ends
//! with the process, however that ends.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use anyhow::{Context, bail};

use platform::private;

/// The file in the data folder.
const FILE: &str = "dev.lock";

/// Holds the folder until it is dropped.
#[derive(Debug)]
pub struct Lock(File);

impl Lock {
    /// Takes the folder.
    ///
    /// # Errors
    /// When another `replybot dev` has it, or the file cannot be written.
    pub fn take(data: &Path) -> anyhow::Result<Lock> {
        let path = data.join(FILE);
        let cannot = || format!("cannot write {}", path.display());
        private::folder(data).with_context(cannot)?;
        let mut file = private::touch(&path).with_context(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                bail!(
                    "{} is in use by another `replybot dev`{}: use that one, or give this one a folder of its own with --data",
                    data.display(),
                    match holder.trim() {
                        "" => String::new(),
                        holder => format!(" ({holder})"),
                    }
                )
            }
            Err(TryLockError::Error(error)) => Err(error).with_context(cannot),
        }
    }

    /// Writes down who holds the folder, for the process that comes second.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn held_by(&mut self, address: &str) -> std::io::Result<()> {
        self.0.set_len(0)?;
        self.0.rewind()?;
        write!(self.0, "process {}, {address}", std::process::id())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_and_told_by_whom_until_the_first_is_gone() {
        let data = tempfile::tempdir().unwrap();
        let mut first = Lock::take(data.path()).unwrap();
        first.held_by("http://127.0.0.1:3000").unwrap();
        let error = Lock::take(data.path()).unwrap_err().to_string();
        assert!(error.contains("http://127.0.0.1:3000"), "{error}");
        assert!(error.contains("--data"), "{error}");
        drop(first);
        // What it left in the file locks nothing.
        Lock::take(data.path()).unwrap();
    }
}
