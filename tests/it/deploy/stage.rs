//! A stage as scripts see it: a copy of what they need, and command lines of the clouds that only
//! remember what they were told (`fake_cloud.py`).

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::root;
use crate::support::python;

pub const OLD: &str = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/replybot-staging:old";
pub const GOOGLE: &str = "asia-northeast1-docker.pkg.dev/example/replybot-staging/replybot";

/// The real programs that scripts and documents get. Nothing else of this computer runs: a document
/// that says `pip install` would install.
const TOOLS: [&str; 34] = [
    "basename",
    "bash",
    "cat",
    "chmod",
    "cp",
    "cut",
    "date",
    "dirname",
    "env",
    "false",
    "git",
    "grep",
    "head",
    "id",
    "jq",
    "ls",
    "mkdir",
    "mktemp",
    "mv",
    "openssl",
    "printf",
    "rm",
    "sed",
    "seq",
    "sh",
    "sha256sum",
    "sort",
    "tail",
    "tar",
    "test",
    "touch",
    "tr",
    "true",
    "uname",
];

pub struct Stage {
    folder: TempDir,
}

impl Stage {
    /// Runs `old` everywhere; `new` and `broken` are in both registries.
    pub fn new() -> Stage {
        let stage = Stage {
            folder: tempfile::tempdir().unwrap(),
        };
        let here = stage.here();
        for folder in ["fake", "bin", "tools", "repository"] {
            fs::create_dir(here.join(folder)).unwrap();
        }
        let fake = root().join("tests/it/deploy/fake_cloud.py");
        // Hundreds of them are started: without what Python looks for at its start.
        let just = python::environment("rust-just==1.59.0", &[]);
        let fake = fs::read_to_string(fake).unwrap();
        let fake = format!("#!{} -SE\n{fake}", just.join("python").display());
        let tools = TOOLS.iter().filter_map(|it| Some((*it, installed(it)?)));
        for (name, program) in tools.chain([("just", just.join("just"))]) {
            symlink(program, here.join("tools").join(name)).unwrap();
        }
        for name in [
            "aws",
            "gcloud",
            "docker",
            "curl",
            "terraform",
            "replybot",
            "cargo",
            "sleep",
        ] {
            let program = here.join("bin").join(name);
            fs::write(&program, &fake).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let google = |tag: &str| format!("{GOOGLE}:{tag}");
        stage.put(&json!({
            "function": {"latest": OLD, "changed": false, "versions": {"1": OLD}, "alias": {"version": "1", "weights": ""}},
            "service": {"revisions": {"r1": google("old")}, "traffic": {"r1": 100}},
            "jobs": {"draft": google("old"), "pending": google("old"), "check": google("old")},
            "machine": google("old"),
            "in_aws": ["old", "new", "broken"], "in_google": ["old", "new", "broken"],
            "production_in_aws": ["old"], "production_in_google": ["old"],
            "finds": {"function": {"exit": 0, "lines": ["all is well"]}, "job": 0},
            "broken": [OLD.replace(":old", ":broken"), google("broken")],
            "rings": "", "says": "", "active": null, "rules": {},
        }));
        stage
    }

    pub fn here(&self) -> &Path {
        self.folder.path()
    }

    /// What the clouds hold.
    pub fn state(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.here().join("fake/state.json")).unwrap())
            .unwrap()
    }

    pub fn put(&self, state: &Value) {
        fs::write(self.here().join("fake/state.json"), state.to_string()).unwrap();
    }

    pub fn set(&self, name: &str, value: Value) {
        let mut state = self.state();
        state[name] = value;
        self.put(&state);
    }

    /// The call of this number, counted from 1, fails.
    pub fn fail_at(&self, number: usize) {
        fs::write(self.here().join("fake/fail_at"), number.to_string()).unwrap();
    }

    /// Each call: the program and its arguments.
    pub fn calls(&self) -> Vec<Vec<String>> {
        let calls = fs::read_to_string(self.here().join("fake/calls")).unwrap_or_default();
        calls
            .lines()
            .map(|call| serde_json::from_str(call).unwrap())
            .collect()
    }

    /// Copies what the recipes read, as a commit.
    pub fn check_out(&self) -> std::path::PathBuf {
        let copy = self.here().join("repository");
        let from = root();
        let run = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            let status = command.args(arguments).current_dir(&copy).status().unwrap();
            assert!(status.success(), "{program} {arguments:?}");
        };
        for part in [
            "justfile",
            "scripts",
            "terraform",
            "docs",
            "Dockerfile",
            "release",
        ] {
            let part = from.join(part);
            run("cp", &["-r", part.to_str().unwrap(), "."]);
        }
        run("git", &["init", "-q"]);
        run("git", &["add", "-A"]);
        let name = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        run("git", &[&name[..], &["commit", "-qm", "All"]].concat());
        copy
    }

    /// A command with the clouds' command lines in front of the real ones.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let folders = ["bin", "tools"].map(|it| self.here().join(it));
        let path = std::env::join_paths(folders).unwrap();
        command
            .env("PATH", path)
            .env("FAKE", self.here().join("fake"))
            .env("HOME", self.here())
            .env("AWS_REGION", "ap-northeast-1")
            .env("GCP_REGION", "asia-northeast1")
            .env("GCP_PROJECT", "example")
            .env("WATCH", "0")
            .env("GIT_ALLOW_PROTOCOL", "file")
            .env_remove("CLOUDS")
            .current_dir(root());
        command
    }
}

/// Where a program is on this computer.
pub fn installed(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut places = std::env::split_paths(&path).map(|it| it.join(program));
    places.find(|it| it.is_file())
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}
