//! 留痕: who did what, when, to which record; appended in the transaction of the deed, chained by hash.
//!
//! Each desk has its own chain. A link's hash covers the one before it, so a change, a gap or a swap inside
//! a chain shows. The head of each chain (number and hash) is kept in `meta` too, written in the transaction of
//! the deed, so that a tail cut off shows, and a journal emptied. What this cannot show is a chain made anew, or
//! cut together with its head, by somebody who can write the file and knows how: for that the head is printed on
//! signed reports ([`ChainReport::head`]), and a backup keeps the head of its day, against which it is held
//! ([`hold_against`]).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::driver::{Driver, Engine, Row, Value};
use super::fault::Fault;
use super::meta;
use crate::params;

const HEAD: &str = "SELECT seq, hash FROM journal WHERE desk = $1 ORDER BY seq DESC LIMIT 1";
const HEADS: &str = "SELECT journal.desk, journal.seq, journal.hash
    FROM (SELECT desk, MAX(seq) AS seq FROM journal GROUP BY desk) AS ends
    JOIN journal ON journal.desk = ends.desk AND journal.seq = ends.seq ORDER BY journal.desk";
const HASH_OF: &str = "SELECT hash FROM journal WHERE desk = $1 AND seq = $2";
const APPEND: &str =
    "INSERT INTO journal(desk, seq, at_ms, day, actor, verb, cid, object, body, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const PAGE: &str = "SELECT desk, seq, at_ms, day, actor, verb, cid, object, body, hash FROM journal
    WHERE (desk, seq) > ($1, $2) ORDER BY desk, seq LIMIT $3";
const TAIL: &str = "SELECT desk, seq, at_ms, day, actor, verb, cid, object, body, hash FROM journal
    ORDER BY at_ms DESC, desk, seq DESC LIMIT $1";
const OF_OBJECT: &str =
    "SELECT desk, seq, at_ms, day, actor, verb, cid, object, body, hash FROM journal
    WHERE cid = $1 AND object = $2 ORDER BY at_ms, desk, seq";
/// Before the name of a desk, the word under which the head of its chain is kept.
const KEPT: &str = "journal_head/";

/// Rows read at a time while verifying.
const PAGE_ROWS: i64 = 10_000;

/// One deed, before it has its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub desk: String,
    /// Milliseconds since 1970 UTC, by the clock of the desk.
    pub at_ms: i64,
    /// The civil day on which the deed counts, which `--today` may set.
    pub day: NaiveDate,
    pub actor: String,
    pub verb: String,
    /// The community whose record it is; empty for the office itself.
    pub cid: String,
    pub object: String,
    /// Before → after, in whatever text the verb writes.
    pub body: String,
}

/// An entry in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub seq: i64,
    pub entry: Entry,
    /// Hex of 64 characters.
    pub hash: String,
}

/// The first link of a chain that does not follow: what stands there, and which number should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    pub expected: i64,
    pub entry: Entry,
}

/// What [`verify`] found of one desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainReport {
    pub desk: String,
    pub links: i64,
    /// The stored hash of the last link, to be compared with the one printed or sent earlier.
    pub head: String,
    /// The first link that does not follow from the one before it, or that is missing at the end.
    pub broken_at: Option<i64>,
    pub broken: Option<Break>,
    /// The number of the last link by the head that is kept, where the chain ends before it or otherwise.
    pub cut: Option<i64>,
    /// The number of a link that an earlier copy of the database ends with, and that is not here as it is there.
    pub lost: Option<i64>,
}

/// Appends one entry to the chain of its desk; returns its hash, the new head.
pub fn append(driver: &mut dyn Driver, entry: &Entry) -> Result<String, Fault> {
    let mut heads = append_many(driver, std::slice::from_ref(entry))?;
    heads.remove(&entry.desk).ok_or_else(|| Fault::other("the entry has no head"))
}

