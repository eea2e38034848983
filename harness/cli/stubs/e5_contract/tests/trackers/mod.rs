//! The trackers that your suite is run on: correct ones, and ones with one fault each.

use e5_contract::Tracker;
use sea_orm::DatabaseConnection;

use crate::further;

mod broken;
mod by_join;
mod by_relation;
pub mod by_sql;

/// The tracker of this name over `db`.
///
/// # Panics
///
/// When there is none of this name.
pub fn build(name: &str, db: &DatabaseConnection) -> Box<dyn Tracker> {
    let right: Option<Box<dyn Tracker>> = match name {
        "by_relation" => Some(Box::new(by_relation::ByRelation(db.clone()))),
        "by_join" => Some(Box::new(by_join::ByJoin::new(db))),
        "by_sql" => Some(Box::new(by_sql::BySql::new(db, by_sql::RIGHT))),
        _ => None,
    };
    right
        .or_else(|| broken::build(name, db))
        .or_else(|| further::build(name, db))
        .unwrap_or_else(|| panic!("there is no tracker `{name}`"))
}
