//! Repeats: statements sent again and again from one place, and the relation that they walk along.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::fingerprint::{Fingerprint, Kind, key_column, parameters, tables};
use crate::query_log::{QueryLog, Statement};
use crate::rows::Cell;

mod relation;

pub use relation::relation_of;

/// How many executions make a repeat, and how many different parameters an N+1.
pub const ENOUGH: u64 = 3;

/// One fingerprint, sent three times or more from one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The statement without its literals.
    pub fingerprint: Fingerprint,
    /// The shortest of the texts that were sent.
    pub sql: String,
    /// Its main table; empty if it names none.
    pub table: String,
    /// The column that it looks rows up by, if it is one.
    pub key: Option<String>,
    /// The line that sent it, as `src/report.rs:14`, where one is known.
    pub site: Option<String>,
    /// How often it was sent.
    pub occurrences: u64,
    /// With how many different parameters, the order inside an `IN` list aside. 0: not known, and not known to be
    /// three or more.
    pub distinct_params: u64,
}

/// What a repeat is a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RepeatKind {
    /// A read with three or more different parameters: one statement a row.
    NPlusOne,
    /// A read with the same one or two parameters over and over.
    Redundant,
    /// A read whose parameters are not known.
    UnknownParams,
    /// A write.
    RepeatedWrite,
}

impl Repeat {
    /// What it is a sign of.
    #[must_use]
    pub fn kind(&self) -> RepeatKind {
        RepeatKind::of(self.fingerprint.kind(), self.distinct_params)
    }
}

impl RepeatKind {
    /// What it is a sign of that statements of `kind` were sent [`ENOUGH`] times, with so many different parameters; 0: not
    /// known, as in [`Repeat::distinct_params`].
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::fingerprint::Kind;
    /// use harness_core::repeats::RepeatKind;
    ///
    /// assert_eq!(RepeatKind::of(Kind::Read, 3), RepeatKind::NPlusOne);
    /// assert_eq!(RepeatKind::of(Kind::Write, 3), RepeatKind::RepeatedWrite);
    /// ```
    #[must_use]
    pub fn of(kind: Kind, distinct_params: u64) -> Self {
        match (kind, distinct_params) {
            (Kind::Write, _) => Self::RepeatedWrite,
            (Kind::Read | Kind::Control | Kind::Other, 0) => Self::UnknownParams,
            (Kind::Read | Kind::Control | Kind::Other, n) if n >= ENOUGH => Self::NPlusOne,
            (Kind::Read | Kind::Control | Kind::Other, _) => Self::Redundant,
        }
    }
}

impl RepeatKind {
    /// What whoever wrote the code can do about it, where `key` is the column that rows are looked up by.
    ///
    /// # Examples
    ///
    /// ```
    /// use harness_core::repeats::RepeatKind;
    ///
    /// assert!(RepeatKind::NPlusOne.remedy(Some("author_id")).starts_with("ask once for all rows, as by `author_id IN (…)`"));
    /// ```
    #[must_use]
    pub fn remedy(self, key: Option<&str>) -> String {
        match self {
            Self::NPlusOne => {
                let key = key.map(|key| format!(", as by `{key} IN (…)`")).unwrap_or_default();
                format!(
                    "ask once for all rows{key}; in SeaORM by `load_many`, `load_one`, `Entity::load().with(…)` or a join"
                )
            }
            Self::Redundant => "keep what came back the first time".to_owned(),
            Self::UnknownParams => {
                "log what is bound, too: different values are N+1, the same ones redundant".to_owned()
            }
            Self::RepeatedWrite => {
                "write all rows in one statement, as by `insert_many`, `update_many` or `delete_many`".to_owned()
            }
        }
    }
}

/// With how many different parameters a statement is said to be sent, of whose executions so many were told apart: none
/// if there are others of unknown parameters, and they could make the difference.
///
/// # Examples
///
/// ```
/// use harness_core::repeats::{Known, distinct_params};
///
/// assert_eq!(distinct_params(2, Known::All), 2);
/// assert_eq!(distinct_params(2, Known::Part), 0);
/// assert_eq!(distinct_params(3, Known::Part), 3);
/// ```
#[must_use]
pub fn distinct_params(n_known: u64, known: Known) -> u64 {
    match known {
        Known::All => n_known,
        Known::Part if n_known >= ENOUGH => n_known,
        Known::Part => 0,
    }
}

