//! Tries a box: what must fail in it is attempted, and what was attempted in vain is said in a line.

#[cfg(target_os = "linux")]
pub(super) use linux::verify;

/// There is nothing to be tried elsewhere.
#[cfg(not(target_os = "linux"))]
pub(super) fn verify(_: &super::Sandbox) -> anyhow::Result<String> {
    anyhow::bail!("boxes are made of parts of Linux")
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::ffi::OsString;
    use std::fs;
    use std::net::TcpListener;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixListener;
    use std::path::Path;
    use std::time::Duration;

    use anyhow::{Context, bail};

    use crate::process::{self, Ending, Environment, Finished, Group, Job};
    use crate::sandbox::probe::{self, Victims};
    use crate::sandbox::{PROBE, Privilege, RunLimits, Sandbox, Tier, first_words};
    use crate::slot::SLOTS;

    const MEMORY_MIB: u64 = 256;
    const PATIENCE: Duration = Duration::from_secs(20);
    /// Time for a program that never ends.
    const SHORT: Duration = Duration::from_millis(300);
    const OUTPUT_LIMIT: usize = 64 << 10;
    const THREADS: &str = "start 1000 threads";

    /// Runs the probe in the box; the line that says what was verified.
    pub(in crate::sandbox) fn verify(sandbox: &Sandbox) -> anyhow::Result<String> {
        let folder = tempfile::tempdir().context("cannot make a folder to try the box on")?;
        let open = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode));
        let victims = Victims { file: folder.path().join("file"), port: 0, socket: folder.path().join("socket") };
        fs::write(&victims.file, "unchanged")?;
        let sockets = UnixListener::bind(&victims.socket)?;
        open(folder.path(), 0o777)?;
        open(&victims.file, 0o666)?;
        open(&victims.socket, 0o777)?;
        let ports = TcpListener::bind("127.0.0.1:0")?;
        let victims = Victims { port: ports.local_addr()?.port(), ..victims };
        let finished = run(sandbox, folder.path(), &serde_json::to_string(&victims)?, PATIENCE)?;
        drop((sockets, ports));
        let said = String::from_utf8_lossy(&finished.stdout);
        let mut succeeded: Vec<&str> = said.lines().collect();
        if succeeded.pop() != Some("done") {
            bail!("it does not stand ({:?}): {}", finished.ending, first_words(&finished.stderr));
        }
        if !succeeded.is_empty() {
            bail!("a program in it can {}", succeeded.join(", "));
        }
        if fs::read(&victims.file)? != b"unchanged" || fs::read_dir(folder.path())?.count() != 2 {
            bail!("a program in it changes files outside");
        }
        let threads = run(sandbox, folder.path(), THREADS, PATIENCE)?;
        if String::from_utf8_lossy(&threads.stdout).contains(probe::STARTED) {
            bail!("a program in it can {THREADS}");
        }
        for (what, wanted) in [("loop", Ending::TimedOut), ("flood", Ending::Flooded)] {
            let ending = run(sandbox, folder.path(), what, SHORT)?.ending;
            if ending != wanted {
                bail!("a program without end that is to {what} ended otherwise: {ending:?}");
            }
        }
        Ok(line(sandbox))
    }

    fn run(sandbox: &Sandbox, folder: &Path, what: &str, wall_limit: Duration) -> anyhow::Result<Finished> {
        // A slot that no candidate has.
        let limits = RunLimits { memory_mib: MEMORY_MIB, wall: PATIENCE, slot: SLOTS };
        let args = [PROBE, what].map(OsString::from).into();
        let (program, arguments) = sandbox.run_call(sandbox.entry.clone(), args, limits);
        let job = Job {
            program: &program,
            arguments,
            environment: Environment::Only(BTreeMap::new()),
            folder,
            wall_limit,
            output_limit: OUTPUT_LIMIT,
            group: Group::Own,
        };
        process::run(&job).with_context(|| format!("cannot start {}", program.display()))
    }

    fn line(sandbox: &Sandbox) -> String {
        let made_of = match sandbox.tier {
            Tier::A => "bubblewrap, seccomp, limits",
            Tier::B => "Landlock, seccomp, limits",
            Tier::C => "limits",
        };
        let user = match sandbox.privilege {
            Privilege::Root => ", a user without rights",
            Privilege::User => "",
        };
        let attempts = probe::names().join(", ");
        format!(
            "isolation verified: tier {} ({made_of}{user}); in vain: {attempts}, {THREADS}, loop, flood",
            sandbox.tier
        )
    }
}
