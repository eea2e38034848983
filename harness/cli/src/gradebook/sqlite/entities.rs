//! The tables, as SeaORM entities: both sides of each relation, a key that is indexed, a policy that is said.
#![expect(unreachable_pub, reason = "SeaORM derives public items from a public model")]

pub(super) mod check_result;
pub(super) mod run;
pub(super) mod submission;
pub(super) mod unit;
