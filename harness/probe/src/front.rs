//! `cargo test`: starts itself again as the candidate, judges what comes out, and shows a trial a check.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use harness_core::gradebook::{Graded, GradedCheck};
use harness_core::judge;
use harness_core::plan::{Plan, Setting};
use harness_core::registry::{Check, Claim as Claimed, Exercise, Registry};
use harness_core::report::{self, Style};
use harness_core::spec::LawSpec;
use harness_core::verdict::Verdict;
use harness_run::Launch;
use libtest_mimic::{Arguments, Failed, Trial};

use crate::{Claim, Probe, handed_out};

/// Runs the trials that the arguments ask for, then prints the graded report.
pub(crate) fn run(probe: &Probe) -> ExitCode {
    let mut arguments = Arguments::from_args();
    // All has been run before the first trial is shown: one thread shows them in the order of the course.
    arguments.test_threads = arguments.test_threads.or(Some(1));
    match prepare(probe) {
        Ok((root, exercise)) => judge_and_report(probe, &root, &exercise, &arguments),
        Err(message) => {
            say(&format!("error: {message}\n"));
            ExitCode::from(75)
        }
    }
}

/// The repository, and the exercise as the course has it.
fn prepare(probe: &Probe) -> Result<(PathBuf, Exercise), String> {
    let found = probe.folder.ancestors().find(|folder| folder.join("checkpoints.yaml").is_file());
    let Some(root) = found else {
        return Err(format!(
            "no checkpoints.yaml in {} or above it: run this inside the course's folder",
            probe.folder.display()
        ));
    };
    let path = root.join("checkpoints.yaml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let registry = Registry::parse(&text).map_err(|error| format!("{}:{error}", path.display()))?;
    let exercise = registry.exercises.into_iter().find(|exercise| exercise.id == probe.exercise);
    let exercise = exercise.ok_or_else(|| format!("{} has no exercise `{}`", path.display(), probe.exercise))?;
    claims_agree(&probe.claims, &exercise)?;
    Ok((root.to_owned(), exercise))
}

/// What `tests/checkpoint.rs` says of query counts is what `checkpoints.yaml` says.
fn claims_agree(claims: &[Claim], exercise: &Exercise) -> Result<(), String> {
    for claim in claims {
        let (call, said) = match claim {
            Claim::AtMost { call, statements } => (call, format!("at most {statements}")),
            Claim::ConstantIn { call, axis } => (call, format!("constant in {axis}")),
            Claim::OneForEach { call, tables } => {
                (call, format!("one statement, and one for each of {}", tables.join(", ")))
            }
        };
        let agrees =
            exercise.checks.iter().filter(|check| check.call == *call).any(|check| match (&check.claim, claim) {
                (Claimed::Budget(budget), Claim::AtMost { statements, .. }) => {
                    budget.spec.max_statements == *statements
                }
                (Claimed::Budget(budget), Claim::ConstantIn { axis, .. }) => {
                    budget.spec.growth.as_ref().is_some_and(|growth| growth.project == *axis)
                }
                (Claimed::Budget(budget), Claim::OneForEach { tables, .. }) => {
                    let each = tables.iter().map(|table| (table.clone(), 1)).collect();
                    budget.spec.law == Some(LawSpec { once: 1, each })
                }
                _ => false,
            });
        if !agrees {
            return Err(format!("tests/checkpoint.rs claims that `{call}` is {said}; checkpoints.yaml does not"));
        }
    }
    Ok(())
}

fn judge_and_report(probe: &Probe, root: &Path, exercise: &Exercise, arguments: &Arguments) -> ExitCode {
    let wanted = |check: &Check| {
        let trial = Trial::test(check.name(), || Ok(()));
        !arguments.list && !arguments.is_filtered_out(&trial)
    };
    let graded = match observe_and_judge(exercise, wanted) {
        Ok(graded) => graded,
        Err(error) => {
            say(&format!("error: {error}\n"));
            return ExitCode::from(75);
        }
    };
    let style = Style { colour: colour(arguments) };
    let alone = arguments.exact;
    let trials = exercise.checks.iter().zip(graded.checks.clone()).map(|(check, of)| trial(exercise, check, of, alone));
    let conclusion = libtest_mimic::run(arguments, trials.collect());
    if !arguments.list && !alone {
        say(&in_words(probe, root, exercise, &graded, style, wanted));
    }
    conclusion.exit_code()
}

/// The report; of some checks alone, where others were filtered out.
fn in_words(
    probe: &Probe,
    root: &Path,
    exercise: &Exercise,
    graded: &Graded,
    style: Style,
    wanted: impl Fn(&Check) -> bool,
) -> String {
    if exercise.checks.iter().any(|check| !wanted(check)) {
        let of_wanted = exercise.checks.iter().zip(&graded.checks).filter(|(check, _)| wanted(check));
        return of_wanted.map(|(check, of)| report::section(exercise, check, of, style).join("\n") + "\n\n").collect();
    }
    let mut text = report::text(exercise, graded, style);
    for notice in handed_out::notices(root, &probe.folder, &probe.exercise) {
        let _ = writeln!(text, "  note: {}", report::escape(&notice));
    }
    text + "\n"
}

fn observe_and_judge(exercise: &Exercise, wanted: impl Fn(&Check) -> bool) -> Result<Graded, String> {
    let plan = Plan::of_checks(exercise, Setting::Home, wanted);
    let program = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    // The student's code sees the environment that it would see anyway, less what slows a panic down.
    let mut environment: BTreeMap<_, _> = std::env::vars_os().collect();
    environment.insert("RUST_BACKTRACE".into(), "0".into());
    let launch = Launch {
        program,
        args: Vec::new(),
        environment,
        folder: None,
        memory_mib: None,
        awaited: harness_run::Awaited::Directly,
        time_factor: exercise.limits.at_home_factor,
        jobs: std::thread::available_parallelism().map_or(1, NonZero::get),
    };
    let observations = harness_run::observe(&launch, &plan).map_err(|error| chain(&error))?;
    Ok(judge::grade(exercise, &observations, &BTreeMap::new()))
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
}

/// The trial of a check. A given step is shown as ignored. `alone`: it has its section as its message, for there is no
/// report after it.
fn trial(exercise: &Exercise, check: &Check, of: GradedCheck, alone: bool) -> Trial {
    let name = check.name();
    if of.verdict == Verdict::Given {
        return Trial::test(name, || Ok(())).with_ignored_flag(true);
    }
    let section = report::section(exercise, check, &of, Style { colour: false });
    Trial::test(name, move || {
        if of.verdict == Verdict::Passed {
            Ok(())
        } else if alone {
            Err(Failed::from(section.join("\n")))
        } else {
            Err(Failed::without_message())
        }
    })
}

fn colour(arguments: &Arguments) -> bool {
    match arguments.color {
        Some(libtest_mimic::ColorSetting::Always) => true,
        Some(libtest_mimic::ColorSetting::Never) => false,
        Some(libtest_mimic::ColorSetting::Auto) | None => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            std::io::stdout().is_terminal() && !refused
        }
    }
}

/// Writes to standard output; a reader who has gone away is no reason to panic.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
