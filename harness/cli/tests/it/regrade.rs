//! `harness regrade` after a change of the course: who is named, also when it was killed in between.

use std::fs;
use std::process::Stdio;

use crate::batch::{grade, hand_in};
use crate::copy::{Copy, command_in};

/// The first check of e2 with these points gets one more, and the one after it that has these, one less.
fn change_the_course(copy: &Copy) {
    let course = copy.read("checkpoints.yaml");
    let (before, of_e2) = course.split_at(course.find("id: e2_joins").unwrap());
    let changed = of_e2.replacen("points: 20", "points: 21", 1).replacen("points: 20", "points: 19", 1);
    assert_ne!(of_e2, changed);
    copy.write("checkpoints.yaml", &format!("{before}{changed}"));
}

#[test]
fn a_regrade_that_was_killed_still_names_everybody_whose_score_or_checks_have_changed() {
    let Some(copy) = Copy::of_author() else { return };
    hand_in(&copy, 0, 4);
    assert_eq!(copy.harness(&grade("graded")).code, 0);
    change_the_course(&copy);
    let refused = copy.harness(&grade("graded"));
    assert_eq!(refused.code, 2, "{refused:?}");

    let journal = copy.path("graded/journal.jsonl");
    let len = || fs::metadata(&journal).unwrap().len();
    let before = len();
    let mut command = command_in(&copy.path(""), &["regrade", "graded", "--jobs", "1"]);
    let mut killed = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while len() == before {
        assert!(killed.try_wait().unwrap().is_none(), "it ended before it could be killed");
        std::thread::yield_now();
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(copy.path("graded/before-regrade.json").is_file());

    let said = copy.harness(&["regrade", "graded"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(!said.stderr.contains(" 0 units are graded already"), "{}", said.stderr);
    let list: Vec<&str> = said.stdout.lines().filter(|line| line.contains(", e2_joins: ")).collect();
    assert_eq!(list.len(), 4, "{}", said.stdout);
    assert!(list[0].starts_with("s00, e2_joins: 100 / 100 as before, by other checks   "), "{list:?}");
    // It does not compile in the file of the second of the two checks.
    assert!(list[3].starts_with("s03, e2_joins: 70 / 100 → 71 / 100   payments_of_person +1"), "{list:?}");
    assert!(said.stdout.ends_with("1 score changed, 3 stayed the same by other checks\n"), "{}", said.stdout);
    assert!(!copy.path("graded/before-regrade.json").exists(), "it has come to its end");
    let again = copy.harness(&["regrade", "graded"]);
    assert!(again.stdout.ends_with("\n0 scores changed\n"), "{}", again.stdout);
}
