//! Which way to related rows fits? Answer before you write the functions.

use crate::Pattern;

/// The pattern that fits a situation: replace each `None` by `Some(Pattern::…)`.
pub fn pattern_for(situation: &str) -> Option<Pattern> {
    match situation {
        // The three needs of the lesson.
        //
        // One person has been loaded for a page of their own. The page lists what they paid.
        "a" => None,
        // Somebody types the name of a tag. All payments under it are wanted, whoever made them.
        "b" => None,
        // A chart shows, for each tag, how many payments there are and how much they come to.
        "c" => None,

        // The fine print.
        //
        // One payment has been loaded. Its page says who made it.
        "d" => None,
        // The tag that was typed has been loaded already, for the page's heading. Below it stand its payments.
        "e" => None,
        // Everybody who ever paid for something called "Tickets" is to get an e-mail.
        "f" => None,
        // Who has paid the most so far?
        "g" => None,
        _ => None,
    }
}
