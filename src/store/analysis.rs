//! Hazards counted by what they have in common.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Driver, Fault, Row, hazards};
use crate::{
    domain::{analysis::Tally, grade::Grade, hazard::StateKind, unit::UnitPath},
    params,
};

/// What hazards are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Of the item, or as 重大隐患填报表 says.
    Category,
    /// Of the premises, as the register has it today.
    Industry,
    Community,
    /// Empty for those that stand in no grid.
    Grid,
}

const TALLY: &str = "COUNT(*), SUM(CASE WHEN h.state = 'closed' THEN 1 ELSE 0 END),
    SUM(CASE WHEN h.grade = 'major' THEN 1 ELSE 0 END)";

fn tally(row: &Row) -> Result<Tally, Fault> {
    Ok(Tally { found: row.int(1)?, closed: row.int(2)?, major: row.int(3)? })
}

/// Hazards by the day on which they were found.
pub fn by_day(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(NaiveDate, Tally)>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT h.found_on, {TALLY} FROM unit u CROSS JOIN hazard h
         WHERE u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.found_on >= $3 AND h.found_on <= $4
           AND h.state <> 'withdrawn'
         GROUP BY h.found_on"
    );
    driver
        .query(&sql, params![low, high, from, to])?
        .iter()
        .map(|row| Ok((row.day(0)?, tally(row)?)))
        .collect()
}

/// Hazards found in some days, by group, those with the most first.
pub fn by_group(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    by: By,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(String, Tally)>, Fault> {
    let (low, high) = scope.range();
    let (group, join) = match by {
        By::Category => ("h.category", "WHERE"),
        By::Industry => {
            ("p.industry", "CROSS JOIN premises p WHERE p.cid = h.cid AND p.id = h.premises AND")
        }
        By::Community => ("h.cid", "WHERE"),
        By::Grid => ("COALESCE(h.grid, '')", "WHERE"),
    };
    let sql = format!(
        "SELECT {group}, {TALLY} FROM unit u CROSS JOIN hazard h {join}
           u.path >= $1 AND u.path < $2 AND h.cid = u.path AND h.found_on >= $3 AND h.found_on <= $4
           AND h.state <> 'withdrawn'
         GROUP BY {group} ORDER BY 2 DESC, 1"
    );
    let groups = driver
        .query(&sql, params![low, high, from, to])?
        .iter()
        .map(|row| Ok((row.text(0)?, tally(row)?)))
        .collect::<Result<Vec<_>, Fault>>()?;
    match by {
        By::Category => as_reported(driver, scope, groups, (from, to)),
        _ => Ok(groups),
    }
}

/// Moves what 重大隐患填报表 says the category of out of what has none.
fn as_reported(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    groups: Vec<(String, Tally)>,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<(String, Tally)>, Fault> {
    let mut by: BTreeMap<String, Tally> = groups.into_iter().collect();
    for (hazard, category) in hazards::reported_categories(driver, scope, Some(days))? {
        let kind = hazard.course.kind();
        if kind == StateKind::Withdrawn {
            continue;
        }
        let one = Tally {
            found: 1,
            closed: i64::from(kind == StateKind::Closed),
            major: i64::from(hazard.course.grade() == Grade::Major),
        };
        by.entry(String::new()).or_default().take_off(one);
        by.entry(category).or_default().add(one);
    }
    let mut groups: Vec<_> = by.into_iter().filter(|(_, tally)| tally.found > 0).collect();
    groups.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.found));
    Ok(groups)
}
