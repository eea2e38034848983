//! What any reader of such a log has to do: parse each line, and no more.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::command::{Cost, Whose, user};

/// How much is read at a time, bytes: as much as the command does.
const BUFFER: usize = 1 << 18;

/// A line of a log.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "parsed, and no more")]
struct Statement {
    sql: String,
    params: Option<Vec<Value>>,
    site: Option<String>,
    failed: Option<bool>,
    scale: Option<u64>,
}

/// Parses each line of the log at `path`; what that takes.
pub(crate) fn all(path: &Path, n_statements: u64) -> anyhow::Result<Cost> {
    let (before, start) = (user(Whose::Own)?, Instant::now());
    let mut log = BufReader::with_capacity(BUFFER, File::open(path).context("cannot read the log")?);
    let (mut line, mut n_parsed) = (String::new(), 0);
    while log.read_line(&mut line)? > 0 {
        black_box(serde_json::from_str::<Statement>(&line).with_context(|| line.clone())?);
        line.clear();
        n_parsed += 1;
    }
    let cost = Cost { wall: start.elapsed(), user: user(Whose::Own)?.saturating_sub(before) };
    ensure!(n_parsed == n_statements, "{n_parsed} lines were parsed");
    Ok(cost)
}
