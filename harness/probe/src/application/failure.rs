//! Why an assertion does not hold.

use std::fmt;

/// Why an assertion does not hold, in words for whoever reads the test's output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The code sends other statements than are expected.
    Found(String),
    /// It could not be told: the database was not made, the code returned an error, or nothing of it was seen.
    NotAsked(String),
}

impl Failure {
    pub(super) fn not_asked(what: &str, why: impl fmt::Display) -> Self {
        Self::NotAsked(format!("{what}: {why}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(text) | Self::NotAsked(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Failure {}
