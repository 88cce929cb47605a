//! What the office as a whole is set to: few words, each under its name.

use super::{Driver, Fault};
use crate::params;

pub fn get(driver: &mut dyn Driver, key: &str) -> Result<Option<String>, Fault> {
    let rows = driver.query("SELECT value FROM meta WHERE key = $1", params![key])?;
    rows.first().map(|row| row.text(0)).transpose()
}

pub fn set(driver: &mut dyn Driver, key: &str, value: &str) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO meta(key, value) VALUES ($1, $2)
         ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        params![key, value],
    )?;
    Ok(())
}
