//! What must hold of the course's folders before any candidate is run.

use harness_core::registry::ANY_FILE;

use crate::bank::folders;
use crate::leak::leaks;
use crate::workspace::Workspace;

use super::record::{differing, recorded};

/// The crate that exercises build on: given, and no exercise.
const GIVEN: &str = "budget";

/// What is wrong with the folders of the course, a sentence each; empty if nothing is.
///
/// # Errors
///
/// A folder or file that cannot be read.
pub(super) fn surprises(workspace: &Workspace) -> anyhow::Result<Vec<String>> {
    let ids: Vec<&str> = workspace.registry.exercises.iter().map(|exercise| exercise.id.as_str()).collect();
    let mut surprises = Vec::new();
    let holders = [
        ("exercises", workspace.exercises()),
        ("solutions", workspace.solutions()),
        ("the bank", workspace.bank()),
        ("harness/cli/stubs", workspace.stubs()),
    ];
    for (name, folder) in holders {
        let there = folders(&folder)?;
        let unknown =
            there.iter().filter(|folder| !ids.contains(&folder.as_str()) && (name != "exercises" || *folder != GIVEN));
        surprises.extend(unknown.map(|folder| format!("{name} has `{folder}`, which checkpoints.yaml does not know")));
        if name != "the bank" {
            let missing = ids.iter().filter(|id| !there.iter().any(|folder| folder == *id));
            surprises.extend(missing.map(|id| format!("{name} has no `{id}`")));
        }
    }
    for id in ids {
        let differ = differing(&recorded(&workspace.exercises().join(id))?, &recorded(&workspace.stubs().join(id))?);
        if !differ.is_empty() {
            surprises.push(format!(
                "exercises/{id} and its record differ in {}: hint: `cargo harness verify --record {id}` if it is to be handed out so, \
                 `cargo harness reset {id}` if not",
                differ.join(", ")
            ));
        }
    }
    for exercise in &workspace.registry.exercises {
        let source = workspace.stubs().join(&exercise.id).join("src");
        for check in &exercise.checks {
            let named = check.files.iter().filter(|file| *file != ANY_FILE);
            let missing = named.filter(|file| !source.join(file.trim_start_matches("src/")).is_file());
            surprises.extend(missing.map(|file| {
                format!("{}, check {}: `files` names {file}, which the stub does not have", exercise.id, check.id)
            }));
        }
    }
    surprises.extend(leaks(workspace)?);
    Ok(surprises)
}
