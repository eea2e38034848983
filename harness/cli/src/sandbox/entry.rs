//! The box's entry: this program, called with rules and a program, takes away from itself what the rules do not allow, and
//! becomes the program.
//!
//! ```text
//! limits ─► files are opened ─► another user ─► no new privileges ─► Landlock ─► system calls ─► the program
//! ```
//!
//! The order matters: files below a closed folder are opened while they still can be; who has become another user cannot
//! raise limits again; after the last step not even the entry could do the others.

use std::convert::Infallible;
use std::ffi::{CString, OsString};
use std::io::Write;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use anyhow::{Context, bail};
use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::Signal;
use nix::unistd::{Gid, Uid, execve, setgroups, setresgid, setresuid};
use rustix::thread::{CapabilitiesSecureBits, CapabilitySet, CapabilitySets};

use super::files::Guard;
use super::filter;
use super::rules::{Announce, Bounds, Rules, Search, User};
use super::{BEGUN, FAULT, FAULT_MARK};

/// Address space for each byte that may be written to: allocators and thread stacks reserve more than they use.
const ADDRESSES: u64 = 4;
const DESCRIPTORS: u64 = 1_024;
const STACK: u64 = 8 << 20;

/// Becomes the program that the arguments name, in the box that they ask for. Returns only when that fails.
pub(crate) fn enter(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let Err(error) = become_the_program(arguments);
    // Where standard error is gone, the exit code says it.
    let _ = writeln!(std::io::stderr(), "{FAULT_MARK}{error:#}");
    ExitCode::from(FAULT)
}

fn become_the_program(mut arguments: impl Iterator<Item = OsString>) -> anyhow::Result<Infallible> {
    let rules = arguments.next().and_then(|rules| rules.into_string().ok()).context("no rules")?;
    let rules: Rules = serde_json::from_str(&rules).context("cannot read the rules")?;
    let call = arguments.map(|argument| CString::new(argument.into_vec())).collect::<Result<Vec<_>, _>>()?;
    let Some(program) = call.first().cloned() else { bail!("no program") };
    let environment: Vec<CString> = std::env::vars_os()
        .filter_map(|(name, value)| CString::new([name.into_vec(), b"=".to_vec(), value.into_vec()].concat()).ok())
        .collect();
    bound(&rules.limits).context("cannot set the limits")?;
    let guard = Guard::new(&rules.files, rules.landlock)?;
    if let Some(user) = rules.user {
        become_user(user).context("cannot become another user")?;
    }
    // After the change of user, which forgets it: what is in the box does not outlive who put it there.
    prctl::set_pdeathsig(Signal::SIGKILL)?;
    prctl::set_no_new_privs().context("cannot give up privileges")?;
    guard.close()?;
    if rules.announce == Announce::Begun {
        writeln!(std::io::stderr(), "{BEGUN}")?;
    }
    filter::close(rules.calls, &program)?;
    execve(&program, &call, &environment).with_context(|| format!("cannot run {}", program.to_string_lossy()))
}

fn bound(limits: &Bounds) -> nix::Result<()> {
    let most = |resource, value: u64| setrlimit(resource, value, value);
    most(Resource::RLIMIT_DATA, limits.memory)?;
    most(Resource::RLIMIT_AS, limits.memory.saturating_mul(ADDRESSES))?;
    most(Resource::RLIMIT_STACK, STACK)?;
    most(Resource::RLIMIT_CORE, 0)?;
    most(Resource::RLIMIT_FSIZE, limits.file)?;
    most(Resource::RLIMIT_NOFILE, DESCRIPTORS)?;
    most(Resource::RLIMIT_MEMLOCK, 0)?;
    setrlimit(Resource::RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)?;
    limits.tasks.map_or(Ok(()), |tasks| most(Resource::RLIMIT_NPROC, tasks))
}

fn become_user(user: User) -> anyhow::Result<()> {
    let (uid, gid) = (Uid::from_raw(user.id), Gid::from_raw(user.id));
    let keep = user.search == Search::Everywhere;
    if keep {
        // By this, capabilities survive the change of user, and count for `access`, which linkers ask.
        rustix::thread::set_capabilities_secure_bits(CapabilitiesSecureBits::NO_SETUID_FIXUP)?;
    }
    setgroups(&[])?;
    setresgid(gid, gid, gid)?;
    setresuid(uid, uid, uid)?;
    if keep {
        let search = CapabilitySet::DAC_READ_SEARCH;
        let sets = CapabilitySets { effective: search, permitted: search, inheritable: search };
        rustix::thread::set_capabilities(None, sets)?;
        rustix::thread::configure_capability_in_ambient_set(search, true)?;
    }
    Ok(())
}
