//! Which characters of a text are not those expected.

use similar::{ChangeTag, TextDiff};

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
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_chars(expected, actual).iter_all_changes() {
        let text = change.value();
        match (change.tag(), pieces.last_mut()) {
            (ChangeTag::Equal, Some(Piece::Same(run)))
            | (ChangeTag::Delete, Some(Piece::Expected(run)))
            | (ChangeTag::Insert, Some(Piece::Actual(run))) => run.push_str(text),
            (ChangeTag::Equal, _) => pieces.push(Piece::Same(text.to_owned())),
            (ChangeTag::Delete, _) => pieces.push(Piece::Expected(text.to_owned())),
            (ChangeTag::Insert, _) => pieces.push(Piece::Actual(text.to_owned())),
        }
    }
    pieces
}
