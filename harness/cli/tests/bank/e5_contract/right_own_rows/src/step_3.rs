//! Step 3: navigate from a person to the payments and back, at two sizes.

use sea_orm::DbErr;

use crate::{Statements, Tracker};

/// The answers hold at two sizes of data, and the larger one costs no further statement.
pub async fn step_3(tracker: &dyn Tracker, statements: &Statements) -> Result<(), DbErr> {
    let tea = tracker.create_tag("Tea").await?;
    let idle = tracker.create_person("Idle", "idle@example.org").await?;
    let mut people: Vec<(i32, Vec<i32>)> = Vec::new();
    let mut sent = Vec::new();
    for round in 1..=2 {
        // Twice as many people in the second round, and everybody's list is longer. They are all called Kim.
        for _ in 0..round * 2 {
            people
                .push((tracker.create_person("Kim", &format!("kim-{}@example.org", people.len())).await?, Vec::new()));
        }
        for (nth, (person, payments)) in people.iter_mut().enumerate() {
            for cents in [100, 2_000] {
                payments.push(tracker.create_payment(*person, tea, "Pot", cents + nth as i64).await?);
            }
        }
        sent.push(round_of(tracker, statements, &people, idle).await?);
    }
    assert_eq!(sent[0], sent[1], "statements at two sizes");
    Ok(())
}

/// Checks all answers, and returns the statements of one list and of the overview.
async fn round_of(
    tracker: &dyn Tracker,
    statements: &Statements,
    people: &[(i32, Vec<i32>)],
    idle: i32,
) -> Result<(u64, u64), DbErr> {
    let mut one_list = 0;
    for (nth, (person, payments)) in people.iter().enumerate() {
        let before = statements.so_far();
        let mut list = tracker.payments_of(*person).await?;
        one_list = statements.so_far() - before;
        list.sort_by_key(|payment| payment.id);
        assert!(list.iter().map(|payment| &payment.id).eq(payments), "the payments of {person}: {list:?}");
        let pairs = payments.len() as i64 / 2;
        assert_eq!(tracker.total_of(*person).await?, pairs * (2_100 + 2 * nth as i64));
        for payment in payments {
            let payer = tracker.payer_of(*payment).await?.expect("every payment has a payer");
            assert_eq!(payer.id, *person);
        }
        // Within the promise, which a list of two or four payments would break if it was asked for one by one.
        assert!(one_list <= 2);
    }
    assert_eq!((tracker.payments_of(idle).await?.len(), tracker.total_of(idle).await?), (0, 0));

    let before = statements.so_far();
    let overview = tracker.overview().await?;
    let all = statements.so_far() - before;
    assert_eq!(overview.len(), people.len() + 1, "everybody, those without payments too");
    for (person, payments) in overview {
        let expected = people.iter().find(|(key, _)| *key == person.id).map_or(0, |(_, payments)| payments.len());
        assert_eq!(payments.len(), expected);
        assert!(payments.iter().all(|payment| payment.payer_id == person.id));
    }
    Ok((one_list, all))
}
