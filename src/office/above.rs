//! What a level has written is changed from there: an accident, a check, a task, a campaign, a flag that shows something
//! against the units below stands until the level that has written it says otherwise ([`permission::may_change`]). Below
//! only what the form leaves to them is filled in. Who has written it is told by the journal of this office.

mod behind;

use chrono::NaiveDate;

use super::{
    Office, Refusal,
    given::OWNER,
    inspect::Visit,
    premises::Stored,
    review::TASKS,
    warn::{Proof, Record},
};
use crate::{
    domain::{
        accountability::Situation,
        campaign::Campaign,
        entry::Entry,
        hazard::Step,
        permission::{self, Deed},
        premises::Premises,
        staff::is_near,
        unfit::Unfit,
        unit::{Level, UnitPath},
    },
    store::{journal, warn},
};

/// What is shown by an accident, or by a check from above, with how things stood at the premises before.
const EVENTFUL: [Situation; 4] =
    [Situation::Accident, Situation::Fire, Situation::GraveAccident, Situation::FoundByInspectors];

/// Whose hand is in a record.
struct Hand {
    level: Level,
    /// 北峰街道周安平
    who: String,
    /// The unit whose people may change it: 北峰街道.
    unit: String,
}

impl Office {
    /// Whose word who acts speaks. A desk where nobody signed in answers for the whole office.
    pub(super) fn own_level(&self) -> Level {
        let unit = self.scope.level();
        let levels = self.act.roles.iter().map(|role| permission::level_of(*role, unit));
        levels.min().unwrap_or(unit)
    }

    /// Whether who acts speaks for a community or somebody in it.
    pub(super) fn speaks_below(&self) -> bool {
        !self.act.roles.is_empty() && self.own_level() > Level::Street
    }

    /// Whose hand somebody's was on a day, near a unit; `None` of whom nobody knows. A desk where nobody signed in wrote for
    /// the office, of a district or a city for the street at least.
    fn hand(
        &mut self,
        name: &str,
        on: NaiveDate,
        near: &UnitPath,
    ) -> Result<Option<Hand>, Refusal> {
        if name == super::act::NOBODY {
            let level = self.home.level().max(Level::Street);
            let unit = near.at(level).unwrap_or_else(|| self.home.clone());
            let unit = self.unit_name(&unit);
            return Ok(Some(Hand { level, who: format!("{unit}（{name}）"), unit }));
        }
        let posts = self
            .staff()?
            .into_iter()
            .filter(|post| post.name == name && post.serves_on(on) && is_near(&post.unit, near));
        let of = |post: crate::domain::staff::Staff| {
            (permission::level_of(post.role, post.unit.level()), post.unit)
        };
        let Some((level, unit)) = posts.map(of).min_by_key(|(level, _)| *level) else {
            return Ok(None);
        };
        let unit = self.unit_name(&near.at(level).unwrap_or(unit));
        Ok(Some(Hand { level, who: format!("{unit}{name}"), unit }))
    }

    /// The highest hand in a record of a unit that who acts may not overrule; `None` where there is none.
    fn hand_above(&mut self, unit: &UnitPath, object: &str) -> Result<Option<Hand>, Refusal> {
        if self.act.roles.is_empty() {
            return Ok(None);
        }
        let links = journal::of_object(&mut *self.store.driver, unit.as_str(), object)?;
        let mut highest: Option<Hand> = None;
        for link in links {
            let hand = self.hand(&link.entry.actor, link.entry.day, unit)?;
            if let Some(hand) = hand
                && highest.as_ref().is_none_or(|known| hand.level < known.level)
            {
                highest = Some(hand);
            }
        }
        let own = self.own_level();
        Ok(highest.filter(|hand| !permission::may_change(own, Some(hand.level), false)))
    }

