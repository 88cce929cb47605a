//! Rounds that were left out (YT-1), as the coverage tells each of them: what it had to reach, and whose that was.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Days, NaiveDate};

use super::{Draft, Gather, SOMEBODY, street_of};
use crate::{
    domain::{
        accountability::{self as rules, Found, Situation, Throughout},
        id::Id,
        owed::{Stay, is_owed, stays},
        premises::Change,
        staff::Role,
        unit::{Level, UnitPath},
    },
    form::regime::Patrol,
    office::{
        Office, Refusal,
        coverage::{Rule, is_owed as owes_round},
        warn::{Proof, Record},
    },
    store::{self, Driver, rounds::Which, warn},
};

const ROUNDS: &str = "{n}项巡查连续没有完成";

/// The rounds of a patrol that are looked at.
pub(super) struct Rounds {
    /// The running one, and those before it, the newest first.
    pub rules: Vec<Rule>,
    /// Whether the regime has asked for each of them.
    asked: Vec<bool>,
    /// First days of the next one and of these.
    begins: Vec<NaiveDate>,
    /// So many are held against somebody when they are missed one after the other.
    pub at: usize,
    today: NaiveDate,
}

impl Rounds {
    /// Of a code, each by the rule that held for it.
    fn of(patrol: &Patrol, gather: &Gather) -> Option<Rounds> {
        let (today, at) = (gather.clock.today, gather.limits.missed_periods as usize);
        let then = |day: NaiveDate| gather.regime.patrol(&patrol.code, day);
        let of = |day: NaiveDate| then(day).unwrap_or(patrol);
        let mut rules = vec![Rule::of_patrol(of(today), today)];
        let mut begins = vec![rules.first()?.to + Days::new(1)];
        while rules.len() <= at {
            let mut before = rules.last()?.from - Days::new(1);
            // What owes no round goes with the one before it.
            while !owes_round(gather.clock.calendar, of(before), before) {
                before = patrol.every.stretch(before).0 - Days::new(1);
            }
            rules.push(Rule::of_patrol(of(before), before));
        }
        begins.extend(rules.iter().map(|rule| rule.from));
        let asked: Vec<bool> = rules.iter().map(|rule| then(rule.from).is_some()).collect();
        let any = at > 0 && asked.contains(&true);
        any.then_some(Rounds { rules, asked, begins, at, today })
    }

    /// Whether any of them asks for several visits.
    fn are_several(&self) -> bool {
        self.rules.iter().any(|rule| rule.times > 1)
    }

    fn which(&self) -> Which {
        Which::of(self.rules[0].key)
    }

    /// Those that are over and held against somebody, or those that are about to be.
    fn missed(&self, held: bool) -> &[Rule] {
        if held { &self.rules[1..=self.at] } else { &self.rules[..self.at] }
    }

    /// First and last day of them, today at the latest.
    pub fn days(&self, held: bool) -> (NaiveDate, NaiveDate) {
        let missed = self.missed(held);
        let first = missed.last().map_or(self.today, |rule| rule.from);
        (first, missed.first().map_or(self.today, |rule| self.end(rule)))
    }

    /// The day after the last of them, then the first day of each.
    fn begins(&self, held: bool) -> &[NaiveDate] {
        if held { &self.begins[1..] } else { &self.begins[..=self.at] }
    }

    /// The day at whose end the coverage tells of a round.
    pub fn end(&self, rule: &Rule) -> NaiveDate {
        rule.to.min(self.today)
    }

    /// Which rounds asked for a premises, by its history.
    pub fn owed(&self, changes: &[Change]) -> Vec<bool> {
        let owed =
            |rule: &Rule| is_owed(changes, (rule.from, self.end(rule)), |then| rule.holds(then));
        self.rules.iter().zip(&self.asked).map(|(rule, asked)| *asked && owed(rule)).collect()
    }

    /// The same of what has not changed since it was registered, or since before the first of them.
    pub fn owed_since(&self, known: NaiveDate) -> Vec<bool> {
        let each = self.rules.iter().zip(&self.asked);
        each.map(|(rule, asked)| *asked && known <= rule.from).collect()
    }

    /// Whether those that are over have missed a premises, one after the other.
    fn are_missed(&self, gather: &Gather, seen: Option<NaiveDate>, owed: &[bool]) -> bool {
        let found = rules::rounds(gather.clock, gather.limits, seen, owed, &self.begins);
        found.is_some_and(Found::holds)
    }

