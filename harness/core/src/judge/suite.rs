//! A student's own suite against correct and broken implementations.

use std::collections::BTreeSet;

use super::finding;
use super::stopped;
use super::verdict;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::finding::MatrixRow;
use crate::finding::StepVerdict;
use crate::observation::End;
use crate::observation::Observation;
use crate::observation::Run;
use crate::plan::case_name;
use crate::plan::suite_args;
use crate::registry::SuiteClaim;
use crate::score::Points;
use crate::spec::Broken;
use crate::verdict::Stop;
use crate::verdict::Verdict;

/// A step counts as sound when it accepts every correct implementation; only sound steps catch anything.
pub(super) fn judge(points: Points, claim: &SuiteClaim, observation: &Observation) -> Verdict {
    let of = |tracker: &str| [1, 2, 3, 4, 5].map(|step| run(observation, tracker, step));
    let correct: Vec<(&str, [StepVerdict; 5])> =
        claim.spec.correct.iter().map(|tracker| (tracker.as_str(), of(tracker).map(said))).collect();
    let sound = [0, 1, 2, 3, 4].map(|step| correct.iter().all(|(_, steps)| steps[step] == StepVerdict::Accepts));
    let asked = asked(claim);
    for &step in &asked {
        if let Some(stop) = unfinished(claim, observation, step) {
            return stopped(stop);
        }
    }
    let matrix = matrix(claim, observation, &correct, sound);
    let unsound: Vec<u8> = asked.iter().copied().filter(|&step| !sound[usize::from(step) - 1]).collect();
    let mut findings: Vec<Finding> = unsound.iter().filter_map(|&step| rejection(claim, observation, step)).collect();
    let missed: Vec<&Broken> = broken(claim, observation)
        .filter(|broken| matrix.iter().any(|row| row.id == broken.id && !row.caught))
        .collect();
    if unsound.is_empty() {
        findings.extend(missed.iter().map(|broken| {
            let message = format!("accepted: {} ({})", broken.says, broken.id);
            let mut found = finding(Code::BugNotCaught, "", message);
            found.help = Some(format!("step {} should see it", broken.step));
            found
        }));
    }
    let n_broken = broken(claim, observation).count();
    let share = match (unsound.is_empty(), n_broken) {
        (false, 0) => ratio(asked.len() - unsound.len(), asked.len()),
        (false, _) => 0.0,
        (true, n) => ratio(n - missed.len(), n),
    };
    if let Some(first) = findings.first_mut() {
        first.detail = Detail::Matrix(matrix);
    }
    verdict(points, share, findings)
}

/// The steps that the claim is about: its own; else those that should see its broken implementations; else all.
fn asked(claim: &SuiteClaim) -> BTreeSet<u8> {
    match claim.step {
        Some(step) => BTreeSet::from([step]),
        None if claim.spec.broken.is_empty() => (1..=5).collect(),
        None => claim.spec.broken.iter().map(|broken| broken.step).collect(),
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(part) / number(whole.max(1))
}

fn run<'a>(observation: &'a Observation, tracker: &str, step: u8) -> Option<&'a Run> {
    observation.run(&case_name("", &suite_args(tracker, step)))
}

fn said(run: Option<&Run>) -> StepVerdict {
    match run.map(|run| &run.end) {
        Some(End::Returned) => StepVerdict::Accepts,
        Some(End::Failed { .. } | End::Panicked { .. }) => StepVerdict::Rejects,
        Some(End::NotAttempted) => StepVerdict::NotAttempted,
        Some(
            End::SchemaRefused { .. }
            | End::Crashed { .. }
            | End::Exited { .. }
            | End::TimedOut { .. }
            | End::MemoryLimit { .. }
            | End::OutputLimit { .. }
            | End::NotReached { .. }
            | End::DoesNotCompile { .. }
            | End::CompileLimit { .. }
            | End::Rejected { .. }
            | End::Internal { .. },
        ) => StepVerdict::Lost,
        None => StepVerdict::NotAsked,
    }
}

/// The broken implementations that were run: those that stand with the reference solution only where it is.
fn broken<'a>(claim: &'a SuiteClaim, observation: &'a Observation) -> impl Iterator<Item = &'a Broken> {
    let further = claim.spec.further.iter().filter(|broken| run(observation, &broken.id, broken.step).is_some());
    claim.spec.broken.iter().chain(further)
}

/// Why `step` says nothing: it has not been written, or did not come to an end on a correct implementation.
fn unfinished(claim: &SuiteClaim, observation: &Observation, step: u8) -> Option<Stop> {
    claim.spec.correct.iter().find_map(|tracker| {
        let run = run(observation, tracker, step);
        let end = match (run, said(run)) {
            (_, StepVerdict::Accepts | StepVerdict::Rejects) => return None,
            (Some(run), StepVerdict::NotAttempted | StepVerdict::Lost | StepVerdict::NotAsked) => run.end.clone(),
            (None, _) => End::Internal { message: format!("step {step} was not run on `{tracker}`") },
        };
        Some(Stop { case: case_name("", &suite_args(tracker, step)), end })
    })
}

/// The finding on a step that rejects a correct implementation, in the words of its own assertion.
fn rejection(claim: &SuiteClaim, observation: &Observation, step: u8) -> Option<Finding> {
    claim.spec.correct.iter().find_map(|tracker| {
        let end = &run(observation, tracker, step)?.end;
        let (why, site) = if let End::Panicked { message, site } = end {
            (message, site.clone())
        } else if let End::Failed { message } = end {
            (message, None)
        } else {
            return None;
        };
        let message = format!("step {step} rejects the correct tracker `{tracker}`: {why}");
        let help =
            Some("a step that rejects a correct tracker catches nothing: it asks for what was not promised".to_owned());
        Some(Finding { site, help, ..finding(Code::CorrectRejected, "", message) })
    })
}

fn matrix(
    claim: &SuiteClaim,
    observation: &Observation,
    correct: &[(&str, [StepVerdict; 5])],
    sound: [bool; 5],
) -> Vec<MatrixRow> {
    let correct = correct.iter().map(|(id, steps)| MatrixRow {
        id: (*id).to_owned(),
        correct: true,
        step: 0,
        steps: *steps,
        caught: false,
    });
    let broken = broken(claim, observation).map(|broken| {
        let steps = [1, 2, 3, 4, 5].map(|step| said(run(observation, &broken.id, step)));
        let caught = (0..5).any(|step| sound[step] && steps[step] == StepVerdict::Rejects);
        MatrixRow { id: broken.id.clone(), correct: false, step: broken.step, steps, caught }
    });
    correct.chain(broken).collect()
}
