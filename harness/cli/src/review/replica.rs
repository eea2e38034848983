//! A database in memory with the structure of the one that is reviewed, and without its rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use harness_core::report::escape;
use harness_core::review::Document;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Executor};

use super::asked;
use super::statements::{Does, Statement};
use super::structure;

/// How many instructions of SQLite's virtual machine are counted as one.
const STEP: i32 = 1_000;
/// How many of these a statement may take: a second or so. One that makes a table takes a few.
const MOST_STEPS: u64 = 20_000;
/// How much memory SQLite may take, bytes. The limit holds for the whole process.
const MEMORY: u64 = 256 << 20;
/// How often a statement is tried again, each time with one more thing made up that the program behind it would have.
const MOST_TRIES: usize = 50;

/// Why a statement is not carried out.
#[derive(Debug)]
pub(super) struct Refused(pub(super) String);

/// The database.
pub(super) struct Replica {
    db: SqliteConnection,
    steps: Arc<AtomicU64>,
    lines: BTreeMap<String, usize>,
    left_out: BTreeSet<String>,
    notes: Vec<String>,
}

impl Replica {
    pub(super) async fn new() -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::new().foreign_keys(false).disable_statement_logging();
        let mut db = options.connect().await.context("no database in memory")?;
        for pragma in ["temp_store = MEMORY", "trusted_schema = OFF", &format!("hard_heap_limit = {MEMORY}")] {
            run(&mut db, &format!("PRAGMA {pragma}")).await.context("no database in memory")?;
        }
        let steps = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&steps);
        let mut handle = db.lock_handle().await?;
        handle.set_progress_handler(STEP, move || counted.fetch_add(1, Ordering::Relaxed) < MOST_STEPS);
        drop(handle);
        Ok(Self { db, steps, lines: BTreeMap::new(), left_out: BTreeSet::new(), notes: Vec::new() })
    }

    /// Carries out a statement, if it is about tables or indexes.
    ///
    /// # Errors
    ///
    /// SQLite refuses it.
    pub(super) async fn apply(&mut self, statement: &Statement) -> Result<(), Refused> {
        match statement.does {
            Does::Other => Ok(()),
            Does::Virtual => {
                let name = name_in(&statement.sql).unwrap_or_default();
                self.leave_out(&name, "it is a virtual table");
                Ok(())
            }
            Does::Structure => self.change(statement).await,
        }
    }

    async fn change(&mut self, statement: &Statement) -> Result<(), Refused> {
        let is = |word: &str| statement.words.first().is_some_and(|first| first == word);
        match self.tried(&statement.sql).await {
            Ok(()) => self.note_lines(statement.line, is("CREATE")).await.map_err(|error| Refused(error.to_string())),
            Err(why) => {
                let lower = why.to_lowercase();
                let about =
                    lower.strip_prefix("no such table: ").map(|name| name.strip_prefix("main.").unwrap_or(name));
                let is_gone = is("DROP") && why.starts_with("no such");
                if about.is_some_and(|name| self.left_out.contains(name))
                    || is_gone
                    || why.starts_with("object name reserved for internal use")
                {
                    return Ok(());
                }
                if why.starts_with("unknown database") {
                    let name = name_in(&statement.sql).unwrap_or_default();
                    self.leave_out(&name, "it is in another database");
                    return Ok(());
                }
                Err(Refused(why))
            }
        }
    }

    /// Carries out `sql`. A collation or a function that only the program behind it has is made up: neither is called.
    async fn tried(&mut self, sql: &str) -> Result<(), String> {
        let mut sql = sql.to_owned();
        for _ in 0..MOST_TRIES {
            self.steps.store(0, Ordering::Relaxed);
            let Err(error) = run(&mut self.db, &sql).await else { return Ok(()) };
            let words = error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
            if let Some(collation) = words.strip_prefix("no such collation sequence: ") {
                let mut handle = self.db.lock_handle().await.map_err(|error| error.to_string())?;
                handle.create_collation(collation, Ord::cmp).map_err(|error| error.to_string())?;
            } else if let Some(function) = words.strip_prefix("no such function: ")
                && let Some(changed) = without_function(&sql, function)
            {
                sql = changed;
            } else if words == "interrupted" {
                return Err("it takes too long: a schema makes tables, and computes nothing".to_owned());
            } else {
                return Err(words);
            }
        }
        Err("it names too many collations or functions that SQLite does not have".to_owned())
    }

    /// Remembers where the table comes from that a statement has made.
    async fn note_lines(&mut self, line: usize, is_create: bool) -> Result<(), sqlx::Error> {
        if is_create {
            if let Some(name) = structure::newest(&mut self.db).await? {
                self.lines.entry(name.to_lowercase()).or_insert(line);
            }
            return Ok(());
        }
        let names = structure::names(&mut self.db).await?;
        let names: BTreeSet<String> = names.into_iter().map(|name| name.to_lowercase()).collect();
        self.lines.retain(|name, _| names.contains(name));
        for name in names {
            self.lines.entry(name).or_insert(line);
        }
        Ok(())
    }

    /// Notes that something is not looked at.
    pub(super) fn leave_out(&mut self, name: &str, why: &str) {
        if self.left_out.insert(name.to_lowercase()) {
            self.notes.push(format!("`{}` is left out: {}", escape(name), escape(why)));
        }
    }

    /// What is to be reviewed; the lines of tables; what was left out.
    pub(super) async fn document(mut self) -> anyhow::Result<(Document, BTreeMap<String, usize>, Vec<String>)> {
        self.steps.store(0, Ordering::Relaxed);
        self.db.lock_handle().await?.remove_progress_handler();
        let schema = structure::read(&mut self.db).await.context("cannot read the structure back")?;
        let asked = asked::ask(&mut self.db, &schema).await.context("cannot ask SQLite about foreign keys")?;
        let document = Document { schema, unread: self.left_out, asked, ..Document::default() };
        Ok((document, self.lines, self.notes))
    }
}

