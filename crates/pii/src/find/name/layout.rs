//! Lays a [`StaticMap`](super::static_map::StaticMap) out, for `build.rs` and tests.

use super::static_map::{SEGMENT, Shape};

/// What slots have beyond the bits that the numbers need, to tell strange hashes by.
const SPARE_BITS: u32 = 14;

/// The shape and the slots of a map from distinct hashes to numbers below `numbers`.
///
/// A slot that one hash alone names can hold whatever gives that hash its number, once the others are filled. So such
/// hashes are taken away one by one, which leaves other slots to one hash alone, until none is left; then the slots are
/// filled, from the hash that was taken last. With 15 % more slots than hashes, nearly every seed comes to that end.
pub(super) fn lay_out(entries: &[(u64, u32)], numbers: u32) -> (Shape, Vec<u8>) {
    let bits = numbers.next_power_of_two().trailing_zeros() + SPARE_BITS;
    assert!(bits <= 24, "a slot is read out of four bytes");
    for seed in 0..100 {
        let shape = Shape::roomy(entries.len(), seed, bits);
        if let Some(order) = peel(shape, entries) {
            return (shape, packed(&fill(shape, &order), bits));
        }
    }
    panic!("two of the hashes are the same");
}

impl Shape {
    fn roomy(count: usize, seed: u64, bits: u32) -> Shape {
        let mut shape = Shape {
            seed,
            segments: 1,
            bits,
        };
        while shape.slot_count() < count * 115 / 100 {
            shape.segments += 1;
        }
        shape
    }

    const fn slot_count(self) -> usize {
        (self.segments as usize + 2) << SEGMENT
    }
}

/// The entries in the order in which they were taken, each with the slot that it had alone.
fn peel(shape: Shape, entries: &[(u64, u32)]) -> Option<Vec<(u64, u32, usize)>> {
    // How many entries name a slot, and their places combined by XOR: of one alone, which it is.
    let mut named: Vec<(u32, usize)> = vec![(0, 0); shape.slot_count()];
    for (at, (hash, _)) in entries.iter().enumerate() {
        for slot in shape.places(*hash).0 {
            named[slot] = (named[slot].0 + 1, named[slot].1 ^ at);
        }
    }
    let is_alone = |named: &[(u32, usize)], slot: usize| named[slot].0 == 1;
    let mut alone: Vec<usize> = (0..named.len())
        .filter(|slot| is_alone(&named, *slot))
        .collect();
    let mut order = Vec::with_capacity(entries.len());
    while let Some(slot) = alone.pop() {
        // Its entry may have been taken by another slot since.
        if !is_alone(&named, slot) {
            continue;
        }
        let at = named[slot].1;
        let (hash, number) = entries[at];
        order.push((hash, number, slot));
        for other in shape.places(hash).0 {
            named[other] = (named[other].0 - 1, named[other].1 ^ at);
            if is_alone(&named, other) {
                alone.push(other);
            }
        }
    }
    (order.len() == entries.len()).then_some(order)
}

fn fill(shape: Shape, order: &[(u64, u32, usize)]) -> Vec<u32> {
    let mut slots = vec![0; shape.slot_count()];
    for (hash, number, own) in order.iter().rev() {
        let (places, combined) = shape.places(*hash);
        // The slot itself is still zero.
        slots[*own] = places
            .into_iter()
            .fold(number ^ combined, |all, slot| all ^ slots[slot]);
    }
    slots
}

fn packed(slots: &[u32], bits: u32) -> Vec<u8> {
    let mut packed = vec![0; slots.len() * bits as usize / 8 + 4];
    for (at, slot) in slots.iter().enumerate() {
        let bit = at * bits as usize;
        let shifted = (slot << (bit % 8)).to_le_bytes();
        for (byte, more) in packed[bit / 8..].iter_mut().zip(shifted) {
            *byte |= more;
        }
    }
    packed
}
