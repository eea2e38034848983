//! Step 3, one level deeper: who paid for what.

use budget::reports::Item;
use budget::{payment, person, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, ModelTrait, QueryOrder};

/// Who paid for what: a line a payment, ordered by the person's name, the person's id, then the payment's id.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let mut items = Vec::new();
    for person in people {
        let select = person.find_related(payment::Entity).find_also_related(tag::Entity);
        for (payment, tag) in select.order_by_asc(payment::Column::Id).all(db).await? {
            let tag = tag.map(|tag| tag.name).unwrap_or_default();
            items.push(Item { person: person.name.clone(), note: payment.note, tag });
        }
    }
    Ok(items)
}
