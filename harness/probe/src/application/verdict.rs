//! What was sent against what is expected: by the judge's own rules, and in its words.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use harness_core::finding::{Detail, Finding};
use harness_core::fingerprint;
use harness_core::growth::{self, ANY, Growth, Law, Size};
use harness_core::judge::{Budget, PROJECTED, Reader, crossed, over_budget};
use harness_core::query_log::{QueryLog, brief};
use harness_core::repeats::{RepeatKind, repeats};
use harness_core::report::{self, Style, escape};

use super::expectation::{Growing, Repeats};
use super::measure::Run;
use super::{Expectation, Failure};

/// How many different statements are shown.
const MOST_STATEMENTS: usize = 12;
/// How much of one is shown, characters.
const LONGEST: usize = 300;

/// Nothing, if `runs` are as expected.
pub(super) fn judge(expectation: &Expectation, runs: &[Run]) -> Result<(), Failure> {
    let Some(fullest) = runs.iter().max_by_key(|run| run.log.n_sent()) else {
        return Err(Failure::NotAsked("no sizes were given: `at_sizes` needs two or more".to_owned()));
    };
    let sizes = expectation.growing.iter().flat_map(|growing| &growing.sizes).collect::<BTreeSet<_>>();
    if sizes.len() == 1 {
        return Err(Failure::NotAsked("one size says nothing of growth: `at_sizes` needs two or more".to_owned()));
    }
    let none_is_right = expectation.exact == Some(0) || expectation.most == Some(0);
    if fullest.log.n_sent() == 0 && !none_is_right {
        let why = "does the code use the `db` that it is given, and is its future awaited? Where nothing is to be sent, expect \
                   `exactly(0)`";
        return Err(Failure::not_asked("no statement was sent", why));
    }
    let found = grown(expectation, runs, fullest)
        .or_else(|| numbers(expectation, runs, fullest))
        .or_else(|| repeated(expectation, runs));
    match found {
        None => Ok(()),
        Some((run, findings)) => Err(Failure::Found(in_words(expectation, run, &findings))),
    }
}

/// A run, and what is wrong with it.
type Wrong<'a> = (&'a Run, Vec<Finding>);

/// The growth, where data grows.
fn grown<'a>(expectation: &Expectation, runs: &'a [Run], fullest: &'a Run) -> Option<Wrong<'a>> {
    let growing = expectation.growing.as_ref()?;
    let most = most(expectation);
    let growth = fit(growing, runs, most);
    let is_right = match growth.law {
        Law::Constant | Law::NonIncreasing => fullest.log.n_sent() <= most,
        // Two sizes are needed to tell anything, and numbers that jump are not the same number.
        Law::Linear | Law::Superlinear | Law::Chunked | Law::Inconclusive => false,
    };
    if is_right {
        let crossed = |run: &'a Run| Some((run, vec![crossed(&run.case(), run.rows.values().sum(), &run.log)?]));
        return runs.iter().find_map(crossed);
    }
    Some((fullest, over_budget(budget(fullest, most), &fullest.case(), &fullest.log, Some(growth))))
}

/// The most statements that are expected, at any size.
fn most(expectation: &Expectation) -> u64 {
    expectation.most.into_iter().chain(expectation.exact).min().unwrap_or(ANY)
}

fn budget(run: &Run, max_statements: u64) -> Budget<'_> {
    Budget { max_statements, relations: &run.relations, reader: Reader::Author }
}

/// The law, by the tables that were read.
fn fit(growing: &Growing, runs: &[Run], most: u64) -> Growth {
    let read: Vec<String> =
        runs.iter().flat_map(|run| run.log.sent()).flat_map(|sent| fingerprint::tables(&sent.sql)).collect();
    let is_read = |table: &String| read.iter().any(|read| read.eq_ignore_ascii_case(table));
    let of_read = |rows: &BTreeMap<String, u64>| -> BTreeMap<String, u64> {
        rows.iter().filter(|(table, _)| is_read(table)).map(|(table, n)| (table.clone(), *n)).collect()
    };
    // Where no table that is read grows, the code makes more of something itself: then it is the size that counts.
    let tables_grow = runs.windows(2).any(|pair| of_read(&pair[0].rows) != of_read(&pair[1].rows));
    let rows_of = |rows: &BTreeMap<String, u64>, n: u32| {
        let mut rows = of_read(rows);
        if !tables_grow {
            rows.insert(growing.axis.clone(), n.into());
        }
        rows
    };
    let at: Vec<(u32, &BTreeMap<String, u64>)> =
        growing.sizes.iter().copied().zip(runs.iter().map(|run| &run.rows)).collect();
    let sizes = runs.iter().zip(&growing.sizes).map(|(run, n)| Size {
        axes: run.size.clone(),
        rows: rows_of(&run.rows, *n),
        sent: run.log.n_sent(),
    });
    let projected: Vec<_> = PROJECTED.iter().filter_map(|n| Some((*n, rows_of(&rows_at(&at, *n)?, *n)))).collect();
    growth::fit(sizes.collect(), &growing.axis, &projected, most)
}

