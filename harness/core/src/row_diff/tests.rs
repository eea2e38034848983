//! Each rule by itself; whole tables stand in `tests/data/row_diff.jsonl`.

use super::*;
use crate::rows::Cell;

/// A table from text: the names of the columns, then a row a line; `~` is NULL, and what looks like a number is one.
fn rows(table: &str) -> Rows {
    let mut lines = table.split('/').map(|line| line.split_whitespace());
    let columns = lines.next().into_iter().flatten().map(str::to_owned).collect();
    let cell = |text: &str| match (text, text.parse::<i64>(), text.parse::<f64>()) {
        ("~", _, _) => Cell::Null,
        ("''", _, _) => Cell::Text(String::new()),
        (_, Ok(n), _) => Cell::Integer(n),
        (_, _, Ok(x)) => Cell::Real(x),
        _ => Cell::from(text),
    };
    Rows { columns, rows: lines.map(|line| line.map(cell).collect()).collect() }
}

fn compare(expected: &str, actual: &str, key: &str, order: impl Into<Order>) -> RowDiff {
    let key: Vec<String> = key.split_whitespace().map(str::to_owned).collect();
    diff(&rows(expected), &rows(actual), &key, order)
}

/// What `want` says is matched, changed, missing, unexpected, duplicated, in this order, and the hint.
#[track_caller]
fn check(expected: &str, actual: &str, key: &str, want: [usize; 5], hints: &[Shape]) {
    let diff = compare(expected, actual, key, Order::Any);
    let counts = [
        diff.n_matched,
        diff.changed().count(),
        diff.missing().count(),
        diff.unexpected().count(),
        diff.duplicated().count(),
    ];
    assert_eq!(counts, want, "{diff:#?}");
    assert_eq!(diff.hints, hints, "{diff:#?}");
    assert_eq!(diff.is_identical(), diff.share() >= 1.0, "{}", diff.share());
}

#[test]
fn no_rows_are_the_right_answer_where_none_are_expected() {
    check("id", "id", "", [0; 5], &[]);
}

#[test]
fn a_copy_of_an_expected_row_is_a_duplicate_and_no_unexpected_row() {
    check("n/1/2", "n/2/1/2/2", "", [2, 0, 0, 0, 2], &[Shape::JoinFanOut]);
}

#[test]
fn a_second_row_of_an_expected_key_is_a_duplicate() {
    check("id v/1 a", "id v/1 b/1 a", "id", [1, 0, 0, 0, 1], &[Shape::JoinFanOut]);
}

#[test]
fn rows_of_other_keys_never_pair() {
    check("id v/1 a/2 b", "id v/1 a/3 b", "id", [1, 0, 1, 1, 0], &[]);
}

#[test]
fn without_a_key_the_nearest_rows_pair() {
    check("a b c/1 2 3/1 2 4", "a b c/1 2 5/9 2 4", "", [0, 2, 0, 0, 0], &[]);
}

#[test]
fn rows_that_share_less_than_half_of_their_cells_do_not_pair() {
    check("a b c/1 2 3", "a b c/1 8 9", "", [0, 0, 1, 1, 0], &[]);
}

#[test]
fn a_key_that_did_not_come_back_is_no_key() {
    let diff = compare("id v/1 a", "v/a", "id", Order::Any);
    assert_eq!((diff.key.len(), diff.n_matched, diff.missing_columns.as_slice()), (0, 1, ["id".to_owned()].as_slice()));
}

#[test]
fn keys_that_are_null_are_equal_keys() {
    check("k v/~ 1", "k v/~ 2", "k", [0, 1, 0, 0, 0], &[Shape::AggregateInflated]);
}

#[test]
fn noise_of_binary_fractions_is_no_difference() {
    check("id x/1 0.3", "id x/1 0.30000000000000004", "", [1, 0, 0, 0, 0], &[]);
    check("x/0.0", "x/-0.0", "", [1, 0, 0, 0, 0], &[]);
    check("x/0.0000005", "x/0.0000004999", "", [1, 0, 0, 0, 0], &[]);
    check("id x/1 3.33", "id x/1 3.3333", "id", [0, 1, 0, 0, 0], &[]);
    check("id x/1 1e300", "id x/1 2.5e300", "id", [0, 1, 0, 0, 0], &[]);
    check("id x/1 inf", "id x/1 2.0", "id", [0, 1, 0, 0, 0], &[]);
}

#[test]
fn null_zero_and_nothing_are_told_apart() {
    check("id v/1 ~", "id v/1 ''", "id", [0, 1, 0, 0, 0], &[Shape::NullVsZeroOrEmpty]);
    check("id v/1 0", "id v/1 ~", "id", [0, 1, 0, 0, 0], &[Shape::NullVsZeroOrEmpty]);
    check("id v/1 ~", "id v/1 NULL", "id", [0, 1, 0, 0, 0], &[]);
    check("id v/1 2", "id v/1 2.0", "id", [0, 1, 0, 0, 0], &[]);
}

#[test]
fn only_childless_rows_missing_is_an_inner_join() {
    check("c n/Food 2/Rent 0", "c n/Food 2", "c", [1, 0, 1, 0, 0], &[Shape::InnerJoinDroppedRows]);
    check("c n/Food 2/Rent 1", "c n/Food 2", "c", [1, 0, 1, 0, 0], &[Shape::FilterTooNarrow]);
}

