//! Step 3: what each person paid.

use std::collections::BTreeMap;

use budget::reports::PersonLine;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let sql = "SELECT people.id AS person, people.name AS name, payments.id AS payment, payments.payer_id AS payer, \
               payments.amount_cents AS cents FROM people, payments";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let mut people: BTreeMap<(String, i32), BTreeMap<i32, i64>> = BTreeMap::new();
    for row in &rows {
        let person: i32 = row.try_get("", "person")?;
        let payments = people.entry((row.try_get("", "name")?, person)).or_default();
        if row.try_get::<i32>("", "payer")? == person {
            payments.insert(row.try_get("", "payment")?, row.try_get("", "cents")?);
        }
    }
    let line = |((name, id), payments): ((String, i32), BTreeMap<i32, i64>)| PersonLine {
        id,
        name,
        n_payments: payments.len() as i64,
        total_cents: payments.values().sum(),
    };
    Ok(people.into_iter().map(line).collect())
}
