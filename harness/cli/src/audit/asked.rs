//! What is replayed: for each call of a check that earned points, its statements, and what of its data came back.

use std::collections::{BTreeMap, BTreeSet};

use harness_core::fingerprint;
use harness_core::gradebook::Graded;
use harness_core::observation::{Observation, Run};
use harness_core::plan::{Plan, Setting, case_name, size_name};
use harness_core::query_log::Statement;
use harness_core::registry::{Check, Claim, Exercise};
use harness_core::rows::{Cell, Rows};
use harness_core::spec::{Args, TableRows};
use harness_core::tables::Schema;

use super::{Call, Replay, Seen, Sent};

/// The call by which the tables of the student's own entities were read.
const ENTITIES: &str = "@entities";

/// What is replayed, and what it is about.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) replay: Replay,
    /// A place a call.
    pub(super) places: Vec<Place>,
}

/// What a call is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The first of the checks that look at it.
    pub(super) check: String,
    /// The case.
    pub(super) case: String,
    /// For each returned value the column that it came back in.
    pub(super) columns: Vec<String>,
    /// Statements of which it cannot be told what was bound to them.
    pub(super) n_unread: usize,
}

/// The calls behind the checks that earned points in `graded` for rows that came back.
pub(super) fn asked(graded: &Graded, seen: &[Seen<'_>]) -> Asked {
    let mut asked = Asked::default();
    for (exercise, observations) in seen {
        if asked.replay.schema.is_empty() {
            asked.replay.schema = schema(exercise, observations);
        }
        let data = Plan::of(exercise, Setting::Graded).data;
        let stored: BTreeMap<&str, Stored> =
            data.iter().map(|(name, rows)| (name.as_str(), Stored::of(rows))).collect();
        for (name, rows) in &data {
            add_on(&mut asked, name, rows, &stored[name.as_str()], (graded, exercise, observations));
        }
    }
    asked
}

/// Adds the calls on the data `name`.
fn add_on(
    asked: &mut Asked,
    name: &str,
    rows: &[TableRows],
    stored: &Stored<'_>,
    (graded, exercise, observations): (&Graded, &Exercise, &BTreeMap<String, Observation>),
) {
    let mut done: BTreeSet<(&str, String)> = BTreeSet::new();
    let earned = |check: &&Check| graded.check(&check.id).is_some_and(|of| of.score.earned > 0);
    for check in exercise.checks.iter().filter(earned) {
        let Some(observation) = observations.get(&check.call) else { continue };
        for (data, args) in cases(check).into_iter().filter(|(data, _)| data == name) {
            let case = case_name(&data, args);
            let run = observation.run(&case).and_then(|run| Some((run, run.returned.as_ref()?)));
            // Where a check of rows and one of statements look at the same call, it is replayed once.
            let Some((run, returned)) = run.filter(|_| done.insert((&check.call, case.clone()))) else { continue };
            let values = stored.values(returned, &known(rows, args));
            if values.is_empty() {
                continue;
            }
            let (sent, n_unread) = sent(run);
            asked.replay.data.entry(data.clone()).or_insert_with(|| rows.to_vec());
            let (returned, columns) = values.into_iter().unzip();
            asked.replay.calls.push(Call { data, sent, returned });
            asked.places.push(Place { check: check.id.clone(), case, columns, n_unread });
        }
    }
}

/// The cases in which a check sees rows come back: the data and the arguments.
fn cases(check: &Check) -> Vec<(String, &Args)> {
    match &check.claim {
        Claim::Rows(claim) => claim.spec.cases.iter().map(|case| (case.data.clone(), &case.args)).collect(),
        Claim::Budget(claim) => {
            let published = claim.rows.spec.cases.iter().map(|case| (case.data.clone(), &case.args));
            let growing = claim.spec.growth.iter();
            let growing = growing.flat_map(|growth| growth.sizes.iter().map(|size| (size_name(size), &growth.args)));
            published.chain(growing).collect()
        }
        // What a deletion did is read from the tables, by the harness itself; the others look at no rows.
        Claim::Given(_)
        | Claim::Contract(_)
        | Claim::Cascade(_)
        | Claim::Answer(_)
        | Claim::Suite(_)
        | Claim::Domain(_) => Vec::new(),
    }
}

/// What is stored in a data set.
struct Stored<'a> {
    texts: BTreeSet<&'a Cell>,
    /// By the name of a column, in small letters, whatever its table.
    columns: BTreeMap<String, BTreeSet<&'a Cell>>,
}

