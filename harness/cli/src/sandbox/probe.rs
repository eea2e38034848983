//! Attempts of what must fail in the run box. This program makes them when it is called with [`PROBE`](super::PROBE).

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use nix::sys::{ptrace, signal};
use nix::unistd::{getppid, setsid};
use serde::{Deserialize, Serialize};

use crate::process;

/// What is there to be attacked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Victims {
    /// A file that anybody may read and write.
    pub(super) file: PathBuf,
    /// A port of this machine that somebody listens on.
    pub(super) port: u16,
    /// A socket that somebody listens on.
    pub(super) socket: PathBuf,
}

/// What is said where threads are not bounded.
pub(super) const STARTED: &str = "started";

type Attempt = (&'static str, fn(&Victims) -> bool);

/// Each, and whether it succeeded.
const ATTEMPTS: [Attempt; 14] = [
    ("read a file", |victims| fs::read(&victims.file).is_ok()),
    ("read /etc/passwd", |_| fs::read("/etc/passwd").is_ok()),
    ("list a folder", |_| fs::read_dir("/etc").is_ok()),
    ("write a file", |victims| fs::write(&victims.file, "changed").is_ok()),
    ("make a file", |victims| {
        let made = |path: PathBuf| File::create(&path).is_ok();
        made(victims.file.with_extension("new")) || made("/new".into()) || made("new".into())
    }),
    ("change a file's times", |victims| {
        let file = || File::options().write(true).open(&victims.file)?.set_modified(std::time::SystemTime::now());
        let mode = || fs::set_permissions(&victims.file, fs::metadata(&victims.file)?.permissions());
        file().is_ok() || mode().is_ok()
    }),
    ("write to its own memory", |_| File::options().write(true).open("/proc/self/mem").is_ok()),
    ("connect", |victims| TcpStream::connect((Ipv4Addr::LOCALHOST, victims.port)).is_ok()),
    ("connect to a socket", |victims| UnixStream::connect(&victims.socket).is_ok()),
    ("start a process", |_| {
        let this = std::env::current_exe().unwrap_or_default();
        ["/bin/true".into(), this].iter().any(|program| process::pass_through(program, &[]).is_ok())
    }),
    ("leave its session", |_| setsid() != Err(nix::errno::Errno::EPERM) || daemon()),
    ("signal its parent", |_| signal::kill(getppid(), None).is_ok()),
    ("trace", |_| ptrace::traceme().is_ok()),
    ("take 1 GiB", |_| Vec::<u8>::new().try_reserve_exact(1 << 30).is_ok()),
];

/// A session of its own is refused to who leads a group; a child does not.
fn daemon() -> bool {
    process::pass_through("/usr/bin/setsid".as_ref(), &["/bin/true".into()]).is_ok()
}

/// The names of all attempts.
pub(super) fn names() -> Vec<&'static str> {
    ATTEMPTS.iter().map(|(name, _)| *name).collect()
}

/// Makes the attempts and says which of them succeeded, a line each, then `done`; or loops, or floods, without end.
pub(super) fn attempt_all(mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let what = arguments.next().and_then(|what| what.into_string().ok()).unwrap_or_default();
    let mut out = io::stdout();
    match what.as_str() {
        "loop" => loop {
            std::hint::spin_loop();
        },
        // By itself, since threads that get no memory end the process.
        "start 1000 threads" => {
            let sleep = || thread::Builder::new().spawn(|| thread::sleep(Duration::from_millis(300)));
            let all = (0..1000).all(|_| sleep().is_ok());
            let _ = writeln!(out, "{}", if all { STARTED } else { "refused" });
            return ExitCode::SUCCESS;
        }
        "flood" => while out.write_all(&[b'x'; 1 << 10]).is_ok() {},
        victims => {
            let Ok(victims) = serde_json::from_str(victims) else { return ExitCode::FAILURE };
            let mut said = Ok(());
            for (name, attempt) in ATTEMPTS {
                if attempt(&victims) {
                    said = said.and(writeln!(out, "{name}"));
                }
            }
            if said.and(writeln!(out, "done")).is_err() {
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
