//! At most n candidates at a time, each in a slot of its own.

use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::thread;

use crate::slot::Slot;

/// Does `work` on all of `tasks`, at most `jobs` at a time, and hands each result to `each` as it comes.
///
/// Returns when all are done. The order is that in which they end.
///
/// # Errors
///
/// The first that `work`, `each` or the taking of a slot returns; what has been started is finished, no more is started.
pub(crate) fn run_all<T: Sync, R: Send>(
    slots: &Path,
    jobs: usize,
    tasks: &[T],
    work: impl Fn(&Slot, &T) -> anyhow::Result<R> + Sync,
    mut each: impl FnMut(&T, R) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let waiting = Mutex::new(tasks.iter());
    let (sender, results) = channel();
    thread::scope(|scope| {
        for _ in 0..jobs.min(tasks.len()) {
            let (sender, waiting, work) = (sender.clone(), &waiting, &work);
            scope.spawn(move || {
                let done = Slot::take(slots).and_then(|slot| {
                    while let Some(task) = next(waiting) {
                        let result = work(&slot, task)?;
                        if sender.send(Ok((task, result))).is_err() {
                            break;
                        }
                    }
                    Ok(())
                });
                if let Err(error) = done {
                    stop(waiting);
                    let _ = sender.send(Err(error));
                }
            });
        }
        drop(sender);
        let mut first = Ok(());
        for result in results {
            let done = result.and_then(|(task, result)| each(task, result));
            if done.is_err() {
                stop(&waiting);
                first = first.and(done);
            }
        }
        first
    })
}

type Waiting<'a, T> = Mutex<std::slice::Iter<'a, T>>;

fn next<'a, T>(waiting: &Waiting<'a, T>) -> Option<&'a T> {
    // A thread that panicked left nothing half done here.
    waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next()
}

fn stop<T>(waiting: &Waiting<T>) {
    *waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = [].iter();
}
