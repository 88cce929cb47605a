//! What persons have said to suggestions, and the cases that they spoke of.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::{
    domain::{accountability::Situation, id::Id, notice::Void, unit::UnitPath},
    params,
    store::{
        Driver, Fault,
        text::{from_json, to_json},
        units::path,
    },
};

/// What a person said to a suggestion, or entered by hand.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Said {
    pub id: Id,
    pub community: UnitPath,
    pub code: String,
    pub target: String,
    /// Set aside when not.
    pub confirmed: bool,
    pub on: NaiveDate,
    pub since: NaiveDate,
    pub reason: String,
    pub by: String,
    /// The entry of a ledger or the supervision that came of it.
    pub leads_to: Option<Id>,
    /// Taken back: the cases that it spoke of are suggested again.
    pub void: Option<Void>,
}

/// A row that its letter has no room for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Beside {
    /// As the letter would number it: `20`, or `（3）` below what a case says.
    pub number: String,
    pub text: String,
}

/// Keeps what was said, with the cases that it speaks of, and what its letter has no room for; one that was spoken of
/// before is a conflict.
pub fn say(
    driver: &mut dyn Driver,
    said: &Said,
    cases: &[String],
    beside: &[Beside],
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO warning(cid, id, code, target, confirmed, on_day, since, reason, actor, leads_to, beside)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            said.community.as_str(),
            said.id.0,
            &said.code,
            &said.target,
            said.confirmed,
            said.on,
            said.since,
            &said.reason,
            &said.by,
            said.leads_to.map(|id| id.0),
            to_json(&beside)?
        ],
    )?;
    for subject in cases {
        driver.execute(
            "INSERT INTO warning_case(cid, code, subject, warning) VALUES ($1, $2, $3, $4)",
            params![said.community.as_str(), &said.code, subject, said.id.0],
        )?;
    }
    Ok(())
}

/// What the letter about a row of a ledger or a supervision has no room for; nothing where no confirmation led to it.
pub fn beside(
    driver: &mut dyn Driver,
    community: &UnitPath,
    leads_to: Id,
) -> Result<Vec<Beside>, Fault> {
    let rows = driver.query(
        "SELECT beside FROM warning WHERE cid = $1 AND leads_to = $2",
        params![community.as_str(), leads_to.0],
    )?;
    rows.first().map_or(Ok(Vec::new()), |row| from_json(&row.text(0)?))
}

/// Takes back what was said, and tells whether it spoke of cases that records show; another desk that did so first is a
/// conflict.
pub fn take_back(driver: &mut dyn Driver, said: &Said, void: &Void) -> Result<bool, Fault> {
    let of = said.community.as_str();
    let touched = driver.execute(
        "UPDATE warning SET void_on = $3, void_reason = $4
         WHERE cid = $1 AND id = $2 AND void_on IS NULL",
        params![of, said.id.0, void.on, &void.reason],
    )?;
    if touched != 1 {
        return Err(Fault::Conflict);
    }
    let spoken_of = driver.execute(
        "DELETE FROM warning_case WHERE cid = $1 AND warning = $2",
        params![of, said.id.0],
    )?;
    Ok(spoken_of > 0)
}

/// What was spoken of in a community, by the subject of each case, and the day on which it was.
pub type Spoken = HashMap<(Situation, UnitPath), Vec<(String, NaiveDate)>>;

/// The cases that were spoken of in a scope and with the units above it, by situation, each with the day on which it was.
pub fn spoken_of(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Spoken, Fault> {
    let (low, high) = scope.range();
    let mut values = params![low, high].to_vec();
    let mut places = "c.cid >= $1 AND c.cid < $2".to_owned();
    for above in std::iter::successors(scope.parent(), UnitPath::parent) {
        values.push(above.as_str().into());
        places += &format!(" OR c.cid = ${}", values.len());
    }
    let mut all = Spoken::new();
    let sql = format!(
        "SELECT c.cid, c.code, c.subject, w.on_day FROM warning_case c CROSS JOIN warning w
         WHERE ({places}) AND w.cid = c.cid AND w.id = c.warning"
    );
    for row in &driver.query(&sql, &values)? {
        if let Some(situation) = Situation::from_code(&row.text(1)?) {
            let spoken = (row.text(2)?, row.day(3)?);
            all.entry((situation, path(row, 0)?)).or_default().push(spoken);
        }
    }
    Ok(all)
}

/// What was said, the newest first.
pub fn said(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Said>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT cid, id, code, target, confirmed, on_day, since, reason, actor, leads_to,
                 void_on, void_reason
             FROM warning WHERE cid >= $1 AND cid < $2 ORDER BY on_day DESC, id DESC",
            params![low, high],
        )?
        .iter()
        .map(|row| {
            Ok(Said {
                community: path(row, 0)?,
                id: Id(row.id(1)?),
                code: row.text(2)?,
                target: row.text(3)?,
                confirmed: row.bool(4)?,
                on: row.day(5)?,
                since: row.day(6)?,
                reason: row.text(7)?,
                by: row.text(8)?,
                leads_to: row.opt_id(9)?.map(Id),
                void: match row.opt_day(10)? {
                    Some(on) => Some(Void { on, reason: row.opt_text(11)?.unwrap_or_default() }),
                    None => None,
                },
            })
        })
        .collect()
}
