//! What was handed in, as units: each with its key, and with what is behind it.

use std::collections::BTreeMap;

use anyhow::Context;
use harness_core::registry::Exercise;

use crate::alike;
use crate::batch::Conditions;
use crate::candidate::{Candidate, Kind, Sources};
use crate::grading::Part;
use crate::hash;
use crate::intake::{HandedIn, Intake, Submission};
use crate::workspace::Workspace;

/// The key of each part, by the position of its submission and the exercise.
pub(crate) type Keys<'a> = BTreeMap<(usize, &'a str), String>;

/// The keys of all that was handed in for `exercises`.
///
/// # Errors
///
/// Something that was taken in cannot be read any more.
pub(crate) fn keys<'a>(
    exercises: &[&'a Exercise],
    intake: &'a Intake,
    conditions: &Conditions,
) -> anyhow::Result<Keys<'a>> {
    let mut keys = Keys::new();
    for (at, submission) in intake.submissions.iter().enumerate() {
        for (id, part) in of_submission(submission) {
            let Some(exercise) = exercises.iter().find(|exercise| exercise.id == id) else { continue };
            let key = match part {
                Part::Files(handed_in) => hash::key(conditions, id, &read(submission, handed_in)?),
                Part::Refused(why) => hash::key_of_refusal(conditions, id, why),
            };
            keys.insert((at, exercise.id.as_str()), key);
        }
    }
    Ok(keys)
}

/// Which submissions are alike, a sentence each.
///
/// # Errors
///
/// Something that was taken in cannot be read any more, or the stub cannot.
pub(crate) fn alike(workspace: &Workspace, exercises: &[&Exercise], intake: &Intake) -> anyhow::Result<Vec<String>> {
    let mut alike = Vec::new();
    for exercise in exercises {
        let stub = Candidate::load(workspace, &exercise.id, Kind::Stub)?.sources;
        let of = intake.submissions.iter().filter_map(|submission| {
            let handed_in = submission.exercises.get(&exercise.id)?;
            let people: Vec<&str> = submission.people.iter().map(|person| person.id.as_str()).collect();
            Some(read(submission, handed_in).map(|sources| (people.join(" and "), sources)))
        });
        alike.extend(alike::alike(&exercise.id, &stub, of)?);
    }
    Ok(alike)
}

fn read(submission: &Submission, handed_in: &HandedIn) -> anyhow::Result<Sources> {
    handed_in.read().with_context(|| format!("cannot read {}", submission.source))
}

/// What a submission holds, by exercise.
fn of_submission(submission: &Submission) -> impl Iterator<Item = (&str, Part<'_>)> {
    let files = submission.exercises.iter().map(|(exercise, files)| (exercise.as_str(), Part::Files(files)));
    let refused = submission.refused_exercises.iter();
    files.chain(refused.map(|(exercise, why)| (exercise.as_str(), Part::Refused(why.as_str()))))
}

/// What is behind each key.
pub(crate) fn parts<'a>(intake: &'a Intake, keys: &'a Keys<'_>) -> BTreeMap<&'a str, Part<'a>> {
    let mut parts = BTreeMap::new();
    for (at, submission) in intake.submissions.iter().enumerate() {
        parts.extend(
            of_submission(submission).filter_map(|(exercise, part)| Some((keys.get(&(at, exercise))?.as_str(), part))),
        );
    }
    parts
}
