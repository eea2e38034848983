//! What becomes of the child when its parent goes.

use super::*;

#[test]
fn a_policy_is_said_by_the_child() {
    let silent = |course: &mut Course| {
        course.expenses.relations[0].on_delete = None;
        course.table.foreign_keys[0].on_delete = "NO ACTION".into();
    };
    check(silent, &[(Code::OnDeleteNotExplicit, "what becomes of `expenses`")]);
    check_rules(&[Code::OnDeleteWrong], silent, &[(Code::OnDeleteWrong, "ON DELETE NO ACTION")]);
    let mut course = Course::kept();
    silent(&mut course);
    course.users.relations[0].on_delete = Some("CASCADE".into());
    let help = course.findings(RULES)[0].help.clone().unwrap();
    assert!(help.contains("where nobody reads it"), "{help}");
}

#[test]
fn a_policy_is_the_one_asked_for_in_sqlite_too() {
    let done = |action: &'static str| move |course: &mut Course| course.table.foreign_keys[1].on_delete = action.into();
    let said =
        |action: &'static str| move |course: &mut Course| course.expenses.relations[1].on_delete = Some(action.into());
    let both = |action: &'static str| {
        move |course: &mut Course| {
            done(action)(course);
            said(action)(course);
        }
    };
    check(both("CASCADE"), &[(Code::OnDeleteWrong, "`expenses.category_id` is ON DELETE CASCADE")]);
    check(
        done("NO ACTION"),
        &[(
            Code::OnDeleteModelVsDb,
            "says RESTRICT for `category_id`, and the table in SQLite has ON DELETE NO ACTION",
        )],
    );
    check(said("CASCADE"), &[(Code::OnDeleteModelVsDb, "says CASCADE")]);
    check_rules(&[Code::OnDeleteWrong], done("NO ACTION"), &[(Code::OnDeleteWrong, "NO ACTION")]);
    check(both("SET NULL"), &[(Code::OnDeleteWrong, "SET NULL")]);
}

/// Rows of expenses outlive their category.
#[track_caller]
fn check_set_null(break_it: impl FnOnce(&mut Course), want: &[Code]) {
    let mut course = Course::kept();
    course.expenses.columns[2].nullable = true;
    course.expenses.relations[1].on_delete = Some("SET NULL".into());
    course.table.columns[2].not_null = false;
    course.table.foreign_keys[1].on_delete = "SET NULL".into();
    break_it(&mut course);
    let tables = [("expenses", course.table), ("categories", table(&["id"]))];
    let schema = Schema { tables: tables.map(|(name, table)| (name.to_owned(), table)).into() };
    let relations = [relation("category_id", "categories", OnDelete::SetNull)];
    let findings = contract::check(RULES, &relations, &[course.expenses, course.categories], &schema);
    assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<Code>>(), want, "{findings:#?}");
}

#[test]
fn a_key_that_is_emptied_may_be_null() {
    check_set_null(|_| (), &[]);
    check_set_null(
        |course| {
            course.expenses.columns[2].nullable = false;
            course.table.columns[2].not_null = true;
        },
        &[Code::SetNullOnNotNull],
    );
}

#[test]
fn a_key_may_be_null_only_where_its_row_outlives_its_parent() {
    check(
        |course| {
            course.expenses.columns[1].nullable = true;
            course.table.columns[1].not_null = false;
        },
        &[(Code::NullabilityMismatch, "`expenses.user_id` may be NULL, but each row of `expenses` needs")],
    );
    check(
        |course| course.table.columns[1].not_null = false,
        &[(Code::NullabilityMismatch, "may not be NULL in the entity, and may in the table")],
    );
}
