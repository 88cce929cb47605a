//! Keeping: health check, backup, restore, the journal.

use std::path::{Path, PathBuf};

use super::{Office, Opening, Refusal, evidence, folder};
use crate::{
    domain::permission::Deed,
    form::library::Library,
    store::{
        Store, journal,
        notices::{self, Serial},
    },
};

pub use crate::store::journal::{Break, ChainReport, Link};

/// What a health check (体检) found.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Health {
    /// One line for each trouble in the database file; none when it is sound.
    pub troubles: Vec<String>,
    pub journal_links: i64,
    /// Desks whose chain does not follow.
    pub broken: Vec<String>,
    /// Kept papers whose bytes are no longer those that were printed.
    pub papers: u32,
    /// A sentence for each piece of evidence that is gone or altered.
    pub evidence: Vec<String>,
    /// Series of numbers in which one is missing or stands twice, as `unit〔year〕`.
    pub gaps: Vec<String>,
    /// Premises without a grid (S2 §三(一)1 监管无盲区).
    pub orphans: u32,
    /// Years, this one and the next, whose days off are not published.
    pub years_unpublished: Vec<i32>,
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Backup {
    pub file: PathBuf,
    /// A sentence for each piece of evidence that is not in it.
    pub troubles: Vec<String>,
}

/// A backup that was put in the place of the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Restored {
    /// Where the database that stood there is kept, if there was one.
    pub kept: PathBuf,
    /// A sentence for each piece of evidence that is neither here nor beside the backup.
    pub troubles: Vec<String>,
    /// The same for each series of numbers given since the backup was made: they stay given.
    pub given: Vec<String>,
}

impl Office {
    pub fn check(&mut self) -> Result<Health, Refusal> {
        let evidence = self.check_evidence()?.troubles();
        let driver = &mut *self.store.driver;
        let troubles = driver.check()?;
        let reports = journal::verify(driver)?;
        let papers = crate::store::papers::damaged(driver)?.len() as u32;
        let premises = crate::store::premises::orphans(driver, &self.scope)?;
        let gaps = notices::gaps(driver, &self.scope)?;
        let year = chrono::Datelike::year(&self.act.today);
        Ok(Health {
            troubles,
            journal_links: reports.iter().map(|report| report.links).sum(),
            broken: reports
                .iter()
                .filter(|report| report.broken_at.is_some())
                .map(|report| report.desk.clone())
                .collect(),
            papers,
            evidence,
            gaps: gaps
                .iter()
                .map(|(unit, year)| format!("{}〔{year}〕", self.unit_name(unit)))
                .collect(),
            orphans: premises,
            years_unpublished: [year, year + 1]
                .into_iter()
                .filter(|year| !self.calendar.published(*year))
                .collect(),
        })
    }

    /// A verified copy of the database, into the office's `backups/` when no file is named, and the files of
    /// all evidence in `evidence/` beside it: one such folder serves all backups there and only grows.
    pub fn backup(&mut self, file: Option<&Path>) -> Result<Backup, Refusal> {
        let file = match file {
            Some(file) => file.to_owned(),
            None => self.folder.backups().join(format!(
                "anban-{}-{}.db",
                self.act.today.format("%Y%m%d"),
                super::clock::new_id().short()
            )),
        };
        if file.exists() {
            return Err(Refusal::said(format!(
                "文件 {} 已经有了，没有覆盖它。请换一个文件名。",
                file.display()
            )));
        }
        self.folder.make()?;
        if let Some(parent) = file.parent().filter(|parent| !parent.as_os_str().is_empty())
            && !parent.is_dir()
        {
            return Err(Refusal::said(format!(
                "没有文件夹 {}，没有备份。请先建好它，或换一个位置。",
                parent.display()
            )));
        }
        // First the database: what it names is on the shelf already.
        self.store.driver.backup_to(&file)?;
        let troubles = self.back_up_evidence(&file)?;
        Ok(Backup { file, troubles })
    }

    pub fn verify_journal(&mut self) -> Result<Vec<ChainReport>, Refusal> {
        Ok(journal::verify(&mut *self.store.driver)?)
    }

    pub fn journal(&mut self, count: u32) -> Result<Vec<Link>, Refusal> {
        Ok(journal::tail(&mut *self.store.driver, count)?)
    }
}

