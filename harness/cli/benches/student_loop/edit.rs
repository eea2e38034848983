//! After a one-line edit: `cargo test` of a solved exercise against `cargo test --no-run` of the same edit.

use std::fs;
use std::time::Duration;

use anyhow::Context;

use crate::Line;
use crate::playground::Playground;

/// How often each is measured, one after the other in turn.
const ROUNDS: usize = 9;
/// How much longer `cargo test` may take.
const BOUND: f64 = 1.25;

/// The wall time of the one over that of the other, each the median of its rounds.
pub(crate) fn measure(playground: &Playground, exercise: &str) -> anyhow::Result<Line> {
    let cargo = playground.cargo();
    let file = playground.exercise(exercise).join("src/lib.rs");
    let original = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut n_edits = 0;
    let mut timed = |arguments: &[&str]| -> anyhow::Result<Duration> {
        n_edits += 1;
        fs::write(&file, format!("{original}\nconst _: usize = {n_edits};\n"))?;
        Ok(cargo.run(arguments)?.wall)
    };
    let build = ["test", "--locked", "--package", exercise, "--no-run"];
    let test = ["test", "--locked", "--package", exercise];
    timed(&test).context("a reference solution gets full marks")?;
    let (mut builds, mut tests) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        builds.push(timed(&build)?);
        tests.push(timed(&test)?);
    }
    fs::write(&file, original)?;
    let (build, test) = (median(builds), median(tests));
    Ok(Line {
        what: format!("after a one-line edit of {exercise}: cargo test, against cargo test --no-run"),
        figures: format!("{test:.3} s against {build:.3} s, medians of {ROUNDS}"),
        value: test / build,
        bound: BOUND,
        unit: "x",
    })
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}
