//! The folder 收件: what is put there under the number of a notice, or of a notice and the place of a hazard, is
//! taken in; the rest stays and is named.
//!
//! Each file by itself: read and found whole (one that is still being copied is not), kept on the shelf, registered
//! in one transaction, and only then removed. Cut short anywhere, the next try goes on from there.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::{Added, Place, Said, Subject, checked_note, file, keep, place_of_hazard};
use crate::{
    domain::{
        evidence::About,
        filing::{self, Filed},
        permission::Deed,
    },
    office::{Office, Refusal, folder, settings::Settings},
    store::{self, hazards},
};

/// What came of a look into the folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    pub taken: Vec<(Place, Added)>,
    /// Files that stay, each with the reason.
    pub left: Vec<(String, String)>,
}

/// A file that waits in 收件.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub file: String,
    pub size: u64,
    /// The record that its name speaks of, in words; or why it speaks of none.
    pub place: Result<String, String>,
}

/// What came of one file, and why it could not be removed afterwards.
pub type Shelved = (Place, Added, Option<String>);

impl Office {
    /// Takes in what lies in 收件.
    pub fn take_evidence(&mut self) -> Result<Taken, Refusal> {
        // Who may not write is told so once, before the first file.
        self.act.write(&mut self.store, Deed::Evidence, |_, _| Ok(()))?;
        let limit = Settings::read(&self.folder)?.evidence.limit_mb;
        self.folder.make()?;
        let inbox = self.folder.inbox();
        let mut taken = Taken::default();
        for name in self.inbox_names()? {
            match self.take_one(&inbox.join(&name), limit) {
                Ok((place, added, stays)) => {
                    if let Some(reason) = stays {
                        taken.left.push((name.to_string_lossy().into_owned(), reason));
                    }
                    taken.taken.push((place, added));
                }
                Err(refusal @ Refusal::Store(_)) => return Err(refusal),
                Err(refusal) => {
                    taken.left.push((name.to_string_lossy().into_owned(), refusal.to_string()));
                }
            }
        }
        Ok(taken)
    }

    /// What lies in 收件, and where each file would go by its name. The files themselves are not read.
    pub fn inbox(&mut self) -> Result<Vec<Waiting>, Refusal> {
        self.folder.make()?;
        let inbox = self.folder.inbox();
        let mut waiting = Vec::new();
        for name in self.inbox_names()? {
            let path = inbox.join(&name);
            let place = match self.named_place(&path) {
                Ok((place, _)) => Ok(place.says),
                Err(refusal @ Refusal::Store(_)) => return Err(refusal),
                Err(refusal) => Err(refusal.to_string()),
            };
            let size = fs::metadata(&path).map_or(0, |about| about.len());
            waiting.push(Waiting { file: name.to_string_lossy().into_owned(), size, place });
        }
        Ok(waiting)
    }

    /// How many files lie in 收件; none where the folder is out of reach.
    pub fn inbox_count(&self) -> usize {
        self.inbox_names().map_or(0, |names| names.len())
    }

    /// Takes one file of 收件 in and attaches it to the record that a person names, whatever its own name says.
    pub fn take_file(
        &mut self,
        name: &str,
        wanted: &Subject,
        note: &str,
    ) -> Result<Shelved, Refusal> {
        self.act.write(&mut self.store, Deed::Evidence, |_, _| Ok(()))?;
        let path = self.waiting_at(name)?;
        let place = self.evidence_place(wanted)?;
        let limit = Settings::read(&self.folder)?.evidence.limit_mb;
        let before = stamp(&path).map_err(|error| file::unreadable(&path, &error))?;
        let handed = file::read(&path, limit)?;
        let said = Said { note: note.trim().to_owned(), ..Said::default() };
        self.shelve(&path, before, handed, place, &said)
    }

    /// Takes one file of 收件 in by what its name says.
    pub fn take_named(&mut self, name: &str) -> Result<Shelved, Refusal> {
        self.act.write(&mut self.store, Deed::Evidence, |_, _| Ok(()))?;
        let limit = Settings::read(&self.folder)?.evidence.limit_mb;
        let path = self.waiting_at(name)?;
        self.take_one(&path, limit)
    }

    /// Where a file lies that waits in 收件.
    fn waiting_at(&self, name: &str) -> Result<PathBuf, Refusal> {
        let known = self.inbox_names()?.into_iter().find(|known| known.to_string_lossy() == name);
        known.map(|known| self.folder.inbox().join(known)).ok_or_else(|| {
            Refusal::said(format!(
                "“收件”里没有“{name}”，可能已经收下或移走了。请重新看一遍“收件”。"
            ))
        })
    }

