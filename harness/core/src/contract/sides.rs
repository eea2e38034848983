//! The two sides of a relation, as the entities declare them.

use crate::contract::Wanted;
use crate::observation::Entity;
use crate::observation::EntityColumn;
use crate::observation::EntityRelation;

/// One side of a relation.
#[derive(Clone, Copy)]
pub(super) enum Side<'a> {
    /// The entity declares nothing towards the other table.
    Missing,
    /// It does, but not on the columns that it should.
    Elsewhere(&'a EntityRelation),
    /// It does.
    Right(&'a EntityRelation),
}

impl<'a> Side<'a> {
    /// What is declared, on whichever columns.
    pub(super) fn relation(self) -> Option<&'a EntityRelation> {
        match self {
            Self::Missing => None,
            Self::Elsewhere(relation) | Self::Right(relation) => Some(relation),
        }
    }
}

/// The side of the table that holds the key.
pub(super) fn child<'a>(relation: &Wanted, relations: &[Wanted], entities: &'a [Entity]) -> Side<'a> {
    let others = relations.iter().filter(|other| is_same(&other.child, &relation.child));
    let others: Vec<Way> = others.map(|other| (&*other.parent, &*other.key, &*other.parent_key)).collect();
    let wanted = (&*relation.parent, &*relation.key, &*relation.parent_key);
    side(entities, &relation.child, false, wanted, &others)
}

/// The side of the table that the key points to.
pub(super) fn parent<'a>(relation: &Wanted, relations: &[Wanted], entities: &'a [Entity]) -> Side<'a> {
    let others = relations.iter().filter(|other| is_same(&other.parent, &relation.parent));
    let others: Vec<Way> = others.map(|other| (&*other.child, &*other.parent_key, &*other.key)).collect();
    let wanted = (&*relation.child, &*relation.parent_key, &*relation.key);
    side(entities, &relation.parent, true, wanted, &others)
}

/// Another table, the columns here, and those there.
type Way<'a> = (&'a str, &'a [String], &'a [String]);

/// Looks for a declaration on the `wanted` columns, else for one to that table which is not one of `others`: two tables may have more than one relation to each other.
fn side<'a>(entities: &'a [Entity], table: &str, as_parent: bool, wanted: Way<'_>, others: &[Way<'_>]) -> Side<'a> {
    let declared = || {
        let entity = entity(entities, table);
        let relations = entity.into_iter().flat_map(|entity| &entity.relations);
        relations.filter(|declared| declared.is_parent == as_parent && is_same(&declared.to_table, wanted.0))
    };
    if let Some(right) = declared().find(|declared| is_on(declared, wanted)) {
        return Side::Right(right);
    }
    declared()
        .find(|declared| !others.iter().any(|other| is_on(declared, *other)))
        .map_or(Side::Missing, Side::Elsewhere)
}

/// Whether a declaration goes to that table, from that column to that one.
fn is_on(declared: &EntityRelation, (table, from, to): Way<'_>) -> bool {
    is_same(&declared.to_table, table) && are_same(&declared.from_columns, from) && are_same(&declared.to_columns, to)
}

/// Whether two declarations, one of each side, are on the same columns.
pub(super) fn mirrored(here: &EntityRelation, there: &EntityRelation) -> bool {
    are_same(&here.from_columns, &there.to_columns) && are_same(&here.to_columns, &there.from_columns)
}

/// The entity of a table.
pub(super) fn entity<'a>(entities: &'a [Entity], table: &str) -> Option<&'a Entity> {
    entities.iter().find(|entity| is_same(&entity.table, table))
}

/// A column, as its entity declares it.
pub(super) fn column<'a>(entities: &'a [Entity], table: &str, name: &str) -> Option<&'a EntityColumn> {
    entity(entities, table)?.columns.iter().find(|column| is_same(&column.name, name))
}

/// Whether two lists of names are one to SQLite.
pub(super) fn are_same(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
}

/// Whether two names are one to SQLite.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}
