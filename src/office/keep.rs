//! Keeping: health check, backup, the journal.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{Office, Refusal, restore};
use crate::store::{Engine, Store, journal, notices};

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
    /// A sentence for each stretch of numbers that was given before a backup was restored: it stays empty.
    pub given: Vec<String>,
    /// Premises without a grid (S2 §三(一)1 监管无盲区).
    pub orphans: u32,
    /// Years, this one and the next, whose days off are not published.
    pub years_unpublished: Vec<i32>,
}

/// A desk, and number and hash of the last link of its chain.
pub type Head = (String, i64, String);

/// A backup that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Backup {
    pub file: PathBuf,
    /// A sentence for each piece of evidence that is not in it.
    pub troubles: Vec<String>,
}

impl Office {
    pub fn check(&mut self) -> Result<Health, Refusal> {
        let evidence = self.check_evidence()?.troubles();
        let driver = &mut *self.store.driver;
        let troubles = driver.check()?;
        let reports = self.verify_journal()?;
        let driver = &mut *self.store.driver;
        let papers = crate::store::papers::damaged(driver)?.len() as u32;
        let premises = crate::store::premises::orphans(driver, &self.scope)?;
        let restores = restore::restores(driver)?;
        let (mut gaps, mut given) = (Vec::new(), Vec::new());
        for gap in notices::gaps(driver, &self.scope)? {
            let unit = self.unit_name(&gap.unit);
            match restore::explained(&gap, &restores) {
                Some(stretches) => {
                    given.extend(stretches.iter().map(|stretch| stretch.says(&unit, gap.year)))
                }
                None => gaps.push(format!("{unit}〔{}〕", gap.year)),
            }
        }
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
            gaps,
            given,
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
        let file = self.backup_file(file, "db")?;
        // First the database: what it names is on the shelf already.
        self.store.driver.backup_to(&file)?;
        let troubles = self.back_up_evidence(&file)?;
        Ok(Backup { file, troubles })
    }

    /// Where a backup goes: to the file that is named, which must not be there yet, or among the office's backups.
    pub(super) fn backup_file(
        &self,
        file: Option<&Path>,
        ending: &str,
    ) -> Result<PathBuf, Refusal> {
        let file = match file {
            Some(file) => file.to_owned(),
            None => self.folder.backups().join(format!(
                "anban-{}-{}.{ending}",
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
        Ok(file)
    }

    /// Every chain from its beginning to the head that is kept of it, and held against the newest backup. An office has at least the deeds that made it:
    /// an empty journal is a broken one.
    pub fn verify_journal(&mut self) -> Result<Vec<ChainReport>, Refusal> {
        let mut reports = journal::verify(&mut *self.store.driver)?;
        if reports.is_empty() {
            reports.push(ChainReport {
                desk: self.act.desk.clone(),
                broken_at: Some(1),
                cut: Some(0),
                ..ChainReport::default()
            });
        }
        if self.store.driver.engine() == Engine::Sqlite
            && let Some((_, heads)) = self.newest_backup()?
        {
            journal::hold_against(&mut *self.store.driver, &mut reports, &heads)?;
        }
        Ok(reports)
    }

    /// The newest backup of this office in its folder, and where its chains end. One from before a restore tells of
    /// another past.
    pub fn newest_backup(&mut self) -> Result<Option<(PathBuf, Vec<Head>)>, Refusal> {
        let restored = restore::last(&mut *self.store.driver)?;
        let desks: BTreeSet<String> =
            journal::heads(&mut *self.store.driver)?.into_iter().map(|head| head.0).collect();
        for file in self.folder.databases_backed_up() {
            // A file that is no backup, or of another program, tells nothing.
            let Ok(mut backup) = Store::open_file_read_only(&file) else { continue };
            let driver = &mut *backup.driver;
            let Ok(heads) = journal::heads(driver) else { continue };
            let after = restored.as_ref().is_none_or(|link| {
                journal::hash_of(driver, &link.entry.desk, link.seq).ok().flatten().as_ref()
                    == Some(&link.hash)
            });
            if after && heads.iter().any(|head| desks.contains(&head.0)) {
                return Ok(Some((file, heads)));
            }
        }
        Ok(None)
    }

    pub fn journal(&mut self, count: u32) -> Result<Vec<Link>, Refusal> {
        Ok(journal::tail(&mut *self.store.driver, count)?)
    }
}
