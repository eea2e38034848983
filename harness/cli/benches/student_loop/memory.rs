//! The largest process of a test run, judge and candidates alike, against rustc compiling the same exercise.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::Line;
use crate::playground::Playground;

/// Mebibytes that a process of a test run may have resident.
const BOUND: f64 = 60.0;
/// How often processes are looked at. The kernel keeps the peak, so only what comes in a process's last moment is missed.
const TICK: Duration = Duration::from_millis(1);

/// The peak of the test run's processes.
pub(crate) fn measure(playground: &Playground, exercise: &str) -> anyhow::Result<Line> {
    let cargo = playground.cargo();
    let arguments = ["test", "--locked", "--package", exercise, "--no-run", "--message-format", "json"];
    let binary = executable(&cargo.run(&arguments)?.stdout)?;
    // The exercise's library is compiled again, and rustc watched.
    let file = playground.exercise(exercise).join("src/lib.rs");
    fs::write(&file, fs::read(&file)?)?;
    let mut build = cargo.command(&arguments);
    build.stdout(Stdio::null()).stderr(Stdio::null());
    let root = playground.root();
    let rustc = peak(build, |program, folder| program.ends_with("rustc") && folder.starts_with(&root))?;

    #[expect(clippy::disallowed_methods, reason = "the reference solutions, outside any box, as a student runs them")]
    let mut test = Command::new(&binary);
    test.current_dir(playground.exercise(exercise)).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let ours = peak(test, |program, _| program == binary)?;
    Ok(Line {
        what: format!("largest process of a test run of {exercise}, against rustc compiling it"),
        figures: format!("{ours:.1} MiB against {rustc:.1} MiB, {:.2} x", ours / rustc),
        value: ours,
        bound: BOUND,
        unit: "MiB",
    })
}

/// The test binary, from what cargo said.
fn executable(messages: &str) -> anyhow::Result<std::path::PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let found = messages.filter_map(|message| Some(message["executable"].as_str()?.to_owned())).next_back();
    found.map(Into::into).context("cargo named no test binary")
}

/// Runs `command`, and gives the largest peak of the processes whose program and folder `counts` says
/// yes to, mebibytes.
fn peak(mut command: Command, counts: impl Fn(&Path, &Path) -> bool) -> anyhow::Result<f64> {
    let mut child = command.spawn().context("cannot start what is measured")?;
    let mut peak = 0.0_f64;
    let status = loop {
        for process in fs::read_dir("/proc").context("cannot read /proc")?.flatten() {
            let folder = process.path();
            let links = (fs::read_link(folder.join("exe")), fs::read_link(folder.join("cwd")));
            if let (Ok(program), Ok(within)) = links
                && counts(&program, &within)
            {
                peak = peak.max(high_water(&folder).unwrap_or(0.0));
            }
        }
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(TICK),
        }
    };
    ensure!(status.success() && peak > 0.0, "{command:?} ended with {status}, peak {peak}");
    Ok(peak)
}

/// `VmHWM` of a process, mebibytes.
fn high_water(process: &Path) -> Option<f64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}
