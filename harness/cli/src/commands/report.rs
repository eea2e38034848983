//! `harness report RUN`: the files of a run again, from its journal.

use crate::args::{Format, Report};
use crate::exit::Exit;
use crate::gradebook;
use crate::run_folder::RunFolder;
use crate::terminal::Terminal;
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace, args: &Report, terminal: &Terminal) -> anyhow::Result<Exit> {
    let run = RunFolder::open(&args.run, terminal)?;
    let gradebook = gradebook::write_all(&run.folder, &run.batch, &run.units, &workspace.registry)?;
    match args.format {
        Format::Json => terminal.say(&serde_json::to_string_pretty(&gradebook)?)?,
        Format::Text => terminal.say(gradebook::summary(&gradebook, &workspace.registry).trim_end())?,
    }
    Ok(Exit::Done)
}
