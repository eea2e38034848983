//! Step 5: remove and delete, with all tables before and after.

use budget::{payment, person, tag};
use sea_orm::DbErr;

use crate::{Statements, Tracker};

/// Each change takes from the tables what it names, and nothing else.
pub async fn step_5(tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    let kim = tracker.create_person("Kim", "kim@example.org").await?;
    let lou = tracker.create_person("Lou", "lou@example.org").await?;
    let tea = tracker.create_tag("Tea").await?;
    let cake = tracker.create_tag("Cake").await?;
    let unused = tracker.create_tag("Unused").await?;
    let pot = tracker.create_payment(kim, tea, "Pot", 300).await?;
    tracker.create_payment(kim, cake, "Slice", 420).await?;
    tracker.create_payment(lou, tea, "Pot", 300).await?;
    let mut expected = tables(tracker).await?;
    assert_eq!(tracker.payments_of(kim).await?.len(), 2);

    tracker.remove_payment(pot).await?;
    expected.2.retain(|payment| payment.id != pot);
    assert_eq!(tables(tracker).await?, expected);
    assert_eq!(tracker.payments_of(kim).await?.len(), 1);

    tracker.delete_tag(cake).await.expect_err("a payment has this tag");
    assert_eq!(tables(tracker).await?, expected);
    tracker.delete_tag(unused).await?;
    expected.1.retain(|tag| tag.id != unused);
    assert_eq!(tables(tracker).await?, expected);

    // Kim is the only one who paid for cake. The tag stays, and so does Lou's pot.
    tracker.delete_person(kim).await?;
    expected.0.retain(|person| person.id != kim);
    expected.2.retain(|payment| payment.payer_id != kim);
    assert_eq!(tables(tracker).await?, expected);
    Ok(())
}

type Tables = (Vec<person::Model>, Vec<tag::Model>, Vec<payment::Model>);

/// All tables, by key.
async fn tables(tracker: &dyn Tracker) -> Result<Tables, DbErr> {
    let mut tables = (tracker.people().await?, tracker.tags().await?, tracker.payments().await?);
    tables.0.sort_by_key(|person| person.id);
    tables.1.sort_by_key(|tag| tag.id);
    tables.2.sort_by_key(|payment| payment.id);
    Ok(tables)
}
