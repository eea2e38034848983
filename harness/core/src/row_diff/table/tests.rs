//! What a table's types and its writing change; the rules of the rows stand with [`diff`](crate::row_diff::diff).

use super::*;
use crate::row_diff::Direction;
use crate::row_diff::SortColumn;

/// A table from text: the names of the columns, with their types behind a colon, then a row a line. In JSON `~` is NULL, and
/// what looks like a number is one, unless it is in quotes.
fn table(source: Source, text: &str) -> Table {
    let mut lines = text.split('/').map(|line| line.split_whitespace());
    let (columns, types) = lines
        .next()
        .into_iter()
        .flatten()
        .map(|column| match column.split_once(':') {
            Some((name, of)) => (name.to_owned(), Some(of.parse().unwrap())),
            None => (column.to_owned(), None),
        })
        .unzip();
    let cell = |text: &str| match (text, text.parse::<i64>(), text.parse::<f64>()) {
        ("~", _, _) => Cell::Null,
        (_, Ok(n), _) if source == Source::Json => Cell::Integer(n),
        (_, _, Ok(x)) if source == Source::Json => Cell::Real(x),
        _ => text.trim_matches('\'').into(),
    };
    Table { rows: Rows { columns, rows: lines.map(|line| line.map(cell).collect()).collect() }, types, source }
}

fn json(text: &str) -> Table {
    table(Source::Json, text)
}

fn csv(text: &str) -> Table {
    table(Source::Csv, text)
}

#[track_caller]
fn check(expected: Table, actual: &Table, key: &str, findings: &[&str], hints: &[Shape]) -> TableDiff {
    let key: Vec<String> = key.split_whitespace().map(str::to_owned).collect();
    let diff = diff_tables(expected, actual, &key, &Order::Any);
    assert_eq!(
        (diff.answer.findings.as_slice(), diff.answer.hints.as_slice()),
        (&own(findings)[..], hints),
        "{diff:#?}"
    );
    diff
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn a_decimal_is_the_number_that_it_says_and_no_other() {
    check(json("t:decimal(2)/'20.00'/5"), &json("t/20.0/'5'"), "", &[], &[]);
    let large = json("id t:decimal(2)/1 '12345678901234567.89'");
    let diff = check(large, &json("id t/1 '12345678901234567.90'"), "id", &["modified_cells"], &[]);
    assert_eq!(diff.answer.cells, [("t".to_owned(), 1)].into());
}

#[test]
fn kinds_that_json_tells_stay_apart() {
    check(json("id n:integer/1 2"), &json("id n/1 2.0"), "id", &["modified_cells"], &[]);
    check(json("id n/1 2"), &json("id n/1 '2'"), "id", &["modified_cells"], &[]);
    check(json("id n/1 0"), &json("id n/1 ~"), "id", &["modified_cells"], &[Shape::NullVsZeroOrEmpty]);
}

#[test]
fn a_csv_says_what_its_columns_hold() {
    let diff = check(csv("id t code/1 2.50 007"), &csv("id t code/1 2.5 7"), "id", &["modified_cells"], &[]);
    let types: Vec<String> = diff.types.iter().map(|(name, of)| format!("{name} {}", of.unwrap())).collect();
    assert_eq!(types, ["id integer", "t decimal(2)", "code text"]);
    assert_eq!(diff.answer.cells, [("code".to_owned(), 1)].into());
    check(csv("n/2"), &csv("n/2.0"), "", &["missing_rows", "extra_rows"], &[]);
    check(csv("c n/Food 2/Rent 0"), &csv("c n/Food 2"), "c", &["missing_rows"], &[Shape::InnerJoinDroppedRows]);
    check(csv("c n/a 2/b 5"), &csv("c n/a 4/b 15"), "c", &["modified_cells"], &[Shape::AggregateInflated]);
}

#[test]
fn a_csv_beside_a_json_is_read_by_its_types() {
    check(json("id:integer t:decimal(2)/1 '2.50'"), &csv("id t/1 2.5"), "id", &[], &[]);
    check(json("id x s/1 2.5 a"), &csv("id x s/1 2.5 a"), "id", &[], &[]);
    check(csv("id t/1 2.50"), &json("id t/1 2.5"), "id", &[], &[]);
    check(csv("id v/1 ~"), &csv("id v/1 0"), "id", &["modified_cells"], &[Shape::NullVsZeroOrEmpty]);
    check(csv("id v/1 ~"), &csv("id v/1 ''"), "id", &["modified_cells"], &[Shape::NullVsZeroOrEmpty]);
}

#[test]
fn a_renamed_column_is_found_by_the_values_that_it_says() {
    let diff = check(
        json("t:decimal(2) id/'9.50' 1"),
        &json("id x t2/1 0 9.5"),
        "id",
        &["reordered_columns", "renamed_column:t->t2", "extra_column:x"],
        &[],
    );
    assert!((diff.answer.score - 0.6333).abs() < 1e-9, "{}", diff.answer.score);
}

#[test]
fn numbers_in_a_csv_have_the_order_of_numbers() {
    let by = Order::By(vec![SortColumn { name: "n".into(), direction: Direction::Ascending }]);
    let diff = diff_tables(csv("n/9/10"), &csv("n/10/9"), &own(&["n"]), &by);
    assert_eq!(diff.answer.findings, ["wrong_order"]);
    assert!((diff.answer.score - 0.8).abs() < 1e-9);
}

#[test]
fn an_empty_answer_is_told_from_its_missing_rows_alone() {
    check(json("c n/a 1"), &json("c n"), "c", &["missing_rows"], &[Shape::FilterTooNarrow]);
    check(json("id user_id/1 11"), &json("id user_id/1 12"), "id", &["modified_cells"], &[]);
}

#[test]
fn a_score_is_1_only_where_nothing_is_different() {
    let many = |last: i64| Table {
        rows: Rows {
            columns: own(&["id", "v"]),
            rows: (0..30_000).map(|n| vec![n.into(), last.min(n).into()]).collect(),
        },
        types: vec![None; 2],
        source: Source::Json,
    };
    let diff = diff_tables(many(i64::MAX), &many(29_998), &own(&["id"]), &Order::Any);
    assert_eq!((diff.answer.modified, diff.answer.score.to_string().as_str()), (1, "0.9999"));
    assert!((rounded(1e-9) - 0.0001).abs() < 1e-12);
}

#[test]
fn cells_are_shown_as_they_are_written_and_not_in_units() {
    let diff = check(json("id t:decimal(2)/1 '2.50'"), &json("id t/1 '2.75'"), "id", &["modified_cells"], &[]);
    let shown = Entry::Changed { expected: vec![1.into(), 2.5.into()], actual: vec![1.into(), 2.75.into()] };
    assert_eq!(diff.diff.entries, [shown]);
}

#[test]
fn too_many_rows_to_look_for_the_nearest_are_said_to_be_paired_by_place() {
    let many = |from: i64| Table {
        rows: Rows { columns: own(&["a", "b"]), rows: (0..2_100).map(|n| vec![n.into(), (n + from).into()]).collect() },
        types: vec![None; 2],
        source: Source::Json,
    };
    assert!(diff_tables(many(10_000), &many(20_000), &[], &Order::Any).by_place);
    let keyed = diff_tables(many(10_000), &many(20_000), &own(&["a"]), &Order::Any);
    assert_eq!((keyed.by_place, keyed.answer.modified), (false, 2_100));
}
