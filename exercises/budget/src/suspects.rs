//! Three functions, each with a loop. One of them sends a statement a row: `e4_n_plus_one` asks which.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, LoaderTrait, ModelTrait, QueryOrder};

use crate::{payment, person, tag};

/// An address list: a line a person, with the number of their payments.
pub async fn address_list(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let people = person::Entity::find().order_by_asc(person::Column::Email).all(db).await?;
    let payments = people.load_many(payment::Entity, db).await?;
    let mut lines = Vec::new();
    for (person, payments) in people.iter().zip(payments) {
        lines.push(format!("{} <{}>: {}", person.name, person.email, payments.len()));
    }
    Ok(lines)
}

/// A cash book: a line a payment, in the order in which they were made.
pub async fn cash_book(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let mut lines = Vec::new();
    for payment in payment::Entity::find().order_by_asc(payment::Column::Id).all(db).await? {
        let signature = signature(&payment, db).await?;
        lines.push(format!("{:>9} {} ({signature})", payment.amount_cents, payment.note));
    }
    Ok(lines)
}

/// An index: the notes under each tag.
pub async fn tag_index(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let tags = tag::Entity::find().find_with_related(payment::Entity).all(db).await?;
    let mut lines = Vec::new();
    for (tag, payments) in tags {
        for payment in payments {
            lines.push(format!("{}: {}", tag.name, payment.note));
        }
    }
    Ok(lines)
}

/// Who signs for a payment.
async fn signature(payment: &payment::Model, db: &impl ConnectionTrait) -> Result<String, DbErr> {
    let payer = payment.find_related(person::Entity).one(db).await?;
    Ok(payer.map_or_else(|| "nobody".to_owned(), |payer| payer.name))
}
