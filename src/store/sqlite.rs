//! The desk's engine: one SQLite file on a local disk. Only this file names rusqlite.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::types::{Null, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, config::DbConfig, ffi};

use super::driver::{
    Driver, Engine, Open, Row, Span, Value, check_values, day_to_text, wrong_count,
};
use super::fault::Fault;
use super::file::{io_fault, is_cut, log_is_empty, refuse_network, sync_folder};

/// "anba" in the file's header: the file is ours, whatever its name.
const APPLICATION_ID: i64 = 0x616e_6261;

/// How long a statement waits for another program that writes.
const WAIT: Duration = Duration::from_secs(5);

pub struct Sqlite {
    connection: Connection,
    path: PathBuf,
    span: Span,
    /// Opened to look at only, since the disk has no room for a log.
    full: bool,
    /// Where the parameters of a text stand, once it has been asked; texts are few.
    places: RefCell<HashMap<String, Arc<[usize]>>>,
}

impl Sqlite {
    /// Opens the file, or makes it where there is none, after it has proved to be ours, on a local disk and
    /// writable. A file that is not ours is left as it was.
    pub fn open(path: &Path) -> Result<Sqlite, Fault> {
        match Sqlite::open_to_write(path) {
            // Nothing can be saved, and what is saved can be looked at.
            Err(full @ Fault::DiskFull { .. }) => {
                let seen = Sqlite::open_read_only(path);
                seen.map(|sqlite| Sqlite { full: true, ..sqlite }).map_err(|_| full)
            }
            opened => opened,
        }
    }