    /// Refuses to change or strike out a row that somebody above has written, or whose case somebody above has spoken of;
    /// what the ledger leaves to those below is theirs.
    pub(super) fn check_row_stands(
        &mut self,
        before: &Entry,
        after: &Entry,
    ) -> Result<(), Refusal> {
        // What a unit above has given out here has a rule of its own (`given`).
        let is_given = before.ledger == TASKS && self.given_by(before).is_some();
        if self.act.roles.is_empty() || is_given {
            return Ok(());
        }
        let Some(ledger) = self.library.ledger(&before.ledger) else { return Ok(()) };
        let Some(mut below) = ledger.below.clone() else { return Ok(()) };
        let title = ledger.title.clone();
        let labels = ledger.fields.iter().filter(|field| below.contains(&field.id));
        let labels: Vec<String> = labels.map(|field| format!("“{}”", field.label)).collect();
        if self.is_handed_on_here(before, after)? {
            below.push(OWNER.to_owned());
        }
        let said = |entry: &Entry| {
            let mut fields = entry.fields.clone();
            fields.retain(|id, value| !below.contains(id) && !value.is_empty());
            (fields, entry.community.clone(), entry.premises)
        };
        if after.void.is_none() && said(before) == said(after) {
            return Ok(());
        }
        let left = match labels.is_empty() {
            true => String::new(),
            false => format!("这里只填写{}。", labels.join("、")),
        };
        let does = if after.void.is_some() { "作废" } else { "更正" };
        let own = self.unit_name(&self.scope);
        let actor = self.act.actor.clone();
        if let Some(Hand { who, unit, .. }) =
            self.hand_above(&before.community, &before.id.to_string())?
        {
            return Err(Refusal::said(format!(
                "这条“{title}”有{who}登记的内容，{own}{actor}不能{does}。请由{unit}的人办理。{left}"
            )));
        }
        if !permission::may_change(self.own_level(), None, self.is_spoken_of(before)?) {
            return Err(Refusal::said(format!(
                "这条“{title}”引起的问责提醒已经有人确认或搁置，{own}{actor}不能{does}。请由街道的人办理。{left}"
            )));
        }
        Ok(())
    }

    /// Who says instead when a task was done; nothing where who acts may: who has laid it, somebody else of that level, who
    /// is above it. Of what came from elsewhere it is the unit with which the row stands.
    pub(super) fn laid_above(
        &mut self,
        task: &Entry,
        is_owner: bool,
    ) -> Result<Option<String>, Refusal> {
        let (unit, id) = (&task.community, task.id.to_string());
        let links = journal::of_object(&mut *self.store.driver, unit.as_str(), &id)?;
        let first = links.first().map(|link| (link.entry.actor.clone(), link.entry.day));
        let hand = match &first {
            Some((name, on)) => self.hand(name, *on, unit)?,
            None => None,
        };
        let level = hand.as_ref().map_or(unit.level(), |hand| hand.level.min(unit.level()));
        let own = self.own_level();
        if own > level {
            let unit = unit.at(level).unwrap_or_else(|| unit.clone());
            return Ok(Some(format!("请由{}的人更正", self.unit_name(&unit))));
        }
        let is_own = first.is_some_and(|(name, _)| name == self.act.actor);
        if own < level || !is_owner || is_own {
            return Ok(None);
        }
        let unit = self.unit_name(unit);
        let who = hand.map_or_else(|| format!("{unit}的其他人"), |hand| hand.who);
        Ok(Some(format!("请由{who}更正")))
    }

    /// Whether somebody has confirmed or set aside what a row shows.
    fn is_spoken_of(&mut self, entry: &Entry) -> Result<bool, Refusal> {
        let id = entry.id.to_string();
        let spoken = warn::spoken_of(&mut *self.store.driver, &entry.community)?;
        // A case is known by its row and day; of a task of several by the name beside it.
        Ok(spoken.values().flatten().any(|(subject, _)| subject.starts_with(&id)))
    }

    /// Refuses to change, end or take back a campaign of a unit above, or that somebody above has laid on.
    pub(super) fn check_campaign_is_own(&mut self, campaign: &Campaign) -> Result<(), Refusal> {
        if self.act.roles.is_empty() {
            return Ok(());
        }
        let unit = self.unit_name(&campaign.unit);
        let level = campaign.unit.level();
        let of = match permission::may_change(self.own_level(), Some(level), false) {
            false => Some(unit),
            true => self.hand_above(&campaign.unit, &campaign.id.to_string())?.map(|it| it.unit),
        };
        match of {
            None => Ok(()),
            Some(unit) => Err(Refusal::said(format!(
                "专项行动“{}”是{unit}安排的，{}不能更正、结束、撤销。请由{unit}的人办理。",
                campaign.name,
                self.unit_name(&self.scope)
            ))),
        }
    }

    /// Refuses to take back at a desk what somebody above who acts has done at it.
    pub(super) fn check_deed_is_own(&mut self, done: &journal::Entry) -> Result<(), Refusal> {
        // A desk where nobody signed in is everybody's who sits at it.
        if self.act.roles.is_empty() || done.actor == super::act::NOBODY {
            return Ok(());
        }
        let near = UnitPath::parse(&done.cid).unwrap_or_else(|| self.scope.clone());
        let Some(Hand { level, who, unit }) = self.hand(&done.actor, done.day, &near)? else {
            return Ok(());
        };
        if permission::may_change(self.own_level(), Some(level), false) {
            return Ok(());
        }
        Err(Refusal::said(format!("这是{who}办的，请由{unit}的人办理，或者按现在的情况接着办。")))
    }

