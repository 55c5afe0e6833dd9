//! Slack's own published models of views and blocks (`slack_sdk` on PyPI), as a second opinion
//! beside the simulator's checks.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::python::environment;

const PACKAGE: &str = "slack_sdk==3.48.0";

/// What the models find wrong with views (objects) and messages (lists of blocks).
pub fn problems(shown: &[Value]) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/slack_models.py");
    let mut models = Command::new(environment(PACKAGE, &[]).join("python"))
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines: Vec<String> = shown.iter().map(Value::to_string).collect();
    let mut stdin = models.stdin.take().unwrap();
    let writing = std::thread::spawn(move || {
        for line in lines {
            writeln!(stdin, "{line}").unwrap();
        }
    });
    let output = models.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(output.status.success(), "the models could not be asked");
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines().map(str::to_owned).collect()
}
