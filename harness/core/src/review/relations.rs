//! Relations: where they lead, what they stand on, and the way back.

use super::Document;
use super::Finding;
use super::Kind;
use super::OnDelete;
use super::Relation;
use super::Rule;
use super::words;
use crate::contract::database::column;
use crate::contract::database::is_unique;
use crate::contract::database::table;
use crate::contract::sides::is_same;
use crate::locate::nearest;
use crate::tables::ForeignKey;

/// What is wrong with the relations, in their order.
pub(super) fn review(document: &Document) -> Vec<Finding> {
    let all = &document.relations;
    all.iter().enumerate().flat_map(|(at, relation)| Look { document, relation, at }.look()).collect()
}

/// One relation, and all others beside it.
struct Look<'a> {
    document: &'a Document,
    relation: &'a Relation,
    at: usize,
}

impl Relation {
    fn has_key(&self) -> bool {
        match self.kind {
            Kind::BelongsTo => true,
            Kind::HasMany | Kind::HasOne => false,
        }
    }

    /// The table that holds the key, and the one that it points to.
    fn ends(&self) -> (&str, &str) {
        if self.has_key() { (&self.from, &self.to) } else { (&self.to, &self.from) }
    }

    /// In words, as `posts.author`.
    fn shown(&self) -> String {
        format!("{}.{}", self.from, self.name)
    }
}

impl<'a> Look<'a> {
    fn finding(&self, rule: Rule, message: String) -> Finding {
        Finding::new(rule, self.relation.shown(), &self.relation.from, message)
    }

