//! What code comes back with, as far as it matters here: whether it failed.

use std::fmt::Display;

/// What the code of a test may return: nothing, or a `Result`, whose error is a failure of the test.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a `Result` nor `()`",
    note = "end the code with `Ok::<_, sea_orm::DbErr>(…)`, or with a `;`"
)]
pub trait Answer {
    /// The error, in words.
    ///
    /// # Errors
    ///
    /// If it is one.
    fn answered(self) -> Result<(), String>;
}

impl Answer for () {
    fn answered(self) -> Result<(), String> {
        Ok(())
    }
}

impl<T, E: Display> Answer for Result<T, E> {
    fn answered(self) -> Result<(), String> {
        // Alternate: an `anyhow::Error` then has its causes.
        self.map(drop).map_err(|error| format!("{error:#}"))
    }
}
