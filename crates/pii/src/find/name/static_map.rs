//! A map from hashes to small numbers that is laid out when the program is built and read in place: a static function on
//! the places of a binary fuse filter (Graf and Lemire, "Binary Fuse Filters: Fast and Smaller Than Xor Filters",
//! 2022, <https://doi.org/10.1145/3510449>).
//!
//! A hash names three slots in segments that follow each other. What the slots hold, and bits of the hash, give its number
//! when combined by XOR. No key is stored: a hash that the map was not made of gives a number as if thrown with
//! dice, and slots have so many bits that only one in sixteen thousand is one of the map's. `layout.rs` finds
//! what the slots have to hold.

/// As a power of two, the slots of a segment.
pub(super) const SEGMENT: u32 = 11;

/// How a map is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// What hashes are mixed with: of many, the first one with which the layout succeeds.
    pub(super) seed: u64,
    /// In how many segments the first of a hash's slots may be.
    pub(super) segments: u32,
    /// How many bits a slot has, at most 24.
    pub(super) bits: u32,
}

impl Shape {
    /// The slots of a hash, and the number that has to be combined with what they hold.
    pub(super) fn places(self, hash: u64) -> ([usize; 3], u32) {
        let mixed = (hash ^ self.seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = mixed ^ mixed >> 32;
        let within = |bits: u64| bits as usize & ((1 << SEGMENT) - 1);
        let first = u128::from(mixed) * (u128::from(self.segments) << SEGMENT);
        let first = (first >> 64) as usize;
        let slots = [
            first,
            (first + (1 << SEGMENT)) ^ within(mixed),
            (first + (2 << SEGMENT)) ^ within(mixed >> SEGMENT),
        ];
        (slots, (mixed >> (2 * SEGMENT)) as u32 & self.mask())
    }

    const fn mask(self) -> u32 {
        (1 << self.bits) - 1
    }
}

/// A map that was laid out.
#[derive(Clone, Copy)]
pub(super) struct StaticMap<'s> {
    pub(super) shape: Shape,
    /// The slots without a gap, the lowest bits first, and three bytes more.
    pub(super) slots: &'s [u8],
}

impl StaticMap<'_> {
    /// The number of a hash that the map was made of; of any other a number that is most likely none of the map's.
    pub(super) fn get(&self, hash: u64) -> u32 {
        let (slots, own) = self.shape.places(hash);
        slots
            .into_iter()
            .fold(own, |all, slot| all ^ self.slot(slot))
    }

    fn slot(&self, at: usize) -> u32 {
        let bit = at * self.shape.bits as usize;
        let bytes = self.slots.get(bit / 8..).and_then(<[u8]>::first_chunk);
        let four = bytes.copied().map_or(0, u32::from_le_bytes);
        four >> (bit % 8) & self.shape.mask()
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::lay_out;
    use super::*;

    #[test]
    fn each_key_has_its_number_and_few_strangers_have_one() {
        const NUMBERS: u32 = 113;
        for count in [0, 1, 2, 100, 5_000, 60_000] {
            let hash = |at: u32| (u64::from(at) + 1).wrapping_mul(0xd134_2543_de82_ef95);
            let number = |at: u32| (at * 7) % NUMBERS;
            let entries: Vec<(u64, u32)> = (0..count).map(|at| (hash(at), number(at))).collect();
            let (shape, slots) = lay_out(&entries, NUMBERS);
            assert!(slots.len() * 8 <= (count as usize * 116 / 100 + (4 << SEGMENT)) * 21);
            let map = StaticMap {
                shape,
                slots: &slots,
            };
            for at in 0..count {
                assert_eq!(map.get(hash(at)), number(at), "{at} of {count}");
            }
            let strangers = (count..count + 2_000_000).filter(|at| map.get(hash(*at)) < NUMBERS);
            let per_million = strangers.count() / 2;
            assert!(
                count < 100 || (35..75).contains(&per_million),
                "{per_million} of a million of {count}"
            );
        }
    }
}
