//! What `replybot --version` says (the version, and the commit that a release was built from), and
//! what Cargo has no setting for at the linker.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=REPLYBOT_COMMIT");
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let commit = commit();
    let built_from = commit.as_deref().unwrap_or("unknown");
    println!("cargo::rustc-env=REPLYBOT_BUILT_FROM={built_from}");
    let version = match commit {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    };
    println!("cargo::rustc-env=REPLYBOT_VERSION={version}");
    println!("cargo::rerun-if-env-changed=REPLYBOT_RELR");
    if std::env::var_os("REPLYBOT_RELR").is_some() {
        // Addresses that are known but for the place of the whole take a bit instead of 24 bytes,
        // all of which are read at each start. glibc understands them since 2.36: the image has that,
        // an operator's own computer may not.
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// `REPLYBOT_COMMIT`, where the build has no repository around it (an image); else what git says.
fn commit() -> Option<String> {
    let given = std::env::var("REPLYBOT_COMMIT").unwrap_or_default();
    if !given.is_empty() {
        return Some(given.chars().take(12).collect());
    }
    // In development it would be out of date, or compile everything again after each commit.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
        return None;
    }
    // Every commit and every switch of branches is written there. A path that does not exist would
    // compile everything again each time, and in a worktree `.git` is no folder.
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    if Path::new(&log).exists() {
        println!("cargo::rerun-if-changed={log}");
    }
    git(&["rev-parse", "--short=12", "HEAD"])
}

/// What git prints for this; `None` without a repository, or without git.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !said.is_empty()).then_some(said)
}
