//! The evidence of a finding, as lines.

use super::Style;
use super::matrix;
use super::paint::Ink;
use super::paint::paint;
use super::paint::shown;
use super::row_table;
use crate::cascade::CascadeDiff;
use crate::cascade::Mark as CascadeMark;
use crate::finding::Detail;
use crate::growth::ANY;
use crate::growth::Growth;
use crate::row_diff::RowDiff;

/// How many different statements are shown.
const STATEMENTS: usize = 8;

pub(super) fn lines(detail: &Detail, style: Style) -> Vec<String> {
    match detail {
        Detail::None => Vec::new(),
        Detail::Rows(diff) => rows(diff, usize::MAX, style),
        Detail::Growth(growth) => growth_lines(growth),
        Detail::Statements(statements) => statement_lines(statements),
        Detail::Cascade(diff) => cascade(diff, style),
        Detail::Matrix(rows) => matrix::lines(rows, style),
    }
}

/// At most `most` differences, and what they look like.
pub(super) fn rows(diff: &RowDiff, most: usize, style: Style) -> Vec<String> {
    let mut lines: Vec<String> = row_table::lines(diff, most)
        .into_iter()
        .map(|line| match line.mark {
            row_table::Mark::Expected => paint(&line.text, Ink::Good, style),
            row_table::Mark::Actual => paint(&line.text, Ink::Bad, style),
            row_table::Mark::Plain => line.text,
        })
        .collect();
    lines.extend(
        diff.hints.iter().map(|shape| format!("{} {}", paint("looks like:", Ink::Help, style), shape.sentence())),
    );
    lines
}

fn growth_lines(growth: &Growth) -> Vec<String> {
    let measured = growth.sizes.iter().map(|size| {
        let axes: Vec<String> = size.axes.iter().map(|(axis, n)| format!("{axis} {n}")).collect();
        format!("{} → {}", axes.join(", "), size.sent)
    });
    let wanted = match &growth.asked {
        Some(asked) => format!("asked for: {asked}"),
        None if growth.allowed == ANY => "allowed: the same number at any size".to_owned(),
        None => format!("allowed: {} at any size", growth.allowed),
    };
    let mut lines = vec![format!("{}   {wanted}", growth.formula())];
    lines.push(format!("measured:  {}", measured.collect::<Vec<_>>().join("   ")));
    if !growth.projected.is_empty() {
        let projected = growth.projected.iter().map(|(n, sent)| format!("{n} → {sent}"));
        lines.push(format!("by {}:  {}", growth.axis, projected.collect::<Vec<_>>().join("   ")));
    }
    lines
}

fn statement_lines(statements: &[(String, u64)]) -> Vec<String> {
    let sent = statements.iter().take(STATEMENTS).map(|(sql, n)| format!("{n} × {}", shown(sql).join(" ")));
    let mut lines: Vec<String> = sent.collect();
    if statements.len() > STATEMENTS {
        lines.push(format!("… and {} other statements", statements.len() - STATEMENTS));
    }
    lines
}

fn cascade(diff: &CascadeDiff, style: Style) -> Vec<String> {
    diff.tree()
        .into_iter()
        .map(|line| {
            let text = format!("{}{}", "  ".repeat(line.depth), line.text);
            match line.mark {
                CascadeMark::Fault => paint(&format!("✗ {text}"), Ink::Bad, style),
                CascadeMark::AsExpected | CascadeMark::Kept | CascadeMark::Folded => format!("  {text}"),
            }
        })
        .collect()
}
