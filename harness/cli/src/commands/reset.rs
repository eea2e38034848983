//! `harness reset EX`: an exercise as it was handed out. Nothing that was written is lost.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::record::{differing, recorded, write};
use crate::args::Reset;
use crate::exit::{Exit, usage};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// Where what was written before goes, within the exercise.
const KEPT_IN: &str = ".before-reset";

pub(super) fn run(workspace: &Workspace, args: &Reset, terminal: &Terminal) -> anyhow::Result<Exit> {
    let id = &workspace.exercise(&args.exercise)?.id;
    let folder = workspace.exercises().join(id);
    let (own, stub) = (recorded(&folder)?, recorded(&workspace.stubs().join(id))?);
    if stub.is_empty() {
        return Err(usage(format!("no stub of {id} is on record: hint: cargo harness verify --record")));
    }
    let changed = differing(&own, &stub);
    if changed.is_empty() {
        terminal.note(&format!("{id} is as it was handed out"));
        return Ok(Exit::Done);
    }
    let written: Vec<&String> = changed.iter().filter(|file| own.contains_key(*file)).collect();
    if !written.is_empty() && !args.yes {
        let files: Vec<String> = written.iter().map(|file| format!("  {file}")).collect();
        let hint = format!("hint: cargo harness reset {id} --yes   (they are kept in exercises/{id}/{KEPT_IN}/)");
        return Err(usage(format!(
            "these files of {id} have changed and would be reset:\n{}\n{hint}",
            files.join("\n")
        )));
    }
    let kept = free_folder(&folder.join(KEPT_IN));
    for file in written {
        write(&kept.join(file), &own[file])?;
    }
    for file in &changed {
        let path = folder.join(file);
        match stub.get(file) {
            Some(text) => write(&path, text)?,
            None => fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?,
        }
        terminal.say(file)?;
    }
    if kept.is_dir() {
        terminal.note(&format!("what stood there before is in {}", kept.display()));
    }
    Ok(Exit::Done)
}

/// The first of the folders `1`, `2`, … in `folder` that does not exist.
fn free_folder(folder: &std::path::Path) -> PathBuf {
    let mut number = 1;
    while folder.join(number.to_string()).exists() {
        number += 1;
    }
    folder.join(number.to_string())
}
