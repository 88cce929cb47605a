//! Which visit makes which line of the plan: one of the level that the line's rule asks for, within the days in which the
//! line is owed, and each line takes one of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::domain::{coverage::counts_for, id::Id, unit::Level};

/// A line of the plan, as far as it tells which visits make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub premises: Id,
    /// Whose round it is of: the street's and the district's are made by their own visits alone.
    pub level: Level,
    pub day: NaiveDate,
    /// First and last day on which a visit makes it; `None`: any day after.
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// The day of the visit that has made each line, in the order of the lines. `visits` are those that were made, each with
/// whose it was; several on one day at one premises are one.
///
/// What can be made only by an earlier day takes a visit first, so that no other choice makes more of the lines; of equal
/// ones the line of that very day, then the earliest.
pub fn made(lines: &[Line], visits: &[(Id, NaiveDate, Level)]) -> Vec<Option<NaiveDate>> {
    let mut seen: HashMap<Id, Vec<(NaiveDate, Level)>> = HashMap::new();
    for (premises, day, level) in visits {
        seen.entry(*premises).or_default().push((*day, *level));
    }
    // The rounds of a level have visits of their own; those of the communities share what anybody has made.
    let mut groups: BTreeMap<(Id, Level), Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        groups.entry((line.premises, line.level.min(Level::Community))).or_default().push(at);
    }
    let mut made = vec![None; lines.len()];
    for ((premises, level), group) in groups {
        let visits = seen.get(&premises).into_iter().flatten();
        let days: BTreeSet<NaiveDate> =
            visits.filter(|(_, by)| counts_for(level, *by)).map(|(day, _)| *day).collect();
        for day in days {
            let open = group.iter().filter(|at| {
                let line = &lines[**at];
                made[**at].is_none() && line.from <= day && line.to.is_none_or(|to| day <= to)
            });
            let first = open.min_by_key(|at| {
                let line = &lines[**at];
                (line.to.unwrap_or(NaiveDate::MAX), line.day != day, line.day)
            });
            if let Some(at) = first.copied() {
                made[at] = Some(day);
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    const FIRM: Id = Id([1; 16]);

    /// Which day has made each line, 0 for none. Lines: level, day, first and last day (0: open).
    fn told(lines: &[(Level, u32, u32, u32)], visits: &[(u32, Level)]) -> Vec<u32> {
        let lines: Vec<Line> = lines
            .iter()
            .map(|(level, on, from, to)| Line {
                premises: FIRM,
                level: *level,
                day: day(*on),
                from: day(*from),
                to: (*to > 0).then(|| day(*to)),
            })
            .collect();
        let visits: Vec<_> = visits.iter().map(|(on, level)| (FIRM, day(*on), *level)).collect();
        let days = made(&lines, &visits).into_iter();
        days.map(|day| day.map_or(0, |day| chrono::Datelike::day(&day))).collect()
    }

    #[test]
    fn each_line_takes_a_visit_of_its_own() {
        use Level::{Community as C, District as D, Street as S};
        for (lines, visits, days) in [
            // One visit of the two that a week asks for: of the line of its day, else of the first.
            (vec![(C, 23, 23, 29), (C, 24, 23, 29)], vec![(23, C)], vec![23, 0]),
            (vec![(C, 23, 23, 29), (C, 24, 23, 29)], vec![(24, C)], vec![0, 24]),
            (vec![(C, 23, 23, 29), (C, 24, 23, 29)], vec![(27, C)], vec![27, 0]),
            (vec![(C, 23, 23, 29), (C, 24, 23, 29)], vec![(24, C), (27, S)], vec![27, 24]),
            // Twice on one day is one visit.
            (vec![(C, 23, 23, 29), (C, 24, 23, 29)], vec![(23, C), (23, C)], vec![23, 0]),
            // The street's own round takes the street's visits, and leaves them to the grid's round too.
            (vec![(S, 23, 1, 30)], vec![(23, C), (24, D)], vec![0]),
            (vec![(S, 23, 1, 30), (C, 23, 23, 29)], vec![(24, S)], vec![24, 24]),
            (vec![(D, 23, 1, 30), (S, 23, 1, 30)], vec![(24, S), (25, D)], vec![25, 24]),
            // Neither before nor after its days.
            (vec![(C, 23, 23, 29)], vec![(22, C), (30, C)], vec![0]),
            // The week's is made before the month's, the month's before one that was put there by hand.
            (vec![(C, 2, 1, 30), (C, 24, 23, 29)], vec![(24, C)], vec![0, 24]),
            (vec![(C, 2, 2, 0), (C, 10, 9, 15)], vec![(10, C)], vec![0, 10]),
            (vec![(C, 2, 2, 0), (C, 10, 9, 15)], vec![(5, C), (10, C)], vec![5, 10]),
        ] {
            assert_eq!(told(&lines, &visits), days, "{lines:?} {visits:?}");
        }
    }
}
