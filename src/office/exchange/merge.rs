//! What becomes of every record of a parcel: the domain's rule asked for each, what hangs on what, and what a person has said.

use std::collections::{HashMap, HashSet};

use super::{
    super::{Office, Refusal, clock},
    Conflict, Count,
    alike::Marks,
    decisions::{AllSaid, Decisions, Said, resolved},
    held::{self, Holding, One},
    parcel::Parcel,
    telling::Telling,
    words,
};
use crate::{
    domain::{
        exchange::{Clash, Grows, Held, Verdict, verdict},
        id::Id,
        unit::UnitPath,
    },
    store::{
        Value,
        exchange::{self, Agreed, Record, Table},
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

    /// Goes through the records of one kind.
    fn sort(
        &mut self,
        kind: &mut Sorting,
        theirs: Vec<One>,
        ours: Vec<One>,
    ) -> Result<(), Refusal> {
        let record = kind.record;
        let theirs: Vec<(One, String)> = theirs
            .into_iter()
            .map(|one| {
                let raw = one.sha(record);
                (self.renamed(kind, one), raw)
            })
            .collect();
        let keys: HashSet<&str> = theirs.iter().map(|(one, _)| one.key.as_str()).collect();
        let here: HashMap<&str, &One> = ours.iter().map(|one| (one.key.as_str(), one)).collect();
        for one in ours.iter().filter(|one| !keys.contains(one.key.as_str())) {
            self.only_ours(kind, one)?;
        }
        let mut forward = Vec::new();
        for (one, raw) in &theirs {
            if let Some(known) = here.get(one.key.as_str()) {
                if self.on_both(kind, known, one, raw)? {
                    forward.push((*known, one, raw));
                } else {
                    kind.marks.add(known);
                }
            }
        }
        for (known, one, raw) in forward {
            if kind.marks.clash(one, &keys).is_some() {
                // Ours has what theirs would need: nobody but a person can tell.
                kind.marks.add(known);
                self.conflict(kind, Some(known), Some(one), words::Why::Clash(Clash::BothChanged));
                continue;
            }
            kind.marks.add(one);
            kind.count.forward += 1;
            self.agree_on(kind, &one.key, one.sha(record), raw);
            kind.moves.push(Move::Replace { ours: known.clone(), theirs: one.clone() });
        }
        for (one, raw) in theirs.iter().filter(|(one, _)| !here.contains_key(one.key.as_str())) {
            self.only_theirs(kind, one, raw, (&keys, &here))?;
        }
        Ok(())
    }

    /// The same record under the names that it has here.
    fn renamed(&self, kind: &Sorting, one: One) -> One {
        let with = |name: &str, rows: Vec<exchange::Values>| {
            let Some(table) = exchange::table(name) else { return rows };
            let renamed = |row| exchange::with_names(table, row, &self.names, &self.ids);
            rows.into_iter().map(renamed).collect()
        };
        let row = exchange::with_names(kind.table, one.row, &self.names, &self.ids);
        One {
            key: held::key_of(kind.table, &row),
            id: held::id_of(kind.table, &row),
            row,
            steps: with(kind.record.steps.map_or("", |(name, _)| name), one.steps),
            parts: with(kind.record.parts.map_or("", |(name, _)| name), one.parts),
        }
    }

    fn agreed_of(&self, kind: &Sorting, key: &str) -> Option<(&str, &str)> {
        let agreed = self.agreed.get(&(kind.record.table.to_owned(), key.to_owned()));
        agreed.map(|(ours, theirs)| (ours.as_str(), theirs.as_str()))
    }

    /// Keeps what both sides have now. Where histories tell by themselves, nothing need be kept.
    fn agree_on(&mut self, kind: &Sorting, key: &str, ours: String, theirs: &str) {
        if matches!(kind.record.grows, Grows::Corrected | Grows::Passing) {
            self.keep_agreed(kind, key, ours, theirs);
        }
    }

    fn keep_agreed(&mut self, kind: &Sorting, key: &str, ours: String, theirs: &str) {
        self.plan.agreed.push(Agreed {
            other: self.other.clone(),
            kind: kind.record.table.to_owned(),
            record: key.to_owned(),
            ours,
            theirs: theirs.to_owned(),
            made_ms: self.made_ms,
            taken_ms: self.now_ms,
        });
    }

    fn only_ours(&mut self, kind: &mut Sorting, one: &One) -> Result<(), Refusal> {
        let sha = one.sha(kind.record);
        let held = Held {
            grows: kind.record.grows,
            ours: Some(&sha),
            theirs: None,
            alike: false,
            agreed: self.agreed_of(kind, &one.key),
            roads: None,
            further: None,
        };
        let mut verdict = verdict(&held);
        if verdict == Verdict::Gone && self.is_named(kind, one) {
            verdict = Verdict::Conflict(Clash::GoneThere);
        }
        if let Verdict::Conflict(clash) = verdict {
            match kind.said(&one.key) {
                Some(Said::Theirs) if !self.is_named(kind, one) => verdict = Verdict::Gone,
                Some(Said::Ours) => self.plan.forget.push((kind.record.table, one.key.clone())),
                Some(_) => return Err(kind.unlawful(one)),
                None => self.conflict(kind, Some(one), None, words::Why::Clash(clash)),
            }
        }
        if verdict == Verdict::Gone {
            kind.count.gone += 1;
            self.plan.forget.push((kind.record.table, one.key.clone()));
            kind.moves.push(Move::Remove(one.clone()));
        } else {
            kind.marks.add(one);
        }
        Ok(())
    }

    /// Whether another record names it: then it is not taken out.
    fn is_named(&self, kind: &Sorting, one: &One) -> bool {
        one.id.is_some_and(|id| kind.telling.named.contains(&id))
    }

    /// Whether theirs is to take the place of ours.
    fn on_both(
        &mut self,
        kind: &mut Sorting,
        ours: &One,
        theirs: &One,
        raw: &str,
    ) -> Result<bool, Refusal> {
        let record = kind.record;
        let sha = ours.sha(record);
        let held = Held {
            grows: record.grows,
            ours: Some(&sha),
            theirs: Some(raw),
            alike: ours.is_like(record, theirs),
            agreed: self.agreed_of(kind, &ours.key),
            roads: ours.roads(record, theirs),
            further: ours.further(record, theirs),
        };
        match verdict(&held) {
            Verdict::Same => {
                kind.count.same += 1;
                self.agree_on(kind, &ours.key, sha, raw);
                Ok(false)
            }
            Verdict::Forward if !self.refers(kind, theirs) => {
                kind.count.waiting += 1;
                Ok(false)
            }
            Verdict::Forward | Verdict::New => Ok(true),
            Verdict::Ours | Verdict::Gone => {
                kind.count.kept += 1;
                Ok(false)
            }
            Verdict::Conflict(clash) => match kind.said(&theirs.key) {
                Some(Said::Theirs) if clash.may_take_theirs() => Ok(true),
                Some(Said::Ours) => {
                    kind.count.kept += 1;
                    self.keep_agreed(kind, &ours.key, sha, raw);
                    Ok(false)
                }
                Some(_) => Err(kind.unlawful(theirs)),
                None => {
                    self.conflict(kind, Some(ours), Some(theirs), words::Why::Clash(clash));
                    Ok(false)
                }
            },
        }
    }

    fn only_theirs(
        &mut self,
        kind: &mut Sorting,
        one: &One,
        raw: &str,
        (keys, here): (&HashSet<&str>, &HashMap<&str, &One>),
    ) -> Result<(), Refusal> {
        let held = Held {
            grows: kind.record.grows,
            ours: None,
            theirs: Some(raw),
            alike: false,
            agreed: self.agreed_of(kind, &one.key),
            roads: None,
            further: None,
        };
        match verdict(&held) {
            Verdict::Conflict(clash) => match kind.said(&one.key) {
                Some(Said::Theirs) => {}
                Some(Said::Ours) => {
                    kind.count.kept += 1;
                    self.keep_agreed(kind, &one.key, String::new(), raw);
                    return Ok(());
                }
                Some(_) => return Err(kind.unlawful(one)),
                None => {
                    self.conflict(kind, None, Some(one), words::Why::Clash(clash));
                    return Ok(());
                }
            },
            Verdict::New => {}
            Verdict::Same | Verdict::Forward | Verdict::Ours | Verdict::Gone => {
                kind.count.kept += 1;
                return Ok(());
            }
        }
        if !self.refers(kind, one) {
            kind.count.waiting += 1;
            return Ok(());
        }
        let clash = kind.marks.clash(one, keys).map(str::to_owned);
        if let Some(key) = clash {
            let known = here.get(key.as_str()).copied();
            let why = words::Why::MaybeSame;
            match (kind.said(&one.key), known) {
                (Some(Said::Same), Some(known)) if words::may_be_same(kind.record.table) => {
                    return self.is_same(kind, known, one, raw);
                }
                (Some(Said::Apart), _) if words::may_be_apart(kind.record.table) => {}
                (Some(Said::Ours), _) => {
                    kind.count.kept += 1;
                    self.keep_agreed(kind, &one.key, String::new(), raw);
                    return Ok(());
                }
                (Some(_), _) => return Err(kind.unlawful(one)),
                (None, known) => {
                    self.conflict(kind, known, Some(one), why);
                    return Ok(());
                }
            }
        }
        kind.marks.add(one);
        self.present.extend(one.id);
        kind.count.new += 1;
        self.agree_on(kind, &one.key, one.sha(kind.record), raw);
        kind.moves.push(Move::Insert(one.clone()));
        Ok(())
    }

    /// Theirs is ours under another id: what hangs on theirs hangs on ours from here on.
    fn is_same(
        &mut self,
        kind: &mut Sorting,
        ours: &One,
        theirs: &One,
        raw: &str,
    ) -> Result<(), Refusal> {
        let (Some(a), Some(b)) = (theirs.id, ours.id) else { return Err(kind.unlawful(theirs)) };
        self.ids.insert(a, b);
        self.names.insert(Id(a).to_string(), Id(b).to_string());
        self.plan.same.push((kind.record.table, a, b));
        kind.count.kept += 1;
        // What theirs says of it today is known to be otherwise.
        self.keep_agreed(kind, &ours.key, ours.sha(kind.record), raw);
        Ok(())
    }

    /// Whether all that a record refers to is here, or comes with it.
    fn refers(&self, kind: &Sorting, one: &One) -> bool {
        kind.table.columns.iter().zip(&one.row).all(|(column, value)| match value {
            Value::Id(id) if column.refers => self.present.contains(id),
            _ => true,
        })
    }

    fn conflict(
        &mut self,
        kind: &mut Sorting,
        ours: Option<&One>,
        theirs: Option<&One>,
        why: words::Why,
    ) {
        kind.count.conflicts += 1;
        let no = self.plan.conflicts.len() + 1;
        self.plan.conflicts.push(kind.telling.conflict(
            no,
            (kind.record, kind.table),
            ours,
            theirs,
            why,
        ));
    }
}

/// One kind of record while it is gone through.
struct Sorting<'a> {
    record: &'static Record,
    table: &'static Table,
    marks: Marks,
    count: Count,
    moves: Vec<Move>,
    telling: &'a Telling<'a>,
    said: &'a AllSaid,
}

impl Sorting<'_> {
    fn said(&self, key: &str) -> Option<Said> {
        self.said.get(&(self.record.table, key.to_owned())).copied()
    }

    fn unlawful(&self, one: &One) -> Refusal {
        Refusal::said(format!(
            "{}“{}”不能这样定：{}。什么也没有导入。",
            words::kind(self.record.table),
            self.telling.what(self.record, one),
            words::lawful(self.record),
        ))
    }
}