    /// Whether what nobody has seen in the rounds that are about to be missed was asked for by all of them.
    fn are_near(&self, owed: &[bool]) -> bool {
        owed.iter().take(self.at).all(|owed| *owed)
    }

    /// What those that are over have missed one after the other and somebody has seen since: it is told as missed until the
    /// running one is over. By community, with where it stood meanwhile.
    fn made_late(
        &self,
        driver: &mut dyn Driver,
        gather: &Gather,
        level: Option<Level>,
    ) -> Result<Vec<(UnitPath, Vec<Stay>, Id)>, Refusal> {
        let (from, to) = self.days(true);
        let days = (from, self.begins[1]);
        let mut all = Vec::new();
        for again in warn::seen_again(driver, gather.scope, (self.which(), level), days)? {
            let warn::SeenAgain { community, id, grid, since, asked, changed } = again;
            let (owed, stays) = match changed {
                true => {
                    let changes = store::premises::changes(driver, &community, id)?;
                    (self.owed(&changes), stays(&changes, (from, to)))
                }
                false if asked => (self.owed_since(since), vec![Stay { grid, from, to }]),
                false => continue,
            };
            if self.are_missed(gather, None, &owed) {
                all.push((community, stays, id));
            }
        }
        Ok(all)
    }

    fn found(&self, gather: &Gather, held: bool) -> Option<Found> {
        match held {
            true => Some(Found::Holds { since: self.begins[1] }),
            false => gather.clock.from(self.begins[0]),
        }
    }
}

/// Premises of a community that stood in the same grids through the rounds that missed them.
#[derive(Default)]
struct Lot {
    /// Whether those of its only grid that have not changed meanwhile are among them.
    whole: bool,
    /// Those that have changed, or that somebody has seen since.
    changed: Vec<Id>,
}

type Lots = BTreeMap<(UnitPath, Vec<Stay>), Lot>;

/// What is spoken of: a community, the round and the grid, and who answers for it.
type Key = (UnitPath, String, String);

/// Whose what several walk together is in a round, by community.
type Shares = HashMap<UnitPath, HashMap<Id, String>>;

impl Office {
    /// YT-1: rounds of the grid officers, and those of the street's office.
    pub(in crate::office::warn) fn rounds(&mut self, gather: &mut Gather) -> Result<(), Refusal> {
        self.rounds_above(gather)?;
        let regime = gather.regime;
        for patrol in regime.patrols_by_code().filter(|patrol| patrol.by == "grid_officer") {
            let Some(rounds) = Rounds::of(patrol, gather) else { continue };
            let mut told: HashSet<Key> = HashSet::new();
            let (changed, [over, near]) = self.lots(gather, &rounds)?;
            for (held, lots) in [(true, over), (false, near)] {
                let Some(found) = rounds.found(gather, held) else { continue };
                let cases = self.answering(gather, (patrol, &rounds, held), lots, &changed)?;
                for (case, ids) in cases {
                    let (community, about, by) = &case;
                    // What is about to be missed is told where nothing is missed already.
                    if told.contains(&case) || gather.was_away(by, community, rounds.begins(held)) {
                        continue;
                    }
                    let says = gather.left_out(rounds.missed(held), ids.len() as u32);
                    let proofs = ids.into_iter().map(|id| Proof::of(Record::Premises, id));
                    let of = Draft::of(Situation::TasksMissed, community, about).by(by);
                    gather.put(of.called(ROUNDS).shown_by(proofs).saying(says), Some(found));
                    told.insert(case);
                }
            }
        }
        Ok(())
    }

