//! Commands that only read: `list`, `hint`, `explain`, `schema`.

use serde_json::Value;

use crate::copy::{Said, harness_in, repository};

#[track_caller]
fn check(arguments: &[&str], want: &[&str]) -> Said {
    let said = harness_in(&repository().join("exercises"), arguments);
    assert_eq!(said.code, 0, "{said:?}");
    for want in want {
        assert!(said.stdout.contains(want), "no {want:?} in {}", said.stdout);
    }
    said
}

#[test]
fn list_names_exercises_checks_and_points() {
    check(&["list"], &["e1_relationships", "e5_contract", "expenses_of_user", "given", "step 3"]);
}

#[test]
fn list_is_json_when_asked() {
    let said = check(&["list", "--format", "json"], &[]);
    let list: Value = serde_json::from_str(&said.stdout).unwrap();
    for exercise in list["exercises"].as_array().unwrap() {
        let points: u64 =
            exercise["checks"].as_array().unwrap().iter().map(|check| check["points"].as_u64().unwrap()).sum();
        assert_eq!(points, 100, "{}", exercise["id"]);
    }
}

#[test]
fn hints_come_one_level_at_a_time() {
    let first = check(&["hint", "e1", "expenses_of_user"], &["hint 1 of 3"]);
    assert!(!first.stdout.contains("hint 2"), "{}", first.stdout);
    assert!(first.stderr.contains("cargo harness hint e1_relationships expenses_of_user 2"), "{}", first.stderr);
    check(&["hint", "e1", "3", "3"], &["hint 1 of 3", "hint 2 of 3", "hint 3 of 3"]);
}

#[test]
fn explain_lists_its_pages_and_shows_one() {
    check(&["explain"], &["FK_NO_INDEX", "TIMED_OUT"]);
    check(&["explain", "fk_no_index"], &["FK_NO_INDEX: "]);
}

#[test]
fn schema_is_a_json_schema() {
    let said = check(&["schema"], &["format_version"]);
    let schema: Value = serde_json::from_str(&said.stdout).unwrap();
    assert!(schema["$schema"].is_string());
}
