//! Three reports that return the right rows and send too many statements: `e4_n_plus_one` asks for better ones.

use std::collections::BTreeMap;

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, FromQueryResult, ModelTrait, QueryOrder};

use crate::{payment, person, tag};

/// A line of [`spending_by_person`].
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct PersonLine {
    /// The person's id, which tells namesakes apart.
    pub id: i32,
    /// The person's name.
    pub name: String,
    /// How many payments they made.
    pub n_payments: i64,
    /// What these add up to, in cents; 0 where there is none.
    pub total_cents: i64,
}

/// A line of [`itemised`].
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Item {
    /// Who paid.
    pub person: String,
    /// The payment's note.
    pub note: String,
    /// The name of its tag.
    pub tag: String,
}

/// A line of [`totals_by_tag`].
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct TagTotal {
    /// The tag's name.
    pub tag: String,
    /// What its payments add up to, in cents.
    pub total_cents: i64,
}

/// How much each person paid: a line for everybody, also for those who paid nothing; by name, then by id.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let mut lines = Vec::new();
    for person in people {
        let payments = person.find_related(payment::Entity).all(db).await?;
        lines.push(PersonLine {
            id: person.id,
            name: person.name,
            n_payments: payments.len() as i64,
            total_cents: payments.iter().map(|payment| payment.amount_cents).sum(),
        });
    }
    Ok(lines)
}

/// Who paid for what: a line a payment; by the person's name, the person's id, then the payment's id.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let mut items = Vec::new();
    for person in people {
        let payments = person.find_related(payment::Entity).order_by_asc(payment::Column::Id).all(db).await?;
        for payment in payments {
            let tag = payment.find_related(tag::Entity).one(db).await?;
            items.push(Item {
                person: person.name.clone(),
                note: payment.note,
                tag: tag.map(|tag| tag.name).unwrap_or_default(),
            });
        }
    }
    Ok(items)
}

/// What was paid under each tag that is in use, whoever paid: the largest total first, equal ones by the tag's name.
pub async fn totals_by_tag(db: &DatabaseConnection) -> Result<Vec<TagTotal>, DbErr> {
    let mut totals = BTreeMap::new();
    for payment in payment::Entity::find().all(db).await? {
        let tag = payment.find_related(tag::Entity).one(db).await?;
        *totals.entry(tag.map(|tag| tag.name).unwrap_or_default()).or_insert(0) += payment.amount_cents;
    }
    let mut lines: Vec<TagTotal> = totals.into_iter().map(|(tag, total_cents)| TagTotal { tag, total_cents }).collect();
    // The sort is stable: equal totals stay in the order of their names.
    lines.sort_by_key(|line| std::cmp::Reverse(line.total_cents));
    Ok(lines)
}
