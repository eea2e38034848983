//! `harness check EX`: the report of `cargo test`, also where a file does not compile.

use harness_core::observation::End;
use harness_core::plan::Setting;
use harness_core::report;

use super::record::{differing, recorded};
use crate::args::{Check, Format};
use crate::candidate::{Candidate, Kind};
use crate::exit::Exit;
use crate::grade::Bench;
use crate::slot::Slot;
use crate::terminal::Terminal;
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace, args: &Check, terminal: &Terminal) -> anyhow::Result<Exit> {
    let exercise = workspace.exercise(&args.exercise)?;
    let candidate = Candidate::load(workspace, &exercise.id, Kind::Student)?;
    let bench = Bench::prepare(workspace, &[&exercise.id], Setting::Home, None, terminal)?;
    let assessed = bench.assess(&Slot::take(&bench.slots())?, &candidate)?;
    match args.format {
        Format::Json => terminal.say(&serde_json::to_string_pretty(&assessed.graded)?)?,
        Format::Text => {
            let style = report::Style { colour: terminal.colour };
            terminal.say(report::text(exercise, &assessed.graded, style).trim_end())?;
        }
    }
    // A file that answers no check costs nothing; that it was not taken has to be said all the same.
    for (file, end) in assessed.lost_without_check(exercise) {
        terminal.note(&format!("src/{file} was not taken, and is judged as it was handed out:\n{}", words(end)));
    }
    let (own, stub) = (workspace.exercises().join(&exercise.id), workspace.stubs().join(&exercise.id));
    for file in differing(&recorded(&own)?, &recorded(&stub)?).iter().filter(|file| !file.starts_with("src/")) {
        terminal.note(&format!("{file} is not as it was handed out: the original was used"));
    }
    Ok(Exit::Done)
}

fn words(end: &End) -> String {
    end.refusal().unwrap_or_else(|| end.code()).to_owned()
}
