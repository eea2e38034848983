//! `harness reset`: nothing that was written is lost.

use std::fs;

use crate::copy::Copy;

const FILE: &str = "exercises/e1_relationships/src/expenses_of_user.rs";
const MORE: &str = "exercises/e1_relationships/src/mine.rs";

#[test]
fn changed_files_are_named_and_left_until_told() {
    let copy = Copy::of_student();
    copy.write(FILE, "// mine\n");
    let said = copy.harness(&["reset", "e1"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("src/expenses_of_user.rs") && said.stderr.contains("--yes"), "{}", said.stderr);
    assert_eq!(copy.read(FILE), "// mine\n");
}

#[test]
fn what_stood_there_before_is_kept_each_time() {
    let copy = Copy::of_student();
    let stub = copy.read(FILE);
    for number in ["1", "2"] {
        copy.write(FILE, &format!("// {number}\n"));
        copy.write(MORE, "// more\n");
        let said = copy.harness(&["reset", "e1", "--yes"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(copy.read(FILE), stub);
        assert!(!copy.path(MORE).exists());
        let kept = format!("exercises/e1_relationships/.before-reset/{number}/src");
        assert_eq!(copy.read(&format!("{kept}/expenses_of_user.rs")), format!("// {number}\n"));
        assert_eq!(copy.read(&format!("{kept}/mine.rs")), "// more\n");
    }
}

#[test]
fn a_file_that_is_gone_comes_back_without_asking() {
    let copy = Copy::of_student();
    fs::remove_file(copy.path(FILE)).unwrap();
    assert_eq!(copy.harness(&["reset", "e1"]).code, 0);
    assert!(copy.path(FILE).is_file());
}
