//! A domain of the student's own: what is declared of it against its entities, rows for it, and what a deletion has to do.

mod keyed;
mod rows;
mod wanted;

use crate::contract::database;
use crate::declaration::Cardinality;
use crate::declaration::Declaration;
use crate::declaration::Declared;
use crate::declaration::Intent;
use crate::finding::Code;
use crate::locate::nearest;
use crate::observation::Entity;
use crate::observation::EntityRelation;
use crate::tables::Schema;

pub use keyed::keyed;
pub use rows::{Made, Marked, make};
pub use wanted::{Wanted, matching, wanted};

/// The fewest and the most entities of a domain.
pub const SIZE: std::ops::RangeInclusive<usize> = 3..=8;

/// A relation as declared, with the columns of both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The table that holds the key.
    pub child: String,
    /// The key's columns.
    pub key: Vec<String>,
    /// The table that it points to.
    pub parent: String,
    /// The columns there.
    pub parent_key: Vec<String>,
    /// What the child is to the parent.
    pub intent: Intent,
    /// Whether a parent has at most one child.
    pub one_to_one: bool,
}

impl Relation {
    /// Its name: the table and the columns of the key, as `loaves.oven_id`.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::declaration::Intent;
    /// use harness_core::domain::Relation;
    ///
    /// let relation = Relation {
    ///     child: "loaves".into(),
    ///     key: vec!["bakery_id".into(), "oven_number".into()],
    ///     parent: "ovens".into(),
    ///     parent_key: vec!["bakery_id".into(), "number".into()],
    ///     intent: Intent::Shared,
    ///     one_to_one: false,
    /// };
    /// assert_eq!(relation.name(), "loaves.bakery_id+oven_number");
    /// ```
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}", self.child, self.key.join("+"))
    }

    /// Whether a declaration of `entity`, which is the child's or the parent's, is of this relation and on its columns.
    #[must_use]
    pub fn is_declared_by(&self, entity: &Entity, declared: &EntityRelation) -> bool {
        let ends = if declared.is_parent {
            [(&self.parent, &self.parent_key), (&self.child, &self.key)]
        } else {
            [(&self.child, &self.key), (&self.parent, &self.parent_key)]
        };
        entity.table == *ends[0].0
            && declared.to_table == *ends[1].0
            && declared.from_columns == *ends[0].1
            && declared.to_columns == *ends[1].1
    }
}

/// Something that the declaration does not say, or says otherwise than the entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// [`Code::DomainUndeclared`], [`Code::DeclaredOtherwise`] or [`Code::DomainShape`].
    pub code: Code,
    /// What is wrong. No full stop.
    pub message: String,
    /// What to do.
    pub help: String,
}

fn fault(code: Code, message: String, help: impl Into<String>) -> Fault {
    Fault { code, message, help: help.into() }
}

/// The relations that are declared well enough to be looked at, and what is wrong with the declaration.
#[must_use]
pub fn resolve(declaration: &Declaration, entities: &[Entity], schema: &Schema) -> (Vec<Relation>, Vec<Fault>) {
    let mut relations: Vec<Relation> = Vec::new();
    let mut faults = Vec::new();
    if !SIZE.contains(&entities.len()) {
        let message = format!("{} entities, expected {} to {}", entities.len(), SIZE.start(), SIZE.end());
        faults.push(fault(Code::DomainShape, message, "Name each of your entities once in `domain()`"));
    }
    let reader = Reader { entities, schema };
    for declared in declaration.relations.iter().filter(|one| one.cardinality != Cardinality::ManyToMany) {
        match reader.relation(declared) {
            Ok(relation)
                if relations.iter().any(|other| (&other.child, &other.key) == (&relation.child, &relation.key)) =>
            {
                let message = format!("the key {} is declared twice", declared.key.join(", "));
                faults.push(fault(Code::DomainUndeclared, message, "Declare each relation once in src/domain.yaml"));
            }
            Ok(relation) => {
                faults.extend(reader.agrees(declared, &relation));
                relations.push(relation);
            }
            Err(fault) => faults.push(fault),
        }
    }
    for declared in declaration.relations.iter().filter(|one| one.cardinality == Cardinality::ManyToMany) {
        faults.extend(reader.many_to_many(declared, &relations));
    }
    faults.extend(undeclared(entities, &relations));
    (relations, faults)
}

/// Relations of the entities that the declaration is silent about.
fn undeclared<'a>(entities: &'a [Entity], relations: &'a [Relation]) -> impl Iterator<Item = Fault> + 'a {
    let all = entities.iter().flat_map(|entity| entity.relations.iter().map(move |declared| (entity, declared)));
    let to_one = all.filter(|(_, declared)| !declared.is_parent);
    to_one.filter_map(move |(entity, declared)| {
        let of_these_tables =
            || relations.iter().filter(|one| one.child == entity.table && one.parent == declared.to_table);
        // One that is declared and that no entity has on its columns is this one, on wrong columns.
        let is_told = of_these_tables().any(|one| {
            one.is_declared_by(entity, declared)
                || !entity.relations.iter().any(|other| !other.is_parent && one.is_declared_by(entity, other))
        });
        let key = declared.from_columns.join(", ");
        (!is_told).then(|| {
            let message = format!(
                "`{}.{key}` points to `{}`, and src/domain.yaml has no word on it",
                entity.table, declared.to_table
            );
            fault(Code::DomainUndeclared, message, "Declare it: between, cardinality, key, intent, and why")
        })
    })
}

