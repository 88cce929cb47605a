//! Grid officers (S2 管理办法): who may inspect, what the year asks of each, the evidence of a quarter. The grade is
//! people's; only that two failed quarters make a failed year is the rule's.

mod absence;
mod appraise;
mod asked;
mod evidence;
mod then;
mod year;

pub(super) use absence::LEAVE;
pub use appraise::{Appraising, quarters, words};
pub use evidence::{Evidence, Figure, Reported};
pub(super) use then::found_by;
pub(super) use year::is_of_year;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};

use super::{Office, Refusal, desk::which_of, known::unknown, units::People};
use crate::{
    domain::{
        entry::{Entry, people},
        id::Id,
        namesakes::{Namesakes, Who},
        officer::{self, Began, Certified, Condition, Exam, File, Mark, Rules, Strictness, Year},
        period::Span,
        staff::{Role, Staff},
        unit::{Duty, Level, UnitPath},
    },
    form::regime::Each,
    store::{self, entries},
    terms,
};

pub(super) const EXAMS: &str = "officer_exam";
pub(super) const FILES: &str = "officer";
pub(super) const APPRAISALS: &str = "appraisal";
pub(super) const ABSENCES: &str = "attendance";
const TASKS: &str = "task";
const REWARDS: &str = "reward";

/// What a rule of the regime asks of somebody in the period of today.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    pub label: String,
    pub have: u32,
    pub times: u32,
    pub to: NaiveDate,
    /// Lacking, and near enough to the end of the period to be told.
    pub short: bool,
    pub source: String,
}

/// Somebody who may not inspect from a day to a day (both count), and how the person stood on the first of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeptOut {
    pub name: String,
    /// Of the post.
    pub unit: UnitPath,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub certified: Certified,
}

/// An officer as the records have them today.
#[derive(Clone, Debug, PartialEq)]
pub struct Officer {
    pub name: String,
    pub who: Who,
    /// Of the post on the staff list; `None` of who is known from a grid alone.
    pub id: Option<Id>,
    pub full_time: bool,
    /// Today; of who has left those of the last day.
    pub grids: Vec<UnitPath>,
    /// Of the post on the staff list.
    pub unit: Option<UnitPath>,
    /// First day, where it is told.
    pub began: Option<NaiveDate>,
    /// The first day on which the officer is no longer there.
    pub left: Option<NaiveDate>,
    pub certified: Certified,
    /// What the regime has done about the certificate.
    pub strictness: Strictness,
    pub conditions: Vec<(Condition, Option<bool>)>,
    pub owed: Vec<Owed>,
    pub year: Year,
    /// The grade of the year, by the rule or as people have given it.
    pub mark: Option<Mark>,
    /// Absences of the year by their kind.
    pub absences: BTreeMap<String, u32>,
    /// 以奖代补 of the year: accepted, and yuan.
    pub rewards: (u32, f64),
}

impl Officer {
    /// The community of the officer: of a grid, else of the post. `None` of somebody of the street without a grid.
    pub fn community(&self) -> Option<UnitPath> {
        self.grids.first().or(self.unit.as_ref())?.at(Level::Community)
    }

    /// What finds this officer and nobody else: the name, and the id where others bear it.
    pub fn wanted(&self) -> String {
        match (&self.who.unit, self.id) {
            (Some(_), Some(id)) => id.to_string(),
            _ => self.name.clone(),
        }
    }

    /// First and last day of service within some days.
    fn serving(&self, (from, to): (NaiveDate, NaiveDate)) -> (NaiveDate, NaiveDate) {
        let last = self.left.and_then(|left| left.pred_opt());
        (self.began.map_or(from, |began| began.max(from)), last.map_or(to, |last| last.min(to)))
    }
}

fn field<'e>(entry: &'e Entry, id: &str) -> &'e str {
    entry.fields.get(id).map_or("", String::as_str)
}

fn day_in(entry: &Entry, id: &str) -> Option<NaiveDate> {
    field(entry, id).parse().ok()
}

/// Whose row it is that names one person.
fn whose(row: &Entry, namesakes: &Namesakes) -> Who {
    namesakes.who(field(row, "name"), &row.community)
}

