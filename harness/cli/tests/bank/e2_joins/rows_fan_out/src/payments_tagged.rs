//! Step 4: the payments under a tag, by the tag's name.

use budget::payment;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, Statement};

/// The payments whose tag is called `tag`, whoever made them, in any order.
pub async fn payments_tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<payment::Model>, DbErr> {
    let sql = "SELECT payments.* FROM payments JOIN tags ON tags.id = payments.tag_id \
               JOIN payments AS others ON others.payer_id = payments.payer_id WHERE tags.name = ?";
    let select = Statement::from_sql_and_values(db.get_database_backend(), sql, [tag.into()]);
    payment::Entity::find().from_raw_sql(select).all(db).await
}
