//! Whether all evidence is still there as it was handed in, its copies beside a backup, and back from there.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use super::shelf::{self, State};
use crate::{
    domain::{evidence::Evidence, permission::Deed},
    office::{
        Office, Refusal,
        folder::{self, Folder},
    },
    store::{self, Driver, Engine},
};

/// What became of the evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EvidenceHealth {
    /// All of it, taken back or not.
    pub count: usize,
    pub missing: Vec<Evidence>,
    pub altered: Vec<Evidence>,
    /// Files on the shelf that no record names, as a restored backup or a try that was cut short leaves them.
    pub strays: Vec<PathBuf>,
}

impl EvidenceHealth {
    pub fn is_sound(&self) -> bool {
        self.missing.is_empty() && self.altered.is_empty()
    }

    /// A sentence for each piece that is not sound.
    pub fn troubles(&self) -> Vec<String> {
        let says = |evidence: &Evidence, what: &str| {
            format!(
                "佐证“{}”（编号 {}，{}附上）的文件{what}。请用备份恢复，或把原来的文件再附一次。",
                evidence.name,
                evidence.id.short(),
                crate::terms::date(evidence.added_on)
            )
        };
        let missing = self.missing.iter().map(|evidence| says(evidence, "不见了"));
        let altered = self.altered.iter().map(|evidence| says(evidence, "被改动过"));
        missing.chain(altered).collect()
    }
}

impl Office {
    /// Reads all evidence and compares it with its sha256.
    pub fn check_evidence(&mut self) -> Result<EvidenceHealth, Refusal> {
        let driver = &mut *self.store.driver;
        let all = all(driver, &self.home)?;
        let mut health = EvidenceHealth { count: all.len(), ..EvidenceHealth::default() };
        let mut known: HashMap<String, State> = HashMap::new();
        for evidence in all {
            let state = match known.get(&evidence.sha) {
                Some(state) => *state,
                None => shelf::state(driver, &self.folder, &evidence)?,
            };
            known.insert(evidence.sha.clone(), state);
            match state {
                State::Sound => {}
                State::Missing => health.missing.push(evidence),
                State::Altered => health.altered.push(evidence),
            }
        }
        if driver.engine() == Engine::Sqlite {
            health.strays = unnamed(&self.folder.evidence(), |sha| known.contains_key(sha));
        }
        Ok(health)
    }

    /// Moves the files that no record names off the shelf into a folder; gives where each lies now.
    pub fn set_strays_aside(&mut self, folder: &Path) -> Result<Vec<PathBuf>, Refusal> {
        self.act.person().may(Deed::Evidence)?;
        let (home, office) = (self.home.clone(), self.folder.clone());
        if folder.starts_with(office.evidence()) {
            return Err(Refusal::said("请换一个文件夹：它就在 evidence 文件夹里。"));
        }
        let strays = strays(&mut *self.store.driver, &home, &office)?;
        if strays.is_empty() {
            return Ok(Vec::new());
        }
        folder::make_for(folder)?;
        let mut moved = Vec::new();
        for stray in &strays {
            let place = folder.join(stray.file_name().unwrap_or_default());
            let unmoved = |error: std::io::Error| {
                let reason = folder::reason(&error);
                Refusal::said(format!("文件 {} 移不走：{reason}。", stray.display()))
            };
            // Copied whole first: the folder may lie on another disk.
            folder::write_whole(&place, &fs::read(stray).map_err(unmoved)?)?;
            fs::remove_file(stray).map_err(unmoved)?;
            moved.push(place);
        }
        let names: Vec<String> = moved.iter().map(|file| file.display().to_string()).collect();
        self.act.write(&mut self.store, Deed::Evidence, |_, trace| {
            trace.note("evidence_aside", None, "evidence", &names)
        })?;
        Ok(moved)
    }

    /// Copies the files of all evidence beside a backup; those that are there already stay. Gives a sentence
    /// for each that could not be copied.
    pub(in crate::office) fn back_up_evidence(
        &mut self,
        backup: &Path,
    ) -> Result<Vec<String>, Refusal> {
        let shelf = beside(backup);
        let mut troubles = Vec::new();
        for evidence in all(&mut *self.store.driver, &self.home)? {
            let file = shelf::file(&shelf, &evidence);
            // Its name is its sha256, and it was written whole.
            if fs::metadata(&file).is_ok_and(|about| about.len() == evidence.size) {
                continue;
            }
            match self.evidence_bytes(&evidence) {
                Ok(bytes) => shelf::write(&file, &bytes)?,
                Err(refusal @ Refusal::Store(_)) => return Err(refusal),
                Err(refusal) => troubles.push(refusal.to_string()),
            }
        }
        Ok(troubles)
    }
}

pub(in crate::office) fn all(
    driver: &mut dyn Driver,
    home: &crate::domain::unit::UnitPath,
) -> Result<Vec<Evidence>, Refusal> {
    let filter = super::Filter { withdrawn: true, ..super::Filter::default() };
    Ok(store::evidence::list(driver, home, &filter)?)
}

/// The shelf beside a backup, one for all backups of a folder.
fn beside(backup: &Path) -> PathBuf {
    backup.with_file_name("evidence")
}

/// After a restore: what the office lacks is taken from beside the backup. Gives a sentence for each piece that
/// is there neither.
pub(in crate::office) fn restore_evidence(
    driver: &mut dyn Driver,
    home: &crate::domain::unit::UnitPath,
    office: &Folder,
    backup: &Path,
) -> Result<Vec<String>, Refusal> {
    let (from, to) = (beside(backup), office.evidence());
    let mut health = EvidenceHealth::default();
    for evidence in all(driver, home)? {
        let file = shelf::file(&to, &evidence);
        let state = shelf::state_of(&file, &evidence.sha);
        if state == State::Sound {
            continue;
        }
        let copy = shelf::file(&from, &evidence);
        if shelf::state_of(&copy, &evidence.sha) == State::Sound {
            let bytes = fs::read(&copy).map_err(|error| {
                Refusal::said(format!(
                    "读不了文件 {}：{}。",
                    copy.display(),
                    folder::reason(&error)
                ))
            })?;
            shelf::write(&file, &bytes)?;
        } else if state == State::Missing {
            health.missing.push(evidence);
        } else {
            health.altered.push(evidence);
        }
    }
    Ok(health.troubles())
}

/// Files on the office's shelf that no record names.
pub(in crate::office) fn strays(
    driver: &mut dyn Driver,
    home: &crate::domain::unit::UnitPath,
    office: &Folder,
) -> Result<Vec<PathBuf>, Refusal> {
    let known: HashSet<String> =
        all(driver, home)?.into_iter().map(|evidence| evidence.sha).collect();
    Ok(unnamed(&office.evidence(), |sha| known.contains(sha)))
}

/// Files on a shelf whose sha256 nobody registered, in the order of their names.
fn unnamed(shelf: &Path, known: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let below = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = below(shelf)
        .flat_map(|part| below(&part.path()).map(|file| file.path()).collect::<Vec<_>>())
        .filter(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            !known(name.split('.').next().unwrap_or_default())
        })
        .collect();
    found.sort();
    found
}
