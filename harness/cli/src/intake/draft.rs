//! A submission before it is known whose it is.

use std::collections::{BTreeMap, BTreeSet};

use super::export::Who;
use super::handed_in::HandedIn;
use super::search::no_lib;
use super::{Person, Submission};

/// How many lines are said of what is ignored.
const LINES: usize = 20;

/// A submission before it is known whose it is.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) source: String,
    pub(super) who: Vec<Who>,
    pub(super) late: bool,
    pub(super) attempt: Option<String>,
    /// By exercise, each place at which it was found.
    pub(super) exercises: BTreeMap<String, Vec<Found>>,
    /// Exercises of which there is a folder with nothing to build in it; that counts if they are nowhere else.
    pub(super) hollow: BTreeSet<String>,
    pub(super) ignored: Vec<String>,
    pub(super) refused: Option<String>,
}

/// An exercise at one place.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) place: String,
    pub(super) taken: Result<HandedIn, String>,
}

impl Draft {
    /// One of which nothing can be graded.
    pub(super) fn refused(why: String) -> Self {
        Self { refused: Some(why), ..Self::default() }
    }

    /// Names the source with each place and reason, for a student whose work is spread over several.
    pub(super) fn named_by_source(mut self) -> Self {
        let source = self.source.clone();
        for found in self.exercises.values_mut().flatten() {
            found.place = format!("{source}: {}", found.place);
        }
        self.refused = self.refused.map(|why| format!("`{source}`: {why}"));
        self
    }

    /// Adds what else the same student handed in at the same time.
    pub(super) fn merge(&mut self, other: Self) {
        for (id, all) in other.exercises {
            self.exercises.entry(id).or_default().extend(all);
        }
        self.source = format!("{} + {}", self.source, other.source);
        self.late |= other.late;
        self.hollow.extend(other.hollow);
        self.ignored.extend(other.ignored);
        self.refused = self.refused.take().or(other.refused);
    }

    /// The submission of `people`: what can be graded, and why the rest cannot be.
    pub(super) fn decide(self, people: Vec<Person>) -> Submission {
        let Self { source, late, attempt, exercises: found, mut hollow, ignored, mut refused, .. } = self;
        hollow.retain(|id| !found.contains_key(id));
        if refused.is_none() && found.is_empty() && hollow.is_empty() {
            let why = "no exercise found: no folder that is named for one (or whose Cargo.toml is) and has a src/ in it\nhint: \
                       hand in the exercises' folders as they were handed out";
            refused = Some(why.to_owned());
        }
        let (mut exercises, mut refused_exercises) = (BTreeMap::new(), BTreeMap::new());
        for (id, mut all) in found.into_iter().filter(|_| refused.is_none()) {
            if all.len() > 1 {
                let places: Vec<String> = all.iter().map(|found| format!("`{}`", found.place)).collect();
                let why = format!("it is there {} times, {}\nhint: keep one of them", all.len(), places.join(" and "));
                refused_exercises.insert(id, why);
                continue;
            }
            match all.remove(0).taken {
                Ok(handed_in) => exercises.insert(id, handed_in).map(|_| ()),
                Err(why) => refused_exercises.insert(id, why).map(|_| ()),
            };
        }
        if refused.is_none() {
            refused_exercises.extend(hollow.into_iter().map(|id| (id, no_lib())));
        }
        let ignored = capped(ignored);
        Submission { source, people, late, attempt, exercises, refused_exercises, ignored, refused }
    }
}

fn capped(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > LINES {
        let n_more = lines.len() - (LINES - 1);
        lines.truncate(LINES - 1);
        lines.push(format!("and {n_more} lines more"));
    }
    lines
}
