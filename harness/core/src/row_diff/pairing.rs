//! Which actual row stands for which expected one.

use std::collections::BTreeMap;

use crate::row_diff::Entry;
use crate::row_diff::agree::agree;
use crate::row_diff::agree::canonical;
use crate::rows::Row;

/// The most comparisons of an expected with an actual row, when the nearest are looked for: 2,000 × 2,000.
const MOST_COMPARISONS: usize = 4_000_000;
/// Up to this many within one key do not count: however many keys there are, each row is compared with few others.
const FEW_COMPARISONS: usize = 64 * 64;

/// All rows of both sides, by their positions, each of them once.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    /// Pairs that agree in every cell.
    pub(super) equal: Vec<(usize, usize)>,
    /// Pairs that do not, in the order of the expected rows.
    pub(super) changed: Vec<(usize, usize)>,
    /// Expected rows without an actual one, in their order.
    missing: Vec<usize>,
    /// Actual rows without an expected one, in their order; `true`: copies of an expected one.
    surplus: BTreeMap<usize, bool>,
    /// Whether there were too many rows to look for the nearest, so that some are paired by their places.
    pub(super) by_place: bool,
    /// Comparisons that were made.
    n_comparisons: usize,
}

impl Pairing {
    /// The differences: those of expected rows first, in their order, then the surplus in the order of actual rows.
    pub(super) fn entries(&self, expected: &[Row], actual: &[Row]) -> Vec<Entry> {
        let changed = self
            .changed
            .iter()
            .map(|&(e, a)| (e, Entry::Changed { expected: expected[e].clone(), actual: actual[a].clone() }));
        let mut entries: Vec<(usize, Entry)> =
            changed.chain(self.missing.iter().map(|&e| (e, Entry::Missing(expected[e].clone())))).collect();
        entries.sort_by_key(|entry| entry.0);
        let surplus = self.surplus.iter().map(|(&a, &is_copy)| {
            let row = actual[a].clone();
            if is_copy { Entry::Duplicated(row) } else { Entry::Unexpected(row) }
        });
        entries.into_iter().map(|entry| entry.1).chain(surplus).collect()
    }

    /// Takes up a pair.
    fn push(&mut self, expected: &[Row], actual: &[Row], (e, a): (usize, usize)) {
        let is_equal = n_equal(&expected[e], &actual[a]) == expected[e].len();
        if is_equal { &mut self.equal } else { &mut self.changed }.push((e, a));
    }
}

/// Pairs rows: by `key`, the positions of its columns, or whole if there is none.
pub(super) fn pair(expected: &[Row], actual: &[Row], key: &[usize]) -> Pairing {
    let mut pairing = if key.is_empty() { pair_whole(expected, actual) } else { pair_by_key(expected, actual, key) };
    pairing.equal.sort_unstable();
    pairing.changed.sort_unstable();
    pairing.missing.sort_unstable();
    pairing
}

/// Within a key, equal rows pair first, then the nearest. What is over stays alone.
fn pair_by_key(expected: &[Row], actual: &[Row], key: &[usize]) -> Pairing {
    let mut pairing = Pairing::default();
    let mut groups = group(actual, key);
    for (value, wanted) in group(expected, key) {
        let came = groups.remove(&value).unwrap_or_default();
        let (wanted, came) = pair_equal(&mut pairing, expected, actual, &wanted, &came);
        let (wanted, came) = pair_nearest(&mut pairing, expected, actual, (wanted, came), 0);
        pairing.missing.extend(wanted);
        pairing.surplus.extend(came.into_iter().map(|a| (a, true)));
    }
    pairing.surplus.extend(groups.into_values().flatten().map(|a| (a, false)));
    pairing
}