    fn open_to_write(path: &Path) -> Result<Sqlite, Fault> {
        refuse_network(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut sqlite = Sqlite::connect(path, path, flags)?;
        if sqlite.connection.is_readonly("main").map_err(|error| sqlite.fault(error))? {
            return Err(Fault::ReadOnly { path: path.to_owned() });
        }
        sqlite.recognise(true)?;
        // FULL keeps "saved means saved" through a power cut, at one sync a commit. Memory mapping stays off:
        // a USB stick that is pulled out would end the program instead of failing a read. Larger pages make
        // fewer reads of a round over the whole register; they hold for a file that is made new.
        sqlite.batch(
            "PRAGMA page_size=8192; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=0;
             PRAGMA temp_store=MEMORY;",
        )?;
        sqlite.keep_a_log()?;
        sqlite.keep_pages()?;
        // A folder may say "wal" and fail only at the first write, so write now, where it can be explained.
        sqlite
            .batch(&format!("BEGIN IMMEDIATE; PRAGMA application_id={APPLICATION_ID}; COMMIT;"))?;
        Ok(sqlite)
    }

    /// Turns the log of writes on, which two programs that make a file at once both do: the later one is told "busy"
    /// without the wait that every other statement has, so it waits here.
    fn keep_a_log(&mut self) -> Result<(), Fault> {
        const PAUSE: Duration = Duration::from_millis(5);
        let mut waited = Duration::ZERO;
        loop {
            match self.batch("PRAGMA journal_mode=WAL;") {
                Err(Fault::Busy { .. }) if waited < WAIT => std::thread::sleep(PAUSE),
                done => return done,
            }
            waited += PAUSE;
        }
    }

    /// How many pages it keeps in memory. In the register of a district the rows of one community lie a page each, so that
    /// its desk asks for more of them.
    fn keep_pages(&mut self) -> Result<(), Fault> {
        const KIB: [i64; 2] = [3 * 1024, 12 * 1024];
        let size = self.number("PRAGMA page_count")? * self.number("PRAGMA page_size")?;
        let kept = (size / 1024 / 128).clamp(KIB[0], KIB[1]);
        self.batch(&format!("PRAGMA cache_size=-{kept};"))
    }

    /// Opens an existing file to look at only, also in a folder where nothing can be written.
    pub fn open_read_only(path: &Path) -> Result<Sqlite, Fault> {
        refuse_network(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Sqlite::connect(path, path, flags).and_then(|mut sqlite| {
            sqlite.recognise(false)?;
            Ok(sqlite)
        });
        match opened {
            // Without a log beside it the file is complete, and needs no shared memory to be read.
            Err(Fault::CannotOpen { .. } | Fault::ReadOnly { .. } | Fault::DiskFull { .. })
                if path.is_file() && log_is_empty(path) =>
            {
                let mut sqlite = Sqlite::connect(
                    path,
                    &immutable_uri(path),
                    flags | OpenFlags::SQLITE_OPEN_URI,
                )?;
                sqlite.recognise(false)?;
                Ok(sqlite)
            }
            opened => opened,
        }
    }

    /// Puts the content of another file in the place of all that is in this one, which other windows may have open: they
    /// go on with what came. `false`, with this one as it was, where the two do not fit.
    pub fn take_over(path: &Path, from: &Path) -> Result<bool, Fault> {
        let source = Sqlite::open_read_only(from)?;
        let mut ours = Sqlite::open(path)?;
        let copied = Backup::new(&source.connection, &mut ours.connection)
            .and_then(|backup| backup.step(-1))
            .map_err(|error| fault(error, path));
        match copied {
            Ok(StepResult::Done) => Ok(true),
            Ok(StepResult::Busy | StepResult::Locked) => {
                Err(Fault::Busy { place: None, detail: "restore".into() }
                    .at(&path.display().to_string()))
            }
            Err(full @ Fault::DiskFull { .. }) => Err(full),
            Ok(_) | Err(_) => Ok(false),
        }
    }

    /// Where it was opened to look at only and there is room again, it is opened anew.
    fn try_to_write(&mut self) {
        if self.full
            && self.span == Span::Outside
            && let Ok(opened) = Sqlite::open_to_write(&self.path)
        {
            *self = opened;
        }
    }

    fn connect(path: &Path, address: &Path, flags: OpenFlags) -> Result<Sqlite, Fault> {
        if is_cut(path) {
            return Err(
                Fault::damaged("the file ends inside a page").at(&path.display().to_string())
            );
        }
        let connection =
            Connection::open_with_flags(address, flags).map_err(|error| fault(error, path))?;
        let mut sqlite = Sqlite {
            connection,
            path: path.to_owned(),
            span: Span::Outside,
            full: false,
            places: RefCell::default(),
        };
        sqlite.connection.set_prepared_statement_cache_capacity(128);
        sqlite.connection.busy_timeout(WAIT).map_err(|error| fault(error, path))?;
        // A plan holds for every value: without this a statement is prepared again whenever its bounds change.
        sqlite
            .connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|error| fault(error, path))?;
        // Recursive triggers: without them INSERT OR REPLACE deletes a row that may not be deleted.
        sqlite.batch(
            "PRAGMA trusted_schema=OFF; PRAGMA case_sensitive_like=ON;
             PRAGMA recursive_triggers=ON;",
        )?;
        Ok(sqlite)
    }

    /// Reads the header: ours, or nothing yet where `empty_too`.
    fn recognise(&mut self, empty_too: bool) -> Result<(), Fault> {
        let id = self.number("PRAGMA application_id")?;
        if id == APPLICATION_ID {
            return Ok(());
        }
        if empty_too && id == 0 && self.number("SELECT count(*) FROM sqlite_schema")? == 0 {
            return Ok(());
        }
        Err(Fault::NotADatabase { path: self.path.clone() })
    }

    fn number(&mut self, sql: &str) -> Result<i64, Fault> {
        let rows = self.query(sql, &[])?;
        rows.first().ok_or_else(|| Fault::damaged(format!("no answer to {sql}")))?.int(0)
    }

    fn fault(&self, error: rusqlite::Error) -> Fault {
        match fault(error, &self.path) {
            Fault::ReadOnly { path } if self.full => Fault::DiskFull {
                place: Some(path.display().to_string()),
                detail: "opened to look at only".into(),
            },
            fault => fault,
        }
    }

    /// The place of `$1`, `$2`… in the statement. SQLite takes `$1` for a name and numbers names by their
    /// first appearance, so binding by position would swap values where `$2` comes first.
    fn places(
        &self,
        sql: &str,
        statement: &CachedStatement,
        given: usize,
    ) -> Result<Arc<[usize]>, Fault> {
        let wanted = statement.parameter_count();
        if wanted != given {
            return Err(wrong_count(wanted, given));
        }
        if let Some(places) = self.places.borrow().get(sql) {
            return Ok(Arc::clone(places));
        }
        let places: Arc<[usize]> = (1..=wanted)
            .map(|number| {
                let place = statement
                    .parameter_index(&format!("${number}"))
                    .map_err(|error| self.fault(error))?;
                place.ok_or_else(|| {
                    Fault::other(format!("${number} does not stand in the statement"))
                })
            })
            .collect::<Result<_, Fault>>()?;
        self.places.borrow_mut().insert(sql.to_owned(), Arc::clone(&places));
        Ok(places)
    }

    fn run_query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        check_values(params)?;
        let mut statement =
            self.connection.prepare_cached(sql).map_err(|error| self.fault(error))?;
        let numbers = self.places(sql, &statement, params.len())?;
        bind(&mut statement, &numbers, params).map_err(|error| self.fault(error))?;
        let width = statement.column_count();
        let mut answer = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| self.fault(error))? {
            let mut values = Vec::with_capacity(width);
            for column in 0..width {
                values.push(match row.get_ref(column).map_err(|error| self.fault(error))? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(n) => Value::Int(n),
                    ValueRef::Real(x) => Value::Real(x),
                    ValueRef::Text(bytes) => {
                        let text = std::str::from_utf8(bytes);
                        let text = text.map_err(|error| {
                            Fault::damaged(error.to_string()).at(&self.path.display().to_string())
                        });
                        Value::Text(text?.to_owned())
                    }
                    ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                });
            }
            answer.push(Row::new(values));
        }
        Ok(answer)
    }

    fn run_each<'a>(
        &self,
        sql: &str,
        rows: impl Iterator<Item = &'a [Value]>,
    ) -> Result<u64, Fault> {
        let mut statement =
            self.connection.prepare_cached(sql).map_err(|error| self.fault(error))?;
        let numbers = self.places(sql, &statement, statement.parameter_count())?;
        let mut touched = 0;
        for params in rows {
            check_values(params)?;
            if params.len() != numbers.len() {
                return Err(wrong_count(numbers.len(), params.len()));
            }
            bind(&mut statement, &numbers, params).map_err(|error| self.fault(error))?;
            touched += statement.raw_execute().map_err(|error| self.fault(error))? as u64;
        }
        Ok(touched)
    }
}

