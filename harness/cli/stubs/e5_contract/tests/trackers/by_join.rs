//! A correct tracker that joins and aggregates in the database. Its lists come newest first.

use budget::{payment, person, tag};
use e5_contract::{TagLine, Tracker};
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use super::by_relation::ByRelation;

/// A tracker over this database. Where there is nothing to join, it does as [`ByRelation`] does.
pub struct ByJoin(ByRelation);

impl ByJoin {
    /// A tracker over `db`.
    pub fn new(db: &DatabaseConnection) -> Self {
        Self(ByRelation(db.clone()))
    }

    fn db(&self) -> &DatabaseConnection {
        &self.0.0
    }
}

#[async_trait]
impl Tracker for ByJoin {
    async fn create_person(&self, name: &str, email: &str) -> Result<i32, DbErr> {
        self.0.create_person(name, email).await
    }

    async fn create_tag(&self, name: &str) -> Result<i32, DbErr> {
        self.0.create_tag(name).await
    }

    async fn create_payment(&self, payer: i32, tag: i32, note: &str, amount_cents: i64) -> Result<i32, DbErr> {
        self.0.create_payment(payer, tag, note, amount_cents).await
    }

    async fn people(&self) -> Result<Vec<person::Model>, DbErr> {
        person::Entity::find().order_by_desc(person::Column::Id).all(self.db()).await
    }

    async fn tags(&self) -> Result<Vec<tag::Model>, DbErr> {
        tag::Entity::find().order_by_desc(tag::Column::Id).all(self.db()).await
    }

    async fn payments(&self) -> Result<Vec<payment::Model>, DbErr> {
        payment::Entity::find().order_by_desc(payment::Column::Id).all(self.db()).await
    }

    async fn payments_of(&self, person: i32) -> Result<Vec<payment::Model>, DbErr> {
        payment::Entity::find()
            .inner_join(person::Entity)
            .filter(person::Column::Id.eq(person))
            .order_by_desc(payment::Column::Id)
            .all(self.db())
            .await
    }

    async fn payer_of(&self, payment: i32) -> Result<Option<person::Model>, DbErr> {
        person::Entity::find().inner_join(payment::Entity).filter(payment::Column::Id.eq(payment)).one(self.db()).await
    }

    async fn total_of(&self, person: i32) -> Result<i64, DbErr> {
        let total: Option<Option<i64>> = payment::Entity::find()
            .select_only()
            .column_as(payment::Column::AmountCents.sum(), "total")
            .filter(payment::Column::PayerId.eq(person))
            .into_tuple()
            .one(self.db())
            .await?;
        Ok(total.flatten().unwrap_or(0))
    }

    async fn overview(&self) -> Result<Vec<(person::Model, Vec<payment::Model>)>, DbErr> {
        person::Entity::find()
            .find_with_related(payment::Entity)
            .order_by_desc(person::Column::Id)
            .order_by_desc(payment::Column::Id)
            .all(self.db())
            .await
    }

    async fn payments_in_tag(&self, name: &str) -> Result<Vec<payment::Model>, DbErr> {
        payment::Entity::find()
            .inner_join(tag::Entity)
            .filter(tag::Column::Name.eq(name))
            .order_by_desc(payment::Column::Id)
            .all(self.db())
            .await
    }

    async fn tag_report(&self) -> Result<Vec<TagLine>, DbErr> {
        let lines: Vec<(String, i64, Option<i64>)> = tag::Entity::find()
            .select_only()
            .column(tag::Column::Name)
            .column_as(payment::Column::Id.count(), "n")
            .column_as(payment::Column::AmountCents.sum(), "total")
            .join_rev(JoinType::LeftJoin, payment::Relation::Tag.def())
            .group_by(tag::Column::Id)
            .order_by_desc(tag::Column::Id)
            .into_tuple()
            .all(self.db())
            .await?;
        let line = |(tag, n_payments, cents): (_, _, Option<i64>)| TagLine {
            tag,
            n_payments,
            total_cents: cents.unwrap_or(0),
        };
        Ok(lines.into_iter().map(line).collect())
    }

    async fn remove_payment(&self, payment: i32) -> Result<(), DbErr> {
        self.0.remove_payment(payment).await
    }

    async fn delete_person(&self, person: i32) -> Result<(), DbErr> {
        self.0.delete_person(person).await
    }

    async fn delete_tag(&self, tag: i32) -> Result<(), DbErr> {
        self.0.delete_tag(tag).await
    }
}
