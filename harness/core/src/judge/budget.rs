//! Statements that were sent against the budget, and the law by which their number grows.

mod law;

use std::collections::BTreeMap;

use super::finding;
use super::returned;
use super::rows;
use super::stopped;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::fingerprint;
use crate::growth;
use crate::growth::Growth;
use crate::growth::Law;
use crate::growth::Size;
use crate::observation::Observation;
use crate::observation::Run;
use crate::plan::case_name;
use crate::plan::size_name;
use crate::query_log::QueryLog;
use crate::query_log::brief;
use crate::registry::BudgetClaim;
use crate::repeats;
use crate::repeats::Repeat;
use crate::repeats::RepeatKind;
use crate::scale;
use crate::score::Points;
use crate::spec::GrowthSpec;
use crate::spec::LawSpec;
use crate::spec::Relation;
use crate::verdict::Stop;
use crate::verdict::Verdict;

/// The sizes that a report projects to.
pub const PROJECTED: [u32; 5] = [5, 10, 100, 500, 1000];

/// What a log of statements may be, and how much is said where it is more.
#[derive(Debug, Clone, Copy)]
pub struct Budget<'a> {
    /// The most statements, on any data; [`growth::ANY`]: as many as there are on little data.
    pub max_statements: u64,
    /// The relations of the tables, to name the one that a repeated statement follows.
    pub relations: &'a [Relation],
    /// Who reads it.
    pub reader: Reader,
}

/// Who reads what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A student, who is to find the way.
    Student,
    /// Who wrote the code, and is told the way.
    Author,
}

pub(super) fn judge(points: Points, claim: &BudgetClaim, observation: &Observation) -> Verdict {
    match rows::judge(points, &claim.rows, observation) {
        Verdict::Passed => {}
        Verdict::NotJudged(stop) => return Verdict::NotJudged(stop),
        Verdict::Given | Verdict::Failed { .. } | Verdict::Blocked { .. } => {
            return Verdict::Blocked { by: claim.spec.after.clone() };
        }
    }
    let judged = match (&claim.spec.law, &claim.spec.growth) {
        (Some(law), _) => law::judge(claim, law, observation),
        (None, Some(growth)) => growing(claim, growth, observation),
        (None, None) => published(claim, observation),
    };
    match judged {
        Ok(findings) if findings.is_empty() => Verdict::Passed,
        Ok(findings) => Verdict::Failed { earned: 0, findings },
        Err(stop) => stopped(stop),
    }
}

/// How the statements grow, where that can be said: once the rows are right, on the published data and at every size.
pub(super) fn measured(claim: &BudgetClaim, observation: &Observation) -> Option<Growth> {
    let spec = claim.spec.growth.as_ref()?;
    let runs = at_sizes(spec, observation).ok()?;
    let is_right = rows::judge(1, &claim.rows, observation) == Verdict::Passed && short(spec, &runs).is_none();
    is_right.then(|| fit(claim, spec, &runs))
}

/// On the published data: the first case that is over the budget.
fn published(claim: &BudgetClaim, observation: &Observation) -> Result<Vec<Finding>, Stop> {
    for case in &claim.rows.spec.cases {
        let name = case_name(&case.data, &case.args);
        let run = returned(observation, &name)?;
        if run.log.n_sent() > claim.spec.max_statements {
            return Ok(over_budget(budget(claim), &name, &run.log, None));
        }
        let n_returned = run.returned.as_ref().map_or(0, |rows| rows.rows.len() as u64);
        if claim.spec.fetch_only_what_returns && run.log.n_fetched() > n_returned {
            return Ok(vec![fetched_too_much(&name, run, n_returned)]);
        }
    }
    Ok(Vec::new())
}

/// A size of growing data, and the run on it.
type Sized<'a> = (&'a BTreeMap<String, u32>, &'a Run);

/// The runs on growing data, in the order of the sizes.
fn at_sizes<'a>(spec: &'a GrowthSpec, observation: &'a Observation) -> Result<Vec<Sized<'a>>, Stop> {
    let run = |size| Ok((size, returned(observation, &case_name(&size_name(size), &spec.args))?));
    spec.sizes.iter().map(run).collect()
}

/// The first size at which fewer or more rows came back than are right.
fn short(spec: &GrowthSpec, runs: &[Sized<'_>]) -> Option<Finding> {
    let wrong = |(size, run): &Sized<'_>| {
        let n_rows = run.returned.as_ref().map_or(0, |rows| rows.rows.len() as u64);
        let expected = scale::product(&spec.returns, size);
        let message =
            format!("{n_rows} rows came back on data for which {expected} are right: a budget is for all of the data");
        let name = case_name(&size_name(size), &spec.args);
        (n_rows != expected).then(|| finding(Code::WrongAtScale, &name, message))
    };
    runs.iter().find_map(wrong).filter(|_| !spec.returns.is_empty())
}

