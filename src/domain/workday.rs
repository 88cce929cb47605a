//! Which days are worked: weekends, published days off, and the weekend days worked in exchange (调休).
//!
//! Plain data and counting. Where the published days come from is `form::calendar`'s business.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

/// A day that differs from the plain week, with the festival it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exception {
    /// A published day off, e.g. 国庆节.
    Off(String),
    /// A Saturday or Sunday that is worked in exchange.
    MakeUp(String),
}

/// What a single day is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayMark {
    Workday,
    Weekend,
    /// A published day off; the name of its festival.
    Holiday(String),
    /// A worked Saturday or Sunday; the name of the festival it is worked for.
    MakeUp(String),
}

/// For which festival a day is off by law, in any year.
pub type Law = fn(NaiveDate) -> Option<&'static str>;

/// The working days that are known. Empty, every year is unpublished and it knows weekends only.
#[derive(Clone, Debug)]
pub struct WorkCalendar {
    published: BTreeSet<i32>,
    /// Each exception beside the year whose paper announced it: the paper of a year also speaks of
    /// the last days of the December before.
    exceptions: BTreeMap<NaiveDate, (i32, Exception)>,
    law: Law,
}

impl Default for WorkCalendar {
    fn default() -> WorkCalendar {
        WorkCalendar::under(|_| None)
    }
}

impl WorkCalendar {
    /// A calendar without a published year. What the law says counts until a year is published.
    pub fn under(law: Law) -> WorkCalendar {
        WorkCalendar { published: BTreeSet::new(), exceptions: BTreeMap::new(), law }
    }

    /// Takes the paper of one year; an earlier paper of the same year is forgotten.
    pub fn publish(&mut self, year: i32, days: impl IntoIterator<Item = (NaiveDate, Exception)>) {
        self.exceptions.retain(|_, (paper, _)| *paper != year);
        self.published.insert(year);
        for (day, exception) in days {
            self.exceptions.insert(day, (year, exception));
        }
    }

    /// Whether the days off of `year` were announced. Until then its answers know weekends and the days that are off by
    /// law, and not what is exchanged around them.
    pub fn published(&self, year: i32) -> bool {
        self.published.contains(&year)
    }

    pub fn mark(&self, day: NaiveDate) -> DayMark {
        match self.exceptions.get(&day) {
            Some((_, Exception::Off(name))) => DayMark::Holiday(name.clone()),
            Some((_, Exception::MakeUp(name))) => DayMark::MakeUp(name.clone()),
            None => match self.lawful(day) {
                Some(name) => DayMark::Holiday(name.to_owned()),
                None if is_weekend(day) => DayMark::Weekend,
                None => DayMark::Workday,
            },
        }
    }

    /// The festival for which a day of a year that is not published is off all the same.
    fn lawful(&self, day: NaiveDate) -> Option<&'static str> {
        if self.published(day.year()) { None } else { (self.law)(day) }
    }

    pub fn is_workday(&self, day: NaiveDate) -> bool {
        match self.exceptions.get(&day) {
            Some((_, exception)) => matches!(exception, Exception::MakeUp(_)),
            None => !is_weekend(day) && self.lawful(day).is_none(),
        }
    }

    /// The first working day after `day`.
    pub fn next_workday(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().skip(1).find(|next| self.is_workday(*next)).unwrap_or(NaiveDate::MAX)
    }

    /// The last working day before `day`.
    pub fn previous_workday(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days()
            .rev()
            .skip(1)
            .find(|previous| self.is_workday(*previous))
            .unwrap_or(NaiveDate::MIN)
    }

    /// `n` working days after `day`, which itself is not counted. With `n` = 0 the day itself.
    pub fn add_workdays(&self, day: NaiveDate, n: u32) -> NaiveDate {
        (0..n).fold(day, |day, _| self.next_workday(day))
    }

    /// Working days after `from` up to `to`, which counts itself; none where `to` comes first.
    pub fn workdays_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let after = from.iter_days().skip(1).take_while(|day| *day <= to);
        after.filter(|day| self.is_workday(*day)).count() as u32
    }
}

/// Days off in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The festival among them.
    pub festival: String,
    /// The days off are not published yet: these are known by law alone, and what is exchanged around them is not.
    pub unpublished: bool,
}

impl Rest {
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days() + 1
    }
}

