//! What a visit finds: each draft of a hazard judged, given its deadline and the people who answer for it, with the step
//! of its first day.

use chrono::NaiveDate;

use crate::{
    domain::{
        deadline::Deadline,
        grade::{Disposal, Grade},
        hazard::{Course, Step},
        id::Id,
        inspection::{
            Hazard, Inspection, check_acceptor, check_found, first_owner, usual_acceptor,
        },
        premises::Premises,
        rule::{Asked, RuleError},
        staff,
    },
    form::{
        answers::{Answers, Judged},
        hazard_draft::HazardDraft,
    },
    office::{
        Office, Refusal, clock,
        hazards::{Term, uncounted},
    },
    store,
};

impl Office {
    /// The hazards of an inspection with the steps of their first day; every rule that says no is
    /// told at once.
    #[allow(clippy::type_complexity)]
    pub(super) fn found(
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

    /// 验收人 when nobody is named; empty where nobody has the post.
    fn usual_acceptor(&mut self, inspection: &Inspection) -> Result<String, Refusal> {
        let staff = store::staff::under(&mut *self.store.driver, &inspection.community)?;
        Ok(usual_acceptor(&staff, inspection.on).unwrap_or_default().to_owned())
    }
}

/// The steps that a hazard takes on its first day, before the notice has its id.
pub(in crate::office) struct PlannedSteps {
    disposal: Disposal,
    deadline: Option<NaiveDate>,
    evidence: String,
    /// The closed hazard that it brings back.
    pub(in crate::office) earlier: Option<Id>,
    /// Other premises of the street at which its item was found.
    pub(in crate::office) elsewhere: u32,
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

    pub(super) fn steps(&self, on: NaiveDate, notice: Id) -> Vec<Step> {
        let deadline = self.deadline.unwrap_or(on);
        vec![match self.disposal {
            Disposal::OnTheSpot => Step::PutRight { on, notice, note: self.evidence.clone() },
            Disposal::ByDeadline | Disposal::Suspend => Step::Ordered { on, notice, deadline },
            Disposal::Refer => Step::Referred { on, notice, deadline },
        }]
    }
}
