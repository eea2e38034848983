//! The call `@domain`: a domain of the student's own, tried with rows that are made for it.

mod fill;

use harness_core::declaration::Declaration;
use harness_core::domain::{self, Made, Marked, Relation, Roles};
use harness_core::observation::{Deletion, End, Entity, EntityRelation, Purpose, Refused, Run, StepRows, Trial, Walk};
use harness_core::rows::Row;
use harness_core::tables::{Schema, Tables};
use sea_orm::{ConnectionTrait, DbErr};

use crate::Domain;
use crate::database::{Db, query, quoted};
use crate::schema;

/// Makes rows for the tables, and puts down what became of them.
pub(crate) async fn run(
    db: &Db,
    of: &Domain,
    entities: Vec<Entity>,
    declaration: &str,
    run: &mut Run,
) -> Result<End, DbErr> {
    let schema = schema::read(&db.theirs).await?;
    let declaration = Declaration::parse(declaration);
    say_why(declaration.as_ref().ok());
    let declared = declaration.clone().unwrap_or_default();
    let (relations, _) = domain::resolve(&declared, &entities, &schema);
    let roles = domain::roles(&declared, &relations).ok();
    let made = domain::make(&entities, &schema, &relations, roles, &declared.samples);
    let mut refused = fill::fill(&db.theirs, &entities, &made.tables).await?;
    refused
        .extend(made.failed.iter().map(|(table, message)| Refused { table: table.clone(), message: message.clone() }));
    let mut unread = Vec::new();
    for (position, entity) in entities.iter().enumerate() {
        if let Err(error) = of.read(position, &db.theirs).await {
            unread.push(Refused { table: entity.table.clone(), message: error.to_string() });
        }
    }
    run.before = db.snapshot().await?;
    let bench = Bench { db, entities: &entities, schema: &schema, before: &run.before };
    let mut walks = Vec::new();
    if let (Some(roles), Some(steps)) = (roles, &made.steps) {
        walks = bench.walks(roles, &relations, steps).await;
    }
    let deletions = bench.deletions(&made).await?;
    let steps = made.steps.as_ref().map(|steps| step_rows(steps, |table, key| bench.shown(table, key), roles));
    run.trial = Some(Box::new(Trial { declaration, refused, unread, steps: steps.flatten(), walks, deletions }));
    run.schema = Some(schema);
    run.entities = entities;
    Ok(End::Returned)
}

/// Why a relation is as it is goes to whoever reads the output: nobody judges it.
#[expect(clippy::print_stderr, reason = "what the candidate's process prints is shown under its check")]
fn say_why(declaration: Option<&Declaration>) {
    for relation in declaration.iter().flat_map(|declaration| &declaration.relations) {
        let intent = relation.intent.map_or("many to many", |intent| intent.name());
        eprintln!("{} and {}, {intent}: {}", relation.between[0], relation.between[1], relation.why);
    }
}

fn step_rows(steps: &Marked, shown: impl Fn(&str, &Row) -> Row, roles: Option<Roles<'_>>) -> Option<StepRows> {
    let Roles { parent, group } = roles?;
    Some(StepRows {
        parent: shown(&parent.parent, &steps.parents[0]),
        groups: steps.groups.each_ref().map(|key| shown(&group.parent, key)),
        children: steps.children.iter().map(|key| shown(&parent.child, key)).collect(),
    })
}

/// What is tried on.
struct Bench<'a> {
    db: &'a Db,
    entities: &'a [Entity],
    schema: &'a Schema,
    before: &'a Tables,
}

