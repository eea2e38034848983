//! What was observed against what was expected. Pure: the same arguments give the same verdict, on any machine.

mod answer;
mod budget;
mod cascade;
mod contract;
mod domain;
mod rows;
mod suite;

use std::collections::BTreeMap;

use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::gradebook::Graded;
use crate::gradebook::GradedCheck;
use crate::gradebook::Measured;
use crate::observation::End;
use crate::observation::Observation;
use crate::observation::Run;
use crate::registry::BudgetClaim;
use crate::registry::Check;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::score::Points;
use crate::score::Score;
use crate::spec::DomainAspect;
use crate::verdict::Stop;
use crate::verdict::Verdict;

pub use budget::{Budget, PROJECTED, Reader, crossed, over_budget};

/// Judges one check by what its call did.
///
/// Where a call was asked on several data sets, the worst of them is what the check earns.
#[must_use]
pub fn judge(check: &Check, observation: &Observation) -> Verdict {
    match &check.claim {
        Claim::Given(_) => Verdict::Given,
        Claim::Rows(claim) => rows::judge(check.points, claim, observation),
        Claim::Budget(claim) => budget::judge(check.points, claim, observation),
        Claim::Contract(claim) => contract::judge(check.points, claim, observation),
        Claim::Cascade(claim) => cascade::judge(check.points, claim, observation),
        Claim::Answer(claim) => answer::judge(check.points, claim, observation),
        Claim::Suite(claim) => suite::judge(check.points, claim, observation),
        Claim::Domain(claim) => domain::judge(check.points, claim, observation),
    }
}

/// Judges all checks of `exercise`.
///
/// `observations` are by call; `lost` says of files of the student's, relative to `src/`, why the stub's stood in their
/// place: the checks that they answer end so, whatever the stub did. A call that was not observed is an error of the
/// harness, and earns nothing: no observation is never a pass.
#[must_use]
pub fn grade(
    exercise: &Exercise,
    observations: &BTreeMap<String, Observation>,
    lost: &BTreeMap<String, End>,
) -> Graded {
    let nothing = Observation::default();
    let checks = exercise.checks.iter().map(|check| {
        let observation = observations.get(&check.call).unwrap_or(&nothing);
        let file = lost_for(check, lost);
        let verdict = match file.filter(|_| !matches!(check.claim, Claim::Given(_))) {
            Some(end) => lost_with(check, Stop { case: String::new(), end: end.clone() }),
            None => judge(check, observation),
        };
        let said = |what: fn(&Run) -> Option<&str>| observation.runs.iter().find_map(what).map(str::to_owned);
        let is_shown = !matches!(&check.claim, Claim::Domain(claim) if claim.aspect != DomainAspect::Declared);
        GradedCheck {
            id: check.id.clone(),
            score: verdict.score(check.points),
            verdict,
            given_instead: said(|run| run.given_instead.as_deref()),
            output: said(|run| Some(run.output.as_str()).filter(|output| !output.trim().is_empty()))
                .filter(|_| is_shown),
            side_by_side: side_by_side(exercise, check, observations),
        }
    });
    Graded { exercise: exercise.id.clone(), checks: checks.collect() }
}

/// The verdict on a check whose file is lost.
fn lost_with(check: &Check, stop: Stop) -> Verdict {
    match &check.claim {
        Claim::Domain(claim) => domain::ended(claim, stop),
        Claim::Given(_)
        | Claim::Rows(_)
        | Claim::Budget(_)
        | Claim::Contract(_)
        | Claim::Cascade(_)
        | Claim::Answer(_)
        | Claim::Suite(_) => Verdict::NotJudged(stop),
    }
}

/// Why a file is lost that answers `check`; of more than one that to which the others may only be due: what was refused or
/// took the compiler too long, then what is not the root.
fn lost_for<'a>(check: &Check, lost: &'a BTreeMap<String, End>) -> Option<&'a End> {
    let answers = lost.iter().filter(|(file, _)| check.is_answered_in(file));
    answers.min_by_key(|(file, end)| (matches!(end, End::DoesNotCompile { .. }), *file == "lib.rs")).map(|(_, end)| end)
}

/// How the statements grow of the call that `check` stands beside, and of its own; empty where neither can be said.
fn side_by_side(exercise: &Exercise, check: &Check, observations: &BTreeMap<String, Observation>) -> Vec<Measured> {
    let Some(beside) = budget_of(check).and_then(|claim| claim.spec.beside.as_ref()) else { return Vec::new() };
    let other = exercise.checks.iter().find(|other| other.id == *beside);
    let of = |check: &Check| Measured {
        call: check.call.clone(),
        growth: budget_of(check)
            .zip(observations.get(&check.call))
            .and_then(|(claim, seen)| budget::measured(claim, seen)),
    };
    let both: Vec<Measured> = other.into_iter().chain([check]).map(of).collect();
    if both.iter().any(|of| of.growth.is_some()) { both } else { Vec::new() }
}

fn budget_of(check: &Check) -> Option<&BudgetClaim> {
    if let Claim::Budget(claim) = &check.claim { Some(claim) } else { None }
}

/// The run of `case`, which returned; or why there is none to judge.
///
/// A run that the harness did not make, whose counter was dead, or whose database did not enforce foreign keys is an
/// error of the harness.
fn returned<'a>(observation: &'a Observation, case: &str) -> Result<&'a Run, Stop> {
    let run = observation.run(case).ok_or_else(|| internal(case, "the call was not made"))?;
    if run.end != End::Returned {
        Err(Stop { case: case.to_owned(), end: run.end.clone() })
    } else if !run.counter_alive {
        Err(internal(case, "the counter of statements did not see the canary"))
    } else if !run.foreign_keys {
        Err(internal(case, "SQLite did not enforce foreign keys"))
    } else {
        Ok(run)
    }
}

/// Nothing can be said of `case`, and the harness is to blame.
fn internal(case: &str, message: &str) -> Stop {
    Stop { case: case.to_owned(), end: End::Internal { message: message.to_owned() } }
}

/// The verdict on a call that did not come to an answer. An error that it returned is a finding of its own.
fn stopped(stop: Stop) -> Verdict {
    let End::Failed { message } = &stop.end else { return Verdict::NotJudged(stop) };
    let message = format!("the call returned an error: {message}");
    Verdict::Failed { earned: 0, findings: vec![finding(Code::ReturnedError, &stop.case, message)] }
}

/// The verdict for some findings; without any it is a pass. Something wrong never earns all points.
fn verdict(points: Points, share: f64, findings: Vec<Finding>) -> Verdict {
    if findings.is_empty() {
        return Verdict::Passed;
    }
    let earned = Score::share(points, share).earned.min(points.saturating_sub(1));
    Verdict::Failed { earned, findings }
}

fn finding(code: Code, case: &str, message: impl Into<String>) -> Finding {
    Finding { code, case: case.to_owned(), message: message.into(), site: None, help: None, detail: Detail::None }
}

#[cfg(test)]
mod tests;
