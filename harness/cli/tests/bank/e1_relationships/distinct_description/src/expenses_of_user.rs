//! From a user to their expenses.

use sea_orm::{DatabaseConnection, DbErr, ModelTrait};

use crate::{expense, user};

/// All expenses of `user`, in any order.
pub async fn expenses_of_user(db: &DatabaseConnection, user: &user::Model) -> Result<Vec<expense::Model>, DbErr> {
    let mut found = user.find_related(expense::Entity).all(db).await?;
    found.dedup_by(|a, b| (&a.description, a.amount_cents) == (&b.description, b.amount_cents));
    Ok(found)
}
