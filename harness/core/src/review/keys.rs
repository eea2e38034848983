//! Foreign keys: where they point, what serves them, and what a deletion does to them.

use super::Asked;
use super::Document;
use super::Finding;
use super::Policy;
use super::Rule;
use super::words;
use crate::contract::affinity;
use crate::contract::database::column;
use crate::contract::database::is_unique;
use crate::contract::database::points_to;
use crate::contract::database::table;
use crate::contract::is_indexed;
use crate::contract::sides::is_same;
use crate::tables::ForeignKey;
use crate::tables::Table;

/// What is wrong with the foreign keys, in the order of the tables' names.
pub(super) fn review(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, table) in &document.schema.tables {
        for (at, key) in table.foreign_keys.iter().enumerate() {
            let asked = document.asked.get(&(name.clone(), at));
            let of = Held { document, name, table, key, asked };
            let is_unread = document.unread.iter().any(|unread| is_same(unread, &key.parent));
            if !is_unread {
                findings.extend(of.target());
            }
            findings.extend(of.deletion());
        }
    }
    findings
}

/// Junctions in which a pair may be there twice.
pub(super) fn junctions(document: &Document) -> Vec<Finding> {
    let tables = &document.schema.tables;
    let named = document.junctions.iter().filter_map(|name| tables.iter().find(|(table, _)| is_same(table, name)));
    let wrong = named.filter_map(|(name, table)| {
        let mut pair: Vec<&str> = Vec::new();
        for column in table.foreign_keys.iter().flat_map(|key| &key.columns) {
            if !pair.iter().any(|known| is_same(known, column)) {
                pair.push(column);
            }
        }
        if is_unique(table, &pair) {
            return None;
        }
        let message = if pair.is_empty() {
            format!("`{name}` is to stand for pairs of rows, and has no foreign key")
        } else {
            format!("`{name}` may hold the same pair twice: nothing makes {} unique together", words::names(&pair))
        };
        let finding = Finding::new(Rule::JunctionPairNotUnique, name.clone(), name, message)
            .note("a join through it then counts rows twice");
        Some(words::with_unique_index(finding, name, &pair))
    });
    wrong.collect()
}

/// One foreign key, and the table that holds it.
struct Held<'a> {
    document: &'a Document,
    name: &'a str,
    table: &'a Table,
    key: &'a ForeignKey,
    asked: Option<&'a Asked>,
}

