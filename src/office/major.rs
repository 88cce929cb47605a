//! The report of a major hazard (重大隐患填报表): filled from what is known, then signed step by step, each by a
//! person who may (S0 §二.1(3)); and how long each step took.

mod boxes;
mod passage;
mod road;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use self::road::{Mark, Undone};
use self::{
    boxes::{check_boxes, check_stops},
    passage::passed,
};
use super::{
    Office, Refusal,
    documents::Request,
    hazards::{Filter, Line, ReportFilter, Stored},
};
use crate::{
    domain::{
        grade::Grade,
        hazard::{Course, StateKind, Step, StepKind},
        leader,
        major::{Advance, Form, Measure, Measures, StageKind, check_plan, check_words},
        permission::{Actor, Deed},
        rule::RuleError,
        staff::Role,
        stop,
        time_of_day::TimeOfDay,
        unit::UnitPath,
    },
    form::{field::Field, filled::Problem},
    terms,
};

/// Code of the paper whose fields the report has.
pub const PAPER: &str = "major";
/// Fields of it that rules ask for: by when it is to be put right, and whether work must stop.
const PLAN_ON: &str = "plan_on";
const STOPS: [&str; 2] = ["partial_stop", "full_stop"];

/// One step of the report, and how long it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    pub step: StepKind,
    pub on: NaiveDate,
    /// Who answers for it; two people for the 双签.
    pub by: Vec<String>,
    /// What they wrote, or how the work goes on.
    pub words: String,
    /// Who entered it.
    pub actor: String,
    pub took: Elapsed,
    /// Why it counts no longer.
    pub undone: Option<Undone>,
}

/// Time since the step before, or since the hazard was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed {
    /// Calendar days.
    pub days: i64,
    pub workdays: u32,
}

/// A field of the report's paper, with what stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    pub field: Field,
    /// As it is kept; proposed from what is known where nobody has filled in the report.
    pub value: String,
}

/// A major hazard with its report.
#[derive(Clone, Debug, PartialEq)]
pub struct Major {
    pub stored: Stored,
    pub premises: String,
    pub passages: Vec<Passage>,
    /// What it waits for, since when, and for how long; `None` once it is closed.
    pub waits: Option<Waits>,
    pub fields: Vec<Filled>,
    pub measures: Measures,
    /// 五落实 that are still empty.
    pub missing: Vec<Measure>,
}

impl Major {
    /// Whether the stop with its time is still to be entered.
    pub fn owes_stop(&self) -> bool {
        let hazard = &self.stored.hazard;
        stop::is_owed(hazard.disposal, to_stop(&hazard.course), &hazard.course)
    }

    /// What is to be done next, in words.
    pub fn next(&self) -> &'static str {
        let course = &self.stored.hazard.course;
        if self.owes_stop() && course.report().is_some() {
            return "先登记停业停用撤人的时刻";
        }
        match (course.report_kind(), course.kind()) {
            (Some(StageKind::StreetVerified), kind) if kind != StateKind::Passed => {
                "整改、复查合格后验收"
            }
            (stage, _) => terms::next_stage(stage),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    pub stage: Option<StageKind>,
    pub since: NaiveDate,
    pub took: Elapsed,
}

/// What was typed for one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signing {
    pub by: Vec<String>,
    pub on: Option<NaiveDate>,
    /// When the street received it.
    pub at: Option<TimeOfDay>,
    pub opinion: String,
}

impl Office {
    /// Major hazards, the nearest deadline first, each with how long its report has waited.
    pub fn majors(
        &mut self,
        report: ReportFilter,
        open: bool,
        limit: Option<u32>,
    ) -> Result<Vec<(Line, Option<Waits>)>, Refusal> {
        let filter = Filter { report: Some(report), open, limit, ..Filter::default() };
        let lines = self.hazards(&filter)?;
        let graded = crate::store::hazards::graded_major(&mut *self.store.driver, &self.scope)?;
        Ok(lines
            .into_iter()
            .map(|line| {
                // Nobody could report as major what was not graded so yet.
                let known = graded.get(&line.id).copied().unwrap_or(line.found_on);
                let since = line.report_on.unwrap_or(known);
                let waits = self.waits(line.state, line.report, since);
                (line, waits)
            })
            .collect())
    }

