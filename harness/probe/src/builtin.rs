//! The calls that the harness makes itself: what it asks of the student's entities and of the tables made from them.

use harness_core::observation::{End, Entity, EntityRelation, Run};
use harness_core::rows::{Cell, Rows};
use sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::database::{Db, query, quoted, value};
use crate::schema;
use crate::trial;
use crate::{Ask, Probe};

/// Makes the call named `call`, which starts with `@`.
pub(crate) async fn run(call: &str, db: &Db, ask: &Ask, probe: &Probe, run: &mut Run) -> Result<End, DbErr> {
    let domain = (probe.domain)();
    let entities = domain.describe();
    let untouched = entities.iter().all(|entity| entity.relations.is_empty());
    match call {
        "@entities" => {
            run.schema = Some(schema::read(db.ours().await?).await?);
            run.entities = entities;
            Ok(if untouched { End::NotAttempted } else { End::Returned })
        }
        _ if untouched => Ok(End::NotAttempted),
        "@join" => join(db, ask, &entities, run).await,
        "@delete" => delete(db, ask, run).await,
        "@domain" => trial::run(db, &domain, entities, probe.declaration.unwrap_or_default(), run).await,
        _ => Ok(End::Internal { message: format!("there is no call {call}") }),
    }
}

/// The rows of `from` whose row of `to` has `value` in `column`, through the student's definition of the relation.
async fn join(db: &Db, ask: &Ask, entities: &[Entity], run: &mut Run) -> Result<End, DbErr> {
    let (from, to) = (ask.text("from"), ask.text("to"));
    let relations = entities.iter().filter(|entity| entity.table == from).flat_map(|entity| &entity.relations);
    let Some(relation) = relations.into_iter().find(|relation| relation.to_table == to) else {
        return Ok(End::Failed { message: format!("the entity of table {from} has no relation to table {to}") });
    };
    let columns = schema::columns(db.ours().await?).await?;
    let Some((_, columns)) = columns.into_iter().find(|(table, _)| table == from) else {
        return Ok(End::Failed { message: format!("there is no table {from}") });
    };
    let sql = join_sql(from, relation, ask.text("column"), ask.cell("value"), &columns);
    run.returned = Some(Rows { rows: query(&db.theirs, sql, columns.len()).await?, columns });
    Ok(End::Returned)
}

fn join_sql(from: &str, relation: &EntityRelation, column: &str, value: &Cell, columns: &[String]) -> String {
    let list: Vec<String> = columns.iter().map(|column| format!("f.{}", quoted(column))).collect();
    let on: Vec<String> = relation
        .from_columns
        .iter()
        .zip(&relation.to_columns)
        .map(|(from, to)| format!("f.{} = t.{}", quoted(from), quoted(to)))
        .collect();
    let value = match value {
        Cell::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) => value.to_string(),
    };
    let (from, to) = (quoted(from), quoted(&relation.to_table));
    let (list, on) = (list.join(", "), on.join(" AND "));
    format!("SELECT {list} FROM {from} f JOIN {to} t ON {on} WHERE t.{} = {value} ORDER BY 1", quoted(column))
}

/// Deletes the row of `table` whose first column is `key`, with nothing but SQL.
async fn delete(db: &Db, ask: &Ask, run: &mut Run) -> Result<End, DbErr> {
    let table = ask.text("table");
    let key = schema::columns(db.ours().await?).await?.into_iter().find(|(name, _)| name == table);
    let Some(key) = key.and_then(|(_, columns)| columns.into_iter().next()) else {
        return Ok(End::Failed { message: format!("there is no table {table}") });
    };
    let sql = format!("DELETE FROM {} WHERE {} = ?", quoted(table), quoted(&key));
    let statement = Statement::from_sql_and_values(sea_orm::DbBackend::Sqlite, sql, [value(ask.cell("key"))]);
    run.returned = Some(Rows::default());
    Ok(match db.theirs.execute_raw(statement).await {
        Ok(_) => End::Returned,
        Err(error) => End::Failed { message: error.to_string() },
    })
}
