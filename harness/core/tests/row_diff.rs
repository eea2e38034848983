//! Whole tables against each other: what `data/row_diff.jsonl` says of each pair must hold.
//!
//! A line is a case: `expected` and `actual`, the `key`, `order_by` (`-` for descending), and under `expect` only what
//! must hold. A column of type `decimal(n)` stands for the number that its text says.

#![expect(clippy::unwrap_used, reason = "a case of another shape has to stop the test")]

use harness_core::row_diff::{Direction, Order, RowDiff, SortColumn, diff};
use harness_core::rows::{Cell, Rows};
use serde_json::Value;

/// The table of a case; `types` are those of the expected columns.
fn rows(table: &Value, types: &[&str]) -> Rows {
    let columns = table["columns"].as_array().unwrap().iter();
    let names = columns.map(|column| column["name"].as_str().or(column.as_str()).unwrap().to_owned()).collect();
    let is_decimal = |at: usize| types.get(at).is_some_and(|name| name.starts_with("decimal"));
    let cell = |(at, cell): (usize, &Value)| match cell.as_str() {
        Some(text) if is_decimal(at) => Cell::Real(text.parse().unwrap()),
        Some(_) | None => serde_json::from_value(cell.clone()).unwrap(),
    };
    let cells = |row: &Value| row.as_array().unwrap().iter().enumerate().map(cell).collect();
    Rows { columns: names, rows: table["rows"].as_array().unwrap().iter().map(cells).collect() }
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn findings(diff: &RowDiff) -> Vec<String> {
    let kinds = [
        ("missing_rows", diff.missing().count() > 0),
        ("extra_rows", diff.unexpected().count() > 0),
        ("duplicate_rows", diff.duplicated().count() > 0),
        ("modified_cells", diff.changed().count() > 0),
        ("wrong_order", diff.out_of_order),
        ("reordered_columns", diff.reordered_columns),
        ("duplicate_column_names", !diff.duplicate_columns.is_empty()),
    ];
    let mut findings: Vec<String> =
        kinds.into_iter().filter(|(_, found)| *found).map(|(name, _)| name.to_owned()).collect();
    findings.extend(diff.missing_columns.iter().map(|name| format!("missing_column:{name}")));
    findings.extend(diff.extra_columns.iter().map(|name| format!("extra_column:{name}")));
    findings.extend(diff.renamed_columns.iter().map(|(from, to)| format!("renamed_column:{from}->{to}")));
    findings.sort();
    findings
}

#[track_caller]
fn check(case: &Value) {
    let id = &case["id"];
    let types: Vec<&str> =
        case["expected"]["columns"].as_array().unwrap().iter().map(|column| column["type"].as_str().unwrap()).collect();
    let sort = texts(&case["order_by"]).into_iter().map(|name| match name.strip_prefix('-') {
        Some(name) => SortColumn { name: name.to_owned(), direction: Direction::Descending },
        None => SortColumn { name, direction: Direction::Ascending },
    });
    let order = if case["order_by"].is_null() { Order::Any } else { Order::By(sort.collect()) };
    let diff = diff(&rows(&case["expected"], &types), &rows(&case["actual"], &types), &texts(&case["key"]), order);

    let expect = &case["expect"];
    let mut wanted = texts(&expect["findings"]);
    wanted.sort();
    assert_eq!(findings(&diff), wanted, "{id}: {diff:#?}");
    for (name, count) in [
        ("identical", diff.n_matched),
        ("modified", diff.changed().count()),
        ("missing", diff.missing().count()),
        ("extra", diff.unexpected().count()),
        ("duplicates", diff.duplicated().count()),
    ] {
        assert!(expect[name].is_null() || expect[name] == count, "{id}: {name} is {count}");
    }
    if let Some(score) = expect["score"].as_f64() {
        assert!((diff.share() - score).abs() < 1e-4, "{id}: score is {}", diff.share());
    }
    if !expect["hints"].is_null() {
        assert_eq!(serde_json::to_value(&diff.hints).unwrap(), expect["hints"], "{id}");
    }
    if !expect["cells"].is_null() {
        assert_eq!(serde_json::to_value(diff.changed_cells()).unwrap(), expect["cells"], "{id}");
    }
}

#[test]
fn every_case_is_told_as_it_should_be() {
    let cases: Vec<&str> = include_str!("data/row_diff.jsonl").lines().collect();
    assert!(!cases.is_empty());
    for line in cases {
        check(&serde_json::from_str(line).unwrap());
    }
}
