//! Whose each submission is: ids, the roster, groups, attempts. Nobody's work ever takes the place of somebody else's.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use super::export::Who;
use super::roster::{Roster, folded};
use super::search::counted;
use super::{Attempt, IdFrom, Intake, Person, Request, Submission};

/// How many names are said in a note.
const NAMES: usize = 20;

/// A draft, and whose it is.
struct Owned {
    draft: Draft,
    people: Vec<Person>,
}

/// Joins `drafts` and `roster`, and decides what counts where there are several of one person.
pub(super) fn settle(drafts: Vec<Draft>, roster: Option<&Roster>, request: &Request, mut notes: Vec<String>) -> Intake {
    let owned = owned(drafts, roster, &mut notes);
    let handed_in: BTreeSet<String> =
        owned.iter().flat_map(|owned| &owned.people).map(|person| folded(&person.id)).collect();
    let mut submissions: Vec<Submission> =
        one_each(owned, request, &mut notes).into_iter().map(|of| of.draft.decide(of.people)).collect();
    submissions.sort_by(|one, other| {
        let first = |of: &Submission| of.people.first().map(|person| person.id.clone());
        (first(one), &one.attempt, &one.source).cmp(&(first(other), &other.attempt, &other.source))
    });
    let people = roster.map(|roster| roster.people.as_slice()).unwrap_or_default();
    let not_submitted = people.iter().filter(|person| !handed_in.contains(&folded(&person.id))).cloned().collect();
    Intake { submissions, not_submitted, notes }
}

/// Whose each draft is: as the roster says, if there is one.
fn owned(drafts: Vec<Draft>, roster: Option<&Roster>, notes: &mut Vec<String>) -> Vec<Owned> {
    let names = names_in(&drafts);
    let (mut n_by_name, mut strangers) = (0, Vec::new());
    let mut all = Vec::new();
    for draft in drafts {
        let mut people: Vec<Person> = Vec::new();
        for who in &draft.who {
            let is_only_one = |name: &&String| names.get(&folded(name)) == Some(&1);
            let by_name = |roster: &Roster| roster.named(who.name.as_ref().filter(is_only_one)?).cloned();
            let found = roster.and_then(|roster| roster.find(who).cloned());
            let found = found.or_else(|| roster.and_then(by_name).inspect(|_| n_by_name += 1));
            let members = roster.map(|roster| members(roster, who, found.as_ref())).unwrap_or_default();
            if members.is_empty() {
                if roster.is_some() && found.is_none() {
                    strangers.push(format!("`{}`", who.id));
                }
                people.push(found.unwrap_or_else(|| Person {
                    id: who.id.clone(),
                    name: who.name.clone(),
                    group: None,
                }));
            } else {
                people.extend(members);
            }
        }
        people.sort();
        people.dedup();
        all.push(Owned { draft, people });
    }
    if n_by_name > 0 {
        notes.push(format!(
            "{} found on the roster by name alone, which one person has there and one in the export",
            counted(n_by_name, "submission")
        ));
    }
    if !strangers.is_empty() {
        let n_more = strangers.len().saturating_sub(NAMES);
        let more = if n_more == 0 { String::new() } else { format!(" and {n_more} more") };
        strangers.truncate(NAMES);
        notes.push(format!("handed in and not on the roster, graded all the same: {}{more}", strangers.join(", ")));
    }
    all
}

/// How many people of the export have each name. One who handed in several times is one.
fn names_in(drafts: &[Draft]) -> BTreeMap<String, usize> {
    let mut ids: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for who in drafts.iter().flat_map(|draft| &draft.who) {
        if let Some(name) = &who.name {
            ids.entry(folded(name)).or_default().insert(&who.id);
        }
    }
    ids.into_iter().map(|(name, ids)| (name, ids.len())).collect()
}

/// The members of the group that a submission is of: that of the person, or the one that is called so.
fn members(roster: &Roster, who: &Who, found: Option<&Person>) -> Vec<Person> {
    let group = match found {
        Some(person) => person.group.as_deref(),
        None => Some(who.id.as_str()).filter(|id| !roster.members(id).is_empty()).or(who.name.as_deref()),
    };
    group.map(|group| roster.members(group).into_iter().cloned().collect()).unwrap_or_default()
}

/// One for each person or group: the attempt that counts, or a refusal of all that clash; all attempts if the best is
/// asked for.
fn one_each(owned: Vec<Owned>, request: &Request, notes: &mut Vec<String>) -> Vec<Owned> {
    let mut n_earlier = 0;
    let mut all = Vec::new();
    for mut together in related(owned) {
        let times: BTreeSet<&str> = together.iter().filter_map(|of| of.draft.attempt.as_deref()).collect();
        let are_attempts = times.len() == together.len() && together.iter().all(|of| of.people == together[0].people);
        if together.len() > 1 && !are_attempts {
            all.push(refused(&together, request.id_from));
            continue;
        }
        together.sort_by(|one, other| one.draft.attempt.cmp(&other.draft.attempt));
        if request.attempt == Attempt::Latest {
            let n_to_drop = together.len() - 1;
            n_earlier += n_to_drop;
            together.drain(..n_to_drop);
        }
        all.extend(together);
    }
    if n_earlier > 0 {
        let attempts = counted(n_earlier, "earlier attempt");
        notes.push(format!("{attempts} not graded: a later one of the same student counts"));
    }
    all
}

/// Those that share a person, directly or by way of others, together; ids that are equal when folded are one person's.
fn related(owned: Vec<Owned>) -> Vec<Vec<Owned>> {
    let mut groups: BTreeMap<usize, Vec<Owned>> = BTreeMap::new();
    let mut group_of: BTreeMap<String, usize> = BTreeMap::new();
    for (number, of) in owned.into_iter().enumerate() {
        let ids: Vec<String> = of.people.iter().map(|person| folded(&person.id)).collect();
        let known: BTreeSet<usize> = ids.iter().filter_map(|id| group_of.get(id).copied()).collect();
        let mut together: Vec<Owned> = known.iter().filter_map(|known| groups.remove(known)).flatten().collect();
        together.push(of);
        groups.insert(number, together);
        group_of.values_mut().filter(|group| known.contains(group)).for_each(|group| *group = number);
        group_of.extend(ids.into_iter().map(|id| (id, number)));
    }
    groups.into_values().collect()
}

/// What clashes, refused as a whole: each of its people stands in the gradebook once, and nobody's work is taken for
/// another's.
fn refused(together: &[Owned], id_from: IdFrom) -> Owned {
    let sources: Vec<String> = together.iter().map(|of| format!("`{}`", of.draft.source)).collect();
    let mut people: Vec<Person> = together.iter().flat_map(|of| of.people.clone()).collect();
    people.sort();
    people.dedup();
    let ids: Vec<String> = people.iter().map(|person| format!("`{}`", person.id)).collect();
    let hint = match id_from {
        IdFrom::Name => "if they are different students', pass `--id-from export`; else keep one of them",
        IdFrom::Export | IdFrom::Whole => "keep one of them, or rename the others if they are different students'",
    };
    let why = format!(
        "{} belong to one student or group, {}, as far as their names say (case, white space around a name and Unicode \
         forms make no difference): none of them is graded\nhint: {hint}",
        sources.join(" and "),
        ids.join(", ")
    );
    let mut draft = Draft::refused(why);
    draft.source = together.iter().map(|of| of.draft.source.as_str()).collect::<Vec<_>>().join(" + ");
    draft.late = together.iter().any(|of| of.draft.late);
    Owned { draft, people }
}
