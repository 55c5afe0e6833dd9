//! A linear-chain CRF, learned example by example with FTRL-Proximal (McMahan et al. 2013), which
//! keeps the weights of features that say little at exactly zero.

use super::super::features::{BUCKETS, PLACES};
use super::super::model::{LEVELS, Label, Model, NEVER, SCALE};
use super::Example;

const STEP: f32 = 0.12;
const SMOOTH: f32 = 1.0;
/// Holds all weights back a little.
const RIDGE: f32 = 0.3;

/// A weight as FTRL keeps it.
#[derive(Clone, Copy, Default)]
struct Weight {
    sum: f32,
    squares: f32,
}

impl Weight {
    fn value(self, sparse: f32) -> f32 {
        if self.sum.abs() <= sparse {
            return 0.0;
        }
        let rate = (SMOOTH + self.squares.sqrt()) / STEP + RIDGE;
        -(self.sum - self.sum.signum() * sparse) / rate
    }

    /// How much the likelihood of the texts falls without the weight: its square by the curvature,
    /// for which the gradients' squares stand in (optimal brain damage, LeCun et al. 1989).
    fn loss(self, sparse: f32) -> f32 {
        self.value(sparse).powi(2) * self.squares
    }

    fn learn(&mut self, gradient: f32, sparse: f32) {
        let value = self.value(sparse);
        let squares = self.squares + gradient * gradient;
        let change = (squares.sqrt() - self.squares.sqrt()) / STEP;
        self.sum += gradient - change * value;
        self.squares = squares;
    }
}

pub(super) struct Crf {
    weights: Vec<[Weight; 2]>,
    steps: [[Weight; 3]; 3],
    sparse: f32,
}

type Scores = [f32; 3];

const IMPOSSIBLE: f32 = -1e9;

impl Crf {
    pub(super) fn new(sparse: f32) -> Crf {
        Crf {
            weights: vec![[Weight::default(); 2]; PLACES],
            steps: [[Weight::default(); 3]; 3],
            sparse,
        }
    }

    /// One step down the gradient of the negative log-likelihood.
    pub(super) fn learn(&mut self, example: &Example) {
        let own: Vec<Scores> = example
            .features
            .iter()
            .map(|features| self.own(features))
            .collect();
        let steps = self.step_values();
        let count = own.len();
        // Behind the example stands one more token, which is outside.
        let mut forward = vec![[IMPOSSIBLE; 3]; count];
        let mut backward = vec![[IMPOSSIBLE; 3]; count];
        for at in 0..count {
            for to in 0..3 {
                let came = if at == 0 {
                    steps[0][to]
                } else {
                    sum_exp([0, 1, 2].map(|from| forward[at - 1][from] + steps[from][to]))
                };
                forward[at][to] = came + own[at][to];
            }
        }
        for at in (0..count).rev() {
            for from in 0..3 {
                backward[at][from] = if at + 1 == count {
                    steps[from][0]
                } else {
                    sum_exp(
                        [0, 1, 2]
                            .map(|to| steps[from][to] + own[at + 1][to] + backward[at + 1][to]),
                    )
                };
            }
        }
        let all =
            sum_exp([0, 1, 2].map(|label| forward[count - 1][label] + backward[count - 1][label]));
        let mut step_gradient = [[0.0; 3]; 3];
        for at in 0..count {
            let right = example.labels[at] as usize;
            for label in [1, 2] {
                let expected = (forward[at][label] + backward[at][label] - all).exp();
                let gradient = expected - if label == right { 1.0 } else { 0.0 };
                if gradient.abs() > 1e-4 {
                    for feature in &example.features[at] {
                        self.weights[*feature as usize][label - 1].learn(gradient, self.sparse);
                    }
                }
            }
            let before = if at == 0 {
                Label::Outside
            } else {
                example.labels[at - 1]
            };
            step_gradient[before as usize][right] -= 1.0;
            for (from, gradients) in step_gradient.iter_mut().enumerate() {
                if at == 0 && from != 0 {
                    continue;
                }
                let came = if at == 0 { 0.0 } else { forward[at - 1][from] };
                for (to, gradient) in gradients.iter_mut().enumerate() {
                    *gradient +=
                        (came + steps[from][to] + own[at][to] + backward[at][to] - all).exp();
                }
            }
        }
        step_gradient[example.labels[count - 1] as usize][0] -= 1.0;
        for (from, gradients) in step_gradient.iter_mut().enumerate() {
            gradients[0] += (forward[count - 1][from] + steps[from][0] - all).exp();
        }
        for (from, gradients) in step_gradient.iter().enumerate() {
            for (to, gradient) in gradients.iter().enumerate() {
                if gradient.abs() > 1e-4 {
                    self.steps[from][to].learn(*gradient, 0.0);
                }
            }
        }
    }

