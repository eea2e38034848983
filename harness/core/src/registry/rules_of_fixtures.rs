//! The rules that a fixture must keep.

use std::collections::BTreeMap;

use super::source::Checked;
use super::source::Source;
use crate::rows::Cell;
use crate::spec::Fixture;
use crate::spec::Generator;

/// The fewest published data sets: with fewer, an answer that is written down by hand goes unnoticed.
const LEAST_DATA_SETS: usize = 3;
/// The column that rows made for growing data are known by.
const KEY: &str = "id";

/// All rules on one fixture.
pub(super) fn check(source: Source<'_>, node: &str, fixture: &Fixture) -> Checked {
    let message = format!("{} data sets, expected at least {LEAST_DATA_SETS}", fixture.data.len());
    source.expect(fixture.data.len() >= LEAST_DATA_SETS, &format!("{node}.data"), message)?;
    for (d, data) in fixture.data.iter().enumerate() {
        let mut keys: BTreeMap<&Cell, &str> = BTreeMap::new();
        for (t, table) in data.tables.iter().enumerate() {
            for (r, row) in table.rows.iter().enumerate() {
                let node = format!("{node}.data[{d}].tables[{t}].rows[{r}]");
                source.width(&node, row.len(), table.columns.len())?;
                let Some(key) = row.first().filter(|key| !matches!(key, Cell::Text(_))) else { continue };
                if let Some(other) = keys.insert(key, &table.table) {
                    let message = format!("the key {key} stands in `{other}` too: a swapped key would not show");
                    return Err(source.error(&node, message));
                }
            }
        }
    }
    scaled(source, node, fixture)
}

/// The names of the fixture's tables: all that a data set has rows for.
pub(super) fn tables(fixture: &Fixture) -> impl Iterator<Item = &str> + Clone {
    fixture.data.iter().flat_map(|data| &data.tables).map(|table| table.table.as_str())
}

/// Tables of growing data stand below those whose keys they take.
fn scaled(source: Source<'_>, node: &str, fixture: &Fixture) -> Checked {
    for (position, table) in fixture.scaled.iter().enumerate() {
        let node = format!("{node}.scaled[{position}]");
        source.known(&format!("{node}.table"), "table", &table.table, tables(fixture))?;
        let message = format!("there is no column `{KEY}`: the rows of growing data are known by it");
        source.expect(table.columns.contains_key(KEY), &format!("{node}.columns"), message)?;
        let above = fixture.scaled[..position].iter().map(|table| table.table.as_str());
        for (column, generator) in &table.columns {
            match generator {
                Generator::Parent(parent) | Generator::Spread(parent) => {
                    source.known(&format!("{node}.columns.{column}"), "table above", parent, above.clone())?;
                }
                Generator::Serial(_) | Generator::Text(_) | Generator::Cycle(_) => {}
            }
        }
    }
    Ok(())
}
