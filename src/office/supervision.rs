//! Supervision (挂牌督办) of a hazard (S2 制度三) and of a community (S0 §四.3).

use chrono::NaiveDate;

use super::{
    Office, Refusal,
    hazards::Term,
    matters::{About, Filter},
    written::written_in,
};
use crate::{
    domain::{
        grade::Grade,
        permission::Deed,
        supervision::{
            Course, Every, Of, OfCommunity, OfHazard, Opened, Situation, Step, workdays_left,
        },
        unit::Level,
    },
    terms,
};

pub type Stored = super::matters::Stored<Course>;

/// How a supervision is put up.
#[derive(Clone, Debug, PartialEq)]
pub struct Putting {
    pub of: Target,
    /// 督办单位
    pub unit: String,
    /// How often it is reported on; as the regime says when not said.
    pub every: Option<Every>,
    pub by: Option<String>,
    pub on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Hazard {
        hazard: String,
        /// 治理责任单位; the premises when not said.
        responsible_unit: String,
        /// 责任人; the head of the premises when not said.
        responsible: String,
        /// 分管行业的区级领导
        leader: String,
        deadline: NaiveDate,
    },
    Community {
        community: String,
        situation: Situation,
        words: String,
    },
}

/// Which supervisions a list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    Open,
    /// Their periodic report is due on this day or before.
    ReportDue(NaiveDate),
}

impl Office {
    pub fn open_supervision(&mut self, putting: &Putting) -> Result<Stored, Refusal> {
        let on = self.act.day(putting.on)?;
        let (about, of) = match &putting.of {
            Target::Hazard { hazard, responsible_unit, responsible, leader, deadline } => {
                let hazard = self.hazard(hazard)?.hazard;
                if !hazard.course.kind().is_open() {
                    return Err(Refusal::said(format!(
                        "这条隐患现在是“{}”，不用挂牌督办。请核对是哪一条隐患。",
                        terms::state(hazard.course.kind())
                    )));
                }
                // S0 §一.3(3), S2 制度三: what is put up are the 重大 ones that were reported.
                if hazard.course.grade() != Grade::Major {
                    return Err(Refusal::said(format!(
                        "这条隐患的等级是“{}”，挂牌督办的只有重大隐患。确实是重大的，请先定级为重大，再挂牌督办。",
                        terms::grade(hazard.course.grade())
                    )));
                }
                let standing = Filter { open: true, hazard: Some(hazard.id), ..Filter::default() };
                if let Some(other) = self.list_matters::<Course>(&standing)?.first() {
                    return Err(Refusal::said(format!(
                        "这条隐患已经由{}挂牌督办（编号{}）。请在那一件督办里办理。",
                        other.matter.opening.unit,
                        other.matter.id.short()
                    )));
                }
                // INS-25: 明确治理、督办责任单位、责任人和分管行业的区级领导.
                if leader.trim().is_empty() {
                    return Err(Refusal::said(
                        "没有写明分管行业的区级领导。请写明姓名（--leader 姓名），再挂牌督办。",
                    ));
                }
                let entry = self.find_premises(&hazard.premises.to_string())?.entry;
                if responsible.trim().is_empty() && entry.person_in_charge.trim().is_empty() {
                    return Err(Refusal::said(
                        "没有写明治理责任人，登记册里也没有负责人。请写明姓名（--responsible 姓名），再挂牌督办。",
                    ));
                }
                let or = |given: &str, known: &str| {
                    let given = given.trim();
                    if given.is_empty() { known.to_owned() } else { given.to_owned() }
                };
                let of = OfHazard {
                    hazard: hazard.id,
                    responsible_unit: or(responsible_unit, &entry.name),
                    responsible: or(responsible, &entry.person_in_charge),
                    leader: written_in("leader", leader, "区级领导的姓名")?,
                    deadline: self.deadline(on, Term::Day(*deadline))?.day,
                    extension_workdays: self.regime.supervision.extension_workdays,
                };
                let title = format!("{}：{}", entry.name, hazard.text);
                let (premises, id) = (Some(hazard.premises), Some(hazard.id));
                let about = About { community: hazard.community, title, premises, hazard: id };
                (about, Of::Hazard(of))
            }
            Target::Community { community, situation, words } => {
                let community = self.find_unit(Level::Community, community)?;
                let title =
                    format!("{}：{}", self.unit_name(&community), terms::situation(*situation));
                let words = words.trim().to_owned();
                let about = About { community, title, premises: None, hazard: None };
                (about, Of::Community(OfCommunity { situation: *situation, words }))
            }
        };
        let opened = Opened {
            on,
            by: self.in_the_name(Deed::Supervise, putting.by.as_deref())?,
            unit: written_in("unit", &putting.unit, "督办单位")?,
            every: putting.every.unwrap_or(self.regime.supervision.every),
            of,
        };
        self.open_matter("supervise_open", Deed::Supervise, about, opened)
    }

