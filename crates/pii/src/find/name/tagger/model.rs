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
    /// By feature: which of the levels the weights of `First` and `Inside` are, four bits each.
    pub(super) packed: Vec<u8>,
    /// By such a byte: the two weights.
    pairs: [[i8; 2]; 256],
    /// By the label before and the label.
    pub(super) steps: [[i16; 3]; 3],
}

/// How the file of weights begins: a name, the version of features and format, the table's size.
const MAGIC: &[u8; 8] = b"piinames";
pub(super) const VERSION: u8 = 3;

/// How many weights of a label differ; the first of them is zero.
pub(super) const LEVELS: usize = 16;

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
        let (levels, rest) = rest.split_first_chunk::<{ 2 * LEVELS }>()?;
        let levels = levels.map(|level| level as i8);
        let (first, inside) = levels.split_first_chunk::<LEVELS>()?;
        let mut model = Model::of(*first, inside.try_into().ok()?, rest.to_vec());
        for (at, step) in steps.chunks_exact(2).enumerate() {
            model.steps[at / 3][at % 3] = i16::from_le_bytes([step[0], step[1]]);
        }
        (model.packed.len() == WEIGHTS).then_some(model)
    }

    /// A model whose steps are all alike.
    pub(super) fn of(first: [i8; LEVELS], inside: [i8; LEVELS], packed: Vec<u8>) -> Model {
        let mut pairs = [[0; 2]; 256];
        for (byte, pair) in pairs.iter_mut().enumerate() {
            *pair = [first[byte % LEVELS], inside[byte / LEVELS]];
        }
        Model {
            packed,
            pairs,
            steps: [[0; 3]; 3],
        }
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
        let levels = |pair: fn(usize) -> (usize, usize)| {
            (0..LEVELS)
                .map(pair)
                .map(|(byte, label)| self.pairs[byte][label] as u8)
        };
        bytes.extend(levels(|level| (level, 0)));
        bytes.extend(levels(|level| (level * LEVELS, 1)));
        bytes.extend(&self.packed);
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
                let [first, inside] = self.pairs[usize::from(self.packed[*feature as usize])];
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