/// What a declaration is read against.
struct Reader<'a> {
    entities: &'a [Entity],
    schema: &'a Schema,
}

impl<'a> Reader<'a> {
    fn entity(&self, table: &str) -> Result<&'a Entity, Fault> {
        let known = || self.entities.iter().map(|entity| entity.table.as_str());
        self.entities.iter().find(|entity| entity.table == table).ok_or_else(|| {
            let near = nearest(table, known()).map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
            let message = format!("src/domain.yaml speaks of a table `{table}`, and no entity has it{near}");
            fault(Code::DomainUndeclared, message, format!("The tables are {}", known().collect::<Vec<_>>().join(", ")))
        })
    }

    /// One relation with a key of its own.
    fn relation(&self, declared: &Declared) -> Result<Relation, Fault> {
        let undeclared = |message: String, help: &str| fault(Code::DomainUndeclared, message, help);
        let [one, other] = &declared.between;
        let entities = [self.entity(one)?, self.entity(other)?];
        let what = format!("the relation between `{one}` and `{other}`");
        let parts: Vec<(&str, &str)> = declared.key.iter().filter_map(|key| key.split_once('.')).collect();
        let Some((child, _)) = parts.first().copied().filter(|_| parts.len() == declared.key.len()) else {
            return Err(undeclared(
                format!("{what} has no key of the form `table.column`"),
                "Say which column holds it",
            ));
        };
        let Some(at) = declared.between.iter().position(|table| table == child) else {
            let message = format!("the key `{}` is of neither table of {what}", declared.key.join(", "));
            return Err(undeclared(message, "The key stands on one of the two"));
        };
        let key: Vec<String> = parts.iter().map(|(_, column)| (*column).to_owned()).collect();
        let unknown = |name: &&String| !entities[at].columns.iter().any(|column| column.name == **name);
        if let Some(column) = key.iter().find(unknown) {
            let known = entities[at].columns.iter().map(|column| column.name.as_str());
            let near = nearest(column, known).map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
            return Err(undeclared(
                format!("`{child}` has no column `{column}`{near}"),
                "Correct the key in src/domain.yaml",
            ));
        }
        let Some(intent) = declared.intent else {
            return Err(undeclared(format!("{what} has no intent"), "Say `owned`, `shared` or `audit`"));
        };
        let parent = entities[1 - at];
        let mut of_child = entities[at].relations.iter().filter(|known| !known.is_parent);
        let known = of_child.find(|known| known.to_table == parent.table && known.from_columns == key);
        let parent_key = known.map_or_else(|| parent.primary_key.clone(), |known| known.to_columns.clone());
        let is_there = |name: &String| parent.columns.iter().any(|column| column.name == *name);
        if parent_key.len() != key.len() || !parent_key.iter().all(is_there) {
            let message =
                format!("{what} is on columns that `{}` does not have, or on more than the key has", parent.table);
            return Err(undeclared(message, "Name as many columns as the other table's key has"));
        }
        Ok(Relation {
            child: child.to_owned(),
            parent_key,
            parent: parent.table.clone(),
            key,
            intent,
            one_to_one: declared.cardinality == Cardinality::OneToOne,
        })
    }

    /// What the declaration of a relation says otherwise than the tables, or leaves out.
    fn agrees(&self, declared: &Declared, relation: &Relation) -> Option<Fault> {
        let otherwise = |message: String, help: String| Some(fault(Code::DeclaredOtherwise, message, help));
        let [one, many] = &declared.between;
        let (name, key) = (relation.name(), relation.key.join(", "));
        if declared.cardinality == Cardinality::OneToMany && one != many && *many != relation.child {
            return otherwise(
                format!(
                    "`{one}` is said to have many `{many}`, but the key `{name}` lets one row of `{many}` have many of `{one}`"
                ),
                format!("Write `between: [{many}, {one}]`, or move the key to `{many}`"),
            );
        }
        let is_unique = self.is_unique(&relation.child, &relation.key);
        match (relation.one_to_one, is_unique) {
            (true, false) => {
                return otherwise(
                    format!(
                        "`{name}` is said to be one to one, but nothing keeps two rows of `{}` from the same `{key}`",
                        relation.child
                    ),
                    format!("Put `#[sea_orm(unique)]` above `{key}`, or say `one_to_many`"),
                );
            }
            (false, true) => {
                return otherwise(
                    format!(
                        "`{name}` is said to be one to many, but `{key}` is unique: no row of `{}` can have two",
                        relation.parent
                    ),
                    "Say `one_to_one`, or take `unique` away".to_owned(),
                );
            }
            (true, true) | (false, false) => {}
        }
        let help = "One sentence for who reads it; its words are not judged";
        declared.why.trim().is_empty().then(|| fault(Code::DomainUndeclared, format!("`{name}` has no `why`"), help))
    }

    fn many_to_many(&self, declared: &Declared, relations: &[Relation]) -> Option<Fault> {
        let [one, other] = &declared.between;
        let what = format!("the relation between `{one}` and `{other}`");
        let Some(through) = &declared.through else {
            return Some(fault(
                Code::DomainUndeclared,
                format!("{what} does not say `through` which table"),
                "Name the table that holds both keys",
            ));
        };
        if let Err(fault) = self.entity(through) {
            return Some(fault);
        }
        let mut keys_to = relations.iter().filter(|key| key.child == *through);
        let first = keys_to.clone().find(|key| key.parent == *one);
        let second = keys_to.find(|key| key.parent == *other && first.is_none_or(|first| first.key != key.key));
        let (Some(first), Some(second)) = (first, second) else {
            let message = format!("{what} goes through `{through}`, which has no declared key to each of them");
            return Some(fault(
                Code::DomainUndeclared,
                message,
                format!("Declare the two relations of `{through}` as well, `one_to_many` each"),
            ));
        };
        let pair: Vec<String> = first.key.iter().chain(&second.key).cloned().collect();
        (!self.is_unique(through, &pair)).then(|| {
            let message = format!(
                "nothing keeps two rows of `{through}` from having the same ({}): the pair counts twice in a join",
                pair.join(", ")
            );
            fault(
                Code::DeclaredOtherwise,
                message,
                "Make the two keys the primary key, or put `#[sea_orm(unique_key = \"pair\")]` above both",
            )
        })
    }

    /// Whether no two rows can have the same values in exactly these columns.
    fn is_unique(&self, table: &str, columns: &[String]) -> bool {
        database::table(self.schema, table).is_some_and(|table| database::is_unique(table, columns))
    }
}