/// Puts a backup in the place of the database. The one that stood there is kept beside it; a backup of an
/// older program is brought up to date on the way.
pub fn restore(opening: &Opening, backup: &Path) -> Result<Restored, Refusal> {
    if opening.database.is_some() {
        return Err(Refusal::said(
            "服务器上的数据库请由管理员用服务器的工具恢复；这里只恢复本机的数据库文件。",
        ));
    }
    let office = opening.folder()?;
    if !backup.is_file() {
        return Err(Refusal::said(format!(
            "没有备份文件 {}。请核对文件名；本机的备份在 {}。",
            backup.display(),
            office.backups().display()
        )));
    }
    // An office that still opens knows who may; one that is too damaged for it is what backups are for.
    if let Ok(standing) = Office::open(opening) {
        standing.act.person().may(Deed::SetUp)?;
    }
    office.make()?;
    // What was given out is on signed papers, whether or not the backup knows of it.
    // Opening makes a database where none stands.
    let standing = office.database().exists().then(|| Store::open_file(&office.database()));
    let given = standing
        .and_then(Result::ok)
        .and_then(|mut store| notices::serials(&mut *store.driver).ok())
        .unwrap_or_default();
    let mark = format!("{}-{}", opening.today().format("%Y%m%d"), super::clock::new_id().short());
    let trial = office.backups().join(format!("restore-trial-{mark}.db"));
    let outcome = try_backup(backup, &trial).and_then(|()| put_in_place(&office, &trial, &mark));
    for file in [trial.clone(), beside(&trial, "-wal"), beside(&trial, "-shm")] {
        // A trial copy that is left behind harms nobody.
        let _ = std::fs::remove_file(file);
    }
    let kept = outcome?;
    let given = note_restore(opening, &office, backup, &given)?;
    let mut store = Store::open_file(&office.database())?;
    let driver = &mut *store.driver;
    let troubles = match super::setup::settings(driver)? {
        Some((home, _)) => evidence::restore_evidence(driver, &home, &office, backup)?,
        None => Vec::new(),
    };
    Ok(Restored { kept, troubles, given })
}

/// Copies the backup with what its log still holds, brings it up to date and checks it.
fn try_backup(backup: &Path, trial: &Path) -> Result<(), Refusal> {
    let unusable = |what: String| {
        Refusal::said(format!("备份文件 {} 用不了，没有恢复。{what}", backup.display()))
    };
    for ending in ["", "-wal"] {
        let from = beside(backup, ending);
        if ending.is_empty() || from.exists() {
            std::fs::copy(&from, beside(trial, ending))
                .map_err(|error| unusable(format!("读写失败：{}。", folder::reason(&error))))?;
        }
    }
    let mut store = Store::open_file(trial).map_err(|fault| unusable(fault.to_string()))?;
    let troubles = store.driver.check().map_err(|fault| unusable(fault.to_string()))?;
    if troubles.is_empty() {
        Ok(())
    } else {
        Err(unusable("它自身有损坏，请换一份备份。".to_owned()))
    }
}

/// Keeps what stands there, then puts the checked copy in its place in one step.
fn put_in_place(office: &folder::Folder, trial: &Path, mark: &str) -> Result<PathBuf, Refusal> {
    let database = office.database();
    let kept = office.backups().join(format!("restore-before-{mark}.db"));
    if database.exists() {
        // Copied through the engine, so that one file holds what the log holds too.
        let copied =
            Store::open_file(&database).and_then(|mut store| store.driver.backup_to(&kept));
        if copied.is_err() {
            // Too damaged for the engine: the file itself is kept.
            std::fs::copy(&database, &kept).map_err(|error| {
                Refusal::said(format!(
                    "原来的数据库留存不了：{}。没有恢复。",
                    folder::reason(&error)
                ))
            })?;
        }
    }
    let whole = beside(trial, ".whole");
    Store::open_file(trial)?.driver.backup_to(&whole)?;
    for ending in ["-wal", "-shm"] {
        let log = beside(&database, ending);
        if log.exists() {
            std::fs::remove_file(&log).map_err(|error| {
                Refusal::said(format!(
                    "数据库正被占用（{}）。请关掉别的安办窗口再恢复。",
                    folder::reason(&error)
                ))
            })?;
        }
    }
    std::fs::rename(&whole, &database).map_err(|error| {
        Refusal::said(format!(
            "换不上备份：{}。原来的数据库在 {}。",
            folder::reason(&error),
            kept.display()
        ))
    })?;
    Ok(kept)
}

/// The journal says that the past was exchanged for another; numbers given in the one are not given again in the other.
fn note_restore(
    opening: &Opening,
    office: &folder::Folder,
    backup: &Path,
    given: &[Serial],
) -> Result<Vec<String>, Refusal> {
    let mut store = Store::open_file(&office.database())?;
    let act = super::Act {
        desk: office.desk()?,
        actor: opening.actor.clone().unwrap_or_default(),
        roles: Vec::new(),
        today: opening.today(),
    };
    let known = notices::serials(&mut *store.driver)?;
    let (library, _) = Library::new(&[]);
    act.write(&mut store, Deed::SetUp, |driver, trace| {
        let mut told = Vec::new();
        for serial in given {
            let of = |other: &&Serial| {
                (&other.unit, &other.series, other.year) == (&serial.unit, &serial.series, serial.year)
            };
            let before = known.iter().find(of).map_or(0, |serial| serial.last);
            if notices::raise_serial(driver, serial)? {
                let Serial { series, year, last, .. } = serial;
                let paper = library.paper(series).map_or("整改通知书", |paper| &*paper.title);
                told.push(format!(
                    "备份之后还开过{paper}〔{year}〕{}号至{last}号，这些号不再使用；那些文书在留存的原来的数据库里。",
                    before + 1
                ));
            }
        }
        trace.note("restore", None, "anban.db", &backup.display().to_string())?;
        Ok(told)
    })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