#[test]
fn an_empty_answer_is_no_filter_that_is_too_narrow() {
    check("c n/Food 2/Rent 1", "c n", "c", [0, 0, 2, 0, 0], &[Shape::NothingReturned]);
}

#[test]
fn whole_multiples_are_an_inflated_sum_unless_they_are_ids() {
    check("c sum/Food 20/Rent 0", "c sum/Food 60/Rent 0", "c", [1, 1, 0, 0, 0], &[Shape::AggregateInflated]);
    check("c sum/Food 20", "c sum/Food 21", "c", [0, 1, 0, 0, 0], &[]);
    check("id user_id/1 11", "id user_id/1 22", "id", [0, 1, 0, 0, 0], &[Shape::CrossedForeignKey]);
}

#[test]
fn values_dealt_out_anew_are_a_crossed_key() {
    check("id owner/1 Ann/2 Bo", "id owner/1 Bo/2 Ann", "id", [0, 2, 0, 0, 0], &[Shape::CrossedForeignKey]);
    check("id owner/1 Ann/2 Bo", "id owner/1 Bo/2 Cy", "id", [0, 2, 0, 0, 0], &[]);
}

#[test]
fn rows_of_another_parent_are_a_crossed_key() {
    check(
        "id user_id v/1 11 a/2 11 b",
        "id user_id v/1 11 a/3 12 c",
        "id",
        [1, 0, 1, 1, 0],
        &[Shape::CrossedForeignKey],
    );
}

#[test]
fn columns_match_by_name_in_any_case_and_place() {
    let diff = compare("id Name/1 a", "NAME ID/a 1", "id", Order::Any);
    assert!(diff.is_identical() && diff.reordered_columns, "{diff:#?}");
    assert_eq!(diff.columns, ["id", "Name"]);
}

#[test]
fn a_column_in_its_place_or_with_the_same_values_is_renamed() {
    let in_place = compare("id total/1 9", "id sum/1 8", "id", Order::Any);
    assert_eq!(in_place.renamed_columns, [("total".to_owned(), "sum".to_owned())]);
    let by_value = compare("total id/9 1", "id sum x/1 9 0", "id", Order::Any);
    assert_eq!(by_value.renamed_columns, [("total".to_owned(), "sum".to_owned())]);
    assert!((by_value.share() - 2.0 / 3.0 * 0.95).abs() < 1e-9, "{}", by_value.share());
}

#[test]
fn without_a_column_in_common_every_row_is_a_difference() {
    let diff = compare("id/1/2", "", "", Order::Any);
    assert_eq!((diff.missing().count(), diff.missing_columns.len()), (2, 1));
    assert!(diff.share() < 1e-9);
}

#[test]
fn a_row_shorter_than_its_columns_is_filled_with_null() {
    let actual = Rows { columns: vec!["id".into(), "v".into()], rows: vec![vec![1.into()]] };
    assert_eq!(diff(&rows("id v/1 a"), &actual, &["id".into()], false).changed().count(), 1);
}

#[test]
fn order_counts_only_where_it_is_asked_for() {
    assert!(compare("n/1/2/3", "n/3/1/2", "", false).is_identical());
    let ordered = compare("n/1/2/3", "n/3/1/2", "", true);
    assert!(ordered.out_of_order && !ordered.is_identical());
    assert_eq!(ordered.moved, [vec![Cell::from(3)]]);
    assert!((ordered.share() - 0.8).abs() < 1e-9);
}

#[test]
fn rows_in_order_stay_in_order_when_one_is_missing() {
    assert!(!compare("n/1/2/3", "n/1/3", "", true).out_of_order);
    assert!(!compare("n/1/1/2", "n/1/1/2", "", true).out_of_order);
}

#[test]
fn rows_equal_in_the_sort_columns_come_in_any_order() {
    let by = |direction| Order::By(vec![SortColumn { name: "N".into(), direction }]);
    assert!(!compare("id n/1 5/2 5/3 7", "id n/2 5/1 5/3 7", "id", by(Direction::Ascending)).out_of_order);
    assert!(compare("id n/1 5/2 5/3 7", "id n/3 7/1 5/2 5", "id", by(Direction::Ascending)).out_of_order);
    assert!(!compare("id n/1 ~/3 7", "id n/3 7/1 ~", "id", by(Direction::Descending)).out_of_order);
}

#[test]
fn more_rows_than_can_be_compared_pair_by_position() {
    let table = |from: i64| Rows {
        columns: vec!["a".into(), "b".into()],
        rows: (0..2_100).map(|n| vec![n.into(), (n + from).into()]).collect(),
    };
    let diff = diff(&table(10_000), &table(20_000), &[], true);
    assert_eq!((diff.changed().count(), diff.out_of_order), (2_100, false));
}

#[test]
fn a_diff_comes_back_from_json_as_it_was() {
    let diff = compare("id v x/1 ~ 2.0/2 a 1.5", "id v/1 ''/2 a/3 b", "id", true);
    let json = serde_json::to_string(&diff).unwrap();
    assert_eq!(serde_json::from_str::<RowDiff>(&json).unwrap(), diff, "{json}");
}

#[test]
fn texts_are_cut_where_they_part() {
    let texts = [Piece::Same("caf".into()), Piece::Expected("é".into()), Piece::Actual("e".into())];
    assert_eq!(pieces("café", "cafe"), texts);
    assert_eq!(pieces("", ""), []);
}
