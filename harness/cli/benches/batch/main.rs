//! `cargo bench -p harness-cli --bench batch`: what grading a batch takes, against what an instructor would do instead.
//!
//! Each line is measured against an alternative in the same run, in turn with it where both take long, with its bound;
//! above one, the exit code is 1. Works on a copy of the repository, with a target folder of its own. `first_unit`, `stages`,
//! `throughput`, `rerun` or `memory` as an argument runs that part alone. Reads /proc, so it is for Linux.

#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

#[path = "../student_loop/cargo.rs"]
mod cargo;
mod command;
mod first_unit;
mod large;
mod memory;
#[path = "../student_loop/playground.rs"]
mod playground;
mod rerun;
mod stages;
mod submissions;
mod throughput;

use std::process::ExitCode;

use command::Course;

/// What one part of the bench found.
struct Line {
    /// What was measured, and against what.
    what: &'static str,
    /// The figures, in words.
    figures: String,
    /// What is bounded.
    value: f64,
    /// The bound.
    bound: Bound,
    /// The unit of both: `x` for a ratio.
    unit: &'static str,
}

/// On which side of a bound a value has to be.
#[derive(Clone, Copy)]
enum Bound {
    /// Not above it.
    AtMost(f64),
    /// Not below it.
    AtLeast(f64),
}

impl Line {
    /// Prints it; whether it is within its bound.
    fn print(&self) -> bool {
        let (within, bound) = match self.bound {
            Bound::AtMost(most) => (self.value <= most, format!("at most {most:.2}")),
            Bound::AtLeast(least) => (self.value >= least, format!("at least {least:.2}")),
        };
        let said = if within { "within" } else { "MISSED" };
        println!("{}\n  {}", self.what, self.figures);
        println!("  {:.2} {unit}, bound {bound} {unit}: {said}\n", self.value, unit = self.unit);
        within
    }
}

fn main() -> anyhow::Result<ExitCode> {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let wants = |part: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == part);
    if !cfg!(target_os = "linux") {
        println!("this bench reads /proc: it is for Linux");
        return Ok(ExitCode::SUCCESS);
    }
    let course = Course::new()?;
    let mut within = true;
    let mut said = |lines: Vec<Line>| lines.iter().for_each(|line| within &= line.print());
    // First, since after it the exercises are built.
    if wants("first_unit") {
        said(first_unit::measure(&course)?);
    }
    if wants("stages") {
        said(stages::measure(&course)?);
    }
    if wants("throughput") {
        said(throughput::measure(&course)?);
    }
    if wants("rerun") {
        said(rerun::measure(&course)?);
    }
    if wants("memory") {
        said(memory::measure(&course)?);
    }
    Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
