//! Counts what SQLite runs: for the exercises of the course, and for tests of your own, in any crate that uses SeaORM on SQLite.
//!
//! ```
//! # mod film {
//! #     use sea_orm::entity::prelude::*;
//! #     #[sea_orm::model]
//! #     #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
//! #     #[sea_orm(table_name = "films")]
//! #     pub struct Model {
//! #         #[sea_orm(primary_key)]
//! #         pub id: i32,
//! #         pub title: String,
//! #         #[sea_orm(has_many)]
//! #         pub screenings: HasMany<super::screening::Entity>,
//! #     }
//! #     impl ActiveModelBehavior for ActiveModel {}
//! # }
//! # mod screening {
//! #     use sea_orm::entity::prelude::*;
//! #     #[sea_orm::model]
//! #     #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
//! #     #[sea_orm(table_name = "screenings")]
//! #     pub struct Model {
//! #         #[sea_orm(primary_key)]
//! #         pub id: i32,
//! #         pub film_id: i32,
//! #         pub room: String,
//! #         #[sea_orm(belongs_to, from = "film_id", to = "id", on_delete = "Cascade")]
//! #         pub film: BelongsTo<super::film::Entity>,
//! #     }
//! #     impl ActiveModelBehavior for ActiveModel {}
//! # }
//! use harness_probe::{constant_in, probe};
//! use sea_orm::{ActiveValue::Set, DatabaseConnection, DbErr, EntityTrait, LoaderTrait};
//!
//! // What is tested: your own function.
//! async fn programme(db: &DatabaseConnection) -> Result<Vec<(String, Vec<String>)>, DbErr> {
//!     let films = film::Entity::find().all(db).await?;
//!     let screenings = films.load_many(screening::Entity, db).await?;
//!     let rooms = screenings.into_iter().map(|screenings| screenings.into_iter().map(|one| one.room).collect());
//!     Ok(films.into_iter().map(|film| film.title).zip(rooms).collect())
//! }
//!
//! // How `n` films come into a database, with all that belongs to them.
//! async fn films(db: &DatabaseConnection, n: u32) -> Result<(), DbErr> {
//!     for n in 0..n {
//!         let film = film::ActiveModel { title: Set(format!("film {n}")), ..Default::default() };
//!         let film = film::Entity::insert(film).exec(db).await?;
//!         let screening = screening::ActiveModel {
//!             film_id: Set(film.last_insert_id),
//!             room: Set(format!("room {n}")),
//!             ..Default::default()
//!         };
//!         screening::Entity::insert(screening).exec(db).await?;
//!     }
//!     Ok(())
//! }
//!
//! // #[test]
//! fn programme_asks_twice_however_many_films_there_are() {
//!     let probe = probe!().entities::<(film::Entity, screening::Entity)>();
//!     probe.expect(constant_in(films).at_most(2)).of(programme);
//! }
//! # fn main() {
//! #     programme_asks_twice_however_many_films_there_are();
//! # }
//! ```
//!
//! A loop over the films that asks for the screenings of each fails, with the statements that SQLite ran, the line that sent them,
//! the law by which their number grows, and what to do:
//!
//! ```text
#![doc = include_str!("application/n_plus_one.txt")]
//! ```
//!
//! # What a test says
//!
//! - [`probe!`] is the application of the crate that it stands in. How its tables are made is said by [`Application::tables`] (migrations)
//!   or [`Application::entities`]; [`Application::rows`] puts rows into them that are always there.
//! - [`constant_in`], [`at_most`], [`exactly`], [`no_n_plus_one`] and [`no_repeats`] make an [`Expectation`].
//! - [`Expected::of`] takes an async function of `&DatabaseConnection`, or a closure such as `async |db| programme(db, 7).await`, for
//!   what wants more arguments. [`Expected::of_each_size`] hands it the size of the data as well, so that it can look at what
//!   came back: code that forgets rows needs few statements. [`Expected::try_of`] returns what is wrong.
//! - [`Application::relations`] writes the relations of the entities and the schema into one document, for `harness review`:
//!   `probe.relations::<(film::Entity, screening::Entity)>().write("relations.json")?`.
//!
//! `of` is not awaited: it runs the code in a thread and a runtime of its own, so that `#[test]` and `#[tokio::test]` are alike to it. Code that
//! talks to a server in the test's own runtime would wait for ever.
//!
//! # What is counted
//!
//! What SQLite itself runs on the database that the code is given, on any connection: SeaORM, raw SQL, the pool of sqlx below
//! SeaORM, a clone of the connection. Not counted: what makes tables and rows before, statements that failed,
//! transaction control, and PRAGMA. The code has four connections to a database in memory that no other test sees, and its
//! statements are told from those of all other databases, so tests may run side by side. A database that the code opens
//! itself by an address of its own is not seen; code that sends nothing to the one it is given fails, unless it is
//! expected to ([`exactly`]`(0)`).
//!
//! After the code a statement of the probe's own must be seen. If it is not, the counter is dead, and the assertion fails.
//!
//! A line of code is known where the crate has line tables, as it has in cargo's `dev` and `test` profiles, for what SeaORM
//! sends. It is the innermost one of your crate, or of its workspace; where a derive has written the code, that of its caller.
//!
//! # In an exercise
//!
//! `tests/checkpoint.rs` of an exercise names one type, [`Probe`]. The program that it makes has two faces: started by
//! `cargo test` it is the judge, and starts itself again as the candidate; started with
//! [`CANDIDATE`](harness_run::CANDIDATE) it runs the student's code and judges nothing.

