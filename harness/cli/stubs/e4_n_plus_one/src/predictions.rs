//! How many statements? Answer before you run anything.

use crate::Offender;

/// How many statements `budget::reports::spending_by_person` sends when there are `users` people.
///
/// Work it out for 5, 10, 100, 500 and 1000 first; it is judged at other numbers. Answer with `Some(…)`.
pub fn naive_at(users: i64) -> Option<i64> {
    let _ = users;
    None
}

/// Which function of `budget::suspects` sends a statement a row, along which relation, and how many statements it
/// sends in all when there are `people` people with `each` payments each.
pub fn offender(people: i64, each: i64) -> Option<Offender> {
    let _ = (people, each);
    None
}
