//! Step 4: filter and report by tag, as sets.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::DbErr;

use crate::{Statements, Tracker};

/// Each tag has its own payments, and the report says the same of each.
pub async fn step_4(tracker: &dyn Tracker, _statements: &Statements) -> Result<(), DbErr> {
    let kim = tracker.create_person("Kim", "kim@example.org").await?;
    let lou = tracker.create_person("Lou", "lou@example.org").await?;
    let names = ["Tea", "Tea and cake", "Trains", "Never used"];
    let mut expected: BTreeMap<&str, (BTreeSet<i32>, i64)> = BTreeMap::new();
    for name in names {
        let tag = tracker.create_tag(name).await?;
        let payers: &[i32] = if name == "Never used" { &[] } else { &[kim, lou, kim] };
        let of = expected.entry(name).or_default();
        for payer in payers {
            of.0.insert(tracker.create_payment(*payer, tag, "The same", 250).await?);
            of.1 += 250;
        }
    }

    for (name, (keys, _)) in &expected {
        let tagged = tracker.payments_in_tag(name).await?;
        assert_eq!(tagged.len(), keys.len(), "{name}: nothing twice");
        assert_eq!(&tagged.iter().map(|payment| payment.id).collect::<BTreeSet<_>>(), keys, "{name}");
    }
    let report = tracker.tag_report().await?;
    assert_eq!(report.len(), names.len());
    for line in report {
        let (keys, cents) = &expected[line.tag.as_str()];
        assert_eq!((line.n_payments, line.total_cents), (keys.len() as i64, *cents), "{}", line.tag);
    }
    Ok(())
}
