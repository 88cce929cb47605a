//! Coverage (覆盖): how far the rounds of a week or a month have come on a day, with the premises that they have
//! missed, and those that no round has to reach.

mod left;
mod people;
mod printed;
mod reached;
mod rest;

pub use self::reached::Reached;
pub use crate::store::weeks::Place;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

pub(super) use self::{left::Within, rest::is_owed};
use super::{Office, Refusal, agenda::Part};
use crate::{
    domain::{
        campaign::Campaign,
        coverage::{Count, Need, tell},
        id::Id,
        permission::Deed,
        premises::Premises,
        staff::Role,
        unit::{Assignment, Duty, Level, UnitPath},
    },
    form::regime::{Every, Patrol, Scope},
    store::{
        self,
        coverage::{Direct, Subject},
        rounds::{Asked, Which},
        weeks,
    },
    terms,
};

/// What the counts are told by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    #[default]
    Grid,
    Community,
    /// The 网格员 of each grid.
    Person,
}

/// How often some premises are to be seen in the days that hold one day: a patrol of the regime or a campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub code: String,
    pub label: String,
    pub source: String,
    pub key: bool,
    pub campaign: Option<Campaign>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub times: u32,
    /// The role that owes it, by its code.
    pub by: String,
}

impl Rule {
    pub fn level(&self) -> Level {
        level_of(&self.by)
    }

    /// The level whose visits alone count; none where anybody's do.
    pub fn alone(&self) -> Option<Level> {
        Some(self.level()).filter(|level| *level < Level::Community)
    }

    /// Who owes it: 网格员, 街道安办执法人员.
    pub fn walker(&self) -> &'static str {
        terms::role(Role::from_code(&self.by).unwrap_or(Role::GridOfficer))
    }

    pub(super) fn of_patrol(patrol: &Patrol, on: NaiveDate) -> Rule {
        let (from, to) = patrol.every.stretch(on);
        Rule {
            code: patrol.code.clone(),
            label: patrol.label.clone(),
            source: patrol.source.clone(),
            key: patrol.scope == Scope::Key,
            campaign: None,
            from,
            to,
            times: patrol.times,
            by: patrol.by.clone(),
        }
    }

    /// `None` on a day that is not the campaign's.
    fn of_campaign(campaign: &Campaign, on: NaiveDate) -> Option<Rule> {
        let (from, to) = campaign.stretch(on)?;
        Some(Rule {
            code: campaign.id.to_string(),
            label: campaign.name.clone(),
            source: campaign.basis.clone(),
            key: campaign.scope.key,
            from,
            to,
            times: campaign.times,
            by: "grid_officer".to_owned(),
            campaign: Some(campaign.clone()),
        })
    }

    /// One visit is enough, so that the last one of each premises tells.
    pub(super) fn is_told_by_last_visit(&self) -> bool {
        self.times <= 1 && self.campaign.is_none()
    }

    /// Which premises, and whose visits count.
    pub(super) fn asks(&self) -> (Which, Option<Level>) {
        (Which::of(self.key), self.alone())
    }

    /// Whether a premises that stands so comes under it.
    pub(super) fn holds(&self, entry: &Premises) -> bool {
        entry.is_patrolled()
            && (!self.key || entry.key)
            && self.campaign.as_ref().is_none_or(|campaign| campaign.scope.holds(entry))
    }
}

