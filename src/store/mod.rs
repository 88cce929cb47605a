//! Where the register is kept: SQL written once, over a small seam with two engines under it.
//!
//! ```text
//! records and their statements      one text, $1…$n
//!         │
//!      Driver                       values, rows, transactions, faults
//!      ├── sqlite                   one desk, one file on its own disk
//!      └── postgres                 several desks, one server
//! ```
//! The store knows no clock and makes no ids: both are handed in.

pub mod analysis;
mod aside;
pub mod beside;
pub mod campaigns;
mod changed;
pub mod counts;
pub mod coverage;
pub mod documents;
pub mod drafts;
mod driver;
pub mod each;
pub mod entries;
pub mod evidence;
pub mod exchange;
mod fault;
mod file;
pub mod finding;
pub mod forms;
pub mod hazards;
pub mod inspections;
pub mod journal;
pub mod links;
pub mod matters;
pub mod meta;
pub mod migrate;
pub mod notices;
pub mod papers;
pub mod passwords;
pub mod plans;
mod platform;
mod postgres;
pub mod premises;
pub mod recorded;
pub mod recurrences;
pub mod reports;
pub mod rounds;
pub mod sample;
mod search;
mod sought;
mod sqlite;
pub mod staff;
mod text;
pub mod touched;
pub mod unfit;
pub mod units;
pub mod warn;
pub mod weeks;
mod widen;

use std::path::{Path, PathBuf};

pub use aside::{Aside, Read, Worth};
pub use driver::{Driver, Engine, Open, Row, Value};
pub use fault::Fault;

/// Nobody else writes what people have open until the transaction ends, so that what is read in it still holds when it is
/// written. SQLite has one writer at a time anyway.
pub fn keep_still(driver: &mut dyn Driver) -> Result<(), Fault> {
    match driver.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => driver.batch(
            "LOCK TABLE inspection, hazard, plan_visit, entry, matter, premises, staff, assignment, unit
             IN SHARE ROW EXCLUSIVE MODE",
        ),
    }
}

/// An open register, brought to the schema of this program.
pub struct Store {
    pub driver: Box<dyn Driver>,
    /// The second connection, where it is kept for a while.
    spare: Option<Box<dyn Driver>>,
}

impl Store {
    fn of(driver: Box<dyn Driver>) -> Store {
        Store { driver, spare: None }
    }

    /// Opens the desk's file, or makes it. An existing file of an older schema is first copied beside itself
    /// (`安办.db` → `安办.db.0001_records.bak`, by the newest step that it had).
    pub fn open_file(path: &Path) -> Result<Store, Fault> {
        Store::open_file_at(path, migrate::STEPS)
    }

    /// The same with other steps than this program's, for the tests of upgrading.
    pub fn open_file_at(path: &Path, steps: &[migrate::Step]) -> Result<Store, Fault> {
        let here = |fault: Fault| fault.at(&path.display().to_string());
        let mut driver = sqlite::Sqlite::open(path)?;
        let newest = migrate::applied(&mut driver).map_err(here)?.pop();
        if let Some((step, _)) = newest
            && !migrate::missing(&mut driver, steps).map_err(here)?.is_empty()
        {
            driver.backup_to(&backup_name(path, &step))?;
        }
        migrate::migrate(&mut driver, steps).map_err(here)?;
        Ok(Store::of(Box::new(driver)))
    }

    /// Puts the content of one file in the place of another's, which other windows may have open ([`Fault::Busy`] while
    /// one of them writes). `false` where that cannot be, with the file as it was.
    pub fn take_over(path: &Path, from: &Path) -> Result<bool, Fault> {
        sqlite::Sqlite::take_over(path, from)
    }

    /// Opens a file to look at only. Its schema must be this program's: nothing can be upgraded here.
    pub fn open_file_read_only(path: &Path) -> Result<Store, Fault> {
        let mut driver = sqlite::Sqlite::open_read_only(path)?;
        let here = |fault: Fault| fault.at(&path.display().to_string());
        if !migrate::missing(&mut driver, migrate::STEPS).map_err(here)?.is_empty() {
            return Err(Fault::ReadOnly { path: path.to_owned() });
        }
        Ok(Store::of(Box::new(driver)))
    }

    /// Connects to `postgres://user:password@host:port/database`. The server's backups are the server's.
    pub fn open_url(url: &str) -> Result<Store, Fault> {
        let mut driver = connect(url)?;
        migrate::migrate(&mut *driver, migrate::STEPS)?;
        Ok(Store::of(driver))
    }
}

/// Connects to a server without looking at its schema.
pub fn connect(url: &str) -> Result<Box<dyn Driver>, Fault> {
    Ok(Box::new(postgres::Postgres::open(url)?))
}

/// Runs `deed` in a transaction: all of it is saved when it returns Ok, nothing when it fails or panics.
pub fn transaction<T, E: From<Fault>>(
    driver: &mut dyn Driver,
    deed: impl FnOnce(&mut dyn Driver) -> Result<T, E>,
) -> Result<T, E> {
    /// Rolls back on every way out but the good one, a panic among them.
    struct Guard<'a>(&'a mut dyn Driver);
    impl Drop for Guard<'_> {
        fn drop(&mut self) {
            if self.0.in_transaction() {
                // The fault that led here is the one to tell; the engine drops what was not committed.
                let _ = self.0.rollback();
            }
        }
    }

    driver.begin()?;
    let guard = Guard(driver);
    let value = deed(&mut *guard.0)?;
    guard.0.commit()?;
    Ok(value)
}

fn backup_name(path: &Path, step: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{step}.bak"));
    path.with_file_name(name)
}
