//! How many statements? Answer before you run anything.

use crate::{Link, Offender, Suspect};

/// How many statements `budget::reports::spending_by_person` sends when there are `users` people.
///
/// Work it out for 5, 10, 100, 500 and 1000 first; it is judged at other numbers. Answer with `Some(…)`.
pub fn naive_at(users: i64) -> Option<i64> {
    match users {
        5 => Some(6),
        10 => Some(11),
        100 => Some(101),
        500 => Some(501),
        1000 => Some(1001),
        _ => Some(0),
    }
}

/// Which function of `budget::suspects` sends a statement a row, along which relation, and how many statements it
/// sends in all when there are `people` people with `each` payments each.
pub fn offender(people: i64, each: i64) -> Option<Offender> {
    Some(Offender { function: Suspect::CashBook, link: Link::PaymentToPerson, statements: 1 + people * each })
}