/// The level of the unit for which a role goes out.
pub(super) fn level_of(by: &str) -> Level {
    match by {
        "street_officer" | "linked_leader" => Level::Street,
        "district_officer" => Level::District,
        _ => Level::Community,
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// The day at whose end it is told.
    pub on: NaiveDate,
    pub rounds: Vec<Round>,
    /// 部门直管: no round has to reach them.
    pub direct: Vec<Direct>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    pub rule: Rule,
    pub rows: Vec<Row>,
    pub total: Count,
    /// The longest unseen of each community first; not more than were asked for.
    pub missed: Vec<Missed>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub name: String,
    pub community: String,
    /// The grid or the community; none for a person and for what stands in no grid.
    pub unit: Option<UnitPath>,
    /// The places that it counts.
    pub places: Vec<Place>,
    /// The premises of them that it counts, where it is not all.
    pub only: Vec<Id>,
    pub count: Count,
}

impl Row {
    /// Whether it counts a premises that was missed.
    pub fn has(&self, missed: &Missed) -> bool {
        match self.only.as_slice() {
            [] => self.places.contains(&missed.place),
            only => only.contains(&missed.id),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    pub id: Id,
    pub name: String,
    pub place: Place,
    /// The last visit that counts, where that is asked about today.
    pub last_on: Option<NaiveDate>,
}

impl Missed {
    fn of(subject: Subject) -> Missed {
        let Subject { id, name, place, last_on } = subject;
        Missed { id, name, place, last_on }
    }
}

/// What came of one rule before it is put into rows.
struct Told {
    counts: BTreeMap<Place, Count>,
    missed: Vec<Missed>,
}

/// What a round has not reached: how many in each part of the agenda, and some of them by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Left {
    pub counts: BTreeMap<Part, u32>,
    /// So many of each community as were asked for, the longest unseen first.
    pub named: Vec<Missed>,
}

impl Office {
    /// The rounds whose week or month holds a day, campaigns among them; of the past as they were asked for then.
    pub fn rules(&mut self, on: NaiveDate) -> Result<Vec<Rule>, Refusal> {
        let campaigns = self.campaigns_then(on)?;
        Ok(self.rules_with(&campaigns, on))
    }

    /// The same of campaigns that were read before.
    pub(super) fn rules_with(&self, campaigns: &[Campaign], on: NaiveDate) -> Vec<Rule> {
        let owed = self.regime.patrols_of(on).filter(|it| is_owed(&self.calendar, it, on));
        let patrols = owed.map(|patrol| Rule::of_patrol(patrol, on));
        patrols.chain(campaigns.iter().filter_map(|it| Rule::of_campaign(it, on))).collect()
    }

    /// What the figure of the key premises of a week counts by, or that of all in a month: the same as the coverage of
    /// the regime's round. `None` where it has no such round, or not in these days.
    pub(super) fn counter(&self, which: Which, on: NaiveDate) -> Option<Asked> {
        let (scope, every) = match which {
            Which::Key => (Scope::Key, Every::Week),
            Which::All => (Scope::All, Every::Month),
        };
        let mut patrols = self.regime.patrols_of(on);
        let patrol = patrols
            .find(|patrol| patrol.scope == scope && patrol.every == every)
            .filter(|patrol| is_owed(&self.calendar, patrol, on))?;
        let rule = Rule::of_patrol(patrol, on);
        let to = rule.to.min(on);
        Some(Asked { which, from: rule.from, to, times: rule.times.max(1), level: rule.alone() })
    }

    /// How far every round has come at the end of a day, today when none is said; `most` names of each at most. Of a day
    /// to come it is what will be owed then.
    pub fn coverage(
        &mut self,
        on: Option<NaiveDate>,
        by: By,
        most: Option<u32>,
    ) -> Result<Coverage, Refusal> {
        let scope = self.scope.clone();
        self.coverage_of(&scope, on.unwrap_or(self.act.today), by, most)
    }

    fn coverage_of(
        &mut self,
        scope: &UnitPath,
        on: NaiveDate,
        by: By,
        most: Option<u32>,
    ) -> Result<Coverage, Refusal> {
        let mut rounds = Vec::new();
        for rule in self.rules(on)? {
            rounds.push(self.round_of(scope, rule, on, by, most)?);
        }
        let direct = store::coverage::direct(&mut *self.store.driver, scope)?;
        Ok(Coverage { on, rounds, direct })
    }

    /// How far a round had come at the end of a day.
    fn round_of(
        &mut self,
        scope: &UnitPath,
        rule: Rule,
        on: NaiveDate,
        by: By,
        most: Option<u32>,
    ) -> Result<Round, Refusal> {
        // Whose is what is missed is known only of all.
        let named = if by == By::Person { None } else { most };
        let mut told = self.told(scope, &rule, on, named)?;
        let mut total = Count::default();
        told.counts.values().for_each(|count| total.add(*count));
        let rows = match by {
            By::Grid | By::Community => self.rows(&told.counts, by == By::Grid),
            By::Person => self.person_rows(scope, &rule, on, &mut told)?,
        };
        told.missed.truncate(most.map_or(usize::MAX, |most| most as usize));
        Ok(Round { rule, rows, total, missed: told.missed })
    }

    /// What a round of the grid officers was at the end of a day, a row a person of a community, and what it missed.
    pub(super) fn by_person(
        &mut self,
        scope: &UnitPath,
        rule: &Rule,
        on: NaiveDate,
    ) -> Result<(Vec<Row>, Vec<Missed>), Refusal> {
        let mut told = self.told(scope, rule, on, None)?;
        let rows = self.person_rows(scope, rule, on, &mut told)?;
        Ok((rows, told.missed))
    }

    /// Who goes through each grid on a day.
    pub(super) fn officers(
        &mut self,
        on: NaiveDate,
    ) -> Result<HashMap<UnitPath, Vec<String>>, Refusal> {
        let all = store::units::assignments(&mut *self.store.driver, &self.scope)?;
        let mut officers: HashMap<UnitPath, Vec<String>> = HashMap::new();
        let goes = |duty: &Assignment| duty.duty == Duty::GridOfficer && duty.holds_on(on);
        for duty in all.into_iter().filter(goes) {
            officers.entry(duty.grid).or_default().push(duty.name);
        }
        Ok(officers)
    }

    fn told(
        &mut self,
        scope: &UnitPath,
        rule: &Rule,
        on: NaiveDate,
        most: Option<u32>,
    ) -> Result<Told, Refusal> {
        if on == self.act.today && rule.is_told_by_last_visit() {
            return self.told_by_last_visit(scope, rule, most);
        }
        let subjects = self.subjects(scope, rule, on)?;
        let needs: Vec<Need<Place>> = subjects
            .iter()
            .map(|subject| Need {
                place: subject.place.clone(),
                premises: subject.id,
                times: rule.times,
            })
            .collect();
        let until = on.min(rule.to);
        let driver = &mut *self.store.driver;
        let visits = store::coverage::visits(driver, scope, rule.from, until, rule.alone())?;
        let told = tell(&needs, &visits);
        let by_id: HashMap<Id, &Subject> =
            subjects.iter().map(|subject| (subject.id, subject)).collect();
        let today = on == self.act.today;
        let mut missed: Vec<Missed> = told
            .missed
            .iter()
            .filter_map(|need| by_id.get(&need.premises))
            .map(|subject| {
                let missed = Missed::of((*subject).clone());
                Missed { last_on: missed.last_on.filter(|_| today), ..missed }
            })
            .collect();
        missed.sort_by(|a, b| (&a.place.0, a.last_on, a.id).cmp(&(&b.place.0, b.last_on, b.id)));
        missed.truncate(most.map_or(usize::MAX, |most| most as usize));
        Ok(Told { counts: told.counts, missed })
    }

    /// Today, and where one visit is enough, the last one of each premises tells.
    fn told_by_last_visit(
        &mut self,
        scope: &UnitPath,
        rule: &Rule,
        most: Option<u32>,
    ) -> Result<Told, Refusal> {
        let driver = &mut *self.store.driver;
        let counts =
            store::coverage::by_last_visit(driver, scope, (rule.key, rule.alone()), rule.from)?;
        let places: Vec<UnitPath> = self
            .units_at(Level::Community)
            .filter(|unit| scope.covers(&unit.path))
            .map(|unit| unit.path.clone())
            .collect();
        let mut missed = Vec::new();
        for place in places {
            let room = most.map_or(u32::MAX, |most| most.saturating_sub(missed.len() as u32));
            if room == 0 {
                break;
            }
            missed.extend(self.unseen(&[place], rule.asks(), (rule.from, None), room)?);
        }
        Ok(Told { counts: counts.into_iter().collect(), missed })
    }

    /// Where in a scope a campaign is walked: it may be a community's, told by its street. `None` for one elsewhere.
    fn of_campaign(campaign: &Campaign, scope: &UnitPath) -> Option<UnitPath> {
        if scope.covers(&campaign.unit) {
            return Some(campaign.unit.clone());
        }
        campaign.unit.covers(scope).then(|| scope.clone())
    }

    /// The premises of a rule as the register stood at the end of a day.
    pub(super) fn subjects(
        &mut self,
        scope: &UnitPath,
        rule: &Rule,
        on: NaiveDate,
    ) -> Result<Vec<Subject>, Refusal> {
        let scope = match &rule.campaign {
            Some(campaign) => match Self::of_campaign(campaign, scope) {
                Some(scope) => scope,
                None => return Ok(Vec::new()),
            },
            None => scope.clone(),
        };
        let driver = &mut *self.store.driver;
        let mut subjects = match &rule.campaign {
            None => store::coverage::subjects(driver, &scope, rule.key, rule.alone())?,
            Some(campaign) => store::coverage::in_campaign(driver, &scope, &campaign.scope, None)?,
        };
        if on < self.act.today {
            let mut by_id: HashMap<Id, Subject> =
                subjects.into_iter().map(|subject| (subject.id, subject)).collect();
            for (then, now) in weeks::changed(&mut *self.store.driver, &scope, on)? {
                by_id.remove(&now.id);
                if let Some(then) = then.filter(|then| rule.holds(then)) {
                    by_id.insert(
                        then.id,
                        Subject {
                            place: (then.community, then.grid),
                            id: then.id,
                            name: then.name,
                            last_on: None,
                        },
                    );
                }
            }
            subjects = by_id.into_values().collect();
        }
        Ok(subjects)
    }

    /// A row a grid, or a row a community.
    fn rows(&self, counts: &BTreeMap<Place, Count>, by_grid: bool) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        // What stands in no grid comes behind the grids of its community.
        let mut places: Vec<(&Place, &Count)> = counts.iter().collect();
        places.sort_by(|(a, _), (b, _)| {
            (&a.0, a.1.is_none(), &a.1).cmp(&(&b.0, b.1.is_none(), &b.1))
        });
        for (place, count) in places {
            let (community, grid) = place;
            let (name, unit) = match by_grid {
                true => (self.grid_alone(grid.as_ref()), grid.clone()),
                false => (self.unit_name(community), Some(community.clone())),
            };
            match rows.iter_mut().find(|row| !by_grid && row.unit == unit) {
                Some(row) => {
                    row.count.add(*count);
                    row.places.push(place.clone());
                }
                None => rows.push(Row {
                    name,
                    community: self.unit_name(community),
                    unit,
                    places: vec![place.clone()],
                    only: Vec::new(),
                    count: *count,
                }),
            }
        }
        rows
    }

    /// Says that the register's entry of a premises was compared with what is there (S2 §制度五 定期核实).
    pub fn verify_premises(
        &mut self,
        wanted: &str,
        on: Option<NaiveDate>,
        note: &str,
    ) -> Result<Premises, Refusal> {
        let on = self.act.day(on)?;
        let entry = self.find_premises(wanted)?.entry;
        if on < entry.since {
            return Err(Refusal::said(format!(
                "核实日期{}早于登记日期{}，请核对日期。",
                terms::date(on),
                terms::date(entry.since)
            )));
        }
        let (id, actor) = (super::clock::new_id(), self.act.signature().to_owned());
        let note = note.trim().to_owned();
        self.act.write(&mut self.store, Deed::Register, |driver, trace| {
            store::premises::verify(driver, &entry, id, on, &actor, &note)?;
            let body = serde_json::json!({ "on": on, "note": note });
            trace.note("premises_verify", Some(&entry.community), entry.id, &body)
        })?;
        Ok(entry)
    }
}

impl By {
    /// As the paper and the windows call it.
    pub fn label(self) -> &'static str {
        match self {
            By::Grid => "网格",
            By::Community => "社区",
            By::Person => "人员",
        }
    }
}

/// The 网格员 of a grid, or what stands for one that is missing.
pub(super) fn officer(
    officers: &HashMap<UnitPath, Vec<String>>,
    grid: Option<&UnitPath>,
) -> String {
    let names = grid.and_then(|grid| officers.get(grid));
    names.map_or_else(|| "未定网格员".to_owned(), |names| names.join("、"))
}

/// 66.6%; a stroke where nothing is required.
pub fn percent(count: Count) -> String {
    match count.permille() {
        Some(permille) => terms::rate(permille.into()),
        None => "－".to_owned(),
    }
}
