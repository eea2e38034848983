//! Step 3, one level deeper: who paid for what.

use budget::reports::Item;
use budget::{payment, person, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder};
use std::collections::BTreeMap;

/// Who paid for what: a line a payment, ordered by the person's name, the person's id, then the payment's id.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    let tags = tag::Entity::find().all(db).await?;
    let names: BTreeMap<i32, String> = tags.into_iter().map(|tag| (tag.id, tag.name)).collect();
    let mut payments =
        payment::Entity::find().find_also_related(person::Entity).order_by_asc(payment::Column::Id).all(db).await?;
    payments.sort_by_cached_key(|(_, person)| person.as_ref().map(|person| (person.name.clone(), person.id)));
    let item = |(payment, person): (payment::Model, Option<person::Model>)| Item {
        person: person.map(|person| person.name).unwrap_or_default(),
        note: payment.note,
        tag: names.get(&payment.tag_id).cloned().unwrap_or_default(),
    };
    Ok(payments.into_iter().map(item).collect())
}
