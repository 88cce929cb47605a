//! The ladder of each community and person: what the ledgers and the supervisions say was taken, and the next rung.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{ACCOUNTABILITY, INTERVIEW, gather};
use crate::{
    domain::{
        accountability::{Kind, ladder, ladder::Whom},
        id::Id,
        supervision::{self, Of},
        unit::{Level, UnitPath},
    },
    office::{Office, Refusal, matters},
    store::entries,
    terms,
};

/// Something that was taken against somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub kind: Kind,
    pub on: NaiveDate,
    pub situation: String,
    /// The entry or the supervision.
    pub id: Id,
}

/// Where a community or a person stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub whom: Whom,
    pub target: String,
    pub community: UnitPath,
    /// Of the year, in the order of [`Kind::ALL`].
    pub counts: [u32; 5],
    /// All years, the oldest first.
    pub taken: Vec<Taken>,
    /// The rung that would come next; a suggestion, no more.
    pub next: Option<Kind>,
}

impl Office {
    /// Everybody against whom something was ever taken, as it stands in a year; this one when not said.
    pub fn ladder(&mut self, year: Option<i32>) -> Result<Vec<Standing>, Refusal> {
        let year = year.unwrap_or(self.act.today.year());
        let mut all: BTreeMap<(UnitPath, String), Vec<Taken>> = BTreeMap::new();
        for ledger in [ACCOUNTABILITY, INTERVIEW] {
            let filter =
                entries::Filter { ledger: Some(ledger.to_owned()), ..entries::Filter::default() };
            for stored in self.entries(&filter)? {
                let entry = stored.entry;
                let kind = gather::field(&entry, "kind");
                let kind = match ledger {
                    INTERVIEW => Some(Kind::Interview),
                    _ => Kind::ALL.into_iter().find(|known| terms::accountability(*known) == kind),
                };
                // A supervision stands among the matters; its row here is a copy.
                let Some(kind) = kind.filter(|kind| *kind != Kind::Supervision) else { continue };
                let target = gather::field(&entry, "target").to_owned();
                let situation = gather::field(&entry, "situation").to_owned();
                all.entry((entry.community.clone(), target)).or_default().push(Taken {
                    kind,
                    on: entry.on,
                    situation,
                    id: entry.id,
                });
            }
        }
        for stored in self.list_matters::<supervision::Course>(&matters::Filter::default())? {
            let matter = stored.matter;
            let Of::Community(of) = &matter.opening.of else { continue };
            if matter.course.kind() == supervision::StateKind::Withdrawn {
                continue;
            }
            let target = self.unit_name(&matter.community);
            all.entry((matter.community.clone(), target)).or_default().push(Taken {
                kind: Kind::Supervision,
                on: matter.opening.on,
                situation: terms::situation(of.situation).to_owned(),
                id: matter.id,
            });
        }
        let names: Vec<String> =
            self.units_at(Level::Community).map(|unit| unit.name.clone()).collect();
        let mut ladder: Vec<Standing> = all
            .into_iter()
            .map(|((community, target), mut taken)| {
                taken.sort_by_key(|each| (each.on, each.kind));
                let rungs: Vec<ladder::Taken> = taken
                    .iter()
                    .map(|each| ladder::Taken { kind: each.kind, on: each.on })
                    .collect();
                let whom = if names.contains(&target) { Whom::Community } else { Whom::Person };
                Standing {
                    counts: ladder::counts(&rungs, year),
                    next: ladder::next(whom, &rungs, year),
                    whom,
                    target,
                    community,
                    taken,
                }
            })
            .collect();
        ladder.sort_by(|a, b| {
            (&a.community, a.whom, &a.target).cmp(&(&b.community, b.whom, &b.target))
        });
        Ok(ladder)
    }
}
