//! The bank: solutions, right and wrong, each with a file that says what must come of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::Context;
use harness_core::gradebook::Graded;
use harness_core::registry::{Claim, Exercise};
use harness_core::verdict::Verdict;
use serde::Deserialize;

use crate::audit::Flag;
use crate::candidate::Kind;

/// The fewest and the most points that one mistake loses.
const LOSS: std::ops::RangeInclusive<u32> = 5..=40;

/// What must come of a solution of the bank: its `expect.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    /// What is wrong with it, in a sentence; or how a right one differs from the reference solution.
    #[expect(dead_code, reason = "for who reads the file; that it is there is what is checked")]
    why: String,
    /// The checks that fail, each with the codes of its findings.
    fails: BTreeMap<String, BTreeSet<String>>,
    /// The checks that fail on seeded data only, or otherwise there, each with the codes of its findings.
    #[serde(default)]
    on_seeded_data: BTreeMap<String, BTreeSet<String>>,
    /// The checks that the replay audit flags: what came back from them is not what their statements yield.
    #[serde(default)]
    flagged: BTreeSet<String>,
    /// Why it loses fewer or more points than one mistake should.
    #[serde(default)]
    because: Option<String>,
}

impl Expect {
    /// What must come of it where it is graded on seeded data as well.
    pub(crate) fn with_seeded_data(mut self) -> Self {
        self.fails.append(&mut self.on_seeded_data);
        self
    }
}

/// Reads `expect.yaml` in `folder`.
///
/// # Errors
///
/// The file is missing or of another shape.
pub(crate) fn read(folder: &Path) -> anyhow::Result<Expect> {
    let path = folder.join("expect.yaml");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_yaml::from_str(&text).with_context(|| format!("cannot read {}", path.display()))
}

/// The names of the folders in `folder`, in order; none if it does not exist.
///
/// # Errors
///
/// The folder cannot be read.
pub(crate) fn folders(folder: &Path) -> anyhow::Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let context = || format!("cannot read {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// How what came of a candidate differs from what must; empty if it does not.
pub(crate) fn surprises(exercise: &Exercise, kind: &Kind, expect: Option<&Expect>, graded: &Graded) -> Vec<String> {
    let mut surprises = Vec::new();
    for check in &exercise.checks {
        let verdict = graded.check(&check.id).map(|check| &check.verdict);
        let given = verdict.map(Verdict::codes).unwrap_or_default();
        let wanted = match (kind, expect) {
            (Kind::Stub, _) if matches!(check.claim, Claim::Given(_)) => BTreeSet::new(),
            (Kind::Stub, _) => ["NOT_ATTEMPTED".to_owned()].into(),
            (Kind::Reference | Kind::Bank(_) | Kind::Student | Kind::Submission, expect) => {
                expect.and_then(|expect| expect.fails.get(&check.id)).cloned().unwrap_or_default()
            }
        };
        // That a check waits for another one that failed goes without saying.
        let waits = wanted.is_empty() && matches!(verdict, Some(Verdict::Blocked { .. }));
        if given != wanted && !waits {
            surprises.push(format!("{}: expected {}, given {}", check.id, names(&wanted), names(&given)));
        }
    }
    let known = |id: &String| exercise.checks.iter().any(|check| check.id == *id);
    let fails = expect.into_iter().flat_map(|expect| expect.fails.keys());
    surprises.extend(
        fails.filter(|id| !known(id)).map(|id| format!("expect.yaml names `{id}`: {} has no such check", exercise.id)),
    );
    surprises.extend(surprising_score(kind, expect, graded));
    surprises
}

/// How the flags of a candidate differ from what must come of it: who is right is flagged for nothing.
pub(crate) fn surprising_flags(expect: Option<&Expect>, flags: &[Flag]) -> Vec<String> {
    let nothing = BTreeSet::new();
    let wanted = expect.map_or(&nothing, |expect| &expect.flagged);
    let flagged = |id: &String| flags.iter().any(|flag| flag.check == *id);
    let unwanted = flags.iter().filter(|flag| !wanted.contains(&flag.check));
    let unwanted = unwanted.map(|flag| format!("flagged, and `flagged:` does not name it: {}", flag.text));
    let missing = wanted.iter().filter(|id| !flagged(id)).map(|id| format!("{id}: expected a flag, given none"));
    unwanted.chain(missing).collect()
}

fn surprising_score(kind: &Kind, expect: Option<&Expect>, graded: &Graded) -> Option<String> {
    let score = graded.score();
    let wrong = expect.filter(|expect| !expect.fails.is_empty());
    match (kind, wrong) {
        (Kind::Stub, _) => (score.earned > 0).then(|| format!("a stub earns nothing, this one {score}")),
        (Kind::Reference | Kind::Bank(_) | Kind::Student | Kind::Submission, None) => {
            (score.lost() > 0).then(|| format!("loses {} points, and is right", score.lost()))
        }
        (Kind::Reference | Kind::Bank(_) | Kind::Student | Kind::Submission, Some(expect)) => {
            let fair = LOSS.contains(&score.lost()) || expect.because.is_some();
            (!fair).then(|| {
                format!(
                    "loses {} points, not {} to {}, and `because:` does not say why",
                    score.lost(),
                    LOSS.start(),
                    LOSS.end()
                )
            })
        }
    }
}

fn names(codes: &BTreeSet<String>) -> String {
    if codes.is_empty() {
        return "a pass".to_owned();
    }
    codes.iter().map(String::as_str).collect::<Vec<_>>().join(" + ")
}