/// Sends one statement.
pub(super) async fn run(db: &mut SqliteConnection, sql: &str) -> Result<(), sqlx::Error> {
    db.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await.map(drop)
}

/// The name of the table that a CREATE TABLE makes, without the database before it.
fn name_in(sql: &str) -> Option<String> {
    let upper = sql.to_ascii_uppercase();
    let mut rest = sql.get(upper.find("TABLE")? + "TABLE".len()..)?.trim_start();
    let is_next = |rest: &str, word: &str| rest.get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word));
    for word in ["IF", "NOT", "EXISTS"] {
        if is_next(rest, word) && rest[word.len()..].starts_with(char::is_whitespace) {
            rest = rest[word.len()..].trim_start();
        }
    }
    let (name, rest) = one_name(rest)?;
    match rest.trim_start().strip_prefix('.') {
        Some(rest) => one_name(rest.trim_start()).map(|(name, _)| name),
        None => Some(name),
    }
}

fn one_name(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next()?;
    let end = match quote {
        '"' | '\'' | '`' => quote,
        '[' => ']',
        _ => {
            let n = text.find(|c: char| c.is_whitespace() || "(.;".contains(c)).unwrap_or(text.len());
            return Some((text[..n].to_owned(), &text[n..]));
        }
    };
    let (name, rest) = text[1..].split_once(end)?;
    Some((name.to_owned(), rest))
}

/// `sql` with a function of SQLite's own in the place of `function`; `None` if it is not in it.
fn without_function(sql: &str, function: &str) -> Option<String> {
    // Operators are functions, too: `a REGEXP b`.
    let is_operator = ["REGEXP", "MATCH"].iter().any(|name| name.eq_ignore_ascii_case(function));
    let instead = if is_operator { "LIKE" } else { "json_array" };
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let (lower, wanted) = (sql.to_ascii_lowercase(), function.to_ascii_lowercase());
    let mut changed = String::new();
    let mut done = 0;
    for (at, found) in lower.match_indices(&wanted) {
        let end = at + found.len();
        if !is_word(sql[..at].chars().next_back()) && !is_word(sql[end..].chars().next()) {
            changed.push_str(&sql[done..at]);
            changed.push_str(instead);
            done = end;
        }
    }
    changed.push_str(&sql[done..]);
    (done > 0).then_some(changed)
}
