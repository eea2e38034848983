//! How many statements the database was sent. Given.

/// Counts the statements that the tracker under test has sent.
pub struct Statements(Box<dyn Fn() -> u64 + Send + Sync>);

impl Statements {
    /// Reads the count from `counter`.
    #[must_use]
    pub fn new(counter: Box<dyn Fn() -> u64 + Send + Sync>) -> Self {
        Self(counter)
    }

    /// How many statements there were since the step began. Ask before and after a call, and compare.
    #[must_use]
    pub fn so_far(&self) -> u64 {
        (self.0)()
    }
}
