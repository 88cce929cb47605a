//! The open office: its store, its forms, its rules, and who acts today.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{Days, NaiveDate};

use super::{
    Act, Key, Refusal, clock,
    door::{self, Coming},
    folder::Folder,
    setup,
};
use crate::{
    domain::{
        id::Id,
        staff::{Role, Staff},
        time_of_day::TimeOfDay,
        unit::{Level, Unit, UnitPath},
        workday::WorkCalendar,
    },
    form::{library::Library, regime::Regime},
    paper::Fonts,
    store::{self, Store},
};

/// What the command line or the desk says before anything is opened.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The office's folder; the platform's data folder when not said.
    pub data: Option<std::path::PathBuf>,
    /// `postgres://…` instead of the file in the folder.
    pub database: Option<String>,
    /// Who acts: a staff name or id.
    pub actor: Option<String>,
    /// The day to act on; today by the clock when not said.
    pub today: Option<NaiveDate>,
    /// What opens the door, where there is one.
    pub key: Key,
}

/// So long the tree of units is taken as it was read.
const UNITS_STAND: Duration = Duration::from_secs(5);

pub struct Office {
    pub(super) store: Store,
    pub(super) folder: Folder,
    pub(super) library: Library,
    pub(super) regime: Regime,
    pub(super) calendar: WorkCalendar,
    /// The unit that the database was set up for.
    pub(super) home: UnitPath,
    /// What the actor sees and works on.
    pub(super) scope: UnitPath,
    /// By their paths.
    pub(super) units: Vec<Unit>,
    /// When they were read.
    units_read: Instant,
    pub(super) act: Act,
    /// Every post of the actor.
    pub(super) posts: Vec<Id>,
    /// What the actor was let in with.
    pub(super) key: Key,
    /// Somebody has a password.
    pub(super) guarded: bool,
    /// Who acts, as it was said at the opening.
    who: Option<String>,
    /// Somebody was taken on or has left since the posts of who acts were read.
    pub(super) staff_changed: bool,
    /// Nobody has named the day: the watch tells the time as well.
    pub(super) on_watch: bool,
    /// Parsed once, when the first paper is made.
    pub(super) fonts: Option<Arc<OfficeFonts>>,
}

/// The fonts of an office, and what is wrong with those that it names.
pub(super) struct OfficeFonts {
    pub fonts: Fonts,
    pub problems: Vec<String>,
}

impl Opening {
    pub fn folder(&self) -> Result<Folder, Refusal> {
        match &self.data {
            Some(path) => Ok(Folder::at(path)),
            None => Folder::default_path().map(Folder::at).ok_or_else(|| {
                Refusal::said("找不到存放数据的文件夹，请用 --data 指定一个文件夹。")
            }),
        }
    }

    pub fn today(&self) -> NaiveDate {
        self.today.unwrap_or_else(clock::today)
    }

    /// Opens the database without looking for an office in it.
    pub(super) fn store(&self, folder: &Folder) -> Result<Store, Refusal> {
        match &self.database {
            Some(url) => Ok(Store::open_url(url)?),
            None => Ok(Store::open_file(&folder.database())?),
        }
    }
}

impl Office {
    /// Opens an office that was set up before.
    pub fn open(opening: &Opening) -> Result<Office, Refusal> {
        let folder = opening.folder()?;
        if opening.database.is_none() && !folder.holds_office()? {
            return Err(Refusal::said(format!(
                "文件夹 {} 里还没有办公室。请先运行 anban init 建立，或运行 anban demo 看示例。",
                folder.path().display()
            )));
        }
        let store = opening.store(&folder)?;
        Office::over(opening, folder, store)
    }

