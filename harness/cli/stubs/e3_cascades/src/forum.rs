//! Given: a forum that members share. Members start threads, and comment in their own and in others'.
//!
//! This is SeaORM's older format: a relation is a variant of `Relation`. The policy stands where it always stands, on the
//! side of the child, which holds the key. Whether these policies are wise is a question of the README.

pub mod member {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "members")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod thread {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "threads")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub starter_id: i32,
        pub title: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::member::Entity",
            from = "Column::StarterId",
            to = "super::member::Column::Id",
            on_delete = "Cascade"
        )]
        Starter,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod comment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "comments")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub thread_id: i32,
        pub author_id: Option<i32>,
        pub body: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::thread::Entity",
            from = "Column::ThreadId",
            to = "super::thread::Column::Id",
            on_delete = "Cascade"
        )]
        Thread,
        #[sea_orm(
            belongs_to = "super::member::Entity",
            from = "Column::AuthorId",
            to = "super::member::Column::Id",
            on_delete = "SetNull"
        )]
        Author,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
