//! The sample rows that the steps share. Given: what is expected of them is for the steps to say.

use sea_orm::DbErr;

use crate::tracker::Tracker;

/// The keys of the sample rows, as the tracker made them.
///
/// | payer | tag | note | cents | key |
/// |---|---|---|---|---|
/// | Mira | Food | Bread | 450 | `payments[0]` |
/// | Mira | Food | Bread | 450 | `payments[1]` |
/// | Mira | Rent | Flat | 70000 | `payments[2]` |
/// | Jon  | Food | Bread | 450 | `payments[3]` |
/// | Jon  | Food out | Lunch | 1250 | `payments[4]` |
/// | the other Jon | Rent | Room | 45000 | `payments[5]` |
///
/// Tove has paid nothing, and nothing has the tag Travel.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Mira, `mira@example.org`.
    pub mira: i32,
    /// Jon, `jon@example.org`.
    pub jon: i32,
    /// Another person of that name: Jon, `jon.b@example.org`.
    pub other_jon: i32,
    /// Tove, `tove@example.org`, who has no payments.
    pub tove: i32,
    /// The tag Food.
    pub food: i32,
    /// The tag Food out.
    pub food_out: i32,
    /// The tag Rent.
    pub rent: i32,
    /// The tag Travel, which no payment has.
    pub travel: i32,
    /// The payments, in the order of the table above.
    pub payments: [i32; 6],
}

/// Creates the sample rows through `tracker`.
///
/// # Errors
///
/// Those of the tracker.
pub async fn sample(tracker: &dyn Tracker) -> Result<Sample, DbErr> {
    let mira = tracker.create_person("Mira", "mira@example.org").await?;
    let jon = tracker.create_person("Jon", "jon@example.org").await?;
    let other_jon = tracker.create_person("Jon", "jon.b@example.org").await?;
    let tove = tracker.create_person("Tove", "tove@example.org").await?;
    let food = tracker.create_tag("Food").await?;
    let food_out = tracker.create_tag("Food out").await?;
    let rent = tracker.create_tag("Rent").await?;
    let travel = tracker.create_tag("Travel").await?;
    let payments = [
        tracker.create_payment(mira, food, "Bread", 450).await?,
        tracker.create_payment(mira, food, "Bread", 450).await?,
        tracker.create_payment(mira, rent, "Flat", 70_000).await?,
        tracker.create_payment(jon, food, "Bread", 450).await?,
        tracker.create_payment(jon, food_out, "Lunch", 1_250).await?,
        tracker.create_payment(other_jon, rent, "Room", 45_000).await?,
    ];
    Ok(Sample { mira, jon, other_jon, tove, food, food_out, rent, travel, payments })
}

/// The items in order, so that two lists can be compared whatever order they came back in.
///
/// ```
/// # use e5_contract::sorted;
/// assert_eq!(sorted(["Rent", "Food"]), ["Food", "Rent"]);
/// ```
pub fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort();
    items
}
