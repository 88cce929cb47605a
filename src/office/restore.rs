//! Restore: a backup takes the place of the database, and what was given out since the backup stays given out.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Fault, Office, Opening, Refusal, door,
    encrypted::{self, Passing, Password},
    evidence,
    folder::{self, Folder},
};
use crate::{
    domain::{permission::Deed, unit::UnitPath},
    form::library::Library,
    store::{
        Driver, Store, counts, journal,
        notices::{self, Gap, Serial},
    },
    terms,
};

/// What the journal notes a restore of.
const OBJECT: &str = "anban.db";

/// A backup that was put in the place of the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Restored {
    /// Where the database that stood there is kept, if there was one.
    pub kept: PathBuf,
    /// A sentence for each piece of evidence that is neither here nor beside the backup.
    pub troubles: Vec<String>,
    /// The same for each series of numbers given since the backup was made: they stay given.
    pub given: Vec<String>,
    /// Files of evidence that no record names now: those attached since the backup.
    pub strays: usize,
}

/// What stands where a backup would go.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub database: PathBuf,
    /// Premises, open hazards, and the day of the last deed; `None` when it does not open.
    pub holds: Option<(i64, i64, Option<NaiveDate>)>,
}

/// Numbers given before a backup was restored that does not know of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Given {
    unit: UnitPath,
    series: String,
    year: i32,
    first: u32,
    last: u32,
}

/// What the journal keeps of a restore.
#[derive(Serialize, Deserialize)]
struct Noted {
    file: String,
    given: Vec<Given>,
}

/// Numbers of one series that stay empty, and since the restore of which day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stretch {
    first: u32,
    last: u32,
    on: NaiveDate,
}

impl Stretch {
    pub(super) fn says(&self, unit: &str, year: i32) -> String {
        let numbers = match self.last - self.first {
            0 => format!("{}号", self.first),
            _ => format!("{}号至{}号", self.first, self.last),
        };
        format!(
            "{unit}〔{year}〕{numbers}在{}恢复备份以前已经开出，不再使用：这是恢复备份留下的空号，不是缺号。",
            terms::date(self.on)
        )
    }
}

/// The restores that the journal knows of, the oldest first.
pub(super) fn restores(driver: &mut dyn Driver) -> Result<Vec<(NaiveDate, Given)>, Fault> {
    let links = journal::of_object(driver, "", OBJECT)?;
    let noted = links.into_iter().filter(|link| link.entry.verb == "restore").filter_map(|link| {
        // Earlier versions noted the file alone.
        let noted: Noted = serde_json::from_str(&link.entry.body).ok()?;
        Some((link.entry.day, noted.given))
    });
    Ok(noted.flat_map(|(day, given)| given.into_iter().map(move |one| (day, one))).collect())
}

/// The newest restore.
pub(super) fn last(driver: &mut dyn Driver) -> Result<Option<journal::Link>, Fault> {
    let links = journal::of_object(driver, "", OBJECT)?;
    Ok(links.into_iter().rfind(|link| link.entry.verb == "restore"))
}

/// The stretches that are missing from a series, when restores account for every one of its numbers.
pub(super) fn explained(gap: &Gap, restores: &[(NaiveDate, Given)]) -> Option<Vec<Stretch>> {
    if gap.twice {
        return None;
    }
    let of_series = |given: &Given| {
        (&given.unit, &given.series, given.year) == (&gap.unit, &gap.series, gap.year)
    };
    let mut stretches: Vec<Stretch> = Vec::new();
    for number in &gap.missing {
        let holds = |(_, given): &&(NaiveDate, Given)| {
            of_series(given) && (given.first..=given.last).contains(number)
        };
        let on = restores.iter().rev().find(holds)?.0;
        match stretches.last_mut().filter(|last| last.last + 1 == *number && last.on == on) {
            Some(last) => last.last = *number,
            None => stretches.push(Stretch { first: *number, last: *number, on }),
        }
    }
    Some(stretches)
}