    pub(super) fn over(
        opening: &Opening,
        folder: Folder,
        mut store: Store,
    ) -> Result<Office, Refusal> {
        let Some((home, regime)) = setup::settings(&mut *store.driver)? else {
            return Err(Refusal::said(
                "这个数据库里还没有办公室。请先运行 anban init 建立市、区、街道和社区。",
            ));
        };
        let (library, faults) = Library::new(&folder.own_forms()?);
        if !faults.is_empty() {
            let mut said: Vec<String> = faults.iter().map(ToString::to_string).collect();
            said.push("请改好这些地方，或先把文件移出 forms 文件夹，再打开办公室。".to_owned());
            return Err(Refusal::Many(said));
        }
        let regime = library.regime(&regime).cloned().ok_or_else(|| {
            Refusal::said(format!(
                "没有代码为“{regime}”的监管制度。请在办公室文件夹的 forms/regime/ 下放好它，再打开。"
            ))
        })?;
        let units = store::units::all(&mut *store.driver)?;
        let staff = store::staff::under(&mut *store.driver, &home)?;
        let kept = store::passwords::all(&mut *store.driver)?;
        let sitter = sitter(opening.actor.as_deref(), (&staff, &units), opening.today())?;
        let scope = sitter.unit.as_ref().map_or_else(|| home.clone(), door::seen);
        let act = Act {
            desk: folder.desk()?,
            actor: sitter.name.clone(),
            roles: sitter.roles.clone(),
            today: opening.today(),
            undoing: Vec::new(),
            meant: false,
        };
        let coming = Coming { sitter: &sitter, staff: &staff, kept: &kept };
        let key = coming.pass(&mut store, &act, &opening.key)?;
        let calendar = library.work_calendar();
        Ok(Office {
            store,
            folder,
            library,
            regime,
            calendar,
            home,
            scope,
            units,
            units_read: clock::moment(),
            act,
            posts: sitter.posts,
            key,
            guarded: !kept.is_empty(),
            who: opening.actor.clone(),
            staff_changed: false,
            on_watch: opening.today.is_none(),
            fonts: None,
        })
    }

    pub fn today(&self) -> NaiveDate {
        self.act.today
    }

    /// Does something of which the person has said or not that it is `meant`: what [`Refusal::Unsure`] asks about.
    pub fn meaning<T>(&mut self, meant: bool, deed: impl FnOnce(&mut Office) -> T) -> T {
        self.act.meant = meant;
        let outcome = deed(self);
        self.act.meant = false;
        outcome
    }

    /// A desk that stays open over midnight goes on with the new day, and with the posts that who acts has on it; the same
    /// when somebody was taken on or has left here. It learns of units that another desk has added or changed, some seconds
    /// after. Refused where who acts is not on the staff list any more.
    pub fn turn_to(&mut self, day: NaiveDate) -> Result<(), Refusal> {
        if self.units_read.elapsed() >= UNITS_STAND {
            self.read_units()?;
        }
        if self.act.today == day && !self.staff_changed {
            return Ok(());
        }
        self.act.today = day;
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let sitter = sitter(self.who.as_deref(), (&staff, &self.units), day)?;
        self.scope = sitter.unit.as_ref().map_or_else(|| self.home.clone(), door::seen);
        (self.act.actor, self.act.roles) = (sitter.name, sitter.roles);
        self.posts = sitter.posts;
        self.staff_changed = false;
        Ok(())
    }

    /// The tree as it stands: another desk may have changed it since this one opened.
    pub fn read_units(&mut self) -> Result<(), Refusal> {
        self.units = store::units::all(&mut *self.store.driver)?;
        self.units_read = clock::moment();
        Ok(())
    }

    /// The time of today; `None` where the day was named and is not what the watch says.
    pub(super) fn time_of_day(&self) -> Option<TimeOfDay> {
        let watched = self.on_watch && self.act.today == clock::today();
        watched.then(clock::time_of_day)?
    }

    pub fn act(&self) -> &Act {
        &self.act
    }

    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    pub fn library(&self) -> &Library {
        &self.library
    }

    pub fn regime(&self) -> &Regime {
        &self.regime
    }

