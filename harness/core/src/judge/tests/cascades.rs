//! What the tables hold afterwards.

use super::POINTS;
use super::failed;
use super::observed;
use super::returned;
use super::said;
use crate::judge::cascade::judge;
use crate::observation::End;
use crate::observation::Run;
use crate::registry::CascadeClaim;
use crate::rows::Rows;
use crate::spec::CascadeSpec;
use crate::tables::Tables;

/// Bakery 1 with two cakes, bakery 2 with one.
const BEFORE: &str = "bakeries: {columns: [id], rows: [[1], [2]]}
cakes: {columns: [id, bakery_id], rows: [[11, 1], [12, 1], [13, 2]]}";

fn tables(yaml: &str) -> Tables {
    crate::locate::parse(yaml).expect("YAML")
}

fn claim(case: &str) -> CascadeClaim {
    let spec: CascadeSpec = crate::locate::parse(&format!("cases: [{{data: town, {case}}}]")).expect("YAML");
    let relations = "[{child: cakes, key: bakery_id, parent: bakeries}]";
    CascadeClaim { spec, relations: crate::locate::parse(relations).expect("YAML") }
}

/// A call that must do what `case` says, that ended so, and left the tables so.
#[track_caller]
fn check(case: &str, run: Run, after: &str, want: &str) {
    let run = Run { before: tables(BEFORE), after: tables(after), foreign_keys: true, ..run };
    assert_eq!(said(&judge(POINTS, &claim(case), &observed([run]))), want);
}

const GOES_ALONG: &str = "deleted: {bakeries: [1], cakes: [11, 12]}";
const REFUSED: &str = "refused: true";
const ALL_GONE: &str = "bakeries: {columns: [id], rows: [[2]]}
cakes: {columns: [id, bakery_id], rows: [[13, 2]]}";

fn done() -> Run {
    returned("town", Rows::default())
}

fn refused() -> Run {
    failed("town", "FOREIGN KEY constraint failed")
}

#[test]
fn exactly_what_had_to_go_is_gone() {
    check(GOES_ALONG, done(), ALL_GONE, "passed");
}

#[test]
fn doing_nothing_earns_nothing() {
    check(GOES_ALONG, done(), BEFORE, "0: DELETED_TOO_LITTLE");
}

#[test]
fn children_that_stay_behind_are_orphans() {
    let orphans = "bakeries: {columns: [id], rows: [[2]]}
cakes: {columns: [id, bakery_id], rows: [[11, 1], [12, 1], [13, 2]]}";
    check(GOES_ALONG, done(), orphans, "5: ORPHANED");
}

#[test]
fn a_row_that_had_to_stay_costs_points() {
    let all = "bakeries: {columns: [id], rows: [[2]]}
cakes: {columns: [id, bakery_id], rows: []}";
    check(GOES_ALONG, done(), all, "8: DELETED_TOO_MUCH");
}

#[test]
fn a_refusal_that_was_asked_for_passes() {
    check(REFUSED, refused(), BEFORE, "passed");
}

#[test]
fn a_deletion_that_had_to_be_refused_earns_nothing() {
    check(REFUSED, done(), ALL_GONE, "0: DELETED_TOO_MUCH NOT_REFUSED SHARED_ROW_LOST");
    check(REFUSED, done(), BEFORE, "0: NOT_REFUSED");
}

#[test]
fn a_refusal_that_nobody_asked_for_is_one_fault() {
    check(GOES_ALONG, refused(), BEFORE, "0: REFUSED");
    check(GOES_ALONG, failed("town", "no such table: cake"), BEFORE, "0: RETURNED_ERROR");
}

#[test]
fn an_error_over_the_right_tables_costs_a_point() {
    check(GOES_ALONG, failed("town", "nothing was left"), ALL_GONE, "9: RETURNED_ERROR");
}

#[test]
fn a_call_that_came_to_no_end_is_not_judged() {
    let panicked = End::Panicked { message: "no".to_owned(), site: None };
    check(GOES_ALONG, Run::ended("town", panicked), ALL_GONE, "PANICKED");
    check(GOES_ALONG, Run::ended("village", End::Returned), ALL_GONE, "INTERNAL");
}

#[test]
fn a_dead_counter_is_the_harness_s_error() {
    check(GOES_ALONG, Run { counter_alive: false, ..done() }, ALL_GONE, "INTERNAL");
}
