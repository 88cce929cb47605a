//! Evidence (佐证): photos and scans of signed paper, handed in by file, listed, given out again, checked.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{Office, Refusal, act::Trace, clock, folder, settings::Settings};
use crate::{
    domain::{
        evidence::{About, Evidence, Kind},
        id::Id,
        matter::{Matter, Road},
        permission::Deed,
        typed,
        unit::UnitPath,
    },
    store::{self, Driver, hazards},
    terms,
};

mod check;
mod file;
pub(super) mod shelf;
mod take;

pub(super) use self::check::{all, restore_evidence, strays};
pub use self::{
    check::EvidenceHealth,
    take::{Shelved, Taken, Waiting},
};
pub use crate::store::evidence::Filter;

/// Characters that a remark may have.
const LONGEST_NOTE: usize = 200;

/// The record that a person names.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Id, last digits of it, or number and place.
    Hazard(String),
    /// Number or id.
    Notice(String),
    /// Name or id.
    Premises(String),
    Inspection(Id),
    /// Id, or last digits of it.
    Transfer(String),
    Event(String),
}

/// The record that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub community: UnitPath,
    pub about: About,
    pub id: Id,
    pub premises: Option<Id>,
    /// In words: 隐患“东侧通道堆放鞋材”.
    pub says: String,
}

/// What is said of files that are handed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The likely kind when not said.
    pub kind: Option<Kind>,
    pub note: String,
    /// The day that the camera wrote down when not said.
    pub taken_on: Option<NaiveDate>,
}

/// A file that was handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    pub evidence: Evidence,
    /// The record had the same bytes before; nothing was added.
    pub known: bool,
    /// Something to think about.
    pub remark: Option<String>,
}

impl Office {
    /// Finds the record that evidence is about.
    pub fn evidence_place(&mut self, wanted: &Subject) -> Result<Place, Refusal> {
        match wanted {
            Subject::Hazard(wanted) => Ok(place_of_hazard(&self.hazard(wanted)?)),
            Subject::Notice(wanted) => {
                let notice = self.stored_notice(wanted)?.notice;
                Ok(Place {
                    says: format!("整改通知书{}", notice.number),
                    community: notice.community,
                    about: About::Notice,
                    id: notice.id,
                    premises: Some(notice.premises),
                })
            }
            Subject::Premises(wanted) => {
                let entry = self.find_premises(wanted)?.entry;
                Ok(Place {
                    says: format!("“{}”", entry.name),
                    community: entry.community,
                    about: About::Premises,
                    id: entry.id,
                    premises: Some(entry.id),
                })
            }
            Subject::Inspection(id) => {
                let visit = self.visit(*id)?.inspection;
                Ok(Place {
                    says: format!("{}的检查", terms::date(visit.on)),
                    community: visit.community,
                    about: About::Inspection,
                    id: visit.id,
                    premises: Some(visit.premises),
                })
            }
            Subject::Transfer(wanted) => {
                let matter = self.transfer(wanted)?.matter;
                Ok(place_of_matter(About::Transfer, &matter, &matter.opening.to))
            }
            Subject::Event(wanted) => {
                let matter = self.event(wanted)?.matter;
                Ok(place_of_matter(About::Event, &matter, ""))
            }
        }
    }