    /// Refuses to take back a flag that somebody above has set.
    pub(super) fn check_flag_is_own(&mut self, flag: &Unfit) -> Result<(), Refusal> {
        if self.act.roles.is_empty() {
            return Ok(());
        }
        let Some(Hand { level, who, unit }) = self.hand(&flag.by, flag.on, &flag.community)? else {
            return Ok(());
        };
        if permission::may_change(self.own_level(), Some(level), false) {
            return Ok(());
        }
        Err(Refusal::said(format!(
            "不具备安全生产条件是{who}登记的，{}不能撤销。请由{unit}的人办理。",
            self.unit_name(&self.scope)
        )))
    }

    /// Refuses to correct an inspection that a level above the corrector has made, one of which somebody above has reopened
    /// a hazard, or a hazard of which shows something against the corrector's community together with an accident or a
    /// check from above: the correction would withdraw them.
    pub(super) fn check_found_may_go(&mut self, old: &Visit) -> Result<(), Refusal> {
        if self.act.roles.is_empty() {
            return Ok(());
        }
        let visit = &old.inspection;
        // Nobody above the office puts anything right in it.
        let level = visit.level.max(self.home.level());
        if !permission::may_change(self.own_level(), Some(level), false) {
            let unit = visit.community.at(level).unwrap_or_else(|| visit.community.clone());
            let unit = self.unit_name(&unit);
            return Err(Refusal::said(format!(
                "这次检查是{unit}的检查（{}，{}），{}{}不能更正。请由{unit}的人更正。",
                visit.inspectors.join("、"),
                crate::terms::date(visit.on),
                self.unit_name(&self.scope),
                self.act.actor
            )));
        }
        let reopens = self.act.person().may(Deed::Reopen).is_ok();
        for stored in &old.hazards {
            let community = stored.hazard.community.clone();
            for (step, by) in stored.standing() {
                let Step::Reopened { on, .. } = *step else { continue };
                let own = self.own_level();
                let level = self.hand(by, on, &community)?.map(|hand| hand.level);
                if !reopens || !permission::may_change(own, level, false) {
                    return Err(Refusal::said(format!(
                        "这次检查查出的“{}”由{by}在{}撤销过销号，{}不能更正这次检查把它撤回。请由{by}或者街道的人办理。",
                        stored.hazard.text,
                        crate::terms::date(on),
                        self.act.actor
                    )));
                }
            }
        }
        let proofs: Vec<Proof> = old
            .hazards
            .iter()
            .map(|stored| Proof { record: Record::Hazard, id: stored.hazard.id })
            .collect();
        self.check_not_behind(&proofs, None, "更正这次检查")
    }

    /// Refuses to lay into the register, before an accident or a check from above, what would take from under it that it
    /// speaks against the community: whether and by whom the premises had to be visited then.
    pub(super) fn check_register_stands(
        &mut self,
        stored: &Stored,
        (before, after): (&Premises, &Premises),
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        let asked = |entry: &Premises| {
            let Premises { status, direct, grid, key, kind, category, risk, .. } = entry.clone();
            (status, direct, grid, key, kind, category, risk)
        };
        // What changes from today on takes nothing from under what has happened.
        if asked(before) == asked(after) || on >= self.act.today {
            return Ok(());
        }
        let proof = Proof { record: Record::Premises, id: stored.entry.id };
        let does = format!("从{}起更改这家单位的登记", crate::terms::date(on));
        self.check_not_behind(&[proof], Some(on), &does)
    }

    /// Refuses to those whom it speaks against what would take one of these records from under an accident or a check from
    /// above; of a day on only those that have happened since.
    fn check_not_behind(
        &mut self,
        proofs: &[Proof],
        since: Option<NaiveDate>,
        does: &str,
    ) -> Result<(), Refusal> {
        if proofs.is_empty() || !self.speaks_below() {
            return Ok(());
        }
        let cases = self.cases()?.0;
        let case = cases.into_iter().find(|case| {
            EVENTFUL.contains(&case.situation)
                && since.is_none_or(|on| on <= case.found.day())
                && case.proofs.iter().any(|proof| proofs.contains(proof))
        });
        match case {
            None => Ok(()),
            Some(case) => Err(self.case_stands(&case, does)),
        }
    }
}
