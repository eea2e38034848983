//! Points and scores: whole numbers, earned of possible.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

use serde::{Deserialize, Serialize};

/// Points, a whole number.
pub type Points = u32;

/// Points earned of points possible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Points earned, at most `possible`.
    pub earned: Points,
    /// Points possible.
    pub possible: Points,
}

impl Score {
    /// `share` of `possible` points, rounded down; a `share` outside 0 ..= 1 is cut to it, and NaN is 0.
    ///
    /// Full points need a share of exactly 1: an almost right answer never rounds up to a right one.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::score::Score;
    ///
    /// assert_eq!(Score::share(10, 0.99).earned, 9);
    /// assert_eq!(Score::share(10, 1.0).earned, 10);
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and `possible`")]
    pub fn share(possible: Points, share: f64) -> Self {
        // The product of a share such as 0.3 may lie a hair under the whole number that is meant.
        let earned = (f64::from(possible) * share.clamp(0.0, 1.0) + 1e-9).floor() as Points;
        Self { earned: if share < 1.0 { earned.min(possible.saturating_sub(1)) } else { earned }, possible }
    }

    /// Points lost.
    #[must_use]
    pub fn lost(self) -> Points {
        self.possible - self.earned
    }
}

impl Add for Score {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { earned: self.earned + other.earned, possible: self.possible + other.possible }
    }
}

impl Sum for Score {
    fn sum<I: Iterator<Item = Self>>(scores: I) -> Self {
        scores.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.earned, self.possible)
    }
}
