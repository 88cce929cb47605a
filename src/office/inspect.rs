//! An inspection with its hazards and its notice: one deed, saved whole or not at all.

mod found;
mod visits;

use chrono::{Datelike, NaiveDate};

use super::{
    Office, Refusal, clock, criteria::Lookup, filled::numbered, hazards::summary, lapsed,
    notices::Issue, written::written_in,
};
use crate::{
    domain::{
        answer::Answer,
        backdate,
        hazard::{StateKind, Step},
        id::Id,
        inspection::{Hazard, Inspection, also_of, check_visited, is_again, is_long_ago},
        notice::{Notice, Void},
        permission::Deed,
        premises::Premises,
        rule::{Asked, RuleError},
        staff::Staff,
        unit::{Level, UnitPath},
    },
    form::{answers::Answers, checklist::Filled, library::Kind},
    store::{self, forms::FormRevision, hazards, inspections},
};

pub(super) use found::PlannedSteps;
pub use visits::{Answered, Compared, Visit};

/// What `inspect record` is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub premises: String,
    /// Code of the checklist.
    pub form: String,
    pub answers: Answers,
    pub on: Option<NaiveDate>,
    /// The people who went; who acts when nobody is named.
    pub inspectors: Vec<String>,
    /// Whose visit it was; told from the posts of the inspectors when not said.
    pub level: Option<Level>,
    /// The inspection that this one corrects.
    pub corrects: Option<Id>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    pub inspection: Inspection,
    pub premises: Premises,
    pub hazards: Vec<Hazard>,
    pub notice: Notice,
    /// Of each hazard, the closed one that it brings back.
    pub recurs_of: Vec<Option<Id>>,
    /// Of each hazard, the other premises of the street at which its item was found within twelve months.
    pub elsewhere: Vec<u32>,
    /// Of each hazard that is or may be major, the clauses that its words point to.
    pub criteria: Vec<Option<Lookup>>,
    /// Things to think about; nothing was refused for them.
    pub warnings: Vec<String>,
}

