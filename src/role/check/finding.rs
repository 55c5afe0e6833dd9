//! What a check found, and how it is said.

use std::io::IsTerminal;

use serde_json::{Value, json};

use crate::role::printable;

/// How good it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// As it should be.
    Good,
    /// It works, and the operator should know about this.
    Warning,
    /// It does not work.
    Failed {
        /// Trying again later may help.
        temporary: bool,
    },
    /// It could not be looked at, because of something else that failed.
    Skipped,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub verdict: Verdict,
    /// What is so.
    pub what: String,
    /// What to do about it; empty when there is nothing to do.
    pub todo: String,
}

impl Finding {
    pub fn good(what: impl Into<String>) -> Finding {
        Finding::new(Verdict::Good, what, "")
    }

    pub fn warning(what: impl Into<String>, todo: impl Into<String>) -> Finding {
        Finding::new(Verdict::Warning, what, todo)
    }

    pub fn failed(what: impl Into<String>, todo: impl Into<String>) -> Finding {
        Finding::new(Verdict::Failed { temporary: false }, what, todo)
    }

    pub fn failed_for_now(what: impl Into<String>, todo: impl Into<String>) -> Finding {
        Finding::new(Verdict::Failed { temporary: true }, what, todo)
    }

    /// Failed, for good or for now.
    pub fn of_error(error: impl ToString, temporary: bool) -> Finding {
        let todo = if temporary { "try again later" } else { "" };
        Finding::new(Verdict::Failed { temporary }, error.to_string(), todo)
    }

    pub fn skipped(what: impl Into<String>) -> Finding {
        Finding::new(Verdict::Skipped, what, "")
    }

    fn new(verdict: Verdict, what: impl Into<String>, todo: impl Into<String>) -> Finding {
        Finding {
            verdict,
            what: what.into(),
            todo: todo.into(),
        }
    }
}

impl Verdict {
    fn name(self) -> &'static str {
        match self {
            Verdict::Good => "ok",
            Verdict::Warning => "warning",
            Verdict::Failed { .. } => "failed",
            Verdict::Skipped => "skipped",
        }
    }

    /// The sign, and its colour as an ANSI code.
    fn sign(self) -> (char, u8) {
        match self {
            Verdict::Good => ('✓', 32),
            Verdict::Warning => ('!', 33),
            Verdict::Failed { .. } => ('✗', 31),
            Verdict::Skipped => ('-', 90),
        }
    }
}

/// How findings are printed.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// A line for people, coloured or not.
    Line { colour: bool },
    /// A JSON object in a line.
    Json,
}

impl Form {
    /// Colour is for terminals alone.
    pub fn of(json: bool) -> Form {
        if json {
            return Form::Json;
        }
        Form::Line {
            colour: std::io::stdout().is_terminal(),
        }
    }

    pub fn line(self, name: &str, finding: &Finding) -> String {
        let Finding {
            verdict,
            what,
            todo,
        } = finding;
        match self {
            Form::Json => json_line(name, finding).to_string(),
            Form::Line { colour } => {
                let (sign, code) = verdict.sign();
                let sign = match colour {
                    true => format!("\u{1b}[{code}m{sign}\u{1b}[0m"),
                    false => sign.to_string(),
                };
                let todo = match todo.as_str() {
                    "" => String::new(),
                    todo => format!(" → {todo}"),
                };
                // Services answer with words of theirs.
                format!("{sign} {name:<18} {}", printable(&format!("{what}{todo}")))
            }
        }
    }
}

fn json_line(name: &str, finding: &Finding) -> Value {
    let mut line = json!({
        "check": name, "status": finding.verdict.name(), "what": finding.what, "todo": finding.todo,
    });
    if let Verdict::Failed { temporary } = finding.verdict {
        line["temporary"] = temporary.into();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_wrong_and_what_to_do() {
        let finding = Finding::failed("the app is no member of C1", "invite it");
        let line = Form::Line { colour: false }.line("slack channel", &finding);
        assert_eq!(
            line,
            "✗ slack channel      the app is no member of C1 → invite it"
        );
        let coloured = Form::Line { colour: true }.line("slack channel", &finding);
        assert!(coloured.starts_with("\u{1b}[31m✗\u{1b}[0m "), "{coloured}");
    }

    #[test]
    fn a_program_reads_the_same() {
        let line = json_line("store", &Finding::failed_for_now("no answer", "wait"));
        let expected = json!({
            "check": "store", "status": "failed", "what": "no answer", "todo": "wait", "temporary": true,
        });
        assert_eq!(line, expected);
    }
}
