//! Growth: how the number of statements follows the data, fitted exactly on small sizes and projected to large ones.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

mod laws;
mod solve;
#[cfg(test)]
mod tests;

use solve::add;

/// Any number of statements, as long as it does not grow.
pub const ANY: u64 = u64::MAX;

/// What was sent at one size.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// The size, a number for each axis.
    pub axes: BTreeMap<String, u32>,
    /// The rows that each table read holds at this size.
    pub rows: BTreeMap<String, u64>,
    /// Statements sent.
    pub sent: u64,
}

/// How the number of statements follows the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    /// The same number at every size.
    Constant,
    /// A fixed number a row, from 1/20 on: N+1.
    Linear,
    /// More with each further row: a loop inside a loop.
    Superlinear,
    /// One statement for each so many rows, or fewer than 1/20 a row.
    Chunked,
    /// Never more on more data, and somewhere less.
    NonIncreasing,
    /// None of these, or sizes that are all alike.
    Inconclusive,
}

/// A fraction in lowest terms, its denominator positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// What stands above the line.
    pub numerator: i64,
    /// What stands below it, 1 or more.
    pub denominator: i64,
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 { self.numerator.fmt(f) } else { write!(f, "{}/{}", self.numerator, self.denominator) }
    }
}

/// How the number of statements of a call follows the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// The law.
    pub law: Law,
    /// Statements that do not depend on the data; 0 where nothing fits.
    pub constant: i64,
    /// Statements a row, by table; the product of two tables is named `authors × tags`. All are above 0.
    /// Empty for a constant law, and where nothing fits. One of the form 1/k in a chunked law: one a k rows, rounded up.
    pub slopes: BTreeMap<String, Ratio>,
    /// What was measured, in the order of the runs.
    pub sizes: Vec<Size>,
    /// Statements at larger sizes: the number on `axis`, statements rounded up. Empty where nothing fits.
    pub projected: Vec<(u32, u64)>,
    /// The axis of the projection.
    pub axis: String,
    /// Statements that the budget allows; [`ANY`]: as many at any size as at the smallest. 0 where a law is asked for.
    pub allowed: u64,
    /// The law that is asked for, in one line, where it is not a budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
}

/// Says how the statements of `sizes` follow their rows, and what they come to at the sizes of `project`.
///
/// The first fit wins that is exact: nothing but a constant, then one table, two, and so on, so that tables which grow
/// together are not taken for one another; of equally many, whole and small slopes. Then one with a product of two
/// tables, then steps. A fit of several unknowns needs one size more than it has unknowns. Fewer than two different
/// sizes are inconclusive. `project` is a number on `axis` and the rows that each table holds there.
///
/// # Examples
///
/// One statement for the authors and one for each of them:
///
/// ```
/// use harness_core::growth::{Law, Size, fit};
///
/// let size = |authors, sent| Size {
///     axes: [("authors".to_owned(), authors)].into(),
///     rows: [("authors".to_owned(), authors.into())].into(),
///     sent,
/// };
/// let at_1000 = [("authors".to_owned(), 1000)].into();
/// let growth = fit(vec![size(2, 3), size(4, 5), size(12, 13)], "authors", &[(1000, at_1000)], 2);
///
/// assert_eq!(growth.law, Law::Linear);
/// assert_eq!(growth.formula(), "queries = 1 + 1 × authors");
/// assert_eq!(growth.projected, [(1000, 1001)]);
/// ```
#[must_use]
pub fn fit(sizes: Vec<Size>, axis: &str, project: &[(u32, BTreeMap<String, u64>)], allowed: u64) -> Growth {
    let mut growth = Growth {
        law: Law::Inconclusive,
        constant: 0,
        slopes: BTreeMap::new(),
        sizes,
        projected: Vec::new(),
        axis: axis.to_owned(),
        allowed,
        asked: None,
    };
    growth.find_law();
    if growth.is_exact() {
        growth.projected = project.iter().map(|(n, rows)| (*n, growth.at(rows))).collect();
    }
    growth
}

