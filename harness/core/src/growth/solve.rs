//! Linear equations over whole numbers, solved exactly or not at all.

use super::Ratio;

/// The constant and the slopes of `sent = constant + Σ slope × column`, if one set of them meets every row exactly.
///
/// `None` too where several sets do, where a slope is not above 0 or the constant not whole, and where the numbers
/// outgrow 128 bits on the way.
pub(super) fn solve(columns: &[Vec<u64>], sent: &[u64]) -> Option<(i64, Vec<Ratio>)> {
    let n_unknowns = columns.len() + 1;
    let mut rows: Vec<Vec<i128>> = (0..sent.len())
        .map(|i| {
            let coefficients = columns.iter().map(|column| i128::from(column[i]));
            std::iter::once(1).chain(coefficients).chain([i128::from(sent[i])]).collect()
        })
        .collect();
    for column in 0..n_unknowns {
        let pivot = (column..rows.len()).find(|row| rows[*row][column] != 0)?;
        rows.swap(column, pivot);
        let pivot = rows[column].clone();
        for (i, row) in rows.iter_mut().enumerate() {
            if i != column && row[column] != 0 {
                *row = eliminate(row, &pivot, column)?;
            }
        }
    }
    if rows[n_unknowns..].iter().any(|row| row[n_unknowns] != 0) {
        return None;
    }
    let values = (0..n_unknowns).map(|i| ratio(rows[i][n_unknowns], rows[i][i])).collect::<Option<Vec<_>>>()?;
    let (constant, slopes) = values.split_first()?;
    let fits = constant.denominator == 1 && slopes.iter().all(|slope| slope.numerator > 0);
    fits.then(|| (constant.numerator, slopes.to_vec()))
}

/// `row` with a 0 in `column`, by a multiple of `pivot`; its numbers kept small.
fn eliminate(row: &[i128], pivot: &[i128], column: usize) -> Option<Vec<i128>> {
    let (keep, take) = (pivot[column], row[column]);
    let terms = row.iter().zip(pivot).map(|(a, b)| a.checked_mul(keep)?.checked_sub(b.checked_mul(take)?));
    let row = terms.collect::<Option<Vec<_>>>()?;
    let divisor = row.iter().fold(0, |a, b| gcd(a, *b)).max(1);
    Some(row.into_iter().map(|n| n / divisor).collect())
}

fn ratio(above: i128, below: i128) -> Option<Ratio> {
    let divisor = gcd(above, below).max(1) * below.signum();
    let (numerator, denominator) = (i64::try_from(above / divisor).ok()?, i64::try_from(below / divisor).ok()?);
    Some(Ratio { numerator, denominator })
}

/// The sum of two fractions.
pub(super) fn add(a: (i128, i128), b: (i128, i128)) -> Option<(i128, i128)> {
    let above = a.0.checked_mul(b.1)?.checked_add(b.0.checked_mul(a.1)?)?;
    let below = a.1.checked_mul(b.1)?;
    let divisor = gcd(above, below).max(1);
    Some((above / divisor, below / divisor))
}

/// The greatest common divisor, not negative; of two zeros, 0.
fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.checked_abs().unwrap_or(1), b.checked_abs().unwrap_or(1));
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// All choices of `n` of `names`, in order.
pub(super) fn choices(names: &[String], n: usize) -> Vec<Vec<&str>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (i, first) in names.iter().enumerate() {
        for rest in choices(&names[i + 1..], n - 1) {
            all.push(std::iter::once(first.as_str()).chain(rest).collect());
        }
    }
    all
}