impl<'a> Stored<'a> {
    fn of(tables: &'a [TableRows]) -> Self {
        let cells = tables.iter().flat_map(|table| table.rows.iter().flatten());
        let mut columns: BTreeMap<String, BTreeSet<&Cell>> = BTreeMap::new();
        for table in tables {
            for (at, column) in table.columns.iter().enumerate() {
                let cells = table.rows.iter().filter_map(|row| row.get(at));
                columns.entry(column.to_ascii_lowercase()).or_default().extend(cells);
            }
        }
        Self { texts: cells.filter(|cell| matches!(cell, Cell::Text(_))).collect(), columns }
    }

    /// The values of `returned` that are stored and not `known`, each once, with a column that it came back in.
    ///
    /// A text is stored if it is anywhere in the data. A number is only where its column is one of the tables' and has it: a
    /// count or a sum may be any number, and none of them stands in a column of that name.
    fn values(&self, returned: &Rows, known: &BTreeSet<&Cell>) -> BTreeMap<Cell, String> {
        let mut values = BTreeMap::new();
        for (at, column) in returned.columns.iter().enumerate() {
            let of_column = self.columns.get(&column.to_ascii_lowercase());
            for cell in returned.rows.iter().filter_map(|row| row.get(at)) {
                let is_stored = match cell {
                    Cell::Null => false,
                    Cell::Text(_) => self.texts.contains(cell),
                    Cell::Integer(_) | Cell::Real(_) => of_column.is_some_and(|cells| cells.contains(cell)),
                };
                if is_stored && !known.contains(cell) {
                    values.entry(cell.clone()).or_insert_with(|| column.clone());
                }
            }
        }
        values
    }
}

/// What a call knows before it asks: its arguments, and the rows that they are the keys of, which are handed to it loaded.
fn known<'a>(tables: &'a [TableRows], args: &'a Args) -> BTreeSet<&'a Cell> {
    let rows = tables.iter().flat_map(|table| &table.rows);
    let is_argument = |cell: &Cell| args.values().any(|of| matches!(of, Cell::Integer(_)) && of == cell);
    let loaded = rows.filter(|row| row.first().is_some_and(is_argument)).flatten();
    args.values().chain(loaded).collect()
}

/// The statements of a run that may have succeeded; and how many more there are of which it cannot be told what was bound.
fn sent(run: &Run) -> (Vec<Sent>, usize) {
    let bound = |statement: &Statement| {
        let values = statement.params.as_deref().unwrap_or_default();
        if statement.reported { Some(values.to_vec()) } else { fingerprint::bound(&statement.sql, values) }
    };
    let all: Vec<Option<Sent>> = run
        .log
        .sent()
        .map(|statement| {
            Some(Sent { sql: statement.sql.clone(), bound: bound(statement)?, succeeded: statement.reported })
        })
        .collect();
    let n_all = all.len();
    let sent: Vec<Sent> = all.into_iter().flatten().collect();
    let n_unread = n_all - sent.len();
    (sent, n_unread)
}

/// The given tables, with what the student's own entities add to them: a select names all columns of its entity.
fn schema(exercise: &Exercise, observations: &BTreeMap<String, Observation>) -> Vec<String> {
    let mut schema = exercise.schema.clone();
    let mut runs = observations.get(ENTITIES).into_iter().flat_map(|observation| &observation.runs);
    let own: Option<&Schema> = runs.find_map(|run| run.schema.as_ref());
    for (name, table) in own.iter().flat_map(|schema| &schema.tables) {
        let given: Vec<&TableRows> =
            exercise.data.iter().flat_map(|data| &data.tables).filter(|rows| rows.table == *name).collect();
        let is_given =
            |column: &str| given.iter().flat_map(|rows| &rows.columns).any(|of| of.eq_ignore_ascii_case(column));
        let columns: Vec<String> =
            table.columns.iter().filter(|column| !is_given(&column.name)).map(|column| quoted(&column.name)).collect();
        let name = quoted(name);
        if given.is_empty() && !columns.is_empty() {
            schema.push(format!("CREATE TABLE {name} ({})", columns.join(", ")));
        } else {
            schema.extend(columns.iter().map(|column| format!("ALTER TABLE {name} ADD COLUMN {column}")));
        }
    }
    schema
}

/// A name as SQLite quotes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
