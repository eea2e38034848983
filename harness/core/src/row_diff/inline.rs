//! Which characters of a text are not those expected.

use crate::row_diff::edits::edits;

/// A run of characters of two texts that were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both texts.
    Same(String),
    /// In the expected text alone.
    Expected(String),
    /// In the actual text alone.
    Actual(String),
}

/// Above this many characters on a side, texts are not compared character by character.
const MOST_CHARACTERS: usize = 2_000;

/// Cuts two texts into what they share and what they do not, in order.
///
/// Texts of more than 2,000 characters are one piece each.
///
/// # Examples
///
/// ```
/// use harness_core::row_diff::{Piece, pieces};
///
/// assert_eq!(
///     pieces("Food", "Food "),
///     [Piece::Same("Food".into()), Piece::Actual(" ".into())],
/// );
/// ```
#[must_use]
pub fn pieces(expected: &str, actual: &str) -> Vec<Piece> {
    if expected.chars().nth(MOST_CHARACTERS).is_some() || actual.chars().nth(MOST_CHARACTERS).is_some() {
        return if expected == actual {
            vec![Piece::Same(expected.to_owned())]
        } else {
            vec![Piece::Expected(expected.to_owned()), Piece::Actual(actual.to_owned())]
        };
    }
    let (expected, actual): (Vec<char>, Vec<char>) = (expected.chars().collect(), actual.chars().collect());
    let numbers = |text: &[char]| -> Vec<usize> { text.iter().map(|&character| character as usize).collect() };
    let mut pieces: Vec<Piece> = Vec::new();
    for edit in edits(&numbers(&expected), &numbers(&actual)) {
        let (old, new): (String, String) =
            (expected[edit.old_range()].iter().collect(), actual[edit.new_range()].iter().collect());
        if old == new {
            pieces.push(Piece::Same(old));
        } else {
            pieces.extend(Some(old).filter(|text| !text.is_empty()).map(Piece::Expected));
            pieces.extend(Some(new).filter(|text| !text.is_empty()).map(Piece::Actual));
        }
    }
    pieces
}
