//! An inspection with its hazards and its notice: one deed, saved whole or not at all.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{
    Office, Refusal, clock,
    criteria::Lookup,
    filled::numbered,
    hazards::{Term, summary, uncounted},
    lapsed,
    notices::Issue,
    written::written_in,
};
use crate::{
    domain::{
        answer::Answer,
        backdate,
        deadline::Deadline,
        grade::{Disposal, Grade},
        hazard::{Course, StateKind, Step},
        id::Id,
        inspection::{
            Hazard, Inspection, also_of, check_acceptor, check_found, check_visited, first_owner,
            is_again, is_long_ago, usual_acceptor,
        },
        notice::{Notice, Void},
        permission::Deed,
        premises::Premises,
        rule::{Asked, RuleError},
        staff::{self, Staff},
        unit::{Level, UnitPath},
    },
    form::{
        answers::{self, Answers, Judged},
        checklist::Filled,
        hazard_draft::HazardDraft,
        library::Kind,
    },
    store::{self, forms::FormRevision, hazards, inspections},
};

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

/// One inspection with everything that hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub inspection: Inspection,
    pub premises: String,
    pub hazards: Vec<hazards::Stored>,
    pub notices: Vec<Notice>,
}

/// An item and what was ticked, in the paper's words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answered {
    pub item: String,
    pub ask: String,
    pub answer: String,
}