    pub(super) fn waits(
        &self,
        state: StateKind,
        stage: Option<StageKind>,
        since: NaiveDate,
    ) -> Option<Waits> {
        let took = self.elapsed(since, self.act.today);
        state.is_open().then_some(Waits { stage, since, took })
    }

    fn elapsed(&self, from: NaiveDate, to: NaiveDate) -> Elapsed {
        Elapsed {
            days: (to - from).num_days().max(0),
            workdays: self.calendar.workdays_between(from, to),
        }
    }

    /// One major hazard with its report.
    pub fn major(&mut self, wanted: &str) -> Result<Major, Refusal> {
        let stored = self.hazard(wanted)?;
        self.major_of(stored)
    }

    fn major_of(&mut self, stored: Stored) -> Result<Major, Refusal> {
        let hazard = &stored.hazard;
        if hazard.course.grade() != Grade::Major {
            return Err(RuleError::NotMajor.into());
        }
        // What waits for its next signature waits since the last; every stage is timed from the one before.
        let graded = stored.steps.iter().rev().find_map(|(step, _)| match step {
            Step::Regraded { on, to: Grade::Major, .. } => Some(*on),
            _ => None,
        });
        let known = graded.unwrap_or(hazard.found_on);
        let (mut signed, mut since) = (known, known);
        let mut passages = Vec::new();
        for (at, (step, actor)) in stored.steps.iter().enumerate() {
            let on = step.on();
            let undone = road::undone(&stored, at);
            let taken_back = undone == Some(Undone::TakenBack);
            if passage::signed(step).is_some() && !taken_back {
                signed = on;
            }
            let Some((by, words)) = passed(step, actor) else { continue };
            passages.push(Passage {
                step: step.kind(),
                on,
                by,
                words,
                actor: actor.clone(),
                took: self.elapsed(since, on),
                undone,
            });
            if !taken_back {
                since = on;
            }
        }
        let course = &hazard.course;
        let waits = self.waits(course.kind(), course.report_kind(), signed);
        let form = course.report().map(|report| report.form());
        let measures = form.map(|form| form.measures.clone()).unwrap_or_default();
        let standing = form.map(|form| form.fields.clone());
        let premises = self.find_premises(&hazard.premises.to_string())?.entry.name;
        let proposed = self.proposed(&stored)?;
        let fields = proposed
            .into_iter()
            .map(|(field, proposal)| {
                let value = match &standing {
                    Some(fields) => fields.get(&field.id).cloned().unwrap_or_default(),
                    None => proposal,
                };
                Filled { field, value }
            })
            .collect();
        let missing = measures.missing();
        Ok(Major { stored, premises, passages, waits, fields, measures, missing })
    }

    /// The fields of the paper with what is known for them.
    fn proposed(&mut self, stored: &Stored) -> Result<Vec<(Field, String)>, Refusal> {
        let request = Request {
            code: PAPER.to_owned(),
            about: Some(stored.hazard.id.to_string()),
            ..Request::default()
        };
        Ok(self
            .asked(&request)?
            .into_iter()
            .map(|asked| {
                // A proposal that the field itself would not take (a day in words) is read as typed.
                let value = asked.field.read(&asked.proposal).unwrap_or_default();
                (asked.field, value)
            })
            .collect())
    }

