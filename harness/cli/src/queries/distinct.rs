//! How many different marks there were, exactly up to a limit.

use std::collections::BTreeSet;

use super::marks::Mark;

/// How many different parameters of one statement are told apart.
pub(super) const MOST_OF_ONE: usize = 1 << 16;
/// How many different parameters of all statements are told apart together.
pub(super) const MOST_OF_ALL: usize = 1 << 20;

/// Different marks.
#[derive(Debug, Default)]
pub(super) struct Distinct {
    seen: BTreeSet<Mark>,
    /// The one that was added last: it mostly comes again.
    last: Option<Mark>,
    full: bool,
}

impl Distinct {
    /// Adds `mark`. `n_of_all` counts the marks of all statements.
    pub(super) fn add(&mut self, mark: Mark, n_of_all: &mut usize) {
        if self.full || self.last == Some(mark) {
            return;
        }
        self.last = Some(mark);
        // Three different ones say what a repeat is: so many are told apart of every statement, whatever the others took.
        if self.seen.len() >= MOST_OF_ONE || (*n_of_all >= MOST_OF_ALL && self.seen.len() >= 3) {
            self.full = !self.seen.contains(&mark);
        } else if self.seen.insert(mark) {
            *n_of_all += 1;
        }
    }

    /// How many different ones there were, or more where it [is full](Self::is_full).
    pub(super) fn count(&self) -> usize {
        self.seen.len()
    }

    /// Whether there were more than could be told apart.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// Takes the marks of `other`, too; exact up to the limit for one statement.
    pub(super) fn merge(&mut self, other: Self) {
        self.full |= other.full;
        for mark in other.seen {
            self.add(mark, &mut 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(marks: impl IntoIterator<Item = Mark>, n_of_all: usize, want: (usize, bool)) {
        let (mut distinct, mut n_of_all) = (Distinct::default(), n_of_all);
        for mark in marks {
            distinct.add(mark, &mut n_of_all);
        }
        assert_eq!((distinct.count(), distinct.is_full()), want);
    }

    #[test]
    fn marks_are_counted_once() {
        check([1, 1, 2, 1, 2], 0, (2, false));
    }

    #[test]
    fn statement_at_its_limit_is_exact_and_beyond_it_is_full() {
        let most = MOST_OF_ONE as u64;
        check(0..most, 0, (MOST_OF_ONE, false));
        check((0..most).chain(0..most), 0, (MOST_OF_ONE, false));
        check(0..=most, 0, (MOST_OF_ONE, true));
    }

    #[test]
    fn three_are_told_apart_whatever_other_statements_took() {
        check(0..9, MOST_OF_ALL, (3, true));
    }
}
