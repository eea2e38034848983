//! The course, checked: ids unique, references resolved, points adding up, every item of the lesson accounted for.

mod rules;
mod rules_of_checks;
mod rules_of_fixtures;
mod source;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::finding::Code;
use crate::locate;
use crate::locate::SpecError;
use crate::rows::Rows;
use crate::scale;
use crate::score::Points;
use crate::spec::AnswerSpec;
use crate::spec::BudgetSpec;
use crate::spec::CascadeSpec;
use crate::spec::Checkpoint;
use crate::spec::DataSet;
use crate::spec::DomainAspect;
use crate::spec::DomainSpec;
use crate::spec::Fixture;
use crate::spec::Item;
use crate::spec::Limits;
use crate::spec::NotAssessed;
use crate::spec::Relation;
use crate::spec::RowsSpec;
use crate::spec::ScaledTable;
use crate::spec::SchemaChoice;
use crate::spec::Section;
use crate::spec::Spec;
use crate::spec::SuiteSpec;
use crate::spec::Track;

/// The course.
#[derive(Debug, Clone, PartialEq)]
pub struct Registry {
    /// Its title.
    pub title: String,
    /// The sections of the lesson.
    pub sections: Vec<Section>,
    /// The ways through it.
    pub tracks: Vec<Track>,
    /// What the lesson teaches and asks.
    pub items: Vec<Item>,
    /// The items that no check covers, and why.
    pub not_assessed: Vec<NotAssessed>,
    /// The lines of the lesson's checklist.
    pub checkpoints: Vec<Checkpoint>,
    /// The exercises, in the order of the course.
    pub exercises: Vec<Exercise>,
}

/// An exercise, with its fixture.
#[derive(Debug, Clone, PartialEq)]
pub struct Exercise {
    /// Its id, which is its folder and its package.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How long it takes, minutes.
    pub minutes: u32,
    /// Bounds on a run of it.
    pub limits: Limits,
    /// The given schema, a statement each.
    pub schema: Vec<String>,
    /// The published data sets.
    pub data: Vec<DataSet>,
    /// How rows are made when the data grows.
    pub scaled: Vec<ScaledTable>,
    /// Its relations, as they should be.
    pub relations: Vec<Relation>,
    /// Its checks, in the order of the report.
    pub checks: Vec<Check>,
}

/// A check.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its id, unique in the exercise.
    pub id: String,
    /// What it claims, in a sentence for students.
    pub title: String,
    /// Its points; 0 for a given step, at least 1 for all others.
    pub points: Points,
    /// Its section of the lesson.
    pub section: String,
    /// The step of the contract that it stands for.
    pub step: Option<u8>,
    /// The call that it observes; empty for a given step.
    pub call: String,
    /// On which tables the call runs.
    pub schema: SchemaChoice,
    /// The files that answer it, relative to `src/`; [`ANY_FILE`] for all.
    pub files: Vec<String>,
    /// The items that it covers.
    pub covers: Vec<String>,
    /// A question, a pointer, nearly the code; empty for a given step.
    pub hints: Vec<String>,
    /// What it claims, for the judge.
    pub claim: Claim,
}

/// What a check claims.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// Nothing: the step is not the student's to write. What is done instead.
    Given(String),
    /// These rows come back.
    Rows(RowsClaim),
    /// No more statements than these are sent.
    Budget(BudgetClaim),
    /// The entities and the schema keep these rules.
    Contract(ContractClaim),
    /// The tables hold this afterwards.
    Cascade(CascadeClaim),
    /// This is the answer.
    Answer(AnswerSpec),
    /// The suite accepts these and rejects those.
    Suite(SuiteClaim),
    /// A domain of the student's own says and does this.
    Domain(DomainClaim),
}

/// Rows that must come back.
#[derive(Debug, Clone, PartialEq)]
pub struct RowsClaim {
    /// As written.
    pub spec: RowsSpec,
    /// For each data set, the answer of one who returns a whole table; empty where that is not asked.
    pub all: BTreeMap<String, Rows>,
}

/// Statements that may be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetClaim {
    /// As written.
    pub spec: BudgetSpec,
    /// The rows that must be right first.
    pub rows: RowsClaim,
    /// How many rows each table holds, by data set.
    pub n_rows: BTreeMap<String, BTreeMap<String, u64>>,
    /// How rows are made when the data grows.
    pub scaled: Vec<ScaledTable>,
    /// The relations of the tables, to name the one that a repeated statement follows.
    pub relations: Vec<Relation>,
}

