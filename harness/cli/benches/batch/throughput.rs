//! Submissions an hour at two jobs, against a shell loop that lays each into its exercise and runs `cargo test`: with one
//! target folder for all, and with an empty one for each.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::cargo::Cargo;
use crate::command::{Course, timed};
use crate::stages::SUBMISSIONS;
use crate::submissions::{Submission, hand_in, submission, write};
use crate::{Bound, Line};

/// The harness and the loop take turns so often.
const TURNS: usize = 3;
/// How many submissions have a target folder each: it takes a minute or more.
const FROM_NOTHING: usize = 2;
/// How many times the loop's throughput there has to be.
const LEAST_SHARED: f64 = 1.5;
/// The same where each has a target folder.
const LEAST_OWN: f64 = 30.0;

/// The two ratios.
pub(crate) fn measure(course: &Course) -> anyhow::Result<Vec<Line>> {
    let shared = course.cargo("target_loop")?;
    let test = |cargo: &Cargo, submission: &Submission| -> anyhow::Result<Duration> {
        write(&course.exercise(submission.exercise).join("src"), &submission.sources)?;
        // A mistake makes cargo test fail: that is its verdict.
        let mut command = cargo.command(&["test", "--locked", "--package", submission.exercise]);
        let start = Instant::now();
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().context("cannot start cargo")?;
        Ok(start.elapsed())
    };
    // What is built once by either is built.
    let warm = course.folder("warm")?;
    hand_in(&warm, 0..3)?;
    timed(course.grade(&warm, &course.folder("warm_out")?, &["--jobs", "2"]))?;
    for number in 0..3 {
        test(&shared, &submission(number)?)?;
    }
    let (mut graded, mut looped) = (Duration::ZERO, Duration::ZERO);
    let per_turn = SUBMISSIONS / TURNS;
    for turn in 0..TURNS {
        // Other numbers than those that were compiled above.
        let numbers = 300 + turn * per_turn..300 + (turn + 1) * per_turn;
        let folder = course.folder(&format!("turn_{turn}"))?;
        hand_in(&folder, numbers.clone())?;
        graded += timed(course.grade(&folder, &course.folder(&format!("turn_{turn}_out"))?, &["--jobs", "2"]))?;
        for number in numbers {
            looped += test(&shared, &submission(number)?)?;
        }
    }
    ensure!(looped > Duration::ZERO, "nothing was measured");
    let mut own = Duration::ZERO;
    for number in 0..FROM_NOTHING {
        let cargo = course.cargo(&format!("target_own_{number}"))?;
        own += test(&cargo, &submission(600 + number)?)?;
    }
    let each = |total: Duration, n: usize| (total / u32::try_from(n).unwrap_or(u32::MAX)).as_secs_f64();
    let (graded, looped, own) =
        (each(graded, per_turn * TURNS), each(looped, per_turn * TURNS), each(own, FROM_NOTHING));
    let line = |what, alternative: f64, figures, least| Line {
        what,
        figures,
        value: alternative / graded,
        bound: Bound::AtLeast(least),
        unit: "x",
    };
    Ok(vec![
        line(
            "throughput at two jobs, against a loop of cargo test over one target folder",
            looped,
            format!(
                "{graded:.2} s against {looped:.2} s a submission, {TURNS} batches of {per_turn}, each with its start"
            ),
            LEAST_SHARED,
        ),
        line(
            "throughput at two jobs, against cargo test with a target folder for each submission",
            own,
            format!("{graded:.2} s against {own:.1} s a submission; {FROM_NOTHING} were measured from nothing"),
            LEAST_OWN,
        ),
    ])
}
