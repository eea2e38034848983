//! From a user to their expenses.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};

use crate::{expense, user};

/// All expenses of `user`, in any order.
pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {
    expense::Entity::find()
        .join(JoinType::InnerJoin, expense::Relation::User.def())
        .filter(user::Column::Id.eq(user.id))
        .all(db)
        .await
}
