//! A post is taken down from its author's list.

use sea_orm::{DatabaseConnection, DbErr, EntityLoaderTrait, IntoActiveModel};

use crate::{author, post};

/// Puts the author's list of posts back without `post`.
pub async fn delete_post(db: &DatabaseConnection, post: &post::Model) -> Result<(), DbErr> {
    let loaded = author::Entity::load().filter_by_id(post.written_by).one(db).await?;
    let author = loaded.ok_or_else(|| DbErr::RecordNotFound(format!("author {}", post.written_by)))?;
    let keep: Vec<post::ActiveModelEx> = author
        .posts
        .iter()
        .filter(|other| other.id != post.id)
        .map(|other| other.clone().into_active_model())
        .collect();
    let mut author = author.into_active_model();
    author.posts.replace_all(keep);
    author.save(db).await?;
    Ok(())
}
