//! Programs from PyPI, each in a virtual environment under `target/`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of the programs that come with a package such as `moto[server]==5.2.5`, installed
/// with these options of pip, further packages among them, when it is not there; a new version of any
/// makes a new environment. Test binaries run side by side: one installs it, the others wait.
pub fn environment(package: &str, options: &[&str]) -> PathBuf {
    // `target/tmp`, whatever folder `target` is.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let name = package.split(['[', '=']).next().unwrap();
    let lock = File::create(target.join(format!("{name}-venv.lock"))).unwrap();
    lock.lock().unwrap();
    let folder = target.join(format!("{name}-venv"));
    let programs = folder.join("bin");
    let complete = folder.join("complete");
    let wanted = [&[package][..], options].concat().join(" ");
    if fs::read_to_string(&complete).is_ok_and(|installed| installed == wanted) {
        return programs;
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
    let pip = ["-m", "pip", "install", "--quiet", package];
    run(Command::new(programs.join("python"))
        .args(pip)
        .args(options));
    fs::write(complete, wanted).unwrap();
    programs
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
