//! What was observed, and the verdict on it.

mod answers;
mod budgets;
mod cascades;
mod contracts;
mod grades;
mod laws;
mod rows;
mod suites;

use crate::observation::End;
use crate::observation::Observation;
use crate::observation::Run;
use crate::rows::Rows;
use crate::verdict::Verdict;

/// Points of the check that is judged.
const POINTS: u32 = 10;

/// A verdict in a line: `passed`, `given`, `3: ROWS_MISSING`, `blocked by cakes_of`, `TIMED_OUT`.
fn said(verdict: &Verdict) -> String {
    let codes = verdict.codes().into_iter().collect::<Vec<_>>().join(" ");
    match verdict {
        Verdict::Passed => "passed".to_owned(),
        Verdict::Given => "given".to_owned(),
        Verdict::Failed { earned, .. } => format!("{earned}: {codes}"),
        Verdict::Blocked { by } => format!("blocked by {by}"),
        Verdict::NotJudged(_) => codes,
    }
}

/// A run of `case` that returned `rows`.
fn returned(case: &str, rows: Rows) -> Run {
    Run { returned: Some(rows), counter_alive: true, foreign_keys: true, ..Run::ended(case, End::Returned) }
}

fn failed(case: &str, message: &str) -> Run {
    Run::ended(case, End::Failed { message: message.to_owned() })
}

fn observed(runs: impl IntoIterator<Item = Run>) -> Observation {
    Observation { runs: runs.into_iter().collect() }
}

/// Cakes by their ids.
fn cakes(ids: impl IntoIterator<Item = i64>) -> Rows {
    let columns = vec!["id".to_owned(), "name".to_owned()];
    Rows { columns, rows: ids.into_iter().map(|id| vec![id.into(), format!("cake {id}").into()]).collect() }
}