    /// Names of what lies in 收件, in order, without what systems leave there.
    fn inbox_names(&self) -> Result<Vec<OsString>, Refusal> {
        let inbox = self.folder.inbox();
        let mut names: Vec<_> = fs::read_dir(&inbox)
            .map_err(|error| file::unreadable(&inbox, &error))?
            .flatten()
            .map(|entry| entry.file_name())
            .filter(|name| !is_litter(&name.to_string_lossy()))
            .collect();
        names.sort();
        Ok(names)
    }

    /// The record that the name of a file speaks of, and the remark in it.
    fn named_place(&mut self, path: &Path) -> Result<(Place, String), Refusal> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let filed = filing::filed(&name).ok_or_else(|| {
            Refusal::said(
                "文件名里没有文号，不知道附在哪里。请改名为“文号”或“文号-序号”，例如 招联安监整改〔2026〕11号-2.jpg。",
            )
        })?;
        Ok((self.filed_at(&filed)?, filed.rest))
    }

    /// Takes one file in.
    fn take_one(&mut self, path: &Path, limit: u32) -> Result<Shelved, Refusal> {
        let before = stamp(path).map_err(|error| file::unreadable(path, &error))?;
        let handed = file::read(path, limit)?;
        let (place, note) = self.named_place(path)?;
        self.shelve(path, before, handed, place, &Said { note, ..Said::default() })
    }

    /// Keeps what was read of a file, registers it, and then removes the file.
    fn shelve(
        &mut self,
        path: &Path,
        before: Stamp,
        handed: file::Handed,
        place: Place,
        said: &Said,
    ) -> Result<Shelved, Refusal> {
        let still = "文件还在变动，可能没有复制完。请等它复制完，再收一次。";
        if stamp(path).ok() != Some(before) {
            return Err(Refusal::said(still));
        }
        checked_note(&said.note)?;
        let (evidence, remark) = self.drawn_up(&place, handed.facts, said);
        let office = self.folder.clone();
        let bytes = handed.bytes;
        let added = self.act.write(&mut self.store, Deed::Evidence, |driver, trace| {
            keep(driver, trace, &office, evidence, &bytes, remark)
        })?;
        let stays = match stamp(path) {
            Ok(now) if now == before => fs::remove_file(path).err().map(|error| {
                format!("已收下，但删不掉原文件：{}。请手工删掉。", folder::reason(&error))
            }),
            // Somebody put another file there meanwhile.
            Ok(_) => Some(still.to_owned()),
            Err(_) => None,
        };
        Ok((place, added, stays))
    }

    /// The notice or the hazard that a name speaks of.
    fn filed_at(&mut self, filed: &Filed) -> Result<Place, Refusal> {
        let driver = &mut *self.store.driver;
        let mut notices = store::notices::by_serial(driver, &self.scope, filed.year, filed.serial)?;
        notices.retain(|notice| {
            filing::filed(&notice.number).is_some_and(|number| number.words == filed.words)
        });
        let notice = match notices.as_slice() {
            [notice] => notice,
            [] => {
                return Err(Refusal::said(format!(
                    "没有文号为“{}〔{}〕{}号”的通知书。请用 anban notice list 核对文号，改好文件名再收。",
                    filed.words, filed.year, filed.serial
                )));
            }
            several => {
                return Err(Refusal::said(format!(
                    "文号“{}”在{}个社区都有，不知道是哪一份。请用 anban evidence add 写明编号附上。",
                    several[0].number,
                    several.len()
                )));
            }
        };
        let Some(place) = filed.place else {
            return Ok(Place {
                community: notice.community.clone(),
                about: About::Notice,
                id: notice.id,
                premises: Some(notice.premises),
                says: format!("整改通知书{}", notice.number),
            });
        };
        let found = hazards::of_inspection(driver, &notice.community, notice.inspection)?;
        found.iter().find(|found| found.hazard.ordinal == place).map(place_of_hazard).ok_or_else(
            || {
                Refusal::said(format!(
                    "{}上没有第{place}条隐患，只有{}条。请核对序号，改好文件名再收。",
                    notice.number,
                    found.len()
                ))
            },
        )
    }
}

/// Size and time of the last change: what is still being copied changes them.
type Stamp = (u64, Option<SystemTime>);

fn stamp(path: &Path) -> std::io::Result<Stamp> {
    let about = fs::metadata(path)?;
    Ok((about.len(), about.modified().ok()))
}

/// What systems and browsers leave in a folder by themselves, half-loaded files among it.
fn is_litter(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || ["Thumbs.db", "desktop.ini"].contains(&name)
        || [".part", ".tmp", ".crdownload"].iter().any(|ending| name.ends_with(ending))
}
