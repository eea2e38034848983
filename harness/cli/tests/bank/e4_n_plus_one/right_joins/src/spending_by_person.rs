//! Step 3: what each person paid.

use budget::reports::PersonLine;
use budget::{payment, person};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};

/// How much each person paid, ordered by name, then by id; everybody has a line, with 0 and 0 if need be.
pub async fn spending_by_person(db: &DatabaseConnection) -> Result<Vec<PersonLine>, DbErr> {
    let total = Func::coalesce([payment::Column::AmountCents.sum(), Expr::val(0)]);
    person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .column(person::Column::Name)
        .column_as(payment::Column::Id.count(), "n_payments")
        .column_as(Expr::expr(total), "total_cents")
        .left_join(payment::Entity)
        .group_by(person::Column::Id)
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .into_model::<PersonLine>()
        .all(db)
        .await
}