/// The two relations of one child that the five steps go along: to its parent, and to its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roles<'a> {
    /// From the child to its parent.
    pub parent: &'a Relation,
    /// From the child to its group.
    pub group: &'a Relation,
}

/// No child has both a parent and a group.
const NO_PAIR: &str = "no table is owned by one and shares another: the five steps need a parent, a child of it, and a \
                       group that the child is in";

/// Which relations the five steps go along: those that `domain.yaml` names; else, if there is just one such pair, what a
/// child is owned by and what it shares with others.
///
/// # Errors
///
/// Why it cannot be told.
pub fn roles<'a>(declaration: &Declaration, relations: &'a [Relation]) -> Result<Roles<'a>, Fault> {
    let shape = |message: String| {
        let help = "Write `steps: {parent: child.key, group: child.key}` into src/domain.yaml: two relations of one table, \
                    to a parent that has many of it, and to a group that it is in";
        fault(Code::DomainShape, message, help)
    };
    if let Some(steps) = &declaration.steps {
        let named = |name: &str| {
            let found = relations.iter().find(|relation| relation.name() == name);
            found.ok_or_else(|| shape(format!("`steps` names `{name}`, which is no declared relation")))
        };
        let roles = Roles { parent: named(&steps.parent)?, group: named(&steps.group)? };
        return match roles {
            Roles { parent, group } if parent.child != group.child || parent == group => Err(shape(format!(
                "`steps` names `{}` and `{}`, which are not two relations of one table",
                steps.parent, steps.group
            ))),
            Roles { parent, group } if [parent, group].iter().any(|one| one.child == one.parent) => Err(shape(
                "`steps` names a relation of a table to itself: parent and child must be two tables".to_owned(),
            )),
            Roles { parent, group } if parent.one_to_one || group.one_to_one => Err(shape(
                "`steps` names a relation that is one to one: a parent must have more than one child".to_owned(),
            )),
            _ => Ok(roles),
        };
    }
    let many = || relations.iter().filter(|relation| !relation.one_to_one && relation.child != relation.parent);
    let mut pairs = many().filter(|parent| parent.intent == Intent::Owned).flat_map(|parent| {
        let groups = many().filter(move |group| {
            group.intent == Intent::Shared && group.child == parent.child && group.parent != parent.parent
        });
        groups.map(move |group| Roles { parent, group })
    });
    match (pairs.next(), pairs.next()) {
        (Some(roles), None) => Ok(roles),
        (None, _) => Err(shape(NO_PAIR.to_owned())),
        (Some(one), Some(other)) => Err(shape(format!(
            "the five steps could go along `{}` and `{}`, or along `{}` and `{}`",
            one.parent.name(),
            one.group.name(),
            other.parent.name(),
            other.group.name()
        ))),
    }
}

#[cfg(test)]
mod tests;
