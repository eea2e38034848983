//! The same command again: a batch of 1,000 units that has not changed, and what a batch that goes on takes beyond what it
//! grades, against `sha256sum` over what was handed in.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::ensure;

use crate::command::{Course, emptied, median, timed};
use crate::large::{self, Large};
use crate::{Bound, Line};

/// Students with three units each.
const STUDENTS: usize = 334;
/// How often each is measured, in turn.
const ROUNDS: usize = 7;
/// How many times `sha256sum` may be taken.
const MOST: f64 = 3.0;
/// What is always allowed, seconds.
const ALWAYS: f64 = 0.3;

/// An unchanged rerun, and what going on adds.
pub(crate) fn measure(course: &Course) -> anyhow::Result<Vec<Line>> {
    let large = large::batch(course, "thousand", STUDENTS, 0)?;
    let files = large::files(&large.submissions)?;
    // The first run makes the gradebook.
    timed(course.grade(&large.submissions, &large.out, &[]))?;
    let (mut reruns, mut sums) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        reruns.push(timed(course.grade(&large.submissions, &large.out, &[]))?);
        sums.push(sha256sum(&files)?);
    }
    let (rerun, sum) = (median(reruns), median(sums));
    let allowed = (MOST * sum).max(ALWAYS);
    let unchanged = Line {
        what: "an unchanged rerun of 1,000 units, against sha256sum over the same files",
        figures: format!(
            "{rerun:.3} s against {sum:.3} s, medians of {ROUNDS}; {allowed:.3} s are allowed: {MOST} x, or {ALWAYS} s"
        ),
        value: rerun / allowed,
        bound: Bound::AtMost(1.0),
        unit: "x",
    };
    Ok(vec![unchanged, going_on(course, &large, allowed)?])
}

/// How much longer the last unit takes in the large batch than in one of its own. Neither makes a gradebook of what it had
/// made one of before: that is measured apart, by `report`.
fn going_on(course: &Course, large: &Large, allowed: f64) -> anyhow::Result<Line> {
    let alone = course.folder("alone")?;
    let last = format!("student_{:05}", STUDENTS - 1);
    let from = large.submissions.join(&last);
    for file in large::files(&from)?.into_iter().filter(|file| file.to_string_lossy().contains("e4_")) {
        let to = alone.join(&last).join(file.strip_prefix(&from)?);
        to.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::copy(&file, to)?;
    }
    let out = course.folder("alone_out")?;
    let (mut resumed, mut single, mut reported) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        large.fill(course, 1)?;
        resumed.push(timed(course.grade(&large.submissions, &large.out, &["--jobs", "1"]))?);
        reported.push(timed(course.report(&large.out))?);
        emptied(&out)?;
        single.push(timed(course.grade(&alone, &out, &["--jobs", "1"]))?);
    }
    let (resumed, single, reported) = (median(resumed), median(single), median(reported));
    ensure!(resumed > 0.0, "nothing was measured");
    Ok(Line {
        what: "what going on with a batch of 1,000 units adds, against sha256sum over the same files",
        figures: format!(
            "{resumed:.2} s for the last unit, {single:.2} s for it alone, {reported:.2} s for the gradebook of all; \
             {allowed:.3} s are allowed"
        ),
        value: (resumed - single - reported).max(0.0) / allowed,
        bound: Bound::AtMost(1.0),
        unit: "x",
    })
}

fn sha256sum(files: &[PathBuf]) -> anyhow::Result<Duration> {
    #[expect(clippy::disallowed_methods, reason = "what an instructor would call instead")]
    let mut command = Command::new("sha256sum");
    command.args(files).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    timed(command)
}
