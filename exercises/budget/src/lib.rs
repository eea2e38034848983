//! Given models: who paid what, under which tag. Correct as they are; changes here do not count.
//!
//! These are the lesson's three models under other names, so that nothing here answers another exercise:
//!
//! | in the lesson | here | table |
//! |---|---|---|
//! | `User` | [`person`] | `people` |
//! | `Category` | [`tag`] | `tags` |
//! | `Expense` | [`payment`] | `payments` |
//!
//! ```text
//! people ──1:n──► payments ◄──n:1── tags
//!         payer_id          tag_id
//! ```
//!
//! A payment belongs to one person and has one tag. It goes with its person (`Cascade`); a tag that is in use cannot be
//! deleted (`Restrict`). Amounts are whole cents. Names of people are not unique; their e-mail addresses are, and so
//! are the names of tags.
//!
//! [`reports`] holds three reports that are right and slow, [`suspects`] three of which one is slow: both are for
//! `e4_n_plus_one`.

pub mod payment;
pub mod person;
pub mod reports;
pub mod suspects;
pub mod tag;
