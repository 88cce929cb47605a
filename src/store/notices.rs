//! Notices and the serials they carry.

use chrono::NaiveDate;

use super::{
    Driver, Fault, Row, Value, sought,
    text::{from_json, to_json},
    units::path,
};
use crate::{
    domain::{
        id::Id,
        notice::{Notice, SignRefusal, Void},
        number,
        unit::UnitPath,
    },
    params,
};

/// The next serial of a unit's series in a year. It moves with the transaction: given up with it,
/// never given twice.
pub fn next_serial(
    driver: &mut dyn Driver,
    unit: &UnitPath,
    series: &str,
    year: i32,
) -> Result<u32, Fault> {
    let rows = driver.query(
        "INSERT INTO serial(unit, series, year, last) VALUES ($1, $2, $3, 1)
         ON CONFLICT(unit, series, year) DO UPDATE SET last = serial.last + 1
         RETURNING last",
        params![unit.as_str(), series, year],
    )?;
    let row = rows.first().ok_or_else(|| Fault::other("no serial came back".to_owned()))?;
    Ok(row.int(0)? as u32)
}

/// The last serial given of a unit's series in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Serial {
    pub unit: UnitPath,
    pub series: String,
    pub year: i32,
    pub last: u32,
}

pub fn serials(driver: &mut dyn Driver) -> Result<Vec<Serial>, Fault> {
    driver
        .query("SELECT unit, series, year, last FROM serial ORDER BY unit, series, year", &[])?
        .iter()
        .map(|row| {
            Ok(Serial {
                unit: path(row, 0)?,
                series: row.text(1)?,
                year: row.int(2)? as i32,
                last: row.int(3)? as u32,
            })
        })
        .collect()
}

/// Serials up to this one are not given again; whether any was still free. A unit that is not known here has none.
pub fn raise_serial(driver: &mut dyn Driver, serial: &Serial) -> Result<bool, Fault> {
    let changed = driver.execute(
        "INSERT INTO serial(unit, series, year, last) SELECT path, $2, $3, $4 FROM unit WHERE path = $1
         ON CONFLICT(unit, series, year) DO UPDATE SET last = excluded.last WHERE serial.last < excluded.last",
        params![serial.unit.as_str(), &serial.series, serial.year, serial.last],
    )?;
    Ok(changed > 0)
}

/// A notice with the words it was issued with.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub notice: Notice,
    pub form_sha: String,
    /// The premises as the letter names it.
    pub addressee: String,
    /// `form::letter::Letter` as JSON.
    pub letter: String,
}

const COLUMNS: &str =
    "cid, id, unit, series, year, serial, number, inspection, premises, issued_on,
    void_on, void_reason, addressee, refused_on, witnesses, refusal";

/// Keeps a notice with the day on which its number was given.
pub fn insert(
    driver: &mut dyn Driver,
    stored: &Stored,
    entered_on: NaiveDate,
) -> Result<(), Fault> {
    let notice = &stored.notice;
    driver.execute(
        "INSERT INTO notice(cid, id, unit, series, year, serial, number, inspection, premises,
             issued_on, form_sha, addressee, letter, entered_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![
            notice.community.as_str(),
            notice.id.0,
            notice.unit.as_str(),
            &notice.series,
            notice.year,
            notice.serial,
            &notice.number,
            notice.inspection.0,
            notice.premises.0,
            notice.issued_on,
            &stored.form_sha,
            &stored.addressee,
            &stored.letter,
            entered_on
        ],
    )?;
    Ok(())
}

