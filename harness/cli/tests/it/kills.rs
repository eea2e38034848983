//! `harness grade`, killed at any moment: the same command goes on to the same gradebook, and nothing is left behind.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::batch::{files, grade, hand_in};
use crate::copy::{Copy, command_in};

/// How many units, how often they are interrupted, and how often the writing of the gradebook is.
struct Size {
    units: usize,
    kills: usize,
    while_writing: usize,
}

/// What the gate has time for; `HARNESS_KILLS=60x20x10` asks for more.
fn size() -> Size {
    let asked =
        std::env::var_os("HARNESS_KILLS").map_or_else(|| "4x3x1".to_owned(), |asked| asked.into_string().unwrap());
    let numbers: Vec<usize> =
        asked.split('x').map(|number| number.parse().expect("HARNESS_KILLS is like 60x20x10")).collect();
    let [units, kills, while_writing] = numbers[..] else { panic!("HARNESS_KILLS is like 60x20x10") };
    Size { units, kills, while_writing }
}

/// Numbers that look random, the same in every run: `SplitMix64`.
struct Moments(u64);

impl Moments {
    /// A moment before `end`.
    fn before(&mut self, end: Duration) -> Duration {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let thousandth = u32::try_from((mixed ^ (mixed >> 31)) % 1_000).unwrap();
        end * thousandth / 1_000
    }
}

fn command(copy: &Copy, out: &str) -> Command {
    let mut command = command_in(&copy.path(""), &grade(out));
    // What a killed run leaves in the system's folder for such things goes with the copy.
    command.env("TMPDIR", copy.path("tmp")).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A process by its number, and when it was started: numbers are given again.
type Process = (i32, String);

/// Fields of `/proc/PID/stat`: state, parent, start.
fn stat(pid: i32) -> Option<(String, i32, String)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some((fields[0].to_owned(), fields[1].parse().ok()?, fields[19].to_owned()))
}

fn called(pid: i32) -> Vec<u8> {
    fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default()
}

/// Whether it is cargo, which builds the course's own code and ends by itself, however long another one keeps it waiting.
fn is_cargo(pid: i32) -> bool {
    called(pid).split(|byte| *byte == 0).next().is_some_and(|program| program.ends_with(b"cargo"))
}

/// `root` and all that it started, directly or not, but for cargo and what that started.
fn tree(root: i32) -> Vec<Process> {
    let numbers = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let all: BTreeMap<i32, (i32, String)> =
        numbers.filter_map(|pid| stat(pid).map(|(_, parent, start)| (pid, (parent, start)))).collect();
    let mut found = vec![root];
    let mut at = 0;
    while at < found.len() {
        let parent_now = found[at];
        found.extend(
            all.iter().filter(|(pid, (parent, _))| *parent == parent_now && !is_cargo(**pid)).map(|(pid, _)| *pid),
        );
        at += 1;
    }
    found.into_iter().filter_map(|pid| Some((pid, all.get(&pid)?.1.clone()))).collect()
}

fn lives((pid, start): &Process) -> bool {
    stat(*pid).is_some_and(|(state, _, since)| since == *start && state != "Z")
}

/// Kills `child`, and waits until all that it had started is gone, and with it every lock that it held.
fn kill(child: &mut Child) {
    let number = i32::try_from(child.id()).unwrap();
    let pid = Pid::from_raw(number).unwrap();
    // So that it starts nothing more while we look.
    kill_process(pid, Signal::STOP).unwrap();
    let started = tree(number);
    child.kill().unwrap();
    child.wait().unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let left: Vec<&Process> = started.iter().filter(|process| lives(process)).collect();
        if left.is_empty() {
            break;
        }
        let calls: Vec<_> = left.iter().map(|(pid, _)| String::from_utf8_lossy(&called(*pid)).into_owned()).collect();
        assert!(Instant::now() < deadline, "left of {} processes: {calls:?}", started.len());
        sleep(Duration::from_millis(5));
    }
    let locks = fs::read_to_string("/proc/locks").unwrap();
    let is_ours = |line: &&str| line.split_whitespace().any(|field| field == number.to_string());
    assert_eq!(locks.lines().find(is_ours), None);
}

/// Waits until `is_there`, and says how long that took; `None` if `child` ended before.
fn wait_until(child: &mut Child, is_there: impl Fn() -> bool) -> Option<Duration> {
    let start = Instant::now();
    while !is_there() {
        assert!(start.elapsed() < Duration::from_mins(10), "it never comes");
        if child.try_wait().unwrap().is_some() {
            return None;
        }
        std::thread::yield_now();
    }
    Some(start.elapsed())
}