    /// What the rounds have missed, and what they are about to miss, with what is held already; before them all that has
    /// changed on the register meanwhile.
    fn lots(
        &mut self,
        gather: &Gather,
        rounds: &Rounds,
    ) -> Result<(HashSet<Id>, [Lots; 2]), Refusal> {
        let (mut over, mut about) = (Lots::new(), Lots::new());
        if rounds.are_several() {
            for missed in self.missed_several(gather, rounds, None)? {
                for (lots, stays) in [(&mut over, missed.over), (&mut about, missed.near)] {
                    if let Some(stays) = stays {
                        let lot = lots.entry((missed.community.clone(), stays)).or_default();
                        lot.changed.push(missed.id);
                    }
                }
            }
            return Ok((HashSet::new(), [over, about]));
        }
        let driver = &mut *self.store.driver;
        let (near, far) = (rounds.days(false), rounds.days(true));
        let all = store::premises::corrected_after(driver, gather.scope, far.0, Some(near.0))?;
        // How many of each group have to be taken out of it.
        let mut out: HashMap<_, u32> = HashMap::new();
        let mut changed: HashSet<Id> = HashSet::new();
        for (now, changes) in all {
            let (entry, seen) = (now.entry, now.last_on);
            changed.insert(entry.id);
            let owed = rounds.owed(&changes);
            let lot = |days| (entry.community.clone(), stays(&changes, days));
            if rounds.are_missed(gather, seen, &owed) {
                over.entry(lot(far)).or_default().changed.push(entry.id);
            }
            if rounds.are_near(&owed) {
                about.entry(lot(near)).or_default().changed.push(entry.id);
            }
            if rounds.rules[0].holds(&entry) {
                *out.entry((entry.community, entry.grid, seen, entry.since)).or_default() += 1;
            }
        }
        for group in warn::unseen(driver, gather.scope, rounds.which(), near.0)? {
            let warn::Unseen { community, grid, seen, since, premises } = group;
            let lot = |(from, to)| {
                let stay = Stay { grid: grid.clone(), from, to };
                (community.clone(), vec![stay])
            };
            let (lot_over, lot_about) = (lot(far), lot(near));
            if out.get(&(community, grid, seen, since)).is_some_and(|out| *out >= premises) {
                continue;
            }
            let owed = rounds.owed_since(since);
            if rounds.are_missed(gather, seen, &owed) {
                over.entry(lot_over).or_default().whole = true;
            }
            if rounds.are_near(&owed) {
                about.entry(lot_about).or_default().whole = true;
            }
        }
        for (community, stays, id) in rounds.made_late(driver, gather, None)? {
            over.entry((community, stays)).or_default().changed.push(id);
        }
        Ok((changed, [over, about]))
    }

    /// Who answers for what was missed, by community and what is spoken of. Nobody does who has had it for one of the
    /// rounds alone; several have each what the coverage gives to each.
    fn answering(
        &mut self,
        gather: &Gather,
        (patrol, rounds, held): (&Patrol, &Rounds, bool),
        lots: Lots,
        changed: &HashSet<Id>,
    ) -> Result<BTreeMap<Key, Vec<Id>>, Refusal> {
        let mut walked = Vec::new();
        for rule in rounds.missed(held) {
            let officers = self.officers_of_days(rule.from, rounds.end(rule))?;
            walked.push((rule, officers, Shares::new()));
        }
        let mut cases: BTreeMap<_, Vec<Id>> = BTreeMap::new();
        for ((community, stays), lot) in lots {
            let names = match rules::officers_throughout(gather.posts, &stays) {
                Throughout::By(names) => names,
                Throughout::Nobody => vec![SOMEBODY],
                Throughout::Several => continue,
            };
            for (rule, officers, shares) in &mut walked {
                if !shares.contains_key(&community) {
                    let on = rounds.end(rule);
                    let shared = self.shared_out(&community, rule, on, officers)?;
                    shares.insert(community.clone(), shared);
                }
            }
            let grid = stays.last().and_then(|stay| stay.grid.as_ref());
            let about = format!("{}/{}", patrol.code, grid.map_or("-", UnitPath::as_str));
            let mut ids = Vec::new();
            if lot.whole {
                let since = rounds.days(held).0;
                let driver = &mut *self.store.driver;
                ids = warn::unseen_ids(driver, (&community, grid), rounds.which(), since)?;
                ids.retain(|id| !changed.contains(id));
            }
            ids.extend(lot.changed);
            for id in ids {
                let own = walked.iter().filter_map(|(.., shares)| shares.get(&community)?.get(&id));
                let Some(name) = names.iter().find(|name| own.clone().all(|own| own == **name))
                else {
                    continue;
                };
                // What is shared is spoken of with each of them apart.
                let about = match own.clone().next() {
                    Some(_) => format!("{about}/{name}"),
                    None => about.clone(),
                };
                let case = (community.clone(), about, (*name).to_owned());
                cases.entry(case).or_default().push(id);
            }
        }
        Ok(cases)
    }

