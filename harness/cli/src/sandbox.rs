//! The box that untrusted code is built and run in.
//!
//! ```text
//! tier A  bubblewrap ─► entry ─► program   a file system, network and process table of its own, and all of tier B
//! tier B                entry ─► program   Landlock, seccomp, limits, another user where we are root
//! tier C                entry ─► program   limits; only where it is asked for, and said
//! ```
//!
//! The entry is this very program under another first argument ([`ENTRY`]). Which tier holds here is not assumed but
//! tried: a program that attempts what must fail is run in it first. What a box does is rewrite a program and its arguments into
//! another program and its arguments; wall clocks and output are held by whoever starts it.

mod bubblewrap;
#[cfg(target_os = "linux")]
mod entry;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod filter;
mod libraries;
#[cfg(target_os = "linux")]
mod probe;
mod rules;
mod slots;
mod trial;

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use harness_run::{Awaited, Launch};

use crate::args::Isolation;
use crate::process::{self, Environment, Finished, Job};
use rules::{Announce, Bounds, Calls, Files, Landlock, Rules, Search, User};

/// The first argument by which this program knows that it is the box's entry; rules and a program follow.
const ENTRY: &str = "--harness-box-entry";
/// The first argument by which this program knows that it is to attempt what must fail.
const PROBE: &str = "--harness-box-probe";
/// What the entry says when the box stands, where it is asked to.
const BEGUN: &str = "harness: the box stands";
/// What a line of the entry about its own fault begins with.
const FAULT_MARK: &str = "harness: the box failed: ";
/// The exit code of an entry that failed.
const FAULT: u8 = 125;
/// Slot n's programs run as this user plus n: no system gives these numbers to anybody.
const FIRST_USER: u32 = 60_600;
/// Where the loader looks for libraries first.
const LIBRARY_PATH: &str = "LD_LIBRARY_PATH";
/// Threads of a candidate.
const RUN_TASKS: u64 = 64;
/// Processes and threads of the compiler and the linker.
const BUILD_TASKS: u64 = 256;
/// The longest file that the compiler may write, bytes.
const BUILD_FILE: u64 = 256 << 20;

/// How much stands between a program and the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// bubblewrap, and all of B.
    A,
    /// Landlock, seccomp, limits.
    B,
    /// Limits alone.
    C,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The best of A and B that holds.
    Best,
    /// This one of them, or none.
    Exactly(Tier),
    /// None: the caller answers for what is run.
    Unsandboxed,
}

/// Bounds on a boxed-in candidate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RunLimits {
    /// Memory, MiB.
    pub(crate) memory_mib: u64,
    /// Wall time of the whole exercise; twice that is its processor time.
    pub(crate) wall: Duration,
    /// The number of the slot: no two programs that run at a time have the same.
    pub(crate) slot: usize,
}

/// Bounds on a boxed-in compiler.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BuildLimits {
    /// Memory, MiB.
    pub(crate) memory_mib: u64,
    /// Processor time.
    pub(crate) cpu: Duration,
    /// The number of the slot.
    pub(crate) slot: usize,
}

/// What the compiler makes in a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The library, of a student's sources.
    Library,
    /// The test binary, of a pristine source and the library.
    Link,
}

/// Where the compiler finds what it needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paths<'a> {
    /// The slot: its `src` and `tests` are read, its `out` and `incremental` written.
    pub(crate) slot: &'a Path,
    /// Folders with compiled dependencies.
    pub(crate) dependencies: &'a [PathBuf],
}

/// A box whose isolation was verified.
#[derive(Debug)]
pub(crate) struct Sandbox {
    tier: Tier,
    /// This program.
    entry: PathBuf,
    bubblewrap: PathBuf,
    libraries: Vec<PathBuf>,
    privilege: Privilege,
    verified: String,
}

/// Who starts the boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Privilege {
    Root,
    User,
}

impl From<Isolation> for Choice {
    fn from(isolation: Isolation) -> Self {
        match isolation {
            Isolation::Best => Self::Best,
            Isolation::A => Self::Exactly(Tier::A),
            Isolation::B => Self::Exactly(Tier::B),
            Isolation::Unsandboxed => Self::Unsandboxed,
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        })
    }
}

/// Does what a first argument of the box's asks for; `None` if there is none.
pub(crate) fn entered(mut arguments: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    let first = arguments.nth(1)?;
    #[cfg(target_os = "linux")]
    match first.to_str() {
        Some(ENTRY) => return Some(entry::enter(arguments)),
        Some(PROBE) => return Some(probe::attempt_all(arguments)),
        _ => {}
    }
    let _ = first;
    None
}

