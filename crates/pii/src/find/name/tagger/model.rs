//! The weights, and the best labels by them.

use std::sync::LazyLock;

use super::LONGEST_SPAN;
use super::features::{BUCKETS, Lines, features};
use super::tokens::{Kind, Token};

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
    /// By the upper part of a feature's place: the lower parts of four places, a byte each, and above
    /// them, in the same order, which of the levels their weights are, four bits for `First` and four
    /// for `Inside`. A feature that is not there has no weight.
    pub(super) buckets: Vec<u64>,
    /// By such levels: the two weights, as `both` joins them.
    pairs: [i32; 256],
    /// By the label before and the label.
    pub(super) steps: [[i16; 3]; 3],
}

/// How the file of weights begins: a name, the version of features and format.
const MAGIC: &[u8; 8] = b"piinames";
const VERSION: u8 = 6;

/// How many weights of a label differ; the first of them is zero.
pub(super) const LEVELS: usize = 16;

/// A weight of one in the file's whole numbers.
#[cfg(feature = "train")]
pub(super) const SCALE: f32 = 16.0;

/// What a name in Latin letters is favoured by, in the file's whole numbers, beside what all are: with as much as one in
/// kanji or kana, fewer names leak in English than in Japanese, and more other words are masked.
const LATIN: i32 = -4;

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
        let (&[version], rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<1>()?;
        if version != VERSION {
            return None;
        }
        let (steps, rest) = rest.split_first_chunk::<18>()?;
        let (levels, rest) = rest.split_first_chunk::<{ 2 * LEVELS }>()?;
        let levels = levels.map(|level| level as i8);
        let (first, inside) = levels.split_first_chunk::<LEVELS>()?;
        let buckets = rest.as_chunks::<8>().0.iter();
        let buckets: Vec<u64> = buckets.map(|bytes| u64::from_le_bytes(*bytes)).collect();
        let mut model = Model::of(*first, inside.try_into().ok()?, buckets);
        for (at, step) in steps.chunks_exact(2).enumerate() {
            model.steps[at / 3][at % 3] = i16::from_le_bytes([step[0], step[1]]);
        }
        (rest.len() == BUCKETS * 8).then_some(model)
    }

    /// A model whose steps are all alike.
    pub(super) fn of(first: [i8; LEVELS], inside: [i8; LEVELS], buckets: Vec<u64>) -> Model {
        let mut pairs = [0; 256];
        for (byte, pair) in pairs.iter_mut().enumerate() {
            *pair = both(first[byte % LEVELS], inside[byte / LEVELS]);
        }
        Model {
            buckets,
            pairs,
            steps: [[0; 3]; 3],
        }
    }

    /// The file of weights.
    #[cfg(feature = "train")]
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        let steps = self.steps.iter().flatten();
        bytes.extend(steps.flat_map(|step| step.to_le_bytes()));
        bytes.extend((0..LEVELS).map(|level| each(self.pairs[level])[0] as u8));
        bytes.extend((0..LEVELS).map(|level| each(self.pairs[level * LEVELS])[1] as u8));
        bytes.extend(self.buckets.iter().flat_map(|bucket| bucket.to_le_bytes()));
        bytes
    }

    /// How many features have weights.
    #[cfg(any(test, feature = "train"))]
    pub(super) fn kept(&self) -> usize {
        let levels = self.buckets.iter().map(|bucket| (bucket >> 32) as u32);
        let used = |levels: u32| {
            levels
                .to_le_bytes()
                .iter()
                .filter(|byte| **byte != 0)
                .count()
        };
        levels.map(used).sum()
    }

    /// The two weights of the feature at a place, joined.
    #[inline]
    fn weights(&self, place: u32) -> i32 {
        const EACH: u32 = 0x0101_0101;
        let bucket = self.buckets[(place >> 8) as usize];
        // The highest bit of a byte is set where the byte is the place's; below the first such
        // byte none is.
        let other = bucket as u32 ^ ((place & 0xff) * EACH);
        let same = other.wrapping_sub(EACH) & !other & (EACH << 7);
        let levels = (bucket >> 32) >> (same.trailing_zeros() & 0x38);
        self.pairs[usize::from(levels as u8)]
    }

    /// The best labels of the candidates `from..to`, [`LONGEST_SPAN`] at most, between which and their
    /// neighbours no name goes on (Viterbi).
    pub(super) fn labels(
        &self,
        tokens: &[Token],
        lines: &Lines,
        from: usize,
        to: usize,
        labels: &mut Vec<Label>,
    ) {
        let mut scores = [0i32, i32::from(NEVER), i32::from(NEVER)];
        let mut back = [[0; 3]; LONGEST_SPAN];
        for at in from..to {
            let mut sum = 0;
            features(tokens, lines, from, to, at, |place| {
                sum += self.weights(place);
            });
            let [first, inside] = each(sum);
            let first = first
                + if tokens[at].kind >= Kind::Small {
                    LATIN
                } else {
                    0
                };
            let (next, came) = self.step(scores, [0, first, inside]);
            scores = next;
            back[at - from] = came;
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

/// Two weights in one number, so that both are added at once.
fn both(first: i8, inside: i8) -> i32 {
    i32::from(first) + (i32::from(inside) << 16)
}

/// The two sums in a sum of such numbers.
fn each(sum: i32) -> [i32; 2] {
    let first = i32::from(sum as i16);
    [first, (sum - first) >> 16]
}
