//! `harness check`: a student's own copy.

use serde_json::Value;

use crate::copy::Copy;

const FILE: &str = "exercises/e1_relationships/src/expenses_of_user.rs";

/// The file that answers `expenses_of_user`, with `body` as the function's.
fn answer(body: &str) -> String {
    format!(
        "use sea_orm::{{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter}};\n\
         use crate::{{expense, user}};\n\
         pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {{\n\
         let right = expense::Entity::find().filter(expense::Column::UserId.eq(user.id));\n\
         {body}\n}}\n"
    )
}

fn verdict<'a>(graded: &'a Value, id: &str) -> &'a Value {
    let checks = graded["checks"].as_array().unwrap();
    &checks.iter().find(|check| check["id"] == id).unwrap()["verdict"]
}

/// Checks a copy whose `expenses_of_user` has `body`: of what that check says, `want` must be part, and of no other.
#[track_caller]
fn check(body: &str, want: &str) {
    let copy = Copy::of_student();
    copy.write(FILE, &answer(body));
    let graded = copy.check("e1");
    let text = verdict(&graded, "expenses_of_user").to_string();
    assert!(text.contains(want), "{text}");
    let other = verdict(&graded, "user_of_expense").to_string();
    assert!(other.contains("NotAttempted"), "{other}");
}

#[test]
fn a_stub_earns_nothing() {
    let said = Copy::of_student().harness(&["check", "e1"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("0 / 100"), "{}", said.stdout);
}

#[test]
fn an_old_wrong_file_is_not_judged_by_the_binary_of_the_right_one_before_it() {
    let copy = Copy::of_student();
    copy.write(FILE, &answer("right.all(db).await"));
    assert_eq!(verdict(&copy.check("e1"), "expenses_of_user"), "Passed");
    copy.write(FILE, &answer("let _ = right;\nexpense::Entity::find().all(db).await"));
    copy.make_old(FILE);
    assert!(verdict(&copy.check("e1"), "expenses_of_user").to_string().contains("ROWS_UNEXPECTED"));
}

#[test]
fn a_file_that_does_not_compile_costs_its_own_checks() {
    check("right.all(db).await + undefined", "DoesNotCompile");
}

#[test]
fn a_forgotten_await_is_explained() {
    check("right.all(db)", "hint: a query is a future");
}

#[test]
fn unsafe_is_refused_with_its_line_and_the_rest_is_judged() {
    check("let _ = unsafe { std::mem::zeroed::<u8>() };\nright.all(db).await", "src/expenses_of_user.rs:5: `unsafe`");
}

#[test]
fn a_function_of_another_signature_costs_its_own_checks() {
    let copy = Copy::of_student();
    copy.write(FILE, "pub fn expenses_of_user() {}\n");
    let graded = copy.check("e1");
    let text = verdict(&graded, "expenses_of_user").to_string();
    assert!(text.contains("DoesNotCompile"), "{text}");
    assert!(verdict(&graded, "user_of_expense").to_string().contains("NotAttempted"));
}

#[test]
fn what_is_written_in_the_tests_and_the_manifest_does_not_count() {
    let copy = Copy::of_student();
    copy.write("exercises/e1_relationships/tests/checkpoint.rs", "fn main() {}\n");
    copy.write(
        "exercises/e1_relationships/Cargo.toml",
        &(copy.read("harness/cli/stubs/e1_relationships/Cargo.toml") + "\n# mine\n"),
    );
    let said = copy.harness(&["check", "e1"]);
    assert!(said.stdout.contains("0 / 100"), "{said:?}");
    assert!(said.stderr.contains("tests/checkpoint.rs is not as it was handed out"), "{said:?}");
    assert!(said.stderr.contains("Cargo.toml is not as it was handed out"), "{said:?}");
}