impl Driver for Sqlite {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        self.span.ready()?;
        let outcome = self.run_query(sql, params);
        self.span.note(outcome)
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Fault> {
        self.span.ready()?;
        self.try_to_write();
        let outcome = self.run_each(sql, std::iter::once(params));
        self.span.note(outcome)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        self.span.ready()?;
        let outcome = self.connection.execute_batch(sql).map_err(|error| self.fault(error));
        self.span.note(outcome)
    }

    fn bulk(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, Fault> {
        self.span.ready_for_bulk()?;
        let outcome = self.run_each(sql, rows.iter().map(Vec::as_slice));
        self.span.note(outcome)
    }

    fn begin(&mut self) -> Result<(), Fault> {
        self.span.ready_to_begin()?;
        self.try_to_write();
        // IMMEDIATE: to wait for the write lock here, rather than to fail with it half way.
        self.batch("BEGIN IMMEDIATE")?;
        self.span = Span::Inside;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Fault> {
        let ready = self.span.ready_to_commit();
        let outcome = ready.and_then(|()| self.batch("COMMIT"));
        if outcome.is_err() {
            self.rollback()?;
        }
        self.span = Span::Outside;
        outcome
    }

    fn rollback(&mut self) -> Result<(), Fault> {
        self.span = Span::Outside;
        // SQLite gives up by itself after some failures, a full disk among them.
        if self.connection.is_autocommit() { Ok(()) } else { self.batch("ROLLBACK") }
    }

    fn in_transaction(&self) -> bool {
        self.span != Span::Outside
    }

    fn ease(&mut self) -> Result<(), Fault> {
        self.batch("PRAGMA shrink_memory;")
    }

    fn another(&self) -> Open {
        let path = self.path.clone();
        Box::new(move || {
            let mut another = Sqlite::open_read_only(&path)?;
            // It goes through what it reads once, beside the pages that the desk keeps.
            another.batch("PRAGMA temp_store=MEMORY; PRAGMA cache_size=-512;")?;
            Ok(Box::new(another))
        })
    }

    fn check(&mut self) -> Result<Vec<String>, Fault> {
        let mut troubles = Vec::new();
        for row in self.query("PRAGMA integrity_check", &[])? {
            let line = row.text(0)?;
            if line != "ok" {
                troubles.push(line);
            }
        }
        for row in self.query("PRAGMA foreign_key_check", &[])? {
            troubles.push(format!("{} points at a missing row of {}", row.text(0)?, row.text(2)?));
        }
        Ok(troubles)
    }

    fn backup_to(&mut self, path: &Path) -> Result<(), Fault> {
        let cannot = |error: std::io::Error| io_fault(error, path);
        if let (Ok(theirs), Ok(ours)) = (path.canonicalize(), self.path.canonicalize())
            && theirs == ours
        {
            return Err(Fault::CannotOpen {
                path: path.to_owned(),
                detail: "this is the open database".into(),
            });
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        // Left by a copy that was cut short; VACUUM INTO wants an empty place.
        if part.exists() {
            std::fs::remove_file(&part).map_err(cannot)?;
        }
        let text = part.to_str().ok_or_else(|| Fault::CannotOpen {
            path: path.to_owned(),
            detail: "the path is not Unicode".into(),
        })?;
        let copied = self
            .execute("VACUUM INTO $1", &[Value::from(text)])
            .and_then(|_| Sqlite::open_read_only(&part)?.check());
        if copied.is_err() {
            // Half a copy is of no use to anyone; why there is no whole one is what has to be told.
            let _ = std::fs::remove_file(&part);
        }
        let troubles = copied?;
        if let Some(trouble) = troubles.into_iter().next() {
            return Err(Fault::Damaged {
                place: Some(part.display().to_string()),
                detail: format!("the copy: {trouble}"),
            });
        }
        File::options().write(true).open(&part).and_then(|file| file.sync_all()).map_err(cannot)?;
        std::fs::rename(&part, path).map_err(cannot)?;
        sync_folder(path).map_err(cannot)
    }
}

fn bind(
    statement: &mut CachedStatement,
    places: &[usize],
    params: &[Value],
) -> rusqlite::Result<()> {
    for (&place, value) in places.iter().zip(params) {
        match value {
            Value::Null => statement.raw_bind_parameter(place, Null),
            Value::Int(n) => statement.raw_bind_parameter(place, n),
            Value::Real(x) => statement.raw_bind_parameter(place, x),
            Value::Text(text) => statement.raw_bind_parameter(place, text),
            Value::Id(id) => statement.raw_bind_parameter(place, &id[..]),
            Value::Bool(truth) => statement.raw_bind_parameter(place, truth),
            Value::Bytes(bytes) => statement.raw_bind_parameter(place, bytes),
            Value::Day(day) => statement.raw_bind_parameter(place, day_to_text(*day)),
        }?;
    }
    Ok(())
}

/// `file:` address that tells SQLite that nobody writes; the three characters that mean something are escaped.
fn immutable_uri(path: &Path) -> PathBuf {
    let text = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let text = if cfg!(windows) { format!("/{}", text.replace('\\', "/")) } else { text };
    PathBuf::from(format!("file:{text}?immutable=1"))
}

fn fault(error: rusqlite::Error, path: &Path) -> Fault {
    let detail = error.to_string();
    let code = match &error {
        rusqlite::Error::SqliteFailure(code, _) => code.extended_code,
        rusqlite::Error::SqlInputError { error, .. } => error.extended_code,
        _ => return Fault::Other { detail },
    };
    let (path, place) = (path.to_owned(), Some(path.display().to_string()));
    match code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => Fault::Unique { detail },
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Fault::Foreign { detail },
        ffi::SQLITE_CONSTRAINT_TRIGGER => Fault::Denied { detail },
        ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_CORRUPTFS => {
            Fault::Damaged { place, detail }
        }
        _ => match code & 0xff {
            ffi::SQLITE_CONSTRAINT | ffi::SQLITE_MISMATCH | ffi::SQLITE_TOOBIG => {
                Fault::Check { detail }
            }
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Fault::Busy { place, detail },
            ffi::SQLITE_CORRUPT => Fault::Damaged { place, detail },
            ffi::SQLITE_NOTADB => Fault::NotADatabase { path },
            // The shared memory beside the log could not grow: the disk has no room for it.
            _ if code == ffi::SQLITE_IOERR_SHMSIZE => Fault::DiskFull { place, detail },
            ffi::SQLITE_FULL => Fault::DiskFull { place, detail },
            ffi::SQLITE_READONLY => Fault::ReadOnly { path },
            ffi::SQLITE_CANTOPEN | ffi::SQLITE_PERM => Fault::CannotOpen { path, detail },
            ffi::SQLITE_IOERR => Fault::Disk { path, detail },
            _ => Fault::Other { detail },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_nobody_writes_is_read_under_any_name() {
        let folder = std::env::temp_dir().join(format!("anban-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir(&folder).unwrap();
        let path = folder.join("安办 50%?#.db");
        let mut made = Sqlite::open(&path).unwrap();
        made.batch("CREATE TABLE t(a); INSERT INTO t VALUES (7)").unwrap();
        drop(made);
        assert!(log_is_empty(&path), "closing leaves the file complete");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let mut seen = Sqlite::connect(&path, &immutable_uri(&path), flags).unwrap();
        let read = seen.number("SELECT a FROM t");
        let shared_memory = path.with_file_name("安办 50%?#.db-shm").exists();
        drop(seen);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!((read, shared_memory), (Ok(7), false));
    }

    #[test]
    fn codes_become_faults() {
        let path = Path::new("a.db");
        let of = |code| fault(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None), path);
        assert!(matches!(of(ffi::SQLITE_IOERR_SHORT_READ), Fault::Damaged { .. }));
        assert!(matches!(of(ffi::SQLITE_IOERR_READ), Fault::Disk { .. }));
        assert!(matches!(of(ffi::SQLITE_READONLY_DIRECTORY), Fault::ReadOnly { .. }));
        assert!(matches!(of(ffi::SQLITE_CORRUPT_INDEX), Fault::Damaged { .. }));
        assert!(matches!(of(ffi::SQLITE_BUSY_SNAPSHOT), Fault::Busy { .. }));
        assert!(matches!(of(ffi::SQLITE_CANTOPEN_ISDIR), Fault::CannotOpen { .. }));
    }
}
