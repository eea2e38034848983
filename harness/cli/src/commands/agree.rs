//! `harness verify --agree`: whether a grade and the student's own `cargo test` say the same of every candidate.

use std::thread;

use harness_core::plan::Setting;
use harness_core::registry::{Claim, Registry};

use super::verify::{Task, chosen, missing, tasks};
use crate::args::{Isolation, Verify};
use crate::candidate::{Candidate, Kind};
use crate::exit::Exit;
use crate::grade::{Assessed, Bench};
use crate::own_test::{Home, OwnTest, differences};
use crate::sandbox::Sandbox;
use crate::slot::Slot;
use crate::terminal::Terminal;
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace, args: &Verify, terminal: &Terminal) -> anyhow::Result<Exit> {
    missing(workspace)?;
    let workspace = &Workspace { root: workspace.root.clone(), registry: published(&workspace.registry) };
    let ids = chosen(workspace, &args.exercises)?;
    let mut tasks = tasks(workspace, &ids, args)?;
    // The others' builds start from the incremental state of the reference solution.
    tasks.sort_by_key(|task| (task.kind != Kind::Reference, !matches!(task.kind, Kind::Stub)));
    let sandbox = Sandbox::choose(args.boxed.unwrap_or(Isolation::Best).into(), terminal.search.as_ref())?;
    terminal.note(sandbox.verified());
    let bench = Bench::prepare(workspace, &ids, Setting::Graded, Some(sandbox), terminal)?;
    let home = Home::sync(workspace, terminal)?;
    let slot = Slot::take(&bench.slots())?;
    let (mut n_agree, mut n_disagree, mut n_checks) = (0, 0, 0);
    for task in &tasks {
        let exercise = workspace.exercise(&task.exercise)?;
        let mut both = side_by_side(workspace, &bench, &slot, &home, task)?;
        let mut differ = differences(exercise, &both.0, &both.1);
        if !differ.is_empty() {
            // One at a time: a limit on time may have been reached because of the other.
            let candidate = Candidate::load(workspace, &task.exercise, task.kind.clone())?;
            both = (bench.assess(&slot, &candidate)?, home.test(&candidate)?);
            differ = differences(exercise, &both.0, &both.1);
        }
        let how = match (differ.is_empty(), &both.1) {
            (false, _) => "DIFFERS",
            (true, OwnTest::Ran(_)) => "agrees",
            (true, OwnTest::DoesNotBuild) => "agrees: it does not build",
        };
        let score = both.0.graded.score().to_string();
        terminal.say(&format!("{:<18} {:<36} {score:>9}   {how}", task.exercise, task.kind.to_string()))?;
        for difference in &differ {
            terminal.say(&format!("    {difference}"))?;
        }
        n_disagree += usize::from(!differ.is_empty());
        n_agree += usize::from(differ.is_empty());
        n_checks += if matches!(both.1, OwnTest::Ran(_)) { exercise.checks.len() } else { 0 };
    }
    terminal.say(&format!("{n_agree} agree, {n_disagree} differ; {n_checks} checks were compared"))?;
    Ok(if n_disagree == 0 { Exit::Done } else { Exit::Findings })
}

fn side_by_side(
    workspace: &Workspace,
    bench: &Bench,
    slot: &Slot,
    home: &Home,
    task: &Task,
) -> anyhow::Result<(Assessed, OwnTest)> {
    let candidate = Candidate::load(workspace, &task.exercise, task.kind.clone())?;
    let (assessed, own) = thread::scope(|scope| {
        let assessed = scope.spawn(|| bench.assess(slot, &candidate));
        let own = home.test(&candidate);
        (assessed.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), own)
    });
    Ok((assessed?, own?))
}

/// The course as students have it: without what stands with the reference solutions alone.
fn published(registry: &Registry) -> Registry {
    let mut registry = registry.clone();
    for check in registry.exercises.iter_mut().flat_map(|exercise| &mut exercise.checks) {
        if let Claim::Suite(claim) = &mut check.claim {
            claim.spec.further.clear();
        }
    }
    registry
}
