//! Registered leave, as it keeps a day from being held against somebody (YT-1, YT-5).

use chrono::NaiveDate;

use super::{
    ABSENCES, Refusal,
    absence::{LEAVE, LONGEST},
    day_in, field,
};
use crate::{
    domain::{
        accountability::Leave,
        entry::Entry,
        unit::{Level, UnitPath},
        workday::WorkCalendar,
    },
    store::{Driver, entries},
};

/// Leave of the people of a place that reaches beyond a day. Who is on leave for longer than a year has left.
pub(in crate::office) fn leave_since(
    driver: &mut dyn Driver,
    calendar: &WorkCalendar,
    scope: &UnitPath,
    since: NaiveDate,
) -> Result<Vec<Leave>, Refusal> {
    let filter = entries::Filter {
        ledger: Some(ABSENCES.to_owned()),
        from: Some(since - LONGEST),
        ..entries::Filter::default()
    };
    // A person of the street is entered where he is, not where he looks.
    let home = scope.at(Level::Street).unwrap_or_else(|| scope.clone());
    let stored = entries::list(driver, &home, &filter)?.into_iter();
    let absent = stored.map(|stored| stored.entry);
    let leave = absent.filter(|entry| LEAVE.contains(&field(entry, "kind")));
    Ok(leave.map(|entry| leave_of(entry, calendar)).collect())
}

/// Up to the day that it names, else for as many working days as it says.
fn leave_of(entry: Entry, calendar: &WorkCalendar) -> Leave {
    let days = field(&entry, "days").parse::<f64>().unwrap_or(1.0).ceil();
    let first = entry.on.pred_opt().unwrap_or(entry.on);
    let last = || calendar.add_workdays(first, days.max(1.0) as u32);
    Leave {
        name: field(&entry, "name").to_owned(),
        to: day_in(&entry, "absent_to").unwrap_or_else(last),
        from: entry.on,
        at: entry.community,
    }
}
