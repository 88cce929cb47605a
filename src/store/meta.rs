//! What the office as a whole is set to: few words, each under its name.

use super::{Driver, Fault};
use crate::params;

pub fn get(driver: &mut dyn Driver, key: &str) -> Result<Option<String>, Fault> {
    let rows = driver.query("SELECT value FROM meta WHERE key = $1", params![key])?;
    rows.first().map(|row| row.text(0)).transpose()
}

/// All that stands under names with this beginning: the rest of the name, and the value.
pub fn beginning(driver: &mut dyn Driver, with: &str) -> Result<Vec<(String, String)>, Fault> {
    let rows = driver.query("SELECT key, value FROM meta ORDER BY key", &[])?;
    let mut found = Vec::new();
    for row in &rows {
        let key = row.text(0)?;
        if let Some(rest) = key.strip_prefix(with) {
            found.push((rest.to_owned(), row.text(1)?));
        }
    }
    Ok(found)
}

pub fn set(driver: &mut dyn Driver, key: &str, value: &str) -> Result<(), Fault> {
    driver.execute(
        "INSERT INTO meta(key, value) VALUES ($1, $2)
         ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        params![key, value],
    )?;
    Ok(())
}