/// Marks a notice void; one that another desk has voided first is a conflict.
pub fn void(driver: &mut dyn Driver, notice: &Notice, void: &Void) -> Result<(), Fault> {
    let touched = driver.execute(
        "UPDATE notice SET void_on = $3, void_reason = $4
         WHERE cid = $1 AND id = $2 AND void_on IS NULL",
        params![notice.community.as_str(), notice.id.0, void.on, &void.reason],
    )?;
    if touched == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

/// Keeps that the premises would not sign; a second one is a conflict.
pub fn sign_refused(
    driver: &mut dyn Driver,
    notice: &Notice,
    refusal: &SignRefusal,
) -> Result<(), Fault> {
    let changed = driver.execute(
        "UPDATE notice SET refused_on = $3, witnesses = $4, refusal = $5
         WHERE cid = $1 AND id = $2 AND refused_on IS NULL AND void_on IS NULL",
        params![
            notice.community.as_str(),
            notice.id.0,
            refusal.on,
            to_json(&refusal.witnesses)?,
            &refusal.note
        ],
    )?;
    if changed == 1 { Ok(()) } else { Err(Fault::Conflict) }
}

fn notice(row: &Row) -> Result<Notice, Fault> {
    let void = match row.opt_day(10)? {
        Some(on) => Some(Void { on, reason: row.opt_text(11)?.unwrap_or_default() }),
        None => None,
    };
    let unsigned = match row.opt_day(13)? {
        Some(on) => Some(SignRefusal {
            on,
            witnesses: from_json(&row.opt_text(14)?.unwrap_or_default())?,
            note: row.opt_text(15)?.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(Notice {
        community: path(row, 0)?,
        id: Id(row.id(1)?),
        unit: path(row, 2)?,
        series: row.text(3)?,
        year: row.int(4)? as i32,
        serial: row.int(5)? as u32,
        number: row.text(6)?,
        inspection: Id(row.id(7)?),
        premises: Id(row.id(8)?),
        issued_on: row.day(9)?,
        void,
        unsigned,
    })
}

fn stored(row: &Row) -> Result<Stored, Fault> {
    Ok(Stored {
        notice: notice(row)?,
        addressee: row.text(12)?,
        form_sha: row.text(16)?,
        letter: row.text(17)?,
    })
}

fn select(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    clause: &str,
    value: Value,
) -> Result<Vec<Stored>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS}, form_sha, letter FROM notice WHERE cid >= $1 AND cid < $2 AND {clause}
         ORDER BY unit, series, year, serial"
    );
    driver.query(&sql, &[low.into(), high.into(), value])?.iter().map(stored).collect()
}

/// Whether another unit has given this number to a notice or a document: they would write the same letters for 代字.
pub fn given_elsewhere(
    driver: &mut dyn Driver,
    number: &str,
    unit: &UnitPath,
) -> Result<bool, Fault> {
    let rows = driver.query(
        "SELECT 1 FROM notice WHERE number = $1 AND unit <> $2
         UNION ALL SELECT 1 FROM document WHERE number = $1 AND number <> '' AND unit <> $2",
        params![number, unit.as_str()],
    )?;
    Ok(!rows.is_empty())
}

/// Notices with this number (two units might write the same one).
pub fn by_number(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    number: &str,
) -> Result<Vec<Stored>, Fault> {
    select(driver, scope, "number = $3", number.into())
}

/// Notices of a year with this serial, of whatever unit, void ones too.
pub fn by_serial(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    year: i32,
    serial: u32,
) -> Result<Vec<Notice>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS} FROM notice WHERE cid >= $1 AND cid < $2 AND year = $3 AND serial = $4
         ORDER BY unit, series"
    );
    driver.query(&sql, params![low, high, year, serial])?.iter().map(notice).collect()
}

/// All notices of an inspection, void ones too.
pub fn of_inspection(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    inspection: Id,
) -> Result<Vec<Stored>, Fault> {
    select(driver, scope, "inspection = $3", inspection.0.into())
}

/// All notices of a year, void ones too, in the order of their numbers.
pub fn of_year(driver: &mut dyn Driver, scope: &UnitPath, year: i32) -> Result<Vec<Stored>, Fault> {
    select(driver, scope, "year = $3", year.into())
}

/// A notice as it stands in a list, without its letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub notice: Notice,
    /// The premises as the letter names it.
    pub addressee: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub year: Option<i32>,
    pub premises: Option<Id>,
    /// Typed to find it: its number or part of it, however it is written, or its premises as the register finds them.
    /// Those that bear the very number come first.
    pub words: Option<String>,
    /// Valid, issued up to this day, and without a scan of the signed paper.
    pub unsigned_by: Option<NaiveDate>,
    pub limit: Option<u32>,
}

const UNSIGNED: &str = "n.void_on IS NULL AND NOT EXISTS (SELECT 1 FROM evidence e
     WHERE e.cid = n.cid AND e.subject = n.id AND e.kind = 'scan' AND e.void_on IS NULL)";

/// How many valid notices issued up to a day have no scan of the signed paper.
pub fn unsigned(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    issued_by: NaiveDate,
) -> Result<u32, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT COUNT(*) FROM unit u CROSS JOIN notice n
         WHERE u.path >= $1 AND u.path < $2 AND n.cid = u.path AND n.issued_on <= $3 AND {UNSIGNED}"
    );
    let rows = driver.query(&sql, params![low, high, issued_by])?;
    rows.first().map_or(Ok(0), |row| Ok(row.int(0)? as u32))
}

