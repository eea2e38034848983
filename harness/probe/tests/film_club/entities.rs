//! The film club's entities: films in the dense format of SeaORM 2, members and bookings in the classic one.

#![expect(unreachable_pub, reason = "as SeaORM's documentation writes entities, and its macros ask for it")]

pub(crate) mod film {
    //! A film.

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "films")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        #[sea_orm(has_many)]
        pub screenings: HasMany<super::screening::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod screening {
    //! When and where a film is shown.

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "screenings")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(indexed)]
        pub film_id: i32,
        pub room: String,
        #[sea_orm(belongs_to, from = "film_id", to = "id", on_delete = "Cascade")]
        pub film: BelongsTo<super::film::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod member {
    //! Who comes.

    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "members")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        pub guest_of: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        /// Who brought this one along.
        #[sea_orm(belongs_to = "Entity", from = "Column::GuestOf", to = "Column::Id", on_delete = "SetNull")]
        BroughtBy,
        #[sea_orm(has_many = "super::booking::Entity")]
        Bookings,
    }

    impl Related<super::booking::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Bookings.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod booking {
    //! A seat that a member has taken.

    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bookings")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub member_id: i32,
        pub seat: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::member::Entity", from = "Column::MemberId", to = "super::member::Column::Id")]
        Member,
    }

    impl Related<super::member::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Member.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}
