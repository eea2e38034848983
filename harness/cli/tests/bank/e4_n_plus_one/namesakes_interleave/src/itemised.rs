//! Step 3, one level deeper: who paid for what.

use budget::reports::Item;
use budget::{payment, person, tag};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};

/// Who paid for what: a line a payment, ordered by the person's name, the person's id, then the payment's id.
pub async fn itemised(db: &DatabaseConnection) -> Result<Vec<Item>, DbErr> {
    payment::Entity::find()
        .select_only()
        .column_as(person::Column::Name, "person")
        .column_as(payment::Column::Note, "note")
        .column_as(tag::Column::Name, "tag")
        .inner_join(person::Entity)
        .inner_join(tag::Entity)
        .order_by_asc(person::Column::Name)
        .order_by_asc(payment::Column::Id)
        .into_model::<Item>()
        .all(db)
        .await
}
