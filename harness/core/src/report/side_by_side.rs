//! How the statements of calls grow that do the same in different ways, as one table.

use crate::gradebook::Measured;
use crate::growth::Growth;

/// The table, a line a call; none where nothing was measured.
pub(super) fn lines(measured: &[Measured]) -> Vec<String> {
    let Some(first) = measured.iter().find_map(|of| of.growth.as_ref()) else { return Vec::new() };
    let sizes = measured.iter().filter_map(|of| of.growth.as_ref()).find(|growth| !growth.projected.is_empty());
    let sizes: Vec<u32> = sizes.iter().flat_map(|growth| &growth.projected).map(|(n, _)| *n).collect();
    let mut table = vec![row(&first.axis, sizes.iter().map(ToString::to_string), "")];
    table.extend(measured.iter().map(|of| match &of.growth {
        None => row(&of.call, sizes.iter().map(|_| "?".to_owned()), "its rows are not right yet"),
        Some(growth) => row(&of.call, sizes.iter().map(|n| projected(growth, *n)), &growth.formula()),
    }));
    let others = others(first);
    [format!("  statements, side by side{others}:")].into_iter().chain(aligned(&table)).collect()
}

/// What one size of the other axes is projected for.
fn others(growth: &Growth) -> String {
    let first = growth.sizes.first().map(|size| size.axes.iter().filter(|(axis, _)| **axis != growth.axis));
    let others: Vec<String> = first.into_iter().flatten().map(|(axis, n)| format!("{axis} {n}")).collect();
    if others.is_empty() { String::new() } else { format!(" ({})", others.join(", ")) }
}

fn projected(growth: &Growth, n: u32) -> String {
    growth.projected.iter().find(|(at, _)| *at == n).map_or_else(|| "?".to_owned(), |(_, sent)| sent.to_string())
}

fn row(name: &str, cells: impl Iterator<Item = String>, law: &str) -> Vec<String> {
    [name.to_owned()].into_iter().chain(cells).chain([law.to_owned()]).collect()
}

/// The first and the last column to the left, numbers to the right.
fn aligned(table: &[Vec<String>]) -> Vec<String> {
    let n_columns = table.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| table.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..n_columns).map(|at| width(at).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(at, cell)| match at {
            0 => format!("{cell:<width$}", width = widths[at]),
            _ if at + 1 == n_columns => format!("  {cell}"),
            _ => format!("{cell:>width$}", width = widths[at]),
        });
        format!("    {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    };
    table.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::{Size, fit};

    /// A statement for the authors, and `each` for each post.
    fn measured(call: &str, each: u64) -> Measured {
        let rows = |authors: u32| [("posts".to_owned(), u64::from(2 * authors))];
        let size = |authors| Size {
            axes: [("authors".to_owned(), authors), ("posts_each".to_owned(), 2)].into(),
            rows: rows(authors).into(),
            sent: 1 + each * u64::from(2 * authors),
        };
        let growth = fit(vec![size(2), size(3), size(5)], "authors", &[5, 1000].map(|n| (n, rows(n).into())), 1);
        Measured { call: call.to_owned(), growth: Some(growth) }
    }

    #[track_caller]
    fn check(all: &[Measured], want: &[&str]) {
        assert_eq!(lines(all), want);
    }

    #[test]
    fn two_ways_stand_in_one_table() {
        check(
            &[measured("naive_feed", 1), measured("eager_feed", 0)],
            &[
                "  statements, side by side (posts_each 2):",
                "    authors      5  1000",
                "    naive_feed  11  2001    queries = 1 + 1 × posts",
                "    eager_feed   1     1    queries = 1",
            ],
        );
    }

    #[test]
    fn what_is_not_right_yet_says_so() {
        check(
            &[measured("naive_feed", 1), Measured { call: "eager_feed".to_owned(), growth: None }],
            &[
                "  statements, side by side (posts_each 2):",
                "    authors      5  1000",
                "    naive_feed  11  2001    queries = 1 + 1 × posts",
                "    eager_feed   ?     ?    its rows are not right yet",
            ],
        );
    }

    #[test]
    fn nothing_measured_is_no_table() {
        check(&[Measured { call: "naive_feed".to_owned(), growth: None }], &[]);
        check(&[], &[]);
    }
}
