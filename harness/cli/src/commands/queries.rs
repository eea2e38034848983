//! `harness queries LOG`: N+1, redundant reads, repeated writes and growth in any log of statements.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use crate::args::{Format, Queries};
use crate::exit::{Exit, usage};
use crate::queries;
use crate::terminal::Terminal;

/// How much of a log is read at a time, bytes.
const BUFFER: usize = 1 << 18;

pub(super) fn run(args: &Queries, terminal: &Terminal) -> anyhow::Result<Exit> {
    let from_stdin = args.log.as_os_str() == "-";
    let name = if from_stdin { "standard input".to_owned() } else { args.log.display().to_string() };
    let log: Box<dyn BufRead> = if from_stdin {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::with_capacity(BUFFER, open(&args.log)?))
    };
    let answer = queries::judge(log, &name)?;
    match args.format {
        Format::Json => terminal.say(&serde_json::to_string(&answer)?)?,
        Format::Text => terminal.say(answer.text().trim_end())?,
    }
    Ok(if answer.findings.is_empty() { Exit::Done } else { Exit::Findings })
}

fn open(log: &Path) -> anyhow::Result<File> {
    File::open(log).map_err(|error| usage(format!("cannot read {}: {error}", log.display())))
}
