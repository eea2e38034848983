//! The law that measured counts follow: the simplest one that explains all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::solve::{choices, solve};
use super::{Growth, Law, Ratio, Size, TIMES, rows_of};

/// The most unknowns of one formula: a constant and four slopes.
const MAX_UNKNOWNS: usize = 5;
/// The largest chunk that is looked for: SQLite binds at most 32,766 values a statement.
const MAX_CHUNK: u64 = 32_766;

/// A constant, and the slopes by name.
type Solution = (i64, BTreeMap<String, Ratio>);

impl Growth {
    /// Finds the law, and with it the constant and the slopes.
    pub(super) fn find_law(&mut self) {
        let n_different = self.sizes.iter().map(|size| (&size.axes, &size.rows)).collect::<BTreeSet<_>>().len();
        if n_different < 2 {
            return;
        }
        let tables = self.tables();
        let over = n_different - 1;
        let exact = self.exact(&tables, &[], over);
        let exact = exact.or_else(|| self.exact(&tables, &products(&tables), over));
        let exact = exact.or_else(|| self.exact(&tables, &[], n_different).filter(is_plain));
        if let Some((constant, slopes)) = exact {
            self.law = match slopes.values().any(|slope| slope.is_steep()) {
                _ if slopes.keys().any(|name| name.contains(TIMES)) => Law::Superlinear,
                _ if slopes.is_empty() => Law::Constant,
                true => Law::Linear,
                false => Law::Chunked,
            };
            (self.constant, self.slopes) = (constant, slopes);
        } else if let Some((chunk, only)) = self.chunks(&tables) {
            self.law = Law::Chunked;
            if only {
                (self.constant, self.slopes) = chunk;
            }
        } else if self.rises() && (self.bends_up() || self.outruns_its_rows()) {
            self.law = Law::Superlinear;
        } else if self.never_rises() {
            self.law = Law::NonIncreasing;
        }
    }

    fn tables(&self) -> Vec<String> {
        self.sizes.iter().flat_map(|size| size.rows.keys()).collect::<BTreeSet<_>>().into_iter().cloned().collect()
    }

    /// The sparsest exact fit of at most `most` unknowns by `tables`, and by one or two of `products` if there are any.
    fn exact(&self, tables: &[String], products: &[String], most: usize) -> Option<Solution> {
        let most = most.min(MAX_UNKNOWNS);
        let counts = if products.is_empty() { 0..=0 } else { 1..=2 };
        let mut sets: Vec<Vec<&str>> = Vec::new();
        for product in counts.flat_map(|n| choices(products, n)) {
            let linear = (0..most).flat_map(|n| choices(tables, n));
            sets.extend(linear.map(|set| [set, product.clone()].concat()).filter(|set| set.len() < most));
        }
        let sent: Vec<u64> = self.sizes.iter().map(|size| size.sent).collect();
        let solutions = sets.iter().filter_map(|set| {
            let columns = set.iter().map(|name| self.sizes.iter().map(|size| rows_of(&size.rows, name)).collect());
            let (constant, slopes) = solve(&columns.collect::<Vec<_>>(), &sent)?;
            Some((constant, set.iter().map(|name| (*name).to_owned()).zip(slopes).collect()))
        });
        solutions.min_by_key(|(_, slopes): &Solution| {
            let parts = |part: fn(&Ratio) -> i64| slopes.values().map(part).fold(0, i64::saturating_add);
            let elsewhere = slopes.keys().filter(|name| **name != self.axis).count();
            (slopes.len(), parts(|slope| slope.denominator), parts(|slope| slope.numerator), elsewhere)
        })
    }

