//! What is graded, and how it is called. Changes here do not count.

use std::process::ExitCode;

use e1_relationships::{category, expense, predictions, user};
use e1_relationships::{category_of_expense, expenses_of_category, expenses_of_user, user_of_expense};
use harness_probe::{Probe, models, one};

fn main() -> ExitCode {
    Probe::new("e1_relationships", env!("CARGO_MANIFEST_DIR"))
        // Steps 1 and 2 are given: the tables are made from your entities, and rows are put into them.
        .entities::<(user::Entity, category::Entity, expense::Entity)>()
        // Step 3: navigate, from each side to the other.
        .call("expenses_of_user", async |db, ask| {
            let user = ask.find::<user::Entity>(db, "user").await?;
            models(expenses_of_user(db, &user).await?)
        })
        .call("expenses_of_category", async |db, ask| {
            let category = ask.find::<category::Entity>(db, "category").await?;
            models(expenses_of_category(db, &category).await?)
        })
        .call("user_of_expense", async |db, ask| {
            let expense = ask.find::<expense::Entity>(db, "expense").await?;
            one(user_of_expense(db, &expense).await?)
        })
        .call("category_of_expense", async |db, ask| {
            let expense = ask.find::<expense::Entity>(db, "expense").await?;
            one(category_of_expense(db, &expense).await?)
        })
        // Step 4: the harness joins through your definitions itself. Step 5 is given.
        // Predictions.
        .predict("wrong_definition", |_| {
            predictions::wrong_definition().map(|(definition, line)| format!("{}, line {line}", definition.name()))
        })
        .predict("rows_found", |ask| predictions::rows_found(ask.key("parent")).map(|ids| format!("{ids:?}")))
        .run()
}
