//! What differs between systems: process groups, descriptors, how a process ended.
//!
//! On Unix the frames leave on a descriptor of their own, and what the candidate prints goes to standard error. Elsewhere
//! both share standard output, and the mark alone tells them apart.

use std::fs::File;
use std::io;
use std::process::{Child, Command, ExitStatus};

use harness_core::observation::End;

use crate::{Awaited, Launch};

/// Puts the process to be started in a group of its own, so that all that it starts can be ended with it.
pub(crate) fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Ends the group of `child`.
pub(crate) fn end_group(child: &Child) {
    #[cfg(unix)]
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // Fails only when no process of the group is left.
        let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = child;
}

/// Where private descriptors are put: out of the way of a program that closes or guesses the low ones.
#[cfg(unix)]
const HIGH: i32 = 700;

/// A private, uninherited copy of `descriptor`: at [`HIGH`] or above, or anywhere where the limit on descriptors is lower.
#[cfg(unix)]
fn private(descriptor: rustix::fd::BorrowedFd<'_>) -> io::Result<File> {
    let copy = rustix::io::fcntl_dupfd_cloexec(descriptor, HIGH)
        .or_else(|_| rustix::io::fcntl_dupfd_cloexec(descriptor, 3))?;
    Ok(File::from(copy))
}

/// Takes standard input for the task, and gives the candidate an empty one in its place, where the system has such a thing.
///
/// For the candidate's process, before any of its code runs.
///
/// # Errors
///
/// The system's error if a descriptor cannot be copied.
pub fn take_task_in() -> io::Result<File> {
    #[cfg(unix)]
    {
        let task = private(rustix::stdio::stdin())?;
        if let Ok(nothing) = File::open("/dev/null") {
            rustix::stdio::dup2_stdin(&nothing)?;
        }
        Ok(task)
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsHandle;
        Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
    }
}

/// Takes standard output for the frames, and gives the candidate standard error in its place.
///
/// For the candidate's process, before any of its code runs.
///
/// # Errors
///
/// The system's error if a descriptor cannot be copied.
pub fn take_frames_out() -> io::Result<File> {
    #[cfg(unix)]
    {
        let frames = private(rustix::stdio::stdout())?;
        rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
        Ok(frames)
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsHandle;
        Ok(File::from(io::stdout().as_handle().try_clone_to_owned()?))
    }
}

/// How a process ended that ended before its call did. `output` is what it printed last.
#[must_use]
pub(crate) fn end_of(status: ExitStatus, launch: &Launch, output: &str) -> End {
    let Some(signal) = signal_of(status, launch.awaited) else {
        return End::Exited { code: status.code().unwrap_or_default() };
    };
    // What Rust's own allocator says before it aborts. Whoever prints it and aborts has earned no other verdict.
    let is_refused_memory = output.contains("memory allocation of ") && output.contains(" bytes failed");
    match launch.memory_mib {
        Some(limit_mib) if is_refused_memory => End::MemoryLimit { limit_mib },
        Some(_) | None => {
            let overflow = output.contains("has overflowed its stack").then(|| "stack overflow".to_owned());
            End::Crashed { signal, note: overflow.or_else(|| is_refused_memory.then(|| "out of memory".to_owned())) }
        }
    }
}

/// The name of the signal that ended a process, or what stands for it; `None`: it left by itself.
fn signal_of(status: ExitStatus, awaited: Awaited) -> Option<String> {
    #[cfg(unix)]
    {
        let signal = std::os::unix::process::ExitStatusExt::signal(&status);
        let told = status.code().map(|code| code - 128).filter(|told| (1..=64).contains(told));
        let signal = signal.or_else(|| told.filter(|_| awaited == Awaited::Through));
        signal.map(signal_name).or_else(|| status.code().is_none().then(|| status.to_string()))
    }
    #[cfg(not(unix))]
    {
        let _ = awaited;
        // Windows ends a crashed process with the exception as its exit code.
        status.code().filter(|code| *code < -1).map(|code| format!("{:#010x}", code.cast_unsigned()))
    }
}

#[cfg(unix)]
fn signal_name(signal: i32) -> String {
    let known = [
        (4, "SIGILL"),
        (6, "SIGABRT"),
        (7, "SIGBUS"),
        (8, "SIGFPE"),
        (9, "SIGKILL"),
        (11, "SIGSEGV"),
        (15, "SIGTERM"),
        (24, "SIGXCPU"),
    ];
    known
        .iter()
        .find(|(number, _)| *number == signal)
        .map_or_else(|| format!("signal {signal}"), |(_, name)| (*name).to_owned())
}
