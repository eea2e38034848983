//! `harness schema`: the JSON Schema of `checkpoints.yaml`, so that editors complete it.

use harness_core::spec::Spec;

use crate::exit::Exit;
use crate::terminal::Terminal;

pub(super) fn run(terminal: &Terminal) -> anyhow::Result<Exit> {
    terminal.say(&serde_json::to_string_pretty(&schemars::schema_for!(Spec))?)?;
    Ok(Exit::Done)
}
