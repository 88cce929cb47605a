//! Who may inspect: the exam before the service and the certificate (S2 管理办法二（一）).

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{EXAMS, FILES, Office, Refusal, exams_of, told_day, whose};
use crate::{
    domain::{
        entry::Entry,
        namesakes::{Namesakes, Who},
        officer::{self, Began, Certified, Rules, Strictness},
        staff::{Role, Staff},
        unit::{Duty, Level, UnitPath},
    },
    office::units::People,
    store, terms,
};

/// Somebody who may not inspect from a day to a day (both count), and how the person stood on the first of them.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::office) struct KeptOut {
    pub name: String,
    /// Of the post.
    pub unit: UnitPath,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub certified: Certified,
}

impl Office {
    /// Who inspects at a place is certified, as far as the regime asks for it: refused, or something to be told.
    pub(in crate::office) fn check_certified(
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
    pub(in crate::office) fn barred_days(
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
    pub(in crate::office) fn kept_out(
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
    pub(super) fn is_newcomer(
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
}

/// Who may not inspect on which days, and why on the first of them.
#[derive(Default)]
pub(in crate::office) struct Barred {
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
