//! Where a unit's processor time goes: compiling it in its boxes, against the same two calls of rustc by hand, with the same
//! incremental state in the same folder; and running its checks, against compiling it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use serde::Deserialize;

use crate::cargo::cpu_of_children;
use crate::command::{Course, emptied, timed};
use crate::submissions::{hand_in, submission, write};
use crate::{Bound, Line};

/// Submissions that are measured.
pub(crate) const SUBMISSIONS: usize = 60;
/// So many are graded, then compiled by hand, in turn.
const CHUNK: usize = 12;
/// How much more a boxed-in build may take than rustc alone.
const MOST_BUILD: f64 = 1.2;
/// How much of its build the running of all checks on all data may take.
const MOST_RUN: f64 = 0.5;

/// A line of `--timings`.
#[derive(Deserialize)]
struct Timed {
    unit: String,
    exercise: String,
    stages: Vec<Stage>,
    seed: PathBuf,
    calls: Vec<Call>,
}

#[derive(Deserialize)]
struct Stage {
    stage: String,
    cpu_ms: f64,
}

#[derive(Deserialize)]
struct Call {
    program: PathBuf,
    arguments: Vec<String>,
    environment: BTreeMap<String, String>,
    folder: PathBuf,
}

/// The two ratios.
pub(crate) fn measure(course: &Course) -> anyhow::Result<Vec<Line>> {
    let (mut built, mut run, mut by_hand, mut n) = (0.0, 0.0, 0.0, 0_u32);
    for chunk in 0..SUBMISSIONS / CHUNK {
        let folder = course.folder(&format!("stages_{chunk}"))?;
        // Within a chunk, in the order in which they are graded: by exercise, then by student.
        let mut numbers: Vec<usize> = (chunk * CHUNK..(chunk + 1) * CHUNK).collect();
        hand_in(&folder, numbers.iter().copied())?;
        numbers.sort_by_key(|number| number % 3);
        let timings = folder.join("timings");
        let timings_said = timings.to_string_lossy().into_owned();
        timed(course.grade(&folder, &course.folder(&format!("stages_{chunk}_out"))?, &["--timings", &timings_said]))?;
        let text = fs::read_to_string(&timings).context("no timings")?;
        let lines: Vec<Timed> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let units: Vec<&Timed> = lines.iter().filter(|line| !line.unit.is_empty()).collect();
        ensure!(units.len() == numbers.len(), "{} units were timed", units.len());
        for (number, unit) in numbers.into_iter().zip(units) {
            if unit.calls.len() != 2 {
                continue;
            }
            let of = |wanted: &[&str]| -> f64 {
                let stages = unit.stages.iter().filter(|stage| wanted.contains(&stage.stage.as_str()));
                stages.map(|stage| stage.cpu_ms / 1e3).sum()
            };
            built += of(&["build"]);
            run += of(&["published", "seeded", "audit"]);
            by_hand += compiled_by_hand(course, number, unit)?;
            n += 1;
        }
    }
    ensure!(n as usize * 2 > SUBMISSIONS, "only {n} units were compiled by two calls");
    let each = |total: f64| total / f64::from(n);
    Ok(vec![
        Line {
            what: "CPU time of compiling a unit in its boxes, against the same two calls of rustc by hand",
            figures: format!("{:.2} s against {:.2} s a unit, {n} units", each(built), each(by_hand)),
            value: built / by_hand,
            bound: Bound::AtMost(MOST_BUILD),
            unit: "x",
        },
        Line {
            what: "CPU time of running all checks of a unit on all data, against compiling it",
            figures: format!("{:.2} s against {:.2} s a unit", each(run), each(built)),
            value: run / built,
            bound: Bound::AtMost(MOST_RUN),
            unit: "x",
        },
    ])
}

/// Fills the slot as the harness did, and calls rustc twice; CPU time of that alone, seconds.
fn compiled_by_hand(course: &Course, number: usize, unit: &Timed) -> anyhow::Result<f64> {
    let submission = submission(number)?;
    ensure!(submission.exercise == unit.exercise, "the units come in another order than expected");
    let slot = &unit.calls[0].folder;
    for part in ["src", "tests", "out", "incremental"] {
        emptied(&slot.join(part))?;
    }
    write(&slot.join("src"), &submission.sources)?;
    copy(&course.root().join("harness/cli/stubs").join(&unit.exercise).join("tests"), &slot.join("tests"))?;
    let own_tests = course.root().join("solutions").join(&unit.exercise).join("tests");
    if own_tests.is_dir() {
        copy(&own_tests, &slot.join("tests"))?;
    }
    copy(&unit.seed, &slot.join("incremental"))?;
    let before = cpu_of_children()?;
    for call in &unit.calls {
        #[expect(
            clippy::disallowed_methods,
            reason = "rustc by hand, on sources of ours, is what boxes are measured against"
        )]
        let mut command = Command::new(&call.program);
        command.args(&call.arguments).env_clear().envs(&call.environment).current_dir(&call.folder);
        let output = command.stdin(Stdio::null()).output().context("cannot start rustc")?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(cpu_of_children()? - before)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}