/// What a restore would take the place of; `None` where nothing stands.
pub fn standing(opening: &Opening) -> Result<Option<Standing>, Refusal> {
    let folder = opening.folder()?;
    if opening.database.is_some() || !folder.holds_office().unwrap_or(true) {
        return Ok(None);
    }
    let holds = opened(opening)?.and_then(|mut office| {
        let driver = &mut *office.store.driver;
        let counted = counts::by_place(driver, &office.home).ok()?;
        let last = journal::tail(driver, 1).ok()?.first().map(|link| link.entry.day);
        let premises = counted.iter().map(|(_, counts)| counts.premises).sum();
        Some((premises, counted.iter().map(|(_, counts)| counts.open_hazards).sum(), last))
    });
    Ok(Some(Standing { database: folder.database(), holds }))
}

/// The office that stands. One that still opens knows who may; one that is too damaged for it is what backups are for, as long as
/// no password guards it.
fn opened(opening: &Opening) -> Result<Option<Office>, Refusal> {
    match Office::open(opening) {
        Ok(office) => Ok(Some(office)),
        Err(refusal) if door::is_guarded(opening) => Err(refusal),
        Err(_) => Ok(None),
    }
}

/// Puts a backup in the place of the database. The one that stood there is kept beside it; a backup of an
/// older program is brought up to date on the way.
/// An encrypted one is opened with its password.
pub fn restore(
    opening: &Opening,
    backup: &Path,
    password: Option<&Password>,
) -> Result<Restored, Refusal> {
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
    if let Some(standing) = opened(opening)? {
        standing.act.person().may(Deed::SetUp)?;
    }
    office.make()?;
    let opened = match (encrypted::is_one(backup), password) {
        (false, _) => None,
        (true, Some(password)) => Some(encrypted::open(backup, password, &office.backups())?),
        (true, None) => {
            return Err(Refusal::field(
                "password",
                format!("文件 {} 加了密。请写出备份时用的密码。", backup.display()),
            ));
        }
    };
    let copy = opened.as_ref().map_or_else(|| backup.to_owned(), Passing::database);
    // What was given out is on signed papers, whether or not the backup knows of it.
    // Opening makes a database where none stands.
    let standing = office.database().exists().then(|| Store::open_file(&office.database()));
    let given = standing
        .and_then(Result::ok)
        .and_then(|mut store| notices::serials(&mut *store.driver).ok())
        .unwrap_or_default();
    let mark = format!("{}-{}", opening.today().format("%Y%m%d"), super::clock::new_id().short());
    let trial = office.backups().join(format!("restore-trial-{mark}.db"));
    let outcome = try_backup(&office, backup, &copy, &trial)
        .and_then(|()| put_in_place(&office, &trial, &mark));
    for file in [trial.clone(), beside(&trial, "-wal"), beside(&trial, "-shm")] {
        // A trial copy that is left behind harms nobody.
        let _ = std::fs::remove_file(file);
    }
    let kept = outcome?;
    let given = note_restore(opening, &office, backup, &given)?;
    let mut store = Store::open_file(&office.database())?;
    let driver = &mut *store.driver;
    let (mut troubles, mut strays) = (Vec::new(), 0);
    if let Some((home, _)) = super::setup::settings(driver)? {
        troubles = evidence::restore_evidence(driver, &home, &office, &copy)?;
        strays = evidence::strays(driver, &home, &office)?.len();
    }
    Ok(Restored { kept, troubles, given, strays })
}

