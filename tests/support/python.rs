//! Packages from PyPI, each in a virtual environment of its own under `target/`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The Python that has `package`, e.g. `moto[server]==5.2.5`; a new version makes a new environment.
/// Test binaries run side by side: one makes it, the others wait.
pub fn python_with(package: &str) -> PathBuf {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = package.split(|c| !is_name(c)).next().unwrap();
    // `target/tmp`, whatever folder `target` is.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let lock = File::create(target.join(format!("{name}-venv.lock"))).unwrap();
    lock.lock().unwrap();
    let folder = target.join(format!("{name}-venv"));
    let python = folder.join("bin/python");
    let complete = folder.join("complete");
    if fs::read_to_string(&complete).is_ok_and(|known| known == package) {
        return python;
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", package]));
    fs::write(complete, package).unwrap();
    python
}

fn run(command: &mut Command) {
    let hint = "these tests need Python 3.9 or newer with venv and pip (Debian: apt install python3-venv), \
                and PyPI for the first run";
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}; {hint}"));
    let Output {
        status,
        stdout,
        stderr,
    } = &output;
    let (said, complained) = (
        String::from_utf8_lossy(stdout),
        String::from_utf8_lossy(stderr),
    );
    assert!(
        status.success(),
        "{command:?}: {status}; {hint}\n{said}{complained}"
    );
}
