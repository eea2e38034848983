//! What SQLite itself ran: every statement on every connection that this process opens, or on those to one database.
//!
//! An auto-extension puts a trace on each new connection, so that raw SQL, the sqlx pool, a clone of the connection or a
//! connection of the student's own cannot pass it. The event is PROFILE, one a statement that came to an end; STMT would
//! fire again for every table that a deletion cascades to.
//!
//! There is one account a [`Scope`]. A candidate is alone in its process, and all of it is one scope. Tests of a user's own run
//! side by side in one process, with connections of their own: there the scope is a database. Which one a connection belongs to is
//! settled once, when it is opened, so that an address that SQLite uses again is no matter. SQLite does not tell the
//! name of a database in memory, but sqlx opens each connection in a thread of its own, whose name is ours to give.
//!
//! Sources: <https://sqlite.org/c3ref/auto_extension.html>, <https://sqlite.org/c3ref/trace_v2.html>.

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::num::NonZero;
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

/// Whose statements are kept together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// All that this process sends.
    Process,
    /// What is sent to the database of this number.
    Database(NonZero<usize>),
}

#[derive(Default)]
struct Account {
    open: bool,
    seen: Vec<Seen>,
    /// Rows handed out so far by statements that have not come to an end, by their address.
    rows: BTreeMap<usize, u64>,
    /// Where in `seen` a statement stands that has come to an end and has not begun again, by its address.
    ended: BTreeMap<usize, usize>,
}

type Accounts = BTreeMap<Scope, Account>;

static LEDGER: Mutex<Accounts> = Mutex::new(Accounts::new());

/// How the threads of a database's connections are called: what follows is its number.
const THREAD: &str = "harness-database-";

/// A statement begins.
const BEGIN: c_uint = ffi::SQLITE_TRACE_STMT;
/// A row is handed out.
const ROW: c_uint = ffi::SQLITE_TRACE_ROW;
/// A statement came to an end.
const END: c_uint = ffi::SQLITE_TRACE_PROFILE;

/// More statements than this are not kept: a call that sends so many is over any budget, and memory is bounded.
const MOST: usize = 200_000;

fn ledger() -> MutexGuard<'static, Accounts> {
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

/// How the threads have to be called that open the connections to the database of this number.
pub(crate) fn thread_of(number: NonZero<usize>) -> String {
    format!("{THREAD}{number}")
}

/// Forgets what was seen, and begins to keep what comes.
pub(crate) fn open(scope: Scope) {
    ledger().insert(scope, Account { open: true, ..Account::default() });
}

/// Stops, or goes on, without forgetting.
pub(crate) fn set_open(scope: Scope, open: bool) {
    ledger().entry(scope).or_default().open = open;
}

/// How many statements that count were seen since [`open`].
pub(crate) fn n_counted(scope: Scope) -> usize {
    ledger().get(&scope).map_or(0, |account| account.seen.iter().filter(|seen| seen.counts()).count())
}

/// Whether statements are kept at the moment.
pub(crate) fn is_open(scope: Scope) -> bool {
    ledger().get(&scope).is_some_and(|account| account.open)
}

/// Stops, and gives all that was seen since [`open`], in the order in which the statements ended.
pub(crate) fn close(scope: Scope) -> Vec<Seen> {
    ledger().remove(&scope).map(|account| account.seen).unwrap_or_default()
}

/// What no code of a user's can do: lets the account of every database miss what comes.
#[cfg(test)]
pub(crate) fn kill() {
    for (scope, account) in ledger().iter_mut() {
        account.open &= *scope == Scope::Process;
    }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn trace_connection(
    connection: *mut ffi::sqlite3,
    _message: *mut *mut c_char,
    _api: *const ffi::sqlite3_api_routines,
) -> c_int {
    let thread = std::thread::current();
    let number = thread.name().and_then(|name| name.strip_prefix(THREAD)?.parse().ok()).unwrap_or(0);
    let context = std::ptr::without_provenance_mut(number);
    // SAFETY: SQLite hands over the connection that it has just opened. The context is a number in the place of a pointer,
    // 0 for a connection to none of our databases, and is never followed.
    unsafe { ffi::sqlite3_trace_v2(connection, BEGIN | ROW | END, Some(trace), context) }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn trace(event: c_uint, context: *mut c_void, statement: *mut c_void, _more: *mut c_void) -> c_int {
    let mut ledger = ledger();
    let of_database = NonZero::new(context.addr()).map(Scope::Database);
    for scope in [Some(Scope::Process), of_database].into_iter().flatten() {
        if let Some(account) = ledger.get_mut(&scope).filter(|account| account.open) {
            // SAFETY: SQLite's own arguments.
            unsafe { account.take(event, statement) };
        }
    }
    0
}

impl Account {
    #[expect(unsafe_code, reason = "reads a statement of SQLite's")]
    /// # Safety
    ///
    /// `statement` is what SQLite hands over with a trace event of the kind `event`.
    unsafe fn take(&mut self, event: c_uint, statement: *mut c_void) {
        let address = statement.addr();
        if event == BEGIN {
            // SQLite reads a schema by statements that hand out rows and have neither a beginning nor an end: what they
            // left under this address is none of this statement's.
            self.rows.remove(&address);
            self.ended.remove(&address);
        } else if event == ROW {
            *self.rows.entry(address).or_default() += 1;
        } else {
            let n_rows = self.rows.remove(&address).unwrap_or(0);
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
            let seen = Seen { sql, expanded, n_rows };
            // A statement that ends twice and began once was given up before it did anything, since another connection had
            // changed the schema, and prepared anew by SQLite itself. It was sent once.
            if let Some(given_up) = self.ended.get(&address).and_then(|at| self.seen.get_mut(*at))
                && given_up.sql == seen.sql
            {
                *given_up = seen;
                return;
            }
            // The last place is for whatever comes last: the harness's own canary must not be taken for dead.
            self.seen.truncate(MOST - 1);
            self.ended.insert(address, self.seen.len());
            self.seen.push(seen);
        }
    }
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