mod application;
mod ask;
mod builtin;
mod call_site;
mod cells;
mod database;
mod domain;
mod emit;
mod entities;
mod front;
mod handed_out;
mod ledger;
mod recorder;
mod schema;
mod trial;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;

use harness_core::rows::{Cell, Rows};
use sea_orm::{DatabaseConnection, DbErr};

pub use application::{
    Answer, Application, Expectation, Expected, Failure, Relations, at_most, constant_in, exactly, no_n_plus_one,
    no_repeats,
};
pub use ask::Ask;
pub use cells::{done, models, one, table};
pub use domain::Domain;
pub use entities::EntityList;
pub use harness_core::rows;

/// The [`Application`] of the crate that this stands in: `probe!()`.
#[macro_export]
macro_rules! probe {
    () => {
        $crate::Application::new(env!("CARGO_MANIFEST_DIR"))
    };
}

type Entities = Box<dyn Fn() -> Domain + Send + Sync>;
type Call = Box<dyn for<'a> Fn(&'a DatabaseConnection, &'a Ask) -> Rowed<'a> + Send + Sync>;
type Rowed<'a> = Pin<Box<dyn Future<Output = Result<Rows, DbErr>> + 'a>>;
type Prediction = Box<dyn Fn(&Ask) -> Option<Cell> + Send + Sync>;

/// How much stack the candidate's code gets, on every system alike, bytes.
const STACK: usize = 8 << 20;

/// What `tests/checkpoint.rs` says of an exercise: its calls, by name. What is expected of them stands in `checkpoints.yaml`.
#[must_use = "nothing happens until `run`"]
pub struct Probe {
    exercise: String,
    folder: PathBuf,
    domain: Entities,
    declaration: Option<&'static str>,
    calls: BTreeMap<String, Call>,
    predictions: BTreeMap<String, Prediction>,
    claims: Vec<Claim>,
    last: String,
}

/// A query count as `tests/checkpoint.rs` shows it to the student; `checkpoints.yaml` must say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Claim {
    AtMost { call: String, statements: u64 },
    ConstantIn { call: String, axis: String },
    OneForEach { call: String, tables: Vec<String> },
}

impl Probe {
    /// The exercise `exercise`, whose crate stands in `folder`: `env!("CARGO_MANIFEST_DIR")`.
    pub fn new(exercise: &str, folder: &str) -> Self {
        Self {
            exercise: exercise.to_owned(),
            folder: PathBuf::from(folder),
            domain: Box::new(Domain::new),
            declaration: None,
            calls: BTreeMap::new(),
            predictions: BTreeMap::new(),
            claims: Vec::new(),
            last: String::new(),
        }
    }

    /// The student's entities: what they say of themselves is looked at, and tables can be made from them.
    pub fn entities<L: EntityList>(self) -> Self {
        Self { domain: Box::new(L::domain), ..self }
    }

    /// A domain of the student's own: its entities, and what `domain.yaml` says of their relations.
    pub fn domain(self, domain: fn() -> Domain, declaration: &'static str) -> Self {
        Self { domain: Box::new(domain), declaration: Some(declaration), ..self }
    }

    /// Names a call, and says how it is made: on a fresh database, with the arguments that the course gives.
    pub fn call<F>(mut self, name: &str, call: F) -> Self
    where
        F: AsyncFn(&DatabaseConnection, &Ask) -> Result<Rows, DbErr> + Send + Sync + 'static,
    {
        let call = Arc::new(call);
        let boxed: Call = Box::new(move |db, ask| {
            let call = Arc::clone(&call);
            Box::pin(async move { call(db, ask).await })
        });
        self.calls.insert(name.to_owned(), boxed);
        name.clone_into(&mut self.last);
        self
    }

    /// The call just named sends at most this many statements, on any data.
    pub fn at_most(mut self, statements: u64) -> Self {
        self.claims.push(Claim::AtMost { call: self.last.clone(), statements });
        self
    }

    /// The call just named sends as many statements on large data as on small.
    pub fn constant_in(mut self, axis: &str) -> Self {
        self.claims.push(Claim::ConstantIn { call: self.last.clone(), axis: axis.to_owned() });
        self
    }

    /// The call just named sends one statement, and one more for each row of these tables: no fewer, no more.
    pub fn one_and_one_for_each<const N: usize>(mut self, tables: [&str; N]) -> Self {
        let tables = tables.map(str::to_owned).to_vec();
        self.claims.push(Claim::OneForEach { call: self.last.clone(), tables });
        self
    }

    /// Names a question, and says where its answer is; `None` is a blank one.
    pub fn predict<V: Into<Cell>>(
        mut self,
        name: &str,
        answer: impl Fn(&Ask) -> Option<V> + Send + Sync + 'static,
    ) -> Self {
        self.predictions.insert(name.to_owned(), Box::new(move |ask| answer(ask).map(Into::into)));
        self
    }

    /// Runs: as the judge, or, when told so by its first argument, as the candidate.
    #[must_use]
    pub fn run(self) -> ExitCode {
        if std::env::args_os().nth(1).is_some_and(|argument| argument == harness_run::CANDIDATE) {
            let candidate = std::thread::Builder::new().name("candidate".to_owned()).stack_size(STACK);
            let ended = candidate.spawn(move || emit::emit(&self)).map(std::thread::JoinHandle::join);
            return ended.ok().and_then(Result::ok).unwrap_or(ExitCode::from(75));
        }
        front::run(&self)
    }
}
