//! Tier A: what bubblewrap is told. Inside of it the entry does all that it does in tier B.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::rules::Rules;
use super::{Privilege, Sandbox, entry_call};

/// The candidate's program, inside.
pub(super) const PROGRAM: &str = "/run";
/// The entry, inside.
const ENTRY_PROGRAM: &str = "/entry";
/// A namespace of its own for everything. As root, for all but users: the entry changes the user for good instead.
const ALONE: [&str; 5] = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"];

/// The arguments that run `program` in a file system which holds it, its libraries, and nothing else.
pub(super) fn run(sandbox: &Sandbox, rules: &Rules, program: &Path, args: &[OsString]) -> Vec<OsString> {
    let mut told = start(sandbox);
    mount(&mut told, sandbox.libraries.iter().map(|library| ("--ro-bind", library.as_path())).collect());
    bind(&mut told, "--ro-bind", program, PROGRAM);
    // The standard library finds the lines of a backtrace in the program that this link names.
    told.extend(["--dir", "/proc", "--dir", "/proc/self"].map(OsString::from));
    bind(&mut told, "--symlink", PROGRAM, "/proc/self/exe");
    // Not in `/`: the lines of a backtrace would be printed relative to it, and not be known for the candidate's.
    end(told, Path::new("/proc"), rules, Path::new(PROGRAM), args)
}

/// The arguments that run rustc, at `rustc`, where the files of `rules` lie at their own paths, and nothing else does.
pub(super) fn compile(
    sandbox: &Sandbox,
    rules: &Rules,
    folder: &Path,
    rustc: &Path,
    args: &[OsString],
) -> Vec<OsString> {
    let mut told = start(sandbox);
    let (null, proc) = (Path::new("/dev/null"), Path::new("/proc"));
    // The entry needs the libraries, whatever rustc does.
    let read = sandbox.libraries.iter().chain(&rules.files.run).chain(&rules.files.read);
    let read = read.filter(|path| *path != proc).map(|path| ("--ro-bind-try", path.as_path()));
    let write =
        rules.files.write.iter().map(|path| (if path == null { "--dev-bind" } else { "--bind-try" }, path.as_path()));
    mount(&mut told, read.chain(write).collect());
    if rules.files.read.iter().any(|path| path == proc) {
        told.extend(["--proc", "/proc"].map(OsString::from));
    }
    end(told, folder, rules, rustc, args)
}

fn start(sandbox: &Sandbox) -> Vec<OsString> {
    let mut told: Vec<OsString> = ALONE.map(OsString::from).into();
    match sandbox.privilege {
        Privilege::Root => told.extend(["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"].map(OsString::from)),
        Privilege::User => told.extend(["--unshare-user", "--disable-userns"].map(OsString::from)),
    }
    told.extend(["--die-with-parent", "--new-session"].map(OsString::from));
    bind(&mut told, "--ro-bind", &sandbox.entry, ENTRY_PROGRAM);
    told
}

/// Lays each of `mounts` at its own path, what lies higher first. The folders above are made by name: those that bubblewrap
/// makes by itself are closed to the user that the entry becomes.
fn mount(told: &mut Vec<OsString>, mut mounts: Vec<(&str, &Path)>) {
    mounts.sort_by_key(|(_, path)| *path);
    // What lies below a folder that is laid in the same way is there with it.
    mounts.dedup_by(|(how, path), (above_how, above)| path.starts_with(above) && how == above_how);
    let mut made: BTreeSet<&Path> = BTreeSet::new();
    for &(how, path) in &mounts {
        let mut above: Vec<&Path> = path.ancestors().skip(1).collect();
        above.reverse();
        // Below a folder that is laid there, all is there already.
        let is_inside = |folder: &Path| mounts.iter().any(|(_, other)| folder.starts_with(other));
        for folder in above.into_iter().filter(|folder| folder.parent().is_some() && !is_inside(folder)) {
            if made.insert(folder) {
                told.extend(["--dir".into(), folder.into()]);
            }
        }
        bind(told, how, path, path);
    }
}

fn bind(told: &mut Vec<OsString>, how: &str, from: impl AsRef<OsStr>, to: impl AsRef<OsStr>) {
    told.extend([how.as_ref(), from.as_ref(), to.as_ref()].map(OsStr::to_os_string));
}

fn end(mut told: Vec<OsString>, folder: &Path, rules: &Rules, program: &Path, args: &[OsString]) -> Vec<OsString> {
    told.extend(["--remount-ro", "/", "--chdir"].map(OsString::from));
    told.extend([folder.into(), "--".into(), ENTRY_PROGRAM.into()]);
    told.extend(entry_call(rules, program, args.to_vec()));
    told
}