/// On growing data: the law, and the budget at every size.
fn growing(claim: &BudgetClaim, spec: &GrowthSpec, observation: &Observation) -> Result<Vec<Finding>, Stop> {
    let runs = at_sizes(spec, observation)?;
    if let Some(short) = short(spec, &runs) {
        return Ok(vec![short]);
    }
    let growth = fit(claim, spec, &runs);
    let fullest = runs.iter().max_by_key(|(_, run)| run.log.n_sent());
    let Some((size, run)) = fullest else { return Ok(Vec::new()) };
    let steep = matches!(growth.law, Law::Linear | Law::Superlinear | Law::Chunked);
    if !steep && run.log.n_sent() <= claim.spec.max_statements {
        let crossed = any_crossed(claim, spec, &runs);
        return crossed.map_or_else(|| published(claim, observation), |crossed| Ok(vec![crossed]));
    }
    Ok(over_budget(budget(claim), &case_name(&size_name(size), &spec.args), &run.log, Some(growth)))
}

/// The first size at which a statement fetched more rows than all tables have.
fn any_crossed(claim: &BudgetClaim, spec: &GrowthSpec, runs: &[Sized<'_>]) -> Option<Finding> {
    runs.iter().find_map(|(size, run)| {
        let n_rows = scale::row_counts(&claim.scaled, size).into_values().sum();
        crossed(&case_name(&size_name(size), &spec.args), n_rows, &run.log)
    })
}

fn fit(claim: &BudgetClaim, spec: &GrowthSpec, runs: &[Sized<'_>]) -> Growth {
    let read: Vec<String> =
        runs.iter().flat_map(|(_, run)| run.log.sent()).flat_map(|one| fingerprint::tables(&one.sql)).collect();
    let counts = |size: &BTreeMap<String, u32>| {
        let mut counts = scale::row_counts(&claim.scaled, size);
        counts.retain(|table, _| read.contains(table));
        counts
    };
    let sizes =
        runs.iter().map(|(size, run)| Size { axes: (*size).clone(), rows: counts(size), sent: run.log.n_sent() });
    let first = runs.first().map(|(size, _)| (*size).clone()).unwrap_or_default();
    let at = |n: u32| {
        let mut size = first.clone();
        size.insert(spec.project.clone(), n);
        (n, counts(&size))
    };
    let growth = growth::fit(sizes.collect(), &spec.project, &PROJECTED.map(at), claim.spec.max_statements);
    Growth { asked: claim.spec.law.as_ref().map(LawSpec::formula), ..growth }
}

fn budget(claim: &BudgetClaim) -> Budget<'_> {
    Budget { max_statements: claim.spec.max_statements, relations: &claim.relations, reader: Reader::Student }
}

/// What is wrong with the log of `case`, which is over its budget: by its number, or by the law of its growth where there
/// is one. The first finding is about the worst repeat, if one explains it; a second one tells of statements that went around
/// SeaORM.
///
/// # Examples
///
/// ```
/// use harness_core::finding::Code;
/// use harness_core::judge::{Budget, Reader, over_budget};
/// use harness_core::query_log::{QueryLog, Statement};
///
/// let by_author = |id: i64| Statement {
///     sql: "SELECT * FROM posts WHERE author_id = ?".into(),
///     params: Some(vec![id.into()]),
///     site: Some("src/blog.rs:7".into()),
///     failed: false,
///     reported: true,
///     n_rows: 1,
/// };
/// let log = QueryLog { statements: (1..=9).map(by_author).collect() };
/// let budget = Budget { max_statements: 2, relations: &[], reader: Reader::Author };
/// let found = over_budget(budget, "authors 9", &log, None);
///
/// assert_eq!((found[0].code, found[0].site.as_deref()), (Code::NPlusOne, Some("src/blog.rs:7")));
/// ```
#[must_use]
pub fn over_budget(budget: Budget<'_>, case: &str, log: &QueryLog, growth: Option<Growth>) -> Vec<Finding> {
    let all = repeats::repeats(log);
    let law = growth.as_ref().map(|growth| growth.law);
    let of = |kind: RepeatKind| all.iter().find(|repeat| repeat.kind() == kind);
    let worst = match law {
        // Of growing data only what grows is at fault; what comes again and again at any size is one of too many.
        Some(Law::Constant | Law::NonIncreasing) => of(RepeatKind::Redundant),
        // On published data alone, any repetition is suspect.
        Some(Law::Linear | Law::Superlinear | Law::Chunked | Law::Inconclusive) | None => {
            of(RepeatKind::NPlusOne).or(all.first())
        }
    };
    let (code, message) = match (law, worst.map(Repeat::kind)) {
        (Some(Law::Superlinear), _) => (Code::SuperlinearGrowth, "the number of statements grows faster than the data"),
        (Some(Law::Chunked), _) => (Code::ChunkedGrowth, "the number of statements grows by steps"),
        // A few values taken in turn, more often the more rows there are: the data decides how often, so it is N+1.
        (Some(Law::Linear), Some(RepeatKind::Redundant)) if worst.is_some_and(|repeat| repeat.distinct_params > 1) => {
            (Code::NPlusOne, "a statement is sent for each row")
        }
        (_, Some(RepeatKind::Redundant)) => {
            (Code::Redundant, "the same statement with the same values is sent again and again")
        }
        (_, Some(RepeatKind::NPlusOne | RepeatKind::UnknownParams | RepeatKind::RepeatedWrite)) => {
            (Code::NPlusOne, "a statement is sent for each row")
        }
        (Some(Law::Linear), None) => (Code::NPlusOne, "the number of statements grows with the data"),
        (Some(Law::Constant | Law::NonIncreasing | Law::Inconclusive) | None, None) => (Code::TooManyStatements, ""),
    };
    let mut first = named(budget, case, code, worst, message);
    if message.is_empty() {
        let (sent, allowed) = (log.n_sent(), budget.max_statements);
        first.message = if sent > allowed {
            let are = if allowed == 1 { "is" } else { "are" };
            format!("{sent} statements were sent, {allowed} {are} allowed")
        } else {
            "the number of statements changes from one size of the data to the next".to_owned()
        };
    }
    first.detail = growth.map_or_else(|| Detail::Statements(statements(log)), Detail::Growth);
    let mut findings = vec![first];
    let around = log.sent().filter(|statement| !statement.reported).count();
    if around > 0 {
        let message = format!("{around} of the statements went around SeaORM: SQLite counts those, too");
        findings.push(Finding {
            detail: Detail::Statements(statements(log)),
            ..finding(Code::AroundSeaorm, case, message)
        });
    }
    findings
}

fn fetched_too_much(case: &str, run: &Run, n_returned: u64) -> Finding {
    let message = format!("{} rows were fetched, and {n_returned} came back", run.log.n_fetched());
    wasteful(case, &run.log, message, "let the database filter and add up: rows that are dropped here need not travel")
}

/// One statement of `log` that hands out more rows than all tables have together: no join on a key does that, and one statement
/// for all pairs of rows is no way around one for each.
///
/// # Examples
///
/// ```
/// use harness_core::judge::crossed;
/// use harness_core::query_log::{QueryLog, Statement};
///
/// let sql = "SELECT * FROM authors, posts".to_owned();
/// let pairs = Statement { sql, params: Some(vec![]), site: None, failed: false, reported: true, n_rows: 144 };
/// let log = QueryLog { statements: vec![pairs] };
///
/// assert!(crossed("authors 12", 24, &log).is_some());
/// assert!(crossed("authors 12", 144, &log).is_none());
/// ```
#[must_use]
pub fn crossed(case: &str, n_rows: u64, log: &QueryLog) -> Option<Finding> {
    let fetched = log.sent().map(|statement| statement.n_rows).max().filter(|n| *n > n_rows)?;
    let message = format!("one statement fetched {fetched} rows, and the tables have {n_rows} in all");
    let help =
        "say by which columns the tables meet: without that, every row of one is paired with every row of the other";
    Some(wasteful(case, log, message, help))
}

fn wasteful(case: &str, log: &QueryLog, message: String, help: &str) -> Finding {
    Finding {
        site: log.sent().max_by_key(|statement| statement.n_rows).and_then(|statement| statement.site.clone()),
        help: Some(help.to_owned()),
        detail: Detail::Statements(statements(log)),
        ..finding(Code::FetchedTooMuch, case, message)
    }
}

/// A finding about `repeat`, with its statement, its relation, and its line; for its author with its parameters and what to do.
fn named(budget: Budget<'_>, case: &str, code: Code, repeat: Option<&Repeat>, message: &str) -> Finding {
    let Some(repeat) = repeat else { return finding(code, case, message) };
    let relation = repeats::relation_of(repeat, budget.relations).map(|relation| format!(", relation {relation}"));
    let mut message =
        format!("{message}: {} × {}{}", repeat.occurrences, brief(&repeat.sql), relation.unwrap_or_default());
    let allowed = budget.max_statements;
    let help = match (budget.reader, repeat.kind()) {
        (Reader::Author, kind) => {
            let params = repeat.distinct_params;
            let values =
                if params == 1 { "the same values each time".to_owned() } else { format!("{params} different values") };
            message = format!("{message} (table {}, {values})", repeat.table);
            kind.remedy(repeat.key.as_deref())
        }
        (Reader::Student, RepeatKind::Redundant) if code != Code::NPlusOne => {
            "keep what came back the first time".to_owned()
        }
        (Reader::Student, RepeatKind::Redundant | RepeatKind::NPlusOne | RepeatKind::UnknownParams) => {
            format!("ask once for all of them: {allowed} {} for any number of rows", plural(allowed))
        }
        (Reader::Student, RepeatKind::RepeatedWrite) => "write all rows in one statement".to_owned(),
    };
    Finding { site: repeat.site.clone(), help: Some(help), ..finding(code, case, message) }
}

fn plural(n: u64) -> &'static str {
    if n == 1 { "statement is enough" } else { "statements are enough" }
}

/// The statements of a log, each with how often it was sent, in the order of their first time.
fn statements(log: &QueryLog) -> Vec<(String, u64)> {
    let mut statements: Vec<(String, u64)> = Vec::new();
    for statement in log.sent() {
        match statements.iter_mut().find(|(sql, _)| *sql == brief(&statement.sql)) {
            Some((_, n)) => *n += 1,
            None => statements.push((brief(&statement.sql), 1)),
        }
    }
    statements
}
