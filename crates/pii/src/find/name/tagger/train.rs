//! Learns the tagger's weights from the lines in `train/`: `just train-names`.
//!
//! The lines have slots for names; each line is filled many times with other names, sometimes
//! written like a quoted mail, a scanned form, a page of HTML, or without capitals. The same lines,
//! lists and seed make the same weights.

mod crf;
mod fill;

use std::io;
use std::path::Path;

use super::features::{Lines, features};
use super::model::{ADOPTED, Label, Model};
use super::spans;
use super::tokens::{Token, tokens};
use crate::fold::Folded;
use crf::Crf;
use fill::{Dice, Filled, Filler};

/// How a training went.
#[derive(Debug)]
pub struct Report {
    /// The hand-written lines.
    pub lines: usize,
    /// How often they were filled.
    pub texts: usize,
    /// The tokens that are parts of names.
    pub named: usize,
    /// Those among them that are no candidates, and so never found.
    pub unreachable: usize,
    /// Features that have a weight.
    pub weights: usize,
    /// Those among them that are in the model.
    pub kept: usize,
    /// The file.
    pub model: Vec<u8>,
}

/// What a training may be told.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How often each line is filled.
    pub fills: usize,
    /// How often in a hundred a line stands among others, as in a mail.
    pub joined: usize,
    /// How often the texts are gone through.
    pub rounds: usize,
    /// What is added to each name's score, in the weights' unit: more finds more, also what is none.
    pub bias: f32,
    /// How strongly weights that say little are held at zero.
    pub sparse: f32,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            fills: 60,
            joined: 50,
            rounds: 4,
            bias: 0.6,
            sparse: 2.0,
        }
    }
}

/// The candidates of one name or several, with their features and labels.
pub(super) struct Example {
    pub(super) features: Vec<Vec<u32>>,
    pub(super) labels: Vec<Label>,
}

/// Trains on the lines in `train`, filled with the names in `data` and in `train`.
///
/// # Errors
///
/// A file that cannot be read, or a slot in a line that has no meaning.
pub fn train(train: &Path, data: &Path, options: Options) -> io::Result<Report> {
    let filler = Filler::read(train, data)?;
    let mut report = Report {
        lines: 0,
        texts: 0,
        named: 0,
        unreachable: 0,
        weights: 0,
        kept: 0,
        model: Vec::new(),
    };
    let mut examples = Vec::new();
    let mut dice = Dice::new(20_26);
    for (files, japanese) in [
        (["lines_ja.txt", "pairs_ja.txt", "prose_ja.txt"], true),
        (["lines_en.txt", "pairs_en.txt", "prose_en.txt"], false),
    ] {
        let mut lines: Vec<String> = Vec::new();
        for file in files {
            let text = read(&train.join(file))?;
            let kept = text
                .lines()
                .filter(|line| !line.is_empty() && !line.starts_with("# "));
            lines.extend(kept.map(str::to_owned));
        }
        report.lines += lines.len();
        for line in &lines {
            // A line without a slot stays what it is.
            let fills = match line.contains('{') {
                _ if line.contains("{KEEP:") || line.contains("{NAME:") => options.fills / 3,
                true => options.fills,
                false => options.fills / 8,
            };
            for _ in 0..fills.max(1) {
                let line = beside_others(line, &lines, options.joined, &mut dice);
                let filled = filler.fill(&line, japanese, &mut dice).map_err(|slot| {
                    io::Error::other(format!("no slot is called {slot:?}: {line}"))
                })?;
                report.texts += 1;
                add_examples(&filled, &mut examples, &mut report);
            }
        }
    }
    let mut crf = Crf::new(options.sparse);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for _ in 0..options.rounds {
        dice.shuffle(&mut order);
        for at in &order {
            crf.learn(&examples[*at]);
        }
    }
    let model = crf.model(options.bias);
    report.weights = crf.weights();
    report.kept = model.kept();
    report.model = model.write();
    Ok(report)
}

/// A mail is more than one line: this often in a hundred, `line` has others around it.
fn beside_others(line: &str, lines: &[String], often: usize, dice: &mut Dice) -> String {
    let mut whole = line.to_owned();
    if !dice.percent(often) {
        return whole;
    }
    for _ in 0..1 + dice.roll(2) {
        let other = &lines[dice.roll(lines.len())];
        let (head, tail) = match dice.percent(50) {
            true => (other.as_str(), whole.as_str()),
            false => (whole.as_str(), other.as_str()),
        };
        // Sentences go on in one line; what ends without a mark ends with its line.
        let between = match head.chars().next_back() {
            Some('.' | '!' | '?') if dice.percent(50) => " ",
            Some('。' | '！' | '？') if dice.percent(50) => "",
            _ if dice.percent(50) => "\\n",
            _ => "\\n\\n",
        };
        whole = format!("{head}{between}{tail}");
    }
    whole
}

fn read(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

fn add_examples(filled: &Filled, examples: &mut Vec<Example>, report: &mut Report) {
    let folded = Folded::new(&filled.text);
    let text = folded.as_str();
    let tokens = tokens(text);
    let lines = Lines::of(text, &tokens);
    let gold = labels(&folded, &tokens, filled);
    for (token, label) in tokens.iter().zip(&gold) {
        if *label != Label::Outside {
            report.named += 1;
            report.unreachable += usize::from(!token.candidate);
        }
    }
    for span in spans(&tokens) {
        let mut example = Example {
            features: Vec::with_capacity(span.len()),
            labels: gold[span.clone()].to_vec(),
        };
        // A name whose first token is no candidate begins with the first that is.
        let mut before = Label::Outside;
        for label in &mut example.labels {
            if *label == Label::Inside && before == Label::Outside {
                *label = Label::First;
            }
            before = *label;
        }
        for at in span.clone() {
            let mut places = Vec::new();
            features(&tokens, &lines, span.start, span.end, at, |place| {
                places.push(place);
            });
            example.features.push(places);
        }
        examples.push(example);
    }
}

/// The right label of each token.
fn labels(folded: &Folded<'_>, tokens: &[Token], filled: &Filled) -> Vec<Label> {
    let mut labels = vec![Label::Outside; tokens.len()];
    let mut names = filled.names.iter().peekable();
    let mut inside = false;
    for (token, label) in tokens.iter().zip(&mut labels) {
        let at = folded.original(token.start..token.end);
        while names.next_if(|name| name.end <= at.start).is_some() {
            inside = false;
        }
        if names.peek().is_some_and(|name| name.start < at.end) {
            *label = if inside { Label::Inside } else { Label::First };
            inside = true;
        }
    }
    labels
}

/// Has this process tag with another model than the shipped one, to measure it.
///
/// # Errors
///
/// Bytes that are no model for these features.
pub fn adopt(model: &[u8]) -> Result<(), &'static str> {
    let model = Model::read(model)
        .ok_or("the weights were made for other features; run `just train-names`")?;
    ADOPTED
        .set(model)
        .map_err(|_| "a process measures one model")
}
