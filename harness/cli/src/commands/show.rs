//! `harness show RUN STUDENT [EX]`: one student's whole evidence, for a request to regrade.

use harness_core::report::Style;

use crate::args::{Format, Show};
use crate::exit::Exit;
use crate::gradebook::{self, Evidence};
use crate::run_folder::RunFolder;
use crate::terminal::Terminal;
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace, args: &Show, terminal: &Terminal) -> anyhow::Result<Exit> {
    let exercise = args.exercise.as_deref().map(|name| workspace.exercise(name)).transpose()?;
    let run = RunFolder::open(&args.run, terminal)?;
    let registry = &workspace.registry;
    let gradebook = gradebook::read(&run.folder, &run.batch, &run.units, registry)?;
    let evidence = Evidence::of(&gradebook, &run.units, registry, &args.student, exercise)?;
    match args.format {
        Format::Json => terminal.say(&serde_json::to_string_pretty(&evidence)?)?,
        Format::Text => terminal.say(evidence.text(Style { colour: terminal.colour }).trim_end())?,
    }
    Ok(Exit::Done)
}
