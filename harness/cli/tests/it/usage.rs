//! What is refused, and how: exit code 2, one line, and what to do instead.

use std::fs;

use crate::copy::{Copy, harness_in, repository};

#[track_caller]
fn check(arguments: &[&str], want: &str) {
    let said = harness_in(&repository(), arguments);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said:?}");
    assert!(said.stderr.contains(want), "{}", said.stderr);
}

#[test]
fn unknown_names_are_refused_with_the_nearest_one() {
    check(&["check", "e1_relationship_s"], "did you mean `e1_relationships`?");
    check(&["hint", "e1", "expense_of_user"], "did you mean `expenses_of_user`?");
    check(&["explain", "FK_NO_INDX"], "did you mean `FK_NO_INDEX`?");
    check(&["verfy"], "verify");
}

#[test]
fn a_beginning_that_several_exercises_have_is_refused() {
    check(&["check", "e"], "e1_relationships, e2_joins");
}

#[test]
fn levels_of_hints_are_1_to_3() {
    check(&["hint", "e1", "3", "4"], "1..=3");
}

#[test]
fn outside_the_repository_the_command_says_what_it_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let said = harness_in(folder.path(), &["list"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("checkpoints.yaml"), "{}", said.stderr);
}

#[test]
fn a_wrong_course_is_refused_with_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    fs::write(folder.path().join("checkpoints.yaml"), "format_version: 1\ntitle: T\nsctions: []\n").unwrap();
    let said = harness_in(folder.path(), &["list"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.starts_with("error: checkpoints.yaml:3:1"), "{}", said.stderr);
    assert!(said.stderr.contains("did you mean `sections`?"), "{}", said.stderr);
}

#[test]
fn a_students_copy_says_what_verify_misses() {
    let copy = Copy::of_student();
    for arguments in [&["verify"][..], &["verify", "--record"]] {
        let said = copy.harness(arguments);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.stderr.contains("solutions/"), "{}", said.stderr);
    }
}
