//! Rows that came back against rows that were expected.

use std::ops::Range;

use super::POINTS;
use super::cakes;
use super::failed;
use super::observed;
use super::returned;
use super::said;
use crate::judge::rows::judge;
use crate::observation::End;
use crate::observation::Observation;
use crate::observation::Run;
use crate::registry::RowsClaim;
use crate::rows::Rows;
use crate::spec::RowsCase;
use crate::spec::RowsSpec;

/// For each data set the cakes that are expected, out of those that there are.
const CASES: [(&str, Range<i64>, Range<i64>); 3] =
    [("town", 11..15, 11..23), ("village", 31..35, 31..43), ("city", 51..55, 51..63)];

/// Four of twelve cakes on each data set.
pub(super) fn claim() -> RowsClaim {
    let case = |(data, expected, _): (&str, Range<i64>, Range<i64>)| RowsCase {
        data: data.to_owned(),
        args: [].into(),
        rows: cakes(expected).rows,
    };
    let spec = RowsSpec {
        columns: vec!["id".to_owned(), "name".to_owned()],
        key: vec!["id".to_owned()],
        ordered: false,
        all_of: Some("cakes".to_owned()),
        cases: CASES.map(case).to_vec(),
    };
    RowsClaim { spec, all: CASES.map(|(data, _, all)| (data.to_owned(), cakes(all))).into() }
}

/// Those three answers, one a data set.
pub(super) fn answers(answers: [Rows; 3]) -> Vec<Run> {
    CASES.into_iter().zip(answers).map(|((data, ..), rows)| returned(data, rows)).collect()
}

/// The right answers.
pub(super) fn right() -> Vec<Run> {
    answers(CASES.map(|(_, expected, _)| cakes(expected)))
}

#[track_caller]
fn check(observation: &Observation, want: &str) {
    assert_eq!(said(&judge(POINTS, &claim(), observation)), want);
}

/// The right answers, one of them changed.
fn with(run: &Run) -> Observation {
    observed(right().into_iter().map(|right| if right.case == run.case { run.clone() } else { right }))
}

#[test]
fn right_rows_on_all_data_pass() {
    check(&observed(right()), "passed");
}

#[test]
fn the_worst_data_set_is_what_is_earned() {
    check(&with(&returned("village", cakes(31..34))), "7: ROWS_MISSING");
    let worse = answers([cakes(11..14), cakes(31..33), cakes(51..55)]);
    check(&observed(worse), "3: ROWS_MISSING");
}

#[test]
fn doing_nothing_earns_nothing() {
    check(&observed(answers([cakes([]), cakes([]), cakes([])])), "0: ROWS_MISSING");
    check(&observed(answers(CASES.map(|(_, _, all)| cakes(all)))), "0: ROWS_UNEXPECTED");
}

#[test]
fn no_more_than_the_whole_table_earns_is_nothing() {
    // Two of four: 2 · 2 / 6; the whole table: 2 · 4 / 16.
    check(&with(&returned("city", cakes(51..53))), "3: ROWS_MISSING");
    check(&with(&returned("city", cakes(51..52))), "0: ROWS_MISSING");
}

#[test]
fn an_answer_written_down_by_hand_earns_nothing() {
    check(&observed(answers([cakes(11..15), cakes(11..15), cakes(11..15)])), "0: ROWS_MISSING ROWS_UNEXPECTED");
}

#[test]
fn something_wrong_never_earns_all_points() {
    let order = RowsSpec { ordered: true, ..claim().spec };
    let reversed = answers(CASES.map(|(_, expected, _)| cakes(expected.rev())));
    for points in [1, 2, 100] {
        let verdict = judge(points, &RowsClaim { spec: order.clone(), ..claim() }, &observed(reversed.clone()));
        assert!(verdict.score(points).earned < points, "{verdict:?}");
    }
}

#[test]
fn the_other_data_sets_that_are_wrong_are_named() {
    let verdict = judge(POINTS, &claim(), &observed(answers([cakes(11..14), cakes(31..34), cakes(51..54)])));
    let crate::verdict::Verdict::Failed { findings, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!((findings.len(), findings[0].case.as_str()), (1, "town"));
    assert_eq!(findings[0].help.as_deref(), Some("the rows of village and of city are not right either"));
}

#[test]
fn an_error_that_the_call_returned_is_a_finding() {
    check(&with(&failed("town", "no such column: bakry_id")), "0: RETURNED_ERROR");
}

#[test]
fn a_call_that_came_to_no_end_is_not_judged() {
    check(&with(&Run::ended("city", End::TimedOut { limit_ms: 2000 })), "TIMED_OUT");
    check(&with(&Run::ended("town", End::NotAttempted)), "NOT_ATTEMPTED");
}

#[test]
fn what_was_not_observed_is_never_a_pass() {
    check(&Observation::default(), "INTERNAL");
    check(&observed(right().into_iter().take(2)), "INTERNAL");
    check(&with(&Run { returned: None, ..returned("city", cakes([])) }), "INTERNAL");
}

#[test]
fn a_dead_counter_is_the_harness_s_error() {
    check(&with(&Run { counter_alive: false, ..returned("city", cakes(51..55)) }), "INTERNAL");
}

#[test]
fn foreign_keys_that_were_not_enforced_are_the_harness_s_error() {
    check(&with(&Run { foreign_keys: false, ..returned("city", cakes(51..55)) }), "INTERNAL");
}
