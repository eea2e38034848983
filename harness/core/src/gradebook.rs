//! What came of one exercise, and of many.

use serde::{Deserialize, Serialize};

use crate::growth::Growth;
use crate::score::Score;
use crate::verdict::Verdict;

/// What came of one exercise: a verdict a check, in the order of the registry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Graded {
    /// The exercise's id.
    pub exercise: String,
    /// The checks.
    pub checks: Vec<GradedCheck>,
}

/// What came of one check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradedCheck {
    /// Its id.
    pub id: String,
    /// Points earned of its points.
    pub score: Score,
    /// The verdict.
    pub verdict: Verdict,
    /// Why its call ran on the given tables instead of those of the student's entities, if it did.
    pub given_instead: Option<String>,
    /// What the student's code printed, if anything.
    pub output: Option<String>,
    /// How the statements of calls grow that do the same in different ways, this check's last; empty where it is about one
    /// call alone, or nothing could be measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub side_by_side: Vec<Measured>,
}

/// How the statements of one call grow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The call.
    pub call: String,
    /// What was measured; `None` as long as its rows are not right.
    pub growth: Option<Growth>,
}

impl Graded {
    /// Points earned of all points.
    #[must_use]
    pub fn score(&self) -> Score {
        self.checks.iter().map(|check| check.score).sum()
    }

    /// The check with that id.
    #[must_use]
    pub fn check(&self, id: &str) -> Option<&GradedCheck> {
        self.checks.iter().find(|check| check.id == id)
    }
}