    /// The first year of these days whose days off are not published; days in it are counted by weekends and what is off by law.
    pub fn unpublished(&self, days: impl IntoIterator<Item = NaiveDate>) -> Option<i32> {
        let mut years = days.into_iter().map(|day| chrono::Datelike::year(&day));
        years.find(|year| !self.calendar.published(*year))
    }

    pub fn calendar_of_work(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// What the actor sees.
    pub fn scope(&self) -> &UnitPath {
        &self.scope
    }

    pub fn unit(&self, path: &UnitPath) -> Option<&Unit> {
        let at = self.units.binary_search_by(|unit| unit.path.cmp(path)).ok()?;
        self.units.get(at)
    }

    /// The unit's name, or its path where it has none.
    pub fn unit_name(&self, path: &UnitPath) -> String {
        self.unit(path).map_or_else(|| path.to_string(), |unit| unit.name.clone())
    }

    /// The same, behind the name of the unit above where two of a level are called alike: two streets of a district may
    /// each have a community of one name.
    pub fn unit_name_apart(&self, path: &UnitPath) -> String {
        let name = self.unit_name(path);
        let alike = |unit: &Unit| {
            unit.name == name && unit.path != *path && unit.path.level() == path.level()
        };
        match path.parent() {
            Some(above) if self.units.iter().any(alike) => {
                format!("{}{name}", self.unit_name(&above))
            }
            _ => name,
        }
    }

    /// A unit as a list of what lies in another one calls it: behind the name of the unit above where that is not the one
    /// listed (长延堡街道 明德门社区 of a district).
    pub(super) fn unit_name_within(&self, path: &UnitPath, of: &UnitPath) -> String {
        let name = self.unit_name(path);
        match path.parent().filter(|above| of.covers(above) && above != of) {
            Some(above) => format!("{} {name}", self.unit_name(&above)),
            None => name,
        }
    }

    /// Units of one level in what the actor sees, without those that were closed.
    pub fn units_at(&self, level: Level) -> impl Iterator<Item = &Unit> {
        self.units_on(level, self.act.today)
    }

    /// The same as they stood on a day.
    pub fn units_on(&self, level: Level, day: NaiveDate) -> impl Iterator<Item = &Unit> {
        self.seen_at(level).filter(move |unit| !unit.is_closed_on(day))
    }

    /// Those that were closed as well.
    pub(super) fn seen_at(&self, level: Level) -> impl Iterator<Item = &Unit> {
        self.seen().iter().filter(move |unit| unit.path.level() == level)
    }

    /// All units in what the actor sees: one stretch of them, since they stand in the order of their paths.
    pub(super) fn seen(&self) -> &[Unit] {
        let from = self.units.partition_point(|unit| unit.path < self.scope);
        let rest = self.units.get(from..).unwrap_or_default();
        &rest[..rest.partition_point(|unit| self.scope.covers(&unit.path))]
    }

    /// The one unit of this level by its name or path, with or without the word for its level, one that was closed as
    /// well: for what is read of it.
    pub fn find_unit_ever(&self, level: Level, wanted: &str) -> Result<UnitPath, Refusal> {
        self.find_unit(level, wanted).or_else(|refusal| {
            match named(self.seen_at(level), wanted).as_slice() {
                [unit] => Ok(unit.path.clone()),
                _ => Err(refusal),
            }
        })
    }

    /// The one unit of this level by its name or path, with or without the word for its level.
    pub fn find_unit(&self, level: Level, wanted: &str) -> Result<UnitPath, Refusal> {
        self.find_unit_in(level, wanted, None)
    }

    /// Where a row may stand that is of no premises (`places`): the unit of this desk, or a community of it.
    pub fn find_place(&self, wanted: &str) -> Result<UnitPath, Refusal> {
        if self.called_in_full(wanted).as_ref() == Some(&self.scope) {
            return Ok(self.scope.clone());
        }
        self.find_unit(Level::Community, wanted).or_else(|refusal| {
            let own = self.unit(&self.scope).filter(|unit| unit.path.level() < Level::Community);
            match named(own.into_iter(), wanted).as_slice() {
                [own] => Ok(own.path.clone()),
                _ => Err(refusal),
            }
        })
    }

    /// The only unit in sight that is called so in full: it goes before one of another level whose name only begins so
    /// (长延堡街道, and 长延堡社区 within it).
    pub(super) fn called_in_full(&self, wanted: &str) -> Option<UnitPath> {
        let wanted = wanted.trim();
        let standing = self.units.iter().filter(|unit| !unit.is_closed_on(self.act.today));
        let mut so = standing.filter(|unit| self.scope.covers(&unit.path) && unit.name == wanted);
        so.next().filter(|_| so.next().is_none()).map(|unit| unit.path.clone())
    }

    /// The same within another unit, where it is said: grids of several communities bear one name.
    pub fn find_unit_in(
        &self,
        level: Level,
        wanted: &str,
        within: Option<&UnitPath>,
    ) -> Result<UnitPath, Refusal> {
        let word = crate::terms::level(level);
        let wanted = wanted.trim();
        let here = |unit: &&Unit| within.is_none_or(|within| within.covers(&unit.path));
        let found = named(self.units_at(level).filter(here), wanted);
        let seen = named(self.seen_at(level).filter(here), wanted);
        if let ([], [closed]) = (found.as_slice(), seen.as_slice()) {
            let on = closed.valid_to.map(|last| last + Days::new(1)).unwrap_or(self.act.today);
            return Err(Refusal::field(
                level.code(),
                format!(
                    "{}从{}起已经撤并（{}），不再办理。",
                    closed.name,
                    crate::terms::date(on),
                    closed.closed_why
                ),
            ));
        }
        match found.as_slice() {
            [unit] => Ok(unit.path.clone()),
            [] => {
                if let Some(said) = self.out_of_sight(wanted) {
                    return Err(Refusal::field(level.code(), said));
                }
                let names = self.units_at(level).filter(here);
                let names: Vec<&str> = names.map(|unit| unit.name.as_str()).take(12).collect();
                Err(Refusal::field(
                    level.code(),
                    if names.is_empty() {
                        format!(
                            "没有叫“{wanted}”的{word}，现在一个{word}也没有登记。请先登记{word}。"
                        )
                    } else {
                        format!("没有叫“{wanted}”的{word}。现有：{}。", names.join("、"))
                    },
                ))
            }
            several => {
                let names: Vec<String> = several
                    .iter()
                    .map(|unit| {
                        let parent = unit.path.parent().map(|path| self.unit_name(&path));
                        format!("{}{}（{}）", parent.unwrap_or_default(), unit.name, unit.path)
                    })
                    .collect();
                Err(Refusal::field(
                    level.code(),
                    format!("叫“{wanted}”的{word}不止一个，请写编码：{}。", names.join("、")),
                ))
            }
        }
    }
}

impl Office {
    /// What is said of a unit of this office that is not the actor's.
    pub(super) fn out_of_sight(&self, wanted: &str) -> Option<String> {
        let wanted = wanted.trim();
        let of_others = |unit: &&Unit| {
            (unit.name == wanted || unit.path.as_str() == wanted) && !self.scope.covers(&unit.path)
        };
        let unit = self.units.iter().find(of_others)?;
        // A unit above is not found either, and nobody has to be told that it is there.
        if unit.path.covers(&self.scope) {
            return None;
        }
        let (own, name) = (self.unit_name(&self.scope), &unit.name);
        Some(format!("“{name}”不归{own}管。请写{own}或其下的单位，或由{name}的人办理。"))
    }
}

/// Units that are called so: by their path, else by their whole name, else by its short form.
fn named<'a>(units: impl Iterator<Item = &'a Unit>, wanted: &str) -> Vec<&'a Unit> {
    let wanted = wanted.trim();
    let units: Vec<&Unit> = units.collect();
    let fits = |fits: &dyn Fn(&Unit) -> bool| -> Vec<&'a Unit> {
        units.iter().copied().filter(|unit| fits(unit)).collect()
    };
    let in_full = |unit: &Unit| unit.name == wanted;
    let in_short = |unit: &Unit| unit.is_called(wanted);
    [&|unit: &Unit| unit.path.as_str() == wanted, &in_full as &dyn Fn(&Unit) -> bool, &in_short]
        .into_iter()
        .map(fits)
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Who acts, with all posts together.
#[derive(Debug, Default)]
pub(super) struct Sitter {
    /// Empty where nobody was named.
    pub name: String,
    pub roles: Vec<Role>,
    /// Of the widest post.
    pub unit: Option<UnitPath>,
    /// The posts of the person, the one that was meant first: also those by which nobody was named.
    pub posts: Vec<Id>,
}

