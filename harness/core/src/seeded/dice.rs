//! Numbers that follow from a seed, and that nobody can tell who does not have it.

use blake3::Hasher;
use blake3::OutputReader;

/// A stream of numbers: the output of BLAKE3, keyed by a seed and by what the numbers are for.
pub(super) struct Dice {
    stream: OutputReader,
}

impl Dice {
    /// The stream of `seed` for this purpose.
    pub(super) fn new(seed: &str, purpose: &[&str]) -> Self {
        let mut hasher = Hasher::new_derive_key("harness 2026-11-28 seeded data");
        for part in [seed].iter().chain(purpose) {
            // The length in front: `ab`, `c` is another purpose than `a`, `bc`.
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        Self { stream: hasher.finalize_xof() }
    }

    /// The next number below `n`; 0 if `n` is 0. The bias of the remainder is less than anybody can see.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        let mut bytes = [0; 8];
        self.stream.fill(&mut bytes);
        u64::from_le_bytes(bytes).checked_rem(n).unwrap_or(0)
    }

    /// Puts `items` into another order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).unwrap_or(last);
            items.swap(last, other);
        }
    }
}
