//! What the reference solution did on seeded data, as what is expected there.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::observation::End;
use crate::observation::Observation;
use crate::observation::Run;
use crate::plan::case_name;
use crate::registry::Check;
use crate::registry::Claim;
use crate::registry::Exercise;
use crate::registry::RowsClaim;
use crate::rows::Cell;
use crate::rows::Row;
use crate::rows::Rows;
use crate::spec::CascadeCase;
use crate::spec::RowsSpec;
use crate::tables::Tables;

/// The checks of [`questions`](super::questions) with what the reference solution did as what is expected.
///
/// `reference` are its observations, by call.
///
/// # Errors
///
/// The reference solution did not come to an answer, its columns are not those of the check, or it refused what it should
/// carry out, or the other way round. That is an error of the course or of the harness, in words for the author; it names no
/// value.
pub fn answered(questions: &Exercise, reference: &BTreeMap<String, Observation>) -> Result<Exercise, String> {
    let nothing = Observation::default();
    let mut answered = questions.clone();
    for check in &mut answered.checks {
        let observation = reference.get(&check.call).unwrap_or(&nothing);
        answer(check, observation).map_err(|why| format!("{}, check {}: {why}", questions.id, check.id))?;
    }
    Ok(answered)
}

fn answer(check: &mut Check, observation: &Observation) -> Result<(), String> {
    match &mut check.claim {
        Claim::Rows(claim) => rows(claim, observation),
        Claim::Budget(claim) => rows(&mut claim.rows, observation),
        Claim::Cascade(claim) => claim.spec.cases.iter_mut().try_for_each(|case| cascade(case, observation)),
        Claim::Given(_) | Claim::Contract(_) | Claim::Answer(_) | Claim::Suite(_) | Claim::Domain(_) => Ok(()),
    }
}

fn rows(claim: &mut RowsClaim, observation: &Observation) -> Result<(), String> {
    let RowsSpec { columns, cases, .. } = &mut claim.spec;
    for case in cases {
        let run = observed(observation, &case.data, &case_name(&case.data, &case.args))?;
        let returned = match (&run.end, &run.returned) {
            (End::Returned, Some(returned)) => returned,
            (end, _) => return Err(format!("on {} the reference solution ended {}", case.data, end.code())),
        };
        let places = columns.iter().map(|column| returned.column(column)).collect::<Option<Vec<usize>>>();
        let places = places.ok_or_else(|| format!("on {} the reference solution returned other columns", case.data))?;
        let pick = |row: &Row| places.iter().filter_map(|&at| row.get(at).cloned()).collect();
        case.rows = returned.rows.iter().map(pick).collect();
    }
    Ok(())
}

fn cascade(case: &mut CascadeCase, observation: &Observation) -> Result<(), String> {
    let run = observed(observation, &case.data, &case_name(&case.data, &case.args))?;
    let refused = matches!(run.end, End::Failed { .. });
    if !refused && run.end != End::Returned {
        return Err(format!("on {} the reference solution ended {}", case.data, run.end.code()));
    }
    if refused != case.refused {
        let said = if case.refused { "carried out what is" } else { "refused what is not" };
        return Err(format!("on {} the reference solution {said} refused on published data", case.data));
    }
    if run.before.is_empty() || run.after.is_empty() {
        return Err(format!("on {} the tables were not read", case.data));
    }
    (case.deleted, case.updated) = changes(&run.before, &run.after)
        .ok_or_else(|| format!("on {} the reference solution added rows, or two have one key", case.data))?;
    Ok(())
}

fn observed<'a>(observation: &'a Observation, data: &str, case: &str) -> Result<&'a Run, String> {
    let run = observation.run(case).ok_or_else(|| format!("on {data} the reference solution was not run"))?;
    if run.foreign_keys { Ok(run) } else { Err(format!("on {data} SQLite did not enforce foreign keys")) }
}

type Deleted = BTreeMap<String, Vec<Cell>>;
type Updated = BTreeMap<String, Vec<(Cell, String, Cell)>>;

/// What became of the rows, told apart by their first column. `None` if rows were added, or two have one key.
fn changes(before: &Tables, after: &Tables) -> Option<(Deleted, Updated)> {
    let (mut deleted, mut updated) = (Deleted::new(), Updated::new());
    for (table, were) in before {
        let mut are = by_key(after.get(table).unwrap_or(&Rows::default()))?;
        let mut gone: Vec<Cell> = Vec::new();
        let mut changed = Vec::new();
        for (key, was) in by_key(were)? {
            match are.remove(&key) {
                Some(is) => {
                    let cells = were.columns.iter().zip(was.iter().zip(&is)).filter(|(_, (was, is))| was != is);
                    changed.extend(cells.map(|(column, (_, is))| (key.clone(), column.clone(), is.clone())));
                }
                None => gone.push(key),
            }
        }
        if !are.is_empty() {
            return None;
        }
        deleted.extend((!gone.is_empty()).then(|| (table.clone(), gone)));
        updated.extend((!changed.is_empty()).then(|| (table.clone(), changed)));
    }
    let known: BTreeSet<&String> = before.keys().collect();
    after.keys().all(|table| known.contains(table)).then_some((deleted, updated))
}

fn by_key(rows: &Rows) -> Option<BTreeMap<Cell, Row>> {
    let by_key: BTreeMap<Cell, Row> =
        rows.rows.iter().filter_map(|row| Some((row.first()?.clone(), row.clone()))).collect();
    (by_key.len() == rows.rows.len()).then_some(by_key)
}
