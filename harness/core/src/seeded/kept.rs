//! What is kept of the evidence on seeded data: enough to see what is wrong, of data that has hundreds of rows.

use crate::finding::Detail;
use crate::finding::Finding;
use crate::gradebook::Graded;
use crate::verdict::Verdict;

/// The most rows, statements or lines of a tree that are kept of one finding.
const MOST: usize = 20;

/// `graded` with at most [`MOST`] of each kind of evidence a finding, which says so.
pub(super) fn kept(mut graded: Graded) -> Graded {
    for check in &mut graded.checks {
        if let Verdict::Failed { findings, .. } = &mut check.verdict {
            findings.iter_mut().for_each(cut);
        }
    }
    graded
}

fn cut(finding: &mut Finding) {
    let n_all = match &mut finding.detail {
        Detail::Rows(diff) => {
            let n_all = diff.entries.len().max(diff.moved.len());
            diff.entries.truncate(MOST);
            diff.moved.truncate(MOST);
            n_all
        }
        Detail::Cascade(diff) => diff.truncate(MOST),
        Detail::Statements(statements) => {
            let n_all = statements.len();
            statements.truncate(MOST);
            n_all
        }
        Detail::None | Detail::Growth(_) | Detail::Matrix(_) => 0,
    };
    if n_all > MOST {
        let note = format!("only the first {MOST} of {n_all} are kept here");
        finding.help = Some(finding.help.take().map_or_else(|| note.clone(), |help| format!("{help}; {note}")));
    }
}
