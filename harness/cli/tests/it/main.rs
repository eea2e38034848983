//! The binary, on copies of this repository.

#![expect(clippy::unwrap_used, reason = "these are tests, and so is what they share")]

mod check;
mod copy;
mod read;
mod reset;
mod usage;
mod verify;