    /// Attaches files to a record: all of them, or none with every reason.
    pub fn add_evidence(
        &mut self,
        wanted: &Subject,
        files: &[PathBuf],
        said: &Said,
    ) -> Result<(Place, Vec<Added>), Refusal> {
        if let Some(on) = said.taken_on {
            self.act.day(Some(on))?;
        }
        checked_note(&said.note)?;
        let place = self.evidence_place(wanted)?;
        let limit = Settings::read(&self.folder)?.evidence.limit_mb;
        let (mut whole, mut refused) = (Vec::new(), Vec::new());
        for path in files {
            // The bytes are read once more when they are kept: one file at a time is enough to hold.
            match file::read(path, limit) {
                Ok(handed) => whole.push((path, handed.facts)),
                Err(refusal) => refused.push(refusal.to_string()),
            }
        }
        match refused.len() {
            0 => {}
            1 => return Err(Refusal::Said(refused.remove(0))),
            _ => return Err(Refusal::Many(refused)),
        }
        let office = self.folder.clone();
        let records: Vec<(&PathBuf, Evidence, Option<String>)> = whole
            .into_iter()
            .map(|(path, facts)| {
                let (evidence, remark) = self.drawn_up(&place, facts, said);
                (path, evidence, remark)
            })
            .collect();
        let added = self.act.write(&mut self.store, Deed::Evidence, |driver, trace| {
            let mut added = Vec::new();
            for (path, evidence, remark) in records {
                let bytes = std::fs::read(path).map_err(|error| file::unreadable(path, &error))?;
                if store::papers::sha(&bytes) != evidence.sha {
                    return Err(Refusal::said(format!(
                        "文件 {} 在登记的时候变了。请等它存好，再附一次。",
                        path.display()
                    )));
                }
                added.push(keep(driver, trace, &office, evidence, &bytes, remark)?);
            }
            Ok(added)
        })?;
        Ok((place, added))
    }

    /// The record of a file, and what is odd about it.
    fn drawn_up(
        &self,
        place: &Place,
        facts: file::Facts,
        said: &Said,
    ) -> (Evidence, Option<String>) {
        let today = self.act.today;
        let (by_camera, remark) = match facts.taken_on {
            Some(day) if day > today => (
                None,
                Some(format!(
                    "{}里写的拍摄日期是{}，晚于今天，没有采用。请核对相机的日期，或用 --taken-on 写明。",
                    facts.name,
                    terms::date(day)
                )),
            ),
            day => (day, None),
        };
        let evidence = Evidence {
            id: clock::new_id(),
            community: place.community.clone(),
            about: place.about,
            subject: place.id,
            premises: place.premises,
            kind: said.kind.unwrap_or(Kind::likely(facts.media, place.about)),
            name: facts.name,
            note: said.note.trim().to_owned(),
            media: facts.media,
            size: facts.size,
            sha: facts.sha,
            taken_on: said.taken_on.or(by_camera),
            added_on: today,
            actor: self.act.signature().to_owned(),
            void: None,
        };
        (evidence, remark.filter(|_| said.taken_on.is_none()))
    }

    /// Evidence in scope, the newest first.
    pub fn list_evidence(&mut self, filter: &Filter) -> Result<Vec<Evidence>, Refusal> {
        Ok(store::evidence::list(&mut *self.store.driver, &self.scope, filter)?)
    }

    /// What shows a hazard: its own, and that of its inspection and its notices.
    pub fn evidence_of_hazard(
        &mut self,
        stored: &hazards::Stored,
    ) -> Result<Vec<Evidence>, Refusal> {
        let hazard = &stored.hazard;
        let driver = &mut *self.store.driver;
        let notices = store::notices::of_inspection(driver, &hazard.community, hazard.inspection)?;
        let mut subjects = vec![hazard.id, hazard.inspection];
        subjects.extend(notices.iter().map(|stored| stored.notice.id));
        evidence_of(driver, &hazard.community, &subjects)
    }

