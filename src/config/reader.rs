//! Reads one value after the other, and collects what is wrong with them.

use std::ops::RangeInclusive;

use secrecy::ExposeSecret;

use super::environment::our_variable;
use super::text::{LONGEST_HEADER, is_placeholder, is_printable, is_url};
use super::{Environment, Problem, Problems};
use platform::secrets::Secret;

/// Shorter ones can be guessed; longer ones are something else.
pub(super) const SHORTEST_SECRET: usize = 16;
pub(super) const LONGEST_SECRET: usize = 1000;

/// Reads values and collects what is wrong with them. A value that is wrong is replaced by some
/// other, which is never used: with a problem there is no configuration.
pub(super) struct Reader<'a> {
    pub(super) environment: &'a Environment,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn of<T>(
        environment: &'a Environment,
        read: impl FnOnce(&mut Reader<'a>) -> T,
    ) -> Result<T, Problems> {
        let mut reader = Reader {
            environment,
            problems: Vec::new(),
        };
        let value = read(&mut reader);
        if reader.problems.is_empty() {
            Ok(value)
        } else {
            Err(Problems(reader.problems))
        }
    }

    /// Reads something for each of the other mailboxes. What is wrong with it names the mailbox, unless
    /// it is wrong with what all share.
    pub(super) fn each_mailbox<T>(&mut self, read: impl Fn(&mut Reader<'a>) -> T) -> Vec<T> {
        let mailboxes = self.environment.mailboxes.iter();
        let each = mailboxes.map(|environment| {
            let problems = Vec::new();
            let mut reader = Reader {
                environment,
                problems,
            };
            let value = read(&mut reader);
            for problem in reader.problems {
                if !self.problems.contains(&problem) {
                    let name = environment.mailbox.name.as_deref().unwrap_or_default();
                    let what = format!("(mailbox {name}) {}", problem.what);
                    self.problem(problem.variable, &what, problem.example);
                }
            }
            value
        });
        each.collect()
    }

    /// A secret that cannot be guessed, as far as its length and characters tell.
    pub(super) fn long_secret(&mut self, variable: &'static str, example: &'static str) -> Secret {
        let secret = self.secret(variable, example);
        let text = secret.current();
        let text = text.expose_secret();
        if !text.is_empty() && text.len() < SHORTEST_SECRET {
            let what =
                format!("is too short to be a secret: at least {SHORTEST_SECRET} characters");
            self.problem(variable, &what, example);
        } else if text.len() > LONGEST_SECRET || !is_printable(text) {
            let what =
                "is no secret: it is too long, or holds blanks or other characters that none has";
            self.problem(variable, what, example);
        }
        secret
    }

    /// A secret that travels in a header: none of them is that long, or holds control characters.
    pub(super) fn check_header(
        &mut self,
        secret: &Secret,
        variable: &'static str,
        example: &'static str,
    ) {
        let text = secret.current();
        let text = text.expose_secret();
        let is_odd = |c: char| c.is_control() || !c.is_ascii();
        if text.len() > LONGEST_HEADER || text.contains(is_odd) {
            let what =
                "fits into no header: it is too long, or holds characters that are not ASCII text";
            self.problem(variable, what, example);
        }
    }

    pub(super) fn required(&mut self, variable: &'static str, example: &'static str) -> String {
        match self.environment.secret(variable) {
            Some(value) => value.current().expose_secret().to_owned(),
            None => {
                let what = self.environment.why_missing(variable);
                self.problem(variable, &what, example);
                String::new()
            }
        }
    }

    pub(super) fn optional(&self, variable: &str) -> Option<String> {
        self.environment.get(variable).map(str::to_owned)
    }

    pub(super) fn secret(&mut self, variable: &'static str, example: &'static str) -> Secret {
        self.optional_secret(variable).unwrap_or_else(|| {
            if !self.environment.is_out_of_reach(variable) {
                self.problem(variable, "is missing", example);
            }
            "".into()
        })
    }

    /// A secret that need not be there; when it is kept elsewhere, it must be found there.
    pub(super) fn optional_secret(&mut self, variable: &'static str) -> Option<Secret> {
        if self.environment.is_out_of_reach(variable) {
            let what = self.environment.why_missing(variable);
            self.problem(variable, &what, "a value of its own");
        }
        let secret = self.environment.secret(variable)?;
        let text = secret.current();
        let text = text.expose_secret();
        // A password in an address, or JSON, may hold anything.
        let is_token = !variable.ends_with("_URL") && !variable.ends_with("_OAUTH");
        if text.contains('…') || is_token && is_placeholder(text) {
            let example = our_variable(variable).map_or("", |(_, example)| example);
            let what = "is an example, and no secret of your own";
            self.problem(variable, what, example);
        }
        Some(secret)
    }

    /// A whole number in this range.
    pub(super) fn number(
        &mut self,
        variable: &'static str,
        range: RangeInclusive<u64>,
        example: &'static str,
    ) -> Option<u64> {
        let number = self.environment.get(variable)?.parse().ok();
        let number = number.filter(|it| range.contains(it));
        if number.is_none() {
            let (least, most) = (range.start(), range.end());
            let what = format!("is no whole number between {least} and {most}");
            self.problem(variable, &what, example);
        }
        number
    }

    pub(super) fn url(&mut self, variable: &'static str, default: &'static str) -> String {
        let url = self.environment.get(variable).unwrap_or(default);
        if !is_url(url) {
            self.problem(variable, "is not an http(s) address", default);
        }
        url.to_owned()
    }

    /// One of several words; the first one is the default.
    pub(super) fn choice<T: Copy>(
        &mut self,
        variable: &'static str,
        choices: &[(&'static str, T)],
    ) -> T {
        let (default, value) = choices[0];
        let Some(word) = self.environment.get(variable) else {
            return value;
        };
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == word) {
            return *value;
        }
        let names: Vec<String> = choices
            .iter()
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        self.problem(
            variable,
            &format!("must be {}", names.join(" or ")),
            default,
        );
        value
    }

    /// A variable that two parts read is reported once.
    pub(super) fn problem(&mut self, variable: &'static str, what: &str, example: &'static str) {
        let problem = Problem {
            variable,
            what: what.to_owned(),
            example,
        };
        // A variable may be read for several parts.
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}
