//! 形势分析 (REP-17, REP-18): the figures of today, a year's trend, and hazards by what they have in common; each figure
//! with the question that lists its rows.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{
    Office, Refusal,
    answerable::Recurring,
    facts::{Known, numbered, put},
};
use crate::{
    domain::{
        analysis::{Days, Tally, months, place},
        grade::Grade,
        unit::{Level, UnitPath},
    },
    store::{
        analysis::{self, By},
        hazards::Filter,
        rounds,
    },
    terms,
};

/// The paper of the analysis.
pub const PAPER: &str = "analysis";
/// Months of the trend.
const TREND: u32 = 12;
/// Items that the list of recurrences names.
const TOP: usize = 10;

/// The figures of today (REP-17).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Today {
    pub due_today: u32,
    pub overdue: u32,
    /// Key premises seen this week, of all.
    pub key_seen: (u32, u32),
    /// Premises seen this month, of all.
    pub month_seen: (u32, u32),
    pub major_open: u32,
}

/// A month of the trend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    pub days: Days,
    pub inspections: u32,
    pub tally: Tally,
}

/// Hazards with something in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub name: String,
    pub tally: Tally,
    /// Lists them.
    pub rows: Filter,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    pub unit: String,
    pub today: Today,
    /// What the groups speak of.
    pub days: Days,
    pub months: Vec<Month>,
    pub total: Tally,
    pub categories: Vec<Group>,
    pub industries: Vec<Group>,
    /// Only for a district and above.
    pub streets: Vec<Group>,
    /// More than one only for a street and above; above a street those of one street together, in the order of `streets`.
    pub communities: Vec<Group>,
    /// In the same order.
    pub grids: Vec<Group>,
    /// Items found at the most premises within twelve months, and those that came back.
    pub items: Vec<Recurring>,
}

impl Month {
    /// Lists what was found in it.
    pub fn rows(&self) -> Filter {
        found_in(self.days)
    }
}

fn found_in(days: Days) -> Filter {
    Filter { found: Some(days), ..Filter::default() }
}

impl Office {
    /// The situation up to today; groups are of the hazards found in `days`, the twelve months of the trend when not
    /// said.
    pub fn analysis(&mut self, days: Option<Days>) -> Result<Analysis, Refusal> {
        let today = self.act.today;
        let scope = self.scope.clone();
        let trend = months(today, TREND);
        let year = (trend.first().map_or(today, |month| month.0), today);
        let days = days.unwrap_or(year);
        if days.1 < days.0 {
            return Err(Refusal::said(format!(
                "起止日期写反了：从{}到{}。请把早的写在前面。",
                terms::date(days.0),
                terms::date(days.1)
            )));
        }
        let months = self.trend(&scope, &trend)?;
        let mut group = |by| self.groups(&scope, by, days);
        let (categories, industries) = (group(By::Category)?, group(By::Industry)?);
        let (communities, grids) = (group(By::Community)?, group(By::Grid)?);
        let streets = self.streets(&scope, days)?;
        let mut total = Tally::default();
        categories.iter().for_each(|group| total.add(group.tally));
        let mut items = self.recurring_since(year.0)?;
        items.truncate(TOP);
        Ok(Analysis {
            unit: self.unit_name(&scope),
            today: self.today_figures()?,
            days,
            months,
            total,
            categories,
            industries,
            streets,
            communities,
            grids,
            items,
        })
    }

    fn today_figures(&mut self) -> Result<Today, Refusal> {
        let (today, scope) = (self.act.today, self.scope.clone());
        let counters = [rounds::Which::Key, rounds::Which::All].map(|of| self.counter(of, today));
        let open_major = Filter { open: true, grade: Some(Grade::Major), ..Filter::default() };
        let major_open = self.hazards(&open_major)?.len() as u32;
        let driver = &mut *self.store.driver;
        let key = rounds::round(driver, &scope, counters[0])?;
        let all = rounds::round(driver, &scope, counters[1])?;
        let due = rounds::due_by_day(driver, &scope, today, today)?;
        Ok(Today {
            due_today: due.get(&today).copied().unwrap_or(0),
            overdue: rounds::overdue(driver, &scope, today)?,
            key_seen: (key.all - key.unseen, key.all),
            month_seen: (all.all - all.unseen, all.all),
            major_open,
        })
    }

    fn trend(&mut self, of: &UnitPath, months: &[Days]) -> Result<Vec<Month>, Refusal> {
        let (Some(first), Some(last)) = (months.first(), months.last()) else {
            return Ok(Vec::new());
        };
        let mut trend: Vec<Month> = months
            .iter()
            .map(|&days| Month { days, inspections: 0, tally: Tally::default() })
            .collect();
        let driver = &mut *self.store.driver;
        for (day, tally) in analysis::by_day(driver, of, first.0, last.1)? {
            if let Some(at) = place(months, day) {
                trend[at].tally.add(tally);
            }
        }
        for (day, count) in rounds::done_by_day(driver, of, first.0, last.1)? {
            if let Some(at) = place(months, day) {
                trend[at].inspections += count;
            }
        }
        Ok(trend)
    }

