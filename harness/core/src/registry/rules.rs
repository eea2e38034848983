//! The rules that a course must keep beyond its shape. Each error names the node, its line and its column.

use std::collections::BTreeSet;

use super::fixture_of;
use super::resolve_check;
use super::rules_of_checks;
use super::rules_of_fixtures;
use super::source::Checked;
use super::source::Source;
use crate::spec::Exercise;
use crate::spec::Fixture;
use crate::spec::Limits;
use crate::spec::Spec;

/// The most points of an exercise that predictions may carry.
const MOST_FOR_PREDICTIONS: u32 = 10;

/// Where a rule looks: the whole text, for positions, and the course.
struct Course<'a> {
    source: Source<'a>,
    spec: &'a Spec,
}

/// Checks all rules; the first one that is broken is the error.
pub(super) fn check(text: &str, spec: &Spec) -> Checked {
    let course = Course { source: Source { text }, spec };
    course.ids()?;
    course.references()?;
    course.limits("limits", &spec.limits)?;
    for (position, fixture) in spec.fixtures.iter().enumerate() {
        rules_of_fixtures::check(course.source, &format!("fixtures[{position}]"), fixture)?;
    }
    for (position, exercise) in spec.exercises.iter().enumerate() {
        course.exercise(&format!("exercises[{position}]"), exercise)?;
    }
    course.coverage()
}