/// Appends entries in their order; returns the new head of each desk named. Only inside a transaction: a
/// deed and its trace are saved together or not at all.
pub fn append_many(
    driver: &mut dyn Driver,
    entries: &[Entry],
) -> Result<BTreeMap<String, String>, Fault> {
    if !driver.in_transaction() {
        return Err(Fault::other("the journal is written inside a transaction only"));
    }
    // Sorted by desk, so that two that lock several chains do not wait for each other for ever.
    let mut heads: BTreeMap<String, (i64, String)> =
        entries.iter().map(|entry| (entry.desk.clone(), (0, String::new()))).collect();
    for (desk, head) in &mut heads {
        if driver.engine() == Engine::Postgres {
            // Two processes may work for one desk; SQLite has let only one of them in already.
            driver.query("SELECT pg_advisory_xact_lock(7310114, hashtext($1))", params![desk])?;
        }
        if let Some(row) = driver.query(HEAD, params![desk])?.first() {
            *head = (row.int(0)?, row.text(1)?);
        }
    }
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let (seq, hash) =
            heads.get_mut(&entry.desk).ok_or_else(|| Fault::other("a desk without a head"))?;
        *seq += 1;
        *hash = link_hash(hash, *seq, entry);
        rows.push(values(entry, *seq, hash));
    }
    driver.bulk(APPEND, &rows)?;
    for (desk, (seq, hash)) in &heads {
        meta::set(driver, &format!("{KEPT}{desk}"), &format!("{seq} {hash}"))?;
    }
    Ok(heads.into_iter().map(|(desk, (_, hash))| (desk, hash)).collect())
}

/// Follows every chain from its beginning; one report a desk, in the order of their names.
pub fn verify(driver: &mut dyn Driver) -> Result<Vec<ChainReport>, Fault> {
    let mut reports: Vec<ChainReport> = Vec::new();
    let mut last = (String::new(), 0);
    loop {
        let rows = driver.query(PAGE, params![&last.0, last.1, PAGE_ROWS])?;
        for row in &rows {
            let link = link(row)?;
            last = (link.entry.desk.clone(), link.seq);
            follow(&mut reports, link);
        }
        if (rows.len() as i64) < PAGE_ROWS {
            break;
        }
    }
    for (desk, kept) in meta::beginning(driver, KEPT)? {
        hold(&mut reports, &desk, &kept);
    }
    reports.sort_by(|a, b| a.desk.cmp(&b.desk));
    Ok(reports)
}

/// Holds a chain against the head that is kept of it. Chains of before heads were kept have none until their next
/// deed.
fn hold(reports: &mut Vec<ChainReport>, desk: &str, kept: &str) {
    let (seq, hash) = kept.split_once(' ').unwrap_or((kept, ""));
    let last = seq.parse().unwrap_or(0);
    let place = match reports.iter().position(|report| report.desk == desk) {
        Some(place) => place,
        None => {
            reports.push(ChainReport { desk: desk.to_owned(), ..ChainReport::default() });
            reports.len() - 1
        }
    };
    let report = &mut reports[place];
    if report.broken_at.is_none() && (report.links != last || report.head != hash) {
        report.broken_at = Some(report.links.min(last) + 1);
        report.cut = Some(last);
    }
}

/// Number and hash of the last link of each desk.
pub fn heads(driver: &mut dyn Driver) -> Result<Vec<(String, i64, String)>, Fault> {
    let rows = driver.query(HEADS, &[])?;
    rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?, row.text(2)?))).collect()
}

/// The hash of one link; `None` where there is no such link.
pub fn hash_of(driver: &mut dyn Driver, desk: &str, seq: i64) -> Result<Option<String>, Fault> {
    let rows = driver.query(HASH_OF, params![desk, seq])?;
    rows.first().map(|row| row.text(0)).transpose()
}

/// Holds the chains against the heads of an earlier copy of this database: what had been written then is still there.
pub fn hold_against(
    driver: &mut dyn Driver,
    reports: &mut [ChainReport],
    heads: &[(String, i64, String)],
) -> Result<(), Fault> {
    for (desk, seq, hash) in heads {
        let Some(report) = reports.iter_mut().find(|report| report.desk == *desk) else { continue };
        if report.broken_at.is_none() && hash_of(driver, desk, *seq)?.as_ref() != Some(hash) {
            report.broken_at = Some((*seq).min(report.links + 1));
            report.lost = Some(*seq);
        }
    }
    Ok(())
}

/// The newest `count` entries of all desks, newest first.
pub fn tail(driver: &mut dyn Driver, count: u32) -> Result<Vec<Link>, Fault> {
    driver.query(TAIL, params![count])?.iter().map(link).collect()
}