    /// Fills the report in, or fills it in once more. What is known stands there already, what was filled in
    /// before stays unless it is typed again; the five 落实 go by their codes, the rest by the paper's fields.
    pub fn fill_major(
        &mut self,
        wanted: &str,
        typed: &BTreeMap<String, String>,
        by: Option<&str>,
        on: Option<NaiveDate>,
    ) -> Result<Major, Refusal> {
        let on = self.act.day(on)?;
        let stored = self.hazard(wanted)?;
        let course = &stored.hazard.course;
        if course.grade() != Grade::Major {
            return Err(RuleError::NotMajor.into());
        }
        let proposed = self.proposed(&stored)?;
        let (mut fields, mut measures) = match course.report().map(|report| report.form()) {
            Some(Form { fields, measures, .. }) => (fields.clone(), measures.clone()),
            None => {
                let known = proposed.iter().filter(|(_, value)| !value.is_empty());
                (
                    known.map(|(field, value)| (field.id.clone(), value.clone())).collect(),
                    Measures::default(),
                )
            }
        };
        let mut problems = Vec::new();
        for (id, text) in typed {
            if let Some(measure) = measure_called(id) {
                measures.set(measure, text.trim().to_owned());
                continue;
            }
            let Some((field, _)) = proposed.iter().find(|(field, _)| field.is_called(id)) else {
                let message = unknown_field(id, &proposed);
                problems.push(Problem { field: id.clone(), message });
                continue;
            };
            // What is missing is told once, for all boxes together.
            match (Field { required: false, ..field.clone() }).read(text) {
                Ok(value) => {
                    fields.insert(field.id.clone(), value);
                }
                Err(message) => problems.push(Problem { field: field.id.clone(), message }),
            }
        }
        if !problems.is_empty() {
            return Err(problems.into());
        }
        check_boxes(&proposed, &fields)?;
        check_stops(&proposed, &fields)?;
        if let Some(plan) = fields.get(PLAN_ON).and_then(|day| day.parse().ok()) {
            check_plan(plan, stored.hazard.found_on)?;
        }
        let by = self.signer(Deed::MajorFill, by, Some(&stored.hazard.community), on)?;
        let step = Step::MajorFilled { on, by: by.clone(), fields, measures };
        let stored = self.keep_step("major_fill", Deed::MajorFill, by, stored, step)?;
        self.major_of(stored)
    }

    /// No box that has to be filled is blank: a report of earlier days may have been taken with blanks.
    fn check_filled(&mut self, stored: &Stored) -> Result<(), Refusal> {
        let proposed = self.proposed(stored)?;
        match stored.hazard.course.report() {
            Some(report) => check_boxes(&proposed, &report.form().fields),
            None => Ok(()),
        }
    }

    /// The report on paper, as it stands: what is not filled in is left to be written by hand.
    pub fn major_paper(&mut self, wanted: &str) -> Result<Request, Refusal> {
        let major = self.major(wanted)?;
        let filled = major.fields.into_iter().filter(|filled| !filled.value.is_empty());
        Ok(Request {
            code: PAPER.to_owned(),
            about: Some(major.stored.hazard.id.to_string()),
            fields: filled.map(|filled| (filled.field.id, filled.value)).collect(),
            blanks: true,
            ..Request::default()
        })
    }

    /// Takes the next step of the report, each by a person who may.
    pub fn advance_major(
        &mut self,
        wanted: &str,
        to: Advance,
        signing: &Signing,
    ) -> Result<Major, Refusal> {
        let on = self.act.day(signing.on)?;
        let stored = self.hazard(wanted)?;
        let deed = to.deed();
        let place = stored.hazard.community.clone();
        let names = self.signing_names(to, deed, &signing.by, &place, on)?;
        let by = names.first().cloned().unwrap_or_default();
        let opinion = signing.opinion.trim().to_owned();
        let actor = names.join("、");
        let hazard = &stored.hazard;
        // A step out of its turn is told as such.
        let next = hazard.course.report_kind().and_then(StageKind::next).map(StageKind::step);
        if next == Some(to.step()) {
            stop::check(to, hazard.disposal, to_stop(&hazard.course), &hazard.course)?;
            check_words(to, signing.at, &opinion)?;
            if to == Advance::Verified {
                self.check_filled(&stored)?;
            }
        }
        if to == Advance::Approved {
            self.check_linked(&place, &by, &opinion)?;
        }
        let step = match to {
            Advance::Verified => Step::MajorVerified { on, by, opinion },
            Advance::Signed => {
                let second = names.get(1).cloned().unwrap_or_default();
                Step::MajorSigned { on, by: [by, second] }
            }
            Advance::Sealed => Step::MajorSealed { on, by },
            Advance::Approved => Step::MajorApproved { on, by, opinion },
            Advance::Received => Step::MajorReceived { on, by, at: signing.at },
            Advance::StreetVerified => Step::MajorStreetVerified { on, by, opinion },
            Advance::Progress => Step::MajorProgress { on, by, note: opinion },
            Advance::Accepted => {
                self.check_acceptor(&stored, &by)?;
                Step::Accepted { on, by, opinion }
            }
        };
        let stored = self.keep_step(verb(to), deed, actor, stored, step)?;
        self.major_of(stored)
    }

