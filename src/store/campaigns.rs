//! Campaigns (专项行动), each under the unit that runs it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Driver, Fault, Row,
    text::{from_json, to_json},
    units::path,
};
use crate::{
    domain::{
        campaign::{Campaign, Every, Reports, Scope},
        id::Id,
        unit::UnitPath,
    },
    params,
};

/// A campaign with its version, which tells whether somebody else has changed it since it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub campaign: Campaign,
    pub version: i64,
}

impl Stored {
    /// Whether anything was done to it since it was entered.
    pub fn is_touched(&self) -> bool {
        self.version > 1
    }
}

/// What nobody searches by.
#[derive(Serialize, Deserialize)]
struct Body {
    basis: String,
    scope: Scope,
    every: Every,
    times: u32,
    reports: Reports,
}

fn body(campaign: &Campaign) -> Result<String, Fault> {
    to_json(&Body {
        basis: campaign.basis.clone(),
        scope: campaign.scope.clone(),
        every: campaign.every,
        times: campaign.times,
        reports: campaign.reports.clone(),
    })
}

pub fn insert(driver: &mut dyn Driver, campaign: &Campaign) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO campaign(unit, id, name, from_day, to_day, body, version)
         VALUES ($1, $2, $3, $4, $5, $6, 1)",
        params![
            campaign.unit.as_str(),
            campaign.id.0,
            &campaign.name,
            campaign.from,
            campaign.to,
            body(campaign)?
        ],
    )?;
    Ok(())
}

/// Writes over the version that was read, or [`Fault::Conflict`].
pub fn update(driver: &mut dyn Driver, campaign: &Campaign, read: i64) -> Result<(), Fault> {
    let (ended, withdrawn) = (campaign.ended.as_ref(), campaign.withdrawn.as_ref());
    let touched = driver.execute(
        "UPDATE campaign SET name = $3, from_day = $4, to_day = $5, body = $6, ended_on = $7,
             ended_reason = $8, withdrawn_on = $9, withdrawn_reason = $10, version = version + 1
         WHERE unit = $1 AND id = $2 AND version = $11",
        params![
            campaign.unit.as_str(),
            campaign.id.0,
            &campaign.name,
            campaign.from,
            campaign.to,
            body(campaign)?,
            ended.map(|(on, _)| *on),
            ended.map(|(_, reason)| reason.as_str()),
            withdrawn.map(|(on, _)| *on),
            withdrawn.map(|(_, reason)| reason.as_str()),
            read
        ],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Campaigns that concern a unit: its own, those above it and those below; from a day on when one is said. The
/// newest first, without those that were taken back.
pub fn concerning(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: Option<NaiveDate>,
) -> Result<Vec<Stored>, Fault> {
    select(driver, scope, since, " AND withdrawn_on IS NULL")
}

/// All of them, those too that were taken back.
pub fn all(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Stored>, Fault> {
    select(driver, scope, None, "")
}

fn select(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    since: Option<NaiveDate>,
    which: &str,
) -> Result<Vec<Stored>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let mut sql = "SELECT unit, id, name, from_day, to_day, body, ended_on, ended_reason, version,
             withdrawn_on, withdrawn_reason FROM campaign WHERE (unit >= $1 AND unit < $2"
        .to_owned();
    for above in std::iter::successors(scope.parent(), UnitPath::parent) {
        params.push(above.as_str().into());
        sql += &format!(" OR unit = ${}", params.len());
    }
    sql.push(')');
    sql += which;
    if let Some(since) = since {
        params.push(since.into());
        sql += &format!(" AND to_day >= ${}", params.len());
    }
    sql += " ORDER BY from_day DESC, id DESC";
    driver.query(&sql, &params)?.iter().map(stored).collect()
}

fn stored(row: &Row) -> Result<Stored, Fault> {
    let body: Body = from_json(&row.text(5)?)?;
    let told = |at: usize| match row.opt_day(at)? {
        Some(on) => Ok(Some((on, row.opt_text(at + 1)?.unwrap_or_default()))),
        None => Ok::<_, Fault>(None),
    };
    Ok(Stored {
        campaign: Campaign {
            unit: path(row, 0)?,
            id: Id(row.id(1)?),
            name: row.text(2)?,
            from: row.day(3)?,
            to: row.day(4)?,
            basis: body.basis,
            scope: body.scope,
            every: body.every,
            times: body.times,
            reports: body.reports,
            ended: told(6)?,
            withdrawn: told(9)?,
        },
        version: row.int(8)?,
    })
}
