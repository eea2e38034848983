//! Foreign keys, types and indexes.

use Affinity::{Blob, Integer, Numeric, Real, Text};

use super::*;

#[test]
fn a_relation_that_skips_its_foreign_key_has_none() {
    check(
        |course| {
            course.expenses.relations[0].skip_fk = true;
            course.table.foreign_keys.remove(0);
        },
        &[(Code::RelWithoutFk, "`expenses.user_id` to `users.id`: the relation says to skip it")],
    );
}

#[test]
fn key_types_compare_as_rust_has_them_and_then_by_affinity() {
    let of_type = |name: &'static str| move |course: &mut Course| course.expenses.columns[1].column_type = name.into();
    check(of_type("BigInteger"), &[(Code::FkTypeMismatch, "is of type BigInteger")]);
    check(of_type("String(StringLen::None)"), &[(Code::FkTypeMismatch, "is of type String, and `users.id`")]);
    check(
        |course| course.table.columns[1].declared_type = "varchar".into(),
        &[(Code::FkTypeMismatch, "of type TEXT, and `users.id`, which it points to, of type INTEGER")],
    );
    check(|course| course.table.columns[1].declared_type = "bigint".into(), &[]);
}

#[test]
fn an_index_serves_by_its_leading_columns_and_in_full() {
    let with = |index: Index| move |course: &mut Course| course.table.indexes[0] = index;
    check(with(index(&["id", "user_id"])), &[(Code::FkNoIndex, "begins with `user_id`")]);
    check(with(Index { partial: true, ..index(&["user_id"]) }), &[(Code::FkNoIndex, "`user_id`")]);
    check(with(Index { columns: vec![None], ..index(&[]) }), &[(Code::FkNoIndex, "`user_id`")]);
    check(with(index(&["USER_ID", "id"])), &[]);
    let both = |columns: &[&str]| Table { indexes: vec![index(columns)], ..Table::default() };
    assert!(is_indexed(&both(&["y", "x", "z"]), &["x".into(), "y".into()]));
    assert!(!is_indexed(&both(&["y", "z", "x"]), &["x".into(), "y".into()]));
    assert!(is_indexed(&table(&["id"]), &["id".into()]));
}

#[test]
fn affinity_is_the_first_rule_that_fits() {
    let types = ["INTEGER", "CHARINT", "CLOB", "", "x'BLOB'", "double precision", "decimal(10,2)", "real_decimal"];
    assert_eq!(types.map(affinity), [Integer, Integer, Text, Blob, Blob, Real, Numeric, Real]);
}
