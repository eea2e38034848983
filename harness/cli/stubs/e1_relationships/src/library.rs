//! Given: a lending library, with three definitions of a relation. All of it compiles. One definition is silently wrong.
//!
//! This is SeaORM's older format: each side is a variant of `Relation`, and each side names its columns itself. Nothing
//! makes the two sides agree, which is why you are asked to look.
//!
//! 1. lendings: a member has many loans (`member::Relation::Loans`), a loan belongs to a member (`loan::Relation::Member`)
//! 2. history: a book has many loans (`book::Relation::Loans`), a loan belongs to a book (`loan::Relation::Book`)
//! 3. gifts: a member gave many books (`member::Relation::Gifts`), a book may be a member's gift (`book::Relation::Giver`)
//!
//! The tables hold these rows:
//!
//! ```text
//! members            books                          loans
//! id  name           id  title     given_by         id  member_id  book_id
//!  1  Ines            1  Atlas     2                61  1          2
//!  2  Jon             2  Botany    3                62  2          1
//!  3  Kim             3  Comets    NULL             63  2          3
//!                                                   64  3          2
//!                                                   65  1          3
//! ```

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
    pub enum Relation {
        #[sea_orm(has_many = "super::loan::Entity", from = "Column::Id", to = "super::loan::Column::MemberId")]
        Loans,
        #[sea_orm(has_many = "super::book::Entity", from = "Column::Id", to = "super::book::Column::GivenBy")]
        Gifts,
    }

    impl Related<super::loan::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Loans.def()
        }
    }

    impl Related<super::book::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Gifts.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod book {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "books")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        pub given_by: Option<i32>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::loan::Entity", from = "Column::Id", to = "super::loan::Column::MemberId")]
        Loans,
        #[sea_orm(belongs_to = "super::member::Entity", from = "Column::GivenBy", to = "super::member::Column::Id")]
        Giver,
    }

    impl Related<super::loan::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Loans.def()
        }
    }

    impl Related<super::member::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Giver.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod loan {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "loans")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub member_id: i32,
        pub book_id: i32,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::member::Entity", from = "Column::MemberId", to = "super::member::Column::Id")]
        Member,
        #[sea_orm(belongs_to = "super::book::Entity", from = "Column::BookId", to = "super::book::Column::Id")]
        Book,
    }

    impl Related<super::member::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Member.def()
        }
    }

    impl Related<super::book::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Book.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The three definitions, for your answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Definition {
    /// Members and loans.
    Lendings,
    /// Books and loans.
    History,
    /// Members and the books that they gave.
    Gifts,
}

impl Definition {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lendings => "lendings",
            Self::History => "history",
            Self::Gifts => "gifts",
        }
    }
}
