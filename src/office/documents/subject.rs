//! What a paper is about: its record, found by what was typed, and what is answered to the paper's own fields.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Asked, Request, Subject, lay_fields};
use crate::{
    domain::{
        id::Id,
        unit::{Level, Unit, UnitPath},
    },
    form::{
        facts::About,
        filled,
        paper::{self as paper_form, IssuedBy, PaperForm},
    },
    office::{
        Office, Refusal,
        facts::{Gather, Period},
        hazards::Term,
        major,
    },
    store,
};

impl Office {
    /// The fields of a paper with what the record says of them.
    pub(super) fn proposals(
        &mut self,
        form: &PaperForm,
        subject: &Subject,
    ) -> Result<Vec<Asked>, Refusal> {
        let filled = self.filled_before(form, subject.id)?;
        Ok(form
            .fields
            .iter()
            .map(|field| {
                let before = filled.get(&field.id).cloned();
                let proposal = before.unwrap_or_else(|| field.proposal(&subject.facts));
                Asked { field: field.clone(), proposal }
            })
            .collect())
    }

    /// What was filled in for a paper before it is printed: the report of a major hazard has its own screen.
    pub(super) fn filled_before(
        &mut self,
        form: &PaperForm,
        hazard: Option<Id>,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let Some(id) = hazard.filter(|_| form.code == major::PAPER) else {
            return Ok(BTreeMap::new());
        };
        let stored = self.hazard(&id.to_string())?;
        let report = stored.hazard.course.report().map(|report| report.form().fields.clone());
        Ok(report.unwrap_or_default())
    }

    /// Lays the answers among the facts; gives those to be kept.
    pub(super) fn answered(
        &mut self,
        form: &PaperForm,
        request: &Request,
        subject: &mut Subject,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        // Nobody is asked for a paper that is not to be made.
        met(form, subject)?;
        let fields = self.fields_of(form, request, subject)?;
        lay_fields(&mut subject.facts, form, &fields);
        met(form, subject)?;
        Ok(fields)
    }

    fn fields_of(
        &mut self,
        form: &PaperForm,
        request: &Request,
        subject: &Subject,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let on = self.act.day(request.on)?;
        let mut answers = request.fields.clone();
        for Asked { field, proposal } in self.proposals(form, subject)? {
            // A proposal that the field itself would not take is for a person to read.
            if !answers.keys().any(|name| field.is_called(name))
                && let Ok(value) = field.read(&proposal)
            {
                answers.insert(field.id, value);
            }
        }
        // The report of a major hazard is filled in on its own; what is open there is written by hand.
        let blanks = request.blanks || !self.filled_before(form, subject.id)?.is_empty();
        let mut fields = form.fields.clone();
        for field in &mut fields {
            field.required &= !blanks;
        }
        let mut kept = filled::check(&fields, &answers).map_err(Refusal::from)?;
        for field in fields.iter().filter(|field| field.workday) {
            if let Some(day) = kept.get_mut(&field.id)
                && let Ok(named) = day.parse()
            {
                *day = self.deadline(on, Term::Day(named))?.day.to_string();
            }
        }
        Ok(kept)
    }

    /// The record that a paper is about, found by what was typed, and all that papers may say of it.
    pub(super) fn subject(
        &mut self,
        form: &PaperForm,
        request: &Request,
        on: NaiveDate,
    ) -> Result<Subject, Refusal> {
        self.subject_of(form, request, on, &Gather::All)
    }

    pub(super) fn subject_of(
        &mut self,
        form: &PaperForm,
        request: &Request,
        on: NaiveDate,
        gather: &Gather,
    ) -> Result<Subject, Refusal> {
        let (from, to) = form.days_of(on);
        let period = request.period.unwrap_or(Period { from, to });
        let wanted = request.about.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let named = |what: &str| {
            wanted.map(str::to_owned).ok_or_else(|| {
                Refusal::said(format!(
                    "“{}”要写明是哪{what}的。请用 --about 写明是哪{what}，再出这份文书。",
                    form.title
                ))
            })
        };
        let mut subject = match form.about {
            About::None => self.about_unit(form, request, on, period, gather),
            About::Grid => self.about_grid(form, &named("个网格")?, on, period, gather),
            About::Premises => self.about_premises(&named("家单位")?, on),
            About::Hazard => self.about_hazard(&named("条隐患")?, on),
            About::Inspection => self.about_inspection(&named("次检查")?, on),
            About::Notice => self.about_notice(&named("份通知书")?, on),
            About::Entry => {
                let row = named("条台账记录")?;
                self.check_row(form, &row)?;
                self.about_entry(&row, on)
            }
            About::Transfer | About::Supervision | About::Event => {
                let matter = named("个事项")?;
                self.check_matter_stands(form, &matter)?;
                self.about_matter(form.about, &matter, on)
            }
        }?;
        // An opinion on a recheck that nobody has made would be signed for nothing.
        let none = |list: &str| form.lists().contains(list) && subject.facts.count(list) == 0;
        if form.about == About::Notice && none("passed") && none("failed") {
            return Err(Refusal::said(format!(
                "这份通知书上的隐患还没有复查，出不了“{}”。请先登记复查（anban hazard recheck）。",
                form.title
            )));
        }
        let issuer = self.issuing_unit(form, &subject);
        subject.facts.set("issuer.name", self.unit_name(&issuer));
        subject.facts.set("issuer.body", self.issuer_body(&issuer));
        subject.facts.set(
            "issuer.desk",
            if issuer.level() < Level::Street { "区安委办" } else { "街道安办" },
        );
        let staff = store::staff::under(&mut *self.store.driver, &self.home)?;
        let actor =
            staff.iter().find(|one| one.serves_on(self.act.today) && one.name == self.act.actor);
        let contact = actor.filter(|one| !one.phone.is_empty());
        let contact = contact.map(|one| format!("{} {}", one.name, one.phone));
        subject.facts.set("actor_contact", contact.unwrap_or_default());
        Ok(subject)
    }

    /// The unit whose paper it is: its 机关代字, its series of numbers, its name as the sender.
    pub(super) fn issuing_unit(&self, form: &PaperForm, subject: &Subject) -> UnitPath {
        let at = |level| subject.community.at(level);
        let above = match form.issued_by {
            IssuedBy::Own => None,
            IssuedBy::Street => at(Level::Street),
            IssuedBy::Acting if self.scope.level() < Level::Street => at(Level::District),
            IssuedBy::Acting => at(Level::Street),
            IssuedBy::District => at(Level::District),
            IssuedBy::Supervisor => {
                let named = subject.facts.get("supervision.unit");
                let levels = [Level::Street, Level::District, Level::City];
                let mut units = levels.into_iter().filter_map(at);
                units.find(|unit| named.contains(Unit::short_name(&self.unit_name(unit))))
            }
        };
        above
            .or_else(|| match form.issued_by {
                IssuedBy::Own => None,
                _ => at(Level::Street),
            })
            .unwrap_or_else(|| subject.community.clone())
    }
}

/// Refuses a paper whose record is not so far.
pub(super) fn met(form: &PaperForm, subject: &Subject) -> Result<(), Refusal> {
    match paper_form::unmet(form, &subject.facts) {
        Some(say) => Err(Refusal::said(format!("“{}”没有出：{say}", form.title))),
        None => Ok(()),
    }
}
