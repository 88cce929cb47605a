//! The ladder of each community and person: what the ledgers and the supervisions say was taken, and the next rung.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{ACCOUNTABILITY, INTERVIEW, gather};
use crate::{
    domain::{
        accountability::{Kind, ladder, ladder::Whom},
        entry::Entry,
        id::Id,
        staff::{Staff, is_near},
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

/// Whose rung it is: by the place or the person, not by what either is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Community(UnitPath),
    /// The first row of the staff list of a person.
    Person(Id),
    /// Whoever the office does not know: somebody of a premises, say.
    Other(UnitPath, String),
}

/// What was taken against one, with the community of the newest.
#[derive(Default)]
struct Against {
    taken: Vec<Taken>,
    community: Option<UnitPath>,
}

impl Against {
    fn add(&mut self, taken: Taken, community: &UnitPath) {
        if self.taken.iter().all(|other| other.on <= taken.on) {
            self.community = Some(community.clone());
        }
        self.taken.push(taken);
    }
}

impl Office {
    /// Everybody against whom something was ever taken, as it stands in a year; this one when not said.
    pub fn ladder(&mut self, year: Option<i32>) -> Result<Vec<Standing>, Refusal> {
        let year = year.unwrap_or(self.act.today.year());
        let staff = self.staff()?;
        let communities: Vec<(UnitPath, String)> = self
            .seen_at(Level::Community)
            .map(|unit| (unit.path.clone(), unit.name.clone()))
            .collect();
        let mut all: BTreeMap<Key, Against> = BTreeMap::new();
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
                let key = self.taken_against(&entry, &staff, &communities)?;
                let situation = gather::field(&entry, "situation").to_owned();
                let taken = Taken { kind, on: entry.on, situation, id: entry.id };
                all.entry(key).or_default().add(taken, &entry.community);
            }
        }
        for stored in self.list_matters::<supervision::Course>(&matters::Filter::default())? {
            let matter = stored.matter;
            let Of::Community(of) = &matter.opening.of else { continue };
            if matter.course.kind() == supervision::StateKind::Withdrawn {
                continue;
            }
            let taken = Taken {
                kind: Kind::Supervision,
                on: matter.opening.on,
                situation: terms::situation(of.situation).to_owned(),
                id: matter.id,
            };
            let key = Key::Community(matter.community.clone());
            all.entry(key).or_default().add(taken, &matter.community);
        }
        let mut ladder: Vec<Standing> = Vec::new();
        for (key, Against { mut taken, community }) in all {
            taken.sort_by_key(|each| (each.on, each.kind));
            let rungs: Vec<ladder::Taken> =
                taken.iter().map(|each| ladder::Taken { kind: each.kind, on: each.on }).collect();
            let Some(newest) = community else { continue };
            let (whom, community, target) = match key {
                Key::Community(path) => {
                    let name = self.unit_name(&path);
                    (Whom::Community, path, name)
                }
                Key::Person(id) => {
                    let person = staff.iter().find(|person| person.id == id);
                    let name = person.map_or("", |person| person.name.as_str());
                    let target = self.target(&newest, name, &staff);
                    (Whom::Person, newest, target)
                }
                Key::Other(path, target) => (Whom::Person, path, target),
            };
            ladder.push(Standing {
                counts: ladder::counts(&rungs, year),
                next: ladder::next(whom, &rungs, year),
                whom,
                target,
                community,
                taken,
            });
        }
        ladder.sort_by(|a, b| {
            (&a.community, a.whom, &a.target).cmp(&(&b.community, b.whom, &b.target))
        });
        Ok(ladder)
    }

    /// Whom a row is about. It names a community as it was called then, and a person behind the unit or the post.
    fn taken_against(
        &mut self,
        entry: &Entry,
        staff: &[Staff],
        communities: &[(UnitPath, String)],
    ) -> Result<Key, Refusal> {
        let target = gather::field(entry, "target");
        let here = staff.iter().filter(|person| is_near(&person.unit, &entry.community));
        let named = here.filter(|person| !person.name.is_empty() && target.ends_with(&person.name));
        // A firm's person may be a namesake.
        let named = named.filter(|_| entry.premises.is_none());
        let longest = named.max_by_key(|person| person.name.len());
        let Some(longest) = longest else {
            let place = entry.community.clone();
            return Ok(match self.unit_called(target, communities)? {
                Some(path) => Key::Community(path),
                None => Key::Other(place, target.to_owned()),
            });
        };
        let same = staff.iter().filter(|person| person.is_same_person(longest));
        Ok(Key::Person(same.map(|person| person.id).min().unwrap_or(longest.id)))
    }
}
