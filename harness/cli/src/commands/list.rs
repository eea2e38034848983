//! `harness list`: the exercises with their checks and points.

use harness_core::registry::{Check, Claim, Exercise};
use serde_json::json;

use crate::args::{Format, List};
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace, args: &List, terminal: &Terminal) -> anyhow::Result<Exit> {
    let registry = &workspace.registry;
    match args.format {
        Format::Json => {
            let exercises: Vec<_> = registry.exercises.iter().map(as_json).collect();
            terminal.say(&serde_json::to_string_pretty(&json!({"title": registry.title, "exercises": exercises}))?)?;
        }
        Format::Text => {
            for exercise in &registry.exercises {
                let shown = exercise.checks.iter().map(as_line).collect::<Vec<_>>().join("\n");
                terminal.say(&format!("{}   {} ({} min)\n{shown}\n", exercise.id, exercise.title, exercise.minutes))?;
            }
        }
    }
    Ok(Exit::Done)
}

fn as_line(check: &Check) -> String {
    let points = if matches!(check.claim, Claim::Given(_)) { "given".to_owned() } else { check.points.to_string() };
    let step = check.step.map(|step| format!("step {step} · ")).unwrap_or_default();
    format!("  {points:>5}  {:<24} {step}{}", check.id, check.title)
}

fn as_json(exercise: &Exercise) -> serde_json::Value {
    let check = |check: &Check| {
        json!({
            "id": check.id, "title": check.title, "points": check.points, "section": check.section, "step": check.step,
            "given": matches!(check.claim, Claim::Given(_)), "files": check.files, "covers": check.covers,
        })
    };
    let checks: Vec<_> = exercise.checks.iter().map(check).collect();
    json!({"id": exercise.id, "title": exercise.title, "minutes": exercise.minutes, "checks": checks})
}