impl WorkCalendar {
    /// The rests with a festival in them that begin from a day to a day and are so long. Of a year that is not published
    /// it is known that a day off by law on a weekend is made up for with another.
    pub fn rests(&self, (from, to): (NaiveDate, NaiveDate), least: u32) -> Vec<Rest> {
        let works = |day: NaiveDate| self.is_workday(day);
        let begins = |day: &NaiveDate| !works(*day) && day.pred_opt().is_some_and(works);
        from.iter_days()
            .take_while(|day| *day <= to)
            .filter(begins)
            .filter_map(|first| {
                let days: Vec<NaiveDate> =
                    first.iter_days().take_while(|day| !works(*day)).collect();
                let festival = days.iter().find_map(|day| match self.mark(*day) {
                    DayMark::Holiday(name) => Some(name),
                    _ => None,
                })?;
                let off = days.iter().filter(|day| self.lawful(**day).is_some());
                let (unpublished, made_up) =
                    (off.clone().next().is_some(), off.filter(|day| is_weekend(**day)).count());
                let long = (days.len() + made_up) as u64 >= u64::from(least);
                long.then_some(Rest { from: first, to: *days.last()?, festival, unpublished })
            })
            .collect()
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The published days around the cases of the tests here and in `deadline`.
#[cfg(test)]
pub(crate) mod sample {
    use super::*;

    pub(crate) fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day in a test")
    }

    fn days(from: &str, to: &str, exception: Exception) -> Vec<(NaiveDate, Exception)> {
        day(from)
            .iter_days()
            .take_while(|next| *next <= day(to))
            .map(|next| (next, exception.clone()))
            .collect()
    }

    fn off(name: &str, from: &str, to: &str) -> Vec<(NaiveDate, Exception)> {
        days(from, to, Exception::Off(name.into()))
    }

    fn work(name: &str, on: &str) -> Vec<(NaiveDate, Exception)> {
        days(on, on, Exception::MakeUp(name.into()))
    }

    /// 2026 as published; the last days of 2025 had no exception.
    pub(crate) fn calendar_2026() -> WorkCalendar {
        let mut calendar = WorkCalendar::default();
        calendar.publish(2025, []);
        calendar.publish(
            2026,
            [
                off("元旦", "2026-01-01", "2026-01-03"),
                work("元旦", "2026-01-04"),
                work("春节", "2026-02-14"),
                off("春节", "2026-02-15", "2026-02-23"),
                work("春节", "2026-02-28"),
                off("清明节", "2026-04-04", "2026-04-06"),
                off("劳动节", "2026-05-01", "2026-05-05"),
                work("劳动节", "2026-05-09"),
                off("端午节", "2026-06-19", "2026-06-21"),
                work("国庆节", "2026-09-20"),
                off("中秋节", "2026-09-25", "2026-09-27"),
                off("国庆节", "2026-10-01", "2026-10-07"),
                work("国庆节", "2026-10-10"),
            ]
            .concat(),
        );
        calendar
    }
}

#[cfg(test)]
mod tests {
    use super::{
        sample::{calendar_2026, day},
        *,
    };

    #[test]
    fn a_day_is_marked() {
        let calendar = calendar_2026();
        for (on, mark) in [
            ("2026-11-20", DayMark::Workday),
            ("2026-11-21", DayMark::Weekend),
            ("2026-10-01", DayMark::Holiday("国庆节".into())),
            ("2026-02-14", DayMark::MakeUp("春节".into())),
        ] {
            assert_eq!(calendar.mark(day(on)), mark, "{on}");
        }
    }

    #[test]
    fn working_days_are_counted() {
        let calendar = calendar_2026();
        // (from, n, day): the make-up Saturdays and Sundays count.
        for (from, n, to) in [
            ("2026-11-20", 0, "2026-11-20"),
            ("2026-11-20", 1, "2026-11-23"),
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-02-14", 1, "2026-02-24"),
            ("2026-09-30", 3, "2026-10-10"),
        ] {
            assert_eq!(calendar.add_workdays(day(from), n), day(to), "{from}+{n}");
            assert_eq!(calendar.workdays_between(day(from), day(to)), n, "{from}–{to}");
        }
        assert_eq!(calendar.workdays_between(day("2026-11-23"), day("2026-11-20")), 0);
        assert_eq!(calendar.previous_workday(day("2026-02-24")), day("2026-02-14"));
        assert_eq!(calendar.next_workday(day("2026-10-09")), day("2026-10-10"));
    }

