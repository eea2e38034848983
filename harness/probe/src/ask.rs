//! What a call is asked with.

use harness_core::rows::Cell;
use harness_core::spec::Args;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, Iterable, PrimaryKeyToColumn, QueryFilter};

use crate::database::value;
use crate::ledger::{self, Scope};

/// The arguments of one call.
#[derive(Debug)]
pub struct Ask {
    args: Args,
}

impl Ask {
    pub(crate) fn new(args: Args) -> Self {
        Self { args }
    }

    pub(crate) fn cell(&self, name: &str) -> &Cell {
        let known = || self.args.keys().cloned().collect::<Vec<_>>().join(", ");
        match self.args.get(name) {
            Some(cell) => cell,
            None => panic!("checkpoints.yaml gives no argument `{name}` to this call; it gives: {}", known()),
        }
    }

    /// The argument `name`, a whole number.
    ///
    /// # Panics
    ///
    /// If the course gives the call no such argument.
    #[must_use]
    pub fn int(&self, name: &str) -> i64 {
        match self.cell(name) {
            Cell::Integer(n) => *n,
            other @ (Cell::Null | Cell::Real(_) | Cell::Text(_)) => {
                panic!("checkpoints.yaml: the argument `{name}` is {other}, not a whole number")
            }
        }
    }

    /// The argument `name`, a key of the usual type.
    ///
    /// # Panics
    ///
    /// If the course gives the call no such argument.
    #[must_use]
    pub fn key(&self, name: &str) -> i32 {
        i32::try_from(self.int(name)).expect("keys in checkpoints.yaml fit into 32 bits")
    }

    /// The argument `name`, a text.
    ///
    /// # Panics
    ///
    /// If the course gives the call no such argument.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        match self.cell(name) {
            Cell::Text(text) => text,
            other @ (Cell::Null | Cell::Real(_) | Cell::Integer(_)) => {
                panic!("checkpoints.yaml: the argument `{name}` is {other}, not a text")
            }
        }
    }

    /// Loads the row of `E` whose key is the argument `name`. Its statement does not count as the student's.
    ///
    /// # Errors
    ///
    /// What SeaORM returns: a row that does not fit the entity, say; [`DbErr::RecordNotFound`] if there is no such row.
    pub async fn find<E: EntityTrait>(&self, db: &DatabaseConnection, name: &str) -> Result<E::Model, DbErr> {
        let key = E::PrimaryKey::iter().next().ok_or_else(|| DbErr::Custom("the entity has no primary key".into()))?;
        let was_open = ledger::is_open(Scope::Process);
        ledger::set_open(Scope::Process, false);
        let found = E::find().filter(key.into_column().eq(value(self.cell(name)))).one(db).await;
        ledger::set_open(Scope::Process, was_open);
        found?.ok_or_else(|| DbErr::RecordNotFound(format!("{name} {}", self.cell(name))))
    }

    /// A function that tells how many statements this call has sent so far, transaction control left out.
    #[must_use]
    pub fn counter(&self) -> Box<dyn Fn() -> u64 + Send + Sync> {
        Box::new(|| ledger::n_counted(Scope::Process) as u64)
    }
}