/// So many of the staff are named where somebody is not among them.
const NAMED: usize = 12;

/// Finds who acts among the staff, by name or id, with every post of theirs. Nobody named is nobody, not an error.
pub(super) fn sitter(
    wanted: Option<&str>,
    (staff, units): (&[Staff], &[Unit]),
    today: NaiveDate,
) -> Result<Sitter, Refusal> {
    let Some(wanted) = wanted.map(str::trim).filter(|name| !name.is_empty()) else {
        return Ok(Sitter::default());
    };
    let serving = || staff.iter().filter(|person| person.serves_on(today));
    let found: Vec<&Staff> = serving().filter(|person| person.is_meant_by(wanted)).collect();
    let of = |person: &Staff, roles| {
        let same = |other: &&Staff| other.is_same_person(person) && other.id != person.id;
        let others = serving().filter(same).map(|other| other.id);
        Sitter {
            name: person.name.clone(),
            roles,
            unit: Some(person.unit.clone()),
            posts: std::iter::once(person.id).chain(others).collect(),
        }
    };
    match found.as_slice() {
        [] if staff.is_empty() => Ok(Sitter { name: wanted.to_owned(), ..Sitter::default() }),
        [] => {
            let names: Vec<&str> = serving().map(|person| person.name.as_str()).collect();
            let more = match names.len() > NAMED {
                true => format!("等{}人", names.len()),
                false => String::new(),
            };
            Err(Refusal::said(format!(
                "人员中没有“{wanted}”。现有：{}{more}。请写其中一人；新来的请先登记（anban staff add）。",
                names.iter().take(NAMED).copied().collect::<Vec<_>>().join("、")
            )))
        }
        [only] => Ok(of(only, vec![only.role])),
        several => {
            // One person with posts at several levels acts at the widest of them; two people of one name
            // are told apart by their ids.
            let covers_all =
                |person: &&&Staff| several.iter().all(|other| person.unit.covers(&other.unit));
            match several.iter().find(covers_all) {
                Some(person) => Ok(of(person, several.iter().map(|post| post.role).collect())),
                None => {
                    let of = |path: &UnitPath| {
                        let unit = units.iter().find(|unit| unit.path == *path);
                        unit.map(|unit| unit.name.clone()).unwrap_or_default()
                    };
                    Err(Refusal::said(which_of(wanted, several, of)))
                }
            }
        }
    }
}

/// Several people of one name: each with what to write and the post.
pub(super) fn which_of(
    name: &str,
    people: &[&Staff],
    unit_name: impl Fn(&UnitPath) -> String,
) -> String {
    let each = people.iter().map(|person| {
        let id = person.id.among(people.iter().map(|other| &other.id));
        format!("{id}（{}）", crate::terms::post(&unit_name(&person.unit), person.role))
    });
    let each: Vec<String> = each.collect();
    format!("叫“{name}”的人员有{}位，请写编号：{}。", people.len(), each.join("、"))
}
