//! Values that came back on seeded data, and that only the published data has.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::layout::Layout;
use super::layout::integer;
use super::layout::text;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::observation::Observation;
use crate::plan::case_name;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::registry::RowsClaim;
use crate::rows::Cell;
use crate::rows::Rows;
use crate::spec::DataSet;

/// The finding for each check of `answered` whose rows have such values in them, by its id: the first case that does.
///
/// A value is *hard-coded* if it is a text that is in the published data, or expected there, or one of its keys where the
/// reference solution returns keys; and if neither the seeded database nor the reference solution's answer has it.
pub(super) fn findings(
    exercise: &Exercise,
    answered: &Exercise,
    observations: &BTreeMap<String, Observation>,
) -> BTreeMap<String, Finding> {
    let layout = Layout::of(exercise);
    let mut findings = BTreeMap::new();
    for check in &answered.checks {
        let published = exercise.checks.iter().find(|of| of.id == check.id).map(|of| &of.claim);
        if let (Claim::Rows(claim), Some(Claim::Rows(published)), Some(observation)) =
            (&check.claim, published, observations.get(&check.call))
        {
            let found = finding(&layout, answered, published, claim, observation);
            findings.extend(found.map(|finding| (check.id.clone(), finding)));
        }
    }
    findings
}

fn finding(
    layout: &Layout,
    answered: &Exercise,
    published: &RowsClaim,
    claim: &RowsClaim,
    observation: &Observation,
) -> Option<Finding> {
    let expected = || published.spec.cases.iter().flat_map(|case| &case.rows);
    let mut texts: BTreeSet<&str> = layout.texts.iter().map(String::as_str).collect();
    texts.extend(expected().flatten().filter_map(text));
    let stored_keys: BTreeSet<&Cell> = answered
        .data
        .iter()
        .flat_map(|data| &data.tables)
        .flat_map(|table| table.rows.iter().filter_map(|row| row.first()))
        .collect();
    let keys = |column: &String| {
        let at = claim.spec.columns.iter().position(|name| name.eq_ignore_ascii_case(column));
        let rows = claim.spec.cases.iter().flat_map(|case| &case.rows);
        let mut cells = rows.filter_map(|row| row.get(at?)).filter(|cell| **cell != Cell::Null).peekable();
        cells.peek().is_some() && cells.all(|cell| stored_keys.contains(cell))
    };
    claim.spec.cases.iter().find_map(|case| {
        let returned = observation.run(&case_name(&case.data, &case.args))?.returned.as_ref()?;
        let data = answered.data.iter().find(|data| data.id == case.data)?;
        let there: BTreeSet<&Cell> = stored(data).chain(case.rows.iter().flatten()).collect();
        let by_heart = |column: &String, cell: &Cell| {
            let known = text(cell).is_some_and(|text| texts.contains(text))
                || integer(cell).is_some_and(|n| layout.keys.contains(&n) && keys(column));
            known && !there.contains(cell)
        };
        let n = cells(returned).filter(|(column, cell)| by_heart(column, cell)).count();
        let of = returned.rows.len() * returned.columns.len();
        (n > 0).then(|| Finding {
            code: Code::HardCoded,
            case: case.data.clone(),
            message: format!(
                "{n} of the {of} values that came back are not in this database: they are of the published data"
            ),
            site: None,
            help: Some(
                "ask the database that the call is given; what is known by heart is right on no other data".to_owned(),
            ),
            detail: Detail::None,
        })
    })
}

fn stored(data: &DataSet) -> impl Iterator<Item = &Cell> {
    data.tables.iter().flat_map(|table| table.rows.iter().flatten())
}

fn cells(rows: &Rows) -> impl Iterator<Item = (&String, &Cell)> {
    rows.rows.iter().flat_map(|row| rows.columns.iter().zip(row))
}
