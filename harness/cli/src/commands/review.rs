//! `harness review TARGET`: contract rules over a schema of a user's own, and over the relations that are declared on it.

use harness_core::report::Style;

use crate::args::{Format, Review};
use crate::exit::Exit;
use crate::review;
use crate::terminal::Terminal;

pub(super) fn run(args: &Review, terminal: &Terminal) -> anyhow::Result<Exit> {
    let reviewed = review::review(&args.target)?;
    match args.format {
        Format::Json => terminal.say(&serde_json::to_string(&reviewed.json())?)?,
        Format::Text => terminal.say(reviewed.text(Style { colour: terminal.colour }).trim_end())?,
    }
    Ok(if reviewed.findings.is_empty() { Exit::Done } else { Exit::Findings })
}