impl Sandbox {
    /// Chooses the best tier that holds here, by trying what must fail. `search` is where programs are looked for: `PATH`.
    ///
    /// # Errors
    ///
    /// None holds, and nobody asked to go without.
    pub(crate) fn choose(choice: Choice, search: Option<&OsString>) -> anyhow::Result<Self> {
        let tiers: &[Tier] = match &choice {
            Choice::Best => &[Tier::A, Tier::B],
            Choice::Exactly(tier) => std::slice::from_ref(tier),
            Choice::Unsandboxed => &[Tier::C],
        };
        let mut refusals = Vec::new();
        for &tier in tiers {
            match Self::of(tier, search).and_then(Self::verify) {
                Ok(sandbox) => return Ok(sandbox),
                Err(error) => refusals.push(format!("tier {tier}: {error:#}")),
            }
        }
        bail!(
            "no isolation holds on this machine, so no submission is run\n{}\n\
             hint: on Linux, install bubblewrap 0.8 or newer (apt-get install bubblewrap), or use a kernel with Landlock \
             (6.2 or newer); `--isolation unsandboxed` runs without, for submissions that you would run yourself",
            refusals.join("\n")
        )
    }

    fn of(tier: Tier, search: Option<&OsString>) -> anyhow::Result<Self> {
        if tier != Tier::C && cfg!(not(target_os = "linux")) {
            bail!("boxes are made of parts of Linux");
        }
        let bubblewrap = process::resolve(Path::new("bwrap"), search);
        if tier == Tier::A && !bubblewrap.is_file() {
            bail!("bubblewrap is not installed");
        }
        let entry = std::env::current_exe().context("cannot tell this program's own path")?;
        let privilege = privilege();
        Ok(Self { tier, entry, bubblewrap, libraries: libraries::found(), privilege, verified: String::new() })
    }

    fn verify(mut self) -> anyhow::Result<Self> {
        self.verified = match self.tier {
            Tier::A | Tier::B => trial::verify(&self)?,
            Tier::C => "not isolated: candidates have limits on time, memory and output, and nothing else".to_owned(),
        };
        Ok(self)
    }

    /// What was verified, in a line.
    pub(crate) fn verified(&self) -> &str {
        &self.verified
    }

    /// `launch`, in the run box: it reads its own program and the C library, writes nowhere, and starts nothing.
    pub(crate) fn run(&self, mut launch: Launch, limits: RunLimits) -> Launch {
        let (program, args) = self.run_call(launch.program, launch.args, limits);
        launch.program = program;
        launch.args = args;
        launch.memory_mib = Some(limits.memory_mib);
        if self.tier == Tier::A {
            launch.awaited = Awaited::Through;
        }
        launch
    }

    /// The same for a program and its arguments.
    pub(crate) fn run_call(
        &self,
        program: PathBuf,
        args: Vec<OsString>,
        limits: RunLimits,
    ) -> (PathBuf, Vec<OsString>) {
        if self.tier == Tier::C && cfg!(not(target_os = "linux")) {
            return (program, args);
        }
        let inside = match self.tier {
            Tier::A => PathBuf::from(bubblewrap::PROGRAM),
            Tier::B | Tier::C => program.clone(),
        };
        let run = self.libraries.iter().chain([&inside]).cloned().collect();
        let rules = self.rules(Bounds {
            memory: limits.memory_mib << 20,
            cpu_seconds: 2 * limits.wall.as_secs().max(1),
            file: 0,
            tasks: Some(RUN_TASKS),
        });
        let rules = Rules { files: Files { run, ..Files::default() }, calls: self.calls(Calls::Run), ..rules };
        let rules = self.as_user(rules, limits.slot);
        match self.tier {
            Tier::A => (self.bubblewrap.clone(), bubblewrap::run(self, &rules, &program, &args)),
            Tier::B | Tier::C => (self.entry.clone(), entry_call(&rules, &program, args)),
        }
    }