/// Of how many executions of a statement the parameters are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// Of all.
    #[default]
    All,
    /// Of some, or of none.
    Part,
}

/// The reads and writes of `log` that were sent three times or more from one place, the most frequent first; equally
/// frequent ones in the order of their first statement. Failed attempts do not count.
///
/// A statement whose site was not captured belongs to the only known site of its fingerprint; where there is none, or
/// more than one, such statements are a group of their own.
///
/// # Examples
///
/// ```
/// use harness_core::query_log::{QueryLog, Statement};
/// use harness_core::repeats::{RepeatKind, repeats};
///
/// let by_author = |id: i64| Statement {
///     sql: "SELECT * FROM posts WHERE author_id = ?".into(),
///     params: Some(vec![id.into()]),
///     site: (id == 1).then(|| "src/blog.rs:7".into()),
///     failed: false,
///     reported: true,
///     n_rows: 1,
/// };
/// let found = repeats(&QueryLog { statements: (1..=9).map(by_author).collect() });
///
/// assert_eq!((found[0].occurrences, found[0].site.as_deref()), (9, Some("src/blog.rs:7")));
/// assert_eq!(found[0].kind(), RepeatKind::NPlusOne);
/// ```
///
/// Source: `prosopite` (Apache-2.0), which groups by fingerprint and call stack.
#[must_use]
pub fn repeats(log: &QueryLog) -> Vec<Repeat> {
    let mut prints: BTreeMap<&str, Fingerprint> = BTreeMap::new();
    let mut sites: BTreeMap<Fingerprint, BTreeSet<&str>> = BTreeMap::new();
    for statement in log.sent() {
        let print = prints.entry(&statement.sql).or_insert_with(|| Fingerprint::new(&statement.sql));
        sites.entry(print.clone()).or_default().extend(statement.site.as_deref());
    }
    let mut groups: BTreeMap<Group, Vec<(usize, &Statement)>> = BTreeMap::new();
    for (at, statement) in log.sent().enumerate() {
        let print = &prints[statement.sql.as_str()];
        let known = &sites[print];
        let only = known.first().filter(|_| known.len() == 1).copied();
        groups.entry((print, statement.site.as_deref().or(only))).or_default().push((at, statement));
    }
    let counts = |(print, _): &Group| matches!(print.kind(), Kind::Read | Kind::Write);
    let groups = groups.into_iter().filter(|(group, sent)| sent.len() as u64 >= ENOUGH && counts(group));
    let mut found: Vec<(usize, Repeat)> =
        groups.map(|((print, site), sent)| (sent[0].0, repeat(print, site, &sent))).collect();
    found.sort_by_key(|(first, repeat)| (Reverse(repeat.occurrences), *first));
    found.into_iter().map(|(_, repeat)| repeat).collect()
}

/// A fingerprint and its site.
type Group<'a> = (&'a Fingerprint, Option<&'a str>);

