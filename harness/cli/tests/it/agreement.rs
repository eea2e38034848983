//! `harness verify --agree`: a grade and the student's own `cargo test` say the same, for a sample. The whole
//! bank takes a while: `cargo harness verify --agree`.

use std::fs;

use crate::copy::{Copy, repository};

/// Some of the bank, which go wrong in different ways; that of e2 is told with a line of its code, and that of e8 is a file
/// that is no Rust.
const SAMPLE: [&str; 3] =
    ["e1_relationships/does_not_compile", "e2_joins/a_statement_a_tag", "e8_own_domain/sides_swapped"];

#[test]
fn a_grade_and_the_student_s_own_test_agree_check_by_check() {
    let Some(copy) = Copy::of_author() else { return };
    for name in SAMPLE {
        let entry = format!("harness/cli/tests/bank/{name}");
        for file in fs::read_dir(repository().join(&entry).join("src")).unwrap().map(Result::unwrap) {
            let text = fs::read_to_string(file.path()).unwrap();
            copy.write(&format!("{entry}/src/{}", file.file_name().to_str().unwrap()), &text);
        }
        let expect = fs::read_to_string(repository().join(&entry).join("expect.yaml")).unwrap();
        copy.write(&format!("{entry}/expect.yaml"), &expect);
    }
    // The stubs have no such letter.
    let said = copy.harness(&["verify", "--agree", "--only", "e", "e1", "e2", "e8"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("100 / 100   agrees\n"), "{}", said.stdout);
    assert!(said.stdout.contains("agrees: it does not build\n"), "{}", said.stdout);
    assert!(said.stdout.contains("\n6 agree, 0 differ; "), "{}", said.stdout);
}
