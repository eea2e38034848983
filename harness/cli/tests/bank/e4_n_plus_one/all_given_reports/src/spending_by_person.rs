//! Step 3: what each person paid.

use budget::reports::PersonLine;
use sea_orm::{DatabaseConnection, DbErr};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    budget::reports::spending_by_person(db).await
}
