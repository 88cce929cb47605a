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

/// How many are left of each place, or of each community as a whole: one short stretch of an index each, where a street
/// has too many rows to sort them by grid.
pub fn left(driver: &mut dyn Driver, each: &Each, asked: &[Unreached]) -> Result<Tallies, Fault> {
    let mut tallies = Tallies::new();
    let communities = match each {
        Each::Place(scope) => {
            for one in asked {
                tallies.insert(*one, of_places(driver, scope, *one)?);
            }
            return Ok(tallies);
        }
        Each::Community(communities) => communities,
    };
    let mut alike: HashMap<(Which, Option<Level>), Vec<Unreached>> = HashMap::new();
    for one in asked {
        let alike = alike.entry((one.which, one.level)).or_default();
        if !alike.contains(one) {
            alike.push(*one);
        }
    }
    for ((which, level), asked) in alike {
        let of = Unseen { communities, clause: which.clause(), last: last_by(level) };
        let never = of.never(driver, &asked)?;
        let once = of.before(driver, &asked)?;
        for (one, mut counts) in asked.iter().zip(once) {
            counts.extend(
                never
                    .iter()
                    .filter(|(known, _)| *known <= one.known)
                    .flat_map(|(_, counts)| counts.iter().cloned()),
            );
            tallies.insert(*one, counts);
        }
    }
    Ok(tallies)
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

/// The premises of communities that come under a rule, by the day of their last visit.
struct Unseen<'a> {
    communities: &'a [UnitPath],
    clause: &'static str,
    last: &'static str,
}

impl Unseen<'_> {
    /// Those that were never seen, by the day by which they were on the register: each counted once, however many rounds
    /// ask for it.
    fn never(
        &self,
        driver: &mut dyn Driver,
        asked: &[Unreached],
    ) -> Result<Vec<(NaiveDate, Counts)>, Fault> {
        let Unseen { communities, clause, last } = self;
        let known: BTreeSet<NaiveDate> = asked.iter().map(|one| one.known).collect();
        let mut never = Vec::new();
        let mut before: Option<NaiveDate> = None;
        for known in known {
            let behind = before.map_or("", |_| "AND since > $2");
            let question = format!(
                "SELECT {{cid}} AS cid, COUNT(*) AS unseen FROM premises
                 WHERE cid = {{cid}} AND {clause} AND {last} IS NULL AND since <= $1 {behind}"
            );
            let days: Vec<Value> =
                [Some(known), before].into_iter().flatten().map(Value::from).collect();
            let rows = each::ask(driver, communities, &question, &days)?;
            let counts = rows.iter().map(|row| Ok(((path(row, 0)?, None), row.int(1)? as u32)));
            never.push((known, counts.collect::<Result<_, Fault>>()?));
            before = Some(known);
        }
        Ok(never)
    }

    /// Those that were seen before the day of each question, in its order.
    fn before(&self, driver: &mut dyn Driver, asked: &[Unreached]) -> Result<Vec<Counts>, Fault> {
        let Unseen { communities, clause, last } = self;
        let mut counts = vec![Vec::new(); asked.len()];
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
            "SELECT {{cid}} AS cid{sums} FROM premises
             WHERE cid = {{cid}} AND {clause} AND {last} < $1"
        );
        for row in &each::ask(driver, communities, &question, &days)? {
            let place: Place = (path(row, 0)?, None);
            for (at, counts) in counts.iter_mut().enumerate() {
                counts.push((place.clone(), row.int(at + 1)? as u32));
            }
        }
        Ok(counts)
    }
}
