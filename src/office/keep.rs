//! Keeping: health check, backup, restore, the journal.

use std::path::{Path, PathBuf};

use super::{Office, Opening, Refusal, folder};
use crate::store::{Fault, Store, journal};

pub use crate::store::journal::{ChainReport, Link};

/// What a health check (体检) found.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Health {
    /// One line for each trouble in the database file; none when it is sound.
    pub troubles: Vec<String>,
    pub journal_links: i64,
    /// Desks whose chain does not follow.
    pub broken: Vec<String>,
    /// Premises without a grid (S2 §三(一)1 监管无盲区).
    pub orphans: u32,
    /// Years, this one and the next, whose days off are not published.
    pub years_unpublished: Vec<i32>,
}

impl Office {
    pub fn check(&mut self) -> Result<Health, Refusal> {
        let driver = &mut *self.store.driver;
        let troubles = driver.check()?;
        let reports = journal::verify(driver)?;
        let premises = crate::store::premises::orphans(driver, &self.scope)?;
        let year = chrono::Datelike::year(&self.act.today);
        Ok(Health {
            troubles,
            journal_links: reports.iter().map(|report| report.links).sum(),
            broken: reports
                .iter()
                .filter(|report| report.broken_at.is_some())
                .map(|report| report.desk.clone())
                .collect(),
            orphans: premises,
            years_unpublished: [year, year + 1]
                .into_iter()
                .filter(|year| !self.calendar.published(*year))
                .collect(),
        })
    }

    /// A verified copy of the database; into the office's `backups/` when no file is named.
    pub fn backup(&mut self, file: Option<&Path>) -> Result<PathBuf, Refusal> {
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
        if let Some(parent) = file.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            std::fs::create_dir_all(parent).map_err(|error| {
                Refusal::said(format!(
                    "建不了备份的文件夹 {}：{}。请换一个位置。",
                    parent.display(),
                    folder::reason(&error)
                ))
            })?;
        }
        self.store.driver.backup_to(&file)?;
        Ok(file)
    }

    pub fn verify_journal(&mut self) -> Result<Vec<ChainReport>, Refusal> {
        Ok(journal::verify(&mut *self.store.driver)?)
    }

    pub fn journal(&mut self, count: u32) -> Result<Vec<Link>, Refusal> {
        Ok(journal::tail(&mut *self.store.driver, count)?)
    }
}

/// Puts a backup in the place of the database. The one that stood there is kept beside it.
pub fn restore(opening: &Opening, backup: &Path) -> Result<PathBuf, Refusal> {
    if opening.database.is_some() {
        return Err(Refusal::said(
            "服务器上的数据库请由管理员用服务器的工具恢复；这里只恢复本机的数据库文件。",
        ));
    }
    let office = opening.folder()?;
    // A file that is no sound office of this program is refused before anything is touched.
    if !backup.is_file() {
        return Err(Refusal::said(format!(
            "没有备份文件 {}。请核对文件名；本机的备份在 {}。",
            backup.display(),
            office.backups().display()
        )));
    }
    let mut store = Store::open_file_read_only(backup).map_err(|fault| {
        Refusal::said(format!("备份文件 {} 用不了，没有恢复。{fault}", backup.display()))
    })?;
    let troubles = store.driver.check()?;
    if !troubles.is_empty() {
        return Err(Refusal::said(format!(
            "备份文件 {} 自身有损坏，没有恢复。请换一份备份。",
            backup.display()
        )));
    }
    drop(store);
    office.make()?;
    let bytes = std::fs::read(backup).map_err(|error| {
        Refusal::said(format!("读不了备份文件 {}：{}。", backup.display(), folder::reason(&error)))
    })?;
    let database = office.database();
    let kept = office.backups().join(format!(
        "restore-before-{}-{}.db",
        opening.today().format("%Y%m%d"),
        super::clock::new_id().short()
    ));
    if database.exists() {
        // Opening it folds its write-ahead log in, so that one file holds everything.
        let copied =
            Store::open_file(&database).and_then(|mut store| store.driver.backup_to(&kept));
        match copied {
            Ok(()) => {}
            Err(busy @ Fault::Busy { .. }) => return Err(busy.into()),
            // Too damaged to copy through the engine: the file and its log are kept as they are.
            Err(_) => {
                copy_as_it_is(&database, &kept)?;
                let log = beside(&database, "-wal");
                if log.exists() {
                    copy_as_it_is(&log, &beside(&kept, "-wal"))?;
                }
            }
        }
    }
    for ending in ["-wal", "-shm"] {
        let beside = beside(&database, ending);
        if beside.exists() {
            std::fs::remove_file(&beside).map_err(|error| {
                Refusal::said(format!(
                    "数据库正被占用（{}）。请关掉别的安办窗口再恢复。",
                    folder::reason(&error)
                ))
            })?;
        }
    }
    folder::write_whole(&database, &bytes)?;
    Ok(kept)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn copy_as_it_is(from: &Path, to: &Path) -> Result<(), Refusal> {
    std::fs::copy(from, to).map(|_| ()).map_err(|error| {
        Refusal::said(format!("原来的数据库留存不了：{}。没有恢复。", folder::reason(&error)))
    })
}
