//! Statements that must follow a law: one for the bakeries, one for each bakery, one for each cake.

use super::budgets;
use super::budgets::ALL;
use super::budgets::OF_ONE;
use super::budgets::sent;
use super::cakes;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::observation::Run;
use crate::query_log::Statement;
use crate::registry::BudgetClaim;
use crate::spec::LawSpec;

const OF_CAKE: &str = "SELECT * FROM crumbs WHERE cake_id = ?";

fn claim() -> BudgetClaim {
    let mut claim = budgets::claim();
    claim.spec.max_statements = 0;
    claim.spec.law = Some(LawSpec { once: 1, each: [("bakeries".to_owned(), 1), ("cakes".to_owned(), 1)].into() });
    claim
}

/// One statement for the bakeries, one for each of them, and `each` for each of their cakes.
fn nested(bakeries: i64, cakes: i64, each: i64) -> Vec<Statement> {
    let of_cakes = (0..bakeries * cakes * each).map(|n| sent(OF_CAKE, n));
    std::iter::once(sent(ALL, 0)).chain((0..bakeries).map(|n| sent(OF_ONE, n))).chain(of_cakes).collect()
}

#[track_caller]
fn check(log: impl Fn(i64, i64) -> Vec<Statement>, want: &str) -> Vec<Finding> {
    budgets::check_runs(&claim(), budgets::runs(log), want)
}

/// What is wrong with the counts, and the law that they follow.
#[track_caller]
fn check_law(log: impl Fn(i64, i64) -> Vec<Statement>, message: &str, formula: &str) {
    let findings = check(log, "0: WRONG_GROWTH");
    assert_eq!(findings[0].message, message);
    let Detail::Growth(growth) = &findings[0].detail else { panic!("{findings:?}") };
    assert_eq!(growth.formula(), formula);
    assert_eq!(growth.asked.as_deref(), Some("queries = 1 + 1 × bakeries + 1 × cakes"));
}

#[test]
fn a_law_that_is_met_at_every_size_passes() {
    check(|bakeries, cakes| nested(bakeries, cakes, 1), "passed");
}

#[test]
fn a_prefetch_where_questions_are_asked_for_does_not_grow() {
    check_law(
        |_, _| nested(0, 0, 1),
        "the number of statements does not grow; asked for is one more for each row of bakeries and of cakes",
        "queries = 1",
    );
}

#[test]
fn a_loop_without_a_question_is_named_by_its_table() {
    check_law(
        |bakeries, _| nested(bakeries, 0, 1),
        "no statement is sent for each row of cakes",
        "queries = 1 + 1 × bakeries",
    );
}

#[test]
fn a_question_more_a_row_is_told_from_one_too_few() {
    check_law(
        |bakeries, cakes| nested(bakeries, cakes, 2),
        "each row takes another number of statements than is asked for",
        "queries = 1 + 1 × bakeries + 2 × cakes",
    );
    let log = |bakeries, cakes| [nested(bakeries, cakes, 1), vec![sent("SELECT 1", 0)]].concat();
    check_law(
        log,
        "the number of statements that do not depend on the data is another one than is asked for",
        "queries = 2 + 1 × bakeries + 1 × cakes",
    );
}

#[test]
fn a_law_kept_by_the_same_question_each_time_is_redundant() {
    let log = |bakeries, cakes| {
        let same = vec![sent("SELECT * FROM cakes", 0); usize::try_from(bakeries + bakeries * cakes).expect("few")];
        [vec![sent(ALL, 0)], same].concat()
    };
    let findings = check(log, "0: REDUNDANT");
    assert!(findings[0].help.as_deref().is_some_and(|help| help.contains("row at hand")), "{findings:?}");
}

#[test]
fn a_law_is_judged_on_published_data_by_its_own_numbers_of_rows() {
    let mut claim = claim();
    claim.spec.growth = None;
    budgets::check_runs(&claim, budgets::runs(|bakeries, cakes| nested(bakeries, cakes, 1)), "passed");
    let findings = budgets::check_runs(&claim, budgets::runs(|_, _| nested(0, 0, 1)), "0: WRONG_GROWTH");
    assert_eq!(findings[0].message, "1 statement was sent; asked for: 7");
}

#[test]
fn a_law_is_judged_once_the_rows_are_right_at_size_too() {
    let runs = budgets::runs(|bakeries, cakes| nested(bakeries, cakes, 1)).into_iter();
    let runs = runs.map(|run| match run.case.as_str() {
        "bakeries 12, each 2" => Run { returned: Some(cakes(0..3)), ..run },
        _ => run,
    });
    budgets::check_runs(&claim(), runs.collect(), "0: WRONG_AT_SCALE");
}