/// An item whose answer differs from the last visit's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    pub item: String,
    pub ask: String,
    pub before: String,
    pub now: String,
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
        let level = report.level.unwrap_or_else(|| level_of(&inspectors, &people, on));
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

    /// The hazards of an inspection with the steps of their first day; every rule that says no is
    /// told at once.
    #[allow(clippy::type_complexity)]
    fn found(
        &mut self,
        inspection: &Inspection,
        premises: &Premises,
        judged: &Judged,
        document: &Answers,
    ) -> Result<(Vec<Hazard>, Vec<PlannedSteps>, Vec<String>), Refusal> {
        let responsible = document
            .responsible
            .clone()
            .filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| premises.person_in_charge.clone());
        let acceptor = match document.acceptor.clone().filter(|name| !name.trim().is_empty()) {
            Some(name) => name,
            None => self.usual_acceptor(inspection)?,
        };
        let mut refused: Vec<String> = Vec::new();
        let mut acceptor_said = None;
        if !judged.hazards.is_empty() {
            let people = [responsible.as_str(), &premises.person_in_charge, &premises.safety_lead];
            let people: Vec<&str> =
                people.into_iter().filter(|name| !name.trim().is_empty()).collect();
            acceptor_said = match check_acceptor(&acceptor, &people) {
                Ok(()) => None,
                Err(RuleError::AcceptorMissing) => Some(
                    "没有写明验收人，社区也没有登记社区安全员。请写明由谁验收，或先登记社区安全员。".to_owned(),
                ),
                Err(rule) => Some(crate::terms::rule(&rule)),
            };
            refused.extend(acceptor_said.clone());
        }
        let (mut hazards, mut steps, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
        if !judged.hazards.is_empty()
            && self.check_accepts(&acceptor, &inspection.community, inspection.on).is_err()
        {
            warnings.push(format!(
                "验收人“{}”不在本社区和街道的人员名册上，验收以前请先登记这位人员，或改由名册上的人验收。",
                acceptor.trim()
            ));
        }
        let owner = self.owner_of(inspection)?;
        if !judged.hazards.is_empty() {
            warnings.extend(self.gone_owner(inspection, &owner)?);
        }
        let people = (responsible.as_str(), acceptor.as_str(), owner.as_str());
        for (index, draft) in judged.hazards.iter().enumerate() {
            let outcome = self.hazard_from(inspection, draft, index, people);
            match outcome {
                Ok((hazard, plan)) => {
                    warnings.extend(self.warnings(&hazard, inspection.on));
                    hazards.push(hazard);
                    steps.push(plan);
                }
                // Told once, above.
                Err(Refusal::Rule(RuleError::AcceptorMissing)) => {}
                Err(refusal) => {
                    let sentence = format!("第{}条隐患：{refusal}", index + 1);
                    if !refused.contains(&sentence) {
                        refused.push(sentence);
                    }
                }
            }
        }
        match acceptor_said {
            // Nothing else is wrong: it is the one thing to put right.
            Some(said) if refused.len() == 1 => Err(Refusal::of(Asked::Acceptor, said)),
            _ if !refused.is_empty() => Err(Refusal::Many(refused)),
            _ => Ok((hazards, steps, warnings)),
        }
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

    /// 网格责任人 of what a visit finds (INS-16).
    fn owner_of(&mut self, inspection: &Inspection) -> Result<String, Refusal> {
        let Inspection { inspectors, grid, on, .. } = inspection;
        let posts = match grid {
            Some(grid) if inspectors.len() > 1 => {
                store::units::assignments(&mut *self.store.driver, grid)?
            }
            _ => Vec::new(),
        };
        Ok(first_owner(inspectors, grid.as_ref(), &posts, *on).to_owned())
    }

    /// What is said where who inspected has left since: the hazards are still whose they were.
    fn gone_owner(
        &mut self,
        inspection: &Inspection,
        owner: &str,
    ) -> Result<Option<String>, Refusal> {
        let staff = self.staff()?;
        let left = staff::left_by(&staff, owner, &inspection.community, self.act.today);
        Ok(left.map(|left| {
            format!(
                "{owner}从{}起已经离岗，查出的隐患还在其名下，请移交给现在的网格员（anban grid handover）。",
                crate::terms::date(left.on)
            )
        }))
    }

    fn hazard_from(
        &self,
        inspection: &Inspection,
        draft: &HazardDraft,
        index: usize,
        (responsible, acceptor, owner): (&str, &str, &str),
    ) -> Result<(Hazard, PlannedSteps), Refusal> {
        let term = self.term_of(draft, inspection.on)?;
        let mut hazard = Hazard {
            id: clock::new_id(),
            community: inspection.community.clone(),
            grid: inspection.grid.clone(),
            premises: inspection.premises,
            inspection: inspection.id,
            ordinal: index as u32 + 1,
            item: draft.item.clone(),
            text: draft.text.trim().to_owned(),
            category: draft.category.clone(),
            disposal: draft.disposal,
            requirement: draft.requirement.clone(),
            interim: draft.interim.clone(),
            basis: self.printed_basis(&draft.basis, inspection.on)?,
            responsible: responsible.to_owned(),
            acceptor: acceptor.to_owned(),
            owner: owner.to_owned(),
            found_on: inspection.on,
            first_grade: draft.grade,
            term,
            course: Course::found(inspection.on, draft.grade),
        };
        check_found(&hazard)?;
        let plan = PlannedSteps::of(&hazard, draft);
        // The notice has no number yet; its id is known, and the rules look at nothing else of it.
        for step in plan.steps(inspection.on, Id([0; 16])) {
            hazard.course = hazard.course.take(&step)?;
        }
        hazard.course = Course::found(inspection.on, draft.grade);
        Ok((hazard, plan))
    }

    /// The deadline of a draft: as given, else the regime's preset; none for what was put right. What is
    /// stopped or handed up is rechecked too (S0 §二.2 明确整改时限), so it takes the preset as well.
    fn term_of(&self, draft: &HazardDraft, on: NaiveDate) -> Result<Option<Deadline>, Refusal> {
        let preset = self.regime.deadline.default_days;
        let counted = draft
            .deadline(&self.calendar, on, preset)
            .map_err(|error| uncounted(error, draft.deadline, on))?;
        match counted {
            None if draft.disposal != Disposal::OnTheSpot => {
                self.deadline(on, Term::Days(preset)).map(Some)
            }
            counted => Ok(counted),
        }
    }

    fn warnings(&self, hazard: &Hazard, on: NaiveDate) -> Vec<String> {
        let mut warnings: Vec<String> =
            self.outdated_basis(&hazard.basis, on).into_iter().collect();
        let Some(term) = &hazard.term else { return warnings };
        let days = (term.day - on).num_days();
        if self.regime.deadline.is_long(on, term.day, hazard.first_grade == Grade::Major) {
            warnings
                .push(format!("“{}”的期限有{days}天，比通常的长，请核对是否合适。", hazard.text));
        }
        if term.day < self.act.today {
            warnings.push(format!(
                "“{}”的期限{}已经过去，登记后就是逾期，请核对。",
                hazard.text,
                crate::terms::date(term.day)
            ));
        }
        // Why a day was moved says so too.
        if term.unpublished && term.rolled.is_none() {
            warnings.push(format!(
                "“{}”的期限{}所在年份的放假安排未公布，按周末和法定节日计算（未含调休）。",
                hazard.text,
                crate::terms::date(term.day)
            ));
        }
        warnings
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

    /// 验收人 when nobody is named; empty where nobody has the post.
    fn usual_acceptor(&mut self, inspection: &Inspection) -> Result<String, Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &inspection.community)?;
        Ok(usual_acceptor(&staff, inspection.on).unwrap_or_default().to_owned())
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

    /// An inspection by its id, or by the number of its notice.
    pub fn visit_named(&mut self, wanted: &str) -> Result<Id, Refusal> {
        match Id::parse(wanted.trim()) {
            Some(id) => Ok(id),
            None => Ok(self.stored_notice(wanted)?.notice.inspection),
        }
    }

    pub fn visit(&mut self, id: Id) -> Result<Visit, Refusal> {
        let driver = &mut *self.store.driver;
        let inspection = inspections::by_id(driver, &self.scope, id)?.ok_or_else(|| {
            Refusal::said(format!("没有编号为 {id} 的检查。请用 anban inspect list 查看编号。"))
        })?;
        let premises = store::premises::by_id(driver, &self.scope, inspection.premises)?
            .map(|stored| stored.entry.name)
            .unwrap_or_default();
        let hazards = hazards::of_inspection(driver, &inspection.community, id)?;
        let notices = store::notices::of_inspection(driver, &inspection.community, id)?
            .into_iter()
            .map(|stored| stored.notice)
            .collect();
        Ok(Visit { inspection, premises, hazards, notices })
    }

    pub fn visits(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<inspections::Line>, Refusal> {
        Ok(inspections::between(&mut *self.store.driver, &self.scope, from, to)?)
    }

    /// Each item with the word that was ticked, on the revision of the form that was filled.
    pub fn answers(&mut self, inspection: &Inspection) -> Result<Vec<Answered>, Refusal> {
        let form = self.filled_on(&inspection.form_sha)?;
        Ok(form
            .items()
            .zip(&inspection.answers)
            .map(|(item, answer)| Answered {
                item: item.id.clone(),
                ask: item.ask.clone(),
                answer: answers::word_of(item, *answer).to_owned(),
            })
            .collect())
    }

    /// What changed since the visit before this one, on the same form.
    pub fn compare(&mut self, inspection: &Inspection) -> Result<Vec<Compared>, Refusal> {
        let earlier = inspections::of_premises(
            &mut *self.store.driver,
            &inspection.community,
            inspection.premises,
            50,
        )?;
        let Some(before) = earlier
            .iter()
            .skip_while(|visit| visit.id != inspection.id)
            .skip(1)
            .find(|visit| visit.form == inspection.form)
        else {
            return Ok(Vec::new());
        };
        let (old, new) = (self.answers(before)?, self.answers(inspection)?);
        Ok(new
            .into_iter()
            .filter_map(|now| {
                let was = old.iter().find(|was| was.item == now.item)?;
                (was.answer != now.answer).then(|| Compared {
                    item: now.item,
                    ask: now.ask,
                    before: was.answer.clone(),
                    now: now.answer,
                })
            })
            .collect())
    }
}

/// The steps that a hazard takes on its first day, before the notice has its id.
pub(super) struct PlannedSteps {
    disposal: Disposal,
    deadline: Option<NaiveDate>,
    evidence: String,
    /// The closed hazard that it brings back.
    pub(super) earlier: Option<Id>,
    /// Other premises of the street at which its item was found.
    pub(super) elsewhere: u32,
}

impl PlannedSteps {
    fn of(hazard: &Hazard, draft: &HazardDraft) -> PlannedSteps {
        let note = draft.evidence.trim();
        let seen = format!("检查人{}现场确认已整改", hazard.owner);
        PlannedSteps {
            disposal: hazard.disposal,
            deadline: hazard.term.as_ref().map(|term| term.day),
            evidence: if note.is_empty() { seen } else { note.to_owned() },
            earlier: None,
            elsewhere: 0,
        }
    }

    fn steps(&self, on: NaiveDate, notice: Id) -> Vec<Step> {
        let deadline = self.deadline.unwrap_or(on);
        vec![match self.disposal {
            Disposal::OnTheSpot => Step::PutRight { on, notice, note: self.evidence.clone() },
            Disposal::ByDeadline | Disposal::Suspend => Step::Ordered { on, notice, deadline },
            Disposal::Refer => Step::Referred { on, notice, deadline },
        }]
    }
}

/// Whose visit it is by those who went (INS-04): the street's where one of them is of the street, the district's where
/// one is of the district; else the community's, those too whom the staff list does not know.
pub(super) fn level_of(inspectors: &[String], people: &[Staff], on: NaiveDate) -> Level {
    people
        .iter()
        .filter(|person| person.serves_on(on) && inspectors.contains(&person.name))
        .map(Staff::visits_for)
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
