//! Tables that take each other with them when a row is deleted.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Finding;
use super::Rule;
use super::words::MOST_NAMES;
use crate::contract::sides::is_same;
use crate::tables::Schema;

/// A finding a table that its own deletions come back to, in the order of the names.
pub(super) fn review(schema: &Schema) -> Vec<Finding> {
    let edges = edges(schema);
    let mut findings = Vec::new();
    for table in schema.tables.keys() {
        let Some(path) = way_back(table, &edges) else { continue };
        let n_more = path.len().saturating_sub(MOST_NAMES);
        let shown = path.iter().take(if n_more > 0 { MOST_NAMES - 1 } else { MOST_NAMES });
        let left_out = (n_more > 0).then(|| format!("{n_more} more"));
        let last = (n_more > 0).then(|| format!("`{table}`"));
        let path: Vec<String> = shown.map(|table| format!("`{table}`")).chain(left_out).chain(last).collect();
        let message = if path.len() == 2 {
            format!("deleting a row of `{table}` deletes rows of `{table}` that point to it, and so on")
        } else {
            format!("a deletion from `{table}` comes back to it by ON DELETE CASCADE: {}", path.join(" → "))
        };
        findings.push(
            Finding::new(Rule::CascadeCycle, table.clone(), table, message)
                .note("one DELETE may take any number of rows with it, through as many levels as there are"),
        );
    }
    findings
}

/// For each table those whose rows go with its own.
fn edges(schema: &Schema) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (child, table) in &schema.tables {
        for key in table.foreign_keys.iter().filter(|key| key.on_delete.eq_ignore_ascii_case("CASCADE")) {
            if let Some(parent) = schema.tables.keys().find(|name| is_same(name, &key.parent)) {
                edges.entry(parent).or_default().insert(child);
            }
        }
    }
    edges
}

/// A shortest way from `start` to itself, with it at both ends.
fn way_back<'a>(start: &'a str, edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut level = vec![start];
    while !level.is_empty() {
        let mut next = Vec::new();
        for table in level {
            for child in edges.get(table).into_iter().flatten() {
                if *child == start {
                    let mut path = vec![start, table];
                    while let Some(before) =
                        path.last().filter(|last| **last != start).and_then(|last| came_from.get(last))
                    {
                        path.push(before);
                    }
                    path.reverse();
                    return Some(path);
                }
                if !came_from.contains_key(child) {
                    came_from.insert(child, table);
                    next.push(*child);
                }
            }
        }
        level = next;
    }
    None
}
