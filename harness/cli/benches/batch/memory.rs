//! The memory of the harness itself at 10,000 units: while it makes the gradebook, and when it finds nothing to do.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::command::Course;
use crate::{Bound, Line, large};

/// Students with three units each.
const STUDENTS: usize = 3_334;
/// Mebibytes that it may have resident.
const MOST: f64 = 100.0;
/// How often it is looked at. The kernel keeps the peak, so only what comes in its last moment is missed.
const TICK: Duration = Duration::from_millis(1);

/// The peaks.
pub(crate) fn measure(course: &Course) -> anyhow::Result<Vec<Line>> {
    let large = large::batch(course, "ten_thousand", STUDENTS, 0)?;
    let first = peak(course.grade(&large.submissions, &large.out, &[]))?;
    let again = peak(course.grade(&large.submissions, &large.out, &[]))?;
    Ok(vec![Line {
        what: "memory of the harness itself at 10,000 units",
        figures: format!("{first:.1} MiB with the gradebook made, {again:.1} MiB with nothing to do"),
        value: first.max(again),
        bound: Bound::AtMost(MOST),
        unit: "MiB",
    }])
}

/// Runs `command`, and gives the peak of its own process, mebibytes.
fn peak(mut command: Command) -> anyhow::Result<f64> {
    let mut child = command.stderr(Stdio::null()).spawn().context("cannot start what is measured")?;
    let status_of = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
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
    ensure!(status.success() && peak > 0.0, "{command:?} ended with {status}, peak {peak}");
    Ok(peak)
}
