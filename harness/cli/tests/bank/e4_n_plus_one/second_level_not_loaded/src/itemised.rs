//! Step 3, one level deeper: who paid for what.

use budget::reports::Item;
use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, QueryOrder};

/// Who paid for what: a line a payment, ordered by the person's name, the person's id, then the payment's id.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    let people = person::Entity::load()
        .with(payment::Entity)
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .all(db)
        .await?;
    let mut items = Vec::new();
    for person in people {
        let mut payments: Vec<_> = person.payments.into_iter().collect();
        payments.sort_by_key(|payment| payment.id);
        for payment in payments {
            let tag = payment.tag.as_ref().map(|tag| tag.name.clone()).unwrap_or_default();
            items.push(Item { person: person.name.clone(), note: payment.note, tag });
        }
    }
    Ok(items)
}
