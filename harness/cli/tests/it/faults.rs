//! `harness grade` where the machine fails: exit code 75, a message that says what to do, and nothing lost.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rustix::process::{Pid, Resource, Rlimit, prlimit};

use crate::batch::{files, grade, hand_in};
use crate::copy::{Copy, Said, command_in, harness_in};

/// `shell` with the command that grades into `out` as its arguments, not yet started.
#[expect(clippy::disallowed_methods, reason = "a shell sets up what a test cannot set up for its own process")]
fn in_shell(copy: &Copy, with: &[&str], shell: &str, out: &str) -> Command {
    let inner = command_in(&copy.path(""), &grade(out));
    let mut command = Command::new(with[0]);
    command.args(&with[1..]).args(["sh", "-c", shell, "sh"]).arg(inner.get_program()).args(inner.get_args());
    command.current_dir(copy.path("")).envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

fn said(output: Output) -> Said {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A mount namespace of its own, where this machine gives one; else says why nothing is proved.
#[expect(clippy::print_stderr, reason = "a test that proves nothing says why")]
fn own_mounts(copy: &Copy) -> Option<[&'static str; 2]> {
    let with = ["unshare", "--mount"];
    let tried = in_shell(copy, &with, "mount -t tmpfs none harness", "nowhere").output();
    let stands = tried.is_ok_and(|tried| tried.status.success());
    if !stands {
        eprintln!("skipped: nothing can be mounted here, which takes root");
    }
    stands.then_some(with)
}

/// All files of a batch, its journal among them.
fn all(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let journal = fs::read(run.join("journal.jsonl")).unwrap();
    files(run).into_iter().chain([("journal.jsonl".to_owned(), journal)]).collect()
}

fn n_lines(run: &Path) -> usize {
    let journal = fs::read_to_string(run.join("journal.jsonl")).unwrap();
    assert!(journal.is_empty() || journal.ends_with('\n'), "the last line is torn");
    let lines: Vec<serde_json::Value> = journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.len()
}

#[track_caller]
fn assert_says(said: &Said, wanted: &[&str]) {
    assert_eq!(said.code, 75, "{said:?}");
    for want in wanted {
        assert!(said.stderr.contains(want), "no {want:?} in {}", said.stderr);
    }
}

/// The same command, once the machine is in order again, grades what is left of `n` units, and no other.
#[track_caller]
fn assert_goes_on(copy: &Copy, out: &str, n: usize) {
    let n_kept = n_lines(&copy.path(out));
    let said = copy.harness(&grade(out));
    assert_eq!(said.code, 0, "{said:?}");
    let want = format!("{n_kept} units are graded already, {} are to be graded", n - n_kept);
    assert!(said.stderr.contains(&want), "no {want:?} in {}", said.stderr);
    assert_eq!(n_lines(&copy.path(out)), n);
}

#[test]
fn a_journal_that_can_grow_no_more_ends_the_batch_and_is_whole() {
    let Some(copy) = Copy::of_author() else { return };
    hand_in(&copy, 0, 4);
    // What may grow no more is told by a signal as well, which would end the command: a full disk sends none.
    let mut command = in_shell(&copy, &["env"], "trap '' XFSZ; exec \"$@\"", "graded");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let journal = copy.path("graded/journal.jsonl");
    let len = loop {
        let len = fs::metadata(&journal).map_or(0, |file| file.len());
        if len > 0 {
            break len;
        }
        assert!(child.try_wait().unwrap().is_none(), "{:?}", child.wait_with_output());
        std::thread::yield_now();
    };
    // Room for the beginning of one more line. Boxes may raise it again.
    let limit = Rlimit { current: Some(len + 100), maximum: None };
    prlimit(Pid::from_raw(i32::try_from(child.id()).unwrap()), Resource::Fsize, limit).unwrap();
    let said = said(child.wait_with_output().unwrap());
    assert_says(
        &said,
        &["graded/journal.jsonl: File too large", "hint: the disk is full: make room, then give the same command"],
    );
    assert!((1..4).contains(&n_lines(&copy.path("graded"))));
    assert_goes_on(&copy, "graded", 4);
}

#[test]
fn a_full_disk_ends_the_batch_and_loses_nothing() {
    let Some(copy) = Copy::of_author() else { return };
    let Some(with) = own_mounts(&copy) else { return };
    hand_in(&copy, 0, 4);
    // The first has room for the batch, not for its journal; the second for the journal, not for the gradebook.
    for (size, wanted) in [("8k", "journal.jsonl: No space left"), ("24k", "gradebook.json: No space left")] {
        let out = format!("graded-{size}");
        fs::create_dir(copy.path(&out)).unwrap();
        let shell =
            format!("mount -t tmpfs -o size={size} none {out} && \"$@\"; code=$?; cp -r {out} kept-{size}; exit $code");
        let said = said(in_shell(&copy, &with, &shell, &out).output().unwrap());
        assert_says(&said, &[wanted, "hint: the disk is full: make room"]);
        assert_goes_on(&copy, &format!("kept-{size}"), 4);
    }
}

#[test]
fn an_out_that_cannot_be_written_is_said_and_left_alone() {
    let Some(copy) = Copy::of_author() else { return };
    hand_in(&copy, 0, 1);
    copy.write("file", "mine");
    assert_says(&copy.harness(&grade("file")), &["file", "hint: a file stands where a folder has to be"]);
    assert_eq!(copy.read("file"), "mine");
    let Some(with) = own_mounts(&copy) else { return };
    assert_eq!(copy.harness(&grade("graded")).code, 0);
    hand_in(&copy, 1, 1);
    let before = all(&copy.path("graded"));
    let shell = "mount --bind graded graded && mount -o remount,bind,ro graded && exec \"$@\"";
    let said = said(in_shell(&copy, &with, shell, "graded").output().unwrap());
    assert_says(&said, &["cannot write into graded", "Read-only file system", "hint: nothing can be written there"]);
    assert!(before == all(&copy.path("graded")));
    assert_goes_on(&copy, "graded", 2);
}

/// A folder with a `bwrap` that is this shell script.
fn bubblewrap(copy: &Copy, folder: &str, script: &str) -> PathBuf {
    copy.write(&format!("{folder}/bwrap"), &format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(copy.path(&format!("{folder}/bwrap")), fs::Permissions::from_mode(0o755)).unwrap();
    copy.path(folder)
}

/// `PATH` with `folder` before all others.
fn path_with(folder: &Path) -> std::ffi::OsString {
    let search = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths([folder.to_path_buf()].into_iter().chain(std::env::split_paths(&search))).unwrap()
}

#[test]
fn what_the_machine_lacks_is_said_with_what_to_do_and_nothing_is_touched() {
    let Some(copy) = Copy::of_author() else { return };
    hand_in(&copy, 0, 1);
    assert_eq!(copy.harness(&grade("graded")).code, 0);
    hand_in(&copy, 1, 1);
    let before = all(&copy.path("graded"));
    fs::create_dir(copy.path("empty")).unwrap();
    let empty = copy.path("empty").into_os_string();
    let nowhere = || copy.path("nowhere/rustc").into_os_string();
    let failing = path_with(&bubblewrap(&copy, "failing", "echo no namespaces here >&2; exit 1"));
    let check = |variables: &[(&str, std::ffi::OsString)], more: &[&str], wanted: &[&str]| {
        let mut command = command_in(&copy.path(""), &[&grade("graded")[..], more].concat());
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        assert_says(&said(command.output().unwrap()), wanted);
        assert!(before == all(&copy.path("graded")), "{variables:?}");
    };
    let rustup = "is Rust installed? see https://rustup.rs";
    check(
        &[("PATH", empty.clone()), ("CARGO", copy.path("nowhere/cargo").into())],
        &[],
        &["cannot start rustc", rustup],
    );
    check(&[("CARGO", copy.path("nowhere/cargo").into())], &[], &["cannot start", "nowhere/cargo", rustup]);
    check(&[("RUSTC", nowhere())], &[], &["cannot start", "nowhere/rustc", "hint: ", "the variable RUSTC"]);
    let offline = [("CARGO_HOME", empty.clone()), ("CARGO_NET_OFFLINE", "true".into())];
    check(&offline, &[], &["cargo failed", "no matching package named", "hint: ", "`cargo fetch` loads them"]);
    let refused = "no isolation holds on this machine, so no submission is run";
    check(
        &[("PATH", empty), ("CARGO", env!("CARGO").into())],
        &["--isolation", "a"],
        &[refused, "bubblewrap is not installed", "hint: "],
    );
    check(&[("PATH", failing)], &["--isolation", "a"], &[refused, "no namespaces here", "hint: "]);
    assert_goes_on(&copy, "graded", 2);
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that proves nothing says why")]
fn a_box_that_fails_in_between_costs_nobody_a_point_and_the_others_nothing() {
    let Some(copy) = Copy::of_author() else { return };
    if harness_in(&copy.path(""), &["boxed", "--tier", "a"]).code != 0 {
        eprintln!("skipped: no tier A on this machine");
        return;
    }
    let search = std::env::var_os("PATH").unwrap();
    let real = std::env::split_paths(&search).map(|folder| folder.join("bwrap")).find(|path| path.is_file()).unwrap();
    hand_in(&copy, 0, 6);
    let broken = copy.path("broken");
    let script = format!("test -e '{}' && exit 1\nexec '{}' \"$@\"", broken.display(), real.display());
    let mut command = command_in(&copy.path(""), &[&grade("graded")[..], &["--isolation", "a"]].concat());
    command.env("PATH", path_with(&bubblewrap(&copy, "wrapped", &script)));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    // It fails from the first graded unit on, until the first that it has cost.
    let mut stderr = String::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap) {
        if line.starts_with("e2_joins") && !stderr.contains("\ne2_joins") {
            fs::write(&broken, "").unwrap();
        } else if line.starts_with("internal error: ") {
            let _ = fs::remove_file(&broken);
        }
        stderr.extend([&line, "\n"]);
    }
    let said = Said { code: child.wait().unwrap().code().unwrap(), stdout: String::new(), stderr };
    let n_faults = said.stderr.lines().filter(|line| line.starts_with("internal error: ")).count();
    let n_graded = n_lines(&copy.path("graded"));
    assert!(n_faults > 0 && n_graded > 1 && n_faults + n_graded == 6, "{n_faults}, {n_graded}: {said:?}");
    let listed = format!("{n_faults} units have no score, since the harness or the machine failed:");
    assert_says(&said, &[&listed, "give the same command again: only these are graded"]);
    // Which of a unit's boxes is the first one to fail is a matter of moments.
    let boxes = ["the box did not stand", "the candidate's process did not begin"];
    assert!(boxes.iter().any(|of_a_box| said.stderr.contains(of_a_box)), "{said:?}");
    assert_goes_on(&copy, "graded", 6);
    let whole = copy.harness(&grade("whole"));
    assert_eq!(whole.code, 0, "{whole:?}");
    assert!(files(&copy.path("graded")) == files(&copy.path("whole")));
}
