//! A post is taken down.

use sea_orm::{DatabaseConnection, DbErr};

use crate::post;

/// Deletes `post`, with the comments below it. Its author and their other posts stay.
pub async fn delete_post(db: &DatabaseConnection, post: &post::Model) -> Result<(), DbErr> {
    let _ = (db, post);
    todo!("delete `post`, and leave the rest to the database")
}
