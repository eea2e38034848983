//! `cargo bench -p harness-cli --bench queries`: what `harness queries` takes for a long log, against `serde_json` alone.
//!
//! A log of ten million statements is written to a temporary file, once with bound values and once with the values in the
//! texts. The command and a loop that does no more than parse the same lines take turns on it. Bounded are the ratio of their
//! user CPU time, since other work on the machine shows in wall time, and the memory of the command; above a bound, the exit
//! code is 1. Arguments: a number of statements, and `bound` or `literals` for that kind alone. Reads /proc, so it is for
//! Linux.

#![expect(clippy::print_stdout, reason = "a bench reports on standard output")]

mod command;
mod log;
mod parse;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::ensure;
use tempfile::TempDir;

use command::Cost;
use log::Kind;

/// Statements in a log, where no argument says so.
const STATEMENTS: u64 = 10_000_000;
/// The command and the loop take turns so often.
const TURNS: usize = 3;
/// How many times the loop's time the command may take.
const MOST_TIME: f64 = 3.0;
/// Mebibytes that the command may have resident.
const MOST_MEMORY: f64 = 100.0;

fn main() -> anyhow::Result<ExitCode> {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let n_statements = wanted.iter().find_map(|wanted| wanted.parse().ok()).unwrap_or(STATEMENTS);
    let named = |kind: Kind| wanted.iter().any(|wanted| wanted == kind.name());
    let any_named = Kind::ALL.into_iter().any(named);
    if !cfg!(target_os = "linux") {
        println!("this bench reads /proc: it is for Linux");
        return Ok(ExitCode::SUCCESS);
    }
    let folder = TempDir::new()?;
    let mut within = true;
    for kind in Kind::ALL.into_iter().filter(|kind| named(*kind) || !any_named) {
        // One at a time: each takes up to two gigabytes.
        let path = folder.path().join("app.log");
        log::write(&path, kind, n_statements)?;
        within &= measure(&path, kind, n_statements)?;
    }
    Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Measures both on the log at `path`, and prints what came of it; whether all is within its bound.
fn measure(path: &Path, kind: Kind, n_statements: u64) -> anyhow::Result<bool> {
    let (mut parsed, mut judged, mut peak) = (Vec::new(), Vec::new(), 0.0_f64);
    for _ in 0..TURNS {
        parsed.push(parse::all(path, n_statements)?);
        let (cost, memory) = command::judge(path, n_statements)?;
        judged.push(cost);
        peak = peak.max(memory);
    }
    let (parsed, judged) = (Cost::median(&parsed), Cost::median(&judged));
    ensure!(parsed.user > Duration::ZERO && peak > 0.0, "nothing was measured: take more statements");
    let ratio = |judged: Duration, parsed: Duration| judged.as_secs_f64() / parsed.as_secs_f64();
    let (user, wall) = (ratio(judged.user, parsed.user), ratio(judged.wall, parsed.wall));
    println!("{n_statements} statements, {}: {} MiB", kind.words(), std::fs::metadata(path)?.len() >> 20);
    println!("  harness queries  {judged}");
    println!("  serde_json       {parsed}");
    let line = |what: &str, value: f64, most: f64, unit: &str| {
        let said = if value <= most { "within" } else { "ABOVE" };
        println!("  {what}: {value:.2} {unit}, bound {most:.2} {unit}: {said}");
        value <= most
    };
    let fast = line("user CPU time", user, MOST_TIME, "x");
    println!("  wall time: {wall:.2} x, which other work on the machine shows in, so that it is not bounded");
    let small = line("peak memory", peak, MOST_MEMORY, "MiB");
    println!();
    Ok(fast && small)
}
