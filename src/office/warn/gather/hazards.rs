//! From hazards and their steps: TB-4 to TB-6, YT-3 to YT-6 and GP-2.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Draft, Gather, SOMEBODY};
use crate::{
    domain::{
        accountability::{self as rules, Hopeless, Situation},
        grade::{Disposal, Grade},
        hazard::{Course, StateKind, Step},
        id::Id,
        inspection::Hazard,
        matter::MatterKind,
        resumption::forbids,
        unit::{Level, UnitPath},
    },
    office::{
        Refusal,
        warn::{Proof, Record},
    },
    store::{
        Driver, hazards, inspections, matters,
        warn::{self, Waiting},
    },
    terms,
};

impl Gather<'_> {
    /// TB-4
    pub(super) fn rechecks(&mut self, waiting: &[Waiting]) {
        let grace = self.regime.recheck.grace_workdays;
        for hazard in waiting {
            if !self.is_communitys(&hazard.community, hazard.visit, &hazard.owner) {
                continue;
            }
            let found = rules::recheck(self.clock, grace, hazard.deadline, None);
            let of = Draft::of(Situation::RecheckLate, &hazard.community, hazard.id);
            self.put(of.shown_by([Proof::of(Record::Hazard, hazard.id)]), found);
        }
    }

    /// TB-4: rechecks that were made late; those of hazards that are open and eventful are told with what else has happened
    /// to them.
    pub(super) fn made_late(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for hazard in warn::rechecked(driver, self.scope, self.since())? {
            let warn::Rechecked { of, on, plain } = hazard;
            if plain {
                let Waiting { community, id, deadline, visit, owner } = of;
                let late = Late { deadline, on, owner };
                self.recheck_made(&community, id, &late, |_| Ok(visit))?;
            } else if let Some(stored) = hazards::by_id(driver, &of.community, of.id)? {
                let told = Told::of(&stored, self.first_owner(driver, &stored)?)?;
                for late in &told.waited {
                    self.recheck_made(&of.community, of.id, late, |_| Ok(of.visit))?;
                }
            }
        }
        Ok(())
    }

    /// A wait for a recheck that is over; `visit` is asked where it was too long.
    fn recheck_made(
        &mut self,
        community: &UnitPath,
        id: Id,
        late: &Late,
        visit: impl FnOnce(&Gather) -> Result<Level, Refusal>,
    ) -> Result<(), Refusal> {
        let grace = self.regime.recheck.grace_workdays;
        // What ran out before there was a community to see to it is nobody's fault.
        let began = self.places.iter().find(|place| place.path == *community);
        if began.is_some_and(|place| late.deadline < place.since) {
            return Ok(());
        }
        let found = rules::recheck(self.clock, grace, late.deadline, Some(late.on));
        if found.is_none() {
            return Ok(());
        }
        let visit = visit(self)?;
        if self.is_communitys(community, visit, &late.owner) {
            let of = Draft::of(Situation::RecheckLate, community, id).past(true);
            self.put(of.shown_by([Proof::of(Record::Hazard, id)]), found);
        }
        Ok(())
    }

    /// TB-5
    pub(super) fn resumed(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for (community, premises, on) in warn::resumed(driver, self.scope, self.since())? {
            // What was found or stopped after that day was not agreed to.
            let hazards = warn::at_premises(driver, &community, premises, on)?;
            let forbidding: Vec<Id> = hazards
                .iter()
                .filter(|stored| {
                    let (disposal, course) = (stored.hazard.disposal, &stored.hazard.course);
                    let at_once = course.stopped_on().is_some_and(|day| day <= on);
                    (disposal == Disposal::Suspend || at_once) && forbids(disposal, course)
                })
                .map(|stored| stored.hazard.id)
                .collect();
            let found = rules::resumed(Some(on), !forbidding.is_empty());
            let mut proofs = vec![Proof::of(Record::Premises, premises)];
            proofs.extend(forbidding.into_iter().map(|id| Proof::of(Record::Hazard, id)));
            let of = Draft::of(Situation::ResumedTooEarly, &community, premises);
            self.put(of.shown_by(proofs), found);
        }
        Ok(())
    }

    /// TB-6, YT-3, YT-4, YT-5, YT-6 and GP-2, from hazards with something in their history.
    pub(super) fn eventful(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let since = self.since();
        let mut reopened: BTreeMap<UnitPath, Vec<Reopened>> = BTreeMap::new();
        for stored in warn::eventful(driver, self.scope, since)? {
            let hazard = &stored.hazard;
            let (community, id) = (&hazard.community, hazard.id);
            let of = |situation| {
                Draft::of(situation, community, id).shown_by([Proof::of(Record::Hazard, id)])
            };
            let told = Told::of(&stored, self.first_owner(driver, &stored)?)?;
            if hazard.course.kind().is_open() {
                self.hopeless(driver, hazard, &told)?;
                for late in &told.waited {
                    self.recheck_made(community, id, late, |_| {
                        let visit = inspections::by_id(driver, community, hazard.inspection)?;
                        Ok(visit.map_or(Level::Community, |visit| visit.level))
                    })?;
                }
                for (owner, days) in &told.extended {
                    let pushed = rules::pushed(self.limits, days);
                    self.put(of(Situation::PushedWeakly).by(owner), pushed);
                }
            }
            if let Some((unsafe_on, owner)) = told.unsafe_on.as_ref().filter(|(on, _)| *on >= since)
            {
                let ordered = hazard.disposal == Disposal::Suspend;
                let stopped = hazard.course.stopped_on();
                let found = rules::not_stopped(self.clock, *unsafe_on, ordered, stopped);
                self.put(of(Situation::NotStopped).by(owner), found);
            }
            if let Some((raised, deadline)) = told.raised.filter(|(on, _)| *on >= since) {
                // What the street's own people have let grow is no community's.
                let found = match rules::grown(raised, deadline) {
                    Some(found) => self.of_community(driver, hazard)?.then_some(found),
                    None => None,
                };
                self.put(of(Situation::GrownMajor), found);
            }
            let past = told.reopened.iter().filter(|(_, on, _)| *on >= since);
            if let Some(last) = past.clone().map(|(_, on, _)| *on).max() {
                let is_closed = hazard.course.kind() == StateKind::Closed;
                let again = Reopened { last, id, is_closed };
                reopened.entry(community.clone()).or_default().push(again);
            }
            for (closed, on, owner) in past {
                let found = rules::relapsed(self.limits, *closed, *on);
                let of = of(Situation::FalseProgress).called("{n}条隐患销号后被撤销销号");
                self.put(of.by(owner), found);
            }
        }
        if reopened.is_empty() {
            return Ok(());
        }
        let closed = warn::closed(driver, self.scope, since)?;
        for (community, all) in reopened {
            let days: Vec<NaiveDate> = all.iter().map(|again| again.last).collect();
            // What was reopened counts among what had been closed, once, closed again or not.
            let open = all.iter().filter(|again| !again.is_closed).count() as u32;
            let closed = closed.get(&community).map_or(0, |(closed, _)| *closed) + open;
            let says =
                format!("{}以来销号{closed}条，其中{}条撤销过销号", terms::date(since), days.len());
            let proofs = all.iter().map(|again| Proof::of(Record::Hazard, again.id));
            let found = rules::reopened(self.limits, closed, &days);
            let of = Draft::of(Situation::PushedWeakly, &community, "reopened").by(SOMEBODY);
            self.put(of.shown_by(proofs).saying(says), found);
        }
        Ok(())
    }

    /// Whether what is left undone about a hazard is its community's.
    fn of_community(&self, driver: &mut dyn Driver, hazard: &Hazard) -> Result<bool, Refusal> {
        let visit = inspections::by_id(driver, &hazard.community, hazard.inspection)?;
        let visit = visit.map_or(Level::Community, |visit| visit.level);
        Ok(self.is_communitys(&hazard.community, visit, &hazard.owner))
    }

    fn hopeless(
        &mut self,
        driver: &mut dyn Driver,
        hazard: &Hazard,
        told: &Told,
    ) -> Result<(), Refusal> {
        if hazard.course.kind() == StateKind::Passed {
            return Ok(());
        }
        let (community, id) = (&hazard.community, hazard.id);
        let mut of =
            Hopeless { refused: told.refused, failed: &told.failed, reported: told.reported };
        let mut found = rules::unreported(self.clock, self.limits, of);
        if found.is_some() {
            // What went to a department was reported too.
            let filter = matters::Filter { hazard: Some(id), ..matters::Filter::default() };
            let sent = matters::lines(driver, self.scope, Some(MatterKind::Transfer), &filter)?;
            let sent = sent.iter().filter(|line| {
                !line.is_withdrawn() && told.anew.is_none_or(|anew| line.opened_on >= anew)
            });
            of.reported = sent.map(|line| line.opened_on).chain(of.reported).min();
            found = rules::unreported(self.clock, self.limits, of);
        }
        if found.is_some() && !self.of_community(driver, hazard)? {
            found = None;
        }
        let of = Draft::of(Situation::NotReported, community, id).past(of.reported.is_some());
        let of = match told.refused {
            Some(_) => of,
            None => of.called("{n}条多次复查不合格的隐患没有及时上报"),
        };
        self.put(of.shown_by([Proof::of(Record::Hazard, id)]), found);
        Ok(())
    }

    /// YT-6: the same item of the same premises again.
    pub(super) fn relapses(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for again in warn::relapses(driver, self.scope, self.since())? {
            let found = rules::relapsed(self.limits, again.closed_on, again.found_on);
            let proofs = [again.earlier, again.hazard].map(|id| Proof::of(Record::Hazard, id));
            let of = Draft::of(Situation::FalseProgress, &again.community, again.earlier);
            self.put(of.by(&again.owner).shown_by(proofs), found);
        }
        Ok(())
    }
}

