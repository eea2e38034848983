//! What is graded, and how it is called. Changes here do not count.

use std::process::ExitCode;

use e3_cascades::questions::{Forum, Outcome, Tracker};
use e3_cascades::{audit_entry, category, expense, predictions, user};
use e3_cascades::{delete_category, delete_user, remove_expense};
use harness_probe::{Probe, done};

fn main() -> ExitCode {
    Probe::new("e3_cascades", env!("CARGO_MANIFEST_DIR"))
        // Steps 1 and 2 are given: the tables are made from your entities, and rows are put into them.
        // Steps 3 and 4 look at your entities and at the foreign keys that SQLite has.
        .entities::<(user::Entity, category::Entity, expense::Entity, audit_entry::Entity)>()
        // Step 5: the harness deletes rows of your tables itself, and your functions delete rows of given tables.
        // What all tables hold before and after decides, whatever call did it.
        .call("delete_user", async |db, ask| {
            let user = ask.find::<user::Entity>(db, "user").await?;
            done(delete_user(db, &user).await?)
        })
        .call("delete_category", async |db, ask| {
            let category = ask.find::<category::Entity>(db, "category").await?;
            done(delete_category(db, &category).await?)
        })
        .call("remove_expense", async |db, ask| {
            let user = ask.find::<user::Entity>(db, "user").await?;
            done(remove_expense(db, &user, ask.key("expense")).await?)
        })
        // Predictions.
        .predict("tracker", |ask| Tracker::named(ask.text("row")).and_then(predictions::tracker).map(Outcome::name))
        .predict("forum", |ask| Forum::named(ask.text("row")).and_then(predictions::forum).map(Outcome::name))
        .run()
}
