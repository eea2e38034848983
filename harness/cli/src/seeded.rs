//! What the reference solutions say on seeded data, found out once an exercise.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::anyhow;
use harness_core::observation::Observation;
use harness_core::registry::Exercise;
use harness_core::seeded;

/// The checks of each exercise on the data of a seed, with their answers.
#[derive(Debug)]
pub(crate) struct Answers {
    seed: String,
    by_exercise: Mutex<BTreeMap<String, Answer>>,
}

/// The answers to one exercise, once somebody has asked for them.
type Answer = Arc<Mutex<Option<Arc<Exercise>>>>;

impl Answers {
    /// Those on the data of `seed`; nothing has been asked yet.
    pub(crate) fn new(seed: String) -> Self {
        Self { seed, by_exercise: Mutex::default() }
    }

    /// The checks of `exercise` that depend on data, with their answers; there may be none.
    ///
    /// The first who asks runs the reference solution by `observe`, if there is anything to run it for; others who ask for
    /// the same exercise wait.
    ///
    /// # Errors
    ///
    /// What `observe` says; or the reference solution fails on seeded data, which is a fault of the course. The next who
    /// asks tries again.
    pub(crate) fn of(
        &self,
        exercise: &Exercise,
        observe: impl FnOnce(&Exercise) -> anyhow::Result<BTreeMap<String, Observation>>,
    ) -> anyhow::Result<Arc<Exercise>> {
        // A thread that panicked left nothing half done in either of the two.
        let mut by_exercise = self.by_exercise.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = Arc::clone(by_exercise.entry(exercise.id.clone()).or_default());
        drop(by_exercise);
        let mut answer = answer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answered) = &*answer {
            return Ok(Arc::clone(answered));
        }
        let questions = seeded::questions(exercise, &self.seed);
        let observations = if questions.checks.is_empty() { BTreeMap::new() } else { observe(&questions)? };
        let answered = seeded::answered(&questions, &observations).map_err(|why| anyhow!("seeded data: {why}"))?;
        Ok(Arc::clone(answer.insert(Arc::new(answered))))
    }
}

#[cfg(test)]
mod tests {
    use harness_core::registry::Registry;

    use super::*;

    /// An exercise of which no check depends on data, and one of which some do.
    fn exercises() -> (Exercise, Exercise) {
        let course = Registry::parse(include_str!("../../core/src/registry/tests/course.yaml")).expect("a course");
        let exercise = course.exercises.into_iter().next().expect("an exercise");
        (Exercise { data: Vec::new(), ..exercise.clone() }, exercise)
    }

    #[test]
    fn nothing_is_run_for_an_exercise_without_data() {
        let answers = Answers::new("plum".to_owned());
        let answered = answers.of(&exercises().0, |_| panic!("it was run")).expect("no answers are right answers");
        assert!(answered.checks.is_empty());
    }

    #[test]
    fn a_reference_solution_that_fails_is_run_again_for_the_next_one_who_asks() {
        let answers = Answers::new("plum".to_owned());
        let (_, exercise) = exercises();
        let mut n_runs = 0;
        for _ in 0..2 {
            let asked = answers.of(&exercise, |questions| {
                assert!(!questions.checks.is_empty());
                n_runs += 1;
                Ok(BTreeMap::new())
            });
            let error = asked.expect_err("it was not observed").to_string();
            assert!(error.starts_with("seeded data: e1_cakes, check cakes_of: "), "{error}");
        }
        assert_eq!(n_runs, 2);
    }
}
