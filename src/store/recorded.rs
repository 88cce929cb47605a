//! Whether anything is recorded in a unit.

use super::{Driver, Fault, exchange};
use crate::{domain::unit::UnitPath, params};

/// Tables beside those of the records, and the column that names the unit.
const BESIDE: [(&str, &str); 4] =
    [("import_batch", "cid"), ("exchange", "cid"), ("exchanged", "cid"), ("serial", "unit")];

/// A table in which something stands at a unit or below it; the units themselves are left out.
pub fn below(driver: &mut dyn Driver, unit: &UnitPath) -> Result<Option<&'static str>, Fault> {
    let (low, high) = unit.range();
    let records = exchange::RECORDS.iter().filter(|record| record.table != "unit");
    let records = records.filter_map(|record| exchange::table(record.table));
    for (table, place) in records.map(|table| (table.name, table.place())).chain(BESIDE) {
        let sql = format!("SELECT 1 FROM {table} WHERE {place} >= $1 AND {place} < $2 LIMIT 1");
        if !driver.query(&sql, params![&low, &high])?.is_empty() {
            return Ok(Some(table));
        }
    }
    Ok(None)
}
