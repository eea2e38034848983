//! What a column of a table holds, and how its cells are read.

use std::fmt;
use std::str::FromStr;

use crate::row_diff::decimal;
use crate::row_diff::table::Source;
use crate::rows::Cell;

/// The most digits after the point: with more there is no room in front of it.
const MOST_DIGITS: u8 = 18;
/// The most digits after the point of a column whose type nobody told: what is behind them is noise.
const MOST_DIGITS_FOUND: usize = 6;

/// The type of a column, from the one that says most of a number to the one that says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnType {
    /// Whole numbers.
    Integer,
    /// Numbers with so many digits after the point, compared exactly.
    Decimal(u8),
    /// Numbers, compared within the noise of binary fractions.
    Real,
    /// Texts, compared as they are written.
    Text,
}

/// The name of no type.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown type `{0}`: there are integer, text, real, and decimal(n) with n digits after the point, at most {MOST_DIGITS}"
)]
pub struct UnknownType(String);

impl FromStr for ColumnType {
    type Err = UnknownType;

    fn from_str(name: &str) -> Result<Self, UnknownType> {
        let unknown = || UnknownType(name.to_owned());
        match name {
            "integer" => Ok(Self::Integer),
            "text" => Ok(Self::Text),
            "real" => Ok(Self::Real),
            _ => {
                let digits = name.strip_prefix("decimal(").and_then(|rest| rest.strip_suffix(')'));
                let digits: u8 = digits.and_then(|digits| digits.trim().parse().ok()).ok_or_else(unknown)?;
                if digits <= MOST_DIGITS { Ok(Self::Decimal(digits)) } else { Err(unknown()) }
            }
        }
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer => f.write_str("integer"),
            Self::Decimal(digits) => write!(f, "decimal({digits})"),
            Self::Real => f.write_str("real"),
            Self::Text => f.write_str("text"),
        }
    }
}

impl ColumnType {
    /// The narrowest type of all these cells; `None` if none of them says anything.
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a Cell>, source: Source) -> Option<Self> {
        cells.filter_map(|cell| Self::of_cell(cell, source)).max()
    }

    fn of_cell(cell: &Cell, source: Source) -> Option<Self> {
        match (cell, source) {
            (Cell::Null, _) => None,
            (Cell::Integer(_), _) => Some(Self::Integer),
            (Cell::Real(_), _) => Some(Self::Real),
            (Cell::Text(_), Source::Json) => Some(Self::Text),
            (Cell::Text(text), Source::Csv) if text.is_empty() => None,
            (Cell::Text(text), Source::Csv) => Some(Self::of_text(text)),
        }
    }

    /// The type of a number, if it is written as databases write them: no plus, no zero in front.
    fn of_text(text: &str) -> Self {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
            None => (unsigned, None),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let is_whole = is_digits(whole) && (whole == "0" || !whole.starts_with('0'));
        if !is_whole || ![fraction, exponent].into_iter().flatten().all(is_digits) {
            return Self::Text;
        }
        match (fraction, exponent) {
            (_, Some(_)) => Self::Real,
            (Some(fraction), None) => Self::Decimal(u8::try_from(fraction.len().min(MOST_DIGITS_FOUND)).unwrap_or(0)),
            // Too large for an integer of a database's: exact all the same.
            (None, None) if text == "-0" || text.parse::<i64>().is_err() => Self::Decimal(0),
            (None, None) => Self::Integer,
        }
    }

    /// What a cell stands for in a column of this type. A text in CSV may be a number, one in JSON only in a column of decimals;
    /// what is none stays what it is.
    pub(super) fn read(self, cell: &Cell, source: Source) -> Cell {
        let number = |text: &str| match (Self::of_text(text), self) {
            // A whole number that is too large for an integer would not be itself as a real.
            (Self::Text, _) | (Self::Decimal(0), Self::Integer) => None,
            (Self::Integer, Self::Integer) => text.parse().ok().map(Cell::Integer),
            _ => text.parse().ok().filter(|x: &f64| x.is_finite()).map(Cell::Real),
        };
        match (self, cell, source) {
            (Self::Decimal(digits), _, _) => decimal::scaled(cell, digits),
            (Self::Integer | Self::Real, Cell::Text(text), Source::Csv) => number(text).unwrap_or_else(|| cell.clone()),
            _ => cell.clone(),
        }
    }

    /// A cell that was read, as it is shown.
    pub(super) fn shown(self, cell: &Cell) -> Cell {
        match self {
            Self::Decimal(digits) => decimal::shown(cell, digits),
            Self::Integer | Self::Real | Self::Text => cell.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The type that is found in a CSV with these cells.
    #[track_caller]
    fn check(texts: &[&str], want: Option<ColumnType>) {
        let cells: Vec<Cell> = texts.iter().map(|&text| text.into()).collect();
        assert_eq!(ColumnType::of(cells.iter(), Source::Csv), want, "{texts:?}");
    }

    #[test]
    fn a_column_of_texts_is_as_narrow_as_its_widest_cell() {
        check(&["1", "-20", "0"], Some(ColumnType::Integer));
        check(&["1", "2.50", "", "-0.5"], Some(ColumnType::Decimal(2)));
        check(&["1", "0.30000000000000004"], Some(ColumnType::Decimal(6)));
        check(&["1.5", "1e-7"], Some(ColumnType::Real));
        check(&["99999999999999999999"], Some(ColumnType::Decimal(0)));
        check(&["", ""], None);
    }

    #[test]
    fn what_reads_like_a_number_and_is_written_like_none_is_text() {
        for text in ["007", "+1", "1.", ".5", "0x10", "1,5", "inf", "NaN", "1e", "00.5", "-", " 1"] {
            check(&["1", text], Some(ColumnType::Text));
        }
    }

    #[test]
    fn types_have_their_names() {
        for name in ["integer", "text", "real", "decimal(0)", "decimal(18)"] {
            assert_eq!(name.parse::<ColumnType>().unwrap().to_string(), name);
        }
        for name in ["", "money", "decimal", "decimal(x)", "decimal(10,2)", "decimal(19)", "INT"] {
            assert_eq!(name.parse::<ColumnType>(), Err(UnknownType(name.to_owned())));
        }
    }

    #[test]
    fn a_text_is_a_number_where_nothing_else_can_be_written() {
        let read = |of: ColumnType, text: &str, source| of.read(&text.into(), source);
        assert_eq!(read(ColumnType::Integer, "7", Source::Csv), 7.into());
        assert_eq!(read(ColumnType::Integer, "7.0", Source::Csv), 7.0.into());
        assert_eq!(read(ColumnType::Integer, "007", Source::Csv), "007".into());
        assert_eq!(read(ColumnType::Integer, "7", Source::Json), "7".into());
        assert_eq!(read(ColumnType::Real, "7", Source::Csv), 7.0.into());
        assert_eq!(read(ColumnType::Text, "7", Source::Csv), "7".into());
        assert_eq!(read(ColumnType::Decimal(2), "7", Source::Json), 700.into());
    }
}