fn counted<'e>(rows: impl Iterator<Item = &'e Entry>) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(field(row, "kind").to_owned()).or_default() += 1;
    }
    counts
}

impl Office {
    pub(super) fn namesakes(&mut self) -> Result<Namesakes, Refusal> {
        Ok(Namesakes::of(&store::staff::under(&mut *self.store.driver, &self.home)?))
    }

    /// Who was on the staff and no longer is.
    pub(super) fn gone(&mut self) -> Result<(Namesakes, BTreeSet<Who>), Refusal> {
        let today = self.act.today;
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let namesakes = Namesakes::of(&staff);
        let (mut here, mut gone) = (BTreeSet::new(), BTreeSet::new());
        for person in &staff {
            let who = namesakes.who(&person.name, &person.unit);
            if person.serves_on(today) { &mut here } else { &mut gone }.insert(who);
        }
        gone.retain(|who| !here.contains(who));
        Ok((namesakes, gone))
    }

    /// The rows of a ledger in the whole office: whoever typed them.
    fn rows_in(
        &mut self,
        ledger: &str,
        days: Option<(NaiveDate, NaiveDate)>,
    ) -> Result<Vec<Entry>, Refusal> {
        let filter = entries::Filter {
            ledger: Some(ledger.to_owned()),
            from: days.map(|(from, _)| from),
            to: days.map(|(_, to)| to),
            ..entries::Filter::default()
        };
        let rows = entries::list(&mut *self.store.driver, &self.home, &filter)?;
        Ok(rows.into_iter().map(|stored| stored.entry).collect())
    }

    /// Who inspects at a place is certified, as far as the regime asks for it: refused, or something to be told.
    pub(super) fn check_certified(
        &mut self,
        inspectors: &[String],
        at: &UnitPath,
        staff: &[Staff],
        on: NaiveDate,
    ) -> Result<Vec<String>, Refusal> {
        let rules = self.regime.officer.rules.clone();
        if rules.unrecorded == Strictness::Off && rules.invalid == Strictness::Off {
            return Ok(Vec::new());
        }
        let namesakes = Namesakes::of(staff);
        let asked: Vec<(Who, &Staff)> = inspectors
            .iter()
            .filter_map(|name| {
                let who = namesakes.who(name, at);
                let person = staff.iter().find(|person| {
                    person.serves_on(on)
                        && person.full_time
                        && person.role == Role::GridOfficer
                        && namesakes.who(&person.name, &person.unit) == who
                })?;
                Some((who, person))
            })
            .collect();
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let exams = self.rows_in(EXAMS, None)?;
        let files = self.rows_in(FILES, None)?;
        let mut warnings = Vec::new();
        for (who, person) in asked {
            let own = |row: &&Entry| whose(row, &namesakes) == who;
            let certified = Certified::of(&exams_of(exams.iter().filter(own)), on);
            let said = format!("网格员{}{}", person.name, terms::certified(&certified));
            let told = told_day(Some(person), files.iter().filter(own));
            let newcomer =
                certified == Certified::Unrecorded && self.is_newcomer(person, told, &rules)?;
            match certified.strictness(&rules, newcomer) {
                Strictness::Off => {}
                Strictness::Warn => warnings.push(format!(
                    "{said}。专职网格员经考试合格后持证上岗，请补登台账“网格员岗前培训考试登记”。"
                )),
                Strictness::Refuse if newcomer => {
                    return Err(Refusal::said(format!(
                        "{said}，是本办公室启用以后到岗的，{}不能检查（管理办法二（一）岗前集中培训，经考试合格后持证上岗）。\
                         请由持证的人检查；已经考试合格的，请先在台账“网格员岗前培训考试登记”里登记；\
                         以前就在岗的，请在台账“网格员档案”里写明录用日期。",
                        terms::date(on)
                    )));
                }
                Strictness::Refuse => {
                    return Err(Refusal::said(format!(
                        "{said}，{}不能检查（管理办法二（一）经考试合格后持证上岗）。请由持证的人检查；\
                         记录有误或已重新取证的，请先在台账“网格员岗前培训考试登记”里登记。",
                        terms::date(on)
                    )));
                }
            }
        }
        Ok(warnings)
    }

