//! `harness boxed`: which isolation holds on this machine; for tests and for who sets up a machine to grade on.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;

use crate::args::Boxed;
use crate::exit::Exit;
use crate::process::{self, Environment, Group, Job};
use crate::sandbox::{RunLimits, Sandbox};
use crate::slot::SLOTS;
use crate::terminal::Terminal;

const MEMORY_MIB: u64 = 256;
const OUTPUT_LIMIT: usize = 64 << 10;

pub(super) fn run(args: &Boxed, terminal: &Terminal) -> anyhow::Result<Exit> {
    let sandbox = Sandbox::choose(args.tier.into(), terminal.search.as_ref())?;
    terminal.note(sandbox.verified());
    let Some((program, arguments)) = args.program.split_first() else { return Ok(Exit::Done) };
    let wall = Duration::from_millis(args.wall_ms);
    // A slot that no candidate has.
    let limits = RunLimits { memory_mib: MEMORY_MIB, wall, slot: SLOTS };
    let (program, arguments) = sandbox.run_call(program.into(), arguments.to_vec(), limits);
    let finished = process::run(&Job {
        program: &program,
        arguments,
        environment: Environment::Only(BTreeMap::new()),
        folder: Path::new("/"),
        wall_limit: wall,
        output_limit: OUTPUT_LIMIT,
        group: Group::Own,
    });
    let finished = finished.with_context(|| format!("cannot start {}", program.display()))?;
    terminal.say(String::from_utf8_lossy(&finished.stdout).trim_end())?;
    terminal.note(String::from_utf8_lossy(&finished.stderr).trim_end());
    terminal.note(&format!("ended: {:?}", finished.ending));
    Ok(Exit::Done)
}
