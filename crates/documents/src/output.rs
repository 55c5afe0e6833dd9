//! The text while it grows, within the limits.

use std::time::Instant;

use icu_normalizer::ComposingNormalizer;

use crate::{Document, LeftOut, Limits};

/// Empty lines in a row that are kept.
const MOST_EMPTY_LINES: usize = 1;
/// Bytes of what is written for one character.
const LONGEST_LETTER: usize = 16;
/// How often the clock is looked at.
const STEPS: u32 = 256;

/// Why reading ended before the file did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// There is as much text as is wanted.
    Full,
    /// It took too long.
    Late,
    /// The file is damaged.
    Damaged,
    /// The file opens with a password alone.
    Encrypted,
}

/// The text so far.
pub(crate) struct Output {
    text: String,
    most: usize,
    until: Instant,
    steps: u32,
    left_out: Vec<LeftOut>,
}

impl Output {
    pub(crate) fn new(limits: &Limits) -> Output {
        Output {
            text: String::new(),
            most: limits.text,
            until: Instant::now() + limits.time,
            steps: 0,
            left_out: Vec::new(),
        }
    }

    pub(crate) fn leave_out(&mut self, what: LeftOut) {
        if !self.left_out.contains(&what) {
            self.left_out.push(what);
        }
    }

    /// To be called in every loop over what a file holds.
    pub(crate) fn step(&mut self) -> Result<(), Stop> {
        self.steps = self.steps.wrapping_add(1);
        match self.steps.is_multiple_of(STEPS) && Instant::now() >= self.until {
            true => Err(Stop::Late),
            false => Ok(()),
        }
    }

    /// Adds to the line. Control characters are left out, line breaks are kept.
    pub(crate) fn push(&mut self, text: &str) -> Result<(), Stop> {
        for c in text.chars() {
            if self.text.len() + LONGEST_LETTER > self.most {
                return Err(Stop::Full);
            }
            match c {
                '\n' => self.end_line()?,
                '\t' => {
                    self.text.truncate(self.text.trim_end_matches(' ').len());
                    self.text.push(c);
                }
                '\u{ad}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
                // What a PDF writes in place of a letter that looks the same.
                '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fb06}' => {
                    let letters = c.to_string();
                    let normalizer = ComposingNormalizer::new_nfkc();
                    self.text.push_str(&normalizer.normalize(&letters));
                }
                c if c.is_control() => {}
                c => self.text.push(c),
            }
        }
        Ok(())
    }

    /// Ends the line.
    pub(crate) fn end_line(&mut self) -> Result<(), Stop> {
        self.text
            .truncate(self.text.trim_end_matches([' ', '\t']).len());
        let empty = self.text.len() - self.text.trim_end_matches('\n').len();
        if empty <= MOST_EMPTY_LINES && !self.text.is_empty() {
            self.text.push('\n');
        }
        if self.text.len() >= self.most {
            return Err(Stop::Full);
        }
        Ok(())
    }

    /// Ends the line if something is on it.
    pub(crate) fn begin_line(&mut self) -> Result<(), Stop> {
        match self.text.is_empty() || self.text.ends_with('\n') {
            true => Ok(()),
            false => self.end_line(),
        }
    }

    /// True when what was pushed last was that.
    pub(crate) fn ends_with(&self, end: &str) -> bool {
        self.text.ends_with(end)
    }

    /// Bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn finish(mut self) -> Document {
        if self.left_out.contains(&LeftOut::Rest) {
            // Not in the middle of a number, an address or a name: half of one would not be masked.
            let line = self.text.trim_end_matches('\n').rfind('\n');
            let word = self.text.rfind(char::is_whitespace);
            let nearby = self.text.len().saturating_sub(2_000);
            let end = line
                .filter(|at| *at >= nearby)
                .or(word.filter(|at| *at >= nearby));
            if let Some(end) = end {
                self.text.truncate(end);
            }
        }
        self.text.truncate(self.text.trim_end().len());
        self.left_out.sort_unstable();
        Document {
            text: self.text,
            left_out: self.left_out,
        }
    }
}
