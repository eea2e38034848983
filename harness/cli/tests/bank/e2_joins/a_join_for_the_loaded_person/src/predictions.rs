//! Which way to related rows fits? Answer before you write the functions.

use crate::Pattern;

/// The pattern that fits a situation: replace each `None` by `Some(Pattern::…)`.
pub fn pattern_for(situation: &str) -> Option<Pattern> {
    match situation {
        // The three needs of the lesson.
        //
        // One person has been loaded for a page of their own. The page lists what they paid.
        "a" => Some(Pattern::Join),
        // Somebody types the name of a tag. All payments under it are wanted, whoever made them.
        "b" => Some(Pattern::Join),
        // A chart shows, for each tag, how many payments there are and how much they come to.
        "c" => Some(Pattern::GroupedReport),

        // The fine print.
        //
        // One payment has been loaded. Its page says who made it.
        "d" => Some(Pattern::Navigate),
        // The tag that was typed has been loaded already, for the page's heading. Below it stand its payments.
        "e" => Some(Pattern::Navigate),
        // Everybody who ever paid for something called "Tickets" is to get an e-mail.
        "f" => Some(Pattern::Join),
        // Who has paid the most so far?
        "g" => Some(Pattern::GroupedReport),
        _ => None,
    }
}