    /// How many features have a weight.
    pub(super) fn weights(&self) -> usize {
        let has = |weight: &Weight| weight.value(self.sparse) != 0.0;
        self.weights
            .iter()
            .filter(|pair| pair.iter().any(has))
            .count()
    }

    fn own(&self, features: &[u32]) -> Scores {
        let mut own = [0.0; 3];
        for feature in features {
            let [first, inside] = self.weights[*feature as usize];
            own[1] += first.value(self.sparse);
            own[2] += inside.value(self.sparse);
        }
        own
    }

    fn step_values(&self) -> [Scores; 3] {
        let mut values = self.steps.map(|steps| steps.map(|step| step.value(0.0)));
        // Nothing is inside of a name that has not begun.
        values[0][2] = IMPOSSIBLE;
        values
    }

    /// The weights as the nearest of sixteen levels. `bias` favours names.
    pub(super) fn model(&self, bias: f32) -> Model {
        let byte = |weight: Weight| {
            (weight.value(self.sparse) * SCALE)
                .round()
                .clamp(-127.0, 127.0) as i8
        };
        let mut steps = [[0; 3]; 3];
        for (from, values) in self.step_values().iter().enumerate() {
            for (to, value) in values.iter().enumerate() {
                let favour = if from == 0 && to == 1 { bias } else { 0.0 };
                steps[from][to] = if *value <= IMPOSSIBLE {
                    NEVER
                } else {
                    ((value + favour) * SCALE).round() as i16
                };
            }
        }
        let mut kept: Vec<(usize, [i8; 2])> = Vec::new();
        for (bucket, weights) in self.weights.chunks_exact(PLACES / BUCKETS).enumerate() {
            let mut used: Vec<usize> = (0..weights.len())
                .filter(|at| weights[*at].map(byte) != [0, 0])
                .collect();
            let loss = |at: &usize| {
                weights[*at]
                    .map(|it| it.loss(self.sparse))
                    .iter()
                    .sum::<f32>()
            };
            used.sort_by(|a, b| loss(b).total_cmp(&loss(a)));
            let best = used.iter().take(4);
            kept.extend(best.map(|at| (bucket * 256 + at, weights[*at].map(byte))));
        }
        let levels = [0, 1].map(|label| levels(kept.iter().map(|(_, pair)| pair[label])));
        let mut buckets = vec![0u64; BUCKETS];
        let mut count = vec![0; BUCKETS];
        for (place, pair) in kept {
            let [first, inside] = [0, 1].map(|label| nearest(&levels[label], pair[label]));
            let pair = (first + inside * LEVELS) as u64;
            let bucket = place / 256;
            if pair != 0 {
                let shift = 8 * count[bucket];
                buckets[bucket] |= (place as u64 % 256) << shift | pair << (32 + shift);
                count[bucket] += 1;
            }
        }
        let mut model = Model::of(levels[0], levels[1], buckets);
        model.steps = steps;
        model
    }
}

/// The levels that are nearest to the weights, zero and fifteen others (Lloyd's algorithm).
fn levels(weights: impl Iterator<Item = i8>) -> [i8; LEVELS] {
    let mut often = [0u64; 256];
    for weight in weights.filter(|weight| *weight != 0) {
        often[(i32::from(weight) + 128) as usize] += 1;
    }
    let mut levels = [0; LEVELS];
    for (at, level) in levels.iter_mut().enumerate().skip(1) {
        *level = at as i8 * 6 - if at <= LEVELS / 2 { 54 } else { 48 };
    }
    for _ in 0..100 {
        let mut sums = [(0i64, 0i64); LEVELS];
        for (at, count) in often.iter().enumerate() {
            let weight = (at as i32 - 128) as i8;
            let sum = &mut sums[nearest(&levels, weight)];
            sum.0 += i64::from(weight) * *count as i64;
            sum.1 += *count as i64;
        }
        for (level, (sum, count)) in levels.iter_mut().zip(sums).skip(1) {
            if count > 0 {
                *level = (sum as f64 / count as f64).round() as i8;
            }
        }
    }
    levels
}

/// Which of the levels is nearest to a weight.
fn nearest(levels: &[i8; LEVELS], weight: i8) -> usize {
    let far = |at: &usize| (i32::from(levels[*at]) - i32::from(weight)).abs();
    (0..LEVELS).min_by_key(far).unwrap_or_default()
}

fn sum_exp(values: [f32; 3]) -> f32 {
    let most = values.iter().copied().fold(f32::MIN, f32::max);
    most + values
        .iter()
        .map(|value| (value - most).exp())
        .sum::<f32>()
        .ln()
}
