//! The people of the desk.

use super::{Driver, Fault, units::path};
use crate::{
    domain::{
        id::Id,
        staff::{Role, Staff},
        unit::UnitPath,
    },
    params,
};

pub fn insert(driver: &mut dyn Driver, staff: &Staff) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO staff(unit, id, name, role, phone, card, active, full_time, origin)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            staff.unit.as_str(),
            staff.id.0,
            &staff.name,
            staff.role.code(),
            &staff.phone,
            &staff.card,
            staff.active,
            staff.full_time,
            &staff.origin
        ],
    )?;
    Ok(())
}

/// Everyone of the units in scope, by unit and name.
pub fn under(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Staff>, Fault> {
    let (low, high) = scope.range();
    driver
        .query(
            "SELECT unit, id, name, role, phone, card, active, full_time, origin FROM staff
             WHERE unit >= $1 AND unit < $2 ORDER BY unit, id",
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
                active: row.bool(6)?,
                full_time: row.bool(7)?,
                origin: row.text(8)?,
            })
        })
        .collect()
}
