//! The command, and what it takes.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;

/// How often its memory is looked at. The kernel keeps the peak, so only what comes in its last moment is missed.
const TICK: Duration = Duration::from_millis(10);
/// How many ticks of /proc are a second: Linux shows programs so many, whatever its own clock does.
const TICKS_A_SECOND: f64 = 100.0;

/// What something took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// User CPU time.
    pub(crate) user: Duration,
    /// Wall time.
    pub(crate) wall: Duration,
}

impl Cost {
    /// The middle of each.
    pub(crate) fn median(costs: &[Self]) -> Self {
        let middle = |mut times: Vec<Duration>| {
            times.sort();
            times[times.len() / 2]
        };
        Self {
            user: middle(costs.iter().map(|cost| cost.user).collect()),
            wall: middle(costs.iter().map(|cost| cost.wall).collect()),
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} s user CPU, {:.2} s wall", self.user.as_secs_f64(), self.wall.as_secs_f64())
    }
}

/// Whose CPU time it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose {
    /// That of this process.
    Own,
    /// That of the children that have ended.
    Children,
}

/// The user CPU time so far.
pub(crate) fn user(whose: Whose) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").context("cannot read the CPU time")?;
    // After the name of the program, which may have spaces: state, 10 others, then utime, stime, cutime.
    let at = match whose {
        Whose::Own => 11,
        Whose::Children => 13,
    };
    let after = stat.rsplit_once(')').map(|(_, after)| after);
    let ticks: Option<f64> = after.and_then(|after| after.split_whitespace().nth(at)?.parse().ok());
    Ok(Duration::from_secs_f64(ticks.context("no CPU time in /proc/self/stat")? / TICKS_A_SECOND))
}

/// Runs `harness queries` on the log at `path`; what it took, and its peak of memory, mebibytes.
pub(crate) fn judge(path: &Path, n_statements: u64) -> anyhow::Result<(Cost, f64)> {
    #[expect(clippy::disallowed_methods, reason = "a bench starts the command as a user does")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_harness"));
    command.arg("queries").arg(path).args(["--format", "json"]).stdin(Stdio::null()).stdout(Stdio::piped());
    let (before, start) = (user(Whose::Children)?, Instant::now());
    let mut child = command.spawn().context("cannot start what is measured")?;
    let status_of = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    // It says one line, which a pipe holds.
    let status = loop {
        let said = fs::read_to_string(&status_of).unwrap_or_default();
        let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        peak = peak.max(kib.unwrap_or(0.0) / 1024.0);
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(TICK),
        }
    };
    let cost = Cost { wall: start.elapsed(), user: user(Whose::Children)?.saturating_sub(before) };
    let said = std::io::read_to_string(child.stdout.take().context("no standard output")?)?;
    let answer: Value = serde_json::from_str(&said).with_context(|| format!("ended with {status}: {said}"))?;
    ensure!(answer["statements"] == n_statements, "it has counted other statements: {said}");
    ensure!(answer["findings"][0]["code"] == "n_plus_one", "it has not found what is there: {said}");
    Ok((cost, peak))
}
