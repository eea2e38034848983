//! `cargo bench -p harness-cli`: what the harness adds to the student's loop, against what a student would do without it.
//!
//! Each line is a ratio to an alternative that was measured in the same run, with its bound; above one, the exit code
//! is 1. Works on a copy of the repository, with the reference solutions laid over. `first_build`, `edit` or `memory` as an
//! argument runs that part alone. Reads /proc, so it is for Linux.

#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

mod cargo;
mod edit;
mod first_build;
mod memory;
mod playground;

use std::process::ExitCode;

use playground::Playground;

/// What one part of the bench found.
struct Line {
    /// What was measured, and against what.
    what: String,
    /// The figures, in words.
    figures: String,
    /// What is bounded.
    value: f64,
    /// The bound.
    bound: f64,
    /// The unit of both: `x` for a ratio.
    unit: &'static str,
}

impl Line {
    /// Prints it; whether it is within its bound.
    fn print(&self) -> bool {
        let within = self.value <= self.bound;
        let said = if within { "within" } else { "ABOVE" };
        println!("{}\n  {}", self.what, self.figures);
        println!("  {:.2} {unit}, bound {:.2} {unit}: {said}\n", self.value, self.bound, unit = self.unit);
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
    let playground = Playground::new()?;
    let mut within = true;
    if wants("first_build") {
        for line in first_build::measure(&playground)? {
            within &= line.print();
        }
    }
    for exercise in ["e1_relationships", "e2_joins", "e3_cascades", "e4_n_plus_one", "e5_contract", "e7_shop"] {
        if wants("edit") {
            within &= edit::measure(&playground, exercise)?.print();
        }
        if wants("memory") {
            within &= memory::measure(&playground, exercise)?.print();
        }
    }
    Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
