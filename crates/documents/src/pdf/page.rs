//! A page: its content stream (ISO 32000-2 §7.8, §8 and §9) as far as it shows text, and the
//! appearances of its annotations.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::{TypedIter, ops::TypedInstruction};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Rect, Stream};
use hayro_syntax::page::{Page, Resources};

use super::font::Font;
use super::layout::{Layout, Run};
use crate::output::{Output, Stop};

/// Forms within forms.
const DEEPEST: usize = 12;
/// Saved states that were not restored.
const MOST_SAVED: usize = 500;
/// Fonts of one file, and pieces of text on one page.
const MOST_FONTS: usize = 2_000;
const MOST_RUNS: usize = 100_000;
/// Annotations of one page.
const MOST_ANNOTATIONS: usize = 5_000;

/// `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Clone, Copy)]
pub(super) struct Matrix([f64; 6]);

impl Matrix {
    pub(super) const NONE: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn shift(x: f64, y: f64) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this one, then the other.
    pub(super) fn then(self, next: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, next.0);
        Matrix([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    pub(super) fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// Text state (§9.3), and the matrices.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// What is kept from page to page, and what the page at hand has.
#[derive(Default)]
pub(super) struct Reading {
    fonts: HashMap<ObjectIdentifier, Rc<Font>>,
    layout: Layout,
    runs: usize,
    pub(super) has_pictures: bool,
    pub(super) has_unknown_letters: bool,
}

impl Reading {
    /// Writes what a page says.
    pub(super) fn page(&mut self, page: &Page<'_>, output: &mut Output) -> Result<(), Stop> {
        self.layout = Layout::new(page.media_box());
        self.runs = 0;
        self.has_pictures = false;
        self.has_unknown_letters = false;
        let mut read = Ok(());
        if let Some(content) = page.page_stream() {
            read = self.content(content, page.resources(), Matrix::NONE, 0, output);
        }
        if read.is_ok() {
            read = self.annotations(page, output);
        }
        // What was read before the time was over is shown all the same.
        std::mem::take(&mut self.layout).write(output)?;
        read
    }

    /// What annotations show: the values of a form's fields, and what was written onto the page.
    fn annotations(&mut self, page: &Page<'_>, output: &mut Output) -> Result<(), Stop> {
        let Some(all) = page.raw().get::<Array<'_>>("Annots") else {
            return Ok(());
        };
        for annotation in all.iter::<Dict<'_>>().take(MOST_ANNOTATIONS) {
            output.step()?;
            const HIDDEN: i32 = 2;
            let is_hidden = annotation.get::<i32>("F").unwrap_or(0) & HIDDEN != 0;
            let is_closed = annotation.get::<Name<'_>>("Subtype").as_deref() == Some(b"Popup");
            let shown = annotation.get::<Dict<'_>>("AP");
            let shown = shown.and_then(|it| it.get::<Stream<'_>>("N"));
            let place = annotation.get::<Rect>("Rect");
            let (Some(shown), Some(place)) = (shown, place) else {
                continue;
            };
            if is_hidden || is_closed {
                continue;
            }
            let origin = shown
                .dict()
                .get::<Rect>("BBox")
                .map_or((0.0, 0.0), |it| (it.x0, it.y0));
            let place = Matrix::shift(place.x0 - origin.0, place.y0 - origin.1);
            self.form(&shown, page.resources(), place, 1, output)?;
        }
        Ok(())
    }

    /// A form (§8.10), with its own resources.
    fn form(
        &mut self,
        form: &Stream<'_>,
        outer: &Resources<'_>,
        place: Matrix,
        depth: usize,
        output: &mut Output,
    ) -> Result<(), Stop> {
        if depth > DEEPEST {
            return Ok(());
        }
        let Ok(content) = form.decoded_data() else {
            return Ok(());
        };
        let matrix = form.dict().get::<Array<'_>>("Matrix");
        let matrix = matrix.and_then(|it| numbers(&it)).unwrap_or(Matrix::NONE);
        let place = matrix.then(place);
        match form.dict().get::<Dict<'_>>("Resources") {
            Some(own) => self.content(&content, &Resources::new(own), place, depth, output),
            None => self.content(&content, outer, place, depth, output),
        }
    }

    fn content(
        &mut self,
        content: &[u8],
        resources: &Resources<'_>,
        page: Matrix,
        depth: usize,
        output: &mut Output,
    ) -> Result<(), Stop> {
        let mut state = State {
            page,
            font: None,
            size: 0.0,
            letter_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved: Vec<State> = Vec::new();
        let (mut line, mut text) = (Matrix::NONE, Matrix::NONE);
        let mut named: HashMap<Vec<u8>, Option<Rc<Font>>> = HashMap::new();
        let mut operations = TypedIter::new(content);
        while let Some(operation) = operations.next() {
            output.step()?;
            use TypedInstruction as Op;
            match operation {
                Op::SaveState(_) if saved.len() < MOST_SAVED => saved.push(state.clone()),
                Op::RestoreState(_) => state = saved.pop().unwrap_or(state),
                Op::Transform(it) => {
                    let matrix = [it.0, it.1, it.2, it.3, it.4, it.5].map(|it| it.as_f64());
                    state.page = Matrix(matrix).then(state.page);
                }
                Op::BeginText(_) => (line, text) = (Matrix::NONE, Matrix::NONE),
                Op::TextFont(it) => {
                    let name = it.0.as_ref().to_vec();
                    if named.len() < MOST_FONTS {
                        let font = named.entry(name);
                        let font = font.or_insert_with(|| self.font(resources, it.0));
                        state.font = font.clone();
                    }
                    state.size = it.1.as_f64();
                }
                Op::CharacterSpacing(it) => state.letter_space = it.0.as_f64(),
                Op::WordSpacing(it) => state.word_space = it.0.as_f64(),
                Op::HorizontalScaling(it) => state.scale = it.0.as_f64() / 100.0,
                Op::TextLeading(it) => state.leading = it.0.as_f64(),
                Op::TextRise(it) => state.rise = it.0.as_f64(),
                Op::NextLine(it) => {
                    line = Matrix::shift(it.0.as_f64(), it.1.as_f64()).then(line);
                    text = line;
                }
                Op::NextLineAndSetLeading(it) => {
                    state.leading = -it.1.as_f64();
                    line = Matrix::shift(it.0.as_f64(), it.1.as_f64()).then(line);
                    text = line;
                }
                Op::NextLineUsingLeading(_) => {
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                }
                Op::SetTextMatrix(it) => {
                    let matrix = [it.0, it.1, it.2, it.3, it.4, it.5].map(|it| it.as_f64());
                    (line, text) = (Matrix(matrix), Matrix(matrix));
                }
                Op::ShowText(it) => self.show(&state, &mut text, it.0.as_bytes()),
                Op::NextLineAndShowText(it) => {
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                    self.show(&state, &mut text, it.0.as_bytes());
                }
                Op::ShowTextWithParameters(it) => {
                    state.word_space = it.0.as_f64();
                    state.letter_space = it.1.as_f64();
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                    self.show(&state, &mut text, it.2.as_bytes());
                }
                Op::ShowTexts(it) => {
                    for piece in it.0.iter::<Object<'_>>() {
                        output.step()?;
                        match piece {
                            Object::String(piece) => self.show(&state, &mut text, piece.as_bytes()),
                            Object::Number(back) => {
                                let back = -back.as_f64() / 1000.0 * state.size;
                                let vertical = state.font.as_ref().is_some_and(|it| it.is_vertical);
                                let shift = match vertical {
                                    true => Matrix::shift(0.0, back),
                                    false => Matrix::shift(back * state.scale, 0.0),
                                };
                                text = shift.then(text);
                            }
                            _ => {}
                        }
                    }
                }
                Op::XObject(it) => {
                    if let Some(object) = resources.get_x_object(it.0) {
                        let kind = object.dict().get::<Name<'_>>("Subtype");
                        match kind.as_deref() {
                            Some(b"Form") => {
                                self.form(&object, resources, state.page, depth + 1, output)?;
                            }
                            Some(b"Image") => self.has_pictures |= is_more_than_a_rule(&object),
                            _ => {}
                        }
                    }
                }
                Op::InlineImage(_) => self.has_pictures = true,
                _ => {}
            }
        }
        Ok(())
    }

    fn font(&mut self, resources: &Resources<'_>, name: &Name<'_>) -> Option<Rc<Font>> {
        let font = resources.get_font(name)?;
        let id = font.obj_id();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(known));
        }
        let read = Rc::new(Font::read(&font));
        if let Some(id) = id.filter(|_| self.fonts.len() < MOST_FONTS) {
            self.fonts.insert(id, Rc::clone(&read));
        }
        Some(read)
    }

    /// Shows a string (§9.4.3 and §9.4.4).
    fn show(&mut self, state: &State, text: &mut Matrix, codes: &[u8]) {
        let Some(font) = &state.font else { return };
        if self.runs == MOST_RUNS {
            return;
        }
        self.runs += 1;
        let scaled = Matrix([
            state.size * state.scale,
            0.0,
            0.0,
            state.size,
            0.0,
            state.rise,
        ]);
        let start = scaled.then(*text).then(state.page);
        let mut shown = String::new();
        // In letters' own units: where the last letter ends that is not white space.
        let (mut along, mut end) = (0.0, 0.0);
        for glyph in font.glyphs(codes) {
            let mut step = glyph.advance * state.size + state.letter_space;
            if glyph.is_space {
                step += state.word_space;
            }
            match &glyph.text {
                Some(text) => shown.push_str(text),
                None => self.has_unknown_letters = true,
            }
            along += step;
            if glyph.text.as_ref().is_some_and(|it| !it.trim().is_empty()) {
                end = along;
            }
        }
        let ahead = |along: f64| match font.is_vertical {
            true => Matrix::shift(0.0, -along),
            false => Matrix::shift(along * state.scale, 0.0),
        };
        let end = scaled.then(ahead(end).then(*text)).then(state.page);
        let step = match font.is_vertical {
            true => (0.0, -1.0),
            false => (1.0, 0.0),
        };
        *text = ahead(along).then(*text);
        let from = start.apply(0.0, 0.0);
        let aim = start.apply(step.0, step.1);
        // How high a letter is on the page.
        let up = start.apply(step.1.abs(), step.0.abs());
        let size = (up.0 - from.0).hypot(up.1 - from.1);
        self.layout.add(Run {
            text: shown,
            from,
            to: end.apply(0.0, 0.0),
            aim: (aim.0 - from.0, aim.1 - from.1),
            size,
        });
    }
}

/// A picture that could say something: not a line, a dot or a shade.
fn is_more_than_a_rule(image: &Stream<'_>) -> bool {
    let side = |name: &str| image.dict().get::<Number>(name).map_or(0, |it| it.as_i64());
    side("Width").min(side("Height")) > 16
}

fn numbers(array: &Array<'_>) -> Option<Matrix> {
    let numbers: Vec<f64> = array
        .iter::<Number>()
        .take(6)
        .map(|it| it.as_f64())
        .collect();
    Some(Matrix(numbers.try_into().ok()?))
}