impl BudgetClaim {
    /// How many statements are right where the tables hold `rows`: at most so many, or with a law just so many.
    #[must_use]
    pub fn allowed(&self, rows: &BTreeMap<String, u64>) -> u64 {
        self.spec.law.as_ref().map_or(self.spec.max_statements, |law| law.at(rows))
    }

    /// The same on a published data set.
    #[must_use]
    pub fn allowed_on(&self, data: &str) -> u64 {
        self.n_rows.get(data).map_or_else(|| self.allowed(&BTreeMap::new()), |rows| self.allowed(rows))
    }

    /// The same on growing data.
    #[must_use]
    pub fn allowed_at(&self, size: &BTreeMap<String, u32>) -> u64 {
        self.allowed(&scale::row_counts(&self.scaled, size))
    }
}

/// Rules that must be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractClaim {
    /// The rules.
    pub rules: Vec<Code>,
    /// The relations that are looked at.
    pub relations: Vec<Relation>,
}

/// What the tables must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct CascadeClaim {
    /// As written.
    pub spec: CascadeSpec,
    /// The relations of the tables, along which a deletion is shown.
    pub relations: Vec<Relation>,
}

/// What a suite must say.
#[derive(Debug, Clone, PartialEq)]
pub struct SuiteClaim {
    /// As written.
    pub spec: SuiteSpec,
    /// The step that this check is about; `None`: all of them.
    pub step: Option<u8>,
}

/// What a domain of the student's own must say and do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainClaim {
    /// What is looked at.
    pub aspect: DomainAspect,
    /// The rules of the contract, where that is looked at.
    pub rules: Vec<Code>,
    /// The check of the same exercise on what is declared: without it there is nothing to compare the others with.
    pub declared_by: String,
}

/// In a check's `files`: every file of the student's.
pub const ANY_FILE: &str = "*";

impl Check {
    /// Whether it is lost with `file`, relative to `src/`.
    #[must_use]
    pub fn is_answered_in(&self, file: &str) -> bool {
        self.files.iter().any(|of| of == ANY_FILE || of.trim_start_matches("src/") == file)
    }

    /// Its name in a report and as a trial: what kind of check it is, then its title.
    #[must_use]
    pub fn name(&self) -> String {
        let kind = match (&self.claim, self.step) {
            (_, Some(step)) => format!("step {step}"),
            (Claim::Budget(_), None) => "query count".to_owned(),
            (Claim::Contract(_) | Claim::Domain(DomainClaim { aspect: DomainAspect::Contract, .. }), None) => {
                "contract".to_owned()
            }
            (Claim::Domain(_), None) => "domain".to_owned(),
            (Claim::Answer(_), None) => "prediction".to_owned(),
            (Claim::Given(_), None) => "given".to_owned(),
            (Claim::Rows(_) | Claim::Cascade(_), None) => "rows".to_owned(),
            (Claim::Suite(_), None) => "suite".to_owned(),
        };
        format!("{kind}: {}", self.title)
    }
}

impl Registry {
    /// Reads and checks `checkpoints.yaml`.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it, with line and column.
    pub fn parse(text: &str) -> Result<Self, SpecError> {
        let spec = locate::read(text)?;
        rules::check(text, &spec)?;
        Ok(Self::resolve(spec))
    }

    /// The exercise named `name`: its id, or the beginning of exactly one.
    #[must_use]
    pub fn exercise(&self, name: &str) -> Option<&Exercise> {
        let exact = self.exercises.iter().find(|exercise| exercise.id == name);
        let mut begins = self.exercises.iter().filter(|exercise| !name.is_empty() && exercise.id.starts_with(name));
        exact.or_else(|| begins.next().filter(|_| begins.next().is_none()))
    }

