//! The entities of the pages, made by `main.rs`.

#![expect(missing_docs, reason = "entities are written as in an application")]

#[rustfmt::skip]
pub mod fk_no_index;
#[rustfmt::skip]
pub mod fk_type_mismatch;
#[rustfmt::skip]
pub mod inverse_columns_differ;
#[rustfmt::skip]
pub mod inverse_missing;
#[rustfmt::skip]
pub mod on_delete_not_explicit;
#[rustfmt::skip]
pub mod on_delete_wrong;
#[rustfmt::skip]
pub mod rel_without_fk;
#[rustfmt::skip]
pub mod rel_wrong_columns;
#[rustfmt::skip]
pub mod set_null_on_not_null;
