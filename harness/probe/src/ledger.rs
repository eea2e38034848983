//! What SQLite itself ran: every statement on every connection that this process opens.
//!
//! An auto-extension puts a trace on each new connection, so that raw SQL, the sqlx pool, a clone of the connection or a
//! connection of the student's own cannot pass it. The event is PROFILE, one a statement that came to an end; STMT would
//! fire again for every table that a deletion cascades to.
//!
//! Sources: <https://sqlite.org/c3ref/auto_extension.html>, <https://sqlite.org/c3ref/trace_v2.html>.

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use harness_core::fingerprint::is_control;
use libsqlite3_sys as ffi;

/// A statement as SQLite saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The text, with placeholders.
    pub(crate) sql: String,
    /// The text with the bound values in their places.
    pub(crate) expanded: String,
    /// How many rows it handed out.
    pub(crate) n_rows: u64,
}

impl Seen {
    /// Whether it is one of those that are counted: transaction control and PRAGMA are not.
    pub(crate) fn counts(&self) -> bool {
        !is_control(&self.sql)
    }
}

struct Ledger {
    open: bool,
    seen: Vec<Seen>,
    /// Rows handed out so far by statements that have not come to an end, by their address.
    rows: BTreeMap<usize, u64>,
}

static LEDGER: Mutex<Ledger> = Mutex::new(Ledger { open: false, seen: Vec::new(), rows: BTreeMap::new() });

/// A statement begins.
const BEGIN: c_uint = ffi::SQLITE_TRACE_STMT;
/// A row is handed out.
const ROW: c_uint = ffi::SQLITE_TRACE_ROW;
/// A statement came to an end.
const END: c_uint = ffi::SQLITE_TRACE_PROFILE;

/// More statements than this are not kept: a call that sends so many is over any budget, and memory is bounded.
const MOST: usize = 200_000;

fn ledger() -> MutexGuard<'static, Ledger> {
    LEDGER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts the trace on every connection opened from now on. Further calls do nothing.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        #[expect(unsafe_code, reason = "SQLite has no safe interface for auto-extensions")]
        // SAFETY: `trace_connection` has the signature that SQLite calls an entry point by; the binding declares the
        // parameter without its arguments, as the C header does.
        let code = unsafe {
            type EntryPoint =
                unsafe extern "C" fn(*mut ffi::sqlite3, *mut *mut c_char, *const ffi::sqlite3_api_routines) -> c_int;
            ffi::sqlite3_auto_extension(Some(trace_connection as EntryPoint))
        };
        assert_eq!(code, ffi::SQLITE_OK, "sqlite3_auto_extension");
    });
}

/// Forgets what was seen, and begins to keep what comes.
pub(crate) fn open() {
    let mut ledger = ledger();
    ledger.seen.clear();
    ledger.rows.clear();
    ledger.open = true;
}

/// Stops, or goes on, without forgetting.
pub(crate) fn set_open(open: bool) {
    ledger().open = open;
}

/// How many statements that count were seen since [`open`].
pub(crate) fn n_counted() -> usize {
    ledger().seen.iter().filter(|seen| seen.counts()).count()
}

/// Whether statements are kept at the moment.
pub(crate) fn is_open() -> bool {
    ledger().open
}

/// Stops, and gives all that was seen since [`open`], in the order in which the statements ended.
pub(crate) fn close() -> Vec<Seen> {
    let mut ledger = ledger();
    ledger.open = false;
    std::mem::take(&mut ledger.seen)
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn trace_connection(
    connection: *mut ffi::sqlite3,
    _message: *mut *mut c_char,
    _api: *const ffi::sqlite3_api_routines,
) -> c_int {
    // SAFETY: SQLite hands over the connection that it has just opened; the context is not used.
    unsafe { ffi::sqlite3_trace_v2(connection, BEGIN | ROW | END, Some(trace), std::ptr::null_mut()) }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn trace(event: c_uint, _context: *mut c_void, statement: *mut c_void, _more: *mut c_void) -> c_int {
    let mut ledger = ledger();
    if !ledger.open {
        return 0;
    }
    let address = statement.addr();
    if event == BEGIN {
        // SQLite reads a schema by statements that hand out rows and have neither a beginning nor an end: what they left
        // under this address is none of this statement's.
        ledger.rows.remove(&address);
    } else if event == ROW {
        *ledger.rows.entry(address).or_default() += 1;
    } else {
        let n_rows = ledger.rows.remove(&address).unwrap_or(0);
        let statement = statement.cast::<ffi::sqlite3_stmt>();
        // SAFETY: in a PROFILE event the second argument is the prepared statement, alive for the call. `sqlite3_sql`
        // lives as long as it; the expanded text is ours to free, and may be null when memory or its limit is short.
        let (sql, expanded) = unsafe {
            let sql = text(ffi::sqlite3_sql(statement));
            let expanded = ffi::sqlite3_expanded_sql(statement);
            let copy = text(expanded);
            ffi::sqlite3_free(expanded.cast());
            (sql, copy)
        };
        let expanded = if expanded.is_empty() { sql.clone() } else { expanded };
        // The last place is for whatever comes last: the harness's own canary must not be taken for dead.
        ledger.seen.truncate(MOST - 1);
        ledger.seen.push(Seen { sql, expanded, n_rows });
    }
    0
}

#[expect(unsafe_code, reason = "reads a C string")]
/// # Safety
///
/// `text` is null or a string that ends in NUL.
unsafe fn text(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: not null, and the caller vouches for the end.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}
