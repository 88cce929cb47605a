//! What goes on after a circular (YT-2).

use super::{
    ACCOUNTABILITY, Case, Proof, Record,
    gather::{self, Draft, Gather, SOMEBODY},
    words,
};
use crate::{
    domain::accountability::{self as rules, Again, Kind, Situation},
    office::{Office, Refusal},
    store::entries,
    terms,
};

impl Office {
    /// YT-2: a circular whose situation goes on, by other records or the same.
    pub(super) fn after_circulars(&mut self, gather: &mut Gather) -> Result<(), Refusal> {
        let circulars = entries::Filter {
            ledger: Some(ACCOUNTABILITY.to_owned()),
            from: Some(gather.since()),
            ..entries::Filter::default()
        };
        for stored in self.entries(&circulars)? {
            let entry = stored.entry;
            let Some(situation) = named(gather::field(&entry, "situation"), Kind::Circular) else {
                continue;
            };
            let of = |case: &Case| Again { since: case.found.day(), past: case.past };
            let same: Vec<&Case> = gather
                .cases
                .iter()
                .filter(|case| case.situation == situation && case.community == entry.community)
                .filter(|case| case.found.holds() && of(case).goes_on(entry.on))
                .collect();
            let again: Vec<Again> = same.iter().map(|case| of(case)).collect();
            let mut proofs = vec![Proof::of(Record::Entry, entry.id)];
            proofs.extend(same.iter().flat_map(|case| &case.proofs).copied());
            let found = rules::after_circular(gather.clock, gather.limits, entry.on, &again);
            let of = Draft::of(Situation::NoBetter, &entry.community, entry.id).by(SOMEBODY);
            let anew = same.iter().all(|case| case.found.day() > entry.on);
            let of = if anew { of.called(words::ANEW) } else { of };
            gather.put(of.shown_by(proofs), found);
        }
        Ok(())
    }
}

/// A situation of a kind by the words of the ledger.
fn named(words: &str, kind: Kind) -> Option<Situation> {
    let of_kind = Situation::ALL.iter().copied().filter(|known| known.kind() == kind);
    of_kind.into_iter().find(|known| terms::accountable(*known) == words)
}
