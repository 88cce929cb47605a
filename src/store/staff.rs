//! The people of the desk.

use super::{Driver, Fault, units::path};
use crate::{
    domain::{
        id::Id,
        staff::{Left, Role, Staff},
        unit::UnitPath,
    },
    params,
};

pub fn insert(driver: &mut dyn Driver, staff: &Staff) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO staff(unit, id, name, role, phone, card, full_time, origin, since_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            staff.unit.as_str(),
            staff.id.0,
            &staff.name,
            staff.role.code(),
            &staff.phone,
            &staff.card,
            staff.full_time,
            &staff.origin,
            staff.since
        ],
    )?;
    Ok(())
}

/// Ends a post, or lets it go on; one that another desk has ended meanwhile is [`Fault::Conflict`].
pub fn set_left(driver: &mut dyn Driver, person: &Staff, left: Option<&Left>) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE staff SET left_on = $3, left_why = $4, left_to = $6
         WHERE unit = $1 AND id = $2 AND (left_on IS NULL) = $5",
        params![
            person.unit.as_str(),
            person.id.0,
            left.map(|left| left.on),
            left.map_or("", |left| left.why.as_str()),
            left.is_some(),
            left.map_or("", |left| left.to.as_str())
        ],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Changes what may change of a post; one that another desk has changed meanwhile is [`Fault::Conflict`].
pub fn set_known(driver: &mut dyn Driver, was: &Staff, now: &Staff) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE staff SET phone = $3, card = $4, full_time = $5, origin = $6
         WHERE unit = $1 AND id = $2 AND phone = $7 AND card = $8 AND full_time = $9 AND origin = $10",
        params![
            was.unit.as_str(),
            was.id.0,
            &now.phone,
            &now.card,
            now.full_time,
            &now.origin,
            &was.phone,
            &was.card,
            was.full_time,
            &was.origin
        ],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// What was left open under the name has been handed over.
pub fn set_handed(driver: &mut dyn Driver, person: &Staff) -> Result<(), Fault> {
    driver.execute(
        "UPDATE staff SET left_to = '' WHERE unit = $1 AND id = $2",
        params![person.unit.as_str(), person.id.0],
    )?;
    Ok(())
}

/// Everyone of the units in scope, those who left as well, by unit and name.
pub fn under(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Staff>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT unit, id, name, role, phone, card, full_time, origin, since_day, left_on, left_why,
                left_to
             FROM staff WHERE unit >= $1 AND unit < $2 ORDER BY unit, id",
            params![low, high],
        )?
        .iter()
        .map(|row| {
            let role = row.text(3)?;
            Ok(Staff {
                unit: path(row, 0)?,
                id: Id(row.id(1)?),
                name: row.text(2)?,
                role: Role::from_code(&role)
                    .ok_or_else(|| Fault::damaged(format!("not a role: {role}")))?,
                phone: row.text(4)?,
                card: row.text(5)?,
                full_time: row.bool(6)?,
                origin: row.text(7)?,
                since: row.opt_day(8)?,
                left: match row.opt_day(9)? {
                    Some(on) => Some(Left { on, why: row.text(10)?, to: row.text(11)? }),
                    None => None,
                },
            })
        })
        .collect()
}