    /// On which of some days each of these people may not inspect, and why on the first of them.
    pub(super) fn barred_days(
        &mut self,
        names: &[&str],
        days: &[NaiveDate],
    ) -> Result<Barred, Refusal> {
        let mut barred = Barred { namesakes: self.namesakes()?, ..Barred::default() };
        let (Some(from), Some(to)) = (days.iter().min(), days.iter().max()) else {
            return Ok(barred);
        };
        for out in self.kept_out(&|name| names.contains(&name), (*from, *to))? {
            let on = |day: &&NaiveDate| (out.from..=out.to).contains(*day);
            let who = barred.namesakes.who(&out.name, &out.unit);
            for day in days.iter().filter(on) {
                let (all, _) = barred
                    .days
                    .entry(who.clone())
                    .or_insert_with(|| (BTreeSet::new(), terms::certified(&out.certified)));
                all.insert(*day);
            }
        }
        Ok(barred)
    }

    /// When in some days those whose names are asked for may not inspect: 专职网格员 on the staff list while they serve.
    pub(super) fn kept_out(
        &mut self,
        asked: &dyn Fn(&str) -> bool,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<KeptOut>, Refusal> {
        let rules = self.regime.officer.rules.clone();
        let mut all = Vec::new();
        if [rules.unrecorded, rules.invalid, rules.newcomer]
            .iter()
            .all(|it| *it != Strictness::Refuse)
        {
            return Ok(all);
        }
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let namesakes = Namesakes::of(&staff);
        let exams = self.rows_in(EXAMS, None)?;
        let files = self.rows_in(FILES, None)?;
        for person in &staff {
            let walks = person.full_time && person.role == Role::GridOfficer;
            if !walks || !asked(&person.name) {
                continue;
            }
            let left = person.left.as_ref().and_then(|left| left.on.pred_opt());
            let first = person.since.map_or(from, |since| since.max(from));
            let last = left.map_or(to, |left| left.min(to));
            let who = namesakes.who(&person.name, &person.unit);
            let own = |row: &&Entry| whose(row, &namesakes) == who;
            let told = told_day(Some(person), files.iter().filter(own));
            let own = exams_of(exams.iter().filter(own));
            let unrecorded = first <= last && Certified::of(&own, first) == Certified::Unrecorded;
            let newcomer = unrecorded && self.is_newcomer(person, told, &rules)?;
            all.extend(officer::kept_out(&own, &rules, newcomer, (first, last)).into_iter().map(
                |(from, to)| KeptOut {
                    name: person.name.clone(),
                    unit: person.unit.clone(),
                    certified: Certified::of(&own, from),
                    from,
                    to,
                },
            ));
        }
        Ok(all)
    }

    /// What is said where a grid is given to who may not inspect on that day (S2 管理办法二（一）), a sentence each.
    pub fn told_kept_out(
        &mut self,
        people: &People,
        on: NaiveDate,
    ) -> Result<Vec<String>, Refusal> {
        let walks = |name: &str| {
            people.people.iter().any(|(duty, other)| *duty == Duty::GridOfficer && other == name)
        };
        let all = self.kept_out(&walks, (on, on))?;
        Ok(all
            .iter()
            .map(|out| format!("{}{}。", out.name, terms::kept_out(&out.certified)))
            .collect())
    }

    /// Whether somebody came after the office had begun; `told` is the first day where it is told.
    fn is_newcomer(
        &mut self,
        person: &Staff,
        told: Option<NaiveDate>,
        rules: &Rules,
    ) -> Result<bool, Refusal> {
        let Some(office) = self.unit(&self.home).map(|unit| unit.valid_from) else {
            return Ok(false);
        };
        let listed = match told {
            Some(_) => None,
            None => {
                let community = person.unit.at(Level::Community);
                let community = community.as_ref().map_or("", UnitPath::as_str);
                let id = person.id.to_string();
                let links = store::journal::of_object(&mut *self.store.driver, community, &id)?;
                links.iter().map(|link| link.entry.day).min()
            }
        };
        Ok(Began { told, listed }.is_newcomer(office, rules))
    }

    /// The year of whom an appraisal is about, without that row itself.
    fn year_without(&mut self, entry: &Entry, year: i32) -> Result<Year, Refusal> {
        let namesakes = self.namesakes()?;
        let who = whose(entry, &namesakes);
        let rows = self.rows_in(APPRAISALS, None)?;
        let others = rows.iter().filter(|row| row.id != entry.id);
        Ok(year_from(others.filter(|row| whose(row, &namesakes) == who), year))
    }

    /// An appraisal names its stretch, which has begun, is the only one of it, and does not make a failed year better; it is
    /// given by somebody whom the office knows.
    pub(super) fn check_appraisal(&mut self, entry: &Entry) -> Result<(), Refusal> {
        if entry.ledger != APPRAISALS {
            return Ok(());
        }
        let (name, period) = (field(entry, "name"), field(entry, "period"));
        let by: Vec<&str> = people(field(entry, "by")).collect();
        if let Some(stranger) = self.strangers(&by)?.first() {
            return Err(Refusal::field("by", unknown(stranger)));
        }
        self.check_appraisers(&by)?;
        let Some((from, to)) = terms::appraised(period) else {
            return Err(Refusal::said(format!(
                "考核时段“{period}”看不出是哪个季度或年度。请写成 2026年第四季度 或 2026年度。"
            )));
        };
        if from > self.act.today {
            return Err(Refusal::field(
                "period",
                format!("{}还没有开始，不能考核。请核对考核时段。", terms::period(from, to)),
            ));
        }
        let year = self.year_without(entry, from.year())?;
        let annual = (from, to) == Span::Year.of(from);
        let before = if annual { year.annual } else { year.quarters[from.month0() as usize / 3] };
        if before.is_some() {
            return Err(Refusal::said(format!(
                "{name}的{}已经考核过。有误的请更正那一条。",
                terms::period(from, to)
            )));
        }
        if let (true, Some(mark)) = (annual, terms::read_mark(field(entry, "grade"))) {
            year.check(mark, &self.regime.officer.rules)?;
        }
        Ok(())
    }

    /// Nobody is graded by who has no other post than that of a grid officer.
    fn check_appraisers(&mut self, by: &[&str]) -> Result<(), Refusal> {
        let today = self.act.today;
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        for name in by {
            let mut posts =
                staff.iter().filter(|post| post.name == **name && post.serves_on(today)).peekable();
            if posts.peek().is_some() && posts.all(|post| post.role == Role::GridOfficer) {
                return Err(Refusal::field(
                    "by",
                    format!("{name}是网格员，不能考核网格员。请写社区安全员或街道的人。"),
                ));
            }
        }
        Ok(())
    }

    /// Every grid officer in sight, by unit and name.
    pub fn grid_officers(&mut self) -> Result<Vec<Officer>, Refusal> {
        let today = self.act.today;
        self.officers_who(&|person: &Staff| person.serves_on(today))
    }

    /// The same, and those who have left since a day: their last quarter is still to be graded.
    pub fn grid_officers_since(&mut self, day: NaiveDate) -> Result<Vec<Officer>, Refusal> {
        let today = self.act.today;
        self.officers_who(&|person: &Staff| {
            person.serves_on(today)
                || person.since.is_none_or(|since| since <= today)
                    && person.left.as_ref().is_some_and(|left| left.on > day)
        })
    }

    fn officers_who(&mut self, asked: &dyn Fn(&Staff) -> bool) -> Result<Vec<Officer>, Refusal> {
        let today = self.act.today;
        let year = Span::Year.of(today);
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let namesakes = Namesakes::of(&staff);
        let walkers = || {
            let walks = staff.iter().filter(|person| person.role == Role::GridOfficer);
            walks.filter(|person| asked(person))
        };
        // Who serves today goes before the post that the same person has left.
        let post = |who: &Who| {
            walkers()
                .filter(|person| namesakes.who(&person.name, &person.unit) == *who)
                .max_by_key(|person| (person.serves_on(today), person.left.as_ref().map(|l| l.on)))
        };
        let mut grids: BTreeMap<Who, Vec<UnitPath>> = BTreeMap::new();
        let mut all_of: Vec<Who> = walkers()
            .filter(|person| self.scope.covers(&person.unit) || person.unit.covers(&self.scope))
            .map(|person| namesakes.who(&person.name, &person.unit))
            .collect();
        for (grid, officers) in self.officers(today)? {
            for name in officers {
                let who = namesakes.who(&name, &grid);
                grids.entry(who.clone()).or_default().push(grid.clone());
                all_of.push(who);
            }
        }
        let mut seen = BTreeSet::new();
        all_of.retain(|who| seen.insert(who.clone()));
        let exams = self.rows_in(EXAMS, None)?;
        let files = self.rows_in(FILES, None)?;
        let appraisals = self.rows_in(APPRAISALS, None)?;
        let absences = self.rows_in(ABSENCES, Some(year))?;
        let rewards = self.rows_in(REWARDS, Some(year))?;
        let owed = self.owed_by_officers(&all_of, &namesakes)?;
        let rules = self.regime.officer.rules.clone();
        let mut all = Vec::new();
        for (who, owed) in all_of.into_iter().zip(owed) {
            let own = |row: &&Entry| whose(row, &namesakes) == who;
            let person = post(&who);
            let left = person
                .filter(|person| !person.serves_on(today))
                .and_then(|person| person.left.as_ref().map(|left| left.on));
            let certified = Certified::of(&exams_of(exams.iter().filter(own)), today);
            let began = told_day(person, files.iter().filter(own));
            let newcomer = match person {
                Some(person) if certified == Certified::Unrecorded && left.is_none() => {
                    self.is_newcomer(person, began, &rules)?
                }
                _ => false,
            };
            let mut held = grids.remove(&who).unwrap_or_default();
            if let Some(last) = left.and_then(|left| left.pred_opt()) {
                let his = |grid: &UnitPath, names: &[String]| {
                    names.iter().any(|name| namesakes.who(name, grid) == who)
                };
                let then = self.officers(last)?.into_iter();
                held.extend(then.filter(|(grid, names)| his(grid, names)).map(|(grid, _)| grid));
            }
            held.sort();
            held.dedup();
            let file = files.iter().find(own);
            let told = year_from(appraisals.iter().filter(own), today.year());
            let accepted = rewards.iter().filter(own).filter(|row| field(row, "accepted") == "是");
            let money = |row: &Entry| field(row, "amount").parse::<f64>().unwrap_or(0.0);
            all.push(Officer {
                name: who.name.clone(),
                id: person.map(|person| person.id),
                full_time: person.is_some_and(|person| person.full_time),
                grids: held,
                unit: person.map(|person| person.unit.clone()),
                began,
                left,
                strictness: certified.strictness(&rules, newcomer),
                certified,
                conditions: file.map(file_of).unwrap_or_default().conditions(&rules),
                owed: if left.is_none() { owed } else { Vec::new() },
                mark: told.mark(&rules),
                year: told,
                absences: counted(absences.iter().filter(own)),
                rewards: (
                    accepted.clone().count() as u32,
                    accepted.map(money).fold(0.0, |sum, yuan| sum + yuan),
                ),
                who,
            });
        }
        Ok(all)
    }

    /// One of them by name or id; whoever has left is still known. Several of one name are asked for by their ids.
    pub fn grid_officer(&mut self, wanted: &str) -> Result<Officer, Refusal> {
        let wanted = wanted.trim();
        let all = self.grid_officers_since(NaiveDate::MIN)?;
        let meant = |officer: &&Officer| {
            officer.name == wanted || officer.id.is_some_and(|id| id.is_written(wanted))
        };
        let (found, others): (Vec<&Officer>, Vec<&Officer>) = all.iter().partition(meant);
        match found.as_slice() {
            [only] => Ok((*only).clone()),
            [] => {
                let here = others.iter().filter(|officer| officer.left.is_none());
                let known: Vec<&str> = here.map(|officer| officer.name.as_str()).collect();
                Err(Refusal::said(format!(
                    "没有叫“{wanted}”的网格员。现有：{}。",
                    known.join("、")
                )))
            }
            several => {
                let ids: BTreeSet<Id> = several.iter().filter_map(|officer| officer.id).collect();
                let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
                let posts: Vec<&Staff> =
                    staff.iter().filter(|person| ids.contains(&person.id)).collect();
                Err(Refusal::said(which_of(wanted, &posts, |unit| self.unit_name(unit))))
            }
        }
    }

    /// How an officer is called beside others: with the unit of the post where somebody else bears the name.
    pub fn officer_called(&self, officer: &Officer) -> String {
        match &officer.who.unit {
            Some(unit) => format!("{}（{}）", officer.name, self.unit_name_apart(unit)),
            None => officer.name.clone(),
        }
    }

    fn owed_by_officers(
        &mut self,
        all: &[Who],
        namesakes: &Namesakes,
    ) -> Result<Vec<Vec<Owed>>, Refusal> {
        let today = self.act.today;
        let mut owed = vec![Vec::new(); all.len()];
        for rule in self.regime.regulars.clone() {
            let (Each::Officer(named), Some(every)) = (&rule.each, rule.every) else { continue };
            let (from, to) = every.stretch(today);
            if !rule.lasts.holds(from) {
                continue;
            }
            let rows = self.rows_of(&rule, from, to)?;
            for (who, owed) in all.iter().zip(&mut owed) {
                let own = |row: &&entries::Stored| {
                    people(field(&row.entry, named))
                        .any(|name| namesakes.who(name, &row.entry.community) == *who)
                };
                let have = rows.iter().filter(own).count() as u32;
                owed.push(Owed {
                    label: rule.label.clone(),
                    have,
                    times: rule.times,
                    to,
                    short: have < rule.times && (to - today).num_days() <= i64::from(rule.before),
                    source: rule.source.clone(),
                });
            }
        }
        Ok(owed)
    }
}

/// Who may not inspect on which days, and why on the first of them.
#[derive(Default)]
pub(super) struct Barred {
    namesakes: Namesakes,
    days: HashMap<Who, (BTreeSet<NaiveDate>, String)>,
}

impl Barred {
    /// Whether a day is one of those of whom a place means by a name.
    pub fn is_off(&self, name: &str, at: &UnitPath, day: NaiveDate) -> bool {
        let days = self.days.get(&self.namesakes.who(name, at));
        days.is_some_and(|(days, _)| days.contains(&day))
    }

