//! An application of a user's own, as its tests ask about it: how its database is made, and what is expected of its code.

mod answer;
mod document;
mod expectation;
mod failure;
mod measure;
mod verdict;

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use sea_orm::{DatabaseConnection, Schema};

pub use answer::Answer;
pub use document::Relations;
pub use expectation::{Expectation, at_most, constant_in, exactly, no_n_plus_one, no_repeats};
pub use failure::Failure;

use crate::{EntityList, STACK, call_site};

/// What is done to a new database: `Err` says why it cannot be.
type Step = Box<dyn for<'a> Fn(&'a DatabaseConnection) -> Done<'a> + Send + Sync>;
type Done<'a> = Pin<Box<dyn Future<Output = Result<(), String>> + 'a>>;

/// An application under test: how the tables of its database are made, and the rows that are always in them.
///
/// Made by [`probe!`](crate::probe!). Each run of code gets a database of its own, in memory, so that tests may run side by
/// side.
#[must_use = "nothing happens until something is expected of it"]
pub struct Application {
    places: call_site::Places,
    tables: Vec<Step>,
    rows: Vec<Step>,
}

impl Application {
    /// The application whose crate stands in `folder`, as `env!("CARGO_MANIFEST_DIR")` has it; [`probe!`](crate::probe!) says it
    /// by itself.
    pub fn new(folder: &str) -> Self {
        Self { places: call_site::Places::of(Path::new(folder)), tables: Vec::new(), rows: Vec::new() }
    }

    /// How tables are made: migrations, say, as `async |db| Migrator::up(db, None).await`. Its statements do not count.
    pub fn tables<F, R>(mut self, make: F) -> Self
    where
        F: AsyncFn(&DatabaseConnection) -> R + Send + Sync + 'static,
        R: Answer + 'static,
    {
        self.tables.push(step(make));
        self
    }

    /// Tables are made from these entities, a tuple of up to sixteen.
    pub fn entities<L: EntityList>(self) -> Self {
        self.tables(async |db| L::domain().register(Schema::new(db.get_database_backend()).builder()).apply(db).await)
    }

    /// Rows that are in the tables whatever is asked. Their statements do not count. Rows of growing data are those of
    /// [`constant_in`].
    pub fn rows<F, R>(mut self, fill: F) -> Self
    where
        F: AsyncFn(&DatabaseConnection) -> R + Send + Sync + 'static,
        R: Answer + 'static,
    {
        self.rows.push(step(fill));
        self
    }

    /// Begins an assertion: what is expected, before [`Expected::of`] says of what.
    pub fn expect(&self, expectation: Expectation) -> Expected<'_> {
        Expected { application: self, expectation }
    }

    /// What these entities say of their relations, together with the schema that SQLite has: the document that
    /// `harness review` reads.
    ///
    /// The tables are made as [`Application::tables`] says, or, where it says nothing, from these entities.
    ///
    /// # Panics
    ///
    /// If the tables cannot be made. Two relations that are defined by each other overflow the stack.
    #[must_use]
    #[track_caller]
    pub fn relations<L: EntityList>(&self) -> Relations {
        match in_a_thread_of_its_own(|| document::read::<L>(self)) {
            Ok(relations) => relations,
            Err(failure) => panic!("{failure}"),
        }
    }
}

/// An expectation, and the application that it is about.
#[must_use = "nothing is asked until `of`"]
pub struct Expected<'a> {
    application: &'a Application,
    expectation: Expectation,
}

impl Expected<'_> {
    /// Runs `code` on a fresh database, or on one of each size, and asserts that it sends what is expected.
    ///
    /// It waits until all is done, in a test of tokio's and in a plain one alike: the code runs in a thread and a runtime of its own.
    /// What it needs of another runtime (a server, say) must not be that of the test, which stands still meanwhile.
    ///
    /// # Panics
    ///
    /// If other statements are sent than are expected, with a message that has them; if the database cannot be made, the code
    /// returns an error, or nothing is seen of it; and as the code panics.
    #[track_caller]
    pub fn of<F, R>(self, code: F)
    where
        F: AsyncFn(&DatabaseConnection) -> R + Send + Sync,
        R: Answer,
    {
        self.of_each_size(async |db, _| code(db).await);
    }

    /// The same; the code is told how large the data is, so that it can look at what comes back. Without
    /// [`constant_in`] there is one size, 0.
    ///
    /// # Panics
    ///
    /// As [`Expected::of`].
    #[track_caller]
    pub fn of_each_size<F, R>(self, code: F)
    where
        F: AsyncFn(&DatabaseConnection, u32) -> R + Send + Sync,
        R: Answer,
    {
        if let Err(failure) = self.try_of(code) {
            panic!("{failure}");
        }
    }

    /// The same, without a panic of its own.
    ///
    /// # Errors
    ///
    /// [`Failure::Found`] if other statements are sent than are expected, [`Failure::NotAsked`] if that cannot be told.
    ///
    /// # Panics
    ///
    /// As the code panics.
    pub fn try_of<F, R>(self, code: F) -> Result<(), Failure>
    where
        F: AsyncFn(&DatabaseConnection, u32) -> R + Send + Sync,
        R: Answer,
    {
        let Self { application, expectation } = self;
        in_a_thread_of_its_own(async || {
            let runs = measure::runs(application, &expectation, &code).await?;
            verdict::judge(&expectation, &runs)
        })
    }
}

/// A step that can be kept.
fn step<F, R>(work: F) -> Step
where
    F: AsyncFn(&DatabaseConnection) -> R + Send + Sync + 'static,
    R: Answer + 'static,
{
    let work = Arc::new(work);
    Box::new(move |db| {
        let work = Arc::clone(&work);
        Box::pin(async move { work(db).await.answered() })
    })
}

/// What `work` comes to, in a thread with a runtime: it can be waited for in a test of tokio's and in a plain one. A panic goes on.
fn in_a_thread_of_its_own<T: Send>(work: impl AsyncFnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Failure::not_asked("a runtime cannot be made", error.to_string()))?;
        runtime.block_on(work())
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("probe".to_owned()).stack_size(STACK).spawn_scoped(scope, run);
        let thread = thread.map_err(|error| Failure::not_asked("a thread cannot be made", error.to_string()))?;
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
