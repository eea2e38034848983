//! A correct tracker that navigates: it loads one thing and follows the relation, or prefetches with `load_many`.

use budget::{payment, person, tag};
use e5_contract::{TagLine, Tracker};
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{ActiveModelTrait, DatabaseConnection, DbErr, EntityTrait, LoaderTrait, ModelTrait, NotSet, Set};

/// A tracker over this database.
pub struct ByRelation(pub DatabaseConnection);

#[async_trait]
impl Tracker for ByRelation {
    async fn create_person(&self, name: &str, email: &str) -> Result<i32, DbErr> {
        let person = person::ActiveModel { id: NotSet, name: Set(name.into()), email: Set(email.into()) };
        Ok(person.insert(&self.0).await?.id)
    }

    async fn create_tag(&self, name: &str) -> Result<i32, DbErr> {
        Ok(tag::ActiveModel { id: NotSet, name: Set(name.into()) }.insert(&self.0).await?.id)
    }

    async fn create_payment(&self, payer: i32, tag: i32, note: &str, amount_cents: i64) -> Result<i32, DbErr> {
        let payment = payment::ActiveModel {
            id: NotSet,
            payer_id: Set(payer),
            tag_id: Set(tag),
            note: Set(note.into()),
            amount_cents: Set(amount_cents),
        };
        Ok(payment.insert(&self.0).await?.id)
    }

    async fn people(&self) -> Result<Vec<person::Model>, DbErr> {
        person::Entity::find().all(&self.0).await
    }

    async fn tags(&self) -> Result<Vec<tag::Model>, DbErr> {
        tag::Entity::find().all(&self.0).await
    }

    async fn payments(&self) -> Result<Vec<payment::Model>, DbErr> {
        payment::Entity::find().all(&self.0).await
    }

    async fn payments_of(&self, person: i32) -> Result<Vec<payment::Model>, DbErr> {
        match person::Entity::find_by_id(person).one(&self.0).await? {
            Some(person) => person.find_related(payment::Entity).all(&self.0).await,
            None => Ok(Vec::new()),
        }
    }

    async fn payer_of(&self, payment: i32) -> Result<Option<person::Model>, DbErr> {
        match payment::Entity::find_by_id(payment).one(&self.0).await? {
            Some(payment) => payment.find_related(person::Entity).one(&self.0).await,
            None => Ok(None),
        }
    }

    async fn total_of(&self, person: i32) -> Result<i64, DbErr> {
        Ok(cents(&self.payments_of(person).await?))
    }

    async fn overview(&self) -> Result<Vec<(person::Model, Vec<payment::Model>)>, DbErr> {
        let people = self.people().await?;
        let payments = people.load_many(payment::Entity, &self.0).await?;
        Ok(people.into_iter().zip(payments).collect())
    }

    async fn payments_in_tag(&self, name: &str) -> Result<Vec<payment::Model>, DbErr> {
        let tags = self.tags().await?;
        match tags.into_iter().find(|tag| tag.name == name) {
            Some(tag) => tag.find_related(payment::Entity).all(&self.0).await,
            None => Ok(Vec::new()),
        }
    }

    async fn tag_report(&self) -> Result<Vec<TagLine>, DbErr> {
        let tags = self.tags().await?;
        let payments = tags.load_many(payment::Entity, &self.0).await?;
        let line = |(tag, payments): (tag::Model, Vec<payment::Model>)| TagLine {
            tag: tag.name,
            n_payments: payments.len().try_into().unwrap_or(i64::MAX),
            total_cents: cents(&payments),
        };
        Ok(tags.into_iter().zip(payments).map(line).collect())
    }

    async fn remove_payment(&self, payment: i32) -> Result<(), DbErr> {
        payment::Entity::delete_by_id(payment).exec(&self.0).await.map(drop)
    }

    async fn delete_person(&self, person: i32) -> Result<(), DbErr> {
        person::Entity::delete_by_id(person).exec(&self.0).await.map(drop)
    }

    async fn delete_tag(&self, tag: i32) -> Result<(), DbErr> {
        tag::Entity::delete_by_id(tag).exec(&self.0).await.map(drop)
    }
}

fn cents(payments: &[payment::Model]) -> i64 {
    payments.iter().map(|payment| payment.amount_cents).sum()
}
