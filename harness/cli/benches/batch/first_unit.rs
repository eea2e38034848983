//! A machine on which only the command is built: how long until the first submission is graded.

use crate::cargo::Took;
use crate::command::{Course, timed};
use crate::submissions::hand_in;
use crate::{Bound, Line};

/// How much longer it may take than the exercises' first build.
const MOST: f64 = 1.2;

/// The wall time of grading one submission, over that of `cargo build` of the exercises into an empty target folder.
pub(crate) fn measure(course: &Course) -> anyhow::Result<Vec<Line>> {
    let submissions = course.folder("first")?;
    hand_in(&submissions, [0])?;
    let first = timed(course.grade(&submissions, &course.folder("first_graded")?, &["--jobs", "1"]))?;
    let cargo = course.cargo("target_cold")?;
    let Took { wall, cpu, stdout } = cargo.run_from_nothing(&[
        "build",
        "--message-format",
        "json",
        "--locked",
        "-p",
        "e1_relationships",
        "-p",
        "e2_joins",
        "-p",
        "e4_n_plus_one",
    ])?;
    let n_crates = stdout.matches("\"reason\":\"compiler-artifact\"").count();
    let (first, cold) = (first.as_secs_f64(), wall.as_secs_f64());
    Ok(vec![Line {
        what: "the first submission that is graded where only the command is built, against a cold cargo build of the exercises",
        figures: format!("{first:.1} s against {cold:.1} s ({n_crates} crates, CPU {cpu:.1} s)"),
        value: first / cold,
        bound: Bound::AtMost(MOST),
        unit: "x",
    }])
}
