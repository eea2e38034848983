//! How often each statement was sent, from where, with how many different parameters, and on how much data.

use std::collections::BTreeMap;

use harness_core::fingerprint::{Fingerprint, Kind, is_control, key_column, tables};
use harness_core::repeats::Known;

use super::distinct::Distinct;
use super::line::Line;
use super::marks::Mark;

/// How many sizes of data are told apart.
pub(super) const MOST_SCALES: usize = 10_000;
/// How much the statements that are told apart may take, bytes.
const MOST_WEIGHT: usize = 24 << 20;
/// What a fingerprint, and a group, take beside their texts, bytes, roughly.
const PRINT: usize = 400;
const GROUP: usize = 300;

/// A fingerprint, for as long as it is not forgotten.
pub(super) type PrintId = u64;

/// All that is kept of a log.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The fingerprints that are not forgotten.
    pub(super) ids: BTreeMap<Fingerprint, PrintId>,
    /// What is known of each.
    pub(super) prints: BTreeMap<PrintId, Print>,
    /// Statements by scale.
    pub(super) scales: BTreeMap<u64, u64>,
    /// Statements without a scale.
    pub(super) n_unscaled: u64,
    /// Statements that count.
    pub(super) n_statements: u64,
    /// Statements among them whose group is forgotten.
    pub(super) n_forgotten: u64,
    n_prints: u64,
    /// The statement before, and the last different one before that.
    last: Option<PrintId>,
    before: Option<PrintId>,
    n_marks: usize,
    weight: usize,
}

/// What is known of a fingerprint.
#[derive(Debug)]
pub(super) struct Print {
    pub(super) kind: Kind,
    /// The main table; empty if there is none.
    pub(super) table: String,
    /// The column that it looks rows up by.
    pub(super) key: Option<String>,
    /// Its executions by call site; `""` is that of those whose site is not known.
    pub(super) groups: BTreeMap<Box<str>, Group>,
    /// How often it was sent at the smallest scale, and at the largest.
    pub(super) least: AtScale,
    pub(super) most: AtScale,
}

/// A number of executions at one scale.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct AtScale {
    scale: u64,
    sent: u64,
}

/// The executions of a fingerprint from one site.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) occurrences: u64,
    pub(super) distinct: Distinct,
    pub(super) known: Known,
    /// The first two executions.
    pub(super) first: Vec<Sent>,
}

/// One execution.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sent {
    /// Its number among the statements that count.
    pub(super) at: u64,
    /// The main table of the last different statement before it.
    pub(super) source: String,
}

impl AtScale {
    /// Counts one at `scale`. What was counted at another scale is void: it was the smallest or the largest, and no longer is.
    fn count(&mut self, scale: u64) {
        if self.scale != scale {
            *self = Self { scale, sent: 0 };
        }
        self.sent += 1;
    }

    /// How many there were at `scale`.
    pub(super) fn at(self, scale: u64) -> u64 {
        if self.scale == scale { self.sent } else { 0 }
    }
}

impl Tally {
    /// The fingerprint of `sql`, known from now on. `None`: such statements do not count, as transaction control, PRAGMA,
    /// EXPLAIN, SET, and a text without a statement.
    pub(super) fn print_of(&mut self, sql: &str) -> Option<PrintId> {
        if is_control(sql) {
            return None;
        }
        let fingerprint = Fingerprint::new(sql);
        if let Some(id) = self.ids.get(&fingerprint) {
            return Some(*id);
        }
        let kind = fingerprint.kind();
        if kind == Kind::Control || fingerprint.as_str().is_empty() {
            return None;
        }
        let (least, most) = (AtScale::default(), AtScale::default());
        let table = tables(sql).into_iter().next().unwrap_or_default();
        let print = Print { kind, table, key: key_column(sql), groups: BTreeMap::new(), least, most };
        let id = self.n_prints;
        self.n_prints += 1;
        self.weight += print.weight(&fingerprint);
        self.prints.insert(id, print);
        self.ids.insert(fingerprint, id);
        Some(id)
    }

    /// Counts a statement whose parameters have the mark `mark`; `None`: they are not known.
    pub(super) fn add(&mut self, id: PrintId, mark: Option<Mark>, line: &Line) {
        let at = self.n_statements;
        self.n_statements += 1;
        let Some(print) = self.prints.get_mut(&id) else { return };
        if let Some(scale) = line.scale {
            *self.scales.entry(scale).or_default() += 1;
            let end = |end: Option<(&u64, &u64)>| end.is_none_or(|(end, _)| *end == scale);
            if end(self.scales.first_key_value()) {
                print.least.count(scale);
            }
            if end(self.scales.last_key_value()) {
                print.most.count(scale);
            }
        } else {
            self.n_unscaled += 1;
        }
        let group = if let Some(group) = print.groups.get_mut(line.site.as_str()) {
            group
        } else {
            self.weight += GROUP + line.site.len();
            print.groups.entry(line.site.as_str().into()).or_default()
        };
        group.occurrences += 1;
        match mark {
            Some(mark) => group.distinct.add(mark, &mut self.n_marks),
            None => group.known = Known::Part,
        }
        if group.first.len() < 2 {
            self.remember(id, at, line);
        }
        if self.last != Some(id) {
            self.before = self.last;
            self.last = Some(id);
        }
    }

