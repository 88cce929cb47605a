//! How things stood at a premises on the eve of an accident or of a check from above, and whose what was left undone there
//! was (JM-1, JM-2, GP-4, YS-1).

use chrono::{Days, NaiveDate};

use super::Gather;
use crate::{
    domain::{
        accountability::{self as rules, OpenThen, Throughout, Visited},
        backdate,
        entry::Entry,
        id::Id,
        owed::{is_owed, stays},
        premises::Change,
        unit::{Level, UnitPath},
    },
    office::{Refusal, coverage::Rule},
    store::{self, Driver, hazards::Stored, inspections, warn},
};

/// A premises on the eve of a day.
#[derive(Default)]
pub(in crate::office::warn) struct Eve {
    /// The last inspection that was known by then.
    pub seen: Option<NaiveDate>,
    /// A later one, which was entered only since.
    pub said_since: Option<Visited>,
    /// First day from which one was due.
    required: Option<NaiveDate>,
    /// What was not put right.
    pub open: Vec<OpenThen>,
    /// The overdue ones that were its community's to see to.
    pub communitys: Vec<Id>,
    /// Whose the grid was on the day; `None` where several had it or nobody was there.
    pub officer: Option<String>,
    /// Whose the visit was that was due; `None` where it went from hand to hand.
    through: Option<String>,
    /// Who had it meanwhile, and could not go there.
    pub kept_away: Option<String>,
}

impl Eve {
    /// What the rules look at.
    pub fn before(&self) -> rules::Before {
        rules::Before {
            seen: self.seen,
            required: self.required,
            open: self.open.len() as u32,
            overdue: self.overdue().count() as u32,
        }
    }

    pub fn overdue(&self) -> impl Iterator<Item = &OpenThen> {
        self.open.iter().filter(|each| each.overdue)
    }

    /// Whose a visit was that was due and not made.
    pub fn unseen(&self) -> Option<Option<&str>> {
        self.before().is_unseen().then_some(self.through.as_deref())
    }
}

impl Gather<'_> {
    /// How things stood at the premises of an entry on the eve of its day.
    pub(super) fn eve(&self, driver: &mut dyn Driver, entry: &Entry) -> Result<Eve, Refusal> {
        let mut eve = Eve::default();
        let Some(premises) = entry.premises else { return Ok(eve) };
        let (community, on) = (&entry.community, entry.on);
        let day = on.pred_opt().unwrap_or(on);
        let visits = warn::visited(driver, community, premises, day)?;
        (eve.seen, eve.said_since) = rules::last_seen(on, &visits);
        if let Some(stored) = store::premises::by_id(driver, community, premises)? {
            let changes = store::premises::changes(driver, community, premises)?;
            let then = backdate::stood(&changes, on).unwrap_or(&stored.entry);
            eve.officer = self.officer(community, then.grid.as_ref(), on);
            self.visit(&mut eve, &changes, entry, then.grid.as_ref());
        }
        for stored in warn::at_premises(driver, community, premises, day)? {
            let hazard = &stored.hazard;
            let then = stored.course_known(day)?;
            // What has passed its recheck is put right, whoever has still to close it.
            if !then.kind().runs() {
                continue;
            }
            let overdue = then.is_overdue(on);
            if overdue && self.was_communitys(driver, &stored, day)? {
                eve.communitys.push(hazard.id);
            }
            let deadline = then.deadline().filter(|_| overdue);
            let owner = self.answering_for(driver, &stored, deadline, on)?;
            eve.open.push(OpenThen { id: hazard.id, owner, overdue });
        }
        Ok(eve)
    }

    /// The visit that was due, and whose it was.
    fn visit(&self, eve: &mut Eve, changes: &[Change], entry: &Entry, grid: Option<&UnitPath>) {
        let community = &entry.community;
        let round = self.required(changes, entry.on, self.began(community, grid));
        let Some(round) = round else { return };
        eve.required = Some(round.from);
        let day = entry.on.pred_opt().unwrap_or(entry.on);
        // Whoever has had it for a part of these days alone is not named; nor is who could not go there in the round.
        let by = rules::officers_throughout(self.posts, &stays(changes, (round.from, day)));
        if let Throughout::By(names) = by
            && let [name] = names[..]
        {
            let away = self.unable(name, community);
            match away.mostly(self.clock.calendar, round.from, round.to) {
                true => eve.kept_away = Some(name.to_owned()),
                false => eve.through = Some(name.to_owned()),
            }
        }
    }

    /// The only 网格员 of a grid on a day, if there.
    fn officer(
        &self,
        community: &UnitPath,
        grid: Option<&UnitPath>,
        day: NaiveDate,
    ) -> Option<String> {
        let [name] = rules::officers_on(self.posts, grid?, day)[..] else { return None };
        (!self.unable(name, community).on(day)).then(|| name.to_owned())
    }

    /// Who answers for a hazard that was open on a day, past its `deadline` if there is one: who followed it as that ran
    /// out and does so still; of one that had time left who has followed it since it was found. Nobody whose deadline fell
    /// into days of leave and who was not back yet.
    fn answering_for(
        &self,
        driver: &mut dyn Driver,
        stored: &Stored,
        deadline: Option<NaiveDate>,
        on: NaiveDate,
    ) -> Result<Option<String>, Refusal> {
        let eve = on.pred_opt().unwrap_or(on);
        let Some(owner) = self.owner_on(driver, stored, eve)? else { return Ok(None) };
        let away = self.away(&owner, &stored.hazard.community);
        let answers = match deadline {
            Some(deadline) => {
                self.owner_on(driver, stored, deadline)?.as_ref() == Some(&owner)
                    && away.due(self.clock.calendar, deadline) < on
            }
            // Who has taken it over on the way had not let anything pass yet.
            None => self.first_owner(driver, stored)? == owner && !away.on(on),
        };
        Ok(Some(owner).filter(|_| answers))
    }

    /// Whether what was left undone about a hazard was its community's, by who followed it at the end of a day.
    fn was_communitys(
        &self,
        driver: &mut dyn Driver,
        stored: &Stored,
        day: NaiveDate,
    ) -> Result<bool, Refusal> {
        let hazard = &stored.hazard;
        let visit = inspections::by_id(driver, &hazard.community, hazard.inspection)?;
        let visit = visit.map_or(Level::Community, |visit| visit.level);
        let owner = self.owner_on(driver, stored, day)?.unwrap_or_default();
        Ok(self.is_communitys(&hazard.community, visit, &owner))
    }

    /// Since when a community and a grid of it are there.
    fn began(&self, community: &UnitPath, grid: Option<&UnitPath>) -> Option<NaiveDate> {
        let place = self.places.iter().find(|place| place.path == *community);
        let grid = grid.and_then(|grid| self.grids.get(grid));
        place.map(|place| place.since).max(grid.map(|grid| grid.since))
    }

    /// The last round of the grid officers before the one that holds a day which asked for a premises.
    fn required(
        &self,
        changes: &[Change],
        on: NaiveDate,
        began: Option<NaiveDate>,
    ) -> Option<Rule> {
        let own = self.regime.patrols_by_code().filter(|patrol| patrol.by == "grid_officer");
        let before = own.filter_map(|of| {
            let day = of.every.stretch(on).0 - Days::new(1);
            Some(Rule::of_patrol(self.regime.patrol(&of.code, day)?, day))
        });
        let asked = before.filter(|rule| began.is_none_or(|began| began <= rule.from));
        let asked =
            asked.filter(|rule| is_owed(changes, (rule.from, rule.to), |then| rule.holds(then)));
        asked.max_by_key(|rule| rule.from)
    }
}