    /// A round of the street's office is its people's, whatever a grid officer has seen meanwhile: one case of all
    /// communities, kept under the first of them. A community's desk is not told of it.
    fn rounds_above(&mut self, gather: &mut Gather) -> Result<(), Refusal> {
        if gather.scope.level() > Level::Street {
            return Ok(());
        }
        let regime = gather.regime;
        let of_street = |patrol: &&Patrol| patrol.by == Role::StreetOfficer.code();
        for patrol in regime.patrols_by_code().filter(of_street) {
            let Some(rounds) = Rounds::of(patrol, gather) else { continue };
            let mut missed: BTreeMap<(UnitPath, bool), Vec<Id>> = BTreeMap::new();
            for (community, id, held) in self.missed_above(gather, &rounds)? {
                missed.entry((street_of(&community), held)).or_default().push(id);
            }
            // What is about to be missed is told where nothing is missed already.
            let held: Vec<UnitPath> =
                missed.keys().filter(|key| key.1).map(|key| key.0.clone()).collect();
            missed.retain(|(street, holds), _| *holds || !held.contains(street));
            for ((street, held), ids) in missed {
                let first = gather.places.iter().find(|place| street.covers(&place.path));
                let Some(community) = first.map(|place| &place.path) else { continue };
                let by = gather.officer_above(community, rounds.days(held));
                if gather.was_away(by, community, rounds.begins(held)) {
                    continue;
                }
                let about = format!("{}/{street}", patrol.code);
                let of = Draft::of(Situation::TasksMissed, community, about).by(by);
                let says = gather.left_out(rounds.missed(held), ids.len() as u32);
                let proofs = ids.into_iter().map(|id| Proof::of(Record::Premises, id));
                let of = of.called(ROUNDS).shown_by(proofs).saying(says);
                gather.put(of, rounds.found(gather, held));
            }
        }
        Ok(())
    }

    /// What rounds of the street have missed (`true`) or are about to miss.
    fn missed_above(
        &mut self,
        gather: &Gather,
        rounds: &Rounds,
    ) -> Result<Vec<(UnitPath, Id, bool)>, Refusal> {
        if rounds.are_several() {
            let missed = self.missed_several(gather, rounds, Some(Level::Street))?;
            return Ok(missed
                .into_iter()
                .map(|it| (it.community, it.id, it.over.is_some()))
                .collect());
        }
        let driver = &mut *self.store.driver;
        let (near, far) = (rounds.days(false).0, rounds.days(true).0);
        let mut all = Vec::new();
        let mut told = |community, id, seen, owed: &[bool]| {
            let held = rounds.are_missed(gather, seen, owed);
            if held || rounds.are_near(owed) {
                all.push((community, id, held));
            }
        };
        let entries = store::premises::corrected_after(driver, gather.scope, far, None)?;
        let seen = warn::changed_seen_by(driver, gather.scope, Level::Street, far)?;
        let mut changed: HashSet<Id> = HashSet::new();
        for (now, changes) in entries {
            let entry = now.entry;
            changed.insert(entry.id);
            let seen = seen.get(&entry.id).copied();
            if seen.is_none_or(|seen| seen < near) {
                told(entry.community, entry.id, seen, &rounds.owed(&changes));
            }
        }
        let asked = (rounds.which(), Level::Street);
        for one in warn::unseen_by(driver, gather.scope, asked, near)? {
            if !changed.contains(&one.id) {
                told(one.community, one.id, one.seen, &rounds.owed_since(one.since));
            }
        }
        let late = rounds.made_late(driver, gather, Some(Level::Street))?;
        all.extend(late.into_iter().map(|(community, _, id)| (community, id, true)));
        Ok(all)
    }
}

impl Gather<'_> {
    /// Whether somebody was on leave, or might not inspect, for most of one of the rounds. `begins` has the day after the
    /// last of them, then the first day of each, the newest first.
    fn was_away(&self, name: &str, at: &UnitPath, begins: &[NaiveDate]) -> bool {
        let away = self.unable(name, at);
        let rounds = begins.iter().zip(begins.iter().skip(1));
        rounds.into_iter().any(|(next, first)| {
            let last = next.pred_opt().unwrap_or(*next);
            away.mostly(self.clock.calendar, *first, last)
        })
    }

    fn left_out(&self, missed: &[Rule], premises: u32) -> String {
        let periods = self.limits.missed_periods;
        let label = missed.first().map_or("", |rule| rule.label.as_str());
        format!("“{label}”连续{periods}期没有完成，{premises}家没有查到")
    }
}
