//! The text that rules look at: what is wrong with it is said with line and column.

use std::collections::BTreeSet;

use crate::locate::SpecError;

/// What a rule says: nothing, or the first thing that is wrong.
pub(super) type Checked = Result<(), SpecError>;

/// The whole text of a course.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// An error at `node`.
    pub(super) fn error(self, node: &str, message: impl Into<String>) -> SpecError {
        SpecError::at(self.text, node, message)
    }

    /// `holds`, or else an error at `node`.
    pub(super) fn expect(self, holds: bool, node: &str, message: impl Into<String>) -> Checked {
        if holds { Ok(()) } else { Err(self.error(node, message)) }
    }

    /// `name`, at `node`, is one of `known`; otherwise the nearest one is offered.
    pub(super) fn known<'a>(
        self,
        node: &str,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Checked {
        if known.clone().into_iter().any(|known| known == name) {
            return Ok(());
        }
        Err(self.error(node, format!("there is no {what} `{name}`")).near(name, known))
    }

    /// The ids of the nodes of `list` are all different.
    pub(super) fn unique<'a>(self, list: &str, ids: impl IntoIterator<Item = &'a str>) -> Checked {
        let mut seen = BTreeSet::new();
        for (position, id) in ids.into_iter().enumerate() {
            self.expect(seen.insert(id), &format!("{list}[{position}].id"), format!("the id `{id}` is taken already"))?;
        }
        Ok(())
    }

    /// A row is as wide as the list of its columns.
    pub(super) fn width(self, node: &str, n_cells: usize, n_columns: usize) -> Checked {
        self.expect(n_cells == n_columns, node, format!("{n_cells} cells, expected {n_columns} as `columns` says"))
    }
}
