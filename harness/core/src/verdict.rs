//! What the judge says of one check.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::observation::End;
use crate::score::{Points, Score};

/// What the judge says of one check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    /// All of it holds.
    Passed,
    /// The step is not the student's to write: neither passed nor failed.
    Given,
    /// Something is wrong.
    Failed {
        /// The points that it earns all the same.
        earned: Points,
        /// What is wrong, the most telling one first; never empty.
        findings: Vec<Finding>,
    },
    /// It is judged only once another check passes: a query count says nothing while the rows are wrong.
    Blocked {
        /// The id of that check.
        by: String,
    },
    /// There is nothing to judge: the run did not come to an answer.
    NotJudged(Stop),
}

impl Verdict {
    /// The score of a check worth `possible` points.
    #[must_use]
    pub fn score(&self, possible: Points) -> Score {
        let earned = match self {
            Self::Passed => possible,
            Self::Failed { earned, .. } => (*earned).min(possible),
            Self::Given | Self::Blocked { .. } | Self::NotJudged(_) => 0,
        };
        Score { earned, possible }
    }

    /// What is wrong, as codes: those of the findings, `BLOCKED`, or how the run ended. Empty for a pass and a given step.
    #[must_use]
    pub fn codes(&self) -> BTreeSet<String> {
        match self {
            Self::Passed | Self::Given => BTreeSet::new(),
            Self::Failed { findings, .. } => findings.iter().map(|finding| finding.code.to_string()).collect(),
            Self::Blocked { .. } => ["BLOCKED".to_owned()].into(),
            Self::NotJudged(stop) => [stop.end.code().to_owned()].into(),
        }
    }
}

/// Why a check could not be judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    /// The case on which it showed; empty where it is about none in particular.
    pub case: String,
    /// How the run ended; never [`End::Returned`].
    pub end: End,
}