    /// A fit `constant + ⌈rows / chunk⌉` by one table, and whether it is the only one.
    fn chunks(&self, tables: &[String]) -> Option<(Solution, bool)> {
        let mut found: Option<Solution> = None;
        for table in tables {
            let points = || self.sizes.iter().map(|size| (rows_of(&size.rows, table), i128::from(size.sent)));
            let most = points().map(|(rows, _)| rows).max().unwrap_or(0).min(MAX_CHUNK) + 1; // all chunks beyond are alike
            for chunk in 2..=most {
                let mut constants = points().map(|(rows, sent)| sent - i128::from(rows.div_ceil(chunk)));
                let constant = constants.next()?;
                if !constants.all(|other| other == constant) {
                    continue;
                }
                if let Some(first) = found {
                    return Some((first, false));
                }
                let slope = Ratio { numerator: 1, denominator: i64::try_from(chunk).ok()? };
                found = Some((i64::try_from(constant).ok()?, [(table.clone(), slope)].into()));
            }
        }
        found.map(|chunk| (chunk, true))
    }

    /// Whether the counts rise ever faster along an axis, all others being equal.
    fn bends_up(&self) -> bool {
        self.sizes.iter().flat_map(|size| size.axes.keys()).collect::<BTreeSet<_>>().into_iter().any(|axis| {
            let mut lines: BTreeMap<BTreeMap<&str, u32>, BTreeMap<u32, i128>> = BTreeMap::new();
            for size in &self.sizes {
                let others = size.axes.iter().filter(|(name, _)| *name != axis).map(|(name, n)| (name.as_str(), *n));
                let at = size.axes.get(axis).copied().unwrap_or(0);
                lines.entry(others.collect()).or_default().insert(at, size.sent.into());
            }
            lines.into_values().any(|line| is_convex(&line.into_iter().collect::<Vec<_>>()))
        })
    }

    /// Whether the counts grow by a larger factor than the rows of any table: then no constant and no slopes explain it.
    fn outruns_its_rows(&self) -> bool {
        self.pairs().any(|(small, large)| {
            let outrun = |table: &String| {
                let (before, after) = (rows_of(&small.rows, table), rows_of(&large.rows, table));
                product(large.sent, before) > product(small.sent, after)
            };
            small.sent > 0 && large.rows.keys().all(outrun)
        })
    }

    /// Whether more rows never mean fewer statements.
    fn rises(&self) -> bool {
        self.pairs().all(|(small, large)| small.sent <= large.sent)
    }

    /// Whether more rows never mean more statements, and fewer somewhere.
    fn never_rises(&self) -> bool {
        self.pairs().all(|(small, large)| small.sent >= large.sent)
            && self.pairs().any(|(small, large)| small.sent > large.sent)
    }

    /// All pairs of sizes of which the second has as many rows of every table or more, and more of one.
    fn pairs(&self) -> impl Iterator<Item = (&Size, &Size)> {
        let all = self.sizes.iter().flat_map(|small| self.sizes.iter().map(move |large| (small, large)));
        all.filter(|(small, large)| {
            let less = small.rows.iter().all(|(table, rows)| *rows <= rows_of(&large.rows, table));
            less && small.rows != large.rows
        })
    }
}

/// The products of two of `tables`, squares included.
fn products(tables: &[String]) -> Vec<String> {
    let second = |i: usize| tables[i..].iter().map(move |other| format!("{}{TIMES}{other}", tables[i]));
    (0..tables.len()).flat_map(second).collect()
}

fn product(a: u64, b: u64) -> u128 {
    u128::from(a) * u128::from(b)
}

/// Whether a fit with as many unknowns as sizes, which proves nothing by itself, is what code could do.
fn is_plain((constant, slopes): &Solution) -> bool {
    slopes.len() < 2 || (*constant >= 0 && slopes.values().all(|slope| slope.denominator == 1))
}

/// Whether three points or more lie on a line that rises and gets steeper.
fn is_convex(points: &[(u32, i128)]) -> bool {
    let rises: Vec<(i128, i128)> = points.windows(2).map(|p| (p[1].1 - p[0].1, i128::from(p[1].0 - p[0].0))).collect();
    let bend = |a: &(i128, i128), b: &(i128, i128)| (b.0 * a.1).cmp(&(a.0 * b.1));
    rises.len() > 1
        && rises.windows(2).all(|pair| bend(&pair[0], &pair[1]).is_ge())
        && bend(&rises[0], &rises[rises.len() - 1]).is_gt()
        && rises[rises.len() - 1].0 > 0
}