/// Equal rows pair, what is over of them is a copy, and the rest pairs with the nearest.
fn pair_whole(expected: &[Row], actual: &[Row]) -> Pairing {
    let mut pairing = Pairing::default();
    let n_columns = expected.first().or(actual.first()).map_or(0, Vec::len);
    if n_columns == 0 {
        // Without a column in common no row says anything about another.
        pairing.missing.extend(0..expected.len());
        pairing.surplus.extend((0..actual.len()).map(|a| (a, false)));
        return pairing;
    }
    let all: Vec<usize> = (0..n_columns).collect();
    let mut groups = group(actual, &all);
    let mut wanted_rest = Vec::new();
    for (value, wanted) in group(expected, &all) {
        let came = groups.remove(&value).unwrap_or_default();
        let n_pairs = wanted.len().min(came.len());
        pairing.equal.extend(wanted.iter().copied().zip(came.iter().copied()));
        wanted_rest.extend(&wanted[n_pairs..]);
        pairing.surplus.extend(came[n_pairs..].iter().map(|&a| (a, true)));
    }
    let mut came_rest: Vec<usize> = groups.into_values().flatten().collect();
    wanted_rest.sort_unstable();
    came_rest.sort_unstable();
    let (wanted, came) = pair_nearest(&mut pairing, expected, actual, (wanted_rest, came_rest), n_columns.div_ceil(2));
    pairing.missing.extend(wanted);
    pairing.surplus.extend(came.into_iter().map(|a| (a, false)));
    pairing
}

/// Rows by the value of some of their columns.
fn group(rows: &[Row], columns: &[usize]) -> BTreeMap<Row, Vec<usize>> {
    let mut groups: BTreeMap<Row, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        groups.entry(columns.iter().map(|&column| canonical(&row[column])).collect()).or_default().push(at);
    }
    groups
}

/// Pairs equal rows, first with first; returns those that are left.
fn pair_equal(
    pairing: &mut Pairing,
    expected: &[Row],
    actual: &[Row],
    wanted: &[usize],
    came: &[usize],
) -> (Vec<usize>, Vec<usize>) {
    let mut by_value: BTreeMap<Row, Vec<usize>> = BTreeMap::new();
    for &a in came.iter().rev() {
        by_value.entry(actual[a].iter().map(canonical).collect()).or_default().push(a);
    }
    let mut rest = Vec::new();
    for &e in wanted {
        let value: Row = expected[e].iter().map(canonical).collect();
        match by_value.get_mut(&value).and_then(Vec::pop) {
            Some(a) => pairing.equal.push((e, a)),
            None => rest.push(e),
        }
    }
    let mut over: Vec<usize> = by_value.into_values().flatten().collect();
    over.sort_unstable();
    (rest, over)
}

/// Pairs rows with at least `least` equal cells, those with the most of them first, then in order; returns those that are left.
fn pair_nearest(
    pairing: &mut Pairing,
    expected: &[Row],
    actual: &[Row],
    (wanted, came): (Vec<usize>, Vec<usize>),
    least: usize,
) -> (Vec<usize>, Vec<usize>) {
    let n_equal = |e: usize, a: usize| n_equal(&expected[e], &actual[a]);
    let mut partner: Vec<Option<usize>> = vec![None; wanted.len()];
    let mut taken = vec![false; came.len()];
    let n_comparisons = wanted.len().saturating_mul(came.len());
    let counted = if n_comparisons > FEW_COMPARISONS { n_comparisons } else { 0 };
    if counted > MOST_COMPARISONS - pairing.n_comparisons {
        pairing.by_place = true;
        for (i, (&e, &a)) in wanted.iter().zip(&came).enumerate() {
            if n_equal(e, a) >= least {
                partner[i] = Some(i);
                taken[i] = true;
            }
        }
    } else {
        pairing.n_comparisons += counted;
        let nearness: Vec<Vec<u16>> = wanted
            .iter()
            .map(|&e| came.iter().map(|&a| u16::try_from(n_equal(e, a)).unwrap_or(u16::MAX)).collect())
            .collect();
        let most = nearness.iter().flatten().max().copied().unwrap_or_default();
        for level in (0..=most).rev().filter(|&level| usize::from(level) >= least) {
            for (i, row) in nearness.iter().enumerate().filter(|(_, row)| row.contains(&level)) {
                if partner[i].is_none()
                    && let Some(j) = (0..row.len()).find(|&j| row[j] == level && !taken[j])
                {
                    partner[i] = Some(j);
                    taken[j] = true;
                }
            }
        }
    }
    for (i, j) in partner.iter().enumerate() {
        if let Some(j) = j {
            pairing.push(expected, actual, (wanted[i], came[*j]));
        }
    }
    let left = wanted.iter().zip(&partner).filter(|pair| pair.1.is_none()).map(|pair| *pair.0).collect();
    let over = came.iter().zip(&taken).filter(|pair| !pair.1).map(|pair| *pair.0).collect();
    (left, over)
}

/// How many cells of two rows agree.
fn n_equal(expected: &Row, actual: &Row) -> usize {
    expected.iter().zip(actual).filter(|(expected, actual)| agree(expected, actual)).count()
}