    fn look(&self) -> Vec<Finding> {
        let relation = self.relation;
        let (schema, unread) = (&self.document.schema, &self.document.unread);
        if unread.iter().any(|table| [&relation.from, &relation.to].iter().any(|end| is_same(table, end))) {
            return Vec::new();
        }
        if table(schema, &relation.to).is_none() {
            let message = format!("`{}` leads to table `{}`, which is not there", relation.shown(), relation.to);
            let finding = self.finding(Rule::RelTargetMissing, message);
            let near = nearest(&relation.to, schema.tables.keys().map(String::as_str));
            let finding = match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            };
            return vec![finding];
        }
        let (child, _) = relation.ends();
        if let Some(missing) = relation.key.iter().find(|name| column(schema, child, name).is_none()) {
            let message = format!("`{}` is on `{child}.{missing}`, which is not there", relation.shown());
            let finding = self.finding(Rule::RelColumnMissing, message);
            let known = table(schema, child).map_or(&[][..], |table| &table.columns);
            return vec![match nearest(missing, known.iter().map(|column| column.name.as_str())) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            }];
        }
        let mut findings: Vec<Finding> = [self.duplicate(), self.ambiguous()].into_iter().flatten().collect();
        findings.extend(self.way_back());
        findings.extend(self.declared_inverse());
        findings.extend(self.foreign_key());
        findings.extend(self.nullability());
        findings.extend(self.one());
        findings
    }

    /// The others that start from the same table, and this one.
    fn siblings(&self) -> impl Iterator<Item = (usize, &'a Relation)> {
        let from = &self.relation.from;
        self.document.relations.iter().enumerate().filter(move |(_, other)| is_same(&other.from, from))
    }

    /// Whether the table that a relation leads to, and the columns that it is on, are there.
    fn leads_somewhere(&self, relation: &Relation) -> bool {
        let schema = &self.document.schema;
        let (child, _) = relation.ends();
        table(schema, &relation.to).is_some() && relation.key.iter().all(|name| column(schema, child, name).is_some())
    }

    fn duplicate(&self) -> Option<Finding> {
        let relation = self.relation;
        let n_named = self.siblings().filter(|(_, other)| other.name == relation.name).count();
        // One that leads nowhere has said that, and nothing else.
        let mut same = self.siblings().filter(|(_, other)| other.name == relation.name);
        let is_first = same.find(|(_, other)| self.leads_somewhere(other))?.0 == self.at;
        (n_named > 1 && is_first).then(|| {
            let message = format!("`{}` has {n_named} relations that are called `{}`", relation.from, relation.name);
            self.finding(Rule::DuplicateAccessor, message).help("give each a name that says what it is to the other")
        })
    }

    fn ambiguous(&self) -> Option<Finding> {
        let relation = self.relation;
        let is_alike = |other: &Relation| {
            is_same(&other.to, &relation.to) && other.kind == relation.kind && other.inverse.is_none()
        };
        let alike: Vec<String> =
            self.siblings().filter(|(_, other)| is_alike(other)).map(|(_, other)| other.name.clone()).collect();
        (relation.inverse.is_none() && alike.len() > 1).then(|| {
            let message = format!(
                "{} all lead from `{}` to `{}`, and none of them says which relation of `{}` leads back",
                words::names(&alike),
                relation.from,
                relation.to,
                relation.to
            );
            let message = if alike.len() == 2 { message.replace(" all lead ", " both lead ") } else { message };
            self.finding(Rule::AmbiguousPair, message).help("name the inverse of each")
        })
    }

    /// The relations of the other table back to this one.
    fn back(&self) -> impl Iterator<Item = &'a Relation> {
        let relation = self.relation;
        let all = self.document.relations.iter();
        all.filter(move |other| is_same(&other.from, &relation.to) && is_same(&other.to, &relation.from))
    }

    fn is_opposite(&self, other: &Relation) -> bool {
        other.has_key() != self.relation.has_key()
    }

    fn is_on_same(&self, other: &Relation) -> bool {
        are_same(&self.relation.key, &other.key)
    }

    /// Whether a relation of the opposite kind leads back, and on the same columns.
    fn way_back(&self) -> Option<Finding> {
        let relation = self.relation;
        let opposite: Vec<&Relation> = self.back().filter(|other| self.is_opposite(other)).collect();
        // An inverse that is named has to be the one; of two with its name, either.
        let named: Vec<&Relation> = match &relation.inverse {
            Some(name) => opposite.iter().copied().filter(|other| other.name == *name).collect(),
            None => Vec::new(),
        };
        let candidates = if named.is_empty() { opposite } else { named };
        let Some(first) = candidates.first() else {
            let message = format!(
                "`{}` leads to `{}`, and no relation of `{}` leads back",
                relation.shown(),
                relation.to,
                relation.to
            );
            let kind = if relation.has_key() { "has_many or has_one" } else { "belongs_to" };
            let finding = self.finding(Rule::InverseMissing, message);
            return Some(finding.help(format!(
                "declare a {kind} on `{}`, on {}",
                relation.to,
                words::names(&relation.key)
            )));
        };
        let is_on_same = candidates.iter().any(|other| self.is_on_same(other));
        (!is_on_same).then(|| {
            let message = format!(
                "`{}` is on {} of `{}`, and its way back, `{}`, on {}",
                relation.shown(),
                words::names(&relation.key),
                relation.ends().0,
                first.shown(),
                words::names(&first.key)
            );
            let finding = self.finding(Rule::InverseColumnsDiffer, message);
            finding.note("there and back again ends at other rows").help("let both follow the same foreign key")
        })
    }

    /// The inverse that is named.
    fn declared_inverse(&self) -> Option<Finding> {
        let relation = self.relation;
        let name = relation.inverse.as_ref()?;
        let there: Vec<&Relation> = self.back().filter(|other| other.name == *name).collect();
        if there.is_empty() {
            let message = format!(
                "`{}` names `{name}` as its inverse, and `{}` has no such relation to `{}`",
                relation.shown(),
                relation.to,
                relation.from
            );
            let finding = self.finding(Rule::InverseNameUnknown, message);
            let known: Vec<&str> =
                self.back().filter(|other| self.is_opposite(other)).map(|other| other.name.as_str()).collect();
            return Some(match nearest(name, known.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None if known.is_empty() => finding,
                None => finding.help(format!("there is {}", words::names(&known))),
            });
        }
        let all_same = !there.iter().any(|other| self.is_opposite(other));
        all_same.then(|| {
            let side = if relation.has_key() { "both hold a key to the other" } else { "neither holds the key" };
            let message = format!(
                "`{}` names `{}.{name}` as its inverse, which goes the same way: {side}",
                relation.shown(),
                relation.to
            );
            self.finding(Rule::InverseSameDirection, message)
                .help("an inverse is of the opposite kind: belongs_to on one side, has_many or has_one on the other")
        })
    }

    /// The foreign key that the relation stands on, and its policy.
    fn foreign_key(&self) -> Vec<Finding> {
        let relation = self.relation;
        let mut findings = Vec::new();
        let (child, parent) = relation.ends();
        let of_child = table(&self.document.schema, child);
        let keys = of_child.into_iter().flat_map(|table| &table.foreign_keys);
        let key = keys.into_iter().find(|key| is_same(&key.parent, parent) && are_same(&key.columns, &relation.key));
        if key.is_none() {
            let columns = words::names(&relation.key);
            let message =
                format!("`{}` is on {columns} of `{child}`, which is no foreign key to `{parent}`", relation.shown());
            let finding = self.finding(Rule::RelWithoutFk, message);
            let finding =
                finding.note("the database keeps rows whose parent is gone, and takes rows that never had one");
            findings.push(finding.help(format!(
                "FOREIGN KEY ({}) REFERENCES {} in the table `{child}`",
                words::columns(&relation.key),
                words::quoted(parent)
            )));
        }
        findings.extend(self.policy(key));
        findings
    }

    fn policy(&self, key: Option<&ForeignKey>) -> Option<Finding> {
        let relation = self.relation;
        match &relation.on_delete {
            OnDelete::Unknown => None,
            OnDelete::Undeclared => relation.has_key().then(|| {
                let message = format!(
                    "`{}` does not say what becomes of `{}` when its row of `{}` is deleted",
                    relation.shown(),
                    relation.from,
                    relation.to
                );
                let finding = self.finding(Rule::OnDeleteNotExplicit, message);
                let finding = match key {
                    Some(key) => finding.note(format!("the foreign key says ON DELETE {}", key.on_delete)),
                    None => finding,
                };
                finding.help("decide: Cascade, Restrict or SetNull, and say it on the side that holds the key")
            }),
            OnDelete::Declared(said) => {
                let key = key.filter(|key| !key.on_delete.eq_ignore_ascii_case(said))?;
                let message =
                    format!("`{}` says {said}, and its foreign key ON DELETE {}", relation.shown(), key.on_delete);
                let finding = self.finding(Rule::OnDeleteModelVsDb, message);
                Some(finding.note("the database does what its table says").help("make both say the same"))
            }
        }
    }

    fn nullability(&self) -> Option<Finding> {
        let relation = self.relation;
        let optional = relation.optional.filter(|_| relation.has_key())?;
        let key = relation.key.iter().filter_map(|name| column(&self.document.schema, &relation.from, name));
        let may_be_null: Vec<&str> = key.filter(|column| !column.not_null).map(|column| column.name.as_str()).collect();
        if optional != may_be_null.is_empty() {
            return None;
        }
        let (from, to) = (&relation.from, &relation.to);
        let message = if optional {
            format!(
                "`{}` may lead to nothing, and its key {} is NOT NULL",
                relation.shown(),
                words::names(&relation.key)
            )
        } else {
            format!(
                "`{}` always leads to a row of `{to}`, and {} of `{from}` may be NULL",
                relation.shown(),
                words::names(&may_be_null)
            )
        };
        let finding = self.finding(Rule::NullabilityMismatch, message);
        Some(finding.help(if optional {
            "make the relation a required one, or let the column be NULL"
        } else {
            "add NOT NULL, or make the relation optional"
        }))
    }

    fn one(&self) -> Option<Finding> {
        let relation = self.relation;
        let of_child = match relation.kind {
            Kind::HasOne => table(&self.document.schema, &relation.to)?,
            Kind::BelongsTo | Kind::HasMany => return None,
        };
        if is_unique_by(of_child, &relation.key) {
            return None;
        }
        let message = format!(
            "`{}` leads to one row of `{}`, and several may have the same {}",
            relation.shown(),
            relation.to,
            words::names(&relation.key)
        );
        let finding = self.finding(Rule::HasOneNotUnique, message).note("which of them comes back is chance");
        Some(words::with_unique_index(finding, &relation.to, &relation.key))
    }
}

/// Whether there is one row at most for each value of `columns`: they, or some of them, are unique.
fn is_unique_by(table: &crate::tables::Table, columns: &[String]) -> bool {
    let is_part = |names: &[Option<String>]| {
        names.iter().all(|name| name.as_ref().is_some_and(|name| columns.iter().any(|column| is_same(column, name))))
    };
    let mut unique = table.indexes.iter().filter(|index| index.unique && !index.partial);
    let primary_key: Vec<Option<String>> = table.primary_key.iter().cloned().map(Some).collect();
    is_unique(table, columns)
        || (!primary_key.is_empty() && is_part(&primary_key))
        || unique.any(|index| is_part(&index.columns))
}

/// Whether these are the same columns, in any order.
fn are_same(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().all(|name| b.iter().any(|other| is_same(name, other)))
}
