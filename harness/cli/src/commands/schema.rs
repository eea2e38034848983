//! `harness schema [FILE]`: the JSON Schema of `checkpoints.yaml`, so that editors complete it, or of `gradebook.json`.

use harness_core::spec::Spec;

use crate::args::{Schema, SchemaOf};
use crate::exit::Exit;
use crate::gradebook;
use crate::terminal::Terminal;

pub(super) fn run(args: &Schema, terminal: &Terminal) -> anyhow::Result<Exit> {
    let schema = match args.of {
        SchemaOf::Course => schemars::schema_for!(Spec),
        SchemaOf::Gradebook => gradebook::schema(),
    };
    terminal.say(&serde_json::to_string_pretty(&schema)?)?;
    Ok(Exit::Done)
}
