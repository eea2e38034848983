//! The relation contract: what the entities say, and what SQLite has.

use std::fmt;
use std::ops::Deref;

use crate::finding::Code;
use crate::finding::Finding;
use crate::observation::Entity;
use crate::observation::EntityRelation;
use crate::spec;
use crate::spec::OnDelete;
use crate::tables::Schema;

pub(crate) mod database;
pub(crate) mod sides;
mod words;

pub use database::{Affinity, affinity, foreign_key, is_indexed};

use sides::Side;

/// A relation as the contract asks for it; its key may have more columns than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The table that holds the foreign key.
    pub child: String,
    /// Its columns.
    pub key: Columns,
    /// The table that it points to.
    pub parent: String,
    /// The columns there.
    pub parent_key: Columns,
    /// What the database does with the child when the parent goes; `None`: not asked.
    pub on_delete: Option<OnDelete>,
}

impl From<&spec::Relation> for Wanted {
    fn from(relation: &spec::Relation) -> Self {
        Self {
            child: relation.child.clone(),
            key: Columns(vec![relation.key.clone()]),
            parent: relation.parent.clone(),
            parent_key: Columns(vec![relation.parent_key.clone()]),
            on_delete: relation.on_delete,
        }
    }
}

/// The columns of a key; in words, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(pub Vec<String>);

impl Deref for Columns {
    type Target = [String];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

/// Looks at each of `relations` by the rules that `rules` names; codes of other rules are passed over.
///
/// One mistake gives one finding: what follows from a finding is not told beside it. A relation that is declared on neither
/// side, or not by the child, is [`Code::InverseMissing`] and nothing else; one on wrong columns is not also without foreign key;
/// a policy that nobody declared is not also a wrong one. What is silent for that reason is told after all
/// where the cause is not among `rules`, so that no rule is kept because there is nothing to look at.
///
/// The findings come in the order of `relations`, for each from its declaration to its policy.
///
/// # Examples
///
/// Two entities without any relation, which should have one:
///
/// ```
/// use harness_core::contract::check;
/// use harness_core::finding::Code;
/// use harness_core::observation::Entity;
/// use harness_core::spec::Relation;
/// use harness_core::tables::Schema;
///
/// let entity = |table: &str| Entity { table: table.into(), columns: vec![], primary_key: vec!["id".into()], relations: vec![] };
/// let relation = Relation {
///     child: "cakes".into(),
///     key: "bakery_id".into(),
///     parent: "bakeries".into(),
///     parent_key: "id".into(),
///     on_delete: None,
/// };
/// let findings = check(Code::ALL, &[(&relation).into()], &[entity("cakes"), entity("bakeries")], &Schema::default());
/// assert_eq!(findings.len(), 1);
/// assert_eq!(findings[0].code, Code::InverseMissing);
/// ```
#[must_use]
pub fn check(rules: &[Code], relations: &[Wanted], entities: &[Entity], schema: &Schema) -> Vec<Finding> {
    relations.iter().flat_map(|relation| check_one(rules, relation, relations, entities, schema)).collect()
}

/// The same for `relation` alone. What an entity declares for another one of `relations` is not taken for this one.
#[must_use]
pub fn check_one(
    rules: &[Code],
    relation: &Wanted,
    relations: &[Wanted],
    entities: &[Entity],
    schema: &Schema,
) -> Vec<Finding> {
    let child = sides::child(relation, relations, entities);
    let parent = sides::parent(relation, relations, entities);
    Sheet { rules, relation, entities, schema, child, parent, findings: Vec::new() }.fill()
}

/// Whether nobody has begun: no entity declares any relation.
///
/// # Examples
///
/// ```
/// assert!(harness_core::contract::untouched(&[]));
/// ```
#[must_use]
pub fn untouched(entities: &[Entity]) -> bool {
    entities.iter().all(|entity| entity.relations.is_empty())
}

/// What is found about one relation.
struct Sheet<'a> {
    rules: &'a [Code],
    relation: &'a Wanted,
    entities: &'a [Entity],
    schema: &'a Schema,
    child: Side<'a>,
    parent: Side<'a>,
    findings: Vec<Finding>,
}

impl<'a> Sheet<'a> {
    /// Goes through the rules, causes before what follows from them.
    fn fill(mut self) -> Vec<Finding> {
        self.declaration();
        if self.child.relation().is_none() && self.found(Code::InverseMissing) {
            return self.findings;
        }
        self.foreign_key();
        self.policy();
        self.nullability();
        self.findings
    }

    fn asked(&self, code: Code) -> bool {
        self.rules.contains(&code)
    }

    fn found(&self, code: Code) -> bool {
        self.findings.iter().any(|finding| finding.code == code)
    }

    /// Takes up a finding, if its rule is asked for. Says whether it is.
    fn push(&mut self, code: Code, (message, help): (String, String)) -> bool {
        if self.asked(code) {
            self.findings.push(words::finding(code, message, help));
        }
        self.asked(code)
    }

