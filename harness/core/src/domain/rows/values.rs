//! Values that a column takes.

use crate::observation::Kind;
use crate::rows::Cell;

/// The `n`-th value of a column, different from those of other `n`; of a column with few values the `n_row`-th, from the
/// beginning again after the last. `None` where no value is known. A UUID, and bytes, are given as their hexadecimal digits.
pub(super) fn value(column: &str, kind: &Kind, n: i64, n_row: usize) -> Option<Cell> {
    let day = || format!("{}-{:02}-{:02}", 2020 + n / 336 % 80, n / 28 % 12 + 1, n % 28 + 1);
    let time = || format!("{:02}:{:02}:{:02}", n / 3600 % 24, n / 60 % 60, n % 60);
    Some(match kind {
        Kind::Integer => Cell::Integer(n),
        #[expect(clippy::cast_precision_loss, reason = "numbers of rows are far below 2^52")]
        Kind::Real | Kind::Decimal => Cell::Real(n as f64 + 0.5),
        Kind::Tiny => Cell::from(n_row % 100),
        Kind::Boolean => Cell::from(n_row % 2),
        Kind::Text(length) => Cell::Text(text(column, *length, n)),
        Kind::Choice(choices) => {
            let at = n_row.checked_rem(choices.len())?;
            Cell::Text(choices[at].clone())
        }
        Kind::Date => Cell::Text(day()),
        Kind::Time => Cell::Text(time()),
        Kind::DateTime => Cell::Text(format!("{} {}", day(), time())),
        Kind::Timestamp => Cell::Text(format!("{} {}+00:00", day(), time())),
        Kind::Json => Cell::Text(format!("{{\"{column}\":{n}}}")),
        Kind::Uuid => Cell::Text(format!("{n:032x}")),
        Kind::Bytes => Cell::Text(format!("{n:016x}")),
        Kind::Other => return None,
    })
}

/// The column's name and the number, or the number alone in a shorter writing where the column has no room for more.
fn text(column: &str, length: Option<u32>, n: i64) -> String {
    let long = format!("{column} {n}");
    let most = length.map_or(usize::MAX, |length| usize::try_from(length).unwrap_or(usize::MAX));
    if long.chars().count() <= most {
        return long;
    }
    let mut digits = Vec::new();
    let mut rest = n;
    while digits.is_empty() || rest > 0 {
        let digit = u32::try_from(rest % 36).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        rest /= 36;
    }
    digits.iter().take(most).rev().collect()
}
