//! What is expected of the statements of some code.

use std::pin::Pin;
use std::sync::Arc;

use sea_orm::DatabaseConnection;

use super::Answer;

/// The sizes of growing data, unless the test names others: small, and enough to tell a line from a curve.
const SIZES: [u32; 4] = [2, 4, 7, 12];

type Fill = Box<dyn for<'a> Fn(&'a DatabaseConnection, u32) -> super::Done<'a> + Send + Sync>;

/// What is expected of the statements that some code sends. Made by [`constant_in`], [`at_most`], [`exactly`],
/// [`no_n_plus_one`] or [`no_repeats`]; further methods add to it, and all must hold; only a second `exactly` replaces the first.
#[must_use = "an expectation does nothing until `expect`"]
#[derive(Default)]
pub struct Expectation {
    pub(super) growing: Option<Growing>,
    pub(super) most: Option<u64>,
    pub(super) exact: Option<u64>,
    pub(super) repeats: Repeats,
}

/// Which repeats are allowed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Repeats {
    /// All of them: only numbers are looked at.
    #[default]
    Any,
    /// All but reads with different parameters.
    NoNPlusOne,
    /// None.
    None,
}

/// Data of several sizes.
pub(super) struct Growing {
    /// What grows, in a word.
    pub(super) axis: String,
    /// Puts so many of it into a database.
    pub(super) fill: Fill,
    /// How many, run by run.
    pub(super) sizes: Vec<u32>,
}

/// As many statements on much data as on little: `fill(db, n)` puts `n` rows of what grows into the tables, with all that
/// belongs to them.
///
/// The code runs on databases of 2, 4, 7 and 12, and the law by which its statements grow is read from these runs. The name of
/// the function is the word for what grows; a closure has none, and wants [`Expectation::named`].
///
/// What is the same for every row shows as one: give rows different values, and their children, too, or a loop over them asks
/// nothing.
pub fn constant_in<F, R>(fill: F) -> Expectation
where
    F: AsyncFn(&DatabaseConnection, u32) -> R + Send + Sync + 'static,
    R: Answer + 'static,
{
    let axis = name_of::<F>();
    let fill = Arc::new(fill);
    let fill: Fill = Box::new(move |db, n| {
        let fill = Arc::clone(&fill);
        let filled: Pin<Box<dyn Future<Output = _>>> = Box::pin(async move { fill(db, n).await.answered() });
        filled
    });
    Expectation { growing: Some(Growing { axis, fill, sizes: SIZES.to_vec() }), ..Expectation::default() }
}

/// At most so many statements.
pub fn at_most(statements: u64) -> Expectation {
    Expectation::default().at_most(statements)
}

/// So many statements, no more and no fewer.
pub fn exactly(statements: u64) -> Expectation {
    Expectation::default().exactly(statements)
}

/// No read that is sent three times or more from one line, with three or more different parameters. To be seen it needs rows: three of
/// those that a loop would go through.
pub fn no_n_plus_one() -> Expectation {
    Expectation::default().no_n_plus_one()
}

/// No statement that is sent three times or more from one line: neither N+1, nor the same question again, nor
/// rows that are written one by one.
pub fn no_repeats() -> Expectation {
    Expectation::default().no_repeats()
}

impl Expectation {
    /// And at most so many statements, at any size.
    pub fn at_most(self, statements: u64) -> Self {
        let most = self.most.map_or(statements, |most| most.min(statements));
        Self { most: Some(most), ..self }
    }

    /// And so many statements, no more and no fewer, at any size.
    pub fn exactly(self, statements: u64) -> Self {
        Self { exact: Some(statements), ..self }
    }

    /// And no N+1, as [`no_n_plus_one`].
    pub fn no_n_plus_one(self) -> Self {
        Self { repeats: self.repeats.max(Repeats::NoNPlusOne), ..self }
    }

    /// And no repeats, as [`no_repeats`].
    pub fn no_repeats(self) -> Self {
        Self { repeats: Repeats::None, ..self }
    }

    /// The word for what grows in [`constant_in`].
    pub fn named(mut self, axis: &str) -> Self {
        if let Some(growing) = &mut self.growing {
            axis.clone_into(&mut growing.axis);
        }
        self
    }

    /// The sizes of [`constant_in`]: two different ones at least, four to tell a line from a curve.
    pub fn at_sizes(mut self, sizes: impl IntoIterator<Item = u32>) -> Self {
        if let Some(growing) = &mut self.growing {
            growing.sizes = sizes.into_iter().collect();
        }
        self
    }

    /// In words, to begin a message with.
    pub(super) fn in_words(&self) -> String {
        let mut parts = Vec::new();
        if let Some(growing) = &self.growing {
            parts.push(format!("as many statements however many {} there are", growing.axis));
        }
        let statements = |n: u64| if n == 1 { "1 statement".to_owned() } else { format!("{n} statements") };
        parts.extend(self.most.map(|n| format!("at most {}", statements(n))));
        parts.extend(self.exact.map(|n| format!("exactly {}", statements(n))));
        match self.repeats {
            Repeats::Any => {}
            Repeats::NoNPlusOne => parts.push("no N+1".to_owned()),
            Repeats::None => parts.push("no statement sent again and again".to_owned()),
        }
        parts.join(", ")
    }
}

/// The last part of a function's path; a closure is no word.
fn name_of<F>() -> String {
    let path = std::any::type_name::<F>();
    let name = path.split('<').next().and_then(|path| path.rsplit("::").next()).unwrap_or_default();
    let is_a_word = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.is_empty();
    if is_a_word { name.to_owned() } else { "rows".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn loaves(_: &DatabaseConnection, _: u32) {}

    #[test]
    fn what_grows_is_called_as_the_function_that_makes_it() {
        let axis = |expectation: Expectation| expectation.growing.expect("it grows").axis;
        assert_eq!(axis(constant_in(loaves)), "loaves");
        assert_eq!(axis(constant_in(async |_: &DatabaseConnection, _| {})), "rows");
        assert_eq!(axis(constant_in(async |_: &DatabaseConnection, _| {}).named("ovens")), "ovens");
    }

    #[test]
    fn what_is_expected_is_said_in_one_sentence() {
        let all = constant_in(loaves).at_most(2).no_repeats();
        let words =
            "as many statements however many loaves there are, at most 2 statements, no statement sent again and again";
        assert_eq!(all.in_words(), words);
        assert_eq!(exactly(1).in_words(), "exactly 1 statement");
    }
}