impl Office {
    /// Records a signed inspection: answers judged, hazards ordered, notice issued (S0 §一.1(3)).
    pub fn record(&mut self, report: &Report) -> Result<Recorded, Refusal> {
        let corrected = report.corrects.map(|id| self.corrected(id)).transpose()?;
        // A correction speaks of the day that it corrects, unless that was what was wrong.
        let on = report.on.or_else(|| corrected.as_ref().map(|visit| visit.inspection.on));
        let on = self.act.day(on)?;
        let checklist = self.checklist(&report.form)?;
        let premises = self.find_premises(&report.premises)?.entry;
        let grounds = self.grounds(&premises, &checklist, on)?;
        let (document, known) = lapsed::answered(&report.answers, &grounds);
        let mut judged = self.judged(&checklist, &document)?;
        let mut dropped = Vec::new();
        for hazard in &mut judged.hazards {
            let item = checklist.items().find(|item| Some(&item.id) == hazard.item.as_ref());
            let mut drafts = item.into_iter().flat_map(|item| &item.drafts);
            if drafts.any(|draft| draft.basis.trim() == hazard.basis) {
                dropped.extend(self.outdated_basis(&hazard.basis, on));
                hazard.basis = self.drafted_basis(&hazard.basis, on);
            }
        }
        let nothing = judged.answers.iter().all(|answer| *answer == Answer::Unchecked);
        if nothing && judged.hazards.is_empty() {
            return Err(Refusal::said(
                "答案里没有一项查过（全是“未查”），没有登记检查。请写明查了哪些项；都正常的，答案文件里写 default = \"normal\"。",
            ));
        }
        self.check_visited(&premises, on)?;
        if judged.nature.is_empty() {
            judged.nature = self.known_nature(&checklist, &premises)?;
        }
        let inspectors = self.inspectors(&report.inspectors)?;
        let people = store::staff::under(&mut *self.store.driver, &self.home)?;
        if let Some(first) = inspectors.first() {
            // Others may have come along from elsewhere; who follows the hazards is of this office.
            self.check_inspector(&people, first, on)?;
        }
        let uncertified = self.check_certified(&inspectors, &premises.community, &people, on)?;
        let form = self.revision(Kind::Checklist, &report.form)?;
        // Whose visit it was stands in a correction as long as the same people went.
        let told = corrected.as_ref().map(|visit| &visit.inspection);
        let told = told.filter(|visit| visit.inspectors == inspectors).map(|visit| visit.level);
        let level = report
            .level
            .or(told)
            .unwrap_or_else(|| level_of(&inspectors, &people, &premises.community, on));
        let also = also_of(level, &inspectors, &people, &premises.community, on);
        let inspection = Inspection {
            id: clock::new_id(),
            community: premises.community.clone(),
            grid: self.grid_on(&premises, on)?,
            premises: premises.id,
            on,
            inspectors,
            form: report.form.clone(),
            form_sha: form.sha.clone(),
            answers: judged.answers.clone(),
            nature: judged.nature.clone(),
            blanks: judged.blanks.clone(),
            level,
            also,
            corrects: report.corrects,
        };
        let (hazards, mut steps, mut warnings) =
            self.found(&inspection, &premises, &judged, &document)?;
        warnings
            .extend(self.major_not_listed(&premises, hazards.iter().map(|each| each.first_grade)));
        warnings.extend(known);
        warnings.extend(uncertified);
        warnings.extend(dropped.into_iter().map(|why| format!("表单自带的依据没有印全：{why}")));
        warnings.extend(self.relapses(&inspection, &premises, &hazards, &mut steps)?);
        let late = (self.act.today - on).num_days();
        if late > 1 && corrected.is_none() {
            warnings.push(format!("这次检查过了{late}天才登记。检查情况应当天录入问题清单。"));
        }
        let undone = "这次检查还没有登记，通知书没有编号";
        self.check_printable(&inspection, &premises, hazards.iter(), undone)?;
        self.ask_whether_meant(&inspection, &premises, corrected.as_ref())?;
        let filled = self.filled_in(&checklist, &inspection, &premises);
        let form = (form, filled);
        self.save(form, inspection, premises, hazards, &steps, corrected, people, warnings)
    }

    /// Asks about a visit that was recorded before, and about one of long ago; of a correction only where it moves the day.
    fn ask_whether_meant(
        &mut self,
        visit: &Inspection,
        premises: &Premises,
        corrected: Option<&Visit>,
    ) -> Result<(), Refusal> {
        let mut doubts = Vec::new();
        let on = crate::terms::date(visit.on);
        let known = match corrected {
            Some(_) => Vec::new(),
            None => inspections::of_day(
                &mut *self.store.driver,
                &visit.community,
                premises.id,
                visit.on,
            )?,
        };
        if let Some((before, number)) = known.iter().find(|(before, _)| is_again(visit, before)) {
            let number = number.as_deref().unwrap_or("通知书待重发");
            doubts.push((
                Asked::Inspectors,
                format!(
                    "{}{on}的检查已经登记过一次：{number}，检查人{}。再登记会另开一个文号，多算一家次。要改那一次的，请更正它（--corrects {}）。",
                    premises.name,
                    before.inspectors.join("、"),
                    before.id
                ),
            ));
        }
        let moved = corrected.is_none_or(|old| old.inspection.on != visit.on);
        if moved && is_long_ago(visit.on, self.act.today) {
            doubts.push((
                Asked::Day(visit.on),
                format!(
                    "检查日期{on}是{}天以前，通知书编在{}年的文号里。请核对年月日。",
                    (self.act.today - visit.on).num_days(),
                    visit.on.year()
                ),
            ));
        }
        self.act.ask(doubts)
    }

