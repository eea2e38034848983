//! Step 3, one level deeper: who paid for what.

use budget::reports::Item;
use budget::{payment, person, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, LoaderTrait, QueryOrder};
use std::collections::BTreeMap;

/// Who paid for what: a line a payment, ordered by the person's name, the person's id, then the payment's id.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    let people =
        person::Entity::find().order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db).await?;
    let payments = people.load_many(payment::Entity::find().order_by_asc(payment::Column::Id), db).await?;
    let mut names: BTreeMap<i32, String> = BTreeMap::new();
    let mut items = Vec::new();
    for (person, payments) in people.into_iter().zip(payments) {
        for payment in payments {
            if !names.contains_key(&payment.tag_id) {
                let tag = tag::Entity::find_by_id(payment.tag_id).one(db).await?;
                names.extend(tag.map(|tag| (tag.id, tag.name)));
            }
            let tag = names.get(&payment.tag_id).cloned().unwrap_or_default();
            items.push(Item { person: person.name.clone(), note: payment.note, tag });
        }
    }
    Ok(items)
}
