//! Statements that were sent against a budget: two, at any size.

use std::collections::BTreeMap;

use super::POINTS;
use super::cakes;
use super::observed;
use super::returned;
use super::rows;
use super::said;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::judge::budget::judge;
use crate::observation::End;
use crate::observation::Run;
use crate::plan::size_name;
use crate::query_log::QueryLog;
use crate::query_log::Statement;
use crate::registry::BudgetClaim;
use crate::spec::BudgetSpec;
use crate::spec::GrowthSpec;
use crate::verdict::Verdict;

pub(super) const ALL: &str = "SELECT * FROM bakeries";
pub(super) const OF_ONE: &str = "SELECT * FROM cakes WHERE bakery_id = ?";

pub(super) fn claim() -> BudgetClaim {
    let scaled = "
- {table: bakeries, rows: [bakeries], columns: {id: {serial: 100}}}
- {table: cakes, rows: [bakeries, each], columns: {id: {serial: 900}, bakery_id: {parent: bakeries}}}";
    let growth = "
sizes: [{bakeries: 2, each: 1}, {bakeries: 4, each: 1}, {bakeries: 2, each: 3}, {bakeries: 12, each: 2}]
returns: [bakeries]
project: bakeries";
    let relations = "[{child: cakes, key: bakery_id, parent: bakeries}]";
    BudgetClaim {
        spec: BudgetSpec {
            after: "cakes_of".to_owned(),
            max_statements: 2,
            law: None,
            beside: None,
            fetch_only_what_returns: false,
            growth: Some(crate::locate::parse(growth).expect("YAML")),
        },
        rows: rows::claim(),
        n_rows: published(),
        scaled: crate::locate::parse(scaled).expect("YAML"),
        relations: crate::locate::parse(relations).expect("YAML"),
    }
}

/// Three bakeries with a cake each in every published data set.
fn published() -> BTreeMap<String, BTreeMap<String, u64>> {
    let rows: BTreeMap<String, u64> = [("bakeries".to_owned(), 3), ("cakes".to_owned(), 3)].into();
    rows::right()
        .into_iter()
        .map(|run| (run.case.split('(').next().unwrap_or_default().to_owned(), rows.clone()))
        .collect()
}

/// A statement from the student's line, reported by SeaORM.
pub(super) fn sent(sql: &str, param: i64) -> Statement {
    Statement {
        sql: sql.to_owned(),
        params: Some(vec![param.into()]),
        site: Some("src/report.rs:14".to_owned()),
        failed: false,
        reported: true,
        n_rows: 1,
    }
}

/// One statement for the bakeries, and one for each of them.
fn one_each(n_bakeries: i64) -> Vec<Statement> {
    std::iter::once(sent(ALL, 0)).chain((0..n_bakeries).map(|id| sent(OF_ONE, id))).collect()
}

/// Right rows on all data, and what `log` sends for so many bakeries with so many cakes each.
pub(super) fn runs(log: impl Fn(i64, i64) -> Vec<Statement>) -> Vec<Run> {
    let log = |bakeries, each| QueryLog { statements: log(bakeries, each) };
    let published = rows::right().into_iter().map(|run| Run { log: log(3, 1), ..run });
    let growth: Box<GrowthSpec> = claim().spec.growth.expect("growth");
    let growing = growth.sizes.iter().map(|size: &BTreeMap<String, u32>| {
        let n = |axis: &str| i64::from(size[axis]);
        Run { log: log(n("bakeries"), n("each")), ..returned(&size_name(size), cakes(0..n("bakeries"))) }
    });
    published.chain(growing).collect()
}

#[track_caller]
fn check(log: impl Fn(i64, i64) -> Vec<Statement>, want: &str) -> Vec<Finding> {
    check_runs(&claim(), runs(log), want)
}

#[track_caller]
pub(super) fn check_runs(claim: &BudgetClaim, runs: Vec<Run>, want: &str) -> Vec<Finding> {
    let verdict = judge(POINTS, claim, &observed(runs));
    assert_eq!(said(&verdict), want);
    match verdict {
        Verdict::Failed { findings, .. } => findings,
        Verdict::Passed | Verdict::Given | Verdict::Blocked { .. } | Verdict::NotJudged(_) => Vec::new(),
    }
}

#[test]
fn as_many_statements_as_are_allowed_pass_at_every_size() {
    check(|_, _| vec![sent(ALL, 0), sent("SELECT * FROM cakes", 0)], "passed");
}

#[test]
fn statements_are_counted_only_once_the_rows_are_right() {
    let wrong = runs(|_, _| vec![sent(ALL, 0)]).into_iter().map(|run| match run.case.as_str() {
        "village" => Run { returned: Some(cakes(31..33)), ..run },
        _ => run,
    });
    check_runs(&claim(), wrong.collect(), "blocked by cakes_of");
}

#[test]
fn a_call_that_was_not_written_is_not_attempted() {
    let ends = runs(|_, _| vec![]).into_iter().map(|run| Run::ended(run.case, End::NotAttempted));
    check_runs(&claim(), ends.collect(), "NOT_ATTEMPTED");
}

