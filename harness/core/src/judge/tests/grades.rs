//! All checks of an exercise.

use std::collections::BTreeMap;

use super::cakes;
use super::observed;
use super::returned;
use super::said;
use crate::judge::grade;
use crate::observation::End;
use crate::observation::Observation;
use crate::observation::Run;
use crate::registry::Registry;
use crate::rows::Rows;

/// Two given steps, then `cakes_of` and its budget, a contract, a cascade, a prediction and a suite.
const COURSE: &str = include_str!("../../registry/tests/course.yaml");

/// The verdicts on the checks from `cakes_of` on, with these calls observed and these files lost.
#[track_caller]
fn check(observations: &BTreeMap<String, Observation>, lost: &[(&str, End)], want: [&str; 6]) {
    let registry = Registry::parse(COURSE).expect("a course");
    let lost = lost.iter().map(|(file, end)| ((*file).to_owned(), end.clone())).collect();
    let graded = grade(&registry.exercises[0], observations, &lost);
    let verdicts: Vec<String> = graded.checks.iter().map(|check| said(&check.verdict)).collect();
    assert_eq!(verdicts[..2], ["given", "given"]);
    assert_eq!(verdicts[2..], want);
    let passed = graded.checks.iter().filter(|check| said(&check.verdict) == "passed");
    assert_eq!(graded.score().earned, passed.map(|check| check.score.possible).sum::<u32>());
}

/// Right answers to `cakes_of`.
fn right() -> BTreeMap<String, Observation> {
    let none = || Rows { columns: vec!["id".to_owned(), "bakery_id".to_owned()], rows: Vec::new() };
    let one = Rows { rows: vec![vec![11.into(), 1.into()]], ..none() };
    let runs = [
        returned("town(bakery: 1)", one.clone()),
        returned("village(bakery: 3)", none()),
        returned("city(bakery: 4)", none()),
        returned("bakeries 2, each 1", one.clone()),
        returned("bakeries 4, each 1", one),
        returned("bakeries 2, each 3", cakes(0..3)),
    ];
    [("cakes_of".to_owned(), observed(runs))].into()
}

#[test]
fn what_was_not_observed_earns_nothing() {
    check(&BTreeMap::new(), &[], ["INTERNAL"; 6]);
}

#[test]
fn each_call_is_judged_by_itself() {
    check(&right(), &[], ["passed", "passed", "INTERNAL", "INTERNAL", "INTERNAL", "INTERNAL"]);
}

#[test]
fn a_lost_file_ends_its_checks_alone() {
    let end = End::DoesNotCompile { file: "src/close.rs".to_owned(), message: "expected `;`".to_owned() };
    check(&right(), &[("close.rs", end)], ["passed", "passed", "INTERNAL", "DOES_NOT_COMPILE", "INTERNAL", "INTERNAL"]);
    let end = End::Rejected { message: "src/cakes_of.rs:3: unsafe".to_owned() };
    check(&right(), &[("cakes_of.rs", end)], ["REJECTED", "REJECTED", "INTERNAL", "INTERNAL", "INTERNAL", "INTERNAL"]);
}

#[test]
fn output_and_tables_are_told_with_the_check() {
    let registry = Registry::parse(COURSE).expect("a course");
    let loud = Run {
        output: "hello\n".to_owned(),
        given_instead: Some("no such table".to_owned()),
        ..returned("", cakes([]))
    };
    let graded = grade(&registry.exercises[0], &[("close".to_owned(), observed([loud]))].into(), &BTreeMap::new());
    let check = graded.check("closes").expect("a check");
    assert_eq!((check.output.as_deref(), check.given_instead.as_deref()), (Some("hello\n"), Some("no such table")));
    assert_eq!(graded.check("suite").expect("a check").output, None);
}
