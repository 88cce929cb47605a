//! A change of the register that is found later: it is laid into the history at its own day, and what was entered after
//! that day says it too, field by field, up to where it was told anew.

use chrono::NaiveDate;

use super::premises::{Change, ChangeKind, Premises, Status};

/// The entry as it stood at the end of a day, by its changes in the order of their days; of a day before the first one
/// as that one has told it. `None` without any.
pub fn stood(changes: &[Change], on: NaiveDate) -> Option<&Premises> {
    let then = changes.iter().rfind(|change| change.on <= on).or(changes.first());
    then.map(|change| &change.after)
}

/// The change of a later day that does not go with another state before it, up to where the state was told anew: what is
/// closed is not stopped.
pub fn contradicts(was: Status, state: Status, later: &[Change]) -> Option<&Change> {
    let goes_on = |change: &&Change| {
        matches!(change.kind, ChangeKind::Corrected | ChangeKind::Added)
            && change.after.status == was
    };
    let next = later.iter().find(|change| !goes_on(change)).filter(|_| state != was)?;
    let is_told = matches!(next.kind, ChangeKind::Corrected | ChangeKind::Added)
        || state == next.after.status
        || state.after(next.kind).is_ok();
    (!is_told).then_some(next)
}

/// Carries what a change has told, from `before` to `after`, into what stood later, the earliest first.
pub fn carry(before: &Premises, after: &Premises, later: &mut [&mut Premises]) {
    // Each field is named here, so that a new one is not forgotten.
    let Premises {
        id: _,
        community: _,
        since: _,
        grid,
        name,
        uscc,
        licensed,
        kind,
        address,
        site_address,
        industry,
        category,
        person_in_charge,
        safety_lead,
        phone,
        key,
        key_reasons,
        risk,
        extra,
        direct,
        status,
    } = before;
    macro_rules! fields {
        ($($field:ident)*) => {$(
            if *$field != after.$field {
                let told = |entry: &&mut &mut Premises| entry.$field == *$field;
                for entry in later.iter_mut().take_while(told) {
                    entry.$field.clone_from(&after.$field);
                }
            }
        )*};
    }
    fields!(
        grid name uscc licensed kind address site_address industry category person_in_charge safety_lead phone key
        key_reasons risk direct status
    );
    let differs = |key: &&String| extra.get(*key) != after.extra.get(*key);
    for key in extra.keys().chain(after.extra.keys()).filter(differs) {
        let told = |entry: &&mut &mut Premises| entry.extra.get(key) == extra.get(key);
        for entry in later.iter_mut().take_while(told) {
            match after.extra.get(key) {
                Some(value) => drop(entry.extra.insert(key.clone(), value.clone())),
                None => drop(entry.extra.remove(key)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::Id,
        premises::{ChangeKind, Status},
        unit::UnitPath,
    };

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    /// Person in charge, status, a word of the roster.
    type Told = (&'static str, Status, Option<&'static str>);

    fn entry((person, status, note): Told) -> Premises {
        Premises {
            id: Id([1; 16]),
            community: UnitPath::parse("3505/03/008/006").unwrap(),
            grid: None,
            name: "恒捷鞋材厂".into(),
            uscc: String::new(),
            licensed: true,
            kind: Default::default(),
            address: String::new(),
            site_address: String::new(),
            industry: String::new(),
            category: String::new(),
            person_in_charge: person.into(),
            safety_lead: String::new(),
            phone: String::new(),
            key: false,
            key_reasons: Vec::new(),
            risk: None,
            extra: note.map(|note| ("note".to_owned(), note.to_owned())).into_iter().collect(),
            direct: String::new(),
            status,
            since: day(10),
        }
    }

    fn history(told: &[(u32, Told)]) -> Vec<Change> {
        let change = |(on, told): &(u32, Told)| Change {
            id: Id([2; 16]),
            kind: ChangeKind::Corrected,
            on: day(*on),
            reason: String::new(),
            by: String::new(),
            after: entry(*told),
        };
        told.iter().map(change).collect()
    }

    #[test]
    fn what_is_found_later_stands_from_its_day_to_where_it_was_told_anew() {
        use Status::{Operating, Suspended};
        let (a, b, c) = ("甲", "乙", "丙");
        let first = (a, Operating, None);
        for (entered, on, found, expected) in [
            // Before the first entry: that one, and all after it, had it wrong.
            (vec![(10, first)], 3, (b, Operating, None), vec![(10, (b, Operating, None))]),
            // Between two: the later one said nothing of it.
            (
                vec![(10, first), (20, (a, Suspended, None))],
                15,
                (b, Operating, None),
                vec![(10, first), (20, (b, Suspended, None))],
            ),
            // The later one told the same field anew.
            (
                vec![(10, first), (20, (c, Operating, None))],
                15,
                (b, Operating, None),
                vec![(10, first), (20, (c, Operating, None))],
            ),
            // Only up to there: what came after that one stands as it was told.
            (
                vec![(10, first), (14, (b, Operating, None)), (20, (a, Operating, None))],
                12,
                (c, Operating, None),
                vec![(10, first), (14, (b, Operating, None)), (20, (a, Operating, None))],
            ),
            // A state, and a word that the roster has besides.
            (
                vec![(10, first), (20, (b, Operating, Some("甲类")))],
                15,
                (a, Suspended, Some("丁类")),
                vec![(10, first), (20, (b, Suspended, Some("甲类")))],
            ),
            (
                vec![(10, (a, Operating, Some("甲类"))), (20, (b, Operating, Some("甲类")))],
                15,
                (a, Operating, None),
                vec![(10, (a, Operating, Some("甲类"))), (20, (b, Operating, None))],
            ),
        ] {
            let mut changes = history(&entered);
            let before = stood(&changes, day(on)).unwrap().clone();
            let after = entry(found);
            let mut later: Vec<&mut Premises> = changes
                .iter_mut()
                .filter(|change| change.on > day(on))
                .map(|change| &mut change.after)
                .collect();
            carry(&before, &after, &mut later);
            assert_eq!(changes, history(&expected), "{entered:?} {on} {found:?}");
        }
        assert_eq!(stood(&[], day(1)), None);
    }

    #[test]
    fn a_state_that_is_found_later_goes_with_those_after_it() {
        use ChangeKind::{Closed, Corrected, Resumed, Suspended, Switched};
        use Status as S;
        for (found, later, fits) in [
            (S::Suspended, vec![], true),
            (S::Suspended, vec![(Closed, S::Closed)], true),
            (S::Closed, vec![(Suspended, S::Suspended)], false),
            (S::MovedOut, vec![(Closed, S::Closed)], false),
            (S::Suspended, vec![(Switched, S::Operating)], false),
            // Stopped earlier than was entered.
            (S::Suspended, vec![(Suspended, S::Suspended), (Resumed, S::Operating)], true),
            // Words that were put right say nothing of the state, unless they tell another.
            (S::Closed, vec![(Corrected, S::Operating), (Suspended, S::Suspended)], false),
            (S::Closed, vec![(Corrected, S::Suspended), (Resumed, S::Operating)], true),
            // The same state as before changes nothing later.
            (S::Operating, vec![(Suspended, S::Suspended)], true),
        ] {
            let change = |(kind, status): &(ChangeKind, S)| Change {
                kind: *kind,
                ..history(&[(20, ("甲", *status, None))]).remove(0)
            };
            let later: Vec<Change> = later.iter().map(change).collect();
            assert_eq!(
                contradicts(S::Operating, found, &later).is_none(),
                fits,
                "{found:?} {later:?}"
            );
        }
    }
}