impl Held<'_> {
    fn finding(&self, rule: Rule, message: String) -> Finding {
        Finding::new(rule, words::of_key(self.name, self.key), self.name, message)
    }

    /// The key in words: `` `posts.author_id` ``, or its columns.
    fn named(&self) -> String {
        match &self.key.columns[..] {
            [column] => format!("`{}.{column}`", self.name),
            columns => format!("the key {} of `{}`", words::names(columns), self.name),
        }
    }

    /// Where it points; if that is there, whether it fits, and whether it is served.
    fn target(&self) -> Vec<Finding> {
        let (schema, key) = (&self.document.schema, self.key);
        let parent = &key.parent;
        let Some(of_parent) = table(schema, parent) else {
            let message = format!("{} points to table `{parent}`, which is not there", self.named());
            let finding = self.finding(Rule::FkParentTableMissing, message);
            return vec![finding.note("with foreign keys on, each INSERT that fills the key fails: no such table")];
        };
        let target = points_to(schema, key);
        if target.len() != key.columns.len() {
            let message = if target.is_empty() {
                format!("{} points to the primary key of `{parent}`, which has none", self.named())
            } else {
                format!(
                    "{} has {} to point to the {} of {}",
                    self.named(),
                    count(key.columns.len()),
                    count(target.len()),
                    words::names(target)
                )
            };
            let finding = self.finding(Rule::FkParentColumnMissing, message);
            return vec![finding.note("SQLite refuses to write to either table: foreign key mismatch")];
        }
        if let Some(missing) = target.iter().find(|name| column(schema, parent, name).is_none()) {
            let message = format!("{} points to `{parent}.{missing}`, which is not there", self.named());
            let finding = self.finding(Rule::FkParentColumnMissing, message);
            let known = of_parent.columns.iter().map(|column| column.name.as_str());
            return vec![match crate::locate::nearest(missing, known) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.note("SQLite refuses to write to either table: foreign key mismatch"),
            }];
        }
        let mut findings = Vec::new();
        findings.extend(self.parent_not_unique(of_parent, target));
        findings.extend(self.type_mismatch(target));
        findings.extend(self.no_index());
        findings
    }

    fn parent_not_unique(&self, of_parent: &Table, target: &[String]) -> Option<Finding> {
        let parent = &self.key.parent;
        let (is_unique, refused) =
            (is_unique(of_parent, target), self.asked.and_then(|asked| asked.is_accepted) == Some(false));
        if is_unique && !refused {
            return None;
        }
        let message = format!("{} points to {} of `{parent}`, which is not unique", self.named(), words::names(target));
        let finding = self.finding(Rule::FkParentNotUnique, message);
        Some(if is_unique {
            finding
                .note("its unique index compares by another collation than the column, so that SQLite does not take it")
        } else {
            words::with_unique_index(finding, parent, target)
                .note("SQLite refuses to write to either table: foreign key mismatch")
        })
    }

    fn type_mismatch(&self, target: &[String]) -> Option<Finding> {
        let (schema, key) = (&self.document.schema, self.key);
        let (name, parent) = (self.name, &key.parent);
        let mut ends = key.columns.iter().zip(target);
        ends.find_map(|(from, to)| {
            let here = column(schema, name, from)?;
            let there = column(schema, parent, to)?;
            let [of_key, of_parent] = [here, there].map(|column| affinity(&column.declared_type));
            if of_key == of_parent {
                return None;
            }
            let shown = |declared: &str| {
                if declared.is_empty() { "no declared type".to_owned() } else { format!("declared {declared}") }
            };
            let message = format!(
                "`{name}.{from}` has affinity {of_key}, and `{parent}.{to}`, which it points to, affinity {of_parent}"
            );
            let note = format!("{} here, {} there", shown(&here.declared_type), shown(&there.declared_type));
            let finding = self.finding(Rule::FkTypeMismatch, message).note(note);
            Some(finding.help(format!("declare both columns with one type, as `{parent}.{to}` has it")))
        })
    }

    fn no_index(&self) -> Option<Finding> {
        let key = self.key;
        let (name, parent) = (self.name, &key.parent);
        let told = self.asked.and_then(|asked| asked.is_served);
        let is_indexed = is_indexed(self.table, &key.columns);
        if told.unwrap_or(is_indexed) {
            return None;
        }
        let columns = words::names(&key.columns);
        let collations = self.asked.map_or(&[][..], |asked| &asked.collations);
        let indexed = key.columns.iter().enumerate().map(|(at, column)| match collations.get(at) {
            Some(collation) if !is_same(collation, "BINARY") => {
                format!("{} COLLATE {}", words::quoted(column), words::quoted(collation))
            }
            Some(_) | None => words::quoted(column),
        });
        let indexed = indexed.collect::<Vec<_>>().join(", ");
        let message = if is_indexed {
            format!("no index that SQLite can use for it begins with {columns} of `{name}`")
        } else {
            format!("no index of `{name}` begins with {columns}")
        };
        let finding = self.finding(Rule::FkNoIndex, message).note(format!(
            "each deletion of a row of `{parent}`, and each look-up of its rows of `{name}`, reads all of `{name}`"
        ));
        let index = words::quoted(&words::index_name(name, &key.columns));
        Some(finding.help(format!("CREATE INDEX {index} ON {}({indexed});", words::quoted(name))))
    }

    /// What a deletion of the row that it points to does.
    fn deletion(&self) -> Vec<Finding> {
        let (name, key) = (self.name, self.key);
        let parent = &key.parent;
        let is = |action: &str| key.on_delete.eq_ignore_ascii_case(action);
        let column = |name: &&String| self.table.columns.iter().find(|column| is_same(&column.name, name));
        let mut findings = Vec::new();
        if is("SET NULL")
            && let Some(full) = key.columns.iter().find(|name| column(name).is_some_and(|column| column.not_null))
        {
            let message = format!(
                "`{name}.{full}` is to be emptied when its row of `{parent}` is deleted, but it may not be NULL"
            );
            let finding = self.finding(Rule::SetNullOnNotNull, message);
            let finding =
                finding.note("each deletion of a row that is pointed to fails, or leaves a row without a key");
            findings.push(finding.help("let the column be NULL, or decide on ON DELETE RESTRICT or CASCADE"));
        }
        if is("SET DEFAULT")
            && let Some(bare) = key.columns.iter().find(|name| column(name).is_some_and(|column| !column.has_default))
        {
            let message = format!(
                "`{name}.{bare}` is to get its default when its row of `{parent}` is deleted, and has no default"
            );
            let finding = self.finding(Rule::SetDefaultWithoutDefault, message);
            findings.push(finding.help("add a DEFAULT that is a key of the parent, or write ON DELETE SET NULL"));
        }
        match self.policy() {
            Some(Policy::Shared) if is("CASCADE") => {
                let message =
                    format!("deleting a row of `{parent}`, which is shared, deletes all rows of `{name}` that use it");
                let finding = self.finding(Rule::CascadeFromShared, message);
                findings.push(finding.help("ON DELETE RESTRICT keeps what is in use, ON DELETE SET NULL what uses it"));
            }
            Some(Policy::Owner) if !is("CASCADE") => {
                let message = format!(
                    "rows of `{name}` belong to their row of `{parent}`, and do not go with it: ON DELETE {}",
                    key.on_delete
                );
                let finding = self.finding(Rule::OwnedChildNotCascaded, message);
                findings.push(finding.help("ON DELETE CASCADE, or do not call the parent their owner"));
            }
            Some(Policy::Shared | Policy::Owner) | None => {}
        }
        findings
    }

    /// The policy of the table that it points to.
    fn policy(&self) -> Option<Policy> {
        let parent = &self.key.parent;
        self.document.policy.iter().find(|(table, _)| is_same(table, parent)).map(|(_, policy)| *policy)
    }
}

fn count(n: usize) -> String {
    if n == 1 { "1 column".to_owned() } else { format!("{n} columns") }
}
