//! Notices that came late (TB-2).

use super::{Draft, Gather, Proof, Record};
use crate::{
    domain::accountability::{self as rules, Situation},
    office::Refusal,
    store::{
        Driver, inspections, notices,
        warn::{self, LateNotice},
    },
    terms,
};

impl Gather<'_> {
    /// TB-2: notices that came long after their inspection, those that were voided and wait for another one, and those of
    /// which the other one came late.
    pub(super) fn notices(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for late in warn::late_notices(driver, self.scope, self.since())? {
            // What was inspected before the office began is entered late by nobody's fault.
            let began = self.places.iter().find(|place| place.path == late.community);
            if began.is_some_and(|place| late.since < place.since) {
                continue;
            }
            let (on, days) = (terms::date(late.since), (late.issued - late.since).num_days());
            self.late(&late, |of| of.saying(format!("{on}的检查过了{days}天才下发整改通知书")));
        }
        for late in warn::notices_anew(driver, self.scope, self.since())? {
            let (on, days) = (terms::date(late.since), (late.issued - late.since).num_days());
            let says = format!("整改通知书{on}作废，过了{days}天才重新下发");
            let called = "{n}份整改通知书作废后没有及时重新下发";
            self.late(&late, |of| of.called(called).saying(says));
        }
        for notice in notices::waiting(driver, self.scope)? {
            let visit = inspections::by_id(driver, &notice.community, notice.inspection)?;
            if visit.is_some_and(|visit| !rules::is_communitys(visit.level, &[])) {
                continue;
            }
            // Until it was voided the premises had it.
            let from = notice.void.as_ref().map_or(notice.issued_on, |void| void.on);
            let found = rules::notice(self.clock, self.limits, from, None);
            let of = Draft::of(Situation::NoticeLate, &notice.community, notice.inspection);
            let proof = Proof::of(Record::Inspection, notice.inspection);
            let of = of.shown_by([proof]).called("{n}份整改通知书作废后没有重新下发");
            self.put(of.saying("整改通知书作废后没有重新下发"), found);
        }
        Ok(())
    }

    /// One that has come meanwhile.
    fn late(&mut self, late: &LateNotice, told: impl FnOnce(Draft) -> Draft) {
        if !rules::is_communitys(late.visit, &[]) {
            return;
        }
        let found = rules::notice(self.clock, self.limits, late.since, Some(late.issued));
        let of = Draft::of(Situation::NoticeLate, &late.community, late.inspection);
        let proof = Proof::of(Record::Inspection, late.inspection);
        self.put(told(of.shown_by([proof])).past(true), found);
    }
}
