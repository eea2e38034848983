//! `gradebook.sqlite`: the gradebook as a database, by SeaORM entities of our own, for questions that no file answers.
//!
//! ```text
//! runs ──1:n──► submissions ──1:n──► units ──1:n──► check_results
//! ```
//!
//! It is made under another name, asked for its totals, and takes its place only if they are those of the gradebook.

mod entities;
mod reports;
mod rows;

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::{ConnectionTrait, DatabaseConnection, SqlxSqliteConnector, TransactionTrait};

use super::{Gradebook, Total};
use crate::put::beside;

/// Writes the database at `path`, as a whole or not at all.
///
/// # Errors
///
/// It cannot be written, or does not say afterwards what the gradebook says.
pub(super) fn write(path: &Path, gradebook: &Gradebook) -> anyhow::Result<()> {
    let temporary = beside(path);
    // Of an earlier attempt that was killed: it would be opened, and its rows would stand among ours.
    let _ = fs::remove_file(&temporary);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let written = runtime.block_on(async {
        let db = open(&temporary).await?;
        let filled = fill_and_check(&db, gradebook).await;
        db.close().await?;
        filled
    });
    let written = written.and_then(|()| Ok(fs::rename(&temporary, path)?));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// A connection to the database file, which is made where there is none. Its path is no URL: it may have any sign in it.
async fn open(path: &Path) -> anyhow::Result<DatabaseConnection> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        // Nothing is kept of it unless all of it is there.
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

async fn fill_and_check(db: &DatabaseConnection, gradebook: &Gradebook) -> anyhow::Result<()> {
    let schema = db.get_schema_builder();
    let schema = schema.register(entities::run::Entity).register(entities::submission::Entity);
    let schema = schema.register(entities::unit::Entity).register(entities::check_result::Entity);
    schema.apply(db).await?;
    let transaction = db.begin().await?;
    rows::insert(&transaction, gradebook).await?;
    transaction.commit().await?;
    let broken =
        db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), "PRAGMA foreign_key_check"));
    ensure!(broken.await?.is_empty(), "a row points to one that is not there");
    says_the_same(db, gradebook).await
}

/// Whether the database, asked for its totals, says what the gradebook says.
async fn says_the_same(db: &DatabaseConnection, gradebook: &Gradebook) -> anyhow::Result<()> {
    let totals = reports::totals(db).await?;
    ensure!(totals.len() == gradebook.students.len(), "there are {} students in it", totals.len());
    for (row, found) in gradebook.students.iter().zip(&totals) {
        let sums = Total::of(found.points(), found.n_possible());
        let same = row.id == found.student && (row.total.is_none() || row.total == sums);
        ensure!(same, "{}: {:?} in the gradebook, {found:?} in the database", row.id, row.total);
    }
    let n_checks: usize = gradebook.exercises.iter().map(|exercise| exercise.checks.len()).sum();
    let passed = reports::passed(db).await?;
    ensure!(passed.len() == n_checks || gradebook.students.is_empty(), "there are {} checks in it", passed.len());
    Ok(())
}

#[cfg(test)]
mod tests;