    /// Whether a premises could be inspected on a day: what has closed or moved out could not.
    pub fn check_visited(&mut self, premises: &Premises, on: NaiveDate) -> Result<(), Refusal> {
        let driver = &mut *self.store.driver;
        let changes = store::premises::changes(driver, &premises.community, premises.id)?;
        let told = changes.iter().map(|change| (change.on, change.after.status));
        Ok(check_visited(told, on)?)
    }

    /// What the notice says can be printed: before it has its number, which could never be given back.
    pub(super) fn check_printable<'a>(
        &mut self,
        inspection: &'a Inspection,
        premises: &'a Premises,
        hazards: impl Iterator<Item = &'a Hazard>,
        undone: &str,
    ) -> Result<(), Refusal> {
        let mut words = vec![premises.name.as_str(), premises.whereabouts().place()];
        words.extend(inspection.inspectors.iter().map(String::as_str));
        words.extend(hazards.flat_map(|hazard| {
            [&hazard.text, &hazard.requirement, &hazard.interim, &hazard.basis]
                .map(String::as_str)
                .into_iter()
                .chain([hazard.responsible.as_str(), hazard.acceptor.as_str()])
        }));
        match self.unprintable(&words)? {
            Some(why) => Err(Refusal::said(format!("{undone}：{why}"))),
            None => Ok(()),
        }
    }

    /// The grid in which the premises was on the day of a visit; where that is no more, the one in which it is now.
    fn grid_on(&mut self, premises: &Premises, on: NaiveDate) -> Result<Option<UnitPath>, Refusal> {
        let today = self.act.today;
        if on == today {
            return Ok(premises.grid.clone());
        }
        let driver = &mut *self.store.driver;
        let changes = store::premises::changes(driver, &premises.community, premises.id)?;
        let then = backdate::stood(&changes, on).and_then(|then| then.grid.clone());
        let stands =
            then.filter(|grid| self.unit(grid).is_some_and(|grid| !grid.is_closed_on(today)));
        Ok(stands.or_else(|| premises.grid.clone()))
    }

    #[allow(clippy::too_many_arguments)]
    fn save(
        &mut self,
        (form, filled): (FormRevision, Filled),
        inspection: Inspection,
        premises: Premises,
        mut hazards: Vec<Hazard>,
        plans: &[PlannedSteps],
        corrected: Option<Visit>,
        people: Vec<Staff>,
        mut warnings: Vec<String>,
    ) -> Result<Recorded, Refusal> {
        let issue = Issue::prepare(self, &premises, &inspection, people)?;
        let (actor, today) = (self.act.signature().to_owned(), self.act.today);
        let notice = self.act.write(&mut self.store, Deed::Inspect, |driver, trace| {
            store::forms::keep(driver, &form)?;
            inspections::insert(driver, &inspection, hazards.len() as u32)?;
            if let Some(old) = &corrected {
                withdraw(driver, trace, old, inspection.id, today, &actor)?;
            }
            let id = clock::new_id();
            for (hazard, plan) in hazards.iter_mut().zip(plans) {
                let steps = plan.steps(inspection.on, id);
                for step in &steps {
                    hazard.course = hazard.course.clone().take(step)?;
                }
                hazards::insert(driver, hazard, &inspection.form, &steps, &actor)?;
                if let Some(earlier) = plan.earlier {
                    store::recurrences::insert(driver, &hazard.community, hazard.id, earlier)?;
                }
                trace.note(
                    "hazard_found",
                    Some(&hazard.community),
                    hazard.id,
                    &serde_json::json!({
                        "text": hazard.text, "disposal": hazard.disposal, "steps": steps,
                        "after": summary(&hazard.course)
                    }),
                )?;
            }
            store::premises::seen_on(
                driver,
                &premises.community,
                premises.id,
                inspection.on,
                inspection.levels(),
            )?;
            trace.note(
                "inspect",
                Some(&inspection.community),
                inspection.id,
                &serde_json::json!({
                    "premises": premises.id, "on": inspection.on, "inspectors": inspection.inspectors,
                    "form": inspection.form_sha,
                    "answers": crate::domain::answer::to_text(&inspection.answers),
                    "level": inspection.level, "also": inspection.also, "corrects": inspection.corrects
                }),
            )?;
            let notice = issue.write(driver, trace, id, &hazards)?;
            let words = numbered(filled, &notice.number)?;
            inspections::keep_filled(driver, &inspection.community, inspection.id, &words)?;
            Ok(notice)
        })?;
        let criteria: Vec<Option<Lookup>> = hazards
            .iter()
            .map(|hazard| {
                self.hints(hazard.first_grade, &hazard.text, &premises.industry, inspection.on)
            })
            .collect();
        if let Some(lookup) = criteria.iter().flatten().next() {
            warnings.extend(lookup.pending.iter().cloned());
        }
        Ok(Recorded {
            recurs_of: plans.iter().map(|plan| plan.earlier).collect(),
            elsewhere: plans.iter().map(|plan| plan.elsewhere).collect(),
            inspection,
            premises,
            hazards,
            notice,
            criteria,
            warnings,
        })
    }

    /// The inspectors by name; who acts when nobody is named (谁检查、谁签字).
    fn inspectors(&self, named: &[String]) -> Result<Vec<String>, Refusal> {
        let mut names: Vec<String> = Vec::new();
        for name in named {
            let name = written_in("inspectors", name, "检查人姓名")?;
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        if names.is_empty() && !self.act.actor.is_empty() {
            names.push(self.act.actor.clone());
        }
        if names.is_empty() { Err(RuleError::InspectorMissing.into()) } else { Ok(names) }
    }

    /// The inspection to be corrected, which nobody has corrected before. It may be of another premises: a
    /// visit written to the wrong one is corrected at the right one.
    fn corrected(&mut self, id: Id) -> Result<Visit, Refusal> {
        let visit = self.visit(id)?;
        if inspections::is_corrected(&mut *self.store.driver, id)? {
            return Err(Refusal::said(format!(
                "编号 {id} 的检查已经更正过一次。请更正最后那一次检查。"
            )));
        }
        self.check_found_may_go(&visit)?;
        Ok(visit)
    }
}

