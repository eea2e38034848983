//! `harness diff EXPECTED ACTUAL`: two tables of a user's own, compared as graded rows are.

use std::path::Path;

use harness_core::locate::nearest;
use harness_core::report::{self, Style, escape};
use harness_core::row_diff::{Direction, Entry, Order, SortColumn, TableDiff, diff_tables};
use serde_json::{Value, json};

use crate::args::{Diff, Format};
use crate::exit::{Exit, usage};
use crate::table::{self, STDIN, Side};
use crate::terminal::Terminal;

/// How many differences are shown to a person.
const SHOWN: usize = 50;
/// How many differences are in the JSON document.
const IN_JSON: usize = 100;

pub(super) fn run(args: &Diff, terminal: &Terminal) -> anyhow::Result<Exit> {
    if [&args.expected, &args.actual].iter().all(|path| path.as_path() == Path::new(STDIN)) {
        return Err(usage("standard input cannot be both tables: write one of them into a file"));
    }
    let null = args.null.as_deref();
    let expected = table::read(&args.expected, Side::Expected, null)?;
    let actual = table::read(&args.actual, Side::Actual, null)?;
    let key: Vec<String> = args.key.iter().filter(|name| !name.is_empty()).cloned().collect();
    let sort: Vec<SortColumn> = args.order_by.iter().filter(|name| !name.is_empty()).map(|name| sort(name)).collect();
    for name in &key {
        known("--key", name, &expected.rows.columns, &args.expected)?;
    }
    for column in &sort {
        known("--order-by", &column.name, &expected.rows.columns, &args.expected)?;
    }
    let order = if sort.is_empty() { Order::Any } else { Order::By(sort) };
    let found = diff_tables(expected, &actual, &key, &order);
    match args.format {
        Format::Json => terminal.say(&serde_json::to_string_pretty(&as_json(&found)?)?)?,
        Format::Text => terminal.say(&as_text(&found, Style { colour: terminal.colour }))?,
    }
    if !key.is_empty() && found.diff.key.is_empty() {
        terminal.note("note: the actual table lacks a column of --key, so that rows are compared whole");
    }
    if found.by_place {
        terminal.note(
            "note: too many rows are left without an equal one to look for the nearest of each, so that they are paired by \
             their places\nhint: --key names the columns that tell rows apart",
        );
    }
    Ok(if found.answer.findings.is_empty() { Exit::Done } else { Exit::Findings })
}

fn sort(name: &str) -> SortColumn {
    match name.strip_prefix('-') {
        Some(name) => SortColumn { name: name.to_owned(), direction: Direction::Descending },
        None => SortColumn { name: name.to_owned(), direction: Direction::Ascending },
    }
}

/// Nothing, if the expected table has the column.
fn known(option: &str, name: &str, columns: &[String], expected: &Path) -> anyhow::Result<()> {
    if columns.iter().any(|column| column.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let known = columns.iter().map(String::as_str);
    let instead = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{}`?", escape(&near)),
        None => format!("there are {}", known.map(escape).collect::<Vec<_>>().join(", ")),
    };
    Err(usage(format!("{option}: {} has no column `{name}`: {instead}", expected.display())))
}

fn as_text(found: &TableDiff, style: Style) -> String {
    let answer = &found.answer;
    let mut lines = if answer.findings.is_empty() {
        vec![format!("the same: {} row{}", answer.identical, if answer.identical == 1 { "" } else { "s" })]
    } else {
        let findings: Vec<String> = answer.findings.iter().map(|finding| escape(finding)).collect();
        let mut lines = vec![format!("score {}: {}", answer.score, findings.join(", "))];
        lines.extend(report::row_diff(&found.diff, SHOWN, style).into_iter().map(|line| format!("  {line}")));
        lines
    };
    let compared = found.types.iter().filter_map(|(name, of)| Some(format!("{} {}", escape(name), (*of)?)));
    let compared: Vec<String> = compared.collect();
    if !compared.is_empty() {
        lines.push(format!("compared as: {}", compared.join(", ")));
    }
    lines.join("\n")
}

fn as_json(found: &TableDiff) -> anyhow::Result<Value> {
    let mut document = serde_json::to_value(&found.answer)?;
    let types = found.types.iter().filter_map(|(name, of)| Some((name.clone(), Value::from((*of)?.to_string()))));
    document["compared_as"] = Value::Object(types.collect());
    document["paired_by_place"] = found.by_place.into();
    document["columns"] = json!(found.diff.columns);
    document["differences"] = found.diff.entries.iter().take(IN_JSON).map(difference).collect();
    document["differences_left_out"] = found.diff.entries.len().saturating_sub(IN_JSON).into();
    Ok(document)
}

/// A difference, with its cells in the order of `columns`.
fn difference(entry: &Entry) -> Value {
    match entry {
        Entry::Missing(row) => json!({"kind": "missing", "expected": row}),
        Entry::Unexpected(row) => json!({"kind": "extra", "actual": row}),
        Entry::Duplicated(row) => json!({"kind": "duplicate", "actual": row}),
        Entry::Changed { expected, actual } => json!({"kind": "modified", "expected": expected, "actual": actual}),
    }
}