    /// Remembers the execution `at` of a group, and what came before it.
    fn remember(&mut self, id: PrintId, at: u64, line: &Line) {
        let different = if self.last == Some(id) { self.before } else { self.last };
        let source = different.and_then(|id| self.prints.get(&id)).map(|print| print.table.clone()).unwrap_or_default();
        self.weight += source.len();
        let group = self.prints.get_mut(&id).and_then(|print| print.groups.get_mut(line.site.as_str()));
        if let Some(group) = group {
            group.first.push(Sent { at, source });
        }
    }

    /// How many sizes of data there were.
    pub(super) fn n_scales(&self) -> usize {
        self.scales.len()
    }

    /// Whether the rarest must be forgotten before the next statement.
    pub(super) fn is_full(&self) -> bool {
        self.weight > MOST_WEIGHT
    }

    /// Forgets the rarer half of all groups, of equally frequent ones those that began first. What is looked up by ids has to
    /// be forgotten, too.
    pub(super) fn forget_the_rarest(&mut self) {
        let rank = |group: &Group| (group.occurrences, group.first.first().map_or(0, |sent| sent.at));
        let mut ranks: Vec<(u64, u64)> =
            self.prints.values().flat_map(|print| print.groups.values()).map(rank).collect();
        ranks.sort_unstable();
        let Some(last_forgotten) = ranks.get(ranks.len().saturating_sub(1) / 2).copied() else { return };
        for print in self.prints.values_mut() {
            print.groups.retain(|_, group| {
                let kept = rank(group) > last_forgotten;
                if !kept {
                    self.n_forgotten += group.occurrences;
                    self.n_marks = self.n_marks.saturating_sub(group.distinct.count());
                }
                kept
            });
        }
        self.prints.retain(|_, print| !print.groups.is_empty());
        let prints = &self.prints;
        self.ids.retain(|_, id| prints.contains_key(id));
        let weight =
            |(fingerprint, id): (&Fingerprint, &PrintId)| prints.get(id).map_or(0, |print| print.weight(fingerprint));
        self.weight = self.ids.iter().map(weight).sum();
    }
}

impl Print {
    /// What it takes in memory, bytes, roughly.
    fn weight(&self, fingerprint: &Fingerprint) -> usize {
        let key = self.key.as_ref().map_or(0, String::len);
        let sources = |group: &Group| group.first.iter().map(|sent| sent.source.len()).sum::<usize>();
        let groups = self.groups.iter().map(|(site, group)| GROUP + site.len() + sources(group));
        PRINT + fingerprint.as_str().len() + self.table.len() + key + groups.sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(site: &str, scale: Option<u64>) -> Line {
        Line { site: site.to_owned(), scale, ..Line::default() }
    }

    #[test]
    fn control_and_texts_without_a_statement_do_not_count() {
        let mut tally = Tally::default();
        for sql in ["BEGIN", "(SET a = 1)", "-- nothing", ";", "explain select 1"] {
            assert_eq!(tally.print_of(sql), None, "{sql}");
        }
        assert_eq!(tally.print_of("SELECT 1"), tally.print_of("select 2"));
    }

    #[test]
    fn counts_are_those_of_the_smallest_and_largest_scale_in_whatever_order_they_come() {
        let mut tally = Tally::default();
        let id = tally.print_of("SELECT 1").unwrap();
        for scale in [10, 10, 100, 5, 5, 5, 1000, 100, 10, 5, 1000] {
            tally.add(id, None, &line("", Some(scale)));
        }
        let print = &tally.prints[&id];
        assert_eq!((print.least.at(5), print.most.at(1000)), (4, 2));
        assert_eq!(tally.scales, [(5, 4), (10, 3), (100, 2), (1000, 2)].into());
    }

    #[test]
    fn source_is_the_last_different_statement_before_each_of_the_first_two() {
        let mut tally = Tally::default();
        let ids = ["SELECT * FROM a", "SELECT * FROM b", "SELECT * FROM c"].map(|sql| tally.print_of(sql).unwrap());
        for at in [0, 1, 1, 2, 1, 0] {
            tally.add(ids[at], None, &line("", None));
        }
        let sources = |id: PrintId| -> Vec<(u64, &str)> {
            tally.prints[&id].groups[""].first.iter().map(|sent| (sent.at, sent.source.as_str())).collect()
        };
        assert_eq!(sources(ids[0]), [(0, ""), (5, "b")]);
        assert_eq!(sources(ids[1]), [(1, "a"), (2, "a")]);
        assert_eq!(sources(ids[2]), [(3, "b")]);
    }

    #[test]
    fn more_statements_than_are_kept_leave_the_frequent_ones() {
        let mut tally = Tally::default();
        let frequent = tally.print_of("SELECT * FROM frequent").unwrap();
        let mut n_forgotten = 0;
        for n in 0..40_000 {
            tally.add(frequent, Some(1), &line("", None));
            let rare = tally.print_of(&format!("SELECT * FROM rare_{n}")).unwrap();
            tally.add(rare, Some(1), &line("", None));
            if tally.is_full() {
                tally.forget_the_rarest();
                assert!(!tally.is_full());
                n_forgotten += 1;
            }
        }
        assert!(n_forgotten > 0 && tally.prints.len() < 40_000);
        assert_eq!(tally.prints[&frequent].groups[""].occurrences, 40_000);
        let kept: u64 =
            tally.prints.values().flat_map(|print| print.groups.values()).map(|group| group.occurrences).sum();
        assert_eq!(tally.n_statements, kept + tally.n_forgotten);
    }
}