    /// The names of those who take a step: two for the 双签, one for every other; who acts where nobody is
    /// named. Each has the post that the step asks for.
    fn signing_names(
        &mut self,
        to: Advance,
        deed: Deed,
        by: &[String],
        place: &UnitPath,
        on: NaiveDate,
    ) -> Result<Vec<String>, Refusal> {
        let by: Vec<String> =
            by.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        let wanted = if to == Advance::Signed { 2 } else { 1 };
        if to == Advance::Signed && by.len() != wanted {
            return Err(Refusal::said(format!(
                "双签要写两位社区主干的姓名，这里写了{}位。请写两位，例如 --by 甲 --by 乙。",
                by.len()
            )));
        }
        if by.len() > wanted {
            return Err(Refusal::said(format!(
                "“{}”只由一人办理，这里写了{}位。请只写一位。",
                terms::advance(to),
                by.len()
            )));
        }
        // Until the office has written down who works there nobody's post can be asked.
        if !by.is_empty() && !self.has_staff()? {
            return Ok(by);
        }
        if by.is_empty() {
            return Ok(vec![self.signer(deed, None, Some(place), on)?]);
        }
        let mut names = Vec::new();
        for name in &by {
            let signer = match self.signer(deed, Some(name), Some(place), on) {
                Err(refusal) if to == Advance::Approved => {
                    self.linked_leader(name, place, deed).ok_or(refusal)?
                }
                other => other?,
            };
            names.push(signer);
        }
        Ok(names)
    }

    /// Who approves is the leader whom the community's entry names; another says in whose place (审定人是挂钩本社区的).
    fn check_linked(&self, place: &UnitPath, by: &str, opinion: &str) -> Result<(), Refusal> {
        let unit = self.unit(place);
        let entry = unit.map(|unit| unit.linked_leader.as_str()).unwrap_or_default();
        if leader::may_approve(entry, by, opinion) {
            return Ok(());
        }
        let community = self.unit_name(place);
        Err(Refusal::said(format!(
            "{community}登记的挂钩领导是{entry}，不是{by}。请由挂钩领导审定；代为审定的，请在意见里写明代谁、为什么（如“{}出差，代为审定：同意上报”）；已经换人的，请先把挂钩领导改过来（anban unit edit）。",
            leader::words(entry).next().unwrap_or_default()
        )))
    }

    /// The leader whom the community's own entry names (挂钩社区党政领导), where the staff list does not have
    /// them: as name and post, 沈卫东（街道党工委副书记）.
    fn linked_leader(&self, name: &str, place: &UnitPath, deed: Deed) -> Option<String> {
        let named = self.unit(place)?.is_led_by(name);
        let leader = Actor { name, roles: &[Role::LinkedLeader] };
        let typed = self.act.person().may_enter_for(&leader, deed).is_ok();
        (named && typed).then(|| name.to_owned())
    }
}

/// Whether the report says that work has to stop, in part or wholly.
pub(in crate::office) fn to_stop(course: &Course) -> bool {
    let fields = course.report().map(|report| &report.form().fields);
    let yes = |id: &str| fields.is_some_and(|fields| fields.get(id).is_some_and(|is| is == "是"));
    STOPS.into_iter().any(yes)
}

/// One of the 五落实 by its code, or as the source calls it (S0 §一.1(3)): 责任、措施、资金、时限、预案.
fn measure_called(name: &str) -> Option<Measure> {
    Measure::from_code(name).or_else(|| {
        Measure::ALL.into_iter().find(|measure| terms::measure(*measure) == name.trim())
    })
}

fn unknown_field(id: &str, known: &[(Field, String)]) -> String {
    let five: Vec<String> = Measure::ALL
        .into_iter()
        .map(|measure| format!("{}（{}）", terms::measure(measure), measure.code()))
        .collect();
    let rest: Vec<String> =
        known.iter().map(|(field, _)| format!("{}（{}）", field.label, field.id)).collect();
    format!(
        "重大隐患填报表没有“{id}”这一项。五落实写 {}；其他可以填 {}。",
        five.join("、"),
        rest.join("、")
    )
}

fn verb(to: Advance) -> &'static str {
    match to {
        Advance::Verified => "major_verify",
        Advance::Signed => "major_sign",
        Advance::Sealed => "major_seal",
        Advance::Approved => "major_approve",
        Advance::Received => "major_receive",
        Advance::StreetVerified => "major_street_verify",
        Advance::Accepted => "major_accept",
        Advance::Progress => "major_progress",
    }
}
