//! A tracker in SQL. With the statements of [`RIGHT`] it is correct; with one of them changed, it is not.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use budget::{payment, person, tag};
use e5_contract::{TagLine, Tracker};
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, FromQueryResult, Statement, Value};

/// What each method sends. Parameters are those of the method, in order, as `?1`, `?2`, …
#[derive(Debug, Clone, Copy)]
pub struct Sql {
    /// The last statement returns the key.
    pub create_person: &'static [&'static str],
    pub create_payment: &'static [&'static str],
    pub payments_of: &'static str,
    pub payer_of: &'static str,
    pub total_of: &'static str,
    pub overview_people: &'static str,
    pub payments_in_tag: &'static str,
    pub tag_report: &'static str,
    pub remove_payment: &'static [&'static str],
    pub delete_person: &'static [&'static str],
    pub delete_tag: &'static [&'static str],
    /// How lists of payments are fetched.
    pub fetch: Fetch,
}

/// How lists of payments are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fetch {
    /// All in one statement.
    AtOnce,
    /// The overview asks person by person.
    ByPerson,
    /// The list of a person asks payment by payment.
    ByPayment,
    /// The list of a person is asked for once, and kept.
    Once,
}

/// The statements of a correct tracker. Its keys start elsewhere than at 1, and never coincide.
pub const RIGHT: Sql = Sql {
    create_person: &["INSERT INTO people (id, name, email)
        SELECT COALESCE(MAX(id), 10) + 1, ?1, ?2 FROM people RETURNING id"],
    create_payment: &["INSERT INTO payments (id, payer_id, tag_id, note, amount_cents)
        SELECT COALESCE(MAX(id), 300) + 1, ?1, ?2, ?3, ?4 FROM payments RETURNING id"],
    payments_of: "SELECT * FROM payments WHERE payer_id = ?1 ORDER BY note",
    payer_of: "SELECT people.* FROM people JOIN payments ON payments.payer_id = people.id WHERE payments.id = ?1",
    total_of: "SELECT COALESCE(SUM(amount_cents), 0) FROM payments WHERE payer_id = ?1",
    overview_people: "SELECT * FROM people ORDER BY email",
    payments_in_tag: "SELECT payments.* FROM payments JOIN tags ON tags.id = payments.tag_id
        WHERE tags.name = ?1 ORDER BY amount_cents",
    tag_report: "SELECT name AS tag, COUNT(payments.id) AS n_payments, COALESCE(SUM(amount_cents), 0) AS total_cents
        FROM tags LEFT JOIN payments ON payments.tag_id = tags.id GROUP BY tags.id ORDER BY total_cents",
    remove_payment: &["DELETE FROM payments WHERE id = ?1"],
    delete_person: &["DELETE FROM people WHERE id = ?1"],
    delete_tag: &["DELETE FROM tags WHERE id = ?1"],
    fetch: Fetch::AtOnce,
};

/// A tracker which sends what its [`Sql`] says.
pub struct BySql {
    db: DatabaseConnection,
    sql: Sql,
    lists: Mutex<BTreeMap<i32, Vec<payment::Model>>>,
}

impl BySql {
    /// A tracker over `db` that sends `sql`.
    pub fn new(db: &DatabaseConnection, sql: Sql) -> Self {
        Self { db: db.clone(), sql, lists: Mutex::default() }
    }

    /// The rows of one statement.
    async fn rows<M: FromQueryResult>(&self, sql: &str, values: Vec<Value>) -> Result<Vec<M>, DbErr> {
        let rows = self.db.query_all_raw(statement(sql, values)).await?;
        rows.iter().map(|row| M::from_query_result(row, "")).collect()
    }

    /// The first cell of the last of these statements; 0 where it returns no row.
    async fn number(&self, sql: &[&str], values: Vec<Value>) -> Result<i64, DbErr> {
        let mut number = 0;
        for sql in sql {
            let row = self.db.query_one_raw(statement(sql, values.clone())).await?;
            number = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        }
        Ok(number)
    }

    /// The key that the last of these statements returns.
    async fn key(&self, sql: &[&str], values: Vec<Value>) -> Result<i32, DbErr> {
        let key = self.number(sql, values).await?;
        i32::try_from(key).map_err(|error| DbErr::Type(error.to_string()))
    }

    /// Sends statements that return nothing.
    async fn send(&self, sql: &[&str], key: i32) -> Result<(), DbErr> {
        for sql in sql {
            self.db.execute_raw(statement(sql, vec![key.into()])).await?;
        }
        Ok(())
    }
}

fn statement(sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}

#[async_trait]
impl Tracker for BySql {
    async fn create_person(&self, name: &str, email: &str) -> Result<i32, DbErr> {
        self.key(self.sql.create_person, vec![name.into(), email.into()]).await
    }

    async fn create_tag(&self, name: &str) -> Result<i32, DbErr> {
        let sql = "INSERT INTO tags (id, name) SELECT COALESCE(MAX(id), 50) + 1, ?1 FROM tags RETURNING id";
        self.key(&[sql], vec![name.into()]).await
    }

    async fn create_payment(&self, payer: i32, tag: i32, note: &str, amount_cents: i64) -> Result<i32, DbErr> {
        let values = vec![payer.into(), tag.into(), note.into(), amount_cents.into()];
        self.key(self.sql.create_payment, values).await
    }

    async fn people(&self) -> Result<Vec<person::Model>, DbErr> {
        self.rows("SELECT * FROM people ORDER BY name", vec![]).await
    }

    async fn tags(&self) -> Result<Vec<tag::Model>, DbErr> {
        self.rows("SELECT * FROM tags ORDER BY name DESC", vec![]).await
    }

    async fn payments(&self) -> Result<Vec<payment::Model>, DbErr> {
        self.rows("SELECT * FROM payments ORDER BY amount_cents", vec![]).await
    }

    async fn payments_of(&self, person: i32) -> Result<Vec<payment::Model>, DbErr> {
        let kept = self.lists.lock().unwrap_or_else(PoisonError::into_inner).get(&person).cloned();
        if let Some(list) = kept {
            return Ok(list);
        }
        let mut list: Vec<payment::Model> = self.rows(self.sql.payments_of, vec![person.into()]).await?;
        if self.sql.fetch == Fetch::ByPayment {
            for payment in &mut list {
                *payment = self.rows("SELECT * FROM payments WHERE id = ?1", vec![payment.id.into()]).await?.remove(0);
            }
        }
        if self.sql.fetch == Fetch::Once {
            self.lists.lock().unwrap_or_else(PoisonError::into_inner).insert(person, list.clone());
        }
        Ok(list)
    }

    async fn payer_of(&self, payment: i32) -> Result<Option<person::Model>, DbErr> {
        Ok(self.rows(self.sql.payer_of, vec![payment.into()]).await?.pop())
    }

    async fn total_of(&self, person: i32) -> Result<i64, DbErr> {
        self.number(&[self.sql.total_of], vec![person.into()]).await
    }

    async fn overview(&self) -> Result<Vec<(person::Model, Vec<payment::Model>)>, DbErr> {
        let people: Vec<person::Model> = self.rows(self.sql.overview_people, vec![]).await?;
        if self.sql.fetch == Fetch::ByPerson {
            let mut overview = Vec::new();
            for person in people {
                let payments = self.rows(self.sql.payments_of, vec![person.id.into()]).await?;
                overview.push((person, payments));
            }
            return Ok(overview);
        }
        let payments = self.payments().await?;
        let of = |id| payments.iter().filter(|payment| payment.payer_id == id).cloned().collect();
        Ok(people.into_iter().map(|person| (person.clone(), of(person.id))).collect())
    }

    async fn payments_in_tag(&self, name: &str) -> Result<Vec<payment::Model>, DbErr> {
        self.rows(self.sql.payments_in_tag, vec![name.into()]).await
    }

    async fn tag_report(&self) -> Result<Vec<TagLine>, DbErr> {
        let rows = self.db.query_all_raw(statement(self.sql.tag_report, vec![])).await?;
        let line = |row: &sea_orm::QueryResult| {
            Ok(TagLine {
                tag: row.try_get("", "tag")?,
                n_payments: row.try_get("", "n_payments")?,
                total_cents: row.try_get("", "total_cents")?,
            })
        };
        rows.iter().map(line).collect()
    }

    async fn remove_payment(&self, payment: i32) -> Result<(), DbErr> {
        self.send(self.sql.remove_payment, payment).await
    }

    async fn delete_person(&self, person: i32) -> Result<(), DbErr> {
        self.send(self.sql.delete_person, person).await
    }

    async fn delete_tag(&self, tag: i32) -> Result<(), DbErr> {
        self.send(self.sql.delete_tag, tag).await
    }
}
