//! Random numbers from a seed, and inputs made with them.

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The numbers that belong to this seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        match u64::try_from(end) {
            Ok(end) if end > 0 => usize::try_from(self.roll() % end).unwrap_or(0),
            _ => 0,
        }
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

/// Longer inputs say no more, and take longer.
const LONGEST: usize = 400_000;

/// An input made from one of the seeds: pieces cut, doubled, multiplied, put elsewhere, taken from
/// other seeds, and words that mean something put in between.
pub fn input(dice: &mut Dice, seeds: &[Vec<u8>], words: &[&str]) -> Vec<u8> {
    let mut bytes = dice.pick(seeds).cloned().unwrap_or_default();
    // Few changes keep what the seed is about, many reach further.
    let changes = 1 + dice.below(8) * dice.below(4);
    for _ in 0..changes {
        let at = dice.below(bytes.len() + 1);
        let reach = match dice.below(3) {
            0 => 8,
            1 => 200,
            _ => bytes.len(),
        };
        let len = dice.below(reach.min(bytes.len() - at) + 1);
        match dice.below(8) {
            0 => drop(bytes.drain(at..at + len)),
            1 => {
                let again = bytes[at..at + len].to_vec();
                bytes.splice(at..at, again);
            }
            // What is quadratic shows when a piece comes often.
            2 => {
                let times = 1 << dice.below(14);
                let times = times.min(LONGEST / (len + 1));
                let many = bytes[at..at + len].repeat(times);
                bytes.splice(at..at, many);
            }
            3 => {
                if let Some(other) = dice.pick(seeds) {
                    let from = dice.below(other.len() + 1);
                    let len = dice.below(other.len() - from + 1);
                    let piece = other[from..from + len].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
            4 => {
                let byte = u8::try_from(dice.below(256)).unwrap_or(0);
                bytes.insert(at, byte);
            }
            5 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            6 => {
                if let Some(word) = dice.pick(words) {
                    let times = if dice.below(4) == 0 {
                        1 << dice.below(13)
                    } else {
                        1
                    };
                    let times = times.min(LONGEST / word.len().max(1));
                    bytes.splice(at..at, word.repeat(times).into_bytes());
                }
            }
            _ => {
                if let Some(word) = dice.pick(words) {
                    bytes.splice(at..at + len, word.bytes());
                }
            }
        }
        bytes.truncate(LONGEST);
    }
    bytes
}