#[test]
fn a_statement_a_row_is_named_with_line_relation_and_growth() {
    let findings = check(|bakeries, _| one_each(bakeries), "0: N_PLUS_ONE");
    assert_eq!(findings[0].site.as_deref(), Some("src/report.rs:14"));
    assert!(
        findings[0].message.contains("12 × SELECT * FROM cakes WHERE bakery_id = ?, relation bakeries → cakes"),
        "{findings:?}"
    );
    let Detail::Growth(growth) = &findings[0].detail else { panic!("{findings:?}") };
    assert_eq!(growth.formula(), "queries = 1 + 1 × bakeries");
    assert_eq!(growth.projected[4], (1000, 1001));
}

#[test]
fn growth_within_the_budget_is_a_finding_all_the_same() {
    let mut claim = claim();
    claim.spec.max_statements = 100;
    check_runs(&claim, runs(|bakeries, _| one_each(bakeries)), "0: N_PLUS_ONE");
}

#[test]
fn growth_without_a_repeated_statement_is_a_finding_all_the_same() {
    let unlike = |n| (0..n).map(|n| sent(&format!("SELECT c{n} FROM bakeries"), n)).collect();
    check(|bakeries, _| unlike(bakeries), "0: N_PLUS_ONE");
}

#[test]
fn a_loop_in_a_loop_is_named_so() {
    let inner = |n: i64| (0..n).map(|n| sent(OF_ONE, n));
    let log = |bakeries, each| std::iter::once(sent(ALL, 0)).chain(inner(bakeries * bakeries * each)).collect();
    check(log, "0: SUPERLINEAR_GROWTH");
}

#[test]
fn the_same_question_again_is_redundant() {
    check(|_, _| vec![sent(ALL, 0), sent(OF_ONE, 1), sent(OF_ONE, 1), sent(OF_ONE, 1)], "0: REDUNDANT");
    check(|bakeries, _| vec![sent(OF_ONE, 1); usize::try_from(bakeries).expect("few")], "0: REDUNDANT");
}

#[test]
fn a_constant_number_above_the_budget_is_too_many() {
    let findings = check(|_, _| vec![sent("A", 0), sent("B", 0), sent("C", 0)], "0: TOO_MANY_STATEMENTS");
    assert_eq!(findings[0].message, "3 statements were sent, 2 are allowed");
}

#[test]
fn fewer_rows_at_size_than_there_are_is_no_way_to_a_budget() {
    let short = runs(|_, _| vec![sent(ALL, 0)]).into_iter().map(|run| {
        let is_large = run.case.contains("bakeries 12");
        if is_large { Run { returned: Some(cakes(0..5)), ..run } } else { run }
    });
    check_runs(&claim(), short.collect(), "0: WRONG_AT_SCALE");
}

#[test]
fn a_way_around_seaorm_is_told_only_where_it_is_over_the_budget() {
    let raw = |statement: Statement| Statement { reported: false, site: None, ..statement };
    check(|_, _| vec![raw(sent(ALL, 0))], "passed");
    check(|bakeries, _| one_each(bakeries).into_iter().map(raw).collect(), "0: AROUND_SEAORM N_PLUS_ONE");
}

#[test]
fn statements_that_failed_do_not_count() {
    let failed = Statement { failed: true, ..sent(OF_ONE, 1) };
    check(|_, _| vec![sent(ALL, 0), failed.clone(), failed.clone(), failed.clone()], "passed");
}

#[test]
fn without_growth_the_published_data_is_counted() {
    let mut claim = claim();
    claim.spec.growth = None;
    check_runs(&claim, runs(|_, _| vec![sent(ALL, 0), sent(ALL, 0)]), "passed");
    check_runs(&claim, runs(|bakeries, _| one_each(bakeries)), "0: N_PLUS_ONE");
}

#[test]
fn rows_that_are_fetched_and_dropped_are_a_finding_only_where_the_budget_says_so() {
    let wasteful = |_, _| vec![Statement { n_rows: 5, ..sent(ALL, 0) }];
    let mut claim = claim();
    claim.spec.growth = None;
    check_runs(&claim, runs(wasteful), "passed");
    claim.spec.fetch_only_what_returns = true;
    let findings = check_runs(&claim, runs(wasteful), "0: FETCHED_TOO_MUCH");
    assert_eq!(findings[0].message, "5 rows were fetched, and 4 came back");
    check_runs(&claim, runs(|_, _| vec![Statement { n_rows: 4, ..sent(ALL, 0) }]), "passed");
}

#[test]
fn a_statement_that_fetches_more_rows_than_there_are_is_a_finding_on_growing_data() {
    // Rows of bakeries and of cakes, and those of all pairs of one and one.
    let all = |bakeries: i64, each: i64| u64::try_from(bakeries + bakeries * each).expect("few");
    check(move |bakeries, each| vec![Statement { n_rows: all(bakeries, each), ..sent(ALL, 0) }], "passed");
    let pairs = |bakeries: i64, each: i64| u64::try_from(bakeries * bakeries * each).expect("few");
    let crossed = move |bakeries, each| vec![Statement { n_rows: pairs(bakeries, each), ..sent(ALL, 0) }];
    let findings = check(crossed, "0: FETCHED_TOO_MUCH");
    assert_eq!(findings[0].message, "one statement fetched 16 rows, and the tables have 8 in all");
    assert_eq!(findings[0].case, "bakeries 4, each 1");
}

#[test]
fn a_size_that_was_not_run_is_never_a_pass() {
    let all = runs(|_, _| vec![sent(ALL, 0)]);
    let n = all.len();
    check_runs(&claim(), all.into_iter().take(n - 1).collect(), "INTERNAL");
}
