//! `harness verify`: what it says of a course that holds, and of one that does not.

use crate::copy::{Copy, Said};

const SOLVED: &str = "harness/cli/tests/bank/e1_relationships/everyones_expenses";

/// Verifies the reference solution of e1 and one of the bank, which returns everybody's expenses.
fn verify(expect: &str) -> Option<Said> {
    let copy = Copy::of_author()?;
    copy.write(&format!("{SOLVED}/expect.yaml"), expect);
    copy.write(
        &format!("{SOLVED}/src/expenses_of_user.rs"),
        "use sea_orm::{DatabaseConnection, DbErr, EntityTrait};\nuse crate::{expense, user};\n\
         pub async fn expenses_of_user(db: &DatabaseConnection, _: &user::Model) -> Result<Vec<expense::Model>, DbErr> {\n\
         expense::Entity::find().all(db).await\n}\n",
    );
    Some(copy.harness(&["verify", "e1", "--only", "e"]))
}

#[test]
fn a_course_that_holds_passes() {
    let Some(said) = verify("why: It returns everybody's.\nfails:\n  expenses_of_user: [ROWS_UNEXPECTED]\n") else {
        return;
    };
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("100 / 100   as expected"), "{}", said.stdout);
    assert!(said.stdout.ends_with("3 passed, 0 failed\n"), "{}", said.stdout);
}

#[test]
fn a_wrong_reason_is_spelled_out() {
    let Some(said) = verify("why: It returns everybody's.\nfails:\n  expenses_of_user: [ROWS_MISSING]\n") else {
        return;
    };
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.contains("expenses_of_user: expected ROWS_MISSING, given ROWS_UNEXPECTED"), "{}", said.stdout);
    assert!(said.stdout.ends_with("2 passed, 1 failed\n"), "{}", said.stdout);
}

#[test]
fn unknown_folders_changed_stubs_and_answers_handed_out_are_found() {
    let Some(copy) = Copy::of_author() else { return };
    copy.write("harness/cli/tests/bank/e0_nothing/a/expect.yaml", "why: x\nfails: {}\n");
    copy.write("exercises/e1_relationships/src/user.rs", &copy.read("solutions/e1_relationships/src/user.rs"));
    copy.write("README.md", &format!("```rust\n{}\n```\n", copy.read("solutions/e1_relationships/src/expense.rs")));
    let said = copy.harness(&["verify", "e1", "--only", "nothing of that name"]);
    assert_eq!(said.code, 1, "{said:?}");
    for want in [
        "the bank has `e0_nothing`",
        "exercises/e1_relationships and its record differ in src/user.rs",
        "README.md holds the answer to e1_relationships: relation user of src/expense.rs",
    ] {
        assert!(said.stdout.contains(want), "no {want:?} in {}", said.stdout);
    }
}

/// Verifies a solution of e1 that is right on the published data, and has a limit that only more data reaches.
fn verify_limited(expect: &str, more: &[&str]) -> Option<Said> {
    let copy = Copy::of_author()?;
    let limited = "harness/cli/tests/bank/e1_relationships/limited";
    copy.write(&format!("{limited}/expect.yaml"), expect);
    copy.write(
        &format!("{limited}/src/expenses_of_user.rs"),
        "use sea_orm::{DatabaseConnection, DbErr, ModelTrait, QuerySelect};\nuse crate::{expense, user};\n\
         pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {\n\
         user.find_related(expense::Entity).limit(6).all(db).await\n}\n",
    );
    Some(copy.harness(&[&["verify", "e1", "--only", "limited"], more].concat()))
}

#[test]
fn what_is_right_on_published_data_alone_is_found_with_a_seed() {
    let expect = "why: A limit.\nfails: {}\non_seeded_data:\n  expenses_of_user: [ROWS_MISSING]\n";
    let Some(without) = verify_limited(expect, &[]) else { return };
    assert!(without.stdout.contains("100 / 100   as expected"), "{without:?}");
    let Some(with) = verify_limited(expect, &["--seed", "plum"]) else { return };
    assert_eq!(with.code, 0, "{with:?}");
    assert!(!with.stdout.contains("100 / 100") && with.stdout.ends_with("2 passed, 0 failed\n"), "{with:?}");
}

#[test]
fn what_fails_on_seeded_data_and_is_not_announced_is_spelled_out() {
    let Some(said) = verify_limited("why: A limit.\nfails: {}\n", &["--seed", "plum"]) else { return };
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.contains("expenses_of_user: expected a pass, given ROWS_MISSING"), "{said:?}");
}