impl Growth {
    /// The law in one line: `queries = 1 + 1 × authors`.
    ///
    /// Where nothing fits exactly, the range that was measured.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::growth::{Size, fit};
    ///
    /// let size = |posts, sent| Size { axes: [].into(), rows: [("posts".to_owned(), posts)].into(), sent };
    /// let formula = |sizes: Vec<Size>| fit(sizes, "posts", &[], 1).formula();
    ///
    /// assert_eq!(formula(vec![size(10, 2), size(30, 2)]), "queries = 2");
    /// assert_eq!(formula(vec![size(50, 2), size(100, 2), size(101, 3)]), "queries = 1 + ⌈posts / 100⌉");
    /// assert_eq!(formula(vec![size(1, 2), size(2, 9), size(3, 4)]), "queries from 2 to 9, by no simple formula");
    /// ```
    #[must_use]
    pub fn formula(&self) -> String {
        if !self.is_exact() {
            let sent = || self.sizes.iter().map(|size| size.sent);
            let (least, most) = (sent().min().unwrap_or(0), sent().max().unwrap_or(0));
            return format!("queries from {least} to {most}, by no simple formula");
        }
        let slopes = self.slopes.iter().map(|(table, slope)| match self.law {
            Law::Chunked if slope.numerator == 1 => format!("⌈{table} / {}⌉", slope.denominator),
            Law::Constant | Law::Linear | Law::Superlinear | Law::Chunked | Law::NonIncreasing | Law::Inconclusive => {
                format!("{slope} × {table}")
            }
        });
        let constant = (self.constant != 0 || self.slopes.is_empty()).then(|| self.constant.to_string());
        format!("queries = {}", constant.into_iter().chain(slopes).collect::<Vec<_>>().join(" + "))
    }

    /// The tables of whose rows each costs 1/20 statement or more: what N+1 is about. The steepest first.
    ///
    /// A chunk of at most 20 rows counts; a product of tables is named as in [`Growth::slopes`].
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::growth::{Size, fit};
    ///
    /// let size = |posts, sent| Size { axes: [].into(), rows: [("posts".to_owned(), posts)].into(), sent };
    /// assert_eq!(fit(vec![size(2, 3), size(4, 5)], "posts", &[], 1).offenders(), ["posts"]);
    /// assert!(fit(vec![size(2, 3), size(4, 3)], "posts", &[], 1).offenders().is_empty());
    /// ```
    #[must_use]
    pub fn offenders(&self) -> Vec<&str> {
        let mut steep: Vec<_> = self.slopes.iter().filter(|(_, slope)| slope.is_steep()).collect();
        let cross = |a: &Ratio, b: &Ratio| i128::from(a.numerator) * i128::from(b.denominator);
        steep.sort_by(|(_, a), (_, b)| cross(b, a).cmp(&cross(a, b)));
        steep.into_iter().map(|(table, _)| table.as_str()).collect()
    }

    /// Whether the counts follow a formula exactly, so that they can be projected.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.law == Law::Constant || !self.slopes.is_empty()
    }

    /// Statements where the tables hold `rows`; a table that is not named there holds none.
    fn at(&self, rows: &BTreeMap<String, u64>) -> u64 {
        let mut total = Some((i128::from(self.constant), 1_i128));
        for (name, slope) in &self.slopes {
            let (rows, numerator, denominator) =
                (rows_of(rows, name), slope.numerator.into(), slope.denominator.into());
            let term = if self.law == Law::Chunked && slope.numerator == 1 {
                (i128::from(rows.div_ceil(slope.denominator.unsigned_abs())), 1)
            } else {
                (i128::from(rows).saturating_mul(numerator), denominator)
            };
            total = total.and_then(|total| add(total, term));
        }
        let statements = total.map(|(above, below)| above.max(0).unsigned_abs().div_ceil(below.unsigned_abs()));
        statements.and_then(|n| u64::try_from(n).ok()).unwrap_or(u64::MAX)
    }
}

impl Ratio {
    /// Whether it is 1/20 or more: from here on a slope counts as N+1.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::growth::Ratio;
    ///
    /// assert!(Ratio { numerator: 1, denominator: 20 }.is_steep());
    /// assert!(!Ratio { numerator: 1, denominator: 21 }.is_steep());
    /// ```
    #[must_use]
    pub fn is_steep(self) -> bool {
        i128::from(self.numerator) * 20 >= i128::from(self.denominator)
    }
}

/// What stands between the names of a product's tables.
const TIMES: &str = " × ";

/// The rows of a table, or of a product of tables.
fn rows_of(rows: &BTreeMap<String, u64>, name: &str) -> u64 {
    name.split(TIMES).map(|table| rows.get(table).copied().unwrap_or(0)).fold(1, u64::saturating_mul)
}
