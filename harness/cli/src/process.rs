//! Starts cargo and rustc: with a wall clock, and with bounded output. Candidates are started by `harness-run`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How often a process that has closed its pipes is looked at.
const TICK: Duration = Duration::from_millis(1);

/// How long what was ended may take to be gone.
const LINGER: Duration = Duration::from_secs(2);

/// A program to be run.
#[derive(Debug)]
pub(crate) struct Job<'a> {
    /// The program.
    pub(crate) program: &'a Path,
    /// Its arguments.
    pub(crate) arguments: Vec<OsString>,
    /// Its environment.
    pub(crate) environment: Environment,
    /// The folder that it starts in.
    pub(crate) folder: &'a Path,
    /// How long it may take.
    pub(crate) wall_limit: Duration,
    /// How much it may write on either of its outputs, bytes.
    pub(crate) output_limit: usize,
    /// With what it is ended.
    pub(crate) group: Group,
}

/// Which processes belong together: what is sent to one of a group by the terminal or by us is sent to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// The program has its own, and all that it started is ended with it.
    Own,
    /// It stays in ours, and hears Ctrl-C as we do.
    Ours,
}

/// The environment of a program.
#[derive(Debug)]
pub(crate) enum Environment {
    /// These variables and no others.
    Only(BTreeMap<String, String>),
    /// This process's own, with these set or, where `None`, taken away.
    OwnWith(BTreeMap<String, Option<OsString>>),
}

/// What a program left.
#[derive(Debug)]
pub(crate) struct Finished {
    /// How it ended.
    pub(crate) ending: Ending,
    /// What it wrote to standard output, cut at the limit.
    pub(crate) stdout: Vec<u8>,
    /// What it wrote to standard error, cut at the limit.
    pub(crate) stderr: Vec<u8>,
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// By itself.
    Exited(ExitStatus),
    /// Its time was up.
    TimedOut,
    /// It wrote more than it may.
    Flooded,
}

/// Runs `job` to its end, or ends it.
///
/// # Errors
///
/// The system's, where the program cannot be started or waited for.
pub(crate) fn run(job: &Job) -> io::Result<Finished> {
    run_with(job, Vec::new())
}

/// The same, with `input` on its standard input.
pub(crate) fn run_with(job: &Job, input: Vec<u8>) -> io::Result<Finished> {
    let mut command = command(job.program);
    command.args(&job.arguments).current_dir(job.folder);
    match &job.environment {
        Environment::Only(variables) => {
            command.env_clear().envs(variables);
        }
        Environment::OwnWith(variables) => {
            for (name, value) in variables {
                match value {
                    Some(value) => command.env(name, value),
                    None => command.env_remove(name),
                };
            }
        }
    }
    if job.group == Group::Own {
        own_group(&mut command);
    }
    command.stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() });
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // In a thread: a program that does not read must not hold us up, nor one that writes first.
        thread::spawn(move || stdin.write_all(&input));
    }
    let deadline = Instant::now() + job.wall_limit;
    let (sender, outputs) = channel();
    if let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) {
        read(Stream::Stdout, stdout, job.output_limit, sender.clone());
        read(Stream::Stderr, stderr, job.output_limit, sender);
    }
    let (mut said, mut ending) = (Said::default(), None);
    while ending.is_none() {
        match outputs.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(output) => {
                ending = (!output.whole).then_some(Ending::Flooded);
                said.keep(output);
            }
            Err(RecvTimeoutError::Timeout) => ending = Some(Ending::TimedOut),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let ending = match ending {
        Some(ending) => end(&mut child, job.group).map(|()| ending)?,
        None => wait(&mut child, job.group, deadline)?,
    };
    if !matches!(ending, Ending::Exited(_)) {
        // A pipe is closed when the last process that holds it is gone; what runs in a box of its own goes a moment later.
        let gone = Instant::now() + LINGER;
        while let Ok(output) = outputs.recv_timeout(gone.saturating_duration_since(Instant::now())) {
            said.keep(output);
        }
    }
    Ok(Finished { ending, stdout: said.stdout, stderr: said.stderr })
}

/// Runs `program` with this process's own inputs, outputs and environment, as if it had been called instead of this one.
pub(crate) fn pass_through(program: &Path, arguments: &[OsString]) -> io::Result<ExitStatus> {
    command(program).args(arguments).status()
}

/// Where the program `name` is found: itself if it is a path, else the first of the folders of `PATH` that has it.
pub(crate) fn resolve(name: &Path, search: Option<&OsString>) -> PathBuf {
    if name.components().count() > 1 {
        return name.to_path_buf();
    }
    let folders = search.map(std::env::split_paths).into_iter().flatten();
    folders.map(|folder| folder.join(name)).find(|path| path.is_file()).unwrap_or_else(|| name.to_path_buf())
}

#[expect(clippy::disallowed_methods, reason = "this is the one place of the command that starts processes")]
fn command(program: &Path) -> Command {
    Command::new(program)
}

#[derive(Debug, Clone, Copy)]
enum Stream {
    Stdout,
    Stderr,
}

/// All that came out of a stream, or as much of it as is kept.
struct Output {
    stream: Stream,
    bytes: Vec<u8>,
    whole: bool,
}

/// What a program said.
#[derive(Default)]
struct Said {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

impl Said {
    fn keep(&mut self, output: Output) {
        match output.stream {
            Stream::Stdout => self.stdout = output.bytes,
            Stream::Stderr => self.stderr = output.bytes,
        }
    }
}

fn read(stream: Stream, mut pipe: impl Read + Send + 'static, limit: usize, sender: Sender<Output>) {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A pipe that breaks has no more to say: what came before it counts.
        let _ = pipe.by_ref().take(limit as u64 + 1).read_to_end(&mut bytes);
        let whole = bytes.len() <= limit;
        bytes.truncate(limit);
        // Nobody listens any more where the process was ended for another reason.
        let _ = sender.send(Output { stream, bytes, whole });
        // Until all who may write are gone.
        let _ = io::copy(&mut pipe, &mut io::sink());
    });
}

fn wait(child: &mut Child, group: Group, deadline: Instant) -> io::Result<Ending> {
    loop {
        if let Some(status) = child.try_wait()? {
            end_rest(child, group);
            return Ok(Ending::Exited(status));
        }
        if Instant::now() >= deadline {
            return end(child, group).map(|()| Ending::TimedOut);
        }
        thread::sleep(TICK);
    }
}

fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Ends what is left of the group of `child`.
fn end_rest(child: &Child, group: Group) {
    #[cfg(unix)]
    if group == Group::Own
        && let Some(pid) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw)
    {
        // Fails only when no process of the group is left.
        let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = (child, group);
}

fn end(child: &mut Child, group: Group) -> io::Result<()> {
    end_rest(child, group);
    // It may just have ended by itself.
    let _ = child.kill();
    child.wait().map(drop)
}
