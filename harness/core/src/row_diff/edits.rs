//! What turns one sequence into another.

use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, myers};

/// The operations that turn `old` into `new`, in order; runs of equal elements are among them.
///
/// Elements are numbers, whatever they stand for: one kind of element is one copy of the algorithm that every student
/// compiles.
pub(super) fn edits(old: &[usize], new: &[usize]) -> Vec<DiffOp> {
    let mut operations = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut operations, old, 0..old.len(), new, 0..new.len());
    operations.into_inner().into_inner().into_ops()
}
