//! What becomes of every record of a parcel: the domain's rule asked for each, what hangs on what, and what a person has said.

mod sort;

use std::collections::{HashMap, HashSet};

use self::sort::Sorting;

use super::{
    super::{Office, Refusal, clock},
    Conflict, Count,
    alike::Marks,
    decisions::{AllSaid, Decisions, resolved},
    held::{Holding, One},
    parcel::Parcel,
    telling::Telling,
    words,
};
use crate::{
    domain::{id::Id, unit::UnitPath},
    store::{
        Value,
        exchange::{self, Agreed, Record},
    },
};

/// One thing that is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    Insert(One),
    Replace { ours: One, theirs: One },
    Remove(One),
}

/// All that would be written, and what is told of it.
#[derive(Clone, Debug)]
pub struct Plan {
    pub community: UnitPath,
    pub older: bool,
    pub counts: Vec<Count>,
    pub conflicts: Vec<Conflict>,
    /// In the order of [`exchange::RECORDS`].
    pub moves: Vec<(&'static Record, Vec<Move>)>,
    /// Revisions of forms that come along.
    pub forms: Vec<exchange::Values>,
    pub agreed: Vec<Agreed>,
    /// Kind and key of what is agreed on no more.
    pub forget: Vec<(&'static str, String)>,
    /// Kind, theirs, ours.
    pub same: Vec<(&'static str, [u8; 16], [u8; 16])>,
}

impl Plan {
    fn of(community: UnitPath) -> Plan {
        Plan {
            community,
            older: false,
            counts: Vec::new(),
            conflicts: Vec::new(),
            moves: Vec::new(),
            forms: Vec::new(),
            agreed: Vec::new(),
            forget: Vec::new(),
            same: Vec::new(),
        }
    }
}

impl Office {
    pub(super) fn plan_unpacking(
        &mut self,
        parcel: &Parcel,
        decisions: &Decisions,
    ) -> Result<Plan, Refusal> {
        let community = self.community_meant(parcel)?;
        let driver = &mut *self.store.driver;
        let ours = Holding::of(driver, &community)?;
        let taken = exchange::taken(driver, &community)?;
        let made = &parcel.manifest.made;
        let newer = |one: &&exchange::Taken| {
            one.other == parcel.manifest.office.id && one.made_ms > made.at_ms
        };
        if taken.iter().any(|one| newer(&one)) {
            return Ok(Plan { older: true, ..Plan::of(community) });
        }
        let theirs = &parcel.holding;
        let telling = Telling::new(&self.library, &ours, theirs);
        let merging = Merging::new(driver, &community, parcel, &ours)?;
        let undecided = merging.clone().run(theirs, &ours, &telling, &AllSaid::new())?;
        if *decisions == Decisions::default() {
            return Ok(undecided);
        }
        let said = resolved(decisions, &undecided.conflicts)?;
        merging.run(theirs, &ours, &telling, &said)
    }
}

/// Columns, and what other communities have in them.
type Given = (&'static [&'static str], Vec<exchange::Values>);

/// Both sides' names for what is the same, and what they have agreed on, while records are gone through.
#[derive(Clone)]
struct Merging {
    plan: Plan,
    /// Ids of theirs that are ours under another.
    ids: HashMap<[u8; 16], [u8; 16]>,
    /// The same, and grids, as text.
    names: HashMap<String, String>,
    /// By kind and key.
    agreed: HashMap<(String, String), (String, String)>,
    /// Ids of records that are here, or will be.
    present: HashSet<[u8; 16]>,
    /// Numbers that other communities have given, by table.
    outside: HashMap<&'static str, Vec<Given>>,
    other: String,
    made_ms: i64,
    now_ms: i64,
}

impl Merging {
    fn new(
        driver: &mut dyn crate::store::Driver,
        community: &UnitPath,
        parcel: &Parcel,
        ours: &Holding,
    ) -> Result<Merging, Refusal> {
        // An office without a name of its own was heard by nobody.
        let me = exchange::known_office(driver)?.unwrap_or_default();
        let other = parcel.manifest.office.id.clone();
        let ids = exchange::same(driver, community)?;
        let names = ids.iter().map(|(a, b)| (Id(*a).to_string(), Id(*b).to_string())).collect();
        let own = exchange::agreed(driver, community)?;
        let mut outside = HashMap::new();
        for record in exchange::RECORDS {
            let Some(table) = exchange::table(record.table) else { continue };
            let mut given = Vec::new();
            for columns in Marks::everywhere(record) {
                given.push((columns, exchange::given_outside(driver, table, community, columns)?));
            }
            outside.insert(record.table, given);
        }
        let mut merging = Merging {
            plan: Plan::of(community.clone()),
            ids,
            names,
            agreed: HashMap::new(),
            present: HashSet::new(),
            outside,
            other,
            made_ms: parcel.manifest.made.at_ms,
            now_ms: clock::now_ms(),
        };
        merging.agree(own, &parcel.agreed, &me);
        merging.name_grids(parcel, ours);
        Ok(merging)
    }

    /// What both sides had when they last agreed: by what this office has kept, or by what the sender heard from it since.
    fn agree(&mut self, own: Vec<Agreed>, heard: &[Agreed], me: &str) {
        let mut when: HashMap<(String, String), i64> = HashMap::new();
        for one in own.into_iter().filter(|one| one.other == self.other) {
            let key = (one.kind, one.record);
            when.insert(key.clone(), one.taken_ms);
            self.agreed.insert(key, (one.ours, one.theirs));
        }
        for one in heard.iter().filter(|one| one.other == me) {
            // The key is the sender's.
            let record = self.names.get(&one.record).unwrap_or(&one.record).clone();
            let key = (one.kind.clone(), record);
            if when.get(&key).is_none_or(|when| *when < one.made_ms) {
                self.agreed.insert(key, (one.theirs.clone(), one.ours.clone()));
            }
        }
    }

    /// A grid is known by its name: two offices may have numbered them otherwise. One that is new there under a number that
    /// is another grid's here gets the next free one.
    fn name_grids(&mut self, parcel: &Parcel, ours: &Holding) {
        let text = |row: &exchange::Values, at: usize| match row.get(at) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let grids = |holding: &Holding| -> Vec<(String, String)> {
            let rows = holding.rows("unit").iter().map(|row| (text(row, 0), text(row, 1)));
            rows.filter(|(path, _)| exchange::grid_number(path).is_some()).collect()
        };
        let (here, there) = (grids(ours), grids(&parcel.holding));
        let mut taken: HashSet<String> =
            here.iter().chain(&there).map(|(path, _)| path.clone()).collect();
        for (path, name) in &there {
            let at_path = here.iter().find(|(known, _)| known == path);
            let by_name = here.iter().find(|(_, known)| known == name);
            let agreed = self.agreed.contains_key(&("unit".to_owned(), path.clone()));
            let ours = match (at_path, by_name) {
                (Some((_, known)), _) if known == name || agreed => continue,
                (_, Some((ours, _))) => ours.clone(),
                (None, None) => continue,
                (Some(_), None) => {
                    let next = (1..).map(|n| exchange::grid_told(&format!("{n:02}")));
                    let Some(free) = next.into_iter().find(|path| !taken.contains(path)) else {
                        continue;
                    };
                    taken.insert(free.clone());
                    free
                }
            };
            self.names.insert(path.clone(), ours);
        }
    }

    fn run(
        mut self,
        theirs: &Holding,
        ours: &Holding,
        telling: &Telling,
        said: &AllSaid,
    ) -> Result<Plan, Refusal> {
        for record in exchange::RECORDS {
            self.present.extend(ours.records(record).iter().filter_map(|one| one.id));
        }
        for record in exchange::RECORDS {
            let Some(table) = exchange::table(record.table) else { continue };
            let mut kind = Sorting {
                record,
                table,
                marks: Marks::new(record, table),
                count: Count {
                    kind: record.table,
                    kind_label: words::kind(record.table),
                    ..Count::default()
                },
                moves: Vec::new(),
                telling,
                said,
            };
            for (columns, rows) in self.outside.remove(record.table).unwrap_or_default() {
                kind.marks.add_outside(columns, &rows);
            }
            self.sort(&mut kind, theirs.records(record), ours.records(record))?;
            self.plan.counts.push(kind.count);
            self.plan.moves.push((record, kind.moves));
        }
        self.plan.counts.retain(|count| !count.is_empty());
        self.plan.forms = theirs.rows(exchange::FORMS).to_vec();
        Ok(self.plan)
    }
}
