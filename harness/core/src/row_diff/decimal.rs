//! Decimal numbers, exact: as whole numbers of the last digit that their column has.

use crate::rows::Cell;

/// What a number may be off a digit that its column has: what is left of it is the noise of binary fractions.
const NOISE: f64 = 1e-6;
/// Below this, and with at most so many digits after the point, a real tells all decimals apart.
const PLAIN: (f64, u8) = (1e9, 5);

/// A number as it is written: `digits` × 10^`exponent`.
#[derive(Debug, Clone, Copy)]
struct Written {
    digits: i128,
    exponent: i32,
}

impl Written {
    /// `None` if it is no number, or one of more digits than can be held.
    fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let digits: i128 = digits.parse().ok()?;
        let exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        Some(Self { digits: if mantissa.len() > unsigned.len() { -digits } else { digits }, exponent })
    }

    /// How often it has a unit of the digit `scale` places after the point in it, if what is left is less than `noise`.
    #[expect(clippy::cast_precision_loss, reason = "what is left over is only compared with noise")]
    fn units(self, scale: u8, noise: f64) -> Option<i128> {
        if self.digits == 0 {
            return Some(0);
        }
        let shift = self.exponent.checked_add(scale.into())?;
        let factor = 10_i128.checked_pow(shift.unsigned_abs());
        if shift >= 0 {
            return self.digits.checked_mul(factor?);
        }
        // More digits than can be held are all behind the point.
        let factor = factor.unwrap_or(i128::MAX);
        let (whole, rest) = (self.digits / factor, self.digits % factor);
        let up = if rest.unsigned_abs() >= factor.unsigned_abs().div_ceil(2) { rest.signum() } else { 0 };
        let left = (if up == 0 { rest } else { rest - up * factor }) as f64 * 10_f64.powi(self.exponent);
        (left.abs() < noise).then_some(whole + up)
    }
}

/// A number, or a text that says one, as a cell of a column with `scale` digits after the point.
///
/// An integer, in units of the last digit, where it has no more digits than the column; a text of that integer's digits where
/// it is too large; a real, in the same unit, where it has more digits. Anything else is as it was.
pub(super) fn scaled(cell: &Cell, scale: u8) -> Cell {
    let (text, noise) = match cell {
        Cell::Null => return Cell::Null,
        Cell::Integer(n) => (n.to_string(), NOISE),
        // As many digits as tell it from its neighbours, which are further apart than the noise above 10^9.
        Cell::Real(x) => (format!("{x:?}"), NOISE.max(4.0 * f64::EPSILON * x.abs())),
        Cell::Text(text) => (text.clone(), NOISE),
    };
    let Some(number) = Written::parse(&text) else { return cell.clone() };
    if let Some(units) = number.units(scale, noise) {
        return i64::try_from(units).map_or_else(|_| Cell::Text(written(units, scale)), Cell::Integer);
    }
    let in_units = text.parse::<f64>().map(|x| x * 10_f64.powi(scale.into()));
    in_units.ok().filter(|x| x.is_finite()).map_or_else(|| cell.clone(), Cell::Real)
}

/// What [`scaled`] made, as it is shown: a real where that tells it from all others, else a text.
#[expect(clippy::cast_precision_loss, reason = "only for numbers that a real can hold")]
pub(super) fn shown(cell: &Cell, scale: u8) -> Cell {
    let unit = 10_f64.powi(scale.into());
    match cell {
        Cell::Integer(units) if scale == 0 => Cell::Integer(*units),
        Cell::Integer(units) if scale <= PLAIN.1 && (*units as f64 / unit).abs() < PLAIN.0 => {
            Cell::Real(*units as f64 / unit)
        }
        Cell::Integer(units) => Cell::Text(written((*units).into(), scale)),
        Cell::Real(x) => Cell::Real(x / unit),
        Cell::Null | Cell::Text(_) => cell.clone(),
    }
}

/// `units` of the digit `scale` places after the point, in decimal digits.
fn written(units: i128, scale: u8) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = usize::from(scale) + 1);
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(scale));
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row_diff::agree;

    #[track_caller]
    fn check(cell: impl Into<Cell>, scale: u8, want: impl Into<Cell>, as_shown: impl Into<Cell>) {
        let got = scaled(&cell.into(), scale);
        assert!(agree(&want.into(), &got), "{got:?}");
        assert!(agree(&as_shown.into(), &shown(&got, scale)), "{:?}", shown(&got, scale));
    }

    #[test]
    fn numbers_are_counted_in_their_last_digit_however_they_are_written() {
        check("20.00", 2, 2000, 20.0);
        check("20", 2, 2000, 20.0);
        check(20, 2, 2000, 20.0);
        check(20.0, 2, 2000, 20.0);
        check("2e1", 2, 2000, 20.0);
        check("-0.00", 2, 0, 0.0);
        check("-7.5", 2, -750, -7.5);
        check(".5", 2, 50, 0.5);
        check("20", 0, 20, 20);
    }

    #[test]
    fn noise_is_forgiven_and_further_digits_are_not() {
        check(0.1 + 0.2, 2, 30, 0.3);
        check("0.30000000000000004", 2, 30, 0.3);
        check("0.29999999999999999", 2, 30, 0.3);
        check("-0.29999999999999999", 2, -30, -0.3);
        check("1e-60", 2, 0, 0.0);
        check("3.3333", 2, 333.33, 3.3333);
        check("3.335", 2, 333.5, 3.335);
        check("12345678901234567.894", 2, 1_234_567_890_123_456_789.4, 12_345_678_901_234_567.894);
        check(12_345_678_901.300_001, 2, 1_234_567_890_130_i64, "12345678901.30");
        check("3.330002", 2, 333.000_2, 3.330_002);
    }

    #[test]
    fn numbers_that_no_real_can_hold_stay_exact() {
        check("12345678901234567.89", 2, 1_234_567_890_123_456_789_i64, "12345678901234567.89");
        check("92345678901234567890.12", 2, "92345678901234567890.12", "92345678901234567890.12");
        check("0.123456789", 9, 123_456_789, "0.123456789");
    }

    #[test]
    fn what_is_no_number_stays_what_it_is() {
        for text in ["", "-", ".", "1.2.3", "1,5", "+1", "NaN", "1e", "twenty"] {
            check(text, 2, text, text);
        }
        check(Cell::Null, 2, Cell::Null, Cell::Null);
    }
}