/// How many rows each table has at size `n`, where all of them grow by a line; `None` where one does not.
fn rows_at(sizes: &[(u32, &BTreeMap<String, u64>)], n: u32) -> Option<BTreeMap<String, u64>> {
    let (first, last) = (sizes.iter().min_by_key(|(n, _)| n)?, sizes.iter().max_by_key(|(n, _)| n)?);
    let at = |table: &String, n: u32| -> Option<u64> {
        let (from, to) = (i128::from(*first.1.get(table)?), i128::from(*last.1.get(table)?));
        let span = i128::from(last.0) - i128::from(first.0);
        let rise = (to - from).checked_mul(i128::from(n) - i128::from(first.0))?;
        (span > 0 && rise % span == 0).then(|| u64::try_from(from + rise / span).ok())?
    };
    let is_line = |table: &String| sizes.iter().all(|(n, rows)| at(table, *n) == rows.get(table).copied());
    first.1.keys().map(|table| Some((table.clone(), at(table, n).filter(|_| is_line(table))?))).collect()
}

/// The numbers at each size. Fewer than are expected need no finding.
fn numbers<'a>(expectation: &Expectation, runs: &'a [Run], fullest: &'a Run) -> Option<Wrong<'a>> {
    let most = most(expectation);
    if fullest.log.n_sent() > most {
        return Some((fullest, over_budget(budget(fullest, most), &fullest.case(), &fullest.log, None)));
    }
    let fewer = |run: &&Run| expectation.exact.is_some_and(|exact| run.log.n_sent() < exact);
    runs.iter().find(fewer).map(|run| (run, Vec::new()))
}

/// What is sent again and again.
fn repeated<'a>(expectation: &Expectation, runs: &'a [Run]) -> Option<Wrong<'a>> {
    let is_unwanted = |kind: RepeatKind| match expectation.repeats {
        Repeats::Any => false,
        Repeats::None => true,
        Repeats::NoNPlusOne => matches!(kind, RepeatKind::NPlusOne | RepeatKind::UnknownParams),
    };
    runs.iter().rev().find_map(|run| {
        let mut log = QueryLog::default();
        let worst = repeats(&run.log).into_iter().find(|repeat| is_unwanted(repeat.kind()))?;
        log.statements = run
            .log
            .statements
            .iter()
            .filter(|one| fingerprint::Fingerprint::new(&one.sql) == worst.fingerprint)
            .cloned()
            .collect();
        Some((run, over_budget(budget(run, 0), &run.case(), &log, None)))
    })
}

/// The message of a test that fails: what is expected, what is wrong, and all that was sent in the run that shows it.
fn in_words(expectation: &Expectation, run: &Run, findings: &[Finding]) -> String {
    let mut lines = vec![format!("expected {}", expectation.in_words())];
    if findings.is_empty() {
        lines.push(format!("  sent: {}", run.log.n_sent()));
    }
    for finding in findings {
        let mut finding = finding.clone();
        // All statements are shown below, with their lines.
        if matches!(finding.detail, Detail::Statements(_)) {
            finding.detail = Detail::None;
        }
        lines.extend(report::finding(&finding, Style { colour: false }));
    }
    let case = if run.size.is_empty() { String::new() } else { format!(" ({})", run.case()) };
    lines.push(format!("  statements that SQLite ran{case}:"));
    lines.extend(statements(&run.log));
    if run.log.sent().all(|sent| sent.site.is_none()) {
        lines.push(
            "  note: no line of your code is known: it needs `debug = \"line-tables-only\"` in the profile".to_owned(),
        );
    }
    lines.join("\n")
}

/// Each statement once for each line that sent it, with how often, in the order of their first time.
fn statements(log: &QueryLog) -> Vec<String> {
    let mut all: Vec<(String, String, u64)> = Vec::new();
    let sites = known_sites(log);
    for sent in log.sent() {
        let sql = brief(&sent.sql);
        let known = sites.get(sent.sql.as_str()).copied().flatten();
        let place = match sent.site.as_deref().or(known) {
            _ if !sent.reported => "   around SeaORM".to_owned(),
            Some(site) => format!("   from {}", escape(site)),
            None => String::new(),
        };
        match all.iter_mut().find(|(text, at, _)| (text, at) == (&sql, &place)) {
            Some((_, _, n)) => *n += 1,
            None => all.push((sql, place, 1)),
        }
    }
    let shown = all.iter().take(MOST_STATEMENTS);
    let mut lines: Vec<String> =
        shown.map(|(sql, place, n)| format!("    {n} × {}{place}", cut(&escape(sql)))).collect();
    if all.len() > MOST_STATEMENTS {
        lines.push(format!("    … and {} other statements", all.len() - MOST_STATEMENTS));
    }
    lines
}

/// By text, the one line that sends it; `None` where there are several.
fn known_sites(log: &QueryLog) -> BTreeMap<&str, Option<&str>> {
    let mut sites: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (sql, site) in log.sent().filter_map(|sent| Some((sent.sql.as_str(), sent.site.as_deref()?))) {
        sites.entry(sql).and_modify(|known| *known = known.filter(|known| *known == site)).or_insert(Some(site));
    }
    sites
}

/// `text`, cut where it is too long to be read.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}
