//! What the student's entities say of themselves.

use harness_core::observation::{Entity, EntityColumn, EntityRelation};
use sea_orm::sea_query::{ForeignKeyAction, TableRef};
use sea_orm::{
    ColumnTrait, EntityTrait, IdenStatic, Identity, Iterable, PrimaryKeyToColumn, RelationTrait, RelationType,
    SchemaBuilder,
};

/// A list of entities: a tuple of up to eight `Entity` types.
pub trait EntityList: 'static {
    /// Adds the tables of all of them.
    fn register(builder: SchemaBuilder) -> SchemaBuilder;
    /// Describes each of them. Two relations that call each other's definition overflow the stack here.
    fn describe() -> Vec<Entity>;
}

macro_rules! entity_list {
    ($($entity:ident)+) => {
        impl<$($entity: EntityTrait),+> EntityList for ($($entity,)+) {
            fn register(builder: SchemaBuilder) -> SchemaBuilder {
                builder$(.register($entity::default()))+
            }
            fn describe() -> Vec<Entity> {
                vec![$(describe::<$entity>()),+]
            }
        }
    };
}
entity_list!(A);
entity_list!(A B);
entity_list!(A B C);
entity_list!(A B C D);
entity_list!(A B C D E);
entity_list!(A B C D E F);
entity_list!(A B C D E F G);
entity_list!(A B C D E F G H);

fn describe<E: EntityTrait>() -> Entity {
    let columns = E::Column::iter().map(|column| {
        let def = column.def();
        EntityColumn {
            name: column.as_str().to_owned(),
            column_type: format!("{:?}", def.get_column_type()),
            nullable: def.is_null(),
        }
    });
    let relations = E::Relation::iter().map(|relation| {
        let def = relation.def();
        EntityRelation {
            name: relation.name(),
            from_columns: names(&def.from_col),
            to_table: table(&def.to_tbl),
            to_columns: names(&def.to_col),
            is_parent: def.is_owner,
            many: def.rel_type == RelationType::HasMany,
            on_delete: def.on_delete.map(|action| policy(action).to_owned()),
            skip_fk: def.skip_fk,
        }
    });
    Entity {
        table: E::default().table_name().to_owned(),
        columns: columns.collect(),
        primary_key: E::PrimaryKey::iter().map(|key| key.into_column().as_str().to_owned()).collect(),
        relations: relations.collect(),
    }
}

fn names(identity: &Identity) -> Vec<String> {
    identity.iter().map(ToString::to_string).collect()
}

fn table(table: &TableRef) -> String {
    table.sea_orm_table().to_string()
}

fn policy(action: ForeignKeyAction) -> &'static str {
    match action {
        ForeignKeyAction::Restrict => "RESTRICT",
        ForeignKeyAction::Cascade => "CASCADE",
        ForeignKeyAction::SetNull => "SET NULL",
        ForeignKeyAction::NoAction => "NO ACTION",
        ForeignKeyAction::SetDefault => "SET DEFAULT",
        _ => "a policy that this harness does not know",
    }
}