    /// 定期报告
    pub fn report_supervision(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        note: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let step = Step::Reported { on, by, note: note.trim().to_owned() };
        self.supervision_step("supervise_report", Deed::SuperviseReport, wanted, step)
    }

    /// 延期申请, in time before the deadline.
    pub fn ask_extension(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        until: NaiveDate,
        reason: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let stored = self.supervision(wanted)?;
        let deadline = stored.matter.course.deadline();
        let step = Step::ExtensionAsked {
            on,
            by,
            until: self.deadline(on, Term::Day(until))?.day,
            reason: reason.trim().to_owned(),
            workdays_left: deadline
                .map_or(0, |deadline| workdays_left(&self.calendar, on, deadline)),
        };
        self.step_matter("supervise_extend", Deed::SuperviseReport, stored, step)
    }

    /// Without another day the one that was asked for is granted.
    pub fn grant_extension(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        until: Option<NaiveDate>,
        opinion: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.in_the_name(Deed::Supervise, by)?);
        let stored = self.supervision(wanted)?;
        let until = match until {
            Some(until) => self.deadline(on, Term::Day(until))?.day,
            None => stored.matter.course.asked_until().unwrap_or(on),
        };
        let opinion = opinion.trim().to_owned();
        let step = Step::ExtensionGranted { on, by, until, opinion };
        self.step_matter("supervise_grant", Deed::Supervise, stored, step)
    }

    pub fn deny_extension(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        opinion: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.in_the_name(Deed::Supervise, by)?);
        let step = Step::ExtensionDenied { on, by, opinion: opinion.trim().to_owned() };
        self.supervision_step("supervise_deny", Deed::Supervise, wanted, step)
    }

    /// 验收申请
    pub fn ask_acceptance(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.named(by));
        let step = Step::AcceptanceAsked { on, by };
        self.supervision_step("supervise_ask_acceptance", Deed::SuperviseReport, wanted, step)
    }

    /// 验收意见
    pub fn give_acceptance(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        passed: bool,
        opinion: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.in_the_name(Deed::Supervise, by)?);
        let step = Step::AcceptanceGiven { on, by, passed, opinion: opinion.trim().to_owned() };
        self.supervision_step("supervise_accept", Deed::Supervise, wanted, step)
    }

    /// 解除: after the acceptance, or when the hazard itself is closed; of a community with a reason.
    pub fn lift_supervision(
        &mut self,
        wanted: &str,
        by: Option<&str>,
        reason: &str,
        on: Option<NaiveDate>,
    ) -> Result<Stored, Refusal> {
        let (on, by) = (self.act.day(on)?, self.in_the_name(Deed::LiftSupervision, by)?);
        let stored = self.supervision(wanted)?;
        let hazard_closed_on = match stored.matter.hazard {
            Some(hazard) => self.hazard(&hazard.to_string())?.hazard.course.closed_on(),
            None => None,
        };
        let step = Step::Lifted { on, by, reason: reason.trim().to_owned(), hazard_closed_on };
        self.step_matter("supervise_lift", Deed::LiftSupervision, stored, step)
    }

    fn supervision_step(
        &mut self,
        verb: &'static str,
        deed: Deed,
        wanted: &str,
        step: Step,
    ) -> Result<Stored, Refusal> {
        let stored = self.supervision(wanted)?;
        self.step_matter(verb, deed, stored, step)
    }

    pub fn supervision(&mut self, wanted: &str) -> Result<Stored, Refusal> {
        self.matter(wanted)
    }

    pub fn supervisions(&mut self, which: Which) -> Result<Vec<Stored>, Refusal> {
        let filter = match which {
            Which::All => Filter::default(),
            Which::Open => Filter { open: true, ..Filter::default() },
            Which::ReportDue(day) => Filter { due_by: Some(day), ..Filter::default() },
        };
        let mut supervisions = self.list_matters::<Course>(&filter)?;
        if let Which::ReportDue(day) = which {
            // What is due may be its deadline.
            let due = |stored: &Stored| stored.matter.course.next_report();
            supervisions.retain(|stored| due(stored).is_some_and(|due| due <= day));
        }
        Ok(supervisions)
    }
}