    /// `job`, a call of rustc, in a build box.
    ///
    /// # Errors
    ///
    /// The system's, where the slot cannot be handed over to the user that the box runs as.
    pub(crate) fn compile<'a>(
        &'a self,
        mut job: Job<'a>,
        step: Step,
        paths: Paths,
        limits: BuildLimits,
    ) -> anyhow::Result<Job<'a>> {
        if self.tier == Tier::C && cfg!(not(target_os = "linux")) {
            return Ok(job);
        }
        if self.privilege == Privilege::Root {
            slots::hand_over(paths.slot, user_of(limits.slot))?;
        }
        if let Environment::Only(variables) = &mut job.environment {
            let out = paths.slot.join("out").to_string_lossy().into_owned();
            variables.insert("TMPDIR".to_owned(), out);
            // Where there is no /proc, rustc cannot tell where it lies, and its libraries are not beside it by themselves.
            let libraries = slots::toolchain(job.program).join("lib").to_string_lossy().into_owned();
            let searched = variables.entry(LIBRARY_PATH.to_owned()).or_default();
            *searched = if searched.is_empty() { libraries } else { format!("{libraries}:{searched}") };
        }
        let rules = self.rules(Bounds {
            memory: limits.memory_mib << 20,
            cpu_seconds: limits.cpu.as_secs().max(1),
            file: BUILD_FILE,
            tasks: Some(BUILD_TASKS),
        });
        let calls = match step {
            Step::Library => Calls::Compile,
            Step::Link => Calls::Link,
        };
        let files = slots::files(job.program, step, paths, &self.libraries);
        let rules = Rules { files, calls: self.calls(calls), announce: Announce::Begun, ..rules };
        let rules = self.as_user(rules, limits.slot);
        let arguments = std::mem::take(&mut job.arguments);
        (job.program, job.arguments) = match self.tier {
            Tier::A => {
                (self.bubblewrap.as_path(), bubblewrap::compile(self, &rules, job.folder, job.program, &arguments))
            }
            Tier::B | Tier::C => (self.entry.as_path(), entry_call(&rules, job.program, arguments)),
        };
        Ok(job)
    }

    /// Takes from what a boxed-in compiler left what the entry said.
    ///
    /// # Errors
    ///
    /// The box did not stand: nothing may be concluded about what was to be compiled.
    pub(crate) fn compiled(&self, mut finished: Finished) -> anyhow::Result<Finished> {
        if self.tier == Tier::C && cfg!(not(target_os = "linux")) {
            return Ok(finished);
        }
        let begun = format!("{BEGUN}\n");
        let Some(said) = finished.stderr.strip_prefix(begun.as_bytes()).map(<[u8]>::to_vec) else {
            bail!("the box did not stand: {:?}: {}", finished.ending, first_words(&finished.stderr));
        };
        if said.starts_with(FAULT_MARK.as_bytes()) {
            bail!("{}", first_words(&said));
        }
        finished.stderr = said;
        Ok(finished)
    }

    fn rules(&self, mut limits: Bounds) -> Rules {
        // Outside of a namespace of its own, a user's other programs count as well.
        if self.privilege == Privilege::User && self.tier != Tier::A {
            limits.tasks = None;
        }
        let landlock = match self.tier {
            Tier::A => Landlock::WhereThere,
            Tier::B => Landlock::Required,
            Tier::C => Landlock::Off,
        };
        Rules { limits, user: None, files: Files::default(), landlock, calls: Calls::All, announce: Announce::Nothing }
    }

    fn calls(&self, calls: Calls) -> Calls {
        match self.tier {
            Tier::A | Tier::B => calls,
            Tier::C => Calls::All,
        }
    }

    /// With the user that slot `slot` runs as, if we are root.
    fn as_user(&self, mut rules: Rules, slot: usize) -> Rules {
        if self.privilege == Privilege::Root {
            let Files { read, run, write } = &rules.files;
            let mut paths = read.iter().chain(run).chain(write);
            // In tier A all paths are open; only bubblewrap itself, root still, goes through closed folders.
            let closed = self.tier != Tier::A && paths.any(|path| slots::is_closed(path));
            let search = if closed { Search::Everywhere } else { Search::AsUsual };
            rules.user = Some(User { id: user_of(slot), search });
        }
        rules
    }
}

fn user_of(slot: usize) -> u32 {
    FIRST_USER + u32::try_from(slot).unwrap_or(0)
}

/// Arguments that make this program become `program` under `rules`.
fn entry_call(rules: &Rules, program: &Path, args: Vec<OsString>) -> Vec<OsString> {
    let rules = serde_json::to_string(rules).expect("rules are plain data, and paths of ours are Unicode");
    let start = [ENTRY.into(), rules.into(), program.into()];
    start.into_iter().chain(args).collect()
}

/// The beginning of what a program said, for a message.
fn first_words(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(&said[..said.len().min(600)]).into_owned();
    harness_core::report::escape(said.trim())
}

fn privilege() -> Privilege {
    #[cfg(unix)]
    if rustix::process::geteuid().is_root() {
        return Privilege::Root;
    }
    Privilege::User
}
