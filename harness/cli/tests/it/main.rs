//! The binary, on copies of this repository.

#![expect(clippy::unwrap_used, reason = "these are tests, and so is what they share")]

#[cfg(target_os = "linux")]
mod agreement;
mod batch;
#[cfg(target_os = "linux")]
mod boxed;
mod check;
mod copy;
mod diff;
#[cfg(target_os = "linux")]
mod faults;
mod grade;
mod gradebook;
#[cfg(target_os = "linux")]
mod hostile;
#[cfg(target_os = "linux")]
mod kills;
#[cfg(target_os = "linux")]
mod layouts;
mod queries;
mod read;
mod regrade;
mod reset;
mod review;
#[cfg(unix)]
mod shell;
mod usage;
mod verify;