/// A wait for a recheck that has ended: its last day in time, the day on which somebody came or the deadline was moved, and
/// who followed the hazard until then.
struct Late {
    deadline: NaiveDate,
    on: NaiveDate,
    owner: String,
}

/// A hazard that was reopened.
struct Reopened {
    /// The last time.
    last: NaiveDate,
    id: Id,
    /// Closed once more since.
    is_closed: bool,
}

/// The boxes of 重大隐患填报表 by which safety cannot be kept up while work goes on.
const STOPS: [&str; 2] = ["partial_stop", "full_stop"];

/// What the steps of a hazard say, without those taken back.
#[derive(Default)]
struct Told {
    /// These three since it was reopened last: what was reported before was another refusal.
    refused: Option<NaiveDate>,
    failed: Vec<NaiveDate>,
    reported: Option<NaiveDate>,
    anew: Option<NaiveDate>,
    /// By who followed it then.
    extended: BTreeMap<String, Vec<NaiveDate>>,
    /// Closed and reopened, and who followed it when it was closed.
    reopened: Vec<(NaiveDate, NaiveDate, String)>,
    /// Since when its report says that work has to stop, in part or whole, and who followed it then.
    unsafe_on: Option<(NaiveDate, String)>,
    /// When it rose from general to major, and the deadline that it had.
    raised: Option<(NaiveDate, Option<NaiveDate>)>,
    /// Every wait for a recheck that is over.
    waited: Vec<Late>,
}

