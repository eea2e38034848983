//! An author leaves.

use sea_orm::{DatabaseConnection, DbErr};

use crate::author;

/// Deletes `author`. What becomes of the posts and of the comments below them is decided by the policies of your relations.
pub async fn delete_author(db: &DatabaseConnection, author: &author::Model) -> Result<(), DbErr> {
    let _ = (db, author);
    todo!("delete `author`, and leave the rest to the database")
}