    #[test]
    fn a_long_rest_has_a_festival_in_it() {
        let calendar = calendar_2026();
        let told = |from: &str, to: &str, least| -> Vec<(String, String, i64)> {
            let rests = calendar.rests((day(from), day(to)), least);
            rests
                .into_iter()
                .map(|rest| (rest.from.to_string(), rest.festival.clone(), rest.days()))
                .collect()
        };
        let rest = |from: &str, festival: &str, days| (from.to_owned(), festival.to_owned(), days);
        assert_eq!(
            told("2026-04-01", "2026-06-30", 3),
            [
                rest("2026-04-04", "清明节", 3),
                rest("2026-05-01", "劳动节", 5),
                rest("2026-06-19", "端午节", 3)
            ]
        );
        assert_eq!(told("2026-04-01", "2026-06-30", 4), [rest("2026-05-01", "劳动节", 5)]);
        // Neither a weekend nor the middle of a rest begins one.
        assert_eq!(told("2026-11-01", "2026-11-30", 2), []);
        assert_eq!(told("2026-05-02", "2026-05-05", 3), []);
        assert_eq!(told("2026-02-01", "2026-02-20", 3), [rest("2026-02-15", "春节", 9)]);
    }

    fn law(on: NaiveDate) -> Option<&'static str> {
        match (on.month(), on.day()) {
            (1, 1) => Some("元旦"),
            (4, 5) => Some("清明节"),
            (5, 1 | 2) => Some("劳动节"),
            (6, 9) => Some("端午节"),
            (10, 1..=3) => Some("国庆节"),
            _ => None,
        }
    }

    #[test]
    fn a_rest_of_a_year_without_a_paper_is_known_by_law() {
        let calendar = WorkCalendar { law, ..calendar_2026() };
        let rests = |from: &str, to: &str| {
            let rests = calendar.rests((day(from), day(to)), 3);
            let told = |rest: Rest| {
                (rest.from.to_string(), rest.to.to_string(), rest.festival, rest.unpublished)
            };
            rests.into_iter().map(told).collect::<Vec<_>>()
        };
        let rest = |from: &str, to: &str, festival: &str| {
            (from.to_owned(), to.to_owned(), festival.to_owned(), true)
        };
        assert_eq!(
            rests("2026-12-01", "2027-12-31"),
            [
                rest("2027-01-01", "2027-01-03", "元旦"),
                rest("2027-04-03", "2027-04-05", "清明节"),
                // A Saturday and a Sunday, for which two others are given; a Wednesday alone is no long rest.
                rest("2027-05-01", "2027-05-02", "劳动节"),
                rest("2027-10-01", "2027-10-03", "国庆节"),
            ]
        );
        // What a paper says goes before the law.
        assert!(rests("2026-09-28", "2026-10-31").iter().all(|(.., unpublished)| !unpublished));
    }

    #[test]
    fn a_year_without_a_paper_knows_weekends_and_what_the_law_says() {
        let calendar = WorkCalendar { law, ..calendar_2026() };
        assert!(calendar.published(2026));
        assert!(!calendar.published(2027));
        for (on, mark) in [
            ("2027-09-30", DayMark::Workday),
            ("2027-10-01", DayMark::Holiday("国庆节".into())),
            ("2027-10-02", DayMark::Holiday("国庆节".into())),
            ("2027-10-04", DayMark::Workday),
            ("2027-10-09", DayMark::Weekend),
            // A paper says more than the law.
            ("2026-10-03", DayMark::Holiday("国庆节".into())),
            ("2026-10-10", DayMark::MakeUp("国庆节".into())),
        ] {
            assert_eq!(calendar.mark(day(on)), mark, "{on}");
            let works = matches!(mark, DayMark::Workday | DayMark::MakeUp(_));
            assert_eq!(calendar.is_workday(day(on)), works, "{on}");
        }
        assert_eq!(calendar.previous_workday(day("2027-10-04")), day("2027-09-30"));
        assert_eq!(calendar.add_workdays(day("2026-12-31"), 1), day("2027-01-04"));
    }

    #[test]
    fn a_later_paper_of_the_same_year_replaces_the_earlier_one() {
        let mut calendar = calendar_2026();
        calendar.publish(2026, [(day("2026-10-09"), Exception::Off("国庆节".into()))]);
        assert_eq!(calendar.mark(day("2026-10-01")), DayMark::Workday);
        assert!(!calendar.is_workday(day("2026-10-09")));
    }
}
