//! The five steps in the student's domain.

use super::Judged;
use super::Sheet;
use super::part;
use crate::domain;
use crate::domain::Relation;
use crate::domain::Roles;
use crate::finding::Code;
use crate::finding::Detail;
use crate::finding::Finding;
use crate::judge::finding;
use crate::observation::Purpose;
use crate::observation::Walk;
use crate::row_diff;
use crate::rows::Row;
use crate::rows::Rows;
use crate::spec::DomainAspect;

/// Judges a step; `None` where it is not known along which relations it goes.
pub(super) fn judge(sheet: &Sheet<'_>, aspect: DomainAspect) -> Option<Judged> {
    let roles = domain::roles(sheet.declaration, sheet.relations).ok()?;
    Some(match aspect {
        DomainAspect::Created => tables(sheet, |table| is_of_step_1(roles, table)),
        DomainAspect::Linked => tables(sheet, |table| !is_of_step_1(roles, table)),
        DomainAspect::Navigated => walks(sheet, roles, 3),
        DomainAspect::Joined => walks(sheet, roles, 4),
        DomainAspect::Removed => super::deletions::of(sheet, |purpose| *purpose == Purpose::Step),
        DomainAspect::Declared | DomainAspect::Contract | DomainAspect::Deletions => return None,
    })
}

fn is_of_step_1(roles: Roles<'_>, table: &str) -> bool {
    table == roles.parent.parent || table == roles.group.parent
}

/// Steps 1 and 2: the tables took their rows, and the entities read them.
fn tables(sheet: &Sheet<'_>, is_asked: impl Fn(&str) -> bool) -> Judged {
    let said = |table: &str| if table.is_empty() { "the tables".to_owned() } else { format!("`{table}`") };
    let refused = sheet.trial.refused.iter().filter(|refused| is_asked(&refused.table)).map(|refused| {
        let message = format!("{} did not take its rows: {}", said(&refused.table), refused.message);
        finding(Code::RowsMissing, "", message)
    });
    let unread = sheet.trial.unread.iter().filter(|unread| is_asked(&unread.table)).map(|unread| {
        let message =
            format!("the rows of {} cannot be read through its entity: {}", said(&unread.table), unread.message);
        let help = "If the column takes only certain values, name some under `samples` in src/domain.yaml";
        Finding { help: Some(help.to_owned()), ..finding(Code::ReturnedError, "", message) }
    });
    let findings: Vec<Finding> = refused.chain(unread).collect();
    (0.0, findings)
}

/// Steps 3 and 4: each way along a relation yields the rows that the keys say.
fn walks(sheet: &Sheet<'_>, roles: Roles<'_>, step: u8) -> Judged {
    let walks: Vec<&Walk> = sheet.trial.walks.iter().filter(|walk| walk.step == step).collect();
    let findings: Vec<Finding> = walks.iter().filter_map(|walk| wrong(sheet, roles, walk)).collect();
    if walks.is_empty() {
        return (0.0, vec![finding(Code::RowsMissing, "", "there were no rows to go along the relation")]);
    }
    (1.0 - part(findings.len(), walks.len()), findings)
}

fn wrong(sheet: &Sheet<'_>, roles: Roles<'_>, walk: &Walk) -> Option<Finding> {
    let relation = if walk.relation == roles.parent.name() { roles.parent } else { roles.group };
    let case = format!("{} {}", if walk.step == 3 { &walk.from } else { &walk.to }, shown(&walk.key));
    let found = match &walk.found {
        Ok(found) => found,
        Err(message) => return Some(finding(Code::ReturnedError, &case, message)),
    };
    // Rows are known by their primary key; who stands at the end of the way is the other table of the relation.
    let end = if walk.step == 3 { &walk.to } else { &walk.from };
    let columns = sheet.schema.tables.get(end).map(|table| table.primary_key.clone()).unwrap_or_default();
    let rows = expected(sheet, relation, end, walk).filter(|rows| !rows.is_empty());
    let Some(rows) = rows else {
        let message = "the rows for it are not there: see what the tables say in steps 1 and 2";
        return Some(finding(Code::RowsMissing, &case, message));
    };
    let expected = Rows { columns, rows };
    let actual = Rows { columns: expected.columns.clone(), rows: found.clone() };
    let diff = row_diff::diff(&expected, &actual, &expected.columns, false);
    let n = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}"));
    let parts = [
        (Code::RowsMissing, n(diff.missing().count(), "missing")),
        (Code::RowsUnexpected, n(diff.unexpected().count(), "unexpected")),
        (Code::RowsDuplicated, n(diff.duplicated().count(), "more than once")),
    ];
    let code = parts.iter().find(|(_, said)| said.is_some())?.0;
    let said: Vec<String> = parts.into_iter().filter_map(|(_, said)| said).collect();
    let message = format!(
        "rows of `{end}` reached from `{}` by the relation in its entity: {}",
        if walk.step == 3 { &walk.from } else { &walk.to },
        said.join(", ")
    );
    let help = format!(
        "By src/domain.yaml, `{}` is the key; compare it with `from` and `to` of the relation",
        relation.name()
    );
    Some(Finding { help: Some(help), detail: Detail::Rows(diff), ..finding(code, &case, message) })
}

/// The rows of `end` that are at the other end of `relation` from the row that the walk is about, by what is declared;
/// `None` if that row is not there.
fn expected(sheet: &Sheet<'_>, relation: &Relation, end: &str, walk: &Walk) -> Option<Vec<Row>> {
    let before = &sheet.run.before;
    let start = if walk.step == 3 { &walk.from } else { &walk.to };
    let (here, there) = if *start == relation.parent {
        (&relation.parent_key, &relation.key)
    } else {
        (&relation.key, &relation.parent_key)
    };
    domain::matching(before, sheet.schema, (start, &walk.key, here), (end, there))
}

fn shown(key: &Row) -> String {
    key.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