/// How long the journal in `run` is, bytes.
fn len(run: &Path) -> u64 {
    fs::metadata(run.join("journal.jsonl")).map_or(0, |file| file.len())
}

/// Whether the writing of the gradebook in `run` has begun.
fn has_gradebook(run: &Path) -> bool {
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    fs::read_dir(run).unwrap().map(|entry| name(entry.unwrap())).any(|name| name.contains("gradebook."))
}

#[track_caller]
fn assert_same(want: &BTreeMap<String, Vec<u8>>, copy: &Copy, out: &str) {
    let got = files(&copy.path(out));
    assert!(want.keys().eq(got.keys()), "{:?}, not {:?}", got.keys(), want.keys());
    let differing: Vec<&String> = want.keys().filter(|name| want[*name] != got[*name]).collect();
    assert!(differing.is_empty(), "{out}: {differing:?} differ");
}

/// Kills a batch `n` times, at moments before `end` of each start; one that came to its end is followed by another one.
fn kill_at_random(
    copy: &Copy,
    want: &BTreeMap<String, Vec<u8>>,
    (n, end): (usize, Duration),
    moments: &mut Moments,
) -> String {
    let (mut round, mut n_killed, mut n_before_a_line) = (1, 0, 0);
    while n_killed < n {
        let out = format!("killed-{round}");
        let n_bytes = len(&copy.path(&out));
        let mut child = command(copy, &out).spawn().unwrap();
        let moment = Instant::now() + moments.before(end);
        while Instant::now() < moment && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(1));
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            assert_same(want, copy, &out);
            round += 1;
            continue;
        }
        kill(&mut child);
        n_killed += 1;
        n_before_a_line += usize::from(len(&copy.path(&out)) == n_bytes);
    }
    tell(&format!("{n_killed} kills in {round} batches, {n_before_a_line} of them before a unit was graded"));
    let out = format!("killed-{round}");
    assert!(command(copy, &out).status().unwrap().success());
    assert_same(want, copy, &out);
    out
}

/// Takes the gradebook in `out` away, and kills the run that writes it again, within `end` of its first file.
fn kill_while_writing(
    copy: &Copy,
    want: &BTreeMap<String, Vec<u8>>,
    out: &str,
    (n, end): (usize, Duration),
    moments: &mut Moments,
) {
    let run = copy.path(out);
    let (mut n_killed, mut n_whole) = (0, 0);
    for _ in 0..n {
        for name in want.keys().filter(|name| *name != "batch.json") {
            fs::remove_file(run.join(name)).unwrap();
        }
        let mut child = command(copy, out).spawn().unwrap();
        if wait_until(&mut child, || has_gradebook(&run)).is_some() {
            sleep(moments.before(end));
            kill(&mut child);
            n_killed += 1;
            n_whole += usize::from(files(&run) == *want);
        }
        assert!(command(copy, out).status().unwrap().success());
        assert_same(want, copy, out);
    }
    tell(&format!("{n_killed} kills while the gradebook was written, {n_whole} of them after its last file"));
}

#[expect(clippy::print_stderr, reason = "how far a test went is of use to who asked for more of it")]
fn tell(line: &str) {
    eprintln!("{line}");
}

#[test]
fn a_batch_that_is_killed_at_any_moment_goes_on_to_the_same_gradebook() {
    let Some(copy) = Copy::of_author() else { return };
    let Size { units: n_units, kills: n_kills, while_writing: n_while_writing } = size();
    fs::create_dir(copy.path("tmp")).unwrap();
    // So that the time of the next one is not that of what has to be built once.
    hand_in(&copy, 0, 1);
    assert!(command(&copy, "first").status().unwrap().success());
    hand_in(&copy, 1, n_units - 1);
    let (start, whole) = (Instant::now(), copy.path("whole"));
    let mut undisturbed = command(&copy, "whole").spawn().unwrap();
    let to_first_line = wait_until(&mut undisturbed, || len(&whole) > 0).unwrap();
    let to_gradebook = wait_until(&mut undisturbed, || has_gradebook(&whole)).unwrap_or_default();
    assert!(undisturbed.wait().unwrap().success());
    let all = start.elapsed();
    let want = files(&whole);
    let writing = all.saturating_sub(to_first_line + to_gradebook);
    tell(&format!("{n_units} units in {all:.1?}: the first after {to_first_line:.1?}, the gradebook in {writing:.1?}"));

    let mut moments = Moments(7);
    let end = to_first_line * 3 / 2 + all.saturating_sub(to_first_line) * 2 / u32::try_from(n_kills.max(1)).unwrap();
    let out = kill_at_random(&copy, &want, (n_kills, end), &mut moments);
    kill_while_writing(&copy, &want, &out, (n_while_writing, writing), &mut moments);
}