/// Notices, void ones too, the newest first.
pub fn list(
    driver: &mut dyn Driver,
    scope: &UnitPath,
    filter: &Filter,
) -> Result<Vec<Line>, Fault> {
    let (low, high) = scope.range();
    let mut params = params![low, high].to_vec();
    let mut clauses = String::new();
    if let Some(year) = filter.year {
        params.push(year.into());
        clauses += &format!(" AND n.year = ${}", params.len());
    }
    if let Some(premises) = filter.premises {
        params.push(premises.0.into());
        clauses += &format!(" AND n.premises = ${}", params.len());
    }
    if let Some(day) = filter.unsigned_by {
        params.push(day.into());
        clauses += &format!(" AND n.issued_on <= ${} AND {UNSIGNED}", params.len());
    }
    let mut first = String::new();
    if let Some(words) = &filter.words {
        let number::Sought { words, year, serial } = number::sought(words);
        let columns = ["n.number", "n.addressee"];
        clauses += &sought::clause(&words, &columns, "n.premises", &[], &mut params);
        if let Some(serial) = serial {
            params.push(serial.into());
            first = format!("n.serial = ${}", params.len());
            if let Some(year) = year {
                params.push(year.into());
                first += &format!(" AND n.year = ${}", params.len());
            }
            first = format!("CASE WHEN {first} THEN 0 ELSE 1 END, ");
        }
    }
    let mut limit = String::new();
    if let Some(rows) = filter.limit {
        params.push(rows.into());
        limit = format!(" LIMIT ${}", params.len());
    }
    let order = format!("ORDER BY {first}n.issued_on DESC, n.serial DESC, n.id");
    let sql = format!(
        "SELECT {COLUMNS} FROM notice n WHERE n.cid >= $1 AND n.cid < $2{clauses} {order}{limit}"
    );
    driver
        .query(&sql, &params)?
        .iter()
        .map(|row| Ok(Line { notice: notice(row)?, addressee: row.text(12)? }))
        .collect()
}

/// A series of a unit's year whose serials are not one after the other from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    pub unit: UnitPath,
    pub series: String,
    pub year: i32,
    /// Below the highest that there is.
    pub missing: Vec<u32>,
    /// Whether one stands twice.
    pub twice: bool,
}

/// Series with a gap, as a restored backup or tampering leaves them.
pub fn gaps(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Gap>, Fault> {
    let (low, high) = scope.range();
    let rows = driver.query(
        "SELECT unit, series, year FROM notice WHERE unit >= $1 AND unit < $2
         GROUP BY unit, series, year
         HAVING COUNT(*) <> MAX(serial) OR COUNT(DISTINCT serial) <> MAX(serial)
         ORDER BY unit, year, series",
        params![low, high],
    )?;
    let mut gaps = Vec::new();
    for row in &rows {
        let (unit, series, year) = (path(row, 0)?, row.text(1)?, row.int(2)? as i32);
        let serials = driver.query(
            "SELECT serial FROM notice WHERE unit = $1 AND series = $2 AND year = $3 ORDER BY serial",
            params![unit.as_str(), &series, year],
        )?;
        let serials =
            serials.iter().map(|row| Ok(row.int(0)? as u32)).collect::<Result<Vec<_>, Fault>>()?;
        let last = serials.last().copied().unwrap_or_default();
        let missing = (1..=last).filter(|number| serials.binary_search(number).is_err()).collect();
        let twice = serials.windows(2).any(|pair| pair[0] == pair[1]);
        gaps.push(Gap { unit, series, year, missing, twice });
    }
    Ok(gaps)
}

/// Inspections whose notice is void and has no successor.
pub fn waiting(driver: &mut dyn Driver, scope: &UnitPath) -> Result<Vec<Notice>, Fault> {
    let (low, high) = scope.range();
    let sql = format!(
        "SELECT {COLUMNS} FROM notice v
         WHERE v.cid >= $1 AND v.cid < $2 AND v.void_on IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.cid = v.cid
               AND n.inspection = v.inspection AND (n.void_on IS NULL OR (n.year, n.serial) > (v.year, v.serial)))
           AND NOT EXISTS (SELECT 1 FROM inspection i WHERE i.corrects = v.inspection)
         ORDER BY v.issued_on, v.serial"
    );
    driver.query(&sql, params![low, high])?.iter().map(notice).collect()
}

pub fn by_id(driver: &mut dyn Driver, scope: &UnitPath, id: Id) -> Result<Vec<Stored>, Fault> {
    select(driver, scope, "id = $3", id.0.into())
}
