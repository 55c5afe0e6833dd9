//! What is wrong with a configuration.

use std::fmt;

/// One thing that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The variable.
    pub variable: &'static str,
    /// What is wrong; never repeats a value, which may be secret.
    pub what: String,
    /// A value that would do.
    pub example: &'static str,
}

/// Everything that is wrong with the configuration, one line each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Two parts that were read, or all that is wrong with either.
    ///
    /// # Errors
    /// All problems of both.
    pub fn together<A, B>(
        a: Result<A, Problems>,
        b: Result<B, Problems>,
    ) -> Result<(A, B), Problems> {
        match (a, b) {
            (Ok(a), Ok(b)) => Ok((a, b)),
            (Err(Problems(mut a)), Err(Problems(b))) => {
                a.extend(b);
                Err(Problems(a))
            }
            (Err(problems), _) | (_, Err(problems)) => Err(problems),
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration is not complete:")?;
        for Problem {
            variable,
            what,
            example,
        } in &self.0
        {
            write!(f, "\n  {variable} {what}, e.g. {variable}={example}")?;
        }
        Ok(())
    }
}
