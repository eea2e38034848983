//! The relation on both entities.

use super::*;

#[test]
fn a_contract_that_is_kept_has_no_finding() {
    check(|_| (), &[]);
}

#[test]
fn relations_that_nobody_has_begun_are_missing_and_nothing_else() {
    let undeclared = |course: &mut Course| {
        for entity in [&mut course.expenses, &mut course.users, &mut course.categories] {
            entity.relations.clear();
        }
        course.table = table(&["id", "user_id", "category_id"]);
    };
    check(
        undeclared,
        &[
            (Code::InverseMissing, "`expenses` and `users` declare no relation to each other"),
            (Code::InverseMissing, "`expenses` and `categories` declare"),
        ],
    );
    let mut course = Course::kept();
    assert!(!untouched(&[course.expenses.clone()]));
    undeclared(&mut course);
    assert!(untouched(&[course.expenses, course.users]));
}

#[test]
fn what_follows_from_a_missing_relation_is_told_where_that_is_not_asked() {
    let only_user = |course: &mut Course| {
        course.expenses.relations.pop();
        course.table.foreign_keys.pop();
        course.table.indexes.pop();
    };
    check_rules(&[Code::FkNoIndex], only_user, &[(Code::FkNoIndex, "`category_id`")]);
    check_rules(
        &[Code::RelWithoutFk, Code::OnDeleteWrong],
        only_user,
        &[(Code::RelWithoutFk, "`expenses.category_id`")],
    );
    check_rules(&[Code::OnDeleteWrong], only_user, &[(Code::OnDeleteWrong, "has no policy")]);
    check_rules(&[Code::OnDeleteNotExplicit], only_user, &[(Code::OnDeleteNotExplicit, "`category_id`")]);
}

#[test]
fn each_side_that_is_missing_is_named() {
    check(
        |course| course.users.relations.clear(),
        &[(Code::InverseMissing, "`users` declares no relation to `expenses`")],
    );
    check(
        |course| {
            course.expenses.relations.remove(0);
            course.table.foreign_keys.remove(0);
        },
        &[(Code::InverseMissing, "`expenses` declares no relation to `users`")],
    );
    check(|course| course.users.table = "user".into(), &[(Code::InverseMissing, "no entity has the table `users`")]);
}

#[test]
fn a_relation_on_another_key_is_on_wrong_columns_and_nothing_else() {
    check(
        |course| {
            course.expenses.relations[1].from_columns = vec!["user_id".into()];
            course.categories.relations[0].to_columns = vec!["user_id".into()];
            course.table.foreign_keys[1].columns = vec!["user_id".into()];
        },
        &[(
            Code::RelWrongColumns,
            "`expenses.user_id` = `categories.id`, not on `expenses.category_id` = `categories.id`",
        )],
    );
}

#[test]
fn a_parent_on_columns_of_its_own_differs_from_its_child() {
    let other_column = |course: &mut Course| course.users.relations[0].to_columns = vec!["id".into()];
    check(other_column, &[(Code::InverseColumnsDiffer, "`users.id` = `expenses.id`")]);
    check_rules(&[Code::RelWrongColumns], other_column, &[(Code::RelWrongColumns, "from `users` to `expenses`")]);
}

#[test]
fn two_relations_between_two_tables_are_told_apart_by_their_columns() {
    let two = [relation("user_id", "users", OnDelete::Cascade), relation("payer_id", "users", OnDelete::Cascade)];
    let entities = [
        entity("expenses", &[], vec![declared("user_id", "users", "id", Some("CASCADE"))]),
        entity("users", &[], vec![declared("id", "expenses", "user_id", None)]),
    ];
    let findings = contract::check(&[Code::InverseMissing, Code::RelWrongColumns], &two, &entities, &Schema::default());
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].code, Code::InverseMissing);
}
