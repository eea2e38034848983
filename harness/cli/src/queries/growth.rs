//! How the number of statements follows the scale, between the smallest run and the largest.
//!
//! Of a log only counts at some scales are known, and not the rows of each table, so that this is no fit as in
//! `harness_core::growth`, but a slope between two points; what is steep is the same.

use std::collections::BTreeMap;

use harness_core::growth::{Law, Ratio};
use serde::Serialize;
use serde_json::Number;

/// The growth of a log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Growth {
    /// The law.
    pub(crate) law: Law,
    /// Statements more for each unit of scale: of the statements at fault where the law is linear, of all elsewhere. `None`
    /// where it cannot be told.
    pub(crate) slope: Option<Number>,
    /// Statements at each scale.
    pub(crate) counts: BTreeMap<u64, u64>,
}

impl Growth {
    /// The growth of `counts`, of which statements at fault rise by `at_fault` in all; 0 if there are none.
    pub(super) fn of(counts: BTreeMap<u64, u64>, at_fault: i64) -> Self {
        let span = span(&counts);
        let sent: Vec<u64> = counts.values().copied().collect();
        let (Some(first), Some(last), Some(span)) = (sent.first(), sent.last(), span) else {
            return Self { law: Law::Inconclusive, slope: None, counts };
        };
        if at_fault > 0 {
            return Self { law: Law::Linear, slope: number(at_fault, span), counts };
        }
        let law = if sent.windows(2).all(|pair| pair[0] == pair[1]) {
            Law::Constant
        } else if sent.windows(2).all(|pair| pair[0] >= pair[1]) {
            Law::NonIncreasing
        } else {
            Law::Chunked
        };
        let slope = number(rise(*first, *last), span);
        Self { law, slope, counts }
    }
}

/// How far the largest scale is from the smallest; `None` if there are no two.
pub(super) fn span(counts: &BTreeMap<u64, u64>) -> Option<i64> {
    let (least, most) = (counts.first_key_value()?.0, counts.last_key_value()?.0);
    i64::try_from(most - least).ok().filter(|span| *span > 0)
}

/// How many more the second is.
pub(super) fn rise(from: u64, to: u64) -> i64 {
    let whole = |n| i64::try_from(n).unwrap_or(i64::MAX);
    whole(to) - whole(from)
}

/// Whether a statement that rises so is at fault: one for each 20 of scale, or more.
pub(super) fn is_steep(rise: i64, span: i64) -> bool {
    Ratio { numerator: rise, denominator: span }.is_steep()
}

/// A slope: a whole number where it is one.
pub(super) fn number(rise: i64, span: i64) -> Option<Number> {
    if rise % span == 0 {
        return Some((rise / span).into());
    }
    #[expect(clippy::cast_precision_loss, reason = "it is shown, and compared with nothing")]
    Number::from_f64(rise as f64 / span as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(counts: &[(u64, u64)], at_fault: i64, want: (Law, Option<f64>)) {
        let growth = Growth::of(counts.iter().copied().collect(), at_fault);
        assert_eq!((growth.law, growth.slope.and_then(|slope| slope.as_f64())), want);
    }

    #[test]
    fn law_follows_the_totals_where_no_statement_is_at_fault() {
        check(&[(1, 2), (5, 2), (9, 2)], 0, (Law::Constant, Some(0.0)));
        check(&[(1, 4), (5, 4), (9, 2)], 0, (Law::NonIncreasing, Some(-0.25)));
        check(&[(1, 2), (5, 2), (9, 4)], 0, (Law::Chunked, Some(0.25)));
        check(&[(1, 2), (5, 3), (9, 2)], 0, (Law::Chunked, Some(0.0)));
    }

    #[test]
    fn statements_at_fault_make_it_linear() {
        check(&[(10, 11), (100, 101)], 90, (Law::Linear, Some(1.0)));
        check(&[(10, 21), (30, 20)], 1, (Law::Linear, Some(0.05)));
    }

    #[test]
    fn one_scale_tells_nothing() {
        check(&[(7, 100)], 0, (Law::Inconclusive, None));
        check(&[], 0, (Law::Inconclusive, None));
    }

    #[test]
    fn one_for_each_twenty_is_steep_and_one_for_each_twenty_one_is_not() {
        assert!(is_steep(1, 20) && !is_steep(1, 21) && !is_steep(-1, 1));
        assert_eq!((number(2, 2), number(1, 2)), (Some(1.into()), Number::from_f64(0.5)));
    }
}