/// The last entries of one verb, the newest first.
pub fn exports(driver: &mut dyn Driver, count: u32) -> Result<Vec<Link>, Fault> {
    // The verb stands in the text: SQLite takes the index that holds these alone for no parameter.
    let sql = "SELECT desk, seq, at_ms, day, actor, verb, cid, object, body, hash FROM journal
        WHERE verb = 'export' ORDER BY at_ms DESC, desk, seq DESC LIMIT $1";
    driver.query(sql, params![count])?.iter().map(link).collect()
}

/// When the last entry was written, in milliseconds; 0 for an empty journal.
pub fn latest(driver: &mut dyn Driver) -> Result<i64, Fault> {
    let rows = driver.query("SELECT at_ms FROM journal ORDER BY at_ms DESC LIMIT 1", &[])?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// What was done to which records at a moment or after, by whatever desk or program: verb and record, each once; at most
/// so many.
pub fn touched_since(
    driver: &mut dyn Driver,
    since_ms: i64,
    most: u32,
) -> Result<Vec<(String, String)>, Fault> {
    driver
        .query(
            "SELECT DISTINCT verb, object FROM journal WHERE at_ms >= $1 LIMIT $2",
            params![since_ms, most],
        )?
        .iter()
        .map(|row| Ok((row.text(0)?, row.text(1)?)))
        .collect()
}

/// Everything done to one record, oldest first.
pub fn of_object(driver: &mut dyn Driver, cid: &str, object: &str) -> Result<Vec<Link>, Fault> {
    driver.query(OF_OBJECT, params![cid, object])?.iter().map(link).collect()
}

fn follow(reports: &mut Vec<ChainReport>, link: Link) {
    if reports.last().is_none_or(|report| report.desk != link.entry.desk) {
        let desk = link.entry.desk.clone();
        reports.push(ChainReport { desk, ..ChainReport::default() });
    }
    if let Some(report) = reports.last_mut() {
        let follows = link.seq == report.links + 1
            && link.hash == link_hash(&report.head, link.seq, &link.entry);
        if !follows && report.broken_at.is_none() {
            report.broken_at = Some(link.seq);
            report.broken = Some(Break { expected: report.links + 1, entry: link.entry });
        }
        report.links += 1;
        report.head = link.hash;
    }
}

/// SHA-256 of the fields, each behind its length, so that no two entries run together to the same bytes.
fn link_hash(previous: &str, seq: i64, entry: &Entry) -> String {
    let mut hash = Sha256::new();
    let (seq, at_ms, day) = (seq.to_string(), entry.at_ms.to_string(), entry.day.to_string());
    for field in [
        previous,
        &entry.desk,
        &seq,
        &at_ms,
        &day,
        &entry.actor,
        &entry.verb,
        &entry.cid,
        &entry.object,
        &entry.body,
    ] {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn values(entry: &Entry, seq: i64, hash: &str) -> Vec<Value> {
    params![
        &entry.desk,
        seq,
        entry.at_ms,
        entry.day,
        &entry.actor,
        &entry.verb,
        &entry.cid,
        &entry.object,
        &entry.body,
        hash
    ]
    .to_vec()
}

fn link(row: &Row) -> Result<Link, Fault> {
    let entry = Entry {
        desk: row.text(0)?,
        at_ms: row.int(2)?,
        day: row.day(3)?,
        actor: row.text(4)?,
        verb: row.text(5)?,
        cid: row.text(6)?,
        object: row.text(7)?,
        body: row.text(8)?,
    };
    Ok(Link { seq: row.int(1)?, entry, hash: row.text(9)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_run_together() {
        let entry = Entry {
            desk: "d".into(),
            at_ms: 1,
            day: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
            actor: "张三".into(),
            verb: "检查".into(),
            cid: "c".into(),
            object: "o".into(),
            body: "b".into(),
        };
        let moved = Entry { actor: "张".into(), verb: "三检查".into(), ..entry.clone() };
        let base = link_hash("", 1, &entry);
        assert_eq!(base, link_hash("", 1, &entry.clone()));
        for other in
            [link_hash("", 1, &moved), link_hash("", 2, &entry), link_hash(&base, 1, &entry)]
        {
            assert_ne!(base, other);
        }
    }
}