    /// Who may not inspect in some days: why, and from which of them on.
    pub fn told(self, (from, to): (NaiveDate, NaiveDate)) -> Vec<(String, String, NaiveDate)> {
        let first = self.days.into_iter().filter_map(|(who, (days, why))| {
            let first = days.range(from..=to).next()?;
            Some((who.name, why, *first))
        });
        let mut told: Vec<(String, String, NaiveDate)> = first.collect();
        told.sort();
        told
    }
}

fn exams_of<'e>(rows: impl Iterator<Item = &'e Entry>) -> Vec<Exam> {
    rows.map(|row| Exam {
        on: row.on,
        passed: field(row, "result") == "合格",
        certificate: field(row, "certificate").to_owned(),
        until: row.until,
    })
    .collect()
}

/// First day of a post or 录用日期 of the person's files, whichever is later.
fn told_day<'e>(
    person: Option<&Staff>,
    files: impl Iterator<Item = &'e Entry>,
) -> Option<NaiveDate> {
    files.filter_map(|row| day_in(row, "hired_on")).chain(person?.since).max()
}

fn file_of(row: &Entry) -> File {
    File {
        born: day_in(row, "born"),
        education: field(row, "education").to_owned(),
        resident: match field(row, "residence") {
            "" => None,
            said => Some(said != "没有"),
        },
        clean: match field(row, "clean") {
            "" => None,
            said => Some(said == "是"),
        },
    }
}

/// A person's year by that person's appraisals.
fn year_from<'e>(rows: impl Iterator<Item = &'e Entry>, year: i32) -> Year {
    let mut told = Year::default();
    for row in rows {
        let mark = terms::read_mark(field(row, "grade"));
        let Some((from, to)) = terms::appraised(field(row, "period")) else { continue };
        if from.year() != year {
            continue;
        }
        if (from, to) == Span::Year.of(from) {
            told.annual = mark;
        } else {
            told.quarters[from.month0() as usize / 3] = mark;
        }
    }
    told
}
