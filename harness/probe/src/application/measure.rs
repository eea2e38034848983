//! Code that is run, and what SQLite ran for it.

use std::backtrace::Backtrace;
use std::collections::BTreeMap;

use harness_core::plan::size_name;
use harness_core::query_log::QueryLog;
use harness_core::rows::Cell;
use harness_core::spec::Relation;
use harness_core::tables::Schema;
use sea_orm::{DatabaseConnection, DbErr};

use super::{Answer, Application, Expectation, Failure};
use crate::database::{Db, query, quoted};
use crate::recorder::Recorder;
use crate::{emit, ledger, schema};

/// How many connections the code has: enough for what it asks at the same time, or inside a transaction.
const CONNECTIONS: u32 = 4;
/// How many call sites are captured of each statement's text.
const SITES_A_TEXT: usize = 100;

/// What the code did at one size.
pub(super) struct Run {
    /// The size, by what grows; empty where nothing does.
    pub(super) size: BTreeMap<String, u32>,
    /// How many rows each table had before.
    pub(super) rows: BTreeMap<String, u64>,
    /// The foreign keys of one column.
    pub(super) relations: Vec<Relation>,
    /// What was sent.
    pub(super) log: QueryLog,
}

impl Run {
    /// The size in words: `films 12`.
    pub(super) fn case(&self) -> String {
        size_name(&self.size)
    }
}

/// A run for each size that is expected, or the one.
pub(super) async fn runs<F, R>(app: &Application, expectation: &Expectation, code: &F) -> Result<Vec<Run>, Failure>
where
    F: AsyncFn(&DatabaseConnection, u32) -> R,
    R: Answer,
{
    let Some(growing) = &expectation.growing else {
        return Ok(vec![run(app, &BTreeMap::new(), expectation, code).await?]);
    };
    let mut runs = Vec::new();
    for n in &growing.sizes {
        runs.push(run(app, &[(growing.axis.clone(), *n)].into(), expectation, code).await?);
    }
    Ok(runs)
}

async fn run<F, R>(
    app: &Application,
    size: &BTreeMap<String, u32>,
    expectation: &Expectation,
    code: &F,
) -> Result<Run, Failure>
where
    F: AsyncFn(&DatabaseConnection, u32) -> R,
    R: Answer,
{
    let n = size.values().next().copied().unwrap_or(0);
    let at = if size.is_empty() { String::new() } else { format!(" ({})", size_name(size)) };
    let mut db = database(app).await?;
    if let Some(growing) = &expectation.growing {
        let filled = (growing.fill)(&db.theirs, n).await;
        filled.map_err(|error| Failure::not_asked(&format!("the rows cannot be made{at}"), error))?;
    }
    let counted = counted(&db).await;
    let (rows, relations) = counted.map_err(|error| Failure::not_asked("the tables cannot be read", error))?;
    let recorder = Recorder::default();
    let scope = db.scope();
    recorder.listen(&mut db.theirs, scope, SITES_A_TEXT);
    let open = Open::new(scope);
    let answer = code(&db.theirs, n).await.answered();
    emit::let_tasks_end().await;
    let (seen, alive) = emit::wind_up(&db, scope).await;
    drop(open);
    answer.map_err(|error| Failure::not_asked(&format!("the code returned an error{at}"), error))?;
    if !alive {
        let why = "a statement that was sent last was not seen. Has the code put another trace on its connections, or does this \
                   program link two copies of SQLite?";
        return Err(Failure::not_asked("the counter of statements is dead", why));
    }
    let line = |stack: &Backtrace| app.places.site(stack);
    Ok(Run { size: size.clone(), rows, relations, log: recorder.log(seen, line, 0) })
}

/// The account of a database, closed when the code panics, too.
struct Open(ledger::Scope);

impl Open {
    fn new(scope: ledger::Scope) -> Self {
        ledger::open(scope);
        Self(scope)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        ledger::close(self.0);
    }
}

/// A fresh database with the application's tables, and the rows that are always there.
pub(super) async fn database(app: &Application) -> Result<Db, Failure> {
    ledger::install();
    let db = Db::with_connections(CONNECTIONS).await;
    let db = db.map_err(|error| Failure::not_asked("a database cannot be made", error))?;
    for (steps, what) in [(&app.tables, "the tables"), (&app.rows, "the rows")] {
        for step in steps {
            let done = step(&db.theirs).await;
            done.map_err(|error| Failure::not_asked(&format!("{what} cannot be made"), error))?;
        }
    }
    Ok(db)
}

/// How many rows each table has, and the foreign keys between them.
async fn counted(db: &Db) -> Result<(BTreeMap<String, u64>, Vec<Relation>), DbErr> {
    let ours = db.ours().await?;
    let schema = schema::read(ours).await?;
    let mut rows = BTreeMap::new();
    for table in schema.tables.keys() {
        let sql = format!("SELECT COUNT(*) FROM {}", quoted(table));
        let n = match query(ours, sql, 1).await?.first().and_then(|row| row.first()) {
            Some(Cell::Integer(n)) => n.unsigned_abs(),
            Some(Cell::Null | Cell::Real(_) | Cell::Text(_)) | None => 0,
        };
        rows.insert(table.clone(), n);
    }
    Ok((rows, relations(&schema)))
}

/// The foreign keys of one column.
fn relations(schema: &Schema) -> Vec<Relation> {
    let keys = schema.tables.iter().flat_map(|(child, table)| table.foreign_keys.iter().map(move |key| (child, key)));
    keys.filter_map(|(child, key)| {
        let [column] = &key.columns[..] else { return None };
        let parent = schema.tables.get(&key.parent);
        let parent_key = key.parent_columns.first().or_else(|| parent?.primary_key.first())?;
        Some(Relation {
            child: child.clone(),
            key: column.clone(),
            parent: key.parent.clone(),
            parent_key: parent_key.clone(),
            on_delete: None,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use sea_orm::ConnectionTrait;

    use crate::application::{Failure, exactly};
    use crate::ledger;

    #[test]
    fn a_counter_that_is_dead_is_never_a_pass() {
        let _alone = crate::recorder::tests::alone();
        let counted = crate::Application::new(env!("CARGO_MANIFEST_DIR")).expect(exactly(1)).try_of(async |db, _| {
            db.execute_unprepared("SELECT 1").await?;
            ledger::kill();
            db.execute_unprepared("SELECT 1").await
        });
        assert!(
            matches!(&counted, Err(Failure::NotAsked(why)) if why.starts_with("the counter of statements is dead")),
            "{counted:?}"
        );
    }
}
