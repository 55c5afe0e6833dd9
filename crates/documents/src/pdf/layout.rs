//! Pieces of text where they stand on a page -> lines as a person reads them.

use std::collections::HashSet;

use hayro_syntax::object::Rect;

use crate::output::{Output, Stop};

/// In heights of a letter: how far apart pieces of one line may stand above each other, how much is a
/// space, and how much is another cell.
const SAME_LINE: f64 = 0.45;
const A_SPACE: f64 = 0.16;
const ANOTHER_CELL: f64 = 1.3;
/// A gap between lines that is a paragraph's.
const A_PARAGRAPH: f64 = 1.9;
/// Smaller letters than that are none that a person reads; in points.
const SMALLEST: f64 = 0.8;
/// Columns of running text: each has at least so many lines of so many characters.
const COLUMN_LINES: usize = 6;
const COLUMN_LETTERS: usize = 18;

/// A piece of text.
pub(super) struct Run {
    pub(super) text: String,
    /// Where it begins and ends on the page.
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
    /// In which direction it is read.
    pub(super) aim: (f64, f64),
    /// The height of its letters.
    pub(super) size: f64,
}

/// The pieces of a page.
#[derive(Default)]
pub(super) struct Layout {
    /// Left, bottom, right, top.
    page: [f64; 4],
    /// By direction: to the right, up, to the left, down.
    pieces: [Vec<Piece>; 4],
    /// What was shown twice at one place is bold.
    seen: HashSet<(String, i64, i64)>,
}

/// A piece in the coordinates of its direction: `x` along the line, `y` up.
struct Piece {
    text: String,
    x: f64,
    end: f64,
    y: f64,
    size: f64,
}

impl Layout {
    pub(super) fn new(page: Rect) -> Layout {
        Layout {
            page: [page.x0, page.y0, page.x1, page.y1],
            ..Layout::default()
        }
    }

    pub(super) fn add(&mut self, run: Run) {
        let numbers = [run.from.0, run.from.1, run.to.0, run.to.1, run.size];
        if run.text.trim().is_empty() || !numbers.iter().all(|it| it.is_finite()) {
            return;
        }
        let [left, bottom, right, top] = self.page;
        let is_on_page = (left - 1.0..=right + 1.0).contains(&run.from.0)
            && (bottom - 1.0..=top + 1.0).contains(&run.from.1);
        if !is_on_page || run.size < SMALLEST {
            return;
        }
        let near = |it: f64| (it / (run.size * 0.2).max(0.1)).round() as i64;
        let place = (run.text.clone(), near(run.from.0), near(run.from.1));
        if !self.seen.insert(place) {
            return;
        }
        let (ahead, aside) = run.aim;
        let direction = match (ahead.abs() >= aside.abs(), ahead >= 0.0, aside >= 0.0) {
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        let turned = |(x, y): (f64, f64)| match direction {
            0 => (x, y),
            1 => (y, -x),
            2 => (-x, -y),
            _ => (-y, x),
        };
        let ((x, y), (end, _)) = (turned(run.from), turned(run.to));
        // White space at its ends is where the next piece decides.
        let spaces = run.text.len() - run.text.trim_start().len();
        let letters = run.text.chars().count().max(1) as f64;
        let indent = (end - x) / letters * run.text[..spaces].chars().count() as f64;
        self.pieces[direction].push(Piece {
            text: run.text.trim().to_owned(),
            x: x + indent,
            end: end.max(x),
            y,
            size: run.size,
        });
    }

    /// Writes all lines, those that are read to the right first.
    pub(super) fn write(self, output: &mut Output) -> Result<(), Stop> {
        for pieces in self.pieces {
            if pieces.is_empty() {
                continue;
            }
            output.begin_line()?;
            write(columns(lines(pieces)), output)?;
        }
        Ok(())
    }
}

/// Pieces on one line, from its beginning to its end; lines from the top.
fn lines(mut pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let is_same = lines
            .last()
            .and_then(|line| line.first())
            .is_some_and(|first| {
                // A small letter beside a large one: an exponent, a sign.
                first.y - piece.y <= SAME_LINE * first.size.max(piece.size)
            });
        match lines.last_mut().filter(|_| is_same) {
            Some(line) => line.push(piece),
            None => lines.push(vec![piece]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    lines
}

/// Where running text stands in two columns, the left one before the right one. Tables have gaps
/// between their columns, too, but no lines of running text in each.
fn columns(lines: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    let Some(gap) = gutter(&lines) else {
        return lines;
    };
    let (mut left, mut right, mut ordered) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        let spans = line.iter().any(|it| it.x < gap && it.end > gap);
        if spans {
            // A heading across both columns ends what is above it.
            ordered.append(&mut left);
            ordered.append(&mut right);
            ordered.push(line);
            continue;
        }
        let (before, behind): (Vec<Piece>, Vec<Piece>) =
            line.into_iter().partition(|it| it.end <= gap);
        left.extend((!before.is_empty()).then_some(before));
        right.extend((!behind.is_empty()).then_some(behind));
    }
    ordered.append(&mut left);
    ordered.append(&mut right);
    ordered
}

/// Where no line of running text goes through, and both sides have enough of it.
fn gutter(lines: &[Vec<Piece>]) -> Option<f64> {
    let all = || lines.iter().flatten();
    let left = all().map(|it| it.x).fold(f64::INFINITY, f64::min);
    let right = all().map(|it| it.end).fold(f64::NEG_INFINITY, f64::max);
    let letters = |pieces: &mut dyn Iterator<Item = &Piece>| -> usize {
        pieces.map(|it| it.text.chars().count()).sum()
    };
    let is_gutter = |at: f64| {
        let (mut both, mut through) = (0, 0);
        for line in lines {
            if line.iter().any(|it| it.x < at && it.end > at) {
                through += 1;
                continue;
            }
            let before = letters(&mut line.iter().filter(|it| it.end <= at));
            let behind = letters(&mut line.iter().filter(|it| it.end > at));
            both += usize::from(before >= COLUMN_LETTERS && behind >= COLUMN_LETTERS);
        }
        both >= COLUMN_LINES && both >= through * 2
    };
    // From the middle to both sides.
    let width = right - left;
    let steps = (0..30).map(|step| match step % 2 {
        0 => f64::from(step) / 200.0,
        _ => -f64::from(step) / 200.0,
    });
    let mut places = steps.map(|step| left + width * (0.5 + step));
    places.find(|at| width.is_finite() && is_gutter(*at))
}

fn write(lines: Vec<Vec<Piece>>, output: &mut Output) -> Result<(), Stop> {
    let mut above: Option<(f64, f64)> = None;
    for line in lines {
        let (y, size) = line
            .iter()
            .fold((f64::NEG_INFINITY, 0.0_f64), |(y, size), it| {
                (y.max(it.y), size.max(it.size))
            });
        if above.is_some_and(|(before, height)| before - y > A_PARAGRAPH * height.max(size)) {
            output.end_line()?;
        }
        above = Some((y, size));
        let mut end: Option<f64> = None;
        for piece in line {
            output.step()?;
            let gap = end.map(|end| (piece.x - end) / piece.size.max(0.1));
            match gap {
                Some(gap) if gap > ANOTHER_CELL => output.push("\t")?,
                Some(gap) if gap > A_SPACE => output.push(" ")?,
                _ => {}
            }
            output.push(&piece.text)?;
            end = Some(end.unwrap_or(piece.end).max(piece.end));
        }
        output.end_line()?;
    }
    Ok(())
}
