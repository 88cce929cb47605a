//! Grid officers (S2 管理办法): who may inspect, what the year asks of each, the evidence of a quarter. The grade is
//! people's; only that two failed quarters make a failed year is the rule's.

mod absence;
mod appraise;
mod asked;
mod certified;
mod evidence;
mod graded;
mod leave;
mod then;
mod year;

pub use appraise::{Appraising, quarters, words};
pub(super) use certified::KeptOut;
pub use evidence::{Evidence, Figure, Reported};
pub(super) use leave::leave_since;
pub(super) use then::found_by;
pub(super) use year::is_of_year;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{Office, Refusal, desk::which_of, known::unknown};
use crate::{
    domain::{
        entry::{Entry, people},
        id::Id,
        namesakes::{Namesakes, Who},
        officer::{Certified, Condition, Exam, File, Mark, Strictness, Year},
        period::Span,
        staff::{Role, Staff},
        unit::{Level, UnitPath},
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
