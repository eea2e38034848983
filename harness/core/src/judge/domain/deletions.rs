//! Deletions: what is declared of a relation, against what SQLite did.

use super::Judged;
use super::Sheet;
use super::part;
use crate::cascade;
use crate::cascade::ForeignKeyEdge;
use crate::domain;
use crate::domain::Wanted;
use crate::finding::Code;
use crate::finding::Finding;
use crate::judge::cascade as by_class;
use crate::judge::finding;
use crate::observation::Deletion;
use crate::observation::Purpose;

/// What is said where a table did not take the rows that a deletion is about.
const NOT_THERE: &str = "the rows for it are not there: see what the tables say in steps 1 and 2";

/// All of them but the one of step 5.
pub(super) fn judge(sheet: &Sheet<'_>) -> Judged {
    let (share, findings) = of(sheet, |purpose| *purpose != Purpose::Step);
    let tried = |name: &String| {
        sheet.trial.deletions.iter().any(|deletion| deletion.purpose == Purpose::Relation(name.clone()))
    };
    let untried: Vec<String> = sheet.relations.iter().map(domain::Relation::name).filter(|name| !tried(name)).collect();
    if untried.is_empty() {
        return (share, findings);
    }
    let message = format!("no deletion could be tried along {}: there are no rows for it", untried.join(", "));
    (0.0, [vec![finding(Code::RowsMissing, "", message)], findings].concat())
}

/// Those of a purpose; each one that differs from what is declared costs its part.
pub(super) fn of(sheet: &Sheet<'_>, is_asked: impl Fn(&Purpose) -> bool) -> Judged {
    let asked: Vec<&Deletion> = sheet.trial.deletions.iter().filter(|one| is_asked(&one.purpose)).collect();
    if asked.is_empty() {
        return (0.0, vec![finding(Code::RowsMissing, "", "there was no row to delete")]);
    }
    let found: Vec<Vec<Finding>> = asked.iter().map(|one| wrong(sheet, one)).collect();
    let n_wrong = found.iter().filter(|found| !found.is_empty()).count();
    (1.0 - part(n_wrong, asked.len()), found.concat())
}

fn wrong(sheet: &Sheet<'_>, deletion: &Deletion) -> Vec<Finding> {
    let before = &sheet.run.before;
    let key: Vec<String> = deletion.key.iter().map(ToString::to_string).collect();
    let mut case = format!("delete {} {}", deletion.table, key.join(", "));
    if let Purpose::Relation(name) = &deletion.purpose {
        case = format!("{case}, to which rows point by {name} alone");
        if !is_pointed_to(sheet, deletion, name) {
            return vec![finding(Code::RowsMissing, &case, NOT_THERE)];
        }
    }
    let expected = match domain::wanted(before, sheet.schema, sheet.relations, &deletion.table, &deletion.key) {
        Wanted::Done(expected) => Some(expected),
        Wanted::Refused => None,
        Wanted::Unclear => return Vec::new(),
        Wanted::NoRow => return vec![finding(Code::RowsMissing, &case, NOT_THERE)],
    };
    let mut after = before.clone();
    after.extend(deletion.after.clone());
    let edges: Vec<ForeignKeyEdge> = sheet.relations.iter().filter_map(edge).collect();
    let [keyed_before, keyed_after] = [before, &after].map(|tables| domain::keyed(tables, sheet.schema));
    let is_refused = expected.is_none();
    let diff = cascade::compare(&keyed_before, &keyed_after, &expected.unwrap_or_default(), &edges);
    by_class::findings(&case, is_refused, deletion.refused.as_deref(), diff)
}

/// Whether a row is there that points to the deleted one through the relation `name`: without it nothing would be tried.
fn is_pointed_to(sheet: &Sheet<'_>, deletion: &Deletion, name: &str) -> bool {
    let Some(relation) = sheet.relations.iter().find(|relation| relation.name() == name) else { return false };
    let here = (deletion.table.as_str(), &deletion.key[..], &relation.parent_key[..]);
    let there = (relation.child.as_str(), &relation.key[..]);
    domain::matching(&sheet.run.before, sheet.schema, here, there).is_some_and(|rows| !rows.is_empty())
}

/// A relation as the tree of a deletion follows it; one of more columns is not followed.
fn edge(relation: &domain::Relation) -> Option<ForeignKeyEdge> {
    let ([key], [parent_key]) = (&relation.key[..], &relation.parent_key[..]) else { return None };
    Some(ForeignKeyEdge {
        child: relation.child.clone(),
        key: key.clone(),
        parent: relation.parent.clone(),
        parent_key: parent_key.clone(),
    })
}
