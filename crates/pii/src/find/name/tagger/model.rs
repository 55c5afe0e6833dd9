//! The weights, and the best labels by them.

use std::sync::LazyLock;

use super::features::{Features, Lines, SIZE, WEIGHTS, features};
use super::tokens::Token;

/// Whether a token is outside of names, the first of one, or inside of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Label {
    Outside = 0,
    First = 1,
    Inside = 2,
}

pub(super) const LABELS: [Label; 3] = [Label::Outside, Label::First, Label::Inside];

/// The weights of a linear-chain CRF. Those of `Outside` are zero; the others tell what a feature
/// adds to the label's score.
pub(super) struct Model {
    /// By feature: the weights of `First` and `Inside`.
    pub(super) weights: Vec<[i8; 2]>,
    /// By the label before and the label.
    pub(super) steps: [[i16; 3]; 3],
}

/// How the file of weights begins: a name, the version of features and format, the table's size.
const MAGIC: &[u8; 8] = b"piinames";
pub(super) const VERSION: u8 = 2;

/// A weight of one in the file's whole numbers.
#[cfg(feature = "train")]
pub(super) const SCALE: f32 = 16.0;

/// No step leads there.
pub(super) const NEVER: i16 = -10_000;

static SHIPPED: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::read(include_bytes!("names.weights")));

/// A model that is measured in place of the shipped one.
#[cfg(feature = "train")]
pub(super) static ADOPTED: std::sync::OnceLock<Model> = std::sync::OnceLock::new();

impl Model {
    /// The model in the program; none, if it was made for other features than these.
    pub(super) fn shipped() -> Option<&'static Model> {
        #[cfg(feature = "train")]
        if let Some(model) = ADOPTED.get() {
            return Some(model);
        }
        SHIPPED.as_ref()
    }

    /// Reads what [`write`](Model::write) wrote.
    pub(super) fn read(bytes: &[u8]) -> Option<Model> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (&[version, size], rest) = rest.split_first_chunk::<2>()?;
        if version != VERSION || size != SIZE {
            return None;
        }
        let (steps, rest) = rest.split_first_chunk::<18>()?;
        let mut model = Model {
            weights: Vec::with_capacity(WEIGHTS),
            steps: [[0; 3]; 3],
        };
        for (at, step) in steps.chunks_exact(2).enumerate() {
            model.steps[at / 3][at % 3] = i16::from_le_bytes([step[0], step[1]]);
        }
        let weights = rest.chunks_exact(2);
        model
            .weights
            .extend(weights.map(|pair| [pair[0] as i8, pair[1] as i8]));
        (model.weights.len() == WEIGHTS && rest.len() == 2 * WEIGHTS).then_some(model)
    }

    /// The file of weights.
    #[cfg(feature = "train")]
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([VERSION, SIZE]);
        bytes.extend(
            self.steps
                .iter()
                .flatten()
                .flat_map(|step| step.to_le_bytes()),
        );
        bytes.extend(self.weights.iter().flatten().map(|weight| *weight as u8));
        bytes
    }

    /// The best labels of the candidates `from..to`, between which and their neighbours no name
    /// goes on (Viterbi).
    pub(super) fn labels(
        &self,
        tokens: &[Token],
        lines: &Lines,
        from: usize,
        to: usize,
        labels: &mut Vec<Label>,
    ) {
        let mut found = Features::new();
        let mut scores = [0i32, i32::from(NEVER), i32::from(NEVER)];
        let mut back: Vec<[u8; 3]> = Vec::with_capacity(to - from);
        for at in from..to {
            features(tokens, lines, from, to, at, &mut found);
            let mut own = [0i32; 3];
            for feature in found.as_slice() {
                let [first, inside] = self.weights[*feature as usize];
                own[1] += i32::from(first);
                own[2] += i32::from(inside);
            }
            let (next, came) = self.step(scores, own);
            scores = next;
            back.push(came);
        }
        // Behind the span everything is outside.
        let (ends, came) = self.step(scores, [0; 3]);
        debug_assert!(ends[0] > i32::MIN / 2);
        let mut label = usize::from(came[0]);
        labels.clear();
        labels.resize(to - from, Label::Outside);
        for at in (0..to - from).rev() {
            labels[at] = LABELS[label];
            label = usize::from(back[at][label]);
        }
    }

    fn step(&self, scores: [i32; 3], own: [i32; 3]) -> ([i32; 3], [u8; 3]) {
        let mut next = [i32::MIN / 2; 3];
        let mut came = [0; 3];
        for (to, best) in next.iter_mut().enumerate() {
            for (from, score) in scores.iter().enumerate() {
                let score = score + i32::from(self.steps[from][to]) + own[to];
                if score > *best {
                    *best = score;
                    came[to] = from as u8;
                }
            }
        }
        (next, came)
    }
}
