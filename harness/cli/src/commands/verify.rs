//! `harness verify`: whether the course can tell right from wrong.

use std::thread::available_parallelism;

use harness_core::plan::Setting;
use harness_core::score::Score;
use serde::Serialize;

use super::course;
use crate::args::{Format, Verify};
use crate::bank::{self, Expect};
use crate::candidate::{Candidate, Kind};
use crate::exit::{Exit, usage};
use crate::grade::Bench;
use crate::sandbox::Sandbox;
use crate::schedule;
use crate::slot::SLOTS;
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// A candidate to be graded, and what must come of it.
pub(super) struct Task {
    pub(super) exercise: String,
    pub(super) kind: Kind,
    expect: Option<Expect>,
}

/// What came of a candidate, or of the course's folders.
#[derive(Debug, Serialize)]
struct Line {
    exercise: String,
    candidate: String,
    score: Option<Score>,
    /// What an instructor would be told of it.
    flags: Vec<String>,
    /// How it differs from what must come of it; empty: it does not.
    surprises: Vec<String>,
}

/// Refuses to go on without what students are not given.
pub(super) fn missing(workspace: &Workspace) -> anyhow::Result<()> {
    let missing: Vec<&str> = [("solutions/", workspace.solutions()), ("harness/cli/tests/bank/", workspace.bank())]
        .into_iter()
        .filter(|(_, folder)| !folder.is_dir())
        .map(|(name, _)| name)
        .collect();
    if !missing.is_empty() {
        let missing = missing.join(" and ");
        return Err(usage(format!(
            "verify needs {missing}, which students are not given: `cargo harness check EX` grades your own copy"
        )));
    }
    Ok(())
}

pub(super) fn run(workspace: &Workspace, args: &Verify, terminal: &Terminal) -> anyhow::Result<Exit> {
    missing(workspace)?;
    let ids = chosen(workspace, &args.exercises)?;
    let mut lines = Vec::new();
    let course = Line {
        exercise: String::new(),
        candidate: "the course".to_owned(),
        score: None,
        flags: Vec::new(),
        surprises: course::surprises(workspace)?,
    };
    show(args, terminal, &course)?;
    lines.push(course);
    let tasks = tasks(workspace, &ids, args)?;
    let sandbox =
        args.boxed.map(|isolation| Sandbox::choose(isolation.into(), terminal.search.as_ref())).transpose()?;
    if let Some(sandbox) = &sandbox {
        terminal.note(sandbox.verified());
    }
    let bench = Bench::prepare(workspace, &ids, Setting::Graded, sandbox, terminal)?.with_seed(args.seed.clone());
    let jobs = args.jobs.or_else(|| available_parallelism().ok()).map_or(1, std::num::NonZero::get).min(SLOTS);
    // Reference solutions first: the others' builds start from their incremental state.
    let (references, others): (Vec<Task>, Vec<Task>) = tasks.into_iter().partition(|task| task.kind == Kind::Reference);
    for tasks in [references, others] {
        schedule::run_all(
            &bench.slots(),
            jobs,
            &tasks,
            |slot, task| assess(workspace, &bench, slot, task),
            |_, line| {
                show(args, terminal, &line)?;
                lines.push(line);
                Ok(())
            },
        )?;
    }
    summarise(args, terminal, lines)
}

/// The exercises of these names; all of them where there is none.
pub(super) fn chosen<'a>(workspace: &'a Workspace, names: &[String]) -> anyhow::Result<Vec<&'a str>> {
    if names.is_empty() {
        return Ok(workspace.registry.exercises.iter().map(|exercise| exercise.id.as_str()).collect());
    }
    names.iter().map(|name| Ok(workspace.exercise(name)?.id.as_str())).collect()
}

/// Every candidate of these exercises that is asked for.
pub(super) fn tasks(workspace: &Workspace, ids: &[&str], args: &Verify) -> anyhow::Result<Vec<Task>> {
    let mut tasks = Vec::new();
    for id in ids {
        let task = |kind, expect| Task { exercise: (*id).to_owned(), kind, expect };
        tasks.push(task(Kind::Reference, None));
        tasks.push(task(Kind::Stub, None));
        let folder = workspace.bank().join(id);
        for name in bank::folders(&folder)? {
            let expect = bank::read(&folder.join(&name))?;
            let expect = if args.seed.is_some() { expect.with_seeded_data() } else { expect };
            tasks.push(task(Kind::Bank(name), Some(expect)));
        }
    }
    tasks.retain(|task| args.only.as_deref().is_none_or(|text| task.kind.to_string().contains(text)));
    Ok(tasks)
}

fn assess(workspace: &Workspace, bench: &Bench, slot: &crate::slot::Slot, task: &Task) -> anyhow::Result<Line> {
    let exercise = workspace.exercise(&task.exercise)?;
    let candidate = Candidate::load(workspace, &task.exercise, task.kind.clone())?;
    let assessed = bench.assess(slot, &candidate)?;
    let mut surprises = bank::surprises(exercise, &task.kind, task.expect.as_ref(), &assessed.graded);
    let silent = assessed.lost_without_check(exercise);
    surprises.extend(silent.map(|(file, _)| format!("src/{file} was not taken, and no check is lost with it")));
    surprises.extend(bank::surprising_flags(task.expect.as_ref(), &assessed.flags));
    Ok(Line {
        exercise: task.exercise.clone(),
        candidate: task.kind.to_string(),
        score: Some(assessed.graded.score()),
        flags: assessed.flags.into_iter().map(|flag| flag.text).collect(),
        surprises,
    })
}

fn show(args: &Verify, terminal: &Terminal, line: &Line) -> anyhow::Result<()> {
    if args.format == Format::Json {
        return Ok(());
    }
    let verdict = if line.surprises.is_empty() { "as expected" } else { "NOT AS EXPECTED" };
    let score = line.score.map(|score| score.to_string()).unwrap_or_default();
    let mut text = format!("{:<18} {:<36} {score:>9}   {verdict}", line.exercise, line.candidate);
    for surprise in &line.surprises {
        text.push_str("\n    ");
        text.push_str(surprise);
    }
    terminal.say(&text)
}

fn summarise(args: &Verify, terminal: &Terminal, mut lines: Vec<Line>) -> anyhow::Result<Exit> {
    let failed = lines.iter().filter(|line| !line.surprises.is_empty()).count();
    let passed = lines.len() - failed;
    match args.format {
        Format::Text => terminal.say(&format!("{passed} passed, {failed} failed"))?,
        Format::Json => {
            lines.sort_by(|a, b| (&a.exercise, &a.candidate).cmp(&(&b.exercise, &b.candidate)));
            terminal.say(&serde_json::to_string_pretty(
                &serde_json::json!({"passed": passed, "failed": failed, "candidates": lines}),
            )?)?;
        }
    }
    Ok(if failed == 0 { Exit::Done } else { Exit::Findings })
}