impl Told {
    /// `owner` is who followed it when it was found.
    fn of(stored: &hazards::Stored, mut owner: String) -> Result<Told, Refusal> {
        let hazard = &stored.hazard;
        let mut told = Told::default();
        let mut course = Course::found(hazard.found_on, hazard.first_grade);
        let mut closed = (hazard.found_on, owner.clone());
        for (step, _) in stored.standing() {
            let on = step.on();
            let waited = waits(hazard, &course).map(|deadline| (deadline, owner.clone()));
            match step {
                Step::Refused { .. } => told.refused = told.refused.or(Some(on)),
                Step::Failed { .. } => told.failed.push(on),
                Step::Reported { .. } | Step::Referred { .. } => {
                    told.reported = told.reported.or(Some(on));
                }
                Step::Extended { .. } => {
                    told.extended.entry(owner.clone()).or_default().push(on);
                }
                Step::HandedOver { to, .. } => to.trim().clone_into(&mut owner),
                Step::Closed { .. } | Step::PutRight { .. } => closed = (on, owner.clone()),
                Step::Reopened { .. } => {
                    told.reopened.push((closed.0, on, closed.1.clone()));
                    (told.refused, told.reported, told.anew) = (None, None, Some(on));
                    told.failed.clear();
                }
                Step::Regraded { to: Grade::Major, .. } if course.grade() == Grade::General => {
                    told.raised = Some((on, course.deadline()));
                }
                Step::MajorFilled { fields, .. } => {
                    let says = |id: &&str| fields.get(*id).is_some_and(|value| value == "是");
                    let known = told.unsafe_on.take().unwrap_or_else(|| (on, owner.clone()));
                    told.unsafe_on = STOPS.iter().any(says).then_some(known);
                }
                _ => {}
            }
            course = course.take(step)?;
            if let Some((deadline, owner)) = waited
                && waits(hazard, &course) != Some(deadline)
            {
                told.waited.push(Late { deadline, on, owner });
            }
        }
        Ok(told)
    }
}

/// The deadline after which a hazard is to be rechecked, where it waits for that; one that was handed up on the notice does
/// too.
fn waits(hazard: &Hazard, course: &Course) -> Option<NaiveDate> {
    let handed_up = course.kind() == StateKind::Reported && hazard.disposal == Disposal::Refer;
    course.deadline().filter(|_| course.kind() == StateKind::Ordered || handed_up)
}
