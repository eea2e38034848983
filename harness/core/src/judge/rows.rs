//! Rows that came back against rows that were expected.

use super::finding;
use super::internal;
use super::returned;
use super::stopped;
use super::verdict;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::observation::Observation;
use crate::plan::case_name;
use crate::registry::RowsClaim;
use crate::row_diff;
use crate::row_diff::RowDiff;
use crate::rows::Rows;
use crate::score::Points;
use crate::verdict::Verdict;

pub(super) fn judge(points: Points, claim: &RowsClaim, observation: &Observation) -> Verdict {
    let mut worst = 1.0_f64;
    let mut shown: Vec<Finding> = Vec::new();
    let mut also: Vec<String> = Vec::new();
    for case in &claim.spec.cases {
        let name = case_name(&case.data, &case.args);
        let run = match returned(observation, &name) {
            Ok(run) => run,
            Err(stop) => return stopped(stop),
        };
        let Some(actual) = &run.returned else {
            return stopped(internal(&name, "the call returned, and its rows are not there"));
        };
        let expected = Rows { columns: claim.spec.columns.clone(), rows: case.rows.clone() };
        let share_of = |actual: &Rows| row_diff::diff(&expected, actual, &claim.spec.key, claim.spec.ordered).share();
        let diff = row_diff::diff(&expected, actual, &claim.spec.key, claim.spec.ordered);
        if diff.is_identical() {
            continue;
        }
        let empty = Rows { columns: expected.columns.clone(), rows: Vec::new() };
        let all = claim.all.get(&case.data).map(|all| share_of(&projected(all, &expected.columns)));
        let baseline = share_of(&empty).max(all.unwrap_or(0.0));
        worst = worst.min(row_diff::share_above(diff.share(), baseline));
        if shown.is_empty() {
            shown = findings(&name, diff);
        } else {
            also.push(name);
        }
    }
    if let (Some(first), false) = (shown.first_mut(), also.is_empty()) {
        first.help = Some(format!("the rows of {} are not right either", also.join(" and of ")));
    }
    verdict(points, worst, shown)
}

/// The columns of `rows` that have these names.
fn projected(rows: &Rows, columns: &[String]) -> Rows {
    let positions: Vec<usize> = columns.iter().filter_map(|column| rows.column(column)).collect();
    let pick = |row: &Vec<_>| positions.iter().filter_map(|&at| row.get(at).cloned()).collect();
    Rows {
        columns: positions.iter().map(|&at| rows.columns[at].clone()).collect(),
        rows: rows.rows.iter().map(pick).collect(),
    }
}

/// A finding a class of difference; the first one carries the diff.
fn findings(case: &str, diff: RowDiff) -> Vec<Finding> {
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let of = diff.n_expected;
    let columns = diff.missing_columns.len() + diff.extra_columns.len() + diff.renamed_columns.len();
    let classes = [
        (Code::WrongColumns, columns, "the columns are not those that were asked for".to_owned()),
        (
            Code::RowsMissing,
            diff.missing().count(),
            format!("{} of {of} missing", count(diff.missing().count(), "row")),
        ),
        (
            Code::RowsUnexpected,
            diff.unexpected().count(),
            format!("{} unexpected", count(diff.unexpected().count(), "row")),
        ),
        (
            Code::RowsDuplicated,
            diff.duplicated().count(),
            format!("{} more than once", count(diff.duplicated().count(), "row")),
        ),
        (
            Code::CellsChanged,
            diff.changed().count(),
            format!("{} with other values", count(diff.changed().count(), "row")),
        ),
        (
            Code::WrongOrder,
            usize::from(diff.out_of_order),
            "the rows are not in the order that was asked for".to_owned(),
        ),
    ];
    let mut findings: Vec<Finding> =
        classes.into_iter().filter(|(_, n, _)| *n > 0).map(|(code, _, message)| finding(code, case, message)).collect();
    if let Some(first) = findings.first_mut() {
        first.detail = Detail::Rows(diff);
    }
    findings
}
