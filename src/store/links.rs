//! What events have to do with, and back again.

use super::{Driver, Fault};
use crate::{
    domain::{
        id::Id,
        linked::{Link, LinkKind},
        unit::UnitPath,
    },
    params,
};

pub fn insert(
    driver: &mut dyn Driver,
    community: &UnitPath,
    matter: Id,
    link: Link,
) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO matter_link(cid, matter, kind, target) VALUES ($1, $2, $3, $4)",
        params![community.as_str(), matter.0, link.kind.code(), link.id.0],
    )?;
    Ok(())
}

/// Errors: [`Fault::Conflict`] where it is not there any more.
pub fn remove(
    driver: &mut dyn Driver,
    community: &UnitPath,
    matter: Id,
    link: Link,
) -> Result<(), Fault> {
    let touched = driver.execute(
        "DELETE FROM matter_link WHERE cid = $1 AND matter = $2 AND kind = $3 AND target = $4",
        params![community.as_str(), matter.0, link.kind.code(), link.id.0],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// What a matter is linked with.
pub fn of_matter(
    driver: &mut dyn Driver,
    community: &UnitPath,
    matter: Id,
) -> Result<Vec<Link>, Fault> {
    let rows = driver.query(
        "SELECT kind, target FROM matter_link WHERE cid = $1 AND matter = $2 ORDER BY kind, target",
        params![community.as_str(), matter.0],
    )?;
    rows.iter()
        .map(|row| {
            let kind = row.text(0)?;
            let kind = LinkKind::from_code(&kind)
                .ok_or_else(|| Fault::damaged(format!("not a kind of link: {kind}")))?;
            Ok(Link { kind, id: Id(row.id(1)?) })
        })
        .collect()
}
