//! A law that the number of statements must follow: where a way of asking is the task, and not the cheapest one.

use std::collections::BTreeSet;

use super::Sized;
use super::any_crossed;
use super::at_sizes;
use super::budget;
use super::finding;
use super::fit;
use super::named;
use super::returned;
use super::short;
use super::statements;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::growth::Growth;
use crate::growth::Law;
use crate::growth::Ratio;
use crate::observation::Observation;
use crate::observation::Run;
use crate::plan::case_name;
use crate::plan::size_name;
use crate::query_log::QueryLog;
use crate::registry::BudgetClaim;
use crate::repeats;
use crate::repeats::RepeatKind;
use crate::spec::GrowthSpec;
use crate::spec::LawSpec;
use crate::verdict::Stop;

/// What is said where the law is kept by asking the same again and again.
const NOT_OF_THE_ROW: &str =
    "ask for what belongs to the row at hand, by its key: what is the same each time is no question about that row";

/// On growing data first, which says most; then on the published data.
pub(super) fn judge(claim: &BudgetClaim, law: &LawSpec, observation: &Observation) -> Result<Vec<Finding>, Stop> {
    if let Some(spec) = &claim.spec.growth {
        let found = growing(claim, law, spec, &at_sizes(spec, observation)?);
        if !found.is_empty() {
            return Ok(found);
        }
    }
    for case in &claim.rows.spec.cases {
        let name = case_name(&case.data, &case.args);
        let run = returned(observation, &name)?;
        if let Some(found) = counted(claim, claim.allowed_on(&case.data), &name, run) {
            return Ok(vec![found]);
        }
    }
    Ok(Vec::new())
}

fn growing(claim: &BudgetClaim, law: &LawSpec, spec: &GrowthSpec, runs: &[Sized<'_>]) -> Vec<Finding> {
    if let Some(short) = short(spec, runs) {
        return vec![short];
    }
    let Some((size, run)) = runs.iter().max_by_key(|(_, run)| run.log.n_sent()) else { return Vec::new() };
    let name = case_name(&size_name(size), &spec.args);
    if runs.iter().any(|(size, run)| run.log.n_sent() != claim.allowed_at(size)) {
        return vec![other_law(law, &name, &run.log, fit(claim, spec, runs))];
    }
    not_of_the_row(claim, &name, &run.log).or_else(|| any_crossed(claim, spec, runs)).into_iter().collect()
}

/// A number of statements that is not the law's, by itself.
fn counted(claim: &BudgetClaim, asked: u64, name: &str, run: &Run) -> Option<Finding> {
    let sent = run.log.n_sent();
    if sent == asked {
        return not_of_the_row(claim, name, &run.log);
    }
    let statements_were = if sent == 1 { "statement was" } else { "statements were" };
    let message = format!("{sent} {statements_were} sent; asked for: {asked}");
    Some(Finding { detail: Detail::Statements(statements(&run.log)), ..finding(Code::WrongGrowth, name, message) })
}

/// The law is kept by a statement that is the same each time.
fn not_of_the_row(claim: &BudgetClaim, name: &str, log: &QueryLog) -> Option<Finding> {
    let all = repeats::repeats(log);
    let same = all.iter().find(|repeat| repeat.kind() == RepeatKind::Redundant)?;
    let found = named(
        budget(claim),
        name,
        Code::Redundant,
        Some(same),
        "the same statement with the same values is sent again and again",
    );
    Some(Finding { help: Some(NOT_OF_THE_ROW.to_owned()), detail: Detail::Statements(statements(log)), ..found })
}

/// The counts follow another law: which tables' rows are asked about that should not be, and the other way round.
fn other_law(law: &LawSpec, name: &str, log: &QueryLog, growth: Growth) -> Finding {
    let wanted: BTreeSet<&str> = law.each.keys().map(String::as_str).collect();
    let found: BTreeSet<&str> = growth.slopes.keys().map(String::as_str).collect();
    let left_out: Vec<&str> = wanted.difference(&found).copied().collect();
    let too_many: Vec<&str> = found.difference(&wanted).copied().collect();
    let (message, help) = if growth.law == Law::Constant {
        let all = wanted.iter().copied().collect::<Vec<_>>().join(" and of ");
        (
            format!("the number of statements does not grow; asked for is one more for each row of {all}"),
            "here the slow way is asked for, to be seen beside the fast one: ask inside the loop over these rows"
                .to_owned(),
        )
    } else if !growth.is_exact() {
        (
            "the number of statements follows no simple formula".to_owned(),
            "ask for one row at a time, and for every row: no condition around the question, no list of keys in it"
                .to_owned(),
        )
    } else if !too_many.is_empty() {
        (
            format!("statements are sent for each row of {}, too", too_many.join(" and of ")),
            "all that is needed of these rows has come with them: ask nothing inside the loop over them".to_owned(),
        )
    } else if !left_out.is_empty() {
        let tables = left_out.join(" and of ");
        (
            format!("no statement is sent for each row of {}", left_out.join(" or of ")),
            format!("ask inside the loop over the rows of {tables}, for what belongs to the one at hand"),
        )
    } else if law.each.iter().any(|(table, n)| growth.slopes.get(table) != Some(&whole(*n))) {
        (
            "each row takes another number of statements than is asked for".to_owned(),
            "look inside the loops: a question that could be left out, or one that is sent for some of the rows alone"
                .to_owned(),
        )
    } else {
        (
            "the number of statements that do not depend on the data is another one than is asked for".to_owned(),
            "look outside the loops: a question that could be left out, or one that is missing".to_owned(),
        )
    };
    // Of statements that are too many, the most frequent is the one of the innermost loop.
    let repeat = repeats::repeats(log).into_iter().next().filter(|_| !too_many.is_empty());
    Finding {
        site: repeat.and_then(|repeat| repeat.site),
        help: Some(help),
        detail: Detail::Growth(growth),
        ..finding(Code::WrongGrowth, name, message)
    }
}

fn whole(n: u64) -> Ratio {
    Ratio { numerator: i64::try_from(n).unwrap_or(i64::MAX), denominator: 1 }
}