    /// The relation on both entities: there at all, on its columns, and on the same ones.
    fn declaration(&mut self) {
        let relation = self.relation;
        let (child, parent) = (self.child, self.parent);
        let missing = [child.relation().is_none(), parent.relation().is_none()];
        if missing != [false, false] {
            self.push(Code::InverseMissing, words::inverse_missing(relation, self.entities, missing));
        }
        if let Side::Elsewhere(declared) = child
            && self.push(Code::RelWrongColumns, words::wrong_columns(relation, declared))
        {
            return;
        }
        if let (Some(here), Some(there)) = (child.relation(), parent.relation())
            && !sides::mirrored(here, there)
            && self.push(Code::InverseColumnsDiffer, words::columns_differ(relation, here, there))
        {
            return;
        }
        if let Side::Elsewhere(declared) = parent {
            self.push(Code::RelWrongColumns, words::wrong_columns(relation, declared));
        }
    }

    /// The foreign key, the types of its two ends, and its index.
    fn foreign_key(&mut self) {
        let relation = self.relation;
        let key = self.key_in_database(&relation.key, &relation.parent_key);
        if key.is_none() && !self.found(Code::RelWrongColumns) {
            let is_skipped = self.child.relation().is_some_and(|declared| declared.skip_fk);
            self.push(Code::RelWithoutFk, words::without_fk(relation, is_skipped));
        }
        if let Some(types) = database::type_mismatch(relation, self.entities, self.schema) {
            self.push(Code::FkTypeMismatch, words::type_mismatch(relation, &types));
        }
        let table = database::table(self.schema, &relation.child);
        if !table.is_some_and(|table| is_indexed(table, &relation.key)) {
            self.push(Code::FkNoIndex, words::no_index(relation));
        }
    }

    /// The action of the foreign key from `key` to `parent_key`, if there is one.
    fn key_in_database(&self, key: &[String], parent_key: &[String]) -> Option<&'a str> {
        let relation = self.relation;
        let [key, parent_key] = [key, parent_key].map(|names| names.iter().map(String::as_str).collect::<Vec<_>>());
        foreign_key(self.schema, &relation.child, &key, &relation.parent, &parent_key).map(|key| key.on_delete.as_str())
    }

    /// What becomes of the child when its parent goes: said, the same in SQLite, and what is asked for.
    fn policy(&mut self) {
        let relation = self.relation;
        let said = self.child.relation().and_then(|declared| declared.on_delete.as_deref());
        if said.is_none() {
            let elsewhere = self.parent.relation().and_then(|declared| declared.on_delete.as_deref());
            if self.push(Code::OnDeleteNotExplicit, words::not_explicit(relation, elsewhere)) {
                return;
            }
        }
        if self.found(Code::RelWithoutFk) {
            return;
        }
        // A relation on wrong columns has its policy there.
        let done = match self.child {
            Side::Elsewhere(EntityRelation { from_columns, to_columns, .. }) => {
                self.key_in_database(from_columns, to_columns)
            }
            Side::Right(_) | Side::Missing => self.key_in_database(&relation.key, &relation.parent_key),
        };
        let asked_for = relation.on_delete.map(action);
        let same = |a: Option<&str>, b: Option<&str>| a.zip(b).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
        let is_wrong = asked_for.is_some() && !same(done, asked_for);
        let is_other = said.is_some() && !same(said, done);
        let mut rules = [
            (Code::OnDeleteWrong, is_wrong, words::policy_wrong(relation, done)),
            (Code::OnDeleteModelVsDb, is_other, words::policy_differs(relation, said, done)),
        ];
        if same(said, asked_for) {
            // The entity is right: the mistake is that the table was not made from it.
            rules.reverse();
        }
        for (code, holds, words) in rules {
            if holds && self.push(code, words) {
                return;
            }
        }
    }

    /// Whether the key may be empty: as the policy needs it, and the same on both sides.
    fn nullability(&mut self) {
        let relation = self.relation;
        let of_table = |name| database::column(self.schema, &relation.child, name).map(|column| column.not_null);
        let not_null = all(&relation.key, of_table);
        let action = self.key_in_database(&relation.key, &relation.parent_key);
        let would_be_emptied = action.is_some_and(|action| action.eq_ignore_ascii_case("SET NULL"));
        if would_be_emptied
            && not_null == Some(true)
            && (self.found(Code::OnDeleteWrong)
                || self.push(Code::SetNullOnNotNull, words::set_null_on_not_null(relation)))
        {
            return;
        }
        let of_entity = |name| sides::column(self.entities, &relation.child, name).map(|column| !column.nullable);
        let nullable = all(&relation.key, of_entity).map(|not_null| !not_null);
        let Some(may_be_null) = nullable.or(not_null.map(|not_null| !not_null)) else {
            return;
        };
        let needed = relation.on_delete.map(|on_delete| on_delete == OnDelete::SetNull);
        if needed.is_some_and(|needed| needed != may_be_null) {
            self.push(Code::NullabilityMismatch, words::nullability(relation, may_be_null));
        } else if not_null == Some(may_be_null) {
            self.push(Code::NullabilityMismatch, words::nullability_differs(relation, may_be_null));
        }
    }
}

/// Whether all columns of a key are so; one that may be NULL lets the key be empty. `None` where one is not known.
fn all<'a>(key: &'a [String], is_so: impl Fn(&'a str) -> Option<bool>) -> Option<bool> {
    key.iter().map(|name| is_so(name)).try_fold(true, |all, one| Some(all & one?))
}

/// How SQL writes a policy.
fn action(on_delete: OnDelete) -> &'static str {
    match on_delete {
        OnDelete::Cascade => "CASCADE",
        OnDelete::Restrict => "RESTRICT",
        OnDelete::SetNull => "SET NULL",
    }
}

#[cfg(test)]
mod tests;
