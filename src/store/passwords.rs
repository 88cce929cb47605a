//! What passwords are compared with, the wrong ones, and the recovery code; never a password itself.

use super::{Driver, Fault, Row};
use crate::{domain::id::Id, params};

/// A salted hash, with what it takes to make it again.
#[derive(Clone, PartialEq)]
pub struct Hashed {
    pub salt: Vec<u8>,
    /// Of PBKDF2-HMAC-SHA256.
    pub rounds: u32,
    pub hash: Vec<u8>,
}

/// Whose password it is, and who set it when.
#[derive(Clone, PartialEq)]
pub struct Kept {
    /// A post of the person.
    pub staff: Id,
    pub hashed: Hashed,
    /// Milliseconds since 1970.
    pub set_ms: i64,
    pub set_by: String,
}

/// All of them; none is an office without a door.
pub fn all(driver: &mut dyn Driver) -> Result<Vec<Kept>, Fault> {
    let rows = driver.query(
        "SELECT salt, rounds, hash, staff, set_ms, set_by FROM password ORDER BY staff",
        &[],
    )?;
    let kept = |row: &Row| {
        Ok(Kept {
            staff: Id(row.id(3)?),
            hashed: hashed(row)?,
            set_ms: row.int(4)?,
            set_by: row.text(5)?,
        })
    };
    rows.iter().map(kept).collect()
}

/// Keeps the password of a person, whose posts these are, in the place of the one before.
pub fn put(driver: &mut dyn Driver, kept: &Kept, posts: &[Id]) -> Result<(), Fault> {
    remove(driver, posts)?;
    let Hashed { salt, rounds, hash } = &kept.hashed;
    driver.execute(
        "INSERT INTO password(staff, salt, rounds, hash, set_ms, set_by)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            kept.staff.0,
            salt.clone(),
            i64::from(*rounds),
            hash.clone(),
            kept.set_ms,
            &kept.set_by
        ],
    )?;
    Ok(())
}

/// Forgets the password of a person, and what was wrong.
pub fn remove(driver: &mut dyn Driver, posts: &[Id]) -> Result<(), Fault> {
    for post in posts {
        driver.execute("DELETE FROM password WHERE staff = $1", params![post.0])?;
    }
    forget_wrong(driver, posts)
}

/// When it was wrong since the last right one, in milliseconds since 1970, the oldest first.
pub fn wrong(driver: &mut dyn Driver, posts: &[Id]) -> Result<Vec<i64>, Fault> {
    let mut moments = Vec::new();
    for post in posts {
        let rows =
            driver.query("SELECT at_ms FROM password_wrong WHERE staff = $1", params![post.0])?;
        for row in &rows {
            moments.push(row.int(0)?);
        }
    }
    moments.sort_unstable();
    Ok(moments)
}

/// Notes a wrong one, and forgets what is older than counts.
pub fn note_wrong(
    driver: &mut dyn Driver,
    post: Id,
    at_ms: i64,
    oldest_ms: i64,
) -> Result<(), Fault> {
    driver.execute("DELETE FROM password_wrong WHERE at_ms < $1", params![oldest_ms])?;
    driver.execute(
        "INSERT INTO password_wrong(staff, at_ms) VALUES ($1, $2)",
        params![post.0, at_ms],
    )?;
    Ok(())
}

pub fn forget_wrong(driver: &mut dyn Driver, posts: &[Id]) -> Result<(), Fault> {
    for post in posts {
        driver.execute("DELETE FROM password_wrong WHERE staff = $1", params![post.0])?;
    }
    Ok(())
}

/// What the recovery code is compared with.
pub fn recovery(driver: &mut dyn Driver) -> Result<Option<Hashed>, Fault> {
    let rows = driver.query("SELECT salt, rounds, hash FROM recovery_code", &[])?;
    rows.first().map(hashed).transpose()
}

/// Keeps a new recovery code; the one before opens nothing any more.
pub fn put_recovery(
    driver: &mut dyn Driver,
    hashed: &Hashed,
    set_ms: i64,
    set_by: &str,
) -> Result<(), Fault> {
    remove_recovery(driver)?;
    driver.execute(
        "INSERT INTO recovery_code(place, salt, rounds, hash, set_ms, set_by)
         VALUES (1, $1, $2, $3, $4, $5)",
        params![hashed.salt.clone(), i64::from(hashed.rounds), hashed.hash.clone(), set_ms, set_by],
    )?;
    Ok(())
}

pub fn remove_recovery(driver: &mut dyn Driver) -> Result<(), Fault> {
    driver.execute("DELETE FROM recovery_code", &[])?;
    Ok(())
}

/// Salt, rounds and hash, which come first in a row.
fn hashed(row: &Row) -> Result<Hashed, Fault> {
    let rounds = row.int(1)?;
    Ok(Hashed {
        salt: row.bytes(0)?,
        rounds: u32::try_from(rounds)
            .map_err(|_| Fault::damaged(format!("not a number of rounds: {rounds}")))?,
        hash: row.bytes(2)?,
    })
}
