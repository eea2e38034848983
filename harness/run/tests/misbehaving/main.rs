//! Candidates that misbehave: each costs its own ask, leaves no process, and the run comes back in bounded time.
//!
//! The test's program is its own candidate, as an exercise's is, and knows nothing but frames.

mod candidate;
mod trials;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let first = std::env::args().nth(1).unwrap_or_default();
    match first.as_str() {
        harness_run::CANDIDATE => candidate::run(),
        candidate::GRANDCHILD => candidate::run_grandchild(),
        _ => {
            let trials = trials::ALL.iter().map(|(name, run)| {
                Trial::test(*name, || {
                    run();
                    Ok(())
                })
            });
            libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
        }
    }
}
