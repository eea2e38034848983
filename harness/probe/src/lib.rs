//! Lives in the process of the code that is judged: gives it a database, counts what SQLite runs, and hands out what it did.
//!
//! `tests/checkpoint.rs` of an exercise names one type, [`Probe`]. The program that it makes has two faces: started by
//! `cargo test` it is the judge, and starts itself again as the candidate; started with
//! [`CANDIDATE`](harness_run::CANDIDATE) it runs the student's code and judges nothing.

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

pub use ask::Ask;
pub use cells::{done, models, one, table};
pub use domain::Domain;
pub use entities::EntityList;
pub use harness_core::rows;

type Entities = Box<dyn Fn() -> Domain + Send + Sync>;
type Call = Box<dyn for<'a> Fn(&'a DatabaseConnection, &'a Ask) -> Answer<'a> + Send + Sync>;
type Answer<'a> = Pin<Box<dyn Future<Output = Result<Rows, DbErr>> + 'a>>;
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
