//! Step 3, one level deeper: who paid for what.

use budget::reports::Item;
use budget::{payment, person};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QuerySelect};

/// Who paid for what: a line a payment, ordered by the person's name, the person's id, then the payment's id.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    let mut items = Vec::new();
    let mut page = 0;
    loop {
        let payments =
            payment::Entity::find().find_also_related(person::Entity).offset(page * 10).limit(10).all(db).await?;
        for (payment, person) in payments {
            let person = person.map(|person| person.name).unwrap_or_default();
            items.push(Item { person, note: payment.note, tag: String::new() });
        }
        page += 1;
    }
}
