//! How many premises nobody has seen since a day, asked of several days at once: those of a round that runs and of each
//! that is over.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{Driver, Fault, Place, Which, last_by, opt_path, path};
use crate::{
    domain::unit::{Level, UnitPath},
    params,
    store::{
        Value,
        each::{self, Each},
    },
};

/// What is asked of the counts of the unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unreached {
    pub which: Which,
    /// Whose visits alone count; anybody's where none is said.
    pub level: Option<Level>,
    /// Nobody has seen them since this day.
    pub since: NaiveDate,
    /// They were on the register by this day, [`EVER`] where that is not asked.
    pub known: NaiveDate,
}

/// Behind every day of a record.
pub const EVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// What is left, by what was asked: rows of a place and its count, several of one place where it was seen and never seen.
pub type Tallies = HashMap<Unreached, Counts>;

type Counts = Vec<(Place, u32)>;

/// One walk over the register that some questions need: what it counts is a part of each of their counts.
pub enum Walk {
    /// Of each place of a unit.
    Places(UnitPath, Unreached),
    /// Of communities as a whole.
    NeverSeen(Vec<UnitPath>, Vec<Unreached>),
    Seen(Vec<UnitPath>, Vec<Unreached>),
}

/// The walks that count what is asked, the longest first. Where communities are told as a whole, each is one short stretch of
/// an index of theirs: a street has too many rows to sort them by grid.
pub fn walks(each: &Each, asked: &[Unreached]) -> Vec<Walk> {
    let mut alike: Vec<Vec<Unreached>> = Vec::new();
    for one in asked {
        match alike.iter_mut().find(|alike| alike[0].asks() == one.asks()) {
            Some(alike) if alike.contains(one) => {}
            Some(alike) => alike.push(*one),
            None => alike.push(vec![*one]),
        }
    }
    alike.sort_by_key(|alike| alike[0].which == Which::Key);
    match each {
        Each::Place(scope) => {
            alike.into_iter().flatten().map(|one| Walk::Places(scope.clone(), one)).collect()
        }
        Each::Community(communities) => {
            let both = |asked: Vec<Unreached>| {
                [
                    Walk::Seen(communities.clone(), asked.clone()),
                    Walk::NeverSeen(communities.clone(), asked),
                ]
            };
            alike.into_iter().flat_map(both).collect()
        }
    }
}

/// How many are left of each place, or of each community as a whole.
pub fn left(driver: &mut dyn Driver, each: &Each, asked: &[Unreached]) -> Result<Tallies, Fault> {
    let mut tallies = Tallies::new();
    for walk in walks(each, asked) {
        add(&mut tallies, walk.count(driver)?);
    }
    Ok(tallies)
}

/// Lays what one walk has counted to what others have.
pub fn add(tallies: &mut Tallies, part: Tallies) {
    for (asked, counts) in part {
        tallies.entry(asked).or_default().extend(counts);
    }
}

impl Walk {
    pub fn count(&self, driver: &mut dyn Driver) -> Result<Tallies, Fault> {
        let (asked, counts) = match self {
            Walk::Places(scope, one) => {
                return Ok(Tallies::from([(*one, of_places(driver, scope, *one)?)]));
            }
            Walk::NeverSeen(communities, asked) => (asked, never(driver, communities, asked)?),
            Walk::Seen(communities, asked) => (asked, seen_before(driver, communities, asked)?),
        };
        Ok(asked.iter().copied().zip(counts).collect())
    }
}

impl Unreached {
    fn asks(&self) -> (Which, Option<Level>) {
        (self.which, self.level)
    }

    /// Who comes under it, and the day of their last visit.
    fn told_by(&self) -> (&'static str, &'static str) {
        (self.which.clause(), last_by(self.level))
    }
}

fn of_places(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    Unreached { which, level, since, known }: Unreached,
) -> Result<Counts, Fault> {
    let (clause, last) = (which.clause(), last_by(level));
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT cid, grid, COUNT(*) FROM premises
         WHERE cid >= $1 AND cid < $2 AND {clause} AND ({last} IS NULL OR {last} < $3) AND since <= $4
         GROUP BY cid, grid"
    );
    let rows = driver.query(&sql, params![low, high, since, known])?;
    rows.iter().map(|row| Ok(((path(row, 0)?, opt_path(row, 1)?), row.int(2)? as u32))).collect()
}

/// Those of alike questions that were never seen, in their order: each counted once, however many rounds ask for it.
fn never(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    asked: &[Unreached],
) -> Result<Vec<Counts>, Fault> {
    let mut never = vec![Vec::new(); asked.len()];
    let Some((clause, last)) = asked.first().map(Unreached::told_by) else { return Ok(never) };
    let known: BTreeSet<NaiveDate> = asked.iter().map(|one| one.known).collect();
    let mut before: Option<NaiveDate> = None;
    for known in known {
        let behind = before.map_or("", |_| "AND since > $2");
        let question = format!(
            "SELECT {{cid}} AS cid, COUNT(*) AS unseen FROM premises
             WHERE cid = {{cid}} AND {clause} AND {last} IS NULL AND since <= $1 {behind}"
        );
        let days: Vec<Value> =
            [Some(known), before].into_iter().flatten().map(Value::from).collect();
        for row in &each::ask(driver, communities, &question, &days)? {
            let count: (Place, u32) = ((path(row, 0)?, None), row.int(1)? as u32);
            for (_, counts) in asked.iter().zip(&mut never).filter(|(one, _)| known <= one.known) {
                counts.push(count.clone());
            }
        }
        before = Some(known);
    }
    Ok(never)
}

/// Those that were seen before the day of each of alike questions, in their order.
fn seen_before(
    driver: &mut dyn Driver,
    communities: &[UnitPath],
    asked: &[Unreached],
) -> Result<Vec<Counts>, Fault> {
    let mut counts = vec![Vec::new(); asked.len()];
    let Some((clause, last)) = asked.first().map(Unreached::told_by) else { return Ok(counts) };
    let Some(latest) = asked.iter().map(|one| one.since).max() else { return Ok(counts) };
    let mut days: Vec<Value> = vec![latest.into()];
    let mut sums = String::new();
    for one in asked {
        days.extend([one.since.into(), one.known.into()]);
        let (since, known) = (days.len() - 1, days.len());
        sums += &format!(
            ", COUNT(*) FILTER (WHERE {last} < ${since} AND since <= ${known}) AS at_{known}"
        );
    }
    let question = format!(
        "SELECT {{cid}} AS cid{sums} FROM premises WHERE cid = {{cid}} AND {clause} AND {last} < $1"
    );
    for row in &each::ask(driver, communities, &question, &days)? {
        let place: Place = (path(row, 0)?, None);
        for (at, counts) in counts.iter_mut().enumerate() {
            counts.push((place.clone(), row.int(at + 1)? as u32));
        }
    }
    Ok(counts)
}
