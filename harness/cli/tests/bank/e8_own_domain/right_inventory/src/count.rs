//! The last count of a stock.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "counts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(unique_key = "stock")]
    pub warehouse_id: i32,
    #[sea_orm(unique_key = "stock", column_type = "String(StringLen::N(6))")]
    pub article_ean: String,
    pub counted: i32,
    #[sea_orm(belongs_to, from = "(warehouse_id, article_ean)", to = "(warehouse_id, article_ean)", on_delete = "Cascade")]
    pub stock: BelongsTo<super::stock::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
