//! The executions of a statement, put together by call site as `harness_core::repeats` does.

use super::tally::{Group, Print};

/// Executions, and the site that they come from, where one is known.
pub(super) type FromSite = (Option<String>, Group);

/// The executions by site. Those whose site is not known belong to the only known one; where there is none, or more than one,
/// they stand by themselves.
pub(super) fn by_site(print: &mut Print) -> Vec<FromSite> {
    let mut groups = std::mem::take(&mut print.groups);
    let unknown = if groups.len() == 2 { groups.remove("") } else { None };
    let mut known: Vec<FromSite> = groups.into_iter().map(|(site, group)| (named(&site), group)).collect();
    if let (Some(unknown), [(_, only)]) = (unknown, known.as_mut_slice()) {
        only.merge(unknown);
    }
    known
}

/// All executions together, and the site that most of them come from.
pub(super) fn together(print: &mut Print) -> Option<FromSite> {
    let groups = std::mem::take(&mut print.groups);
    let known = groups.iter().filter(|(site, _)| !site.is_empty());
    // Of equally frequent ones the first by name.
    let busiest = known.rev().max_by_key(|(_, group)| group.occurrences).and_then(|(site, _)| named(site));
    let mut groups = groups.into_values();
    let mut all = groups.next()?;
    groups.for_each(|group| all.merge(group));
    Some((busiest, all))
}

fn named(site: &str) -> Option<String> {
    (!site.is_empty()).then(|| site.to_owned())
}

impl Group {
    /// Takes the executions of `other`, too.
    fn merge(&mut self, other: Self) {
        self.occurrences += other.occurrences;
        self.known = self.known.max(other.known);
        self.distinct.merge(other.distinct);
        self.first.extend(other.first);
        self.first.sort();
        self.first.truncate(2);
    }
}
