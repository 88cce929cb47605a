//! From the records to the cases: what each rule looks at, read once for the whole scope.

mod hazards;
mod ledgers;
mod rounds;

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::{Case, Proof, Record};
use crate::{
    domain::{
        accountability::{self as rules, Clock, Found, Limits, MonthKept, Situation},
        entry::Entry,
        period,
        unit::UnitPath,
    },
    form::regime::Regime,
    office::Refusal,
    store::{Driver, notices, warn},
    terms,
};

/// Records that one case names at most.
const NAMED: usize = 20;

/// Somebody of a community whom no record names.
pub(super) const SOMEBODY: &str = "网格责任人";

/// A community, since when it is there, and its name.
pub(super) struct Place {
    pub path: UnitPath,
    pub since: NaiveDate,
}

/// What is asked, and what has been found so far.
pub(super) struct Gather<'a> {
    pub clock: Clock<'a>,
    pub limits: Limits,
    pub regime: &'a Regime,
    pub scope: &'a UnitPath,
    pub places: &'a [Place],
    /// The 网格员 of each grid today.
    pub officers: &'a HashMap<UnitPath, String>,
    pub cases: Vec<Case>,
}

impl Gather<'_> {
    /// All cases but those that hang on others and on reports.
    pub fn all(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let waiting = warn::waiting(driver, self.scope, self.horizon())?;
        self.progress(driver)?;
        self.notices(driver)?;
        self.months(driver)?;
        self.rechecks(&waiting);
        self.resumed(driver)?;
        self.eventful(driver)?;
        self.tasks(driver)?;
        self.rounds(driver)?;
        self.silence(driver)?;
        self.relapses(driver)?;
        self.unfit(driver)?;
        self.penalties(driver)?;
        self.accidents(driver)?;
        self.spot_checks(driver)
    }

    /// The first day that is looked at.
    pub fn since(&self) -> NaiveDate {
        self.clock.today - Days::new(self.limits.look_back_days.into())
    }

    /// The last day that a forecast can speak of.
    fn horizon(&self) -> NaiveDate {
        self.clock.calendar.add_workdays(self.clock.today, self.clock.ahead)
    }

    pub fn put(
        &mut self,
        situation: Situation,
        community: &UnitPath,
        person: &str,
        about: impl std::fmt::Display,
        found: Option<Found>,
        proofs: Vec<Proof>,
    ) {
        self.put_saying(situation, community, person, about, found, proofs, String::new());
    }

    #[allow(clippy::too_many_arguments)]
    fn put_saying(
        &mut self,
        situation: Situation,
        community: &UnitPath,
        person: &str,
        about: impl std::fmt::Display,
        found: Option<Found>,
        proofs: Vec<Proof>,
        says: String,
    ) {
        let Some(found) = found else { return };
        self.cases.push(Case {
            situation,
            community: community.clone(),
            person: person.to_owned(),
            // What begins anew on another day is another case.
            subject: format!("{about}@{}", found.day()),
            found,
            proofs,
            says,
        });
    }

    fn officer(&self, grid: Option<&UnitPath>) -> String {
        grid.and_then(|grid| self.officers.get(grid)).map_or(SOMEBODY, String::as_str).to_owned()
    }

    /// TB-1
    fn progress(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let (first, ends) = period::month_of(self.clock.today);
        let (from, ended) = period::month_of(first - Days::new(1));
        let found = warn::found(driver, self.scope, from, ended)?;
        let past = warn::past(driver, self.scope, ended, ends)?;
        let street = found.values().fold((0, 0), |(all, closed), (a, c)| (all + a, closed + c));
        let communities: Vec<UnitPath> =
            self.places.iter().map(|place| place.path.clone()).collect();
        for community in communities {
            let (all, closed) = found.get(&community).copied().unwrap_or_default();
            let (overdue, overdue_next) = past.get(&community).copied().unwrap_or_default();
            let of = rules::Progress {
                closed,
                found: all,
                street_closed: street.1,
                street_found: street.0,
                overdue,
                overdue_next,
                ended,
                ends,
            };
            let judged = rules::progress(self.clock, self.limits, &of);
            let limit = judged.map_or(ended, Found::day);
            // Overdue ones show it; where they are not too many, those that keep the rate down.
            let slow = (of.overdue <= self.limits.overdue_most).then_some((from, ended));
            let slow = slow.filter(|_| judged.is_some_and(Found::holds));
            let ids = match judged {
                Some(_) => warn::not_put_right(driver, &community, limit, slow, NAMED as u32)?,
                None => Vec::new(),
            };
            let proofs = ids.into_iter().map(|id| Proof::of(Record::Hazard, id)).collect();
            let says = format!(
                "上月查出{all}条、整改{closed}条（全街道查出{}条、整改{}条），月底逾期{}条",
                street.0,
                street.1,
                if judged.is_some_and(Found::holds) { overdue } else { overdue_next }
            );
            let month = period::month_of(limit).0;
            self.put_saying(
                Situation::SlowProgress,
                &community,
                "",
                format!("{}", month.format("%Y-%m")),
                judged,
                proofs,
                says,
            );
        }
        Ok(())
    }

    /// TB-2: inspections whose notice was voided and that wait for another one.
    fn notices(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        for notice in notices::waiting(driver, self.scope)? {
            // Until it was voided the premises had it.
            let from = notice.void.as_ref().map_or(notice.issued_on, |void| void.on);
            let found = rules::notice(self.clock, self.limits, from, None);
            let proofs = vec![Proof::of(Record::Inspection, notice.inspection)];
            let about = notice.inspection;
            self.put(Situation::NoticeLate, &notice.community, "", about, found, proofs);
        }
        Ok(())
    }

    /// TB-3: the month that ended last, and the running one.
    fn months(&mut self, driver: &mut dyn Driver) -> Result<(), Refusal> {
        let (first, last) = period::month_of(self.clock.today);
        let (before, ended) = period::month_of(first - Days::new(1));
        let operating = warn::operating(driver, self.scope)?;
        for (from, to) in [(before, ended), (first, last)] {
            let kept = warn::kept(driver, self.scope, from, to)?;
            let places: Vec<UnitPath> = self
                .places
                .iter()
                .filter(|place| place.since <= from && operating.contains_key(&place.path))
                .map(|place| place.path.clone())
                .collect();
            for community in places {
                let (rows, reports) = kept.get(&community).copied().unwrap_or_default();
                let month = MonthKept { last: to, rows, zero: reports > 0 };
                let found = rules::ledger(self.clock, month);
                let says = format!("{}没有检查和隐患记录，也没有零报告", terms::month(from));
                let about = from.format("%Y-%m");
                self.put_saying(
                    Situation::NoLedger,
                    &community,
                    "",
                    about,
                    found,
                    Vec::new(),
                    says,
                );
            }
        }
        Ok(())
    }
}

pub(super) fn field<'e>(entry: &'e Entry, id: &str) -> &'e str {
    entry.fields.get(id).map_or("", |value| value.trim())
}