impl Bench<'_> {
    /// Steps 3 and 4: from the parents to their children and back, and the children of each group.
    async fn walks(&self, roles: Roles<'_>, all: &[Relation], steps: &Marked) -> Vec<Walk> {
        let Roles { parent, group } = roles;
        let mut walks = Vec::new();
        for key in &steps.parents {
            walks.push(self.walk(3, parent, all, [&parent.parent, &parent.child], key).await);
        }
        if let Some(key) = steps.children.first() {
            walks.push(self.walk(3, parent, all, [&parent.child, &parent.parent], key).await);
            walks.push(self.walk(3, group, all, [&group.child, &group.parent], key).await);
        }
        for key in &steps.groups {
            walks.push(self.walk(4, group, all, [&group.child, &group.parent], key).await);
        }
        walks
    }

    /// The rows at the end of a relation as the entity of `from` defines it: in step 3 those that the row `key` of `from`
    /// leads to, in step 4 those that lead to the row `key` of `to`.
    async fn walk(&self, step: u8, along: &Relation, all: &[Relation], [from, to]: [&String; 2], key: &Row) -> Walk {
        let found = match self.defined(along, all, from, to) {
            Some(defined) => self.rows_along(step, from, defined, key).await.map_err(|error| error.to_string()),
            None => Err(format!("the entity of `{from}` has no relation to `{to}`")),
        };
        let key = self.shown(if step == 3 { from } else { to }, key);
        Walk { step, relation: along.name(), from: from.clone(), to: to.clone(), key, found }
    }

    /// The relation of an entity that is this one: on its columns, else one that is no other declared one.
    fn defined(&self, along: &Relation, all: &[Relation], from: &str, to: &str) -> Option<&EntityRelation> {
        let entity = self.entities.iter().find(|entity| entity.table == from)?;
        let is_parent = from == along.parent && from != along.child;
        let mut these = entity.relations.iter().filter(|one| one.to_table == to && one.is_parent == is_parent);
        let right = these.clone().find(|one| along.is_declared_by(entity, one));
        right.or_else(|| these.find(|one| !all.iter().any(|other| other.is_declared_by(entity, one))))
    }

    async fn rows_along(&self, step: u8, from: &str, by: &EntityRelation, key: &Row) -> Result<Vec<Row>, DbErr> {
        let (start, end) =
            if step == 3 { ((from, "f"), (&*by.to_table, "t")) } else { ((&*by.to_table, "t"), (from, "f")) };
        let wanted = self.primary_key(end.0);
        let list: Vec<String> = wanted.iter().map(|column| format!("{}.{}", end.1, quoted(column))).collect();
        let on: Vec<String> = by
            .from_columns
            .iter()
            .zip(&by.to_columns)
            .map(|(from, to)| format!("f.{} = t.{}", quoted(from), quoted(to)))
            .collect();
        let sql = format!(
            "SELECT {} FROM {} f JOIN {} t ON {} WHERE {}",
            list.join(", "),
            quoted(from),
            quoted(&by.to_table),
            on.join(" AND "),
            self.is_row(start.0, start.1, key),
        );
        query(&self.db.theirs, sql, wanted.len()).await
    }

    /// Each deletion by itself: what it did is taken back.
    async fn deletions(&self, made: &Made) -> Result<Vec<Deletion>, DbErr> {
        let theirs = &self.db.theirs;
        let mut deletions = Vec::new();
        for (table, key, purpose) in &made.deletions {
            let sql = format!("DELETE FROM {} WHERE {}", quoted(table), self.is_row(table, "", key));
            theirs.execute_unprepared("BEGIN").await?;
            let refused = theirs.execute_unprepared(&sql).await.err().map(|error| error.to_string());
            let after = crate::database::snapshot(theirs).await?;
            theirs.execute_unprepared("ROLLBACK").await?;
            let after = after.into_iter().filter(|(table, rows)| self.before.get(table) != Some(rows)).collect();
            let (table, purpose): (&String, &Purpose) = (table, purpose);
            deletions.push(Deletion {
                table: table.clone(),
                key: self.shown(table, key),
                purpose: purpose.clone(),
                refused,
                after,
            });
        }
        Ok(deletions)
    }

    fn primary_key(&self, table: &str) -> Vec<String> {
        self.schema.tables.get(table).map(|table| table.primary_key.clone()).unwrap_or_default()
    }

    /// The condition that a row of `table`, called `alias`, is the one of that key.
    fn is_row(&self, table: &str, alias: &str, key: &Row) -> String {
        let dot = if alias.is_empty() { "" } else { "." };
        let columns = self.primary_key(table);
        let parts = columns.iter().zip(key).map(|(column, cell)| {
            format!("{alias}{dot}{} = {}", quoted(column), fill::literal(self.entities, table, column, cell))
        });
        parts.collect::<Vec<_>>().join(" AND ")
    }

    /// A key as a snapshot shows it.
    fn shown(&self, table: &str, key: &Row) -> Row {
        let columns = self.primary_key(table);
        columns.iter().zip(key).map(|(column, cell)| fill::shown(self.entities, table, column, cell)).collect()
    }
}