fn repeat(print: &Fingerprint, site: Option<&str>, sent: &[(usize, &Statement)]) -> Repeat {
    let sql = sent.iter().map(|(_, statement)| statement.sql.as_str()).min_by_key(|sql| sql.len()).unwrap_or_default();
    let params: BTreeSet<Option<Vec<Cell>>> =
        sent.iter().map(|(_, statement)| parameters(&statement.sql, statement.params.as_deref())).collect();
    let n_known = params.iter().flatten().count() as u64;
    let known = if params.contains(&None) { Known::Part } else { Known::All };
    Repeat {
        fingerprint: print.clone(),
        sql: sql.to_owned(),
        table: tables(sql).into_iter().next().unwrap_or_default(),
        key: key_column(sql),
        site: site.map(str::to_owned),
        occurrences: sent.len() as u64,
        distinct_params: distinct_params(n_known, known),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(sql: &str, params: Option<&[i64]>, site: &str) -> Statement {
        Statement {
            sql: sql.to_owned(),
            params: params.map(|params| params.iter().map(|n| (*n).into()).collect()),
            site: (!site.is_empty()).then(|| site.to_owned()),
            failed: false,
            reported: true,
            n_rows: 0,
        }
    }

    /// Each repeat as its kind, how often, with how many parameters, and from where.
    #[track_caller]
    fn check(statements: Vec<Statement>, want: &[(RepeatKind, u64, u64, &str)]) {
        let found = repeats(&QueryLog { statements });
        let found: Vec<_> = found
            .iter()
            .map(|repeat| {
                (repeat.kind(), repeat.occurrences, repeat.distinct_params, repeat.site.as_deref().unwrap_or(""))
            })
            .collect();
        assert_eq!(found, want);
    }

    const BY_ID: &str = "SELECT * FROM posts WHERE id = ?";

    #[test]
    fn two_executions_are_no_repeat() {
        check(vec![statement(BY_ID, Some(&[1]), "a:1"); 2], &[]);
    }

    #[test]
    fn three_different_parameters_make_an_n_plus_one() {
        let sent = [1, 2, 3].map(|n| statement(BY_ID, Some(&[n]), "a:1"));
        check(sent.to_vec(), &[(RepeatKind::NPlusOne, 3, 3, "a:1")]);
    }

    #[test]
    fn two_parameters_over_and_over_are_redundant() {
        let sent = [1, 2, 1, 2].map(|n| statement(BY_ID, Some(&[n]), ""));
        check(sent.to_vec(), &[(RepeatKind::Redundant, 4, 2, "")]);
    }

    #[test]
    fn order_inside_a_list_is_no_difference() {
        let sent =
            [[1, 2], [2, 1], [1, 2]].map(|ids| statement("SELECT * FROM posts WHERE id IN (?, ?)", Some(&ids), ""));
        check(sent.to_vec(), &[(RepeatKind::Redundant, 3, 1, "")]);
    }

    #[test]
    fn literals_of_the_text_are_parameters() {
        let sent = [1, 2, 3].map(|n| statement(&format!("SELECT * FROM posts WHERE id = {n}"), None, ""));
        check(sent.to_vec(), &[(RepeatKind::NPlusOne, 3, 3, "")]);
    }

    #[test]
    fn placeholders_without_values_are_unknown() {
        check(vec![statement(BY_ID, None, ""); 3], &[(RepeatKind::UnknownParams, 3, 0, "")]);
    }

    #[test]
    fn writes_are_told_from_reads() {
        let sent = [1, 2, 3].map(|n| statement("INSERT INTO posts (id) VALUES (?)", Some(&[n]), ""));
        check(sent.to_vec(), &[(RepeatKind::RepeatedWrite, 3, 3, "")]);
    }

    #[test]
    fn control_statements_and_failed_attempts_do_not_count() {
        let failed = Statement { failed: true, ..statement(BY_ID, Some(&[1]), "") };
        check([vec![statement("SAVEPOINT a", Some(&[]), ""); 3], vec![failed; 3]].concat(), &[]);
    }

    #[test]
    fn statements_without_a_site_join_the_only_known_one() {
        let sent = [(1, "a:1"), (2, ""), (3, "")].map(|(n, site)| statement(BY_ID, Some(&[n]), site));
        check(sent.to_vec(), &[(RepeatKind::NPlusOne, 3, 3, "a:1")]);
        let sent = [(1, "a:1"), (2, "b:2"), (3, ""), (4, ""), (5, "")];
        check(sent.map(|(n, site)| statement(BY_ID, Some(&[n]), site)).to_vec(), &[(RepeatKind::NPlusOne, 3, 3, "")]);
    }

    #[test]
    fn most_frequent_repeat_comes_first() {
        let few = vec![statement(BY_ID, Some(&[1]), "a:1"); 3];
        let many = vec![statement("SELECT * FROM posts", Some(&[]), "b:2"); 4];
        check([few, many].concat(), &[(RepeatKind::Redundant, 4, 1, "b:2"), (RepeatKind::Redundant, 3, 1, "a:1")]);
    }
}