/// Whose visit it is by those who went (INS-04): the street's where one of them is of the street, the district's where
/// one is of the district; else the community's. It is that too of those whom the staff list does not know, and of the people
/// of another street or district than that in which the premises stands (`at`, its community): they make no round of this one.
pub(super) fn level_of(
    inspectors: &[String],
    people: &[Staff],
    at: &UnitPath,
    on: NaiveDate,
) -> Level {
    people
        .iter()
        .filter(|person| person.serves_on(on) && inspectors.contains(&person.name))
        .map(|person| person.visits_for_at(at))
        .min()
        .unwrap_or(Level::Community)
}

/// Takes back what the corrected inspection started: its notice is void, its hazards are withdrawn.
fn withdraw(
    driver: &mut dyn store::Driver,
    trace: &mut super::act::Trace,
    old: &Visit,
    by: Id,
    today: NaiveDate,
    actor: &str,
) -> Result<(), Refusal> {
    for notice in old.notices.iter().filter(|notice| notice.void.is_none()) {
        let void = Void { on: today, reason: "检查更正，另开通知书".to_owned() };
        store::notices::void(driver, notice, &void)?;
        trace.note("notice_void", Some(&notice.community), notice.id, &void)?;
    }
    for stored in &old.hazards {
        if stored.hazard.course.kind() == StateKind::Withdrawn {
            continue;
        }
        let mut hazard = stored.hazard.clone();
        let step = Step::Withdrawn { on: today, by };
        hazard.course = hazard.course.take(&step)?;
        hazards::follow(driver, &hazard, stored.steps.len(), std::slice::from_ref(&step), actor)?;
        trace.note("hazard_withdraw", Some(&hazard.community), hazard.id, &step)?;
    }
    let inspection = &old.inspection;
    Ok(store::premises::unsee(driver, &inspection.community, inspection.premises)?)
}
