//! So many of an article in a warehouse.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub warehouse_id: i32,
    #[sea_orm(primary_key, auto_increment = false, column_type = "String(StringLen::N(6))", indexed)]
    pub article_ean: String,
    pub pieces: i32,
    #[sea_orm(belongs_to, from = "warehouse_id", to = "id", on_delete = "Cascade")]
    pub warehouse: BelongsTo<super::warehouse::Entity>,
    #[sea_orm(belongs_to, from = "article_ean", to = "ean", on_delete = "Restrict")]
    pub article: BelongsTo<super::article::Entity>,
    #[sea_orm(has_one)]
    pub count: HasOne<super::count::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
