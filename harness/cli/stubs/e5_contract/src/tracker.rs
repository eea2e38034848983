//! The contract: what a budget tracker promises. Given.
//!
//! People have payments, and a payment has one payer and one tag. A payment is *owned* by its payer; tags are *shared*.

use budget::{payment, person, tag};
use sea_orm::DbErr;
use sea_orm::prelude::async_trait::async_trait;

/// One line of the report by tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TagLine {
    /// The tag's name.
    pub tag: String,
    /// How many payments it has.
    pub n_payments: i64,
    /// What they add up to, cents; 0 where there are none.
    pub total_cents: i64,
}

/// A budget tracker over the tables `people`, `tags` and `payments`.
///
/// Two things are *not* promised: in which order a list comes back, and which numbers the keys are. Two correct trackers
/// may differ in both.
#[async_trait]
pub trait Tracker: Send + Sync {
    /// Creates a person and returns the key. Two people may have the same name; no two have the same email.
    async fn create_person(&self, name: &str, email: &str) -> Result<i32, DbErr>;

    /// Creates a tag and returns the key. No two tags have the same name.
    async fn create_tag(&self, name: &str) -> Result<i32, DbErr>;

    /// Creates a payment and returns the key. Two payments may be alike in all but the key.
    /// An error where there is no such payer or no such tag; then nothing is stored.
    async fn create_payment(&self, payer: i32, tag: i32, note: &str, amount_cents: i64) -> Result<i32, DbErr>;

    /// The whole table of people.
    async fn people(&self) -> Result<Vec<person::Model>, DbErr>;

    /// The whole table of tags.
    async fn tags(&self) -> Result<Vec<tag::Model>, DbErr>;

    /// The whole table of payments.
    async fn payments(&self) -> Result<Vec<payment::Model>, DbErr>;

    /// The payments of one person; none where there is no such person.
    /// Sends at most 2 statements, however many payments there are.
    async fn payments_of(&self, person: i32) -> Result<Vec<payment::Model>, DbErr>;

    /// The person who made a payment; `None` where there is no such payment.
    async fn payer_of(&self, payment: i32) -> Result<Option<person::Model>, DbErr>;

    /// What one person has paid in all, cents.
    async fn total_of(&self, person: i32) -> Result<i64, DbErr>;

    /// Every person with their payments; people without payments are there too, with an empty list.
    /// Sends at most 2 statements, however many people there are.
    async fn overview(&self) -> Result<Vec<(person::Model, Vec<payment::Model>)>, DbErr>;

    /// The payments under the tag of exactly this name, whoever made them; none where there is no such tag.
    async fn payments_in_tag(&self, name: &str) -> Result<Vec<payment::Model>, DbErr>;

    /// One line a tag; tags without payments are there too.
    async fn tag_report(&self) -> Result<Vec<TagLine>, DbErr>;

    /// Removes this one payment. Its payer, its tag and all other payments stay.
    async fn remove_payment(&self, payment: i32) -> Result<(), DbErr>;

    /// Deletes a person, and with them their payments. Tags and the payments of others stay.
    async fn delete_person(&self, person: i32) -> Result<(), DbErr>;

    /// Deletes a tag that no payment has. An error where one has it; then nothing is deleted.
    async fn delete_tag(&self, tag: i32) -> Result<(), DbErr>;
}
