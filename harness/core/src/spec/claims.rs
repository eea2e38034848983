//! What a check may claim, as written: one block of these in each check.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::rows::Cell;
use crate::rows::Row;
use crate::spec::Args;

/// The rows that a call must return.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RowsSpec {
    /// The columns, in order.
    pub columns: Vec<String>,
    /// The columns that tell rows apart; without any, rows are compared as a multiset.
    #[serde(default)]
    pub key: Vec<String>,
    /// Whether the order of the rows matters.
    #[serde(default)]
    pub ordered: bool,
    /// The table whose rows, all of them, are the answer of one who does nothing: it earns 0.
    #[serde(default)]
    pub all_of: Option<String>,
    /// The expected rows, data set by data set.
    pub cases: Vec<RowsCase>,
}

/// What is expected on one data set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RowsCase {
    /// The data set.
    pub data: String,
    /// The arguments of the call.
    #[serde(default)]
    pub args: Args,
    /// The expected rows.
    pub rows: Vec<Row>,
}

/// The statements that a call may send. Earns points only where the rows of the same call are right.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BudgetSpec {
    /// The check on the same call whose rows must be right first.
    pub after: String,
    /// The most statements, on any data. Not said where there is a `law`.
    #[serde(default)]
    pub max_statements: u64,
    /// How many statements there must be, no more and no fewer: where a way of asking is the task, and not the cheapest one.
    #[serde(default)]
    pub law: Option<LawSpec>,
    /// The check on another call that does the same in another way: the report shows how the statements of both grow, side by
    /// side. Both need `growth`.
    #[serde(default)]
    pub beside: Option<String>,
    /// Whether no more rows may be fetched than come back: the database is to filter and to add up, not the caller.
    #[serde(default)]
    pub fetch_only_what_returns: bool,
    /// Runs on growing data; with them, the growth law must be constant, and no statement may fetch more rows than all tables
    /// have. None: only the published data is looked at.
    #[serde(default)]
    pub growth: Option<Box<GrowthSpec>>,
}

/// How many statements a call must send, by the rows of the tables.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LawSpec {
    /// Statements that do not depend on the data.
    pub once: u64,
    /// Statements for each row, by table.
    pub each: BTreeMap<String, u64>,
}

impl LawSpec {
    /// The statements where the tables hold `rows`; a table that is not named there holds none.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::spec::LawSpec;
    ///
    /// let law = LawSpec { once: 1, each: [("authors".to_owned(), 1), ("posts".to_owned(), 1)].into() };
    /// assert_eq!(law.at(&[("authors".to_owned(), 5), ("posts".to_owned(), 10)].into()), 16);
    /// assert_eq!(law.at(&[].into()), 1);
    /// ```
    #[must_use]
    pub fn at(&self, rows: &BTreeMap<String, u64>) -> u64 {
        let each = self.each.iter().map(|(table, n)| n.saturating_mul(rows.get(table).copied().unwrap_or(0)));
        each.fold(self.once, u64::saturating_add)
    }

    /// The law in one line, as a growth that was measured says its own.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::spec::LawSpec;
    ///
    /// let law = LawSpec { once: 1, each: [("authors".to_owned(), 1), ("posts".to_owned(), 1)].into() };
    /// assert_eq!(law.formula(), "queries = 1 + 1 × authors + 1 × posts");
    /// ```
    #[must_use]
    pub fn formula(&self) -> String {
        let each = self.each.iter().map(|(table, n)| format!("{n} × {table}"));
        let terms: Vec<String> = std::iter::once(self.once.to_string()).chain(each).collect();
        format!("queries = {}", terms.join(" + "))
    }
}

/// Runs of a call on growing data.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GrowthSpec {
    /// The sizes: a number for each axis of the fixture's `scaled` tables. Enough of them to tell the tables apart.
    pub sizes: Vec<BTreeMap<String, u32>>,
    /// The arguments of the call.
    #[serde(default)]
    pub args: Args,
    /// The axes whose product is the number of rows that come back; a call that returns less at size is not right.
    #[serde(default)]
    pub returns: Vec<String>,
    /// The axis along which the report projects, to 5, 10, 100, 500 and 1000.
    pub project: String,
}

/// The rules that the entities and the schema must keep.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContractSpec {
    /// Codes of the rules, such as `FK_NO_INDEX`; `harness explain CODE` has a page each.
    pub rules: Vec<String>,
    /// The relations looked at, as `child.key`; all of the exercise's where none is named.
    #[serde(default)]
    pub relations: Vec<String>,
}

/// What the tables must hold after a call.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CascadeSpec {
    /// What must have changed, data set by data set; all else must be as before.
    pub cases: Vec<CascadeCase>,
}

/// What one call must change, on one data set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CascadeCase {
    /// The data set.
    pub data: String,
    /// The arguments of the call.
    #[serde(default)]
    pub args: Args,
    /// Whether the call must end in an error, with nothing changed.
    #[serde(default)]
    pub refused: bool,
    /// Keys of the rows that must be gone, by table.
    #[serde(default)]
    pub deleted: BTreeMap<String, Vec<Cell>>,
    /// Rows that must have changed, by table: `{key: {column: value}}` as a list of `[key, column, value]`.
    #[serde(default)]
    pub updated: BTreeMap<String, Vec<(Cell, String, Cell)>>,
}

/// The answer to a question.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerSpec {
    /// The question is asked once a case; the points are for all of them together.
    pub cases: Vec<AnswerCase>,
    /// What a wrong answer is told: where to look, never the answer.
    pub wrong: String,
}

/// One question and its answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerCase {
    /// The arguments of the question, such as a number of users.
    #[serde(default)]
    pub args: Args,
    /// The right answer.
    pub is: Cell,
}

/// What the student's own suite must accept and catch.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SuiteSpec {
    /// The correct implementations, each to be accepted by every step.
    pub correct: Vec<String>,
    /// The broken ones that this check asks for: each with the step that should see it.
    #[serde(default)]
    pub broken: Vec<Broken>,
    /// Broken ones that stand with the reference solution: run when an exercise is verified or graded, not at home.
    #[serde(default)]
    pub further: Vec<Broken>,
}

/// A broken implementation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Broken {
    /// Its name in `tests/checkpoint.rs`.
    pub id: String,
    /// What is wrong with it, in a sentence for a student who missed it.
    pub says: String,
    /// The step that should see it, 1 to 5.
    pub step: u8,
}

/// What a domain of the student's own must say and do. Read from the call `@domain`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DomainSpec {
    /// What is looked at.
    pub asks: DomainAspect,
    /// Codes of the rules, where `asks` is `contract`.
    #[serde(default)]
    pub rules: Vec<String>,
}

/// What of a domain is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DomainAspect {
    /// `domain.yaml` and the entities tell the same, all of it.
    Declared,
    /// Step 1: a parent and two groups go in, and come back through their entities.
    Created,
    /// Step 2: so do children of both groups.
    Linked,
    /// Step 3: from a parent to its children, and back.
    Navigated,
    /// Step 4: the children in a group.
    Joined,
    /// Step 5: a child is removed.
    Removed,
    /// `rules` of the relation contract are kept, with the policies that the intents ask for.
    Contract,
    /// Along each relation, the deletion of a parent does what its intent says.
    Deletions,
}
