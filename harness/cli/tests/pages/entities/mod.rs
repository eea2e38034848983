//! The entities of the pages, made by `main.rs`.

#![expect(dead_code, unreachable_pub, reason = "entities are written as in an application, and none is used")]

#[rustfmt::skip]
mod fk_no_index;
#[rustfmt::skip]
mod fk_type_mismatch;
#[rustfmt::skip]
mod inverse_columns_differ;
#[rustfmt::skip]
mod inverse_missing;
#[rustfmt::skip]
mod on_delete_not_explicit;
#[rustfmt::skip]
mod on_delete_wrong;
#[rustfmt::skip]
mod rel_without_fk;
#[rustfmt::skip]
mod rel_wrong_columns;
#[rustfmt::skip]
mod set_null_on_not_null;
