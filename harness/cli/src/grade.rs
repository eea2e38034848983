//! One path for all code that we run: a candidate is built, run, observed, and judged.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use harness_core::gradebook::Graded;
use harness_core::judge;
use harness_core::observation::End;
use harness_core::plan::{Plan, Setting};
use harness_core::registry::Exercise;
use harness_core::seeded;
use harness_core::verdict::Verdict;
use harness_run::{Awaited, Launch};

use crate::audit::{self, Flag, Seen};
use crate::build;
use crate::candidate::{Candidate, Kind, Sources, read_sources};
use crate::recipe::{self, Recipe, Target};
use crate::sandbox::{RunLimits, Sandbox};
use crate::seeded::Answers;
use crate::slot::Slot;
use crate::terminal::Terminal;
use crate::timings::{self, Timings};
use crate::workspace::Workspace;

/// Where candidates are graded: the repository, and what cargo has built of it.
#[derive(Debug)]
pub(crate) struct Bench<'a> {
    workspace: &'a Workspace,
    target: Target,
    recipes: BTreeMap<String, Recipe>,
    setting: Setting,
    sandbox: Option<Sandbox>,
    /// What is right on seeded data; `None`: candidates are graded on published data alone.
    answers: Option<Answers>,
    /// What stages take is written there, if anywhere.
    timings: Option<Timings>,
}

/// A candidate, graded.
#[derive(Debug)]
pub(crate) struct Assessed {
    /// What came of its checks.
    pub(crate) graded: Graded,
    /// Files, relative to `src/`, in whose place the stub's stood, and why.
    pub(crate) lost: BTreeMap<String, End>,
    /// What the instructor should know of it, and the student need not.
    pub(crate) flags: Vec<Flag>,
}

impl Assessed {
    /// Those of the lost files that answer no check: nothing else says that they were not taken.
    pub(crate) fn lost_without_check(&self, exercise: &Exercise) -> impl Iterator<Item = (&String, &End)> {
        let answers = |file: &String| exercise.checks.iter().any(|check| check.is_answered_in(file));
        self.lost.iter().filter(move |(file, _)| !answers(file))
    }
}

impl<'a> Bench<'a> {
    /// Gets ready to grade candidates of `exercises`, in `sandbox` where there is one: the course's own code and one's
    /// own need none.
    ///
    /// # Errors
    ///
    /// Cargo or the toolchain fails, or the stubs do not compile.
    pub(crate) fn prepare(
        workspace: &'a Workspace,
        exercises: &[&str],
        setting: Setting,
        sandbox: Option<Sandbox>,
        terminal: &Terminal,
    ) -> anyhow::Result<Self> {
        let target = Target::of(workspace, terminal)?;
        let recipes = recipe::prepare(workspace, &target, exercises, terminal)?;
        Ok(Self { workspace, target, recipes, setting, sandbox, answers: None, timings: None })
    }

    /// The same, and candidates are graded on the data of `seed` as well, if there is one.
    pub(crate) fn with_seed(self, seed: Option<String>) -> Self {
        Self { answers: seed.map(Answers::new), ..self }
    }

    /// The same, and what each unit takes goes to `timings`.
    pub(crate) fn with_timings(self, timings: Option<Timings>) -> Self {
        Self { timings, ..self }
    }

    /// The unit with this key is done, or what serves all units, where it is empty: the line of its timings ends.
    ///
    /// # Errors
    ///
    /// The timings cannot be written.
    pub(crate) fn done(&self, key: &str, exercise: &str) -> anyhow::Result<()> {
        self.timings.as_ref().map_or(Ok(()), |timings| timings.end(key, exercise))
    }

    /// The folder of all slots.
    pub(crate) fn slots(&self) -> PathBuf {
        self.target.harness.join("slots")
    }

    /// Builds the reference solution of the exercise `id` in `slot`, and asks it what is right on seeded data, if there is a
    /// seed.
    ///
    /// # Errors
    ///
    /// The machine's fault or the course author's.
    pub(crate) fn ready(&self, slot: &Slot, id: &str) -> anyhow::Result<()> {
        let reference = Candidate::load(self.workspace, id, Kind::Reference)?;
        let (launch, _) = timings::stage(self.timings.as_ref(), "build", || self.build(slot, &reference))?;
        let observe = |questions: &Exercise| Ok(harness_run::observe(&launch, &Plan::of(questions, self.setting))?);
        let exercise = self.workspace.exercise(id)?;
        let answers = || self.answers.as_ref().map(|answers| answers.of(exercise, observe)).transpose();
        timings::stage(self.timings.as_ref(), "answers", answers).map(drop)
    }

