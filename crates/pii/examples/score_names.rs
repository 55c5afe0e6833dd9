//! Scores the masking of names on labelled sets, by register:
//! `cargo run --release -p pii --example score_names -- crates/pii/tests/names/tune_ja.txt …`
//! (`-v` before the files also prints what leaked and what was masked for nothing).
//!
//! A set has one text a line: its register, a tab, and the text, with `\n` and `\t` for line breaks
//! and tabs, `{NAME:…}` for names and `{KEEP:…}` for what must stay readable. In a set that marks names
//! alone, each text without one counts as a whole, and only names that are found in it.

use std::collections::BTreeMap;
use std::ops::Range;

use pii::{CustomerText, Placeholders, mask};

#[derive(Default)]
struct Score {
    names: usize,
    leaked: usize,
    kept: usize,
    masked: usize,
}

fn main() {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|word| word.starts_with('-'));
    let verbose = flags.iter().any(|flag| flag == "-v");
    #[cfg(feature = "train")]
    if let Some(path) = flags
        .iter()
        .find_map(|flag| flag.strip_prefix("--weights="))
    {
        let adopted = std::fs::read(path)
            .map_err(|error| error.to_string())
            .and_then(|model| pii::train::adopt(&model).map_err(str::to_owned));
        if let Err(problem) = adopted {
            eprintln!("{path}: {problem}");
            std::process::exit(2);
        }
    }
    for file in files {
        let set = match std::fs::read_to_string(&file) {
            Ok(set) => set,
            Err(error) => {
                eprintln!("{file}: {error}; give the path of a labelled set");
                std::process::exit(2);
            }
        };
        let names_alone = !set.contains("{KEEP:");
        let mut registers: BTreeMap<&str, Score> = BTreeMap::new();
        for line in set.lines().filter(|line| !line.starts_with('#')) {
            let Some((register, text)) = line.split_once('\t') else {
                continue;
            };
            let score_of = registers.entry(register).or_default();
            score(score_of, text, names_alone, verbose);
        }
        println!(
            "{file}\n{:<12} {:>6} {:>7} {:>6}   {:>6} {:>7} {:>6}",
            "", "names", "leaked", "", "keep", "masked", ""
        );
        let mut total = Score::default();
        for (register, score) in &registers {
            print(register, score);
            total.names += score.names;
            total.leaked += score.leaked;
            total.kept += score.kept;
            total.masked += score.masked;
        }
        print("all", &total);
    }
}

fn print(register: &str, score: &Score) {
    let rate = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    println!(
        "{register:<12} {:>6} {:>7} {:>5.1}%   {:>6} {:>7} {:>5.1}%",
        score.names,
        score.leaked,
        rate(score.leaked, score.names),
        score.kept,
        score.masked,
        rate(score.masked, score.kept)
    );
}

fn score(score: &mut Score, line: &str, names_alone: bool, verbose: bool) {
    let (text, marks) = parse(&line.replace("\\n", "\n").replace("\\t", "\t"));
    let mut placeholders = Placeholders::default();
    let masked = mask(&CustomerText::new(&text), &mut placeholders);
    let covered = covered(masked.as_str(), &placeholders);
    if names_alone {
        let outside: Vec<&str> = covered
            .iter()
            .filter(|(placeholder, _)| placeholder.starts_with("[NAME"))
            .filter(|(_, range)| {
                !marks
                    .iter()
                    .any(|(_, mark)| mark.start < range.end && range.start < mark.end)
            })
            .map(|(_, range)| &text[range.clone()])
            .collect();
        if marks.is_empty() {
            score.kept += 1;
            score.masked += usize::from(!outside.is_empty());
        }
        if !outside.is_empty() && verbose {
            println!("OVER {outside:?}: {line}");
        }
    }
    let is_covered = |at: usize| covered.iter().any(|(_, range)| range.contains(&at));
    for (kind, mark) in marks {
        let letters: Vec<usize> = text[mark.clone()]
            .char_indices()
            .filter(|(_, c)| c.is_alphanumeric())
            .map(|(at, _)| mark.start + at)
            .collect();
        let hidden = letters.iter().filter(|at| is_covered(**at)).count();
        let wrong = match kind.as_str() {
            "NAME" => {
                score.names += 1;
                let wrong = hidden < letters.len();
                score.leaked += usize::from(wrong);
                wrong
            }
            "KEEP" => {
                score.kept += 1;
                score.masked += usize::from(hidden > 0);
                hidden > 0
            }
            _ => false,
        };
        if wrong && verbose {
            println!(
                "{kind} {}: {}",
                &text[mark],
                masked.as_str().replace('\n', "\\n")
            );
        }
    }
}

/// The text without its marks, and the marks.
fn parse(line: &str) -> (String, Vec<(String, Range<usize>)>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some(open) = ["{NAME:", "{KEEP:"]
        .iter()
        .filter_map(|mark| rest.find(mark))
        .min()
    {
        text.push_str(&rest[..open]);
        let kind = &rest[open + 1..open + 5];
        let end = rest[open..].find('}').map_or(rest.len(), |end| open + end);
        let start = text.len();
        text.push_str(&rest[open + 6..end]);
        marks.push((kind.to_owned(), start..text.len()));
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    text.push_str(rest);
    (text, marks)
}

/// The placeholders, and the ranges of the original that they took the place of.
fn covered<'a>(masked: &'a str, placeholders: &Placeholders) -> Vec<(&'a str, Range<usize>)> {
    let mut ranges = Vec::new();
    let (mut at, mut rest) = (0, masked);
    while let Some(open) = rest.find('[') {
        at += open;
        rest = &rest[open..];
        let end = rest.find(']').map_or(1, |end| end + 1);
        let (step, length) = match placeholders.original(&rest[..end]) {
            Some(original) => {
                ranges.push((&rest[..end], at..at + original.len()));
                (end, original.len())
            }
            None => (1, 1),
        };
        at += length;
        rest = &rest[step..];
    }
    ranges
}