    /// Evidence by its id or the last digits of it.
    pub fn evidence(&mut self, wanted: &str) -> Result<Evidence, Refusal> {
        let wanted = wanted.trim();
        let unknown = || {
            Refusal::said(format!(
                "没有编号为“{wanted}”的佐证。请用 anban evidence list 查看编号，再试一次。"
            ))
        };
        let driver = &mut *self.store.driver;
        let ending = wanted.to_ascii_lowercase();
        let id = match Id::parse(wanted) {
            Some(id) => id,
            None if ending.len() >= 6 && ending.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                match store::evidence::ids_ending(driver, &self.scope, &ending)?.as_slice() {
                    [id] => *id,
                    [] => return Err(unknown()),
                    several => {
                        return Err(Refusal::said(format!(
                            "编号以“{wanted}”结尾的佐证有{}份，请写全编号。",
                            several.len()
                        )));
                    }
                }
            }
            None => return Err(unknown()),
        };
        store::evidence::by_id(driver, &self.scope, id)?.ok_or_else(unknown)
    }

    /// The bytes as they were handed in.
    pub fn evidence_bytes(&mut self, evidence: &Evidence) -> Result<Vec<u8>, Refusal> {
        shelf::get(&mut *self.store.driver, &self.folder, evidence)
    }

    /// Writes evidence to a file, or under its own name into a folder; gives where it is.
    pub fn save_evidence(&mut self, wanted: &str, to: &Path) -> Result<PathBuf, Refusal> {
        let evidence = self.evidence(wanted)?;
        let bytes = self.evidence_bytes(&evidence)?;
        let mut file = to.to_owned();
        if to.is_dir() {
            file = to.join(super::print::file_name(&evidence.name));
            // Every camera has a 1.jpg.
            if file.exists() && shelf::state_of(&file, &evidence.sha) != shelf::State::Sound {
                let (id, ending) = (evidence.id.short(), evidence.media.ending());
                let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                file = to.join(format!("{stem} {id}.{ending}"));
            }
        }
        folder::write_whole(&file, &bytes)?;
        Ok(file)
    }

    /// Takes evidence back that was handed in by mistake. It stays on record with the reason, and so do
    /// its bytes.
    pub fn withdraw_evidence(&mut self, wanted: &str, reason: &str) -> Result<Evidence, Refusal> {
        let evidence = self.evidence(wanted)?;
        let void = evidence.withdrawn(self.act.today, reason)?;
        self.act.write(&mut self.store, Deed::Evidence, |driver, trace| {
            store::evidence::void(driver, &evidence, &void)?;
            trace.note("evidence_withdraw", Some(&evidence.community), evidence.id, &void)
        })?;
        Ok(Evidence { void: Some(void), ..evidence })
    }
}

fn place_of_hazard(stored: &hazards::Stored) -> Place {
    let hazard = &stored.hazard;
    Place {
        community: hazard.community.clone(),
        about: About::Hazard,
        id: hazard.id,
        premises: Some(hazard.premises),
        says: format!("隐患“{}”", hazard.text),
    }
}

fn place_of_matter<R: Road>(about: About, matter: &Matter<R>, to: &str) -> Place {
    let kind = terms::about(about);
    Place {
        community: matter.community.clone(),
        about,
        id: matter.id,
        premises: matter.premises,
        says: format!("{kind}{to}“{}”", matter.title),
    }
}

/// Evidence of several records, in their order, of each the oldest first.
pub(super) fn evidence_of(
    driver: &mut dyn Driver,
    community: &UnitPath,
    subjects: &[Id],
) -> Result<Vec<Evidence>, Refusal> {
    let mut found = Vec::new();
    for subject in subjects {
        let filter = Filter { subject: Some(*subject), ..Filter::default() };
        let mut of_one = store::evidence::list(driver, community, &filter)?;
        of_one.reverse();
        found.append(&mut of_one);
    }
    Ok(found)
}

/// Keeps the bytes and registers them; a record that has the same bytes is left as it is.
fn keep(
    driver: &mut dyn Driver,
    trace: &mut Trace,
    office: &folder::Folder,
    evidence: Evidence,
    bytes: &[u8],
    remark: Option<String>,
) -> Result<Added, Refusal> {
    // First the bytes, on the disk for good; what is registered is there. Without its record a file on the
    // shelf harms nobody and is taken up by the next try.
    shelf::put(driver, office, &evidence, bytes)?;
    let same = store::evidence::same(driver, &evidence.community, evidence.subject, &evidence.sha)?;
    if let Some(evidence) = same {
        return Ok(Added { evidence, known: true, remark: None });
    }
    store::evidence::insert(driver, &evidence)?;
    trace.note("evidence_add", Some(&evidence.community), evidence.id, &evidence)?;
    Ok(Added { evidence, known: false, remark })
}

fn checked_note(note: &str) -> Result<(), Refusal> {
    if note.chars().any(typed::is_invisible) {
        return Err(Refusal::said("说明里有看不见的控制字符。请删去后重新输入。"));
    }
    if note.chars().count() > LONGEST_NOTE {
        return Err(Refusal::said(format!("说明太长：最多{LONGEST_NOTE}字。请缩短后再附。")));
    }
    Ok(())
}
