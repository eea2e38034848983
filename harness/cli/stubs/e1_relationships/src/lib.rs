//! Exercise 1: relations in both directions. The task stands in README.md.
//!
//! This file is given. You write in the entities (`user`, `category`, `expense`), in the four functions, each in the file
//! of its name, and in `predictions`.

pub mod category;
pub mod expense;
pub mod library;
pub mod predictions;
pub mod user;

mod category_of_expense;
mod expenses_of_category;
mod expenses_of_user;
mod user_of_expense;

pub use category_of_expense::category_of_expense;
pub use expenses_of_category::expenses_of_category;
pub use expenses_of_user::expenses_of_user;
pub use user_of_expense::user_of_expense;
