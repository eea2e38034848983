//! The changed rows as a tree: what a deletion took along, and what it left behind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cascade::Class;
use crate::cascade::Effect;
use crate::cascade::ForeignKeyEdge;
use crate::cascade::fate::Fate;
use crate::cascade::row;
use crate::rows::Cell;

/// A run of rows that fared alike is folded when it is longer than this by more than one: then so many are shown.
const SHOWN_OF_RUN: usize = 3;

/// One line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeLine {
    /// How far it is indented, from 0.
    pub depth: usize,
    /// What it stands for.
    pub mark: Mark,
    /// The row and what became of it.
    pub text: String,
}

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// A change as it had to be.
    AsExpected,
    /// A change that had not to be, or one that had to be and is not there.
    Fault,
    /// A row that is kept, as it had to be, under one that changed.
    Kept,
    /// More of the lines above.
    Folded,
}

/// One row of the tree, before anything is folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Branch {
    depth: usize,
    mark: Mark,
    table: String,
    row: String,
    said: String,
}

/// The changed rows, each under the changed row that it pointed to, and the kept rows that pointed to one.
pub(super) fn branches(fates: &[Fate<'_>], edges: &[ForeignKeyEdge]) -> Vec<Branch> {
    let parents = parents(fates, edges);
    let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (at, fate) in fates.iter().enumerate() {
        let parent = parents.get(&at).copied();
        if !fate.changes.is_empty() || parent.is_some() {
            children.entry(parent).or_default().push(at);
        }
    }
    let mut branches = Vec::new();
    // Roots first; then, where rows point to each other in a circle, the rest of the circle from any of them.
    while let Some(start) = children.get(&None).or_else(|| children.values().next()).map(|rows| rows[0]) {
        let mut stack = Vec::new();
        if let Some(roots) = children.remove(&None) {
            stack.extend(roots.into_iter().rev().map(|root| (0, root)));
        } else {
            for rows in children.values_mut() {
                rows.retain(|&row| row != start);
            }
            stack.push((0, start));
        }
        while let Some((depth, at)) = stack.pop() {
            branches.push(branch(depth, &fates[at]));
            let below = children.remove(&Some(at)).unwrap_or_default();
            stack.extend(below.into_iter().rev().map(|child| (depth + 1, child)));
        }
        children.retain(|_, rows| !rows.is_empty());
    }
    branches
}

/// For each row that pointed to a changed one: that one. A row that pointed to several is put under a deleted one.
fn parents(fates: &[Fate<'_>], edges: &[ForeignKeyEdge]) -> BTreeMap<usize, usize> {
    let mut parents: BTreeMap<usize, usize> = BTreeMap::new();
    let is_deleted = |at: usize| fates[at].changes.iter().any(|change| change.effect == Effect::Deleted);
    for edge in edges {
        let mut pointing: BTreeMap<&Cell, Vec<usize>> = BTreeMap::new();
        for (at, fate) in fates.iter().enumerate().filter(|(_, fate)| fate.table == edge.child) {
            if let Some(value) = fate.value(&edge.key).filter(|value| **value != Cell::Null) {
                pointing.entry(value).or_default().push(at);
            }
        }
        let changed = |fate: &Fate<'_>| fate.table == edge.parent && !fate.changes.is_empty();
        for (parent, fate) in fates.iter().enumerate().filter(|(_, fate)| changed(fate)) {
            for &child in fate.value(&edge.parent_key).and_then(|value| pointing.get(value)).into_iter().flatten() {
                let is_better = parents.get(&child).is_none_or(|&other| is_deleted(parent) && !is_deleted(other));
                if child != parent && is_better {
                    parents.insert(child, parent);
                }
            }
        }
    }
    parents
}

fn branch(depth: usize, fate: &Fate<'_>) -> Branch {
    let sentences: Vec<String> = fate.changes.iter().map(super::Change::sentence).collect();
    let (mark, said) = if fate.changes.is_empty() {
        (Mark::Kept, "kept".to_owned())
    } else if fate.changes.iter().all(|change| change.class == Class::AsExpected) {
        (Mark::AsExpected, sentences.join("; "))
    } else {
        (Mark::Fault, sentences.join("; "))
    };
    let row = row(fate.table, &fate.key, fate.label.as_deref());
    Branch { depth, mark, table: fate.table.to_owned(), row, said }
}

/// The lines of a tree, long runs of rows that fared alike folded.
pub(super) fn lines(branches: &[Branch]) -> Vec<TreeLine> {
    let alike = |a: &Branch, b: &Branch| {
        a.mark != Mark::Fault && (a.depth, a.mark, &a.table, &a.said) == (b.depth, b.mark, &b.table, &b.said)
    };
    let mut lines = Vec::new();
    for run in branches.chunk_by(alike) {
        let n_shown = if run.len() > SHOWN_OF_RUN + 1 { SHOWN_OF_RUN } else { run.len() };
        lines.extend(run[..n_shown].iter().map(|branch| TreeLine {
            depth: branch.depth,
            mark: branch.mark,
            text: format!("{}: {}", branch.row, branch.said),
        }));
        if n_shown < run.len() {
            let (first, n_more) = (&run[0], run.len() - n_shown);
            let text = format!("… and {n_more} more of {}: {}", first.table.escape_debug(), first.said);
            lines.push(TreeLine { depth: first.depth, mark: Mark::Folded, text });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cascade::{Expected, compare};
    use crate::rows::Rows;
    use crate::tables::Tables;

    #[test]
    fn long_runs_are_folded_and_differences_never() {
        let rows = |ids: std::ops::RangeInclusive<i64>| {
            let rows = ids.map(|id| vec![id.into()]).collect();
            Tables::from([("pots".into(), Rows { columns: vec!["id".into()], rows })])
        };
        let expected =
            Expected { deleted: [("pots".into(), (1..=9).map(Cell::from).collect())].into(), ..Expected::default() };
        let texts = |after| {
            let lines = compare(&rows(1..=9), &after, &expected, &[]).tree();
            lines.into_iter().map(|line| line.text).collect::<Vec<String>>()
        };
        assert_eq!(texts(Tables::new()).last().unwrap(), "… and 6 more of pots: deleted, as expected");
        assert_eq!(texts(Tables::new()).len(), 4);
        assert_eq!(texts(rows(1..=9)).len(), 9);
    }

    #[test]
    fn rows_that_point_to_each_other_in_a_circle_are_each_shown_once() {
        let boss = ForeignKeyEdge {
            child: "people".into(),
            key: "boss".into(),
            parent: "people".into(),
            parent_key: "id".into(),
        };
        let row = |id: i64, boss: i64| vec![Cell::from(id), Cell::from(boss)];
        let people =
            Rows { columns: vec!["id".into(), "boss".into()], rows: vec![row(1, 2), row(2, 1), row(3, 3), row(4, 2)] };
        let diff = compare(&[("people".into(), people)].into(), &Tables::new(), &Expected::default(), &[boss]);
        assert_eq!(diff.tree().len(), 4, "{:#?}", diff.tree());
    }
}
