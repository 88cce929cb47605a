//! The records of one kind, each by the rule of its kind: what comes in, what stays, what waits for a person.

use std::collections::{HashMap, HashSet};

use super::{
    super::{
        Count,
        alike::Marks,
        decisions::{AllSaid, Said},
        held::{self, One},
        telling::Telling,
        words,
    },
    Merging, Move,
};
use crate::{
    domain::{
        exchange::{Clash, Grows, Held, Verdict, verdict},
        id::Id,
    },
    office::Refusal,
    store::{
        Value,
        exchange::{self, Agreed, Record, Table},
    },
};

/// One kind of record while it is gone through.
pub(super) struct Sorting<'a> {
    pub(super) record: &'static Record,
    pub(super) table: &'static Table,
    pub(super) marks: Marks,
    pub(super) count: Count,
    pub(super) moves: Vec<Move>,
    pub(super) telling: &'a Telling<'a>,
    pub(super) said: &'a AllSaid,
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

impl Merging {
    /// Goes through the records of one kind.
    pub(super) fn sort(
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
