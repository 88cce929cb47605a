//! The folder 收件: what is put there under the number of a notice, or of a notice and the place of a hazard, is
//! taken in; the rest stays and is named.
//!
//! Each file by itself: read and found whole (one that is still being copied is not), kept on the shelf, registered
//! in one transaction, and only then removed. Cut short anywhere, the next try goes on from there.

use std::{fs, path::Path, time::SystemTime};

use super::{Added, Place, Said, checked_note, file, keep, place_of_hazard};
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

impl Office {
    /// Takes in what lies in 收件.
    pub fn take_evidence(&mut self) -> Result<Taken, Refusal> {
        // Who may not write is told so once, before the first file.
        self.act.write(&mut self.store, Deed::Evidence, |_, _| Ok(()))?;
        let limit = Settings::read(&self.folder)?.evidence.limit_mb;
        self.folder.make()?;
        let inbox = self.folder.inbox();
        let mut names: Vec<_> = fs::read_dir(&inbox)
            .map_err(|error| file::unreadable(&inbox, &error))?
            .flatten()
            .map(|entry| entry.file_name())
            .filter(|name| !is_litter(&name.to_string_lossy()))
            .collect();
        names.sort();
        let mut taken = Taken::default();
        for name in names {
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

    /// Takes one file in; the last value says why it could not be removed afterwards.
    fn take_one(
        &mut self,
        path: &Path,
        limit: u32,
    ) -> Result<(Place, Added, Option<String>), Refusal> {
        let before = stamp(path).map_err(|error| file::unreadable(path, &error))?;
        let handed = file::read(path, limit)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let filed = filing::filed(&name).ok_or_else(|| {
            Refusal::said(
                "文件名里没有文号，不知道附在哪里。请改名为“文号”或“文号-序号”，例如 招联安监整改〔2026〕11号-2.jpg。",
            )
        })?;
        let place = self.filed_at(&filed)?;
        let still = "文件还在变动，可能没有复制完。请等它复制完，再收一次。";
        if stamp(path).ok() != Some(before) {
            return Err(Refusal::said(still));
        }
        checked_note(&filed.rest)?;
        let said = Said { note: filed.rest, ..Said::default() };
        let (evidence, remark) = self.drawn_up(&place, handed.facts, &said);
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
                premises: notice.premises,
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
fn stamp(path: &Path) -> std::io::Result<(u64, Option<SystemTime>)> {
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
