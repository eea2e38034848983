//! The query log of one call: what SQLite ran, with what SeaORM's callback adds to it.

use std::backtrace::Backtrace;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use harness_core::fingerprint::{is_control, literals};
use harness_core::query_log::{QueryLog, Statement};
use harness_core::rows::Cell;
use sea_orm::DatabaseConnection;

use crate::cells::cell;
use crate::ledger::{self, Scope, Seen};

struct Reported {
    sql: String,
    params: Vec<Cell>,
    failed: bool,
    stack: Option<Backtrace>,
}

/// Listens to one connection through SeaORM's metric callback.
#[derive(Default, Clone)]
pub(crate) struct Recorder {
    reported: Arc<Mutex<Vec<Reported>>>,
}

impl Recorder {
    /// Begins to listen to `db`; only what comes while the ledger is open for `scope` is kept, and the call sites of the first
    /// `sites` statements of each text.
    pub(crate) fn listen(&self, db: &mut DatabaseConnection, scope: Scope, sites: usize) {
        let reported = Arc::clone(&self.reported);
        let texts: Mutex<BTreeMap<String, usize>> = Mutex::default();
        db.set_metric_callback(move |info| {
            if !ledger::is_open(scope) {
                return;
            }
            let sql = info.statement.sql.clone();
            let n_before = {
                let mut texts = texts.lock().unwrap_or_else(PoisonError::into_inner);
                let n = texts.entry(sql.clone()).or_default();
                *n += 1;
                *n - 1
            };
            let values = info.statement.values.as_ref().map(|values| values.0.as_slice()).unwrap_or_default();
            let one = Reported {
                sql,
                params: values.iter().map(cell).collect(),
                failed: info.failed,
                stack: (n_before < sites).then(Backtrace::force_capture),
            };
            reported.lock().unwrap_or_else(PoisonError::into_inner).push(one);
        });
    }

    /// The log of what `seen` and the callback report together. Call sites are looked up, by `site`, if more than
    /// `sites_above` statements were sent.
    pub(crate) fn log(
        &self,
        seen: Vec<Seen>,
        site: impl Fn(&Backtrace) -> Option<String>,
        sites_above: u64,
    ) -> QueryLog {
        let reported = std::mem::take(&mut *self.reported.lock().unwrap_or_else(PoisonError::into_inner));
        let seen: Vec<Seen> = seen.into_iter().filter(Seen::counts).collect();
        let site = Some(site).filter(|_| seen.len() as u64 > sites_above);
        let site = |one: &Reported| one.stack.as_ref().zip(site.as_ref()).and_then(|(stack, site)| site(stack));
        let mut by_text: BTreeMap<&str, Vec<&Reported>> = BTreeMap::new();
        for one in reported.iter().rev().filter(|one| !is_control(&one.sql)) {
            by_text.entry(&one.sql).or_default().push(one);
        }
        let mut statements: Vec<Statement> = Vec::with_capacity(seen.len());
        for one in &seen {
            // What SQLite ran takes the report of a success first: a failure may be that of an attempt which was never run.
            let report = by_text.get_mut(one.sql.as_str()).and_then(|reports| {
                let succeeded = reports.iter().rposition(|report| !report.failed);
                succeeded.map(|at| reports.remove(at)).or_else(|| reports.pop())
            });
            statements.push(match report {
                Some(report) => statement(report, one.n_rows, site(report)),
                None => Statement {
                    sql: one.sql.clone(),
                    params: Some(literals(&one.expanded)),
                    site: None,
                    failed: false,
                    reported: false,
                    n_rows: one.n_rows,
                },
            });
        }
        // What SeaORM tried and SQLite never ran: it did not even prepare.
        statements
            .extend(by_text.into_values().flatten().filter(|one| one.failed).map(|one| statement(one, 0, site(one))));
        QueryLog { statements }
    }
}

fn statement(one: &Reported, n_rows: u64, site: Option<String>) -> Statement {
    Statement {
        sql: one.sql.clone(),
        params: Some(one.params.clone()),
        site,
        failed: one.failed,
        reported: true,
        n_rows,
    }
}

#[cfg(test)]
pub(crate) mod tests;
