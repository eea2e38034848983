//! Puts rows into tables of which it is not known whether they take them.

use harness_core::observation::{Entity, Kind, Refused};
use harness_core::rows::Cell;
use harness_core::spec::TableRows;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

use crate::database::quoted;

/// Puts in all rows that the tables take, and says of each table that does not take its own why.
///
/// Keys are looked at in the end, so that tables may point to each other. Where they do not hold then, the rows are put in
/// without that: what else there is to see of the domain is worth seeing.
pub(super) async fn fill(
    db: &DatabaseConnection,
    entities: &[Entity],
    tables: &[TableRows],
) -> Result<Vec<Refused>, DbErr> {
    let mut refused = Vec::new();
    db.execute_unprepared("PRAGMA foreign_keys = OFF").await?;
    db.execute_unprepared("BEGIN").await?;
    for table in tables.iter().filter(|table| !table.rows.is_empty()) {
        if let Err(error) = db.execute_unprepared(&insert(entities, table)).await {
            refused.push(Refused { table: table.table.clone(), message: error.to_string() });
        }
    }
    db.execute_unprepared("COMMIT").await?;
    db.execute_unprepared("PRAGMA foreign_keys = ON").await?;
    let sql = "SELECT DISTINCT c.\"table\", c.parent, k.\"from\" FROM pragma_foreign_key_check c \
               JOIN pragma_foreign_key_list(c.\"table\") k ON k.id = c.fkid ORDER BY 1, 2, 3";
    match crate::database::query(db, sql.to_owned(), 3).await {
        Ok(rows) => refused.extend(rows.iter().map(|row| Refused {
            table: row[0].to_string(),
            message: format!(
                "`{}` points to rows of `{}` that are not there: is `from` the right column?",
                row[2], row[1]
            ),
        })),
        Err(error) => refused.push(Refused { table: String::new(), message: error.to_string() }),
    }
    Ok(refused)
}

fn insert(entities: &[Entity], table: &TableRows) -> String {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column)).collect();
    let rows = table.rows.iter().map(|row| {
        let cells = table.columns.iter().zip(row).map(|(column, cell)| literal(entities, &table.table, column, cell));
        format!("({})", cells.collect::<Vec<_>>().join(", "))
    });
    let rows: Vec<String> = rows.collect();
    format!("INSERT INTO {} ({}) VALUES {}", quoted(&table.table), columns.join(", "), rows.join(", "))
}

/// A value of a column, as SQL writes it.
pub(super) fn literal(entities: &[Entity], table: &str, column: &str, cell: &Cell) -> String {
    match cell {
        Cell::Text(digits) if is_bytes(entities, table, column) && bytes(digits).is_some() => {
            shown(entities, table, column, cell).to_string()
        }
        Cell::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) => cell.to_string(),
    }
}

/// A value of a column, as a snapshot shows it: bytes, which are made as hexadecimal digits, as a blob.
pub(super) fn shown(entities: &[Entity], table: &str, column: &str, cell: &Cell) -> Cell {
    match cell {
        Cell::Text(digits) if is_bytes(entities, table, column) => bytes(digits).unwrap_or_else(|| cell.clone()),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Text(_) => cell.clone(),
    }
}

/// Bytes as a snapshot shows them, of their hexadecimal digits, with dashes or without.
fn bytes(digits: &str) -> Option<Cell> {
    let digits = digits.replace('-', "").to_ascii_lowercase();
    let is_hexadecimal = digits.len().is_multiple_of(2) && digits.chars().all(|digit| digit.is_ascii_hexdigit());
    is_hexadecimal.then(|| Cell::Text(format!("x'{digits}'")))
}

fn is_bytes(entities: &[Entity], table: &str, column: &str) -> bool {
    let columns = entities.iter().filter(|entity| entity.table == table).flat_map(|entity| &entity.columns);
    columns.into_iter().any(|other| other.name == column && matches!(other.kind, Kind::Uuid | Kind::Bytes))
}
