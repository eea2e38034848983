//! A list of entities: those of an exercise, or a student's own.

use std::pin::Pin;

use harness_core::observation::Entity;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, SchemaBuilder};

use crate::entities::describe;

/// The entities of a domain.
///
/// ```
/// # use harness_probe::Domain;
/// # mod oven {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
/// #     #[sea_orm(table_name = "ovens")]
/// #     pub struct Model { #[sea_orm(primary_key)] pub id: i32 }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// pub fn domain() -> Domain {
///     Domain::new().entity::<oven::Entity>()
/// }
/// ```
#[derive(Clone, Default)]
pub struct Domain {
    entities: Vec<Listed>,
}

/// One entity, without its type.
#[derive(Clone, Copy)]
struct Listed {
    register: fn(SchemaBuilder) -> SchemaBuilder,
    describe: fn() -> Entity,
    read: for<'a> fn(&'a DatabaseConnection) -> Reading<'a>,
}

type Reading<'a> = Pin<Box<dyn Future<Output = Result<usize, DbErr>> + 'a>>;

impl Domain {
    /// No entity.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    #[must_use]
    pub fn entity<E: EntityTrait>(mut self) -> Self {
        self.entities.push(Listed {
            register: |builder| builder.register(E::default()),
            describe: describe::<E>,
            read: |db| Box::pin(async { E::find().all(db).await.map(|models| models.len()) }),
        });
        self
    }

    /// Adds the tables of all of them.
    pub(crate) fn register(&self, builder: SchemaBuilder) -> SchemaBuilder {
        self.entities.iter().fold(builder, |builder, entity| (entity.register)(builder))
    }

    /// Describes each of them. Two relations that call each other's definition overflow the stack here.
    pub(crate) fn describe(&self) -> Vec<Entity> {
        self.entities.iter().map(|entity| (entity.describe)()).collect()
    }

    /// Reads all rows of the entity at `position`, into its models; how many there are.
    pub(crate) async fn read(&self, position: usize, db: &DatabaseConnection) -> Result<usize, DbErr> {
        match self.entities.get(position) {
            Some(entity) => (entity.read)(db).await,
            None => Ok(0),
        }
    }
}
