//! What is reviewed: an SQLite database, SQL, or JSON, told apart by how it begins.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::path::Path;

use anyhow::Context;
use harness_core::report::escape;
use harness_core::review::Document;

use super::database;
use super::document;
use super::replica::{Refused, Replica};
use super::statements::Statements;
use crate::exit::usage;
use crate::table::STDIN;

/// How an SQLite database begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// How much is looked at to tell what it is, bytes.
const HEAD: u64 = 1 << 12;
/// How much is read at a time, bytes.
const BUFFER: usize = 1 << 18;
/// The most that a JSON document may have, bytes.
const LONGEST_DOCUMENT: u64 = 64 << 20;

/// What a target is called in messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name(String);

impl Name {
    fn of(target: &Path) -> Self {
        Self(if target == Path::new(STDIN) {
            "standard input".to_owned()
        } else {
            escape(&target.display().to_string())
        })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was read: the document, what it is called, lines of tables, and what was left out.
pub(super) type Source = (Document, Name, BTreeMap<String, usize>, Vec<String>);

/// Reads the target.
pub(super) async fn read(target: &Path) -> anyhow::Result<Source> {
    let name = Name::of(target);
    let cannot = |error: io::Error| usage(format!("cannot read {name}: {error}"));
    let is_stdin = target == Path::new(STDIN);
    if !is_stdin && fs::metadata(target).map_err(cannot)?.is_dir() {
        return Err(usage(format!("{name} is a folder\nhint: name a database, an SQL file or a JSON document in it")));
    }
    let mut all: Box<dyn Read> =
        if is_stdin { Box::new(io::stdin().lock()) } else { Box::new(File::open(target).map_err(cannot)?) };
    let mut head = Vec::new();
    all.by_ref().take(HEAD).read_to_end(&mut head).map_err(cannot)?;
    if head.is_empty() {
        return Err(usage(format!("{name} is empty: there is nothing to review")));
    }
    if head.starts_with("\u{feff}".as_bytes()) {
        head.drain(.."\u{feff}".len());
    }
    let all = Cursor::new(head.clone()).chain(all);
    if head.starts_with(MAGIC) {
        return if is_stdin { from_pipe(all, name).await } else { of_database(target, name).await };
    }
    if !is_text(&head) {
        return Err(usage(format!(
            "{name} is neither an SQLite database nor text in UTF-8\nhint: an encrypted database has to be decrypted first; a \
             dump of another kind has to be written as SQL"
        )));
    }
    if head.trim_ascii_start().starts_with(b"{") {
        of_json(all, name).await
    } else {
        of_sql(BufReader::with_capacity(BUFFER, all), name).await
    }
}

/// Whether it is text, but for a character that is cut at the end.
fn is_text(head: &[u8]) -> bool {
    let is_whole = match str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_whole && !head.contains(&0)
}

/// A database from standard input: SQLite reads files alone.
async fn from_pipe(mut all: impl Read, name: Name) -> anyhow::Result<Source> {
    let mut file = tempfile::NamedTempFile::new().context("cannot make a file to keep standard input in")?;
    io::copy(&mut all, &mut file).context("cannot keep standard input in a file")?;
    file.flush().context("cannot keep standard input in a file")?;
    of_database(file.path(), name).await
}

async fn of_database(path: &Path, name: Name) -> anyhow::Result<Source> {
    let entries = database::read(path).await.map_err(|why| usage(format!("cannot read {name}: {why}")))?;
    let mut replica = Replica::new().await?;
    for entry in entries {
        let Some(sql) = entry.sql else {
            replica.leave_out(&entry.name, "its SQL is too long");
            continue;
        };
        let mut statements = Statements::new(sql.as_bytes());
        while let Ok(Some(statement)) = statements.next() {
            if let Err(Refused(why)) = replica.apply(&statement).await {
                replica.leave_out(&entry.name, &why);
            }
        }
    }
    let (document, _, notes) = replica.document().await?;
    Ok((document, name, BTreeMap::new(), notes))
}

async fn of_sql(all: impl BufRead, name: Name) -> anyhow::Result<Source> {
    let replica = applied(all, |line| format!("{name}:{line}")).await?;
    let (document, lines, notes) = replica.document().await?;
    Ok((document, name, lines, notes))
}

async fn of_json(all: impl Read, name: Name) -> anyhow::Result<Source> {
    let mut text = String::new();
    let read = all.take(LONGEST_DOCUMENT + 1).read_to_string(&mut text);
    read.map_err(|error| usage(format!("cannot read {name}: {error}")))?;
    if text.len() as u64 > LONGEST_DOCUMENT {
        return Err(usage(format!("{name} is longer than {} MiB: that is no document", LONGEST_DOCUMENT >> 20)));
    }
    let written = document::read(&text).map_err(|wrong| usage(format!("{name}:{wrong}")))?;
    let at = written.ddl_line;
    let place = |line| format!("{name}:{at}: field `ddl`, its line {line}");
    let replica = if written.ddl.trim().is_empty() {
        Replica::new().await?
    } else {
        applied(written.ddl.as_bytes(), place).await?
    };
    let (mut document, _, mut notes) = replica.document().await?;
    notes.extend(written.add_to(&mut document));
    Ok((document, name, BTreeMap::new(), notes))
}

/// A database with what the SQL in `all` makes; `place` is what a line of it is called.
async fn applied(all: impl BufRead, place: impl Fn(usize) -> String) -> anyhow::Result<Replica> {
    let mut replica = Replica::new().await?;
    let mut statements = Statements::new(all);
    let mut n_statements = 0_usize;
    loop {
        let next = statements.next().map_err(|wrong| usage(format!("{}: {}", place(wrong.line), wrong.what)))?;
        let Some(statement) = next else { break };
        n_statements += 1;
        if let Err(Refused(why)) = replica.apply(&statement).await {
            let hint = if why.contains("syntax error") { "\nhint: this is read as SQLite's SQL" } else { "" };
            return Err(usage(format!("{}: {}{hint}", place(statement.line), escape(&why))));
        }
    }
    if n_statements == 0 {
        return Err(usage(format!("{}: there is no statement: there is nothing to review", place(1))));
    }
    Ok(replica)
}
