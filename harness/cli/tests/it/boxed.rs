//! The box: what must fail in it fails, and what must work works, in each tier that this machine can have.

use std::fs;
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::copy::{Copy, Said, harness_in};

/// What a program that means harm tries: its first argument says what.
const ATTACKS: &str = include_str!("boxed/attacks.rs");
const TIERS: [&str; 2] = ["a", "b"];

/// The tiers that this machine can have. What is missing is named, and is an error where everything has to be there.
#[expect(clippy::print_stderr, reason = "a test that proves less says why")]
fn tiers() -> Vec<&'static str> {
    let all = std::env::var_os("CI").is_some();
    let stands = |tier: &&'static str| {
        let said = harness_in(Path::new("/"), &["boxed", "--tier", tier]);
        assert!(said.code == 0 || !all, "{said:?}");
        if said.code != 0 {
            assert_eq!(said.code, 75, "{said:?}");
            eprintln!("skipped: no tier {tier} on this machine: {}", said.stderr);
        }
        said.code == 0
    };
    TIERS.into_iter().filter(stands).collect()
}

/// The program of attacks, in a folder that holds a file of 9 bytes beside it.
#[expect(clippy::disallowed_methods, reason = "a test of programs has to compile them")]
fn attacks() -> (TempDir, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
    fs::write(folder.path().join("attacks.rs"), ATTACKS).unwrap();
    fs::write(folder.path().join("file"), "unchanged").unwrap();
    fs::set_permissions(folder.path().join("file"), fs::Permissions::from_mode(0o666)).unwrap();
    let mut rustc = std::process::Command::new("rustc");
    let done = rustc.args(["--edition=2024", "-Cdebuginfo=line-tables-only", "attacks.rs"]).current_dir(folder.path());
    assert!(done.status().unwrap().success());
    let program = folder.path().join("attacks");
    (folder, program)
}

/// Runs the attack `what` in `tier`.
fn attack(program: &Path, tier: &str, what: &str) -> Said {
    let program = program.to_str().unwrap();
    let said = harness_in(Path::new("/"), &["boxed", "--tier", tier, "--wall-ms", "4000", program, what]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stderr.contains("isolation verified"), "{said:?}");
    said
}

/// How many processes have `mark` among their arguments.
fn processes_with(mark: &str) -> usize {
    let arguments = |entry: fs::DirEntry| fs::read(entry.path().join("cmdline")).unwrap_or_default();
    let has = |arguments: Vec<u8>| arguments.split(|byte| *byte == 0).any(|argument| argument == mark.as_bytes());
    fs::read_dir("/proc").unwrap().map(|entry| arguments(entry.unwrap())).filter(|found| has(found.clone())).count()
}

/// In each tier, the attack `what` leaves `want` in what is said, no process, and the file as it was.
#[track_caller]
fn check(what: &str, want: &[&str]) {
    let (folder, program) = attacks();
    // No other test's, and no other run's, process has it.
    let mark = format!("{what}:{}", folder.path().display());
    for tier in tiers() {
        let said = attack(&program, tier, &mark);
        let text = format!("{}\n{}", said.stdout, said.stderr);
        assert!(want.iter().any(|want| text.contains(want)), "tier {tier}: no {want:?} in {text}");
        assert_eq!(processes_with(&mark), 0, "tier {tier}");
        assert_eq!(fs::read(folder.path().join("file")).unwrap(), b"unchanged", "tier {tier}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "tier {tier}");
    }
}

#[test]
fn attempts_that_fail_in_a_box_succeed_outside() {
    let folder = TempDir::new().unwrap();
    let (file, socket) = (folder.path().join("file"), folder.path().join("socket"));
    fs::write(&file, "unchanged").unwrap();
    let (ports, _sockets) = (TcpListener::bind("127.0.0.1:0").unwrap(), UnixListener::bind(&socket).unwrap());
    let port = ports.local_addr().unwrap().port();
    let victims = serde_json::json!({"file": file, "port": port, "socket": socket}).to_string();
    let outside = harness_in(folder.path(), &["--harness-box-probe", &victims]);
    let mut done: Vec<&str> = outside.stdout.lines().collect();
    // The one that is a probe of its own.
    let threads = "start 1000 threads";
    let said = harness_in(folder.path(), &["--harness-box-probe", threads]);
    done.extend(said.stdout.starts_with("started").then_some(threads));
    for tier in tiers() {
        let inside = harness_in(folder.path(), &["boxed", "--tier", tier]);
        let (_, in_vain) = inside.stderr.trim_end().split_once("in vain: ").unwrap();
        let attempts = in_vain.split(", ").filter(|attempt| !["loop", "flood"].contains(attempt));
        let missing: Vec<&str> = attempts.filter(|attempt| !done.contains(attempt)).collect();
        assert!(missing.is_empty(), "tier {tier}: {missing:?} fail without a box, too: {outside:?}");
    }
}

#[test]
fn a_file_outside_is_not_read() {
    check("read", &["kept from reading"]);
}

#[test]
fn nothing_is_written_deleted_or_renamed() {
    check("write", &["kept from writing"]);
}

#[test]
fn no_daemon_is_started() {
    check("daemon", &["kept from starting"]);
}

#[test]
fn a_program_does_not_become_another_one() {
    check("exec", &["kept from becoming"]);
}

#[test]
fn memory_runs_out_before_the_machine_s_does() {
    check("memory", &["memory allocation of", "unix_wait_status(6)", "unix_wait_status(34304)"]);
}

#[test]
fn threads_run_out_before_the_machine_s_do() {
    check("threads", &["kept from starting threads"]);
}

#[test]
fn an_endless_loop_in_many_threads_is_ended() {
    check("spin", &["ended: TimedOut", "unix_wait_status(24)", "unix_wait_status(38912)"]);
}

#[test]
fn a_flood_is_ended() {
    check("flood", &["ended: Flooded"]);
}

#[test]
fn a_backtrace_has_lines() {
    check("lines", &["attacks.rs:"]);
}

/// Verifies the reference solution of e1, and one of the bank which overflows its stack, in the box.
#[test]
fn the_reference_solution_gets_full_marks_in_each_tier_and_a_crash_is_told_as_one() {
    let Some(copy) = Copy::of_author() else { return };
    let bank = "harness/cli/tests/bank/e1_relationships/everything_overflows";
    copy.write(
        &format!("{bank}/expect.yaml"),
        "why: It calls itself for ever.\nfails:\n  expenses_of_user: [CRASHED]\n",
    );
    copy.write(
        &format!("{bank}/src/expenses_of_user.rs"),
        "use sea_orm::{DatabaseConnection, DbErr};\nuse crate::{expense, user};\n\
         fn deeper(n: u64) -> u64 { std::hint::black_box([n; 64]).len() as u64 + std::hint::black_box(deeper(n + 1)) }\n\
         pub async fn expenses_of_user(_: &DatabaseConnection, _: &user::Model) -> Result<Vec<expense::Model>, DbErr> {\n\
         println!(\"{}\", deeper(0));\nOk(Vec::new())\n}\n",
    );
    for tier in tiers() {
        let said = copy.harness(&["verify", "e1", "--only", "re", &format!("--boxed={tier}")]);
        assert!(said.stdout.contains("reference solution                   100 / 100   as expected"), "{said:?}");
        let said = copy.harness(&["verify", "e1", "--only", "overflows", &format!("--boxed={tier}")]);
        assert!(said.stdout.ends_with("2 passed, 0 failed\n"), "{said:?}");
    }
}
