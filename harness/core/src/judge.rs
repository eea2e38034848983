//! What was observed against what was expected. Pure: the same arguments give the same verdict, on any machine.

mod answer;
mod budget;
mod cascade;
mod contract;
mod rows;
mod suite;

use std::collections::BTreeMap;

use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::gradebook::Graded;
use crate::gradebook::GradedCheck;
use crate::observation::End;
use crate::observation::Observation;
use crate::observation::Run;
use crate::registry::Check;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::score::Points;
use crate::score::Score;
use crate::verdict::Stop;
use crate::verdict::Verdict;

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
        let file = check.files.iter().find_map(|file| lost.get(file.trim_start_matches("src/")));
        let verdict = match file.filter(|_| !matches!(check.claim, Claim::Given(_))) {
            Some(end) => Verdict::NotJudged(Stop { case: String::new(), end: end.clone() }),
            None => judge(check, observation),
        };
        let said = |what: fn(&Run) -> Option<&str>| observation.runs.iter().find_map(what).map(str::to_owned);
        GradedCheck {
            id: check.id.clone(),
            score: verdict.score(check.points),
            verdict,
            given_instead: said(|run| run.given_instead.as_deref()),
            output: said(|run| Some(run.output.as_str()).filter(|output| !output.trim().is_empty())),
        }
    });
    Graded { exercise: exercise.id.clone(), checks: checks.collect() }
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
