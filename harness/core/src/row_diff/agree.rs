//! Which cells are the same value to a reader.

use crate::rows::Cell;

/// Reals this close to each other are the same number: what is left of it is the noise of binary fractions.
const NOISE: f64 = 1e-6;

/// Whether two cells are the same value to a reader: equal, or reals within the noise of binary fractions.
///
/// A real is never an integer, a text never a number, and NULL is equal to NULL alone.
///
/// # Examples
///
/// ```
/// use harness_core::row_diff::agree;
///
/// assert!(agree(&0.3.into(), &(0.1 + 0.2).into()));
/// assert!(!agree(&2.into(), &2.0.into()));
/// ```
#[must_use]
pub fn agree(expected: &Cell, actual: &Cell) -> bool {
    match (expected, actual) {
        (Cell::Real(a), Cell::Real(b)) if a.is_finite() && b.is_finite() => {
            // Numbers above 10^9 are further apart than that when they are neighbours.
            (a - b).abs() <= NOISE.max(4.0 * f64::EPSILON * a.abs())
        }
        _ => expected == actual,
    }
}

/// The cell, a real without its noise: one value for all reals that are printed alike.
pub(super) fn canonical(cell: &Cell) -> Cell {
    match cell {
        // Adding zero makes the negative zero a positive one.
        Cell::Real(x) if (x / NOISE).is_finite() => Cell::Real((x / NOISE).round() + 0.0),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Text(_) => cell.clone(),
    }
}
