//! What is drawn from records is drawn anew after they came in: nothing that a parcel says about it is believed, and steps
//! that do not follow from one another are found.

use super::Values;
use crate::{
    domain::{event, id::Id, supervision, transfer, unit::UnitPath},
    params,
    store::{
        Driver, Fault, Value, hazards, inspections, matters,
        notices::{self, Serial},
        premises, units,
    },
};

/// Draws anew what hangs on these records of one table. Errors: [`Fault::Damaged`] where steps do not follow.
pub fn rebuild(
    driver: &mut dyn Driver,
    table: &str,
    community: &UnitPath,
    records: &[&Values],
) -> Result<(), Fault> {
    let ids = |at: usize| {
        let mut ids: Vec<[u8; 16]> = records
            .iter()
            .filter_map(|row| match row.get(at) {
                Some(Value::Id(id)) => Some(*id),
                _ => None,
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    match table {
        "premises" => {
            for id in ids(1) {
                premises::retell(driver, community, Id(id))?;
                premises::unsee(driver, community, Id(id))?;
            }
        }
        // A visit was the last one, or is no more.
        "inspection" => {
            for id in ids(3) {
                premises::unsee(driver, community, Id(id))?;
            }
        }
        // It was a visit of a further level.
        "inspection_level" => {
            for id in ids(1) {
                if let Some(visit) = inspections::by_id(driver, community, Id(id))? {
                    premises::unsee(driver, community, visit.premises)?;
                }
            }
        }
        "verification" => {
            for id in ids(2) {
                premises::raise_verified(driver, community, Id(id))?;
            }
        }
        "hazard" => {
            for id in ids(1) {
                hazards::refold(driver, community, Id(id))?;
            }
        }
        "matter" => {
            for id in ids(1) {
                let id = Id(id);
                let known = matters::refold::<transfer::Course>(driver, community, id)?
                    || matters::refold::<supervision::Course>(driver, community, id)?
                    || matters::refold::<event::Course>(driver, community, id)?;
                if !known {
                    return Err(Fault::damaged(format!("matter {id} is of no known kind")));
                }
            }
        }
        "notice" => raise(driver, community, "series")?,
        "document" => raise(driver, community, "code")?,
        _ => {}
    }
    Ok(())
}

/// No number that a record has is given again.
fn raise(driver: &mut dyn Driver, community: &UnitPath, series: &str) -> Result<(), Fault> {
    let table = if series == "code" { "document" } else { "notice" };
    let (low, high) = community.range();
    let sql = format!(
        "SELECT unit, {series}, year, MAX(serial) FROM {table}
         WHERE cid >= $1 AND cid < $2 AND serial IS NOT NULL GROUP BY unit, {series}, year"
    );
    for row in driver.query(&sql, params![low, high])? {
        let serial = Serial {
            unit: units::path(&row, 0)?,
            series: row.text(1)?,
            year: row.int(2)? as i32,
            last: row.int(3)? as u32,
        };
        notices::raise_serial(driver, &serial)?;
    }
    Ok(())
}