    /// Builds `candidate` in `slot`, runs it, and judges it.
    ///
    /// # Errors
    ///
    /// The machine's fault or the course author's, never the candidate's.
    pub(crate) fn assess(&self, slot: &Slot, candidate: &Candidate) -> anyhow::Result<Assessed> {
        let id = &candidate.exercise;
        let exercise = self.workspace.exercise(id)?;
        // The reference solution is built in the same slot, so it comes first.
        let answered = self.answered(slot, exercise)?;
        let timings = self.timings.as_ref();
        let (launch, lost) = timings::stage(timings, "build", || self.build(slot, candidate))?;
        let observe = |stage, questions: &Exercise| {
            timings::stage(timings, stage, || harness_run::observe(&launch, &Plan::of(questions, self.setting)))
        };
        let observations = observe("published", exercise)?;
        let published = judge::grade(exercise, &observations, &lost);
        let asked = answered.map(|answered| asked_again(&answered, &published)).filter(|of| !of.checks.is_empty());
        let on_seeded = match &asked {
            Some(asked) => Some((asked, observe("seeded", asked)?)),
            None => None,
        };
        let graded = match &on_seeded {
            Some((asked, seen)) => seeded::grade(exercise, &published, asked, seen, &lost),
            None => published.clone(),
        };
        for check in &graded.checks {
            if let Verdict::NotJudged(stop) = &check.verdict
                && let End::Internal { message } = &stop.end
            {
                bail!("{id}, {}, check {}: the harness failed: {message}", candidate.kind, check.id);
            }
        }
        let mut seen: Vec<Seen> = vec![(exercise, &observations)];
        seen.extend(on_seeded.iter().map(|(asked, observations)| (*asked, observations)));
        let flags = timings::stage(timings, "audit", || self.audited(slot, exercise, &published, &seen))?;
        Ok(Assessed { graded, lost, flags })
    }

    /// The checks of `exercise` on seeded data, with what the reference solution says; `None` without a seed.
    fn answered(&self, slot: &Slot, exercise: &Exercise) -> anyhow::Result<Option<Arc<Exercise>>> {
        let observe = |questions: &Exercise| {
            let reference = Candidate::load(self.workspace, &exercise.id, Kind::Reference)?;
            let (launch, _) = self.build(slot, &reference)?;
            Ok(harness_run::observe(&launch, &Plan::of(questions, self.setting))?)
        };
        self.answers.as_ref().map(|answers| answers.of(exercise, observe)).transpose()
    }

    /// What the replay of a candidate's statements finds in the checks that earned something on published data; nothing at
    /// home, where nobody is deceived.
    fn audited(
        &self,
        slot: &Slot,
        exercise: &Exercise,
        published: &Graded,
        seen: &[Seen<'_>],
    ) -> anyhow::Result<Vec<Flag>> {
        if self.setting == Setting::Home {
            return Ok(Vec::new());
        }
        let limits = exercise.limits;
        let wall = Duration::from_millis(limits.exercise_ms);
        let limits = RunLimits { memory_mib: limits.run_memory_mib, wall, slot: slot.number };
        audit::flags(published, seen, self.sandbox.as_ref(), limits)
    }

    /// Builds `candidate` in `slot`: how it is started, and which of its files were lost.
    fn build(&self, slot: &Slot, candidate: &Candidate) -> anyhow::Result<(Launch, BTreeMap<String, End>)> {
        let id = &candidate.exercise;
        let recipe = self.recipes.get(id).with_context(|| format!("no recipe for {id}"))?;
        let stub = Candidate::load(self.workspace, id, Kind::Stub)?.sources;
        let tests = self.tests(id)?;
        let seed = self.seed(candidate);
        slot.seed(&seed)?;
        let plan = build::Plan {
            recipe,
            slots: &self.slots(),
            stub: &stub,
            tests: &tests,
            limits: self.workspace.exercise(id)?.limits,
            is_search: false,
            sandbox: self.sandbox.as_ref(),
            seed: &seed,
            timings: self.timings.as_ref(),
        };
        let built = build::build(&plan, slot, candidate)?;
        if matches!(candidate.kind, Kind::Reference | Kind::Student) && built.lost.is_empty() {
            slot.keep_as(&seed)?;
        }
        let limits = self.workspace.exercise(id)?.limits;
        let launch = Launch {
            program: built.program,
            args: Vec::new(),
            // Windows finds its own libraries by this one; nothing else is needed.
            environment: recipe
                .library
                .environment
                .iter()
                .filter(|(name, _)| name.to_uppercase() == "SYSTEMROOT")
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            folder: Some(slot.folder.join("run")),
            time_factor: if self.setting == Setting::Home { limits.at_home_factor } else { 1 },
            // Candidates run side by side already.
            jobs: 1,
            memory_mib: None,
            awaited: Awaited::Directly,
        };
        let launch = match &self.sandbox {
            None => launch,
            Some(sandbox) => {
                let wall = Duration::from_millis(limits.exercise_ms * launch.time_factor);
                sandbox.run(launch, RunLimits { memory_mib: limits.run_memory_mib, wall, slot: slot.number })
            }
        };
        Ok((launch, built.lost))
    }

    /// The pristine `tests/`; when grading, with the files that stand with the reference solution laid over it.
    fn tests(&self, exercise: &str) -> anyhow::Result<Sources> {
        let mut tests = read_sources(&self.workspace.stubs().join(exercise).join("tests"))?;
        if self.setting == Setting::Graded {
            tests.extend(read_sources(&self.workspace.solutions().join(exercise).join("tests"))?);
        }
        Ok(tests)
    }

    /// Where incremental state is taken from: the reference solution's; for a student's own copy its own, of last time.
    fn seed(&self, candidate: &Candidate) -> PathBuf {
        let owner = match candidate.kind {
            Kind::Student => "student",
            Kind::Stub | Kind::Reference | Kind::Bank(_) | Kind::Submission => "reference",
        };
        self.target.harness.join("seeds").join(&candidate.exercise).join(owner)
    }
}

/// The checks of `answered` that earned something on published data: what earned nothing is not asked again.
fn asked_again(answered: &Exercise, published: &Graded) -> Exercise {
    let mut asked = answered.clone();
    asked.checks.retain(|check| published.check(&check.id).is_some_and(|of| of.score.earned > 0));
    asked
}
