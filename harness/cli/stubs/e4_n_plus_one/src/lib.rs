//! N+1: say how it grows, find it, and undo it. The task is in `README.md`.

pub use itemised::itemised;
pub use spending_by_person::spending_by_person;
pub use totals_by_tag::totals_by_tag;

mod itemised;
pub mod predictions;
mod spending_by_person;
mod totals_by_tag;

/// The functions of [`budget::suspects`]. Given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspect {
    /// [`budget::suspects::address_list`]
    AddressList,
    /// [`budget::suspects::cash_book`]
    CashBook,
    /// [`budget::suspects::tag_index`]
    TagIndex,
}

/// The relations of the given models, each with a direction. Given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// From a person to the payments that they made.
    PersonToPayments,
    /// From a payment to the person who made it.
    PaymentToPerson,
    /// From a tag to the payments under it.
    TagToPayments,
    /// From a payment to its tag.
    PaymentToTag,
}

/// Who sends a statement a row, along which relation, and how many statements that makes. Given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offender {
    /// The function.
    pub function: Suspect,
    /// The relation that it follows once a row.
    pub link: Link,
    /// All the statements that one call of it sends.
    pub statements: i64,
}

impl Offender {
    /// In words, which is what is compared.
    pub fn words(self) -> String {
        format!("{:?}, {:?}, {} statements", self.function, self.link, self.statements)
    }
}
