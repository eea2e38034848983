//! What the student's entities say of themselves.

use harness_core::observation::{Entity, EntityColumn, EntityRelation, Kind};
use sea_orm::sea_query::{ColumnType, ForeignKeyAction, StringLen, TableRef};
use sea_orm::{
    ColumnTrait, EntityTrait, IdenStatic, Identity, Iterable, PrimaryKeyToColumn, RelationTrait, RelationType,
};

use crate::Domain;

/// A list of entities: a tuple of up to sixteen `Entity` types.
pub trait EntityList: 'static {
    /// All of them.
    fn domain() -> Domain;
}

macro_rules! entity_list {
    ($($entity:ident)+) => {
        impl<$($entity: EntityTrait),+> EntityList for ($($entity,)+) {
            fn domain() -> Domain {
                Domain::new()$(.entity::<$entity>())+
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
entity_list!(A B C D E F G H I);
entity_list!(A B C D E F G H I J);
entity_list!(A B C D E F G H I J K);
entity_list!(A B C D E F G H I J K L);
entity_list!(A B C D E F G H I J K L M);
entity_list!(A B C D E F G H I J K L M N);
entity_list!(A B C D E F G H I J K L M N O);
entity_list!(A B C D E F G H I J K L M N O P);

/// What an entity says of itself.
pub(crate) fn describe<E: EntityTrait>() -> Entity {
    let columns = E::Column::iter().map(|column| {
        let def = column.def();
        EntityColumn {
            name: column.as_str().to_owned(),
            column_type: format!("{:?}", def.get_column_type()),
            nullable: def.is_null(),
            kind: kind(def.get_column_type()),
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

/// What values a column of this type takes.
#[expect(clippy::wildcard_enum_match_arm, reason = "SeaORM has more types than SQLite, and may get others")]
fn kind(column_type: &ColumnType) -> Kind {
    match column_type {
        ColumnType::TinyInteger | ColumnType::TinyUnsigned => Kind::Tiny,
        ColumnType::SmallInteger
        | ColumnType::Integer
        | ColumnType::BigInteger
        | ColumnType::SmallUnsigned
        | ColumnType::Unsigned
        | ColumnType::BigUnsigned
        | ColumnType::Year => Kind::Integer,
        ColumnType::Float | ColumnType::Double => Kind::Real,
        ColumnType::Decimal(_) | ColumnType::Money(_) => Kind::Decimal,
        ColumnType::Boolean => Kind::Boolean,
        ColumnType::Char(length) => Kind::Text(*length),
        ColumnType::String(StringLen::N(length)) => Kind::Text(Some(*length)),
        ColumnType::String(StringLen::None | StringLen::Max) | ColumnType::Text => Kind::Text(None),
        ColumnType::Enum { variants, .. } => Kind::Choice(variants.iter().map(ToString::to_string).collect()),
        ColumnType::Date => Kind::Date,
        ColumnType::Time => Kind::Time,
        ColumnType::DateTime | ColumnType::Timestamp => Kind::DateTime,
        ColumnType::TimestampWithTimeZone => Kind::Timestamp,
        ColumnType::Json | ColumnType::JsonBinary => Kind::Json,
        ColumnType::Uuid => Kind::Uuid,
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => Kind::Bytes,
        _ => Kind::Other,
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
