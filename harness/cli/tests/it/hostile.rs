//! Hostile submissions get the verdict that they earn, in both tiers, and leave nothing behind.
//!
//! All of them run in tier B, which tier A has and adds to; in tier A every third does: the gate has no time for more.
//! `HARNESS_HOSTILE=all` runs all of them in both.
//!
//! `tests/hostile/` has the samples and says what they are. Each is put into the place of one function of e2; everything
//! else of the submission is right, and stays right.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::batch::{all_files, grade};
use crate::copy::{Copy, repository};

const EXERCISE: &str = "e2_joins";
/// The file whose function a sample takes the place of, and its checks.
const FILE: &str = "report_by_tag.rs";
const CHECKS: [&str; 2] = ["report_by_tag", "report_by_tag_statements"];
/// The lines that e2 asks for, in the place of the table that samples read.
const USERS: &str = "(SELECT ROW_NUMBER() OVER (ORDER BY t.name) AS id, \
     t.name || '|' || COUNT(p.id) || '|' || COALESCE(SUM(p.amount_cents), 0) AS name \
     FROM tags t LEFT JOIN payments p ON p.tag_id = t.id GROUP BY t.id)";
/// The sample's names, as e2's lines.
const AROUND: &str = r"
pub async fn report_by_tag(db: &sea_orm::DatabaseConnection) -> Result<Vec<crate::TagLine>, sea_orm::DbErr> {
    let names = sample::attack(db).await?;
    Ok(names.iter().map(|name| {
        let mut cells = name.split('|');
        let tag = cells.next().unwrap_or_default().to_owned();
        let mut number = || cells.next().and_then(|cell| cell.parse().ok()).unwrap_or(-1);
        crate::TagLine { tag, n_payments: number(), total_cents: number() }
    }).collect())
}
";
/// Where samples try to write.
const TARGETS: [&str; 5] = ["/tmp/fill-h4", "/tmp/evil.db", "/tmp/vac.db", "/dev/shm/fill-h4", "/var/tmp/fill-h4"];

/// A line of `cases.tsv`.
struct Case {
    name: String,
    /// The codes that the sample's two checks may have; `right` for none.
    verdicts: Vec<String>,
}

fn cases() -> Vec<Case> {
    let text = fs::read_to_string(repository().join("harness/cli/tests/hostile/cases.tsv")).unwrap();
    let mut cases = Vec::new();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, _, _, verdicts] = columns[..] else { panic!("{line}") };
        cases.push(Case { name: name.to_owned(), verdicts: verdicts.split(", ").map(str::to_owned).collect() });
    }
    cases
}

/// The submission that holds the sample.
fn hand_in(copy: &Copy, name: &str) {
    let sample = copy.read(&format!("harness/cli/tests/hostile/{name}.rs"));
    let sample =
        sample.replace("UPDATE users SET name='x'", "UPDATE tags SET name = name || 'x'").replace("users", USERS);
    for file in fs::read_dir(copy.path(&format!("solutions/{EXERCISE}/src"))).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        let text = match file.as_str() {
            FILE => format!("mod sample {{\n{sample}\n}}\n{AROUND}"),
            _ => copy.read(&format!("solutions/{EXERCISE}/src/{file}")),
        };
        copy.write(&format!("submissions/{name}/{EXERCISE}/src/{file}"), &text);
    }
}

#[track_caller]
fn check(isolation: &str) {
    let Some(copy) = Copy::of_author() else { return };
    // A compiler that never ends is waited for, twice.
    let course = copy.read("checkpoints.yaml").replace("build_ms: 30000", "build_ms: 8000");
    copy.write("checkpoints.yaml", &course);
    let mut cases = cases();
    if isolation == "a" && std::env::var_os("HARNESS_HOSTILE").is_none() {
        cases = cases.into_iter().step_by(3).collect();
    }
    for case in &cases {
        hand_in(&copy, &case.name);
    }
    let before = all_files(&copy.path(""));
    let said = copy.harness(&[&grade("graded")[..], &["--isolation", isolation]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    let mut after = all_files(&copy.path(""));
    after.retain(|path, _| !path.starts_with("graded/"));
    assert!(before == after, "a file outside of --out changed");
    for target in TARGETS {
        assert!(!Path::new(target).exists(), "{target} was written");
    }
    let book: serde_json::Value = serde_json::from_str(&copy.read("graded/gradebook.json")).unwrap();
    none_is_left();
    let mut wrong = Vec::new();
    for case in &cases {
        let student = book["students"].as_array().unwrap().iter().find(|student| student["id"] == *case.name).unwrap();
        let (given, lost) = verdict(&student["exercises"][0]);
        let (want, got) = (case.verdicts.join(", "), given.join(", "));
        #[expect(clippy::print_stdout, reason = "the table, for who asks for it with --nocapture")]
        {
            println!("{:28}{want:44}{got:32}{isolation}", case.name);
        }
        if given.iter().any(|code| !case.verdicts.contains(code)) || !lost.is_empty() {
            wrong.push(format!("{}: {given:?} instead of {:?}; also lost: {lost:?}", case.name, case.verdicts));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The codes of the sample's checks, `right` where there are none, and the other checks that lost points.
fn verdict(cell: &serde_json::Value) -> (Vec<String>, Vec<String>) {
    let (mut codes, mut lost) = (Vec::new(), Vec::new());
    for check in cell["checks"].as_array().unwrap() {
        let id = check["id"].as_str().unwrap();
        if CHECKS.contains(&id) {
            codes.extend(check["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()));
        } else if check["earned"].as_u64().unwrap_or(0) != check["possible"].as_u64().unwrap() {
            lost.push(format!("{id} {}", check["codes"]));
        }
    }
    codes.sort();
    codes.dedup();
    if codes.is_empty() {
        codes.push("right".to_owned());
    }
    (codes, lost)
}

/// No process of a box outlives its run. Other tests may have boxes of their own at this moment: they end, too.
pub(crate) fn none_is_left() {
    const LONGEST: Duration = Duration::from_mins(2);
    let of_boxes = |pid: &str| {
        let read = |file: &str| fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
        let status = read("status");
        let user = status.lines().find_map(|line| line.strip_prefix("Uid:")?.split_whitespace().next()?.parse().ok());
        user.is_some_and(|user: u32| (60_600..60_700).contains(&user))
            || read("cmdline").contains("--harness-box-entry")
    };
    let pids = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let since = Instant::now();
    for pid in pids.filter(|pid| of_boxes(pid)) {
        while of_boxes(&pid) {
            assert!(since.elapsed() < LONGEST, "process {pid} is left");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn in_tier_a() {
    check("a");
}

#[test]
fn in_tier_b() {
    check("b");
}
