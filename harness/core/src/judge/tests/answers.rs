//! Predictions.

use super::POINTS;
use super::cakes;
use super::observed;
use super::returned;
use super::said;
use crate::judge::answer::judge;
use crate::observation::End;
use crate::observation::Run;
use crate::rows::Cell;
use crate::rows::Rows;
use crate::spec::AnswerSpec;
use crate::verdict::Verdict;

const CASES: &str = "
wrong: count them on paper
cases:
  - {args: {cakes: 10}, is: 7411}
  - {args: {cakes: 20}, is: 7421}";

fn case(n: usize) -> String {
    format!("(cakes: {}0)", n + 1)
}

fn answered(n: usize, answer: impl Into<Cell>) -> Run {
    returned(&case(n), Rows { columns: vec!["answer".to_owned()], rows: vec![vec![answer.into()]] })
}

fn blank(n: usize) -> Run {
    Run::ended(case(n), End::NotAttempted)
}

#[track_caller]
fn check(runs: Vec<Run>, want: &str) -> Verdict {
    let claim: AnswerSpec = crate::locate::parse(CASES).expect("YAML");
    let verdict = judge(POINTS, &claim, &observed(runs));
    assert_eq!(said(&verdict), want);
    verdict
}

#[test]
fn right_answers_pass() {
    check(vec![answered(0, 7411), answered(1, 7421)], "passed");
}

#[test]
fn a_blank_answer_costs_itself_alone() {
    check(vec![answered(0, 7411), blank(1)], "5: PREDICTION_WRONG");
    check(vec![blank(0), blank(1)], "NOT_ATTEMPTED");
}

#[test]
fn a_wrong_answer_is_told_where_to_look_and_never_the_answer() {
    let verdict = check(vec![answered(0, 7412), answered(1, 7421)], "5: PREDICTION_WRONG");
    let shown = format!("{verdict:?}");
    assert!(shown.contains("count them on paper") && !shown.contains("7411"), "{shown}");
    check(vec![answered(0, "7411"), answered(1, Cell::Null)], "0: PREDICTION_WRONG");
}

#[test]
fn one_answer_to_all_questions_earns_nothing_where_their_answers_differ() {
    check(vec![answered(0, 7411), answered(1, 7411)], "0: PREDICTION_WRONG");
    check(vec![answered(0, 7411), answered(1, 7422)], "5: PREDICTION_WRONG");
}

#[test]
fn an_answer_that_panics_is_not_judged() {
    let panicked = End::Panicked { message: "no".to_owned(), site: None };
    check(vec![answered(0, 7411), Run::ended(case(1), panicked)], "PANICKED");
}

#[test]
fn a_question_that_was_not_asked_is_never_a_pass() {
    check(vec![answered(0, 7411)], "INTERNAL");
    check(vec![answered(0, 7411), returned(&case(1), cakes([]))], "5: PREDICTION_WRONG");
}
