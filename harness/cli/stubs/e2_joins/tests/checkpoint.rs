//! What is graded, and how it is called. Changes here do not count.
//!
//! Steps 1 and 2 (a person, two tags, payments under both) are the rows that each call starts from, and step 5 (remove
//! a payment) belongs to the given models.

use std::process::ExitCode;

use budget::person;
use e2_joins::{Pattern, payments_of_person, payments_tagged, predictions, report_by_tag};
use harness_probe::{Probe, models, table};

fn main() -> ExitCode {
    Probe::new("e2_joins", env!("CARGO_MANIFEST_DIR"))
        // Step 3: navigate from the parent. One statement, on any data.
        .call("payments_of_person", async |db, ask| {
            let person = ask.find::<person::Entity>(db, "person").await?;
            models(payments_of_person(db, &person).await?)
        })
        .at_most(1)
        // Step 4: join and filter by group.
        .call("payments_tagged", async |db, ask| models(payments_tagged(db, ask.text("tag")).await?))
        .at_most(1)
        // Step 4: join and report by group.
        .call("report_by_tag", async |db, _| {
            table(["tag", "n_payments", "total_cents"], report_by_tag(db).await?, |line| {
                [line.tag.into(), line.n_payments.into(), line.total_cents.into()]
            })
        })
        .at_most(1)
        // Which pattern fits?
        .predict("pattern_for", |ask| predictions::pattern_for(ask.text("situation")).map(Pattern::name))
        .run()
}
