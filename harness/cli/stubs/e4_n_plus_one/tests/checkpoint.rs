//! What is graded, and how it is called. Changes here do not count.
//!
//! Steps 1 and 2 (a person, two tags, payments under both) are the rows that each call starts from, and step 5 (remove
//! a payment) belongs to the given models.

use std::process::ExitCode;

use e4_n_plus_one::{Offender, itemised, predictions, spending_by_person, totals_by_tag};
use harness_probe::{Probe, table};

fn main() -> ExitCode {
    Probe::new("e4_n_plus_one", env!("CARGO_MANIFEST_DIR"))
        // Step 3: navigate from every parent. Two statements, however many people there are.
        .call("spending_by_person", async |db, _| {
            table(["id", "name", "n_payments", "total_cents"], spending_by_person(db).await?, |line| {
                [line.id.into(), line.name.into(), line.n_payments.into(), line.total_cents.into()]
            })
        })
        .at_most(2)
        .constant_in("people")
        // Step 3, one level deeper: a statement a level.
        .call("itemised", async |db, _| {
            table(["person", "note", "tag"], itemised(db).await?, |item| {
                [item.person.into(), item.note.into(), item.tag.into()]
            })
        })
        .at_most(3)
        .constant_in("people")
        // Step 4: join and group. No payment is shown, so none is fetched.
        .call("totals_by_tag", async |db, _| {
            table(["tag", "total_cents"], totals_by_tag(db).await?, |line| [line.tag.into(), line.total_cents.into()])
        })
        .at_most(1)
        .constant_in("people")
        // How many statements, and whose?
        .predict("naive_at", |ask| predictions::naive_at(ask.int("users")))
        .predict("offender", |ask| predictions::offender(ask.int("people"), ask.int("each")).map(Offender::words))
        .run()
}