    fn groups(&mut self, of: &UnitPath, by: By, days: Days) -> Result<Vec<Group>, Refusal> {
        let (from, to) = days;
        let mut groups = analysis::by_group(&mut *self.store.driver, of, by, from, to)?;
        if of.level() < Level::Street && matches!(by, By::Community | By::Grid) {
            street_by_street(&mut groups);
        }
        let base = found_in(days);
        Ok(groups
            .into_iter()
            .map(|(code, tally)| {
                let named = |nothing: &str| {
                    if code.is_empty() { nothing.to_owned() } else { code.clone() }
                };
                let (name, rows) = match by {
                    By::Category => {
                        (named("没有分类"), Filter { category: Some(code.clone()), ..base.clone() })
                    }
                    By::Industry => (
                        named("没有写行业"),
                        Filter { industry: Some(code.clone()), ..base.clone() },
                    ),
                    By::Community => {
                        let community = UnitPath::parse(&code);
                        let name = community.as_ref().map(|path| self.unit_name_within(path, of));
                        (name.unwrap_or_default(), Filter { community, ..base.clone() })
                    }
                    By::Grid => match UnitPath::parse(&code) {
                        Some(grid) => {
                            let community = grid.at(Level::Community);
                            let within = community.map(|path| self.unit_name_apart(&path));
                            let name =
                                format!("{} {}", within.unwrap_or_default(), self.unit_name(&grid));
                            (name, Filter { grid: Some(grid), ..base.clone() })
                        }
                        None => {
                            ("没有划入网格".to_owned(), Filter { orphan: true, ..base.clone() })
                        }
                    },
                };
                Group { name, tally, rows }
            })
            .collect())
    }

    /// What the communities of each street come to, those with the most first; of what lies above streets alone.
    fn streets(&mut self, of: &UnitPath, days: Days) -> Result<Vec<Group>, Refusal> {
        if of.level() >= Level::Street {
            return Ok(Vec::new());
        }
        let driver = &mut *self.store.driver;
        let mut by: BTreeMap<UnitPath, Tally> = BTreeMap::new();
        for (code, tally) in analysis::by_group(driver, of, By::Community, days.0, days.1)? {
            if let Some(street) = UnitPath::parse(&code).and_then(|path| path.at(Level::Street)) {
                by.entry(street).or_default().add(tally);
            }
        }
        let mut all: Vec<Group> = by
            .into_iter()
            .map(|(street, tally)| Group {
                name: self.unit_name_within(&street, of),
                tally,
                rows: Filter { community: Some(street), ..found_in(days) },
            })
            .collect();
        // Those with as many in the order of their numbers, as the groups below them.
        all.sort_by_key(|group| std::cmp::Reverse(group.tally.found));
        Ok(all)
    }

    /// The same as papers print them.
    pub(super) fn street_group_rows(
        &mut self,
        of: &UnitPath,
        days: Days,
    ) -> Result<Vec<Known>, Refusal> {
        Ok(group_known(self.streets(of, days)?))
    }

    /// The months up to the end of a period, or today, as papers print them.
    pub(super) fn month_rows(
        &mut self,
        of: &UnitPath,
        to: NaiveDate,
    ) -> Result<Vec<Known>, Refusal> {
        let until = to.min(self.act.today);
        let months = self.trend(of, &months(until, TREND))?;
        Ok(numbered(months.into_iter().map(|month| {
            let mut known = tally_known(month.tally);
            put(&mut known, "name", terms::month(month.days.0));
            put(&mut known, "month", format!("{}月", month.days.0.month()));
            put(&mut known, "inspections", month.inspections.to_string());
            known
        })))
    }

    /// The groups of a period as papers print them.
    pub(super) fn group_rows(
        &mut self,
        of: &UnitPath,
        by: By,
        days: Days,
    ) -> Result<Vec<Known>, Refusal> {
        Ok(group_known(self.groups(of, by, days)?))
    }

    /// The items of the twelve months of the trend that come up most.
    pub(super) fn item_rows(&mut self) -> Result<Vec<Known>, Refusal> {
        let today = self.act.today;
        let first = months(today, TREND).first().map_or(today, |month| month.0);
        let mut items = self.recurring_since(first)?;
        items.truncate(TOP);
        Ok(numbered(items.into_iter().map(|item| {
            let mut known = Known::new();
            put(&mut known, "name", item.name);
            put(&mut known, "premises", item.premises.to_string());
            put(&mut known, "found", item.hazards.to_string());
            put(&mut known, "recurring", item.recurring.to_string());
            known
        })))
    }
}

/// Brings the groups of one street together, those of the street with the most first; what lies in no unit comes last.
fn street_by_street(groups: &mut [(String, Tally)]) {
    let street = |code: &str| UnitPath::parse(code).and_then(|path| path.at(Level::Street));
    let mut found: BTreeMap<UnitPath, i64> = BTreeMap::new();
    for (code, tally) in groups.iter() {
        if let Some(street) = street(code) {
            *found.entry(street).or_default() += tally.found;
        }
    }
    groups.sort_by_key(|(code, _)| {
        let street = street(code);
        let all = street.as_ref().and_then(|street| found.get(street)).copied().unwrap_or(0);
        (street.is_none(), std::cmp::Reverse(all), street)
    });
}

fn group_known(groups: Vec<Group>) -> Vec<Known> {
    numbered(groups.into_iter().map(|group| {
        let mut known = tally_known(group.tally);
        put(&mut known, "name", group.name);
        known
    }))
}

fn tally_known(tally: Tally) -> Known {
    let mut known = Known::new();
    put(&mut known, "found", tally.found.to_string());
    put(&mut known, "closed", tally.closed.to_string());
    put(&mut known, "open", tally.open().to_string());
    put(&mut known, "major", tally.major.to_string());
    put(&mut known, "rate", tally.rate().map(terms::rate).unwrap_or_default());
    known
}
