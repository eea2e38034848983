//! `harness hint EX [CHECK] [LEVEL]`: the hints of an exercise, up to a level.

use harness_core::locate::nearest;
use harness_core::registry::{Check, Exercise};

use crate::args::Hint;
use crate::exit::{Exit, usage};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace, args: &Hint, terminal: &Terminal) -> anyhow::Result<Exit> {
    let exercise = workspace.exercise(&args.exercise)?;
    let checks = chosen(exercise, args.check.as_deref())?;
    for check in &checks {
        let step = check.step.map(|step| format!("step {step} · ")).unwrap_or_default();
        terminal.say(&format!("{step}{}", check.title))?;
        for (number, hint) in (1..).zip(&check.hints).take(args.level.into()) {
            terminal.say(&format!("  hint {number} of {}: {hint}", check.hints.len()))?;
        }
        if check.hints.is_empty() {
            terminal.say("  given: there is nothing to write")?;
        }
    }
    let more = checks.iter().find(|check| check.hints.len() > args.level.into());
    if let Some(check) = more {
        terminal.note(&format!("more: cargo harness hint {} {} {}", exercise.id, check.id, args.level + 1));
    }
    Ok(Exit::Done)
}

/// All checks; or those with that id, that step, or that beginning.
fn chosen<'a>(exercise: &'a Exercise, name: Option<&str>) -> anyhow::Result<Vec<&'a Check>> {
    let all = || exercise.checks.iter();
    let Some(name) = name else { return Ok(all().filter(|check| !check.hints.is_empty()).collect()) };
    let exact: Vec<&Check> = all().filter(|check| check.id == name).collect();
    let step = name.parse().ok();
    let of_step: Vec<&Check> = all().filter(|check| step.is_some() && check.step == step).collect();
    let begins: Vec<&Check> = all().filter(|check| check.id.starts_with(name)).collect();
    let found = [exact, of_step, begins].into_iter().find(|found| !found.is_empty());
    found.ok_or_else(|| {
        let ids: Vec<&str> = all().map(|check| check.id.as_str()).collect();
        match nearest(name, ids.iter().copied()) {
            Some(near) => usage(format!("{} has no check `{name}`: did you mean `{near}`?", exercise.id)),
            None => usage(format!("{} has no check `{name}`: there are {}", exercise.id, ids.join(", "))),
        }
    })
}