impl Course<'_> {
    fn ids(&self) -> Checked {
        let (spec, source) = (self.spec, self.source);
        source.unique("sections", spec.sections.iter().map(|section| section.id.as_str()))?;
        source.unique("tracks", spec.tracks.iter().map(|track| track.id.as_str()))?;
        source.unique("items", spec.items.iter().map(|item| item.id.as_str()))?;
        source.unique("checkpoints", spec.checkpoints.iter().map(|checkpoint| checkpoint.id.as_str()))?;
        source.unique("fixtures", spec.fixtures.iter().map(|fixture| fixture.id.as_str()))?;
        source.unique("exercises", spec.exercises.iter().map(|exercise| exercise.id.as_str()))?;
        for (position, exercise) in spec.exercises.iter().enumerate() {
            source.unique(
                &format!("exercises[{position}].checks"),
                exercise.checks.iter().map(|check| check.id.as_str()),
            )?;
        }
        for (position, fixture) in spec.fixtures.iter().enumerate() {
            source.unique(&format!("fixtures[{position}].data"), fixture.data.iter().map(|data| data.id.as_str()))?;
        }
        Ok(())
    }

    fn references(&self) -> Checked {
        let (spec, source) = (self.spec, self.source);
        let exercises = spec.exercises.iter().map(|exercise| exercise.id.as_str());
        for (position, checkpoint) in spec.checkpoints.iter().enumerate() {
            let node = format!("checkpoints[{position}].proved_by");
            source.known(&node, "exercise", &checkpoint.proved_by, exercises.clone())?;
        }
        let sections = spec.sections.iter().map(|section| section.id.as_str());
        for (position, track) in spec.tracks.iter().enumerate() {
            for (n, section) in track.sections.iter().enumerate() {
                source.known(&format!("tracks[{position}].sections[{n}]"), "section", section, sections.clone())?;
            }
        }
        let fixtures = spec.fixtures.iter().map(|fixture| fixture.id.as_str());
        for (position, exercise) in spec.exercises.iter().enumerate() {
            let node = format!("exercises[{position}].fixture");
            if let Some(fixture) = &exercise.fixture {
                source.known(&node, "fixture", fixture, fixtures.clone())?;
            }
        }
        Ok(())
    }

    fn limits(&self, node: &str, limits: &Limits) -> Checked {
        let Limits { check_ms, exercise_ms, output_bytes, at_home_factor, build_ms, run_memory_mib, build_memory_mib } =
            *limits;
        for (name, limit) in [
            ("check_ms", check_ms),
            ("exercise_ms", exercise_ms),
            ("output_bytes", output_bytes),
            ("at_home_factor", at_home_factor),
            ("build_ms", build_ms),
            ("run_memory_mib", run_memory_mib),
            ("build_memory_mib", build_memory_mib),
        ] {
            self.source.expect(limit > 0, &format!("{node}.{name}"), "a limit of 0, expected at least 1")?;
        }
        let message = format!("{check_ms} ms, expected at most the {exercise_ms} ms of the whole exercise");
        self.source.expect(check_ms <= exercise_ms, &format!("{node}.check_ms"), message)
    }

    /// Every item is covered or not assessed, and not both.
    fn coverage(&self) -> Checked {
        let items = self.spec.items.iter().map(|item| item.id.as_str());
        let mut covered = BTreeSet::new();
        for (e, exercise) in self.spec.exercises.iter().enumerate() {
            for (c, check) in exercise.checks.iter().enumerate() {
                for (n, item) in check.covers.iter().enumerate() {
                    self.source.known(
                        &format!("exercises[{e}].checks[{c}].covers[{n}]"),
                        "item",
                        item,
                        items.clone(),
                    )?;
                    covered.insert(item.as_str());
                }
            }
        }
        let mut excused = BTreeSet::new();
        for (n, not) in self.spec.not_assessed.iter().enumerate() {
            let node = format!("not_assessed[{n}].item");
            self.source.known(&node, "item", &not.item, items.clone())?;
            let message = format!("a check covers `{}`, so it is assessed", not.item);
            self.source.expect(!covered.contains(not.item.as_str()), &node, message)?;
            excused.insert(not.item.as_str());
        }
        for (n, item) in items.enumerate() {
            let message =
                format!("no check covers `{item}`: name it in a check's `covers`, or in `not_assessed` with why");
            self.source.expect(covered.contains(item) || excused.contains(item), &format!("items[{n}].id"), message)?;
        }
        Ok(())
    }

    fn exercise(&self, node: &str, exercise: &Exercise) -> Checked {
        let Some(fixture) = fixture_of(self.spec, exercise) else { return Ok(()) };
        let fixture = &*fixture;
        let source = self.source;
        if let Some(limits) = &exercise.limits {
            self.limits(&format!("{node}.limits"), limits)?;
        }
        for (n, relation) in exercise.relations.iter().enumerate() {
            let tables = rules_of_fixtures::tables(fixture);
            source.known(&format!("{node}.relations[{n}].child"), "table", &relation.child, tables.clone())?;
            source.known(&format!("{node}.relations[{n}].parent"), "table", &relation.parent, tables)?;
        }
        for (position, check) in exercise.checks.iter().enumerate() {
            let rules = rules_of_checks::Rules { source, spec: self.spec, exercise, fixture };
            rules.check(&format!("{node}.checks[{position}]"), check)?;
        }
        self.names(node, exercise, fixture)?;
        let points = |counts: fn(&&crate::spec::CheckSpec) -> bool| -> u32 {
            exercise.checks.iter().filter(counts).map(|check| check.points).sum()
        };
        let (total, predictions) = (points(|_| true), points(|check| check.answer.is_some()));
        let node = format!("{node}.checks");
        source.expect(total == 100, &node, format!("the points add up to {total}, expected 100"))?;
        let message = format!("predictions carry {predictions} points, expected at most {MOST_FOR_PREDICTIONS}");
        source.expect(predictions <= MOST_FOR_PREDICTIONS, &node, message)?;
        for step in 1..=5 {
            let message = format!(
                "no check stands for step {step} of the contract: where it is not the student's, `given` says so"
            );
            source.expect(exercise.checks.iter().any(|check| check.step == Some(step)), &node, message)?;
        }
        Ok(())
    }

    /// Checks are told apart by their names: those of the trials under `cargo test`.
    fn names(&self, node: &str, exercise: &Exercise, fixture: &Fixture) -> Checked {
        let mut seen = BTreeSet::new();
        for (position, check) in exercise.checks.iter().enumerate() {
            let Some(name) = resolve_check(check, exercise, fixture).map(|check| check.name()) else { continue };
            let message = format!("another check is called `{name}`, too");
            self.source.expect(seen.insert(name), &format!("{node}.checks[{position}].title"), message)?;
        }
        Ok(())
    }
}