/// Copies the backup with what its log still holds, brings it up to date and checks it. What is wrong is said of
/// the file that was named, wherever its database lies.
fn try_backup(
    office: &Folder,
    backup: &Path,
    database: &Path,
    trial: &Path,
) -> Result<(), Refusal> {
    let unusable = |what: &str| {
        Refusal::said(format!(
            "文件 {} 用不了，没有恢复。{what}本机的备份在 {}。",
            backup.display(),
            office.backups().display()
        ))
    };
    // The trial copy is nobody's business: what is wrong is said of the file that was named.
    let faulty = |fault: Fault| match fault {
        Fault::NotADatabase { .. } => unusable(
            "它不是安办的备份。备份是 anban backup 做的 .db 文件，不能是表格、文档或空文件。",
        ),
        Fault::Damaged { .. } => unusable("它自身有损坏，请换一份备份。"),
        Fault::Newer { .. } | Fault::Altered { .. } | Fault::DiskFull { .. } => {
            unusable(&fault.to_string())
        }
        _ => unusable("它打不开，请换一份备份，或换一个位置再试。"),
    };
    for ending in ["", "-wal"] {
        let from = beside(database, ending);
        if ending.is_empty() || from.exists() {
            std::fs::copy(&from, beside(trial, ending))
                .map_err(|error| unusable(&format!("读写失败：{}。", folder::reason(&error))))?;
        }
    }
    // Opening makes a database of an empty file; a backup holds one already.
    Store::open_file_read_only(trial).map_err(faulty)?;
    let mut store = Store::open_file(trial).map_err(faulty)?;
    if !store.driver.check().map_err(faulty)?.is_empty() {
        return Err(unusable("它自身有损坏，请换一份备份。"));
    }
    match super::setup::settings(&mut *store.driver).map_err(faulty)? {
        Some(_) => Ok(()),
        None => Err(unusable("里面还没有建立办公室。")),
    }
}

/// Keeps what stands there, then puts the checked copy in its place in one step.
fn put_in_place(office: &Folder, trial: &Path, mark: &str) -> Result<PathBuf, Refusal> {
    let database = office.database();
    let kept = office.backups().join(format!("restore-before-{mark}.db"));
    let mut opens = false;
    if database.exists() {
        // Copied through the engine, so that one file holds what the log holds too.
        let copied =
            Store::open_file(&database).and_then(|mut store| store.driver.backup_to(&kept));
        opens = copied.is_ok();
        if !opens {
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
    // A desk that is open goes on with what is put there; a file taken from under it would swallow what it saves.
    if opens && Store::take_over(&database, &whole)? {
        let _ = std::fs::remove_file(&whole);
        return Ok(kept);
    }
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
    office: &Folder,
    backup: &Path,
    given: &[Serial],
) -> Result<Vec<String>, Refusal> {
    let mut store = Store::open_file(&office.database())?;
    let act = super::Act {
        desk: office.desk()?,
        actor: opening.actor.clone().unwrap_or_default(),
        roles: Vec::new(),
        today: opening.today(),
        undoing: Vec::new(),
        meant: false,
    };
    let known = notices::serials(&mut *store.driver)?;
    let (library, _) = Library::new(&[]);
    act.write(&mut store, Deed::SetUp, |driver, trace| {
        let (mut told, mut stretches) = (Vec::new(), Vec::new());
        for serial in given {
            let of = |other: &&Serial| {
                (&other.unit, &other.series, other.year) == (&serial.unit, &serial.series, serial.year)
            };
            let before = known.iter().find(of).map_or(0, |serial| serial.last);
            if notices::raise_serial(driver, serial)? {
                let Serial { unit, series, year, last } = serial;
                stretches.push(Given {
                    unit: unit.clone(),
                    series: series.clone(),
                    year: *year,
                    first: before + 1,
                    last: *last,
                });
                let paper = library.paper(series).map_or("整改通知书", |paper| &*paper.title);
                told.push(format!(
                    "备份之后还开过{paper}〔{year}〕{}号至{last}号，这些号不再使用；那些文书在留存的原来的数据库里。",
                    before + 1
                ));
            }
        }
        let file = backup.display().to_string();
        trace.note("restore", None, OBJECT, &Noted { file, given: stretches })?;
        Ok(told)
    })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
