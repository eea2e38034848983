//! What is graded, and how it is called. Changes here do not count.
//!
//! Steps 1 and 2 (an order and two products, line items linked to both) are the rows that each call starts from.

use std::process::ExitCode;

use e7_shop::questions::{Deletion, Effect, Joins, Outcome};
use e7_shop::{customer, line_item, order, predictions, product};
use e7_shop::{delete_order, delete_product, lines_of_order, products_of_customer, revenue_by_product};
use harness_probe::{Probe, done, models, table};

fn main() -> ExitCode {
    Probe::new("e7_shop", env!("CARGO_MANIFEST_DIR"))
        // What your entities say, and the tables that are made from them. Your functions run on given tables.
        .entities::<(customer::Entity, order::Entity, line_item::Entity, product::Entity)>()
        // Step 3: navigate, two levels deep. As many statements for a long order as for a short one.
        .call("lines_of_order", async |db, ask| {
            let order = ask.find::<order::Entity>(db, "order").await?;
            table(["id", "product", "quantity", "unit_price_cents"], lines_of_order(db, &order).await?, |line| {
                [line.id.into(), line.product.into(), line.quantity.into(), line.unit_price_cents.into()]
            })
        })
        .at_most(2)
        .constant_in("items")
        // Step 4: many to many, in one statement.
        .call("products_of_customer", async |db, ask| {
            let customer = ask.find::<customer::Entity>(db, "customer").await?;
            models(products_of_customer(db, &customer).await?)
        })
        .at_most(1)
        .constant_in("orders")
        // Step 4: join and group, in one statement.
        .call("revenue_by_product", async |db, _| {
            table(["id", "product", "n_customers", "revenue_cents"], revenue_by_product(db).await?, |line| {
                [line.id.into(), line.product.into(), line.n_customers.into(), line.revenue_cents.into()]
            })
        })
        .at_most(1)
        .constant_in("products")
        // Step 5: the harness deletes rows of your tables itself, and your functions delete rows of given tables.
        // What all tables hold before and after decides, whatever call did it.
        .call("delete_order", async |db, ask| {
            let order = ask.find::<order::Entity>(db, "order").await?;
            done(delete_order(db, &order).await?)
        })
        .call("delete_product", async |db, ask| {
            let product = ask.find::<product::Entity>(db, "product").await?;
            done(delete_product(db, &product).await?)
        })
        // Predictions.
        .predict("deletion", |ask| Deletion::named(ask.text("row")).and_then(predictions::deletion).map(Outcome::name))
        .predict("revenue", |ask| Joins::named(ask.text("joins")).and_then(predictions::revenue).map(Effect::name))
        .run()
}