    fn resolve(spec: Spec) -> Self {
        let exercises = spec.exercises.iter().filter_map(|exercise| {
            let fixture = fixture_of(&spec, exercise)?;
            Some(Exercise {
                id: exercise.id.clone(),
                title: exercise.title.clone(),
                minutes: exercise.minutes,
                limits: exercise.limits.unwrap_or(spec.limits),
                schema: fixture.schema.clone(),
                data: fixture.data.clone(),
                scaled: fixture.scaled.clone(),
                relations: exercise.relations.clone(),
                checks: exercise.checks.iter().filter_map(|check| resolve_check(check, exercise, &fixture)).collect(),
            })
        });
        Self {
            exercises: exercises.collect(),
            title: spec.title,
            sections: spec.sections,
            tracks: spec.tracks,
            items: spec.items,
            not_assessed: spec.not_assessed,
            checkpoints: spec.checkpoints,
        }
    }
}

/// The fixture of an exercise, an empty one where it has none; `None` where it names one that is not there.
fn fixture_of<'a>(spec: &'a Spec, exercise: &crate::spec::Exercise) -> Option<Cow<'a, Fixture>> {
    match &exercise.fixture {
        Some(id) => spec.fixtures.iter().find(|fixture| fixture.id == *id).map(Cow::Borrowed),
        None => {
            Some(Cow::Owned(Fixture { id: String::new(), schema: Vec::new(), data: Vec::new(), scaled: Vec::new() }))
        }
    }
}

/// The rules have been kept: what is looked up here is there.
fn resolve_check(check: &crate::spec::CheckSpec, exercise: &crate::spec::Exercise, fixture: &Fixture) -> Option<Check> {
    let relations = || exercise.relations.clone();
    let claim = if let Some(instead) = &check.given {
        Claim::Given(instead.clone())
    } else if let Some(spec) = &check.rows {
        Claim::Rows(rows_claim(spec, fixture))
    } else if let Some(spec) = &check.budget {
        let rows = exercise.checks.iter().find(|other| other.id == spec.after)?.rows.as_ref()?;
        Claim::Budget(BudgetClaim {
            spec: spec.clone(),
            rows: rows_claim(rows, fixture),
            n_rows: fixture.data.iter().map(|data| (data.id.clone(), n_rows(data))).collect(),
            scaled: fixture.scaled.clone(),
            relations: relations(),
        })
    } else if let Some(spec) = &check.contract {
        let wanted = |relation: &Relation| {
            spec.relations.is_empty() || spec.relations.contains(&format!("{}.{}", relation.child, relation.key))
        };
        let relations = exercise.relations.iter().filter(|relation| wanted(relation)).cloned().collect();
        Claim::Contract(ContractClaim {
            rules: spec.rules.iter().filter_map(|rule| Code::named(rule)).collect(),
            relations,
        })
    } else if let Some(spec) = &check.cascade {
        Claim::Cascade(CascadeClaim { spec: spec.clone(), relations: relations() })
    } else if let Some(spec) = &check.answer {
        Claim::Answer(spec.clone())
    } else if let Some(spec) = &check.domain {
        let is_declaration = |spec: &DomainSpec| spec.asks == DomainAspect::Declared;
        let first = exercise.checks.iter().find(|other| other.domain.as_ref().is_some_and(is_declaration))?;
        let rules = spec.rules.iter().filter_map(|rule| Code::named(rule)).collect();
        Claim::Domain(DomainClaim { aspect: spec.asks, rules, declared_by: first.id.clone() })
    } else {
        Claim::Suite(SuiteClaim { spec: check.suite.clone()?, step: check.step })
    };
    Some(Check {
        id: check.id.clone(),
        title: check.title.clone(),
        points: check.points,
        section: check.section.clone(),
        step: check.step,
        call: check.call.clone().unwrap_or_default(),
        schema: check.schema,
        files: check.files.clone(),
        covers: check.covers.clone(),
        hints: check.hints.clone(),
        claim,
    })
}

/// How many rows each table of `data` holds.
pub(crate) fn n_rows(data: &DataSet) -> BTreeMap<String, u64> {
    data.tables.iter().map(|rows| (rows.table.clone(), rows.rows.len() as u64)).collect()
}

fn rows_claim(spec: &RowsSpec, fixture: &Fixture) -> RowsClaim {
    let mut all = BTreeMap::new();
    for data in fixture.data.iter().filter(|_| spec.all_of.is_some()) {
        if let Some(table) = data.tables.iter().find(|table| Some(&table.table) == spec.all_of.as_ref()) {
            all.insert(data.id.clone(), Rows { columns: table.columns.clone(), rows: table.rows.clone() });
        }
    }
    RowsClaim { spec: spec.clone(), all }
}

#[cfg(test)]
mod tests;
